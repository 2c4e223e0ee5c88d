"""The page class of the checkout and of its popups: stops a return address before any request leaves, once.

Injects nothing and reads nothing of what a customer types; console messages are dropped unread.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtNetwork import QAuthenticator
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile

from kiosk.ui.payment.lockdown import lock_page
from kiosk.ui.payment.returns import ReturnAddresses

MOST_POPUPS = 5

_WEB = frozenset({"http", "https", "about"})
_IN_PLACE = frozenset({"data", "blob"})
"""Content without an address of its own: in frames, and as the one page that we set ourselves."""

_LEAVE = "Are you sure you want to leave this page? Changes that you made may not be saved."
"""What Qt asks for a page that minds being left (beforeunload); it has no translation."""

_Navigation = QWebEnginePage.NavigationType


@dataclass
class Latch:
    """Shared by all pages of one payment: the first return counts, everything after it is refused.

    ``is_over``: not even a return on its way counts any more.
    """

    returns: ReturnAddresses
    is_shut: bool = False
    is_over: bool = False
    popups: int = 0

    def take(self) -> None:
        """A return was met: from now on nothing leads anywhere."""
        self.is_shut = True

    def end(self) -> None:
        """The payment's pages are being taken down."""
        self.is_shut = self.is_over = True


class Asks(Protocol):
    """Shows a page's question to the customer; see ``kiosk.ui.payment.dialogs``."""

    def ask(self, message: str, *, may_refuse: bool) -> bool:
        """Wait for an answer, running the event loop; False when there is none."""
        ...


class CheckoutPage(QWebEnginePage):
    """A page of one payment.

    Signals:
        came_back: a return address was met; what it is for us (a ``Kind``), and the whole URL.
        app_link_refused: the page wanted to open a program of this machine; the scheme, "" if it has none.
        popup_made: the page opened a window; its CheckoutPage, still empty.
    """

    came_back = Signal(str, str)
    app_link_refused = Signal(str)
    popup_made = Signal(object)
    _caught = Signal(str, str)
    _refused = Signal(str)

    def __init__(
        self, profile: QWebEngineProfile, latch: Latch, asks: Asks, parent: QObject | None = None
    ) -> None:
        super().__init__(profile, parent)
        self._latch, self._asks = latch, asks
        lock_page(self)
        self.authenticationRequired.connect(self._refuse_login)
        self.proxyAuthenticationRequired.connect(self._refuse_proxy_login)
        # Through the event loop: what follows may delete this page, and that inside of
        # acceptNavigationRequest ends the process.
        self._caught.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._refused.connect(self._tell_refused, Qt.ConnectionType.QueuedConnection)

    def acceptNavigationRequest(self, url: QUrl | str, kind: _Navigation, is_main: bool) -> bool:
        """Stop returns and app links; the only place that reliably does so before a request is sent.

        An exception in here would count as a refusal. Asked for redirects, frames and popups too.
        """
        if self._latch.is_shut:
            return False
        target = QUrl(url) if isinstance(url, str) else url
        text = target.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        meant = self._latch.returns.which(text)
        if meant is not None:
            self._latch.take()
            self._caught.emit(meant, text)
            return False
        if self._latch.returns.owns(text):
            return False
        scheme = target.scheme().lower()
        if scheme in _IN_PLACE:
            # Qt loads setHtml as data, "typed". Reload and Back would start the same order a second time.
            return not is_main or kind is _Navigation.NavigationTypeTyped
        if scheme not in _WEB:
            self._refused.emit(scheme)
            return False
        return True

    def createWindow(self, _kind: QWebEnginePage.WebWindowType) -> QWebEnginePage | None:  # type: ignore[override]
        """A popup of the checkout: same profile, same latch, shown by our own view. None opens nothing.

        The stub knows no None, Qt does.
        """
        if self._latch.is_shut or self._latch.popups >= MOST_POPUPS:
            return None
        self._latch.popups += 1
        # WORKAROUND PySide6: a page without a parent or a name of Python's own is collected, and the process crashes.
        popup = CheckoutPage(self.profile(), self._latch, self._asks, self.parent())
        self.popup_made.emit(popup)
        return popup

    def chooseFiles(
        self, _mode: QWebEnginePage.FileSelectionMode, _old: Sequence[str], _types: Sequence[str]
    ) -> list[str]:
        """None: a file dialog would be a way into the machine."""
        return []

    def javaScriptAlert(self, _origin: QUrl | str, message: str) -> None:
        """Shown in our own sheet; Qt's would be a window of the desktop's over the kiosk."""
        self._ask(message, may_refuse=False)

    def javaScriptConfirm(self, _origin: QUrl | str, message: str) -> bool:
        """The same with two buttons. Whoever goes on is not asked whether they want to leave."""
        if message == _LEAVE:
            return True
        return self._ask(message, may_refuse=True)

    def javaScriptPrompt(self, _origin: QUrl | str, _message: str, _default: str) -> tuple[bool, str]:
        """No answer: nothing that a customer types may pass through us."""
        return False, ""

    def javaScriptConsoleMessage(
        self, _level: QWebEnginePage.JavaScriptConsoleMessageLevel, _message: str, _line: int, _source: str
    ) -> None:
        """Dropped: a console may carry what a customer typed."""

    def _ask(self, message: str, *, may_refuse: bool) -> bool:
        return not self._latch.is_shut and self._asks.ask(message, may_refuse=may_refuse)

    def _tell(self, kind: str, url: str) -> None:
        if not self._latch.is_over:
            self.came_back.emit(kind, url)

    def _tell_refused(self, scheme: str) -> None:
        if not self._latch.is_shut:
            self.app_link_refused.emit(scheme)

    # WORKAROUND QtWebEngine: a 401 that nobody answers is asked again without end, hundreds of times a second.
    def _refuse_login(self, _url: QUrl, _login: QAuthenticator) -> None:
        QTimer.singleShot(0, self, self._stop_loading)

    def _refuse_proxy_login(self, _url: QUrl, _login: QAuthenticator, _proxy: str) -> None:
        QTimer.singleShot(0, self, self._stop_loading)

    def _stop_loading(self) -> None:
        self.triggerAction(QWebEnginePage.WebAction.Stop)

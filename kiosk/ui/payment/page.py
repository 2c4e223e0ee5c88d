"""The page class of the checkout and of its popups: stops a return address before any request leaves, once.

Injects nothing and reads nothing of what a customer types; console messages are dropped unread.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtNetwork import QAuthenticator
from PySide6.QtWebEngineCore import (
    QWebEngineCertificateError,
    QWebEnginePage,
    QWebEnginePermission,
    QWebEngineProfile,
)

from kiosk.ui.payment.returns import Kind, ReturnAddresses

_WEB = frozenset({"http", "https", "about", "data", "blob"})


@dataclass
class Latch:
    """Shared by all pages of one payment: the first return counts, everything after it is refused."""

    returns: ReturnAddresses
    is_shut: bool = False


class CheckoutPage(QWebEnginePage):
    """A page of one payment.

    Signals:
        came_back: a return address was met; what it is for us, and the whole URL.
        app_link_refused: the page wanted to open a program of this machine; the scheme.
        popup_made: the page opened a window; its CheckoutPage, still empty.
    """

    came_back = Signal(str, str)
    app_link_refused = Signal(str)
    popup_made = Signal(object)

    def __init__(self, profile: QWebEngineProfile, latch: Latch, parent: QObject | None = None) -> None:
        super().__init__(profile, parent)
        self._latch = latch
        self.certificateError.connect(self._refuse_certificate)
        self.permissionRequested.connect(self._refuse_permission)
        self.authenticationRequired.connect(self._refuse_login)

    def acceptNavigationRequest(
        self, url: QUrl | str, _kind: QWebEnginePage.NavigationType, _is_main: bool
    ) -> bool:
        """The only place that reliably stops a redirect before it is sent. Never raises: Qt would print and go on.

        What happens next is handed to the event loop: deleting the page in here would end the process.
        """
        target = QUrl(url) if isinstance(url, str) else url
        if self._latch.is_shut:
            return False
        text = target.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        kind = self._latch.returns.which(text)
        if kind is not None:
            self._latch.is_shut = True
            QTimer.singleShot(0, self, lambda: self._tell(kind, text))
            return False
        if target.scheme() not in _WEB:
            scheme = target.scheme()
            QTimer.singleShot(0, self, lambda: self.app_link_refused.emit(scheme))
            return False
        return True

    def createWindow(self, _kind: QWebEnginePage.WebWindowType) -> QWebEnginePage:
        """A popup of the checkout: same profile, same latch, shown by our own view."""
        # WORKAROUND PySide6: without a reference of Python's own the new page is collected and the process crashes.
        self._popup = CheckoutPage(self.profile(), self._latch, self.parent())
        self.popup_made.emit(self._popup)
        return self._popup

    def chooseFiles(
        self, _mode: QWebEnginePage.FileSelectionMode, _old: Sequence[str], _types: Sequence[str]
    ) -> list[str]:
        """A file dialog would be a way into the machine."""
        return []

    def javaScriptAlert(self, _origin: QUrl | str, _message: str) -> None:
        """A window of the desktop's over the kiosk is no place to talk to a customer."""

    def javaScriptConfirm(self, _origin: QUrl | str, _message: str) -> bool:
        """Yes: also lets a page go that would hold us back with "are you sure"."""
        return True

    def javaScriptPrompt(self, _origin: QUrl | str, _message: str, _default: str) -> tuple[bool, str]:
        """No answer."""
        return False, ""

    def javaScriptConsoleMessage(
        self, _level: QWebEnginePage.JavaScriptConsoleMessageLevel, _message: str, _line: int, _source: str
    ) -> None:
        """Dropped: a console may carry what a customer typed."""

    def _tell(self, kind: Kind, url: str) -> None:
        self.came_back.emit(kind, url)

    @staticmethod
    def _refuse_certificate(error: QWebEngineCertificateError) -> None:
        error.rejectCertificate()

    @staticmethod
    def _refuse_permission(permission: QWebEnginePermission) -> None:
        permission.deny()

    def _refuse_login(self, _url: QUrl, _login: QAuthenticator) -> None:
        # WORKAROUND: an unanswered 401 is asked again without end.
        QTimer.singleShot(0, self, self._stop_loading)

    def _stop_loading(self) -> None:
        self.triggerAction(QWebEnginePage.WebAction.Stop)

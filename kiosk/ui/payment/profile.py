"""One payment's web profile, off the record: nothing of it touches the disk or outlives the payment.

Owns the order in which pages and profile go; a profile that goes first takes Chromium down.
"""

from PySide6.QtCore import QCoreApplication, QObject, QUrl, Signal
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)

from kiosk.ui.payment.lockdown import lock_profile
from kiosk.ui.payment.returns import ReturnAddresses


class ReturnGuard(QWebEngineUrlRequestInterceptor):
    """The second net: no image, fetch or beacon reaches a return address.

    It cannot be the first one: blocking a redirect here sometimes comes too late, ``CheckoutPage`` never does.
    """

    def __init__(self, returns: ReturnAddresses, parent: QObject) -> None:
        super().__init__(parent)
        self._returns = returns

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        """Block what would go to a return address."""
        if self._returns.owns(info.requestUrl().toString(QUrl.ComponentFormattingOption.FullyEncoded)):
            info.block(True)  # noqa: FBT003 - Qt's own signature


class WebSession(QObject):
    """A fresh profile and the pages in it. Belongs to the application until ``end``, whoever lets go of it.

    Signals:
        ended: every page and the profile are gone.
    """

    ended = Signal()

    def __init__(self, returns: ReturnAddresses) -> None:
        super().__init__(QCoreApplication.instance())
        # Children go in the order they were made: pages first, whatever ends the application.
        self.pages = QObject(self)
        self._living = 0
        self._is_ending = False
        self.profile = QWebEngineProfile(self)
        lock_profile(self.profile)
        # WORKAROUND PySide6: an interceptor without a name of Python's own is collected, parent or not, and then
        # nothing is intercepted and nothing says so.
        self._guard = ReturnGuard(returns, self.profile)
        self.profile.setUrlRequestInterceptor(self._guard)
        self.profile.destroyed.connect(self.ended)

    def keep(self, page: QWebEnginePage) -> None:
        """Wait for this page, a child of ``pages``, before the profile goes."""
        self._living += 1
        page.destroyed.connect(self._page_gone)

    def end(self) -> None:
        """Take everything down, in order, as soon as the event loop runs. Safe to call twice."""
        if self._is_ending:
            return
        self._is_ending = True
        for page in self.pages.children():
            page.deleteLater()
        if not self._living:
            self.profile.deleteLater()
            self.deleteLater()

    def _page_gone(self) -> None:
        self._living -= 1
        if self._is_ending and not self._living:
            self.profile.deleteLater()
            self.deleteLater()

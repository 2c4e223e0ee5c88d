"""The widget that shows one payment's checkout, and everything that can end it.

A dead or hung page ends the view, not the payment: what is durable decides.
"""

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWebEngineCore import QWebEngineLoadingInfo, QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from kiosk.ui.metrics import Look
from kiosk.ui.payment.dialogs import Dialogs
from kiosk.ui.payment.letters.helper import LetterHelp
from kiosk.ui.payment.lockdown import lock_view
from kiosk.ui.payment.page import CheckoutPage, Latch
from kiosk.ui.payment.popups import Popup
from kiosk.ui.payment.profile import WebSession
from kiosk.ui.payment.pulse import PING_MS, FirstPaint, Heartbeat
from kiosk.ui.payment.returns import Kind, ReturnAddresses, said
from kiosk.ui.payment.sheets import Sheet, Words

_Termination = QWebEnginePage.RenderProcessTerminationStatus
_Loading = QWebEngineLoadingInfo.LoadStatus


class CheckoutView(QWidget):
    """One checkout at a time, each with a profile of its own.

    Signals:
        page_painted: there is something to see; once per checkout.
        returned: the success redirect was stopped; the whole URL, unverified.
        failed_back: the fail redirect was stopped; its code and its message (foreign text, never shown).
        rejected: our page was told no by the payment company's script; code and message.
        app_link_refused: the page wanted to open an app of this machine; the scheme, "" if it has none.
        page_broken: it could not be opened, crashed or hangs; why, as a code (load_failed, renderer_gone,
            renderer_hangs). At most one of returned, failed_back, rejected and page_broken per checkout.
        page_closed: page, popups and profile of a checkout are gone.
    """

    page_painted = Signal()
    returned = Signal(str)
    failed_back = Signal(str, str)
    rejected = Signal(str, str)
    app_link_refused = Signal(str)
    page_broken = Signal(str)
    page_closed = Signal()

    def __init__(
        self, parent: QWidget | None = None, words: Words | None = None, ping_ms: int = PING_MS
    ) -> None:
        super().__init__(parent)
        self.page: CheckoutPage | None = None
        self.popups: list[Popup] = []
        self._words, self._ping_ms = words or Words(), ping_ms
        self._look: Look | None = None
        self._letters: LetterHelp | None = None
        self._zoom = 1.0
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def set_zoom(self, zoom: float) -> None:
        """How many times larger than on a desk; holds for popups too."""
        self._zoom = zoom
        if self.page is not None:
            self._view.setZoomFactor(zoom)
        for popup in self.popups:
            popup.set_zoom(zoom)

    def set_look(self, look: Look, words: Words | None = None) -> None:
        """How the sheets of popups and questions look, and what they say, from the next one on."""
        self._look = look
        self._words = words or self._words

    def open(self, html: str, base_url: str, success_url: str, fail_url: str) -> None:
        """Show a checkout page in a fresh profile; an earlier one is taken down first.

        ``base_url`` is the page's origin. It may be, and best is, the return host: nothing is ever asked of that.
        Raises ValueError for return addresses that could not be told apart.
        """
        returns = ReturnAddresses(success_url, fail_url)
        self.close_page()
        self._base_url, self._is_under_way = QUrl(base_url), False
        self._latch = Latch(returns)
        self._session = WebSession(returns)
        self._session.ended.connect(self.page_closed)
        self.destroyed.connect(self._session.end)
        self._dialogs = Dialogs(self, self._words, self._look, self._session)
        self.page = CheckoutPage(self._session.profile, self._latch, self._dialogs, self._session.pages)
        self._adopt(self.page)
        self.page.loadingChanged.connect(self._on_loading)
        self.page.renderProcessTerminated.connect(self._on_renderer_gone)
        self.page.zoomFactorChanged.connect(self._keep_zoom)
        self._show(self.page)
        self._watch(self.page)
        self.page.setHtml(html, self._base_url)

    def close_page(self) -> None:
        """Take the page down: popups, view, pages, then the profile. Safe to call twice, and from any slot.

        No signal of this checkout but ``page_closed`` comes after this.
        """
        if self.page is None:
            return
        self._latch.end()
        self.page = None
        self._heart.stop()
        self._paint.stop()
        if self._letters is not None:
            self._letters.end()
            self._letters = None
        for popup in list(self.popups):
            popup.hide()
        self._view.hide()
        QGuiApplication.clipboard().clear()
        session, view, popups = self._session, self._view, self.popups
        self.popups = []

        def take_down() -> None:
            # The widget may be gone by now, and its children with it; the session is its own master.
            for popup in popups:
                if isValid(popup):
                    popup.close_popup()
            if isValid(view):
                view.deleteLater()
            if isValid(session):
                session.end()

        self._dialogs.when_quiet(take_down)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Popups and questions cover exactly the checkout."""
        super().resizeEvent(event)
        for sheet in self.findChildren(Sheet):
            sheet.cover(event)

    def _adopt(self, page: CheckoutPage) -> None:
        self._session.keep(page)
        page.came_back.connect(self._on_came_back)
        page.app_link_refused.connect(self.app_link_refused)
        page.popup_made.connect(self._on_popup)

    def _show(self, page: CheckoutPage) -> None:
        self._view = QWebEngineView(self)
        lock_view(self._view)
        self._view.setPage(page)
        self._view.setZoomFactor(self._zoom)
        self._layout.addWidget(self._view, 1)
        if self._look is not None:
            self._letters = LetterHelp(self._view, self._layout, self._look, self._words)
        self._view.setFocus()

    def _watch(self, page: CheckoutPage) -> None:
        self._paint = FirstPaint(page, self._session)
        self._paint.painted.connect(self.page_painted)
        self._heart = Heartbeat(page, self._session, self._ping_ms)
        self._heart.hung.connect(self._on_hung)
        self._dialogs.opened.connect(self._heart.pause)
        self._dialogs.closed.connect(self._heart.start)
        self._heart.start()

    def _on_came_back(self, kind: str, url: str) -> None:
        self._paint.stop()
        if kind == Kind.SUCCESS:
            self.returned.emit(url)
        elif kind == Kind.FAIL:
            self.failed_back.emit(*said(url))
        else:
            self.rejected.emit(*said(url))

    def _on_popup(self, page: CheckoutPage) -> None:
        self._adopt(page)
        popup = Popup(page, self._words, self._look, self._zoom, self)
        popup.closed.connect(self._on_popup_closed)
        self.popups.append(popup)
        # The page behind must not be reached by key while it is covered.
        self._view.setEnabled(False)
        popup.show()
        popup.raise_()
        popup.view.setFocus()

    def _on_popup_closed(self, popup: Popup) -> None:
        self._latch.popups -= 1
        self.popups = [other for other in self.popups if other is not popup]
        if self.page is not None and not self.popups:
            self._view.setEnabled(True)
            self._view.setFocus()

    def _on_loading(self, info: QWebEngineLoadingInfo) -> None:
        """Broken is a checkout of which nothing but our own page was ever seen.

        A load that we stopped ourselves is "stopped", not "failed". One that fails later leaves the company's page as
        it was, to be touched again.
        """
        if info.status() is _Loading.LoadSucceededStatus and info.url() != self._base_url:
            self._is_under_way = True
        elif info.status() is _Loading.LoadFailedStatus and not self._is_under_way:
            self._break("load_failed")

    def _keep_zoom(self, zoom: float) -> None:
        """The wheel with Ctrl zooms, and a new host may: back to ours."""
        if self.page is not None and zoom != self._zoom:
            self._view.setZoomFactor(self._zoom)

    def _on_renderer_gone(self, how: _Termination, _code: int) -> None:
        if how is not _Termination.NormalTerminationStatus:
            self._break("renderer_gone")

    def _on_hung(self) -> None:
        self._break("renderer_hangs")

    def _break(self, why: str) -> None:
        """Tell once; nothing the page might still do counts after this."""
        if self._latch.is_shut:
            return
        self._latch.end()
        self._heart.stop()
        self._paint.stop()
        self.page_broken.emit(why)

"""The widget that shows one payment's checkout, and everything that can end it.

A dead or hung page ends the view, not the payment: what is durable decides. Overlays never cover the page.
"""

import os
import signal
from functools import partial
from urllib.parse import parse_qs, urlsplit

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.ui.payment.page import CheckoutPage, Latch
from kiosk.ui.payment.popups import Popup
from kiosk.ui.payment.profile import fresh_profile
from kiosk.ui.payment.returns import ReturnAddresses

PING_MS = 2_000
SILENT_PINGS = 5
"""A renderer that has not answered so many pings in a row hangs; no signal of Qt's says so."""

PAINT_MS = 40
"""Between the end of loading and the first frame that is worth showing."""

Words = tuple[str, str]


class CheckoutView(QWidget):
    """One checkout at a time, each with a profile of its own.

    Signals:
        page_painted: there is something to see.
        returned: the success redirect was stopped; the whole URL.
        failed_back: the fail redirect was stopped; its code and its message (foreign text, never shown).
        rejected: our page was told no by the payment company's script; code and message.
        app_link_refused: the page wanted to open an app of this machine; the scheme.
        page_broken: it could not be opened, crashed or hangs; why, as a code.
    """

    page_painted = Signal()
    returned = Signal(str)
    failed_back = Signal(str, str)
    rejected = Signal(str, str)
    app_link_refused = Signal(str)
    page_broken = Signal(str)

    def __init__(self, parent: QWidget | None = None, words: Words = ("", "닫기 · Close")) -> None:
        super().__init__(parent)
        self.page: CheckoutPage | None = None
        self._words = words
        self._zoom = 1.0
        self._view: QWebEngineView | None = None
        self._profile: QWebEngineProfile | None = None
        self._latch: Latch | None = None
        self._popups: list[Popup] = []
        self._unanswered = 0
        self._has_painted = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._ping = QTimer(self)
        self._ping.setInterval(PING_MS)
        self._ping.timeout.connect(self._send_ping)

    def set_zoom(self, zoom: float) -> None:
        """How many times larger than on a desk; holds for popups too."""
        self._zoom = zoom
        if self._view is not None:
            self._view.setZoomFactor(zoom)

    def open(self, html: str, base_url: str, success_url: str, fail_url: str) -> None:
        """Show a checkout page in a fresh profile; an earlier one is taken down first."""
        self.close_page()
        self._latch = Latch(ReturnAddresses(success_url, fail_url))
        self._profile = fresh_profile(self._latch.returns, self)
        self.page = CheckoutPage(self._profile, self._latch, self)
        self._connect(self.page)
        self.page.loadFinished.connect(self._on_loaded)
        self.page.renderProcessTerminated.connect(self._on_renderer_gone)
        self._view = QWebEngineView(self)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._view.setAcceptDrops(False)
        self._view.setPage(self.page)
        self._view.setZoomFactor(self._zoom)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self._view)
        self._has_painted = False
        self._unanswered = 0
        self._ping.start()
        self.page.setHtml(html, QUrl(base_url))

    def close_page(self) -> None:
        """Take the page down, popups first; the profile goes when its page is gone. Safe to call twice."""
        self._ping.stop()
        for popup in list(self._popups):
            popup.close_popup()
        page, view, profile = self.page, self._view, self._profile
        self.page = self._view = self._profile = None
        if self._latch is not None:
            self._latch.is_shut = True
        if page is None or view is None or profile is None:
            return
        page.destroyed.connect(profile.deleteLater)
        view.deleteLater()
        page.deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Popups cover exactly the checkout."""
        super().resizeEvent(event)
        for popup in self._popups:
            popup.setGeometry(self.rect())

    def _connect(self, page: CheckoutPage) -> None:
        page.came_back.connect(self._on_came_back)
        page.app_link_refused.connect(self.app_link_refused)
        page.popup_made.connect(self._on_popup)

    def _on_came_back(self, kind: str, url: str) -> None:
        if kind == "success":
            self.returned.emit(url)
            return
        query = parse_qs(urlsplit(url).query, keep_blank_values=True)
        code, message = (query.get(name, [""])[0] for name in ("code", "message"))
        (self.failed_back if kind == "fail" else self.rejected).emit(code, message)

    def _on_popup(self, page: CheckoutPage) -> None:
        self._connect(page)
        popup = Popup(page, *self._words, self._zoom, self)
        popup.closed.connect(self._on_popup_closed)
        self._popups.append(popup)
        popup.setGeometry(self.rect())
        popup.show()
        popup.raise_()

    def _on_popup_closed(self, popup: QObject) -> None:
        self._popups = [other for other in self._popups if other is not popup]

    def _on_loaded(self, ok: bool) -> None:
        if self.page is None or self._has_painted:
            return
        if ok:
            QTimer.singleShot(PAINT_MS, self, partial(self._on_painted, self.page))
        elif self._latch is not None and not self._latch.is_shut:
            # A navigation that we refused "fails" too, but only after something was seen, or with the latch shut.
            self._break("load_failed")

    def _on_painted(self, page: CheckoutPage) -> None:
        if page is self.page and not self._has_painted:
            self._has_painted = True
            self.page_painted.emit()

    def _on_renderer_gone(self, how: QWebEnginePage.RenderProcessTerminationStatus, _code: int) -> None:
        if how is not QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus:
            self._break("renderer_gone")

    def _send_ping(self) -> None:
        if self.page is None:
            return
        if self._unanswered >= SILENT_PINGS:
            self._end_renderer(self.page.renderProcessPid())
            self._break("renderer_hangs")
            return
        self._unanswered += 1
        self.page.runJavaScript("1", self._on_pong)

    def _on_pong(self, _answer: object) -> None:
        self._unanswered = 0

    @staticmethod
    def _end_renderer(pid: int) -> None:
        if pid > 0:
            os.kill(pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)

    def _break(self, why: str) -> None:
        """Tell once; nothing the page might still do counts after this."""
        if self._latch is None or self._latch.is_shut:
            return
        self._latch.is_shut = True
        self._ping.stop()
        self.page_broken.emit(why)

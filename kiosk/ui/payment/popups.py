"""A popup of the checkout, over the checkout and in its place: never a window of the desktop's."""

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QWidget

from kiosk.ui.metrics import Look
from kiosk.ui.payment.letters.helper import LetterHelp
from kiosk.ui.payment.lockdown import lock_view
from kiosk.ui.payment.page import CheckoutPage
from kiosk.ui.payment.sheets import Sheet, Words

_Termination = QWebEnginePage.RenderProcessTerminationStatus


class Popup(Sheet):
    """One popup under a bar that says whose page it is, with a button that closes it.

    Closing is not a cancel: the page behind sees its window closed and decides what that means.

    Signals:
        closed: it is gone; the Popup.
    """

    closed = Signal(object)

    def __init__(
        self, page: CheckoutPage, words: Words, look: Look | None, zoom: float, parent: QWidget
    ) -> None:
        super().__init__(parent, words.popup, look)
        self.page = page
        self.view = QWebEngineView(self)
        lock_view(self.view)
        self.view.setPage(page)
        self.view.setZoomFactor(zoom)
        self._zoom = zoom
        self._is_closed = False
        close = self.button(words.close)
        close.clicked.connect(self.close_popup)
        self.bar.addWidget(close)
        self.body.addWidget(self.view, 1)
        self._letters = LetterHelp(self.view, self.body, look, words) if look is not None else None
        page.windowCloseRequested.connect(self.close_popup)
        page.renderProcessTerminated.connect(self._on_renderer_gone)
        page.urlChanged.connect(self._show_host)
        page.zoomFactorChanged.connect(self._keep_zoom)

    def close_popup(self) -> None:
        """Take it away without asking the page, which could say no or hang. Safe to call twice."""
        if self._is_closed:
            return
        self._is_closed = True
        if self._letters is not None:
            self._letters.end()
        self.hide()
        self.view.deleteLater()
        self.page.deleteLater()
        self.closed.emit(self)
        self.deleteLater()

    def set_zoom(self, zoom: float) -> None:
        """How many times larger than on a desk."""
        self._zoom = zoom
        self.view.setZoomFactor(zoom)

    def _show_host(self, url: QUrl) -> None:
        if url.host():
            self.title.setText(url.host())

    def _keep_zoom(self, zoom: float) -> None:
        if zoom != self._zoom and not self._is_closed:
            self.view.setZoomFactor(self._zoom)

    def _on_renderer_gone(self, how: _Termination, _code: int) -> None:
        if how is not _Termination.NormalTerminationStatus:
            self.close_popup()

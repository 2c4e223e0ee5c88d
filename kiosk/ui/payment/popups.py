"""A popup of the checkout, over the checkout and in its place: never a window of the desktop's."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kiosk.ui.payment.page import CheckoutPage


class Popup(QWidget):
    """One popup with a bar and a close button. Closing it is not a cancel: the page behind decides what it means.

    Signals:
        closed: it is gone.
    """

    closed = Signal(QObject)

    def __init__(self, page: CheckoutPage, title: str, close_text: str, zoom: float, parent: QWidget) -> None:
        super().__init__(parent)
        self.page = page
        self.setAutoFillBackground(True)
        self._view = QWebEngineView(self)
        self._view.setPage(page)
        self._view.setZoomFactor(zoom)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._view.setAcceptDrops(False)
        close = QPushButton(close_text, self)
        close.setAccessibleName(close_text)
        close.setMinimumHeight(max(44, round(34 * zoom)))
        close.clicked.connect(self._ask_to_close)
        bar = QHBoxLayout()
        bar.addWidget(QLabel(title, self), 1)
        bar.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addLayout(bar)
        layout.addWidget(self._view, 1)
        page.windowCloseRequested.connect(self.close_popup)

    def _ask_to_close(self) -> None:
        self.page.triggerAction(QWebEnginePage.WebAction.RequestClose)

    def close_popup(self) -> None:
        """Take it away; the page behind sees its window closed."""
        self.hide()
        self._view.deleteLater()
        self.page.deleteLater()
        self.closed.emit(self)
        self.deleteLater()

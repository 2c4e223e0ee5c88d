"""Starts the web engine before anybody needs it: a hidden view with an empty page. Worth 0.2 s to the first customer."""

from PySide6.QtCore import QUrl
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QWidget


class WarmView(QWebEngineView):
    """The hidden view, with its own throw-away profile."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._profile = QWebEngineProfile(self)
        self._page = QWebEnginePage(self._profile, self)
        self.setPage(self._page)
        self._page.load(QUrl("about:blank"))

    def discard(self) -> None:
        """Page before profile, as always."""
        # The view owns both; children go in the order they were made, so the page has to go first by itself.
        self._page.destroyed.connect(self.deleteLater)
        self._page.deleteLater()


def prewarm(parent: QWidget) -> QWidget:
    """Start the engine; give the result to ``discard`` at the end."""
    return WarmView(parent)


def discard(view: QWidget) -> None:
    """Take the hidden view down."""
    if isinstance(view, WarmView):
        view.discard()

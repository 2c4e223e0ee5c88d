"""Starts the web engine before anybody needs it: a hidden view with an empty page. Worth 0.2 s to the first customer."""

from PySide6.QtCore import QCoreApplication, QObject, QUrl
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QWidget


class WarmView(QWebEngineView):
    """The hidden view, with its own throw-away profile.

    It stays in the window: with it there, Qt never has to make the window anew (a flicker) for the first checkout.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        # Not children of the view, which may go with its window. Children go in the order they were made: page first.
        self._owner = QObject(QCoreApplication.instance())
        pages = QObject(self._owner)
        self._page = QWebEnginePage(QWebEngineProfile(self._owner), pages)
        self.setPage(self._page)
        self._page.load(QUrl("about:blank"))

    def discard(self) -> None:
        """Page before profile, as always."""
        self._page.destroyed.connect(self._owner.deleteLater)
        self._page.deleteLater()
        self.deleteLater()


def prewarm(parent: QWidget) -> QWidget:
    """Start the engine; give the result to ``discard`` at the end."""
    return WarmView(parent)


def discard(view: QWidget) -> None:
    """Take the hidden view down."""
    if isinstance(view, WarmView):
        view.discard()

"""Two questions to a page, asked again and again: are you alive, and have you painted. Nothing is injected.

Both run in a world of scripts of their own, which the page cannot see.
"""

import os
import signal

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineScript

PING_MS = 2_000
SILENT_PINGS = 5
PROBE_MS = 40

_PROBE = "performance.getEntriesByName('first-contentful-paint').length"
_WORLD = QWebEngineScript.ScriptWorldId.ApplicationWorld.value


class Heartbeat(QObject):
    """Finds a renderer that hangs: no signal of Qt's says so.

    Signals:
        hung: no answer to so many pings in a row. The renderer has been ended.
    """

    hung = Signal()

    def __init__(
        self, page: QWebEnginePage, parent: QObject, ping_ms: int = PING_MS, silent_pings: int = SILENT_PINGS
    ) -> None:
        super().__init__(parent)
        self._page: QWebEnginePage | None = page
        page.destroyed.connect(self.stop)
        self._silent_pings = silent_pings
        self._unanswered = 0
        self._timer = QTimer(self)
        self._timer.setInterval(ping_ms)
        self._timer.timeout.connect(self._ping)

    def start(self) -> None:
        """Begin, or go on after ``pause``; pings from before do not count."""
        self._unanswered = 0
        if self._page is not None:
            self._timer.start()

    def pause(self) -> None:
        """While the page waits for an answer of ours it cannot answer either."""
        self._timer.stop()

    def stop(self) -> None:
        """For good; lets go of the page, or hears that it has gone by itself."""
        self._timer.stop()
        self._page = None

    def _ping(self) -> None:
        if self._page is None:
            return
        if self._unanswered >= self._silent_pings:
            pid = self._page.renderProcessPid()
            self.stop()
            _end(pid)
            self.hung.emit()
            return
        self._unanswered += 1
        self._page.runJavaScript("1", _WORLD, self._pong)

    def _pong(self, _answer: object) -> None:
        self._unanswered = 0


class FirstPaint(QObject):
    """Finds the first frame with something on it: the end of loading says nothing about that.

    Signals:
        painted: once.
    """

    painted = Signal()

    def __init__(self, page: QWebEnginePage, parent: QObject, probe_ms: int = PROBE_MS) -> None:
        super().__init__(parent)
        self._page: QWebEnginePage | None = page
        page.destroyed.connect(self.stop)
        self._timer = QTimer(self)
        self._timer.setInterval(probe_ms)
        self._timer.timeout.connect(self._probe)
        self._timer.start()

    def stop(self) -> None:
        """For good; lets go of the page, or hears that it has gone by itself."""
        self._timer.stop()
        self._page = None

    def _probe(self) -> None:
        if self._page is not None:
            self._page.runJavaScript(_PROBE, _WORLD, self._on_answer)

    def _on_answer(self, entries: object) -> None:
        if self._page is not None and isinstance(entries, int | float) and entries > 0:
            self.stop()
            self.painted.emit()


def _end(pid: int) -> None:
    """End a renderer of ours that hangs."""
    if pid > 0:
        os.kill(pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)

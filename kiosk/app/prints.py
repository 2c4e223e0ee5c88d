"""A terminal's printing: a timer that has the services print, on the printer's lane, what somebody at a desk has asked for
or an earlier run has left."""

from collections.abc import Callable
from typing import Final

import structlog
from PySide6.QtCore import QObject, QTimer

from kiosk.ui.threads import PRINT, Outcome, Runner

LOOK_EVERY_MS: Final = 3_000
"""Somebody at the desk stands before a guest and waits."""


class Prints(QObject):
    """Looks for wishes, one look at a time: a printer that is off may take longer than the next one is away.

    ``works`` are done in their order, and give how many papers came out.
    """

    def __init__(self, lanes: Runner, *works: Callable[[], int]) -> None:
        super().__init__()
        self._lanes, self._works = lanes, works
        self._is_busy = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """From now on; first what an earlier run has left."""
        self._look()
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def _look(self) -> None:
        if not self._is_busy:
            self._is_busy = True
            self._lanes.submit(PRINT, self._work, self._done)

    def _work(self) -> int:
        return sum(work() for work in self._works)

    def _done(self, outcome: Outcome) -> None:
        self._is_busy = False
        if outcome.error is not None:
            structlog.get_logger("kiosk").warning("prints_failed", reason=type(outcome.error).__name__)
        elif outcome.value:
            structlog.get_logger("kiosk").info("printed", count=outcome.value)

"""A terminal's printing: a timer that has the services print, on the printer's lane, what somebody at a desk has asked for
or an earlier run has left."""

from typing import TYPE_CHECKING, Final

import structlog
from PySide6.QtCore import QObject, QTimer

from kiosk.ui.threads import PRINT, Outcome, Runner

if TYPE_CHECKING:
    from kiosk.services.printing import Press

LOOK_EVERY_MS: Final = 3_000
"""Somebody at the desk stands before a guest and waits."""


class Prints(QObject):
    """Looks for wishes, one look at a time: a printer that is off may take longer than the next one is away."""

    def __init__(self, press: "Press", lanes: Runner) -> None:
        super().__init__()
        self._press, self._lanes = press, lanes
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
            self._lanes.submit(PRINT, self._press.work, self._done)

    def _done(self, outcome: Outcome) -> None:
        self._is_busy = False
        if outcome.error is not None:
            structlog.get_logger("kiosk").warning("prints_failed", reason=type(outcome.error).__name__)
        elif outcome.value:
            structlog.get_logger("kiosk").info("printed", count=outcome.value)

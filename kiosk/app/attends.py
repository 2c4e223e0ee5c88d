"""A terminal's beat: a timer that has the services note, on a lane, that this program lives and whether it sells."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog
from PySide6.QtCore import QObject, QTimer

from kiosk.ui.threads import Outcome, Runner

if TYPE_CHECKING:
    from kiosk.services.attendance import Attendance

BEAT_EVERY_MS = 20_000


class Attends(QObject):
    """``why_closed`` says on the lane why nothing is sold; "" where something is, or nothing ever is."""

    def __init__(
        self, attendance: "Attendance", lanes: Runner, lane: str, why_closed: Callable[[], str]
    ) -> None:
        super().__init__()
        self._attendance, self._lanes, self._lane, self._why = attendance, lanes, lane, why_closed
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT_EVERY_MS)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """It is here from now on."""
        self._lanes.submit(self._lane, self._attendance.begin, _note)
        self._timer.start()

    def stop(self) -> None:
        """Beat no more. Call ``end`` when the lanes have come to their end."""
        self._timer.stop()

    def end(self) -> None:
        """Say goodbye, unless the database is away: then others notice by themselves."""
        from kiosk.storage.engine import CommitUnclear, Conflict, Unwritable

        try:
            self._attendance.end()
        except (Unwritable, Conflict, CommitUnclear) as away:
            structlog.get_logger("kiosk").warning("goodbye_unsaid", reason=type(away).__name__)

    def _beat(self) -> None:
        self._lanes.submit(self._lane, lambda: self._attendance.beat(self._why()), _note)


def _note(outcome: Outcome) -> None:
    if outcome.error is not None:
        structlog.get_logger("kiosk").warning("beat_failed", reason=type(outcome.error).__name__)

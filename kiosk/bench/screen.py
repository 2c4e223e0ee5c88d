"""A kiosk of its own that nobody sees, and that says when it has painted: the product's window, lanes and watch in a process.

Stands on the floor screen, as a guest who is choosing. One line of JSON for every painting that shows other seats as taken.
"""

import json
import os
import sys
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSocketNotifier, QTimer

from kiosk.app import logs
from kiosk.app.errors import Fix
from kiosk.app.machine import MachineClock, MachineIds
from kiosk.app.program import Given, Program, make_application
from kiosk.app.settings import load
from kiosk.app.web_engine import prepare_web_engine
from kiosk.ui.floorplan.widget import FloorPlanWidget
from kiosk.ui.flow import events as ev
from kiosk.ui.views import ScreenName

STEP_MS = 20
STAYS_MS = 5_000
"""How often this guest touches something, so as not to be asked whether they are still there."""


class Chooser(QObject):
    """Goes to the floor screen and stays there, watching what is painted."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._program = program
        self._painted: list[str] | None = None
        self._steps, self._stays = QTimer(self), QTimer(self)
        self._steps.setInterval(STEP_MS)
        self._steps.timeout.connect(self._step)
        self._stays.setInterval(STAYS_MS)
        self._stays.timeout.connect(self._stay)

    def begin(self) -> None:
        """The kiosk is open."""
        self._steps.start()
        self._stays.start()

    @property
    def _controller(self) -> Any:
        assert self._program.controller is not None, "it is open"
        return self._program.controller

    def _stay(self) -> None:
        self._controller.active()

    def _step(self) -> None:
        state = self._controller.state
        sittings = state.floor.sittings
        if state.screen is ScreenName.ATTRACT and sittings:
            self._controller.dispatch(ev.Touched())
        elif state.screen is ScreenName.PARTY and sittings and state.floor.boards:
            self._controller.dispatch(ev.PartyChosen(2))
            self._controller.dispatch(ev.TimeChosen(sittings[-1]))
            self._controller.dispatch(ev.SeatsAsked())
        elif state.screen is ScreenName.FLOOR and sittings:
            self._steps.stop()
            self._program.shell.screens[ScreenName.FLOOR].findChild(FloorPlanWidget).installEventFilter(self)
            _say({"ready": state.visit.sitting.starts.isoformat()})

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The plan is about to be painted; what it shows is said right after."""
        if event.type() is QEvent.Type.Paint:
            QTimer.singleShot(0, self._say_painted)
        return False

    def _say_painted(self) -> None:
        state = self._controller.state
        if state.screen is not ScreenName.FLOOR or state.visit is None:
            return
        board = state.floor.boards.get(state.visit.sitting.starts)
        shown = sorted(board.used) if board else []
        if shown != self._painted:
            self._painted = shown
            _say({"painted": shown, "at": MachineClock().monotonic()})


def main(url: str, log_dir: str) -> int:
    """Until the input ends."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    prepare_web_engine(os.environ, rehearsal=True)
    app = make_application()
    told = load(
        None,
        {
            "database_url": url, "terminal": "bench-screen", "mode": "test", "settler": "elsewhere", "windowed": "540x960",
            "toss_client_key": "test_gck_" + "b" * 24, "log_dir": log_dir,
        },
    )  # fmt: skip
    program = Program(app, Given(told, MachineClock(), MachineIds(), None, motion=False))
    chooser = Chooser(program)
    program.opened.connect(chooser.begin)
    program.failed.connect(_give_up)
    ends = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    ends.activated.connect(app.quit)
    logs.configure(told.log_dir, MachineClock(), [])
    program.show()
    app.exec()
    program.close()
    logs.shut()
    return 0


def _give_up(fix: Fix) -> None:
    _say({"failed": str(fix)})
    QCoreApplication.quit()


def _say(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))

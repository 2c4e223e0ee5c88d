"""``kiosk tour``: a scripted customer on the real windows, web view, database and HTTP, and what came of it."""

import os
import sys
import tempfile
from argparse import Namespace
from contextlib import ExitStack
from pathlib import Path

from kiosk.app import settings
from kiosk.app.display import has_display, private_display, unreachable
from kiosk.app.errors import Fix
from kiosk.app.keys import Mode
from kiosk.app.settings import Settings
from kiosk.app.web_engine import prepare_web_engine

REFERENCE = (1080, 1920)
DESK_REFERENCE = (1920, 1080)


def main(args: Namespace) -> int:
    """Run one scenario; 0 when every step was as expected and no promise is broken. Raises Fix."""
    told = settings.from_args(args)
    role = getattr(args, "role", "guest")
    is_desk = role == "desk"
    reference = DESK_REFERENCE if is_desk else REFERENCE
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jari-tour-")))
        told = _rehearsal(told, folder, reference)
        fix = unreachable(os.environ)
        if fix or not has_display(os.environ):
            width, height = told.window_size or reference
            drawn_on = stack.enter_context(private_display(width, height))
            print(f"kiosk tour: {fix.what if fix else 'There is no display.'} Drawing on {drawn_on}")
        remark = prepare_web_engine(os.environ, rehearsal=True)
        if remark:
            print(f"kiosk tour: {remark}", file=sys.stderr)
        if role == "newcomer":
            from kiosk.app.tour import newcomer

            return newcomer.perform(told, shots=args.shots, report=args.json)
        if is_desk:
            from kiosk.app.tour import desk

            return desk.perform(told, shots=args.shots, report=args.json)
        # Qt reads its environment when it is imported.
        from kiosk.app.tour.performance import perform
        from kiosk.app.tour.scenarios import SCENARIOS

        scenario = SCENARIOS.get(args.scenario)
        if scenario is None:
            raise Fix(f"There is no scenario {args.scenario!r}.", f"Choose one of: {', '.join(SCENARIOS)}.")
        if scenario.printer:
            told = told.model_copy(update={"printer": _printer(folder, there=scenario.printer == "there")})
        by_keys = getattr(args, "by", "touch") == "keys"
        return perform(scenario, told, shots=args.shots, report=args.json, by_keys=by_keys)


def _printer(folder: Path, *, there: bool) -> str:
    """A file in the place of a printer's device; one that is off has none."""
    place = folder / "printer"
    if there:
        place.touch()
    return f"file://{place}"


def _rehearsal(told: Settings, folder: Path, reference: tuple[int, int]) -> Settings:
    """The settings, but with a database, a log and payment keys of this tour's own."""
    width, height = told.window_size or reference
    return told.model_copy(
        update={
            "mode": Mode.SANDBOX,
            "database_url": f"sqlite:///{folder / 'tour.db'}",
            "log_dir": folder / "log",
            "state_dir": folder / "state",
            "backup_nightly": False,
            "sounds": False,
            "windowed": f"{width}x{height}",
            "fullscreen": False,
            "terminal": "K2",
        }
    )

"""Plays a scenario from first touch to goodbye, then holds what is stored against what the payment company has."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from kiosk.app import logs
from kiosk.app.errors import Fix
from kiosk.app.local_sandbox import LocalSandbox, SandboxKeys
from kiosk.app.machine import MachineClock, MachineIds
from kiosk.app.program import Given, Program, make_application
from kiosk.app.sandbox_admin import SandboxAdmin
from kiosk.app.settings import Settings
from kiosk.app.tour.clock import MovableClock
from kiosk.app.tour.guest import Guest, Unexpected
from kiosk.app.tour.hands import Finger, Keys
from kiosk.app.tour.scenarios import Scenario
from kiosk.services.invariants import PROMISES, Evidence, Said, violations
from kiosk.services.stories import Story, stories
from kiosk.ui.views import ScreenName

OPEN_SECONDS = 30.0
RIVAL = "rival"


def perform(
    scenario: Scenario, told: Settings, *, shots: Path | None, report: Path | None, by_keys: bool = False
) -> int:
    """Play it, say how it went, write the report; gives the exit code."""
    return play_here(make_application(), scenario, told, shots=shots, report=report, by_keys=by_keys)


def play_here(
    app: QApplication,
    scenario: Scenario,
    told: Settings,
    *,
    shots: Path | None,
    report: Path | None,
    by_keys: bool = False,
) -> int:
    """The same with the application there is."""
    print(f"kiosk tour: {scenario.name}")
    clock = MovableClock(MachineClock())
    with LocalSandbox() as sandbox:
        keys = sandbox.keys()
        logs.configure(told.log_dir, clock, [keys.secret_key, keys.widget_secret_key])
        program = Program(app, Given(told, clock, MachineIds(), sandbox, motion=False))
        guest = Guest(
            program, SandboxAdmin(keys.url), clock, shots, Keys(Guest.pause) if by_keys else Finger()
        )
        try:
            return _inside_the_loop(app, lambda: _perform(scenario, guest, keys, told, report))
        finally:
            program.close()
            logs.shut()


def _inside_the_loop(app: QApplication, play: Callable[[], int]) -> int:
    """Play inside the program's own event loop, as everything does in real use.

    WORKAROUND the web engine crashes when it is started in a loop that ends before the next one begins.
    """
    outcome: list[int | BaseException] = []

    def start() -> None:
        try:
            outcome.append(play())
        except BaseException as wrong:  # noqa: BLE001 - carried out of the loop and raised again below
            outcome.append(wrong)
        app.quit()

    app.setQuitOnLastWindowClosed(False)
    QTimer.singleShot(0, start)
    app.exec()
    if not outcome:
        return 1
    if isinstance(outcome[0], BaseException):
        raise outcome[0]
    return outcome[0]


def _perform(scenario: Scenario, guest: Guest, keys: SandboxKeys, told: Settings, report: Path | None) -> int:
    problems: list[str] = []
    try:
        _open(guest)
        scenario.play(guest)
    except Unexpected as wrong:
        problems.append(str(wrong))
    backend = guest.program.backend
    assert backend is not None, "_open raises when there is none"
    guest.admin.no_faults()
    assert backend.settler is not None, "a tour settles by itself"
    backend.settler.settle_all()
    found = _told_by(guest, keys, told, scenario)
    problems += _differences(scenario, found)
    if report is not None:
        report.parent.mkdir(parents=True, exist_ok=True)
        report.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    _say(found, problems)
    return 1 if problems else 0


def _open(guest: Guest) -> None:
    failures: list[Fix] = []
    guest.program.failed.connect(failures.append)
    program = guest.program
    guest.step("first paint", program.show, program.window.isVisible)
    ready = guest.wait_quietly(lambda: program.controller is not None or bool(failures), OPEN_SECONDS)
    if failures:
        raise failures[0]
    if not ready:
        raise Fix("The kiosk did not open within half a minute.", "Run `kiosk doctor`.")
    guest.to(ScreenName.ATTRACT, lambda: None)


def _told_by(guest: Guest, keys: SandboxKeys, told: Settings, scenario: Scenario) -> dict[str, Any]:
    """The report: steps, what is stored, what the company has, and the ten promises."""
    backend, controller = guest.program.backend, guest.program.controller
    assert backend is not None, "the kiosk is open"
    assert controller is not None, "the kiosk is open"
    ledger = guest.admin.ledger()
    evidence = Evidence(
        company=ledger.entries,
        said=[Said(word.what, word.booking_id, word.stored) for word in controller.trace.said],
        texts={"the log": _log_of(told), "the screens": "\n".join(guest.seen)},
        secrets=[keys.secret_key, keys.widget_secret_key, *ledger.payment_keys],
    )
    broken = violations(backend.shop, evidence)
    story = _story(stories(backend.shop))
    return {
        "scenario": scenario.name,
        "steps": [asdict(step) for step in guest.steps],
        "booking": _booking(story),
        "payments": [{"order_id": p.order_id, "status": p.status} for p in story.payments] if story else [],
        "gateway": {"confirm_requests": ledger.confirm_requests, "net_won": ledger.net_won},
        "difference_won": ledger.net_won - _paid_won(stories(backend.shop)),
        "invariants": {str(number): not broken[number] for number in PROMISES},
        "violations": {str(number): found for number, found in broken.items() if found},
    }


def _story(told: tuple[Story, ...]) -> Story | None:
    """This customer's: the first one, rivals' apart."""
    return next((story for story in told if not story.booking.visit_id.startswith(RIVAL)), None)


def _booking(story: Story | None) -> dict[str, Any] | None:
    if story is None:
        return None
    booking = story.booking
    return {"status": booking.status, "amount": booking.amount, "seats": sorted(booking.seat_ids)}


def _paid_won(told: tuple[Story, ...]) -> int:
    return sum(p.amount for story in told for p in story.payments if p.status == "DONE")


def _log_of(told: Settings) -> str:
    return "\n".join(file.read_text("utf-8") for file in sorted(told.log_dir.glob("*")) if file.is_file())


def _differences(scenario: Scenario, found: dict[str, Any]) -> list[str]:
    problems = [
        f"promise {number} is broken: {'; '.join(what)}" for number, what in found["violations"].items()
    ]
    booking = found["booking"]["status"] if found["booking"] else "none"
    if booking != scenario.booking:
        problems.append(f"the booking is {booking}, expected {scenario.booking}")
    states = tuple(payment["status"] for payment in found["payments"])
    if states != scenario.payments:
        problems.append(f"the payments are {states}, expected {scenario.payments}")
    confirms = found["gateway"]["confirm_requests"]
    if confirms > scenario.confirms or (scenario.confirms and not confirms):
        problems.append(
            f"{confirms} confirm requests, expected {'up to ' if confirms else ''}{scenario.confirms}"
        )
    if found["difference_won"]:
        problems.append(f"the company holds {found['difference_won']:+,} won more than our ledger")
    return problems


def _say(found: dict[str, Any], problems: list[str]) -> None:
    booking = found["booking"]["status"] if found["booking"] else "none"
    print(f"booking {booking}")
    for payment in found["payments"]:
        print(f"payment {payment['status']}")
    print(f"net {found['difference_won']} difference")
    for problem in problems:
        print(f"NOT AS EXPECTED: {problem}")

"""``kiosk tour --role newcomer``: an owner on the first day draws a restaurant of twelve tables at the desk, sets a price, and the
first guests sit down there. Reads nothing but the screens.
"""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.app import logs
from kiosk.app.desk import DeskProgram
from kiosk.app.machine import MachineClock, MachineIds
from kiosk.app.program import make_application
from kiosk.app.settings import Settings
from kiosk.app.store import open_store
from kiosk.app.tour.clerk import Clerk
from kiosk.app.tour.guest import Unexpected
from kiosk.app.tour.performance import play_here
from kiosk.app.tour.scenarios import SCENARIOS
from kiosk.domain.staff import Role
from kiosk.services import staffing
from kiosk.services.restaurants import current
from kiosk.services.shop import Shop

TABLES = ("four", "four", *["two"] * 10)
"""What is put, piece by piece."""

_MOST_KEYS = 200
_OWNER, _PIN, _PRICE = "새 사장님", "161803", "12,000"


def perform(told: Settings, *, shots: Path | None, report: Path | None) -> int:
    """Set up, then sell; say how it went, write the report of the sale; gives the exit code."""
    print("kiosk tour: an owner's first day")
    app = make_application()
    clock, ids = MachineClock(), MachineIds()
    logs.configure(told.log_dir, clock, [_PIN])
    database, restaurant_id = open_store(told.database_url, told.restaurant, lambda *_: None)
    at_desk = told.model_copy(update={"terminal": "desk-1", "windowed": "1920x1080"})
    program = DeskProgram(at_desk, database, restaurant_id, clock, ids)
    shop = Shop(database.of(restaurant_id), clock, ids, restaurant_id, "desk-1")
    staffing.add(shop, _OWNER, Role.OWNER, _PIN)
    clerk = Clerk(program, shots)
    try:
        _set_up(clerk)
        plan, rules = current(shop).plan, current(shop).rules
    except Unexpected as wrong:
        print(f"kiosk tour: {wrong}")
        return 1
    finally:
        program.close()
        app.processEvents()
        logs.shut()
    print(f"{len(clerk.steps)} steps at the desk, {len(plan.tables)} tables")
    if len(plan.tables) != len(TABLES) or _PRICE not in {f"{rule.price:,}" for rule in rules}:
        print("kiosk tour: what guests see is not what was drawn")
        return 1
    return play_here(app, SCENARIOS["best"], told, shots=shots and shots / "kiosk", report=report)


def _set_up(clerk: Clerk) -> None:
    controller, say = clerk.program.controller, clerk.program.text
    clerk.step("first day", clerk.program.show, lambda: bool(controller.state.people))
    clerk.touch(_OWNER)
    clerk.step("owner", lambda: clerk.type_pin(_PIN), lambda: controller.state.is_open)
    _draw(clerk)
    screen = clerk.program.office.setup.screen
    clerk.step("set-up", lambda: clerk.touch(say("desk.place_settings")), screen.isVisible)
    clerk.rest(200)
    clerk.write(say("setup.price_of_line", nth=1), _PRICE)
    _with_pin(clerk, "price saved", say("setup.save_what", what=say("setup.tab_week")), "setup.saved")


def _draw(clerk: Clerk) -> None:
    """The demo's tables away, one's own in; then guests see them."""
    say, screen = clerk.program.text, clerk.program.office.editor
    clerk.step("floor plan", lambda: clerk.touch(say("desk.place_plan")), screen.isVisible)
    clerk.rest(200)
    for _ in range(_MOST_KEYS):
        if not screen.editor.plan.tables:
            break
        QTest.keyClick(screen.canvas, Qt.Key.Key_PageDown)
        if screen.editor.chosen.table_id:
            clerk.touch(say("editor.remove"))
    clerk.step("emptied", lambda: None, lambda: not screen.editor.plan.tables)
    for piece in TABLES:
        clerk.touch(say("editor.put", what=say(f"editor.{piece}")))
    clerk.step("twelve tables", lambda: None, lambda: len(screen.editor.plan.tables) == len(TABLES))
    _with_pin(clerk, "published", say("editor.publish"), "editor.published")


def _with_pin(clerk: Clerk, name: str, key: str, said: str) -> None:
    again = clerk.program.window.again
    clerk.step(f"{name} asks for the pin", lambda: clerk.touch(key), again.isVisible)
    clerk.step(name, lambda: clerk.type_pin(_PIN), lambda: again.isHidden() and clerk.said() == said)

"""The second half of ``kiosk tour --role desk``: the owner at what lies behind the rail, from the timetable to a signed day.

Touches what is on the screen by its name; the settler beside the desk compares the day and checks the keys.
"""

from collections.abc import Callable
from datetime import date

from kiosk.app.backend import Backend
from kiosk.app.tour.clerk import Clerk
from kiosk.app.upkeep import upkeep_of
from kiosk.desk.back.setup_screen import TABS
from kiosk.domain.seated import SeatedState
from kiosk.services.privacy import tidy
from kiosk.services.restaurants import load
from kiosk.services.staffing import people

HOLIDAY = date(2099, 10, 5)
_NEWCOMER, _NEW_PIN, _PRICE = "김하나", "246813", "15,000"


def back_office(clerk: Clerk, backend: Backend, name: str, pin: str) -> None:
    """``name`` with ``pin`` is the owner's. Raises Unexpected."""
    controller = clerk.program.controller
    clerk.touch(name)
    clerk.step("owner", lambda: clerk.type_pin(pin), lambda: controller.state.is_open)
    _timetable(clerk)
    _editor(clerk, pin)
    _reports(clerk)
    _set_up(clerk, backend, pin)
    _day_close(clerk, backend, pin)
    clerk.step(
        "locked again",
        lambda: clerk.touch(clerk.program.text("desk.lock")),
        lambda: not controller.state.is_open,
    )


def _with_pin(clerk: Clerk, name: str, act: Callable[[], None], pin: str, said: str) -> None:
    """A deed that asks for the PIN again, until the desk says ``said``."""
    clerk.step(f"{name} asks for the pin", act, clerk.program.window.again.isVisible)
    again = clerk.program.window.again
    clerk.step(name, lambda: clerk.type_pin(pin), lambda: again.isHidden() and clerk.said() == said)


def _timetable(clerk: Clerk) -> None:
    say, screen = clerk.program.text, clerk.program.office.timeline
    clerk.step("timetable", lambda: clerk.touch(say("desk.place_timeline")), screen.isVisible)
    clerk.step("tomorrow", lambda: clerk.touch(say("timeline.tomorrow")), screen.isVisible)
    clerk.touch(say("timeline.today"))


def _editor(clerk: Clerk, pin: str) -> None:
    say, screen = clerk.program.text, clerk.program.office.editor
    clerk.step("floor plan", lambda: clerk.touch(say("desk.place_plan")), screen.isVisible)
    clerk.rest(200)
    before = len(screen.editor.plan.tables)
    put = say("editor.put", what=say("editor.two"))
    clerk.step("table put", lambda: clerk.touch(put), lambda: len(screen.editor.plan.tables) == before + 1)
    # The demo's room is full: the table came to lie over another one, and one key puts it where there is room.
    clerk.step(
        "table moved", lambda: clerk.touch(say("editor.mend")), lambda: clerk.can_touch(say("editor.publish"))
    )
    clerk.step("preview", lambda: clerk.touch(say("editor.preview")), clerk.program.office.preview.isVisible)
    clerk.touch(say("editor.needed_back"))
    undo, redo = say("editor.undo"), say("editor.redo")
    clerk.touch(undo)
    clerk.step("undone", lambda: clerk.touch(undo), lambda: len(screen.editor.plan.tables) == before)
    clerk.touch(redo)
    clerk.step("redone", lambda: clerk.touch(redo), lambda: clerk.can_touch(say("editor.publish")))
    _with_pin(clerk, "published", lambda: clerk.touch(say("editor.publish")), pin, "editor.published")


def _reports(clerk: Clerk) -> None:
    say, screen = clerk.program.text, clerk.program.office.reports
    clerk.step("reports", lambda: clerk.touch(say("desk.place_reports")), screen.isVisible)
    clerk.rest(200)
    clerk.step("as tables", lambda: clerk.touch(say("report.as_table")), lambda: screen.shows_tables)


def _set_up(clerk: Clerk, backend: Backend, pin: str) -> None:
    say, screen, shop = clerk.program.text, clerk.program.office.setup.screen, backend.shop
    clerk.step("set-up", lambda: clerk.touch(say("desk.place_settings")), screen.isVisible)
    clerk.rest(200)
    clerk.write(say("setup.price_of_line", nth=1), _PRICE)
    save = say("setup.save_what", what=say("setup.tab_week"))
    _with_pin(clerk, "price saved", lambda: clerk.touch(save), pin, "setup.saved")
    clerk.step("days off", lambda: clerk.touch(say("setup.tab_days")), screen.days.isVisible)
    clerk.write(say("setup.date"), HOLIDAY.isoformat())
    clerk.write(say("setup.day_name"), "추석")
    save = say("setup.save_what", what=say("setup.tab_days"))
    _with_pin(clerk, "day off saved", lambda: clerk.touch(save), pin, "setup.saved")
    clerk.step("refund terms", lambda: clerk.touch(say("setup.tab_terms")), screen.terms.isVisible)
    clerk.step("staff", lambda: clerk.touch(say("setup.tab_staff")), screen.staff.isVisible)
    clerk.write(say("setup.name"), _NEWCOMER)
    clerk.write(say("setup.first_pin"), _NEW_PIN)
    add = say("setup.add_person")
    _with_pin(clerk, "person added", lambda: clerk.touch(add), pin, "setup.person_saved")
    clerk.step("devices", lambda: clerk.touch(say("setup.tab_terminals")), screen.terminals.isVisible)
    _keys(clerk, backend)
    clerk.step("privacy", lambda: clerk.touch(say("setup.tab_privacy")), screen.privacy.isVisible)
    clerk.write(say("setup.who"), _NEWCOMER)
    _with_pin(clerk, "looked for", lambda: clerk.touch(say("setup.look_for")), pin, "setup.looked")
    tidy(shop)
    stored = load(shop.database, shop.restaurant_id)
    assert any(f"{rule.price:,}" == _PRICE for rule in stored.rules), "the price was saved"
    assert [special.day for special in stored.days] == [HOLIDAY], "the day off was saved"
    assert any(each.name == _NEWCOMER for each in people(shop)), "somebody new works here"
    assert len(TABS) == screen.count, "every list was seen"


def _keys(clerk: Clerk, backend: Backend) -> None:
    """The desk asks, and whoever has the keys answers."""
    say, screen = clerk.program.text, clerk.program.office.setup.screen
    clerk.step("keys", lambda: clerk.touch(say("setup.tab_keys")), screen.keys.isVisible)
    clerk.step(
        "keys asked", lambda: clerk.touch(say("setup.check_keys")), lambda: clerk.said() == "desk.done"
    )
    assert backend.keys is not None, "the tour settles by itself"
    checked = backend.keys.run_asked
    clerk.step("keys good", checked_now(checked), lambda: clerk.shows(say("setup.keys_good")))


def checked_now(check: Callable[[], object]) -> Callable[[], None]:
    """The same as something that is done for its effect."""

    def do() -> None:
        check()

    return do


def _day_close(clerk: Clerk, backend: Backend, pin: str) -> None:
    """Everybody leaves, nothing more is sold, both sides are compared, and the day is signed."""
    say, controller, screen = clerk.program.text, clerk.program.controller, clerk.program.office.close
    _everybody_leaves(clerk)
    clerk.step("day close", lambda: clerk.touch(say("desk.place_close")), screen.isVisible)
    clerk.rest(200)
    clerk.touch(say("close.later"))
    clerk.rest(200)
    clerk.step(
        "sales stopped", lambda: clerk.touch(say("close.stop")), lambda: clerk.has(say("close.resume"))
    )
    clerk.touch(say("close.compare"))
    clerk.rest(200)
    assert backend.settler is not None, "the tour settles by itself"
    upkeep = upkeep_of(backend.shop, backend.settler.channel)
    clerk.step("compared", checked_now(upkeep.run_asked), lambda: clerk.can_touch(say("close.close")))
    _with_pin(clerk, "day closed", lambda: clerk.touch(say("close.close")), pin, "close.done")
    clerk.step("signed", controller.read_day, lambda: not clerk.can_touch(say("close.close_again")))


def _everybody_leaves(clerk: Clerk) -> None:
    say, controller = clerk.program.text, clerk.program.controller
    clerk.step("now", lambda: clerk.touch(say("desk.place_now")), clerk.program.window.now.isVisible)
    day = controller.state.today
    assert day is not None, "the floor is on the screen"
    for line in day.lines:
        if line.state is SeatedState.SEATED:
            _leave(clerk, line.number)


def _leave(clerk: Clerk, number: str) -> None:
    say, drawer = clerk.program.text, clerk.program.window.booking
    clerk.step(f"guest {number}", lambda: clerk.row(number), drawer.isVisible)
    left = say("desk.act_left")
    clerk.step(f"left {number}", lambda: clerk.touch(left), lambda: clerk.said() == "desk.done_left")
    clerk.step(f"closed {number}", lambda: clerk.touch(say("desk.close_drawer")), drawer.isHidden)

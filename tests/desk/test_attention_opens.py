"""What needs a person opens itself at a desk that nobody uses: when, where, and over what it never does."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.desk import events as ev
from kiosk.desk.back.setup_screen import TABS
from kiosk.desk.controller import RING_EVERY_TICKS
from kiosk.desk.deeds import Cancel
from kiosk.desk.flow import Asks, State, step
from kiosk.desk.places import Place
from kiosk.desk.saying import Said
from kiosk.desk.waits import Waits
from kiosk.domain.sittings import seoul_day
from kiosk.domain.staff import IDLE_OPENS, Role
from kiosk.services import attention
from kiosk.services.attention import Kind, Matter
from kiosk.services.staffing import Person, SignedIn
from kiosk.services.today import Today
from tests.desk.front import Front, opened, words
from tests.desk.house import House, house
from tests.fakes.restaurants import restaurant

__all__ = ["house"]

NINE = datetime(2026, 3, 13, 9, tzinfo=UTC)
MINA = Person("s1", "미나", Role.MANAGER, active=True, is_locked=False)
OLD = Matter("m1", "kiosk_silent", "K1", NINE, {})
NEW = Matter("m2", "print_failed", "b1", NINE + timedelta(minutes=5), {})
AT_WORK = State(people=(MINA,), who=MINA, asks=None)


def _read(*matters: Matter) -> ev.DayRead:
    return ev.DayRead(Today(seoul_day(NINE), NINE, restaurant().plan, (), len(matters)), matters, ())


NEWS, _ = step(replace(AT_WORK, matters=(OLD,)), _read(OLD, NEW))


def test_an_idle_desk_opens_at_the_new_item() -> None:
    state, _ = step(NEWS, ev.NobodyTouches())
    assert (state.place, state.matter_id) == (Place.ATTENTION, "m2")


def test_of_several_that_came_the_last_one_is_opened() -> None:
    state, _ = step(step(AT_WORK, _read(OLD, NEW))[0], ev.NobodyTouches())
    assert state.matter_id == "m2"


def test_nothing_opens_where_nothing_is_new() -> None:
    known = replace(AT_WORK, matters=(OLD,))
    assert step(known, ev.NobodyTouches())[0] == known


@pytest.mark.parametrize(
    "begun",
    [
        {"opening": "b"},
        {"taking": "walk_in"},
        {"merged": ()},
        {"query": "김"},
        {"refund": 1_000},
        {"reason": "late"},
        {"waits": Waits((), "w1")},
        {"asks": Asks.AGAIN, "pending": Cancel("b")},
        {"asks": Asks.SECOND},
        {"is_busy": True},
        {"asks": Asks.SIGN_IN},
        {"who": None},
    ],
)
def test_it_never_opens_over_something_half_done_nor_while_locked(begun: dict[str, Any]) -> None:
    state = replace(NEWS, **begun)
    assert step(state, ev.NobodyTouches())[0] == state


def test_what_somebody_reads_there_is_not_exchanged_beneath_them() -> None:
    reads = replace(NEWS, place=Place.ATTENTION, matter_id="m1", unseen=frozenset())
    came = replace(NEW, matter_id="m3")
    state, _ = step(step(reads, _read(OLD, NEW, came))[0], ev.NobodyTouches())
    assert state.matter_id == "m1"


def test_what_was_done_can_still_be_taken_back_after_it_has_opened() -> None:
    said = Said("desk.done_left", undo=Cancel("b"))
    assert step(replace(NEWS, said=said), ev.NobodyTouches())[0].said == said


def test_what_has_opened_itself_is_not_seen_before_somebody_touches() -> None:
    state, _ = step(NEWS, ev.NobodyTouches())
    state, _ = step(state, _read(OLD, NEW))
    assert state.unseen == {"m2"}, "it rings on"
    assert step(state, ev.Touched())[0].unseen == frozenset()


def test_a_touch_anywhere_else_sees_nothing() -> None:
    assert step(NEWS, ev.Touched())[0].unseen == {"m2"}


def test_whoever_signs_in_sees_first_what_came_meanwhile() -> None:
    locked, _ = step(replace(AT_WORK, matters=(OLD,)), ev.LockAsked("idle"))
    locked, _ = step(locked, _read(OLD, NEW))
    assert step(locked, ev.NobodyTouches())[0] == locked
    inside, effects = step(replace(locked, who=MINA), ev.PinAnswered(SignedIn(MINA)))
    assert (inside.place, inside.matter_id, inside.unseen) == (Place.ATTENTION, "m2", frozenset())
    assert list(effects) == [ev.ReadDay()]


def test_whoever_signs_in_sees_the_floor_when_nothing_came() -> None:
    locked, _ = step(replace(AT_WORK, matters=(OLD,)), ev.LockAsked("idle"))
    inside, _ = step(replace(locked, who=MINA), ev.PinAnswered(SignedIn(MINA)))
    assert inside.place is Place.NOW


def test_what_has_opened_itself_and_was_locked_away_unseen_is_the_first_thing_at_sign_in() -> None:
    state, _ = step(NEWS, ev.NobodyTouches())
    state, _ = step(state, ev.LockAsked("idle"))
    inside, _ = step(replace(state, who=MINA), ev.PinAnswered(SignedIn(MINA)))
    assert (inside.place, inside.matter_id) == (Place.ATTENTION, "m2")


# --- through the window ---------------------------------------------------------------------------------------------


@pytest.fixture
def front(qtbot: QtBot, tmp_path: Path, newest_file: Path) -> Iterator[Front]:
    shutil.copy(newest_file, tmp_path / "jari.db")
    with opened(f"sqlite:///{tmp_path / 'jari.db'}") as desk:
        yield desk


def _something_comes(front: Front) -> None:
    with front.shop.database.write() as session:
        attention.open_matter(session, front.shop, Kind.UNKNOWN_PAYMENT, "p1", amount=40_000)
    front.refresh()


def _wait(front: Front, wanted: timedelta) -> None:
    front.clock.advance(wanted.total_seconds())
    front.controller._tick()
    front.settle()


def test_the_new_item_stands_on_the_screen_half_a_minute_after_the_last_touch(
    front: Front, qtbot: QtBot
) -> None:
    front.sign_in(Role.WAITER)
    front.controller.alive()
    _something_comes(front)
    _wait(front, IDLE_OPENS - timedelta(seconds=1))
    assert front.window.now.isVisible()
    _wait(front, timedelta(seconds=1))
    assert front.window.attention.isVisible()
    assert front.window.attention._headline.text() == words()("matter.unknown_payment")
    rings: list[int] = []
    front.controller.rang.connect(lambda: rings.append(1))
    for _ in range(RING_EVERY_TICKS):
        front.controller._tick()
    assert rings, "nobody has seen it yet"
    qtbot.keyClick(front.window.windowHandle(), Qt.Key.Key_Shift)
    assert front.state.unseen == frozenset()


def test_words_in_the_search_are_left_alone(front: Front) -> None:
    front.sign_in(Role.WAITER)
    front.controller.alive()
    front.window.now.search.setText("김")
    _something_comes(front)
    _wait(front, IDLE_OPENS)
    assert front.window.now.isVisible()
    front.window.now.search.setText("")
    _wait(front, timedelta(seconds=1))
    assert front.window.attention.isVisible()


def test_a_finger_that_still_holds_something_is_waited_for(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    front.sign_in(Role.WAITER)
    front.controller.alive()
    _something_comes(front)
    monkeypatch.setattr(
        "kiosk.desk.controller.QGuiApplication.mouseButtons", lambda: Qt.MouseButton.LeftButton
    )
    _wait(front, IDLE_OPENS)
    assert front.window.now.isVisible()


@pytest.mark.parametrize("tab", ["staff", "terminals", "privacy"])
def test_a_half_written_form_of_the_set_up_is_left_alone(house: House, qtbot: QtBot, tab: str) -> None:
    front, screen = house.front, house.office.setup.screen
    front.sign_in(Role.OWNER)
    house.go("설정")
    screen.show_page(TABS.index(tab))
    front.settle()
    field = {"staff": screen.staff.name, "terminals": screen.terminals.name, "privacy": screen.privacy.who}[
        tab
    ]
    qtbot.keyClicks(field, "ab")
    front.controller.alive()
    _something_comes(front)
    _wait(front, IDLE_OPENS)
    assert screen.isVisible()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    _wait(front, timedelta(seconds=1))
    assert front.window.attention.isVisible()


def test_hours_that_are_written_otherwise_than_stored_are_left_alone(house: House) -> None:
    front, week = house.front, house.office.setup.screen.week
    front.sign_in(Role.OWNER)
    house.go("설정")
    week._lines[0].every.changed.emit()
    front.controller.alive()
    _something_comes(front)
    _wait(front, IDLE_OPENS)
    assert week.isVisible()
    week.show_anew()
    _wait(front, timedelta(seconds=1))
    assert front.window.attention.isVisible()


def test_a_plan_that_is_being_drawn_is_left_alone(house: House) -> None:
    front, editor = house.front, house.office.editor
    front.sign_in(Role.OWNER)
    house.go("도면")
    house.office.preview.show_plan(editor.editor.plan)
    QApplication.processEvents()
    front.controller.alive()
    _something_comes(front)
    _wait(front, IDLE_OPENS)
    assert editor.isVisible()
    house.office.preview.hide()
    _wait(front, timedelta(seconds=1))
    assert front.window.attention.isVisible()

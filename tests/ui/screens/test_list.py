"""05, the list of tables: every table and every seat of the plan, by its name, its state and its part of the room."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from kiosk.app.access.hall import in_hall
from kiosk.app.access.reading import unreadable
from kiosk.ui.floorplan.states import SeatState
from kiosk.ui.screens.list import ALL, filters_of, tables_of
from kiosk.ui.views import ScreenName
from tests.ui.screens import samples
from tests.ui.screens.glass import Glass, make_glass, settle

LIST = ScreenName.LIST


@pytest.fixture
def glass(qtbot: QtBot) -> Glass:
    return make_glass(qtbot)


def test_every_table_of_the_plan_is_reached_page_by_page(glass: Glass, qtbot: QtBot) -> None:
    view = samples.floor_view(chosen=None)
    screen = glass.show(LIST, view)
    told: list[str] = []
    screen.table_touched.connect(told.append)  # type: ignore[attr-defined] # of the list's screen
    pages = -(-len(view.plan.tables) // 4)
    for page in range(pages):
        for name in [name for name in glass.controls(screen) if f"{len(view.plan.tables)}곳 중" in name]:
            glass.touch(name, within=screen)
        glass.touch(glass.text("list.more", page=page + 1, pages=pages), within=screen)
    assert sorted(told) == sorted(table.table_id for table in view.plan.tables)


def test_tables_that_can_be_had_come_first_and_the_others_say_why_not(glass: Glass) -> None:
    screen = glass.show(LIST, samples.floor_view(chosen=None))
    names = [name for name in glass.controls(screen) if "곳 중" in name]
    assert names[0] == "3번 테이블, 창가, 네 자리, 고를 수 있음, 10곳 중 1번째"
    glass.touch(glass.text("list.more", page=1, pages=3), within=screen)
    later = [name for name in glass.controls(screen) if "곳 중" in name]
    assert any("자리 부족" in name or "예약됨" in name for name in later)


@pytest.mark.parametrize("language", sorted(samples.texts()))
@pytest.mark.parametrize("size", samples.SIZES)
def test_every_page_can_be_read_whatever_becomes_of_its_tables(
    qtbot: QtBot, size: str, language: str
) -> None:
    glass = make_glass(qtbot, language, samples.SIZES[size])
    view = in_hall(samples.floor_view(chosen=None), "")
    for state in SeatState:
        tables = tuple((table.table_id, state) for table in view.plan.tables)
        screen = glass.show(LIST, replace(view, tables=tables))
        (turn,) = [key for name, key in glass.controls(screen).items() if "1/" in name]
        for _ in range(8 if size == "upright" else 10):
            assert unreadable(screen) == []
            turn.click()
            settle()


def test_a_part_of_the_room_shows_its_tables_only(glass: Glass) -> None:
    view = samples.floor_view(chosen=None)
    screen = glass.show(LIST, view)
    glass.touch("창가 1", within=screen)
    names = [name for name in glass.controls(screen) if "곳 중" in name]
    assert len(names) == len(tables_of(view, "window"))
    assert all("창가" in name for name in names)


def test_the_chairs_of_the_chosen_table_can_be_touched_one_by_one(glass: Glass, qtbot: QtBot) -> None:
    chosen = samples.choice(samples.table_id("8"), seats=2)
    screen = glass.show(LIST, samples.floor_view(chosen=chosen))
    told: list[str] = []
    screen.seat_touched.connect(told.append)  # type: ignore[attr-defined] # of the list's screen
    free = [key for name, key in glass.controls(screen).items() if name.endswith("자리, 고를 수 있음")]
    assert free
    for key in free:
        key.click()
    assert set(told) <= {seat.seat_id for seat in chosen.tables[0].seats}
    assert len(told) == len(free)


def test_the_filters_are_all_the_parts_of_the_room_and_wheelchair_places(glass: Glass) -> None:
    view = samples.floor_view(chosen=None)
    zones = {table.zone for table in view.plan.tables}
    offered = filters_of(view)
    assert zones < set(offered)
    assert offered[0] == ALL
    assert len(tables_of(view, offered[-1])) == 1


def test_the_next_guest_begins_with_everything(glass: Glass) -> None:
    screen = glass.show(LIST, samples.floor_view(chosen=None))
    glass.touch("창가 1", within=screen)
    glass.show(ScreenName.PARTY)
    screen = glass.show(LIST, samples.floor_view(chosen=None))
    assert glass.named("모두", within=screen).isChecked()

"""04 in a large house: one key a room, and the plan of the one that is looked at."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from kiosk.app.access.hall import OTHERS, in_hall
from kiosk.ui.screens.floor import FloorScreen
from kiosk.ui.screens.room_tabs import GAP, RoomTabs
from kiosk.ui.views import FloorScreenView, RoomTab, ScreenName
from tests.ui.screens import samples
from tests.ui.screens.glass import Glass, make_glass


@pytest.fixture(params=["small", "upright"])
def glass(request: pytest.FixtureRequest, qtbot: QtBot) -> Glass:
    return make_glass(qtbot, size=samples.SIZES[request.param])


def show(glass: Glass, view: FloorScreenView) -> tuple[FloorScreen, RoomTabs]:
    screen = glass.show(ScreenName.FLOOR, view)
    assert isinstance(screen, FloorScreen)
    (tabs,) = screen.findChildren(RoomTabs)
    return screen, tabs


def shown_tables(screen: FloorScreen) -> set[str]:
    view = screen._plan.view
    assert view is not None
    return {table.zone for table in view.plan.tables}


def test_a_small_house_has_no_tabs(glass: Glass) -> None:
    _, tabs = show(glass, samples.floor_view(chosen=None))
    assert not tabs.isVisible()


def test_each_room_says_how_many_tables_can_be_had_and_which_one_is_shown(glass: Glass) -> None:
    view = in_hall(samples.floor_view(chosen=None), OTHERS[0])
    screen, _ = show(glass, view)
    assert shown_tables(screen) == {OTHERS[0]}
    for tab in view.rooms:
        name = glass.text("floor.room", room=glass.text.zone(tab.room), count=tab.free)
        assert glass.named(name, screen).isChecked() is (tab.room == OTHERS[0])


def test_a_touch_asks_for_the_room_and_changes_nothing_itself(glass: Glass, qtbot: QtBot) -> None:
    screen, tabs = show(glass, in_hall(samples.floor_view(chosen=None), OTHERS[0]))
    with qtbot.waitSignal(screen.room_chosen, timeout=500) as told:
        glass.touch(f"{OTHERS[1]}", within=tabs)
    assert told.args == [OTHERS[1]]
    assert shown_tables(screen) == {OTHERS[0]}
    show(glass, in_hall(samples.floor_view(chosen=None), OTHERS[1]))
    assert shown_tables(screen) == {OTHERS[1]}


def test_a_room_that_comes_back_is_not_made_anew(glass: Glass) -> None:
    view = in_hall(samples.floor_view(chosen=None), OTHERS[0])
    screen, _ = show(glass, view)
    assert screen._plan.view is not None
    first = screen._plan.view.plan
    show(glass, replace(view, room=OTHERS[1]))
    show(glass, replace(view, room=OTHERS[0], note_seats=1))
    assert screen._plan.view.plan is first


def test_tables_of_no_room_are_elsewhere(glass: Glass) -> None:
    view = samples.floor_view(chosen=None)
    plan = replace(view.plan, tables=(*view.plan.tables[1:], replace(view.plan.tables[0], zone="")))
    nowhere = replace(view, plan=plan, rooms=(RoomTab("window", 3), RoomTab("", 1)), room="")
    screen, tabs = show(glass, nowhere)
    assert shown_tables(screen) == {""}
    assert glass.named(glass.text("floor.other_room"), tabs).isChecked()


@pytest.mark.parametrize("width", [300, 700, 968, 1800])
def test_rooms_lie_in_lines_that_are_full_and_never_over_each_other(qtbot: QtBot, width: int) -> None:
    tabs = RoomTabs(samples.look())
    qtbot.addWidget(tabs)
    tabs.resize(width, 100)
    tabs.show_rooms(in_hall(samples.floor_view(chosen=None), "").rooms, "", samples.texts()["ko"])
    keys = [key for key in tabs._keys if not key.isHidden()]
    lines: dict[int, list[int]] = {}
    for key in keys:
        lines.setdefault(key.y(), []).append(key.geometry().right() + 1)
    if width > max(key.sizeHint().width() for key in keys) * 2:
        assert {line[-1] for line in lines.values()} == {width}
    gap = samples.look().px(GAP)
    assert tabs.height() == len(lines) * (keys[0].height() + gap)
    rects = [key.geometry() for key in keys]
    assert not any(one.intersects(other) for nth, one in enumerate(rects) for other in rects[nth + 1 :])

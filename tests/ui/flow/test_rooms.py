"""04 in a large house: which room a guest sees, and when it changes."""

from dataclasses import replace

import pytest

from kiosk.domain.floor import Plan
from kiosk.ui.flow import events as ev
from kiosk.ui.flow.rooms import facing
from kiosk.ui.presenter import present
from kiosk.ui.views import FloorNote, FloorScreenView, ScreenName
from tests.fakes.restaurants import bar, table_of_four
from tests.ui.flow.playbook import Road

ROOMS = ("garden", "hall", "cellar")


def large() -> Plan:
    """Three rooms of six tables; only in the last one there is a table for two."""
    tables = [
        replace(
            table_of_four(f"{zone}{nth}", 150 + at * 1_000 + nth % 3 * 250, 150 + nth // 3 * 250), zone=zone
        )
        for at, zone in enumerate(ROOMS)
        for nth in range(6)
    ]
    small = replace(tables[-1], seats=tables[-1].seats[:2])
    return Plan(width=3_000, height=844, here=(46, 606), tables=(*tables[:-1], small))


@pytest.fixture
def road() -> Road:
    made = Road()
    restaurant = replace(made.front.house, plan=large())
    made.front.house = restaurant
    made.state = replace(made.state, house=replace(made.state.house, restaurant=restaurant))
    return made


def floor_of(road: Road) -> FloorScreenView:
    view = present(road.state).view
    assert isinstance(view, FloorScreenView)
    return view


def take(road: Road, *tables: str) -> None:
    """Somebody else has them."""
    plan = road.front.house.plan
    road.front.take(
        road.front.sittings()[0], *[seat.seat_id for each in tables for seat in plan.table(each).seats]
    )
    road.wait(3)


def test_a_small_house_has_no_rooms() -> None:
    road = Road().to_floor()
    assert floor_of(road).rooms == ()
    road.do(ev.RoomChosen("bar"))
    assert floor_of(road).room == ""


def test_the_room_with_the_best_seats_comes_first(road: Road) -> None:
    view = floor_of(road.to_floor())
    assert view.room == "cellar"
    assert [(tab.room, tab.free) for tab in view.rooms] == [(room, 6) for room in ROOMS]


def test_a_guest_looks_into_another_room_and_stays_there(road: Road) -> None:
    road.to_floor().do(ev.RoomChosen("garden"))
    assert floor_of(road).room == "garden"
    take(road, "cellar5", "hall0")
    view = floor_of(road)
    assert view.room == "garden"
    assert [tab.free for tab in view.rooms] == [6, 5, 5]


def test_a_room_that_is_none_changes_nothing(road: Road) -> None:
    before = floor_of(road.to_floor())
    road.do(ev.RoomChosen("attic"))
    assert floor_of(road) == before


def test_what_is_chosen_stays_chosen_in_another_room_and_what_was_said_goes(road: Road) -> None:
    road.to_floor().do(ev.RoomChosen("garden"), ev.TableTouched("garden1"))
    take(road, "garden0")
    road.do(ev.TableTouched("garden0"))
    assert floor_of(road).note is FloorNote.TAKEN
    road.do(ev.RoomChosen("hall"))
    view = floor_of(road)
    assert (view.room, view.note) == ("hall", FloorNote.NONE)
    assert view.choice is not None
    assert [table.table_id for table in view.choice.tables] == ["garden1"]


def test_the_best_seats_bring_their_room(road: Road) -> None:
    road.to_floor().do(ev.RoomChosen("garden"), ev.BestAsked())
    assert floor_of(road).room == "cellar"


def test_where_nothing_fits_the_room_stays(road: Road) -> None:
    road.to_floor().do(ev.RoomChosen("garden"))
    take(road, *[table.table_id for table in large().tables])
    road.do(ev.BestAsked())
    view = floor_of(road)
    assert (view.room, view.note) == ("garden", FloorNote.NONE_FIT)


def test_from_the_list_back_to_the_plan_what_was_chosen_there_is_seen(road: Road) -> None:
    road.to_floor().do(ev.ListAsked(), ev.TableTouched("hall2"), ev.PlanAsked())
    assert road.screen is ScreenName.FLOOR
    assert floor_of(road).room == "hall"


def test_after_a_lost_race_the_room_of_the_offer_is_seen_until_another_is_asked_for(road: Road) -> None:
    road.to_floor().do(ev.RoomChosen("garden"), ev.TableTouched("garden1"))
    take(road, *[f"garden{nth}" for nth in range(6)])
    view = floor_of(road)
    assert view.note is FloorNote.LOST_RACE
    assert view.room != "garden"
    road.do(ev.RoomChosen("garden"))
    view = floor_of(road)
    assert (view.room, view.note) == ("garden", FloorNote.LOST_RACE)
    assert view.offer


def test_with_nothing_to_be_had_the_first_room_is_shown(road: Road) -> None:
    road.to_party()
    take(road, *[table.table_id for table in large().tables])
    visit = road.state.visit
    assert visit is not None
    assert facing(road.state, replace(visit, party=None)).room == ROOMS[0]
    assert facing(road.state, replace(visit, party=2)).room == ROOMS[0]


def test_for_another_party_the_best_room_is_looked_for_again(road: Road) -> None:
    road.to_floor().do(ev.RoomChosen("garden"), ev.ChangeAsked(), ev.PartyChosen(4), ev.SeatsAsked())
    assert road.screen is ScreenName.FLOOR
    assert floor_of(road).room == "garden"
    take(road, *[f"garden{nth}" for nth in range(6)])
    road.do(ev.ChangeAsked(), ev.SeatsAsked())
    assert floor_of(road).room == "hall"


def test_tables_of_no_zone_are_a_room_of_their_own(road: Road) -> None:
    plan = large()
    nowhere = replace(plan, tables=(*plan.tables, replace(bar(2_900, 700), zone="")))
    restaurant = replace(road.front.house, plan=nowhere)
    road.front.house = restaurant
    road.state = replace(road.state, house=replace(road.state.house, restaurant=restaurant))
    view = floor_of(road.to_floor())
    assert [tab.room for tab in view.rooms] == [*ROOMS, ""]
    road.do(ev.RoomChosen(""))
    assert floor_of(road).room == ""

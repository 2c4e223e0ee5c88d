"""A large house room by room: which rooms there are, and what of the house is shown of one."""

from dataclasses import replace

import pytest

from kiosk.domain.floor import Fixture, Plan, problems_of
from kiosk.domain.rooms import LEAST, MOST_AT_ONCE, WIDEST, part_of, room_with, rooms_of
from tests.fakes.restaurants import table_of_four


def house(left: int = 9, right: int = 9, *, fixtures: tuple[Fixture, ...] = ()) -> Plan:
    """Two rooms side by side, each as rows of three tables."""
    tables = [
        replace(table_of_four(f"{zone}{nth}", x + nth % 3 * 250, 150 + nth // 3 * 250), zone=zone)
        for zone, x, count in (("garden", 150, left), ("hall", 1650, right))
        for nth in range(count)
    ]
    return Plan(width=3_000, height=900, here=(1_700, 880), tables=tuple(tables), fixtures=fixtures)


def test_a_house_with_few_tables_is_shown_at_once() -> None:
    assert rooms_of(house(8, MOST_AT_ONCE - 8)) == ()
    assert rooms_of(house(9, MOST_AT_ONCE - 8)) == ("garden", "hall")


def test_a_large_house_of_one_zone_is_shown_at_once() -> None:
    one = house()
    assert rooms_of(replace(one, tables=tuple(replace(table, zone="") for table in one.tables))) == ()


def test_the_room_of_seats_is_that_of_the_first_of_their_tables() -> None:
    assert room_with(house(), {"hall0-1", "garden3-2"}) == "garden"
    assert room_with(house(), {"hall0-1"}) == "hall"
    assert room_with(house(), set()) is None


@pytest.mark.parametrize("room", ["garden", "hall"])
def test_a_room_is_a_sound_plan_with_all_of_its_tables_and_no_others(room: str) -> None:
    whole, part = house(), part_of(house(), room)
    assert problems_of(part) == []
    assert [table.table_id for table in part.tables] == [
        table.table_id for table in whole.tables if table.zone == room
    ]
    assert all(0 <= seat.x <= part.width and 0 <= seat.y <= part.height for seat in part.seats())


def test_what_stands_apart_stands_as_far_apart_in_the_room() -> None:
    whole, part = house(), part_of(house(), "hall")
    moved = {
        (round(table.x - whole.table(table.table_id).x), round(table.y - whole.table(table.table_id).y))
        for table in part.tables
    }
    ((across, down),) = moved
    assert (part.here[0] - whole.here[0], part.here[1] - whole.here[1]) == (across, down)
    seat = part.tables[0].seats[0]
    (same,) = (one for one in whole.seats() if one.seat_id == seat.seat_id)
    assert (seat.x - same.x, seat.y - same.y) == (across, down)


def test_a_single_table_is_no_giant() -> None:
    part = part_of(house(17, 1), "hall")
    assert part.width >= LEAST
    assert part.height >= LEAST


def test_a_long_row_is_shown_with_the_floor_before_it() -> None:
    row = tuple(replace(table_of_four(f"w{nth}", 150 + nth * 250, 450), zone="window") for nth in range(8))
    whole = house(9, 0)
    part = part_of(replace(whole, tables=(*whole.tables, *row)), "window")
    assert part.width / part.height <= WIDEST + 0.01 or part.height == whole.height


def test_walls_are_cut_at_the_edge_of_what_is_shown_and_keep_their_corners() -> None:
    wall = Fixture("wall", ((0, 900), (0, 0), (3_000, 0), (3_000, 900)))
    (left,) = part_of(house(fixtures=(wall,)), "garden").fixtures
    assert left.points[1:3] == ((0, 0), (left.points[2][0], 0))
    assert left.points[2][0] == part_of(house(), "garden").width
    (upper,) = part_of(house(fixtures=(wall,)), "hall").fixtures
    assert upper.points == ((0, 0), (part_of(house(), "hall").width, 0))


def test_a_wall_that_comes_back_is_two_walls() -> None:
    wall = Fixture("wall", ((100, 20), (2_900, 20), (2_900, 800), (100, 800)))
    pieces = part_of(house(fixtures=(wall,)), "garden").fixtures
    assert [piece.points[0][1] for piece in pieces] == [20, 800]


def test_what_is_elsewhere_is_not_shown() -> None:
    inside, across = (
        Fixture("plant", ((100, 100), (130, 100))),
        Fixture("door", ((900, 0), (2_000, 0), (900, 90))),
    )
    elsewhere = Fixture("wall", ((2_900, 10), (2_900, 300)))
    pane = Fixture("window", ((1_400, 0), (1_600, 0)))
    shown = part_of(house(fixtures=(inside, across, elsewhere, pane)), "garden").fixtures
    assert shown == (inside,)

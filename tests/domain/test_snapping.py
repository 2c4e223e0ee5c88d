"""A table that is let go of comes to rest in line with others, or on the grid."""

from dataclasses import replace

import pytest

from kiosk.domain.floor import Fixture, Plan, Table
from kiosk.domain.snapping import Box, free_spot, group_box, on_grid, room_for, seat_boxes, snap, top_box
from tests.domain.floors import plan_of, rect, ring
from tests.fakes.restaurants import table_of_four

PLAN = plan_of(rect("1", 300, 300, 2, 2), rect("2", 800, 300, 1, 1), ring("3", 1200, 900, 4))


def test_near_another_tables_middle_it_is_put_in_line_and_the_line_shows() -> None:
    rest = snap(PLAN, "2", 846.0, 306.0)
    assert (rest.y, rest.level) == (300.0, 300.0)
    assert (rest.x, rest.upright) == (840.0, None)


def test_near_another_tables_edge_it_is_put_edge_to_edge() -> None:
    left_of_one = 300 - 176 / 2
    rest = snap(PLAN, "2", left_of_one + 50 + 5, 700.0)
    assert (rest.x, rest.upright) == (left_of_one + 50, left_of_one)


def test_the_nearest_of_several_lines_wins() -> None:
    assert snap(PLAN, "3", 304.0, 302.0).x == 300.0


@pytest.mark.parametrize(("length", "rest"), [(0.0, 0.0), (9.0, 0.0), (11.0, 20.0), (-11.0, -20.0)])
def test_far_from_everything_it_rests_on_the_grid(length: float, rest: float) -> None:
    assert on_grid(length) == rest


def test_a_table_that_is_not_there_cannot_be_let_go_of() -> None:
    with pytest.raises(KeyError):
        snap(PLAN, "9", 0, 0)


def test_the_group_has_all_chairs_in_it() -> None:
    table = PLAN.table("1")
    whole = group_box(table)
    for box in (top_box(table), *seat_boxes(table)):
        assert whole.left <= box.left
        assert whole.top <= box.top
        assert whole.right >= box.right
        assert whole.bottom >= box.bottom


def test_a_wheelchair_needs_more_room_than_a_chair() -> None:
    chair, room = (seat_boxes(rect("1", 300, 300, 1, 1, place=place))[-1] for place in (False, True))
    assert room.right - room.left > chair.right - chair.left


def test_boxes_know_how_far_apart_they_are() -> None:
    one = Box(0, 0, 10, 10)
    assert one.gap(Box(13, 14, 20, 20)) == 5
    assert one.gap(Box(10, 0, 20, 10)) == 0
    assert not one.overlaps(Box(10, 0, 20, 10))
    assert one.overlaps(Box(9, 9, 20, 20))


def test_a_table_finds_the_nearest_place_with_enough_room() -> None:
    plan = plan_of(rect("1", 400, 400, 2, 2), rect("2", 590, 400, 2, 2))
    moved = room_for(plan, "2", 60.0)
    assert moved is not None
    assert group_box(moved.table("1")).gap(group_box(moved.table("2"))) >= 60
    assert moved.table("2").x > 590
    assert moved.table("2").y == pytest.approx(400, abs=1)


def test_without_room_there_is_no_place() -> None:
    assert (
        room_for(plan_of(rect("1", 400, 400, 2, 2), rect("2", 420, 400, 2, 2)), "2", 60.0, most=40.0) is None
    )


# --- putting by a touch -------------------------------------------------------------------------------------------------


def _put(plan: Plan, table: Table, nth: int) -> Plan | None:
    """The same plan with one more such table where there is a place for it."""
    spot = free_spot(plan, table)
    if spot is None:
        return None
    put = replace(table, table_id=f"n{nth}", label=f"n{nth}", seats=())
    seats = tuple(
        replace(
            seat, table_id=f"n{nth}", seat_id=f"n{nth}-{seat.label}", x=seat.x + spot[0], y=seat.y + spot[1]
        )
        for seat in moved_to(table, 0, 0).seats
    )
    return replace(plan, tables=(*plan.tables, replace(put, x=spot[0], y=spot[1], seats=seats)))


def moved_to(table: Table, x: float, y: float) -> Table:
    across, down = x - table.x, y - table.y
    seats = tuple(replace(seat, x=seat.x + across, y=seat.y + down) for seat in table.seats)
    return replace(table, x=x, y=y, seats=seats)


KITCHEN = Fixture("kitchen", ((600, 100), (1_000, 100), (1_000, 500), (600, 500)))
ROOM = Plan(
    width=1_000,
    height=900,
    here=(60, 850),
    tables=(),
    fixtures=(
        KITCHEN,
        Fixture("label", ()),
    ),
)


def test_tables_put_one_after_the_other_overlap_nothing_until_there_is_no_place() -> None:
    table, plan = table_of_four("1", 0, 0), ROOM
    for nth in range(40):
        more = _put(plan, table, nth)
        if more is None:
            break
        plan = more
    else:
        pytest.fail("a room has an end")
    assert len(plan.tables) > 5
    boxes = [group_box(each) for each in plan.tables]
    assert not any(one.overlaps(other) for nth, one in enumerate(boxes) for other in boxes[nth + 1 :])
    kitchen = Box(600, 100, 1_000, 500)
    assert not any(box.overlaps(kitchen) for box in boxes)
    assert all(box.left >= 0 and box.right <= 1_000 and box.top >= 0 and box.bottom <= 900 for box in boxes)


def test_with_room_there_is_an_aisle_and_only_then_less() -> None:
    first = _put(ROOM, table_of_four("1", 0, 0), 0)
    assert first is not None
    second = _put(first, table_of_four("1", 0, 0), 1)
    assert second is not None
    one, other = (group_box(each) for each in second.tables)
    assert one.gap(other) >= 60
    narrow = replace(ROOM, width=430, height=300, fixtures=(), here=(10, 290))
    for nth in range(2):
        narrow = _put(narrow, table_of_four("1", 0, 0), nth) or narrow
    assert len(narrow.tables) == 2, "two fit, with less between them"
    one, other = (group_box(each) for each in narrow.tables)
    assert 20 <= one.gap(other) < 60


def test_a_room_too_small_for_a_table_has_no_place() -> None:
    assert free_spot(replace(ROOM, width=100, height=100), table_of_four("1", 0, 0)) is None

"""A table that is let go of comes to rest in line with others, or on the grid."""

import pytest

from kiosk.domain.snapping import Box, group_box, on_grid, room_for, seat_boxes, snap, top_box
from tests.domain.floors import plan_of, rect, ring

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

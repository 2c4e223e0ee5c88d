"""Changes to a plan: chairs move with their table, ids stay, and numbers never repeat by themselves."""

from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain import editing
from kiosk.domain.editing import Piece
from kiosk.domain.floor import Fixture, Plan, SeatKind, Shape, problems_of
from kiosk.domain.laying import CHAIR_GAP, LEAST_PITCH, along, around, shared_out
from tests.domain.floors import bar, plan_of, rect, ring

EMPTY = Plan(1000.0, 800.0, (50.0, 700.0), ())
PLAN = plan_of(rect("1", 300, 300, 2, 2), ring("2", 800, 300, 5))


def ids(plan: Plan, table_id: str) -> list[str]:
    return [seat.seat_id for seat in plan.table(table_id).seats]


@pytest.mark.parametrize(
    ("piece", "shape", "chairs", "shared"),
    [
        (Piece.TWO, Shape.RECT, 2, False),
        (Piece.FOUR, Shape.RECT, 4, False),
        (Piece.ROUND, Shape.ROUND, 5, False),
        (Piece.LONG, Shape.RECT, 8, True),
        (Piece.BAR, Shape.BAR, 4, True),
    ],
)
def test_every_kind_of_table_comes_with_its_usual_chairs(
    piece: Piece, shape: Shape, chairs: int, shared: bool
) -> None:
    plan = editing.put_table(EMPTY, piece, (500.0, 400.0), "t9")
    table = plan.table("t9")
    assert (table.shape, len(table.seats), table.shared, table.label) == (shape, chairs, shared, "1")
    assert problems_of(plan) == []


def test_the_new_number_is_the_lowest_that_is_free() -> None:
    plan = plan_of(rect("1", 300, 300, 1, 1), rect("3", 800, 300, 1, 1))
    assert editing.free_label(plan) == "2"
    plan = editing.put_table(plan, Piece.TWO, (1200.0, 400.0), "a")
    assert editing.free_label(plan) == "4"


def test_a_table_moves_with_its_chairs_and_others_stay() -> None:
    moved = editing.move_table(PLAN, "1", 40, -20)
    before, after = PLAN.table("1"), moved.table("1")
    assert (after.x, after.y) == (before.x + 40, before.y - 20)
    assert [(seat.x, seat.y) for seat in after.seats] == [(seat.x + 40, seat.y - 20) for seat in before.seats]
    assert moved.table("2") == PLAN.table("2")
    assert ids(moved, "1") == ids(PLAN, "1")


def test_four_quarter_turns_are_none() -> None:
    turned = PLAN
    for _ in range(4):
        turned = editing.turn_table(turned, "1")
        turned = editing.turn_table(turned, "2")
    for table_id in ("1", "2"):
        before, after = PLAN.table(table_id), turned.table(table_id)
        assert (after.width, after.height) == (before.width, before.height)
        for old, new in zip(before.seats, after.seats, strict=True):
            assert hypot(old.x - new.x, old.y - new.y) < 0.01
            assert (old.angle - new.angle) % 360 == 0


def test_a_quarter_turn_swaps_width_and_height_and_brings_the_chairs_to_the_sides() -> None:
    table = editing.turn_table(PLAN, "1").table("1")
    assert (table.width, table.height) == (104.0, 176.0)
    assert {round(abs(seat.x - table.x)) for seat in table.seats} == {52 + 31}


def test_an_oblong_table_turns_by_whole_quarters_only_a_round_one_by_any_angle() -> None:
    assert editing.turn_table(PLAN, "1", 30).table("1") == PLAN.table("1")
    first = editing.turn_table(PLAN, "2", 30).table("2").seats[0]
    assert first.angle == 30.0


def test_another_size_takes_the_chairs_along() -> None:
    table = editing.resize_table(PLAN, "1", 200, 120).table("1")
    assert {abs(seat.y - table.y) for seat in table.seats} == {60 + CHAIR_GAP}
    assert ids(PLAN, "1") == [seat.seat_id for seat in table.seats]
    around_table = editing.resize_table(PLAN, "2", 160, 100).table("2")
    assert around_table.width == around_table.height == 160


def test_more_chairs_keep_the_ids_of_those_there_were() -> None:
    more = editing.set_chairs(PLAN, "1", 6, 0)
    assert ids(more, "1")[:4] == ids(PLAN, "1")
    assert len(set(ids(more, "1"))) == 6
    fewer = editing.set_chairs(more, "1", 3, 0)
    assert ids(fewer, "1") == ids(PLAN, "1")[:3]
    assert [seat.label for seat in fewer.table("1").seats] == ["1", "2", "3"]


def test_the_last_places_are_for_wheelchairs() -> None:
    table = editing.set_chairs(PLAN, "1", 4, 1).table("1")
    assert [seat.kind for seat in table.seats] == [SeatKind.CHAIR] * 3 + [SeatKind.WHEELCHAIR]
    assert table.accessible
    assert table.seats[-1].accessible
    back = editing.set_chairs(editing.set_chairs(PLAN, "1", 4, 1), "1", 4, 0).table("1")
    assert not back.accessible


@pytest.mark.parametrize(("asked", "wheels", "given_"), [(-1, 0, 0), (99, 0, 24), (2, 5, 2)])
def test_places_have_a_least_and_a_most(asked: int, wheels: int, given_: int) -> None:
    table = editing.set_chairs(PLAN, "1", asked, wheels).table("1")
    assert len(table.seats) == given_


def test_at_a_bar_everybody_sits_on_one_side() -> None:
    upright = editing.put_table(EMPTY, Piece.BAR, (500.0, 400.0), "b")
    assert {seat.x < 500 for seat in upright.table("b").seats} == {True}
    turned = editing.set_chairs(editing.turn_table(upright, "b"), "b", 3, 0).table("b")
    assert {seat.y < 400 for seat in turned.seats} == {True}, "it was turned clockwise"
    other_side = editing.turn_table(editing.turn_table(upright, "b"), "b")
    assert {seat.x > 500 for seat in editing.set_chairs(other_side, "b", 2, 0).table("b").seats} == {True}
    level = editing.set_chairs(plan_of(bar("c", 500, 300, 3)), "c", 2, 0).table("c")
    assert {seat.y > 300 for seat in level.seats} == {True}
    assert {seat.kind for seat in level.seats} == {SeatKind.STOOL}


def test_a_bar_without_stools_gets_them_where_a_bar_has_them() -> None:
    level = editing.set_chairs(plan_of(bar("c", 500, 300, 3)), "c", 0, 0)
    assert {seat.y > 300 for seat in editing.set_chairs(level, "c", 2, 0).table("c").seats} == {True}


def test_a_copy_is_a_table_of_its_own() -> None:
    plan = editing.copy_table(PLAN, "1", "new")
    table = plan.table("new")
    assert table.label == "3"
    assert {seat.table_id for seat in table.seats} == {"new"}
    assert not {seat.seat_id for seat in table.seats} & set(ids(PLAN, "1"))
    assert (table.x, table.y) == (340.0, 340.0)


def test_a_table_that_is_taken_away_is_gone_with_its_seats() -> None:
    plan = editing.remove_table(PLAN, "1")
    assert [table.table_id for table in plan.tables] == ["2"]


def test_its_number_zone_and_switches_can_be_set() -> None:
    plan = editing.set_label(PLAN, "1", " 12 ")
    plan = editing.set_zone(plan, "1", "window")
    plan = editing.set_shared(plan, "1", shared=True)
    plan = editing.set_out_of_use(plan, "1", out_of_use=True)
    table = plan.table("1")
    assert (table.label, table.zone, table.shared, table.out_of_use) == ("12", "window", True, True)


def test_one_chair_can_stand_apart() -> None:
    seat = editing.move_seat(PLAN, "1-1", 20.0, 30.0).table("1").seats[0]
    assert (seat.x, seat.y) == (20.0, 30.0)


def test_what_is_not_there_cannot_be_changed() -> None:
    with pytest.raises(KeyError):
        editing.move_table(PLAN, "9", 1, 1)
    with pytest.raises(KeyError):
        editing.move_seat(PLAN, "9-9", 1, 1)


def test_a_smaller_room_keeps_the_kiosk_inside_and_two_metres() -> None:
    room = editing.resize_room(EMPTY, 100.0, 500.0)
    assert (room.width, room.height, room.here) == (200.0, 500.0, (50.0, 500.0))


# --- what is not for sale ---------------------------------------------------------------------------------------------


def test_walls_windows_doors_plants_and_words_can_be_put_moved_turned_and_taken_away() -> None:
    plan = EMPTY
    for piece in Piece:
        if not editing.is_table(piece):
            plan = editing.put_fixture(plan, piece, (200.0, 200.0), "kitchen" if piece is Piece.LABEL else "")
    assert [fixture.kind for fixture in plan.fixtures] == ["wall", "window", "door", "label", "plant"]
    plan = editing.move_fixture(plan, 0, 10, 20)
    assert plan.fixtures[0].points == ((110.0, 220.0), (310.0, 220.0))
    plan = editing.turn_fixture(plan, 0)
    assert plan.fixtures[0].points == ((210.0, 120.0), (210.0, 320.0))
    plan = editing.move_corner(plan, 0, 1, 210.0, 400.0)
    assert plan.fixtures[0].points == ((210.0, 120.0), (210.0, 400.0))
    plan = editing.set_text(plan, 3, "washroom")
    assert plan.fixtures[3] == Fixture("label", ((200.0, 200.0),), "washroom")
    assert [fixture.kind for fixture in editing.remove_fixture(plan, 0).fixtures] == [
        *("window", "door", "label", "plant"),
    ]


# --- chairs -----------------------------------------------------------------------------------------------------------


@given(
    st.integers(0, 24),
    st.tuples(st.floats(60, 400, allow_nan=False), st.floats(60, 400, allow_nan=False)),
)
def test_every_chair_has_a_place_at_an_edge(count: int, size: tuple[float, float]) -> None:
    counts = shared_out(count, size)
    assert sum(counts.values()) == count
    for place in along((0.0, 0.0), size, counts):
        off = max(abs(place.x) - size[0] / 2, abs(place.y) - size[1] / 2)
        assert off == pytest.approx(CHAIR_GAP)


@given(st.integers(1, 24), st.floats(40, 200, allow_nan=False))
def test_a_ring_has_its_chairs_at_one_distance(count: int, radius: float) -> None:
    for place in around((10.0, 20.0), radius, count):
        assert hypot(place.x - 10, place.y - 20) == pytest.approx(radius + CHAIR_GAP)


@pytest.mark.parametrize(
    ("count", "size", "expected"),
    [
        (2, (100.0, 100.0), {"top": 1, "bottom": 1, "left": 0, "right": 0}),
        (4, (166.0, 104.0), {"top": 2, "bottom": 2, "left": 0, "right": 0}),
        (6, (166.0, 104.0), {"top": 2, "bottom": 2, "left": 1, "right": 1}),
        (3, (104.0, 166.0), {"left": 2, "right": 1, "top": 0, "bottom": 0}),
        (9, (100.0, 100.0), {"top": 4, "bottom": 3, "left": 1, "right": 1}),
    ],
)
def test_the_long_sides_fill_first(count: int, size: tuple[float, float], expected: dict[str, int]) -> None:
    assert shared_out(count, size) == expected
    assert LEAST_PITCH < 78

"""The seats proposed to a party are the best there are, and never a stranger's."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.floor import Plan, SeatKind, Table
from kiosk.domain.seating import (
    AISLE,
    best_seats,
    in_order,
    made_useless,
    nearest_equal,
    open_seats,
    seats_at,
    swap,
    tables_that_fit,
)
from kiosk.domain.seats_at_table import Setting, facing, next_to, pick
from tests.domain.floors import all_seats, bar, plan_of, rect, ring

ROOM = plan_of(
    rect("1", 100, 150, 1, 1),
    rect("2", 300, 150, 1, 1),
    rect("3", 520, 150, 2, 2),
    rect("4", 780, 150, 2, 2),
    ring("6", 400, 500, 5),
    rect("8", 500, 850, 4, 4, shared=True),
    rect("9", 900, 850, 2, 2, place=True),
    bar("bar", 1200, 400, 4),
)
ALL = all_seats(ROOM)


def tables_of(plan: Plan, seats: frozenset[str] | None) -> set[str]:
    """The tables of a choice; a missing choice fails the test by name."""
    assert seats is not None, "nothing was proposed"
    return {plan.table_of(seat_id).table_id for seat_id in seats}


@pytest.mark.parametrize(
    ("party", "table"), [(1, "1"), (2, "1"), (3, "3"), (4, "3"), (5, "6"), (6, "8"), (8, "8")]
)
def test_the_smallest_table_that_fits_is_proposed(party: int, table: str) -> None:
    assert tables_of(ROOM, best_seats(ROOM, ALL, party)) == {table}


def test_two_guests_at_a_table_for_four_face_each_other() -> None:
    seats = seats_at(ROOM, "3", ALL, 2)
    assert seats is not None
    one, other = (seat for seat in ROOM.seats() if seat.seat_id in seats)
    assert facing(one, other)


def test_a_table_where_strangers_sit_is_not_offered_unless_it_is_shared() -> None:
    free = ALL - {"3-1", "8-1"}
    assert seats_at(ROOM, "3", free, 2) is None
    assert tables_of(ROOM, seats_at(ROOM, "8", free, 2)) == {"8"}


def test_a_party_at_a_shared_table_sits_together_and_leaves_nobody_alone() -> None:
    plan = plan_of(bar("bar", 100, 100, 7))
    free = frozenset({"bar-1", "bar-2", "bar-3", "bar-5", "bar-6"})
    assert best_seats(plan, free, 2) == frozenset({"bar-5", "bar-6"})


def test_a_wheelchair_place_is_kept_for_those_who_ask() -> None:
    assert tables_of(ROOM, best_seats(ROOM, ALL, 3)) == {"3"}
    asked = best_seats(ROOM, ALL, 3, wheelchair=True)
    assert asked is not None
    assert "9-4" in asked
    assert tables_of(ROOM, asked) == {"9"}


def test_a_table_short_of_a_chair_does_not_fit_without_the_wheelchair_place() -> None:
    assert seats_at(ROOM, "9", ALL, 4) is None
    assert seats_at(ROOM, "9", ALL, 4, wheelchair=True) == frozenset({"9-1", "9-2", "9-3", "9-4"})


def test_no_wheelchair_place_left_means_no_proposal_rather_than_a_wrong_one() -> None:
    free = ALL - {"9-4"}
    assert best_seats(ROOM, free, 2, wheelchair=True) is None
    assert tables_of(ROOM, seats_at(ROOM, "3", free, 2, wheelchair=True)) == {"3"}


def test_tables_with_a_wheelchair_place_come_first_when_asked_and_last_of_their_size_when_not() -> None:
    assert tables_that_fit(ROOM, ALL, 2, wheelchair=True)[0] == "9"
    plain = tables_that_fit(ROOM, ALL, 2)
    assert plain[:2] == ("1", "2")
    assert plain.index("9") > plain.index("4")


def test_a_party_larger_than_any_table_gets_neighbouring_ones() -> None:
    plan = plan_of(rect("1", 200, 200, 3, 3), rect("2", 600, 200, 3, 3), rect("3", 2600, 200, 4, 4))
    seats = best_seats(plan, all_seats(plan), 10)
    assert seats is not None
    assert len(seats) == 10
    assert tables_of(plan, seats) == {"1", "2"}
    assert seats_at(plan, "2", all_seats(plan), 10) == seats
    assert seats_at(plan, "3", all_seats(plan), 10) is None
    assert tables_that_fit(plan, all_seats(plan), 10) == ("1", "2")


def test_nobody_of_a_joined_party_sits_alone_at_a_table() -> None:
    plan = plan_of(rect("1", 200, 200, 3, 3), rect("2", 600, 200, 2, 2))
    seats = best_seats(plan, all_seats(plan), 7)
    assert seats is not None
    assert sum(seat.startswith("2-") for seat in seats) == 2


def test_a_table_too_small_is_not_joined_while_a_larger_one_is_free() -> None:
    assert seats_at(ROOM, "1", ALL, 3) is None


def test_touching_a_free_chair_moves_the_last_chosen_guest_there() -> None:
    chosen = ("8-1", "8-5")
    assert swap(ROOM, chosen, "8-2", ALL, 2) == ("8-1", "8-2")


def test_touching_a_chosen_chair_gives_it_up_and_the_next_touch_fills_it() -> None:
    chosen = swap(ROOM, ("8-1", "8-5"), "8-1", ALL, 2)
    assert chosen == ("8-5",)
    assert swap(ROOM, chosen, "8-6", ALL, 2) == ("8-5", "8-6")


@pytest.mark.parametrize("touched", ["3-1", "8-8", "9-4"])
def test_a_chair_elsewhere_or_taken_or_not_a_chair_changes_nothing(touched: str) -> None:
    chosen = ("9-1", "9-2") if touched == "9-4" else ("8-1", "8-5")
    assert swap(ROOM, chosen, touched, ALL - {"8-8"}, 2) == chosen


def test_the_wheelchair_place_is_first_in_order_so_it_moves_last() -> None:
    assert in_order(ROOM, {"9-1", "9-4"}) == ("9-4", "9-1")


def test_after_a_lost_race_the_nearest_table_of_the_same_size_is_offered() -> None:
    lost = frozenset({"3-1", "3-2", "3-3", "3-4"})
    assert tables_of(ROOM, nearest_equal(ROOM, ALL - lost, lost, 4)) == {"4"}
    lost = frozenset({"1-1", "1-2"})
    assert tables_of(ROOM, nearest_equal(ROOM, ALL - lost, lost, 2)) == {"2"}


def test_who_loses_one_stool_of_three_is_offered_to_move_along_the_bar() -> None:
    wanted = frozenset({"bar-1", "bar-2", "bar-3"})
    assert nearest_equal(ROOM, ALL - {"bar-1"}, wanted, 3) == {"bar-2", "bar-3", "bar-4"}


def test_a_lost_wheelchair_place_is_never_replaced_by_a_chair() -> None:
    lost = frozenset({"9-3", "9-4"})
    assert nearest_equal(ROOM, ALL - lost, lost, 2) == frozenset()


def test_taking_part_of_a_table_makes_the_rest_useless_unless_it_is_shared() -> None:
    assert made_useless(ROOM, {"3-1", "8-1"}) == {"3-2", "3-3", "3-4"}


def test_a_table_out_of_use_is_never_offered() -> None:
    plan = replace(ROOM, tables=tuple(replace(t, out_of_use=t.table_id != "bar") for t in ROOM.tables))
    assert tables_of(plan, best_seats(plan, ALL, 2)) == {"bar"}
    assert best_seats(plan, ALL, 5) is None


def test_a_very_long_table_is_searched_quickly_and_keeps_the_party_together() -> None:
    plan = plan_of(bar("bar", 0, 100, 24))
    seats = best_seats(plan, all_seats(plan), 8)
    assert seats is not None
    numbers = sorted(int(seat.removeprefix("bar-")) for seat in seats)
    assert numbers == list(range(numbers[0], numbers[0] + 8))


shapes = st.sampled_from(["pair", "four", "six", "ring", "bar", "shared", "place"])


@st.composite
def floors(draw: st.DrawFn) -> tuple[Plan, frozenset[str], int]:
    """A small floor, the seats that are free, and a party."""
    makers = {
        "pair": lambda n, x: rect(n, x, 200, 1, 1),
        "four": lambda n, x: rect(n, x, 200, 2, 2),
        "six": lambda n, x: rect(n, x, 200, 3, 3),
        "ring": lambda n, x: ring(n, x, 200, 5),
        "bar": lambda n, x: bar(n, x, 200, 5),
        "shared": lambda n, x: rect(n, x, 200, 3, 3, shared=True),
        "place": lambda n, x: rect(n, x, 200, 2, 2, place=True),
    }
    x, tables = 300.0, []
    for number, shape in enumerate(draw(st.lists(shapes, min_size=1, max_size=4))):
        table = makers[shape](str(number), x)
        tables.append(table)
        x += table.width + draw(st.sampled_from([120.0, 400.0]))
    plan = plan_of(*tables)
    taken = draw(st.sets(st.sampled_from(sorted(all_seats(plan)))))
    return plan, all_seats(plan) - taken, draw(st.integers(1, 8))


@settings(max_examples=150, deadline=None)
@given(floors(), st.booleans())
def test_what_is_proposed_is_free_complete_and_the_best_by_brute_force(
    case: tuple[Plan, frozenset[str], int], wheelchair: bool
) -> None:
    plan, free, party = case
    got = best_seats(plan, free, party, wheelchair=wheelchair)
    ways = [
        (table, frozenset(way))
        for table in plan.tables
        for way in combinations(sorted(allowed(table, free, wheelchair)), party)
        if not wheelchair or any(is_place(plan, seat_id) for seat_id in way)
    ]
    if not ways:
        assert got is None or len(tables_of(plan, got)) > 1
    else:
        assert got in [way for _, way in ways], "something was chosen that may not be"
        best = min(badness(plan, table, way, free, wheelchair) for table, way in ways)
        mine = badness(plan, plan.table_of(next(iter(got))), got, free, wheelchair)
        assert mine == best
    if got is not None:
        assert got <= free
        assert len(got) == party


def allowed(table: Table, free: frozenset[str], wheelchair: bool) -> set[str]:
    """Said again from the rules, not from the code under test."""
    usable = {seat.seat_id for seat in table.usable_seats}
    if not table.shared and not usable <= free:
        return set()
    return {
        seat.seat_id
        for seat in table.usable_seats
        if seat.seat_id in free and (wheelchair or seat.kind is not SeatKind.WHEELCHAIR)
    }


def is_place(plan: Plan, seat_id: str) -> bool:
    return any(seat.seat_id == seat_id and seat.kind is SeatKind.WHEELCHAIR for seat in plan.seats())


def badness(
    plan: Plan, table: Table, way: frozenset[str], free: frozenset[str], wheelchair: bool
) -> tuple[int, ...]:
    """Apart, then the table's size with lone seats, then a place taken unasked, lone seats, faces, in that
    order.
    """
    seats = [seat for seat in table.seats if seat.seat_id in way]
    left = [seat for seat in table.seats if seat.seat_id in allowed(table, free, wheelchair) - way]
    apart = lone = 0
    if table.shared:
        groups: list[list[object]] = []
        for seat in seats:
            touching = [g for g in groups if any(next_to(seat, o) or facing(seat, o) for o in g)]  # type: ignore[arg-type]
            groups = [g for g in groups if g not in touching] + [[seat, *(o for g in touching for o in g)]]
        apart = len(groups) - 1
        lone = sum(not any(o is not s and (next_to(s, o) or facing(s, o)) for o in left) for s in left)
    place = any(seat.kind is SeatKind.WHEELCHAIR for seat in table.seats) and not wheelchair
    unfaced = sum(not any(facing(seat, other) for other in seats) for seat in seats)
    return apart, len(table.usable_seats) + lone, int(place), apart, lone, unfaced


@settings(max_examples=100, deadline=None)
@given(floors(), st.booleans())
def test_a_table_is_listed_exactly_when_a_touch_on_it_chooses_seats(
    case: tuple[Plan, frozenset[str], int], wheelchair: bool
) -> None:
    plan, free, party = case
    listed = set(tables_that_fit(plan, free, party, wheelchair=wheelchair))
    touched = {
        t.table_id for t in plan.tables if seats_at(plan, t.table_id, free, party, wheelchair=wheelchair)
    }
    if any(len(open_seats(t, free, wheelchair=wheelchair)) >= party for t in plan.tables):
        assert listed == touched
    else:
        assert listed <= touched, "a joined table was listed but cannot be touched"


@settings(max_examples=100, deadline=None)
@given(floors())
def test_an_offer_after_a_lost_race_never_contains_what_was_lost(
    case: tuple[Plan, frozenset[str], int],
) -> None:
    plan, free, party = case
    lost = best_seats(plan, free, party)
    if lost is not None:
        offer = nearest_equal(plan, free - lost, lost, party)
        assert not offer & lost
        assert not offer or len(offer) == party


def test_tables_beyond_an_aisle_are_never_joined() -> None:
    plan = plan_of(rect("1", 200, 200, 2, 2), rect("2", 200 + 176 + AISLE + 1, 200, 2, 2))
    assert best_seats(plan, all_seats(plan), 6) is None


def test_every_way_to_choose_has_its_own_rank() -> None:
    seats = ROOM.table("8").usable_seats
    assert pick(Setting(True, seats), 2) == pick(Setting(True, seats), 2)


def test_a_place_is_kept_at_a_table_too_long_to_try_every_way() -> None:
    table = rect("long", 1500, 400, 12, 12, place=True)
    plan = plan_of(table)
    seats = best_seats(plan, all_seats(plan), 10, wheelchair=True)
    assert seats is not None
    assert "long-24" in seats


def test_seats_that_have_left_the_plan_are_replaced_by_the_best_there_are() -> None:
    assert nearest_equal(ROOM, ALL, frozenset({"gone-1"}), 2) == best_seats(ROOM, ALL, 2)
    assert nearest_equal(ROOM, frozenset(), frozenset({"gone-1"}), 2) == frozenset()

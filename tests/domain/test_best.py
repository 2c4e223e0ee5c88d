"""The best seats for a party's needs, and reasons that are true of them."""

import pytest

from kiosk.domain.best import Needs, Reason, best_for, reasons_for, split_for
from kiosk.domain.seating import best_seats
from tests.domain.floors import all_seats, bar, plan_of, rect

ROOM = plan_of(
    rect("1", 100, 150, 1, 1),
    rect("3", 520, 150, 2, 2),
    rect("8", 500, 850, 4, 4, shared=True),
    rect("9", 900, 850, 2, 2, place=True),
    bar("bar", 1200, 400, 3),
)
ALL = all_seats(ROOM)


def test_a_high_chair_does_not_go_to_the_bar_while_there_is_a_table() -> None:
    free = ALL - {"1-1", "3-1", "9-1"}
    plain, child = best_for(ROOM, free, Needs(2)), best_for(ROOM, free, Needs(2, high_chair=True))
    assert plain is not None
    assert child is not None
    assert all(seat.startswith("bar") for seat in plain)
    assert all(seat.startswith("8") for seat in child)


def test_a_bar_is_better_than_nothing_for_a_family() -> None:
    only_bar = frozenset({"bar-1", "bar-2"})
    assert best_for(ROOM, only_bar, Needs(2, high_chair=True)) == only_bar


def test_without_a_high_chair_the_best_seats_are_those_of_the_geometry() -> None:
    for party in range(1, 9):
        assert best_for(ROOM, ALL, Needs(party)) == best_seats(ROOM, ALL, party)


def test_no_seats_are_proposed_where_none_are_free() -> None:
    assert best_for(ROOM, frozenset(), Needs(2, high_chair=True)) is None


@pytest.mark.parametrize(("party", "sizes"), [(4, (2, 2)), (5, (3, 2)), (8, (4, 4))])
def test_a_party_in_two_groups_has_the_larger_one_first_and_no_seat_twice(
    party: int, sizes: tuple[int, int]
) -> None:
    groups = split_for(ROOM, ALL, Needs(party))
    assert groups is not None
    assert tuple(map(len, groups)) == sizes
    assert not groups[0] & groups[1]


def test_two_groups_never_share_a_table_that_strangers_do_not_share() -> None:
    only = frozenset(f"3-{nth}" for nth in (1, 2, 3, 4))
    assert split_for(ROOM, only, Needs(4)) is None


@pytest.mark.parametrize(("party", "free"), [(3, ALL), (4, frozenset({"1-1", "1-2"})), (4, frozenset())])
def test_nobody_sits_alone_and_what_does_not_fit_is_not_offered(party: int, free: frozenset[str]) -> None:
    assert split_for(ROOM, free, Needs(party)) is None


def test_a_wheelchair_place_is_in_the_larger_group() -> None:
    groups = split_for(ROOM, ALL, Needs(5, wheelchair=True))
    assert groups is not None
    assert any(seat.startswith("9") for seat in groups[0])


@pytest.mark.parametrize(
    ("seats", "reasons"),
    [
        ("1-1 1-2", (Reason.EXACT, Reason.FACING)),
        ("3-1 3-3", (Reason.FACING,)),
        ("3-1 3-2", (Reason.TOGETHER,)),
        ("9-2 9-4", (Reason.PLACE, Reason.FACING)),
        ("bar-1 bar-2 bar-3", (Reason.TOGETHER,)),
        ("1-1 1-2 3-1 3-3", (Reason.JOINED, Reason.FACING)),
        ("3-1", ()),
        ("", ()),
    ],
)
def test_only_what_is_true_is_given_as_a_reason(seats: str, reasons: tuple[Reason, ...]) -> None:
    assert reasons_for(ROOM, frozenset(seats.split())) == reasons

"""What days were like, in figures that add up."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.reports import (
    STEPS,
    Ended,
    Span,
    Stays,
    Waited,
    Waits,
    arrivals,
    fullness,
    reached,
    shares,
    slots,
)

WEEK = Span(date(2026, 3, 7), date(2026, 3, 13))
SEVEN = datetime(2026, 3, 13, 10, 0, tzinfo=UTC)
"""19:00 in Seoul, a Friday."""


def stay(minutes: int, long: int = 90, guests: int = 2, seats: int = 2) -> Stays:
    starts = SEVEN + timedelta(minutes=minutes)
    return Stays(starts, starts + timedelta(minutes=long), 1, guests, seats)


def test_a_span_is_whole_seoul_days_and_is_compared_with_as_many_before() -> None:
    assert WEEK.days == 7
    assert WEEK.before() == Span(date(2026, 2, 28), date(2026, 3, 6))
    assert WEEK.bounds == (
        datetime(2026, 3, 6, 15, tzinfo=UTC),
        datetime(2026, 3, 13, 15, tzinfo=UTC),
    )
    assert WEEK.before().bounds[1] == WEEK.bounds[0], "half-open: nothing is in both, nothing in neither"


def test_guests_count_in_the_half_hour_in_which_they_came() -> None:
    assert arrivals([stay(0), stay(29), stay(30, guests=4), stay(59)]) == {1140: 4, 1170: 6}


def test_the_bars_run_from_the_first_to_the_last_half_hour_of_both() -> None:
    assert list(slots({1140: 3}, {1050: 1})) == [1050, 1080, 1110, 1140]
    assert list(slots({}, {})) == []


def test_waits_are_averages_of_the_half_hour_in_which_teams_joined() -> None:
    at = datetime(2026, 3, 13, 9, 5, tzinfo=UTC)
    waits = Waits(
        (Waited(at, 20, 15), Waited(at, 30, 40), Waited(at + timedelta(hours=2), 10, 10)), left=1, gone=2
    )
    assert waits.by_slot() == {18 * 60: (28, 25), 20 * 60: (10, 10)}
    assert (waits.teams, waits.kept_percent) == (6, 66)
    assert (Waits().by_slot(), Waits().teams, Waits().kept_percent) == ({}, 0, 0)


def test_a_stay_fills_each_hour_by_its_minutes() -> None:
    assert fullness([stay(30, 90, seats=5)], WEEK, 10) == {
        (day, hour): {(4, 19): 25, (4, 20): 50}.get((day, hour), 0) for day in range(7) for hour in (19, 20)
    }


def test_a_weekday_that_comes_twice_is_an_average_and_one_that_never_comes_is_left_out() -> None:
    two_fridays = Span(date(2026, 3, 6), date(2026, 3, 13))
    assert fullness([stay(0, 60, seats=10)], two_fridays, 10)[4, 19] == 50
    one_day = Span(date(2026, 3, 13), date(2026, 3, 13))
    assert fullness([stay(0, 60, seats=10)], one_day, 10) == {(4, 19): 100}
    assert fullness([stay(0)], one_day, 0) == {}


def test_a_stay_over_midnight_belongs_to_both_days() -> None:
    found = fullness([stay(4 * 60 + 30, 60, seats=10)], WEEK, 10)
    assert (found[4, 23], found[5, 0]) == (50, 50)


@given(st.lists(st.integers(0, 10**9), max_size=9))
def test_shares_add_up_to_a_hundred(amounts: list[int]) -> None:
    found = shares(amounts)
    assert sum(found) == (100 if sum(amounts) else 0)
    for amount, share in zip(amounts, found, strict=True):
        assert abs(share - 100 * amount / max(1, sum(amounts))) < 1


def test_whoever_got_further_got_as_far_too() -> None:
    ended = [Ended("floor", "left", 3), Ended("done", "paid", 5), Ended("party", "left", 2)]
    assert reached(ended) == (
        *(("party", 10), ("floor", 8), ("review", 5), ("payment", 5), ("confirming", 5), ("done", 5)),
    )


@pytest.mark.parametrize("step", STEPS)
def test_no_visit_no_step(step: str) -> None:
    assert dict(reached([]))[step] == 0

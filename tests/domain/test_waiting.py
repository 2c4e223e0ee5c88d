"""Whose turn it is, what becomes of a team, and how long a wait is likely to be."""

from datetime import timedelta

import pytest

from kiosk.domain.best import Needs
from kiosk.domain.waiting import (
    WAITING_TABLE,
    Opening,
    WaitEvent,
    WaitStatus,
    begins_like_a_phone,
    digits_lacking,
    is_phone,
    minutes_until,
    next_wait,
    quoted,
    taken_back,
    unanswered,
)
from tests.fakes.machine import FakeClock
from tests.fakes.restaurants import plan

S, E = WaitStatus, WaitEvent
ALL = frozenset(seat.seat_id for seat in plan().seats())
STAY = 6
EVENING = [Opening(cell, STAY) for cell in range(100, 120)]


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("event", E)
def test_the_table_is_total(status: WaitStatus, event: WaitEvent) -> None:
    unanswered_uncalled = status is S.WAITING and event in (E.UNANSWERED, E.UNANSWERED_AGAIN)
    is_over, goes_back = status in (S.SEATED, S.LEFT, S.GONE), event in (E.TAKEN_BACK, E.TAKEN_BACK_CALLED)
    assert (status, event) in WAITING_TABLE
    if is_over is not goes_back or unanswered_uncalled:
        assert next_wait(status, event) is None
    else:
        assert next_wait(status, event) in tuple(S)


@pytest.mark.parametrize("over", [S.SEATED, S.LEFT, S.GONE])
def test_a_wait_that_was_ended_by_mistake_goes_on_where_it_was(over: WaitStatus) -> None:
    assert next_wait(over, taken_back(was_called=False)) is S.WAITING
    assert next_wait(over, taken_back(was_called=True)) is S.CALLED


def test_who_does_not_answer_keeps_a_place_once() -> None:
    assert next_wait(S.CALLED, unanswered(0)) is S.WAITING
    assert next_wait(S.CALLED, unanswered(1)) is S.GONE


def _busy(*seats: str, until: int) -> dict[str, frozenset[int]]:
    return {seat: frozenset(range(90, until)) for seat in seats}


def _table(nth: int, until: int) -> dict[str, frozenset[int]]:
    return _busy(*(f"{nth}-{seat}" for seat in (1, 2, 3, 4)), until=until)


FULL = _table(1, 104) | _table(2, 106) | _table(3, 112) | _busy("bar-0", "bar-1", "bar-2", until=115)


def test_the_wait_ends_with_the_first_table_that_fits() -> None:
    assert quoted(plan(), FULL, EVENING, [], Needs(4)) == 104


def test_teams_before_us_get_theirs_first() -> None:
    assert quoted(plan(), FULL, EVENING, [Needs(4)], Needs(4)) == 106
    assert quoted(plan(), FULL, EVENING, [Needs(4), Needs(3)], Needs(4)) == 104 + STAY, "they stay their time"


def test_a_team_before_us_that_fits_nowhere_does_not_hold_us_up() -> None:
    assert quoted(plan(), FULL, EVENING, [Needs(40)], Needs(4)) == 104


def test_a_reservation_in_between_makes_a_table_no_answer() -> None:
    """Free at 104 and booked from 108 on: nobody can stay six quarters."""
    reserved = {seat: cells | set(range(108, 130)) for seat, cells in _table(1, 104).items()}
    assert quoted(plan(), FULL | reserved, EVENING, [], Needs(4)) == 106


def test_when_nothing_gets_free_today_that_is_the_answer() -> None:
    assert quoted(plan(), _busy(*ALL, until=999), EVENING, [], Needs(1)) is None
    assert quoted(plan(), {}, [], [], Needs(1)) is None


@pytest.mark.parametrize(("minutes", "told"), [(-3, 5), (0, 5), (1, 5), (5, 5), (5.1, 10), (21, 25)])
def test_a_wait_is_rounded_up_to_five_minutes(minutes: float, told: int) -> None:
    now = FakeClock().now()
    assert minutes_until(now + timedelta(minutes=minutes), now) == told


@pytest.mark.parametrize("text", ["01030275555", "0113027555"])
def test_a_mobile_number_is_taken(text: str) -> None:
    assert is_phone(text)


@pytest.mark.parametrize(
    "text", ["", "0212345678", "010302755", "010302755555", "010-3027-5555", "0103027555٣", "0103027555"]
)
def test_anything_else_is_not(text: str) -> None:
    assert not is_phone(text)


@pytest.mark.parametrize(
    ("text", "lacking"),
    [("", 10), ("01", 8), ("0103027555", 1), ("0113027555", 0), ("01130275555", 0), ("0" * 13, -2)],
)
def test_what_a_number_still_lacks_is_counted(text: str, lacking: int) -> None:
    assert digits_lacking(text) == lacking


@pytest.mark.parametrize(
    ("text", "is_one"), [("", True), ("0", True), ("01", True), ("016", True), ("02", False), ("1", False)]
)
def test_how_it_begins_is_told_at_the_first_digit(text: str, is_one: bool) -> None:
    assert begins_like_a_phone(text) is is_one

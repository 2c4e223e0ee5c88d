"""Roles, rights and the rules of a PIN."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.domain import staff
from kiosk.domain.staff import ASKED_AGAIN, RIGHTS, Act, Role, may, needs_second

NOW = datetime(2026, 3, 13, 9, 0, tzinfo=UTC)


def test_every_role_may_all_that_the_one_before_it_may() -> None:
    assert RIGHTS[Role.WAITER] < RIGHTS[Role.MANAGER] < RIGHTS[Role.OWNER] == frozenset(Act)


@pytest.mark.parametrize(
    "act", [Act.REFUND, Act.CANCEL, Act.CLOSE_DAY, Act.PRIVACY, Act.HOURS, Act.PUBLISH_PLAN]
)
def test_a_waiter_touches_no_money_and_no_plan(act: Act) -> None:
    assert not may(Role.WAITER, act)
    assert may(Role.MANAGER, act)
    assert act in ASKED_AGAIN


@pytest.mark.parametrize("act", [Act.STAFF, Act.TERMINALS, Act.POLICY, Act.WORDS])
def test_only_the_owner_changes_staff_terminals_refund_terms_and_words(act: Act) -> None:
    assert act in ASKED_AGAIN
    assert [role for role in Role if may(role, act)] == [Role.OWNER]


def test_a_second_person_is_needed_above_the_limit_of_the_role_only() -> None:
    assert not needs_second(Role.MANAGER, 100_000)
    assert needs_second(Role.MANAGER, 100_001)
    assert not needs_second(Role.OWNER, 500_000)
    assert needs_second(Role.OWNER, 500_001)


@pytest.mark.parametrize("text", ["", "12345", "1234567", "12345a", "１２３４５６", "12 456"])
def test_a_pin_is_six_plain_digits(text: str) -> None:
    assert not staff.is_pin(text)


@pytest.mark.parametrize("pin", ["000000", "123456", "987654"])
def test_one_digit_and_a_run_are_weak(pin: str) -> None:
    assert staff.is_weak(pin)
    assert not staff.is_weak("271828")


def test_a_pause_follows_every_fifth_wrong_pin_and_ends() -> None:
    assert staff.pause_left(4, NOW, NOW) == timedelta()
    assert staff.pause_left(5, NOW, NOW + timedelta(seconds=20)) == timedelta(seconds=40)
    assert staff.pause_left(5, NOW, NOW + timedelta(minutes=2)) == timedelta()
    assert staff.pause_left(0, None, NOW) == timedelta()


def test_a_clock_that_was_set_back_waits_the_whole_pause_and_no_more() -> None:
    assert staff.pause_left(5, NOW, NOW - timedelta(days=400)) == timedelta(minutes=1)


def test_tries_are_counted_down_to_the_pause_and_to_the_lock() -> None:
    assert [staff.tries_left(failures) for failures in (0, 1, 4, 5, 9, 10)] == [5, 4, 1, 5, 1, 0]
    assert staff.is_locked(10)
    assert not staff.is_locked(9)

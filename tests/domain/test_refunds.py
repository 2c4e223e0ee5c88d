"""The refund policy: worked examples by hand, and what holds for every policy, price and moment."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.money import LARGEST, Won, won
from kiosk.domain.refunds import (
    DEFAULT,
    LONGEST_NOTICE,
    ROUNDINGS,
    Entry,
    Line,
    Offer,
    Policy,
    Rule,
    Step,
    free_until,
    problems_of_policy,
    refund_offer,
)
from tests.fakes.machine import FRIDAY_EVENING

STARTS = FRIDAY_EVENING
BY_HOURS = Policy(
    (Step(timedelta(hours=24), 100), Step(timedelta(hours=3), 50)), no_show=0, walk_in=100, round_to=10
)


def offered(policy: Policy, price: int, notice: timedelta, *, back: int = 0, walk_in: bool = False) -> Offer:
    return refund_offer(policy, won(price), won(back), STARTS, STARTS - notice, walk_in=walk_in)


@pytest.mark.parametrize(
    ("notice", "percent", "back"),
    [
        (timedelta(days=3), 100, 23_500),
        (timedelta(hours=24), 100, 23_500),
        (timedelta(hours=24) - timedelta(seconds=1), 50, 11_750),
        (timedelta(hours=3), 50, 11_750),
        (timedelta(hours=3) - timedelta(microseconds=1), 0, 0),
        (timedelta(0), 0, 0),
        (timedelta(hours=-2), 0, 0),
    ],
)
def test_the_step_is_chosen_by_the_notice_given(notice: timedelta, percent: int, back: int) -> None:
    offer = offered(BY_HOURS, 23_500, notice)
    assert (offer.percent, offer.back_now, offer.kept) == (percent, back, 23_500 - back)


def test_a_restaurant_that_says_nothing_keeps_a_fifth_of_a_late_cancel_and_nothing_of_an_early_one() -> None:
    assert offered(DEFAULT, 42_000, timedelta(hours=1)).back_now == 42_000
    late = offered(DEFAULT, 42_000, timedelta(minutes=59))
    assert (late.rule, late.back_now, late.kept) == (Rule.NO_SHOW, 33_600, 8_400)
    assert problems_of_policy(DEFAULT) == []


def test_who_bought_a_seat_to_sit_down_now_can_change_their_mind_until_the_sitting_starts() -> None:
    before = offered(DEFAULT, 20_000, timedelta(minutes=3), walk_in=True)
    assert (before.rule, before.notice, before.back_now) == (Rule.WALK_IN, None, 20_000)
    after = offered(DEFAULT, 20_000, timedelta(0), walk_in=True)
    assert (after.rule, after.back_now) == (Rule.NO_SHOW, 16_000)


def test_a_step_without_any_notice_ends_when_the_sitting_starts() -> None:
    policy = replace(BY_HOURS, steps=(Step(timedelta(0), 70),))
    assert offered(policy, 10_000, timedelta(seconds=1)).back_now == 7_000
    assert offered(policy, 10_000, timedelta(0)).back_now == 0


@pytest.mark.parametrize(("round_to", "back"), [(1, 3_334), (10, 3_340), (100, 3_400), (1000, 4_000)])
def test_a_part_is_rounded_up_for_the_guest(round_to: int, back: int) -> None:
    policy = replace(BY_HOURS, steps=(Step(timedelta(0), 33),), round_to=round_to)
    assert offered(policy, 10_101, timedelta(hours=1)).back_now == back


def test_rounding_never_gives_back_more_than_was_paid() -> None:
    policy = replace(BY_HOURS, steps=(Step(timedelta(0), 99),), round_to=1000)
    assert offered(policy, 10_900, timedelta(hours=1)).back_now == 10_900


def test_what_has_gone_back_already_is_taken_off_and_never_asked_for_again() -> None:
    half = offered(BY_HOURS, 20_000, timedelta(hours=5), back=4_000)
    assert (half.by_policy, half.already_back, half.back_now, half.kept) == (10_000, 4_000, 6_000, 10_000)
    more = offered(BY_HOURS, 20_000, timedelta(hours=5), back=15_000)
    assert (more.back_now, more.kept) == (0, 5_000)


def test_the_arithmetic_is_shown_line_by_line() -> None:
    assert offered(BY_HOURS, 20_000, timedelta(hours=5), back=4_000).lines == (
        Line(Entry.PAID, Won(20_000)),
        Line(Entry.BY_POLICY, Won(10_000), 50),
        Line(Entry.ALREADY_BACK, Won(4_000)),
        Line(Entry.BACK_NOW, Won(6_000)),
        Line(Entry.KEPT, Won(10_000)),
    )


def test_more_than_the_price_cannot_have_gone_back() -> None:
    with pytest.raises(ValueError, match="20,001 won cannot have gone back of 20,000"):
        offered(BY_HOURS, 20_000, timedelta(hours=5), back=20_001)


# --- for every policy ---------------------------------------------------------------------------------------------

PERCENTS = st.integers(0, 100)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    minutes = draw(st.lists(st.integers(0, 60 * 24 * 30), max_size=5, unique=True))
    percents = draw(st.lists(PERCENTS, min_size=len(minutes) + 2, max_size=len(minutes) + 2))
    percents.sort(reverse=True)
    steps = [
        Step(timedelta(minutes=minute), percent)
        for minute, percent in zip(sorted(minutes, reverse=True), percents, strict=False)
    ]
    walk_in, no_show = percents[-2], percents[-1]
    return Policy(tuple(steps), no_show, walk_in, draw(st.sampled_from(ROUNDINGS)))


@st.composite
def money(draw: st.DrawFn) -> tuple[Won, Won]:
    price = draw(st.integers(1, LARGEST))
    return won(price), won(draw(st.integers(0, price)))


NOTICES = st.timedeltas(-timedelta(days=2), timedelta(days=31))


@given(policies())
def test_every_policy_of_these_tests_is_a_sound_one(policy: Policy) -> None:
    assert problems_of_policy(policy) == []


@given(policies(), money(), NOTICES, st.booleans())
def test_nothing_goes_back_that_is_not_there_and_the_sums_agree(
    policy: Policy, paid: tuple[Won, Won], notice: timedelta, walk_in: bool
) -> None:
    price, back = paid
    offer = refund_offer(policy, price, back, STARTS, STARTS - notice, walk_in=walk_in)
    assert 0 <= offer.back_now <= price - back
    assert offer.already_back + offer.back_now + offer.kept == offer.paid == price
    assert all(type(line.amount) is int for line in offer.lines)


@given(policies(), money(), NOTICES, NOTICES, st.booleans())
def test_waiting_never_gives_more_back(
    policy: Policy, paid: tuple[Won, Won], one: timedelta, other: timedelta, walk_in: bool
) -> None:
    early, late = max(one, other), min(one, other)
    first, second = (
        refund_offer(policy, *paid, STARTS, STARTS - notice, walk_in=walk_in) for notice in (early, late)
    )
    assert first.back_now >= second.back_now


@given(policies(), money(), NOTICES)
def test_asking_in_two_goes_gives_no_more_than_in_one(
    policy: Policy, paid: tuple[Won, Won], notice: timedelta
) -> None:
    price, back = paid
    now = STARTS - notice
    once = refund_offer(policy, price, back, STARTS, now, walk_in=False)
    again = refund_offer(policy, price, won(back + once.back_now), STARTS, now, walk_in=False)
    assert again.back_now == 0


# --- policies that make no sense ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"no_show": 101, "walk_in": 101}, "not from 0 to 100"),
        ({"no_show": -1}, "not from 0 to 100"),
        ({"no_show": 60}, "more for not coming \\(60 %\\) than for canceling \\(50 %\\)"),
        ({"no_show": 40, "walk_in": 30}, "more for not coming"),
        ({"round_to": 7}, "round_to .* must be one of 1, 10, 100, 1000, not 7"),
        ({"steps": (Step(timedelta(hours=3), 50), Step(timedelta(hours=24), 50))}, "longest notice"),
        ({"steps": (Step(timedelta(hours=3), 50), Step(timedelta(hours=3), 50))}, "longest notice"),
        ({"steps": (Step(timedelta(hours=3), 50), Step(timedelta(hours=1), 60))}, "must not grow"),
        ({"steps": (Step(timedelta(hours=-1), 50),)}, "0 hours to a year"),
        ({"steps": (Step(LONGEST_NOTICE * 2, 50),)}, "0 hours to a year"),
    ],
)
def test_a_policy_that_makes_no_sense_is_named(changes: dict[str, object], said: str) -> None:
    found = problems_of_policy(replace(BY_HOURS, **changes))  # type: ignore[arg-type]  # fields by name
    with pytest.raises(AssertionError, match=said):
        raise AssertionError("; ".join(found))


def test_a_policy_without_any_step_is_one_rule_for_all() -> None:
    assert problems_of_policy(Policy((), no_show=30, walk_in=30, round_to=10)) == []


def test_all_of_it_goes_back_until_the_last_step_that_gives_all() -> None:
    assert free_until(DEFAULT, STARTS, walk_in=False) == STARTS - timedelta(hours=1)
    assert free_until(BY_HOURS, STARTS, walk_in=False) == STARTS - timedelta(hours=24)
    assert free_until(DEFAULT, STARTS, walk_in=True) == STARTS


def test_where_never_all_of_it_goes_back_there_is_no_such_hour() -> None:
    kept = replace(BY_HOURS, steps=(Step(timedelta(hours=24), 90),), walk_in=90)
    assert free_until(kept, STARTS, walk_in=False) is None
    assert free_until(kept, STARTS, walk_in=True) is None


@given(st.integers(0, 48 * 3600), st.booleans())
def test_what_a_guest_is_told_of_a_full_refund_is_what_the_policy_does(
    seconds_before: int, walk_in: bool
) -> None:
    notice = timedelta(seconds=seconds_before)
    until = free_until(BY_HOURS, STARTS, walk_in=walk_in)
    assert until is not None
    offer = offered(BY_HOURS, 10_000, notice, walk_in=walk_in)
    assert (offer.back_now == 10_000) is (STARTS - notice < until or STARTS - notice == until != STARTS)

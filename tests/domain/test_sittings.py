"""Rules become sittings in Seoul time, sittings cover whole cells, and "now" starts at the next quarter hour."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.money import won
from kiosk.domain.sittings import (
    CELL,
    SEOUL,
    Sitting,
    SpecialDay,
    WeeklyRule,
    cell_of,
    cells_between,
    day_bounds,
    last_day,
    open_rule,
    open_sittings,
    problems_of_days,
    problems_of_rules,
    seoul_day,
    sittings_on,
    walk_in,
)

FRIDAY = date(2026, 3, 13)
DINNER = WeeklyRule(4, time(17, 0), time(20, 45), timedelta(minutes=15), timedelta(minutes=90), won(10_000))


def seoul(hour: int, minute: int = 0, day: date = FRIDAY) -> datetime:
    return datetime.combine(day, time(hour, minute), SEOUL).astimezone(UTC)


def test_a_rule_makes_one_sitting_every_quarter_hour_of_its_day() -> None:
    found = sittings_on(FRIDAY, [DINNER])
    assert len(found) == 16
    assert found[0] == Sitting(seoul(17), seoul(18, 30), won(10_000))
    assert found[-1].starts == seoul(20, 45)


def test_a_rule_makes_nothing_on_another_day() -> None:
    assert sittings_on(FRIDAY + timedelta(days=1), [DINNER]) == ()


def test_where_two_rules_meet_the_first_one_sets_the_price() -> None:
    dear = WeeklyRule(4, time(17, 0), time(17, 0), CELL, timedelta(minutes=60), won(30_000))
    assert sittings_on(FRIDAY, [dear, DINNER])[0].price == 30_000


def test_ninety_minutes_cover_six_cells_and_no_more() -> None:
    cells = Sitting(seoul(19), seoul(20, 30), won(1)).cells
    assert len(cells) == 6
    assert cells.start == cell_of(seoul(19))
    assert cells.stop == cell_of(seoul(20, 30))


def test_a_cell_that_is_begun_counts_whole() -> None:
    assert len(cells_between(seoul(19), seoul(19, 16))) == 2


@given(st.integers(0, 10**6), st.integers(1, 40))
def test_sittings_that_follow_each_other_share_no_cell(start: int, length: int) -> None:
    first = datetime.fromtimestamp(start * 900, UTC)
    middle, last = first + CELL * length, first + CELL * length * 2
    assert not set(cells_between(first, middle)) & set(cells_between(middle, last))


def test_the_day_of_a_till_is_seouls_not_utcs() -> None:
    late = datetime(2026, 3, 12, 15, 0, tzinfo=UTC)
    assert seoul_day(late) == FRIDAY
    assert seoul_day(late - timedelta(microseconds=1)) == date(2026, 3, 12)


def test_a_day_is_bounded_by_seouls_midnights() -> None:
    starts, ends = day_bounds(FRIDAY)
    assert (starts, ends) == (datetime(2026, 3, 12, 15, tzinfo=UTC), datetime(2026, 3, 13, 15, tzinfo=UTC))


def test_who_walks_in_sits_from_the_next_quarter_hour() -> None:
    now = walk_in(seoul(18, 42), [DINNER])
    assert now == Sitting(seoul(18, 45), seoul(20, 15), won(10_000), walk_in=True)


def test_on_the_quarter_hour_itself_now_is_now() -> None:
    now = walk_in(seoul(18, 45), [DINNER])
    assert now is not None
    assert now.starts == seoul(18, 45)


@pytest.mark.parametrize("moment", [seoul(16, 30), seoul(20, 46), seoul(18, 0, FRIDAY + timedelta(days=1))])
def test_nobody_walks_in_while_it_is_closed(moment: datetime) -> None:
    assert walk_in(moment, [DINNER]) is None


def test_now_comes_first_and_hides_the_sitting_of_the_same_start() -> None:
    found = open_sittings(seoul(18, 42), [DINNER])
    assert found[0].walk_in
    assert [s.starts for s in found[:2]] == [seoul(18, 45), seoul(19)]


def test_before_opening_only_later_sittings_are_offered() -> None:
    found = open_sittings(seoul(10), [DINNER])
    assert not found[0].walk_in
    assert found[0].starts == seoul(17)


def test_another_day_has_no_now() -> None:
    found = open_sittings(seoul(18, 42), [DINNER], FRIDAY + timedelta(days=7))
    assert not any(s.walk_in for s in found)
    assert len(found) == 16


@pytest.mark.parametrize(
    ("rule", "word"),
    [
        (WeeklyRule(7, time(17), time(18), CELL, CELL, won(1)), "weekday"),
        (WeeklyRule(0, time(18), time(17), CELL, CELL, won(1)), "before first"),
        (WeeklyRule(0, time(17), time(18), CELL, CELL, won(0)), "price"),
        (WeeklyRule(0, time(17), time(18), timedelta(), CELL, won(1)), "quarter hours"),
        (WeeklyRule(0, time(17), time(18), CELL, timedelta(minutes=50), won(1)), "quarter hours"),
        (WeeklyRule(0, time(17, 5), time(18), CELL, CELL, won(1)), "quarter hour"),
    ],
)
def test_a_rule_that_makes_no_sense_is_named(rule: WeeklyRule, word: str) -> None:
    (problem,) = problems_of_rules([rule])
    assert word in problem


def test_no_rule_at_all_is_a_problem_and_a_sound_one_is_none() -> None:
    assert problems_of_rules([]) == ["there is no opening rule, so nothing can ever be booked"]
    assert problems_of_rules([DINNER]) == []


# --- special days -------------------------------------------------------------------------------------------------------

FEAST = WeeklyRule(4, time(12, 0), time(13, 0), timedelta(minutes=30), timedelta(minutes=60), won(30_000))


def test_on_a_closed_date_nothing_is_booked_and_nobody_walks_in() -> None:
    closed = [SpecialDay(FRIDAY, "추석")]
    assert closed[0].is_closed
    assert sittings_on(FRIDAY, [DINNER], closed) == ()
    assert open_sittings(seoul(18, 42), [DINNER], days=closed) == ()
    assert walk_in(seoul(18, 42), [DINNER], closed) is None


def test_a_special_date_has_its_own_times_and_price_and_none_of_its_weekdays() -> None:
    days = [SpecialDay(FRIDAY, "잔치", (FEAST,))]
    found = sittings_on(FRIDAY, [DINNER], days)
    assert [(s.starts, s.price) for s in found] == [
        (seoul(12), 30_000),
        (seoul(12, 30), 30_000),
        (seoul(13), 30_000),
    ]
    assert walk_in(seoul(12, 10), [DINNER], days) == Sitting(
        seoul(12, 15), seoul(13, 15), won(30_000), walk_in=True
    )
    assert open_rule(seoul(18), [DINNER], days) is None


def test_the_same_weekday_a_week_later_is_as_ever() -> None:
    later = FRIDAY + timedelta(days=7)
    assert sittings_on(later, [DINNER], [SpecialDay(FRIDAY, "쉼")]) == sittings_on(later, [DINNER])


@pytest.mark.parametrize(
    ("days", "word"),
    [
        ([SpecialDay(FRIDAY, "a"), SpecialDay(FRIDAY, "b")], "twice"),
        ([SpecialDay(FRIDAY, " ")], "name"),
        ([SpecialDay(FRIDAY, "x" * 41)], "name"),
        ([SpecialDay(FRIDAY + timedelta(days=1), "a", (FEAST,))], "that date is a Saturday"),
        (
            [SpecialDay(FRIDAY, "a", (WeeklyRule(4, time(17), time(16), CELL, CELL, won(1)),))],
            "before first",
        ),
    ],
)
def test_a_special_day_that_makes_no_sense_is_named(days: list[SpecialDay], word: str) -> None:
    (problem,) = problems_of_days(days)
    assert word in problem


def test_a_sound_special_day_is_no_problem() -> None:
    assert problems_of_days([SpecialDay(FRIDAY, "잔치", (FEAST,))]) == []


def test_the_last_day_is_counted_from_where_now_begins() -> None:
    assert last_day(seoul(18, 42), 7) == date(2026, 3, 20)
    assert last_day(seoul(23, 45), 0) == FRIDAY
    assert last_day(seoul(23, 46), 0) == date(2026, 3, 14), "who sits down now does so after midnight"

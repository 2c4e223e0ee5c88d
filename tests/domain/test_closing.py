"""When a day may be closed, and what its sheet adds up to."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from kiosk.domain.closing import BothSides, Elsewhere, Facts, Sheet, Step, is_fresh, missing_steps
from kiosk.domain.tallies import PART, WHOLE

NIGHT = datetime(2026, 3, 13, 13, 30, tzinfo=UTC)
READY = Facts(
    is_over=False,
    guests_here=0,
    sales_stopped=True,
    compared_at=NIGHT,
    moved_at=NIGHT - timedelta(minutes=1),
    open_items=0,
)
SHEET = Sheet(
    day=date(2026, 3, 13),
    lines=(
        BothSides("카드", 36, 1_380_000, 37, 1_400_000),
        BothSides("간편결제", 6, 260_000, 6, 260_000),
        BothSides(WHOLE, 2, -60_000, 2, -60_000),
        BothSides(PART, 3, -40_000, 2, -30_000),
    ),
    elsewhere=(Elsewhere("cash", 1, 11_000),),
    explained=(),
    parties=24,
    guests=78,
    no_shows=1,
)


@pytest.mark.parametrize(
    ("step", "change"),
    [
        (Step.GUESTS_LEFT, {"guests_here": 1}),
        (Step.SALES_STOPPED, {"sales_stopped": False}),
        (Step.COMPARED, {"compared_at": None}),
        (Step.COMPARED, {"moved_at": NIGHT}),
        (Step.CLEARED, {"open_items": 1}),
    ],
)
def test_each_step_keeps_the_day_open_by_itself(step: Step, change: dict[str, Any]) -> None:
    assert missing_steps(READY) == ()
    assert missing_steps(replace(READY, **change)) == (step,)


def test_a_day_that_is_over_needs_neither_empty_tables_nor_stopped_sales() -> None:
    assert missing_steps(replace(READY, is_over=True, guests_here=4, sales_stopped=False)) == ()


def test_no_mixture_of_facts_lets_an_open_item_through() -> None:
    for is_over, here, stopped in product((True, False), (0, 3), (True, False)):
        facts = replace(READY, is_over=is_over, guests_here=here, sales_stopped=stopped, open_items=2)
        assert Step.CLEARED in missing_steps(facts)


def test_a_comparison_is_fresh_only_when_nothing_moved_at_or_after_it() -> None:
    assert is_fresh(NIGHT, None)
    assert is_fresh(NIGHT, NIGHT - timedelta(microseconds=1))
    assert not is_fresh(NIGHT, NIGHT)
    assert not is_fresh(None, None)


def test_the_sheet_adds_up() -> None:
    assert SHEET.paid == (42, 1_640_000)
    assert SHEET.given_back == (5, -100_000)
    assert SHEET.total == BothSides("", 47, 1_540_000, 47, 1_570_000)
    assert SHEET.total.won == 30_000
    assert [line.won for line in SHEET.lines] == [20_000, 0, 0, 10_000]


def test_money_taken_at_the_till_is_takings_but_on_neither_side_of_the_comparison() -> None:
    assert SHEET.taken_elsewhere == 11_000
    assert SHEET.takings == 1_551_000
    assert SHEET.vat == 141_000
    assert SHEET.supply == 1_410_000

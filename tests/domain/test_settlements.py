"""A settlement has to follow from its transaction: the amount, the fee, the payout."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kiosk.domain.reconciling import Kind, Scope, Transaction
from kiosk.domain.settlements import Settlement, check_settlements

DAY = date(2026, 3, 13)
NOON = datetime(2026, 3, 13, 3, 0, tzinfo=UTC)
SCOPE = Scope(DAY, NOON)
SALE = Transaction("t1", "o1", NOON, 20_000, "jari")
SETTLED = Settlement("t1", "o1", DAY, 20_000, fees=680, supply=618, vat=62, interest=0, payout=19_320)


def test_a_settlement_that_follows_from_its_sale_is_no_finding() -> None:
    found = check_settlements(SCOPE, [SETTLED], [SALE])
    assert (found.rows, found.amount, found.fees, found.payout) == (1, 20_000, 680, 19_320)
    assert found.findings == ()


def test_a_day_that_is_not_settled_yet_is_no_difference() -> None:
    assert check_settlements(SCOPE, [], [SALE]).rows == 0


def test_another_days_settlements_are_left_alone() -> None:
    found = check_settlements(SCOPE, [replace(SETTLED, sold=date(2026, 3, 12), payout=0)], [SALE])
    assert (found.rows, found.findings) == (0, ())


@pytest.mark.parametrize(
    "change", [{"amount": 19_000}, {"payout": 19_319}, {"vat": 63}, {"fees": 679}, {"key": "t2"}]
)
def test_anything_that_does_not_add_up_is_found(change: dict[str, object]) -> None:
    found = check_settlements(SCOPE, [replace(SETTLED, **change)], [SALE])  # type: ignore[arg-type]  # fields by name
    assert [finding.kind for finding in found.findings] == [Kind.SETTLEMENT]


@pytest.mark.parametrize(
    "change", [{"fees": 780, "payout": 19_220}, {"payout": 19_220}, {"fees": 680, "payout": 19_320}]
)
def test_interest_may_be_within_the_fees_or_beside_them(change: dict[str, int]) -> None:
    found = check_settlements(SCOPE, [replace(SETTLED, interest=100, **change)], [SALE])  # type: ignore[arg-type]  # fields by name
    assert found.findings == ()


def test_a_canceled_sale_is_settled_with_its_sign() -> None:
    back = replace(SALE, key="c1", won=-20_000)
    settled = Settlement(
        "c1", "o1", DAY, -20_000, fees=-680, supply=-618, vat=-62, interest=0, payout=-19_320
    )
    assert check_settlements(SCOPE, [settled], [back]).findings == ()

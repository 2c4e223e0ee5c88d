"""The campaign of differing books: it holds, its bad variants do not, and any case runs again by its word."""

from collections import Counter

import pytest

from kiosk.domain.reconciling import Kind
from kiosk.prove.campaign import Effort
from kiosk.prove.reconciliation.campaign import Reconciliation
from kiosk.prove.reconciliation.days import CONTROLS, Day, judge
from kiosk.prove.reconciliation.ledger import clean_sales
from kiosk.prove.reconciliation.plants import PLANTS, planted_sales


def test_every_planted_difference_is_found_and_nothing_else_and_bad_variants_are_caught() -> None:
    outcome = Reconciliation().run(Effort(quick=True))
    assert outcome.violations == ()
    assert {control.name: control.was_caught for control in outcome.controls} == {
        **dict.fromkeys(CONTROLS, True),
        "a restored database that nobody reconciles": True,
    }
    assert outcome.holds
    assert outcome.figures["false_alarms"] == 0


def test_every_kind_of_difference_is_planted() -> None:
    kinds = Counter(sale.expected.kind for sale in planted_sales(1, 0, 2) if sale.expected)
    assert set(kinds) == {kind for kind in Kind if kind.is_difference}
    assert set(kinds.values()) == {2}
    assert len(PLANTS) == len(kinds) + 1, "and the edge of a day, which is none"


def test_a_clean_day_has_sales_at_both_of_its_edges_and_what_a_good_day_has() -> None:
    sales = clean_sales(1, 0, 400)
    times = [row["transactionAt"] for sale in sales for row in sale.theirs]
    assert "2026-01-01T00:00:00.000+09:00" in times
    assert "2026-01-01T23:59:59.999+09:00" in times
    books = Counter(sale.ours.books for sale in sales if sale.ours)
    assert len(books) == 3
    assert any(sale.ours and sale.ours.refunds for sale in sales)


@pytest.mark.parametrize("name", CONTROLS)
def test_a_bad_variant_is_wrong_on_a_clean_day_too(name: str) -> None:
    assert judge(Day(1, 0, 300, 0), CONTROLS[name]).wrong


@pytest.mark.parametrize("case", ["day:1:3:100:2", "day:9:0:2:0", "restored:3:1"])
def test_one_case_runs_again_by_its_word(case: str) -> None:
    assert Reconciliation().replay(case) == []


@pytest.mark.parametrize(
    "case",
    *[
        [
            "",
            "day",
            "day:1:2:3",
            "day:1:1:1:1",
            "day:a:1:100:1",
            "day:1:1:１０0:1",
            "restored:1:0",
            "restored:1:21",
            "x:1:1",
        ]
    ],
)
def test_a_word_that_is_no_case_is_refused(case: str) -> None:
    with pytest.raises(ValueError, match="such as"):
        Reconciliation().replay(case)

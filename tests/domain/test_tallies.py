"""A day's money by line, and the tax in it."""

import pytest

from kiosk.domain.tallies import PART, WHOLE, Line, Tally, line_of, vat_of


def test_what_came_in_and_what_went_back_are_counted_apart_and_by_line() -> None:
    tally = Tally()
    tally.add(20_000, "카드")
    tally.add(30_000, "카드")
    tally.add(-20_000, WHOLE)
    tally.add(0, "카드")
    assert (tally.charges, tally.charged, tally.refunds, tally.refunded, tally.net) == (
        *(2, 50_000, 1, 20_000, 30_000),
    )
    assert tally.lines == {"카드": Line(2, 50_000), WHOLE: Line(1, -20_000)}


def test_the_lines_add_up_to_the_net() -> None:
    tally = Tally()
    for won, line in ((12_300, "카드"), (-300, PART), (7_000, ""), (-7_000, WHOLE)):
        tally.add(won, line)
    assert sum(line.won for line in tally.lines.values()) == tally.net


@pytest.mark.parametrize(("won", "line"), [(9_000, "카드"), (-9_000, WHOLE), (-8_999, PART)])
def test_a_refund_of_all_that_was_paid_is_whole(won: int, line: str) -> None:
    assert line_of(won, 9_000, "카드") == line


@pytest.mark.parametrize(
    ("gross", "vat"), [(15_000, 1_364), (30_000, 2_727), (9_026, 821), (0, 0), (5, 0), (6, 1), (-9_026, -821)]
)
def test_the_tax_is_ten_of_a_hundred_and_ten_to_the_nearest_won(gross: int, vat: int) -> None:
    """The first three are the company's own figures."""
    assert vat_of(gross) == vat


def test_a_tax_is_never_half_a_won_away() -> None:
    assert all(abs(vat_of(gross) * 11 - gross) <= 5 for gross in range(5_000))

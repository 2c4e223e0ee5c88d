"""Won are whole numbers, and only plain digits are read as such."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.money import LARGEST, read_won, split_vat, won


@pytest.mark.parametrize("amount", [0, 1, 40_000, LARGEST])
def test_a_whole_number_in_range_is_won(amount: int) -> None:
    assert won(amount) == amount


@pytest.mark.parametrize("amount", [-1, LARGEST + 1, 1.0, "100", True, None])
def test_anything_else_is_refused(amount: object) -> None:
    with pytest.raises(ValueError, match="won"):
        won(amount)  # type: ignore[arg-type]  # the point of the test


@pytest.mark.parametrize(
    "text",
    [
        "１００",
        "١٠٠",
        " 100",
        "100 ",
        "+100",
        "-100",
        "1e3",
        "1_000",
        "1,000",
        "100.0",
        "0100",
        "",
        "९",
        "²",
        "9" * 20,
        str(LARGEST + 1),
    ],
)
def test_a_redirect_amount_that_is_not_plain_digits_is_not_read(text: str) -> None:
    assert read_won(text) is None


def test_int_itself_would_have_taken_full_width_digits() -> None:
    """The negative control of the rule above: what the tutorial relied on."""
    assert int("１００") == 100


@given(st.integers(min_value=0, max_value=LARGEST))
def test_plain_digits_are_read_back_as_they_were_written(amount: int) -> None:
    assert read_won(str(amount)) == amount


@given(st.integers(min_value=0, max_value=LARGEST))
def test_supply_and_vat_always_add_up(amount: int) -> None:
    supplied, vat = split_vat(won(amount))
    assert supplied + vat == amount
    assert abs(vat * 11 - amount) <= 6


@pytest.mark.parametrize(
    ("total", "parts"), [(15_000, (13_636, 1_364)), (30_000, (27_273, 2_727)), (9_026, (8_205, 821))]
)
def test_vat_is_split_as_the_payment_company_does(total: int, parts: tuple[int, int]) -> None:
    assert split_vat(won(total)) == parts

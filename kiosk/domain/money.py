"""Won as whole numbers: making, reading and splitting them. Never floats, never fractions."""

from typing import NewType

Won = NewType("Won", int)

LARGEST = 100_000_000
"""Nothing this program sells costs more; a larger figure is a mistake."""


def won(amount: int) -> Won:
    """Give ``amount`` as won. Raises ValueError for anything but a whole number in 0..LARGEST."""
    if type(amount) is not int:
        msg = f"won are whole numbers, not {amount!r}"
        raise ValueError(msg)
    if not 0 <= amount <= LARGEST:
        msg = f"won must be between 0 and {LARGEST:,}, not {amount:,}"
        raise ValueError(msg)
    return Won(amount)


def read_won(text: str) -> Won | None:
    """Won written in plain ASCII digits, or None.

    ``int()`` would also take "１００", " 100", "1_000" and "+100": none of them is what we sent out,
    so none of them may pass for it.
    """
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(LARGEST)):
        return None
    amount = int(text)
    if str(amount) != text or amount > LARGEST:
        return None
    return Won(amount)


def split_vat(total: Won) -> tuple[Won, Won]:
    """Supply value and VAT of a price that includes 10 % VAT; they always add up to ``total``."""
    vat = round(total / 11)
    return Won(total - vat), Won(vat)

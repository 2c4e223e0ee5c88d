"""One side's money of one day, line by line: each way of paying, what went back whole, and what went back in part.

Also how much of a sum is value-added tax. Pure; whose side it is, and which day, is the caller's.
"""

from dataclasses import dataclass, field
from typing import Final

WHOLE: Final = "refund_whole"
PART: Final = "refund_part"
"""The lines of money that went back. Every other line is a way of paying, by the company's own word for it."""


@dataclass(frozen=True, slots=True)
class Line:
    """How often, and how many won: above 0 for what came in, below for what went back."""

    count: int = 0
    won: int = 0


@dataclass(slots=True)
class Tally:
    """One side's day: how many charges and refunds, their won, and the same by line."""

    charges: int = 0
    charged: int = 0
    refunds: int = 0
    refunded: int = 0
    lines: dict[str, Line] = field(default_factory=dict)

    @property
    def net(self) -> int:
        """What is left."""
        return self.charged - self.refunded

    def add(self, won: int, line: str = "") -> None:
        """Count a charge (above 0) or a refund (below) on its line; 0 is neither."""
        if won == 0:
            return
        if won > 0:
            self.charges, self.charged = self.charges + 1, self.charged + won
        else:
            self.refunds, self.refunded = self.refunds + 1, self.refunded - won
        before = self.lines.get(line, Line())
        self.lines[line] = Line(before.count + 1, before.won + won)


def line_of(won: int, paid: int, method: str) -> str:
    """The line that a movement of a payment of ``paid`` won belongs to."""
    if won > 0:
        return method
    return WHOLE if -won == paid else PART


def vat_of(gross: int) -> int:
    """The tax in a sum that contains it: 10/110, to the nearest won; there is no half, as 11 is odd. Below 0 for a loss.

    The same rounding as the company's on its receipts, but of a whole day at once: single receipts may add up to a few
    won more or less.
    """
    tax = (2 * abs(gross) + 11) // 22
    return tax if gross >= 0 else -tax

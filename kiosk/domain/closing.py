"""What has to be so before a day can be closed, and what the closed day says. Pure: facts in, steps and a sheet out.

A difference that stays has somebody's reason beside it; nothing that is open can be left out of the sheet.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kiosk.domain.tallies import PART, WHOLE, vat_of


class Step(StrEnum):
    """The way to a closed day, in the order in which people walk it."""

    GUESTS_LEFT = "guests_left"
    SALES_STOPPED = "sales_stopped"
    COMPARED = "compared"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class Facts:
    """How a day stands. ``moved_at`` is when money of it last moved in our books, ``compared_at`` the last comparison."""

    is_over: bool
    guests_here: int
    sales_stopped: bool
    compared_at: datetime | None
    moved_at: datetime | None
    open_items: int


def missing_steps(facts: Facts) -> tuple[Step, ...]:
    """The steps that are not done; none of them left means that the day may be closed."""
    is_done = {
        Step.GUESTS_LEFT: facts.is_over or facts.guests_here == 0,
        Step.SALES_STOPPED: facts.is_over or facts.sales_stopped,
        Step.COMPARED: is_fresh(facts.compared_at, facts.moved_at),
        Step.CLEARED: facts.open_items == 0,
    }
    return tuple(step for step in Step if not is_done[step])


def is_fresh(compared_at: datetime | None, moved_at: datetime | None) -> bool:
    """Whether a comparison has seen everything: nothing moved at or after it."""
    return compared_at is not None and (moved_at is None or moved_at < compared_at)


@dataclass(frozen=True, slots=True)
class BothSides:
    """One line of the sheet: ours and the company's, each how often and how many won (below 0 for what went back)."""

    line: str
    our_count: int
    our_won: int
    their_count: int
    their_won: int

    @property
    def won(self) -> int:
        """How much more the company has than our books."""
        return self.their_won - self.our_won

    @property
    def is_refund(self) -> bool:
        """Whether it is money that went back."""
        return self.line in (WHOLE, PART)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Money taken at the till, in cash or by another card machine: never at the payment company, never compared."""

    method: str
    count: int
    won: int


@dataclass(frozen=True, slots=True)
class Explained:
    """A difference that stays, and why: who took it and what they decided, or that the program has put it right itself."""

    kind: str
    subject: str
    their_won: int
    our_won: int
    by: str
    decision: str


@dataclass(frozen=True, slots=True)
class Visitors:
    """Who came: parties and guests with a booking of the day, those who did not come, and who is still here."""

    parties: int = 0
    guests: int = 0
    no_shows: int = 0
    here: int = 0
    last_left: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A day in figures. ``payout_won`` is what the company has settled of it, None while it has settled nothing."""

    day: date
    lines: tuple[BothSides, ...]
    elsewhere: tuple[Elsewhere, ...]
    explained: tuple[Explained, ...]
    parties: int
    guests: int
    no_shows: int
    payout_won: int | None = None

    @property
    def paid(self) -> tuple[int, int]:
        """Our charges at the company: how many, and won."""
        return _sum((line.our_count, line.our_won) for line in self.lines if not line.is_refund)

    @property
    def given_back(self) -> tuple[int, int]:
        """Our refunds: how many, and won (0 or below)."""
        return _sum((line.our_count, line.our_won) for line in self.lines if line.is_refund)

    @property
    def taken_elsewhere(self) -> int:
        """Won at the till."""
        return sum(each.won for each in self.elsewhere)

    @property
    def total(self) -> BothSides:
        """All lines together; what was taken elsewhere is in neither side."""
        return BothSides(
            "",
            sum(line.our_count for line in self.lines),
            sum(line.our_won for line in self.lines),
            sum(line.their_count for line in self.lines),
            sum(line.their_won for line in self.lines),
        )

    @property
    def takings(self) -> int:
        """Everything the house has of this day: our net at the company, and what was taken elsewhere."""
        return self.total.our_won + self.taken_elsewhere

    @property
    def vat(self) -> int:
        """The tax in the day's takings (see ``vat_of``)."""
        return vat_of(self.takings)

    @property
    def supply(self) -> int:
        """The takings without their tax."""
        return self.takings - self.vat


def _sum(pairs: Iterable[tuple[int, int]]) -> tuple[int, int]:
    found = list(pairs)
    return sum(count for count, _ in found), sum(won for _, won in found)

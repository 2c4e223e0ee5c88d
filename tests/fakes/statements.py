"""A payment company's lists as a test arranges them, or as a company in memory would give them."""

from dataclasses import dataclass, field
from datetime import date, datetime

from kiosk.domain.reconciling import Transaction
from kiosk.domain.settlements import Settlement
from kiosk.payments.statements import Unavailable
from tests.fakes.channel import FakeChannel

MERCHANT = "jari"


@dataclass
class FakeStatements:
    """Implements ``Statements``. ``away`` makes the list, or only the settlements, unavailable."""

    rows: list[Transaction] = field(default_factory=list)
    settled: list[Settlement] = field(default_factory=list)
    away: Unavailable | None = None
    settlements_away: Unavailable | None = None
    asked: list[tuple[datetime, datetime]] = field(default_factory=list)

    def transactions(self, start: datetime, end: datetime) -> tuple[Transaction, ...] | Unavailable:
        self.asked.append((start, end))
        return self.away or tuple(row for row in self.rows if start <= row.at <= end)

    def settlements(self, first: date, last: date) -> tuple[Settlement, ...] | Unavailable:
        found = tuple(row for row in self.settled if first <= row.sold <= last)
        return self.settlements_away or found

    def take_down(self, company: FakeChannel, at: datetime) -> None:
        """Everything that the company has taken and given back, all of it dated ``at``."""
        self.rows = []
        for order_id, entry in company.entries.items():
            paid = [entry.amount] * entry.charges
            self.rows += [row(f"{order_id}-{nth}", order_id, won, at) for nth, won in enumerate(paid)]
            left = entry.amount
            for part in entry.record.given_back:
                left -= part.amount
                key = part.transaction_key
                self.rows.append(row(key, order_id, -part.amount, part.at or at, is_whole=not left))


def row(key: str, order_id: str, won: int, at: datetime, *, is_whole: bool = False) -> Transaction:
    return Transaction(key, order_id, at, won, MERCHANT, is_whole=is_whole)

"""The company's API over a ledger in memory: pages of JSON, byte for byte what its two lists would send."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import parse_qs, urlsplit

from kiosk.domain.sittings import SEOUL
from kiosk.payments.wire import Reply
from kiosk.prove.reconciliation.ledger import Row, Sale

FEE_PERMILLE: Final = 34
MOST_AT_ONCE: Final = 97
"""However many rows are asked for: so nearly every page ends in the middle of something."""


@dataclass
class Company:
    """Answers ``fetch`` as Toss Payments answers GET; counts its pages and its rows."""

    sales: Iterable[Sale]
    pages: int = 0
    sent: int = 0
    _rows: list[tuple[datetime, Row]] = field(init=False)
    _spoiled: set[str] = field(init=False)
    _spans: dict[tuple[str, str], tuple[list[Row], dict[str, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = [row for sale in self.sales for row in sale.theirs]
        self._rows = sorted(
            ((datetime.fromisoformat(row["transactionAt"]), row) for row in rows),
            key=lambda pair: (pair[0], pair[1]["transactionKey"]),
        )
        self._spoiled = {sale.spoiled for sale in self.sales if sale.spoiled}

    def fetch(self, path: str, largest: int) -> Reply:
        """One page."""
        parts = urlsplit(path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        rows = self._transactions(asked) if parts.path == "/v1/transactions" else self._settlements(asked)
        body = json.dumps(rows, ensure_ascii=False).encode()
        assert len(body) <= largest
        self.pages, self.sent = self.pages + 1, self.sent + len(rows)
        return Reply(200, body, "")

    def won_of(self, day: str) -> int:
        """What its list holds of a day in Seoul, by nothing but the text of its rows."""
        return sum(
            row["amount"] if row["status"] == "DONE" else -abs(row["amount"])
            for _, row in self._rows
            if row["transactionAt"].startswith(day)
        )

    def _transactions(self, asked: dict[str, str]) -> list[Row]:
        rows, places = self._span(asked["startDate"], asked["endDate"])
        after = asked.get("startingAfter")
        first = 0 if after is None else places[after] + 1
        return rows[first : first + min(int(asked["limit"]), MOST_AT_ONCE)]

    def _span(self, start: str, end: str) -> tuple[list[Row], dict[str, int]]:
        """The rows of a span and the place of each key; kept, as every page asks for the same."""
        if (start, end) not in self._spans:
            first, last = (datetime.fromisoformat(text).replace(tzinfo=SEOUL) for text in (start, end))
            rows = [row for at, row in self._rows if first <= at <= last]
            self._spans[start, end] = rows, {row["transactionKey"]: place for place, row in enumerate(rows)}
        return self._spans[start, end]

    def _settlements(self, asked: dict[str, str]) -> list[Row]:
        rows, _ = self._span(f"{asked['startDate']}T00:00:00", f"{asked['endDate']}T23:59:59.999999")
        first = (int(asked["page"]) - 1) * MOST_AT_ONCE
        return [self._settled(row) for row in rows[first : first + MOST_AT_ONCE]]

    def _settled(self, row: Row) -> Row:
        amount = row["amount"] if row["status"] == "DONE" else -abs(row["amount"])
        fee = amount * FEE_PERMILLE // 1000
        vat = fee // 11
        is_spoiled = row["transactionKey"] in self._spoiled
        return {
            "mId": row["mId"],
            "paymentKey": row["paymentKey"],
            "transactionKey": row["transactionKey"],
            "orderId": row["orderId"],
            "currency": "KRW",
            "method": row["method"],
            "amount": amount,
            "interestFee": 0,
            "fees": [{"type": "BASE", "fee": fee}],
            "supplyAmount": fee - vat,
            "vat": vat,
            "payOutAmount": amount - fee - (1 if is_spoiled else 0),
            "approvedAt": row["transactionAt"],
            "soldDate": row["transactionAt"][:10],
            "paidOutDate": row["transactionAt"][:10],
        }

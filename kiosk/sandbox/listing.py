"""Transactions and settlements: lists over a span of Seoul's time, in pages. Changes nothing."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from kiosk.sandbox.clock import SEOUL
from kiosk.sandbox.errors import Refusal
from kiosk.sandbox.http import Answer, Asked, as_json
from kiosk.sandbox.ledger import Ledger

MOST_ROWS = 5_000
FEE = 0.034
"""Made up: what a card payment may cost the shop."""


@dataclass
class Listing:
    """The two lists. Settlements stay empty until switched on, as in Toss's test environment."""

    ledger: Ledger
    settlements_on: bool = False

    def transactions(self, asked: Asked) -> Answer:
        """A bare array, one row an approval and one a cancel, oldest first (Toss docs, transactions)."""
        start, end = _span(asked)
        limit = _count(asked.one("limit", "100"), "EXCEED_MAX_QUERY_LIMIT")
        rows = self.ledger.listed(start, end)
        after = asked.one("startingAfter")
        if after:
            keys = [row["transactionKey"] for row in rows]
            if after not in keys:
                raise Refusal("INVALID_PAGING_KEY")
            rows = rows[keys.index(after) + 1 :]
        return as_json(rows[:limit])

    def settlements(self, asked: Asked) -> Answer:
        """A bare array in numbered pages (Toss docs, settlements)."""
        start, end = _span(asked)
        if asked.one("dateType", "soldDate") not in ("soldDate", "paidOutDate"):
            raise Refusal("INVALID_REQUEST")
        page = _count(asked.one("page", "1"), "INVALID_REQUEST")
        size = _count(asked.one("size", "100"), "EXCEED_MAX_QUERY_LIMIT")
        if not self.settlements_on:
            return as_json([])
        rows = [_settled(row) for row in self.ledger.listed(start, end)]
        return as_json(rows[(page - 1) * size : page * size])


def read_date(text: str, *, last: bool = False) -> datetime:
    """A date, a date-time, or one with milliseconds, in Seoul's time. ``last`` makes a bare date its last instant."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal("INVALID_DATE") from None
    if last and len(text) == len("2026-01-01"):
        read = datetime.combine(read.date(), time(), None) + timedelta(days=1, microseconds=-1)
    elif last and read.microsecond == 0:
        read += timedelta(microseconds=999_999)
    return read if read.tzinfo else read.replace(tzinfo=SEOUL)


def _span(asked: Asked) -> tuple[datetime, datetime]:
    start, end = read_date(asked.one("startDate")), read_date(asked.one("endDate"), last=True)
    if end < start:
        raise Refusal("INVALID_DATE")
    return start, end


def _count(text: str, code: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_ROWS):
        raise Refusal(code)
    return int(text)


def _settled(row: dict[str, Any]) -> dict[str, Any]:
    amount = int(row["amount"])
    fee = round(amount * FEE)
    vat = round(fee / 11)
    cancel = {"cancelAmount": -amount, "canceledAt": row["transactionAt"]} if amount < 0 else None
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
        "payOutAmount": amount - fee,
        "approvedAt": row["transactionAt"],
        "soldDate": row["transactionAt"][:10],
        "paidOutDate": row["transactionAt"][:10],
        "card": None,
        "easyPay": None,
        "cancel": cancel,
    }

"""The payment company's own lists: what it took and gave back, and what it pays out. Reads only; decides nothing.

All of a list or nothing: a page that cannot be read makes the whole unavailable, for a short list would look like a loss.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Protocol
from urllib.parse import urlencode

from kiosk.domain.reconciling import Transaction
from kiosk.domain.settlements import Settlement
from kiosk.domain.sittings import SEOUL
from kiosk.payments.channel import NotSent, Unknown
from kiosk.payments.records import code_in, read_array, read_object
from kiosk.payments.wire import Reply

PAGE_ROWS: Final = 1_000
MOST_ROWS: Final = 5_000
"""Toss docs, transactions and settlements, ``limit`` and ``size``."""

MOST_PAGES: Final = 10_000
LARGEST_PAGE: Final = 4 * 1024 * 1024

_OK = 200
_APPROVED = ("DONE",)
_GIVEN_BACK = ("CANCELED", "PARTIAL_CANCELED")
_NO_MONEY = ("READY", "IN_PROGRESS", "WAITING_FOR_DEPOSIT", "ABORTED", "EXPIRED")
_DEPOSITS = ("가상계좌", "VIRTUAL_ACCOUNT")
_KEY = re.compile(r"\S{1,200}")


@dataclass(frozen=True, slots=True)
class Unavailable:
    """The list could not be had. ``why`` is a plain phrase for staff, ``code`` the company's word or ""."""

    why: str
    code: str = ""


class Statements(Protocol):
    """A payment company's lists. Blocks; never raises for what a network does."""

    def transactions(self, start: datetime, end: datetime) -> tuple[Transaction, ...] | Unavailable:
        """Every approval and every cancel of a span of time, both ends included."""
        ...

    def settlements(self, first: date, last: date) -> tuple[Settlement, ...] | Unavailable:
        """What was settled of the sales of these days in Seoul, both included; empty where nothing was (yet)."""
        ...


class _Unreadable(ValueError):
    """What is wrong with a row or a page."""


@dataclass(frozen=True, slots=True)
class TossStatements:
    """Toss Payments' transactions and settlements. ``fetch`` gets a path and a largest size (``Toss.fetch``)."""

    fetch: Callable[[str, int], Reply | NotSent | Unknown]
    page_rows: int = PAGE_ROWS

    def transactions(self, start: datetime, end: datetime) -> tuple[Transaction, ...] | Unavailable:
        """Toss docs, transactions: times without a zone are Seoul's, pages follow the last key."""
        found: dict[str, Transaction] = {}
        after: dict[str, str] = {}
        # The company reads whole seconds; the last one is asked for whole, and what lies beyond is left out below.
        span = {"startDate": _local(start), "endDate": _local(end + timedelta(seconds=1))}
        for _ in range(MOST_PAGES):
            page = self._page("/v1/transactions", span | {"limit": str(self.page_rows)} | after)
            if isinstance(page, Unavailable):
                return page
            try:
                rows = [_transaction(row) for row in page]
                _add(found, rows)
            except _Unreadable as wrong:
                return Unavailable(f"a page of transactions cannot be read: {wrong}")
            if not rows:
                # Only an empty page is the end: a company that gives shorter pages than asked for hides nothing so.
                return tuple(row for row in found.values() if start <= row.at <= end)
            after = {"startingAfter": rows[-1].key}
        return Unavailable("the list of transactions has no end")

    def settlements(self, first: date, last: date) -> tuple[Settlement, ...] | Unavailable:
        """Toss docs, settlements: by day of sale, in numbered pages; always empty with test keys."""
        found: dict[str, Settlement] = {}
        span = {"startDate": first.isoformat(), "endDate": last.isoformat(), "dateType": "soldDate"}
        for number in range(1, MOST_PAGES + 1):
            page = self._page("/v1/settlements", span | {"page": str(number), "size": str(self.page_rows)})
            if isinstance(page, Unavailable):
                return page
            try:
                rows = [_settlement(row) for row in page]
                _add(found, rows)
            except _Unreadable as wrong:
                return Unavailable(f"a page of settlements cannot be read: {wrong}")
            if not rows:
                return tuple(found.values())
        return Unavailable("the list of settlements has no end")

    def _page(self, path: str, query: Mapping[str, str]) -> list[Mapping[str, Any]] | Unavailable:
        reply = self.fetch(f"{path}?{urlencode(query)}", LARGEST_PAGE)
        match reply:
            case NotSent(why):
                return Unavailable(f"the payment company cannot be reached: {why}")
            case Unknown(doubt):
                return Unavailable(f"the payment company's answer did not arrive whole: {doubt}")
        if reply.status != _OK:
            code = code_in(read_object(reply.body) or {})
            return Unavailable(f"the payment company answered {reply.status} {code}".rstrip(), code)
        page = read_array(reply.body)
        if page is None or not all(isinstance(row, dict) for row in page):
            return Unavailable("a page of the list cannot be read: it is not a list of objects")
        return page


def _add(found: dict[str, Any], rows: list[Any]) -> None:
    for row in rows:
        if row.key in found:
            raise _Unreadable("a transaction is there twice, so pages overlap or repeat")
        found[row.key] = row


def _transaction(row: Mapping[str, Any]) -> Transaction:
    status, currency = _text(row, "status"), _text(row, "currency")
    method = row.get("method")
    return Transaction(
        key=_key(row, "transactionKey"),
        order_id=_key(row, "orderId"),
        at=_instant(row, "transactionAt"),
        won=_moved(row, status, currency),
        merchant=_text(row, "mId"),
        currency=currency,
        is_whole=status == "CANCELED",
        is_deposit=method in _DEPOSITS or status == "WAITING_FOR_DEPOSIT",
        method=method if isinstance(method, str) else "",
    )


def _moved(row: Mapping[str, Any], status: str, currency: str) -> int:
    """Won with our sign: the docs do not say which sign a cancel's amount has, so both are read."""
    if status in _NO_MONEY or currency != "KRW":
        return 0
    amount = _whole(row, "amount")
    if status in _APPROVED and amount > 0:
        return amount
    if status in _GIVEN_BACK and amount:
        return -abs(amount)
    raise _Unreadable(f"a transaction is {status} of {amount}")


def _settlement(row: Mapping[str, Any]) -> Settlement:
    fees = row.get("fees")
    if not isinstance(fees, list) or not all(isinstance(fee, dict) for fee in fees):
        raise _Unreadable("a settlement has no list of fees")
    amount, payout = _whole(row, "amount"), _whole(row, "payOutAmount")
    return Settlement(
        key=_key(row, "transactionKey"),
        order_id=_key(row, "orderId"),
        sold=_day(row, "soldDate"),
        amount=amount,
        fees=sum(_whole(fee, "fee") for fee in fees),
        supply=_whole(row, "supplyAmount"),
        vat=_whole(row, "vat"),
        interest=_whole(row, "interestFee"),
        payout=payout,
    )


def _local(instant: datetime) -> str:
    return instant.astimezone(SEOUL).replace(tzinfo=None).isoformat(timespec="seconds")


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str):
        raise _Unreadable(f"{name} is not text")
    return value


def _key(row: Mapping[str, Any], name: str) -> str:
    value = _text(row, name)
    if not _KEY.fullmatch(value):
        raise _Unreadable(f"{name} is empty or has spaces")
    return value


def _whole(row: Mapping[str, Any], name: str) -> int:
    value = row.get(name)
    if type(value) is not int:
        raise _Unreadable(f"{name} is not a whole number")
    return value


def _instant(row: Mapping[str, Any], name: str) -> datetime:
    try:
        read = datetime.fromisoformat(_text(row, name))
    except ValueError:
        raise _Unreadable(f"{name} is not a time") from None
    # Without a zone it is Seoul's, as in everything the company takes and sends without one.
    return read if read.tzinfo else read.replace(tzinfo=SEOUL)


def _day(row: Mapping[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(_text(row, name))
    except ValueError:
        raise _Unreadable(f"{name} is not a day") from None

"""A payment company in memory that counts every confirm. It honours keys, and charges only what was authenticated.

``trusting``: the page could write any amount, and the company goes by what the page asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from threading import Lock

from kiosk.domain.money import Won
from kiosk.payments.channel import (
    Answer,
    Approved,
    Doubt,
    Order,
    Record,
    RefundAnswer,
    Standing,
    Unknown,
)
from kiosk.prove.chance import FRIDAY_EVENING
from kiosk.prove.wire.house import Ticket
from kiosk.services.invariants import CompanyEntry

_UNKNOWN = Unknown(Doubt.NOT_FOUND, "NOT_FOUND_PAYMENT", 404)


@dataclass(slots=True)
class Till:
    """Implements ``Channel``. ``confirms`` is every confirm that arrived, good or bad."""

    trusting: bool = False
    confirms: list[Order] = field(default_factory=list)
    _records: dict[str, Record] = field(default_factory=dict)
    _charges: dict[str, int] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def authenticate(self, ticket: Ticket) -> None:
        """The customer has proven who pays."""
        self._records[ticket.order_id] = Record(
            ticket.order_id, ticket.payment_key, "IN_PROGRESS", ticket.amount, ticket.amount, "KRW", "카드"
        )

    def entries(self) -> tuple[CompanyEntry, ...]:
        """The ledger."""
        return tuple(
            CompanyEntry(order_id, self._records[order_id].total * charges, 0, charges, FRIDAY_EVENING)
            for order_id, charges in self._charges.items()
        )

    def confirm(self, order: Order) -> Answer:
        """N2."""
        with self._lock:
            self.confirms.append(order)
            record = self._records.get(order.order_id)
            if record is None or record.payment_key != order.payment_key:
                return Unknown(Doubt.NOT_FOUND, "NOT_FOUND_PAYMENT_SESSION", 404)
            if record.total != order.amount and not self.trusting:
                return Unknown(Doubt.UNCLEAR, "FORBIDDEN_REQUEST", 403)
            if record.status == "IN_PROGRESS":
                record = replace(record, status="DONE", total=order.amount, balance=order.amount)
                self._records[order.order_id] = record
                self._charges[order.order_id] = 1
            return Approved(record)

    def inquire(self, order: Order) -> Answer:
        """N3."""
        record = self._records.get(order.order_id)
        if record is None or record.payment_key != order.payment_key:
            return _UNKNOWN
        return Approved(record) if record.status == "DONE" else Unknown(Doubt.NOT_CONFIRMED_YET)

    def cancel(self, order: Order, *, reason: str, key: str, amount: Won | None = None) -> RefundAnswer:
        """Nothing here is ever given back."""
        return _UNKNOWN

    def prove_canceled(self, order: Order) -> RefundAnswer:
        """The same."""
        return self.inquire(order)

    def look_up(self, order: Order) -> Standing:
        """The record."""
        return self._records.get(order.order_id, _UNKNOWN)


@dataclass(frozen=True, slots=True)
class TheirAmount:
    """Known bad: sends the amount that came with the redirect, by order id, where it should send ours."""

    inner: Till
    amounts: Mapping[str, int]

    def confirm(self, order: Order) -> Answer:
        """N2, with their amount."""
        return self.inner.confirm(replace(order, amount=Won(self.amounts.get(order.order_id, order.amount))))

    def inquire(self, order: Order) -> Answer:
        """N3."""
        return self.inner.inquire(order)

    def cancel(self, order: Order, *, reason: str, key: str, amount: Won | None = None) -> RefundAnswer:
        """N4."""
        return self.inner.cancel(order, reason=reason, key=key, amount=amount)

    def prove_canceled(self, order: Order) -> RefundAnswer:
        """T5's proof."""
        return self.inner.prove_canceled(order)

    def look_up(self, order: Order) -> Standing:
        """The record."""
        return self.inner.look_up(order)

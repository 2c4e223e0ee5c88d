"""One comparison under way: what differs is asked about at the company, and put right where that can be done.

Our rows become the domain's payments here. Keeps nothing of a run: ``kiosk.services.reconciling`` does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kiosk.domain.money import Won
from kiosk.domain.reconciling import (
    Books,
    Comparison,
    Finding,
    Kind,
    Payment,
    Refund,
    Scope,
    Transaction,
    compare,
    unknown_orders,
)
from kiosk.domain.states import PaymentStatus, RefundStatus
from kiosk.domain.tickets import unpack
from kiosk.payments.channel import Channel, Doubt, Order, Record, Unknown
from kiosk.services.adopting import Adopter, Deed
from kiosk.services.exchanges import order_of
from kiosk.services.refunding import notice
from kiosk.services.shop import Shop
from kiosk.storage.payments import PaymentRow
from kiosk.storage.reconciliations import BookRow

_VERIFY_AT_MOST = 50
_SLOW_DOWN_S, _SLOWED_AT_MOST = 20.0, 5
"""Toss allows 100 requests a minute for each API (Toss docs, test environment)."""


@dataclass(frozen=True, slots=True)
class Item:
    """One finding, and what the program did about it."""

    finding: Finding
    deed: Deed


class Away(Exception):
    """The company stopped answering in the middle of a run."""


@dataclass(frozen=True, slots=True)
class Comparing:
    """One comparison under way: asks about what differs, and puts it right."""

    shop: Shop
    channel: Channel
    scope: Scope
    known: Mapping[str, PaymentRow]
    strangers: frozenset[str]
    """Orders that an earlier run has asked about, and that are not ours: a shop may share its number with another."""
    deeds: dict[str, Deed] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    """By order id: what was done, and which lost orders have been given back whole."""

    def go(self, ours: Sequence[Payment], listed: Sequence[Transaction]) -> tuple[Comparison, list[Item]]:
        """Orders we have first, for they may hold the seats of those we lost."""
        for finding in compare(self.scope, ours, listed).findings:
            if finding.order_id in self.known:
                self._put_right(finding, self.known[finding.order_id])
        here = [row for row in listed if self.scope.has(row.at) and self._is_our_shop(row)]
        lost = frozenset(order for order in unknown_orders(ours, here) if self._adopt(order))
        comparison = compare(self.scope, ours, listed, lost)
        findings = self._verified(comparison.findings)
        items = [Item(finding, self._deed(finding)) for finding in findings]
        return replace(comparison, findings=tuple(findings)), items

    def _is_our_shop(self, row: Transaction) -> bool:
        return not self.scope.merchant or row.merchant == self.scope.merchant

    def _put_right(self, finding: Finding, payment: PaymentRow) -> None:
        match finding.kind:
            case Kind.NOT_KEPT | Kind.UNDER_WAY | Kind.DEPOSIT if payment.status in _NOT_PAID:
                record = self._look_up(order_of(payment))
                if record:
                    self.deeds[payment.order_id] = Adopter(self.shop, self.channel).catch_up(payment, record)
            case Kind.CANCELED_THERE | Kind.PARTLY_CANCELED_THERE:
                record = self._look_up(order_of(payment))
                if record and notice(self.shop, payment, record):
                    self.deeds[payment.order_id] = Deed.NOTICED

    def _adopt(self, order_id: str) -> bool:
        """Whether an order that only the company has is ours; adopts it then."""
        if order_id in self.strangers:
            return False
        record = self._look_up(Order(order_id, "", Won(0), ""))
        ticket = unpack(record.metadata) if record else None
        if record is None or ticket is None or ticket.restaurant_id != self.shop.restaurant_id:
            return False
        if record.status == "CANCELED" and record.balance == 0:
            self.gone.add(order_id)
        else:
            self.deeds[order_id] = Adopter(self.shop, self.channel).adopt(ticket, record)
        return True

    def _verified(self, findings: Sequence[Finding]) -> list[Finding]:
        """What the list lacks may be dated by the company on a day that was not read: its own record tells."""
        doubtful = [
            finding for finding in findings if finding.kind in (Kind.OURS_ONLY, Kind.REFUND_OURS_ONLY)
        ]
        kinds = {
            finding: _seen_in(self._look_up(order_of(self.known[finding.order_id])), finding, self.scope)
            for finding in doubtful[:_VERIFY_AT_MOST]
        }
        for finding in findings:
            if finding.kind is Kind.LOST_ORDER and finding.order_id in self.gone:
                kinds[finding] = Kind.CAME_AND_WENT
        return [replace(finding, kind=kinds.get(finding, finding.kind)) for finding in findings]

    def _deed(self, finding: Finding) -> Deed:
        if not finding.kind.is_difference:
            return Deed.WAITS
        if finding.kind in _CAN_BE_PUT_RIGHT:
            return self.deeds.get(finding.order_id, Deed.TOLD)
        return Deed.TOLD

    def _look_up(self, order: Order) -> Record | None:
        """The company's record, None where it has none. Raises Away when it cannot be had."""
        for _ in range(_SLOWED_AT_MOST):
            standing = self.channel.look_up(order)
            match standing:
                case Record():
                    return standing
                case Unknown(doubt=Doubt.NOT_FOUND):
                    return None
                case Unknown(doubt=Doubt.TRY_LATER):
                    self.shop.clock.sleep(_SLOW_DOWN_S)
                case _:
                    raise Away(f"the payment company did not tell about an order ({type(standing).__name__})")
        raise Away("the payment company asks for fewer questions")


_NOT_PAID = (
    PaymentStatus.OPENED,
    PaymentStatus.CONFIRMING,
    PaymentStatus.VOID,
    PaymentStatus.DECLINED,
)
_CAN_BE_PUT_RIGHT = (
    Kind.LOST_ORDER,
    Kind.NOT_KEPT,
    Kind.DEPOSIT,
    Kind.CANCELED_THERE,
    Kind.PARTLY_CANCELED_THERE,
)


def _seen_in(record: Record | None, finding: Finding, scope: Scope) -> Kind:
    """The kind of a finding after the company's own record of the order was read."""
    if record is None:
        return finding.kind
    if finding.kind is Kind.OURS_ONLY:
        moments = [record.approved_at]
    else:
        named = [part for part in record.given_back if part.transaction_key == finding.subject]
        moments = [part.at for part in named or record.given_back]
        if not moments and record.approved_at is None:
            # Nothing was ever taken, so nothing had to go back.
            return Kind.CAME_AND_WENT
    start, end = scope.span()
    is_elsewhere = bool(moments) and all(at is not None and not start <= at <= end for at in moments)
    return Kind.OTHER_DAY if is_elsewhere else finding.kind


def payment_of(row: BookRow) -> Payment:
    payment = row.payment
    return Payment(
        order_id=payment.order_id,
        payment_id=payment.payment_id,
        won=payment.amount,
        books=_books_say(row),
        at=payment.settled_at,
        refunds=tuple(
            Refund(
                refund.transaction_key or "",
                refund.amount,
                refund.status is RefundStatus.DONE,
                refund.settled_at,
            )
            for refund in row.refunds
            if refund.status is not RefundStatus.REFUSED
        ),
        was_taken=payment.reason != "virtual account",
        method=payment.method,
    )


def _books_say(row: BookRow) -> Books:
    match row.payment.status:
        case PaymentStatus.DONE:
            return Books.KEPT
        case PaymentStatus.REFUNDED if row.refunds:
            # Kept, and given back at somebody's word since: its refunds have rows of their own.
            return Books.KEPT
        case PaymentStatus.REFUNDED:
            return Books.RETURNED
        case PaymentStatus.REFUND_DUE:
            return Books.RETURNING
        case PaymentStatus.CONFIRMING:
            return Books.UNDECIDED
        case _:
            return Books.NOT_PAID

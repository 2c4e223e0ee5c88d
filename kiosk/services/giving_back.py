"""Refunds and cancelations at the front desk: who may, up to how much, and how far a refund has really come.

Stores what is asked for; a settler sends it and proves it. ``Outcome.DONE`` is said of what the company's record shows, and of
nothing else.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.domain.money import Won
from kiosk.domain.staff import Act
from kiosk.domain.states import RefundStatus
from kiosk.services import refunding, staffing
from kiosk.services.refunding import Asked
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.storage import payments, refunds, seatings
from kiosk.storage.engine import Session
from kiosk.storage.refunds import RefundRow


class Outcome(StrEnum):
    """How far a refund has come. UNKNOWN: it was sent, and nothing shows yet whether it was done."""

    WAITING = "waiting"
    UNKNOWN = "unknown"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Money:
    """What a booking has paid by Toss and got back; ``left`` can still be asked for. ``policy`` is what the rules give now."""

    paid: Won
    back: Won
    under_way: Won
    left: Won
    policy: Won


@dataclass(frozen=True, slots=True)
class Progress:
    """One refund as people may see it."""

    refund_id: str
    amount: Won
    outcome: Outcome
    asked_at: datetime
    asked_by: str
    reason: str
    code: str


def give_back(
    shop: Shop, by: By, booking_id: str, amount: Won, reason: str, *, gives_up_seats: bool
) -> Asked | Refused:
    """Ask for a refund. Refused: not_allowed, pin_again, second_person, reason, and as ``refunding.ask`` refuses."""
    if not reason.strip() or len(reason.strip()) > refunding.LONGEST_REASON:
        return Refused("reason")
    if amount <= 0:
        return Refused("amount")
    with shop.database.read() as session:
        total = amount + sum(row.amount for row in _rows(session, shop, booking_id) if _counts(row))
        refused = staffing.allow(session, shop, by, Act.CANCEL) if gives_up_seats else None
        if refused := refused or staffing.allow_refund(session, shop, by, total):
            return refused
    asked = refunding.ask(
        shop, booking_id, amount, reason=reason, asked_by=by.staff_id, gives_up_seats=gives_up_seats
    )
    if isinstance(asked, Asked) and by.second is not None:
        _note_second(shop, by, asked)
    return asked


def cancel_without_refund(shop: Shop, by: By, booking_id: str) -> bool | Refused:
    """The seats are given up and the money stays, as where the policy gives nothing. False if it was not PAID any more."""
    with shop.database.read() as session:
        if refused := staffing.allow(session, shop, by, Act.CANCEL):
            return refused
    return refunding.give_up_seats(shop, booking_id, asked_by=by.staff_id)


def money_of(shop: Shop, booking_id: str) -> Money | None:
    """Its money by Toss; None where nothing was paid."""
    offer = refunding.offer(shop, booking_id)
    if isinstance(offer, Refused):
        return None
    with shop.database.read() as session:
        rows = _rows(session, shop, booking_id)
    back = sum(row.amount for row in rows if row.status is RefundStatus.DONE)
    under_way = sum(row.amount for row in rows if row.status is RefundStatus.DUE)
    left = max(0, offer.paid - back - under_way)
    return Money(offer.paid, Won(back), Won(under_way), Won(left), Won(min(left, offer.back_now)))


def refunds_of(shop: Shop, booking_id: str) -> tuple[Progress, ...]:
    """Every refund of a booking, oldest first."""
    with shop.database.read() as session:
        rows = _rows(session, shop, booking_id)
        names = {row.asked_by: staffing.person(session, shop, row.asked_by) for row in rows}
    return tuple(
        Progress(
            row.refund_id,
            row.amount,
            _outcome(row),
            row.asked_at,
            who.name if (who := names[row.asked_by]) else row.asked_by,
            row.reason,
            row.code,
        )
        for row in rows
    )


def _outcome(row: RefundRow) -> Outcome:
    if row.status is RefundStatus.DONE:
        return Outcome.DONE
    if row.status is RefundStatus.REFUSED:
        return Outcome.REFUSED
    return Outcome.UNKNOWN if row.sent_at else Outcome.WAITING


def _counts(row: RefundRow) -> bool:
    return row.status is not RefundStatus.REFUSED


def _rows(session: Session, shop: Shop, booking_id: str) -> list[RefundRow]:
    of_booking = payments.of_booking(session, shop.restaurant_id, booking_id)
    return refunds.of_payments(session, shop.restaurant_id, [payment.payment_id for payment in of_booking])


def _note_second(shop: Shop, by: By, asked: Asked) -> None:
    """Who agreed, beside who asked."""
    assert by.second is not None, "only told where there is one"
    with shop.database.write() as session:
        seatings.tell_second(
            session, shop.restaurant_id, asked.refund_id, shop.clock.now(), by.second.staff_id, shop.terminal
        )

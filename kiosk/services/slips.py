"""What stands on a receipt: the facts of a paid booking as they are stored now, for paper and for PDF. Reads only.

``kiosk.services.receipts`` makes the QR code's text; it is the same one here, so that paper and screen say the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.money import Won
from kiosk.domain.sittings import Sitting
from kiosk.domain.states import PaymentStatus
from kiosk.services.key_check import last_verdict
from kiosk.services.receipts import receipt_of
from kiosk.services.restaurants import current_in
from kiosk.services.shop import Shop
from kiosk.storage import bookings, cash_receipts, payments, refunds
from kiosk.storage.bookings import BookingRow
from kiosk.storage.engine import Session
from kiosk.storage.payments import PaymentRow


@dataclass(frozen=True, slots=True)
class Slip:
    """One receipt. ``copy``: how many papers of it may be out already. ``rehearsal``: no real money was paid.

    ``method``, ``cash_kind`` and ``approval_number`` are in the payment company's words, "" where it said nothing.
    """

    names: Mapping[str, str]
    number: str
    sitting: Sitting
    tables: tuple[str, ...]
    seats: int
    paid_at: datetime
    amount: Won
    refunded: Won
    method: str
    approval_number: str
    order_id: str
    cash_kind: str
    cash_number: str
    text: str
    anchor: str
    rehearsal: bool
    copy: int = 0


def paid_of(session: Session, shop: Shop, booking_id: str) -> tuple[BookingRow, PaymentRow] | None:
    """A booking with the payment that paid it; None where nobody has paid."""
    booking = bookings.find(session, shop.restaurant_id, booking_id)
    of_booking = payments.of_booking(session, shop.restaurant_id, booking_id)
    paid = next((row for row in of_booking if row.status is PaymentStatus.DONE), None)
    return (booking, paid) if booking is not None and paid is not None else None


def slip_of(session: Session, shop: Shop, booking: BookingRow, payment: PaymentRow, copy: int = 0) -> Slip:
    """The receipt of a paid booking as it is now: what was given back since stands on it."""
    receipt = receipt_of(session, booking, payment)
    restaurant = current_in(shop, session)
    cash = cash_receipts.of_payment(session, shop.restaurant_id, payment.payment_id)
    verdict = last_verdict(session, shop)
    return Slip(
        names=restaurant.names,
        number=booking.number,
        sitting=booking.sitting,
        tables=tuple(table.label for table in restaurant.plan.tables_with(booking.seat_ids)),
        seats=len(booking.seat_ids),
        paid_at=payment.settled_at or payment.opened_at,
        amount=booking.amount,
        refunded=refunds.won_back(session, shop.restaurant_id, payment.payment_id),
        method=payment.method,
        approval_number=payment.approval_number,
        order_id=payment.order_id,
        cash_kind=cash.kind if cash else "",
        cash_number=cash.issue_number if cash else "",
        text=receipt.text,
        anchor=receipt.anchor,
        # Whoever settles has said which keys they have before anything could be paid; nobody has said "live", so it was none.
        rehearsal=verdict is None or verdict.mode != "live",
        copy=copy,
    )

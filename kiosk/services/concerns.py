"""Whose money and seats a matter is about: what the guest sees on the screen, so that staff find the guest. Reads only."""

from dataclasses import dataclass

from kiosk.domain.floor import Table
from kiosk.domain.money import Won
from kiosk.services.attention import Matter
from kiosk.services.holding import as_booking
from kiosk.services.results import Booking
from kiosk.services.shop import Shop
from kiosk.storage import bookings, floors, payments, refunds
from kiosk.storage.engine import Session
from kiosk.storage.payments import PaymentRow

SHOWN = 4
"""How much of an order id people compare with the payment company's console."""


@dataclass(frozen=True, slots=True)
class Concern:
    """One guest's booking. ``terminal`` is where it was made; ``order_end`` the end of the order id, "" without a payment."""

    booking: Booking
    terminal: str
    tables: tuple[Table, ...]
    amount: Won
    order_end: str


def concern_of(shop: Shop, matter: Matter) -> Concern | None:
    """Who it is about; None for what is about no booking of ours, such as wrong keys."""
    with shop.database.read() as session:
        payment = _payment(session, shop.restaurant_id, matter.subject)
        booking_id = payment.booking_id if payment else matter.subject
        row = bookings.find(session, shop.restaurant_id, booking_id)
        if row is None:
            return None
        of_booking = payments.of_booking(session, shop.restaurant_id, booking_id)
        payment = payment or next(iter(reversed(of_booking)), None)
        plan = floors.plan_of(session, shop.restaurant_id)
    return Concern(
        as_booking(row),
        row.terminal,
        plan.tables_with(row.seat_ids),
        payment.amount if payment else row.amount,
        payment.order_id[-SHOWN:] if payment else "",
    )


def _payment(session: Session, restaurant_id: str, subject: str) -> PaymentRow | None:
    """The payment whose id, order or refund the subject is."""
    refund = refunds.find(session, restaurant_id, subject)
    found = payments.find(session, restaurant_id, refund.payment_id if refund else subject)
    return found or payments.find_by_order(session, restaurant_id, subject)

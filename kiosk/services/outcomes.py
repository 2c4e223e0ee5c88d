"""What has become of a payment, told from what is stored. Reads only; asks nobody."""

from kiosk.domain.states import PaymentStatus
from kiosk.payments.answers import reason_of
from kiosk.services import attention
from kiosk.services.attention import Kind
from kiosk.services.exchanges import was_silent
from kiosk.services.holding import as_booking
from kiosk.services.receipts import receipt_of
from kiosk.services.results import MoneyReturned, NotPaid, Paid, Settled, StillUnknown
from kiosk.services.shop import Shop
from kiosk.storage import bookings, payments
from kiosk.storage.bookings import BookingRow
from kiosk.storage.engine import Session
from kiosk.storage.payments import PaymentRow


def outcome_of(shop: Shop, payment_id: str) -> Settled:
    """As the guest may be told it. Raises KeyError for an unknown id."""
    with shop.database.read() as session:
        payment = find_payment(session, shop, payment_id)
        booking = booking_of(session, payment)
        match payment.status:
            case PaymentStatus.DONE:
                return Paid(receipt_of(session, booking, payment))
            case PaymentStatus.DECLINED | PaymentStatus.VOID:
                return NotPaid(reason_of(payment.reason), payment.reason, as_booking(booking))
            case PaymentStatus.REFUNDED if payment.reason == "virtual account":
                return NotPaid("unusable", "VIRTUAL_ACCOUNT", as_booking(booking))
            case PaymentStatus.REFUNDED:
                return MoneyReturned(as_booking(booking))
            case _:
                return _unknown(session, shop, payment, booking)


def find_payment(session: Session, shop: Shop, payment_id: str) -> PaymentRow:
    """The row. Raises KeyError."""
    payment = payments.find(session, shop.restaurant_id, payment_id)
    if payment is None:
        raise KeyError(payment_id)
    return payment


def booking_of(session: Session, payment: PaymentRow) -> BookingRow:
    """What it pays for."""
    booking = bookings.find(session, payment.restaurant_id, payment.booking_id)
    assert booking is not None, "a payment without its booking: a foreign key forbids it"
    return booking


def _unknown(session: Session, shop: Shop, payment: PaymentRow, booking: BookingRow) -> StillUnknown:
    said = payments.answers(session, payment)
    return StillUnknown(
        payment_id=payment.payment_id,
        reference=f"{shop.terminal}-{booking.number}",
        since=payment.intent_at or payment.opened_at,
        needs_staff=bool(said) and said[-1].kind in ("Misconfigured", "Mismatch"),
        is_silent=was_silent(said),
        is_taken=attention.was_taken(session, shop, Kind.UNKNOWN_PAYMENT, payment.payment_id),
    )

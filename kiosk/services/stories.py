"""What became of bookings: each with all its payments, for reports and for people who ask. Reads only."""

from dataclasses import dataclass

from kiosk.domain.money import Won
from kiosk.domain.states import BookingStatus, PaymentStatus
from kiosk.services.holding import as_booking
from kiosk.services.results import Booking
from kiosk.services.shop import Shop
from kiosk.storage import bookings, payments


@dataclass(frozen=True, slots=True)
class PaymentStory:
    """One attempt to pay, without anything secret."""

    payment_id: str
    order_id: str
    status: PaymentStatus
    amount: Won
    reason: str


@dataclass(frozen=True, slots=True)
class Story:
    """A booking and every attempt to pay it, oldest first."""

    booking: Booking
    payments: tuple[PaymentStory, ...]


def stories(shop: Shop) -> tuple[Story, ...]:
    """Every booking, oldest first."""
    with shop.database.read() as session:
        rows = bookings.with_status(session, shop.restaurant_id, BookingStatus)
        rows.sort(key=lambda row: (row.created_at, row.number))
        return tuple(
            Story(
                as_booking(row),
                tuple(
                    PaymentStory(paid.payment_id, paid.order_id, paid.status, paid.amount, paid.reason)
                    for paid in payments.of_booking(session, shop.restaurant_id, row.booking_id)
                ),
            )
            for row in rows
        )


def story_of(shop: Shop, booking_id: str) -> Story:
    """One booking's story. Raises KeyError."""
    for story in stories(shop):
        if story.booking.booking_id == booking_id:
            return story
    raise KeyError(booking_id)

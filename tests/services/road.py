"""The road of one customer in calls, for the tests of what can happen along it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from kiosk.domain.sittings import Sitting
from kiosk.domain.states import BookingStatus, PaymentStatus
from kiosk.services import checkout, holding
from kiosk.services.checkout import Opened
from kiosk.services.results import Accepted, Booking, Held
from kiosk.services.settling import Settler
from kiosk.services.shop import Shop
from kiosk.storage import bookings, payments
from kiosk.storage.payments import PaymentRow
from tests.fakes.scripted import ScriptedChannel

SEATS = frozenset({"1-1", "1-3"})


@dataclass
class Road:
    """One visit from hold to settled."""

    shop: Shop
    sitting: Sitting
    channel: ScriptedChannel
    visit: str = "v1"
    seats: frozenset[str] = SEATS

    def hold(self) -> Booking:
        held = holding.hold(self.shop, self.visit, self.sitting, self.seats, len(self.seats))
        assert isinstance(held, Held), held
        return held.booking

    def open(self) -> Opened:
        opened = checkout.open_payment(self.shop, self.visit, self.hold().booking_id)
        assert isinstance(opened, Opened), opened
        return opened

    def accepted(self) -> PaymentRow:
        opened = self.open()
        answer = checkout.accept_return(
            self.shop, self.visit, opened.payment.payment_id, redirect(opened.payment)
        )
        assert isinstance(answer, Accepted), answer
        return self.payment(opened.payment.payment_id)

    @property
    def settler(self) -> Settler:
        return Settler(self.shop, self.channel)

    def payment(self, payment_id: str) -> PaymentRow:
        with self.shop.database.read() as session:
            row = payments.find(session, self.shop.restaurant_id, payment_id)
        assert row is not None
        return row

    def states(self, payment: PaymentRow) -> tuple[BookingStatus, PaymentStatus]:
        with self.shop.database.read() as session:
            booking = bookings.find(session, self.shop.restaurant_id, payment.booking_id)
        assert booking is not None
        return booking.status, self.payment(payment.payment_id).status


def redirect(payment: PaymentRow, **changes: str) -> str:
    """The success redirect of a payment, with changes."""
    query = {
        "orderId": payment.order_id,
        "paymentKey": f"pk_{payment.order_id}",
        "amount": str(payment.amount),
    }
    return "https://kiosk.jari.invalid/pay/success?" + urlencode(query | changes)

"""The checkout page of a payment: what the order says, what the page may know, and where it comes back to.

The page never sees a secret key, a payment key or an Idempotency-Key.
"""

from dataclasses import dataclass

from kiosk.domain.floor import Plan
from kiosk.domain.tickets import Ticket, pack
from kiosk.payments.checkout import CheckoutOrder, checkout_html
from kiosk.services.checkout import Opened
from kiosk.services.results import Booking, Restaurant

RETURN_HOST = "https://kiosk.jari.invalid"
"""A host that can never be reached (RFC 2606): a redirect that slips through would tell nobody anything."""


@dataclass(frozen=True, slots=True)
class CheckoutPages:
    """Makes checkout pages for one pair of keys. ``template`` is the text of resources/checkout/checkout.html."""

    template: str
    client_key: str
    sdk_url: str
    base_url: str = RETURN_HOST + "/"
    success_url: str = RETURN_HOST + "/pay/success"
    fail_url: str = RETURN_HOST + "/pay/fail"

    def page_for(self, opened: Opened, restaurant: Restaurant, terminal: str, language: str) -> str:
        """The page that asks for exactly this order and amount."""
        booking = opened.booking
        order = CheckoutOrder(
            order_id=opened.payment.order_id,
            order_name=order_name(restaurant, booking, language),
            amount=opened.payment.amount,
            client_key=self.client_key,
            sdk_url=self.sdk_url,
            success_url=self.success_url,
            fail_url=self.fail_url,
            customer_key="@@ANONYMOUS",
            language=language,
            metadata=pack(_ticket(opened, restaurant, terminal)),
        )
        return checkout_html(self.template, order)


def _ticket(opened: Opened, restaurant: Restaurant, terminal: str) -> Ticket:
    """What a third party keeps for us: all that a lost database needs to know of this booking."""
    booking = opened.booking
    return Ticket(
        restaurant_id=restaurant.restaurant_id,
        terminal=terminal,
        booking_id=booking.booking_id,
        number=booking.number,
        party=booking.party,
        sitting=booking.sitting,
        seat_ids=booking.seat_ids,
        anchor=opened.anchor,
    )


def order_name(restaurant: Restaurant, booking: Booking, language: str) -> str:
    """What the customer reads in the checkout and on the card statement, at most 100 characters."""
    name = restaurant.names.get(language) or next(iter(restaurant.names.values()))
    tables = ", ".join(_labels(restaurant.plan, booking.seat_ids))
    written = (
        f"{name} {tables}번 {len(booking.seat_ids)}석"
        if language == "ko"
        else f"{name}, table {tables}, {len(booking.seat_ids)}"
    )
    return written[:100]


def _labels(plan: Plan, seat_ids: frozenset[str]) -> list[str]:
    return [table.label for table in plan.tables_with(seat_ids)]

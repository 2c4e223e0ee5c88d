"""The front door for a customer terminal: ``Front`` over one shop, its settler and its checkout page.

Only carries calls to the use-cases and joins their answers; every rule is in the module it calls.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from kiosk.domain.best import Needs
from kiosk.domain.sittings import Sitting, open_sittings
from kiosk.domain.waiting import Quote
from kiosk.services import attention, boards, checkout, holding, queueing, reporting, selling
from kiosk.services.pages import CheckoutPages
from kiosk.services.printing import Press
from kiosk.services.restaurants import current
from kiosk.services.results import (
    Accepted,
    Board,
    Held,
    Joined,
    Lapsed,
    NotAccepted,
    PaymentOpened,
    Refused,
    Restaurant,
    Settled,
    Taken,
)
from kiosk.services.shop import Shop


@dataclass(frozen=True, slots=True)
class Counter:
    """A shop as customers meet it. ``settle_payment`` is the settler's, here or in another process."""

    shop: Shop
    settle_payment: Callable[[str], Settled]
    pages: CheckoutPages
    press: Press | None = None

    def restaurant(self) -> Restaurant:
        """The restaurant as it is set up now."""
        return current(self.shop)

    def sittings(self, day: date | None = None) -> tuple[Sitting, ...]:
        """What can still be booked, "now" first."""
        restaurant = self.restaurant()
        return open_sittings(self.shop.clock.now(), restaurant.rules, day, restaurant.days)

    def boards(self, visit_id: str, sittings: Sequence[Sitting]) -> tuple[Board, ...]:
        """How every seat stands in each of these sittings."""
        return boards.read_boards(self.shop, visit_id, sittings)

    def new_visit(self) -> str:
        """An id for the customer who has just touched the screen."""
        return self.shop.ids.visit_id()

    def hold(
        self, visit_id: str, sitting: Sitting, seat_ids: frozenset[str], party: int
    ) -> Held | Taken | Refused:
        """T1."""
        return holding.hold(self.shop, visit_id, sitting, seat_ids, party)

    def extend(self, visit_id: str, booking_id: str) -> Held | Lapsed | Refused:
        """More time for a hold."""
        return holding.extend(self.shop, visit_id, booking_id)

    def release(self, visit_id: str, booking_id: str) -> None:
        """Give the seats back."""
        holding.release(self.shop, visit_id, booking_id)

    def look_again(self, visit_id: str, booking_id: str) -> Held | Lapsed:
        """How a hold stands now."""
        return holding.look_again(self.shop, visit_id, booking_id)

    def open_payment(self, visit_id: str, booking_id: str, language: str) -> PaymentOpened | Lapsed | Refused:
        """T2, then the page; the row is durable before the page exists."""
        opened = checkout.open_payment(self.shop, visit_id, booking_id)
        if not isinstance(opened, checkout.Opened):
            return opened
        page = self.pages.page_for(opened, self.restaurant(), self.shop.terminal, language)
        return PaymentOpened(
            payment_id=opened.payment.payment_id,
            booking=opened.booking,
            html=page,
            base_url=self.pages.base_url,
            success_url=self.pages.success_url,
            fail_url=self.pages.fail_url,
            page_ends_at=opened.page_ends_at,
        )

    def close_payment(self, visit_id: str, payment_id: str, why: str) -> Held | Lapsed:
        """The checkout ended without a success redirect."""
        return checkout.close_payment(self.shop, visit_id, payment_id, why)

    def accept_return(self, visit_id: str, payment_id: str, url: str) -> Accepted | NotAccepted:
        """T3."""
        return checkout.accept_return(self.shop, visit_id, payment_id, url)

    def settle(self, payment_id: str) -> Settled:
        """T3b, N2, T4, N3: one round."""
        return self.settle_payment(payment_id)

    def print_receipt(self, visit_id: str, booking_id: str, language: str) -> bool:
        """The receipt on paper, where there is a printer."""
        return self.press is not None and self.press.print_for(visit_id, booking_id, language)

    def has_printer(self) -> bool:
        """Whether receipts can be had on paper here, just now."""
        return self.press is not None and self.press.is_there()

    def matters(self) -> int:
        """How many things wait for a member of staff."""
        return len(attention.open_matters(self.shop))

    def why_closed(self) -> str:
        """Why nothing may be paid just now."""
        return selling.why_closed(self.shop)

    def why_unfit(self) -> str:
        """Why this very machine sells nothing just now; "" while it may."""
        return holding.why_unfit(self.shop)

    def sweep(self) -> int:
        """Let lapsed holds go."""
        return holding.sweep(self.shop)

    def quote(self, party: int, *, wheelchair: bool) -> Quote:
        """How long the waiting list is."""
        return queueing.quote(self.shop, Needs(party, wheelchair))

    def join(
        self, visit_id: str, party: int, *, wheelchair: bool, phone: str, language: str
    ) -> Joined | Refused:
        """A place on the waiting list."""
        return queueing.join(self.shop, visit_id, Needs(party, wheelchair), phone, language)

    def leave_list(self, visit_id: str) -> bool:
        """Give that place up."""
        return queueing.leave(self.shop, visit_id)

    def called_now(self) -> tuple[int, ...]:
        """Who is being called."""
        return queueing.calls(self.shop)

    def count_visit(self, step: str, outcome: str) -> None:
        """One more visit for the reports."""
        reporting.note_visit(self.shop, step, outcome)

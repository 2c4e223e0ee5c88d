"""One guest at one kiosk: each step is what the program does at that place, and what its screen then says."""

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from kiosk.domain.money import won
from kiosk.domain.sittings import open_sittings
from kiosk.domain.states import PaymentStatus
from kiosk.payments.channel import Channel
from kiosk.prove.kills.company import Company
from kiosk.prove.kills.points import Points
from kiosk.prove.kills.products import Product
from kiosk.services import checkout, holding, refunding
from kiosk.services.checkout import Opened
from kiosk.services.refunder import Refunder
from kiosk.services.refunding import Asked
from kiosk.services.restaurants import load
from kiosk.services.results import (
    Accepted,
    Held,
    Lapsed,
    MoneyReturned,
    NotAccepted,
    NotPaid,
    Paid,
    Refused,
    Settled,
    StillUnknown,
    Taken,
)
from kiosk.services.shop import Shop
from kiosk.storage import bookings, claims, payments
from kiosk.storage.payments import PaymentRow

SEATS: Final = frozenset({"s0", "s1"})
SUCCESS: Final = "https://kiosk.jari.invalid/pay/success"
GUEST, RIVAL = "guest", "rival"
_STANDS_THERE_S: Final = (0, 2, 5, 10, 20)
"""How long a guest waits before each look at an unknown payment."""


class Astray(AssertionError):
    """The program did what this path does not know: the campaign, or the program, is wrong."""


@dataclass
class Guest:
    """The program of one process, and the guest who stands before it."""

    shop: Shop
    channel: Channel
    product: Product
    company: Company
    points: Points
    booking_id: str = ""
    opened: PaymentRow | None = None
    urls: list[str] = field(default_factory=list)

    # --- seats --------------------------------------------------------------------------------------------------

    def hold(self, seats: frozenset[str] = SEATS, visit: str = GUEST) -> Held | Taken | Refused:
        """T1."""
        sitting = open_sittings(
            self.shop.clock.now(), load(self.shop.database, self.shop.restaurant_id).rules
        )[0]
        held = holding.hold(self.shop, visit, sitting, seats, len(seats))
        if isinstance(held, Held) and visit == GUEST:
            self.booking_id = held.booking.booking_id
        return held

    def wait(self, seconds: float) -> None:
        """Time goes by, and the kiosk's timer lets go what has lapsed."""
        self.pass_time(seconds)
        holding.sweep(self.shop)

    def pass_time(self, seconds: float) -> None:
        """Time goes by, here and at the company."""
        with self.points.outside():
            self.shop.clock.sleep(seconds)

    def extend(self) -> None:
        """Five minutes more."""
        holding.extend(self.shop, GUEST, self.booking_id)

    def release(self) -> None:
        """The guest gives the seats back."""
        holding.release(self.shop, GUEST, self.booking_id)
        self.say("not_charged")

    def lose_seats(self) -> None:
        """The world's doing: the seats are gone from under an intent, as when an older backup was put back."""
        with self.points.outside(), self.shop.database.write() as session:
            claims.give_back(session, self.shop.restaurant_id, self.booking_id)

    # --- paying -------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """T2."""
        opened = checkout.open_payment(self.shop, GUEST, self.booking_id)
        if not isinstance(opened, Opened):
            raise Astray(f"T2 answered {opened}")
        self.opened = opened.payment

    def authenticate(self, *, method: str = "카드", more: int = 0) -> None:
        """N1, at the company. The redirect may say another sum than ours."""
        payment = self._payment
        with self.points.outside():
            key = self.company.authenticate(payment.order_id, payment.amount, method)
            asked = {"orderId": payment.order_id, "paymentKey": key, "amount": payment.amount + more}
            self.urls.append(f"{SUCCESS}?{urlencode(asked)}")
            # A browser comes back to where it was; so may this guest after the kiosk has.
            self.points.slate.note("redirect", payment=payment.payment_id, url=self.urls[-1])

    def come_back(self, url: str | None = None, payment_id: str | None = None) -> Accepted | NotAccepted:
        """T3."""
        self.points.slate.begin_intent()
        answer = self.product.accept(
            self.shop, self.channel, GUEST, payment_id or self._payment.payment_id, url or self.urls[-1]
        )
        if isinstance(answer, Accepted):
            self.points.slate.note("accepted", payment=answer.payment_id)
        elif answer.why != "replay":
            self.say("not_charged")
        return answer

    def close_page(self) -> None:
        """The guest closes the checkout."""
        checkout.close_payment(self.shop, GUEST, self._payment.payment_id, "closed by the guest")
        self.say("not_charged")

    def settle(self, payment_id: str | None = None) -> Settled:
        """T3b, N2, T4 and N3, for as long as a guest stands there."""
        settler = self.product.settler(self.shop, self.channel)
        end = settler.settle(payment_id or self._payment.payment_id)
        for seconds in _STANDS_THERE_S[1:]:
            if not isinstance(end, StillUnknown):
                break
            self.wait(seconds)
            end = settler.settle(payment_id or self._payment.payment_id)
        self._say_end(end)
        return end

    def pay(self, *, method: str = "카드") -> None:
        """From T2 to what the screen says in the end."""
        self.open()
        self.authenticate(method=method)
        if isinstance(self.come_back(), Accepted):
            self.settle()

    # --- giving back --------------------------------------------------------------------------------------------

    def ask_back(self, amount: int | None) -> None:
        """A member of staff gives money back; all of it frees the seats."""
        asked = refunding.ask(
            self.shop,
            self.booking_id,
            None if amount is None else won(amount),
            reason="guest asked",
            asked_by="staff-1",
            gives_up_seats=amount is None,
        )
        if isinstance(asked, Asked):
            self.points.slate.note("asked_back", amount=int(asked.amount), refund=asked.refund_id)
            Refunder(self.shop, self.channel).settle(asked.refund_id)

    # --- what the screen says -----------------------------------------------------------------------------------

    def say(self, what: str) -> None:
        """Something about money is on the screen; what is stored at that moment is noted with it."""
        with self.points.outside(), self.shop.database.read() as session:
            booking = bookings.find(session, self.shop.restaurant_id, self.booking_id)
        stored = str(booking.status) if booking else ""
        self.points.slate.note("said", what=what, booking=self.booking_id, stored=stored)

    def _say_end(self, end: Settled) -> None:
        match end:
            case Paid():
                self.say("paid")
            case NotPaid():
                self.say("not_charged")
            case MoneyReturned():
                self.say("returned")
            case StillUnknown():
                self.say("unknown")

    def status(self) -> PaymentStatus:
        """How the payment stands."""
        with self.points.outside(), self.shop.database.read() as session:
            row = payments.find(session, self.shop.restaurant_id, self._payment.payment_id)
        assert row is not None
        return row.status

    @property
    def _payment(self) -> PaymentRow:
        assert self.opened is not None, "T2 comes first"
        return self.opened


def look(guest: Guest) -> Held | Lapsed:
    """How the hold stands."""
    return holding.look_again(guest.shop, GUEST, guest.booking_id)

"""Where redirects arrive: the web view's gate, T3, and the settler, with a company that counts what reaches it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import select

from kiosk.domain.states import PaymentStatus
from kiosk.payments.channel import Channel, Order
from kiosk.prove.wire.house import SUCCESS, House, Ticket
from kiosk.prove.wire.recovery import stored
from kiosk.prove.wire.till import Till
from kiosk.services import checkout
from kiosk.services.checkout import Opened
from kiosk.services.results import Accepted
from kiosk.services.settling import Settler
from kiosk.services.shop import Shop
from kiosk.storage import tables
from kiosk.ui.payment.returns import Kind, ReturnAddresses

FAIL = SUCCESS.replace("success", "fail")
GATE = ReturnAddresses(SUCCESS, FAIL)
"""The web view's own comparison; it needs no window."""


@dataclass(slots=True)
class Desk:
    """One batch's payments, each used until it is confirmed; what was refused is opened again for the next redirect."""

    house: House
    till: Till
    channel: Channel
    used: list[Ticket] = field(default_factory=list)
    _open: list[Ticket] = field(default_factory=list)
    _fresh: Iterator[Ticket] = field(init=False)

    def __post_init__(self) -> None:
        """Nobody has come yet."""
        self._fresh = iter(self.house.tickets)

    def take(self) -> Ticket:
        """An open payment whose customer has authenticated."""
        ticket = self._again(self._open.pop()) if self._open else next(self._fresh)
        self.till.authenticate(ticket)
        self.used.append(ticket)
        return ticket

    def give_back(self, ticket: Ticket) -> None:
        """Its booking can have another payment, unless this one went through."""
        if self.status(ticket) in (PaymentStatus.OPENED, PaymentStatus.VOID, PaymentStatus.DECLINED):
            self._open.append(ticket)

    def deliver(self, ticket: Ticket, url: str, *, shop: Shop | None = None, visit_id: str = "") -> bool:
        """A navigation to ``url`` while this payment's checkout is shown; gives whether it was accepted."""
        if GATE.which(url) is not Kind.SUCCESS:
            return False
        shop = shop or self.house.shop
        answer = checkout.accept_return(shop, visit_id or ticket.visit_id, ticket.payment_id, url)
        if isinstance(answer, Accepted):
            Settler(shop, self.channel).settle(ticket.payment_id)
        return isinstance(answer, Accepted)

    def status(self, ticket: Ticket) -> PaymentStatus:
        """How its payment stands."""
        return stored(self.house, ticket).status

    def is_used(self, payment_key: str) -> bool:
        """Whether a redirect with this key was accepted before, whoever it came to."""
        asked = select(tables.payment.c.payment_id).where(tables.payment.c.payment_key == payment_key)
        with self.house.shop.database.read() as session:
            return session.execute(asked).first() is not None

    def confirms_of(self, ticket: Ticket) -> list[Order]:
        """The confirms that were sent for it."""
        return [order for order in self.till.confirms if order.order_id == ticket.order_id]

    def reopen(self, ticket: Ticket) -> Ticket:
        """The customer closes the checkout and opens it again: another payment of the same booking."""
        return self._again(ticket)

    def _again(self, ticket: Ticket) -> Ticket:
        if self.status(ticket) is PaymentStatus.OPENED and ticket not in self.used:
            return ticket
        opened = checkout.open_payment(self.house.shop, ticket.visit_id, ticket.booking_id)
        assert isinstance(opened, Opened), opened
        payment = opened.payment
        return Ticket(
            ticket.visit_id,
            ticket.booking_id,
            payment.payment_id,
            payment.order_id,
            f"pk-{payment.order_id}",
            payment.amount,
        )

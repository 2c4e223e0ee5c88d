"""What the flow wants done, in the imperative. The controller carries it out; nothing here acts.

``ServiceCall`` effects go to the services on a lane and come back as an event; the rest act at once.
"""

from dataclasses import dataclass, field
from datetime import date

from kiosk.domain.sittings import Sitting


@dataclass(frozen=True, slots=True)
class Effect:
    """Something to do."""


@dataclass(frozen=True, slots=True)
class ServiceCall(Effect):
    """A blocking call; ``visit_id`` comes back with the answer, "" outside a visit."""

    visit_id: str


@dataclass(frozen=True, slots=True)
class StartVisit(ServiceCall):
    """Get an id for the customer who has just touched the screen."""


@dataclass(frozen=True, slots=True)
class ReadBoards(ServiceCall):
    """Read what can be booked today and how every seat stands; the restaurant too between visits, and ``day`` too when
    a guest looks at another."""

    with_restaurant: bool = False
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Sweep(ServiceCall):
    """Let lapsed holds go."""


@dataclass(frozen=True, slots=True)
class Hold(ServiceCall):
    """T1."""

    sitting: Sitting
    seat_ids: frozenset[str]
    party: int


@dataclass(frozen=True, slots=True)
class Extend(ServiceCall):
    """More time for a hold."""

    booking_id: str


@dataclass(frozen=True, slots=True)
class LookAgain(ServiceCall):
    """See how a hold stands."""

    booking_id: str


@dataclass(frozen=True, slots=True)
class Release(ServiceCall):
    """Give seats back; nothing waits for the answer."""

    booking_id: str


@dataclass(frozen=True, slots=True)
class OpenPayment(ServiceCall):
    """T2."""

    booking_id: str
    language: str


@dataclass(frozen=True, slots=True)
class ClosePayment(ServiceCall):
    """Make a payment void that has had no redirect; ``why`` goes to the journal."""

    payment_id: str
    why: str


@dataclass(frozen=True, slots=True)
class AcceptReturn(ServiceCall):
    """T3, with the whole redirect."""

    payment_id: str
    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Settle(ServiceCall):
    """One round of settling."""

    payment_id: str


@dataclass(frozen=True, slots=True)
class PrintReceipt(ServiceCall):
    """A paid booking's receipt on paper. On a lane of its own: a printer may take its time, nobody's money waits for it."""

    booking_id: str
    language: str


@dataclass(frozen=True, slots=True)
class AskQuote(ServiceCall):
    """How long the waiting list is for them."""

    party: int
    wheelchair: bool


@dataclass(frozen=True, slots=True)
class Join(ServiceCall):
    """A place on the waiting list."""

    party: int
    wheelchair: bool
    phone: str = field(repr=False)
    language: str


@dataclass(frozen=True, slots=True)
class LeaveList(ServiceCall):
    """Give that place up; nothing waits for the answer."""


@dataclass(frozen=True, slots=True)
class ShowCheckout(Effect):
    """Open the payment page of one payment."""

    payment_id: str
    html: str = field(repr=False)
    base_url: str
    success_url: str
    fail_url: str


@dataclass(frozen=True, slots=True)
class CloseCheckout(Effect):
    """Take the payment page down and forget its profile."""


@dataclass(frozen=True, slots=True)
class CallStaff(Effect):
    """Let staff know where they are needed; ``why`` and ``reference`` are codes, no personal data."""

    why: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class ForgetVisit(Effect):
    """The visit is over: wipe whatever a screen or the web profile may still hold."""


BACKGROUND = (ReadBoards, Sweep, AskQuote)
"""These belong on the lane for the floor, PrintReceipt on the printer's; every other ServiceCall on the lane for this
customer's money."""

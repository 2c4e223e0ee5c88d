"""What services answer: frozen values, safe to carry from a worker lane to the main thread. No rows, no sessions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kiosk.domain.floor import Plan
from kiosk.domain.money import Won
from kiosk.domain.refunds import DEFAULT, Policy
from kiosk.domain.sittings import Sitting, SpecialDay, WeeklyRule
from kiosk.domain.states import BookingStatus
from kiosk.domain.waiting import Quote


@dataclass(frozen=True, slots=True)
class Restaurant:
    """One restaurant: its names by language, floor plan, opening rules and what it gives back when.

    ``days`` are the dates that are not like their weekday; ask for sittings with both. ``notices`` by language are what guests
    read at the foot of the first screen.
    """

    restaurant_id: str
    names: Mapping[str, str]
    plan: Plan
    rules: tuple[WeeklyRule, ...]
    largest_party: int = 8
    refunds: Policy = DEFAULT
    days: tuple[SpecialDay, ...] = ()
    notices: Mapping[str, str] = field(default_factory=dict)


class SeatUse(StrEnum):
    """How a seat stands for one visit in one sitting. A seat that is not listed on a board is FREE."""

    FREE = "free"
    MINE = "mine"
    HELD = "held"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Board:
    """The seats of one sitting that are not free, as one visit sees them; read at ``read_at``."""

    sitting: Sitting
    used: Mapping[str, SeatUse]
    read_at: datetime


@dataclass(frozen=True, slots=True)
class Booking:
    """A booking as stored. ``hold_ends_at`` matters only while READY; ``number`` is what the guest is told."""

    booking_id: str
    visit_id: str
    number: str
    status: BookingStatus
    party: int
    sitting: Sitting
    seat_ids: frozenset[str]
    amount: Won
    price_per_seat: Won
    hold_ends_at: datetime
    extensions_left: int


@dataclass(frozen=True, slots=True)
class Held:
    """The seats are this visit's until ``booking.hold_ends_at``."""

    booking: Booking


@dataclass(frozen=True, slots=True)
class Taken:
    """Somebody was faster at ``seat_ids``; ``offer`` is the nearest equal choice, empty when there is none."""

    seat_ids: frozenset[str]
    offer: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lapsed:
    """The hold had ended. Nothing was charged. ``again``: the same seats are still free."""

    again: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """A place on the waiting list: the number that is called, who is before, and how long it is likely to be (minutes)."""

    waiting_id: str
    number: int
    party: int
    quote: Quote


@dataclass(frozen=True, slots=True)
class Refused:
    """What was asked cannot be: a code for the log and for staff, e.g. ``payment_alive``."""

    why: str


@dataclass(frozen=True, slots=True)
class PaymentOpened:
    """A payment OPENED and durable (T2), and the checkout page that belongs to it.

    ``booking`` carries the hold's end as T2 set it; ``page_ends_at`` is when the page must be closed.
    """

    payment_id: str
    booking: Booking
    html: str
    base_url: str
    success_url: str
    fail_url: str
    page_ends_at: datetime


@dataclass(frozen=True, slots=True)
class Accepted:
    """T3 is durable: the redirect was verified, the payment is CONFIRMING. Settle it now."""

    payment_id: str


@dataclass(frozen=True, slots=True)
class NotAccepted:
    """The redirect was not believed; the payment is VOID, never confirmed, so never charged.

    ``why`` is a code (amount, order, replay, late, seats_gone, broken); ``booking`` is as it stands now.
    """

    why: str
    booking: Booking | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the guest takes along. ``text`` is the content of the QR code: readable with no network; ``anchor`` the journal's mark.

    The company's own receipt has the payment key in its address, so it is kept out of ``repr``.
    """

    booking: Booking
    text: str
    anchor: str
    receipt_url: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Paid:
    """PAID is durable."""

    receipt: Receipt


@dataclass(frozen=True, slots=True)
class NotPaid:
    """Known: nothing was charged. ``reason`` is limit, unusable, bank_closed, ask_issuer, expired or other."""

    reason: str
    code: str
    booking: Booking


@dataclass(frozen=True, slots=True)
class StillUnknown:
    """Charged or not is not known; the seats stay held. ``reference`` is the number staff look up.

    ``is_silent``: the company did not answer at all. ``is_taken``: a person has said that they look after it.
    """

    payment_id: str
    reference: str
    since: datetime
    needs_staff: bool = False
    is_silent: bool = False
    is_taken: bool = False


@dataclass(frozen=True, slots=True)
class MoneyReturned:
    """Money had come that could not be kept; a refund is stored and on its way."""

    booking: Booking


Settled = Paid | NotPaid | StillUnknown | MoneyReturned

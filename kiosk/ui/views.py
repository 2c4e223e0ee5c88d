"""What each screen is shown: frozen data, ready to draw but not yet in any language.

Screens render these and decide nothing; ``kiosk.ui.presenter`` makes them from the flow's state.
Instants are aware UTC; money is whole won; ``seconds_left`` counts down from a stored instant, never by itself.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from kiosk.domain.best import Reason
from kiosk.domain.floor import Plan, Table
from kiosk.domain.money import Won
from kiosk.domain.sittings import Sitting
from kiosk.ui.floorplan.states import SeatState
from kiosk.ui.modes import Modes


class ScreenName(StrEnum):
    """Every screen of the customer's road."""

    ATTRACT = "attract"
    PARTY = "party"
    FLOOR = "floor"
    LIST = "list"
    WAITLIST = "waitlist"
    WAITING = "waiting"
    REVIEW = "review"
    PAYMENT = "payment"
    CONFIRMING = "confirming"
    DONE = "done"
    DECLINED = "declined"
    STOPPED = "stopped"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    CLOSED = "closed"


class Overlay(StrEnum):
    """A bottom sheet over a screen that asks one thing."""

    IDLE = "idle"
    MORE_TIME = "more_time"
    LEAVE = "leave"
    LEAVE_LIST = "leave_list"
    STOP_PAYING = "stop_paying"
    TERMS = "terms"
    LANGUAGE = "language"
    STAFF_CALLED = "staff_called"
    APP_REFUSED = "app_refused"


@dataclass(frozen=True, slots=True)
class FrameView:
    """What surrounds every screen but the attract one: header, progress (1-4 or none), utility bar, test banner."""

    restaurant: str
    now: datetime
    step: int | None = None
    may_start_over: bool = True
    may_change_language: bool = True
    test_payment: bool = False
    disconnected: bool = False


@dataclass(frozen=True, slots=True)
class HoldView:
    """The hold strip: whole seconds left of ``total_s``; ``warn`` under two minutes; ``paused`` while the database is away."""

    seconds_left: int
    total_s: int = 600
    warn: bool = False
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """The seats that are chosen, held or booked: the tables they belong to and how many at each."""

    tables: tuple[Table, ...]
    seat_ids: frozenset[str]
    amount: Won
    price_per_seat: Won

    @property
    def labels(self) -> tuple[str, ...]:
        """The table labels, in plan order."""
        return tuple(table.label for table in self.tables)


@dataclass(frozen=True, slots=True)
class AttractView:
    """01: free seats now and the earliest time; ``earliest`` is None when nothing is open today.

    ``matters`` is how many things wait for a member of staff; ``unpayable``: nothing may be paid here just now.
    ``waits``: nobody can sit down now, and there is a waiting list. ``calls`` are the numbers that are being called.
    ``notice`` is what the restaurant wants guests to know today, "" for nothing.
    ``later_days``: another day can be booked here.
    """

    restaurant: str
    now: datetime
    free_seats: int
    earliest: datetime | None
    reopens: datetime | None = None
    matters: int = 0
    unpayable: bool = False
    waits: bool = False
    calls: tuple[int, ...] = ()
    notice: str = ""
    later_days: bool = False


@dataclass(frozen=True, slots=True)
class TimeKey:
    """One time to choose on 03: ``tables_left`` that fit the party; 0 is full; None is not counted yet.
    ``waits``: full, and one can wait for it."""

    sitting: Sitting
    tables_left: int | None
    chosen: bool = False
    waits: bool = False


class DayState(StrEnum):
    """Whether a day can be chosen: it can, the house is closed that day, or today is over."""

    OPEN = "open"
    OFF = "off"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class DayKey:
    """One day to choose on 03, so many days ahead of today."""

    day: date
    ahead: int
    state: DayState = DayState.OPEN
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class PartyView:
    """03: how many, with what needs, at what time of which day. ``days`` is empty where guests book for today only.
    ``ahead`` is how far ahead ``day`` is; ``counting``: its times are being read."""

    largest_party: int
    party: int | None
    wheelchair: bool
    high_chair: bool
    now: datetime
    stay_minutes: int
    times: tuple[TimeKey, ...]
    day: date
    ahead: int = 0
    days: tuple[DayKey, ...] = ()
    counting: bool = False


class FloorNote(StrEnum):
    """One sentence in answer to a touch on 04, or to what another customer did."""

    NONE = ""
    TAKEN = "taken"
    HELD = "held"
    TOO_SMALL = "too_small"
    CLOSED = "closed"
    LOST_RACE = "lost_race"
    WRONG_COUNT = "wrong_count"
    NONE_FIT = "none_fit"


@dataclass(frozen=True, slots=True)
class RoomTab:
    """A room of a large house, and how many of its tables can be had."""

    room: str
    free: int


@dataclass(frozen=True, slots=True)
class FloorScreenView:
    """04 and 05: every seat's state, and what is chosen; drawn as a plan, or read as a list.
    ``offer`` is the table proposed after a lost race.

    ``ahead``: how many days ahead the sitting is.
    ``why``: what speaks for the chosen seats, when they are the best that can be had. ``order`` is the list's:
    the tables that can be had, best first, then the others as they stand in the room.
    ``rooms``: those of a house too large for one picture, of which 04 shows ``room``.
    """

    plan: Plan
    seats: tuple[tuple[str, SeatState], ...]
    tables: tuple[tuple[str, SeatState], ...]
    party: int
    sitting: Sitting
    choice: Choice | None
    note: FloorNote = FloorNote.NONE
    note_table: str = ""
    note_seats: int = 0
    offer: str = ""
    holding: bool = False
    why: tuple[Reason, ...] = ()
    order: tuple[str, ...] = ()
    ahead: int = 0
    rooms: tuple[RoomTab, ...] = ()
    room: str = ""


@dataclass(frozen=True, slots=True)
class WaitlistView:
    """16: ``free_now``: a table has come free meanwhile; ``later``: the first time with room; ``groups``: how many could
    sit in two groups now. ``ahead`` is None until the list was asked, ``minutes`` None when nothing comes free today.
    ``lacking`` digits of a number that was begun."""

    party: int
    later: datetime | None
    groups: tuple[int, int] | None
    ahead: int | None
    minutes: int | None
    free_now: bool = False
    phone: str = field(default="", repr=False)
    lacking: int = 0
    trouble: str = ""
    joining: bool = False


@dataclass(frozen=True, slots=True)
class WaitingView:
    """The number on the list, the teams before it and the minutes it is likely to take. ``by_phone``: they left one."""

    number: int
    party: int
    ahead: int
    minutes: int
    by_phone: bool
    seconds_left: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """An instant until which something can be done, so many days ahead of today."""

    at: datetime
    ahead: int = 0


@dataclass(frozen=True, slots=True)
class ReviewView:
    """06: everything once more, before money. ``agreed`` is the tick at the refund terms; ``asked_without`` shows why not.
    ``unpayable``: nothing may be paid just now; the hold goes on meanwhile. ``free_cancel_until`` is None where no longer
    all goes back."""

    choice: Choice
    sitting: Sitting
    party: int
    hold: HoldView
    free_cancel_until: Deadline | None
    agreed: bool
    asked_without: bool = False
    opening: bool = False
    unpayable: bool = False
    why: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class PaymentView:
    """07: the amount and the hold above the embedded checkout. ``broken``: the page did not open, no money was taken.
    ``secure``: it comes over https. ``ahead``: how many days ahead the sitting is."""

    choice: Choice
    sitting: Sitting
    party: int
    hold: HoldView
    page_seconds_left: int
    visible: bool = False
    broken: bool = False
    ask_more_time: bool = False
    secure: bool = False
    ahead: int = 0


@dataclass(frozen=True, slots=True)
class ConfirmingView:
    """08: the payment is being verified. ``slow`` after 15 seconds."""

    choice: Choice
    slow: bool = False


class Paper(StrEnum):
    """How it stands with a receipt on paper: there is no printer, it can be had, or what became of it."""

    NONE = ""
    OFFERED = "offered"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class DoneView:
    """09: PAID is durable. ``receipt_url`` is what the QR says; ``anchor`` the journal's mark on it; ``ahead``: how many
    days ahead the sitting is."""

    number: str
    choice: Choice
    sitting: Sitting
    party: int
    plan: Plan
    receipt: str
    anchor: str
    seconds_left: int
    paper: Paper = Paper.NONE
    ahead: int = 0


@dataclass(frozen=True, slots=True)
class DeclinedView:
    """10: known not charged. ``reason`` is limit, unusable, bank_closed, ask_issuer, expired or other."""

    choice: Choice
    reason: str
    hold: HoldView


@dataclass(frozen=True, slots=True)
class StoppedView:
    """The customer stopped paying before anything was asked of the card company; the seats are still held."""

    choice: Choice
    hold: HoldView
    page_broken: bool = False


@dataclass(frozen=True, slots=True)
class UnknownView:
    """11: no answer yet. No way out but staff; ``reference`` is what they look up."""

    choice: Choice
    reference: str
    seconds_asking: int


@dataclass(frozen=True, slots=True)
class ExpiredView:
    """12: the hold ran out, nothing was charged. ``again`` when the same seats are still free."""

    choice: Choice
    hold_minutes: int
    again: bool
    seconds_left: int


@dataclass(frozen=True, slots=True)
class ClosedView:
    """17: cannot sell now; ``code`` is for staff; reopens by itself."""

    code: str


@dataclass(frozen=True, slots=True)
class OverlayView:
    """What an overlay needs: seconds left of an idle warning or a hold, the hold, whether it can still be extended.

    ``modes`` and ``may_start`` (nobody is being served yet) are for 02, ``free_cancel_until`` for the refund terms.
    """

    overlay: Overlay
    seconds_left: int = 0
    total_s: int = 20
    hold: HoldView | None = None
    free_cancel_until: Deadline | None = None
    modes: Modes = field(default_factory=Modes)
    may_start: bool = False


ScreenView = (
    AttractView
    | PartyView
    | FloorScreenView
    | WaitlistView
    | WaitingView
    | ReviewView
    | PaymentView
    | ConfirmingView
    | DoneView
    | DeclinedView
    | StoppedView
    | UnknownView
    | ExpiredView
    | ClosedView
)

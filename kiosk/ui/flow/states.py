"""What the flow knows: the house, the board, and one visit. Frozen data; decides nothing.

``visit`` is None exactly while nobody is being served (ATTRACT, CLOSED): then nothing of a customer is left.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from enum import StrEnum

from kiosk.domain.seating import tables_that_fit
from kiosk.domain.sittings import Sitting
from kiosk.domain.waiting import Quote
from kiosk.services.results import Board, Booking, Joined, Receipt, Restaurant, SeatUse
from kiosk.ui.modes import Modes
from kiosk.ui.views import FloorNote, Overlay, Paper, ScreenName


@dataclass(frozen=True, slots=True)
class Timers:
    """Every clock of the customer's road, in seconds. A slow mode doubles them with ``slowed``."""

    hold_s: int = 600
    hold_warn_s: int = 120
    hold_ask_s: int = 60
    idle_ask_s: int = 60
    idle_leave_s: int = 20
    confirm_soft_s: int = 15
    confirm_unknown_s: int = 40
    done_leave_s: int = 40
    expired_leave_s: int = 40
    closed_after_s: int = 10
    notice_s: int = 8
    board_s: float = 1.5
    board_idle_s: float = 10.0
    quote_s: float = 15.0
    retry_s: float = 2.0
    sweep_s: float = 15.0
    confirm_again_s: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0)
    ask_again_s: tuple[float, ...] = (1.0, 30.0, 60.0)

    @classmethod
    def of(cls, figures: Mapping[str, object]) -> "Timers":
        """Clocks with those named in ``figures`` (e.g. the design's) set; other names and words are not for us."""
        names = {item.name for item in fields(cls)}
        ours = {name: figure for name, figure in figures.items() if name in names and type(figure) is int}
        return replace(cls(), **ours)  # type: ignore[arg-type] # every clock given as a whole number may be one

    def slowed(self) -> "Timers":
        """The same clocks for people who want to take their time; what machines wait for stays as it is."""
        return replace(
            self,
            idle_ask_s=self.idle_ask_s * 2,
            idle_leave_s=60,
            done_leave_s=self.done_leave_s * 2,
            expired_leave_s=self.expired_leave_s * 2,
            notice_s=self.notice_s * 2,
        )


@dataclass(frozen=True, slots=True)
class House:
    """What is the same for every visit. ``test_payment``: no real money moves, and the screens say so. ``secure_payment``:
    the payment page comes over https, and its frame shows the lock. ``prints``: there is a printer for receipts.
    ``waits``: staff keep a waiting list, and guests may join it here. ``days_ahead``: how many days before it they may book."""

    restaurant: Restaurant
    timers: Timers
    language: str = "ko"
    modes: Modes = field(default_factory=Modes)
    test_payment: bool = False
    secure_payment: bool = False
    prints: bool = False
    waits: bool = True
    days_ahead: int = 7


@dataclass(frozen=True, slots=True)
class Moment:
    """One look at both clocks: wall time for deadlines that are stored, monotonic seconds for idling."""

    now: datetime
    mono: float


class Job(StrEnum):
    """A request on its way to the services; a second touch waits for its answer."""

    START = "start"
    HOLD = "hold"
    EXTEND = "extend"
    LOOK = "look"
    OPEN = "open"
    JOIN = "join"


class Stage(StrEnum):
    """How far an open payment has come, as this screen knows it."""

    OPENED = "opened"
    CLOSING = "closing"
    RETURNED = "returned"
    ASKING = "asking"


class Ending(StrEnum):
    """Why a checkout is being closed, which says where the customer goes once it is known to be void."""

    STOPPED = "stopped"
    BROKEN = "broken"
    DECLINED = "declined"
    TIME_OVER = "time_over"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Paying:
    """The one payment of this visit that is alive. ``url`` is the redirect, kept until it is accepted."""

    payment_id: str
    html: str = field(repr=False)
    base_url: str
    success_url: str
    fail_url: str
    page_ends_at: datetime
    stage: Stage = Stage.OPENED
    painted: bool = False
    ending: Ending | None = None
    reason: str = ""
    url: str = field(default="", repr=False)
    waiting: bool = False
    retry_at: float | None = None
    retries: int = 0
    reference: str = ""
    staff_called: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """One customer, from first touch to goodbye. Times ending in ``_at`` are monotonic seconds.

    ``listed``: they read the list of tables rather than the plan; ``room`` is the one they see of a large house.
    ``phone`` is what they have keyed in of a number; ``trouble`` why the waiting list did not take them. ``day`` is the
    one they think of, when it is not today.
    """

    visit_id: str
    active_at: float
    since: float
    party: int | None = None
    wheelchair: bool = False
    high_chair: bool = False
    day: date | None = None
    sitting: Sitting | None = None
    chosen: tuple[str, ...] = ()
    listed: bool = False
    room: str | None = None
    note: FloorNote = FloorNote.NONE
    note_table: str = ""
    note_seats: int = 0
    offer: frozenset[str] = frozenset()
    booking: Booking | None = None
    job: Job | None = None
    look_at: float = 0.0
    asked_for: datetime | None = None
    agreed: bool = False
    asked_without: bool = False
    paying: Paying | None = None
    receipt: Receipt | None = None
    paper: Paper = Paper.NONE
    reason: str = ""
    page_broken: bool = False
    again: bool = False
    quote: Quote | None = None
    quoted_at: float = 0.0
    phone: str = field(default="", repr=False)
    trouble: str = ""
    joined: Joined | None = None
    left_phone: bool = False


@dataclass(frozen=True, slots=True)
class OtherDay:
    """What can be booked on a day that is not today."""

    day: date
    sittings: tuple[Sitting, ...]


@dataclass(frozen=True, slots=True)
class Floor:
    """What is known of free seats. ``sittings`` are today's, None until the first answer came; ``other`` is the day that
    is looked at instead; ``boards`` are of both. ``closed`` is why nothing may be paid.
    ``hinted``: something has changed since the question that is on its way was asked. ``calls`` are the waiting numbers
    that are being called."""

    sittings: tuple[Sitting, ...] | None = None
    other: OtherDay | None = None
    boards: Mapping[datetime, Board] = field(default_factory=dict)
    reading: bool = False
    matters: int = 0
    closed: str = ""
    calls: tuple[int, ...] = ()
    hinted: bool = False
    read_at: float = -1e9
    swept_at: float = -1e9


@dataclass(frozen=True, slots=True)
class Outage:
    """The services have not answered since ``since`` (monotonic seconds); ``code`` is for staff."""

    since: float
    code: str


@dataclass(frozen=True, slots=True)
class State:
    """Everything the flow knows. Replaced as a whole at every step."""

    house: House
    at: Moment
    screen: ScreenName = ScreenName.ATTRACT
    language: str = "ko"
    modes: Modes = field(default_factory=Modes)
    floor: Floor = field(default_factory=Floor)
    visit: Visit | None = None
    overlay: Overlay | None = None
    overlay_at: float = 0.0
    outage: Outage | None = None
    starting: bool = False

    @property
    def timers(self) -> Timers:
        """The clocks of this visit."""
        return self.house.timers.slowed() if self.modes.is_patient else self.house.timers


def opening_state(house: House, at: Moment) -> State:
    """The state of a kiosk that has just been switched on."""
    return State(house=house, at=at, language=house.language, modes=house.modes)


def visit_of(state: State) -> Visit:
    """The visit of a screen that cannot be without one."""
    assert state.visit is not None, f"{state.screen} without a visit"
    return state.visit


def paying_of(state: State) -> Paying:
    """The payment of a screen that cannot be without one."""
    paying = visit_of(state).paying
    assert paying is not None, f"{state.screen} without a payment"
    return paying


def booking_of(state: State) -> Booking:
    """The booking of a screen that cannot be without one."""
    booking = visit_of(state).booking
    assert booking is not None, f"{state.screen} without a booking"
    return booking


def wish_of(state: State) -> tuple[Sitting, int]:
    """When, and for how many: known on every screen from 04 on."""
    visit = visit_of(state)
    assert visit.sitting is not None, f"{state.screen} without a sitting"
    assert visit.party is not None, f"{state.screen} without a party"
    return visit.sitting, visit.party


def is_undecided(visit: Visit) -> bool:
    """True while nobody may say whether money moved: a redirect has come back and no answer to it yet."""
    return visit.paying is not None and visit.paying.stage in (Stage.RETURNED, Stage.ASKING)


def free_seats(state: State, sitting: Sitting) -> frozenset[str]:
    """The seats this visit may choose in a sitting: those nobody has, and its own.

    All until a board is read.
    """
    board = state.floor.boards.get(sitting.starts)
    seats = (seat.seat_id for table in state.house.restaurant.plan.tables for seat in table.usable_seats)
    if board is None:
        return frozenset(seats)
    return frozenset(
        seat for seat in seats if board.used.get(seat, SeatUse.FREE) in (SeatUse.FREE, SeatUse.MINE)
    )


def tables_left(state: State, visit: Visit, sitting: Sitting) -> int | None:
    """How many tables this party could have then; None until they were counted."""
    if sitting.starts not in state.floor.boards:
        return None
    plan, free = state.house.restaurant.plan, free_seats(state, sitting)
    return len(tables_that_fit(plan, free, visit.party or 1, wheelchair=visit.wheelchair))


def hold_left(state: State, booking: Booking) -> float:
    """Seconds until a hold ends; below 0 when it is over.

    Never more than a hold can have with everything added: a clock that was set back gives nobody two hours.
    """
    left = (booking.hold_ends_at - state.at.now).total_seconds()
    return min(left, 2.0 * state.house.timers.hold_s)

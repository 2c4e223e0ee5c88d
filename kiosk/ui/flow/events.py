"""What can happen to a visit, in the past tense: touches, answers, the checkout page, the clock.

``Touch`` events come from fingers and are void while a sheet lies over the screen. ``Answer`` events carry the
visit they belong to, so that one for another visit can be told from one for this.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from kiosk.domain.sittings import Sitting
from kiosk.services.results import (
    Accepted,
    Board,
    Held,
    Lapsed,
    NotAccepted,
    PaymentOpened,
    Refused,
    Restaurant,
    Settled,
    Taken,
)
from kiosk.ui.flow.effects import Effect


@dataclass(frozen=True, slots=True)
class Event:
    """Something that has happened."""


@dataclass(frozen=True, slots=True)
class Touch(Event):
    """A customer asked for something on the screen itself."""


@dataclass(frozen=True, slots=True)
class Touched(Touch):
    """01: somebody is here."""


@dataclass(frozen=True, slots=True)
class PartyChosen(Touch):
    """03: how many."""

    party: int


@dataclass(frozen=True, slots=True)
class WheelchairToggled(Touch):
    """03: a wheelchair place is wanted, or not."""

    on: bool


@dataclass(frozen=True, slots=True)
class HighChairToggled(Touch):
    """03: a high chair is wanted, or not."""

    on: bool


@dataclass(frozen=True, slots=True)
class DayChosen(Touch):
    """03: on which day."""

    day: date


@dataclass(frozen=True, slots=True)
class TimeChosen(Touch):
    """03: when."""

    sitting: Sitting


@dataclass(frozen=True, slots=True)
class SeatsAsked(Touch):
    """03: on to the floor plan, or to the waiting list; 16: on to the plan after all."""


@dataclass(frozen=True, slots=True)
class BestAsked(Touch):
    """03: hold the best seats for us; 04: show them."""


@dataclass(frozen=True, slots=True)
class WentBack(Touch):
    """03, 04, 16: one screen back."""


@dataclass(frozen=True, slots=True)
class TableTouched(Touch):
    """04: a table."""

    table_id: str


@dataclass(frozen=True, slots=True)
class SeatTouched(Touch):
    """04: one chair."""

    seat_id: str


@dataclass(frozen=True, slots=True)
class RoomChosen(Touch):
    """04: another room of a large house."""

    room: str


@dataclass(frozen=True, slots=True)
class ListAsked(Touch):
    """04: the same tables as a list."""


@dataclass(frozen=True, slots=True)
class PlanAsked(Touch):
    """05: the same tables as a plan."""


@dataclass(frozen=True, slots=True)
class ChangeAsked(Touch):
    """04, 05: another party or time."""


@dataclass(frozen=True, slots=True)
class HoldAsked(Touch):
    """04: take these seats."""


@dataclass(frozen=True, slots=True)
class AgreementToggled(Touch):
    """06: the refund terms are agreed to, or not."""

    on: bool


@dataclass(frozen=True, slots=True)
class TermsAsked(Touch):
    """06: show the refund terms."""


@dataclass(frozen=True, slots=True)
class ChooseAgainAsked(Touch):
    """06 and after a stop: back to the floor plan, keeping the hold."""


@dataclass(frozen=True, slots=True)
class PaymentAsked(Touch):
    """06: pay."""


@dataclass(frozen=True, slots=True)
class StopAsked(Touch):
    """07: stop paying."""


@dataclass(frozen=True, slots=True)
class MoreTimeAsked(Touch):
    """07: five minutes more."""


@dataclass(frozen=True, slots=True)
class Finished(Touch):
    """09 and the waiting number: goodbye."""


@dataclass(frozen=True, slots=True)
class PrintAsked(Touch):
    """09: the receipt on paper."""


@dataclass(frozen=True, slots=True)
class OtherWayAsked(Touch):
    """10: pay in another way."""


@dataclass(frozen=True, slots=True)
class SameCardAsked(Touch):
    """10: try once more."""


@dataclass(frozen=True, slots=True)
class PayAgainAsked(Touch):
    """After a stop: open the payment page again."""


@dataclass(frozen=True, slots=True)
class LeaveAsked(Touch):
    """10 and after a stop: give the seats up."""


@dataclass(frozen=True, slots=True)
class AgainAsked(Touch):
    """12: the same seats again."""


@dataclass(frozen=True, slots=True)
class OthersAsked(Touch):
    """12: other seats."""


@dataclass(frozen=True, slots=True)
class StaffAsked(Touch):
    """Utility bar, 11 and 17: call staff."""


@dataclass(frozen=True, slots=True)
class StartOverAsked(Touch):
    """Utility bar: to the first screen."""


@dataclass(frozen=True, slots=True)
class LanguageAsked(Touch):
    """Utility bar: another language."""


@dataclass(frozen=True, slots=True)
class OverlayAnswered(Event):
    """A sheet was answered: stay, leave, more, keep, stop, close, ko, en."""

    choice: str


@dataclass(frozen=True, slots=True)
class Active(Event):
    """A finger or a key, anywhere: somebody is here."""


@dataclass(frozen=True, slots=True)
class Ticked(Event):
    """Both clocks were looked at."""

    now: datetime
    monotonic: float


@dataclass(frozen=True, slots=True)
class VisitStarted(Event):
    """The customer who touched the screen has an id."""

    visit_id: str


@dataclass(frozen=True, slots=True)
class BoardsRead(Event):
    """What can be booked and how every seat stands; ``restaurant`` when it was read again too.

    ``matters`` is how many things wait for a member of staff; ``closed`` why nothing may be paid now, "" when it may;
    ``calls`` the waiting numbers that are being called, the last one first. ``prints``: receipts can be had on paper, None where
    nobody asked. ``others`` is what can be booked on ``day``, where another than today was asked for; ``boards`` are of both.
    """

    visit_id: str
    sittings: tuple[Sitting, ...]
    boards: tuple[Board, ...]
    restaurant: Restaurant | None = None
    matters: int = 0
    closed: str = ""
    calls: tuple[int, ...] = ()
    prints: bool | None = None
    day: date | None = None
    others: tuple[Sitting, ...] = ()


@dataclass(frozen=True, slots=True)
class FloorChanged(Event):
    """A hint that another terminal changed the floor; a read will tell."""


@dataclass(frozen=True, slots=True)
class Connected(Event):
    """The services can be reached again."""


@dataclass(frozen=True, slots=True)
class Disconnected(Event):
    """The services cannot be reached; ``code`` is for staff."""

    code: str


@dataclass(frozen=True, slots=True)
class Answer(Event):
    """The services answered something of one visit."""

    visit_id: str


@dataclass(frozen=True, slots=True)
class HoldAnswered(Answer):
    """T1 has an outcome."""

    result: Held | Taken | Refused


@dataclass(frozen=True, slots=True)
class ExtendAnswered(Answer):
    """More time was given, or not."""

    result: Held | Lapsed | Refused


@dataclass(frozen=True, slots=True)
class LookedAgain(Answer):
    """A hold that seemed to be over was looked at."""

    result: Held | Lapsed


@dataclass(frozen=True, slots=True)
class PaymentAnswered(Answer):
    """T2 has an outcome."""

    result: PaymentOpened | Lapsed | Refused


@dataclass(frozen=True, slots=True)
class PaymentClosed(Answer):
    """A payment without a redirect is void."""

    payment_id: str
    result: Held | Lapsed


@dataclass(frozen=True, slots=True)
class ReturnAnswered(Answer):
    """T3 has an outcome."""

    payment_id: str
    result: Accepted | NotAccepted


@dataclass(frozen=True, slots=True)
class SettleAnswered(Answer):
    """One round of settling is over."""

    payment_id: str
    result: Settled


@dataclass(frozen=True, slots=True)
class PrintAnswered(Answer):
    """Whether the receipt came out on paper."""

    printed: bool


@dataclass(frozen=True, slots=True)
class ServiceFailed(Event):
    """A call raised: ``kind`` is the class of the error, never its text.

    What it did or did not do is not known.
    """

    effect: Effect
    kind: str


@dataclass(frozen=True, slots=True)
class Checkout(Event):
    """Something the checkout page of one payment did."""

    payment_id: str


@dataclass(frozen=True, slots=True)
class PagePainted(Checkout):
    """The page shows something."""


@dataclass(frozen=True, slots=True)
class Returned(Checkout):
    """The success redirect was caught, whole and unread."""

    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FailedBack(Checkout):
    """The fail redirect was caught; ``code`` is the company's."""

    code: str


@dataclass(frozen=True, slots=True)
class Rejected(Checkout):
    """The page's script was refused, e.g. USER_CANCEL."""

    code: str


@dataclass(frozen=True, slots=True)
class AppLinkRefused(Checkout):
    """The page wanted to open an app, which this machine has not."""


@dataclass(frozen=True, slots=True)
class PageBroken(Checkout):
    """The page did not open, hangs or died."""

"""What the desk does next: one pure function from a state and what happened to a new state and what to ask the services.

Decides who is asked for a PIN and when, what an answer means for what is shown, and what can be taken back. No Qt, no service.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from kiosk.desk.deeds import Came, Deed, GiveBack, asks_again
from kiosk.desk.events import (
    BookingTouched,
    Carry,
    DayRead,
    DeedAnswered,
    DeedAsked,
    DigitPressed,
    Effect,
    Event,
    Found,
    LockAsked,
    MatterTouched,
    MergeAsked,
    MergeTouched,
    MoveAsked,
    NobodyTouches,
    Noticed,
    PartyChosen,
    PeopleRead,
    PersonChosen,
    PinAnswered,
    PinGivenUp,
    PlaceChosen,
    Prove,
    ReadDay,
    ReadStory,
    ReasonChosen,
    ReceivedTyped,
    RefundChosen,
    Search,
    Searched,
    SignIn,
    SignOut,
    StoryTold,
    TabChosen,
    TakingAsked,
    TeamAsked,
    TeamTableTouched,
    TeamTouched,
    Touched,
)
from kiosk.desk.places import Place
from kiosk.desk.saying import Said, said_of
from kiosk.desk.wait_deeds import WaitDeed, ends_wait
from kiosk.desk.waits import NONE, Step, Waits
from kiosk.domain.staff import PIN_LENGTH
from kiosk.services.at_desk import Done
from kiosk.services.attention import Matter
from kiosk.services.offsites import Recorded
from kiosk.services.refunding import Asked
from kiosk.services.results import Refused
from kiosk.services.staffing import By, Person, Proof, SignedIn, WrongPin
from kiosk.services.today import Line, Today, Told
from kiosk.services.waitlist import Team


class Asks(StrEnum):
    """Whose PIN the desk waits for: somebody's to begin with, theirs once more, or a second person's."""

    SIGN_IN = "sign_in"
    AGAIN = "again"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class State:
    """Everything the desk shows. ``asks`` is None while somebody works; ``pending`` waits for a PIN or an answer.

    ``opening`` is the booking whose drawer is wanted: a story that is told after it was closed opens nothing.
    ``printer`` is the name of this terminal where it has a printer for receipts; "" where it has none.
    ``merged`` are the tables that are put together for one party; None where each is had alone.
    ``unseen`` are matters that came while nobody was at the place that shows them: the desk rings for them.
    ``opened_itself``: that place is shown, and nobody has touched anything since; they are not seen yet.
    """

    people: tuple[Person, ...] = ()
    who: Person | None = None
    second: Person | None = None
    asks: Asks | None = Asks.SIGN_IN
    pin: str = ""
    wrong: WrongPin | None = None
    proof: Proof | None = None
    pending: Deed | None = None
    is_busy: bool = False
    place: Place = Place.NOW
    today: Today | None = None
    matters: tuple[Matter, ...] = ()
    matter_id: str = ""
    unseen: frozenset[str] = frozenset()
    opened_itself: bool = False
    waits: Waits = NONE
    tab: str = "now"
    opening: str = ""
    told: Told | None = None
    moving: Line | None = None
    taking: str = ""
    merged: tuple[str, ...] | None = None
    party: int = 2
    query: str = ""
    found: tuple[Line, ...] = ()
    refund: int | None = None
    received: int = 0
    reason: str = ""
    said: Said | None = None
    printer: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody has signed in."""
        return self.who is not None and self.asks is not Asks.SIGN_IN

    @property
    def is_at_rest(self) -> bool:
        """Whether somebody has signed in and nothing is half done: nothing asked, chosen, written, or on its way."""
        rest = replace(_at_rest(self), query="", said=self.said)
        return self.asks is None and not self.is_busy and self == rest


Next = tuple[State, Sequence[Effect]]

_NOTHING: Final[Sequence[Effect]] = ()
_LOCKED: Final = State()


def step(state: State, event: Event) -> Next:  # noqa: PLR0911, PLR0912, C901 - one case an event, each a line or a call
    """The next state and what to ask. Whoever has not signed in gets nothing but the PIN screen."""
    match event:
        case PeopleRead(people) if state.is_open and _same(people, state.who) is None:
            return step(replace(state, people=people), LockAsked("left"))
        case PeopleRead(people):
            return replace(state, people=people, who=_same(people, state.who)), _NOTHING
        case PersonChosen(staff_id):
            return _person_chosen(state, staff_id)
        case DigitPressed(digit):
            return _digit(state, digit)
        case PinAnswered(answer):
            return _pin_answered(state, answer)
        case DayRead(today, matters, teams):
            return _day_read(_teams_read(state, teams), today, matters)
        case LockAsked(why):
            out = [SignOut(state.who.staff_id, why)] if state.is_open and state.who else []
            waits = state.waits.at_rest()
            return replace(
                _LOCKED,
                people=state.people,
                today=state.today,
                matters=state.matters,
                unseen=state.unseen,
                waits=waits,
            ), out
    if not state.is_open:
        return state, _NOTHING
    match event:
        case PinGivenUp():
            return replace(
                state, asks=None, pin="", wrong=None, pending=None, second=None, proof=None
            ), _NOTHING
        case PlaceChosen(place):
            unseen = frozenset() if place is Place.ATTENTION else state.unseen
            return replace(_at_rest(state), place=place, unseen=unseen, opened_itself=False), [ReadDay()]
        case NobodyTouches():
            opens = state.is_at_rest and state.place is not Place.ATTENTION and state.unseen
            return (replace(_at_news(state), opened_itself=True) if opens else state), _NOTHING
        case Touched():
            unseen = frozenset() if state.opened_itself else state.unseen
            return replace(state, unseen=unseen, opened_itself=False), _NOTHING
        case TabChosen(tab):
            return replace(state, tab=tab), _NOTHING
        case BookingTouched(""):
            return replace(state, opening="", told=None, refund=None, received=0, reason=""), _NOTHING
        case BookingTouched(booking_id):
            now = replace(state, opening=booking_id, refund=None, received=0, reason="", said=None)
            return now, [ReadStory(booking_id)]
        case StoryTold(told) if not state.opening or (told and told.line.booking_id != state.opening):
            return state, _NOTHING
        case StoryTold(told):
            gone = None if told else Said("desk.gone", is_bad=True)
            return replace(state, told=told, said=gone or state.said), _NOTHING
        case MatterTouched(matter_id):
            return replace(state, matter_id=matter_id), _NOTHING
        case MoveAsked():
            line = state.told.line if state.told else None
            return replace(_at_rest(state), place=Place.NOW, moving=line), _NOTHING
        case TakingAsked(kind):
            return replace(_at_rest(state), place=Place.NOW, taking=kind), _NOTHING
        case MergeAsked():
            return replace(state, merged=()), _NOTHING
        case MergeTouched(table_id):
            return replace(state, merged=_toggled(state.merged or (), table_id)), _NOTHING
        case TeamTouched(waiting_id):
            return replace(_at_rest(state), waits=state.waits.touched(waiting_id)), _NOTHING
        case TeamAsked(about):
            return replace(_at_rest(state), waits=state.waits.asked(about)), _NOTHING
        case TeamTableTouched(table_id):
            return replace(state, waits=replace(state.waits, table_id=table_id), said=None), _NOTHING
        case PartyChosen(party):
            return replace(state, party=party), _NOTHING
        case RefundChosen(amount):
            return replace(state, refund=amount), _NOTHING
        case ReceivedTyped(amount):
            return replace(state, received=amount), _NOTHING
        case Noticed("", _):
            return replace(state, said=None), _NOTHING
        case Noticed(key, is_bad):
            return replace(state, said=Said(key, is_bad=is_bad)), _NOTHING
        case ReasonChosen(reason):
            return replace(state, reason=reason), _NOTHING
        case Searched(query):
            found = state.found if query.strip() else ()
            return replace(state, query=query, found=found), [Search(query)] if query.strip() else _NOTHING
        case Found(query, lines):
            return (replace(state, found=lines) if query == state.query else state), _NOTHING
        case DeedAsked(deed):
            return _deed_asked(state, deed)
        case DeedAnswered(deed, came):
            return _deed_answered(replace(state, is_busy=False), deed, came)


def _at_rest(state: State) -> State:
    """Nothing is open and nothing is being chosen."""
    return replace(
        state, opening="", told=None, moving=None, taking="", merged=None, refund=None, received=0, reason="",
        said=None, waits=state.waits.at_rest(),
    )  # fmt: skip


def _toggled(merged: tuple[str, ...], table_id: str) -> tuple[str, ...]:
    return tuple(each for each in merged if each != table_id) if table_id in merged else (*merged, table_id)


def _same(people: Sequence[Person], who: Person | None) -> Person | None:
    return next((each for each in people if who and each.staff_id == who.staff_id), None)


# --- PINs -------------------------------------------------------------------------------------------------------------


def _person_chosen(state: State, staff_id: str) -> Next:
    person = next((each for each in state.people if each.staff_id == staff_id), None)
    if state.asks is Asks.SECOND:
        return replace(state, second=person, pin="", wrong=None), _NOTHING
    if state.asks is Asks.SIGN_IN:
        return replace(state, who=person, pin="", wrong=None), _NOTHING
    return state, _NOTHING


def _digit(state: State, digit: str) -> Next:
    whose = state.second if state.asks is Asks.SECOND else state.who
    if state.asks is None or whose is None or state.is_busy:
        return state, _NOTHING
    pin = "" if digit == "all" else state.pin + digit if digit else state.pin[:-1]
    if len(pin) < PIN_LENGTH:
        return replace(state, pin=pin, wrong=None if pin else state.wrong), _NOTHING
    ask = SignIn if state.asks is Asks.SIGN_IN else Prove
    return replace(state, pin="", is_busy=True), [ask(whose.staff_id, pin)]


def _pin_answered(state: State, answer: SignedIn | WrongPin | Proof | Refused) -> Next:
    state = replace(state, is_busy=False, pin="")
    match answer:
        case WrongPin():
            return replace(state, wrong=answer), _NOTHING
        case SignedIn(person):
            inside = replace(state, who=person, asks=None, wrong=None)
            return (replace(_at_news(inside), unseen=frozenset()) if state.unseen else inside), [ReadDay()]
        case Proof() if state.pending and state.who:
            first = answer if state.asks is Asks.AGAIN else state.proof
            second = answer if state.asks is Asks.SECOND else None
            by = By(state.who.staff_id, first, second)
            now = replace(state, asks=None, wrong=None, proof=first, is_busy=True)
            return now, [Carry(by, state.pending)]
        case _:
            return state, _NOTHING


# --- the day ----------------------------------------------------------------------------------------------------------


def _day_read(state: State, today: Today, matters: tuple[Matter, ...]) -> Next:
    known = {matter.matter_id for matter in matters}
    still = state.matter_id if state.matter_id in known else ""
    came = known - {matter.matter_id for matter in state.matters}
    looks = state.is_open and state.place is Place.ATTENTION and not state.opened_itself
    unseen = frozenset() if looks else (state.unseen | came) & known
    new = replace(state, today=today, matters=matters, matter_id=still, unseen=unseen)
    if state.told is None or not state.is_open:
        return new, _NOTHING
    line = today.line(state.told.line.booking_id)
    if line == state.told.line and state.told.money is None:
        return new, _NOTHING
    return new, [ReadStory(state.told.line.booking_id)]


def _at_news(state: State) -> State:
    """What needs a person is shown, at what came last of it. What was said, and can be taken back, stands."""
    news = max(
        (each for each in state.matters if each.matter_id in state.unseen), key=lambda each: each.since
    )
    return replace(state, place=Place.ATTENTION, matter_id=news.matter_id)


def _teams_read(state: State, teams: tuple[Team, ...]) -> State:
    """Who waits now. Whoever has chosen a team that is gone is told so: not of a deed of their own, nor in the place of who was first."""
    before, waits, said = state.waits.team, state.waits.read_again(teams), state.said
    if before is not None and waits.team is None and not state.is_busy and not (said and said.is_bad):
        said = Said("desk.wait_gone", (("number", str(before.number)),), is_bad=True)
    return replace(state, waits=waits, said=said)


# --- deeds ------------------------------------------------------------------------------------------------------------


def _deed_asked(state: State, deed: Deed) -> Next:
    if state.is_busy or state.who is None:
        return state, _NOTHING
    if asks_again(deed):
        return replace(state, pending=deed, asks=Asks.AGAIN, pin="", wrong=None, second=None), _NOTHING
    return replace(state, pending=deed, is_busy=True), [Carry(By(state.who.staff_id), deed)]


def _deed_answered(state: State, deed: Deed, came: Came | None) -> Next:
    match came:
        case Refused("second_person"):
            return replace(state, asks=Asks.SECOND, pin="", wrong=None, second=None), _NOTHING
        case Refused("pin_again"):
            return replace(state, asks=Asks.AGAIN, pin="", wrong=None), _NOTHING
    state = replace(state, pending=None, proof=None, second=None, said=said_of(deed, came, state.moving))
    again: list[Effect] = [ReadDay()]
    if state.told is not None:
        again.append(ReadStory(state.told.line.booking_id))
    if isinstance(came, Recorded):
        state = replace(state, received=0)
    if isinstance(came, Done | Asked):
        state = replace(state, moving=None, taking="", merged=None, refund=None, reason="")
        if isinstance(deed, WaitDeed):
            waits = state.waits.at_rest() if ends_wait(deed) else state.waits.asked(Step.ACTS)
            state = replace(state, waits=waits)
    return state, again


def refund_of(state: State) -> GiveBack | None:
    """The refund as it is written now; None while it is not whole."""
    if state.told is None or state.told.money is None or not state.refund or not state.reason:
        return None
    money = state.told.money
    if state.refund > money.left:
        return None
    amount = type(money.left)(state.refund)
    return GiveBack(state.told.line.booking_id, amount, state.reason, gives_up_seats=False)

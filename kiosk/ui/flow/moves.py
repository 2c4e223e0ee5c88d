"""The steps that several screens share: going somewhere, ending a visit, asking the services.

Pure; every function gives the new state and what is to be done.
"""

from dataclasses import replace

from kiosk.domain.states import BookingStatus
from kiosk.services.results import Booking
from kiosk.ui.flow.days import other_day
from kiosk.ui.flow.effects import (
    CallStaff,
    CloseCheckout,
    ClosePayment,
    Effect,
    ForgetVisit,
    LookAgain,
    OpenPayment,
    ReadBoards,
    Release,
)
from kiosk.ui.flow.rooms import facing
from kiosk.ui.flow.states import (
    Ending,
    Job,
    Stage,
    State,
    Visit,
    booking_of,
    is_undecided,
    paying_of,
    visit_of,
)
from kiosk.ui.modes import reads_list
from kiosk.ui.views import FloorNote, Overlay, ScreenName

Step = tuple[State, tuple[Effect, ...]]
"""What every transition gives: the new state, and what is to be done about it, in order."""


class ImpossibleEvent(AssertionError):
    """The flow met an event that cannot be on this screen: a mistake of ours, never swallowed."""


def stay(state: State, *effects: Effect) -> Step:
    """Nothing moves."""
    return state, effects


def with_visit(state: State, visit: Visit) -> State:
    """The same state with its visit changed."""
    return replace(state, visit=visit)


def without_note(visit: Visit) -> Visit:
    """The same visit with nothing said on the floor screen."""
    return replace(visit, note=FloorNote.NONE, note_table="", note_seats=0, offer=frozenset())


def go(state: State, screen: ScreenName, visit: Visit | None = None) -> State:
    """Another screen of the same visit; sheets go, and every clock of the screen starts anew."""
    visit = replace(visit or visit_of(state), since=state.at.mono, active_at=state.at.mono)
    return replace(state, screen=screen, visit=visit, overlay=None)


def show(state: State, overlay: Overlay | None) -> State:
    """Lay a sheet over the screen, or take it away."""
    return replace(state, overlay=overlay, overlay_at=state.at.mono)


def has_hold(visit: Visit) -> bool:
    """True while seats are kept for this visit."""
    return visit.booking is not None and visit.booking.status is BookingStatus.READY


def read_boards(state: State) -> Step:
    """Ask for the boards unless that question is already on its way."""
    if state.floor.reading:
        return state, ()
    floor = replace(state.floor, reading=True, read_at=state.at.mono)
    visit_id = state.visit.visit_id if state.visit else ""
    reads = ReadBoards(visit_id, with_restaurant=state.visit is None, day=other_day(state))
    return replace(state, floor=floor), (reads,)


def to_attract(state: State, *effects: Effect) -> Step:
    """The visit is over and forgotten."""
    wiped = replace(
        state,
        screen=ScreenName.ATTRACT,
        visit=None,
        floor=replace(state.floor, other=None),
        overlay=None,
        language=state.house.language,
        modes=state.house.modes,
        starting=False,
    )
    wiped, reads = read_boards(wiped)
    return wiped, (*effects, ForgetVisit(), *reads)


def end_visit(state: State) -> Step:
    """The customer goes; a hold is given back. Never called while a payment is alive."""
    visit = visit_of(state)
    assert not is_undecided(visit), "a visit cannot end while its payment is undecided"
    assert visit.paying is None, "a visit cannot end before its payment is closed"
    if has_hold(visit):
        return to_attract(state, Release(visit.visit_id, booking_of(state).booking_id))
    return to_attract(state)


def ask_to_leave(state: State) -> Step:
    """처음으로: at once when nothing is kept, else only after asking."""
    if has_hold(visit_of(state)):
        return stay(show(state, Overlay.LEAVE))
    return end_visit(state)


def to_floor(state: State, visit: Visit) -> Step:
    """04, or 05 for those who read the list or larger text or cannot reach high, with a fresh board."""
    listed = visit.listed or reads_list(state.modes)
    return read_boards(go(state, ScreenName.LIST if listed else ScreenName.FLOOR, facing(state, visit)))


def to_expired(state: State, *, again: bool) -> State:
    """12: the services said that the hold is over and nothing was charged."""
    visit = visit_of(state)
    booking = replace(booking_of(state), status=BookingStatus.EXPIRED)
    return go(state, ScreenName.EXPIRED, replace(visit, booking=booking, paying=None, job=None, again=again))


def look_again(state: State) -> Step:
    """Ask how the hold stands: our clock says it is over, but only the services may say so."""
    visit = visit_of(state)
    asking = replace(visit, job=Job.LOOK, look_at=state.at.mono + state.house.timers.retry_s)
    return with_visit(state, asking), (LookAgain(visit.visit_id, booking_of(state).booking_id),)


def open_payment(state: State) -> Step:
    """T2, unless the services are away or the hold is over: then the strip already says so."""
    visit = visit_of(state)
    if state.outage or not has_hold(visit) or booking_of(state).hold_ends_at <= state.at.now:
        return stay(state)
    effect = OpenPayment(visit.visit_id, booking_of(state).booking_id, state.language)
    return stay(with_visit(state, replace(visit, job=Job.OPEN, asked_without=False)), effect)


def close_payment(state: State, ending: Ending, reason: str = "") -> Step:
    """Take the page down and make the payment void.

    Only when that is known does the customer hear that nothing was charged.
    """
    visit, paying = visit_of(state), paying_of(state)
    assert paying.stage is Stage.OPENED, f"a payment that is {paying.stage} cannot be closed"
    paying = replace(paying, stage=Stage.CLOSING, ending=ending, reason=reason, waiting=True, painted=False)
    closing = show(with_visit(state, replace(visit, paying=paying, since=state.at.mono)), None)
    return stay(closing, CloseCheckout(), ClosePayment(visit.visit_id, paying.payment_id, ending))


def call_staff(state: State, why: str) -> Step:
    """Staff are told, and the customer is told that they were."""
    booking = state.visit.booking if state.visit else None
    reference = booking.number if booking else ""
    return stay(show(state, Overlay.STAFF_CALLED), CallStaff(why, reference))


def not_charged(state: State, booking: Booking | None, reason: str) -> Step:
    """Known: nothing was charged. Back to the choice of paying while the hold lives, else its end."""
    visit = replace(visit_of(state), paying=None, reason=reason)
    if booking is not None:
        visit = replace(visit, booking=booking)
    alive = (
        booking is not None and booking.status is BookingStatus.READY and booking.hold_ends_at > state.at.now
    )
    if alive:
        return stay(go(state, ScreenName.DECLINED, visit))
    return look_again(to_expired(with_visit(state, visit), again=False))

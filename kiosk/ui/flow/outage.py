"""Boards that were read, services that fail, and answers that come too late."""

from dataclasses import replace

from kiosk.services.results import Held, Joined, Paid, PaymentOpened
from kiosk.ui.flow import events as ev
from kiosk.ui.flow import wait_events as wv
from kiosk.ui.flow.afterwards import paper_came
from kiosk.ui.flow.choosing import choice_checked
from kiosk.ui.flow.days import other_day, time_kept
from kiosk.ui.flow.effects import (
    AcceptReturn,
    ClosePayment,
    Effect,
    Extend,
    ForgetVisit,
    Hold,
    Join,
    LeaveList,
    LookAgain,
    OpenPayment,
    PrintReceipt,
    ReadBoards,
    Release,
    ServiceCall,
    Settle,
    StartVisit,
)
from kiosk.ui.flow.moves import ImpossibleEvent, Step, read_boards, stay, with_visit
from kiosk.ui.flow.paying import wait_for_next
from kiosk.ui.flow.states import Floor, OtherDay, Outage, State, Visit
from kiosk.ui.views import ScreenName

LIVE = (ScreenName.ATTRACT, ScreenName.PARTY, ScreenName.FLOOR, ScreenName.LIST, ScreenName.WAITLIST)
"""Where what others do is drawn at once."""


def boards_read(state: State, event: ev.BoardsRead) -> Step:
    """The floor as it is now; and once more when something has changed since it was asked for, or another day is wanted."""
    was_hinted = state.floor.hinted
    state, effects = _boards_read(state, event)
    is_other = state.visit is not None and event.day != other_day(state)
    if not (was_hinted or is_other) or state.screen not in LIVE:
        return state, effects
    state, more = read_boards(state)
    return state, (*effects, *more)


def _boards_read(state: State, event: ev.BoardsRead) -> Step:
    """A board read for somebody else calls the wrong seats ours: it is read again."""
    floor = Floor(
        sittings=event.sittings,
        other=OtherDay(event.day, event.others) if event.day is not None else None,
        boards={board.sitting.starts: board for board in event.boards},
        matters=event.matters,
        closed=event.closed,
        calls=event.calls,
        read_at=state.floor.read_at,
        swept_at=state.floor.swept_at,
    )
    current = state.visit.visit_id if state.visit else ""
    if event.visit_id != current:
        return read_boards(replace(state, floor=replace(state.floor, reading=False), outage=None))
    known = replace(state, floor=floor, outage=None)
    if event.restaurant is not None and state.visit is None:
        prints = known.house.prints if event.prints is None else event.prints
        known = replace(known, house=replace(known.house, restaurant=event.restaurant, prints=prints))
    match state.screen:
        case ScreenName.CLOSED:
            return replace(known, screen=ScreenName.ATTRACT), (ForgetVisit(),)
        case ScreenName.PARTY | ScreenName.WAITLIST:
            return stay(time_kept(known))
        case ScreenName.FLOOR | ScreenName.LIST:
            return stay(choice_checked(known))
        case _:
            return stay(known)


def floor_changed(state: State, _event: ev.FloorChanged) -> Step:
    """A hint from another terminal. One that comes while the floor is being read may be newer than what is read."""
    if state.floor.reading:
        return stay(replace(state, floor=replace(state.floor, hinted=True)))
    return read_boards(state)


def connected(state: State, _event: ev.Connected) -> Step:
    """Look for oneself."""
    return read_boards(replace(state, outage=None))


def disconnected(state: State, event: ev.Disconnected) -> Step:
    """Remember since when."""
    return stay(_away(state, event.code))


def service_failed(state: State, event: ev.ServiceFailed) -> Step:
    """A call raised, and what it did is not known. Nothing is guessed: what matters is asked again."""
    effect = event.effect
    state = _away(state, event.kind)
    match effect:
        case ReadBoards():
            return stay(replace(state, floor=replace(state.floor, reading=False)))
        case StartVisit():
            return stay(replace(state, starting=False))
    visit = state.visit
    if visit is None or not isinstance(effect, ServiceCall) or effect.visit_id != visit.visit_id:
        return stay(state)
    return _asked_in_vain(state, visit, effect)


def _asked_in_vain(state: State, visit: Visit, effect: ServiceCall) -> Step:
    match effect:
        case Hold() | Extend() | OpenPayment():
            return stay(with_visit(state, replace(visit, job=None)))
        case Join():
            return stay(with_visit(state, replace(visit, job=None, trouble="cannot_store")))
        case PrintReceipt():
            return stay(paper_came(state, printed=False))
        case LookAgain():
            later = state.at.mono + state.house.timers.retry_s
            return stay(with_visit(state, replace(visit, job=None, look_at=later)))
        case ClosePayment(payment_id=paid) | AcceptReturn(payment_id=paid) | Settle(payment_id=paid):
            alive = visit.paying is not None and visit.paying.payment_id == paid
            return wait_for_next(state) if alive else stay(state)
        case _:
            return stay(state)


def _away(state: State, code: str) -> State:
    return state if state.outage else replace(state, outage=Outage(state.at.mono, code))


def is_late(state: State, event: ev.Event) -> bool:
    """True for what belongs to another visit, or to a payment that is not alive any more."""
    visit = state.visit
    paying = visit.paying if visit else None
    match event:
        case ev.Checkout(payment_id=payment_id):
            return paying is None or paying.payment_id != payment_id
        case ev.Answer(visit_id=visit_id) if visit is None or visit.visit_id != visit_id:
            return True
        case ev.PaymentClosed(payment_id=payment_id) | ev.ReturnAnswered(payment_id=payment_id):
            return paying is None or paying.payment_id != payment_id
        case ev.SettleAnswered(payment_id=payment_id, result=result):
            late = paying is None or paying.payment_id != payment_id
            if late and isinstance(result, Paid):
                raise ImpossibleEvent("a payment was settled as paid after this visit had put it aside")
            return late
        case _:
            return False


def put_away(state: State, event: ev.Event) -> Step:
    """A late answer changes no screen; seats, a place or a payment it brings for nobody are given back."""
    effects: tuple[Effect, ...] = ()
    match event:
        case ev.HoldAnswered(visit_id, Held(booking)):
            effects = (Release(visit_id, booking.booking_id),)
        case wv.JoinAnswered(visit_id, Joined()):
            effects = (LeaveList(visit_id),)
        case ev.PaymentAnswered(visit_id, PaymentOpened() as opened):
            effects = (
                ClosePayment(visit_id, opened.payment_id, "late"),
                Release(visit_id, opened.booking.booking_id),
            )
    return state, effects

"""16 and the number after it: nothing is free now, so other ways are offered, or a place on the waiting list. No money is in it."""

from dataclasses import replace

from kiosk.domain.best import Needs, split_for
from kiosk.domain.seating import in_order
from kiosk.domain.sittings import Sitting
from kiosk.domain.waiting import PHONE_DIGITS, begins_like_a_phone, is_phone
from kiosk.services.results import Joined, Refused
from kiosk.ui.flow import events as ev
from kiosk.ui.flow import wait_events as wv
from kiosk.ui.flow.effects import AskQuote, Effect, Join, LeaveList, Release
from kiosk.ui.flow.moves import (
    Step,
    end_visit,
    go,
    has_hold,
    read_boards,
    show,
    stay,
    to_floor,
    with_visit,
    without_note,
)
from kiosk.ui.flow.states import Job, State, Visit, booking_of, free_seats, tables_left, visit_of
from kiosk.ui.views import Overlay, ScreenName

REFUSALS = ("already_waiting", "list_full", "not_today")
"""What is said in words of its own; anything else means that staff have to help."""


def now_of(state: State) -> Sitting | None:
    """The sitting of who sits down at once; None when nobody does any more."""
    return next((one for one in state.floor.sittings or () if one.walk_in), None)


def is_full(state: State, visit: Visit, sitting: Sitting) -> bool:
    """Whether one would have to wait for it: it is for now, it has been counted, and nothing of it is left for this party."""
    return state.house.waits and sitting.walk_in and tables_left(state, visit, sitting) == 0


def next_with_room(state: State, visit: Visit) -> Sitting | None:
    """The first later time of today at which this party finds a table."""
    return next(
        (one for one in state.floor.sittings or () if not one.walk_in and tables_left(state, visit, one)),
        None,
    )


def halves(state: State, visit: Visit) -> tuple[frozenset[str], frozenset[str]] | None:
    """Seats in two groups, now; None when that does not fit either."""
    sitting = now_of(state)
    if sitting is None or sitting.starts not in state.floor.boards or visit.party is None:
        return None
    needs = Needs(visit.party, visit.wheelchair, visit.high_chair)
    return split_for(state.house.restaurant.plan, free_seats(state, sitting), needs)


def to_waitlist(state: State, visit: Visit) -> Step:
    """16, and how long the list is."""
    asked, calls = ask_quote(
        go(state, ScreenName.WAITLIST, replace(visit, quote=None, trouble="", chosen=()))
    )
    asked, reads = read_boards(asked)
    return asked, (*calls, *reads)


def ask_quote(state: State) -> Step:
    """How long the list is now."""
    visit = visit_of(state)
    assert visit.party is not None, "nobody waits before it is known how many they are"
    asked = with_visit(state, replace(visit, quoted_at=state.at.mono))
    return asked, (AskQuote(visit.visit_id, visit.party, visit.wheelchair),)


def quote_answered(state: State, event: wv.QuoteAnswered) -> Step:
    """So many before, so many minutes."""
    return stay(with_visit(state, replace(visit_of(state), quote=event.quote)))


def phone_keyed(state: State, event: wv.PhoneKeyed) -> Step:
    """A digit more, the last one away, or all of them. What cannot become a number is not taken."""
    visit = visit_of(state)
    match event.key:
        case "clear":
            phone = ""
        case "back":
            phone = visit.phone[:-1]
        case digit:
            phone = visit.phone + digit
    if len(phone) > PHONE_DIGITS or not begins_like_a_phone(phone):
        return stay(with_visit(state, replace(visit, trouble="phone")))
    return stay(with_visit(state, replace(visit, phone=phone, trouble="")))


def join_asked(state: State, _event: wv.JoinAsked) -> Step:
    """A place on the list; a number that was begun has to be whole, none at all will do."""
    visit = visit_of(state)
    if state.outage or visit.party is None or not (is_phone(visit.phone) or not visit.phone):
        return stay(state)
    joining = with_visit(state, replace(visit, job=Job.JOIN, trouble=""))
    return joining, (Join(visit.visit_id, visit.party, visit.wheelchair, visit.phone, state.language),)


def join_answered(state: State, event: wv.JoinAnswered) -> Step:
    """Their number, and the telephone number is forgotten here; seats that were still held go to others."""
    visit = replace(visit_of(state), job=None)
    match event.result:
        case Joined() as joined:
            effects: tuple[Effect, ...] = ()
            if has_hold(visit):
                effects = (Release(visit.visit_id, booking_of(state).booking_id),)
            has_phone = bool(visit.phone)
            placed = replace(visit, joined=joined, left_phone=has_phone, phone="", booking=None)
            return go(state, ScreenName.WAITING, placed), effects
        case Refused(why):
            return stay(with_visit(state, replace(visit, trouble=why if why in REFUSALS else "cannot_store")))


def other_time_asked(state: State, _event: wv.OtherTimeAsked) -> Step:
    """03 again, with the first time chosen at which there is room."""
    visit = visit_of(state)
    return read_boards(
        go(state, ScreenName.PARTY, replace(visit, sitting=next_with_room(state, visit) or visit.sitting))
    )


def split_asked(state: State, _event: wv.SplitAsked) -> Step:
    """04 with two groups of seats chosen, unless somebody was faster."""
    visit, sitting = visit_of(state), now_of(state)
    found = halves(state, visit)
    if found is None or state.outage:
        return stay(state)
    chosen = in_order(state.house.restaurant.plan, found[0] | found[1])
    return to_floor(state, without_note(replace(visit, sitting=sitting, chosen=chosen)))


def seats_now_asked(state: State, _event: ev.SeatsAsked) -> Step:
    """04: while they thought about waiting, a table came free."""
    visit, sitting = visit_of(state), now_of(state)
    if state.outage or sitting is None or not tables_left(state, visit, sitting):
        return stay(state)
    return to_floor(state, without_note(replace(visit, sitting=sitting)))


def leave_list_asked(state: State, _event: wv.LeaveListAsked) -> Step:
    """The place would be gone: asked first."""
    return stay(show(state, Overlay.LEAVE_LIST))


def leave_list(state: State) -> Step:
    """The place is given up. Should that not be stored, they are called once for nothing."""
    left, effects = end_visit(state)
    return left, (LeaveList(visit_of(state).visit_id), *effects)

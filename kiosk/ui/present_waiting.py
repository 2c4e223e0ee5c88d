"""The views of the waiting list: 16 with its other ways, and the number after it. Pure, like the presenter it belongs to."""

from math import ceil

from kiosk.domain.waiting import digits_lacking
from kiosk.ui.flow.states import Job, State, tables_left, visit_of
from kiosk.ui.flow.waiting import halves, next_with_room, now_of
from kiosk.ui.views import WaitingView, WaitlistView


def waitlist_view(state: State) -> WaitlistView:
    """16: what could be done instead, as the floor is now, and how long the list is."""
    visit, now = visit_of(state), now_of(state)
    assert visit.party is not None, "nobody waits before it is known how many they are"
    later = next_with_room(state, visit)
    free_now = now is not None and bool(tables_left(state, visit, now))
    groups = None if free_now else halves(state, visit)
    return WaitlistView(
        party=visit.party,
        free_now=free_now,
        later=later.starts if later is not None else None,
        groups=(len(groups[0]), len(groups[1])) if groups is not None else None,
        ahead=visit.quote.ahead if visit.quote is not None else None,
        minutes=visit.quote.minutes if visit.quote is not None else None,
        phone=visit.phone,
        lacking=max(digits_lacking(visit.phone), 0) if visit.phone else 0,
        trouble=visit.trouble,
        joining=visit.job is Job.JOIN,
    )


def waiting_view(state: State) -> WaitingView:
    """Their number, and how long it is likely to be."""
    visit = visit_of(state)
    joined = visit.joined
    assert joined is not None, "a number before there is one"
    left = state.timers.done_leave_s - (state.at.mono - visit.since)
    return WaitingView(
        number=joined.number,
        party=joined.party,
        ahead=joined.quote.ahead,
        minutes=joined.quote.minutes or 0,
        by_phone=visit.left_phone,
        seconds_left=max(ceil(left), 0),
    )

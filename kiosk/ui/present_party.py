"""The view of 03, and what its day means to the screens after it: how far ahead, and until when all goes back. Pure."""

from datetime import date, datetime

from kiosk.domain.refunds import free_until
from kiosk.domain.sittings import Sitting, seoul_day
from kiosk.ui.flow.days import can_be_chosen, day_of, days_offered, is_open, offered, today
from kiosk.ui.flow.states import State, tables_left, visit_of
from kiosk.ui.flow.waiting import is_full
from kiosk.ui.views import DayKey, DayState, Deadline, PartyView, TimeKey


def party_view(state: State) -> PartyView:
    """03: both questions, the days, and the times of the day that is looked at."""
    visit, restaurant = visit_of(state), state.house.restaurant
    known = offered(state)
    sittings = known or ()
    wanted = visit.sitting or (sittings[0] if sittings else None)
    return PartyView(
        largest_party=restaurant.largest_party,
        party=visit.party,
        wheelchair=visit.wheelchair,
        high_chair=visit.high_chair,
        now=minute_of(state),
        stay_minutes=int((wanted.ends - wanted.starts).total_seconds()) // 60 if wanted else 0,
        times=tuple(
            TimeKey(
                sitting,
                tables_left(state, visit, sitting),
                chosen=sitting == visit.sitting,
                waits=is_full(state, visit, sitting),
            )
            for sitting in sittings
        ),
        day=day_of(state),
        ahead=_ahead(state, day_of(state)),
        days=_days(state) if state.house.days_ahead else (),
        counting=known is None,
    )


def ahead_of(state: State, sitting: Sitting) -> int:
    """How many days ahead of today a sitting is."""
    return _ahead(state, seoul_day(sitting.starts))


def free_until_of(state: State, sitting: Sitting) -> Deadline | None:
    """Until when all of what is paid for it goes back; None when that never was or is over already."""
    until = free_until(state.house.restaurant.refunds, sitting.starts, walk_in=sitting.walk_in)
    if until is None or until <= state.at.now:
        return None
    return Deadline(until, _ahead(state, seoul_day(until)))


def minute_of(state: State) -> datetime:
    """The time as it is shown."""
    return state.at.now.replace(second=0, microsecond=0)


def _days(state: State) -> tuple[DayKey, ...]:
    return tuple(
        DayKey(day, _ahead(state, day), _day_state(state, day), chosen=day == day_of(state))
        for day in days_offered(state)
    )


def _day_state(state: State, day: date) -> DayState:
    if can_be_chosen(state, day):
        return DayState.OPEN
    return DayState.OVER if is_open(state, day) else DayState.OFF


def _ahead(state: State, day: date) -> int:
    return (day - today(state)).days

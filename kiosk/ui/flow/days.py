"""Which day a visit thinks of, what can be booked on it, and what becomes of the choice as time passes. Pure.

Today is whatever the clock says: a visit that lasts over midnight finds itself on the next day.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from kiosk.domain.sittings import Sitting, rules_on, seoul_day
from kiosk.ui.flow.states import State, Visit


def today(state: State) -> date:
    """The day it is in Seoul."""
    return seoul_day(state.at.now)


def day_of(state: State) -> date:
    """The day that is looked at: the one that was chosen, unless it has become today."""
    day = state.visit.day if state.visit else None
    return max(day, today(state)) if day is not None else today(state)


def other_day(state: State) -> date | None:
    """The same, where it is another day than today."""
    day = day_of(state)
    return day if day != today(state) else None


def days_offered(state: State) -> tuple[date, ...]:
    """Today and the days ahead on which guests may book here, open or not."""
    return tuple(today(state) + timedelta(days=ahead) for ahead in range(state.house.days_ahead + 1))


def is_open(state: State, day: date) -> bool:
    """Whether the house opens at all that day."""
    restaurant = state.house.restaurant
    return bool(rules_on(day, restaurant.rules, restaurant.days))


def can_be_chosen(state: State, day: date) -> bool:
    """Whether there can be times: the house is open, and today is not over."""
    if day == today(state):
        return state.floor.sittings != ()
    return is_open(state, day)


def next_open(state: State) -> date | None:
    """The next day after today that can be booked; None when there is none."""
    return next((day for day in days_offered(state)[1:] if is_open(state, day)), None)


def offered(state: State) -> tuple[Sitting, ...] | None:
    """What can be booked on the day that is looked at; None until it was read."""
    day = other_day(state)
    if day is not None:
        other = state.floor.other
        return other.sittings if other is not None and other.day == day else None
    sittings = state.floor.sittings
    if sittings is None:
        return None
    # Just after midnight the last reading is of yesterday.
    left = tuple(one for one in sittings if seoul_day(one.starts) >= day_of(state))
    return left if left or not sittings else None


def time_kept(state: State) -> State:
    """03: "now" moves on by a quarter hour while people think, sittings end and days begin; the choice moves along."""
    visit, sittings = state.visit, offered(state)
    if visit is None or sittings is None or visit.sitting in sittings:
        return state
    sitting = _moved_on(visit, sittings) if other_day(state) is None else None
    if (sitting, ()) == (visit.sitting, visit.chosen):
        return state
    return replace(state, visit=replace(visit, sitting=sitting, chosen=()))


def _moved_on(visit: Visit, sittings: Sequence[Sitting]) -> Sitting | None:
    """Who wanted to sit down now still does; nobody who did is taken to want a time of the next day."""
    if not sittings or (visit.sitting is not None and not visit.sitting.walk_in):
        return None
    first, before = sittings[0], visit.sitting
    is_same_day = before is not None and seoul_day(before.starts) == seoul_day(first.starts)
    return first if first.walk_in or is_same_day else None

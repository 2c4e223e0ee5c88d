"""When a seat can be had: weekly rules make sittings, sittings cover cells of 15 minutes.

Instants are aware and in UTC; only rules and dates speak Asia/Seoul. Reads no clock.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kiosk.domain.money import Won

SEOUL = ZoneInfo("Asia/Seoul")
CELL = timedelta(minutes=15)
_CELL_SECONDS = int(CELL.total_seconds())


@dataclass(frozen=True, slots=True)
class WeeklyRule:
    """On this weekday (0 = Monday) a sitting starts at ``first`` and every ``every`` after it up to ``last``, Seoul time.

    Each lasts ``duration`` and costs ``price`` per seat.
    """

    weekday: int
    first: time
    last: time
    every: timedelta
    duration: timedelta
    price: Won


@dataclass(frozen=True, slots=True)
class Sitting:
    """A bookable window of time: ``starts`` and ``ends`` in UTC, ``price`` per seat in won."""

    starts: datetime
    ends: datetime
    price: Won
    walk_in: bool = False

    @property
    def cells(self) -> range:
        """The numbers of the cells it covers."""
        return cells_between(self.starts, self.ends)


def problems_of_rules(rules: Sequence[WeeklyRule]) -> list[str]:
    """What is wrong with the rules, one plain sentence each."""
    found = [] if rules else ["there is no opening rule, so nothing can ever be booked"]
    for rule in rules:
        name = f"the rule for {_WEEKDAYS[rule.weekday % 7]} {rule.first:%H:%M}"
        if rule.weekday not in range(len(_WEEKDAYS)):
            found.append(f"{name}: weekday must be 0 (Monday) to 6 (Sunday), not {rule.weekday}")
        if rule.last < rule.first:
            found.append(f"{name}: last ({rule.last:%H:%M}) is before first")
        if rule.price <= 0:
            found.append(f"{name}: price must be above 0 won, not {rule.price}")
        if not _whole_cells(rule.every) or not _whole_cells(rule.duration):
            found.append(f"{name}: every and duration must be whole quarter hours above 0")
        if rule.first.minute % 15 or rule.first.second or rule.first.microsecond:
            found.append(f"{name}: first must be on a quarter hour")
    return found


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _whole_cells(span: timedelta) -> bool:
    return span > timedelta() and span % CELL == timedelta()


def cell_of(instant: datetime) -> int:
    """The number of the cell an instant lies in; cell 0 begins at the Unix epoch."""
    return int(instant.timestamp()) // _CELL_SECONDS


def cells_between(starts: datetime, ends: datetime) -> range:
    """The cells of the half-open span [starts, ends); a started cell counts whole."""
    return range(cell_of(starts), -(-int(ends.timestamp()) // _CELL_SECONDS))


def seoul_day(instant: datetime) -> date:
    """The calendar day in Seoul at that instant; the day of a till."""
    return instant.astimezone(SEOUL).date()


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The half-open span in UTC of a Seoul calendar day."""
    start = datetime.combine(day, time(), SEOUL)
    return start.astimezone(UTC), datetime.combine(day + timedelta(days=1), time(), SEOUL).astimezone(UTC)


def sittings_on(day: date, rules: Iterable[WeeklyRule]) -> tuple[Sitting, ...]:
    """Every sitting that starts on a Seoul day, in order; where two rules give one start, the first rule wins."""
    found: dict[datetime, Sitting] = {}
    for rule in rules:
        if rule.weekday != day.weekday():
            continue
        start = datetime.combine(day, rule.first, SEOUL)
        last = datetime.combine(day, rule.last, SEOUL)
        while start <= last:
            starts = start.astimezone(UTC)
            found.setdefault(starts, Sitting(starts, starts + rule.duration, rule.price))
            start += rule.every
    return tuple(found[starts] for starts in sorted(found))


def walk_in(now: datetime, rules: Iterable[WeeklyRule]) -> Sitting | None:
    """The sitting of somebody who sits down now: from the next quarter hour, if a rule is open then.

    The minutes until that quarter are not sold: whoever sat there before may still be leaving.
    """
    seconds = -(-int(now.timestamp()) // _CELL_SECONDS) * _CELL_SECONDS
    starts = datetime.fromtimestamp(seconds, UTC)
    local = starts.astimezone(SEOUL)
    for rule in rules:
        if rule.weekday == local.weekday() and rule.first <= local.time() <= rule.last:
            return Sitting(starts, starts + rule.duration, rule.price, walk_in=True)
    return None


def open_sittings(now: datetime, rules: Sequence[WeeklyRule], day: date | None = None) -> tuple[Sitting, ...]:
    """What can still be booked: "now" first, then the later sittings of that day (today unless given)."""
    day = day or seoul_day(now)
    present = walk_in(now, rules) if day == seoul_day(now) else None
    later = tuple(
        sitting
        for sitting in sittings_on(day, rules)
        if sitting.starts > now and (present is None or sitting.starts > present.starts)
    )
    return (present, *later) if present else later

"""When a seat can be had: weekly rules make sittings, sittings cover cells of 15 minutes.

Instants are aware and in UTC; only rules and dates speak Asia/Seoul. Reads no clock.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kiosk.domain.money import LARGEST, Won

SEOUL = ZoneInfo("Asia/Seoul")
CELL = timedelta(minutes=15)
_CELL_SECONDS = int(CELL.total_seconds())
LONGEST_NAME = 40


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
class SpecialDay:
    """A date that is not like its weekday: ``rules`` stand in the place of the weekly ones, and none means closed.

    ``name`` is what people call it: a holiday, the house's own day off, a feast at another price.
    """

    day: date
    name: str
    rules: tuple[WeeklyRule, ...] = ()

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be booked that day."""
        return not self.rules


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
        found += _problems_of(rule, f"the rule for {_WEEKDAYS[rule.weekday % 7]} {rule.first:%H:%M}")
    return found


def problems_of_days(days: Sequence[SpecialDay]) -> list[str]:
    """What is wrong with the special days, one plain sentence each."""
    found = [
        f"{day} is a special day twice; name each date once"
        for day, times in Counter(each.day for each in days).items()
        if times > 1
    ]
    for each in days:
        if not each.name.strip() or len(each.name) > LONGEST_NAME:
            found.append(f"{each.day}: the name of a special day has 1 to {LONGEST_NAME} characters")
        for rule in each.rules:
            name = f"the rule for {each.day} {rule.first:%H:%M}"
            if rule.weekday != each.day.weekday():
                found.append(f"{name}: that date is a {_WEEKDAYS[each.day.weekday()]}")
            found += _problems_of(rule, name)
    return found


def flaws_of(rule: WeeklyRule) -> list[str]:
    """What is wrong with one rule, as words: weekday, order, price, quarters, first."""
    holds = {
        "weekday": rule.weekday in range(len(_WEEKDAYS)),
        "order": rule.first <= rule.last,
        "price": 0 < rule.price <= LARGEST,
        "quarters": _whole_cells(rule.every) and _whole_cells(rule.duration),
        "first": not (rule.first.minute % 15 or rule.first.second or rule.first.microsecond),
    }
    return [flaw for flaw, is_sound in holds.items() if not is_sound]


def _problems_of(rule: WeeklyRule, name: str) -> list[str]:
    said = {
        "weekday": f"weekday must be 0 (Monday) to 6 (Sunday), not {rule.weekday}",
        "order": f"last ({rule.last:%H:%M}) is before first",
        "price": f"price must be above 0 won and at most {LARGEST:,}, not {rule.price}",
        "quarters": "every and duration must be whole quarter hours above 0",
        "first": "first must be on a quarter hour",
    }
    return [f"{name}: {said[flaw]}" for flaw in flaws_of(rule)]


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _whole_cells(span: timedelta) -> bool:
    return span > timedelta() and span % CELL == timedelta()


def cell_of(instant: datetime) -> int:
    """The number of the cell an instant lies in; cell 0 begins at the Unix epoch."""
    return int(instant.timestamp()) // _CELL_SECONDS


def start_of(cell: int) -> datetime:
    """When a cell begins, in UTC."""
    return datetime.fromtimestamp(cell * _CELL_SECONDS, UTC)


def next_cell(now: datetime) -> int:
    """The cell that begins next; one that begins in this second is it."""
    return -(-int(now.timestamp()) // _CELL_SECONDS)


def cells_between(starts: datetime, ends: datetime) -> range:
    """The cells of the half-open span [starts, ends); a started cell counts whole."""
    return range(cell_of(starts), next_cell(ends))


def seoul_day(instant: datetime) -> date:
    """The calendar day in Seoul at that instant; the day of a till."""
    return instant.astimezone(SEOUL).date()


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The half-open span in UTC of a Seoul calendar day."""
    start = datetime.combine(day, time(), SEOUL)
    return start.astimezone(UTC), datetime.combine(day + timedelta(days=1), time(), SEOUL).astimezone(UTC)


def rules_on(
    day: date, rules: Iterable[WeeklyRule], days: Iterable[SpecialDay] = ()
) -> tuple[WeeklyRule, ...]:
    """The rules of one Seoul date: its own where it is a special day, else those of its weekday."""
    special = next((each for each in days if each.day == day), None)
    if special is not None:
        return special.rules
    return tuple(rule for rule in rules if rule.weekday == day.weekday())


def sittings_on(
    day: date, rules: Iterable[WeeklyRule], days: Iterable[SpecialDay] = ()
) -> tuple[Sitting, ...]:
    """Every sitting that starts on a Seoul day, in order; where two rules give one start, the first rule wins."""
    found: dict[datetime, Sitting] = {}
    for rule in rules_on(day, rules, days):
        start = datetime.combine(day, rule.first, SEOUL)
        last = datetime.combine(day, rule.last, SEOUL)
        while start <= last:
            starts = start.astimezone(UTC)
            found.setdefault(starts, Sitting(starts, starts + rule.duration, rule.price))
            start += rule.every
    return tuple(found[starts] for starts in sorted(found))


def walk_in(now: datetime, rules: Iterable[WeeklyRule], days: Iterable[SpecialDay] = ()) -> Sitting | None:
    """The sitting of somebody who sits down now: from the next quarter hour, if a rule is open then.

    The minutes until that quarter are not sold: whoever sat there before may still be leaving.
    """
    starts = start_of(next_cell(now))
    rule = open_rule(starts, rules, days)
    return Sitting(starts, starts + rule.duration, rule.price, walk_in=True) if rule else None


def open_rule(
    instant: datetime, rules: Iterable[WeeklyRule], days: Iterable[SpecialDay] = ()
) -> WeeklyRule | None:
    """The rule by which somebody may sit down at that instant; None while it is closed."""
    local = instant.astimezone(SEOUL)
    for rule in rules_on(local.date(), rules, days):
        if rule.first <= local.time() <= rule.last:
            return rule
    return None


def last_day(now: datetime, ahead: int) -> date:
    """The last Seoul day somebody may book who may book so many days ahead.

    Counted from where "now" begins: shortly before midnight that is tomorrow already.
    """
    return seoul_day(start_of(next_cell(now))) + timedelta(days=ahead)


def open_sittings(
    now: datetime, rules: Sequence[WeeklyRule], day: date | None = None, days: Sequence[SpecialDay] = ()
) -> tuple[Sitting, ...]:
    """What can still be booked: "now" first, then the later sittings of that day (today unless given)."""
    day = day or seoul_day(now)
    present = walk_in(now, rules, days) if day == seoul_day(now) else None
    later = tuple(
        sitting
        for sitting in sittings_on(day, rules, days)
        if sitting.starts > now and (present is None or sitting.starts > present.starts)
    )
    return (present, *later) if present else later

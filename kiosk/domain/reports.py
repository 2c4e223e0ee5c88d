"""What the days of a restaurant were like, in figures: when guests came, how full it was, where visits ended. Pure.

Rows come in as sums of many bookings, times in UTC; everything is told in Seoul's days and hours.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from kiosk.domain.sittings import SEOUL, day_bounds

SLOT: Final = 30
"""Minutes of one bar of the arrivals."""
STEPS: Final = ("party", "floor", "review", "payment", "confirming", "done")
"""How far a visit at a kiosk can get, in order."""
OUTCOMES: Final = ("paid", "waiting", "unknown", "declined", "expired", "closed", "left")
"""How it can end."""


@dataclass(frozen=True, slots=True)
class Span:
    """Whole Seoul days, both ends within."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """The half-open span of instants."""
        return day_bounds(self.first)[0], day_bounds(self.last)[1]

    def before(self) -> "Span":
        """As many days just before it."""
        return Span(self.first - timedelta(days=self.days), self.first - timedelta(days=1))

    def weekdays(self) -> Mapping[int, int]:
        """How often each weekday (0 = Monday) is in it."""
        found = dict.fromkeys(range(7), 0)
        for nth in range(self.days):
            found[(self.first + timedelta(days=nth)).weekday()] += 1
        return found


@dataclass(frozen=True, slots=True)
class Stays:
    """All bookings that were paid for one and the same time: how many, their guests, their seats."""

    starts: datetime
    ends: datetime
    bookings: int
    guests: int
    seats: int


@dataclass(frozen=True, slots=True)
class Taken:
    """Money that came in by one way of paying."""

    method: str
    count: int
    won: int


@dataclass(frozen=True, slots=True)
class Ended:
    """Visits that got as far as ``step`` and ended as ``outcome``."""

    step: str
    outcome: str
    count: int


@dataclass(frozen=True, slots=True)
class Waited:
    """A team that came to a table by the waiting list: the minutes it was told when it joined, and those until it was
    called or, uncalled, seated."""

    joined_at: datetime
    told: int
    waited: int


@dataclass(frozen=True, slots=True)
class Waits:
    """Everybody who joined the waiting list: who came to a table, who left by themselves or was taken off, and who did not
    answer."""

    seated: tuple[Waited, ...] = ()
    left: int = 0
    taken_off: int = 0
    gone: int = 0

    @property
    def teams(self) -> int:
        """How many whose wait is over."""
        return len(self.seated) + self.left + self.taken_off + self.gone

    @property
    def kept_percent(self) -> int:
        """Of a hundred teams that came to a table, how many waited no longer than they were told."""
        kept = sum(each.waited <= each.told for each in self.seated)
        return 100 * kept // len(self.seated) if self.seated else 0

    def by_slot(self) -> Mapping[int, tuple[int, int]]:
        """Minutes waited and told, on average, by the half hour of the day in which teams joined."""
        found: dict[int, list[Waited]] = {}
        for each in self.seated:
            found.setdefault(_slot(each.joined_at), []).append(each)
        return {
            slot: (_mean([one.waited for one in those]), _mean([one.told for one in those]))
            for slot, those in sorted(found.items())
        }


def _mean(minutes: Sequence[int]) -> int:
    return round(sum(minutes) / len(minutes))


def _slot(at: datetime) -> int:
    local = at.astimezone(SEOUL)
    return (local.hour * 60 + local.minute) // SLOT * SLOT


def arrivals(stays: Iterable[Stays]) -> Mapping[int, int]:
    """Guests by the half hour of the day in which they came (its first minute)."""
    found: dict[int, int] = {}
    for each in stays:
        slot = _slot(each.starts)
        found[slot] = found.get(slot, 0) + each.guests
    return found


def slots(*counts: Iterable[int]) -> range:
    """Every half hour from the first to the last that any of these has; empty without any."""
    seen = [slot for each in counts for slot in each]
    return range(min(seen), max(seen) + SLOT, SLOT) if seen else range(0)


def fullness(stays: Iterable[Stays], span: Span, seats: int) -> Mapping[tuple[int, int], int]:
    """How full the room was in whole percent, by weekday and hour of the day; hours with nobody all week are left out."""
    minutes: dict[tuple[int, int], float] = {}
    for each in stays:
        for (weekday, hour), length in _hours(each.starts, each.ends):
            minutes[weekday, hour] = minutes.get((weekday, hour), 0.0) + length * each.seats
    hours = {hour for _, hour in minutes}
    weekdays = span.weekdays()
    return {
        (weekday, hour): round(100 * minutes.get((weekday, hour), 0.0) / (60 * seats * times))
        for weekday, times in weekdays.items()
        for hour in sorted(hours)
        if times and seats
    }


def _hours(starts: datetime, ends: datetime) -> Iterator[tuple[tuple[int, int], float]]:
    at = starts.astimezone(SEOUL)
    end = ends.astimezone(SEOUL)
    while at < end:
        following = min(end, at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1))
        yield (at.weekday(), at.hour), (following - at) / timedelta(minutes=1)
        at = following


def shares(amounts: Sequence[int]) -> list[int]:
    """Whole percents that add up to 100: what rounding leaves over goes to the largest remainders."""
    total = sum(amounts)
    if total <= 0:
        return [0] * len(amounts)
    found = [amount * 100 // total for amount in amounts]
    rest = sorted(range(len(amounts)), key=lambda nth: (-(amounts[nth] * 100 % total), nth))
    for nth in rest[: 100 - sum(found)]:
        found[nth] += 1
    return found


def reached(ended: Iterable[Ended]) -> tuple[tuple[str, int], ...]:
    """How many visits got at least as far as each step, in order."""
    told = list(ended)
    places = {step: nth for nth, step in enumerate(STEPS)}
    return tuple(
        (step, sum(each.count for each in told if places[each.step] >= nth)) for nth, step in enumerate(STEPS)
    )

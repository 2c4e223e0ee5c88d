"""What the timetable shows: rows of tables, bars of bookings in minutes of the day, and where a bar may go. Pure, and frozen."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, Self

from kiosk.ui.korean import Noun


class Its(Protocol):
    """Whatever a bar is made of."""

    @property
    def booking_id(self) -> str:
        """Whose it is."""
        ...


QUARTER = 15
"""A bar begins on a quarter of an hour."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One table: its label, how many sit there, and a word more. ``seats`` can be sold."""

    table_id: str
    label: str
    more: str
    seats: int
    accessible: bool = False
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One booking at one table, in minutes of the day. ``look`` is seated, paid, house, hold, gone, late or block.

    ``lane`` of ``lanes``: where several share a table, they lie below one another.
    """

    booking_id: str
    row: int
    starts: int
    ends: int
    title: str
    more: str
    look: str
    number: str
    party: int
    lane: int = 0
    lanes: int = 1

    @property
    def can_move(self) -> bool:
        """Whether staff may drag it: what is over, blocked or just being chosen stays."""
        return self.look in ("seated", "paid", "house", "late")

    @property
    def spoken(self) -> str:
        """What it is called."""
        return f"{clock(self.starts)}–{clock(self.ends)}, {self.title}, {self.more}".strip(", ")


class RowBars(Mapping[int, tuple[Bar, ...]]):
    """The bars of each row in the order of the day, put into words when a row is looked at: of hundreds a screen shows a dozen.

    ``rows``: which bookings lie in which row; ``make`` makes one's bar there.
    """

    def __init__(self, rows: Mapping[int, Sequence[Its]], make: Callable[[Any, int], Bar]) -> None:
        self._rows, self._make = rows, make
        self._made: dict[int, tuple[Bar, ...]] = {}

    @classmethod
    def of(cls, bars: Iterable[Bar]) -> Self:
        """Of bars that are there already."""
        rows: dict[int, list[Bar]] = {}
        for bar in bars:
            rows.setdefault(bar.row, []).append(bar)
        return cls(rows, lambda bar, _: bar)

    def of_booking(self, booking_id: str) -> list[Bar]:
        """A booking's bars, one a table; none for one that is not here."""
        here = (row for row, its in self._rows.items() if any(each.booking_id == booking_id for each in its))
        return [bar for row in here for bar in self[row] if bar.booking_id == booking_id]

    def __getitem__(self, row: int) -> tuple[Bar, ...]:
        """One row's."""
        if row not in self._made:
            laid = in_lanes(self._make(each, row) for each in self._rows[row])
            self._made[row] = tuple(sorted(laid, key=lambda bar: (bar.starts, bar.lane)))
        return self._made[row]

    def __iter__(self) -> Iterator[int]:
        """The rows with anything in them."""
        return iter(self._rows)

    def __len__(self) -> int:
        """How many rows have anything in them."""
        return len(self._rows)


@dataclass(frozen=True)
class TimelineView:
    """A day. ``first`` and ``last`` minute are shown; ``now`` is None on another day."""

    rows: tuple[TableRow, ...]
    by_row: "RowBars"
    first: int
    last: int
    now: int | None
    title: str
    facts: str
    hint: str
    free_here: str
    clash: str
    """The sentence of a clash, with {time} and {number} in it."""
    too_small: str
    legend: tuple[tuple[str, str], ...]
    days: tuple[str, ...]
    day_at: int
    load: Mapping[int, int] = field(default_factory=dict)
    load_title: str = ""

    def why_not(self, bar: Bar, row: int, starts: int) -> str:
        """Why a bar cannot go there, in a sentence; "" when it can, as far as this picture knows."""
        ends = starts + bar.ends - bar.starts
        table = self.rows[row]
        there = [
            other
            for other in self.by_row.get(row, ())
            if other.booking_id != bar.booking_id
            and other.look != "gone"
            and other.starts < ends
            and starts < other.ends
        ]
        sitting = sum(other.party for other in there) if table.shared else 0
        if there and (not table.shared or sitting + bar.party > table.seats):
            first = min(there, key=lambda other: other.starts)
            return self.clash.format(time=clock(max(first.starts, starts)), number=Noun(first.number))
        return self.too_small.format(seats=table.seats) if bar.party > table.seats else ""


def clock(minute: int) -> str:
    """``19:30``; after midnight it begins again."""
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


def in_lanes(bars: Iterable[Bar]) -> tuple[Bar, ...]:
    """Bars of one row that overlap lie in lanes of their own; each group of them has as many as it needs."""
    ordered = sorted(bars, key=lambda bar: (bar.starts, bar.ends, bar.booking_id))
    done: list[Bar] = []
    group: list[Bar] = []
    ends: list[int] = []
    for bar in ordered:
        if group and bar.starts >= max(ends):
            done += _laid(group, len(ends))
            group, ends = [], []
        lane = next((nth for nth, end in enumerate(ends) if end <= bar.starts), len(ends))
        ends[lane : lane + 1] = [bar.ends]
        group.append(replace(bar, lane=lane) if lane else bar)
    return (*done, *_laid(group, len(ends)))


def _laid(group: list[Bar], lanes: int) -> list[Bar]:
    return [replace(each, lanes=lanes) for each in group] if lanes > 1 else group

"""The restaurant seen from above: rooms, tables and seats, in plan units (1 unit = 1 cm).

Checks that a plan makes sense; knows nothing of files, screens, or who sits where.
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import hypot


class Shape(StrEnum):
    """How a table top is drawn."""

    RECT = "rect"
    ROUND = "round"
    BAR = "bar"


class SeatKind(StrEnum):
    """What stands at a place: a chair, a stool, or room for a wheelchair."""

    CHAIR = "chair"
    STOOL = "stool"
    WHEELCHAIR = "wheelchair"


@dataclass(frozen=True, slots=True)
class Seat:
    """One place to sit. ``x``, ``y`` is its middle, ``angle`` the degrees it is turned clockwise (0 = below its table)."""

    seat_id: str
    table_id: str
    label: str
    x: float
    y: float
    angle: float = 0.0
    kind: SeatKind = SeatKind.CHAIR
    accessible: bool = False
    out_of_use: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its seats. ``x``, ``y`` is the middle of the top; a round one has ``width`` = ``height`` = its diameter."""

    table_id: str
    label: str
    shape: Shape
    x: float
    y: float
    width: float
    height: float
    zone: str
    seats: tuple[Seat, ...]
    shared: bool = False
    accessible: bool = False
    out_of_use: bool = False

    @property
    def usable_seats(self) -> tuple[Seat, ...]:
        """The seats that can be sold at all."""
        return () if self.out_of_use else tuple(seat for seat in self.seats if not seat.out_of_use)


@dataclass(frozen=True, slots=True)
class Fixture:
    """Something drawn that is not for sale: ``kind`` is window, door, wall, kitchen, plant, room or label.

    ``points`` are (x, y) pairs in plan units; ``text_key`` names a word of the room (entrance, kitchen, ...).
    """

    kind: str
    points: tuple[tuple[float, float], ...]
    text_key: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole floor plan; ``here`` is where this kiosk stands."""

    width: float
    height: float
    here: tuple[float, float]
    tables: tuple[Table, ...]
    fixtures: tuple[Fixture, ...] = ()

    def seats(self) -> Iterator[Seat]:
        """Every seat of every table, in plan order."""
        for table in self.tables:
            yield from table.seats

    def table(self, table_id: str) -> Table:
        """The table of that id; KeyError if there is none."""
        for table in self.tables:
            if table.table_id == table_id:
                return table
        raise KeyError(table_id)

    def table_of(self, seat_id: str) -> Table:
        """The table a seat belongs to; KeyError if there is none."""
        for table in self.tables:
            if any(seat.seat_id == seat_id for seat in table.seats):
                return table
        raise KeyError(seat_id)

    def tables_with(self, seat_ids: Container[str]) -> tuple[Table, ...]:
        """The tables at which these seats are, in plan order."""
        return tuple(table for table in self.tables if any(seat.seat_id in seat_ids for seat in table.seats))


def problems_of(plan: Plan) -> list[str]:
    """What is wrong with a plan, one plain sentence each; an empty list means it can be used."""
    found: list[str] = []
    found += _repeated("table label", [table.label for table in plan.tables])
    found += _repeated("table id", [table.table_id for table in plan.tables])
    found += _repeated("seat id", [seat.seat_id for seat in plan.seats()])
    if not plan.tables:
        found.append("the plan has no table")
    for table in plan.tables:
        found += _problems_of_table(plan, table)
    for one, other in combinations(plan.tables, 2):
        if _overlap(one, other):
            found.append(
                f"tables {one.label} and {other.label} overlap, so their labels cannot be read; move one"
            )
    return found


def _problems_of_table(plan: Plan, table: Table) -> list[str]:
    found: list[str] = []
    if not table.label.strip():
        found.append(f"table {table.table_id} has no label")
    if table.width <= 0 or table.height <= 0:
        found.append(f"table {table.label} has no size; give width and height in cm above 0")
    if not table.seats:
        found.append(f"table {table.label} has no seat")
    if not (0 <= table.x <= plan.width and 0 <= table.y <= plan.height):
        found.append(f"table {table.label} stands outside the room of {plan.width:g} x {plan.height:g} cm")
    found += _repeated(f"seat label at table {table.label}", [seat.label for seat in table.seats])
    found += [
        f"seat {seat.label} says it belongs to table {seat.table_id}, but stands at table {table.table_id}"
        for seat in table.seats
        if seat.table_id != table.table_id
    ]
    return found


def _repeated(what: str, names: list[str]) -> list[str]:
    twice = sorted({name for name in names if names.count(name) > 1})
    return [f'{what} "{name}" is used {names.count(name)} times; each must be its own' for name in twice]


def _overlap(one: Table, other: Table) -> bool:
    if Shape.ROUND is one.shape is other.shape:
        return hypot(one.x - other.x, one.y - other.y) < (one.width + other.width) / 2
    return (
        abs(one.x - other.x) < (one.width + other.width) / 2
        and abs(one.y - other.y) < (one.height + other.height) / 2
    )

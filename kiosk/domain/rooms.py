"""A large restaurant room by room: which rooms a plan has, and the part of it that is one of them.

Pure geometry. A room is a zone of the plan; a house that fits on one picture has none.
"""

from collections.abc import Container, Iterator
from dataclasses import replace
from itertools import pairwise

from kiosk.domain.floor import Fixture, Plan, Table

MOST_AT_ONCE = 16
"""More tables than this are not shown at once: numbers and chairs would be too small to read and to touch."""

AROUND, TO_WALL = 90.0, 160.0
"""How much floor is shown around a room's tables (cm), and from how near a wall of the house is shown, too."""

LEAST = 520.0
"""A room is shown at least so wide and deep (cm), so that one table is no giant."""

WIDEST = 1.6
"""Of two sides, the longer one is at most so many times the other, as far as the house reaches."""

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_LINES = ("wall", "room", "window")


def rooms_of(plan: Plan) -> tuple[str, ...]:
    """The zones in plan order; () for a house that is shown at once. Tables of no zone are in the room called ""."""
    zones = tuple(dict.fromkeys(table.zone for table in plan.tables))
    return zones if len(plan.tables) > MOST_AT_ONCE and len(zones) > 1 else ()


def room_with(plan: Plan, seat_ids: Container[str]) -> str | None:
    """The room of the first of these seats; None if they are nowhere."""
    found = plan.tables_with(seat_ids)
    return found[0].zone if found else None


def part_of(plan: Plan, room: str) -> Plan:
    """One room as a plan of its own, with what of the house is near it. Ids and labels stay; places are moved."""
    tables = tuple(table for table in plan.tables if table.zone == room)
    box = _box_around(plan, tables)
    left, top, right, bottom = box
    return Plan(
        width=right - left,
        height=bottom - top,
        here=(plan.here[0] - left, plan.here[1] - top),
        tables=tuple(_moved(table, left, top) for table in tables),
        fixtures=tuple(cut for fixture in plan.fixtures for cut in _cut(fixture, box)),
    )


def _box_around(plan: Plan, tables: tuple[Table, ...]) -> Box:
    across = [place for table in tables for place in _reach(table, 0)]
    down = [place for table in tables for place in _reach(table, 1)]
    left, right = _stretched(min(across), max(across), plan.width)
    top, bottom = _stretched(min(down), max(down), plan.height)
    wide, high = right - left, bottom - top
    left, right = _widened(left, right, high / WIDEST, plan.width)
    top, bottom = _widened(top, bottom, wide / WIDEST, plan.height)
    return left, top, right, bottom


def _reach(table: Table, axis: int) -> Iterator[float]:
    middle, size = ((table.x, table.width), (table.y, table.height))[axis]
    yield middle - size / 2
    yield middle + size / 2
    for seat in table.seats:
        yield (seat.x, seat.y)[axis]


def _stretched(low: float, high: float, end: float) -> tuple[float, float]:
    """With some floor around, up to the wall where that is near."""
    low = 0.0 if low < TO_WALL else low - AROUND
    high = end if high > end - TO_WALL else high + AROUND
    return _widened(low, high, LEAST, end)


def _widened(low: float, high: float, least: float, end: float) -> tuple[float, float]:
    """At least so wide, to both sides alike; inside the house as far as it reaches."""
    lacking = max(min(least, end) - (high - low), 0.0) / 2
    low, high = low - lacking, high + lacking
    moved = max(-low, 0.0) - max(high - end, 0.0)
    return low + moved, high + moved


def _moved(table: Table, left: float, top: float) -> Table:
    seats = tuple(replace(seat, x=seat.x - left, y=seat.y - top) for seat in table.seats)
    return replace(table, x=table.x - left, y=table.y - top, seats=seats)


def _cut(fixture: Fixture, box: Box) -> Iterator[Fixture]:
    """Of walls and windows what lies in the box; of anything else all or nothing."""
    left, top, right, bottom = box
    if fixture.kind in _LINES:
        pieces = list(_lines_within(fixture.points, box))
    elif all(left <= x <= right and top <= y <= bottom for x, y in fixture.points):
        pieces = [list(fixture.points)]
    else:
        pieces = []
    for points in pieces:
        yield replace(fixture, points=tuple((x - left, y - top) for x, y in points))


def _lines_within(points: tuple[Point, ...], box: Box) -> Iterator[list[Point]]:
    """The pieces of a line of several corners that lie in a box; corners inside stay corners."""
    piece: list[Point] = []
    for start, end in pairwise(points):
        kept = _segment_within(start, end, box)
        if kept is None:
            continue
        if piece and piece[-1] == kept[0]:
            piece.append(kept[1])
        else:
            if piece:
                yield piece
            piece = list(kept)
    if piece:
        yield piece


def _segment_within(start: Point, end: Point, box: Box) -> tuple[Point, Point] | None:
    """What of a straight line lies in a box (Liang and Barsky, 1984)."""
    first, last = 0.0, 1.0
    for axis in (0, 1):
        way = end[axis] - start[axis]
        low, high = box[axis] - start[axis], box[axis + 2] - start[axis]
        if way == 0:
            if not low <= 0 <= high:
                return None
            continue
        enters, leaves = sorted((low / way, high / way))
        first, last = max(first, enters), min(last, leaves)
    if first >= last:
        return None
    return _between(start, end, first), _between(start, end, last)


def _between(start: Point, end: Point, share: float) -> Point:
    """Exactly the ends at 0 and 1, so that pieces meet."""
    if share in (0.0, 1.0):
        return end if share else start
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share

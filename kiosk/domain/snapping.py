"""Where a table that is dragged comes to rest: in line with others where it nearly is, else on the grid. Pure geometry."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import hypot

from kiosk.domain.editing import move_table
from kiosk.domain.floor import Plan, SeatKind, Table

GRID = 20.0
"""In cm; the editor's dots."""
PULL = 8.0
"""So near to being in line with another table, a table is put in line."""
_AISLES, _FROM_WALL, _THICK = (60, 20), 40, 12.0
"""How far a table that is put by a touch stands from others (where there is room, and where there is little) and from the
walls, and how thick a wall is, in cm."""
_IN_THE_WAY = ("kitchen", "room", "door", "plant")
_CHAIR = (28.0, 30.0)
_WHEELCHAIR = (33.0, 31.0)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in plan units."""

    left: float
    top: float
    right: float
    bottom: float

    def gap(self, other: "Box") -> float:
        """The shortest way between two boxes; 0 where they touch or overlap."""
        across = max(self.left - other.right, other.left - self.right, 0.0)
        down = max(self.top - other.bottom, other.top - self.bottom, 0.0)
        return hypot(across, down)

    def overlaps(self, other: "Box") -> bool:
        """Whether they share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Snapped:
    """Where the middle of the table comes to rest, and the lines that show with what it is in line (None: with nothing)."""

    x: float
    y: float
    upright: float | None = None
    level: float | None = None


def top_box(table: Table) -> Box:
    """Its top alone."""
    return Box(
        table.x - table.width / 2,
        table.y - table.height / 2,
        table.x + table.width / 2,
        table.y + table.height / 2,
    )


def seat_boxes(table: Table) -> list[Box]:
    """Its chairs, one box each; a turned chair takes the box that it needs."""
    found = []
    for seat in table.seats:
        w, h = _WHEELCHAIR if seat.kind is SeatKind.WHEELCHAIR else _CHAIR
        across, down = (h, w) if round(seat.angle / 90) % 2 else (w, h)
        found.append(Box(seat.x - across, seat.y - down, seat.x + across, seat.y + down))
    return found


def group_box(table: Table) -> Box:
    """The top with its chairs."""
    boxes = [top_box(table), *seat_boxes(table)]
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def snap(plan: Plan, table_id: str, x: float, y: float) -> Snapped:
    """Where a table rests that is let go of with its middle at ``x``, ``y``. KeyError: no such table."""
    table = plan.table(table_id)
    others = [other for other in plan.tables if other.table_id != table_id]
    across = _in_line(x, table.width, ((other.x, other.width) for other in others))
    down = _in_line(y, table.height, ((other.y, other.height) for other in others))
    return Snapped(
        across[0] if across else on_grid(x),
        down[0] if down else on_grid(y),
        across[1] if across else None,
        down[1] if down else None,
    )


def on_grid(length: float) -> float:
    """The nearest line of the grid."""
    return round(length / GRID) * GRID


def _in_line(at: float, size: float, others: Iterable[tuple[float, float]]) -> tuple[float, float] | None:
    """The nearest middle that is in line with another table's middle, else its edge, and where the line is."""
    found = []
    for other, its_size in others:
        found.append((other, other, False))
        for side in (-1, 1):
            edge = other + side * its_size / 2
            found.append((edge - side * size / 2, edge, True))
    near = [(abs(rest - at), is_edge, rest, line) for rest, line, is_edge in found if abs(rest - at) <= PULL]
    return min(near)[2:] if near else None


def room_for(plan: Plan, table_id: str, gap: float, most: float = 400.0) -> Plan | None:
    """The plan with this table moved as little as possible, so that it stands ``gap`` cm from every other and inside the
    room; None when there is no such place within ``most`` cm.
    """
    table = plan.table(table_id)
    box = group_box(table)
    others = [group_box(other) for other in plan.tables if other.table_id != table_id]
    for dx, dy in _outwards(most):
        moved = Box(box.left + dx, box.top + dy, box.right + dx, box.bottom + dy)
        inside = (
            moved.left >= 0 and moved.top >= 0 and moved.right <= plan.width and moved.bottom <= plan.height
        )
        if inside and all(moved.gap(other) >= gap for other in others):
            return move_table(plan, table_id, dx, dy)
    return None


def _outwards(most: float) -> Iterator[tuple[float, float]]:
    """Steps of half the grid in every direction, the shortest first."""
    step = GRID / 2
    reach = int(most // step)
    steps = [(dx * step, dy * step) for dx in range(-reach, reach + 1) for dy in range(-reach, reach + 1)]
    return iter(sorted(steps, key=lambda at: (hypot(*at), at)))


def free_spot(plan: Plan, table: Table) -> tuple[float, float] | None:
    """Where the middle of a table like this one would have an aisle around it, or else a little room: row by row from the top
    left, on the grid, and never over the kitchen, a wall inside, a door's way, a plant or the kiosk. None: there is no place.
    """
    others = [group_box(other) for other in plan.tables]
    in_the_way = [
        _box_of(fixture.points) for fixture in plan.fixtures if fixture.kind in _IN_THE_WAY and fixture.points
    ]
    in_the_way.append(_box_of((plan.here,)))
    for aisle in _AISLES:
        for x, y, here in _spots(plan, table):
            if all(here.gap(other) >= aisle for other in others) and not any(map(here.overlaps, in_the_way)):
                return x, y
    return None


def _spots(plan: Plan, table: Table) -> Iterator[tuple[float, float, Box]]:
    box, step = group_box(table), round(GRID)
    left, top, right, bottom = (
        box.left - table.x,
        box.top - table.y,
        box.right - table.x,
        box.bottom - table.y,
    )
    for y in range(round(-top) // step * step + _FROM_WALL, round(plan.height - bottom), step):
        for x in range(round(-left) // step * step + _FROM_WALL, round(plan.width - right), step):
            yield float(x), float(y), Box(x + left, y + top, x + right, y + bottom)


def _box_of(points: Iterable[tuple[float, float]]) -> Box:
    across, down = zip(*points, strict=True)
    thick = _THICK / 2
    return Box(min(across) - thick, min(down) - thick, max(across) + thick, max(down) + thick)

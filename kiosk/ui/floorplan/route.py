"""Finds the way from the kiosk to a table: round every table, chair and wall, with few turns. Pure geometry.

A grid search (A*) on the plan; a way too narrow for comfort is taken only when there is no wider one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from heapq import heappop, heappush
from itertools import pairwise
from math import cos, hypot, inf, pi, radians, sin

from kiosk.domain.floor import Plan, Seat, SeatKind, Shape, Table

Point = tuple[float, float]
_Cell = tuple[int, int]

_STEPS: tuple[_Cell, ...] = ((1, 0), (0, 1), (-1, 0), (0, -1))
_TURN = 6.0
"""A turn costs as much as this many steps: a route with few corners is easier to walk and to read."""
_CLEARANCES = (18.0, 6.0)
_STAND_OFF = 26.0
"""How far from the top the arrow ends."""
_BEHIND_CHAIRS = 92.0
"""How far from the top one stands behind its chairs."""
_AT_THE_TABLE = 10.0
"""The table one walks to may be passed this closely."""


@dataclass(frozen=True, slots=True)
class Route:
    """The corners of the way, in plan units; the last is beside the table, and ``toward`` is what it points at."""

    points: tuple[Point, ...]
    toward: Point


@dataclass(frozen=True, slots=True)
class _Block:
    """A turned rectangle or a circle that nobody walks through."""

    x: float
    y: float
    left: float
    top: float
    right: float
    bottom: float
    angle: float = 0.0
    round: bool = False

    def reach(self) -> float:
        return max(hypot(self.left, self.top), hypot(self.right, self.bottom), hypot(self.left, self.bottom))

    def gap(self, x: float, y: float) -> float:
        """How far a point is from its edge; 0 or less inside."""
        dx, dy = x - self.x, y - self.y
        if self.round:
            return hypot(dx, dy) - self.right
        across, down = dx, dy
        if self.angle:
            turn = radians(self.angle)
            across, down = dx * cos(turn) + dy * sin(turn), dy * cos(turn) - dx * sin(turn)
        return hypot(
            max(self.left - across, 0.0, across - self.right), max(self.top - down, 0.0, down - self.bottom)
        )


@lru_cache(maxsize=64)
def find_route(plan: Plan, table_id: str) -> Route | None:
    """The way from ``plan.here`` to a table, or None when furniture or walls leave none. KeyError: no such table.

    Takes some tens of milliseconds the first time and is remembered; it may be called from a worker beforehand.
    """
    table = plan.table(table_id)
    for clearance in _CLEARANCES:
        grid = _Grid.of(plan, clearance, table)
        route = grid.search(plan.here, list(_goals(table, grid)))
        if route is not None:
            return route
    return None


def blocked(plan: Plan, x: float, y: float) -> bool:
    """True when a point lies in or on a table or chair."""
    return any(block.gap(x, y) <= 0 for table in plan.tables for block in _furniture(table))


def _furniture(table: Table) -> Iterator[_Block]:
    w, h = table.width / 2, table.height / 2
    yield _Block(table.x, table.y, -w, -h, w, h, round=table.shape is Shape.ROUND)
    for seat in table.seats:
        yield _seat_block(seat)


def _seat_block(seat: Seat) -> _Block:
    if seat.kind is SeatKind.STOOL:
        return _Block(seat.x, seat.y, -25, -25, 25, 25, round=True)
    if seat.kind is SeatKind.WHEELCHAIR:
        return _Block(seat.x, seat.y, -33, -29, 33, 33)
    return _Block(seat.x, seat.y, -28, -20, 28, 38, seat.angle)


def _walls(plan: Plan) -> Iterator[_Block]:
    for fixture in plan.fixtures:
        points = fixture.points
        if fixture.kind == "kitchen" and points:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            yield _Block(0, 0, min(xs), min(ys), max(xs), max(ys))
        elif fixture.kind in {"wall", "room"}:
            for (ax, ay), (bx, by) in pairwise(points):
                yield _Block(0, 0, min(ax, bx) - 4, min(ay, by) - 4, max(ax, bx) + 4, max(ay, by) + 4)
        elif fixture.kind == "plant" and points:
            (x, y), (rx, ry) = points[0], points[-1]
            size = hypot(rx - x, ry - y)
            yield _Block(x, y, -size, -size, size, size, round=True)


@dataclass(frozen=True)
class _Grid:
    """The plan as cells of ``step``; ``closed`` are those too near to something."""

    step: float
    width: int
    height: int
    closed: frozenset[_Cell]

    @classmethod
    def of(cls, plan: Plan, clearance: float, goal: Table) -> "_Grid":
        step = max(12.0, max(plan.width, plan.height) / 84)
        width, height = int(plan.width // step) + 1, int(plan.height // step) + 1
        closed: set[_Cell] = set()
        for table in plan.tables:
            room = min(clearance, _AT_THE_TABLE) if table is goal else clearance
            for block in _furniture(table):
                closed.update(_cells_near(block, room, step))
        for block in _walls(plan):
            closed.update(_cells_near(block, clearance, step))
        # Whoever stands at the kiosk stands there, however near the wall it is.
        here = plan.here
        for near in _cells_near(_Block(here[0], here[1], -1, -1, 1, 1), 30.0, step):
            closed.discard(near)
        return cls(step, width, height, frozenset(closed))

    def cell(self, point: Point) -> _Cell:
        return round(point[0] / self.step), round(point[1] / self.step)

    def open(self, cell: _Cell) -> bool:
        return 0 <= cell[0] < self.width and 0 <= cell[1] < self.height and cell not in self.closed

    def search(self, start: Point, goals: list[tuple[Point, Point, float]]) -> Route | None:
        """The cheapest way to one of the goals (where to stand, what to point at, extra cost)."""
        ends = {self.cell(stand): (stand, toward, extra) for stand, toward, extra in reversed(goals)}
        ends = {cell: ends[cell] for cell in self._reached(self.cell(start), set(ends))}
        if not ends:
            return None
        came, last = self._walk(self.cell(start), {cell: extra for cell, (_, _, extra) in ends.items()})
        if last is None:
            return None
        cells = _trace(came, last)
        stand, toward, _ = ends[cells[-1]]
        return Route(_corners(start, [(x * self.step, y * self.step) for x, y in cells], stand), toward)

    def _reached(self, start: _Cell, wanted: set[_Cell]) -> set[_Cell]:
        """Which of the wanted cells can be walked to at all: far cheaper to know first than to search in vain."""
        seen, edge, found = {start}, [start], set[_Cell]()
        while edge and found != wanted:
            x, y = edge.pop()
            if (x, y) in wanted:
                found.add((x, y))
            for dx, dy in _STEPS:
                there = (x + dx, y + dy)
                if there not in seen and self.open(there):
                    seen.add(there)
                    edge.append(there)
        return found

    def _walk(
        self, start: _Cell, ends: dict[_Cell, float]
    ) -> tuple[dict[tuple[_Cell, int], tuple[_Cell, int]], tuple[_Cell, int] | None]:
        left, right = min(x for x, _ in ends), max(x for x, _ in ends)
        top, bottom = min(y for _, y in ends), max(y for _, y in ends)
        best: dict[tuple[_Cell, int], float] = {(start, -1): 0.0}
        came: dict[tuple[_Cell, int], tuple[_Cell, int]] = {}
        queue: list[tuple[float, float, tuple[_Cell, int]]] = [(0.0, 0.0, (start, -1))]
        done: set[tuple[_Cell, int]] = set()
        while queue:
            _, cost, here = heappop(queue)
            if here in done:
                continue
            done.add(here)
            (x, y), facing = here
            if facing == len(_STEPS):
                return came, came[here]
            if (x, y) in ends:
                # The extra cost of a goal is paid by one more step, so that a better side can still win.
                arrived, whole = ((x, y), len(_STEPS)), cost + ends[(x, y)]
                if whole < best.get(arrived, inf):
                    best[arrived], came[arrived] = whole, here
                    heappush(queue, (whole, whole, arrived))
            for turn, (dx, dy) in enumerate(_STEPS):
                there = ((x + dx, y + dy), turn)
                if not self.open(there[0]):
                    continue
                price = cost + 1 + (_TURN if facing not in {-1, turn} else 0)
                if price < best.get(there, inf):
                    best[there], came[there] = price, here
                    far = max(left - x - dx, 0, x + dx - right) + max(top - y - dy, 0, y + dy - bottom)
                    heappush(queue, (price + far, price, there))
        return came, None


def _cells_near(block: _Block, clearance: float, step: float) -> Iterator[_Cell]:
    far = block.reach() + clearance
    if block.x == block.y == 0:
        left, right = block.left - clearance, block.right + clearance
        top, bottom = block.top - clearance, block.bottom + clearance
    else:
        left, right, top, bottom = block.x - far, block.x + far, block.y - far, block.y + far
    for column in range(int(left // step), int(right // step) + 2):
        for row in range(int(top // step), int(bottom // step) + 2):
            if block.gap(column * step, row * step) < clearance:
                yield column, row


def _goals(table: Table, grid: _Grid) -> Iterator[tuple[Point, Point, float]]:
    """Where one can stand at a table: best at a side without chairs, else behind them."""
    sides = 12 if table.shape is Shape.ROUND else 4
    for nth in range(sides):
        angle = 2 * pi * nth / sides
        dx, dy = -cos(angle), sin(angle)
        edge = (table.x + dx * table.width / 2, table.y + dy * table.height / 2)
        for away, extra in ((_STAND_OFF, 0.0), (_BEHIND_CHAIRS, 12.0)):
            stand = (edge[0] + dx * away, edge[1] + dy * away)
            if not _in_the_way(table, stand) and grid.open(grid.cell(stand)):
                yield stand, edge, extra
                break


def _in_the_way(table: Table, point: Point) -> bool:
    return any(_seat_block(seat).gap(*point) < _CLEARANCES[-1] for seat in table.seats)


def _trace(came: dict[tuple[_Cell, int], tuple[_Cell, int]], last: tuple[_Cell, int]) -> list[_Cell]:
    cells = [last[0]]
    while last in came:
        last = came[last]
        cells.append(last[0])
    return cells[::-1]


def _corners(start: Point, walked: list[Point], stand: Point) -> tuple[Point, ...]:
    kept = [walked[0]]
    for before, here, after in zip(walked, walked[1:], walked[2:], strict=False):
        if (here[0] - before[0], here[1] - before[1]) != (after[0] - here[0], after[1] - here[1]):
            kept.append(here)
    if len(walked) > 1:
        kept.append(walked[-1])
    return tuple(_straightened([*kept], start, stand))


def _straightened(points: list[Point], start: Point, stand: Point) -> list[Point]:
    """Move the first and last stretch off the grid onto the true start and end, keeping right angles."""
    if len(points) == 1:
        return [start, stand]
    first_level = points[0][1] == points[1][1]
    last_level = points[-1][1] == points[-2][1]
    moved = list(points)
    moved[0], moved[-1] = start, stand
    if len(points) > 2:  # noqa: PLR2004 - with one stretch only there is no corner to move
        x, y = moved[1]
        moved[1] = (x, start[1]) if first_level else (start[0], y)
        x, y = moved[-2]
        moved[-2] = (x, stand[1]) if last_level else (stand[0], y)
    return moved

"""What is wrong with a floor plan that somebody draws, as facts that a screen can say in its own words.

Some of it forbids the plan (nobody could be told where to sit), the rest is advice (it will be narrow). Pure.
"""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import combinations, pairwise
from math import hypot

from kiosk.domain.floor import Plan, Seat, SeatKind, Shape, Table
from kiosk.domain.snapping import Box, seat_boxes, top_box

PASSAGE = 60.0
WHEELCHAIR_PASSAGE = 90.0
"""How wide a way should be, in cm: for somebody on foot, and for a wheelchair. ``room_for`` makes room for one."""
_SQUEEZE = 35.0
"""Neighbours nearer than this are told of: nobody gets between them, not even to clear the table."""
_CLOSE = 90.0
"""From the edge of its top, a seat further away than this is nobody's."""
_WALKER, _WHEELS = 24.0, 40.0
"""Half of somebody who walks through, and of a wheelchair. Chairs can be pushed aside, tops and walls cannot."""
_STEP = 15.0
_WALLS = ("wall", "window", "room", "kitchen")


class Flaw(StrEnum):
    """Every kind of thing that can be wrong. ``resources`` has a sentence for each."""

    NO_TABLE = "no_table"
    NO_LABEL = "no_label"
    SAME_LABEL = "same_label"
    NO_SEAT = "no_seat"
    OUTSIDE = "outside"
    OVERLAP = "overlap"
    SEAT_AWAY = "seat_away"
    UNREACHABLE = "unreachable"
    NARROW = "narrow"
    NARROW_FOR_WHEELS = "narrow_for_wheels"

    @property
    def forbids(self) -> bool:
        """Whether such a plan cannot be shown to guests."""
        return self not in (Flaw.SEAT_AWAY, Flaw.UNREACHABLE, Flaw.NARROW, Flaw.NARROW_FOR_WHEELS)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One flaw: the tables it is about, and how many cm where that says something."""

    flaw: Flaw
    table_ids: tuple[str, ...] = ()
    cm: int = 0


@lru_cache(maxsize=8)
def troubles(plan: Plan) -> tuple[Trouble, ...]:
    """Everything that is wrong, what forbids the plan first. Remembered: a screen asks whenever something is touched."""
    found = [*_alone(plan), *_together(plan), *_unreachable(plan)]
    return tuple(sorted(found, key=lambda each: not each.flaw.forbids))


def _alone(plan: Plan) -> Iterator[Trouble]:
    if not plan.tables:
        yield Trouble(Flaw.NO_TABLE)
    labels = Counter(table.label for table in plan.tables)
    for label, times in labels.items():
        if label and times > 1:
            same = tuple(table.table_id for table in plan.tables if table.label == label)
            yield Trouble(Flaw.SAME_LABEL, same)
    for table in plan.tables:
        it = (table.table_id,)
        if not table.label:
            yield Trouble(Flaw.NO_LABEL, it)
        if not table.seats:
            yield Trouble(Flaw.NO_SEAT, it)
        box = top_box(table)
        if box.left < 0 or box.top < 0 or box.right > plan.width or box.bottom > plan.height:
            yield Trouble(Flaw.OUTSIDE, it)
        far = max((_away(table, seat.x, seat.y) for seat in table.seats), default=0.0)
        if far > _CLOSE:
            yield Trouble(Flaw.SEAT_AWAY, it, round(far))


def _away(table: Table, x: float, y: float) -> float:
    if table.shape is Shape.ROUND:
        return hypot(x - table.x, y - table.y) - table.width / 2
    return top_box(table).gap(Box(x, y, x, y))


def _together(plan: Plan) -> Iterator[Trouble]:
    for one, other in combinations(plan.tables, 2):
        both = (one.table_id, other.table_id)
        if _overlap(one, other):
            yield Trouble(Flaw.OVERLAP, both)
            continue
        gap = gap_between(one, other)
        if gap < _SQUEEZE and _side_by_side(one, other):
            yield Trouble(Flaw.NARROW, both, round(gap))


def gap_between(one: Table, other: Table) -> float:
    """The shortest way from a top or chair of one table to a top or chair of the other, in cm."""
    ours, theirs = [top_box(one), *seat_boxes(one)], [top_box(other), *seat_boxes(other)]
    return min(mine.gap(its) for mine in ours for its in theirs)


def _overlap(one: Table, other: Table) -> bool:
    if Shape.ROUND is one.shape is other.shape:
        if hypot(one.x - other.x, one.y - other.y) < (one.width + other.width) / 2:
            return True
    elif top_box(one).overlaps(top_box(other)):
        return True
    ours, theirs = seat_boxes(one), seat_boxes(other)
    return (
        any(box.overlaps(top_box(other)) for box in ours)
        or any(box.overlaps(top_box(one)) for box in theirs)
        or any(mine.overlaps(its) for mine in ours for its in theirs)
    )


def _side_by_side(one: Table, other: Table) -> bool:
    """Whether somebody would walk between them: back to back chairs need no passage, tops beside each other do."""
    a, b = top_box(one), top_box(other)
    return a.top < b.bottom and b.top < a.bottom


# --- the way to each table ----------------------------------------------------------------------------------------------


def _unreachable(plan: Plan) -> Iterator[Trouble]:
    on_foot, on_wheels = _walked(plan, _WALKER), _walked(plan, _WHEELS)
    for table in plan.tables:
        rooms = [seat for seat in table.seats if seat.kind is SeatKind.WHEELCHAIR]
        if table.seats and not any(_is_near(on_foot, seat) for seat in table.seats):
            yield Trouble(Flaw.UNREACHABLE, (table.table_id,))
        elif rooms and not any(_is_near(on_wheels, seat) for seat in rooms):
            yield Trouble(Flaw.NARROW_FOR_WHEELS, (table.table_id,))


def _is_near(walked: set[tuple[int, int]], seat: Seat) -> bool:
    column, row = int(seat.x // _STEP), int(seat.y // _STEP)
    return any((column + dx, row + dy) in walked for dx in range(-2, 3) for dy in range(-2, 3))


def _walked(plan: Plan, half: float) -> set[tuple[int, int]]:
    """Every square of the room that somebody at the kiosk can get to, between tops and walls; ``half`` is how wide they are."""
    columns, rows = int(plan.width // _STEP) + 1, int(plan.height // _STEP) + 1
    closed = set(_closed(plan, half))
    start = min(
        ((c, r) for c in range(columns) for r in range(rows) if (c, r) not in closed),
        key=lambda at: hypot(at[0] * _STEP - plan.here[0], at[1] * _STEP - plan.here[1]),
        default=None,
    )
    if start is None:
        return set()
    walked, waiting = {start}, deque([start])
    while waiting:
        column, row = waiting.popleft()
        for at in ((column + 1, row), (column - 1, row), (column, row + 1), (column, row - 1)):
            if 0 <= at[0] < columns and 0 <= at[1] < rows and at not in closed and at not in walked:
                walked.add(at)
                waiting.append(at)
    return walked


def _closed(plan: Plan, half: float) -> Iterator[tuple[int, int]]:
    for table in plan.tables:
        yield from _squares(top_box(table), half)
    for fixture in plan.fixtures:
        if fixture.kind in _WALLS:
            corners = list(fixture.points)
            if fixture.kind == "kitchen":
                corners.append(corners[0])
            for (x1, y1), (x2, y2) in pairwise(corners):
                for box in _along(x1, y1, x2, y2):
                    yield from _squares(box, half)


def _along(x1: float, y1: float, x2: float, y2: float) -> Iterator[Box]:
    steps = max(1, int(hypot(x2 - x1, y2 - y1) // (_STEP / 2)))
    for nth in range(steps + 1):
        x, y = x1 + (x2 - x1) * nth / steps, y1 + (y2 - y1) * nth / steps
        yield Box(x, y, x, y)


def _squares(box: Box, half: float) -> Iterator[tuple[int, int]]:
    for column in range(int((box.left - half) // _STEP) + 1, int((box.right + half) // _STEP) + 1):
        for row in range(int((box.top - half) // _STEP) + 1, int((box.bottom + half) // _STEP) + 1):
            yield column, row

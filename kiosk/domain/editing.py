"""Changes to a floor plan, one function each: a plan in, a plan out. Nothing is checked here (``plan_check`` does).

A seat keeps its id through every change, so that whoever has booked it finds it; new ids are handed in by the caller.
"""

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from math import cos, radians, sin

from kiosk.domain.floor import Fixture, Plan, Seat, SeatKind, Shape, Table
from kiosk.domain.laying import Place, along, around, shared_out

QUARTER = 90
MOST_CHAIRS = 24
SMALLEST_ROOM = 200.0


class Piece(StrEnum):
    """What can be put on the plan."""

    TWO = "two"
    FOUR = "four"
    ROUND = "round"
    LONG = "long"
    BAR = "bar"
    WALL = "wall"
    WINDOW = "window"
    DOOR = "door"
    LABEL = "label"
    PLANT = "plant"


_TABLES = {
    Piece.TWO: (Shape.RECT, (100.0, 100.0), 2),
    Piece.FOUR: (Shape.RECT, (166.0, 104.0), 4),
    Piece.ROUND: (Shape.ROUND, (144.0, 144.0), 5),
    Piece.LONG: (Shape.RECT, (330.0, 104.0), 8),
    Piece.BAR: (Shape.BAR, (76.0, 328.0), 4),
}
_FIXTURES = {
    Piece.WALL: ((-100.0, 0.0), (100.0, 0.0)),
    Piece.WINDOW: ((-64.0, 0.0), (64.0, 0.0)),
    Piece.DOOR: ((-78.0, 0.0), (-78.0, -156.0), (78.0, 0.0)),
    Piece.LABEL: ((0.0, 0.0),),
    Piece.PLANT: ((0.0, 0.0), (32.0, 0.0)),
}


# --- tables -------------------------------------------------------------------------------------------------------------


def free_label(plan: Plan) -> str:
    """The lowest number that no table has."""
    taken = {table.label for table in plan.tables}
    return next(str(number) for number in range(1, len(taken) + 2) if str(number) not in taken)


def put_table(plan: Plan, piece: Piece, at: tuple[float, float], new_id: str) -> Plan:
    """A table of that kind with its usual chairs, under the next free number."""
    shape, (width, height), chairs = _TABLES[piece]
    bare = Table(
        new_id, free_label(plan), shape, *at, width, height, "", (), shared=piece in (Piece.LONG, Piece.BAR)
    )
    return replace(plan, tables=(*plan.tables, _seated(bare, chairs, 0)))


def remove_table(plan: Plan, table_id: str) -> Plan:
    """Take a table away, with its seats."""
    return replace(plan, tables=tuple(table for table in plan.tables if table.table_id != table_id))


def copy_table(plan: Plan, table_id: str, new_id: str, shift: float = 40.0) -> Plan:
    """The same table once more under the next free number, ``shift`` cm further right and down."""
    table = plan.table(table_id)
    seats = tuple(
        replace(seat, seat_id=f"{new_id}-{nth}", table_id=new_id) for nth, seat in enumerate(table.seats, 1)
    )
    twin = replace(table, table_id=new_id, label=free_label(plan), seats=seats)
    return replace(plan, tables=(*plan.tables, _shifted(twin, shift, shift)))


def move_table(plan: Plan, table_id: str, dx: float, dy: float) -> Plan:
    """Move a table with its seats."""
    return _changed(plan, table_id, lambda table: _shifted(table, dx, dy))


def turn_table(plan: Plan, table_id: str, degrees: int = QUARTER) -> Plan:
    """Turn a table with its seats clockwise: a round one by any angle, another by whole quarters."""
    return _changed(plan, table_id, lambda table: _turned(table, degrees))


def resize_table(plan: Plan, table_id: str, width: float, height: float) -> Plan:
    """Another size; the chairs move along. A round top has one diameter."""

    def change(table: Table) -> Table:
        across = max(width, height) if table.shape is Shape.ROUND else width
        down = across if table.shape is Shape.ROUND else height
        return _relaid(replace(table, width=across, height=down))

    return _changed(plan, table_id, change)


def set_chairs(plan: Plan, table_id: str, chairs: int, wheelchairs: int) -> Plan:
    """So many places, the last ``wheelchairs`` of them without a chair."""

    def change(table: Table) -> Table:
        count = max(0, min(chairs, MOST_CHAIRS))
        return _seated(table, count, max(0, min(wheelchairs, count)))

    return _changed(plan, table_id, change)


def set_label(plan: Plan, table_id: str, label: str) -> Plan:
    """Another number or name."""
    return _changed(plan, table_id, lambda table: replace(table, label=label.strip()))


def set_zone(plan: Plan, table_id: str, zone: str) -> Plan:
    """Where in the room it stands, in a word for the guests."""
    return _changed(plan, table_id, lambda table: replace(table, zone=zone))


def set_shared(plan: Plan, table_id: str, *, shared: bool) -> Plan:
    """Whether strangers sit at it together."""
    return _changed(plan, table_id, lambda table: replace(table, shared=shared))


def set_out_of_use(plan: Plan, table_id: str, *, out_of_use: bool) -> Plan:
    """Whether it is sold; what is booked at it stays."""
    return _changed(plan, table_id, lambda table: replace(table, out_of_use=out_of_use))


def move_seat(plan: Plan, seat_id: str, x: float, y: float) -> Plan:
    """Put one chair somewhere else."""

    def change(table: Table) -> Table:
        seats = (replace(seat, x=x, y=y) if seat.seat_id == seat_id else seat for seat in table.seats)
        return replace(table, seats=tuple(seats))

    return _changed(plan, plan.table_of(seat_id).table_id, change)


def resize_room(plan: Plan, width: float, height: float) -> Plan:
    """A larger or smaller room, of two metres at least; what stands in it stays where it is, the kiosk inside."""
    width, height = max(SMALLEST_ROOM, width), max(SMALLEST_ROOM, height)
    return replace(
        plan, width=width, height=height, here=(min(plan.here[0], width), min(plan.here[1], height))
    )


def _changed(plan: Plan, table_id: str, change: Callable[[Table], Table]) -> Plan:
    plan.table(table_id)
    return replace(
        plan,
        tables=tuple(change(table) if table.table_id == table_id else table for table in plan.tables),
    )


def _shifted(table: Table, dx: float, dy: float) -> Table:
    seats = tuple(replace(seat, x=seat.x + dx, y=seat.y + dy) for seat in table.seats)
    return replace(table, x=table.x + dx, y=table.y + dy, seats=seats)


def _turned(table: Table, degrees: int) -> Table:
    if table.shape is not Shape.ROUND:
        degrees = round(degrees / QUARTER) * QUARTER
    turn = radians(degrees)
    seats = tuple(
        replace(
            seat,
            x=round(table.x + (seat.x - table.x) * cos(turn) - (seat.y - table.y) * sin(turn), 3),
            y=round(table.y + (seat.x - table.x) * sin(turn) + (seat.y - table.y) * cos(turn), 3),
            angle=180 - (180 - seat.angle - degrees) % 360,
        )
        for seat in table.seats
    )
    swaps = table.shape is not Shape.ROUND and degrees % 180 != 0
    width, height = (table.height, table.width) if swaps else (table.width, table.height)
    return replace(table, width=width, height=height, seats=seats)


def _relaid(table: Table) -> Table:
    return _seated(table, len(table.seats), sum(seat.kind is SeatKind.WHEELCHAIR for seat in table.seats))


def _seated(table: Table, count: int, wheelchairs: int) -> Table:
    usual = SeatKind.STOOL if table.shape is Shape.BAR else SeatKind.CHAIR
    ids = [seat.seat_id for seat in table.seats]
    ids += [its_id for nth in range(1, 2 * count + 1) if (its_id := f"{table.table_id}-{nth}") not in ids]
    seats = []
    for nth, (its_id, place) in enumerate(zip(ids, _places(table, count), strict=False), 1):
        is_room = nth > count - wheelchairs
        before = next((seat for seat in table.seats if seat.seat_id == its_id), None)
        seats.append(
            Seat(
                its_id,
                table.table_id,
                str(nth),
                *place,
                SeatKind.WHEELCHAIR if is_room else usual,
                accessible=is_room or bool(before and before.accessible and before.kind is usual),
                out_of_use=bool(before and before.out_of_use),
            )
        )
    return replace(table, seats=tuple(seats), accessible=any(seat.accessible for seat in seats))


def _places(table: Table, count: int) -> list[Place]:
    middle, size = (table.x, table.y), (table.width, table.height)
    if table.shape is Shape.ROUND:
        turned = table.seats[0].angle if table.seats else 0.0
        return around(middle, table.width / 2, count, turned)
    if table.shape is Shape.BAR:
        return along(middle, size, {_bar_side(table): count})
    return along(middle, size, shared_out(count, size))


def _bar_side(table: Table) -> str:
    """The side where people sit at a bar: where they sit already, else to the left of an upright one and below another."""
    if not table.seats:
        return "left" if table.height > table.width else "bottom"
    first = table.seats[0]
    if table.height > table.width:
        return "left" if first.x < table.x else "right"
    return "top" if first.y < table.y else "bottom"


# --- walls and what else is drawn ---------------------------------------------------------------------------------------


def put_fixture(plan: Plan, piece: Piece, at: tuple[float, float], text_key: str = "") -> Plan:
    """A wall, window, door, plant or word around that point."""
    points = tuple((at[0] + dx, at[1] + dy) for dx, dy in _FIXTURES[piece])
    return replace(plan, fixtures=(*plan.fixtures, Fixture(piece.value, points, text_key)))


def is_table(piece: Piece) -> bool:
    """Whether people can sit at it."""
    return piece in _TABLES


def remove_fixture(plan: Plan, place: int) -> Plan:
    """Take one away; ``place`` is its place in the plan's list."""
    return replace(plan, fixtures=plan.fixtures[:place] + plan.fixtures[place + 1 :])


def move_fixture(plan: Plan, place: int, dx: float, dy: float) -> Plan:
    """Move one."""
    return _with_points(plan, place, lambda points: [(x + dx, y + dy) for x, y in points])


def move_corner(plan: Plan, place: int, corner: int, x: float, y: float) -> Plan:
    """Move one point of a wall, window or door."""
    return _with_points(
        plan, place, lambda points: [(x, y) if nth == corner else at for nth, at in enumerate(points)]
    )


def turn_fixture(plan: Plan, place: int) -> Plan:
    """Turn one by a quarter, clockwise, about its middle."""

    def turned(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        x = (min(at[0] for at in points) + max(at[0] for at in points)) / 2
        y = (min(at[1] for at in points) + max(at[1] for at in points)) / 2
        return [(x - (at[1] - y), y + (at[0] - x)) for at in points]

    return _with_points(plan, place, turned)


def set_text(plan: Plan, place: int, text_key: str) -> Plan:
    """Another word for a label."""
    fixture = replace(plan.fixtures[place], text_key=text_key)
    return replace(plan, fixtures=(*plan.fixtures[:place], fixture, *plan.fixtures[place + 1 :]))


def _with_points(
    plan: Plan, place: int, change: Callable[[list[tuple[float, float]]], list[tuple[float, float]]]
) -> Plan:
    before = plan.fixtures[place]
    fixture = replace(before, points=tuple(change(list(before.points))))
    return replace(plan, fixtures=(*plan.fixtures[:place], fixture, *plan.fixtures[place + 1 :]))

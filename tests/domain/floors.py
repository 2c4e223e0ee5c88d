"""Small floors for tests: tables with chairs around them, by a few numbers each."""

from math import cos, radians, sin

from kiosk.domain.floor import Plan, Seat, SeatKind, Shape, Table

EDGE = 31.0
PITCH = 78.0


def rect(
    label: str, x: float, y: float, top: int, bottom: int, *, shared: bool = False, place: bool = False
) -> Table:
    """A table with chairs above and below; with ``place`` the last one below is a wheelchair place."""
    width, height = max(100.0, 88.0 * max(top, bottom)), 104.0
    spots = [(_shift(i, top), -height / 2 - EDGE, 180.0) for i in range(top)]
    spots += [(_shift(i, bottom), height / 2 + EDGE, 0.0) for i in range(bottom)]
    kinds = [SeatKind.CHAIR] * len(spots)
    if place:
        kinds[-1] = SeatKind.WHEELCHAIR
    seats = tuple(
        Seat(f"{label}-{n}", label, str(n), x + dx, y + dy, angle, kind)
        for n, ((dx, dy, angle), kind) in enumerate(zip(spots, kinds, strict=True), 1)
    )
    return Table(
        label, label, Shape.RECT, x, y, width, height, "room", seats, shared=shared, accessible=place
    )


def bar(label: str, x: float, y: float, stools: int) -> Table:
    """A shared bar with stools along one side."""
    seats = tuple(
        Seat(f"{label}-{n}", label, str(n), x + (n - 1) * 85.0, y + 69.0, 0.0, SeatKind.STOOL)
        for n in range(1, stools + 1)
    )
    width = 85.0 * stools
    return Table(label, label, Shape.BAR, x + width / 2 - 42, y, width, 76.0, "bar", seats, shared=True)


def ring(label: str, x: float, y: float, chairs: int) -> Table:
    """A round table."""
    around = [360.0 * n / chairs for n in range(chairs)]
    seats = tuple(
        Seat(f"{label}-{n}", label, str(n), x - sin(radians(a)) * 103, y + cos(radians(a)) * 103, a)
        for n, a in enumerate(around, 1)
    )
    return Table(label, label, Shape.ROUND, x, y, 144.0, 144.0, "room", seats)


def plan_of(*tables: Table) -> Plan:
    """A room around these tables."""
    return Plan(3000.0, 2000.0, (10.0, 10.0), tables)


def all_seats(plan: Plan) -> frozenset[str]:
    """Every seat that can be sold."""
    return frozenset(seat.seat_id for table in plan.tables for seat in table.usable_seats)


def _shift(index: int, count: int) -> float:
    return (index - (count - 1) / 2) * PITCH

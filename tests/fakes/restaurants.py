"""A small restaurant for tests: three tables of four by a wall, one bar of three stools, open all day at 10,000 won."""

from datetime import time, timedelta

from kiosk.domain.floor import Plan, Seat, SeatKind, Shape, Table
from kiosk.domain.money import won
from kiosk.domain.sittings import WeeklyRule
from kiosk.services.results import Restaurant


def table_of_four(table_id: str, x: float, y: float, **changes: bool) -> Table:
    """Two chairs above, two below."""
    places = [(x - 40, y - 83, 180.0), (x + 40, y - 83, 180.0), (x - 40, y + 83, 0.0), (x + 40, y + 83, 0.0)]
    seats = tuple(
        Seat(f"{table_id}-{nth}", table_id, str(nth), sx, sy, angle)
        for nth, (sx, sy, angle) in enumerate(places, start=1)
    )
    return Table(table_id, table_id, Shape.RECT, x, y, 166, 104, "center", seats, **changes)


def bar(x: float, y: float) -> Table:
    """Three stools that strangers share."""
    seats = tuple(
        Seat(f"bar-{nth}", "bar", str(nth), x - 72, y - 85 + nth * 85, 90.0, SeatKind.STOOL)
        for nth in (0, 1, 2)
    )
    return Table("bar", "바", Shape.BAR, x, y, 76, 328, "bar", seats, shared=True)


def plan() -> Plan:
    return Plan(
        width=1000,
        height=844,
        here=(46, 606),
        tables=(
            table_of_four("1", 150, 150),
            table_of_four("2", 400, 150),
            table_of_four("3", 650, 150),
            bar(850, 500),
        ),
    )


ALL_DAY = tuple(
    WeeklyRule(day, time(0, 0), time(23, 45), timedelta(minutes=15), timedelta(minutes=90), won(10_000))
    for day in range(7)
)


def restaurant() -> Restaurant:
    return Restaurant("corner", {"ko": "모퉁이식당", "en": "Moteungi"}, plan(), ALL_DAY, largest_party=8)

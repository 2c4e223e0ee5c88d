"""The restaurant that is measured: its floor, its days, and a database that belongs to nobody else."""

from datetime import date, time, timedelta
from typing import Final

from kiosk.app.errors import Fix
from kiosk.app.machine import MachineClock, MachineIds
from kiosk.app.store import open_upgraded
from kiosk.domain.floor import Plan, Seat, SeatKind, Shape, Table
from kiosk.domain.money import won
from kiosk.domain.sittings import Sitting, WeeklyRule, open_sittings, seoul_day
from kiosk.services.restaurants import install, installed
from kiosk.services.results import Restaurant
from kiosk.services.shop import Limits, Shop
from kiosk.storage.engine import Database, shown

RESTAURANT: Final = "bench"
TABLES, SEATS = 8, 5
DAYS_AHEAD: Final = 36_500
"""Measuring holds seats on more days than any guest could."""


def restaurant() -> Restaurant:
    """Forty seats at bars that strangers share; a sitting every hour, day and night."""
    tables = tuple(_table(nth) for nth in range(TABLES))
    plan = Plan(width=TABLES * 120 + 200, height=SEATS * 60 + 200, here=(50, 50), tables=tables)
    hour = timedelta(hours=1)
    rules = tuple(WeeklyRule(day, time(0), time(23), hour, hour, won(9_000)) for day in range(7))
    return Restaurant(RESTAURANT, {"ko": "측정식당", "en": "Bench"}, plan, rules, largest_party=4)


def _table(nth: int) -> Table:
    x = 160 + nth * 120
    seats = tuple(
        Seat(f"s{nth}-{place}", f"t{nth}", str(place), x - 50, 100 + place * 60, 90.0, SeatKind.STOOL)
        for place in range(SEATS)
    )
    return Table(f"t{nth}", str(nth), Shape.BAR, x, 240, 60, SEATS * 60, "bar", seats, shared=True)


def prepared(url: str, place: Restaurant | None = None) -> Database:
    """The database, empty but for our restaurant (or another ``place`` of its name). Raises Fix when somebody else's is in it,
    and for one that cannot be opened.
    """
    database = open_upgraded(url)
    there = installed(database)
    if there and RESTAURANT not in there:
        database.close()
        raise Fix(
            f"The database {shown(url)} belongs to a restaurant.",
            "Name an empty one: measuring writes bookings by the thousand.",
        )
    if not there:
        install(database, place or restaurant())
    return database


def shop_of(database: Database, terminal: str) -> Shop:
    """One terminal of it, by the machine's own clock."""
    clock, limits = MachineClock(), Limits(days_ahead=DAYS_AHEAD)
    return Shop(database.of(RESTAURANT), clock, MachineIds(), RESTAURANT, terminal, limits)


def day_from_now(days: int) -> date:
    """A day in Seoul."""
    return seoul_day(MachineClock().now() + timedelta(days=days))


def sittings_of(days: int) -> tuple[Sitting, ...]:
    """All of one day from now."""
    return open_sittings(MachineClock().now(), restaurant().rules, day_from_now(days))


def seat_ids() -> list[str]:
    """Every seat."""
    return [seat.seat_id for table in restaurant().plan.tables for seat in table.seats]

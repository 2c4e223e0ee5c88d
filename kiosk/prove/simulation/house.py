"""The restaurant of a world: few seats, so that guests meet; and its database, emptied for each world."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time, timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import Engine, StaticPool, create_engine

from kiosk.domain.floor import Plan, Seat, SeatKind, Shape, Table
from kiosk.domain.money import won
from kiosk.domain.sittings import WeeklyRule
from kiosk.services.restaurants import install
from kiosk.services.results import Restaurant
from kiosk.storage import tables
from kiosk.storage.engine import Database
from kiosk.storage.schema import bring_up_to_date
from kiosk.storage.sqlite import sqlite_driver

RESTAURANT: Final = "simulated"
PRICE: Final = won(9_000)
_OF_GUESTS: Final = (
    tables.matter,
    tables.refund,
    tables.answer,
    tables.payment,
    tables.claim,
    tables.booking_seat,
    tables.booking,
    tables.journal,
    tables.counter,
)


def restaurant() -> Restaurant:
    """A bar that strangers share and two tables that they do not; a sitting every hour, day and night."""
    bar = tuple(Seat(f"b{nth}", "bar", str(nth), 60, 80 + nth * 60, 90.0, SeatKind.STOOL) for nth in range(6))
    four = tuple(
        Seat(f"f{nth}", "four", str(nth), 300, 80 + nth * 60, 90.0, SeatKind.CHAIR) for nth in range(4)
    )
    two = tuple(
        Seat(f"t{nth}", "two", str(nth), 600, 80 + nth * 60, 90.0, SeatKind.CHAIR) for nth in range(2)
    )
    plan = Plan(
        width=900,
        height=600,
        here=(450, 550),
        tables=(
            Table("bar", "바", Shape.BAR, 140, 240, 76, 400, "bar", bar, shared=True),
            Table("four", "4", Shape.RECT, 380, 240, 76, 300, "hall", four),
            Table("two", "2", Shape.RECT, 680, 140, 76, 160, "hall", two),
        ),
    )
    hour = timedelta(hours=1)
    rules = tuple(WeeklyRule(day, time(0), time(23), hour, hour, PRICE) for day in range(7))
    return Restaurant(RESTAURANT, {"ko": "모의식당"}, plan, rules, largest_party=4)


@contextmanager
def opened() -> Iterator[Database]:
    """A database in memory with the real schema and the restaurant in it."""
    database = Database(*_engines())
    try:
        bring_up_to_date(database)
        install(database, restaurant())
        yield database
    finally:
        database.close()


def _engines() -> tuple[Engine, Engine]:
    """As ``open_database`` makes them, without a file; transactions begin by the driver alone, which is quicker."""
    driver = sqlite_driver()

    def connect() -> Any:
        connection = driver.connect(":memory:", isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA foreign_keys=ON")
        return connection

    writers = create_engine("sqlite://", module=driver, creator=connect, poolclass=StaticPool)
    readers = create_engine("sqlite://", module=driver, pool=writers.pool)
    for engine, word in ((writers, "IMMEDIATE"), (readers, "DEFERRED")):
        engine.dialect.do_begin = partial(_begin, f"BEGIN {word}")  # type: ignore[method-assign]
    return writers, readers


def _begin(words: str, connection: Any) -> None:
    cursor = connection.cursor()
    cursor.execute(words)
    cursor.close()


def empty(database: Database) -> None:
    """Nobody has ever been here."""
    with database.write() as session:
        session.execute(tables.weekly_rule.update().values(price_won=PRICE))
        for table in _OF_GUESTS:
            session.execute(table.delete())

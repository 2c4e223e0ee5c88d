"""Special days, with the rules that stand on them in the place of the weekly ones; and who comes at which time.

A day is written whole and read whole. Decides nothing about guests who come on a day that is closed now.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Integer,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    exists,
    insert,
    or_,
    select,
)

from kiosk.domain.money import LARGEST
from kiosk.domain.sittings import SpecialDay, WeeklyRule
from kiosk.storage import tables
from kiosk.storage.desk_tables import house_booking
from kiosk.storage.engine import Session
from kiosk.storage.floors import rule_of, rule_values
from kiosk.storage.tables import Whole, metadata

special_day = Table(
    "special_day",
    metadata,
    # A date that is not like its weekday. Without a row in special_rule it is closed.
    Column("restaurant_id", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("name", Text, nullable=False),
    CheckConstraint("length(day) = 10", name="day_is_a_date"),
    ForeignKeyConstraint(["restaurant_id"], ["restaurant.restaurant_id"]),
    sqlite_strict=True,
)

special_rule = Table(
    "special_rule",
    metadata,
    Column("restaurant_id", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("weekday", Integer, nullable=False),
    Column("first_minute", Integer, nullable=False),
    Column("last_minute", Integer, nullable=False),
    Column("every_minutes", Integer, nullable=False),
    Column("duration_minutes", Integer, nullable=False),
    Column("price_won", Whole, nullable=False),
    CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_in_week"),
    CheckConstraint("first_minute <= last_minute", name="first_before_last"),
    CheckConstraint("duration_minutes > 0", name="duration_positive"),
    CheckConstraint(f"price_won BETWEEN 1 AND {LARGEST}", name="price_won_in_range"),
    ForeignKeyConstraint(["restaurant_id", "day"], ["special_day.restaurant_id", "special_day.day"]),
    sqlite_strict=True,
)


def days_of(session: Session, restaurant_id: str) -> tuple[SpecialDay, ...]:
    """Every special day, in the order of the calendar."""
    found: dict[str, tuple[str, list[WeeklyRule]]] = {}
    for row in session.execute(_DAYS, {"of_restaurant": restaurant_id}).mappings():
        _, rules = found.setdefault(row["day"], (row["name"], []))
        if row["place"] is not None:
            rules.append(rule_of(row))
    return tuple(
        SpecialDay(date.fromisoformat(day), name, tuple(rules)) for day, (name, rules) in found.items()
    )


def put_day(session: Session, restaurant_id: str, special: SpecialDay) -> None:
    """This day as it is from now on, in the place of what it was."""
    drop_day(session, restaurant_id, special.day)
    day = special.day.isoformat()
    session.execute(insert(special_day).values(restaurant_id=restaurant_id, day=day, name=special.name))
    for place, rule in enumerate(special.rules):
        session.execute(insert(special_rule).values(day=day, **rule_values(restaurant_id, place, rule)))


def drop_day(session: Session, restaurant_id: str, day: date) -> bool:
    """This day is like its weekday again. False when it was already."""
    gone = False
    for table in (special_rule, special_day):
        columns = table.c
        done = session.execute(
            delete(table).where(columns.restaurant_id == restaurant_id, columns.day == day.isoformat())
        )
        gone = done.rowcount > 0
    return gone


def replace_days(session: Session, restaurant_id: str, days: Sequence[SpecialDay]) -> None:
    """These special days and no others."""
    for known in days_of(session, restaurant_id):
        drop_day(session, restaurant_id, known.day)
    for special in days:
        put_day(session, restaurant_id, special)


_d, _r = special_day.c, special_rule.c
_DAYS = (
    select(
        _d.day, _d.name, _r.place, _r.weekday, _r.first_minute, _r.last_minute, _r.every_minutes,
        _r.duration_minutes, _r.price_won,
    )
    .select_from(special_day)
    .join(special_rule, and_(_r.restaurant_id == _d.restaurant_id, _r.day == _d.day), isouter=True)
    .where(_d.restaurant_id == bindparam("of_restaurant"))
    .order_by(_d.day, _r.place)
)  # fmt: skip
"""Read for every hold, so it is built once."""


class Ahead(NamedTuple):
    """A guest who has booked: when they come, and what they were told their number is."""

    booking_id: str
    number: str
    starts: datetime


def guests_ahead(session: Session, restaurant_id: str, now: datetime) -> list[Ahead]:
    """Guests who come after ``now``, paid or paying; not what staff have taken, which stands on no rule. By time."""
    b, house = tables.booking.c, house_booking.c
    taken = exists().where(house.restaurant_id == b.restaurant_id, house.booking_id == b.booking_id)
    comes = or_(b.status == "PAID", tables.IS_READY & (b.hold_ends_at > now))
    found = session.execute(
        select(b.booking_id, b.number, b.starts_at)
        .where(b.restaurant_id == restaurant_id, b.starts_at > now, comes, ~taken)
        .order_by(b.starts_at, b.booking_id)
    )
    return [Ahead(*row) for row in found]

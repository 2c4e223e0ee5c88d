"""Settlers: one row each, renewed while it lives. Says who was there when; whether that is recent enough is not decided here."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Table, Text, bindparam, delete, insert, select, update

from kiosk.storage.engine import Session
from kiosk.storage.tables import Instant, metadata

settler = Table(
    "settler",
    metadata,
    Column("restaurant_id", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("since", Instant, nullable=False),
    Column("beat_at", Instant, nullable=False),
    Column("version", Text, nullable=False),
    CheckConstraint("beat_at >= since", name="beats_after_start"),
    sqlite_strict=True,
)


@dataclass(frozen=True, slots=True)
class SettlerRow:
    """One settler: since when it runs, and when it said last that it does."""

    restaurant_id: str
    name: str
    since: datetime
    beat_at: datetime
    version: str


def begin(session: Session, row: SettlerRow) -> None:
    """It has started; a row of an earlier run of the same name goes."""
    session.execute(_DELETE, {"of_restaurant": row.restaurant_id, "of_name": row.name})
    session.execute(
        insert(settler).values(
            restaurant_id=row.restaurant_id,
            name=row.name,
            since=row.since,
            beat_at=row.beat_at,
            version=row.version,
        )
    )


def beat(session: Session, restaurant_id: str, name: str, at: datetime) -> bool:
    """It lives. False when its row is gone, or says that it began later than this."""
    done = session.execute(_BEAT, {"of_restaurant": restaurant_id, "of_name": name, "new_beat_at": at})
    return done.rowcount == 1


def end(session: Session, restaurant_id: str, name: str) -> None:
    """It ends in order."""
    session.execute(_DELETE, {"of_restaurant": restaurant_id, "of_name": name})


def all_of(session: Session, restaurant_id: str) -> list[SettlerRow]:
    """Every settler that has not ended in order, by name."""
    found = session.execute(_ALL, {"of_restaurant": restaurant_id}).mappings()
    return [SettlerRow(**row) for row in found]


_OURS = settler.c.restaurant_id == bindparam("of_restaurant")
_IT = (_OURS, settler.c.name == bindparam("of_name"))
_DELETE = delete(settler).where(*_IT)
_BEAT = (
    update(settler)
    .where(*_IT, settler.c.since <= bindparam("new_beat_at"))
    .values(beat_at=bindparam("new_beat_at"))
)
_ALL = select(settler).where(_OURS).order_by(settler.c.name)

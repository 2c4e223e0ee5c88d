"""Terminals: one row for each kiosk and each desk that was ever here, renewed while it lives.

Says who was there when and why it sells nothing; whether that is recent enough is not decided here.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKeyConstraint,
    Integer,
    RowMapping,
    Table,
    Text,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from kiosk.storage import journal
from kiosk.storage.engine import Session
from kiosk.storage.tables import Instant, metadata

terminal = Table(
    "terminal",
    metadata,
    # ``ended_at`` of one that went in order: nobody misses it. ``closed`` is a code, "" while it sells.
    Column("restaurant_id", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("since", Instant, nullable=False),
    Column("beat_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("settles", Integer, nullable=False),
    Column("closed", Text, nullable=False),
    Column("version", Text, nullable=False),
    CheckConstraint("kind IN ('kiosk','desk')", name="kind_known"),
    CheckConstraint("settles IN (0, 1)", name="settles_or_not"),
    CheckConstraint("beat_at >= since", name="beats_after_start"),
    ForeignKeyConstraint(["restaurant_id"], ["restaurant.restaurant_id"]),
    sqlite_strict=True,
)


@dataclass(frozen=True, slots=True)
class TerminalRow:
    """One terminal. ``settles``: it holds the secret key itself, and needs no settler beside it."""

    restaurant_id: str
    name: str
    kind: str
    since: datetime
    beat_at: datetime
    ended_at: datetime | None
    settles: bool
    closed: str
    version: str


def begin(session: Session, row: TerminalRow) -> None:
    """It has started; what an earlier run of the same name said is gone."""
    values = {
        "kind": row.kind,
        "since": row.since,
        "beat_at": row.beat_at,
        "ended_at": row.ended_at,
        "settles": int(row.settles),
        "closed": row.closed,
        "version": row.version,
    }
    known = session.execute(update(terminal).where(*_is(row.restaurant_id, row.name)).values(values))
    if known.rowcount == 0:
        values |= {"restaurant_id": row.restaurant_id, "name": row.name}
        session.execute(insert(terminal).values(values))


def beat(session: Session, restaurant_id: str, name: str, at: datetime, closed: str) -> bool:
    """It lives. False when its row is gone, says that it ended, or began later than this."""
    wanted = {"of_restaurant": restaurant_id, "of_name": name, "new_beat_at": at, "new_closed": closed}
    return session.execute(_BEAT, wanted).rowcount == 1


def end(session: Session, restaurant_id: str, name: str, at: datetime) -> None:
    """It ends in order."""
    session.execute(update(terminal).where(*_is(restaurant_id, name)).values(ended_at=at))


def forget(session: Session, restaurant_id: str, name: str) -> bool:
    """Nobody shall look for it any more. False when there was no such terminal."""
    return session.execute(delete(terminal).where(*_is(restaurant_id, name))).rowcount == 1


def all_of(session: Session, restaurant_id: str) -> list[TerminalRow]:
    """Every terminal, by name."""
    return [_row(found) for found in session.execute(_ALL, {"of_restaurant": restaurant_id}).mappings()]


def tell(
    session: Session, restaurant_id: str, name: str, at: datetime, what: str, by: str, here: str
) -> None:
    """One line of the journal about a terminal: what was done with it, by whom, at which terminal."""
    journal.append(session, restaurant_id, here, at, "terminal", name, {"why": what, "by": by})


def _is(restaurant_id: str, name: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return terminal.c.restaurant_id == restaurant_id, terminal.c.name == name


def _row(found: RowMapping) -> TerminalRow:
    return TerminalRow(**{**found, "settles": bool(found["settles"])})


_OURS = terminal.c.restaurant_id == bindparam("of_restaurant")
_ALL = select(terminal).where(_OURS).order_by(terminal.c.name)
_BEAT = (
    update(terminal)
    .where(
        _OURS,
        terminal.c.name == bindparam("of_name"),
        terminal.c.since <= bindparam("new_beat_at"),
        terminal.c.ended_at.is_(None),
    )
    .values(beat_at=bindparam("new_beat_at"), closed=bindparam("new_closed"))
)

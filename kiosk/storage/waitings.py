"""Rows of the waiting list, in the order of turns; and, on a shelf of their own, telephone numbers of those who left one.

Every change is told to the journal by an id, never by a number of a telephone; a row's version is what two desks compare.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    RowMapping,
    Table,
    Text,
    bindparam,
    insert,
    select,
    text,
    update,
)

from kiosk.domain.waiting import WaitStatus
from kiosk.storage import feed, journal
from kiosk.storage.engine import Conflict, Session
from kiosk.storage.tables import Instant, metadata

_ON_THE_LIST = "ended_at IS NULL"
_IS_LEFT = "phone <> ''"

waiting = Table(
    "waiting",
    metadata,
    # ``waiting_id`` is the visit's: nobody waits twice. ``turn_at`` is the order; it changes when a call is not answered.
    Column("restaurant_id", Text, primary_key=True),
    Column("waiting_id", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("party", Integer, nullable=False),
    Column("wheelchair", Integer, nullable=False),
    Column("language", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("joined_at", Instant, nullable=False),
    Column("turn_at", Instant, nullable=False),
    Column("quoted_min", Integer, nullable=False),
    Column("misses", Integer, nullable=False),
    Column("called_at", Instant),
    Column("ended_at", Instant),
    Column("changed_by", Text, nullable=False),
    Column("terminal", Text, nullable=False),
    CheckConstraint("status IN ('WAITING','CALLED','SEATED','LEFT','GONE')", name="status_known"),
    CheckConstraint("party > 0", name="party_positive"),
    CheckConstraint("wheelchair IN (0, 1)", name="wheelchair_or_not"),
    CheckConstraint("(ended_at IS NULL) = (status IN ('WAITING','CALLED'))", name="ends_once"),
    CheckConstraint("version >= 1", name="version_counts"),
    ForeignKeyConstraint(["restaurant_id"], ["restaurant.restaurant_id"]),
    Index(
        "ix_waiting_on_the_list",
        "restaurant_id",
        "turn_at",
        sqlite_where=text(_ON_THE_LIST),
        postgresql_where=text(_ON_THE_LIST),
    ),
    Index("ix_waiting_joined_at", "restaurant_id", "joined_at"),
    sqlite_strict=True,
)

waiting_contact = Table(
    "waiting_contact",
    metadata,
    # A kiosk may write it and not read it. Emptied when the wait is over.
    Column("restaurant_id", Text, primary_key=True),
    Column("waiting_id", Text, primary_key=True),
    Column("phone", Text, nullable=False),
    Column("given_at", Instant, nullable=False),
    ForeignKeyConstraint(["restaurant_id", "waiting_id"], ["waiting.restaurant_id", "waiting.waiting_id"]),
    # Nobody waits twice, and who may not read numbers is told so too.
    Index(
        "ux_waiting_contact_phone",
        "restaurant_id",
        "phone",
        unique=True,
        sqlite_where=text(_IS_LEFT),
        postgresql_where=text(_IS_LEFT),
    ),
    sqlite_strict=True,
)


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One team. ``quoted_min`` is what they were told when they joined."""

    restaurant_id: str
    waiting_id: str
    number: int
    party: int
    wheelchair: bool
    language: str
    status: WaitStatus
    version: int
    joined_at: datetime
    turn_at: datetime
    quoted_min: int
    misses: int = 0
    called_at: datetime | None = None
    ended_at: datetime | None = None
    changed_by: str = ""
    terminal: str = ""


def add(session: Session, row: WaitingRow) -> None:
    """Somebody joins. Raises IntegrityError (Conflict outside) for a visit that waits already."""
    session.execute(insert(waiting).values(_values(row)))
    _tell(session, row, row.joined_at, "joined")


def store(session: Session, row: WaitingRow, at: datetime, why: str, by: str, terminal: str) -> WaitingRow:
    """Store a change of the version in ``row``. Raises Conflict when somebody has stored that version's change."""
    new = replace(row, version=row.version + 1, changed_by=by, terminal=terminal)
    done = session.execute(update(waiting).where(*_it(row), _w.version == row.version).values(_values(new)))
    if done.rowcount != 1:
        msg = f"waiting {row.waiting_id} is no longer at version {row.version}"
        raise Conflict(msg)
    _tell(session, new, at, why)
    return new


def find(session: Session, restaurant_id: str, waiting_id: str) -> WaitingRow | None:
    """One team, whatever became of it."""
    found = session.execute(_FIND, {"of_restaurant": restaurant_id, "of_waiting": waiting_id}).mappings()
    return next((_row(each) for each in found), None)


def on_the_list(session: Session, restaurant_id: str) -> list[WaitingRow]:
    """Everybody who still waits, in the order of turns."""
    return [_row(found) for found in session.execute(_LIST, {"of_restaurant": restaurant_id}).mappings()]


def joined_between(
    session: Session, restaurant_id: str, first: datetime, after: datetime
) -> list[WaitingRow]:
    """Everybody who joined in the half-open span [first, after), in that order."""
    asked = select(waiting).where(
        _w.restaurant_id == restaurant_id, _w.joined_at >= first, _w.joined_at < after
    )
    return [_row(found) for found in session.execute(asked.order_by(_w.joined_at)).mappings()]


# --- telephone numbers ------------------------------------------------------------------------------------------------


def leave_phone(session: Session, restaurant_id: str, waiting_id: str, phone: str, at: datetime) -> None:
    """Where this team can be reached. Raises IntegrityError (Conflict outside) when somebody waits with that number."""
    session.execute(
        insert(waiting_contact).values(
            restaurant_id=restaurant_id, waiting_id=waiting_id, phone=phone, given_at=at
        )
    )


def phones(session: Session, restaurant_id: str, waiting_ids: Iterable[str]) -> dict[str, str]:
    """The numbers of these teams, of those that left one."""
    asked = select(_c.waiting_id, _c.phone).where(
        _c.restaurant_id == restaurant_id, _c.waiting_id.in_(list(waiting_ids)), _c.phone != ""
    )
    return {row.waiting_id: row.phone for row in session.execute(asked)}


def forget_phone(session: Session, restaurant_id: str, waiting_id: str) -> None:
    """The wait is over: nobody needs the number any more."""
    session.execute(
        update(waiting_contact)
        .where(_c.restaurant_id == restaurant_id, _c.waiting_id == waiting_id)
        .values(phone="")
    )


def _values(row: WaitingRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in WaitingRow.__slots__} | {"wheelchair": int(row.wheelchair)}


def _row(found: RowMapping) -> WaitingRow:
    return WaitingRow(
        **{**found, "status": WaitStatus(found["status"]), "wheelchair": bool(found["wheelchair"])}
    )


def _tell(session: Session, row: WaitingRow, at: datetime, why: str) -> None:
    body: dict[str, str | int] = {"status": row.status, "why": why, "about": str(row.number)}
    if row.changed_by:
        body["by"] = row.changed_by
    journal.append(session, row.restaurant_id, row.terminal, at, "waiting", row.waiting_id, body)
    feed.tell(session, row.restaurant_id)


_w, _c = waiting.c, waiting_contact.c
_OURS = _w.restaurant_id == bindparam("of_restaurant")
_FIND = select(waiting).where(_OURS, _w.waiting_id == bindparam("of_waiting"))
_LIST = select(waiting).where(_OURS, _w.ended_at.is_(None)).order_by(_w.turn_at, _w.number)


def _it(row: WaitingRow) -> tuple[Any, Any]:
    return _w.restaurant_id == row.restaurant_id, _w.waiting_id == row.waiting_id

"""Staff rows: who works here, their role and the hash of their PIN. The journal knows them by id, never by name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, insert, select, update

from kiosk.domain.staff import Role
from kiosk.storage import desk_tables, journal
from kiosk.storage.engine import Session


@dataclass(frozen=True, slots=True)
class StaffRow:
    """Somebody of the staff as stored. ``failures`` are wrong PINs in a row, the last at ``last_failed_at``."""

    restaurant_id: str
    staff_id: str
    name: str
    role: Role
    pin_hash: str
    active: bool
    failures: int
    last_failed_at: datetime | None
    added_at: datetime


def insert_row(session: Session, row: StaffRow, by: str, terminal: str) -> None:
    """Somebody new. Raises Conflict (at the end) for a name that is there already."""
    session.execute(
        insert(desk_tables.staff).values(
            restaurant_id=row.restaurant_id,
            staff_id=row.staff_id,
            name=row.name,
            role=row.role,
            pin_hash=row.pin_hash,
            active=int(row.active),
            failures=row.failures,
            added_at=row.added_at,
        )
    )
    tell(session, row, row.added_at, f"added as {row.role}", by, terminal)


def change(
    session: Session, row: StaffRow, at: datetime, why: str, by: str, terminal: str, **new: Any
) -> None:
    """Other values for somebody; ``why`` is a word for the journal."""
    session.execute(update(_t).where(*_is(row)).values(**new))
    tell(session, row, at, why, by, terminal)


def count_failure(session: Session, row: StaffRow, at: datetime) -> bool:
    """Count a try as wrong before it is judged. False when another one was counted since the row was read."""
    done = session.execute(
        update(_t)
        .where(*_is(row), _t.c.failures == row.failures)
        .values(failures=row.failures + 1, last_failed_at=at)
    )
    return done.rowcount == 1


def note_clock_set_back(session: Session, row: StaffRow, at: datetime) -> None:
    """The last wrong PIN lies in the future: let the pause begin now."""
    session.execute(update(_t).where(*_is(row)).values(last_failed_at=at))


def forget_failures(session: Session, row: StaffRow) -> None:
    """It was the right one."""
    session.execute(update(_t).where(*_is(row)).values(failures=0, last_failed_at=None))


def find(session: Session, restaurant_id: str, staff_id: str) -> StaffRow | None:
    """Somebody by id, whether they still work here or not."""
    found = session.execute(
        select(_t).where(_t.c.restaurant_id == restaurant_id, _t.c.staff_id == staff_id)
    ).mappings()
    return next(map(_row, found), None)


def everybody(session: Session, restaurant_id: str) -> list[StaffRow]:
    """All there ever were, in the order in which they came."""
    ordered = select(_t).where(_t.c.restaurant_id == restaurant_id).order_by(_t.c.added_at, _t.c.staff_id)
    return [_row(found) for found in session.execute(ordered).mappings()]


def tell(session: Session, row: StaffRow, at: datetime, why: str, by: str, terminal: str) -> None:
    """One line about somebody of the staff."""
    journal.append(session, row.restaurant_id, terminal, at, "staff", row.staff_id, {"why": why, "by": by})


_t = desk_tables.staff


def _is(row: StaffRow) -> tuple[Any, Any]:
    return _t.c.restaurant_id == row.restaurant_id, _t.c.staff_id == row.staff_id


def _row(found: RowMapping) -> StaffRow:
    return StaffRow(**{**found, "role": Role(found["role"]), "active": bool(found["active"])})

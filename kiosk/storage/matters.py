"""Matters: rows about what a person has to decide. At most one is open of a kind about one subject."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, bindparam, insert, select, update

from kiosk.storage import journal, tables
from kiosk.storage.engine import Session


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A matter as stored. ``subject`` is the id of what it is about; ``closed_at`` is None while it is open."""

    restaurant_id: str
    matter_id: str
    kind: str
    subject: str
    terminal: str
    opened_at: datetime
    details: Mapping[str, str | int]
    closed_at: datetime | None
    closed_by: str
    decision: str


def insert_open(session: Session, row: MatterRow) -> None:
    """A new open matter, told to the journal of its terminal. Raises Conflict at commit when one is open already."""
    session.execute(
        insert(tables.matter).values(
            restaurant_id=row.restaurant_id,
            matter_id=row.matter_id,
            kind=row.kind,
            subject=row.subject,
            terminal=row.terminal,
            opened_at=row.opened_at,
            details=json.dumps(dict(row.details), sort_keys=True, ensure_ascii=False),
            closed_by="",
            decision="",
        )
    )
    body = {"status": "OPEN", "why": row.kind, "about": row.subject}
    journal.append(session, row.restaurant_id, row.terminal, row.opened_at, "matter", row.matter_id, body)


def close(session: Session, row: MatterRow, at: datetime, by: str, decision: str, terminal: str) -> bool:
    """Close an open matter. False when somebody else has closed it already."""
    m = tables.matter.c
    done = session.execute(
        update(tables.matter)
        .where(m.restaurant_id == row.restaurant_id, m.matter_id == row.matter_id, m.closed_at.is_(None))
        .values(closed_at=at, closed_by=by, decision=decision)
    )
    if done.rowcount != 1:
        return False
    body = {"status": "CLOSED", "why": row.kind, "about": row.subject, "by": by}
    journal.append(session, row.restaurant_id, terminal, at, "matter", row.matter_id, body)
    return True


def open_ones(session: Session, restaurant_id: str) -> list[MatterRow]:
    """Every open matter, oldest first."""
    found = session.execute(_OPEN, {"of_restaurant": restaurant_id}).mappings()
    return [_row(row) for row in found]


def open_about(session: Session, restaurant_id: str, kind: str, subject: str) -> MatterRow | None:
    """The open matter of a kind about one subject; there is at most one."""
    wanted = {"of_restaurant": restaurant_id, "of_kind": kind, "of_subject": subject}
    found = session.execute(_OPEN_ABOUT, wanted).mappings().first()
    return _row(found) if found else None


def about(session: Session, restaurant_id: str, kind: str, subject: str) -> list[MatterRow]:
    """Every matter of a kind about one subject, open or closed, oldest first."""
    wanted = {"of_restaurant": restaurant_id, "of_kind": kind, "of_subject": subject}
    return [_row(found) for found in session.execute(_ABOUT, wanted).mappings()]


def find(session: Session, restaurant_id: str, matter_id: str) -> MatterRow | None:
    """One matter by its id."""
    m = tables.matter.c
    found = _many(session, m.restaurant_id == restaurant_id, m.matter_id == matter_id)
    return found[0] if found else None


def _many(session: Session, *where: Any) -> list[MatterRow]:
    m = tables.matter.c
    rows = session.execute(select(tables.matter).where(*where).order_by(m.opened_at, m.matter_id)).mappings()
    return [_row(found) for found in rows]


def _row(found: RowMapping) -> MatterRow:
    return MatterRow(**{**found, "details": json.loads(found["details"])})


_OPEN = (
    select(tables.matter)
    .where(tables.matter.c.restaurant_id == bindparam("of_restaurant"), tables.matter.c.closed_at.is_(None))
    .order_by(tables.matter.c.opened_at, tables.matter.c.matter_id)
)
_IT = select(tables.matter).where(
    tables.matter.c.restaurant_id == bindparam("of_restaurant"),
    tables.matter.c.kind == bindparam("of_kind"),
    tables.matter.c.subject == bindparam("of_subject"),
)
_ABOUT = _IT.order_by(tables.matter.c.opened_at, tables.matter.c.matter_id)
_OPEN_ABOUT = _IT.where(tables.matter.c.closed_at.is_(None))
"""Asked in every round of the settler and after every answer of the company, so they are built once."""

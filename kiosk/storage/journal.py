"""The journal: one hash chain per terminal, each row written in the transaction of the change it tells of.

Bodies hold ids, states and amounts only: no names, phone numbers, keys or cards. Rows are never changed.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Select, insert, select

from kiosk.storage import tables
from kiosk.storage.engine import Session

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a chain. ``subject`` is the id of the booking or payment that changed."""

    terminal: str
    place: int
    at: datetime
    kind: str
    subject: str
    body: str
    previous: str
    hash: str

    @property
    def anchor(self) -> str:
        """A short mark of this row for receipts: who holds one can show that the chain up to here is unchanged."""
        return f"{self.terminal}-{self.place}-{self.hash[:8]}"


def append(
    session: Session,
    restaurant_id: str,
    terminal: str,
    at: datetime,
    kind: str,
    subject: str,
    body: Mapping[str, str | int],
) -> Entry:
    """Write the next row of this terminal's chain; its primary key refuses two rows for one place."""
    last = head(session, restaurant_id, terminal)
    place, previous = (last.place + 1, last.hash) if last else (1, GENESIS)
    written = json.dumps(dict(body), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    mark = digest(terminal, place, at, kind, subject, written, previous)
    entry = Entry(terminal, place, at, kind, subject, written, previous, mark)
    session.execute(
        insert(tables.journal).values(
            restaurant_id=restaurant_id,
            terminal=terminal,
            place=place,
            at=at,
            kind=kind,
            subject=subject,
            body=written,
            previous=previous,
            hash=mark,
        )
    )
    return entry


def digest(terminal: str, place: int, at: datetime, kind: str, subject: str, body: str, previous: str) -> str:
    """SHA-256 over the row before and every field of this one, as a canonical JSON list."""
    fields = [previous, terminal, place, at.isoformat(timespec="microseconds"), kind, subject, body]
    return sha256(json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def head(session: Session, restaurant_id: str, terminal: str) -> Entry | None:
    """The last row of a terminal's chain."""
    found = session.execute(
        _columns()
        .where(tables.journal.c.restaurant_id == restaurant_id, tables.journal.c.terminal == terminal)
        .order_by(tables.journal.c.place.desc())
        .limit(1)
    ).first()
    return Entry(*found) if found else None


def latest_about(session: Session, restaurant_id: str, subject: str) -> Entry | None:
    """The last row that tells of one booking or payment."""
    found = session.execute(
        _columns()
        .where(tables.journal.c.restaurant_id == restaurant_id, tables.journal.c.subject == subject)
        .order_by(tables.journal.c.at.desc(), tables.journal.c.place.desc())
        .limit(1)
    ).first()
    return Entry(*found) if found else None


def entries(session: Session, restaurant_id: str) -> Iterator[Entry]:
    """Every row, chain by chain, in order."""
    rows = session.execute(
        _columns()
        .where(tables.journal.c.restaurant_id == restaurant_id)
        .order_by(tables.journal.c.terminal, tables.journal.c.place)
    )
    return (Entry(*row) for row in rows)


def breaks(chain: Iterator[Entry]) -> list[str]:
    """Where the chains do not hold, one sentence each; an empty list means that no row was changed, moved or taken out."""
    found: list[str] = []
    terminal, place, previous = "", 0, GENESIS
    for entry in chain:
        if entry.terminal != terminal:
            terminal, place, previous = entry.terminal, 0, GENESIS
        name = f"journal row {entry.terminal}-{entry.place}"
        if entry.place != place + 1:
            found.append(f"{name}: the row before it is missing")
        if entry.previous != previous:
            found.append(f"{name}: does not follow the row before it")
        if entry.hash != digest(
            entry.terminal, entry.place, entry.at, entry.kind, entry.subject, entry.body, entry.previous
        ):
            found.append(f"{name}: its content was changed")
        place, previous = entry.place, entry.hash
    return found


def _columns() -> Select[Any]:
    c = tables.journal.c
    return select(c.terminal, c.place, c.at, c.kind, c.subject, c.body, c.previous, c.hash)

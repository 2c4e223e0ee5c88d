"""Print jobs: wishes for a receipt on paper, each for one terminal's printer. Every move is guarded by WHERE.

What was asked for and what came of it is told to the journal, by whom as an id. Decides nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select, update

from kiosk.storage import journal
from kiosk.storage.engine import Session
from kiosk.storage.print_tables import print_job


class JobState(StrEnum):
    """How a wish for paper stands. PRINTED is as far as the printer's answer, or else its silence, shows."""

    WAITING = "WAITING"
    PRINTED = "PRINTED"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class JobRow:
    """A print job as stored. ``asked_by`` is a staff id, "" for the guest; ``why`` a code, "" while nothing is wrong."""

    restaurant_id: str
    job_id: str
    payment_id: str
    booking_id: str
    terminal: str
    language: str
    state: JobState
    asked_at: datetime
    asked_by: str
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    copy: int = 0
    why: str = ""


def insert_waiting(session: Session, row: JobRow, here: str) -> None:
    """A new wish, told to the journal of the terminal where it was made (``here``)."""
    session.execute(
        insert(print_job).values(
            restaurant_id=row.restaurant_id,
            job_id=row.job_id,
            payment_id=row.payment_id,
            booking_id=row.booking_id,
            terminal=row.terminal,
            language=row.language,
            state=JobState.WAITING,
            asked_at=row.asked_at,
            asked_by=row.asked_by,
            copy=0,
            why="",
        )
    )
    _tell(session, row, here, row.asked_at, JobState.WAITING, "asked", row.asked_by)


def begin(session: Session, row: JobRow, at: datetime, copy: int) -> bool:
    """From now on paper may be out. False when it is not waiting any more."""
    values = {"begun_at": at, "copy": copy}
    return _change(session, row, values, print_job.c.state == JobState.WAITING)


def mark_printed(session: Session, row: JobRow, at: datetime) -> None:
    """It is out, whatever was thought of it meanwhile."""
    done = _change(
        session,
        row,
        {"state": JobState.PRINTED, "ended_at": at, "why": ""},
        print_job.c.state != JobState.PRINTED,
    )
    if done:
        _tell(session, row, row.terminal, at, JobState.PRINTED, "copy" if row.copy else "printed")


def mark_failed(session: Session, row: JobRow, at: datetime, why: str, here: str, *, untouched: bool) -> bool:
    """It did not come out. ``untouched``: surely nothing of it did. False when it is not waiting any more."""
    values: dict[str, Any] = {"state": JobState.FAILED, "ended_at": at, "why": why}
    if untouched:
        values |= {"begun_at": None, "copy": 0}
    done = _change(session, row, values, print_job.c.state == JobState.WAITING)
    if done:
        _tell(session, row, here, at, JobState.FAILED, why)
    return done


def waiting_at(session: Session, restaurant_id: str, terminal: str) -> list[JobRow]:
    """What waits for this terminal's printer, oldest first."""
    c = print_job.c
    return _many(session, restaurant_id, c.terminal == terminal, c.state == JobState.WAITING)


def asked_since(session: Session, restaurant_id: str, since: datetime) -> list[JobRow]:
    """Every job asked for at ``since`` or later, oldest first."""
    return _many(session, restaurant_id, print_job.c.asked_at >= since)


def of_booking(session: Session, restaurant_id: str, booking_id: str) -> list[JobRow]:
    """Every job about a booking, oldest first."""
    return _many(session, restaurant_id, print_job.c.booking_id == booking_id)


def find(session: Session, restaurant_id: str, job_id: str) -> JobRow | None:
    """One job by its id."""
    return next(iter(_many(session, restaurant_id, print_job.c.job_id == job_id)), None)


def count_begun(session: Session, restaurant_id: str, payment_id: str) -> int:
    """How many papers about a payment may be out."""
    c = print_job.c
    asked = select(func.count()).where(
        c.restaurant_id == restaurant_id, c.payment_id == payment_id, c.begun_at.is_not(None)
    )
    return int(session.execute(asked).scalar_one())


def _change(session: Session, row: JobRow, values: dict[str, Any], *where: ColumnElement[bool]) -> bool:
    c = print_job.c
    done = session.execute(
        update(print_job)
        .where(c.restaurant_id == row.restaurant_id, c.job_id == row.job_id, *where)
        .values(values)
    )
    return done.rowcount == 1


def _tell(
    session: Session, row: JobRow, here: str, at: datetime, state: JobState, why: str, by: str = ""
) -> None:
    body: dict[str, str | int] = {
        "status": state,
        "why": why,
        "booking": row.booking_id,
        "about": row.terminal,
    }
    if by:
        body["by"] = by
    journal.append(session, row.restaurant_id, here, at, "print", row.job_id, body)


def _many(session: Session, restaurant_id: str, *where: ColumnElement[bool]) -> list[JobRow]:
    c = print_job.c
    asked = select(print_job).where(c.restaurant_id == restaurant_id, *where).order_by(c.asked_at, c.job_id)
    return list(_rows(session.execute(asked).mappings()))


def _rows(found: Any) -> Iterator[JobRow]:
    return (JobRow(**{**row, "state": JobState(row["state"])}) for row in found)

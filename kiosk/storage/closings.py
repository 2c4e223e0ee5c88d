"""Days as somebody has signed them: inserted once, read, never changed. Also what a close has to know of the day's rows."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import RowMapping, func, insert, select

from kiosk.domain.closing import BothSides, Elsewhere, Explained, Sheet, Visitors
from kiosk.domain.seated import SeatedState
from kiosk.storage import day_tables, desk_tables, journal, seatings, tables
from kiosk.storage.engine import Session

KIND = "day_close"
"""What a close is called in the journal."""


@dataclass(frozen=True, slots=True)
class CloseRow:
    """One signed day. ``heads`` has the last row's hash of every terminal's journal, by terminal, at that moment."""

    restaurant_id: str
    day: date
    revision: int
    closed_at: datetime
    terminal: str
    closed_by: str
    run_id: str
    sheet: Sheet
    heads: Mapping[str, str]

    @property
    def subject(self) -> str:
        """What the journal calls it."""
        return f"{self.day.isoformat()}/{self.revision}"

    @property
    def digest(self) -> str:
        """SHA-256 over everything that was signed."""
        told = [
            *(self.restaurant_id, self.subject, self.closed_at.isoformat(), self.terminal, self.closed_by),
            *(self.run_id, _sheet_text(self.sheet), dict(self.heads)),
        ]
        return sha256(_canonical(told).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Signed:
    """A stored close with the digest and the anchor of its journal row, as they were written then."""

    row: CloseRow
    digest: str
    anchor: str


def insert_close(session: Session, row: CloseRow) -> Signed:
    """Sign a day: the row and its journal row in one. Its primary key refuses a second one of the same revision."""
    total = row.sheet.total
    body: dict[str, str | int] = {
        "status": "CLOSED",
        "about": row.day.isoformat(),
        "amount": total.our_won,
        "net": total.their_won,
        "revision": row.revision,
        "code": row.digest,
        "by": row.closed_by,
    }
    entry = journal.append(session, row.restaurant_id, row.terminal, row.closed_at, KIND, row.subject, body)
    session.execute(
        insert(day_tables.day_close).values(
            restaurant_id=row.restaurant_id,
            day=row.day.isoformat(),
            revision=row.revision,
            closed_at=row.closed_at,
            terminal=row.terminal,
            closed_by=row.closed_by,
            run_id=row.run_id,
            net_won=total.our_won,
            sheet=_sheet_text(row.sheet),
            heads=_canonical(dict(row.heads)),
            digest=row.digest,
            anchor=entry.anchor,
        )
    )
    return Signed(row, row.digest, entry.anchor)


def of_day(session: Session, restaurant_id: str, day: date) -> list[Signed]:
    """Every close of a day, the first one first."""
    c = day_tables.day_close.c
    rows = session.execute(
        select(day_tables.day_close)
        .where(c.restaurant_id == restaurant_id, c.day == day.isoformat())
        .order_by(c.revision)
    ).mappings()
    return [_signed(found) for found in rows]


def is_as_signed(session: Session, signed: Signed) -> bool:
    """Whether a stored close still is what was signed: its digest follows from it, and its journal row has that digest."""
    if signed.row.digest != signed.digest:
        return False
    told = [
        json.loads(entry.body).get("code")
        for entry in journal.about(session, signed.row.restaurant_id, signed.row.subject)
        if entry.kind == KIND
    ]
    return told == [signed.digest]


def last_moved(session: Session, restaurant_id: str, start: datetime, end: datetime) -> datetime | None:
    """When money of the half-open span [start, end) last moved in our books: a payment or a refund came to its end."""
    found = []
    for table in (tables.payment, tables.refund):
        c = table.c
        found.append(
            session.execute(
                select(func.max(c.settled_at)).where(
                    c.restaurant_id == restaurant_id, c.settled_at >= start, c.settled_at < end
                )
            ).scalar_one()
        )
    return max((at for at in found if at is not None), default=None)


def _sheet_text(sheet: Sheet) -> str:
    return _canonical(asdict(sheet) | {"day": sheet.day.isoformat()})


def _sheet(text: str) -> Sheet:
    told: dict[str, Any] = json.loads(text)
    return Sheet(
        day=date.fromisoformat(told["day"]),
        lines=tuple(BothSides(**line) for line in told["lines"]),
        elsewhere=tuple(Elsewhere(**each) for each in told["elsewhere"]),
        explained=tuple(Explained(**each) for each in told["explained"]),
        parties=told["parties"],
        guests=told["guests"],
        no_shows=told["no_shows"],
        payout_won=told["payout_won"],
    )


def _signed(found: RowMapping) -> Signed:
    row = CloseRow(
        restaurant_id=found["restaurant_id"],
        day=date.fromisoformat(found["day"]),
        revision=found["revision"],
        closed_at=found["closed_at"],
        terminal=found["terminal"],
        closed_by=found["closed_by"],
        run_id=found["run_id"],
        sheet=_sheet(found["sheet"]),
        heads=json.loads(found["heads"]),
    )
    return Signed(row, found["digest"], found["anchor"])


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def visitors_of(
    session: Session, restaurant_id: str, start: datetime, end: datetime, now: datetime
) -> Visitors:
    """Who came to the bookings that start in the half-open span [start, end). Guests whom nobody has seen leave have
    left when their time was over; seats that staff have blocked are nobody's.
    """
    b, s = tables.booking.c, desk_tables.seating.c
    rows: Sequence[Any] = session.execute(
        select(b.party, b.starts_at, b.ends_at, s.state, s.left_at)
        .select_from(
            tables.booking.outerjoin(
                desk_tables.seating,
                (s.restaurant_id == b.restaurant_id) & (s.booking_id == b.booking_id),
            )
        )
        .where(
            b.restaurant_id == restaurant_id,
            b.starts_at >= start,
            b.starts_at < end,
            b.status == "PAID",
            ~desk_tables.is_block(b),
        )
    ).all()
    came = [row for row in rows if row.state != SeatedState.NO_SHOW]
    left = [row.left_at or row.ends_at for row in came if not _is_here(row, now) and row.starts_at <= now]
    return Visitors(
        parties=len(came),
        guests=sum(row.party for row in came),
        no_shows=len(rows) - len(came),
        here=sum(_is_here(row, now) for row in came),
        last_left=max(left, default=None),
    )


def _is_here(row: Any, now: datetime) -> bool:
    if row.state == SeatedState.LEFT:
        return False
    if row.state in (SeatedState.ARRIVED, SeatedState.SEATED):
        return True
    return bool(row.starts_at <= now < row.ends_at)


def elsewhere_of(
    session: Session, restaurant_id: str, start: datetime, end: datetime
) -> tuple[Elsewhere, ...]:
    """What was taken past the payment company in the half-open span [start, end), by method."""
    found: dict[str, Elsewhere] = {}
    for row in seatings.offsites_between(session, restaurant_id, start, end):
        before = found.get(row.method, Elsewhere(row.method, 0, 0))
        found[row.method] = Elsewhere(row.method, before.count + 1, before.won + row.amount_won)
    return tuple(found[method] for method in sorted(found))

"""What came of each comparison with the payment company, and the rows of our own books that one needs."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, insert, select, update

from kiosk.storage import day_tables, payments, refunds, tables
from kiosk.storage.engine import Session
from kiosk.storage.payments import PaymentRow
from kiosk.storage.refunds import RefundRow


@dataclass(frozen=True, slots=True)
class RunRow:
    """One comparison that was made whole. ``journal_head`` is the anchor of our journal at that moment."""

    restaurant_id: str
    run_id: str
    day: date
    at: datetime
    terminal: str
    our_rows: int
    our_charged_won: int
    our_refunded_won: int
    their_rows: int
    their_charged_won: int
    their_refunded_won: int
    matched: int
    differences: int
    settled_rows: int
    payout_won: int
    journal_head: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One thing that was not the same on both sides; ``deed`` is what the program did about it."""

    kind: str
    subject: str
    theirs_won: int
    ours_won: int
    deed: str


@dataclass(frozen=True, slots=True)
class LineRow:
    """Both sides of one line of the day: how often, and won (below 0 for what went back)."""

    line: str
    our_count: int
    our_won: int
    their_count: int
    their_won: int


@dataclass(frozen=True, slots=True)
class BookRow:
    """A payment with its refunds."""

    payment: PaymentRow
    refunds: tuple[RefundRow, ...]


def insert_run(
    session: Session, row: RunRow, findings: Sequence[FindingRow], lines: Sequence[LineRow] = ()
) -> None:
    """Keep a run with what it found, and with its sums by line."""
    session.execute(insert(tables.reconciliation).values(asdict(row) | {"day": row.day.isoformat()}))
    for place, finding in enumerate(findings):
        session.execute(
            insert(tables.reconciliation_finding).values(
                restaurant_id=row.restaurant_id, run_id=row.run_id, place=place, **asdict(finding)
            )
        )
    for line in lines:
        session.execute(
            insert(day_tables.reconciliation_line).values(
                restaurant_id=row.restaurant_id, run_id=row.run_id, **asdict(line)
            )
        )


def last_of(session: Session, restaurant_id: str, day: date) -> RunRow | None:
    """The newest comparison of a day."""
    r = tables.reconciliation.c
    found = (
        session.execute(
            select(tables.reconciliation)
            .where(r.restaurant_id == restaurant_id, r.day == day.isoformat())
            .order_by(r.at.desc(), r.run_id.desc())
            .limit(1)
        )
        .mappings()
        .first()
    )
    return _row(found) if found else None


def findings_of(session: Session, row: RunRow) -> list[FindingRow]:
    """What a run found, in its order."""
    f = tables.reconciliation_finding.c
    rows = session.execute(
        select(f.kind, f.subject, f.theirs_won, f.ours_won, f.deed)
        .where(f.restaurant_id == row.restaurant_id, f.run_id == row.run_id)
        .order_by(f.place)
    )
    return [FindingRow(*found) for found in rows]


def lines_of(session: Session, row: RunRow) -> list[LineRow]:
    """A run's sums by line, by the line's name."""
    line = day_tables.reconciliation_line.c
    rows = session.execute(
        select(line.line, line.our_count, line.our_won, line.their_count, line.their_won)
        .where(line.restaurant_id == row.restaurant_id, line.run_id == row.run_id)
        .order_by(line.line)
    )
    return [LineRow(*found) for found in rows]


def books_of(
    session: Session, restaurant_id: str, order_ids: Sequence[str], start: datetime, end: datetime
) -> list[BookRow]:
    """Every payment of these orders, and every one that was settled or refunded in the half-open span [start, end)."""
    rows = {row.payment_id: row for row in payments.of_orders(session, restaurant_id, order_ids)}
    rows |= {row.payment_id: row for row in payments.settled_between(session, restaurant_id, start, end)}
    for refund in refunds.settled_between(session, restaurant_id, start, end):
        if refund.payment_id not in rows:
            payment = payments.find(session, restaurant_id, refund.payment_id)
            assert payment is not None, "a refund without its payment: a foreign key forbids it"
            rows[refund.payment_id] = payment
    given: dict[str, list[RefundRow]] = {}
    for refund in refunds.of_payments(session, restaurant_id, list(rows)):
        given.setdefault(refund.payment_id, []).append(refund)
    return [BookRow(row, tuple(given.get(row.payment_id, ()))) for row in rows.values()]


def read_setting(session: Session, restaurant_id: str, name: str) -> str | None:
    """A setting of the restaurant's, None if it was never set."""
    s = tables.setting.c
    return session.execute(
        select(s.value).where(s.restaurant_id == restaurant_id, s.name == name)
    ).scalar_one_or_none()


def write_setting(session: Session, restaurant_id: str, name: str, value: str) -> None:
    """Set it, whatever it was."""
    s = tables.setting.c
    done = session.execute(
        update(tables.setting).where(s.restaurant_id == restaurant_id, s.name == name).values(value=value)
    )
    if done.rowcount == 0:
        session.execute(insert(tables.setting).values(restaurant_id=restaurant_id, name=name, value=value))


def _row(found: RowMapping) -> RunRow:
    values: dict[str, Any] = dict(found)
    values["day"] = date.fromisoformat(values["day"])
    return RunRow(**values)

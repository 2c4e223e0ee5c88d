"""Payment rows: one attempt to pay one booking. Every move is guarded by WHERE and told to the journal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, func, insert, select, update

from kiosk.domain.money import Won
from kiosk.domain.states import ALIVE, PaymentEvent, PaymentStatus, next_payment
from kiosk.storage import journal, tables
from kiosk.storage.engine import Conflict, Session

IN_ONE_QUESTION = 500
"""How many ids go into one statement: SQLite has a limit."""


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A payment as stored. ``payment_key`` is a secret of sorts: never in a log, a journal body or a screen."""

    restaurant_id: str
    payment_id: str
    booking_id: str
    order_id: str
    confirm_key: str
    cancel_key: str
    payment_key: str | None
    status: PaymentStatus
    amount: Won
    opened_at: datetime
    window_ends_at: datetime
    intent_at: datetime | None = None
    sent_at: datetime | None = None
    settled_at: datetime | None = None
    reason: str = ""
    method: str = ""
    approval_number: str = ""
    receipt_url: str = ""
    tries: int = 0
    next_try_at: datetime | None = None

    def __repr__(self) -> str:
        return f"PaymentRow({self.payment_id}, {self.status}, {self.amount} won)"


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What the payment company answered once: ``kind`` of the closed union, ``code`` its own word."""

    at: datetime
    call: str
    kind: str
    code: str


def insert_opened(session: Session, row: PaymentRow, terminal: str) -> None:
    """T2: the payment exists before its checkout does."""
    session.execute(
        insert(tables.payment).values(
            restaurant_id=row.restaurant_id,
            payment_id=row.payment_id,
            booking_id=row.booking_id,
            order_id=row.order_id,
            confirm_key=row.confirm_key,
            cancel_key=row.cancel_key,
            status=PaymentStatus.OPENED,
            amount_won=row.amount,
            opened_at=row.opened_at,
            window_ends_at=row.window_ends_at,
            reason="",
            method="",
            approval_number="",
            receipt_url="",
        )
    )
    _tell(session, row, terminal, row.opened_at, PaymentStatus.OPENED, "opened")


def move(
    session: Session,
    row: PaymentRow,
    event: PaymentEvent,
    at: datetime,
    *,
    terminal: str,
    reason: str,
    **values: Any,
) -> PaymentStatus:
    """Apply an event by the state table, storing ``values`` with it; gives the status that now holds.

    Raises ImpossibleMove for what must not happen and Conflict when another writer was first.
    """
    target = next_payment(row.status, event)
    if target is None:
        return row.status
    done = session.execute(
        update(tables.payment)
        .where(*_is(row), tables.payment.c.status == row.status)
        .values(status=target, reason=reason, **values)
    )
    if done.rowcount != 1:
        msg = f"payment {row.payment_id} is no longer {row.status}"
        raise Conflict(msg)
    _tell(session, row, terminal, at, target, reason)
    return target


def mark_sent(session: Session, row: PaymentRow, at: datetime, terminal: str) -> bool:
    """T3b: durable before the first byte of the confirm leaves. False when it was marked before."""
    p = tables.payment.c
    done = session.execute(
        update(tables.payment)
        .where(*_is(row), p.status == PaymentStatus.CONFIRMING, p.sent_at.is_(None))
        .values(sent_at=at)
    )
    if done.rowcount == 1:
        _tell(session, row, terminal, at, PaymentStatus.CONFIRMING, "sent")
    return done.rowcount == 1


def lengthen_window(session: Session, row: PaymentRow, ends: datetime) -> None:
    """A later end of the window in which a redirect is still accepted."""
    session.execute(update(tables.payment).where(*_is(row)).values(window_ends_at=ends))


def plan_next(session: Session, row: PaymentRow, tries: int, at: datetime) -> None:
    """How often an undecided payment was asked about, and when it is asked about again."""
    session.execute(update(tables.payment).where(*_is(row)).values(tries=tries, next_try_at=at))


def note_answer(session: Session, row: PaymentRow, answer: AnswerRow) -> None:
    """Keep what was answered, in order; nothing is ever overwritten."""
    a = tables.answer.c
    place = session.execute(
        select(func.coalesce(func.max(a.place), 0) + 1).where(
            a.restaurant_id == row.restaurant_id, a.payment_id == row.payment_id
        )
    ).scalar_one()
    session.execute(
        insert(tables.answer).values(
            restaurant_id=row.restaurant_id,
            payment_id=row.payment_id,
            place=place,
            at=answer.at,
            call=answer.call,
            kind=answer.kind,
            code=answer.code,
        )
    )


def answers(session: Session, row: PaymentRow) -> list[AnswerRow]:
    """Everything the payment company has said about a payment, oldest first."""
    a = tables.answer.c
    rows = session.execute(
        select(a.at, a.call, a.kind, a.code)
        .where(a.restaurant_id == row.restaurant_id, a.payment_id == row.payment_id)
        .order_by(a.place)
    )
    return [AnswerRow(*found) for found in rows]


def find(session: Session, restaurant_id: str, payment_id: str) -> PaymentRow | None:
    """One payment by its id."""
    p = tables.payment.c
    return _one(session, p.restaurant_id == restaurant_id, p.payment_id == payment_id)


def find_by_order(session: Session, restaurant_id: str, order_id: str) -> PaymentRow | None:
    """One payment by the order id that its checkout was opened with."""
    p = tables.payment.c
    return _one(session, p.restaurant_id == restaurant_id, p.order_id == order_id)


def alive_of(session: Session, restaurant_id: str, booking_id: str) -> PaymentRow | None:
    """The booking's payment that is not over; there is at most one."""
    p = tables.payment.c
    return _one(
        session,
        p.restaurant_id == restaurant_id,
        p.booking_id == booking_id,
        p.status.in_(sorted(ALIVE)),
    )


def of_booking(session: Session, restaurant_id: str, booking_id: str) -> list[PaymentRow]:
    """Every payment of a booking, oldest first."""
    p = tables.payment.c
    return _many(session, p.restaurant_id == restaurant_id, p.booking_id == booking_id)


def with_status(session: Session, restaurant_id: str, statuses: Iterable[PaymentStatus]) -> list[PaymentRow]:
    """Every payment in one of these states, oldest first."""
    p = tables.payment.c
    return _many(session, p.restaurant_id == restaurant_id, p.status.in_(list(statuses)))


def of_orders(session: Session, restaurant_id: str, order_ids: Sequence[str]) -> list[PaymentRow]:
    """The payments of these orders; orders that are not here are left out."""
    p = tables.payment.c
    found: list[PaymentRow] = []
    for first in range(0, len(order_ids), IN_ONE_QUESTION):
        some = order_ids[first : first + IN_ONE_QUESTION]
        found += _many(session, p.restaurant_id == restaurant_id, p.order_id.in_(some))
    return found


def settled_between(session: Session, restaurant_id: str, start: datetime, end: datetime) -> list[PaymentRow]:
    """Every payment that came to its end in the half-open span [start, end)."""
    p = tables.payment.c
    return _many(session, p.restaurant_id == restaurant_id, p.settled_at >= start, p.settled_at < end)


def abandoned(session: Session, restaurant_id: str, at: datetime) -> list[PaymentRow]:
    """OPENED payments whose window is over: no redirect of theirs would be accepted any more."""
    p = tables.payment.c
    return _many(
        session,
        p.restaurant_id == restaurant_id,
        p.status == PaymentStatus.OPENED,
        p.window_ends_at <= at,
    )


def _is(row: PaymentRow) -> tuple[Any, Any]:
    p = tables.payment.c
    return p.restaurant_id == row.restaurant_id, p.payment_id == row.payment_id


def _tell(
    session: Session, row: PaymentRow, terminal: str, at: datetime, status: PaymentStatus, why: str
) -> None:
    body: dict[str, str | int] = {
        "status": status,
        "why": why,
        "amount": row.amount,
        "booking": row.booking_id,
    }
    journal.append(session, row.restaurant_id, terminal, at, "payment", row.payment_id, body)


def _one(session: Session, *where: Any) -> PaymentRow | None:
    found = session.execute(select(tables.payment).where(*where)).mappings().first()
    return _row(found) if found else None


def _many(session: Session, *where: Any) -> list[PaymentRow]:
    p = tables.payment.c
    rows = session.execute(
        select(tables.payment).where(*where).order_by(p.opened_at, p.payment_id)
    ).mappings()
    return [_row(found) for found in rows]


def _row(found: RowMapping) -> PaymentRow:
    values = dict(found)
    values["amount"] = Won(values.pop("amount_won"))
    values["status"] = PaymentStatus(values["status"])
    return PaymentRow(**values)

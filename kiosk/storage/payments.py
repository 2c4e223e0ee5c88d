"""Payment rows: one attempt to pay one booking. Every move is guarded by WHERE and told to the journal.

Statements of the customer's road are built once: building one takes several times as long as running it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    MappingResult,
    RowMapping,
    Select,
    Update,
    bindparam,
    exists,
    func,
    insert,
    literal_column,
    select,
    update,
)

from kiosk.domain.money import Won
from kiosk.domain.states import ALIVE, PaymentEvent, PaymentStatus, next_payment
from kiosk.storage import feed, journal, tables
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
        _INSERT,
        {
            "restaurant_id": row.restaurant_id,
            "payment_id": row.payment_id,
            "booking_id": row.booking_id,
            "order_id": row.order_id,
            "confirm_key": row.confirm_key,
            "cancel_key": row.cancel_key,
            "status": PaymentStatus.OPENED,
            "amount_won": row.amount,
            "opened_at": row.opened_at,
            "window_ends_at": row.window_ends_at,
            "reason": "",
            "method": "",
            "approval_number": "",
            "receipt_url": "",
        },
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
    values |= {"status": target, "reason": reason}
    done = session.execute(_move(frozenset(values)), _it(row) | {"of_status": row.status} | _renamed(values))
    if done.rowcount != 1:
        msg = f"payment {row.payment_id} is no longer {row.status}"
        raise Conflict(msg)
    _tell(session, row, terminal, at, target, reason)
    feed.tell(session, row.restaurant_id)
    return target


def mark_sent(session: Session, row: PaymentRow, at: datetime, terminal: str) -> bool:
    """T3b: durable before the first byte of the confirm leaves. False when it was marked before."""
    done = session.execute(_MARK_SENT, _it(row) | {"new_sent_at": at})
    if done.rowcount == 1:
        _tell(session, row, terminal, at, PaymentStatus.CONFIRMING, "sent")
    return done.rowcount == 1


def renew_cancel_key(session: Session, row: PaymentRow, key: str) -> None:
    """Another key for the cancel of a payment that is due back, unless somebody has renewed it already."""
    p = tables.payment.c
    session.execute(
        update(tables.payment)
        .where(
            p.restaurant_id == row.restaurant_id,
            p.payment_id == row.payment_id,
            p.status == PaymentStatus.REFUND_DUE,
            p.cancel_key == row.cancel_key,
        )
        .values(cancel_key=key)
    )


def lengthen_window(session: Session, row: PaymentRow, ends: datetime) -> None:
    """A later end of the window in which a redirect is still accepted."""
    session.execute(_LENGTHEN, _it(row) | {"new_window_ends_at": ends})


def plan_next(session: Session, row: PaymentRow, tries: int, at: datetime) -> None:
    """How often an undecided payment was asked about, and when it is asked about again."""
    session.execute(_PLAN, _it(row) | {"new_tries": tries, "new_next_try_at": at})


def note_answer(session: Session, row: PaymentRow, answer: AnswerRow) -> None:
    """Keep what was answered, in order; nothing is ever overwritten."""
    place = session.execute(_NEXT_ANSWER, _it(row)).scalar_one()
    session.execute(
        _INSERT_ANSWER,
        {
            "restaurant_id": row.restaurant_id,
            "payment_id": row.payment_id,
            "place": place,
            "at": answer.at,
            "call": answer.call,
            "kind": answer.kind,
            "code": answer.code,
        },
    )


def answers(session: Session, row: PaymentRow) -> list[AnswerRow]:
    """Everything the payment company has said about a payment, oldest first."""
    return [AnswerRow(*found) for found in session.execute(_ANSWERS, _it(row))]


def find(session: Session, restaurant_id: str, payment_id: str) -> PaymentRow | None:
    """One payment by its id."""
    found = session.execute(_FIND, {"of_restaurant": restaurant_id, "of_payment": payment_id})
    return _first(found.mappings())


def find_by_order(session: Session, restaurant_id: str, order_id: str) -> PaymentRow | None:
    """One payment by the order id that its checkout was opened with."""
    p = tables.payment.c
    wanted = _ordered(p.restaurant_id == restaurant_id, p.order_id == order_id)
    return _first(session.execute(wanted).mappings())


def bookings_of_order_end(
    session: Session, restaurant_id: str, end: str, since: datetime, most: int
) -> set[str]:
    """The bookings whose payments, opened at ``since`` or later, have an order id that is or ends with this."""
    p = tables.payment.c
    found = session.execute(
        select(p.booking_id)
        .where(
            p.restaurant_id == restaurant_id, p.opened_at >= since, p.order_id.endswith(end, autoescape=True)
        )
        .order_by(p.opened_at.desc())
        .limit(most)
    )
    return set(found.scalars())


def alive_of(session: Session, restaurant_id: str, booking_id: str) -> PaymentRow | None:
    """The booking's payment that is not over; there is at most one."""
    found = session.execute(_ALIVE, {"of_restaurant": restaurant_id, "of_booking": booking_id})
    return _first(found.mappings())


def of_booking(session: Session, restaurant_id: str, booking_id: str) -> list[PaymentRow]:
    """Every payment of a booking, oldest first."""
    found = session.execute(_OF_BOOKING, {"of_restaurant": restaurant_id, "of_booking": booking_id})
    return _in_order(found.mappings())


def with_status(session: Session, restaurant_id: str, statuses: Iterable[PaymentStatus]) -> list[PaymentRow]:
    """Every payment in one of these states, oldest first."""
    wanted = list(statuses)
    ask = _ALIVE_WITH_STATUS if ALIVE.issuperset(wanted) else _WITH_STATUS
    found = session.execute(ask, {"of_restaurant": restaurant_id, "of_statuses": wanted})
    return _in_order(found.mappings())


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
    found = session.execute(_ABANDONED, {"of_restaurant": restaurant_id, "until": at})
    return _in_order(found.mappings())


def _ordered(*where: Any) -> Select[Any]:
    p = tables.payment.c
    return select(tables.payment).where(*where).order_by(p.opened_at, p.payment_id)


_OURS = tables.payment.c.restaurant_id == bindparam("of_restaurant")
_IS_IT = (_OURS, tables.payment.c.payment_id == bindparam("of_payment"))
_IN_BOOKING = (_OURS, tables.payment.c.booking_id == bindparam("of_booking"))
_FIND = select(tables.payment).where(*_IS_IT)
_ALIVE = select(tables.payment).where(*_IN_BOOKING, tables.IS_ALIVE)
# Ordered here and not there: for an order, SQLite would go through the whole history by another index.
_OF_BOOKING = select(tables.payment).where(*_IN_BOOKING)
_WITH_STATUS = select(tables.payment).where(
    _OURS, tables.payment.c.status.in_(bindparam("of_statuses", expanding=True))
)
# True of every row: few are alive, but without a word about the second column of their index SQLite takes another, of all.
_HAS_BOOKING = tables.payment.c.booking_id > literal_column("''")
_ALIVE_WITH_STATUS = _WITH_STATUS.where(tables.IS_ALIVE, _HAS_BOOKING)
_IS_OVER = (
    _OURS,
    tables.IS_ALIVE,
    _HAS_BOOKING,
    tables.IS_OPENED,
    tables.payment.c.window_ends_at <= bindparam("until"),
)
_ABANDONED = select(tables.payment).where(*_IS_OVER)
IS_ABANDONED = exists(select(tables.payment.c.payment_id).where(*_IS_OVER))
"""Some payment of ``of_restaurant``, at ``until``."""
_INSERT = insert(tables.payment)
_ITS_ANSWERS = (
    tables.answer.c.restaurant_id == bindparam("of_restaurant"),
    tables.answer.c.payment_id == bindparam("of_payment"),
)
_NEXT_ANSWER = select(func.coalesce(func.max(tables.answer.c.place), 0) + 1).where(*_ITS_ANSWERS)
_INSERT_ANSWER = insert(tables.answer)
_ANSWERS = (
    select(tables.answer.c.at, tables.answer.c.call, tables.answer.c.kind, tables.answer.c.code)
    .where(*_ITS_ANSWERS)
    .order_by(tables.answer.c.place)
)


def _setting(names: Iterable[str], *where: Any) -> Update:
    return update(tables.payment).where(*where).values({name: bindparam(f"new_{name}") for name in names})


@cache
def _move(names: frozenset[str]) -> Update:
    return _setting(sorted(names), *_IS_IT, tables.payment.c.status == bindparam("of_status"))


_MARK_SENT = _setting(
    ["sent_at"],
    *_IS_IT,
    tables.payment.c.status == PaymentStatus.CONFIRMING,
    tables.payment.c.sent_at.is_(None),
)
_LENGTHEN = _setting(["window_ends_at"], *_IS_IT)
_PLAN = _setting(["tries", "next_try_at"], *_IS_IT)


def _it(row: PaymentRow) -> dict[str, Any]:
    return {"of_restaurant": row.restaurant_id, "of_payment": row.payment_id}


def _renamed(values: dict[str, Any]) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in values.items()}


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


def _first(rows: MappingResult) -> PaymentRow | None:
    found = rows.first()
    return _row(found) if found else None


def _in_order(rows: MappingResult) -> list[PaymentRow]:
    return sorted((_row(found) for found in rows), key=lambda row: (row.opened_at, row.payment_id))


def _many(session: Session, *where: Any) -> list[PaymentRow]:
    return [_row(found) for found in session.execute(_ordered(*where)).mappings()]


def _row(found: RowMapping) -> PaymentRow:
    values = dict(found)
    values["amount"] = Won(values.pop("amount_won"))
    values["status"] = PaymentStatus(values["status"])
    return PaymentRow(**values)

"""Refund rows: money that goes back at somebody's word, or was found to have gone back. Also the restaurant's policy.

Every move is guarded by WHERE and told to the journal, without the reason's own words: somebody's name may be in them.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    RowMapping,
    Select,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from kiosk.domain.money import Won
from kiosk.domain.refunds import DEFAULT, Policy, Step
from kiosk.domain.states import RefundEvent, RefundStatus, next_refund
from kiosk.storage import journal, tables
from kiosk.storage.engine import Conflict, Session
from kiosk.storage.payments import IN_ONE_QUESTION

_POLICY = "refund policy"


@dataclass(frozen=True, slots=True)
class RefundRow:
    """A refund as stored. ``settled_at`` of one that is DONE is when the company gave the money back, by its own record.

    ``refund_key`` is the Idempotency-Key; None for what we have not asked for ourselves.
    """

    restaurant_id: str
    refund_id: str
    payment_id: str
    amount: Won
    status: RefundStatus
    reason: str
    asked_by: str
    asked_at: datetime
    refund_key: str | None
    transaction_key: str | None = None
    sent_at: datetime | None = None
    settled_at: datetime | None = None
    tries: int = 0
    next_try_at: datetime | None = None
    code: str = ""


def insert_row(session: Session, row: RefundRow, terminal: str) -> None:
    """A new refund: DUE before it is sent, or DONE as it was found. Raises Conflict (at the end) if one is under way."""
    session.execute(
        insert(tables.refund).values(
            restaurant_id=row.restaurant_id,
            refund_id=row.refund_id,
            payment_id=row.payment_id,
            amount_won=row.amount,
            status=row.status,
            reason=row.reason,
            asked_by=row.asked_by,
            asked_at=row.asked_at,
            refund_key=row.refund_key,
            transaction_key=row.transaction_key,
            settled_at=row.settled_at,
            tries=row.tries,
            code=row.code,
        )
    )
    _tell(session, row, terminal, row.asked_at, row.status, "asked" if row.refund_key else "found")


def move(
    session: Session,
    row: RefundRow,
    event: RefundEvent,
    at: datetime,
    *,
    terminal: str,
    code: str,
    **values: Any,
) -> RefundStatus:
    """Apply an event by the state table; gives the status that now holds. Raises Conflict when another was first."""
    target = next_refund(row.status, event)
    if target is None:
        return row.status
    done = session.execute(
        update(tables.refund)
        .where(*_is(row), tables.refund.c.status == row.status)
        .values(status=target, code=code, next_try_at=None, **values)
    )
    if done.rowcount != 1:
        msg = f"refund {row.refund_id} is no longer {row.status}"
        raise Conflict(msg)
    _tell(session, row, terminal, at, target, code or str(event))
    return target


def mark_sent(session: Session, row: RefundRow, at: datetime, terminal: str) -> bool:
    """Durable before the first byte of the cancel leaves. False when it was marked before, or is over."""
    r = tables.refund.c
    done = session.execute(
        update(tables.refund)
        .where(*_is(row), r.status == RefundStatus.DUE, r.sent_at.is_(None))
        .values(sent_at=at)
    )
    if done.rowcount == 1:
        _tell(session, row, terminal, at, RefundStatus.DUE, "sent")
    return done.rowcount == 1


def plan_next(session: Session, row: RefundRow, tries: int, at: datetime) -> None:
    """How often a refund was tried, and when it is tried again."""
    session.execute(update(tables.refund).where(*_is(row)).values(tries=tries, next_try_at=at))


def find(session: Session, restaurant_id: str, refund_id: str) -> RefundRow | None:
    """One refund by its id."""
    r = tables.refund.c
    found = _many(session, r.restaurant_id == restaurant_id, r.refund_id == refund_id)
    return found[0] if found else None


def of_payment(session: Session, restaurant_id: str, payment_id: str) -> list[RefundRow]:
    """Every refund of a payment, oldest first."""
    found = session.execute(_OF_PAYMENT, {"of_restaurant": restaurant_id, "of_payment": payment_id})
    return [_row(row) for row in found.mappings()]


def of_payments(session: Session, restaurant_id: str, payment_ids: Sequence[str]) -> list[RefundRow]:
    """Every refund of these payments, oldest first within each five hundred of them."""
    r = tables.refund.c
    found: list[RefundRow] = []
    for first in range(0, len(payment_ids), IN_ONE_QUESTION):
        some = payment_ids[first : first + IN_ONE_QUESTION]
        found += _many(session, r.restaurant_id == restaurant_id, r.payment_id.in_(some))
    return found


def won_back(session: Session, restaurant_id: str, payment_id: str) -> Won:
    """How much of a payment went back. Asks for no more columns than a kiosk at a server may read."""
    r = tables.refund.c
    asked = select(func.coalesce(func.sum(r.amount_won), 0)).where(
        r.restaurant_id == restaurant_id, r.payment_id == payment_id, r.status == RefundStatus.DONE
    )
    return Won(int(session.execute(asked).scalar_one()))


def settled_between(session: Session, restaurant_id: str, start: datetime, end: datetime) -> list[RefundRow]:
    """Every refund that was given back in the half-open span [start, end)."""
    r = tables.refund.c
    return _many(session, r.restaurant_id == restaurant_id, r.settled_at >= start, r.settled_at < end)


def with_status(session: Session, restaurant_id: str, statuses: Iterable[RefundStatus]) -> list[RefundRow]:
    """Every refund in one of these states, oldest first."""
    wanted = list(statuses)
    if wanted == [RefundStatus.DUE]:
        found = session.execute(_DUE, {"of_restaurant": restaurant_id})
    else:
        found = session.execute(_WITH_STATUS, {"of_restaurant": restaurant_id, "of_statuses": wanted})
    return [_row(row) for row in found.mappings()]


former_policy = Table(
    "former_policy",
    tables.metadata,
    # What held for bookings that were made before ``until``: a guest keeps the terms that were agreed on.
    Column("restaurant_id", Text, primary_key=True),
    Column("until", tables.Instant, primary_key=True),
    Column("policy", Text, nullable=False),
    ForeignKeyConstraint(["restaurant_id"], ["restaurant.restaurant_id"]),
    sqlite_strict=True,
)


def store_policy(session: Session, restaurant_id: str, policy: Policy) -> None:
    """The policy of a restaurant, in the place of the one it may have had."""
    s = tables.setting.c
    session.execute(delete(tables.setting).where(s.restaurant_id == restaurant_id, s.name == _POLICY))
    session.execute(
        insert(tables.setting).values(restaurant_id=restaurant_id, name=_POLICY, value=_told(policy))
    )


def replace_policy(session: Session, restaurant_id: str, policy: Policy, at: datetime) -> None:
    """Another policy for whoever books from now on; who has booked before keeps the one of then."""
    former = _told(policy_of(session, restaurant_id))
    session.execute(insert(former_policy).values(restaurant_id=restaurant_id, until=at, policy=former))
    store_policy(session, restaurant_id, policy)


def policy_of(session: Session, restaurant_id: str) -> Policy:
    """The restaurant's policy; the default one for a restaurant that was set up before there were policies."""
    value = session.execute(_READ_POLICY, {"of_restaurant": restaurant_id}).scalar_one_or_none()
    return DEFAULT if value is None else _policy(value)


def policy_at(session: Session, restaurant_id: str, at: datetime) -> Policy:
    """The policy under which somebody booked at that instant."""
    f = former_policy.c
    later = select(f.policy).where(f.restaurant_id == restaurant_id, f.until > at).order_by(f.until).limit(1)
    value = session.execute(later).scalar_one_or_none()
    return policy_of(session, restaurant_id) if value is None else _policy(value)


def _told(policy: Policy) -> str:
    return json.dumps({
        "steps": [[step.notice // timedelta(minutes=1), step.percent] for step in policy.steps],
        "no_show": policy.no_show,
        "walk_in": policy.walk_in,
        "round_to": policy.round_to,
    })  # fmt: skip


def _policy(value: str) -> Policy:
    told = json.loads(value)
    steps = tuple(Step(timedelta(minutes=minutes), percent) for minutes, percent in told["steps"])
    return Policy(steps, told["no_show"], told["walk_in"], told["round_to"])


def _is(row: RefundRow) -> tuple[Any, Any]:
    r = tables.refund.c
    return r.restaurant_id == row.restaurant_id, r.refund_id == row.refund_id


def _tell(
    session: Session, row: RefundRow, terminal: str, at: datetime, status: RefundStatus, why: str
) -> None:
    body: dict[str, str | int] = {
        "status": status,
        "why": why,
        "amount": row.amount,
        "payment": row.payment_id,
        "by": row.asked_by,
    }
    journal.append(session, row.restaurant_id, terminal, at, "refund", row.refund_id, body)


def _many(session: Session, *where: Any) -> list[RefundRow]:
    return [_row(found) for found in session.execute(_ordered(*where)).mappings()]


def _ordered(*where: Any) -> Select[Any]:
    r = tables.refund.c
    return select(tables.refund).where(*where).order_by(r.asked_at, r.refund_id)


# Asked in every round of the settler, so they are built once.
_OURS = tables.refund.c.restaurant_id == bindparam("of_restaurant")
_OF_PAYMENT = _ordered(_OURS, tables.refund.c.payment_id == bindparam("of_payment"))
_WITH_STATUS = _ordered(_OURS, tables.refund.c.status.in_(bindparam("of_statuses", expanding=True)))
_DUE = _ordered(_OURS, tables.IS_DUE)
_READ_POLICY = select(tables.setting.c.value).where(
    tables.setting.c.restaurant_id == bindparam("of_restaurant"), tables.setting.c.name == _POLICY
)


def _row(found: RowMapping) -> RefundRow:
    values = dict(found)
    values["amount"] = Won(values.pop("amount_won"))
    values["status"] = RefundStatus(values["status"])
    return RefundRow(**values)

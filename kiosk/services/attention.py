"""What a person has to know or decide: opened by the program, taken by a person, closed by itself when its cause is gone.

Opening is part of the transaction that found the cause. Nothing here decides about money or seats.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.domain.states import PaymentStatus
from kiosk.services.shop import Shop
from kiosk.storage import matters, payments
from kiosk.storage.engine import Session
from kiosk.storage.matters import MatterRow

ITSELF = "jari"
"""Who closed a matter whose cause was gone before anybody took it."""

CHANNEL = "channel"
"""The subject of what is wrong with the payment company's side as a whole."""


class Kind(StrEnum):
    """Every kind of matter there is; ``resources/text`` has a sentence and what to do for each."""

    UNKNOWN_PAYMENT = "unknown_payment"
    REFUND_STUCK = "refund_stuck"
    REFUND_REFUSED = "refund_refused"
    MISMATCH = "mismatch"
    MISCONFIGURED = "misconfigured"
    CLOCK_WRONG = "clock_wrong"
    NOT_RECORDED = "not_recorded"
    RECORD_DAMAGED = "record_damaged"
    CANCELED_ELSEWHERE = "canceled_elsewhere"
    IMPOSSIBLE = "impossible"
    CLOSED_THEN = "closed_then"
    KIOSK_SILENT = "kiosk_silent"
    KIOSK_CLOSED = "kiosk_closed"
    SETTLER_AWAY = "settler_away"
    PRINT_FAILED = "print_failed"


@dataclass(frozen=True, slots=True)
class Matter:
    """An open matter, to be read by people."""

    matter_id: str
    kind: str
    subject: str
    since: datetime
    details: dict[str, str | int]


def open_matter(
    session: Session, shop: Shop, kind: str, subject: str, *, again: bool = False, **details: str | int
) -> bool:
    """Open one, unless it is open; nor, without ``again``, when a person has taken it before. Gives whether it is new."""
    before = matters.about(session, shop.restaurant_id, kind, subject)
    if any(row.closed_at is None or (row.closed_by != ITSELF and not again) for row in before):
        return False
    row = MatterRow(
        restaurant_id=shop.restaurant_id,
        matter_id=shop.ids.key(),
        kind=kind,
        subject=subject,
        terminal=shop.terminal,
        opened_at=shop.clock.now(),
        details=details,
        closed_at=None,
        closed_by="",
        decision="",
    )
    matters.insert_open(session, row)
    return True


def cause_is_gone(session: Session, shop: Shop, kind: str, subject: str) -> None:
    """Close it, if it is open: nobody has to do anything any more."""
    row = matters.open_about(session, shop.restaurant_id, kind, subject)
    if row is not None:
        matters.close(session, row, shop.clock.now(), ITSELF, "cause gone", shop.terminal)


def is_open(session: Session, shop: Shop, kind: str, subject: str) -> bool:
    """Whether somebody still has to look."""
    return matters.open_about(session, shop.restaurant_id, kind, subject) is not None


def was_taken(session: Session, shop: Shop, kind: str, subject: str) -> bool:
    """Whether a person has said that they know."""
    rows = matters.about(session, shop.restaurant_id, kind, subject)
    return any(row.closed_at is not None and row.closed_by != ITSELF for row in rows)


def take(shop: Shop, matter_id: str, by: str, decision: str) -> bool:
    """A person takes a matter: they know, and ``decision`` says what they do. False when it was closed before.

    Raises KeyError for an unknown id, and ValueError without a name or a decision.
    """
    if not by.strip() or by == ITSELF or not decision.strip():
        raise ValueError("Who takes it, and what they decided, are both needed.")
    with shop.database.write() as session:
        row = matters.find(session, shop.restaurant_id, matter_id)
        if row is None:
            raise KeyError(matter_id)
        return matters.close(session, row, shop.clock.now(), by, decision, shop.terminal)


def open_matters(shop: Shop) -> tuple[Matter, ...]:
    """Everything that waits for a person, oldest first."""
    with shop.database.read() as session:
        rows = matters.open_ones(session, shop.restaurant_id)
    return tuple(
        Matter(row.matter_id, row.kind, row.subject, row.opened_at, dict(row.details)) for row in rows
    )


def tell_undecided(shop: Shop) -> int:
    """At start-up, before anybody is served: a person has to know of every payment that an earlier run left undecided.

    Gives how many there are.
    """
    states = (PaymentStatus.CONFIRMING, PaymentStatus.REFUND_DUE)
    with shop.database.write() as session:
        left = payments.with_status(session, shop.restaurant_id, states)
        for payment in left:
            refund = payment.status is PaymentStatus.REFUND_DUE
            kind = Kind.REFUND_STUCK if refund else Kind.UNKNOWN_PAYMENT
            open_matter(session, shop, kind, payment.payment_id, amount=payment.amount)
    return len(left)

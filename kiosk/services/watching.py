"""Undecided payments between their rounds: when each is asked about again, and whether a person has to know by now.

Nothing here asks the company or moves a payment.
"""

from datetime import datetime
from typing import Final

from kiosk.domain.rhythm import next_try
from kiosk.domain.states import PaymentStatus
from kiosk.payments.channel import Doubt
from kiosk.services import attention
from kiosk.services.attention import Kind
from kiosk.services.shop import Shop
from kiosk.storage import payments
from kiosk.storage.engine import Session
from kiosk.storage.payments import PaymentRow

UNDECIDED: Final = (PaymentStatus.CONFIRMING, PaymentStatus.REFUND_DUE)
"""Where money may have moved and the end is not known: what recovery is for."""

_ABOUT_UNDECIDED: Final = (Kind.UNKNOWN_PAYMENT, Kind.REFUND_STUCK)


def undecided(shop: Shop, *, only_due: bool = False) -> list[PaymentRow]:
    """Every undecided payment, or those whose time has come; the one that has waited longest first."""
    now = shop.clock.now()
    with shop.database.read() as session:
        waiting = payments.with_status(session, shop.restaurant_id, UNDECIDED)
    due = [payment for payment in waiting if not only_due or (payment.next_try_at or now) <= now]
    return sorted(due, key=lambda payment: (payment.next_try_at or payment.opened_at, payment.payment_id))


def plan_next(shop: Shop, payment: PaymentRow) -> None:
    """A round decided nothing: when to ask again, and whether somebody has to know by now."""
    now = shop.clock.now()
    tries = payment.tries + 1
    with shop.database.write() as session:
        fresh = payments.find(session, shop.restaurant_id, payment.payment_id)
        if fresh is None or fresh.status not in UNDECIDED:
            return
        payments.plan_next(session, payment, tries, _when(session, shop, fresh, tries, now))
        kind = _alarm(shop, payment, tries, now)
        if kind is not None:
            attention.open_matter(session, shop, kind, payment.payment_id, amount=payment.amount)


def _when(session: Session, shop: Shop, payment: PaymentRow, tries: int, now: datetime) -> datetime:
    """By the rhythm; but an order that the company does not know is asked about when every window of its is over.

    From then on two denials, a little apart, decide; an hourly rhythm would keep the seats for hours more.
    """
    by_rhythm = next_try(payment.payment_id, tries, now)
    said = payments.answers(session, payment)
    if not said or said[-1].kind != Doubt.NOT_FOUND:
        return by_rhythm
    over = payment.opened_at + shop.limits.company_forgets
    return min(by_rhythm, over if now < over else now + shop.limits.between_not_found)


def put_at_rest(shop: Shop, payment: PaymentRow) -> None:
    """It took several rounds, and it is over: nobody has to look after it any more."""
    with shop.database.write() as session:
        for kind in _ABOUT_UNDECIDED:
            attention.cause_is_gone(session, shop, kind, payment.payment_id)


def rest_settled(shop: Shop) -> None:
    """The same for those whose settler was stopped between the end and this."""
    for matter in attention.open_matters(shop):
        if matter.kind in _ABOUT_UNDECIDED:
            with shop.database.read() as session:
                payment = payments.find(session, shop.restaurant_id, matter.subject)
            # A matter about a refund that somebody asked for is closed with it, in one transaction.
            if payment and payment.status not in UNDECIDED:
                put_at_rest(shop, payment)


def _alarm(shop: Shop, payment: PaymentRow, tries: int, now: datetime) -> Kind | None:
    limits, since = shop.limits, payment.intent_at or payment.opened_at
    if payment.status is PaymentStatus.CONFIRMING:
        return Kind.UNKNOWN_PAYMENT if now - since >= limits.unknown_told else None
    is_late = now - since >= limits.refund_told or tries >= limits.refund_tries_told
    return Kind.REFUND_STUCK if is_late else None

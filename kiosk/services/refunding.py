"""Giving money back at somebody's word: stored before anything is sent, and done only when the company's record shows it.

A refund belongs to a payment, and stays possible while money is left, whatever became of the booking. What the settler
gives back by itself (REFUND_DUE) is its own business; what was given back in the company's console is found here.
Nothing here talks to the company: ``kiosk.services.refunder`` does.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.money import LARGEST, Won
from kiosk.domain.refunds import Offer, refund_offer
from kiosk.domain.states import (
    BookingEvent,
    BookingStatus,
    PaymentEvent,
    PaymentStatus,
    RefundEvent,
    RefundStatus,
)
from kiosk.payments.channel import GivenBack, Record
from kiosk.services import attention
from kiosk.services.attention import Kind
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.storage import bookings, claims, matters, payments, refunds
from kiosk.storage.bookings import BookingRow
from kiosk.storage.engine import CommitUnclear, Conflict, Session
from kiosk.storage.payments import PaymentRow
from kiosk.storage.refunds import RefundRow

CONSOLE = "company console"
"""Who asked for what we did not: somebody with a login at the payment company."""

LONGEST_REASON = 100
_SOMEBODY = re.compile(r"[A-Za-z][A-Za-z0-9 _.:-]{0,39}")
_LONGEST_KEPT = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """The refund is stored and will be driven to its end. ``left`` is what can still be asked for after it."""

    refund_id: str
    amount: Won
    left: Won


# --- asking -----------------------------------------------------------------------------------------------------------


def offer(shop: Shop, booking_id: str) -> Offer | Refused:
    """What the restaurant's policy gives back of a booking at this moment. Staff may ask for another sum."""
    with shop.database.read() as session:
        booking = bookings.find(session, shop.restaurant_id, booking_id)
        payment = _paid(session, shop, booking_id)
        if booking is None or payment is None:
            return Refused("nothing_paid")
        already = sum(row.amount for row in _rows(session, payment) if row.status is not RefundStatus.REFUSED)
        return refund_offer(
            refunds.policy_at(session, shop.restaurant_id, booking.created_at),
            payment.amount,
            Won(already),
            booking.sitting.starts,
            shop.clock.now(),
            walk_in=booking.sitting.walk_in,
        )


def ask(
    shop: Shop, booking_id: str, amount: Won | None, *, reason: str, asked_by: str, gives_up_seats: bool
) -> Asked | Refused:
    """Store a refund of ``amount`` won (None: all that is left), and free the seats at once if they are given up.

    ``asked_by`` is the id of a member of staff or a word for a role, for it goes into the journal; ``reason`` does not,
    but the payment company keeps it. Raises ValueError for either where it cannot be one.
    Refused: nothing_paid, nothing_left, more_than_left, under_way.
    """
    _check_words(reason, asked_by)
    if amount is not None and not 1 <= amount <= LARGEST:
        raise ValueError(f"a refund is of 1 to {LARGEST:,} won, not {amount:,}")
    answer: Asked | Refused = Refused("under_way")
    try:
        with shop.database.write() as session:
            answer = _ask(session, shop, booking_id, amount, reason.strip(), asked_by, gives_up_seats)
    except Conflict:
        return Refused("under_way")
    except CommitUnclear:
        with shop.database.read() as session:
            if isinstance(answer, Asked) and not refunds.find(session, shop.restaurant_id, answer.refund_id):
                raise
    return answer


def _ask(
    session: Session,
    shop: Shop,
    booking_id: str,
    amount: Won | None,
    reason: str,
    asked_by: str,
    gives_up_seats: bool,
) -> Asked | Refused:
    payment = _paid(session, shop, booking_id)
    if payment is None:
        return Refused("nothing_paid")
    left = _left(session, payment)
    if left == 0:
        return Refused("nothing_left")
    if any(row.status is RefundStatus.DUE for row in _rows(session, payment)):
        return Refused("under_way")
    back = left if amount is None else amount
    if back > left:
        return Refused("more_than_left")
    now = shop.clock.now()
    row = RefundRow(
        restaurant_id=shop.restaurant_id,
        refund_id=shop.ids.key(),
        payment_id=payment.payment_id,
        amount=back,
        status=RefundStatus.DUE,
        reason=reason,
        asked_by=asked_by,
        asked_at=now,
        refund_key=shop.ids.key(),
    )
    refunds.insert_row(session, row, shop.terminal)
    if gives_up_seats:
        _give_up_seats(session, shop, booking_id, now, asked_by)
    return Asked(row.refund_id, back, Won(left - back))


def give_up_seats(shop: Shop, booking_id: str, *, asked_by: str) -> bool:
    """Cancel a PAID booking with nothing going back, as where the policy gives nothing. False if it was not PAID.

    The money stays with us until somebody asks for it. Raises ValueError for an ``asked_by`` that cannot be one.
    """
    _check_words("seats given up", asked_by)
    with shop.database.write() as session:
        return _give_up_seats(session, shop, booking_id, shop.clock.now(), asked_by)


def _give_up_seats(session: Session, shop: Shop, booking_id: str, now: datetime, asked_by: str) -> bool:
    booking = _booking(session, shop, booking_id)
    if booking.status is not BookingStatus.PAID:
        return False
    bookings.move(session, booking, BookingEvent.CANCELED_AFTER_PAYING, now, f"canceled by {asked_by}")
    claims.give_back(session, shop.restaurant_id, booking_id)
    return True


def _check_words(reason: str, asked_by: str) -> None:
    if not reason.strip() or len(reason.strip()) > LONGEST_REASON:
        raise ValueError(f"a refund needs a reason of 1 to {LONGEST_REASON} characters")
    if not _SOMEBODY.fullmatch(asked_by):
        raise ValueError(
            "asked_by is the id of a member of staff or a word for a role, in plain letters and digits"
        )


# --- what the company's record shows ------------------------------------------------------------------------------


def reason_sent(refund: RefundRow) -> str:
    """What the company is told, and shows in its record: our reason, with the mark by which we know our own refund again."""
    return f"{refund.reason} [{refund.refund_id}]"


def notice(shop: Shop, payment: PaymentRow, record: Record) -> int:
    """Hold the company's record of a payment that we kept against our refunds; gives how many entries were not ours.

    An entry of ours proves its refund. Any other was made in the company's console: it becomes a refund that is DONE,
    and a person is asked what happens to the seats. Call it whenever a paid payment was looked up; no news, no write.
    """
    with shop.database.read() as session:
        if not _news(_rows(session, payment), record):
            return 0
    try:
        with shop.database.write() as session:
            return _notice(session, shop, payment.payment_id, record)
    except Conflict:
        # Somebody else has just noticed the same.
        return 0


def decide_seats(shop: Shop, booking_id: str, *, keep: bool, who: str) -> bool:
    """What happens to the seats of a booking whose money was given back elsewhere. False if nobody is asking (any more).

    Raises ValueError for a ``who`` that cannot be one.
    """
    _check_words("seats decided", who)
    decision = "seats kept" if keep else "seats given up"
    with shop.database.write() as session:
        now = shop.clock.now()
        asking = matters.about(session, shop.restaurant_id, Kind.CANCELED_ELSEWHERE, booking_id)
        is_ours = [matters.close(session, row, now, who, decision, shop.terminal) for row in asking]
        if any(is_ours) and not keep:
            _give_up_seats(session, shop, booking_id, now, who)
        return any(is_ours)


def _news(rows: list[RefundRow], record: Record) -> list[GivenBack]:
    known = {row.transaction_key for row in rows}
    return [entry for entry in record.given_back if entry.transaction_key not in known and entry.amount > 0]


def _notice(session: Session, shop: Shop, payment_id: str, record: Record) -> int:
    payment = payments.find(session, shop.restaurant_id, payment_id)
    if payment is None or payment.status is not PaymentStatus.DONE:
        return 0
    now = shop.clock.now()
    rows = _rows(session, payment)
    open_ones = [row for row in rows if row.status is not RefundStatus.DONE]
    back, elsewhere = _given_back(rows), 0
    for entry in _news(rows, record):
        back += entry.amount
        ours = next((row for row in open_ones if _shows(entry, row)), None)
        if ours:
            open_ones.remove(ours)
            _prove(session, shop, ours, entry, now)
        else:
            elsewhere += 1
            _insert_found(session, shop, payment, entry, now)
    if back >= payment.amount:
        payments.move(
            session, payment, PaymentEvent.REFUND_PROVEN, now, terminal=shop.terminal, reason="given back"
        )
    if elsewhere and _booking(session, shop, payment.booking_id).status is BookingStatus.PAID:
        attention.open_matter(
            session, shop, Kind.CANCELED_ELSEWHERE, payment.booking_id, again=True, amount=back
        )
    return elsewhere


def _shows(entry: GivenBack, row: RefundRow) -> bool:
    return entry.amount == row.amount and entry.reason == reason_sent(row)


def _prove(session: Session, shop: Shop, row: RefundRow, entry: GivenBack, now: datetime) -> None:
    refunds.move(
        session,
        row,
        RefundEvent.SHOWN,
        now,
        terminal=shop.terminal,
        code="",
        transaction_key=entry.transaction_key,
        settled_at=entry.at or now,
    )
    for kind in (Kind.REFUND_STUCK, Kind.REFUND_REFUSED):
        attention.cause_is_gone(session, shop, kind, row.refund_id)


def _insert_found(session: Session, shop: Shop, payment: PaymentRow, entry: GivenBack, now: datetime) -> None:
    row = RefundRow(
        restaurant_id=shop.restaurant_id,
        refund_id=shop.ids.key(),
        payment_id=payment.payment_id,
        amount=Won(entry.amount),
        status=RefundStatus.DONE,
        reason=entry.reason[:_LONGEST_KEPT],
        asked_by=CONSOLE,
        asked_at=now,
        refund_key=None,
        transaction_key=entry.transaction_key,
        settled_at=entry.at or now,
    )
    refunds.insert_row(session, row, shop.terminal)


# --- reading ------------------------------------------------------------------------------------------------------


def _paid(session: Session, shop: Shop, booking_id: str) -> PaymentRow | None:
    """The payment that made the booking PAID, also when all of it was given back since. REFUND_DUE never made it so."""
    for payment in payments.of_booking(session, shop.restaurant_id, booking_id):
        if payment.status is PaymentStatus.DONE:
            return payment
        if payment.status is PaymentStatus.REFUNDED and _rows(session, payment):
            return payment
    return None


def _rows(session: Session, payment: PaymentRow) -> list[RefundRow]:
    return refunds.of_payment(session, payment.restaurant_id, payment.payment_id)


def _given_back(rows: list[RefundRow]) -> int:
    return sum(row.amount for row in rows if row.status is RefundStatus.DONE)


def _left(session: Session, payment: PaymentRow) -> Won:
    return Won(max(0, payment.amount - _given_back(_rows(session, payment))))


def _booking(session: Session, shop: Shop, booking_id: str) -> BookingRow:
    booking = bookings.find(session, shop.restaurant_id, booking_id)
    if booking is None:
        raise KeyError(booking_id)
    return booking

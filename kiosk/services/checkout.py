"""From a hold to a verified intent: T2 opens a payment, T3 checks the redirect and makes the intent durable.

Nothing here calls the payment company. What T3 does not accept is VOID: never confirmed, so never charged.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from kiosk.domain.states import BookingEvent, BookingStatus, PaymentEvent, PaymentStatus
from kiosk.payments.redirect import Broken, Failed, Returned, read_redirect
from kiosk.services.holding import as_booking, look_again, reclaim, sweep_in
from kiosk.services.results import Accepted, Booking, Held, Lapsed, NotAccepted, Refused
from kiosk.services.selling import closed_because
from kiosk.services.shop import Shop
from kiosk.storage import bookings, journal, payments
from kiosk.storage.bookings import BookingRow
from kiosk.storage.engine import CommitUnclear, Conflict, Session, Unwritable
from kiosk.storage.payments import PaymentRow


@dataclass(frozen=True, slots=True)
class Opened:
    """T2 is durable: the payment, its booking with the hold's end as it now is, and when the page must close.

    ``anchor`` is the journal's head, to be sent along with the order: a dated copy at a third party.
    """

    payment: PaymentRow
    booking: Booking
    page_ends_at: datetime
    anchor: str


def open_payment(shop: Shop, visit_id: str, booking_id: str) -> Opened | Lapsed | Refused:
    """T2: the payment row with its keys exists before its checkout is shown, and the hold covers the page's time.

    A payment of this booking that was opened and never came back is VOID first; one that is undecided forbids another.
    While our own keys or our clock are known to be wrong, or nothing can be stored, nothing is opened at all.
    """
    try:
        return _open_payment(shop, visit_id, booking_id)
    except Unwritable:
        return Refused("cannot_store")


def _open_payment(shop: Shop, visit_id: str, booking_id: str) -> Opened | Lapsed | Refused:
    with shop.database.write() as session:
        now = shop.clock.now()
        sweep_in(shop, session)
        row = bookings.find(session, shop.restaurant_id, booking_id)
        if row is None or row.visit_id != visit_id:
            return Refused("not_your_booking")
        if row.status is BookingStatus.READY:
            if closed := closed_because(session, shop):
                return Refused(closed)
            alive = payments.alive_of(session, shop.restaurant_id, booking_id)
            if alive and alive.status is not PaymentStatus.OPENED:
                return Refused("payment_alive")
            if alive:
                _void(shop, session, alive, now, "opened again")
            return _open(shop, session, row, now)
    if row.status is BookingStatus.EXPIRED:
        ended = look_again(shop, visit_id, booking_id)
        return ended if isinstance(ended, Lapsed) else Refused("try_again")
    return Refused(f"booking_is_{row.status.lower()}")


def _open(shop: Shop, session: Session, row: BookingRow, now: datetime) -> Opened:
    page_ends = now + shop.limits.page
    ends = max(row.hold_ends_at, page_ends)
    if ends != row.hold_ends_at:
        bookings.set_hold_end(session, row, now, ends, row.extensions_left)
    payment = PaymentRow(
        restaurant_id=shop.restaurant_id,
        payment_id=shop.ids.payment_id(),
        booking_id=row.booking_id,
        order_id=shop.ids.order_id(),
        confirm_key=shop.ids.key(),
        cancel_key=shop.ids.key(),
        payment_key=None,
        status=PaymentStatus.OPENED,
        amount=row.amount,
        opened_at=now,
        window_ends_at=now + shop.limits.window,
    )
    payments.insert_opened(session, payment, shop.terminal)
    head = journal.head(session, shop.restaurant_id, shop.terminal)
    assert head is not None, "insert_opened has just written a row"
    return Opened(payment, as_booking(replace(row, hold_ends_at=ends)), page_ends, head.anchor)


def close_payment(shop: Shop, visit_id: str, payment_id: str, why: str) -> Held | Lapsed:
    """The checkout ended without a success redirect. OPENED becomes VOID; anything further along is left alone."""
    with shop.database.write() as session:
        payment, booking = _pair(shop, session, visit_id, payment_id)
        if payment.status is PaymentStatus.OPENED:
            _void(shop, session, payment, shop.clock.now(), why)
    return look_again(shop, visit_id, booking.booking_id)


def accept_return(shop: Shop, visit_id: str, payment_id: str, url: str) -> Accepted | NotAccepted:
    """T3: believe nothing of the redirect, check everything, then make the intent durable in one transaction.

    Accepted only once the row is *seen* to be CONFIRMING: a commit whose answer was lost is read back.
    """
    try:
        with shop.database.write() as session:
            return _accept(shop, session, visit_id, payment_id, url)
    except CommitUnclear:
        with shop.database.read() as session:
            payment, booking = _pair(shop, session, visit_id, payment_id)
        if payment.status is PaymentStatus.CONFIRMING:
            return Accepted(payment_id)
        return NotAccepted("not_stored", as_booking(booking))
    except Conflict:
        # The payment key is already another payment's: a constraint refused it, and nothing was written.
        return _refuse(shop, visit_id, payment_id, "key_used")


def _accept(shop: Shop, session: Session, visit_id: str, payment_id: str, url: str) -> Accepted | NotAccepted:
    now = shop.clock.now()
    sweep_in(shop, session)
    payment, booking = _pair(shop, session, visit_id, payment_id)
    if payment.status is not PaymentStatus.OPENED:
        return NotAccepted("replay", as_booking(booking))
    returned = read_redirect(url)
    wrong = _what_is_wrong(returned, payment, now)
    if not wrong and not _seats_are_kept(shop, session, booking, now):
        wrong = "seats_gone"
    if wrong or not isinstance(returned, Returned):
        _void(shop, session, payment, now, wrong)
        return NotAccepted(wrong, as_booking(booking))
    payments.move(
        session,
        payment,
        PaymentEvent.REDIRECT_VERIFIED,
        now,
        terminal=shop.terminal,
        reason="redirect verified",
        payment_key=returned.payment_key,
        intent_at=now,
    )
    return Accepted(payment_id)


def _what_is_wrong(returned: Returned | Failed | Broken, payment: PaymentRow, now: datetime) -> str:
    match returned:
        case Failed() | Broken():
            return "broken"
        case Returned() if returned.order_id != payment.order_id:
            return "order"
        case Returned() if returned.amount != payment.amount:
            return "amount"
        case Returned() if now >= payment.window_ends_at:
            return "late"
        case _:
            return ""


def _seats_are_kept(shop: Shop, session: Session, booking: BookingRow, now: datetime) -> bool:
    """READY, or lapsed and every seat can be claimed again in this very transaction. Gone means: do not confirm."""
    if booking.status is BookingStatus.READY:
        return True
    if booking.status is not BookingStatus.EXPIRED or booking.sitting.ends <= now:
        return False
    if not reclaim(shop, session, booking):
        return False
    bookings.move(session, booking, BookingEvent.HOLD_RECLAIMED, now, "reclaimed for its payment")
    return True


def _refuse(shop: Shop, visit_id: str, payment_id: str, why: str) -> NotAccepted:
    with shop.database.write() as session:
        payment, booking = _pair(shop, session, visit_id, payment_id)
        if payment.status is not PaymentStatus.OPENED:
            return NotAccepted("replay", as_booking(booking))
        _void(shop, session, payment, shop.clock.now(), why)
        return NotAccepted(why, as_booking(booking))


def _void(shop: Shop, session: Session, payment: PaymentRow, at: datetime, why: str) -> None:
    payments.move(session, payment, PaymentEvent.GIVEN_UP_UNSENT, at, terminal=shop.terminal, reason=why)


def _pair(shop: Shop, session: Session, visit_id: str, payment_id: str) -> tuple[PaymentRow, BookingRow]:
    payment = payments.find(session, shop.restaurant_id, payment_id)
    booking = bookings.find(session, shop.restaurant_id, payment.booking_id) if payment else None
    if payment is None or booking is None or booking.visit_id != visit_id:
        msg = f"visit {visit_id} has no payment {payment_id}"
        raise KeyError(msg)
    return payment, booking

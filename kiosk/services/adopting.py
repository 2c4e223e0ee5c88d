"""Adopt or refund: money at the payment company for an order that our books lack, or know only from before it was paid.

So it is after a restored backup. An order that we still have is brought to its end by the settler; one that we lost is
rebuilt from what travelled with it, if every seat is still free and every figure agrees, else its money goes back.
Nothing is guessed: what does not fit exactly is left for a person.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from kiosk.domain.sittings import seoul_day
from kiosk.domain.states import BookingEvent, BookingStatus, PaymentEvent, PaymentStatus
from kiosk.domain.tickets import Ticket
from kiosk.payments.channel import Approved, Channel, Order, Record
from kiosk.services.holding import counter_of, end_hold, reclaim, sweep_in
from kiosk.services.receipts import keep_cash_receipt
from kiosk.services.settling import Settler
from kiosk.services.shop import Shop
from kiosk.storage import bookings, claims, floors, payments
from kiosk.storage.bookings import BookingRow
from kiosk.storage.engine import Conflict, Session
from kiosk.storage.payments import PaymentRow

ADOPTED, NOT_KEPT = "adopted", "charged, but not kept"
"""Why a row was moved here, in the journal's words."""


class Deed(StrEnum):
    """What the program itself has done about a difference."""

    ADOPTED = "adopted"
    """The booking is PAID, with its seats."""
    GIVING_BACK = "giving_back"
    """The money could not be kept; the settler gives it back."""
    NOTICED = "noticed"
    """Entered into our books; what happens to the seats is asked."""
    TOLD = "told"
    """A person has to look."""
    WAITS = "waits"
    """Nothing now: it comes to its end by itself, or a later run takes it."""


@dataclass(frozen=True, slots=True)
class Adopter:
    """Brings our books up to what the company holds. Every step is one transaction that starts from the stored rows."""

    shop: Shop
    channel: Channel

    def adopt(self, ticket: Ticket | None, record: Record) -> Deed:
        """An order that only the company has. Proven by an inquiry of its own before anything is written."""
        if ticket is None or not self._fits(ticket, record):
            return Deed.TOLD
        # The key under which it was confirmed is lost. It is never needed: nothing here ever confirms.
        order = Order(record.order_id, record.payment_key, ticket.amount, confirm_key="")
        answer = self.channel.inquire(order)
        if not isinstance(answer, Approved):
            return Deed.WAITS
        try:
            with self.shop.database.write() as session:
                deed, payment_id = self._rebuild(session, ticket, answer.record)
        except Conflict:
            return Deed.WAITS
        if deed is Deed.GIVING_BACK:
            Settler(self.shop, self.channel).settle(payment_id)
        return deed

    def catch_up(self, payment: PaymentRow, record: Record) -> Deed:
        """An order of ours that the company has been paid for, and that our books do not call paid."""
        if record.status not in ("DONE", "WAITING_FOR_DEPOSIT", "PARTIAL_CANCELED"):
            return Deed.WAITS
        try:
            with self.shop.database.write() as session:
                known = self._bring_to_settler(session, payment.payment_id, record)
        except Conflict:
            # The booking has another payment that is not over: one at a time.
            return Deed.WAITS
        if not known:
            return Deed.WAITS
        Settler(self.shop, self.channel).settle(payment.payment_id)
        with self.shop.database.read() as session:
            now_stands = payments.find(session, self.shop.restaurant_id, payment.payment_id)
        assert now_stands is not None, "payments are never deleted"
        match now_stands.status:
            case PaymentStatus.DONE:
                return Deed.ADOPTED
            case PaymentStatus.REFUND_DUE | PaymentStatus.REFUNDED:
                return Deed.GIVING_BACK
            case _:
                return Deed.WAITS

    # --- an order that we have --------------------------------------------------------------------------------------

    def _bring_to_settler(self, session: Session, payment_id: str, record: Record) -> bool:
        """Make durable what the company's record shows, so that the settler asks and decides as always."""
        now = self.shop.clock.now()
        payment = payments.find(session, self.shop.restaurant_id, payment_id)
        assert payment is not None, "payments are never deleted"
        match payment.status:
            case PaymentStatus.OPENED:
                self._verify(session, payment, record, now)
            case PaymentStatus.CONFIRMING:
                # It has been sent, whatever our books say: the company holds the money.
                payments.mark_sent(session, payment, now, self.shop.terminal)
            case PaymentStatus.VOID | PaymentStatus.DECLINED:
                key = record.payment_key
                self._move(session, payment, PaymentEvent.APPROVED_UNKEPT, now, payment_key=key)
            case _:
                return False
        return True

    def _verify(self, session: Session, payment: PaymentRow, record: Record, now: datetime) -> None:
        """T3 and T3b after the fact: the redirect that brought this key is lost, the company's record is not."""
        booking = bookings.find(session, self.shop.restaurant_id, payment.booking_id)
        assert booking is not None, "a payment without its booking: a foreign key forbids it"
        if booking.status is BookingStatus.EXPIRED and reclaim(self.shop, session, booking):
            bookings.move(session, booking, BookingEvent.HOLD_RECLAIMED, now, ADOPTED)
        at = _approved(record, now)
        self._move(
            session,
            payment,
            PaymentEvent.REDIRECT_VERIFIED,
            now,
            payment_key=record.payment_key,
            intent_at=at,
            sent_at=at,
        )

    # --- an order that we lost --------------------------------------------------------------------------------------

    def _fits(self, ticket: Ticket, record: Record) -> bool:
        """Whether the ticket is of this restaurant and worth exactly what the company holds."""
        with self.shop.database.read() as session:
            plan = floors.plan_of(session, self.shop.restaurant_id)
        return (
            ticket.restaurant_id == self.shop.restaurant_id
            and ticket.seat_ids <= {seat.seat_id for seat in plan.seats()}
            and (record.status, record.currency) == ("DONE", "KRW")
            and ticket.amount == record.total == record.balance
        )

    def _rebuild(self, session: Session, ticket: Ticket, record: Record) -> tuple[Deed, str]:
        now = self.shop.clock.now()
        sweep_in(self.shop, session)
        booking, is_ours = self._book(session, ticket, now)
        alive = payments.alive_of(session, self.shop.restaurant_id, booking.booking_id)
        if alive and alive.status is PaymentStatus.OPENED:
            self._move(session, alive, PaymentEvent.GIVEN_UP_UNSENT, now)
        at = _approved(record, now)
        payment = PaymentRow(
            restaurant_id=self.shop.restaurant_id,
            payment_id=self.shop.ids.payment_id(),
            booking_id=booking.booking_id,
            order_id=record.order_id,
            confirm_key=self.shop.ids.key(),
            cancel_key=self.shop.ids.key(),
            payment_key=None,
            status=PaymentStatus.OPENED,
            amount=ticket.amount,
            opened_at=at,
            window_ends_at=at,
        )
        payments.insert_opened(session, payment, self.shop.terminal)
        if not is_ours:
            key = record.payment_key
            self._move(session, payment, PaymentEvent.APPROVED_UNKEPT, now, payment_key=key)
            return Deed.GIVING_BACK, payment.payment_id
        self._pay(session, payment, record, at, now)
        bookings.move(session, booking, BookingEvent.PAYMENT_SETTLED, now, ADOPTED)
        return Deed.ADOPTED, payment.payment_id

    def _pay(
        self, session: Session, payment: PaymentRow, record: Record, at: datetime, now: datetime
    ) -> None:
        """Through the same states as every payment, in the transaction that also makes the booking PAID."""
        status = self._move(
            session,
            payment,
            PaymentEvent.REDIRECT_VERIFIED,
            now,
            payment_key=record.payment_key,
            intent_at=at,
            sent_at=at,
        )
        self._move(
            session,
            replace(payment, status=status),
            PaymentEvent.APPROVED,
            now,
            settled_at=at,
            method=record.method,
            approval_number=record.approval_number,
            receipt_url=record.receipt_url,
        )
        keep_cash_receipt(session, payment, record)

    def _book(self, session: Session, ticket: Ticket, now: datetime) -> tuple[BookingRow, bool]:
        """The booking of a ticket, READY with its seats; or, where that cannot be, as it is, and False."""
        booking = bookings.find(session, self.shop.restaurant_id, ticket.booking_id)
        if booking is None:
            booking = self._insert(session, ticket, now)
        elif booking.status is BookingStatus.EXPIRED:
            status = bookings.move(session, booking, BookingEvent.HOLD_RECLAIMED, now, ADOPTED)
            assert status is not None, "EXPIRED may be reclaimed"
            booking = replace(booking, status=status)
        if booking.status is not BookingStatus.READY:
            return booking, False
        claims.give_back(session, booking.restaurant_id, booking.booking_id)
        booking = self._as_sold(session, booking, ticket, now)
        if reclaim(self.shop, session, booking):
            return booking, True
        end_hold(session, booking, BookingEvent.GIVEN_UP, now, "seats gone")
        return booking, False

    def _insert(self, session: Session, ticket: Ticket, now: datetime) -> BookingRow:
        booking = BookingRow(
            restaurant_id=self.shop.restaurant_id,
            booking_id=ticket.booking_id,
            visit_id=self.shop.ids.visit_id(),
            terminal=ticket.terminal,
            number=ticket.number,
            status=BookingStatus.READY,
            party=ticket.party,
            sitting=ticket.sitting,
            amount=ticket.amount,
            created_at=now,
            hold_ends_at=now,
            extensions_left=0,
            seat_ids=ticket.seat_ids,
        )
        bookings.insert_ready(session, booking)
        if ticket.number.isascii() and ticket.number.isdigit():
            name = counter_of(seoul_day(ticket.sitting.starts))
            bookings.pass_number(session, self.shop.restaurant_id, name, int(ticket.number))
        return booking

    def _as_sold(self, session: Session, booking: BookingRow, ticket: Ticket, now: datetime) -> BookingRow:
        """The guest may have chosen other seats after the backup was made."""
        sold = replace(
            booking,
            sitting=ticket.sitting,
            seat_ids=ticket.seat_ids,
            party=ticket.party,
            amount=ticket.amount,
        )
        if sold != booking:
            bookings.reselect(session, sold, now)
        return sold

    def _move(
        self, session: Session, payment: PaymentRow, event: PaymentEvent, now: datetime, **values: object
    ) -> PaymentStatus:
        reason = NOT_KEPT if event is PaymentEvent.APPROVED_UNKEPT else ADOPTED
        return payments.move(
            session, payment, event, now, terminal=self.shop.terminal, reason=reason, **values
        )


def _approved(record: Record, now: datetime) -> datetime:
    """When the company took the money, in UTC: its own time is Seoul's."""
    return record.approved_at.astimezone(UTC) if record.approved_at else now

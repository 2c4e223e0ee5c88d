"""The settler: brings a payment to its true end. The only code that sends a confirm and the only one that writes PAID.

Start-up, background and the customer waiting at the screen all call ``settle``. It never pays again, never changes
a key, and treats everything it does not understand as unknown. Whatever stays undecided is asked about again in the
rhythm of ``kiosk.domain.rhythm``, and for long enough only with a person knowing of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.domain.money import won
from kiosk.domain.states import BookingEvent, BookingStatus, ImpossibleMove, PaymentEvent, PaymentStatus
from kiosk.payments.channel import (
    Answer,
    Approved,
    Canceled,
    Channel,
    Declined,
    Doubt,
    Mismatch,
    NotSent,
    Order,
    Record,
    RefundAnswer,
    Standing,
    Unknown,
)
from kiosk.services import attention
from kiosk.services.attention import Kind
from kiosk.services.exchanges import is_kept_error, note, order_of
from kiosk.services.holding import end_hold
from kiosk.services.outcomes import booking_of, find_payment, outcome_of
from kiosk.services.receipts import keep_cash_receipt
from kiosk.services.refunder import Refunder
from kiosk.services.results import Settled, StillUnknown
from kiosk.services.selling import is_wrong, watch_clock, watch_keys
from kiosk.services.shop import Shop
from kiosk.services.watching import UNDECIDED, plan_next, put_at_rest, rest_settled, undecided
from kiosk.storage import bookings, claims, payments
from kiosk.storage.bookings import BookingRow
from kiosk.storage.engine import CommitUnclear, Conflict, Session, Unwritable
from kiosk.storage.payments import PaymentRow

REFUND_REASON = "결제 결과를 받을 수 없어 자동 취소"

CLOCK_SETS_BACK = timedelta(seconds=5)
"""A clock is corrected by less than this all the time."""

_NOBODYS = Order("jari-probe-of-nothing", "", won(0), "jari-probe-of-nothing")

SILENT_AT_MOST = 3
"""Payments in a row about which the company says nothing, before a round leaves the others for later."""

_ASK_AGAIN = (Doubt.NOT_CONFIRMED_YET, Doubt.NOT_FOUND)
"""Inquiry answers after which the same confirm may be sent again: the company has not executed it, as far as it knows."""


def _not_known() -> None:
    return None


@dataclass(frozen=True, slots=True)
class Settler:
    """Drives payments of one shop over one channel. Holds no state: every round starts from the stored row.

    ``skew_s`` is the second clock: how far this machine is ahead of the company, by its last answer.
    """

    shop: Shop
    channel: Channel
    skew_s: Callable[[], float | None] = _not_known

    def settle(self, payment_id: str) -> Settled:
        """One round towards the end of a payment; durable when it returns. Raises KeyError for an unknown id.

        Two callers at once do no harm: same row, same key, same body, and every write is conditional.
        """
        payment = self._read(payment_id)
        if payment.status is PaymentStatus.CONFIRMING:
            self._drive(payment)
            payment = self._read(payment_id)
        if payment.status is PaymentStatus.REFUND_DUE:
            self._give_back(payment)
            payment = self._read(payment_id)
        watch_clock(self.shop, self.skew_s())
        if payment.status in UNDECIDED:
            plan_next(self.shop, payment)
        elif payment.tries:
            put_at_rest(self.shop, payment)
        return outcome_of(self.shop, payment_id)

    def probe(self) -> Standing:
        """Ask about an order that nobody has made: the answer shows whether our keys are taken and our clock is right."""
        answer = self.channel.look_up(_NOBODYS)
        with self.shop.database.write() as session:
            watch_keys(session, self.shop, answer)
        watch_clock(self.shop, self.skew_s())
        return answer

    def settle_all(self, *, only_due: bool = False) -> int:
        """One round for every payment and every refund that is not at its end; gives how many are still open.

        Run at start-up for all of them, and on a timer for those that are due (``only_due``). While the company says
        nothing at all, the rest of a round is left for the next one: a thousand payments must not wait a minute each.
        """
        rest_settled(self.shop)
        silent = 0
        for payment in undecided(self.shop, only_due=only_due):
            silent = silent + 1 if self._settle_quietly(payment.payment_id) else 0
            if silent >= SILENT_AT_MOST:
                break
        else:
            self._refunder.settle_all(only_due=only_due)
        return self.count_undecided()

    def count_undecided(self) -> int:
        """How many payments and refunds are not at their end."""
        return len(undecided(self.shop)) + self._refunder.count_due()

    @property
    def _refunder(self) -> Refunder:
        return Refunder(self.shop, self.channel)

    def _settle_quietly(self, payment_id: str) -> bool:
        """One round of one of many, which must not stop the others; gives whether the company was silent."""
        try:
            end = self.settle(payment_id)
        except (Conflict, CommitUnclear, Unwritable):
            # Another settler was faster, or the database is away: whatever is stored decides the next round.
            return False
        except ImpossibleMove as found:
            self._report_impossible(payment_id, str(found))
            return False
        return isinstance(end, StillUnknown) and end.is_silent

    def _report_impossible(self, payment_id: str, what: str) -> None:
        with self.shop.database.write() as session:
            attention.open_matter(session, self.shop, Kind.IMPOSSIBLE, payment_id, what=what)

    # --- CONFIRMING ---------------------------------------------------------------------------------------------

    def _drive(self, payment: PaymentRow) -> None:
        if payment.sent_at is None:
            if self._customer_is_gone(payment):
                self._void_unsent(payment)
                return
            if not self._mark_sent(payment):
                return
            answer = self._confirm(payment)
        else:
            answer = self._inquire(payment)
            if self._may_repeat(payment, answer):
                answer = self._confirm(payment)
        if isinstance(answer, Unknown | NotSent) and payment.sent_at is None:
            answer = self._inquire(payment)
        self._record(payment, answer)

    def _customer_is_gone(self, payment: PaymentRow) -> bool:
        """Never sent and older than two minutes: nobody stands there any more, and nothing was charged.

        Younger than nothing is a clock that was set back: how long ago it was, nobody knows.
        """
        assert payment.intent_at is not None
        age = self.shop.clock.now() - payment.intent_at
        return age > self.shop.limits.unsent or age < -CLOCK_SETS_BACK

    def _void_unsent(self, payment: PaymentRow) -> None:
        now = self.shop.clock.now()
        with self.shop.database.write() as session:
            fresh = self._again(session, payment)
            if fresh.status is not PaymentStatus.CONFIRMING or fresh.sent_at is not None:
                return
            self._move(session, fresh, PaymentEvent.GIVEN_UP_UNSENT, now, "customer gone before sending")
            self._lapse_if_over(session, fresh, now)

    def _mark_sent(self, payment: PaymentRow) -> bool:
        """T3b. False when another settler has marked it in this very moment: it is sending, so this one does not."""
        with self.shop.database.write() as session:
            return payments.mark_sent(session, payment, self.shop.clock.now(), self.shop.terminal)

    def _confirm(self, payment: PaymentRow) -> Answer:
        answer = self.channel.confirm(order_of(payment))
        note(self.shop, payment, "confirm", answer)
        return self._read_back(payment, answer) if isinstance(answer, Declined) else answer

    def _read_back(self, payment: PaymentRow, refused: Declined) -> Answer:
        """A refusal is believed unless the company's own record shows money at that moment: then the record counts."""
        seen = self._inquire(payment)
        return seen if isinstance(seen, Approved | Mismatch) else refused

    def _inquire(self, payment: PaymentRow) -> Answer:
        answer = self.channel.inquire(order_of(payment))
        note(self.shop, payment, "inquire", answer)
        return answer

    def _may_repeat(self, payment: PaymentRow, answer: Answer) -> bool:
        """Whether N2 may be sent again: not executed yet as far as the company knows, and the key still lives (15 days)."""
        assert payment.intent_at is not None
        age = self.shop.clock.now() - payment.intent_at
        return (
            isinstance(answer, Unknown)
            and answer.doubt in _ASK_AGAIN
            and age < self.shop.limits.confirm_again_for
            and not self._forgotten(payment)
        )

    def _forgotten(self, payment: PaymentRow) -> bool:
        """The company has not known the order for long: two "not found", a minute apart, after every window is over.

        Our clock alone must not say so: set ahead, it would give up a payment whose confirm is still on its way. What was
        noted while it was ahead says nothing either, until that moment has really come.
        """
        if is_wrong(self.skew_s()):
            return False
        over, now = payment.opened_at + self.shop.limits.company_forgets, self.shop.clock.now()
        with self.shop.database.read() as session:
            missing = [
                note.at
                for note in payments.answers(session, payment)
                if note.call == "inquire" and note.kind == Doubt.NOT_FOUND and over <= note.at <= now
            ]
        return len(missing) > 1 and max(missing) - min(missing) >= self.shop.limits.between_not_found

    # --- T4 -----------------------------------------------------------------------------------------------------

    def _record(self, payment: PaymentRow, answer: Answer) -> None:
        match answer:
            case Approved(record):
                self._record_approved(payment, record)
            case Declined(code):
                self._record_not_charged(payment, code)
            case Mismatch(what, record):
                self._record_unkept(payment, record, f"mismatch: {what}")
            case Unknown(doubt=Doubt.WAITING_FOR_DEPOSIT):
                # A virtual account: nothing is paid, and this kiosk cannot wait for a transfer. It is canceled,
                # so that no later deposit can pay for seats that are gone.
                self._record_unkept(payment, None, "virtual account")
            case Unknown(doubt=Doubt.NOT_FOUND) if self._forgotten(payment):
                self._record_not_charged(payment, "NOT_FOUND_PAYMENT")
            case _:
                # Everything else proves nothing about the money: the payment stays as it is.
                return

    def _record_approved(self, payment: PaymentRow, record: Record) -> None:
        """T4: the only code that writes PAID."""
        now = self.shop.clock.now()
        with self.shop.database.write() as session:
            fresh = self._again(session, payment)
            if fresh.status is not PaymentStatus.CONFIRMING:
                return
            booking = booking_of(session, fresh)
            if not self._is_ours(session, booking):
                self._move(session, fresh, PaymentEvent.APPROVED_UNKEPT, now, "seats not ours any more")
                return
            self._move(
                session,
                fresh,
                PaymentEvent.APPROVED,
                now,
                "approved",
                settled_at=now,
                method=record.method,
                approval_number=record.approval_number,
                receipt_url=record.receipt_url,
            )
            keep_cash_receipt(session, fresh, record)
            bookings.move(session, booking, BookingEvent.PAYMENT_SETTLED, now, "paid")

    def _is_ours(self, session: Session, booking: BookingRow) -> bool:
        wanted = len(booking.seat_ids) * len(booking.sitting.cells)
        return (
            booking.status is BookingStatus.READY
            and claims.count(session, booking.restaurant_id, booking.booking_id, booking.seat_ids) == wanted
        )

    def _record_not_charged(self, payment: PaymentRow, code: str) -> None:
        now = self.shop.clock.now()
        with self.shop.database.write() as session:
            fresh = self._again(session, payment)
            if fresh.status is not PaymentStatus.CONFIRMING:
                return
            self._move(session, fresh, PaymentEvent.DECLINED, now, code, settled_at=now)
            self._lapse_if_over(session, fresh, now)

    def _record_unkept(self, payment: PaymentRow, record: Record | None, why: str) -> None:
        now = self.shop.clock.now()
        with self.shop.database.write() as session:
            fresh = self._again(session, payment)
            if fresh.status is PaymentStatus.CONFIRMING:
                method = record.method if record else ""
                self._move(session, fresh, PaymentEvent.APPROVED_UNKEPT, now, why, method=method)
                attention.open_matter(session, self.shop, Kind.MISMATCH, fresh.payment_id, what=why)

    def _lapse_if_over(self, session: Session, payment: PaymentRow, now: datetime) -> None:
        booking = booking_of(session, payment)
        if booking.status is BookingStatus.READY and booking.hold_ends_at <= now:
            end_hold(session, booking, BookingEvent.HOLD_LAPSED, now, "time over")

    # --- REFUND_DUE ---------------------------------------------------------------------------------------------

    def _give_back(self, payment: PaymentRow) -> None:
        """N4 and T5: asked first, sent with its own stored key, and done only when an inquiry shows it."""
        proof: RefundAnswer = self.channel.prove_canceled(order_of(payment))
        if not isinstance(proof, Canceled):
            sent = self.channel.cancel(order_of(payment), reason=REFUND_REASON, key=payment.cancel_key)
            note(self.shop, payment, "cancel", sent)
            proof = self.channel.prove_canceled(order_of(payment))
            if is_kept_error(sent) and isinstance(proof, Approved):
                self._renew_key(payment)
        note(self.shop, payment, "prove", proof)
        if isinstance(proof, Canceled):
            self._record_refunded(payment)

    def _renew_key(self, payment: PaymentRow) -> None:
        """The company keeps a failure under our key, and its record shows that nothing went back: so another key, stored
        before it is sent (Toss docs, idempotency: errors are kept, too).

        Safe for a cancel of all of it, even if the first one should run after all: there is nothing left to give back
        twice. A confirm never gets another key.
        """
        if payment.tries < self.shop.limits.refund_tries_told:
            return
        with self.shop.database.write() as session:
            payments.renew_cancel_key(session, payment, self.shop.ids.key())

    def _record_refunded(self, payment: PaymentRow) -> None:
        now = self.shop.clock.now()
        with self.shop.database.write() as session:
            fresh = self._again(session, payment)
            if fresh.status is not PaymentStatus.REFUND_DUE:
                return
            self._move(session, fresh, PaymentEvent.REFUND_PROVEN, now, fresh.reason, settled_at=now)
            self._lapse_if_over(session, fresh, now)

    # --- reading and moving -------------------------------------------------------------------------------------

    def _read(self, payment_id: str) -> PaymentRow:
        with self.shop.database.read() as session:
            return find_payment(session, self.shop, payment_id)

    def _again(self, session: Session, payment: PaymentRow) -> PaymentRow:
        return find_payment(session, self.shop, payment.payment_id)

    def _move(
        self,
        session: Session,
        payment: PaymentRow,
        event: PaymentEvent,
        at: datetime,
        reason: str,
        **values: object,
    ) -> None:
        payments.move(session, payment, event, at, terminal=self.shop.terminal, reason=reason, **values)

"""Drives refunds to their end: sent with their own stored key, done when the company's record shows them (N4 and T5).

A round can be stopped anywhere and run again, by anybody: it starts from the stored row, asks before it sends a second
time, and then sends the same bytes. What stays undecided is tried again in the rhythm of ``kiosk.domain.rhythm``.
"""

from dataclasses import dataclass

from kiosk.domain.rhythm import next_try
from kiosk.domain.states import RefundEvent, RefundStatus
from kiosk.payments.channel import Channel, Declined, Record, RefundAnswer
from kiosk.services import attention
from kiosk.services.attention import Kind
from kiosk.services.exchanges import is_kept_error, note, order_of, was_silent
from kiosk.services.refunding import notice, reason_sent
from kiosk.services.shop import Shop
from kiosk.storage import payments, refunds
from kiosk.storage.engine import CommitUnclear, Conflict, Session, Unwritable
from kiosk.storage.payments import PaymentRow
from kiosk.storage.refunds import RefundRow

SILENT_AT_MOST = 3
"""Refunds in a row about which the company says nothing, before a round leaves the others for later."""


@dataclass(frozen=True, slots=True)
class Refunder:
    """Drives refunds of one shop over one channel. Holds no state: every round starts from the stored row."""

    shop: Shop
    channel: Channel

    def settle(self, refund_id: str) -> RefundRow:
        """One round towards the end of a refund; gives it as it now is. Raises KeyError for an unknown id.

        Two callers at once do no harm: same row, same key, same body, and every write is conditional.
        """
        refund, payment = self._read(refund_id)
        if refund.status is RefundStatus.DUE:
            self._drive(refund, payment)
            refund, _ = self._read(refund_id)
            if refund.status is RefundStatus.DUE:
                self._plan_next(refund, payment)
        return self._read(refund_id)[0]

    def settle_all(self, *, only_due: bool = False) -> int:
        """One round for every refund that is not at its end, or is due by its rhythm; gives how many are still open."""
        now = self.shop.clock.now()
        waiting = [row for row in self._waiting() if not only_due or (row.next_try_at or now) <= now]
        waiting.sort(key=lambda row: (row.next_try_at or row.asked_at, row.refund_id))
        silent = 0
        for row in waiting:
            silent = silent + 1 if self._settle_quietly(row) else 0
            if silent >= SILENT_AT_MOST:
                break
        return self.count_due()

    def count_due(self) -> int:
        """How many refunds are not at their end."""
        return len(self._waiting())

    def _waiting(self) -> list[RefundRow]:
        with self.shop.database.read() as session:
            return refunds.with_status(session, self.shop.restaurant_id, (RefundStatus.DUE,))

    def _settle_quietly(self, refund: RefundRow) -> bool:
        """One round of one of many, which must not stop the others; gives whether the company was silent."""
        try:
            self.settle(refund.refund_id)
        except (Conflict, CommitUnclear, Unwritable):
            # Another one was faster, or the database is away: whatever is stored decides the next round.
            return False
        with self.shop.database.read() as session:
            payment = payments.find(session, self.shop.restaurant_id, refund.payment_id)
            return payment is not None and was_silent(payments.answers(session, payment))

    def _drive(self, refund: RefundRow, payment: PaymentRow) -> None:
        """N4 and T5: the first time marked and sent; after that asked first, and sent again with the same key and body."""
        if refund.sent_at is None:
            if self._mark_sent(refund):
                self._send(refund, payment)
            return
        record = self._look(payment)
        if record is None or self._over(refund, payment, record):
            return
        if self.shop.clock.now() - refund.sent_at < self.shop.limits.confirm_again_for:
            self._send(refund, payment)
        else:
            # The key is as good as forgotten: sent again, it would be a new request. It has not been carried out.
            self._refuse(refund, payment, "key too old")

    def _mark_sent(self, refund: RefundRow) -> bool:
        with self.shop.database.write() as session:
            return refunds.mark_sent(session, refund, self.shop.clock.now(), self.shop.terminal)

    def _send(self, refund: RefundRow, payment: PaymentRow) -> None:
        assert refund.refund_key is not None, "a DUE refund without its key: a constraint forbids it"
        answer: RefundAnswer = self.channel.cancel(
            order_of(payment), reason=reason_sent(refund), key=refund.refund_key, amount=refund.amount
        )
        note(self.shop, payment, "cancel", answer)
        record = self._look(payment)
        if record is None or self._over(refund, payment, record):
            return
        if isinstance(answer, Declined):
            # A refusal is no proof by itself; the record that does not show it is.
            self._refuse(refund, payment, answer.code)
        elif is_kept_error(answer) and refund.tries >= self.shop.limits.refund_tries_told:
            # A part must not go out under a second key: it could go out twice. So this one ends, and a person asks again.
            self._refuse(refund, payment, "the company keeps failing")

    def _look(self, payment: PaymentRow) -> Record | None:
        standing = self.channel.look_up(order_of(payment))
        note(self.shop, payment, "look_up", standing)
        return standing if isinstance(standing, Record) else None

    def _over(self, refund: RefundRow, payment: PaymentRow, record: Record) -> bool:
        """Take from the record what it shows; gives whether this refund is at its end."""
        notice(self.shop, payment, record)
        now_stands, _ = self._read(refund.refund_id)
        if now_stands.status is not RefundStatus.DUE:
            return True
        if record.balance < refund.amount:
            # Somebody else was faster with this money, so ours can never be carried out.
            self._refuse(refund, payment, "not enough left")
            return True
        return False

    def _refuse(self, refund: RefundRow, payment: PaymentRow, code: str) -> None:
        """The company will not: the money stays, and a person has to decide. Asking again makes a new refund."""
        with self.shop.database.write() as session:
            fresh = self._again(session, refund.refund_id)
            if fresh.status is not RefundStatus.DUE:
                return
            now = self.shop.clock.now()
            refunds.move(
                session,
                fresh,
                RefundEvent.REFUSED,
                now,
                terminal=self.shop.terminal,
                code=code,
                settled_at=now,
            )
            attention.cause_is_gone(session, self.shop, Kind.REFUND_STUCK, refund.refund_id)
            attention.open_matter(
                session,
                self.shop,
                Kind.REFUND_REFUSED,
                refund.refund_id,
                amount=refund.amount,
                booking=payment.booking_id,
                code=code,
            )

    def _plan_next(self, refund: RefundRow, payment: PaymentRow) -> None:
        """When to try again, and whether somebody has to know by now."""
        limits, now, tries = self.shop.limits, self.shop.clock.now(), refund.tries + 1
        with self.shop.database.write() as session:
            if self._again(session, refund.refund_id).status is not RefundStatus.DUE:
                return
            refunds.plan_next(session, refund, tries, next_try(refund.refund_id, tries, now))
            if now - refund.asked_at >= limits.refund_told or tries >= limits.refund_tries_told:
                attention.open_matter(
                    session,
                    self.shop,
                    Kind.REFUND_STUCK,
                    refund.refund_id,
                    amount=refund.amount,
                    booking=payment.booking_id,
                )

    def _read(self, refund_id: str) -> tuple[RefundRow, PaymentRow]:
        with self.shop.database.read() as session:
            refund = self._again(session, refund_id)
            payment = payments.find(session, self.shop.restaurant_id, refund.payment_id)
        assert payment is not None, "a refund without its payment: a foreign key forbids it"
        return refund, payment

    def _again(self, session: Session, refund_id: str) -> RefundRow:
        refund = refunds.find(session, self.shop.restaurant_id, refund_id)
        if refund is None:
            raise KeyError(refund_id)
        return refund

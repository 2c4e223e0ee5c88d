"""Mutants of the settler: what it asks, what it believes and what it writes."""

from typing import Final

from kiosk.prove.mutants.mutant import Change, Mutant, one

_SETTLING: Final = "kiosk.services.settling"
_EXCHANGES: Final = "kiosk.services.exchanges"
_PAYMENTS: Final = "kiosk.storage.payments"
_BOOKINGS: Final = "kiosk.storage.bookings"

_ROW_COUNT_OFF = one(
    _PAYMENTS,
    'if done.rowcount != 1:\n        msg = f"payment',
    'if done.rowcount < 0:\n        msg = f"payment',
)
_READ_ONCE = one(
    _SETTLING,
    "fresh = self._again(session, payment)\n"
    "            if fresh.status is not PaymentStatus.CONFIRMING:\n"
    "                return\n"
    "            booking",
    "fresh = payment\n            booking",
)
_TIMER_FREES_ALL = one(_BOOKINGS, 'bindparam("until"), ~_IS_UNDECIDED)', 'bindparam("until"))')

SETTLING: Final = (
    Mutant(
        "silence-is-refusal",
        "an answer that is lost means that the card was refused",
        one(
            _SETTLING,
            "            case _:\n                # Everything else proves nothing",
            "            case Unknown(doubt=Doubt.TIMED_OUT | Doubt.CUT_OFF):\n"
            '                self._record_not_charged(payment, "lost")\n'
            "            case _:\n                # Everything else proves nothing",
        ),
    ),
    Mutant(
        "already-processed-is-paid",
        "ALREADY_PROCESSED_PAYMENT means that it was paid as we asked",
        one(
            _SETTLING,
            "            case Declined(code):\n",
            "            case Unknown(doubt=Doubt.ALREADY_PROCESSED):\n"
            "                ours = order_of(payment)\n"
            "                total = payment.amount\n"
            '                seen = Record(ours.order_id, ours.payment_key, "DONE", total, total, "KRW", "")\n'
            "                self._record_approved(payment, seen)\n"
            "            case Declined(code):\n",
        ),
    ),
    Mutant(
        "not-found-is-refused",
        "one 404 on an inquiry means that nothing was charged",
        one(_SETTLING, "doubt=Doubt.NOT_FOUND) if self._forgotten(payment):", "doubt=Doubt.NOT_FOUND):"),
    ),
    Mutant(
        "mismatch-is-paid",
        "a record that is not as we asked is paid all the same",
        one(
            _SETTLING,
            'self._record_unkept(payment, record, f"mismatch: {what}")',
            "self._record_approved(payment, record)",
        ),
    ),
    Mutant(
        "virtual-account-waits",
        "a virtual account is left alone until somebody pays",
        one(_SETTLING, 'self._record_unkept(payment, None, "virtual account")', "return"),
    ),
    Mutant(
        "no-recovery",
        "what is undecided is left so",
        one(_SETTLING, "for payment in undecided(self.shop, only_due=only_due):", "for payment in ():"),
    ),
    Mutant(
        "new-key-per-try",
        "every try has a new idempotency key",
        one(
            _EXCHANGES,
            "payment.amount, payment.confirm_key)",
            'payment.amount, f"{payment.confirm_key}-{payment.tries}")',
        ),
    ),
    Mutant(
        "sent-mark-after-the-call",
        "SENT is written when the answer is there",
        one(
            _SETTLING,
            "            if not self._mark_sent(payment):\n                return\n            answer = self._confirm(payment)\n",
            "            answer = self._confirm(payment)\n            if not self._mark_sent(payment):\n                return\n",
        ),
    ),
    Mutant(
        "void-of-what-was-sent",
        "a payment that was sent long ago is given up as if it had not been",
        (
            Change(
                _SETTLING,
                "        if payment.sent_at is None:\n            if self._customer_is_gone(payment):",
                "        if payment.sent_at is None or self._customer_is_gone(payment):\n"
                "            if self._customer_is_gone(payment):",
            ),
            Change(
                _SETTLING,
                "PaymentStatus.CONFIRMING or fresh.sent_at is not None:",
                "PaymentStatus.CONFIRMING:",
            ),
        ),
    ),
    Mutant(
        "gone-and-charged",
        "a payment that was never sent is confirmed long after its guest has gone",
        one(_SETTLING, "return age > self.shop.limits.unsent or age < -CLOCK_SETS_BACK", "return False"),
        tests=("tests/services/test_settling.py", "tests/faults/test_crash_table.py"),
    ),
    Mutant(
        "refusal-not-read-back",
        "a refusal is believed while the record shows money",
        one(
            _SETTLING,
            "return self._read_back(payment, answer) if isinstance(answer, Declined) else answer",
            "return answer",
        ),
        tests=("tests/services/test_settling.py", "tests/services/test_wrong_money.py"),
    ),
    Mutant(
        "seats-not-checked",
        "PAID is written without a look at the seats",
        one(_SETTLING, "if not self._is_ours(session, booking):", "if False:"),
        guard="no timer lets a hold go whose payment is undecided",
        without_guard=_TIMER_FREES_ALL,
    ),
    Mutant(
        "read-once",
        "what was read before the call is written after it, unseen",
        _READ_ONCE,
        guard="the row count of every conditional UPDATE is checked",
        without_guard=_ROW_COUNT_OFF,
    ),
    Mutant(
        "row-count-not-checked",
        "a conditional UPDATE that met no row counts as done",
        _ROW_COUNT_OFF,
        guard="the row is read again in the transaction that writes it",
        without_guard=_READ_ONCE,
    ),
    Mutant(
        "refund-on-the-answer",
        "any answer to a cancel counts as the money gone back",
        one(
            _SETTLING,
            "        if isinstance(proof, Canceled):\n            self._record",
            "        if proof:\n            self._record",
        ),
    ),
    Mutant(
        "refund-never-sent",
        "what is due is never sent",
        one(_SETTLING, "if payment.status is PaymentStatus.REFUND_DUE:", "if False:"),
    ),
)

"""Mutants of refunds and of the journal."""

from typing import Final

from kiosk.prove.mutants.mutant import Mutant, one

_REFUNDER: Final = "kiosk.services.refunder"
_REFUNDING: Final = "kiosk.services.refunding"
_PAYMENTS: Final = "kiosk.storage.payments"
_BOOKINGS: Final = "kiosk.storage.bookings"
_JOURNAL: Final = "kiosk.storage.journal"


RECORDS: Final = (
    Mutant(
        "refund-key-per-try",
        "every try of a refund has a new idempotency key",
        one(_REFUNDER, "key=refund.refund_key,", 'key=f"{refund.refund_key}-{refund.tries}",'),
    ),
    Mutant(
        "refund-not-looked-up",
        "a refund that was sent is sent again without a look",
        one(
            _REFUNDER,
            "        record = self._look(payment)\n"
            "        if record is None or self._over(refund, payment, record):\n"
            "            return\n"
            "        if self.shop",
            "        if self.shop",
        ),
        guard="it is sent under the same key, and looked up after that",
        without_guard=one(_REFUNDER, "key=refund.refund_key,", 'key=f"{refund.refund_key}-{refund.tries}",'),
    ),
    Mutant(
        "refund-more-than-paid",
        "more may be asked for than is left",
        one(_REFUNDING, "    if back > left:\n", "    if False:\n"),
        tests=("tests/services/test_refunding.py",),
    ),
    Mutant(
        "payment-not-in-the-journal",
        "a payment moves and the journal does not say so",
        one(
            _PAYMENTS,
            "    _tell(session, row, terminal, at, target, reason)\n    feed.tell(session, row.restaurant_id)\n    return target",
            "    feed.tell(session, row.restaurant_id)\n    return target",
        ),
    ),
    Mutant(
        "booking-not-in-the-journal",
        "a booking moves and the journal does not say so",
        one(
            _BOOKINGS,
            "    _tell(session, row, at, target, reason)\n    feed.tell(session, row.restaurant_id)\n    return target",
            "    feed.tell(session, row.restaurant_id)\n    return target",
        ),
    ),
    Mutant(
        "chain-without-links",
        "a journal row does not carry the hash of the one before it",
        one(_JOURNAL, "(last.place + 1, last.hash) if last", "(last.place + 1, GENESIS) if last"),
    ),
)

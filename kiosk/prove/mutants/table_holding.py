"""Mutants of the road from the seats to the intent."""

from typing import Final

from kiosk.prove.mutants.mutant import Mutant, one

_SETTLING: Final = "kiosk.services.settling"
_CHECKOUT: Final = "kiosk.services.checkout"
_HOLDING: Final = "kiosk.services.holding"
_BOOKINGS: Final = "kiosk.storage.bookings"
_CLAIMS: Final = "kiosk.storage.claims"

_TIMER_FREES_ALL = one(_BOOKINGS, 'bindparam("until"), ~_IS_UNDECIDED)', 'bindparam("until"))')

HOLDING: Final = (
    Mutant("timer-frees-what-is-paid", "a timer lets every hold go whose time is over", _TIMER_FREES_ALL),
    Mutant(
        "amount-not-compared",
        "the redirect's amount is not looked at",
        one(_CHECKOUT, "case Returned() if returned.amount != payment.amount:", "case Returned() if False:"),
        guard="our own stored amount is sent, never the redirect's",
        without_guard=one(
            _CHECKOUT,
            "        intent_at=now,\n",
            "        intent_at=now,\n        amount_won=returned.amount,\n",
        ),
    ),
    Mutant(
        "order-not-compared",
        "the redirect's order is not looked at",
        one(
            _CHECKOUT,
            "case Returned() if returned.order_id != payment.order_id:",
            "case Returned() if False:",
        ),
        tests=("tests/services/test_checkout.py",),
    ),
    Mutant(
        "replay-not-refused",
        "a redirect is taken in every state",
        one(
            _CHECKOUT,
            '    if payment.status is not PaymentStatus.OPENED:\n        return NotAccepted("replay", as_booking(booking))\n    returned',
            "    returned",
        ),
        tests=("tests/services/test_checkout.py",),
    ),
    Mutant(
        "late-without-reclaim",
        "a lapsed hold counts as kept",
        one(_CHECKOUT, "    if not reclaim(shop, session, booking):\n        return False\n", ""),
    ),
    Mutant(
        "reclaim-takes-from-others",
        "claims push others out instead of giving way",
        one(
            _CLAIMS,
            'text(f"INSERT INTO claim',
            'text(f"INSERT OR REPLACE INTO claim',
        ),
    ),
    Mutant(
        "claims-give-way-unseen",
        "a claim that is somebody else's is left out without a word",
        one(
            _CLAIMS,
            'text(f"INSERT INTO claim',
            'text(f"INSERT OR IGNORE INTO claim',
        ),
    ),
    Mutant(
        "window-not-checked",
        "a redirect is taken however late it comes",
        one(_CHECKOUT, "case Returned() if now >= payment.window_ends_at:", "case Returned() if False:"),
        tests=("tests/services/test_checkout.py",),
        guard="the sweep in the same transaction gives the payment up first",
        without_guard=one(
            _HOLDING, "    left = payments.abandoned(session, shop.restaurant_id, now)\n", "    left = []\n"
        ),
    ),
    Mutant(
        "price-read-again",
        "the price of today is paid, not that of the hold",
        one(
            _CHECKOUT,
            "        amount=row.amount,\n",
            "        amount=__import__('kiosk.storage.floors').storage.floors.rules_of(session, shop.restaurant_id)[0].price"
            " * len(row.seat_ids),\n",
        ),
    ),
    Mutant(
        "commit-lost-goes-on",
        "a commit whose answer was lost counts as done",
        one(
            _CHECKOUT,
            "        if payment.status is PaymentStatus.CONFIRMING:\n            return Accepted(payment_id)\n",
            "        if True:\n            return Accepted(payment_id)\n",
        ),
        guard="the settler starts from the stored row",
        without_guard=one(
            _SETTLING,
            "        if payment.status is PaymentStatus.CONFIRMING:\n            self._drive(payment)\n",
            "        if payment.status in (PaymentStatus.CONFIRMING, PaymentStatus.OPENED):\n            self._confirm(payment)\n"
            "            self._drive(payment)\n",
        ),
    ),
    Mutant(
        "paid-again-while-undecided",
        "a second payment is opened while the first is not known",
        one(
            _CHECKOUT,
            "            if alive and alive.status is not PaymentStatus.OPENED:\n",
            "            if False:\n",
        ),
    ),
    Mutant(
        "stopped-while-undecided",
        "closing the page gives up what was sent",
        one(
            _CHECKOUT,
            "        if payment.status is PaymentStatus.OPENED:\n            _void(",
            "        if True:\n            _void(",
        ),
    ),
    Mutant(
        "seats-given-back-while-undecided",
        "the guest's word frees seats that are being paid for",
        one(
            _HOLDING,
            "        if payment and payment.status is not PaymentStatus.OPENED:\n            return\n",
            "",
        ),
    ),
    Mutant(
        "seats-changed-while-undecided",
        "other seats, at another price, while the first are being paid for",
        one(
            _HOLDING,
            "    if mine and payments.alive_of(session, shop.restaurant_id, mine.booking_id):\n        return",
            "    if False:\n        return",
        ),
    ),
)

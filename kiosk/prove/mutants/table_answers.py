"""Mutants of what an answer of the company means."""

from typing import Final

from kiosk.prove.mutants.mutant import Mutant, one

_ANSWERS: Final = "kiosk.payments.answers"
_CODES: Final = "kiosk.payments.codes"

_ORDER_OFF = one(_ANSWERS, '"order": record.order_id != order.order_id,', '"order": False,')
_KEY_OFF = one(_ANSWERS, '"payment key": not _has_key_of(order, record),', '"payment key": False,')

ANSWERS: Final = (
    Mutant(
        "refused-unless-200",
        "every answer but 200 means that the card was refused",
        one(
            _ANSWERS,
            "return Unknown(Doubt.TRY_LATER if later else meaning, code=code, http_status=http_status)",
            'return Declined(code or "refused")',
        ),
    ),
    Mutant(
        "unlisted-is-refused",
        "a code that nobody has listed is a refusal",
        one(
            _ANSWERS,
            "Doubt.UNLISTED if code else Doubt.UNREADABLE",
            "Ending.DECLINED if code else Doubt.UNREADABLE",
        ),
    ),
    Mutant(
        "server-error-refuses",
        "a refusal's code is believed whatever the status",
        one(_ANSWERS, "isinstance(meaning, Ending) and http_status not in _REFUSING", "False"),
    ),
    Mutant(
        "any-record-is-paid",
        "200 with a record is paid, whatever its status",
        one(
            _ANSWERS,
            'return _done(order, record) if record.status == "DONE" else _undecided(order, record)',
            'return _done(order, record) if record.status == "DONE" else Approved(record)',
        ),
    ),
    Mutant(
        "deposit-awaited-is-paid",
        "a virtual account that waits for its deposit is paid",
        one(
            _ANSWERS,
            '    if record.status == "DONE":\n        return _done(order, record)\n    if _is_of',
            '    if record.status in ("DONE", "WAITING_FOR_DEPOSIT"):\n        return _done(order, record)\n    if _is_of',
        ),
    ),
    Mutant(
        "other-order-accepted",
        "the record of another order pays for ours",
        _ORDER_OFF,
        guard="the payment key is compared too",
        without_guard=_KEY_OFF,
    ),
    Mutant(
        "other-key-accepted",
        "a record with another payment key pays for ours",
        _KEY_OFF,
        tests=("tests/payments/test_answers.py",),
    ),
    Mutant(
        "other-total-accepted",
        "whatever was charged is taken for our amount",
        one(_ANSWERS, '"total": record.total != order.amount,', '"total": False,'),
    ),
    Mutant(
        "other-currency-accepted",
        "dollars are taken for won",
        one(_ANSWERS, '"currency": record.currency != "KRW",', '"currency": False,'),
    ),
    Mutant(
        "balance-ignored",
        "that a part has gone back already is not looked at",
        one(_ANSWERS, '"balance": record.balance != record.total,', '"balance": False,'),
        tests=("tests/payments/test_answers.py",),
    ),
    Mutant(
        "under-way-is-refused",
        "a payment that is not confirmed yet never will be",
        one(
            _ANSWERS,
            '_NEVER_PAID = ("ABORTED", "EXPIRED")',
            '_NEVER_PAID = ("ABORTED", "EXPIRED", "IN_PROGRESS")',
        ),
    ),
    Mutant(
        "refund-needs-no-proof",
        "a record that still has the money proves that it went back",
        one(
            _ANSWERS,
            'all_back = record.status == "CANCELED" and record.balance == 0 and given_back_in(found)',
            'all_back = record.status in ("CANCELED", "DONE")',
        ),
    ),
    Mutant(
        "already-processed-is-refused",
        "ALREADY_PROCESSED_PAYMENT means that nothing was charged",
        one(
            _CODES,
            '"ALREADY_PROCESSED_PAYMENT": Doubt.ALREADY_PROCESSED',
            '"ALREADY_PROCESSED_PAYMENT": _DECLINED',
        ),
    ),
    Mutant(
        "no-session-is-refused",
        "404 on a confirm means at once that nothing was charged",
        one(_CODES, '"NOT_FOUND_PAYMENT_SESSION": Doubt.NOT_FOUND', '"NOT_FOUND_PAYMENT_SESSION": _DECLINED'),
    ),
    Mutant(
        "provider-error-is-refused",
        "trouble at the provider means that nothing was charged",
        one(
            _CODES,
            '"PROVIDER_ERROR": Doubt.TRY_LATER,\n    "EXCEED_MAX_CARD',
            '"PROVIDER_ERROR": _DECLINED,\n    "EXCEED_MAX_CARD',
        ),
    ),
    Mutant(
        "wrong-keys-refuse",
        "that our own key is refused means that the card was",
        one(_CODES, '"UNAUTHORIZED_KEY": _MISCONFIGURED', '"UNAUTHORIZED_KEY": _DECLINED'),
    ),
)

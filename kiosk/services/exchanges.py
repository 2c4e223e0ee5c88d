"""What every question to the payment company shares: the order it is about, and the note of what was answered."""

from collections.abc import Sequence

from kiosk.payments.channel import (
    Declined,
    Doubt,
    Misconfigured,
    Mismatch,
    NotSent,
    Order,
    RefundAnswer,
    Standing,
    Unknown,
)
from kiosk.services.selling import watch_keys
from kiosk.services.shop import Shop
from kiosk.storage import payments
from kiosk.storage.engine import Conflict
from kiosk.storage.payments import AnswerRow, PaymentRow

_FAILED = 400
_SILENT = (NotSent.__name__, Doubt.TIMED_OUT, Doubt.CUT_OFF)
"""How an answer is noted when there was none."""


def order_of(payment: PaymentRow) -> Order:
    """*Our* amount and the stored key: nothing of the redirect goes to the company but the payment key."""
    return Order(payment.order_id, payment.payment_key or "", payment.amount, payment.confirm_key)


def note(shop: Shop, payment: PaymentRow, call: str, answer: RefundAnswer | Standing) -> None:
    """Keep what was answered; and wrong keys of ours stop the sale of new seats until an answer to them comes."""
    kind = answer.doubt if isinstance(answer, Unknown) else type(answer).__name__
    row = AnswerRow(shop.clock.now(), call, kind, _code(answer))
    try:
        with shop.database.write() as session:
            payments.note_answer(session, payment, row)
            watch_keys(session, shop, answer)
    except Conflict:
        # Two settlers noted at once; the other's note has the place. The answers themselves are what count.
        return


def is_kept_error(answer: RefundAnswer | Standing) -> bool:
    """Whether the company has answered a cancel with a failure that it keeps: sent again, the same key gets the same.

    Not while the first request may still run, and not when nothing was answered at all.
    """
    match answer:
        case Declined():
            return True
        case Unknown(doubt, code, http_status):
            is_over = doubt not in (Doubt.STILL_RUNNING, Doubt.TRY_LATER)
            return is_over and bool(code) and http_status >= _FAILED
        case _:
            return False


def was_silent(said: Sequence[AnswerRow]) -> bool:
    """Whether the last that was noted is that the company did not answer at all."""
    return bool(said) and said[-1].kind in _SILENT


def _code(answer: RefundAnswer | Standing) -> str:
    match answer:
        case Unknown(code=code) | Declined(code) | Misconfigured(code):
            return code
        case NotSent(why):
            return why
        case Mismatch(what):
            return what
        case _:
            return ""

"""What an answer of Toss Payments means for the money. The codes are in ``kiosk.payments.codes``; what is not there is unknown.

Branches on the code, never on the message (Toss docs: messages vary). Pure and total: any status, any bytes.
"""

from collections.abc import Mapping
from typing import Any

from kiosk.payments import codes
from kiosk.payments.channel import (
    Answer,
    Approved,
    Canceled,
    Declined,
    Doubt,
    Misconfigured,
    Mismatch,
    Order,
    Record,
    RefundAnswer,
    Standing,
    Unknown,
)
from kiosk.payments.codes import Ending, Meaning, Reason, reason_of
from kiosk.payments.records import code_in, failure_in, given_back_in, read_object, record_in

__all__ = [
    "Reason",
    "judge_cancel",
    "judge_confirm",
    "judge_inquiry",
    "judge_proof",
    "judge_standing",
    "names_other_order",
    "reason_of",
]

_OK, _UNAUTHORIZED, _TOO_MANY = 200, 401, 429
_REFUSING = (400, 401, 403, 404)
_NEVER_PAID = ("ABORTED", "EXPIRED")
_NOT_YET = ("READY", "IN_PROGRESS")
_GIVEN_BACK = ("CANCELED", "PARTIAL_CANCELED")


def judge_confirm(order: Order, http_status: int, body: bytes) -> Answer:
    """The answer to a confirm. Only DONE that is ours in every part is Approved; only a listed refusal is Declined."""
    found = read_object(body)
    if http_status != _OK:
        return _error(codes.CONFIRM, http_status, found)
    record = record_in(found) if found else None
    if record is None:
        return Unknown(Doubt.UNREADABLE, http_status=_OK)
    return _done(order, record) if record.status == "DONE" else _undecided(order, record)


def judge_inquiry(order: Order, http_status: int, body: bytes, *, by_order: bool = False) -> Answer:
    """The answer to an inquiry. The company's record is proof, of a payment and of its end; its errors prove nothing.

    ``by_order``: our payment key has turned out to be another order's, as after an edited redirect, and the company was
    asked by order id. Then the order's end is ours whatever key it has, while money under it is still a Mismatch.
    """
    found = read_object(body)
    if http_status != _OK:
        return _error(codes.INQUIRY, http_status, found)
    record = record_in(found) if found else None
    if found is None or record is None:
        return Unknown(Doubt.UNREADABLE, http_status=_OK)
    if record.status == "DONE":
        return _done(order, record)
    if _is_of(order, record) and record.status in _GIVEN_BACK:
        # We have not canceled it: whoever inquires still waits for its approval.
        return Mismatch("canceled", record)
    is_over = record.order_id == order.order_id if by_order else _is_of(order, record)
    if is_over and record.status in _NEVER_PAID:
        return Declined(failure_in(found) or record.status)
    return _undecided(order, record)


def judge_cancel(order: Order, http_status: int, body: bytes) -> RefundAnswer:
    """The answer to a cancel. A refusal is no proof of anything; even a good answer is believed only once inquired."""
    if http_status == _OK:
        return judge_proof(order, http_status, body)
    return _error(codes.CANCEL, http_status, read_object(body))


def judge_proof(order: Order, http_status: int, body: bytes) -> RefundAnswer:
    """Whether an inquiry shows all of it given back: CANCELED, balance 0, and an entry in ``cancels``.

    ABORTED and EXPIRED took nothing, so nothing is left to give back. The payment key is not compared: whatever
    stands under our order has to go back. Approved means that money is still with us.
    """
    found = read_object(body)
    if http_status != _OK:
        return _error(codes.INQUIRY, http_status, found)
    record = record_in(found) if found else None
    if found is None or record is None:
        return Unknown(Doubt.UNREADABLE, http_status=_OK)
    if record.order_id != order.order_id:
        return Mismatch("order", record)
    all_back = record.status == "CANCELED" and record.balance == 0 and given_back_in(found)
    if all_back or record.status in _NEVER_PAID:
        return Canceled(record)
    if record.status in ("DONE", "PARTIAL_CANCELED"):
        return Approved(record)
    return _undecided(order, record)


def judge_standing(order: Order, http_status: int, body: bytes) -> Standing:
    """The record of our order, as it is; a record of another order tells nothing of ours."""
    found = read_object(body)
    if http_status != _OK:
        answer = _error(codes.INQUIRY, http_status, found)
        assert not isinstance(answer, Declined), "no code of an inquiry is a refusal"
        return answer
    record = record_in(found) if found else None
    if record is None:
        return Unknown(Doubt.UNREADABLE, http_status=_OK)
    return record if record.order_id == order.order_id else Unknown(Doubt.UNCLEAR, http_status=_OK)


def names_other_order(order: Order, body: bytes) -> bool:
    """Whether a body is the record of an order that is not ours: then it says nothing about ours, good or bad."""
    record = record_in(read_object(body) or {})
    return record is not None and record.order_id != order.order_id


def _done(order: Order, record: Record) -> Approved | Mismatch:
    differences = {
        "order": record.order_id != order.order_id,
        "payment key": not _has_key_of(order, record),
        "total": record.total != order.amount,
        "currency": record.currency != "KRW",
        "balance": record.balance != record.total,
    }
    what = ", ".join(name for name, differs in differences.items() if differs)
    return Mismatch(what, record) if what else Approved(record)


def _undecided(order: Order, record: Record) -> Unknown:
    doubt = Doubt.UNCLEAR
    if _is_of(order, record) and record.status == "WAITING_FOR_DEPOSIT":
        doubt = Doubt.WAITING_FOR_DEPOSIT
    elif _is_of(order, record) and record.status in _NOT_YET:
        doubt = Doubt.NOT_CONFIRMED_YET
    return Unknown(doubt, http_status=_OK)


def _is_of(order: Order, record: Record) -> bool:
    return record.order_id == order.order_id and _has_key_of(order, record)


def _has_key_of(order: Order, record: Record) -> bool:
    """An order that never got a payment key back is inquired by its order id, and has none to compare."""
    return order.payment_key in ("", record.payment_key)


def _error(
    table: Mapping[str, Meaning], http_status: int, found: Mapping[str, Any] | None
) -> Declined | Misconfigured | Unknown:
    code = code_in(found) if found else ""
    meaning = table.get(code, Doubt.UNLISTED if code else Doubt.UNREADABLE)
    if isinstance(meaning, Ending) and http_status not in _REFUSING:
        # A proof has to come with the status of a refusal; a server that fails proves nothing.
        meaning = Doubt.UNCLEAR
    if meaning is Doubt.UNLISTED and http_status == _UNAUTHORIZED:
        meaning = Ending.MISCONFIGURED
    if isinstance(meaning, Doubt):
        later = http_status == _TOO_MANY
        return Unknown(Doubt.TRY_LATER if later else meaning, code=code, http_status=http_status)
    return Declined(code) if meaning is Ending.DECLINED else Misconfigured(code)

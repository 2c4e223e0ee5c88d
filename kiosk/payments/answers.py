"""What an answer of Toss Payments means for the money: one table, and everything that is not in it is unknown.

Branches on the code, never on the message and hardly on the HTTP status (Toss docs, error codes).
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal

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
    Unknown,
)

Reason = Literal["limit", "unusable", "bank_closed", "ask_issuer", "expired", "other"]

REFUSALS: Final[Mapping[str, Reason]] = {
    # Toss docs, confirm: definite refusals of the issuer or the bank. Nothing was charged, nothing will be.
    "EXCEED_MAX_CARD_INSTALLMENT_PLAN": "unusable",
    "NOT_ALLOWED_POINT_USE": "unusable",
    "INVALID_REJECT_CARD": "ask_issuer",
    "BELOW_MINIMUM_AMOUNT": "other",
    "INVALID_CARD_EXPIRATION": "unusable",
    "INVALID_STOPPED_CARD": "unusable",
    "EXCEED_MAX_DAILY_PAYMENT_COUNT": "limit",
    "NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT": "unusable",
    "INVALID_CARD_INSTALLMENT_PLAN": "unusable",
    "NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN": "unusable",
    "EXCEED_MAX_PAYMENT_AMOUNT": "limit",
    "INVALID_AUTHORIZE_AUTH": "unusable",
    "INVALID_CARD_LOST_OR_STOLEN": "ask_issuer",
    "RESTRICTED_TRANSFER_ACCOUNT": "ask_issuer",
    "INVALID_CARD_NUMBER": "unusable",
    "EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT": "limit",
    "EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT": "limit",
    "EXCEED_MAX_AMOUNT": "limit",
    "INVALID_ACCOUNT_INFO_RE_REGISTER": "unusable",
    "EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT": "limit",
    "REJECT_ACCOUNT_PAYMENT": "limit",
    "REJECT_CARD_PAYMENT": "limit",
    "REJECT_CARD_COMPANY": "ask_issuer",
    "REJECT_TOSSPAY_INVALID_ACCOUNT": "unusable",
    "EXCEED_MAX_AUTH_COUNT": "ask_issuer",
    "EXCEED_MAX_ONE_DAY_AMOUNT": "limit",
    "INVALID_PASSWORD": "unusable",
    "FDS_ERROR": "ask_issuer",
}

MISCONFIGURED: Final = frozenset(
    {
        # Toss docs, error codes: our keys or our contract. No card will work until somebody puts it right.
        "INVALID_API_KEY",
        "UNAUTHORIZED_KEY",
        "INCORRECT_BASIC_AUTH_FORMAT",
        "NOT_FOUND_TERMINAL_ID",
        "INVALID_UNREGISTERED_SUBMALL",
        "NOT_REGISTERED_BUSINESS",
        "INVALID_CLIENT_KEY",
        "NOT_FOUND_MERCHANT",
        "API_VERSION_UPDATE_NEEDED",
    }
)

DOUBTS: Final[Mapping[str, Doubt]] = {
    # Codes that are listed and still prove nothing about the money.
    "ALREADY_PROCESSED_PAYMENT": Doubt.ALREADY_PROCESSED,
    "DUPLICATED_ORDER_ID": Doubt.ALREADY_PROCESSED,
    "ALREADY_CANCELED_PAYMENT": Doubt.ALREADY_PROCESSED,
    "ALREADY_REFUND_PAYMENT": Doubt.ALREADY_PROCESSED,
    "ALREADY_PROCESSING_REQUEST": Doubt.STILL_RUNNING,
    "IDEMPOTENT_REQUEST_PROCESSING": Doubt.STILL_RUNNING,
    "PROVIDER_ERROR": Doubt.TRY_LATER,
    "NOT_AVAILABLE_PAYMENT": Doubt.TRY_LATER,
    "NOT_AVAILABLE_BANK": Doubt.TRY_LATER,
    "FORBIDDEN_CONSECUTIVE_REQUEST": Doubt.TRY_LATER,
    "EXCEED_CANCEL_LIMIT": Doubt.TRY_LATER,
    "TOO_MANY_REQUESTS": Doubt.TRY_LATER,
    "NOT_FOUND_PAYMENT": Doubt.NOT_FOUND,
    "NOT_FOUND_PAYMENT_SESSION": Doubt.NOT_FOUND,
    "NOT_FOUND": Doubt.NOT_FOUND,
}

CANCEL_REFUSALS: Final = frozenset(
    {
        # Toss docs, cancel: refused as it stands; a person has to look. Proves nothing about earlier cancels.
        "INVALID_REFUND_ACCOUNT_INFO",
        "EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT",
        "INVALID_REFUND_ACCOUNT_NUMBER",
        "INVALID_BANK",
        "REFUND_REJECTED",
        "FORBIDDEN_BANK_REFUND_REQUEST",
        "NOT_CANCELABLE_AMOUNT",
        "NOT_CANCELABLE_PAYMENT",
        "EXCEED_MAX_REFUND_DUE",
        "NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT",
        "NOT_ALLOWED_PARTIAL_REFUND",
        "NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER",
    }
)

_OK, _TOO_MANY = 200, 429
_ENDED = frozenset({"ABORTED", "EXPIRED"})


def reason_of(code: str) -> Reason:
    """Which of the customer's few sentences a refusal gets."""
    if code in ("NOT_AVAILABLE_BANK", "NOT_AVAILABLE_PAYMENT"):
        return "bank_closed"
    if code in ("EXPIRED", "EXPIRED_PAYMENT", "NOT_FOUND_PAYMENT", "NOT_FOUND_PAYMENT_SESSION", "late"):
        return "expired"
    return REFUSALS.get(code, "other")


def judge_confirm(order: Order, http_status: int, body: bytes) -> Answer:
    """The answer to a confirm. Only DONE that is ours in every part is Approved; only a listed refusal is Declined."""
    return _judge(order, http_status, body, asked_only=False)


def judge_inquiry(order: Order, http_status: int, body: bytes) -> Answer:
    """The answer to an inquiry: the company's own record is the proof, its error codes prove nothing."""
    return _judge(order, http_status, body, asked_only=True)


def judge_cancel(order: Order, http_status: int, body: bytes) -> RefundAnswer:
    """The answer to a cancel. Even a good one is proven by an inquiry only; a refusal is no proof of anything."""
    answer = _parsed(body)
    if http_status == _OK:
        return judge_proof(order, http_status, body)
    code = _code(answer)
    if code in CANCEL_REFUSALS:
        return Declined(code)
    return _error(http_status, code)


def judge_proof(order: Order, http_status: int, body: bytes) -> RefundAnswer:
    """Whether an inquiry shows all of it given back: CANCELED, balance 0, and an entry in ``cancels``."""
    answer = _parsed(body)
    if http_status != _OK or answer is None:
        return _error(http_status, _code(answer))
    record = _record(answer)
    if record is None:
        return Unknown(Doubt.UNREADABLE, http_status=http_status)
    if record.order_id != order.order_id:
        return Mismatch("order", record)
    given_back = record.status == "CANCELED" and record.balance == 0 and bool(answer.get("cancels"))
    if given_back or record.status in _ENDED:
        # ABORTED and EXPIRED were never confirmed: nothing is left that could be given back.
        return Canceled(record)
    return _still_there(record)


def _still_there(record: Record) -> RefundAnswer:
    if record.status in ("DONE", "PARTIAL_CANCELED"):
        return Approved(record)
    return Unknown(_doubt_of(record.status), code=record.status, http_status=_OK)


def _judge(order: Order, http_status: int, body: bytes, *, asked_only: bool) -> Answer:
    answer = _parsed(body)
    if http_status == _OK and answer is not None:
        return _judge_record(order, answer, asked_only=asked_only)
    code = _code(answer)
    if code in REFUSALS and not asked_only and http_status != _OK:
        return Declined(code)
    return _error(http_status, code)


def _judge_record(order: Order, answer: Mapping[str, Any], *, asked_only: bool) -> Answer:
    record = _record(answer)
    if record is None:
        return Unknown(Doubt.UNREADABLE, http_status=_OK)
    if record.status in ("DONE", "CANCELED", "PARTIAL_CANCELED"):
        wrong = _what_differs(order, record)
        return Mismatch(wrong, record) if wrong else Approved(record)
    if record.order_id != order.order_id:
        # The company answered about another order, as it does when a key is used twice (Toss docs, idempotency).
        return Unknown(Doubt.UNREADABLE, code="order", http_status=_OK)
    if record.status in _ENDED and asked_only:
        return Declined(_failure(answer) or record.status)
    return Unknown(_doubt_of(record.status), code=record.status, http_status=_OK)


def _what_differs(order: Order, record: Record) -> str:
    differences = {
        "order": record.order_id != order.order_id,
        "payment_key": record.payment_key != order.payment_key,
        "total": record.total != order.amount,
        "currency": record.currency != "KRW",
        "canceled": record.status != "DONE" or record.balance != record.total,
    }
    return ",".join(name for name, differs in differences.items() if differs)


def _doubt_of(status: str) -> Doubt:
    if status == "WAITING_FOR_DEPOSIT":
        return Doubt.WAITING_FOR_DEPOSIT
    return Doubt.NOT_CONFIRMED_YET if status in ("READY", "IN_PROGRESS") else Doubt.UNLISTED


def _error(http_status: int, code: str) -> Unknown | Misconfigured:
    if http_status == _OK or not code:
        doubt = Doubt.TRY_LATER if http_status == _TOO_MANY else Doubt.UNREADABLE
        return Unknown(doubt, code=code, http_status=http_status)
    if code in MISCONFIGURED:
        return Misconfigured(code)
    return Unknown(DOUBTS.get(code, Doubt.UNLISTED), code=code, http_status=http_status)


def _parsed(body: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _code(answer: Mapping[str, Any] | None) -> str:
    """The code of an error, in the shape of the payment APIs or of the newer resource APIs."""
    if answer is None:
        return ""
    inner = answer.get("error")
    code = answer.get("code") if not isinstance(inner, dict) else inner.get("code")
    return code if isinstance(code, str) else ""


def _failure(answer: Mapping[str, Any]) -> str:
    failure = answer.get("failure")
    code = failure.get("code") if isinstance(failure, dict) else None
    return code if isinstance(code, str) else ""


def _record(answer: Mapping[str, Any]) -> Record | None:
    """The record, if every field that decides has exactly its type: 10000.0, "10000" and true are not amounts."""
    texts = [answer.get(name) for name in ("orderId", "paymentKey", "status", "currency")]
    amounts = [answer.get(name) for name in ("totalAmount", "balanceAmount")]
    if not all(isinstance(text, str) for text in texts) or not all(type(won) is int for won in amounts):
        return None
    order_id, payment_key, status, currency = (str(text) for text in texts)
    card, receipt = answer.get("card"), answer.get("receipt")
    return Record(
        order_id=order_id,
        payment_key=payment_key,
        status=status,
        total=int(amounts[0] or 0),
        balance=int(amounts[1] or 0),
        currency=currency,
        method=_text(answer, "method"),
        approved_at=_instant(answer.get("approvedAt")),
        # Easy pay by balance, transfer and phone have no card at all (Toss docs, easy pay response).
        approval_number=_text(card, "approveNo"),
        receipt_url=_text(receipt, "url"),
    )


def _text(holder: object, name: str) -> str:
    value = holder.get(name) if isinstance(holder, dict) else None
    return value if isinstance(value, str) else ""


def _instant(written: object) -> datetime | None:
    if not isinstance(written, str):
        return None
    try:
        instant = datetime.fromisoformat(written)
    except ValueError:
        return None
    return instant if instant.tzinfo else None

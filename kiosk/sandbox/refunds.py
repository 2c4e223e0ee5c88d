"""What may be canceled and what not (Toss docs, cancel). Answers or raises Refusal; changes nothing."""

from datetime import datetime, timedelta
from typing import Any

from kiosk.sandbox.clock import SEOUL
from kiosk.sandbox.errors import Refusal
from kiosk.sandbox.payment import Payment

LONGEST_REASON = 200
LONGEST_ACCOUNT = 20
DUE = {"계좌이체": timedelta(days=180), "가상계좌": timedelta(days=365)}
BANKS = {
    "20": "우리", "88": "신한", "06": "국민", "11": "농협", "81": "하나", "03": "기업", "92": "토스뱅크", "90": "카카오뱅크",
    "89": "케이뱅크", "71": "우체국", "45": "새마을", "31": "대구", "32": "부산", "39": "경남", "34": "광주", "37": "전북",
}  # fmt: skip


def refund_of(payment: Payment, body: dict[str, Any], now: datetime) -> tuple[int, str]:
    """Won and reason of the cancel that a request asks for, when all the rules allow it."""
    reason, asked = body.get("cancelReason"), body.get("cancelAmount")
    if not isinstance(reason, str) or not 1 <= len(reason) <= LONGEST_REASON:
        raise Refusal("INVALID_REQUEST")
    _state_allows(payment, now)
    amount = payment.balance if asked is None else whole(asked)
    if payment.status == "WAITING_FOR_DEPOSIT" and amount != payment.balance:
        raise Refusal("NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT")
    refundable = body.get("refundableAmount")
    if refundable is not None and whole(refundable) != payment.balance:
        raise Refusal("NOT_MATCHES_REFUNDABLE_AMOUNT")
    if payment.method == "가상계좌" and payment.charges:
        _check_account(body.get("refundReceiveAccount"))
    if not 0 < amount <= payment.balance:
        raise Refusal("NOT_CANCELABLE_AMOUNT")
    return amount, reason


def whole(value: object) -> int:
    """A number, or a numeric string as every official sample sends it. Raises INVALID_REQUEST."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    raise Refusal("INVALID_REQUEST")


def _state_allows(payment: Payment, now: datetime) -> None:
    if payment.status == "CANCELED":
        raise Refusal("ALREADY_CANCELED_PAYMENT")
    if payment.status not in ("DONE", "PARTIAL_CANCELED", "WAITING_FOR_DEPOSIT"):
        raise Refusal("NOT_CANCELABLE_PAYMENT")
    paid = payment.approved_at
    if paid is None:
        return
    due = DUE.get(payment.method)
    other_month = f"{paid.astimezone(SEOUL):%Y%m}" != f"{now.astimezone(SEOUL):%Y%m}"
    if (due and now - paid > due) or (payment.method == "휴대폰" and other_month):
        raise Refusal("EXCEED_MAX_REFUND_DUE")


def _check_account(account: object) -> None:
    """Where a deposit goes back to: bank, account number and holder are all needed."""
    if not isinstance(account, dict) or not {"bank", "accountNumber", "holderName"} <= set(account):
        raise Refusal("INVALID_REFUND_ACCOUNT_INFO")
    if account["bank"] not in BANKS and account["bank"] not in BANKS.values():
        raise Refusal("INVALID_BANK")
    number = str(account["accountNumber"])
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_ACCOUNT):
        raise Refusal("INVALID_REFUND_ACCOUNT_NUMBER")

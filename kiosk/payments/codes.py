"""Every error code of Toss Payments that we know, by the call it may answer, and what it means for the money.

One table a call, in the order of the company's own lists. What is not in the table of its call is unknown.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Final, Literal

from kiosk.payments.channel import Doubt


class Ending(Enum):
    """What a listed code may prove, beyond a doubt."""

    DECLINED = "declined"
    MISCONFIGURED = "misconfigured"


Meaning = Ending | Doubt
Reason = Literal["limit", "unusable", "bank_closed", "ask_issuer", "expired", "other"]

_DECLINED, _MISCONFIGURED = Ending.DECLINED, Ending.MISCONFIGURED

_EVERYWHERE: Final[Mapping[str, Meaning]] = {
    # Toss docs, error codes that any call may answer: our keys, our contract, our pace, their trouble.
    "UNAUTHORIZED_KEY": _MISCONFIGURED,
    "INCORRECT_BASIC_AUTH_FORMAT": _MISCONFIGURED,
    "INVALID_API_KEY": _MISCONFIGURED,
    "INVALID_CLIENT_KEY": _MISCONFIGURED,
    "NOT_FOUND_MERCHANT": _MISCONFIGURED,
    "API_VERSION_UPDATE_NEEDED": _MISCONFIGURED,
    "FORBIDDEN_CONSECUTIVE_REQUEST": Doubt.TRY_LATER,
    "MAINTAINED_METHOD": Doubt.TRY_LATER,
    "FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING": Doubt.UNCLEAR,  # also sent while the first request runs on
    "FAILED_INTERNAL_SYSTEM_PROCESSING": Doubt.UNCLEAR,
    "FAILED_METHOD_HANDLING": Doubt.UNCLEAR,
    "FAILED_DB_PROCESSING": Doubt.UNCLEAR,
    "COMMON_ERROR": Doubt.UNCLEAR,
    "UNKNOWN_ERROR": Doubt.UNCLEAR,
    "INVALID_REQUEST": Doubt.UNCLEAR,
    "INVALID_IDEMPOTENCY_KEY": Doubt.UNCLEAR,
    "IDEMPOTENT_REQUEST_PROCESSING": Doubt.STILL_RUNNING,
    "NOT_FOUND_PAYMENT": Doubt.NOT_FOUND,
    # Too many requests have no documented code; the status 429 decides.
}

CONFIRM: Final[Mapping[str, Meaning]] = {
    **_EVERYWHERE,
    # Toss docs, confirm. A refusal here is of this attempt, for good: nothing was charged, nothing will be.
    "ALREADY_PROCESSED_PAYMENT": Doubt.ALREADY_PROCESSED,
    "ALREADY_PROCESSING_REQUEST": Doubt.STILL_RUNNING,
    "PROVIDER_ERROR": Doubt.TRY_LATER,
    "EXCEED_MAX_CARD_INSTALLMENT_PLAN": _DECLINED,
    "NOT_ALLOWED_POINT_USE": _DECLINED,
    "INVALID_REJECT_CARD": _DECLINED,
    "BELOW_MINIMUM_AMOUNT": Doubt.UNCLEAR,  # we asked for what cannot be sold: a mistake of ours, and no proof
    "INVALID_CARD_EXPIRATION": _DECLINED,
    "INVALID_STOPPED_CARD": _DECLINED,
    "EXCEED_MAX_DAILY_PAYMENT_COUNT": _DECLINED,
    "NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT": _DECLINED,
    "INVALID_CARD_INSTALLMENT_PLAN": _DECLINED,
    "NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN": _DECLINED,
    "EXCEED_MAX_PAYMENT_AMOUNT": _DECLINED,
    "NOT_FOUND_TERMINAL_ID": _MISCONFIGURED,
    "INVALID_AUTHORIZE_AUTH": _DECLINED,
    "INVALID_CARD_LOST_OR_STOLEN": _DECLINED,
    "RESTRICTED_TRANSFER_ACCOUNT": _DECLINED,
    "INVALID_CARD_NUMBER": _DECLINED,
    "INVALID_UNREGISTERED_SUBMALL": _MISCONFIGURED,
    "NOT_REGISTERED_BUSINESS": _MISCONFIGURED,
    "EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT": _DECLINED,
    "EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT": _DECLINED,
    "CARD_PROCESSING_ERROR": Doubt.UNCLEAR,
    "EXCEED_MAX_AMOUNT": _DECLINED,
    "INVALID_ACCOUNT_INFO_RE_REGISTER": _DECLINED,
    "NOT_AVAILABLE_PAYMENT": Doubt.TRY_LATER,
    "UNAPPROVED_ORDER_ID": Doubt.UNCLEAR,
    "EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT": _DECLINED,
    "DUPLICATED_ORDER_ID": Doubt.ALREADY_PROCESSED,
    "REJECT_ACCOUNT_PAYMENT": _DECLINED,
    "REJECT_CARD_PAYMENT": _DECLINED,
    "REJECT_CARD_COMPANY": _DECLINED,
    "FORBIDDEN_REQUEST": Doubt.UNCLEAR,  # order, key or amount is another's: the record has to say
    "REJECT_TOSSPAY_INVALID_ACCOUNT": _DECLINED,
    "EXCEED_MAX_AUTH_COUNT": _DECLINED,
    "EXCEED_MAX_ONE_DAY_AMOUNT": _DECLINED,
    "NOT_AVAILABLE_BANK": Doubt.TRY_LATER,
    "INVALID_PASSWORD": _DECLINED,
    "FDS_ERROR": _DECLINED,
    "NOT_FOUND_PAYMENT_SESSION": Doubt.NOT_FOUND,
    "UNKNOWN_PAYMENT_ERROR": Doubt.UNCLEAR,
}

INQUIRY: Final[Mapping[str, Meaning]] = {
    **_EVERYWHERE,
    # Toss docs, payment inquiry. No error of an inquiry proves anything about the money.
    "NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT": Doubt.UNCLEAR,
    "NOT_FOUND": Doubt.NOT_FOUND,
}

CANCEL: Final[Mapping[str, Meaning]] = {
    **_EVERYWHERE,
    # Toss docs, cancel. A refusal is of this request as it stands; a person has to look.
    "ALREADY_CANCELED_PAYMENT": Doubt.ALREADY_PROCESSED,
    "INVALID_REFUND_ACCOUNT_INFO": _DECLINED,
    "EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT": _DECLINED,
    "INVALID_REFUND_ACCOUNT_NUMBER": _DECLINED,
    "INVALID_BANK": _DECLINED,
    "NOT_MATCHES_REFUNDABLE_AMOUNT": Doubt.UNCLEAR,
    "PROVIDER_ERROR": Doubt.TRY_LATER,
    "REFUND_REJECTED": _DECLINED,
    "ALREADY_REFUND_PAYMENT": Doubt.ALREADY_PROCESSED,
    "FORBIDDEN_BANK_REFUND_REQUEST": _DECLINED,
    "NOT_CANCELABLE_AMOUNT": _DECLINED,
    "FORBIDDEN_REQUEST": _MISCONFIGURED,
    "NOT_CANCELABLE_PAYMENT": _DECLINED,
    "EXCEED_MAX_REFUND_DUE": _DECLINED,
    "NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT": _DECLINED,
    "NOT_ALLOWED_PARTIAL_REFUND": _DECLINED,
    "NOT_AVAILABLE_BANK": Doubt.TRY_LATER,
    "NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER": _DECLINED,
    "EXCEED_CANCEL_LIMIT": Doubt.TRY_LATER,
    "FAILED_REFUND_PROCESS": Doubt.UNCLEAR,
    "FAILED_METHOD_HANDLING_CANCEL": Doubt.UNCLEAR,
    "FAILED_PARTIAL_REFUND": Doubt.UNCLEAR,
    "EXCEED_MAX_REFUND_AMOUNT": _DECLINED,
    "NOT_SUPPORTED_REFUND": _DECLINED,
}

_REASONS: Final[Mapping[str, Reason]] = {
    "REJECT_CARD_PAYMENT": "limit",
    "REJECT_ACCOUNT_PAYMENT": "limit",
    "EXCEED_MAX_AMOUNT": "limit",
    "EXCEED_MAX_PAYMENT_AMOUNT": "limit",
    "EXCEED_MAX_DAILY_PAYMENT_COUNT": "limit",
    "EXCEED_MAX_ONE_DAY_AMOUNT": "limit",
    "EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT": "limit",
    "EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT": "limit",
    "EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT": "limit",
    "EXCEEDS_TRANSFER_AMOUNT_MAXIMUM": "limit",
    "INVALID_STOPPED_CARD": "unusable",
    "INVALID_CARD_LOST_OR_STOLEN": "unusable",
    "INVALID_CARD_EXPIRATION": "unusable",
    "INVALID_CARD_NUMBER": "unusable",
    "NOT_SUPPORTED_CARD_TYPE": "unusable",
    "NOT_SUPPORTED_METHOD": "unusable",
    "NOT_ALLOWED_POINT_USE": "unusable",
    "INVALID_AUTHORIZE_AUTH": "unusable",
    "INVALID_ACCOUNT_INFO_RE_REGISTER": "unusable",
    "REJECT_TOSSPAY_INVALID_ACCOUNT": "unusable",
    "RESTRICTED_TRANSFER_ACCOUNT": "unusable",
    "NOT_AVAILABLE_BANK": "bank_closed",
    "NOT_AVAILABLE_PAYMENT": "bank_closed",
    "MAINTAINED_METHOD": "bank_closed",
    "REJECT_CARD_COMPANY": "ask_issuer",
    "INVALID_REJECT_CARD": "ask_issuer",
    "EXCEED_MAX_AUTH_COUNT": "ask_issuer",
    "FDS_ERROR": "ask_issuer",
    "USER_ACCOUNT_ON_HOLD": "ask_issuer",
    "EXPIRED": "expired",
    "EXPIRED_PAYMENT": "expired",
    "NOT_FOUND_PAYMENT": "expired",
    "NOT_FOUND_PAYMENT_SESSION": "expired",
    "late": "expired",  # our own word: the redirect came after its window, and was never confirmed
}


def reason_of(code: str) -> Reason:
    """Which of the few sentences for customers goes with a code; "other" says only that it was not approved."""
    return _REASONS.get(code, "other")

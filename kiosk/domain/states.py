"""The three state tables that hold money and seats: what a booking, a payment and a refund may become.

Each table is total: every (state, event) cell is a new state, IGNORE or BUG. Storage repeats the guard
in ``WHERE status =``; nothing here touches a row.
"""

from collections.abc import Mapping
from enum import Enum, StrEnum
from typing import Final


class BookingStatus(StrEnum):
    """READY 결제대기, PAID 결제완료, CANCELED 예약취소, FAILED 예약실패, EXPIRED 시간초과."""

    READY = "READY"
    PAID = "PAID"
    CANCELED = "CANCELED"
    FAILED = "FAILED"
    EXPIRED = "EXPIRED"


class BookingEvent(StrEnum):
    """What can happen to a booking."""

    PAYMENT_SETTLED = "payment_settled"
    HOLD_LAPSED = "hold_lapsed"
    HOLD_RECLAIMED = "hold_reclaimed"
    GIVEN_UP = "given_up"
    CANCELED_AFTER_PAYING = "canceled_after_paying"


class PaymentStatus(StrEnum):
    """One attempt to pay. VOID was never confirmed, so it never cost anybody anything."""

    OPENED = "OPENED"
    CONFIRMING = "CONFIRMING"
    DONE = "DONE"
    DECLINED = "DECLINED"
    VOID = "VOID"
    REFUND_DUE = "REFUND_DUE"
    REFUNDED = "REFUNDED"


class PaymentEvent(StrEnum):
    """What can happen to a payment."""

    REDIRECT_VERIFIED = "redirect_verified"
    GIVEN_UP_UNSENT = "given_up_unsent"
    APPROVED = "approved"
    DECLINED = "declined"
    APPROVED_UNKEPT = "approved_unkept"
    REFUND_PROVEN = "refund_proven"


class RefundStatus(StrEnum):
    """One sum that goes back at somebody's word. REFUSED: the company will not, and a person has to decide."""

    DUE = "DUE"
    DONE = "DONE"
    REFUSED = "REFUSED"


class RefundEvent(StrEnum):
    """What can happen to a refund. SHOWN: the company's record has an entry of it."""

    SHOWN = "shown"
    REFUSED = "refused"


ALIVE: Final = frozenset({PaymentStatus.OPENED, PaymentStatus.CONFIRMING, PaymentStatus.REFUND_DUE})
"""A booking has at most one payment in these states at a time."""


class Cell(Enum):
    """A cell of a state table that is not a new state."""

    IGNORE = "ignore"
    BUG = "bug"


IGNORE, BUG = Cell.IGNORE, Cell.BUG
_B, _BE = BookingStatus, BookingEvent
_P, _PE = PaymentStatus, PaymentEvent
_R, _RE = RefundStatus, RefundEvent

BOOKING_TABLE: Final[Mapping[tuple[BookingStatus, BookingEvent], BookingStatus | Cell]] = {
    (_B.READY, _BE.PAYMENT_SETTLED): _B.PAID,
    (_B.READY, _BE.HOLD_LAPSED): _B.EXPIRED,
    (_B.READY, _BE.HOLD_RECLAIMED): IGNORE,
    (_B.READY, _BE.GIVEN_UP): _B.FAILED,
    (_B.READY, _BE.CANCELED_AFTER_PAYING): BUG,
    (_B.PAID, _BE.PAYMENT_SETTLED): IGNORE,
    (_B.PAID, _BE.HOLD_LAPSED): BUG,
    (_B.PAID, _BE.HOLD_RECLAIMED): BUG,
    (_B.PAID, _BE.GIVEN_UP): IGNORE,
    (_B.PAID, _BE.CANCELED_AFTER_PAYING): _B.CANCELED,
    (_B.CANCELED, _BE.PAYMENT_SETTLED): BUG,
    (_B.CANCELED, _BE.HOLD_LAPSED): BUG,
    (_B.CANCELED, _BE.HOLD_RECLAIMED): BUG,
    (_B.CANCELED, _BE.GIVEN_UP): IGNORE,
    (_B.CANCELED, _BE.CANCELED_AFTER_PAYING): IGNORE,
    (_B.FAILED, _BE.PAYMENT_SETTLED): BUG,
    (_B.FAILED, _BE.HOLD_LAPSED): IGNORE,
    (_B.FAILED, _BE.HOLD_RECLAIMED): BUG,
    (_B.FAILED, _BE.GIVEN_UP): IGNORE,
    (_B.FAILED, _BE.CANCELED_AFTER_PAYING): BUG,
    (_B.EXPIRED, _BE.PAYMENT_SETTLED): BUG,
    (_B.EXPIRED, _BE.HOLD_LAPSED): IGNORE,
    (_B.EXPIRED, _BE.HOLD_RECLAIMED): _B.READY,
    (_B.EXPIRED, _BE.GIVEN_UP): IGNORE,
    (_B.EXPIRED, _BE.CANCELED_AFTER_PAYING): BUG,
}

PAYMENT_TABLE: Final[Mapping[tuple[PaymentStatus, PaymentEvent], PaymentStatus | Cell]] = {
    (_P.OPENED, _PE.REDIRECT_VERIFIED): _P.CONFIRMING,
    (_P.OPENED, _PE.GIVEN_UP_UNSENT): _P.VOID,
    (_P.OPENED, _PE.APPROVED): BUG,
    (_P.OPENED, _PE.DECLINED): BUG,
    (_P.OPENED, _PE.APPROVED_UNKEPT): _P.REFUND_DUE,
    (_P.OPENED, _PE.REFUND_PROVEN): BUG,
    (_P.CONFIRMING, _PE.REDIRECT_VERIFIED): IGNORE,
    (_P.CONFIRMING, _PE.GIVEN_UP_UNSENT): _P.VOID,
    (_P.CONFIRMING, _PE.APPROVED): _P.DONE,
    (_P.CONFIRMING, _PE.DECLINED): _P.DECLINED,
    (_P.CONFIRMING, _PE.APPROVED_UNKEPT): _P.REFUND_DUE,
    (_P.CONFIRMING, _PE.REFUND_PROVEN): BUG,
    (_P.DONE, _PE.REDIRECT_VERIFIED): IGNORE,
    (_P.DONE, _PE.GIVEN_UP_UNSENT): IGNORE,
    (_P.DONE, _PE.APPROVED): IGNORE,
    (_P.DONE, _PE.DECLINED): BUG,
    (_P.DONE, _PE.APPROVED_UNKEPT): BUG,
    (_P.DONE, _PE.REFUND_PROVEN): _P.REFUNDED,
    (_P.DECLINED, _PE.REDIRECT_VERIFIED): IGNORE,
    (_P.DECLINED, _PE.GIVEN_UP_UNSENT): IGNORE,
    (_P.DECLINED, _PE.APPROVED): BUG,
    (_P.DECLINED, _PE.DECLINED): IGNORE,
    (_P.DECLINED, _PE.APPROVED_UNKEPT): _P.REFUND_DUE,
    (_P.DECLINED, _PE.REFUND_PROVEN): BUG,
    (_P.VOID, _PE.REDIRECT_VERIFIED): IGNORE,
    (_P.VOID, _PE.GIVEN_UP_UNSENT): IGNORE,
    (_P.VOID, _PE.APPROVED): BUG,
    (_P.VOID, _PE.DECLINED): IGNORE,
    (_P.VOID, _PE.APPROVED_UNKEPT): _P.REFUND_DUE,
    (_P.VOID, _PE.REFUND_PROVEN): BUG,
    (_P.REFUND_DUE, _PE.REDIRECT_VERIFIED): IGNORE,
    (_P.REFUND_DUE, _PE.GIVEN_UP_UNSENT): IGNORE,
    (_P.REFUND_DUE, _PE.APPROVED): IGNORE,
    (_P.REFUND_DUE, _PE.DECLINED): BUG,
    (_P.REFUND_DUE, _PE.APPROVED_UNKEPT): IGNORE,
    (_P.REFUND_DUE, _PE.REFUND_PROVEN): _P.REFUNDED,
    (_P.REFUNDED, _PE.REDIRECT_VERIFIED): IGNORE,
    (_P.REFUNDED, _PE.GIVEN_UP_UNSENT): IGNORE,
    (_P.REFUNDED, _PE.APPROVED): BUG,
    (_P.REFUNDED, _PE.DECLINED): BUG,
    (_P.REFUNDED, _PE.APPROVED_UNKEPT): BUG,
    (_P.REFUNDED, _PE.REFUND_PROVEN): IGNORE,
}

REFUND_TABLE: Final[Mapping[tuple[RefundStatus, RefundEvent], RefundStatus | Cell]] = {
    (_R.DUE, _RE.SHOWN): _R.DONE,
    (_R.DUE, _RE.REFUSED): _R.REFUSED,
    (_R.DONE, _RE.SHOWN): IGNORE,
    (_R.DONE, _RE.REFUSED): IGNORE,
    # What the company's record shows is true, whatever it answered before.
    (_R.REFUSED, _RE.SHOWN): _R.DONE,
    (_R.REFUSED, _RE.REFUSED): IGNORE,
}


class ImpossibleMove(AssertionError):
    """A state table said BUG: something believed impossible happened. Stops the transaction, never swallowed."""


def next_booking(status: BookingStatus, event: BookingEvent) -> BookingStatus | None:
    """The new status, or None when the event changes nothing. Raises ImpossibleMove on a BUG cell."""
    cell = BOOKING_TABLE[status, event]
    if cell is BUG:
        raise ImpossibleMove(f"a booking that is {status} met {event}")
    return cell if isinstance(cell, BookingStatus) else None


def next_payment(status: PaymentStatus, event: PaymentEvent) -> PaymentStatus | None:
    """The new status, or None when the event changes nothing. Raises ImpossibleMove on a BUG cell."""
    cell = PAYMENT_TABLE[status, event]
    if cell is BUG:
        raise ImpossibleMove(f"a payment that is {status} met {event}")
    return cell if isinstance(cell, PaymentStatus) else None


def next_refund(status: RefundStatus, event: RefundEvent) -> RefundStatus | None:
    """The new status, or None when the event changes nothing. No cell of this table is BUG."""
    cell = REFUND_TABLE[status, event]
    return cell if isinstance(cell, RefundStatus) else None

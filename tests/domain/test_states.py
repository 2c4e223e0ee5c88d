"""All state tables are total, and hold no move the design forbids."""

from itertools import product

import pytest

from kiosk.domain.states import (
    ALIVE,
    BOOKING_TABLE,
    BUG,
    PAYMENT_TABLE,
    REFUND_TABLE,
    BookingEvent,
    BookingStatus,
    ImpossibleMove,
    PaymentEvent,
    PaymentStatus,
    RefundEvent,
    RefundStatus,
    next_booking,
    next_payment,
    next_refund,
)


def test_every_cell_of_every_table_is_decided() -> None:
    assert set(BOOKING_TABLE) == set(product(BookingStatus, BookingEvent))
    assert set(PAYMENT_TABLE) == set(product(PaymentStatus, PaymentEvent))
    assert set(REFUND_TABLE) == set(product(RefundStatus, RefundEvent))


@pytest.mark.parametrize(("status", "event"), list(product(BookingStatus, BookingEvent)))
def test_a_booking_moves_as_the_table_says(status: BookingStatus, event: BookingEvent) -> None:
    if BOOKING_TABLE[status, event] is BUG:
        with pytest.raises(ImpossibleMove, match=status):
            next_booking(status, event)
    else:
        assert next_booking(status, event) in {None, *BookingStatus}


@pytest.mark.parametrize(("status", "event"), list(product(PaymentStatus, PaymentEvent)))
def test_a_payment_moves_as_the_table_says(status: PaymentStatus, event: PaymentEvent) -> None:
    if PAYMENT_TABLE[status, event] is BUG:
        with pytest.raises(ImpossibleMove, match=status):
            next_payment(status, event)
    else:
        assert next_payment(status, event) in {None, *PaymentStatus}


@pytest.mark.parametrize(("status", "event"), list(product(RefundStatus, RefundEvent)))
def test_a_refund_moves_as_the_table_says(status: RefundStatus, event: RefundEvent) -> None:
    assert next_refund(status, event) in {None, *RefundStatus}


def test_nothing_undoes_a_refund_that_the_company_has_shown() -> None:
    assert not any(next_refund(RefundStatus.DONE, event) for event in RefundEvent)


def test_only_a_ready_booking_becomes_paid() -> None:
    sources = {status for (status, _), target in BOOKING_TABLE.items() if target is BookingStatus.PAID}
    assert sources == {BookingStatus.READY}


def test_only_a_confirming_payment_becomes_done() -> None:
    sources = {status for (status, _), target in PAYMENT_TABLE.items() if target is PaymentStatus.DONE}
    assert sources == {PaymentStatus.CONFIRMING}


def test_nothing_leads_out_of_the_ends() -> None:
    for end in (BookingStatus.CANCELED, BookingStatus.FAILED):
        assert not any(isinstance(BOOKING_TABLE[end, event], BookingStatus) for event in BookingEvent)
    assert not any(
        isinstance(PAYMENT_TABLE[PaymentStatus.REFUNDED, event], PaymentStatus) for event in PaymentEvent
    )


def test_money_that_was_kept_goes_back_whole_only_by_proof() -> None:
    ways = {
        event for event in PaymentEvent if isinstance(PAYMENT_TABLE[PaymentStatus.DONE, event], PaymentStatus)
    }
    assert ways == {PaymentEvent.REFUND_PROVEN}


def test_money_in_doubt_is_alive() -> None:
    assert {PaymentStatus.CONFIRMING, PaymentStatus.REFUND_DUE} < ALIVE

"""Whom a matter is about: found by payment, refund, order or booking, and nobody where it is about none."""

from datetime import UTC, datetime

import pytest

from kiosk.services.attention import CHANNEL, Matter
from kiosk.services.concerns import concern_of
from kiosk.services.shop import Shop
from tests.services.road import Road
from tests.services.till import PRICE, Till


def _about(subject: str) -> Matter:
    return Matter("m1", "unknown_payment", subject, datetime(2026, 3, 13, 9, 42, tzinfo=UTC), {})


@pytest.mark.parametrize("named_by", ["payment", "order", "booking", "refund"])
def test_the_guest_is_found_however_the_matter_names_them(shop: Shop, road: Road, named_by: str) -> None:
    till = Till(road)
    subject = {
        "payment": till.payment.payment_id,
        "order": till.payment.order_id,
        "booking": till.booking_id,
        "refund": till.ask(5_000).refund_id,
    }[named_by]
    found = concern_of(shop, _about(subject))
    assert found is not None
    assert (found.booking.number, found.terminal, found.amount) == ("1001", "K1", PRICE)
    assert [table.label for table in found.tables] == ["1"]
    assert found.order_end == till.payment.order_id[-4:]


def test_a_booking_without_a_payment_has_no_order(shop: Shop, road: Road) -> None:
    booking = road.hold()
    found = concern_of(shop, _about(booking.booking_id))
    assert found is not None
    assert (found.amount, found.order_end) == (booking.amount, "")


def test_wrong_keys_are_about_nobody(shop: Shop) -> None:
    assert concern_of(shop, _about(CHANNEL)) is None

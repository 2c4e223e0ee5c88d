"""Nothing is sold with keys that are refused or a clock that is wrong, and both open again by themselves."""

from dataclasses import replace

import pytest

from kiosk.payments.channel import Doubt, Misconfigured, NotSent, Unknown
from kiosk.services import attention, checkout, selling
from kiosk.services.attention import CHANNEL, Kind
from kiosk.services.results import Refused
from kiosk.services.settling import Settler
from kiosk.services.shop import Shop
from tests.fakes.machine import FakeClock
from tests.fakes.scripted import record_of
from tests.services.road import Road


def _kinds(shop: Shop) -> list[str]:
    return [matter.kind for matter in attention.open_matters(shop)]


@pytest.mark.parametrize("skew_s", [121, -121, 3_600, -315_360_000])
def test_a_clock_that_is_not_the_companys_stops_the_sale_until_it_is(
    shop: Shop, road: Road, skew_s: float
) -> None:
    booking = road.hold()
    selling.watch_clock(shop, skew_s)
    selling.watch_clock(shop, skew_s)
    assert _kinds(shop) == ["clock_wrong"]
    assert checkout.open_payment(shop, "v1", booking.booking_id) == Refused("clock_wrong")
    selling.watch_clock(shop, 3.0)
    assert _kinds(shop) == []
    assert isinstance(checkout.open_payment(shop, "v1", booking.booking_id), checkout.Opened)


@pytest.mark.parametrize("skew_s", [None, 0.0, 120.0, -120.0])
def test_a_clock_that_is_near_enough_or_not_known_stops_nothing(shop: Shop, skew_s: float | None) -> None:
    selling.watch_clock(shop, skew_s)
    assert _kinds(shop) == []


def test_a_probe_finds_refused_keys_and_a_wrong_clock_before_the_first_guest(road: Road) -> None:
    road.channel.standings = [lambda _: Misconfigured("UNAUTHORIZED_KEY")]
    Settler(road.shop, road.channel, lambda: 4_000.0).probe()
    assert set(_kinds(road.shop)) == {"clock_wrong", "misconfigured"}
    road.channel.standings = [lambda _: Unknown(Doubt.NOT_FOUND, "NOT_FOUND_PAYMENT", 404)]
    Settler(road.shop, road.channel, lambda: 1.0).probe()
    assert _kinds(road.shop) == []


@pytest.mark.parametrize("silence", [NotSent("refused"), Unknown(Doubt.TIMED_OUT), Unknown(Doubt.UNREADABLE)])
def test_silence_neither_stops_the_sale_nor_opens_it_again(road: Road, silence: NotSent | Unknown) -> None:
    road.channel.standings = [lambda _: silence]
    road.settler.probe()
    assert _kinds(road.shop) == []
    road.channel.standings = [lambda _: Misconfigured("UNAUTHORIZED_KEY"), lambda _: silence]
    road.settler.probe()
    road.settler.probe()
    assert _kinds(road.shop) == ["misconfigured"]


def test_a_record_is_an_answer_that_only_good_keys_get(road: Road) -> None:
    road.channel.standings = [lambda _: Misconfigured("UNAUTHORIZED_KEY"), record_of]
    road.settler.probe()
    road.settler.probe()
    assert not _kinds(road.shop)


def test_a_payment_that_the_company_forgot_is_not_given_up_by_a_wrong_clock(
    road: Road, clock: FakeClock
) -> None:
    payment = road.accepted()
    missing = Unknown(Doubt.NOT_FOUND, "NOT_FOUND_PAYMENT", 404)
    road.channel.confirms, road.channel.inquiries = [missing], [missing]
    wrong = Settler(road.shop, road.channel, lambda: 86_400.0)
    wrong.settle(payment.payment_id)
    for _ in range(4):
        clock.advance(3_600)
        wrong.settle(payment.payment_id)
    assert str(road.payment(payment.payment_id).status) == "CONFIRMING"
    right = replace(wrong, skew_s=lambda: 0.0)
    right.settle(payment.payment_id)
    assert str(road.payment(payment.payment_id).status) == "DECLINED"


def test_an_intent_from_the_future_is_never_sent(road: Road, clock: FakeClock) -> None:
    """The clock was set back after the crash: how long ago the guest stood there, nobody knows."""
    payment = road.accepted()
    clock.advance(-6)
    road.settler.settle(payment.payment_id)
    assert str(road.payment(payment.payment_id).status) == "VOID"
    assert road.channel.asked == []


def test_a_clock_that_is_corrected_a_little_stops_no_payment(road: Road, clock: FakeClock) -> None:
    payment = road.accepted()
    clock.advance(-2)
    road.settler.settle(payment.payment_id)
    assert str(road.payment(payment.payment_id).status) == "DONE"
    with road.shop.database.read() as session:
        assert not attention.is_open(session, road.shop, Kind.CLOCK_WRONG, CHANNEL)

"""Whether anybody settles, and what a kiosk without a secret does meanwhile: it holds seats, and sells nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain.states import PaymentStatus
from kiosk.payments.channel import Declined
from kiosk.services import checkout, selling
from kiosk.services.checkout import Opened
from kiosk.services.counter import Counter
from kiosk.services.elsewhere import WAITS, Elsewhere
from kiosk.services.pages import CheckoutPages
from kiosk.services.presence import BEAT_EVERY, SILENT_AFTER, Presence, is_anybody_settling, present
from kiosk.services.results import NotPaid, Paid, Refused, StillUnknown
from kiosk.services.shop import Shop
from kiosk.storage import settlers
from tests.fakes.machine import FakeClock
from tests.services.conftest import clock, now_sitting, road, shop
from tests.services.road import Road

__all__ = ["clock", "now_sitting", "road", "shop"]


@pytest.fixture
def kiosk(shop: Shop) -> Shop:
    return replace(shop, terminal="K2", settled_elsewhere=True)


@pytest.fixture
def presence(shop: Shop) -> Presence:
    return Presence(replace(shop, terminal="S1"), "1.0")


def is_settling(shop: Shop) -> bool:
    with shop.database.read() as session:
        return is_anybody_settling(session, shop)


def test_a_settler_is_there_from_its_start_to_its_end(shop: Shop, presence: Presence) -> None:
    assert not is_settling(shop)
    presence.begin()
    assert is_settling(shop)
    presence.end()
    assert not is_settling(shop)


def test_one_that_is_silent_for_long_is_not_there(shop: Shop, clock: FakeClock, presence: Presence) -> None:
    presence.begin()
    for _ in range(10):
        clock.advance(BEAT_EVERY.total_seconds())
        presence.beat()
    clock.advance(SILENT_AFTER.total_seconds())
    assert is_settling(shop)
    clock.advance(1)
    assert not is_settling(shop)
    presence.beat()
    assert is_settling(shop)


def test_a_beat_of_the_future_is_no_more_than_an_old_one(
    shop: Shop, clock: FakeClock, presence: Presence
) -> None:
    clock.advance(3_600)
    presence.begin()
    clock.instant -= timedelta(hours=1)
    assert not is_settling(shop)
    presence.beat()  # its row says that it began later than this: it begins anew
    assert is_settling(shop)


def test_a_settler_whose_row_is_gone_begins_anew(shop: Shop, presence: Presence) -> None:
    presence.beat()
    assert is_settling(shop)


def test_the_others_are_known_by_name_and_version(shop: Shop, clock: FakeClock, presence: Presence) -> None:
    Presence(replace(shop, terminal="S0"), "1.1").begin()
    clock.advance(60)
    presence.begin()
    with shop.database.read() as session:
        rows = settlers.all_of(session, "corner")
    assert [(row.name, row.version) for row in rows] == [("S0", "1.1"), ("S1", "1.0")]
    assert [row.name for row in present(rows, clock.now())] == ["S1"]


# --- a kiosk whose payments are settled elsewhere --------------------------------------------------------------------


def test_without_a_settler_seats_are_held_and_no_payment_is_opened(road: Road, kiosk: Shop) -> None:
    booking = road.hold()
    assert checkout.open_payment(kiosk, booking.visit_id, booking.booking_id) == Refused("settler_away")
    assert selling.why_closed(kiosk) == "settler_away"


def test_with_one_it_is_sold_again_by_itself(road: Road, kiosk: Shop, presence: Presence) -> None:
    booking = road.hold()
    presence.begin()
    assert selling.why_closed(kiosk) == ""
    assert isinstance(checkout.open_payment(kiosk, booking.visit_id, booking.booking_id), Opened)


def test_a_kiosk_that_settles_itself_needs_nobody(shop: Shop) -> None:
    assert selling.why_closed(shop) == ""


def test_the_guest_waits_for_what_another_process_has_stored(
    road: Road, kiosk: Shop, clock: FakeClock
) -> None:
    payment_id = road.accepted().payment_id
    looks: list[float] = []

    def somebody_settles(seconds: float) -> bool:
        looks.append(seconds)
        road.settler.settle(payment_id)
        return True

    assert isinstance(Elsewhere(kiosk, somebody_settles).settle(payment_id), Paid)
    assert looks == [WAITS.total_seconds()]


def test_a_round_without_an_answer_has_an_end(road: Road, kiosk: Shop, clock: FakeClock) -> None:
    payment_id = road.accepted().payment_id
    looks: list[float] = []

    def nobody(seconds: float) -> bool:
        looks.append(seconds)
        clock.advance(0.75)
        return False

    found = Elsewhere(kiosk, nobody).settle(payment_id)
    assert isinstance(found, StillUnknown)
    assert looks == [2.0, 1.25, 0.5]
    assert road.payment(payment_id).status is PaymentStatus.CONFIRMING, "and nothing of it was touched"


def test_what_is_decided_already_is_told_without_waiting(road: Road, kiosk: Shop) -> None:
    payment_id = road.accepted().payment_id
    road.channel.confirms = [Declined("REJECT_CARD_PAYMENT")]
    road.settler.settle(payment_id)

    def never(_seconds: float) -> bool:
        raise AssertionError("nobody has to wait")

    assert isinstance(Elsewhere(kiosk, never).settle(payment_id), NotPaid)


def test_the_front_door_says_why_nothing_may_be_paid(kiosk: Shop) -> None:
    pages = CheckoutPages("", "test_ck_0123456789abcdefghij", "https://sdk.invalid/v2")
    counter = Counter(kiosk, Elsewhere(kiosk, lambda _: False).settle, pages)
    assert counter.why_closed() == "settler_away"

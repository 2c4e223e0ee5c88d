"""The day as staff see it, search, and one booking's whole story."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain.money import won
from kiosk.domain.seated import Phase, SeatedEvent
from kiosk.domain.sittings import Sitting
from kiosk.domain.staff import Role
from kiosk.services import giving_back, offsites, placing, serving, today
from kiosk.services.at_desk import Done
from kiosk.services.offsites import Method
from kiosk.services.placing import HouseKind, Wanted
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from tests.fakes.machine import FakeClock
from tests.services.desk_crew import by, hire
from tests.services.road import SEATS, Road

TWO = frozenset({"2-1", "2-2"})


@pytest.fixture
def manager(shop: Shop) -> By:
    return by(shop, hire(shop, Role.MANAGER, "매니저"))


@pytest.fixture
def paid(road: Road) -> str:
    payment = road.accepted()
    road.settler.settle(payment.payment_id)
    return payment.booking_id


def _take(shop: Shop, who: By, sitting: Sitting, kind: HouseKind, seats: frozenset[str] = TWO) -> Done:
    made = placing.take_seats(
        shop, who, Wanted(kind, seats, len(seats), sitting.starts, sitting.ends, "생일")
    )
    assert isinstance(made, Done)
    return made


def test_the_day_has_everyone_with_heading_seats_and_money(
    shop: Shop, clock: FakeClock, manager: By, paid: str, now_sitting: Sitting
) -> None:
    walk_in = _take(shop, manager, now_sitting, HouseKind.WALK_IN)
    later = replace(
        now_sitting,
        starts=now_sitting.starts + timedelta(hours=2),
        ends=now_sitting.ends + timedelta(hours=2),
    )
    _take(shop, manager, later, HouseKind.RESERVED)
    block = _take(shop, manager, now_sitting, HouseKind.BLOCK, frozenset({"3-1"}))
    day = today.read_today(shop)
    phases = {line.kind: line.phase for line in day.lines}
    assert phases == {
        "guest": Phase.SOON,
        "walk_in": Phase.HERE,
        "reserved": Phase.LATER,
        "block": Phase.BLOCKED,
    }
    assert (day.seated, day.deposits, len(day.coming)) == (2, 20_000, 1)
    guest = day.line(paid)
    assert guest is not None
    assert (guest.tables, guest.seat_ids, guest.version) == (("1",), SEATS, 0)
    seats = day.at(now_sitting.starts)
    assert (seats["1-1"].booking_id, seats["2-1"].booking_id) == (paid, walk_in.booking_id)
    clock.instant = later.ends
    gone = today.read_today(shop)
    assert {line.phase for line in gone.lines if line.kind != "walk_in"} == {Phase.GONE}
    assert gone.line("nobody") is None
    assert gone.line(block.booking_id) is not None


def test_whoever_sits_early_or_stays_on_has_the_seat(
    shop: Shop, clock: FakeClock, manager: By, paid: str
) -> None:
    serving.note(shop, manager, paid, SeatedEvent.SEATED, 0)
    early = today.read_today(shop)
    assert early.at(early.now)["1-1"].booking_id == paid
    clock.advance(5 * 3600)
    late = today.read_today(shop)
    assert late.at(late.now)["1-1"].booking_id == paid


def test_who_is_choosing_is_listed_as_such(shop: Shop, road: Road) -> None:
    road.hold()
    (line,) = today.read_today(shop).lines
    assert (line.kind, line.phase) == ("hold", Phase.CHOOSING)


def test_an_empty_day_is_empty(shop: Shop) -> None:
    day = today.read_today(shop)
    assert (day.lines, day.matters) == ((), 0)


def test_bookings_are_found_by_number_amount_and_the_end_of_the_order_id(
    shop: Shop, paid: str, manager: By, now_sitting: Sitting
) -> None:
    other = _take(shop, manager, now_sitting, HouseKind.RESERVED)
    told = today.tell(shop, paid)
    assert told is not None
    for text in (told.line.number, "20,000", told.order_ids[0], told.order_ids[0][-5:]):
        assert [line.booking_id for line in today.find(shop, text)] == [paid], text
    assert [line.booking_id for line in today.find(shop, other.number)] == [other.booking_id]
    assert today.find(shop, "77") == ()
    assert today.find(shop, "9%9_9") == today.find(shop, "  ") == ()


def test_a_story_has_holds_payments_refunds_and_who_did_what(shop: Shop, paid: str, manager: By) -> None:
    serving.note(shop, manager, paid, SeatedEvent.SEATED, 0)
    offsites.record(shop, manager, paid, Method.CASH, 5_000, "음료")
    giving_back.give_back(shop, manager, paid, won(10_000), "인원 줄임", gives_up_seats=False)
    told = today.tell(shop, paid)
    assert told is not None
    whats = [each.what for each in told.happenings]
    for what in ("booking/READY", "payment/OPENED", "payment/DONE", "booking/PAID", "refund/DUE", "offsite"):
        assert what in whats, whats
    seated = next(each for each in told.happenings if each.what == "seating/SEATED")
    assert seated.who == "매니저"
    assert told.money is not None
    assert told.money.left == 10_000
    assert [each.amount_won for each in told.offsites] == [5_000]


def test_there_is_no_story_of_nothing(shop: Shop) -> None:
    assert today.tell(shop, "nothing") is None


def test_what_was_canceled_is_found_among_those_who_are_gone(shop: Shop, paid: str, manager: By) -> None:
    giving_back.cancel_without_refund(shop, manager, paid)
    told = today.tell(shop, paid)
    assert told is not None
    assert told.line.phase is Phase.GONE
    assert today.read_today(shop).lines == ()

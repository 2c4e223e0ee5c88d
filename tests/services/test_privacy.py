"""Words about one person are found, handed out and erased; the rule does it for everybody; the journal holds all the same."""

import json
from datetime import timedelta

import pytest

from kiosk.domain.money import won
from kiosk.domain.staff import Role
from kiosk.services import offsites, placing, privacy, refunding
from kiosk.services.at_desk import Done
from kiosk.services.offsites import Method
from kiosk.services.placing import HouseKind, Wanted
from kiosk.services.privacy import Erased, Found, HandedOut, Tidied
from kiosk.services.refunding import Asked
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import By, Person
from kiosk.storage import bookings, journal
from tests.fakes.machine import FakeClock
from tests.services.desk_crew import by, hire
from tests.services.road import Road

NOTE = "홍길동 010-1234-5678"
DAY = 86_400


@pytest.fixture
def mina(shop: Shop) -> Person:
    return hire(shop, Role.MANAGER, "미나")


@pytest.fixture
def manager(shop: Shop, mina: Person) -> By:
    return by(shop, mina)


def reserve(shop: Shop, manager: By, note: str = NOTE, seat: str = "2-1") -> Done:
    """A booking by telephone, in an hour and for an hour."""
    starts = shop.clock.now() + timedelta(hours=1)
    wanted = Wanted(HouseKind.RESERVED, frozenset({seat}), 1, starts, starts + timedelta(hours=1), note)
    done = placing.take_seats(shop, manager, wanted)
    assert isinstance(done, Done), done
    return done


def kept(shop: Shop, asked: str = "5678") -> list[str]:
    found = privacy.look_for(shop, None, asked)
    assert isinstance(found, Found), found
    return [trace.text for trace in found.traces]


def rows(shop: Shop) -> list[journal.Entry]:
    with shop.database.read() as session:
        return list(journal.entries(session, "corner"))


def test_whoever_booked_by_telephone_is_found_by_number_or_name(shop: Shop, manager: By) -> None:
    done = reserve(shop, manager)
    reserve(shop, manager, "김하나 010-9999-0000", "3-1")
    found = privacy.look_for(shop, manager, "길동")
    assert isinstance(found, Found)
    (trace,) = found.traces
    assert (trace.where, trace.number, trace.text) == ("house_booking", done.number, NOTE)
    assert kept(shop, "0000") == ["김하나 010-9999-0000"]


def test_what_is_handed_out_has_the_words_and_the_bookings_and_nobody_elses(shop: Shop, manager: By) -> None:
    done = reserve(shop, manager)
    reserve(shop, manager, "김하나", "3-1")
    offsites.record(shop, manager, done.booking_id, Method.CASH, 5_000, "홍길동 선금")
    handed = privacy.hand_out(shop, manager, "길동")
    assert isinstance(handed, HandedOut)
    told = json.loads(json.dumps(handed.told))
    assert [each["text"] for each in told["words"]] == [NOTE, "홍길동 선금"]
    (booking,) = told["bookings"]
    assert (booking["number"], booking["taken_here_won"], booking["paid_won"]) == (done.number, 5_000, 0)
    assert "김하나" not in json.dumps(told, ensure_ascii=False)


def test_erasing_takes_the_words_and_leaves_booking_money_and_journal(shop: Shop, manager: By) -> None:
    done = reserve(shop, manager)
    offsites.record(shop, manager, done.booking_id, Method.CASH, 5_000, "홍길동 선금")
    before = len(rows(shop))
    assert privacy.erase(shop, manager, "길동") == Erased(2, 0)
    assert kept(shop, "길동") == kept(shop) == []
    after = rows(shop)
    assert journal.breaks(after) == []
    assert len(after) > before
    said = "\n".join(entry.body for entry in after)
    assert "길동" not in said
    assert "5678" not in said
    assert any(entry.kind == "privacy" and manager.staff_id in entry.body for entry in after)
    with shop.database.read() as session:
        assert bookings.find(session, "corner", done.booking_id) is not None


def test_the_reason_of_a_refund_on_its_way_stays_until_it_is_done(
    shop: Shop, mina: Person, road: Road
) -> None:
    payment = road.accepted()
    road.settler.settle(payment.payment_id)
    asked = refunding.ask(
        shop,
        payment.booking_id,
        won(1_000),
        reason="홍길동 010-1234-5678",
        asked_by="s1",
        gives_up_seats=False,
    )
    assert isinstance(asked, Asked)
    assert privacy.erase(shop, by(shop, mina), "길동") == Erased(0, 1)
    assert kept(shop) == ["홍길동 010-1234-5678"]


def test_the_rule_shortens_a_day_after_the_visit_and_erases_after_thirty(
    shop: Shop, clock: FakeClock, manager: By
) -> None:
    reserve(shop, manager)
    assert privacy.tidy(shop) == Tidied(0, 0)
    clock.advance(DAY)
    assert privacy.tidy(shop) == Tidied(0, 0), "the visit ended two hours later"
    clock.advance(DAY)
    assert privacy.tidy(shop) == Tidied(1, 0)
    assert kept(shop) == ["홍** ****5678"]
    assert privacy.tidy(shop) is None, "once a day"
    clock.advance(DAY)
    assert privacy.tidy(shop) == Tidied(0, 0)
    clock.advance(28 * DAY)
    assert privacy.tidy(shop) == Tidied(0, 1)
    assert kept(shop) == []
    assert journal.breaks(rows(shop)) == []


def test_the_rule_leaves_a_reason_its_words_for_good(shop: Shop, clock: FakeClock, manager: By) -> None:
    done = reserve(shop, manager, "창가")
    offsites.record(shop, manager, done.booking_id, Method.CASH, 5_000, "선금 010-1234-5678")
    clock.advance(100 * DAY)
    privacy.tidy(shop)
    assert kept(shop) == ["선금 ****5678"]


@pytest.mark.parametrize("asked", ["", "홍", "678"])
def test_too_little_finds_nobody(shop: Shop, manager: By, asked: str) -> None:
    refused = Refused("too_little")
    assert privacy.look_for(shop, manager, asked) == refused
    assert privacy.hand_out(shop, manager, asked) == refused
    assert privacy.erase(shop, manager, asked) == refused


def test_a_waiter_and_whoever_has_not_shown_the_pin_find_nobody(shop: Shop, mina: Person) -> None:
    waiter = by(shop, hire(shop, Role.WAITER))
    assert privacy.look_for(shop, waiter, "길동") == Refused("not_allowed")
    assert privacy.hand_out(shop, waiter, "길동") == Refused("not_allowed")
    assert privacy.erase(shop, waiter, "길동") == Refused("not_allowed")
    assert privacy.erase(shop, by(shop, mina, proven=False), "길동") == Refused("pin_again")

"""Opening hours, special days and refund terms change for who books from then on, and take nothing from anybody."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from kiosk.domain.money import won
from kiosk.domain.refunds import DEFAULT, Policy
from kiosk.domain.sittings import SpecialDay, WeeklyRule, open_sittings, seoul_day
from kiosk.domain.staff import Role
from kiosk.services import attention, opening_hours, placing, refunding, staffing
from kiosk.services.at_desk import Done, Stale
from kiosk.services.counter import Counter
from kiosk.services.holding import hold
from kiosk.services.opening_hours import GuestsStand, Saved
from kiosk.services.placing import HouseKind, Wanted
from kiosk.services.restaurants import install, load
from kiosk.services.results import Held, Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.storage import journal
from kiosk.storage.engine import open_database
from tests.fakes.machine import FRIDAY_EVENING, FakeClock
from tests.fakes.restaurants import ALL_DAY, restaurant
from tests.fakes.scripted import ScriptedChannel
from tests.services.desk_crew import by, hire
from tests.services.road import SEATS, Road

TODAY = seoul_day(FRIDAY_EVENING)
DINNER = tuple(
    WeeklyRule(day, time(17), time(21), timedelta(minutes=30), timedelta(minutes=90), won(20_000))
    for day in range(7)
)
CLOSED = SpecialDay(TODAY, "정기 휴무")


@pytest.fixture
def owner(shop: Shop) -> By:
    return by(shop, hire(shop, Role.OWNER, "사장님"))


def told(shop: Shop) -> list[journal.Entry]:
    with shop.database.read() as session:
        return [entry for entry in journal.entries(session, "corner") if entry.kind == "restaurant"]


def later_booking(shop: Shop, clock: FakeClock) -> Held:
    """A guest who comes an hour from now, at ten in the evening."""
    later = next(
        s for s in open_sittings(clock.now(), ALL_DAY) if s.starts >= clock.now() + timedelta(hours=3)
    )
    held = hold(shop, "guest", later, SEATS, len(SEATS))
    assert isinstance(held, Held), held
    return held


def test_other_weekly_hours_count_for_the_next_guest_and_the_journal_says_who(shop: Shop, owner: By) -> None:
    assert opening_hours.save_week(shop, owner, DINNER, ALL_DAY) == Saved(("opening times",))
    assert load(shop.database, "corner").rules == DINNER
    counter = Counter(shop, lambda _: pytest.fail("nobody pays"), None)  # type: ignore[arg-type]  # no page is made
    assert {sitting.price for sitting in counter.sittings()} == {20_000}
    (entry,) = told(shop)
    assert owner.staff_id in entry.body
    assert "opening times" in entry.body


def test_saving_what_is_there_changes_nothing_and_tells_nothing(shop: Shop, owner: By) -> None:
    assert opening_hours.save_week(shop, owner, ALL_DAY, ALL_DAY) == Saved(())
    assert told(shop) == []


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        ((), "no_rule"),
        ((replace(DINNER[0], price=won(0)),), "rule_price"),
        ((replace(DINNER[0], last=time(16)),), "rule_order"),
        ((replace(DINNER[0], first=time(17, 5)),), "rule_first"),
        ((replace(DINNER[0], every=timedelta(minutes=10)),), "rule_quarters"),
    ],
)
def test_hours_that_make_no_sense_are_refused_with_the_word_for_it(
    shop: Shop, owner: By, rules: tuple[WeeklyRule, ...], why: str
) -> None:
    assert opening_hours.save_week(shop, owner, rules, ALL_DAY) == Refused(why)
    assert load(shop.database, "corner").rules == ALL_DAY


def test_the_desk_that_comes_second_is_told_who_was_first(shop: Shop, owner: By) -> None:
    first = by(shop, hire(shop, Role.MANAGER, "매니저"))
    opening_hours.save_week(shop, first, DINNER, ALL_DAY)
    again = opening_hours.save_week(shop, owner, DINNER[:1], ALL_DAY)
    assert again == Stale("매니저", FRIDAY_EVENING)
    assert load(shop.database, "corner").rules == DINNER


def test_what_nobody_of_ours_has_changed_is_stale_without_a_name(shop: Shop, owner: By) -> None:
    assert opening_hours.save_week(shop, owner, DINNER, DINNER[:1]) == Stale("", None)


def test_a_guest_who_has_booked_then_is_named_before_it_is_closed(
    shop: Shop, owner: By, clock: FakeClock
) -> None:
    held = later_booking(shop, clock)
    asked = opening_hours.save_day(shop, owner, CLOSED, None)
    assert isinstance(asked, GuestsStand)
    assert [guest.number for guest in asked.guests] == [held.booking.number]
    assert load(shop.database, "corner").days == ()
    saved = opening_hours.save_day(shop, owner, CLOSED, None, asked.booking_ids)
    assert saved == Saved(("special days",), standing=1)
    assert load(shop.database, "corner").days == (CLOSED,)
    (matter,) = attention.open_matters(shop)
    assert (matter.kind, matter.subject) == ("closed_then", held.booking.booking_id)
    assert held.booking.number in told(shop)[-1].body


def test_the_matter_goes_by_itself_when_the_day_is_open_again(
    shop: Shop, owner: By, clock: FakeClock
) -> None:
    held = later_booking(shop, clock)
    opening_hours.save_day(shop, owner, CLOSED, None, frozenset({held.booking.booking_id}))
    assert opening_hours.drop_day(shop, owner, TODAY) == Saved(("special days",))
    assert attention.open_matters(shop) == ()


def test_on_a_closed_day_no_guest_can_hold_a_seat(shop: Shop, owner: By, clock: FakeClock) -> None:
    sitting = open_sittings(clock.now(), ALL_DAY)[0]
    opening_hours.save_day(shop, owner, CLOSED, None)
    assert hold(shop, "guest", sitting, SEATS, len(SEATS)) == Refused("sitting_over")


def test_seats_that_staff_took_stand_on_no_rule_and_stop_nothing(
    shop: Shop, owner: By, clock: FakeClock
) -> None:
    starts = clock.now() + timedelta(hours=2)
    wanted = Wanted(HouseKind.RESERVED, SEATS, 2, starts, starts + timedelta(hours=1), "홍길동")
    assert isinstance(placing.take_seats(shop, owner, wanted), Done)
    assert opening_hours.save_day(shop, owner, CLOSED, None) == Saved(("special days",))


def test_a_day_of_its_own_prices_a_moved_booking_by_its_own_rules(shop: Shop, owner: By) -> None:
    tomorrow = TODAY + timedelta(days=1)
    feast = replace(DINNER[tomorrow.weekday()], price=won(50_000))
    opening_hours.save_day(shop, owner, SpecialDay(tomorrow, "잔치", (feast,)), None)
    counter = Counter(shop, lambda _: pytest.fail("nobody pays"), None)  # type: ignore[arg-type]  # no page is made
    assert {sitting.price for sitting in counter.sittings(tomorrow)} == {50_000}
    again = SpecialDay(tomorrow, "큰 잔치", (feast,))
    assert opening_hours.save_day(shop, owner, again, None) == Stale("사장님", FRIDAY_EVENING)
    assert opening_hours.save_day(shop, owner, again, SpecialDay(tomorrow, "잔치", (feast,))) == Saved(
        ("special days",)
    )
    assert load(shop.database, "corner").days == (again,)


@pytest.mark.parametrize(
    ("special", "why"),
    [
        (SpecialDay(TODAY, ""), "day_name"),
        (SpecialDay(TODAY - timedelta(days=1), "어제"), "day_over"),
        (SpecialDay(TODAY, "잔치", (replace(DINNER[TODAY.weekday()], price=won(0)),)), "rule_price"),
        (SpecialDay(TODAY, "잔치", (replace(DINNER[0]),)), "day_name"),
    ],
)
def test_a_day_that_makes_no_sense_is_refused(shop: Shop, owner: By, special: SpecialDay, why: str) -> None:
    assert opening_hours.save_day(shop, owner, special, None) == Refused(why)


def test_a_day_that_is_not_there_cannot_be_dropped(shop: Shop, owner: By) -> None:
    assert opening_hours.drop_day(shop, owner, date(2026, 12, 25)) == Refused("unknown")


def test_a_guest_keeps_the_refund_terms_of_the_day_they_booked(
    shop: Shop, owner: By, clock: FakeClock, road: Road
) -> None:
    before = Policy((), no_show=50, walk_in=60, round_to=10)
    assert opening_hours.save_policy(shop, owner, before, DEFAULT) == Saved(("refunds",))
    payment = road.accepted()
    road.settler.settle(payment.payment_id)
    clock.advance(60)
    stricter = Policy((), no_show=10, walk_in=10, round_to=10)
    owner = by(shop, staffing.people(shop)[0])
    assert opening_hours.save_policy(shop, owner, stricter, before) == Saved(("refunds",))
    offer = refunding.offer(shop, payment.booking_id)
    assert not isinstance(offer, Refused)
    assert offer.percent == 60
    clock.advance(7_200)
    other = Road(shop, open_sittings(clock.now(), ALL_DAY)[0], ScriptedChannel())
    later = other.accepted()
    other.settler.settle(later.payment_id)
    offer = refunding.offer(shop, later.booking_id)
    assert not isinstance(offer, Refused)
    assert offer.percent == 10


def test_terms_are_checked_and_compared_with_what_was_seen(shop: Shop, owner: By) -> None:
    wrong = Policy((), no_show=90, walk_in=10, round_to=10)
    assert opening_hours.save_policy(shop, owner, wrong, DEFAULT) == Refused("policy")
    assert opening_hours.save_policy(shop, owner, DEFAULT, DEFAULT) == Saved(())
    fair = Policy((), no_show=10, walk_in=90, round_to=10)
    assert opening_hours.save_policy(shop, owner, fair, wrong) == Stale("", None)


@pytest.mark.parametrize("role", [Role.WAITER, Role.MANAGER])
def test_hours_are_the_managers_and_terms_the_owners(shop: Shop, role: Role) -> None:
    somebody = by(shop, hire(shop, role))
    fair = Policy((), no_show=10, walk_in=90, round_to=10)
    answers = (
        opening_hours.save_week(shop, somebody, DINNER, ALL_DAY),
        opening_hours.save_day(shop, somebody, CLOSED, None),
        opening_hours.drop_day(shop, somebody, TODAY),
        opening_hours.save_policy(shop, somebody, fair, DEFAULT),
    )
    refused = [answer == Refused("not_allowed") for answer in answers]
    assert refused == ([True] * 4 if role is Role.WAITER else [False, False, False, True])


def test_the_pin_is_asked_for_again_before_any_of_it(shop: Shop) -> None:
    somebody = by(shop, hire(shop, Role.OWNER), proven=False)
    assert opening_hours.save_week(shop, somebody, DINNER, ALL_DAY) == Refused("pin_again")
    assert opening_hours.save_policy(shop, somebody, DEFAULT, DEFAULT) == Refused("pin_again")


def test_a_restaurant_is_installed_with_its_special_days(database_url: str) -> None:
    database = open_database(database_url)
    install(database, replace(restaurant(), days=(CLOSED,)))
    assert load(database, "corner").days == (CLOSED,)
    database.close()


def test_a_kiosk_tells_why_its_machine_sells_nothing(shop: Shop) -> None:
    counter = Counter(shop, lambda _: pytest.fail("nobody pays"), None)  # type: ignore[arg-type]  # no page is made
    assert counter.why_unfit() == ""

"""Two desks, two kiosks and a settler at one moment, on a server, each by a role of its own: one is first, every other is told
by whom, and nothing is lost."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from threading import Barrier
from typing import Any

import pytest

from kiosk.domain import editing
from kiosk.domain.money import won
from kiosk.domain.refunds import DEFAULT
from kiosk.domain.seated import SeatedEvent
from kiosk.domain.sittings import SpecialDay, open_sittings, seoul_day
from kiosk.domain.staff import Role
from kiosk.services import (
    attention,
    floor_setup,
    giving_back,
    holding,
    opening_hours,
    placing,
    serving,
)
from kiosk.services.at_desk import Done, SeatsTaken, Stale
from kiosk.services.attention import Kind as Concern
from kiosk.services.floor_setup import Draft, Published
from kiosk.services.invariants import PROMISES, Evidence, violations
from kiosk.services.opening_hours import Saved
from kiosk.services.placing import HouseKind, Wanted
from kiosk.services.refunding import Asked
from kiosk.services.restaurants import load
from kiosk.services.results import Held, Refused, Taken
from kiosk.services.shop import Shop
from kiosk.services.staffing import By, Person
from kiosk.storage.engine import open_database
from kiosk.storage.roles import Kind, close_to, open_to
from tests.fakes.restaurants import ALL_DAY
from tests.services.desk_crew import by, hire
from tests.services.road import Road

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

OTHERS = frozenset({"2-1", "2-2"})
LONG_S = 60


@dataclass(frozen=True)
class House:
    """Two desks with somebody at each, two kiosks and a settler, each by a role and a connection of its own."""

    desks: tuple[Shop, Shop]
    people: tuple[Person, Person]
    kiosks: tuple[Shop, Shop]
    settler: Shop

    def who(self, nth: int) -> By:
        return by(self.desks[nth], self.people[nth])

    def at_desks(self, act: Callable[[Shop, By], Any]) -> list[Any]:
        return at_once([partial(act, self.desks[nth], self.who(nth)) for nth in (0, 1)])

    def first_and_second(self, came: list[Any], done: type) -> tuple[Any, Any]:
        """The answer of the one that was first, and of the other, who must have been told the first one's name."""
        (first,) = (nth for nth, each in enumerate(came) if isinstance(each, done))
        second = came[1 - first]
        if isinstance(second, Stale):
            assert second.who == self.people[first].name
        return came[first], second


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """All of them at one moment, each in a thread of its own; what each answers, in their order."""
    ready = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        ready.wait(LONG_S)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(LONG_S) for future in [pool.submit(run, act) for act in acts]]


@pytest.fixture
def house(shop: Shop, database_url: str) -> Iterator[House]:
    people = (hire(shop, Role.OWNER, "사장님"), hire(shop, Role.OWNER, "동업자"))
    with ExitStack() as stack:

        def at(terminal: str, kind: Kind) -> Shop:
            with shop.database.write() as session:
                role = open_to(session, terminal, "s3cret", kind)
            stack.callback(leave, terminal)
            database = open_database(database_url.replace("//owner@", f"//{role}@"))
            stack.callback(database.close)
            return replace(shop, database=database.of("corner"), terminal=terminal)

        def leave(terminal: str) -> None:
            with shop.database.write() as session:
                close_to(session, terminal)

        desks = at("desk-1", Kind.DESK), at("desk-2", Kind.DESK)
        kiosks = at("K1", Kind.KIOSK), at("K2", Kind.KIOSK)
        yield House(desks, people, kiosks, at("S1", Kind.SETTLER))


@pytest.fixture
def booking(road: Road, house: House) -> str:
    """Two guests have paid for table 1."""
    payment = replace(road, shop=house.kiosks[0]).accepted()
    replace(road, shop=house.settler).settler.settle(payment.payment_id)
    return payment.booking_id


def is_kept(shop: Shop) -> bool:
    """Every promise that the database alone can show."""
    broken = violations(shop, Evidence((), (), {}, []))
    return not [number for number in PROMISES if number in (1, 8) and broken[number]]


# --- desks --------------------------------------------------------------------------------------------------------------


def test_a_guest_who_arrives_twice_arrives_once(house: House, booking: str) -> None:
    came = house.at_desks(lambda desk, who: serving.note(desk, who, booking, SeatedEvent.ARRIVED, 0))
    _, second = house.first_and_second(came, Done)
    assert isinstance(second, Stale)


def test_a_booking_that_both_move_goes_where_the_first_one_said(house: House, booking: str) -> None:
    wanted = {"desk-1": OTHERS, "desk-2": frozenset({"3-1", "3-2"})}
    came = house.at_desks(lambda desk, who: placing.move(desk, who, booking, 0, wanted[desk.terminal]))
    _, second = house.first_and_second(came, Done)
    assert isinstance(second, Stale)
    assert is_kept(house.desks[0])


def test_seats_that_both_take_are_taken_once(house: House) -> None:
    starts = house.desks[0].clock.now() + timedelta(hours=1)
    wanted = Wanted(HouseKind.RESERVED, OTHERS, 2, starts, starts + timedelta(hours=1))
    came = house.at_desks(lambda desk, who: placing.take_seats(desk, who, wanted))
    first, second = house.first_and_second(came, Done)
    assert isinstance(second, SeatsTaken)
    assert second.numbers == (first.number,), "the other one is told whose they are"


def test_money_that_both_give_back_goes_back_once(house: House, booking: str) -> None:
    came = house.at_desks(
        lambda desk, who: giving_back.give_back(desk, who, booking, won(5_000), "guest", gives_up_seats=False)
    )
    _, second = house.first_and_second(came, Asked)
    assert second == Refused("under_way")


def test_a_matter_that_both_take_is_taken_by_one(house: House) -> None:
    shop = house.desks[0]
    with shop.database.write() as session:
        attention.open_matter(session, shop, Concern.MISMATCH, "p1")
    (matter,) = attention.open_matters(shop)
    came = house.at_desks(lambda desk, who: attention.take(desk, matter.matter_id, who.staff_id, "taken"))
    assert sorted(came) == [False, True]


def test_hours_days_and_terms_are_the_first_ones(house: House) -> None:
    prices = {"desk-1": won(11_000), "desk-2": won(12_000)}
    today = seoul_day(house.desks[0].clock.now())

    def week(desk: Shop, who: By) -> object:
        rules = tuple(replace(rule, price=prices[desk.terminal]) for rule in ALL_DAY)
        return opening_hours.save_week(desk, who, rules, ALL_DAY)

    def day(desk: Shop, who: By) -> object:
        return opening_hours.save_day(desk, who, SpecialDay(today, desk.terminal), None)

    def terms(desk: Shop, who: By) -> object:
        policy = replace(DEFAULT, no_show=10 if desk.terminal == "desk-1" else 20)
        return opening_hours.save_policy(desk, who, policy, DEFAULT)

    for act in (week, day, terms):
        came = house.at_desks(act)
        _, second = house.first_and_second(came, Saved)
        assert isinstance(second, Stale), act
    stored = load(house.desks[0].database, "corner")
    assert len({rule.price for rule in stored.rules}) == 1
    assert len(stored.days) == 1


def test_a_plan_that_both_draw_and_publish_is_the_first_ones(house: House) -> None:
    before = load(house.desks[0].database, "corner").plan
    drawn = {name: editing.set_label(before, "1", name) for name in ("desk-1", "desk-2")}
    came = house.at_desks(lambda desk, who: floor_setup.save_draft(desk, who, drawn[desk.terminal], None))
    _, second = house.first_and_second(came, Draft)
    assert isinstance(second, Stale)
    came = house.at_desks(lambda desk, who: floor_setup.publish(desk, who, drawn[desk.terminal], before))
    _, second = house.first_and_second(came, Published)
    assert isinstance(second, Stale)


# --- kiosks -------------------------------------------------------------------------------------------------------------


def test_seats_that_two_kiosks_and_two_desks_want_have_one_owner(house: House) -> None:
    sitting = open_sittings(house.kiosks[0].clock.now(), ALL_DAY)[0]
    wanted = Wanted(HouseKind.WALK_IN, OTHERS, 2, sitting.starts, sitting.ends)
    guests = [partial(holding.hold, kiosk, kiosk.terminal, sitting, OTHERS, 2) for kiosk in house.kiosks]
    staff = [partial(placing.take_seats, house.desks[nth], house.who(nth), wanted) for nth in (0, 1)]
    came = at_once([*guests, *staff])
    assert sum(isinstance(each, Held | Done) for each in came) == 1
    assert all(isinstance(each, Held | Done | Taken | SeatsTaken) for each in came), came
    assert is_kept(house.desks[0])


def test_a_booking_is_moved_to_seats_or_a_guest_holds_them_and_never_both(house: House, booking: str) -> None:
    sitting = open_sittings(house.kiosks[0].clock.now(), ALL_DAY)[0]
    came = at_once(
        [
            lambda: holding.hold(house.kiosks[0], "v2", sitting, OTHERS, 2),
            lambda: holding.hold(house.kiosks[1], "v3", sitting, OTHERS, 2),
            lambda: placing.move(house.desks[0], house.who(0), booking, 0, OTHERS),
            lambda: serving.note(house.desks[1], house.who(1), booking, SeatedEvent.ARRIVED, 0),
        ]
    )
    held, moved, noted = [each for each in came[:2] if isinstance(each, Held)], came[2], came[3]
    assert len(held) + isinstance(moved, Done) == 1
    assert isinstance(moved, Done) or isinstance(noted, Done), "one of the two desks was first"
    assert isinstance(moved, Done | SeatsTaken | Stale)
    assert is_kept(house.desks[0])


def test_whoever_has_seen_the_first_ones_act_is_not_refused(house: House, booking: str) -> None:
    """Else every act would be, and all of the above would hold for nothing."""
    shop, who = house.desks[0], house.who(0)
    first = placing.move(shop, who, booking, 0, OTHERS)
    assert isinstance(first, Done)
    assert isinstance(placing.move(shop, who, booking, first.version, frozenset({"3-1", "3-2"})), Done)

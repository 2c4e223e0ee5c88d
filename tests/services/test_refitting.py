"""A changed restaurant file: brought in whole, told to the journal, and never at the cost of a booking."""

from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from kiosk.domain.floor import Fixture, Seat
from kiosk.domain.money import won
from kiosk.domain.refunds import DEFAULT, Policy
from kiosk.domain.sittings import SpecialDay
from kiosk.services import boards, holding
from kiosk.services.floor_file import read_restaurant
from kiosk.services.refitting import OtherRestaurant, Refitted, StillNeeded, refit
from kiosk.services.restaurants import UnusableRestaurant, load
from kiosk.services.results import Held, Restaurant
from kiosk.services.settling import Settler
from kiosk.services.shop import Shop
from kiosk.storage import journal, refunds
from kiosk.storage.engine import open_database
from kiosk.storage.schema import bring_up_to_date
from tests.fakes.machine import FakeClock
from tests.fakes.restaurants import bar, restaurant, table_of_four
from tests.services.road import Road
from tests.services.till import Till

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo"


def _refit(shop: Shop, file: Restaurant) -> Refitted:
    return refit(shop.database, file, shop.clock, shop.terminal)


def _with_tables(*table_ids: str, **changes: bool) -> Restaurant:
    places = {"1": 150, "2": 400, "3": 650}
    tables = tuple(table_of_four(its_id, places[its_id], 150, **changes) for its_id in table_ids)
    return replace(restaurant(), plan=replace(restaurant().plan, tables=(*tables, bar(850, 500))))


def _journal(shop: Shop) -> list[journal.Entry]:
    with shop.database.read() as session:
        return [entry for entry in journal.entries(session, "corner") if entry.kind == "restaurant"]


def _stored(shop: Shop) -> Restaurant:
    return load(shop.database, "corner")


@pytest.mark.parametrize("name", ["restaurant.toml", "realistic.toml"])
def test_an_empty_database_gets_the_file_and_the_same_file_changes_nothing(tmp_path: Path, name: str) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'new.db'}")
    bring_up_to_date(database)
    file = read_restaurant(DEMO / name)
    assert refit(database, file, FakeClock(), "K1") == Refitted(file.restaurant_id, is_new=True)
    assert refit(database, file, FakeClock(), "K1") == Refitted(file.restaurant_id)
    assert load(database, file.restaurant_id) == file
    database.close()


def test_seconds_of_the_last_opening_time_are_no_change(shop: Shop) -> None:
    rules = tuple(replace(rule, last=time(23, 45, 59)) for rule in restaurant().rules)
    assert _refit(shop, replace(restaurant(), rules=rules)).changes == ()


def test_everything_of_a_file_that_was_changed_is_brought_in_and_named(shop: Shop) -> None:
    file = restaurant()
    table = replace(file.plan.tables[0], x=160, zone="window", seats=file.plan.tables[0].seats)
    changed = Restaurant(
        "corner",
        {"ko": "새 이름", "en": "New name"},
        replace(
            file.plan,
            tables=(*reversed(file.plan.tables[2:]), table, table_of_four("9", 150, 500)),
            fixtures=(Fixture("plant", ((10, 10), (20, 20))),),
        ),
        tuple(replace(rule, price=won(12_000), first=time(11, 0)) for rule in file.rules[:5]),
        largest_party=6,
        refunds=Policy((), 50, 50, 100),
    )
    done = _refit(shop, changed)
    assert done.changes == (
        "names",
        "prices",
        "opening times",
        "largest party",
        "refunds",
        "the room",
        "the order of the tables",
        "new table 9",
        "changed table 1",
        "gone table 2",
    )
    assert _stored(shop) == changed
    (told,) = _journal(shop)
    assert (told.subject, told.says, told.terminal) == ("corner", "CHANGED", "K1")
    assert "prices" in told.body
    assert _refit(shop, changed).changes == ()
    assert len(_journal(shop)) == 1, "what is the same is not told again"


def test_two_tables_may_exchange_their_labels(shop: Shop) -> None:
    one, two, *rest = restaurant().plan.tables
    tables = (replace(one, label="2"), replace(two, label="1"), *rest)
    changed = replace(restaurant(), plan=replace(restaurant().plan, tables=tables))
    assert _refit(shop, changed).changes == ("changed tables 2, 1",)
    assert _stored(shop) == changed


def test_a_new_price_is_for_new_holds_only(shop: Shop, road: Road) -> None:
    before = road.hold()
    dearer = tuple(replace(rule, price=won(15_000)) for rule in restaurant().rules)
    _refit(shop, replace(restaurant(), rules=dearer))
    kept = holding.look_again(shop, road.visit, before.booking_id)
    assert kept == Held(before)


@pytest.mark.parametrize("paid", [False, True], ids=["held", "paid"])
def test_a_table_that_a_booking_needs_is_not_taken_out(shop: Shop, road: Road, paid: bool) -> None:
    if paid:
        Till(road)
    else:
        road.hold()
    with pytest.raises(StillNeeded) as refused:
        _refit(shop, _with_tables("2", "3"))
    (problem,) = refused.value.problems
    assert problem.startswith("table 1, seats 1")
    assert "3" in problem
    assert "still needed by booking 1001 (2026-03-13 18:" in problem
    assert _stored(shop) == restaurant(), "nothing of the file was brought in"
    assert _journal(shop) == []


def test_a_seat_that_a_booking_needs_stays_at_its_table(shop: Shop, road: Road) -> None:
    road.hold()
    one, two, *rest = restaurant().plan.tables
    wandering = replace(one.seats[0], table_id="2", label="9")
    tables = (replace(one, seats=one.seats[1:]), replace(two, seats=(*two.seats, wandering)), *rest)
    with pytest.raises(StillNeeded, match="table 1, seat 1: still needed by booking 1001"):
        _refit(shop, replace(restaurant(), plan=replace(restaurant().plan, tables=tables)))


def test_a_booking_whose_payment_is_undecided_keeps_its_seats_however_late_it_is(
    shop: Shop, road: Road, clock: FakeClock
) -> None:
    road.accepted()
    clock.advance(timedelta(days=2).total_seconds())
    with pytest.raises(StillNeeded):
        _refit(shop, _with_tables("2", "3"))


def test_a_hold_that_has_lapsed_keeps_nothing(shop: Shop, road: Road, clock: FakeClock) -> None:
    road.hold()
    clock.advance(601)
    assert _refit(shop, _with_tables("2", "3")).changes == ("gone table 1",)
    assert holding.sweep(shop) == 1


def test_a_table_of_the_past_goes_out_of_sight_and_its_booking_stays_whole(
    shop: Shop, road: Road, clock: FakeClock
) -> None:
    till = Till(road)
    clock.advance(timedelta(days=1).total_seconds())
    _refit(shop, _with_tables("2", "3"))
    assert _stored(shop) == _with_tables("2", "3")
    assert till.broken() == {}
    assert boards.read_boards(shop, "v2", ()) == ()
    _refit(shop, restaurant())
    assert _stored(shop) == restaurant(), "and comes back as it was"


def test_a_label_of_the_past_can_be_given_to_another_table(shop: Shop, road: Road, clock: FakeClock) -> None:
    Till(road)
    clock.advance(timedelta(days=1).total_seconds())
    first = restaurant().plan.tables[0]
    seats = tuple(
        Seat(f"new-{seat.label}", "new", seat.label, seat.x, seat.y, seat.angle) for seat in first.seats
    )
    tables = (replace(first, table_id="new", seats=seats), *restaurant().plan.tables[1:])
    changed = replace(restaurant(), plan=replace(restaurant().plan, tables=tables))
    assert _refit(shop, changed).changes == ("new table 1", "gone table 1")
    assert _stored(shop) == changed
    Settler(shop, road.channel).settle_all()


def test_a_file_of_another_restaurant_is_refused_by_name(shop: Shop) -> None:
    with pytest.raises(OtherRestaurant) as refused:
        _refit(shop, replace(restaurant(), restaurant_id="harbour"))
    assert refused.value.known == ("corner",)
    assert _stored(shop) == restaurant()


def test_a_file_that_makes_no_sense_is_refused_before_anything_is_read(shop: Shop) -> None:
    with pytest.raises(UnusableRestaurant):
        _refit(shop, replace(restaurant(), rules=()))


# --- what staff have changed since ------------------------------------------------------------------------------------


def test_a_file_counts_once_and_does_not_undo_what_staff_have_changed_since(shop: Shop) -> None:
    dearer = replace(restaurant(), rules=tuple(replace(r, price=won(12_000)) for r in restaurant().rules))
    _refit(shop, dearer)
    drawn = replace(dearer, largest_party=6)
    refit(shop.database, drawn, shop.clock, "desk-1", by="s1")
    assert _refit(shop, dearer) == Refitted("corner"), "the kiosk was started again with the same file"
    assert _stored(shop).largest_party == 6
    changed = replace(dearer, largest_party=7)
    assert _refit(shop, changed).changes == ("largest party",)
    assert _stored(shop).largest_party == 7


def test_a_file_that_names_no_special_days_leaves_those_that_there_are(shop: Shop) -> None:
    named = replace(restaurant(), days=(SpecialDay(date(2026, 10, 5), "추석"),))
    assert _refit(shop, named).changes == ("special days",)
    assert _refit(shop, replace(restaurant(), largest_party=4)).changes == ("largest party",)
    assert _stored(shop).days == named.days


def test_terms_of_a_file_count_for_who_books_from_then_on(shop: Shop, clock: FakeClock) -> None:
    policy = Policy((), no_show=5, walk_in=90, round_to=10)
    earlier = clock.now()
    clock.advance(60)
    _refit(shop, replace(restaurant(), refunds=policy))
    with shop.database.read() as session:
        assert refunds.policy_at(session, "corner", earlier) == DEFAULT
        assert refunds.policy_at(session, "corner", clock.now()) == policy

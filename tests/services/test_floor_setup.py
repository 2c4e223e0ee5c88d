"""A plan is drawn where no guest sees it, and published without taking a seat from anybody."""

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain import editing
from kiosk.domain.editing import Piece
from kiosk.domain.floor import Plan
from kiosk.domain.refunds import DEFAULT
from kiosk.domain.staff import Role
from kiosk.services import floor_setup, staffing
from kiosk.services.at_desk import Stale
from kiosk.services.floor_file import parse_restaurant, read_restaurant
from kiosk.services.floor_setup import Draft, Needed, Published, Unusable
from kiosk.services.floor_text import write_restaurant
from kiosk.services.restaurants import load
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.storage import journal
from tests.fakes.machine import FRIDAY_EVENING, FakeClock
from tests.fakes.restaurants import restaurant
from tests.services import desk_crew
from tests.services.road import Road
from tests.services.till import Till

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo"


def shown(shop: Shop) -> Plan:
    return load(shop.database, "corner").plan


def manager(shop: Shop) -> By:
    """Somebody who may, hired once, and who has just shown their PIN."""
    known = staffing.people(shop) or (desk_crew.hire(shop, Role.MANAGER),)
    return desk_crew.by(shop, known[0])


def save(shop: Shop, plan: Plan) -> Draft:
    """Keep a draft by whoever has seen the one there is."""
    saved = floor_setup.save_draft(shop, manager(shop), plan, floor_setup.read_draft(shop).saved_at)
    assert isinstance(saved, Draft), saved
    return saved


def publish(shop: Shop, plan: Plan) -> object:
    """By whoever has seen what guests see."""
    return floor_setup.publish(shop, manager(shop), plan, shown(shop))


def drop(shop: Shop) -> Draft:
    dropped = floor_setup.drop_draft(shop, manager(shop))
    assert isinstance(dropped, Draft), dropped
    return dropped


# --- as a file --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["restaurant.toml", "realistic.toml"])
def test_what_is_written_reads_back_as_the_very_same_restaurant(name: str) -> None:
    told = read_restaurant(DEMO / name)
    assert parse_restaurant(write_restaurant(told)) == told


def test_odd_names_and_crooked_seats_survive_the_file() -> None:
    plan = editing.turn_table(
        editing.put_table(restaurant().plan, Piece.ROUND, (300.5, 600.25), 't"\\9'), 't"\\9', 33
    )
    plan = editing.set_chairs(plan, "1", 4, 1)
    plan = editing.set_out_of_use(editing.set_label(plan, "2", "창\x7f가\n"), "2", out_of_use=True)
    odd = replace(restaurant(), plan=plan, refunds=replace(DEFAULT, no_show=90, walk_in=95))
    assert parse_restaurant(write_restaurant(odd)) == odd


# --- the draft --------------------------------------------------------------------------------------------------------


def test_without_a_draft_one_begins_from_what_guests_see(shop: Shop) -> None:
    draft = floor_setup.read_draft(shop)
    assert (draft.plan, draft.saved_at) == (shown(shop), None)


def test_a_draft_is_kept_as_it_is_and_no_guest_sees_it(shop: Shop, clock: FakeClock) -> None:
    before = shown(shop)
    unfinished = editing.set_chairs(editing.set_label(before, "2", "1"), "1", 0, 0)
    save(shop, unfinished)
    clock.advance(60)
    assert floor_setup.read_draft(shop) == floor_setup.Draft(unfinished, FRIDAY_EVENING, before)
    assert shown(shop) == before
    assert drop(shop).plan == before


# --- publishing -------------------------------------------------------------------------------------------------------


def test_a_published_plan_is_what_guests_see_and_the_journal_knows_who_did_it(shop: Shop) -> None:
    plan = editing.put_table(shown(shop), Piece.TWO, (150.0, 600.0), "t9")
    save(shop, plan)
    assert publish(shop, plan) == Published(("new table 4",))
    assert shown(shop) == plan
    assert floor_setup.read_draft(shop).saved_at is None
    with shop.database.read() as session:
        (entry,) = [entry for entry in journal.entries(session, "corner") if entry.kind == "restaurant"]
    assert f'"by":"{manager(shop).staff_id}"' in entry.body


def test_a_plan_that_makes_no_sense_is_not_published(shop: Shop) -> None:
    before = shown(shop)
    answer = publish(shop, editing.set_label(before, "2", "1"))
    assert isinstance(answer, Unusable)
    assert "used 2 times" in answer.problems[0]
    assert shown(shop) == before


def test_a_table_that_a_booking_needs_is_not_taken_away(road: Road) -> None:
    shop = Till(road).shop
    before = shown(shop)
    answer = publish(shop, editing.remove_table(before, "1"))
    assert isinstance(answer, Needed)
    assert answer.table_ids == ("1",)
    assert "booking 1001" in answer.problems[0]
    assert shown(shop) == before


def test_a_needed_table_can_stay_out_of_sale_until_its_bookings_are_over(
    road: Road, clock: FakeClock
) -> None:
    shop = Till(road).shop
    draft = editing.remove_table(shown(shop), "1")
    kept = floor_setup.keep_needed(shop, draft)
    assert kept.table("1").out_of_use
    assert isinstance(publish(shop, kept), Published)
    assert floor_setup.bookings_ahead(shop) == 1
    clock.advance(7_200)
    assert floor_setup.bookings_ahead(shop) == 0
    assert isinstance(publish(shop, draft), Published)
    assert [table.table_id for table in shown(shop).tables] == ["2", "3", "bar"]


def test_a_needed_seat_comes_back_to_a_table_that_has_lost_it(road: Road) -> None:
    shop = Till(road).shop
    draft = editing.set_chairs(shown(shop), "1", 1, 0)
    kept = floor_setup.keep_needed(shop, draft)
    assert [(seat.seat_id, seat.out_of_use) for seat in kept.table("1").seats] == [
        *(("1-1", False), ("1-2", True), ("1-3", True), ("1-4", True)),
    ]
    assert isinstance(publish(shop, kept), Published)


def test_what_comes_back_does_not_take_a_number_that_was_given_away(road: Road) -> None:
    shop = Till(road).shop
    draft = editing.set_label(editing.remove_table(shown(shop), "1"), "2", "1")
    kept = floor_setup.keep_needed(shop, draft)
    assert (kept.table("2").label, kept.table("1").label) == ("1", "1-")
    assert isinstance(publish(shop, kept), Published)


def test_a_seat_that_comes_back_does_not_take_a_number_that_was_given_away(road: Road) -> None:
    shop = Till(road).shop
    plan = editing.set_chairs(shown(shop), "1", 1, 0)
    table = plan.table("1")
    renamed = replace(table, seats=(replace(table.seats[0], label="3"),))
    draft = replace(plan, tables=(renamed, *plan.tables[1:]))
    kept = floor_setup.keep_needed(shop, draft)
    assert [seat.label for seat in kept.table("1").seats] == ["3", "2", "3-", "4"]


def test_nothing_needed_nothing_put_back(shop: Shop) -> None:
    draft = editing.remove_table(shown(shop), "1")
    assert floor_setup.keep_needed(shop, draft) == draft


@pytest.mark.parametrize("role", list(Role))
def test_the_plan_is_drawn_and_published_by_those_who_may(shop: Shop, role: Role) -> None:
    by = desk_crew.by(shop, desk_crew.hire(shop, role))
    plan = shown(shop)
    answers = [
        floor_setup.save_draft(shop, by, plan, None),
        floor_setup.drop_draft(shop, by),
        floor_setup.publish(shop, by, plan, plan),
    ]
    assert [isinstance(answer, Refused) for answer in answers] == [role is Role.WAITER] * 3


def test_publishing_asks_for_the_pin_again(shop: Shop) -> None:
    by = desk_crew.by(shop, desk_crew.hire(shop, Role.OWNER), proven=False)
    assert floor_setup.publish(shop, by, shown(shop), shown(shop)) == Refused("pin_again")


# --- two desks ----------------------------------------------------------------------------------------------------------


def test_whoever_draws_second_is_told_who_was_first_and_overwrites_nothing(
    shop: Shop, clock: FakeClock
) -> None:
    before = shown(shop)
    first, second = editing.set_label(before, "1", "가"), editing.set_label(before, "1", "나")
    save(shop, first)
    clock.advance(5)
    again = floor_setup.save_draft(shop, manager(shop), second, None)
    assert again == Stale("manager", FRIDAY_EVENING)
    assert floor_setup.read_draft(shop).plan == first
    drop(shop)
    assert floor_setup.save_draft(shop, manager(shop), second, FRIDAY_EVENING) == Stale("", None)


def test_whoever_publishes_second_is_told_who_was_first(shop: Shop, clock: FakeClock) -> None:
    before = shown(shop)
    first, second = editing.set_label(before, "1", "가"), editing.set_label(before, "1", "나")
    assert isinstance(publish(shop, first), Published)
    clock.advance(5)
    assert floor_setup.publish(shop, manager(shop), second, before) == Stale("manager", FRIDAY_EVENING)
    assert shown(shop) == first

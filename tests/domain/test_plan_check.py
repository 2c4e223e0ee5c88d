"""What is wrong with a drawn plan is found, and a good plan is left in peace."""

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain import editing
from kiosk.domain.editing import Piece
from kiosk.domain.floor import Fixture, Plan, problems_of
from kiosk.domain.plan_check import Flaw, Trouble, gap_between, troubles
from kiosk.services.floor_file import read_restaurant
from tests.domain.floors import plan_of, rect, ring

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo"
GOOD = plan_of(rect("1", 400, 400, 2, 2), rect("2", 900, 400, 2, 2), ring("3", 1400, 900, 4))


def flaws(plan: Plan) -> list[Flaw]:
    return [each.flaw for each in troubles(plan)]


def test_a_good_plan_has_no_trouble() -> None:
    assert troubles(GOOD) == ()


@pytest.mark.parametrize("name", ["restaurant.toml", "realistic.toml"])
def test_nothing_forbids_the_plans_that_come_with_the_program(name: str) -> None:
    found = troubles(read_restaurant(DEMO / name).plan)
    assert [each for each in found if each.flaw.forbids] == []


def test_a_plan_without_a_table_is_none() -> None:
    assert flaws(Plan(500.0, 500.0, (10.0, 10.0), ())) == [Flaw.NO_TABLE]


def test_two_tables_with_one_number_are_named_together() -> None:
    assert troubles(editing.set_label(GOOD, "2", "1")) == (Trouble(Flaw.SAME_LABEL, ("1", "2")),)


def test_a_table_without_number_chair_or_room_is_told_of() -> None:
    assert flaws(editing.set_label(GOOD, "2", "")) == [Flaw.NO_LABEL]
    assert flaws(editing.set_chairs(GOOD, "2", 0, 0)) == [Flaw.NO_SEAT]
    assert Flaw.OUTSIDE in flaws(editing.move_table(GOOD, "2", 2500, 0))


@pytest.mark.parametrize(("dx", "dy"), [(-500, 0), (-400, 0), (-450, 150), (-500, 200)])
def test_tops_or_chairs_on_each_other_overlap(dx: float, dy: float) -> None:
    assert flaws(editing.move_table(GOOD, "2", dx, dy)) == [Flaw.OVERLAP]


def test_round_tops_overlap_by_their_radius() -> None:
    apart = plan_of(ring("1", 600, 600, 1), ring("2", 760, 600, 1))
    assert Flaw.OVERLAP not in flaws(apart)
    assert Flaw.OVERLAP in flaws(editing.move_table(apart, "2", -30, 0))


def test_a_chair_far_from_its_table_is_nobodys() -> None:
    plan = editing.move_seat(GOOD, "1-1", 100, 100)
    (found,) = troubles(plan)
    assert (found.flaw, found.table_ids) == (Flaw.SEAT_AWAY, ("1",))
    assert found.cm > 90
    around_table = editing.move_seat(GOOD, "3-1", 1400, 1300)
    assert flaws(around_table) == [Flaw.SEAT_AWAY]


def test_neighbours_too_close_to_pass_are_told_with_how_close() -> None:
    plan = editing.move_table(GOOD, "2", -294, 0)
    assert troubles(plan) == (Trouble(Flaw.NARROW, ("1", "2"), 30),)
    assert gap_between(plan.table("1"), plan.table("2")) == 30
    assert troubles(editing.move_table(GOOD, "2", -280, 0)) == ()


def test_chairs_back_to_back_need_no_passage() -> None:
    plan = plan_of(rect("1", 400, 400, 1, 1), rect("2", 600, 660, 1, 1))
    assert troubles(plan) == ()
    close = plan_of(rect("1", 400, 400, 1, 1), rect("2", 470, 633, 1, 1))
    assert gap_between(close.table("1"), close.table("2")) < 35
    assert troubles(close) == ()


def _walled(width: float) -> Plan:
    """A table in a closet of its own whose door is ``width`` cm wide."""
    plan = plan_of(rect("1", 1500, 1000, 1, 1, place=True), rect("2", 400, 400, 1, 1))
    x1, y1, x2, y2 = 1200.0, 750.0, 1800.0, 1250.0
    walls = ((x1, y1 + width), (x1, y2), (x2, y2), (x2, y1), (x1, y1))
    return replace(plan, fixtures=(Fixture("wall", walls), Fixture("label", ((1500.0, 800.0),), "kitchen")))


def test_a_table_behind_walls_cannot_be_reached() -> None:
    assert troubles(_walled(0)) == (Trouble(Flaw.UNREACHABLE, ("1",)),)
    assert troubles(_walled(200)) == ()


def test_a_wheelchair_needs_a_wider_door_than_somebody_on_foot() -> None:
    assert troubles(_walled(80)) == (Trouble(Flaw.NARROW_FOR_WHEELS, ("1",)),)


def test_behind_the_counter_of_a_kitchen_nobody_is_served() -> None:
    corners = ((1200.0, 750.0), (1800.0, 750.0), (1800.0, 1250.0), (1200.0, 1250.0))
    plan = replace(_walled(0), fixtures=(Fixture("kitchen", corners),))
    assert flaws(plan) == [Flaw.UNREACHABLE]


def test_where_nobody_can_stand_nothing_can_be_reached() -> None:
    plan = editing.put_table(Plan(60.0, 60.0, (30.0, 30.0), ()), Piece.TWO, (30.0, 30.0), "t")
    assert Flaw.UNREACHABLE in flaws(plan)


def test_what_forbids_a_plan_comes_first_and_is_what_the_floor_itself_refuses() -> None:
    plan = editing.set_label(editing.move_seat(GOOD, "1-1", 100, 100), "2", "1")
    found = troubles(plan)
    assert [each.flaw.forbids for each in found] == [True, False]
    assert problems_of(plan) != []

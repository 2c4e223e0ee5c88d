"""The way to a table never leads through furniture."""

from dataclasses import replace
from itertools import pairwise

import pytest

from kiosk.domain.floor import Plan
from kiosk.ui.floorplan.route import Point, blocked, find_route


def steps(points: tuple[Point, ...]) -> list[Point]:
    """Points every 4 cm along a way."""
    found = []
    for (ax, ay), (bx, by) in pairwise(points):
        count = max(1, int(max(abs(bx - ax), abs(by - ay)) / 4))
        found += [(ax + (bx - ax) * nth / count, ay + (by - ay) * nth / count) for nth in range(count + 1)]
    return found


@pytest.mark.parametrize("table_id", ["1", "2", "3", "4", "5", "6", "7", "8", "9", "bar"])
def test_the_way_leads_to_the_table_and_through_nothing(plan: Plan, table_id: str) -> None:
    route = find_route(plan, table_id)
    assert route is not None
    assert route.points[0] == plan.here
    table, (x, y) = plan.table(table_id), route.points[-1]
    assert abs(x - table.x) <= table.width / 2 + 95
    assert abs(y - table.y) <= table.height / 2 + 95
    through = [point for point in steps(route.points) if blocked(plan, *point)]
    assert not through, f"the way to {table_id} runs into furniture at {through[:3]}"


def test_the_way_has_few_corners(plan: Plan) -> None:
    route = find_route(plan, "7")
    assert route is not None
    assert len(route.points) <= 5


def test_a_walled_in_table_has_no_way(plan: Plan) -> None:
    from kiosk.domain.floor import Fixture

    around = ((500.0, 300.0), (716.0, 300.0), (716.0, 540.0), (500.0, 540.0), (500.0, 300.0))
    walled = replace(plan, fixtures=(*plan.fixtures, Fixture("wall", around)))
    assert find_route(walled, "7") is None


def test_there_is_no_way_to_a_table_that_does_not_exist(plan: Plan) -> None:
    with pytest.raises(KeyError):
        find_route(plan, "77")

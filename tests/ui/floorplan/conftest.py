"""The demo restaurant, its tokens, and a plan widget on an offscreen display."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.floor import Plan
from kiosk.services.floor_file import read_restaurant
from kiosk.ui.floorplan.states import FloorView, SeatState
from kiosk.ui.floorplan.widget import FloorPlanWidget
from kiosk.ui.metrics import Families, Look, Metrics
from kiosk.ui.theme import Tokens, load_tokens

RESOURCES = Path(__file__).parents[3] / "resources"
TEXTS = {
    "kitchen": "주방",
    "washroom": "화장실",
    "entrance": "입구",
    "here": "지금 여기",
    "table_name": "{label}번",
}


@pytest.fixture(scope="session")
def tokens() -> Tokens:
    return load_tokens(RESOURCES / "style" / "tokens.json")


@pytest.fixture(scope="session")
def plan() -> Plan:
    return read_restaurant(RESOURCES / "demo" / "restaurant.toml").plan


@pytest.fixture
def look(tokens: Tokens) -> Look:
    return make_look(tokens)


def make_look(tokens: Tokens, theme: str = "day", *, reduced_motion: bool = True) -> Look:
    families = Families.for_language(tokens, "ko")
    return Look(tokens.theme(theme), Metrics(1080, 1920, tokens), families, reduced_motion=reduced_motion)


def view_of(plan: Plan, *chosen: str, **tables: SeatState) -> FloorView:
    """The plan with whole tables in a state, by id after "t", and some seats chosen."""
    by_table = {name.removeprefix("t"): state for name, state in tables.items()}
    seats = {seat.seat_id: state for name, state in by_table.items() for seat in plan.table(name).seats}
    return FloorView(plan, seats, by_table, TEXTS, frozenset(chosen))


@pytest.fixture
def show(qtbot: QtBot, look: Look) -> Callable[..., FloorPlanWidget]:
    def shown(view: FloorView, with_look: Look | None = None) -> FloorPlanWidget:
        widget = FloorPlanWidget(with_look or look)
        qtbot.addWidget(widget)
        widget.resize(1024, 866)
        widget.render(view)
        widget.show()
        qtbot.waitExposed(widget)
        return widget

    return shown

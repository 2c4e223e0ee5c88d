"""The table of the flow is total: every event on every screen has been thought about."""

import sys
from typing import Any

import pytest

from kiosk.domain.states import Cell
from kiosk.ui.flow import ImpossibleEvent, effects, step
from kiosk.ui.flow import events as ev
from kiosk.ui.flow import wait_events as wv
from kiosk.ui.flow.table import TABLE
from kiosk.ui.views import ScreenName
from tests.fakes.front import FakeFront
from tests.fakes.machine import FakeClock
from tests.ui.flow import test_waiting as waiting
from tests.ui.flow.playbook import Road

ABSTRACT = {ev.Event, ev.Touch, ev.Answer, ev.Checkout}


def name_of(kind: type[Any]) -> str:
    return kind.__name__


KINDS: list[type[Any]] = sorted(TABLE, key=name_of)


def kinds_of(base: type[Any]) -> set[type[Any]]:
    """Every class below one, as its module names it: a dataclass with slots leaves an older self behind."""
    below = {
        kind
        for kind in base.__subclasses__()
        if getattr(sys.modules[kind.__module__], kind.__name__, None) is kind
    }
    return below | {deeper for kind in below for deeper in kinds_of(kind)}


def test_every_kind_of_event_has_a_row() -> None:
    assert set(TABLE) == kinds_of(ev.Event) - ABSTRACT


@pytest.mark.parametrize("kind", KINDS, ids=name_of)
def test_every_screen_has_a_cell_for_it(kind: type[ev.Event]) -> None:
    row = TABLE[kind]
    assert set(row) == set(ScreenName)
    for screen, cell in row.items():
        assert isinstance(cell, Cell) or callable(cell), f"{kind.__name__} on {screen} is nothing"


def test_a_touch_is_never_a_bug() -> None:
    """A finger may always be a little late."""
    rows = [TABLE[kind] for kind in kinds_of(ev.Touch)]
    assert not [cell for row in rows for cell in row.values() if cell is Cell.BUG]


def test_an_answer_nobody_asked_for_is_refused_loudly() -> None:
    road = Road().to_party()
    assert road.state.visit is not None
    booking = FakeFront(FakeClock())
    held = booking.hold(road.state.visit.visit_id, booking.sittings()[0], frozenset({"1-1"}), 1)
    with pytest.raises(ImpossibleEvent, match="HoldAnswered on party"):
        step(road.state, ev.HoldAnswered(road.state.visit.visit_id, held))


def test_every_kind_of_service_call_comes_back_from_the_fake() -> None:
    """The playbook knows every call, so that a walk cannot leave one unanswered."""
    calls = {kind.__name__ for kind in kinds_of(effects.ServiceCall)}
    road = Road()
    road.front.company = "declined"
    road.to_payment().come_back().answer_all().do(ev.OtherWayAsked()).do(
        ev.StopAsked(), ev.OverlayAnswered("stop")
    )
    road.wait(560).do(ev.OverlayAnswered("more")).wait(300).do(ev.OverlayAnswered("keep")).wait(400)
    seen = {type(effect).__name__ for effect in road.effects}
    road = Road().to_payment().come_back().answer_all().do(ev.PrintAsked())
    seen |= {type(effect).__name__ for effect in road.effects}
    road = Road().to_review().do(ev.StartOverAsked(), ev.OverlayAnswered("leave"))
    seen |= {type(effect).__name__ for effect in road.effects}
    road = waiting.at_waitlist().do(wv.JoinAsked(), wv.LeaveListAsked(), ev.OverlayAnswered("leave"))
    seen |= {type(effect).__name__ for effect in road.effects}
    assert calls <= seen, f"never used: {sorted(calls - seen)}"

# mypy: no-warn-unreachable, disable-error-code="comparison-overlap"
# mypy does not see that an event changes what the road gives.
"""09: the receipt on paper. Offered where there is a printer, asked for once, never in anybody's way."""

from dataclasses import replace

import pytest

from kiosk.ui.flow import effects as ef
from kiosk.ui.flow import events as ev
from kiosk.ui.presenter import present
from kiosk.ui.views import DoneView, Paper, ScreenName
from tests.ui.flow.playbook import Road


@pytest.fixture
def road() -> Road:
    """A guest who has paid."""
    return Road().to_payment().come_back().answer_all()


def paper(road: Road) -> Paper:
    view = present(road.state).view
    assert isinstance(view, DoneView)
    return view.paper


def test_paper_is_offered_only_where_there_is_a_printer(road: Road) -> None:
    assert road.screen is ScreenName.DONE
    assert paper(road) is Paper.OFFERED
    road.state = replace(road.state, house=replace(road.state.house, prints=False))
    assert paper(road) is Paper.NONE
    road.do(ev.PrintAsked())
    assert road.took(ef.PrintReceipt) == []


def test_it_is_printed_once_in_the_guests_language(road: Road) -> None:
    road.do(ev.LanguageAsked(), ev.OverlayAnswered("en"), ev.OverlayAnswered("close"))
    road.meet(ev.PrintAsked())
    assert paper(road) is Paper.PRINTING
    road.meet(ev.PrintAsked()).answer_all()
    assert paper(road) is Paper.PRINTED
    road.do(ev.PrintAsked())
    assert [language for _, language in road.front.papers] == ["en"]


@pytest.mark.parametrize("down", [False, True], ids=["printer", "services"])
def test_paper_that_does_not_come_is_told_and_holds_nobody_up(road: Road, down: bool) -> None:
    road.front.prints = False
    road.front.down = down
    road.do(ev.PrintAsked())
    assert paper(road) is Paper.FAILED
    assert road.screen is ScreenName.DONE
    road.front.down = False
    road.do(ev.Finished())
    assert road.screen is ScreenName.ATTRACT


def test_a_guest_may_go_while_it_prints_and_the_answer_reaches_nobody(road: Road) -> None:
    road.meet(ev.PrintAsked()).meet(ev.Finished())
    road.answer_all()
    assert road.screen is ScreenName.ATTRACT
    assert len(road.front.papers) == 1


def test_there_is_time_to_wait_for_it_and_to_read_what_became_of_it(road: Road) -> None:
    leaves = road.state.timers.done_leave_s
    road.wait(leaves - 1, answering=False).meet(ev.PrintAsked())
    road.wait(leaves - 1, answering=False)
    assert road.screen is ScreenName.DONE
    road.answer_all()
    road.wait(leaves - 1)
    assert road.screen is ScreenName.DONE
    road.wait(1.5)
    assert road.screen is ScreenName.ATTRACT


def test_a_printer_that_is_set_up_or_taken_away_counts_for_the_next_guest(road: Road) -> None:
    road.front.printer = False
    assert paper(road) is Paper.OFFERED, "nothing changes beneath a guest"
    road.do(ev.Finished()).wait(60)
    assert not road.state.house.prints
    road.front.printer = True
    road.wait(60)
    assert road.state.house.prints

"""What screens are shown follows from the state and from nothing else."""

from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest

from kiosk.domain.sittings import Sitting
from kiosk.ui import presenter, views
from kiosk.ui.floorplan.states import SeatState
from kiosk.ui.flow import events as ev
from kiosk.ui.flow.states import State, free_seats
from kiosk.ui.presenter import Picture, present
from tests.ui.flow.playbook import Road

View = TypeVar("View")


def shown(road: Road, kind: type[View]) -> View:
    """The view on the screen, of the kind it must be."""
    view = present(road.state).view
    assert isinstance(view, kind)
    return view


def test_the_first_screen_counts_free_seats_and_says_the_earliest_time() -> None:
    road = Road().wait(0.25)
    view = shown(road, views.AttractView)
    assert view.free_seats == 15
    assert view.earliest == road.front.sittings()[0].starts
    road.front.take(road.front.sittings()[0], "1-1")
    road.wait(11)
    assert shown(road, views.AttractView).free_seats == 11, "a table where a stranger sits is not for sale"


def test_a_notice_in_the_guests_language_is_shown_and_changes_while_the_kiosk_runs() -> None:
    road = Road().wait(0.25)
    assert shown(road, views.AttractView).notice == ""
    road.front.house = replace(
        road.front.house, names={"ko": "새 집", "en": "New"}, notices={"ko": "밤 9시까지 해요"}
    )
    road.wait(11)
    view = shown(road, views.AttractView)
    assert (view.restaurant, view.notice) == ("새 집", "밤 9시까지 해요")
    road.state = replace(road.state, language="en")
    assert shown(road, views.AttractView).notice == "", "nobody reads a notice in another language"


def test_a_notice_stands_there_before_the_first_board_was_read() -> None:
    road = Road()
    house = replace(road.state.house.restaurant, notices={"ko": "안내"})
    road.state = replace(road.state, house=replace(road.state.house, restaurant=house))
    assert shown(road, views.AttractView).notice == "안내"


def test_a_closed_house_says_when_it_opens_again() -> None:

    road = Road()
    rules = road.front.house.rules
    morning = tuple(
        replace(rule, first=rule.first.replace(hour=9), last=rule.last.replace(hour=10)) for rule in rules
    )
    road.front.house = replace(road.front.house, rules=morning)
    road.wait(0.25)
    view = shown(road, views.AttractView)
    assert view.earliest is None
    assert view.reopens is not None
    assert view.reopens - road.clock.now() < timedelta(hours=15)


def test_times_show_how_many_tables_fit_the_party() -> None:
    road = Road().to_party().do(ev.PartyChosen(4))
    view = shown(road, views.PartyView)
    assert [key.tables_left for key in view.times] == [3] * 6
    assert [key.chosen for key in view.times] == [True] + [False] * 5
    assert view.stay_minutes == 90
    road.front.take(view.times[1].sitting, "1-1")
    road.wait(2)
    assert shown(road, views.PartyView).times[1].tables_left == 2


def test_the_floor_shows_mine_taken_held_and_what_does_not_fit() -> None:
    road = Road().to_party()
    now = road.front.sittings()[0]
    road.front.take(now, "2-1")
    road.front.hold("somebody", now, frozenset({"3-1", "3-2"}), 2)
    road.do(ev.PartyChosen(4), ev.SeatsAsked(), ev.TableTouched("1"))
    view = shown(road, views.FloorScreenView)
    tables = dict(view.tables)
    assert tables == {
        "1": SeatState.MINE,
        "2": SeatState.TAKEN,
        "3": SeatState.HELD,
        "bar": SeatState.UNFIT,
    }
    seats = dict(view.seats)
    assert seats["1-1"] is SeatState.MINE
    assert (seats["2-1"], seats["2-2"]) == (SeatState.TAKEN, SeatState.TAKEN)
    assert view.choice is not None
    assert (view.choice.labels, view.choice.amount) == (("1",), 40_000)


def test_a_lost_database_greys_the_floor() -> None:
    road = Road().to_floor()
    road.front.down = True
    road.wait(3)
    assert set(dict(shown(road, views.FloorScreenView).tables).values()) == {SeatState.QUIET}
    assert present(road.state).frame.disconnected


def test_the_hold_is_counted_from_its_stored_end_and_warns_at_two_minutes() -> None:
    road = Road().to_review()
    assert shown(road, views.ReviewView).hold == views.HoldView(600, 600)
    road.clock.advance(481)
    road.meet(ev.Ticked(road.clock.now(), road.clock.monotonic()))
    assert shown(road, views.ReviewView).hold == views.HoldView(119, 600, warn=True)


def test_the_payment_page_shows_once_painted_and_hides_under_a_question() -> None:
    road = Road().to_review().do(ev.AgreementToggled(True), ev.PaymentAsked())
    assert not shown(road, views.PaymentView).visible
    road.do(ev.PagePainted(road.payment_id))
    assert shown(road, views.PaymentView).visible
    road.do(ev.StopAsked())
    assert not shown(road, views.PaymentView).visible


def test_more_time_is_offered_above_the_page_in_its_last_minute() -> None:
    road = Road().to_payment().wait(235)
    assert not shown(road, views.PaymentView).ask_more_time
    road.wait(10)
    assert shown(road, views.PaymentView).ask_more_time


def test_confirming_says_after_fifteen_seconds_that_it_takes_longer() -> None:
    road = Road()
    road.front.company = "unknown"
    road.to_payment().come_back().answer_all().wait(14)
    assert not shown(road, views.ConfirmingView).slow
    road.wait(2)
    assert shown(road, views.ConfirmingView).slow


@pytest.mark.parametrize("company", ["paid", "declined", "unknown", "returned"])
def test_every_step_of_every_road_has_a_picture(company: str) -> None:
    road = Road()
    pictures: list[Picture] = []
    road.after = lambda before, event, after, effects: pictures.append(present(after))
    road.front.company = company
    road.to_payment().come_back().answer_all().wait(45).do(ev.StaffAsked()).wait(620, by=5)
    assert {picture.screen for picture in pictures} >= {views.ScreenName.PAYMENT, views.ScreenName.CONFIRMING}


def test_the_unknown_names_its_reference_and_offers_no_way_out() -> None:
    road = Road().to_unknown()
    assert shown(road, views.UnknownView).reference == "K1-1001"
    frame = present(road.state).frame
    assert not frame.may_start_over
    assert not frame.may_change_language


def test_a_picture_stays_the_same_while_nothing_on_it_changes() -> None:
    """Otherwise every tick would draw everything again."""
    road = Road().to_floor()
    before = present(road.state)
    road.wait(0.5)
    assert present(road.state) == before


def test_a_test_payment_is_named_on_every_screen_with_money() -> None:

    road = Road()
    road.state = replace(road.state, house=replace(road.state.house, test_payment=True))
    road.to_review()
    assert not present(road.state).frame.test_payment
    road.do(ev.AgreementToggled(True), ev.PaymentAsked())
    assert present(road.state).frame.test_payment
    road.come_back().answer_all()
    assert present(road.state).frame.test_payment


def test_a_large_floor_is_looked_over_once_and_not_for_each_of_its_seats(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    road = Road().to_floor()
    looked: list[object] = []
    real = free_seats

    def counting(state: State, sitting: Sitting) -> frozenset[str]:
        looked.append(sitting)
        return real(state, sitting)

    monkeypatch.setattr(presenter, "free_seats", counting)
    present(road.state)
    assert len(looked) == 1

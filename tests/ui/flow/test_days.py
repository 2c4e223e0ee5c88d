"""Another day than today: its times, what becomes of a choice when the date turns, and that today stays today elsewhere."""
# mypy: no-warn-unreachable, disable-error-code="comparison-overlap"
# mypy does not see that an event changes what the road gives.

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from kiosk.domain.sittings import Sitting, SpecialDay, seoul_day, sittings_on
from kiosk.services.results import Refused
from kiosk.ui.flow import effects as ef
from kiosk.ui.flow import events as ev
from kiosk.ui.flow.days import offered
from kiosk.ui.flow.states import Visit
from kiosk.ui.presenter import present
from kiosk.ui.views import (
    AttractView,
    DayState,
    DoneView,
    FloorScreenView,
    PartyView,
    PaymentView,
    ReviewView,
    ScreenName,
)
from tests.fakes.restaurants import ALL_DAY
from tests.ui.flow.playbook import Road

FRIDAY = date(2026, 3, 13)
SATURDAY, SUNDAY = FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=2)
TO_MIDNIGHT_S = 5 * 3600 + 18 * 60
"""From when a road begins."""


def visit(road: Road) -> Visit:
    assert road.state.visit is not None
    return road.state.visit


def party(road: Road) -> PartyView:
    view = present(road.state).view
    assert isinstance(view, PartyView)
    return view


def closed_on(road: Road, *days: date) -> Road:
    """The house is shut on these dates."""
    special = tuple(SpecialDay(day, "쉼") for day in days)
    road.front.house = replace(road.front.house, days=special)
    return road


def evenings_only(road: Road) -> Road:
    """Open from five to six: at the hour a road begins, today is over."""
    rules = tuple(replace(rule, first=time(17), last=time(18)) for rule in ALL_DAY)
    road.front.house = replace(road.front.house, rules=rules)
    return road


def booking_only(road: Road, ahead: int) -> Road:
    """A house where guests book so many days ahead."""
    road.state = replace(road.state, house=replace(road.state.house, days_ahead=ahead))
    return road


def first_of(day: date) -> Sitting:
    return sittings_on(day, ALL_DAY)[0]


def just_before_midnight(road: Road) -> Road:
    """Somebody who stays awake comes to 03 a minute before."""
    road.clock.advance(TO_MIDNIGHT_S - 60)
    return road.to_party()


def test_another_day_shows_its_own_times_and_has_no_now() -> None:
    road = Road().to_party().do(ev.DayChosen(SATURDAY))
    view = party(road)
    assert [seoul_day(key.sitting.starts) for key in view.times] == [SATURDAY] * 6
    assert not any(key.sitting.walk_in for key in view.times)
    assert [key.tables_left for key in view.times] == [4] * 6
    assert (view.day, view.ahead, view.counting) == (SATURDAY, 1, False)


def test_nobody_is_taken_to_know_the_hour_of_another_day_before_they_say_it() -> None:
    road = Road().to_party().do(ev.PartyChosen(2), ev.DayChosen(SATURDAY))
    assert visit(road).sitting is None
    road.do(ev.SeatsAsked(), ev.BestAsked())
    assert road.screen is ScreenName.PARTY
    road.do(ev.TimeChosen(first_of(SATURDAY)), ev.SeatsAsked())
    assert (road.screen, visit(road).sitting) == (ScreenName.FLOOR, first_of(SATURDAY))


def test_who_comes_back_to_today_sits_down_as_soon_as_they_can() -> None:
    road = Road().to_party()
    now = visit(road).sitting
    road.do(ev.DayChosen(SUNDAY), ev.DayChosen(FRIDAY))
    assert (visit(road).sitting, visit(road).day) == (now, None)
    assert party(road).ahead == 0


def test_tables_that_others_have_on_that_day_are_not_counted() -> None:
    road = Road()
    road.front.take(first_of(SATURDAY), "1-1")
    road.to_party().do(ev.PartyChosen(4), ev.DayChosen(SATURDAY))
    assert [key.tables_left for key in party(road).times][:2] == [2, 3]


def test_until_a_day_is_read_its_times_are_being_looked_for_and_not_gone() -> None:
    road = Road().to_party().do(ev.PartyChosen(2)).meet(ev.DayChosen(SATURDAY))
    assert party(road).counting
    assert party(road).times == ()
    road.answer_all()
    assert not party(road).counting


def test_a_reading_of_today_that_was_on_its_way_does_not_stand_for_the_day_that_was_chosen() -> None:
    road = Road().to_party().meet(ev.FloorChanged()).meet(ev.DayChosen(SATURDAY))
    assert road.answer("floor")
    assert party(road).counting
    road.answer_all()
    assert {seoul_day(key.sitting.starts) for key in party(road).times} == {SATURDAY}


def test_a_day_is_chosen_only_where_the_rule_and_the_house_allow_it() -> None:
    road = booking_only(closed_on(Road(), SUNDAY), 3).to_party()
    reads = len(road.took(ef.ReadBoards))
    for day in (FRIDAY - timedelta(days=1), FRIDAY, SUNDAY, FRIDAY + timedelta(days=4)):
        road.meet(ev.DayChosen(day))
        assert visit(road).day is None, day
    assert len(road.took(ef.ReadBoards)) == reads
    road.do(ev.DayChosen(FRIDAY + timedelta(days=3)))
    assert visit(road).day == FRIDAY + timedelta(days=3)


def test_the_days_are_shown_with_those_that_are_off() -> None:
    road = booking_only(closed_on(Road(), SUNDAY), 3).to_party().do(ev.DayChosen(SATURDAY))
    days = party(road).days
    assert [key.ahead for key in days] == [0, 1, 2, 3]
    assert [key.state for key in days] == [DayState.OPEN, DayState.OPEN, DayState.OFF, DayState.OPEN]
    assert [key.chosen for key in days] == [False, True, False, False]


def test_where_guests_book_for_today_only_there_are_no_days_to_choose() -> None:
    road = booking_only(Road(), 0).to_party().do(ev.DayChosen(SATURDAY))
    assert party(road).days == ()
    assert visit(road).day is None


def test_seats_of_another_day_are_held_and_paid_and_every_screen_knows_the_day() -> None:
    road = Road().to_party().do(ev.PartyChosen(2), ev.DayChosen(SATURDAY))
    road.do(ev.TimeChosen(first_of(SATURDAY)), ev.SeatsAsked(), ev.TableTouched("1"))
    view = present(road.state).view
    assert isinstance(view, FloorScreenView)
    assert view.ahead == 1
    road.do(ev.HoldAsked())
    view = present(road.state).view
    assert isinstance(view, ReviewView)
    assert view.sitting == first_of(SATURDAY)
    road.do(ev.AgreementToggled(True), ev.PaymentAsked())
    road.do(ev.PagePainted(road.payment_id))
    view = present(road.state).view
    assert isinstance(view, PaymentView)
    assert view.ahead == 1
    road.come_back().answer_all()
    view = present(road.state).view
    assert isinstance(view, DoneView)
    assert view.ahead == 1


def test_seats_of_another_day_that_are_taken_meanwhile_are_noticed_on_the_plan() -> None:
    road = Road().to_party().do(ev.PartyChosen(2), ev.DayChosen(SATURDAY))
    road.do(ev.TimeChosen(first_of(SATURDAY)), ev.SeatsAsked(), ev.TableTouched("1"))
    road.front.take(first_of(SATURDAY), *visit(road).chosen)
    road.do(ev.FloorChanged())
    assert visit(road).chosen == ()


def test_the_way_back_from_the_plan_leads_to_the_day_that_was_chosen() -> None:
    road = Road().to_party().do(ev.PartyChosen(2), ev.DayChosen(SUNDAY))
    road.do(ev.TimeChosen(first_of(SUNDAY)), ev.SeatsAsked(), ev.WentBack())
    assert (party(road).day, [key.chosen for key in party(road).times][:2]) == (SUNDAY, [True, False])


@pytest.mark.parametrize("leave", ["idle", "start over"])
def test_the_next_guest_begins_with_today(leave: str) -> None:
    road = Road().to_party().do(ev.PartyChosen(2), ev.DayChosen(SATURDAY))
    if leave == "idle":
        road.wait(81)
    else:
        road.do(ev.StartOverAsked())
    assert road.screen is ScreenName.ATTRACT
    assert road.state.floor.other is None
    road.do(ev.Touched())
    assert (party(road).day, visit(road).day) == (FRIDAY, None)
    assert visit(road).sitting == road.front.sittings()[0]


def test_a_guest_of_another_day_does_not_stop_the_first_screen_from_speaking_about_today() -> None:
    road = Road().to_party().do(ev.DayChosen(SATURDAY), ev.StartOverAsked())
    view = present(road.state).view
    assert isinstance(view, AttractView)
    assert view.earliest == road.front.sittings()[0].starts
    assert seoul_day(view.earliest) == FRIDAY


def test_nobody_waits_for_a_time_of_another_day_that_is_full() -> None:
    road = Road()
    seats = [seat.seat_id for seat in road.state.house.restaurant.plan.seats()]
    road.front.take(first_of(SATURDAY), *seats)
    road.to_party().do(ev.PartyChosen(2), ev.DayChosen(SATURDAY))
    first = party(road).times[0]
    assert (first.tables_left, first.waits) == (0, False)


def test_when_today_is_over_a_guest_begins_with_the_next_day_that_is_open() -> None:
    road = closed_on(evenings_only(Road()), SATURDAY).wait(0.25)
    view = present(road.state).view
    assert isinstance(view, AttractView)
    assert (view.earliest, view.later_days) == (None, True)
    road.do(ev.Touched())
    assert (party(road).day, visit(road).sitting) == (SUNDAY, None)
    assert [key.state for key in party(road).days][:3] == [DayState.OVER, DayState.OFF, DayState.OPEN]
    assert [seoul_day(key.sitting.starts) for key in party(road).times] == [SUNDAY] * 5


def test_when_today_is_over_and_no_later_day_can_be_booked_there_is_nothing_to_touch() -> None:
    road = booking_only(evenings_only(Road()), 0).wait(0.25).do(ev.Touched())
    assert road.screen is ScreenName.ATTRACT
    view = present(road.state).view
    assert isinstance(view, AttractView)
    assert not view.later_days


def test_at_midnight_the_day_that_was_tomorrow_is_today_and_its_time_stays_chosen() -> None:
    road = just_before_midnight(Road()).do(ev.DayChosen(SATURDAY))
    chosen = sittings_on(SATURDAY, ALL_DAY)[4]
    road.do(ev.TimeChosen(chosen))
    assert party(road).ahead == 1
    road.wait(62, by=1).do(ev.Active())
    assert seoul_day(road.clock.now()) == SATURDAY
    assert (party(road).day, party(road).ahead) == (SATURDAY, 0)
    assert visit(road).sitting == chosen
    road.do(ev.OverlayAnswered("stay"), ev.PartyChosen(2), ev.BestAsked())
    assert road.screen is ScreenName.REVIEW


def test_at_midnight_a_later_day_stays_the_day_that_it_is() -> None:
    road = just_before_midnight(Road()).do(ev.DayChosen(SUNDAY))
    road.wait(62, by=1)
    assert (party(road).day, party(road).ahead) == (SUNDAY, 1)
    assert {seoul_day(key.sitting.starts) for key in party(road).times} == {SUNDAY}


def test_a_time_of_the_day_that_has_ended_is_not_taken_for_one_of_the_next() -> None:
    road = Road()
    rules = tuple(replace(rule, first=time(9)) for rule in ALL_DAY)
    road.front.house = replace(road.front.house, rules=rules)
    road.clock.advance(4 * 3600 + 58 * 60)  # 23:40, and the last "now" is at 23:45
    road.to_party()
    assert visit(road).sitting is not None
    for _ in range(25):
        road.wait(55, by=5).do(ev.OverlayAnswered("stay"), ev.Active())
    assert seoul_day(road.clock.now()) == SATURDAY
    assert (visit(road).sitting, visit(road).chosen) == (None, ())
    assert {seoul_day(key.sitting.starts) for key in party(road).times} == {SATURDAY}


def test_between_midnight_and_the_next_reading_yesterdays_times_cannot_be_chosen() -> None:
    road = Road()
    rules = tuple(replace(rule, first=time(9)) for rule in ALL_DAY)
    road.front.house = replace(road.front.house, rules=rules)
    road.clock.advance(4 * 3600 + 58 * 60)
    road.to_party()
    stale = road.state.floor.sittings
    assert stale
    road.clock.advance(TO_MIDNIGHT_S)
    road.meet(ev.Ticked(road.clock.now(), road.clock.monotonic()))
    assert road.state.floor.sittings == stale
    assert offered(road.state) is None
    assert party(road).counting
    road.meet(ev.TimeChosen(stale[-1]))
    assert visit(road).sitting != stale[-1] or len(stale) == 1


def test_a_day_that_the_services_find_too_far_ahead_is_asked_for_again() -> None:
    road = Road().to_party().do(ev.PartyChosen(2), ev.DayChosen(SATURDAY))
    road.do(ev.TimeChosen(first_of(SATURDAY)), ev.SeatsAsked(), ev.TableTouched("1")).meet(ev.HoldAsked())
    road.lanes["money"].clear()
    road.meet(ev.HoldAnswered(visit(road).visit_id, Refused("too_far_ahead"))).answer_all()
    assert road.screen is ScreenName.PARTY
    assert (visit(road).sitting, visit(road).chosen) == (None, ())


def test_a_day_that_staff_close_meanwhile_has_no_times_left() -> None:
    road = Road().to_party().do(ev.DayChosen(SATURDAY), ev.TimeChosen(first_of(SATURDAY)))
    closed_on(road, SATURDAY).wait(2)
    assert (party(road).times, party(road).counting) == ((), False)
    assert visit(road).sitting is None


def test_what_is_paid_for_goes_back_until_the_policys_hour_and_not_until_the_start() -> None:
    road = Road().to_party().do(ev.PartyChosen(2), ev.DayChosen(SATURDAY))
    road.do(ev.TimeChosen(first_of(SATURDAY)), ev.BestAsked())
    view = present(road.state).view
    assert isinstance(view, ReviewView)
    assert view.free_cancel_until is not None
    assert view.free_cancel_until.at == first_of(SATURDAY).starts - timedelta(hours=1)
    assert view.free_cancel_until.ahead == 0, "an hour before midnight is still today"
    soon = Road().to_party().do(ev.PartyChosen(2))
    soon.do(ev.TimeChosen(soon.front.sittings()[1]), ev.BestAsked())
    view = present(soon.state).view
    assert isinstance(view, ReviewView)
    assert view.free_cancel_until is None, "that hour has begun"

# mypy: no-warn-unreachable, disable-error-code="comparison-overlap"
# mypy does not see that an event changes what the road gives.
"""From the first touch to a hold."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.domain.seating import best_seats
from kiosk.ui.floorplan.states import SeatState
from kiosk.ui.flow import Timers
from kiosk.ui.flow import effects as ef
from kiosk.ui.flow import events as ev
from kiosk.ui.modes import Modes, TextSize
from kiosk.ui.presenter import present
from kiosk.ui.views import FloorNote, FloorScreenView, Overlay, ScreenName
from tests.ui.flow.playbook import Road


def visit(road: Road):
    assert road.state.visit is not None
    return road.state.visit


def test_one_touch_starts_a_visit_and_a_second_one_nothing() -> None:
    road = Road().wait(0.25)
    road.meet(ev.Touched()).meet(ev.Touched())
    assert len(road.took(ef.StartVisit)) == 1
    road.answer_all()
    assert road.screen is ScreenName.PARTY


def test_nothing_for_sale_means_nothing_to_touch() -> None:
    road = Road()
    road.front.house = replace(road.front.house, rules=())
    road.wait(0.25).do(ev.Touched())
    assert road.screen is ScreenName.ATTRACT


def test_the_first_touch_on_a_table_takes_the_best_seats_for_the_party() -> None:
    road = Road().to_floor(2).do(ev.TableTouched("2"))
    assert len(visit(road).chosen) == 2
    assert {seat[0] for seat in visit(road).chosen} == {"2"}


def test_a_party_larger_than_the_house_takes_is_not_chosen() -> None:
    road = Road().to_party().do(ev.PartyChosen(9))
    assert visit(road).party is None


def test_a_taken_table_answers_with_why() -> None:
    road = Road().to_party()
    road.front.take(road.front.sittings()[0], "1-1")
    road.do(ev.PartyChosen(2), ev.SeatsAsked(), ev.TableTouched("1"))
    assert (visit(road).note, visit(road).note_table) == (FloorNote.TAKEN, "1")


def test_a_table_too_small_says_how_many_it_seats() -> None:
    road = Road().to_floor(4).do(ev.TableTouched("bar"))
    assert (visit(road).note, visit(road).note_seats) == (FloorNote.TOO_SMALL, 3)


def test_one_seat_short_is_said_and_not_held() -> None:
    road = Road().to_floor(2).do(ev.TableTouched("1"))
    road.do(ev.SeatTouched(visit(road).chosen[0]))
    assert (visit(road).note, visit(road).note_seats) == (FloorNote.WRONG_COUNT, 1)
    road.do(ev.HoldAsked())
    assert road.took(ef.Hold) == []
    assert road.screen is ScreenName.FLOOR


def test_a_second_touch_while_holding_is_ignored() -> None:
    road = Road().to_floor().do(ev.TableTouched("1"))
    road.meet(ev.HoldAsked()).meet(ev.HoldAsked()).meet(ev.WentBack())
    assert len(road.took(ef.Hold)) == 1
    road.answer_all()
    assert road.screen is ScreenName.REVIEW


def test_a_lost_race_offers_the_nearest_table_and_one_touch_takes_it() -> None:
    road = Road().to_floor().do(ev.TableTouched("1"))
    road.front.take(road.front.sittings()[0], "1-1", "1-2", "1-3", "1-4")
    road.meet(ev.HoldAsked()).answer("money")
    assert road.screen is ScreenName.FLOOR
    assert visit(road).note is FloorNote.LOST_RACE
    assert {seat[0] for seat in visit(road).offer} == {"2"}
    road.answer_all().do(ev.TableTouched("2"), ev.HoldAsked())
    assert road.screen is ScreenName.REVIEW


def test_seats_taken_while_looking_at_them_are_replaced_by_an_offer() -> None:
    road = Road().to_floor().do(ev.TableTouched("1"))
    road.front.take(road.front.sittings()[0], *visit(road).chosen)
    road.do(ev.FloorChanged())
    assert visit(road).chosen == ()
    assert visit(road).note is FloorNote.LOST_RACE
    assert visit(road).offer


def test_choosing_again_keeps_the_hold_and_moves_the_same_booking() -> None:
    road = Road().to_review()
    first = visit(road).booking
    assert first is not None
    road.do(ev.ChooseAgainAsked(), ev.TableTouched("3"), ev.HoldAsked())
    second = visit(road).booking
    assert second is not None
    assert second.booking_id == first.booking_id
    assert second.hold_ends_at == first.hold_ends_at
    assert {seat[0] for seat in second.seat_ids} == {"3"}


def test_start_over_asks_only_when_seats_are_held() -> None:
    road = Road().to_floor().do(ev.StartOverAsked())
    assert road.screen is ScreenName.ATTRACT
    road = Road().to_review().do(ev.StartOverAsked())
    assert (road.screen, road.state.overlay) == (ScreenName.REVIEW, Overlay.LEAVE)
    road.do(ev.OverlayAnswered("stay"))
    assert road.screen is ScreenName.REVIEW
    road.do(ev.StartOverAsked(), ev.OverlayAnswered("leave"))
    assert road.screen is ScreenName.ATTRACT
    assert len(road.took(ef.Release)) == 1


def test_a_silent_customer_is_asked_after_a_minute_and_their_seats_given_back_after_another_twenty_seconds() -> (
    None
):
    road = Road().to_review().wait(60)
    assert road.state.overlay is Overlay.IDLE
    assert road.took(ef.Release) == []
    road.wait(20)
    assert road.screen is ScreenName.ATTRACT
    assert len(road.took(ef.Release)) == 1


def test_a_touch_beside_the_question_gives_more_time_but_does_not_answer_it() -> None:
    road = Road().to_floor().wait(60).wait(15).meet(ev.Active()).wait(15)
    assert (road.screen, road.state.overlay) == (ScreenName.FLOOR, Overlay.IDLE)
    road.do(ev.OverlayAnswered("stay")).wait(59)
    assert (road.screen, road.state.overlay) == (ScreenName.FLOOR, None)


def test_nothing_of_a_visit_is_left_on_the_first_screen() -> None:
    road = Road().to_review().do(ev.LanguageAsked(), ev.OverlayAnswered("en"))
    assert road.state.language == "en"
    road.do(ev.OverlayAnswered("close"), ev.StartOverAsked(), ev.OverlayAnswered("leave"))
    assert road.state.visit is None
    assert (road.state.language, road.state.overlay) == ("ko", None)
    assert ef.ForgetVisit() in road.effects


def test_a_hold_that_comes_back_after_its_visit_ended_is_given_back() -> None:
    road = Road().to_floor().do(ev.TableTouched("1"))
    road.meet(ev.HoldAsked()).meet(ev.Disconnected("test"))
    road.wait(11, answering=False)
    assert road.screen is ScreenName.CLOSED
    road.answer_all()
    assert len(road.took(ef.Release)) == 1
    assert all(booking.status != "READY" for booking in road.front.bookings.values())


def test_lost_services_close_the_kiosk_after_ten_seconds_and_it_reopens_by_itself() -> None:
    road = Road().to_floor()
    road.front.down = True
    road.wait(5)
    assert road.screen is ScreenName.FLOOR
    assert road.state.outage is not None
    road.do(ev.TableTouched("1"), ev.HoldAsked())
    assert road.took(ef.Hold) == []
    road.wait(10)
    assert road.screen is ScreenName.CLOSED
    road.front.down = False
    road.wait(3)
    assert (road.screen, road.state.outage) == (ScreenName.ATTRACT, None)


def test_a_language_chosen_on_the_first_screen_is_the_first_touch() -> None:
    road = Road().wait(0.25).do(ev.LanguageAsked(), ev.OverlayAnswered("en"), ev.OverlayAnswered("start"))
    assert (road.screen, road.state.language, road.state.overlay) == (ScreenName.PARTY, "en", None)


@pytest.mark.parametrize(
    "leaves", [lambda road: road.do(ev.OverlayAnswered("close")), lambda road: road.wait(121)]
)
def test_who_only_tries_languages_and_sizes_on_the_first_screen_leaves_nothing_behind(
    leaves: Callable[[Road], Road],
) -> None:
    road = Road().wait(0.25).do(ev.LanguageAsked(), ev.OverlayAnswered("en"), ev.OverlayAnswered("contrast"))
    assert road.state.modes.contrast
    leaves(road)
    assert (road.screen, road.state.language, road.state.overlay) == (ScreenName.ATTRACT, "ko", None)
    assert road.state.modes == Modes()


def test_wishes_are_made_one_after_the_other_lose_nothing_and_end_with_the_visit() -> None:
    road = Road().to_review().do(ev.LanguageAsked())
    before = visit(road)
    for word in ("text-largest", "contrast", "slow", "calm", "ja", "contrast"):
        road.do(ev.OverlayAnswered(word))
        assert road.state.overlay is Overlay.LANGUAGE
    assert road.state.modes == Modes(TextSize.LARGEST, slow=True, calm=True)
    road.do(ev.OverlayAnswered("close"))
    assert (road.screen, road.state.overlay, road.state.language) == (ScreenName.REVIEW, None, "ja")
    assert visit(road) == before
    road.do(ev.StartOverAsked(), ev.OverlayAnswered("leave"))
    assert (road.state.modes, road.state.language) == (Modes(), "ko")


@pytest.mark.parametrize("words", ["slow", "contrast", "large"])
def test_who_needs_help_with_the_screen_is_asked_later_and_has_longer_to_answer(words: str) -> None:
    road = Road().to_floor().do(ev.LanguageAsked())
    road.do(ev.OverlayAnswered("text-large" if words == "large" else words), ev.OverlayAnswered("close"))
    road.wait(119)
    assert road.state.overlay is None
    road.wait(2)
    assert road.state.overlay is Overlay.IDLE
    road.wait(58)
    assert road.screen is (ScreenName.LIST if words == "large" else ScreenName.FLOOR)
    road.wait(3)
    assert road.screen is ScreenName.ATTRACT


def test_now_moves_along_with_the_clock_while_somebody_thinks() -> None:
    road = Road().to_party()
    before = visit(road).sitting
    for _ in range(18):
        road.wait(50, by=5).do(ev.OverlayAnswered("stay"), ev.Active())
    after = visit(road).sitting
    assert after is not None
    assert before is not None
    assert after.starts > before.starts
    assert after.walk_in


def test_clocks_are_set_by_name_and_a_slow_mode_gives_people_more_time() -> None:
    timers = Timers.of({"hold_warn_s": 90, "idle_ask_s": 45, "note": "defaults", "extend_max": 2})
    assert (timers.hold_warn_s, timers.idle_ask_s, timers.done_leave_s) == (90, 45, 40)
    slow = timers.slowed()
    assert (slow.idle_ask_s, slow.idle_leave_s, slow.done_leave_s) == (90, 60, 80)
    assert slow.confirm_unknown_s == timers.confirm_unknown_s


def test_two_people_are_at_the_payment_page_with_the_best_seats_after_five_touches() -> None:
    taps = (
        ev.Touched(),
        ev.PartyChosen(2),
        ev.BestAsked(),
        ev.AgreementToggled(True),
        ev.PaymentAsked(),
    )
    road = Road().wait(0.25).do(*taps)
    assert road.screen is ScreenName.PAYMENT
    assert len(taps) <= 5


def test_best_seats_are_held_from_the_first_question_on() -> None:
    road = Road().to_party().do(ev.PartyChosen(2), ev.BestAsked())
    assert road.screen is ScreenName.REVIEW
    plan = road.state.house.restaurant.plan
    free = frozenset(seat.seat_id for seat in plan.seats())
    assert frozenset(visit(road).chosen) == best_seats(plan, free, 2)


def test_best_seats_on_the_plan_are_shown_and_not_yet_held() -> None:
    road = Road().to_floor(2).do(ev.BestAsked())
    assert len(visit(road).chosen) == 2
    assert road.screen is ScreenName.FLOOR
    assert road.took(ef.Hold) == []


def test_best_seats_that_somebody_else_takes_meanwhile_are_answered_on_the_plan() -> None:
    road = Road().to_party().do(ev.PartyChosen(2))
    road.meet(ev.BestAsked())
    sitting = visit(road).sitting
    assert sitting is not None
    road.front.take(sitting, visit(road).chosen[0])
    road.answer_all()
    assert road.screen is ScreenName.FLOOR
    assert visit(road).note is FloorNote.LOST_RACE


def test_where_nothing_fits_the_plan_says_so_and_holds_nothing() -> None:
    road = Road().to_party().do(ev.PartyChosen(2))
    sitting = road.front.sittings()[0]
    for seat in road.state.house.restaurant.plan.seats():
        road.front.take(sitting, seat.seat_id)
    road.wait(12).do(ev.BestAsked())
    assert road.screen is ScreenName.FLOOR
    assert visit(road).note is FloorNote.NONE_FIT
    assert road.took(ef.Hold) == []


def test_best_seats_wait_for_a_party_and_for_the_services() -> None:
    road = Road().to_party().do(ev.BestAsked())
    assert road.screen is ScreenName.PARTY
    road.do(ev.PartyChosen(2)).meet(ev.Disconnected("N-1")).do(ev.BestAsked())
    assert (road.screen, visit(road).chosen) == (ScreenName.PARTY, ())


def test_best_seats_on_a_plan_without_connection_change_nothing() -> None:
    road = Road().to_floor(2).meet(ev.Disconnected("N-1")).do(ev.BestAsked())
    assert visit(road).chosen == ()


def test_plan_and_list_show_the_same_and_a_choice_survives_the_change() -> None:
    road = Road().to_floor(2).do(ev.TableTouched("2"))
    chosen = visit(road).chosen
    road.do(ev.ListAsked())
    assert (road.screen, visit(road).chosen) == (ScreenName.LIST, chosen)
    road.do(ev.PlanAsked())
    assert (road.screen, visit(road).chosen) == (ScreenName.FLOOR, chosen)


def test_whoever_reads_the_list_keeps_to_it_until_the_seats_are_held() -> None:
    road = Road().to_floor(2).do(ev.ListAsked(), ev.TableTouched("2"), ev.ChangeAsked(), ev.SeatsAsked())
    assert road.screen is ScreenName.LIST
    road.do(ev.TableTouched("2"), ev.SeatTouched(visit(road).chosen[0]))
    assert visit(road).note is FloorNote.WRONG_COUNT
    road.do(ev.BestAsked(), ev.HoldAsked())
    assert road.screen is ScreenName.REVIEW
    road.do(ev.ChooseAgainAsked())
    assert road.screen is ScreenName.LIST


def test_the_list_has_what_fits_first_and_then_the_rest_of_the_room() -> None:
    road = Road().to_floor(2).do(ev.ListAsked())
    view = present(road.state).view
    assert isinstance(view, FloorScreenView)
    plan = road.state.house.restaurant.plan
    assert sorted(view.order) == sorted(table.table_id for table in plan.tables)
    states = [dict(view.tables)[table_id] for table_id in view.order]
    assert states == sorted(states, key=lambda state: state is not SeatState.FREE)


def test_a_sitting_that_is_full_is_not_the_first_choice() -> None:
    road = Road()
    full, later = road.front.sittings()[:2]
    for seat in road.state.house.restaurant.plan.seats():
        road.front.take(full, seat.seat_id)
    road.wait(0.25).do(ev.Touched())
    assert visit(road).sitting == later


def test_where_everything_is_full_the_first_sitting_stays_chosen() -> None:
    road = Road()
    for sitting in road.front.sittings():
        for seat in road.state.house.restaurant.plan.seats():
            road.front.take(sitting, seat.seat_id)
    road.wait(0.25).do(ev.Touched())
    assert visit(road).sitting == road.front.sittings()[0]

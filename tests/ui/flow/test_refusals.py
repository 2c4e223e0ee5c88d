"""What the services may answer that nobody hopes for, each said plainly and nothing lost."""
# mypy: no-warn-unreachable, disable-error-code="comparison-overlap"
# mypy does not see that an event changes what the road gives.

from dataclasses import replace

import pytest

from kiosk.domain.states import BookingStatus
from kiosk.services.results import (
    Accepted,
    Booking,
    Held,
    Lapsed,
    NotAccepted,
    Paid,
    PaymentOpened,
    Receipt,
    Refused,
)
from kiosk.ui.flow import ImpossibleEvent, step
from kiosk.ui.flow import effects as ef
from kiosk.ui.flow import events as ev
from kiosk.ui.flow.review import UNPAYABLE
from kiosk.ui.flow.states import Visit
from kiosk.ui.presenter import present
from kiosk.ui.views import AttractView, FloorNote, Overlay, ReviewView, ScreenName
from tests.fakes.front import SUCCESS
from tests.ui.flow.playbook import Road


def visit(road: Road) -> Visit:
    assert road.state.visit is not None
    return road.state.visit


def booking(road: Road) -> Booking:
    held = visit(road).booking
    assert held is not None
    return held


def holding() -> Road:
    """The hold has been asked for and not yet answered."""
    road = Road().to_floor().do(ev.TableTouched("1")).meet(ev.HoldAsked())
    road.lanes["money"].clear()
    return road


def opening() -> Road:
    """The payment has been asked for and not yet answered."""
    road = Road().to_review().do(ev.AgreementToggled(True)).meet(ev.PaymentAsked())
    road.lanes["money"].clear()
    return road


def test_a_sitting_that_is_over_leads_back_to_the_times() -> None:
    road = holding()
    road.meet(ev.HoldAnswered(visit(road).visit_id, Refused("sitting_over")))
    assert (road.screen, visit(road).sitting, visit(road).chosen) == (ScreenName.PARTY, None, ())


def test_seats_that_cannot_be_sold_are_said_to_be_closed_and_staff_are_called() -> None:
    road = holding()
    road.meet(ev.HoldAnswered(visit(road).visit_id, Refused("seat_unusable")))
    assert (road.screen, visit(road).note) == (ScreenName.FLOOR, FloorNote.CLOSED)
    assert road.took(ef.CallStaff) == [ef.CallStaff("hold_seat_unusable", "")]


def test_a_payment_that_is_refused_calls_staff_and_keeps_the_hold() -> None:
    road = opening()
    road.meet(ev.PaymentAnswered(visit(road).visit_id, Refused("payment_alive")))
    assert (road.screen, road.state.overlay) == (ScreenName.REVIEW, Overlay.STAFF_CALLED)
    assert road.took(ef.CallStaff) == [ef.CallStaff("payment_payment_alive", "1001")]
    assert road.took(ef.Release) == []


def test_a_payment_that_may_be_tried_again_waits_for_the_customer() -> None:
    road = opening()
    road.meet(ev.PaymentAnswered(visit(road).visit_id, Refused("try_again")))
    assert (road.screen, visit(road).job, road.state.overlay) == (ScreenName.REVIEW, None, None)


def test_a_hold_that_lapsed_before_the_payment_opened_is_expired() -> None:
    road = opening()
    road.meet(ev.PaymentAnswered(visit(road).visit_id, Lapsed(again=False)))
    assert road.screen is ScreenName.EXPIRED
    road.do(ev.AgainAsked())
    assert road.screen is ScreenName.EXPIRED, "seats that are gone cannot be had again"
    road.do(ev.OthersAsked())
    assert (road.screen, visit(road).booking) == (ScreenName.FLOOR, None)


def test_a_payment_nobody_asked_for_is_a_mistake_of_ours() -> None:
    road = Road().to_review()
    opened = road.front.open_payment(visit(road).visit_id, booking(road).booking_id, "ko")
    assert isinstance(opened, PaymentOpened)
    with pytest.raises(ImpossibleEvent, match="nobody asked for"):
        step(road.state, ev.PaymentAnswered(visit(road).visit_id, opened))


def test_a_payment_that_opens_for_nobody_is_closed_and_its_seats_given_back() -> None:
    road = Road().to_review()
    opened = road.front.open_payment("visit-gone", booking(road).booking_id, "ko")
    road.effects.clear()
    road.meet(ev.PaymentAnswered("visit-gone", opened))
    assert [type(effect) for effect in road.effects] == [ef.ClosePayment, ef.Release]
    assert road.screen is ScreenName.REVIEW


def test_a_replayed_redirect_shows_what_is_stored() -> None:
    road = Road().to_payment().come_back()
    road.lanes["money"].clear()
    road.meet(ev.ReturnAnswered(visit(road).visit_id, road.payment_id, NotAccepted("replay", booking(road))))
    assert len(road.took(ef.Settle)) == 1
    assert road.screen is ScreenName.CONFIRMING


def test_a_refused_redirect_of_a_paid_booking_asks_what_is_stored() -> None:
    road = Road().to_payment().come_back()
    road.lanes["money"].clear()
    paid = replace(booking(road), status=BookingStatus.PAID)
    road.meet(ev.ReturnAnswered(visit(road).visit_id, road.payment_id, NotAccepted("amount", paid)))
    assert len(road.took(ef.Settle)) == 1


def test_a_redirect_whose_storing_is_unclear_is_sent_again() -> None:
    road = Road().to_payment().come_back()
    road.lanes["money"].clear()
    road.meet(
        ev.ReturnAnswered(visit(road).visit_id, road.payment_id, NotAccepted("not_stored", booking(road)))
    )
    road.wait(2, answering=False)
    assert len(road.took(ef.AcceptReturn)) == 2


@pytest.mark.parametrize(("why", "reason"), [("late", "expired"), ("order", "other")])
def test_a_redirect_that_was_not_believed_was_never_charged(why: str, reason: str) -> None:
    road = Road().to_payment().come_back()
    road.lanes["money"].clear()
    road.meet(ev.ReturnAnswered(visit(road).visit_id, road.payment_id, NotAccepted(why, booking(road))))
    assert (road.screen, visit(road).reason) == (ScreenName.DECLINED, reason)


def test_seats_that_were_gone_at_the_redirect_end_the_hold() -> None:
    road = Road().to_payment().come_back()
    road.lanes["money"].clear()
    gone = replace(booking(road), status=BookingStatus.EXPIRED)
    road.meet(ev.ReturnAnswered(visit(road).visit_id, road.payment_id, NotAccepted("seats_gone", gone)))
    assert (road.screen, visit(road).again) == (ScreenName.EXPIRED, False)


def test_paid_after_it_was_put_aside_is_never_swallowed() -> None:
    road = Road().to_payment()
    payment_id = road.payment_id
    road.do(ev.StopAsked(), ev.OverlayAnswered("stop"))
    receipt = Receipt(booking(road), "text", "anchor")
    with pytest.raises(ImpossibleEvent):
        step(road.state, ev.SettleAnswered(visit(road).visit_id, payment_id, Paid(receipt)))


def test_a_hold_found_alive_again_leads_back_to_the_review() -> None:
    road = Road().to_review()
    held = booking(road)
    road.clock.advance(601)
    road.meet(ev.Active()).meet(ev.Ticked(road.clock.now(), road.clock.monotonic()))
    road.lanes["money"].clear()
    road.meet(ev.LookedAgain(visit(road).visit_id, Held(held)))
    assert (road.screen, visit(road).job) == (ScreenName.REVIEW, None)
    road.wait(3)
    assert road.screen is ScreenName.EXPIRED
    road.meet(ev.LookedAgain(visit(road).visit_id, Held(held)))
    assert road.screen is ScreenName.REVIEW


def test_leaving_when_the_hold_has_lapsed_meanwhile_just_leaves() -> None:
    road = Road().to_payment().do(ev.StartOverAsked()).meet(ev.OverlayAnswered("leave"))
    payment_id, visit_id = road.payment_id, visit(road).visit_id
    road.lanes["money"].clear()
    road.effects.clear()
    road.meet(ev.PaymentClosed(visit_id, payment_id, Lapsed(again=True)))
    assert road.screen is ScreenName.ATTRACT
    assert road.took(ef.Release) == []


def test_a_hold_that_lapsed_while_the_page_was_closed_is_expired() -> None:
    road = Road().to_payment().do(ev.StopAsked()).meet(ev.OverlayAnswered("stop"))
    payment_id = road.payment_id
    road.lanes["money"].clear()
    road.meet(ev.PaymentClosed(visit(road).visit_id, payment_id, Lapsed(again=True)))
    assert (road.screen, visit(road).again) == (ScreenName.EXPIRED, True)


@pytest.mark.parametrize("result", [Refused("no_extension_left"), Lapsed(again=True)])
def test_no_more_time_on_the_payment_page_changes_nothing_there(result: Refused | Lapsed) -> None:
    road = Road().to_payment().meet(ev.MoreTimeAsked())
    road.lanes["money"].clear()
    road.meet(ev.ExtendAnswered(visit(road).visit_id, result))
    assert (road.screen, visit(road).job) == (ScreenName.PAYMENT, None)


def test_no_more_time_for_a_hold_that_is_over_is_its_end() -> None:
    road = Road().to_review()
    road.meet(ev.ExtendAnswered(visit(road).visit_id, Lapsed(again=True)))
    assert road.screen is ScreenName.EXPIRED


@pytest.mark.parametrize("screen", ["review", "declined"])
def test_services_lost_while_seats_are_held_pause_the_hold_and_never_end_it(screen: str) -> None:
    road = Road()
    road.front.company = "declined"
    if screen == "review":
        road.to_review()
    else:
        road.to_payment().come_back().answer_all()
    road.front.down = True
    road.meet(ev.Disconnected("test"))
    road.clock.advance(700)
    road.meet(ev.Active()).meet(ev.Ticked(road.clock.now(), road.clock.monotonic())).answer_all()
    assert str(road.screen) == screen
    road.front.down = False
    road.meet(ev.Active()).do(ev.Connected()).wait(4)
    assert road.screen is ScreenName.EXPIRED


def test_a_hold_that_cannot_be_looked_at_is_looked_at_again() -> None:
    road = Road().to_review()
    road.clock.advance(601)
    road.meet(ev.Active()).meet(ev.Ticked(road.clock.now(), road.clock.monotonic()))
    road.front.down = True
    road.answer("money")
    assert (road.screen, visit(road).job) == (ScreenName.REVIEW, None)
    road.front.down = False
    road.wait(5)
    assert len(road.took(ef.LookAgain)) >= 2
    assert road.screen is ScreenName.EXPIRED


def test_a_time_that_is_not_offered_cannot_be_chosen() -> None:
    road = Road().to_party()
    first, second, *_ = road.front.sittings()
    road.do(ev.TimeChosen(second))
    assert visit(road).sitting == second
    road.do(ev.TimeChosen(replace(first, ends=second.ends)))
    assert visit(road).sitting == second


def test_an_offer_somebody_else_takes_is_replaced_by_the_next() -> None:
    road = Road().to_floor().do(ev.TableTouched("1"))
    now = road.front.sittings()[0]
    road.front.take(now, "1-1")
    road.do(ev.FloorChanged())
    assert {seat[0] for seat in visit(road).offer} == {"2"}
    road.front.take(now, "2-1")
    road.do(ev.FloorChanged())
    assert {seat[0] for seat in visit(road).offer} == {"3"}
    road.do(ev.HoldAsked())
    assert road.screen is ScreenName.REVIEW


def test_a_chair_of_a_stranger_at_a_shared_table_says_whose_it_is() -> None:
    road = Road().to_party()
    road.front.take(road.front.sittings()[0], "bar-2")
    road.do(ev.PartyChosen(1), ev.SeatsAsked(), ev.TableTouched("bar"), ev.SeatTouched("bar-2"))
    assert visit(road).note is FloorNote.TAKEN
    road.do(ev.SeatTouched("bar-1"))
    assert visit(road).chosen == ("bar-1",)


def test_a_redirect_kept_for_another_payment_is_late() -> None:
    road = Road().to_payment()
    before = road.state
    road.meet(ev.ReturnAnswered(visit(road).visit_id, "payment-0", Accepted("payment-0")))
    road.meet(ev.Returned("payment-0", SUCCESS))
    assert road.state == before


# --- nothing may be paid just now ------------------------------------------------------------------------------------


def test_what_cannot_be_paid_is_said_before_anybody_begins_and_ends_by_itself() -> None:
    road = Road().wait(1)
    road.front.closed = "settler_away"
    road.wait(road.timers.board_idle_s + 1)
    view = present(road.state).view
    assert isinstance(view, AttractView)
    assert view.unpayable
    road.front.closed = ""
    road.wait(road.timers.board_idle_s + 1)
    view = present(road.state).view
    assert isinstance(view, AttractView)
    assert not view.unpayable


@pytest.mark.parametrize("why", sorted(UNPAYABLE))
def test_a_refused_payment_keeps_the_hold_says_so_and_opens_again_by_itself(why: str) -> None:
    road = Road().to_review()
    road.front.closed = why
    road.meet(ev.AgreementToggled(on=True)).meet(ev.PaymentAsked())
    road.lanes["money"].clear()
    road.do(ev.PaymentAnswered(visit(road).visit_id, Refused(why)))
    assert road.screen is ScreenName.REVIEW
    assert any(isinstance(effect, ef.CallStaff) for effect in road.effects)
    view = present(road.state).view
    assert isinstance(view, ReviewView)
    assert view.unpayable
    road.front.closed = ""
    road.wait(road.timers.retry_s + 1)
    view = present(road.state).view
    assert isinstance(view, ReviewView)
    assert not view.unpayable


def test_a_hint_that_comes_while_the_floor_is_read_has_it_read_once_more() -> None:
    road = Road().to_floor()
    road.meet(ev.FloorChanged())
    asked = len(road.took(ef.ReadBoards))
    road.meet(ev.FloorChanged()).meet(ev.FloorChanged())
    assert len(road.took(ef.ReadBoards)) == asked
    road.answer_all()
    assert len(road.took(ef.ReadBoards)) == asked + 1


def test_a_hint_during_a_payment_leaves_the_floor_alone() -> None:
    road = Road().to_floor()
    road.meet(ev.FloorChanged()).meet(ev.FloorChanged())
    reads = len(road.took(ef.ReadBoards))
    road.meet(ev.TableTouched("1")).meet(ev.HoldAsked())
    while road.answer("money"):
        pass
    assert road.screen is ScreenName.REVIEW
    road.answer_all()
    assert len(road.took(ef.ReadBoards)) == reads

# mypy: no-warn-unreachable, disable-error-code="comparison-overlap"
# mypy does not see that an event changes what the road gives.
"""The money part of the road: what is said, and when."""

from datetime import timedelta

import pytest

from kiosk.services.results import Held, StillUnknown
from kiosk.ui.flow import effects as ef
from kiosk.ui.flow import events as ev
from kiosk.ui.flow.states import Stage, hold_left
from kiosk.ui.views import Overlay, ScreenName
from tests.fakes.front import SUCCESS
from tests.ui.flow.playbook import Road

ASKS = [ScreenName.PAYMENT, ScreenName.CONFIRMING, ScreenName.UNKNOWN]


def test_a_visit_from_first_touch_to_goodbye() -> None:
    road = Road().to_payment().come_back().answer_all()
    assert road.screen is ScreenName.DONE
    road.do(ev.Finished())
    assert [str(screen) for screen in road.seen] == [
        "attract", "party", "floor", "review", "payment", "confirming", "done", "attract",
    ]  # fmt: skip


def test_paying_before_agreeing_to_the_terms_opens_nothing() -> None:
    road = Road().to_review().do(ev.PaymentAsked())
    assert road.took(ef.OpenPayment) == []
    assert road.state.visit is not None
    assert road.state.visit.asked_without


def test_a_second_touch_on_pay_opens_no_second_payment() -> None:
    road = Road().to_review().do(ev.AgreementToggled(True))
    road.meet(ev.PaymentAsked()).meet(ev.PaymentAsked()).meet(ev.StartOverAsked())
    assert len(road.took(ef.OpenPayment)) == 1
    road.answer_all()
    assert road.screen is ScreenName.PAYMENT


def test_the_redirect_is_accepted_in_the_same_step_and_before_the_page_is_taken_down() -> None:
    road = Road().to_payment()
    road.effects.clear()
    road.come_back()
    assert road.screen is ScreenName.CONFIRMING
    assert [type(effect) for effect in road.effects] == [ef.AcceptReturn, ef.CloseCheckout]
    road.effects.clear()
    road.answer("money")
    assert [type(effect) for effect in road.effects] == [ef.Settle]


def test_the_redirect_is_not_shown_by_repr_and_forgotten_once_accepted() -> None:
    road = Road().to_payment().come_back()
    assert "paymentKey" not in repr(road.state) + repr(road.effects)
    road.answer("money")
    assert road.state.visit is not None
    assert road.state.visit.paying is not None
    assert road.state.visit.paying.url == ""


def test_a_redirect_that_comes_twice_is_accepted_once() -> None:
    road = Road().to_payment()
    payment_id = road.payment_id
    road.come_back().meet(ev.Returned(payment_id, f"{SUCCESS}?amount=20000"))
    assert len(road.took(ef.AcceptReturn)) == 1


def test_a_tampered_amount_is_declined_without_asking_the_company() -> None:
    road = Road().to_payment().come_back(f"{SUCCESS}?amount=1").answer_all()
    assert road.screen is ScreenName.DECLINED
    assert road.took(ef.Settle) == []


@pytest.mark.parametrize(
    ("code", "screen", "reason"),
    [
        ("PAY_PROCESS_CANCELED", ScreenName.STOPPED, ""),
        ("REJECT_CARD_COMPANY", ScreenName.DECLINED, "ask_issuer"),
        ("SOMETHING_NEW", ScreenName.DECLINED, "other"),
    ],
)
def test_a_fail_redirect_says_not_charged_only_after_the_payment_is_void(
    code: str, screen: ScreenName, reason: str
) -> None:
    road = Road().to_payment()
    road.meet(ev.FailedBack(road.payment_id, code))
    assert road.screen is ScreenName.PAYMENT
    road.answer_all()
    assert road.screen is screen
    assert road.state.visit is not None
    assert road.state.visit.reason == reason


def test_a_broken_page_costs_nothing_and_says_so() -> None:
    road = Road().to_payment()
    road.do(ev.PageBroken(road.payment_id))
    assert road.screen is ScreenName.STOPPED
    assert road.state.visit is not None
    assert road.state.visit.page_broken


def test_a_refused_script_is_a_stop_or_a_broken_page() -> None:
    road = Road().to_payment()
    road.do(ev.Rejected(road.payment_id, "USER_CANCEL"))
    assert road.state.visit is not None
    assert (road.screen, road.state.visit.page_broken) == (ScreenName.STOPPED, False)
    road.do(ev.PayAgainAsked())
    road.do(ev.Rejected(road.payment_id, "INVALID_PARAMETER"))
    assert road.state.visit is not None
    assert (road.screen, road.state.visit.page_broken) == (ScreenName.STOPPED, True)


def test_stopping_is_asked_once_more_and_paying_again_is_a_new_payment() -> None:
    road = Road().to_payment()
    first = road.payment_id
    road.do(ev.StopAsked())
    assert road.state.overlay is Overlay.STOP_PAYING
    road.do(ev.OverlayAnswered("keep"))
    assert road.screen is ScreenName.PAYMENT
    road.do(ev.StopAsked(), ev.OverlayAnswered("stop"))
    assert road.screen is ScreenName.STOPPED
    road.do(ev.PayAgainAsked())
    assert road.payment_id != first


def test_leaving_from_the_payment_page_voids_the_payment_before_the_seats_go() -> None:
    road = Road().to_payment().do(ev.StartOverAsked())
    assert road.state.overlay is Overlay.LEAVE
    road.effects.clear()
    road.do(ev.OverlayAnswered("leave"))
    kinds = [type(effect) for effect in road.effects]
    assert kinds.index(ef.CloseCheckout) < kinds.index(ef.ClosePayment) < kinds.index(ef.Release)
    assert road.screen is ScreenName.ATTRACT


def test_after_five_minutes_the_page_is_closed_and_the_way_leads_back_to_the_review() -> None:
    road = Road().to_payment().wait(299)
    assert road.screen is ScreenName.PAYMENT
    road.wait(2)
    assert road.screen is ScreenName.REVIEW


def test_more_time_on_the_payment_page_is_five_minutes_for_the_page_too() -> None:
    road = Road().to_payment().wait(290)
    road.do(ev.MoreTimeAsked()).wait(200)
    assert road.screen is ScreenName.PAYMENT


def test_nobody_is_sent_away_for_idling_while_paying() -> None:
    road = Road().to_payment().wait(200)
    assert (road.screen, road.state.overlay) == (ScreenName.PAYMENT, None)


def test_an_answer_that_does_not_come_is_unknown_after_forty_seconds_and_staff_are_called() -> None:
    road = Road()
    road.front.company = "unknown"
    road.to_payment().come_back().answer_all().wait(39)
    assert road.screen is ScreenName.CONFIRMING
    assert road.took(ef.CallStaff) == []
    road.wait(2)
    assert road.screen is ScreenName.UNKNOWN
    assert road.took(ef.CallStaff) == [ef.CallStaff("unknown", "K1-1001")]


def test_an_unknown_asks_at_one_thirty_sixty_sixty_seconds_and_never_gives_up() -> None:
    road = Road().to_unknown()
    entered = road.state.at.mono
    asked: list[int] = []
    for _ in range(8 * 60):
        before = road.front.calls.count("settle")
        road.wait(1)
        asked += [round(road.state.at.mono - entered)] * (road.front.calls.count("settle") - before)
    gaps = [later - earlier for earlier, later in zip([0, *asked], asked, strict=False)]
    assert gaps[0] <= 2
    assert gaps[1] == pytest.approx(30, abs=1)
    assert set(gaps[2:]) <= {60, 61}
    assert road.screen is ScreenName.UNKNOWN


@pytest.mark.parametrize(("company", "screen"), [("paid", ScreenName.DONE), ("declined", ScreenName.EXPIRED)])
def test_only_an_answer_leads_out_of_the_unknown(company: str, screen: ScreenName) -> None:
    road = Road().to_unknown().wait(900)
    for event in (
        ev.StartOverAsked(),
        ev.WentBack(),
        ev.LanguageAsked(),
        ev.OverlayAnswered("leave"),
        ev.Active(),
    ):
        road.do(event)
        assert road.screen is ScreenName.UNKNOWN
    road.front.company = company
    road.wait(62)
    assert road.screen is screen


def test_a_declined_card_keeps_the_seats_until_the_hold_is_over() -> None:
    road = Road()
    road.front.company = "declined"
    road.to_payment().come_back().answer_all()
    assert road.screen is ScreenName.DECLINED
    road.wait(540)
    assert road.state.overlay is Overlay.MORE_TIME
    road.wait(70)
    assert road.screen is ScreenName.EXPIRED
    road.wait(41)
    assert road.screen is ScreenName.ATTRACT


def test_more_time_is_offered_at_one_minute_twice_and_then_no_more() -> None:
    road = Road()
    road.front.company = "declined"
    road.to_payment().come_back().answer_all()
    for _ in range(2):
        road.wait(545)
        assert road.state.overlay is Overlay.MORE_TIME
        road.do(ev.OverlayAnswered("more"))
        assert road.state.overlay is None
        road.clock.advance(-245)
    booking = road.state.visit and road.state.visit.booking
    assert road.took(ef.Extend)
    assert booking
    assert booking.extensions_left == 0


def test_the_same_seats_can_be_had_again_after_a_hold_ran_out() -> None:
    road = Road()
    road.front.company = "declined"
    road.to_payment().come_back().answer_all().wait(605)
    assert road.screen is ScreenName.EXPIRED
    road.do(ev.AgainAsked())
    assert road.screen is ScreenName.REVIEW
    assert road.state.visit is not None
    assert not road.state.visit.agreed


def test_returned_money_calls_staff_and_stays_to_be_read() -> None:
    road = Road()
    road.front.company = "returned"
    road.to_payment().come_back().answer_all()
    assert road.state.visit is not None
    assert (road.screen, road.state.visit.reason) == (ScreenName.DECLINED, "returned")
    assert road.took(ef.CallStaff) == [ef.CallStaff("money_returned", "1001")]
    road.wait(39)
    assert road.screen is ScreenName.DECLINED
    road.wait(5)
    assert road.screen is ScreenName.EXPIRED


def test_a_database_lost_at_the_redirect_is_asked_again_with_the_same_redirect_and_never_guessed() -> None:
    road = Road().to_payment()
    road.front.down = True
    road.come_back().answer_all().wait(45)
    assert road.screen is ScreenName.UNKNOWN
    assert len(road.took(ef.AcceptReturn)) > 1
    assert road.took(ef.Settle) == []
    road.front.down = False
    road.wait(62)
    assert road.screen is ScreenName.DONE
    assert road.front.net("booking-2") == 20_000


def test_a_payment_that_cannot_be_closed_is_closed_again_until_it_is() -> None:
    road = Road().to_payment().do(ev.StopAsked())
    road.front.down = True
    road.do(ev.OverlayAnswered("stop")).wait(20)
    assert road.screen is ScreenName.PAYMENT
    road.wait(25)
    assert road.screen is ScreenName.UNKNOWN
    road.front.down = False
    road.wait(61)
    assert road.screen is ScreenName.STOPPED


def test_a_company_that_needs_staff_is_unknown_at_once() -> None:
    road = Road().to_payment().come_back()
    road.answer("money")
    road.lanes["money"].clear()
    visit = road.state.visit
    assert visit is not None
    still = StillUnknown(road.payment_id, "K1-1001", road.clock.now(), needs_staff=True)
    road.meet(ev.SettleAnswered(visit.visit_id, road.payment_id, still))
    assert road.screen is ScreenName.UNKNOWN


def test_an_unknown_payment_gives_way_to_the_next_guest_once_a_person_has_taken_it() -> None:
    road = Road().to_unknown()
    visit = road.state.visit
    assert visit is not None
    still = StillUnknown(road.payment_id, "K1-1001", road.clock.now(), is_taken=True)
    road.effects.clear()
    road.meet(ev.SettleAnswered(visit.visit_id, road.payment_id, still))
    assert road.screen is ScreenName.ATTRACT
    assert road.state.visit is None
    assert road.took(ef.Release) == [], "the seats stay held while the payment is undecided"


def test_the_first_screen_says_how_much_waits_for_staff() -> None:
    road = Road()
    road.front.waiting_matters = 2
    road.wait(11)
    assert road.state.floor.matters == 2


def test_a_late_word_of_an_old_page_changes_nothing() -> None:
    road = Road().to_payment()
    old = road.payment_id
    road.do(ev.StopAsked(), ev.OverlayAnswered("stop"), ev.PayAgainAsked())
    road.do(ev.PageBroken(old), ev.Returned(old, f"{SUCCESS}?amount=20000"))
    assert road.screen is ScreenName.PAYMENT
    assert road.state.visit is not None
    assert road.state.visit.paying is not None
    assert road.state.visit.paying.stage is Stage.OPENED


def test_an_answer_for_another_visit_is_dropped() -> None:
    road = Road().to_review()
    before = road.state
    assert before.visit is not None
    booking = before.visit.booking
    assert booking is not None
    road.meet(ev.ExtendAnswered("visit-of-yesterday", Held(booking)))
    assert road.state == before


def test_a_payment_page_that_wants_an_app_says_so_for_a_moment() -> None:
    road = Road().to_payment()
    road.do(ev.AppLinkRefused(road.payment_id))
    assert road.state.overlay is Overlay.APP_REFUSED
    road.wait(9)
    assert (road.screen, road.state.overlay) == (ScreenName.PAYMENT, None)


def test_no_screen_that_waits_for_the_company_has_a_way_out_by_time() -> None:
    road = Road().to_unknown().wait(3600, by=5)
    assert road.screen is ScreenName.UNKNOWN
    assert [screen for screen in road.seen if screen in ASKS] == ASKS


def test_a_clock_that_is_set_back_shows_nobody_two_hours_of_holding() -> None:
    road = Road().to_payment()
    road.clock.instant -= timedelta(hours=2)
    road.wait(1)
    visit = road.state.visit
    assert visit is not None
    assert visit.booking is not None
    assert hold_left(road.state, visit.booking) == 2 * road.state.house.timers.hold_s

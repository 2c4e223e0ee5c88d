# mypy: no-warn-unreachable, disable-error-code="comparison-overlap"
# mypy does not see that an event changes what the road gives.
"""Thousands of customers who do anything at any time: the promises about money and seats hold on every step."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.domain.states import BookingStatus, PaymentStatus
from kiosk.services.results import Paid
from kiosk.ui.flow import State
from kiosk.ui.flow import effects as ef
from kiosk.ui.flow import events as ev
from kiosk.ui.flow import step as flow_step
from kiosk.ui.flow import wait_events as wv
from kiosk.ui.views import Overlay, ScreenName
from tests.fakes.front import SUCCESS
from tests.ui.flow.playbook import Road

S = ScreenName
NOT_CHARGED = (S.DECLINED, S.STOPPED, S.EXPIRED)
MONEY_SCREENS = (S.PAYMENT, S.CONFIRMING, S.UNKNOWN)
CHOICES = ("stay", "leave", "more", "keep", "stop", "close", "ko", "en", "contrast", "text-large", "start")
ONE_AT_A_TIME = (ef.Hold, ef.OpenPayment, ef.Extend, ef.ClosePayment, ef.AcceptReturn, ef.Settle)
TOMORROW = date(2026, 3, 14)
LIKELY: dict[ScreenName, tuple[ev.Event, ...]] = {
    S.ATTRACT: (ev.Touched(),),
    S.PARTY: (
        ev.PartyChosen(2),
        ev.PartyChosen(3),
        ev.WheelchairToggled(True),
        ev.DayChosen(TOMORROW),
        ev.SeatsAsked(),
        ev.WentBack(),
    ),
    S.FLOOR: (
        ev.TableTouched("1"),
        ev.TableTouched("2"),
        ev.TableTouched("bar"),
        ev.SeatTouched("1-1"),
        ev.SeatTouched("bar-1"),
        ev.HoldAsked(),
        ev.ChangeAsked(),
        ev.ListAsked(),
    ),
    S.LIST: (
        ev.TableTouched("1"),
        ev.BestAsked(),
        ev.SeatTouched("1-1"),
        ev.HoldAsked(),
        ev.ChangeAsked(),
        ev.PlanAsked(),
    ),
    S.WAITLIST: (
        wv.PhoneKeyed("0"),
        wv.PhoneKeyed("clear"),
        wv.JoinAsked(),
        wv.OtherTimeAsked(),
        wv.SplitAsked(),
        ev.SeatsAsked(),
        ev.WentBack(),
    ),
    S.WAITING: (ev.Finished(), wv.LeaveListAsked()),
    S.REVIEW: (ev.AgreementToggled(True), ev.PaymentAsked(), ev.ChooseAgainAsked(), ev.TermsAsked()),
    S.PAYMENT: (ev.StopAsked(), ev.MoreTimeAsked()),
    S.CONFIRMING: (),
    S.UNKNOWN: (),
    S.DONE: (ev.Finished(), ev.PrintAsked()),
    S.DECLINED: (ev.OtherWayAsked(), ev.SameCardAsked(), ev.LeaveAsked()),
    S.STOPPED: (ev.PayAgainAsked(), ev.ChooseAgainAsked(), ev.LeaveAsked()),
    S.EXPIRED: (ev.AgainAsked(), ev.OthersAsked()),
    S.CLOSED: (),
}
ANYWHERE = (
    ev.StaffAsked(),
    ev.StartOverAsked(),
    ev.LanguageAsked(),
    ev.Active(),
    ev.FloorChanged(),
    ev.Connected(),
)


def walk(road: Road, numbers: list[int]) -> None:  # noqa: C901 - a list of what may happen
    """Each number is one thing that happens."""
    for number in numbers:
        kind, detail = number % 40, number // 40
        if kind < 16:
            likely = LIKELY[road.screen] or ANYWHERE
            road.meet(likely[detail % len(likely)])
        elif kind < 25:
            _ = road.answer("money") or road.answer("floor")
        elif kind < 27:
            road.answer("floor")
        elif kind < 30:
            road.wait(0.25, answering=False)
        elif kind == 30:
            seconds = (1, 5, 21, 61, 301)[detail % 5]
            road.wait(seconds, answering=False, by=seconds)
        elif kind < 34:
            road.meet(ev.OverlayAnswered(CHOICES[detail % len(CHOICES)]))
        elif kind == 34:
            road.meet(ANYWHERE[detail % len(ANYWHERE)])
        elif kind < 38:
            at_checkout(road, detail)
        elif kind == 38:
            road.front.company = ("paid", "declined", "unknown", "returned")[detail % 4]
        else:
            trouble(road, detail)


def at_checkout(road: Road, detail: int) -> None:
    """The page does something, or an old page does."""
    paying = road.state.visit.paying if road.state.visit else None
    payment_id = paying.payment_id if paying and detail % 7 else "payment-0"
    booking = road.state.visit.booking if road.state.visit else None
    amount = booking.amount if booking and detail % 5 else 1
    words: tuple[ev.Event, ...] = (
        ev.Returned(payment_id, f"{SUCCESS}?paymentKey=k&orderId=o&amount={amount}"),
        ev.PagePainted(payment_id),
        ev.FailedBack(payment_id, "PAY_PROCESS_CANCELED"),
        ev.FailedBack(payment_id, "REJECT_CARD_COMPANY"),
        ev.Rejected(payment_id, "USER_CANCEL"),
        ev.PageBroken(payment_id),
        ev.AppLinkRefused(payment_id),
        ev.Returned(payment_id, f"{SUCCESS}?paymentKey=k&orderId=o&amount={amount}"),
    )
    road.meet(words[detail % len(words)])


def trouble(road: Road, detail: int) -> None:
    """Another terminal, a full house, a lost database, a word from the connection."""
    if detail % 5 == 4 and not road.front.down:
        everything = {seat.seat_id for seat in road.front.house.plan.seats()}
        taken = {seat for booking in road.front.bookings.values() for seat in booking.seat_ids}
        road.front.others.clear()
        road.front.take(road.front.sittings()[0], *(everything - taken if detail % 2 else ()))
    elif detail % 4 == 0 or road.front.down:
        road.front.down = not road.front.down
    elif detail % 4 == 1:
        (now, *_) = road.front.sittings()
        taken = {seat for booking in road.front.bookings.values() for seat in booking.seat_ids}
        road.front.take(now, *({"1-1", "2-1"} - taken))
    elif detail % 4 == 2:
        road.meet(ev.Disconnected("test"))
    else:
        road.clock.advance(1)


def check(road: Road, before: State, event: ev.Event, after: State, effects: tuple[ef.Effect, ...]) -> None:
    """What must be true after every single step."""
    moved = before.screen is not after.screen
    if isinstance(event, ev.Ticked) and before.screen in MONEY_SCREENS:
        assert after.screen is not S.ATTRACT, "a clock led from a payment to the first screen"
    if moved and after.screen is S.DONE:
        assert isinstance(event, ev.SettleAnswered)
        assert isinstance(event.result, Paid), "the screen said paid without being told"
    if moved and before.screen is S.UNKNOWN:
        assert isinstance(event, ev.SettleAnswered | ev.ReturnAnswered | ev.PaymentClosed), (
            "an unknown ended by itself"
        )
    if after.screen in (S.ATTRACT, S.CLOSED):
        assert after.visit is None, "something of a visit was left"
    if after.screen is S.ATTRACT and moved:
        assert after.language == after.house.language
    if any(isinstance(effect, ef.Release) for effect in effects):
        assert before.visit is None or before.visit.paying is None or isinstance(event, ev.PaymentClosed)
    truth(road, after)


def truth(road: Road, after: State) -> None:
    """What the screen says against what the services have stored."""
    booking = after.visit.booking if after.visit else None
    if after.screen in NOT_CHARGED and booking:
        assert road.front.net(booking.booking_id) == 0, f"{after.screen} said not charged, and it was"
        alive = [p for p in road.front.payments.values() if p.booking_id == booking.booking_id]
        undecided = [p for p in alive if p.status in (PaymentStatus.OPENED, PaymentStatus.CONFIRMING)]
        assert not undecided, f"{after.screen} said not charged while it was not known"
    if after.screen is S.DONE and booking:
        stored = road.front.bookings[booking.booking_id]
        assert stored.status is BookingStatus.PAID
        assert road.front.net(booking.booking_id) == stored.amount
    for booking_id, stored in road.front.bookings.items():
        mine = [p for p in road.front.payments.values() if p.booking_id == booking_id]
        alive = [p for p in mine if p.status in (PaymentStatus.OPENED, PaymentStatus.CONFIRMING)]
        assert len(alive) <= 1, "two payments of one booking were alive"
        assert road.front.net(booking_id) in (0, stored.amount), "somebody was charged twice"
    for kind in ONE_AT_A_TIME:
        waiting_calls = [call for call in road.lanes["money"] if isinstance(call, kind)]
        ours = [call for call in waiting_calls if after.visit and call.visit_id == after.visit.visit_id]
        assert len(ours) <= 1, f"{kind.__name__} was asked for again before it was answered"


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.integers(0, 40 * 840), min_size=60, max_size=400))
def test_whatever_a_customer_does_the_promises_hold(numbers: list[int]) -> None:
    road = Road()
    road.after = lambda before, event, after, effects: check(road, before, event, after, effects)
    walk(road.wait(0.25), numbers)


def test_a_long_walk_sees_every_screen() -> None:
    """The walks above are worth something only if they get everywhere."""
    seen: set[ScreenName] = set()
    for start in range(12):
        road = Road()
        road.after = lambda before, event, after, effects, road=road: check(
            road, before, event, after, effects
        )
        number, numbers = start * 7919 + 1, []
        for _ in range(1500):
            number = (number * 25214903917 + 11) % 2**48
            numbers.append((number >> 16) % (40 * 840))
        walk(road.wait(0.25), numbers)
        seen |= set(road.seen)
    assert seen == set(ScreenName)


def test_the_check_itself_notices_a_screen_that_guesses() -> None:
    """Negative control: a flow that calls a lost redirect "not charged" is caught."""
    road = Road()
    road.front.company = "unknown"
    road.to_payment().come_back().answer_all()
    visit = road.state.visit
    assert visit is not None
    guessed = replace(road.state, screen=S.DECLINED, visit=replace(visit, paying=None))
    with pytest.raises(AssertionError, match="while it was not known"):
        truth(road, guessed)


def test_an_overlay_never_stays_over_the_unknown() -> None:
    road = Road().to_unknown().do(ev.StaffAsked())
    assert road.state.overlay is Overlay.STAFF_CALLED
    road.wait(9)
    assert road.state.overlay is None
    assert flow_step(road.state, ev.StaffAsked())[0].overlay is Overlay.STAFF_CALLED

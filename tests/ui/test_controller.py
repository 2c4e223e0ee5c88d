"""The controller carries: events in, effects out, in order, and nothing else."""

from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.states import BookingStatus
from kiosk.ui.controller import Controller, Means, Said
from kiosk.ui.flow import House, ImpossibleEvent, Timers
from kiosk.ui.flow import events as ev
from kiosk.ui.sound.cues import Cue, cue_of
from kiosk.ui.views import ScreenName
from tests.fakes.front import SUCCESS, FakeFront
from tests.fakes.glass import FakeCheckout, FakeGlass
from tests.fakes.lanes import ManualLanes
from tests.fakes.machine import FakeClock

S = ScreenName


class Terminal:
    """A controller over fakes, driven through its screens' signals."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.front = FakeFront(self.clock)
        self.lanes = ManualLanes()
        self.glass = FakeGlass()
        self.checkouts: list[FakeCheckout] = []
        self.logged: list[tuple[str, dict[str, object]]] = []
        means = Means(
            self.front, self.lanes, self.clock, lambda name, facts: self.logged.append((name, facts))
        )
        house = House(self.front.house, Timers())
        self.controller = Controller(house, means, self.glass, self.make_checkout, {"ko": "ko", "en": "en"})
        self.controller.start()
        self.lanes.run_all()

    def make_checkout(self) -> FakeCheckout:
        self.checkouts.append(FakeCheckout())
        return self.checkouts[-1]

    @property
    def screen(self) -> ScreenName:
        return self.glass.shown[-1]

    def touch(self, screen: ScreenName, signal: str, *arguments: object) -> None:
        """A finger on a screen, and everything that comes of it."""
        getattr(self.glass.screens[screen], signal).emit(*arguments)
        self.lanes.run_all()

    def wait(self, seconds: float, by: float = 0.25) -> None:
        for _ in range(int(seconds / by)):
            self.clock.advance(by)
            self.controller.tick()
            self.lanes.run_all()

    def to_review(self) -> None:
        self.touch(S.ATTRACT, "touched")
        self.touch(S.PARTY, "party_chosen", 2)
        self.touch(S.PARTY, "seats_asked")
        self.touch(S.FLOOR, "table_touched", "1")
        self.touch(S.FLOOR, "hold_asked")

    def to_payment(self) -> FakeCheckout:
        self.to_review()
        self.touch(S.REVIEW, "agreement_toggled", True)
        self.touch(S.REVIEW, "payment_asked")
        return self.checkouts[-1]


@pytest.fixture
def terminal(qtbot: QtBot) -> Iterator[Terminal]:
    made = Terminal()
    yield made
    made.controller.stop()


def test_a_customer_goes_all_the_way_through_the_signals_of_the_screens(terminal: Terminal) -> None:
    checkout = terminal.to_payment()
    assert checkout.opened[0] == "<p>checkout</p>"
    assert terminal.glass.screens[S.PAYMENT].checkout is checkout
    checkout.page_painted.emit()
    checkout.returned.emit(f"{SUCCESS}?paymentKey=secret-key&orderId=o&amount=20000")
    terminal.lanes.run_all()
    assert terminal.screen is S.DONE
    assert checkout.closed == 1
    assert terminal.glass.screens[S.PAYMENT].checkout is None
    terminal.touch(S.DONE, "finished")
    assert [str(screen) for screen in terminal.glass.shown] == [
        "attract", "party", "floor", "review", "payment", "confirming", "done", "attract",
    ]  # fmt: skip


def test_the_redirect_is_on_its_way_before_anything_is_drawn(terminal: Terminal) -> None:
    """Milliseconds count here: the card company's approval waits for our word."""
    checkout = terminal.to_payment()
    order: list[str] = []
    submit = terminal.lanes.submit

    def noting(lane: str, job: Any, done: Any) -> None:
        order.append(f"submitted on {lane}")
        submit(lane, job, done)

    terminal.lanes.submit = noting  # type: ignore[method-assign]
    terminal.glass.show_screen = lambda name: order.append(f"drew {name}")  # type: ignore[method-assign]
    checkout.returned.emit(f"{SUCCESS}?amount=20000")
    assert order == ["submitted on money", "drew confirming"]
    terminal.lanes.run("money")
    assert order == ["submitted on money", "drew confirming", "submitted on money"]


def test_a_touch_is_heard_and_the_payment_page_is_not(terminal: Terminal) -> None:
    heard: list[Cue] = []

    def hear(*drawn: Any) -> None:
        if cue := cue_of(*drawn):
            heard.append(cue)

    terminal.controller.drawn.connect(hear)
    checkout = terminal.to_payment()
    assert heard == [Cue.TOUCH] * 3 + [Cue.CHOSEN] + [Cue.TOUCH] * 3
    heard.clear()
    checkout.page_painted.emit()
    checkout.app_link_refused.emit("kakaotalk")
    assert heard == []


def test_what_is_logged_names_events_and_never_a_url_or_a_key(terminal: Terminal) -> None:
    checkout = terminal.to_payment()
    checkout.returned.emit(f"{SUCCESS}?paymentKey=secret-key&amount=20000")
    terminal.lanes.run_all()
    said = repr(terminal.logged)
    assert "'event': 'Returned'" in said
    assert "'effect': 'AcceptReturn'" in said
    assert "secret-key" not in said
    assert "amount=" not in said


def test_a_failing_service_is_an_event_and_not_a_crash(terminal: Terminal) -> None:
    terminal.to_review()
    terminal.front.down = True
    terminal.touch(S.REVIEW, "agreement_toggled", True)
    terminal.touch(S.REVIEW, "payment_asked")
    assert terminal.screen is S.REVIEW
    assert (
        "event",
        {"event": "ServiceFailed", "screen": "review", "effect": "OpenPayment", "kind": "Down"},
    ) in (terminal.logged)


def test_what_was_said_about_money_is_remembered_in_order(terminal: Terminal) -> None:
    terminal.front.company = "unknown"
    checkout = terminal.to_payment()
    checkout.failed_back.emit("REJECT_CARD_COMPANY")
    terminal.lanes.run_all()
    terminal.touch(S.DECLINED, "other_way_asked")
    terminal.checkouts[-1].returned.emit(f"{SUCCESS}?amount=20000")
    terminal.lanes.run_all()
    terminal.wait(41)
    terminal.front.company = "paid"
    terminal.wait(40)
    booking = next(iter(terminal.front.bookings.values()))
    assert terminal.controller.trace.said == [
        Said("not_charged", booking.booking_id, BookingStatus.READY),
        Said("unknown", booking.booking_id, BookingStatus.READY),
        Said("paid", booking.booking_id, BookingStatus.PAID),
    ]


def test_an_old_page_is_closed_before_a_new_one_is_opened(terminal: Terminal) -> None:
    first = terminal.to_payment()
    first.failed_back.emit("PAY_PROCESS_CANCELED")
    terminal.lanes.run_all()
    terminal.touch(S.STOPPED, "pay_again_asked")
    assert (len(terminal.checkouts), first.closed, terminal.checkouts[1].closed) == (2, 1, 0)
    first.returned.emit(f"{SUCCESS}?amount=20000")
    terminal.lanes.run_all()
    assert terminal.screen is S.PAYMENT


def test_nothing_is_drawn_while_nothing_changes(terminal: Terminal) -> None:
    terminal.touch(S.ATTRACT, "touched")
    views, frames = len(terminal.glass.screens[S.PARTY].views), len(terminal.glass.frames)
    terminal.wait(5)
    assert len(terminal.glass.screens[S.PARTY].views) == views
    assert len(terminal.glass.frames) == frames


def test_a_language_is_drawn_everywhere_at_once(terminal: Terminal) -> None:
    terminal.touch(S.ATTRACT, "touched")
    terminal.glass.language_asked.emit()
    terminal.controller.overlay_answered("en")
    assert terminal.glass.texts[-1] == "en"


def test_a_signal_in_the_middle_of_drawing_waits_its_turn(terminal: Terminal) -> None:
    """A check box that is drawn as ticked says so; that is no second touch in the middle of the first."""
    terminal.to_review()
    review = terminal.glass.screens[S.REVIEW]
    seen: list[bool] = []

    def drawing(view: Any, text: object) -> None:
        if not seen:
            review.agreement_toggled.emit(False)
        seen.append(view.agreed)

    review.render = drawing
    review.agreement_toggled.emit(True)
    assert seen == [True, False]


def test_staff_hear_why_they_are_called(terminal: Terminal, qtbot: QtBot) -> None:
    terminal.to_review()
    with qtbot.waitSignal(terminal.controller.staff_called) as called:
        terminal.glass.staff_asked.emit()
    assert called.args == ["asked_on_review", "1001"]


def test_an_impossible_event_is_logged_and_raised(terminal: Terminal) -> None:
    terminal.to_review()
    visit = terminal.controller.state.visit
    assert visit is not None
    assert visit.booking is not None
    with pytest.raises(ImpossibleEvent):
        terminal.controller.dispatch(
            ev.PaymentAnswered(
                visit.visit_id, terminal.front.open_payment(visit.visit_id, visit.booking.booking_id, "ko")
            )
        )
    assert terminal.logged[-1][0] == "impossible_event"


def test_nobody_there_means_a_touch_of_life_is_nothing(terminal: Terminal) -> None:
    logged = len(terminal.logged)
    terminal.controller.active()
    assert len(terminal.logged) == logged


# --- how far visits get -----------------------------------------------------------------------------------------------


def test_a_visit_is_counted_once_with_how_far_it_got(terminal: Terminal) -> None:
    checkout = terminal.to_payment()
    assert terminal.front.ended == [], "it is not over"
    checkout.returned.emit(f"{SUCCESS}?paymentKey=secret-key&orderId=o&amount=20000")
    terminal.lanes.run_all()
    terminal.touch(S.DONE, "finished")
    assert terminal.front.ended == [("done", "paid")]


def test_a_visit_that_ends_on_the_waiting_list_is_no_lost_one(terminal: Terminal) -> None:
    now = terminal.front.sittings()[0]
    terminal.front.take(now, *(seat.seat_id for seat in terminal.front.house.plan.seats()))
    terminal.wait(1)
    terminal.touch(S.ATTRACT, "touched")
    terminal.touch(S.PARTY, "party_chosen", 2)
    terminal.touch(S.PARTY, "time_chosen", now)
    terminal.touch(S.PARTY, "seats_asked")
    terminal.touch(S.WAITLIST, "join_asked")
    terminal.touch(S.WAITING, "finished")
    assert terminal.front.ended == [("floor", "waiting")]


def test_a_visit_that_is_left_is_counted_where_it_was_furthest(terminal: Terminal) -> None:
    terminal.touch(S.ATTRACT, "touched")
    terminal.wait(120)
    assert terminal.screen is S.ATTRACT
    terminal.to_review()
    terminal.wait(200)
    assert terminal.front.ended == [("party", "left"), ("review", "left")]


def test_a_visit_that_cannot_be_counted_is_logged_and_hurts_nobody(terminal: Terminal) -> None:
    terminal.touch(S.ATTRACT, "touched")
    terminal.front.down = True
    terminal.wait(120)
    assert ("visit_not_counted", {"kind": "Down"}) in terminal.logged


def test_the_list_is_drawn_though_it_shows_the_very_same_as_the_plan(terminal: Terminal) -> None:
    terminal.touch(S.ATTRACT, "touched")
    terminal.touch(S.PARTY, "party_chosen", 2)
    terminal.touch(S.PARTY, "seats_asked")
    terminal.touch(S.FLOOR, "list_asked")
    assert terminal.glass.screens[S.LIST].views == terminal.glass.screens[S.FLOOR].views[-1:]

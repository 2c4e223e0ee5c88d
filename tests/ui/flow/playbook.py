"""Drives the pure flow as a conversation: events in, expected effects out; or against the fake services, in lane order."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

from kiosk.services.front import Front
from kiosk.ui.flow import House, Moment, State, Timers, opening_state, step
from kiosk.ui.flow import effects as ef
from kiosk.ui.flow import events as ev
from kiosk.ui.service_calls import call
from kiosk.ui.views import ScreenName
from tests.fakes.front import SUCCESS, Down, FakeFront
from tests.fakes.machine import FakeClock

TICK = 0.25


def lane_of(effect: ef.ServiceCall) -> str:
    if isinstance(effect, ef.PrintReceipt):
        return "print"
    return "floor" if isinstance(effect, ef.BACKGROUND) else "money"


@dataclass
class Road:
    """One kiosk over the fake services. Service calls wait in two lanes until they are let go."""

    clock: FakeClock = field(default_factory=FakeClock)
    timers: Timers = field(default_factory=Timers)
    effects: list[ef.Effect] = field(default_factory=list)
    seen: list[ScreenName] = field(default_factory=list)
    lanes: dict[str, deque[ef.ServiceCall]] = field(
        default_factory=lambda: {"money": deque(), "floor": deque(), "print": deque()}
    )
    after: Callable[[State, ev.Event, State, tuple[ef.Effect, ...]], None] | None = None

    services: Front | None = None
    """The real services, when a road is to be walked over them."""

    def __post_init__(self) -> None:
        self.front = FakeFront(self.clock)
        house = House(self.front.house, self.timers, prints=True)
        self.state: State = opening_state(house, Moment(self.clock.now(), self.clock.monotonic()))

    @property
    def screen(self) -> ScreenName:
        return self.state.screen

    @property
    def payment_id(self) -> str:
        """The payment that is alive on the screen."""
        assert self.state.visit is not None
        assert self.state.visit.paying is not None, f"no payment on {self.screen}"
        return self.state.visit.paying.payment_id

    def meet(self, event: ev.Event) -> Self:
        """One event; its service calls wait."""
        before = self.state
        self.state, effects = step(before, event)
        self.effects += effects
        if not self.seen or self.seen[-1] is not self.state.screen:
            self.seen.append(self.state.screen)
        for effect in effects:
            if isinstance(effect, ef.ServiceCall):
                self.lanes[lane_of(effect)].append(effect)
        if self.after:
            self.after(before, event, self.state, effects)
        return self

    def answer(self, lane: str) -> bool:
        """Let the oldest call of a lane come back; False when there is none."""
        if not self.lanes[lane]:
            return False
        effect = self.lanes[lane].popleft()
        event = called(self.services or self.front, effect)
        if event is not None:
            self.meet(event)
        return True

    def answer_all(self) -> Self:
        """Let everything come back that is on its way."""
        while self.answer("money") or self.answer("floor") or self.answer("print"):
            pass
        return self

    def do(self, *events: ev.Event) -> Self:
        """Events, each with all its answers."""
        for event in events:
            self.meet(event).answer_all()
        return self

    def wait(self, seconds: float, *, answering: bool = True, by: float = TICK) -> Self:
        """Let time pass tick by tick."""
        passed = 0.0
        while passed < seconds:
            self.clock.advance(by)
            passed += by
            self.meet(ev.Ticked(self.clock.now(), self.clock.monotonic()))
            if answering:
                self.answer_all()
        return self

    def took(self, kind: type[ef.Effect]) -> list[ef.Effect]:
        """The effects of one kind so far."""
        return [effect for effect in self.effects if isinstance(effect, kind)]

    # --- the road, as far as a scenario needs it ---------------------------------------------------------------

    def to_party(self) -> Self:
        return self.wait(TICK).do(ev.Touched())

    def to_floor(self, party: int = 2) -> Self:
        return self.to_party().do(ev.PartyChosen(party), ev.SeatsAsked())

    def to_review(self, party: int = 2, table: str = "1") -> Self:
        return self.to_floor(party).do(ev.TableTouched(table), ev.HoldAsked())

    def to_payment(self, party: int = 2) -> Self:
        self.to_review(party).do(ev.AgreementToggled(True), ev.PaymentAsked())
        return self.do(ev.PagePainted(self.payment_id))

    def come_back(self, url: str = "") -> Self:
        """The success redirect, with the right amount unless told otherwise; nothing is answered yet."""
        assert self.state.visit is not None
        booking = self.state.visit.booking
        assert booking is not None
        url = url or f"{SUCCESS}?paymentKey=pk&orderId=o&amount={booking.amount}"
        return self.meet(ev.Returned(self.payment_id, url))

    def to_unknown(self) -> Self:
        self.front.company = "unknown"
        return self.to_payment().come_back().answer_all().wait(40)


def called(front: Front, effect: ef.ServiceCall) -> ev.Event | None:
    """What comes back from the services for an effect; a failure comes back as one."""
    try:
        return call(front, effect)
    except Down as error:
        return ev.ServiceFailed(effect, type(error).__name__)

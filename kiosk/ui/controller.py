"""Carries events into the flow and its effects out: to the services on their lanes, to the checkout, to the screens.

Decides nothing. One arrow each way: signals -> event -> step -> effects -> lanes -> event. Main thread only.
"""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.domain.ports import Clock
from kiosk.domain.states import BookingStatus
from kiosk.services.front import Front
from kiosk.ui.flow import House, ImpossibleEvent, Moment, State, opening_state, step
from kiosk.ui.flow import effects as ef
from kiosk.ui.flow import events as ev
from kiosk.ui.footprints import Footprints
from kiosk.ui.modes import Modes
from kiosk.ui.presenter import Picture, present
from kiosk.ui.service_calls import call
from kiosk.ui.threads import FLOOR, MONEY, PRINT, Outcome, Runner
from kiosk.ui.views import FrameView, OverlayView, ScreenName
from kiosk.ui.wiring import SCREENS, SHELL, wire, wire_checkout

TICK_MS = 250

Log = Callable[[str, dict[str, object]], None]
"""``log(name, facts)``; facts are names, codes and ids of ours, never personal data or a URL."""


class Glass(Protocol):
    """The shell with all screens in it, as far as the controller needs it."""

    @property
    def screens(self) -> Mapping[ScreenName, Any]:
        """Every screen, with ``render(view, text)`` and the signals of ``kiosk.ui.wiring.SCREENS``."""
        ...

    def set_modes(self, modes: Modes) -> None:
        """Draw everything as this guest wants it."""
        ...

    def show_screen(self, name: ScreenName) -> None:
        """Bring one screen to the front."""
        ...

    def render_frame(self, frame: FrameView, text: Any) -> None:
        """Show header, progress and utility bar."""
        ...

    def show_overlay(self, view: OverlayView | None, text: Any) -> None:
        """Lay a sheet over the screen, or take it away."""
        ...


class CheckoutPage(Protocol):
    """The embedded payment page; its signals are named in ``kiosk.ui.wiring.CHECKOUT``."""

    def open(self, html: str, base_url: str, success_url: str, fail_url: str) -> None:
        """Load the page."""
        ...

    def close_page(self) -> None:
        """Take the page down and forget its profile. No signal comes after this that counts."""
        ...


@dataclass(frozen=True, slots=True)
class Means:
    """What a controller works with besides the screens."""

    front: Front
    lanes: Runner
    clock: Clock
    log: Log


@dataclass(frozen=True, slots=True)
class Said:
    """What a screen told a customer about money, with the booking's status as it was known then.

    ``what`` is paid, not_charged or unknown.
    """

    what: str
    booking_id: str
    stored: BookingStatus | None


MONEY_WORDS: Mapping[ScreenName, str] = {
    ScreenName.DONE: "paid",
    ScreenName.DECLINED: "not_charged",
    ScreenName.STOPPED: "not_charged",
    ScreenName.EXPIRED: "not_charged",
    ScreenName.UNKNOWN: "unknown",
}


@dataclass
class MoneyTrace:
    """Everything this terminal has said about money since it was switched on, in order."""

    said: list[Said] = field(default_factory=list)

    def note(self, before: State, after: State) -> None:
        """Remember what a new screen says."""
        what = MONEY_WORDS.get(after.screen)
        if what is None or before.screen is after.screen or after.visit is None:
            return
        booking = after.visit.booking
        self.said.append(
            Said(what, booking.booking_id if booking else "", booking.status if booking else None)
        )


class Controller(QObject):
    """One terminal: its state, its screens, its services.

    Signals:
        screen_changed: another screen is shown; its ScreenName as text.
        staff_called: staff are needed; why and a reference, both codes.
        drawn: there is another picture; the one before it (None for the first), itself, and the kind of touch that it
            answers, None where it answers none. What is heard beside the screen is made from it.
    """

    screen_changed = Signal(str)
    staff_called = Signal(str, str)
    drawn = Signal(object, object, object)

    def __init__(
        self,
        house: House,
        means: Means,
        glass: Glass,
        make_checkout: Callable[[], CheckoutPage],
        texts: Mapping[str, object],
    ) -> None:
        super().__init__()
        self.state = opening_state(house, Moment(means.clock.now(), means.clock.monotonic()))
        self.trace = MoneyTrace()
        self._footprints = Footprints()
        self._means, self._glass, self._make_checkout, self._texts = means, glass, make_checkout, texts
        self._checkout: CheckoutPage | None = None
        self._picture: Picture | None = None
        self._touch: type[ev.Event] | None = None
        self._waiting: deque[ev.Event] = deque()
        self._is_busy = False
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)
        wire(glass, SHELL, self._happened)
        for name, signals in SCREENS.items():
            wire(glass.screens[name], signals, self._happened)

    def start(self) -> None:
        """Draw the first picture, look at the floor, and let the clock run."""
        self.tick()
        self._timer.start()

    def stop(self) -> None:
        """Stop the clock and take a checkout down; what is durable decides what becomes of a payment."""
        self._timer.stop()
        self._close_checkout()

    def tick(self) -> None:
        """Look at both clocks."""
        self.dispatch(ev.Ticked(self._means.clock.now(), self._means.clock.monotonic()))

    def overlay_answered(self, choice: str) -> None:
        """A sheet was answered."""
        self._happened(ev.OverlayAnswered, choice)

    def active(self) -> None:
        """A finger or a key, anywhere; matters only while somebody is being served."""
        if self.state.visit is not None:
            self.dispatch(ev.Active())

    def dispatch(self, event: ev.Event) -> None:
        """Let the flow have an event: first its effects, then the picture.

        What effects or drawing cause at once waits its turn, so no event is ever met in the middle of another.
        """
        self._waiting.append(event)
        if self._is_busy:
            return
        self._is_busy = True
        try:
            while self._waiting:
                self._step(self._waiting.popleft())
                if not self._waiting:
                    self._render()
        finally:
            self._is_busy = False

    def _render(self) -> None:
        """Draw what has changed, and only that."""
        picture, old = present(self.state), self._picture
        self._picture = picture
        text = self._texts[picture.language]
        if old is None or old.modes != picture.modes:
            self._glass.set_modes(picture.modes)
        same_text = old is not None and old.language == picture.language
        if old is None or not same_text or old.frame != picture.frame:
            self._glass.render_frame(picture.frame, text)
        if old is None or not same_text or (old.screen, old.view) != (picture.screen, picture.view):
            self._glass.screens[picture.screen].render(picture.view, text)
        if old is None or old.screen is not picture.screen:
            self._glass.show_screen(picture.screen)
            self.screen_changed.emit(str(picture.screen))
        if old is None or not same_text or old.overlay != picture.overlay:
            self._glass.show_overlay(picture.overlay, text)
        touch, self._touch = self._touch, None
        self.drawn.emit(old, picture, touch)

    def _happened(self, kind: type[ev.Event], *arguments: object) -> None:
        """A screen's own keys were touched; the payment page's are never heard of here."""
        self._touch = kind
        self.dispatch(kind(*arguments))

    def _step(self, event: ev.Event) -> None:
        before = self.state
        try:
            self.state, effects = step(before, event)
        except ImpossibleEvent as bug:
            self._means.log("impossible_event", {"event": type(event).__name__, "what": str(bug)})
            raise
        if not isinstance(event, ev.Ticked | ev.Active) or effects:
            self._means.log("event", self._facts(event, before))
        for effect in effects:
            self._means.log("effect", {"effect": type(effect).__name__})
            self._carry_out(effect)
        self.trace.note(before, self.state)
        if ended := self._footprints.note(before, self.state):
            self._means.lanes.submit(FLOOR, partial(self._means.front.count_visit, *ended), self._counted)

    def _counted(self, outcome: Outcome) -> None:
        """A visit that could not be counted is a smaller loss than a guest who waits for it."""
        if outcome.error is not None:
            self._means.log("visit_not_counted", {"kind": type(outcome.error).__name__})

    def _facts(self, event: ev.Event, before: State) -> dict[str, object]:
        facts: dict[str, object] = {"event": type(event).__name__, "screen": str(before.screen)}
        if before.screen is not self.state.screen:
            facts["to"] = str(self.state.screen)
        if isinstance(event, ev.ServiceFailed):
            facts |= {"effect": type(event.effect).__name__, "kind": event.kind}
        if isinstance(event, ev.FailedBack | ev.Rejected | ev.Disconnected):
            facts["code"] = event.code
        return facts

    def _carry_out(self, effect: ef.Effect) -> None:
        match effect:
            case ef.ServiceCall():
                job = partial(call, self._means.front, effect)
                self._means.lanes.submit(_lane_of(effect), job, partial(self._came_back, effect))
            case ef.ShowCheckout():
                self._show_checkout(effect)
            case ef.CloseCheckout() | ef.ForgetVisit():
                self._close_checkout()
            case ef.CallStaff(why, reference):
                self.staff_called.emit(why, reference)

    def _came_back(self, effect: ef.ServiceCall, outcome: Outcome) -> None:
        if outcome.error is not None:
            self.dispatch(ev.ServiceFailed(effect, type(outcome.error).__name__))
        elif isinstance(outcome.value, ev.Event):
            self.dispatch(outcome.value)

    def _show_checkout(self, effect: ef.ShowCheckout) -> None:
        self._close_checkout()
        checkout = self._make_checkout()
        self._checkout = checkout
        wire_checkout(checkout, effect.payment_id, self.dispatch)
        self._glass.screens[ScreenName.PAYMENT].set_checkout(checkout)
        checkout.open(effect.html, effect.base_url, effect.success_url, effect.fail_url)

    def _close_checkout(self) -> None:
        checkout, self._checkout = self._checkout, None
        if checkout is not None:
            self._glass.screens[ScreenName.PAYMENT].set_checkout(None)
            checkout.close_page()


def _lane_of(effect: ef.ServiceCall) -> str:
    if isinstance(effect, ef.PrintReceipt):
        return PRINT
    return FLOOR if isinstance(effect, ef.BACKGROUND) else MONEY

"""What the clock does on each screen.

No clock leads from a payment to the first screen, and none ends an unknown.
"""

from dataclasses import replace

from kiosk.ui.flow import events as ev
from kiosk.ui.flow.effects import Effect, Sweep
from kiosk.ui.flow.moves import (
    Step,
    close_payment,
    end_visit,
    has_hold,
    look_again,
    read_boards,
    show,
    stay,
    to_attract,
    with_visit,
)
from kiosk.ui.flow.paying import ask_once_more, is_due, to_unknown
from kiosk.ui.flow.states import Ending, Moment, Stage, State, booking_of, hold_left, paying_of, visit_of
from kiosk.ui.flow.waiting import ask_quote
from kiosk.ui.views import Overlay, ScreenName

NOTICES = frozenset({Overlay.STAFF_CALLED, Overlay.APP_REFUSED})
"""Sheets that only tell something and go by themselves."""


def on_attract(state: State, event: ev.Ticked) -> Step:
    """01: look at the floor now and then; close when the services stay away."""
    state, effects = _background(state, event, state.timers.board_idle_s)
    if _is_out_too_long(state):
        return _to_closed(state), effects
    if state.overlay is Overlay.LANGUAGE and _lying(state) >= state.timers.idle_ask_s:
        state = replace(show(state, None), language=state.house.language, modes=state.house.modes)
    return state, effects


def on_choosing(state: State, event: ev.Ticked) -> Step:
    """03 and 04: keep the floor fresh, ask who is silent, close when the services stay away."""
    state, effects = _background(state, event, state.timers.board_s)
    visit = visit_of(state)
    if _is_out_too_long(state):
        return _to_closed(state), effects
    if _is_lapsed(state) and visit.job is None and not state.outage and state.at.mono >= visit.look_at:
        return _after(look_again(state), effects)
    return _after(_idle(state), effects)


def on_waitlist(state: State, event: ev.Ticked) -> Step:
    """16: as on 03, and how long the list is."""
    state, effects = on_choosing(state, event)
    is_due = state.visit is not None and state.at.mono - state.visit.quoted_at >= state.timers.quote_s
    if state.screen is not ScreenName.WAITLIST or not is_due or state.outage:
        return state, effects
    return _after(ask_quote(state), effects)


def on_review(state: State, event: ev.Ticked) -> Step:
    """06: the hold and idling. While the services are away the hold is neither ended nor extended.

    While nothing can be paid it is looked now and then whether that is over.
    """
    state, effects = _background(state, event, state.timers.retry_s if state.floor.closed else None)
    held = _hold_clock(state)
    return _after(held or _idle(state), effects)


def on_payment(state: State, event: ev.Ticked) -> Step:
    """07: the page's own time, and closing again what could not be closed. Idling does not exist here."""
    state, effects = _background(state, event, None)
    visit, paying = visit_of(state), paying_of(state)
    if paying.stage is Stage.OPENED:
        if visit.job is None and state.at.now >= paying.page_ends_at:
            return _after(close_payment(state, Ending.TIME_OVER), effects)
        return state, effects
    return _after(_while_waiting(state), effects)


def on_confirming(state: State, event: ev.Ticked) -> Step:
    """08: ask again when it is time; 11 when it takes too long."""
    state, effects = _background(state, event, None)
    return _after(_while_waiting(state), effects)


def on_unknown(state: State, event: ev.Ticked) -> Step:
    """11: ask for ever."""
    state, effects = _background(state, event, None)
    return _after(ask_once_more(state) if is_due(state) else stay(state), effects)


def on_held_after(state: State, event: ev.Ticked) -> Step:
    """10 and after a stop: the hold goes on. What was returned stays long enough to be read."""
    state, effects = _background(state, event, None)
    visit = visit_of(state)
    if visit.reason == "returned" and _shown(state) < state.timers.expired_leave_s:
        return state, effects
    return _after(_hold_clock(state) or stay(state), effects)


def on_done(state: State, event: ev.Ticked) -> Step:
    """09 and the waiting number: goodbye by itself."""
    state, effects = _background(state, event, None)
    if _shown(state) >= state.timers.done_leave_s:
        return _after(to_attract(state), effects)
    return state, effects


def on_expired(state: State, event: ev.Ticked) -> Step:
    """12: goodbye by itself, but not while the same seats are being held again."""
    state, effects = _background(state, event, None)
    if visit_of(state).job is None and _shown(state) >= state.timers.expired_leave_s:
        return _after(to_attract(state), effects)
    return state, effects


def on_closed(state: State, event: ev.Ticked) -> Step:
    """17: knock until somebody opens."""
    return _background(state, event, state.timers.retry_s)


def _background(state: State, event: ev.Ticked, every: float | None) -> Step:
    """The clocks themselves, sheets that go by themselves, and reading the floor; ``every`` None.

    Only while it is away.
    """
    timers = state.timers
    state = replace(state, at=Moment(event.now, event.monotonic))
    if state.overlay in NOTICES and _lying(state) >= timers.notice_s:
        state = show(state, None)
    effects: tuple[Effect, ...] = ()
    interval = timers.retry_s if state.outage else every
    if interval is not None and state.at.mono - state.floor.read_at >= interval:
        state, effects = read_boards(state)
    if not state.outage and state.at.mono - state.floor.swept_at >= timers.sweep_s:
        state = replace(state, floor=replace(state.floor, swept_at=state.at.mono))
        effects += (Sweep(""),)
    return state, effects


def _idle(state: State) -> Step:
    timers, visit = state.timers, visit_of(state)
    if visit.job is not None:
        return stay(state)
    if state.overlay is Overlay.IDLE:
        return end_visit(state) if _lying(state) >= timers.idle_leave_s else stay(state)
    if state.at.mono - visit.active_at >= timers.idle_ask_s:
        return stay(show(state, Overlay.IDLE))
    return stay(state)


def _is_lapsed(state: State) -> bool:
    return has_hold(visit_of(state)) and hold_left(state, booking_of(state)) <= 0


def _hold_clock(state: State) -> Step | None:
    """The end of a hold, or the question a minute before; None when there is nothing to do."""
    visit, timers = visit_of(state), state.timers
    if visit.job is not None or state.outage:
        return None
    booking = booking_of(state)
    left = hold_left(state, booking) if has_hold(visit) else 0
    if left <= 0:
        return look_again(state) if state.at.mono >= visit.look_at else None
    wants_asking = left <= timers.hold_ask_s and booking.extensions_left > 0
    if wants_asking and state.overlay is None and visit.asked_for != booking.hold_ends_at:
        return stay(
            show(with_visit(state, replace(visit, asked_for=booking.hold_ends_at)), Overlay.MORE_TIME)
        )
    return None


def _while_waiting(state: State) -> Step:
    if _shown(state) >= state.timers.confirm_unknown_s:
        return to_unknown(state)
    return ask_once_more(state) if is_due(state) else stay(state)


def _shown(state: State) -> float:
    return state.at.mono - visit_of(state).since


def _lying(state: State) -> float:
    return state.at.mono - state.overlay_at


def _is_out_too_long(state: State) -> bool:
    return state.outage is not None and state.at.mono - state.outage.since >= state.timers.closed_after_s


def _to_closed(state: State) -> State:
    """17: the visit is dropped; a hold it may have had ends by itself."""
    return replace(
        state,
        screen=ScreenName.CLOSED,
        visit=None,
        floor=replace(state.floor, other=None),
        overlay=None,
        starting=False,
        language=state.house.language,
        modes=state.house.modes,
    )


def _after(step: Step, effects: tuple[Effect, ...]) -> Step:
    return step[0], (*effects, *step[1])

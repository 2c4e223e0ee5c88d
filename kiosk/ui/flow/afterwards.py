"""09, 12 and what every screen has in common: goodbye, another try, staff, language, and the sheets."""

from dataclasses import replace

from kiosk.ui.flow import events as ev
from kiosk.ui.flow.choosing import touched
from kiosk.ui.flow.effects import Hold, PrintReceipt
from kiosk.ui.flow.moves import (
    Step,
    ask_to_leave,
    call_staff,
    close_payment,
    end_visit,
    show,
    stay,
    to_attract,
    to_floor,
    with_visit,
    without_note,
)
from kiosk.ui.flow.review import extend
from kiosk.ui.flow.states import Ending, Job, Stage, State, booking_of, visit_of
from kiosk.ui.flow.waiting import leave_list
from kiosk.ui.modes import Modes, reads_list
from kiosk.ui.views import Overlay, Paper, ScreenName


def finished(state: State, _event: ev.Event) -> Step:
    """09, 12 and the waiting number: nothing is held, nothing is open; goodbye."""
    return to_attract(state)


def print_asked(state: State, _event: ev.PrintAsked) -> Step:
    """09: once; a second paper is a copy, and those are for staff to give."""
    visit = visit_of(state)
    if not state.house.prints or visit.paper is not Paper.NONE:
        return stay(state)
    asked = replace(visit, paper=Paper.PRINTING, since=state.at.mono)
    wish = PrintReceipt(visit.visit_id, booking_of(state).booking_id, state.language)
    return stay(with_visit(state, asked), wish)


def print_answered(state: State, event: ev.PrintAnswered) -> Step:
    """09: it is out, or it is not; either way there is time to read that."""
    return stay(paper_came(state, printed=event.printed))


def paper_came(state: State, *, printed: bool) -> State:
    """What became of the paper; the screen's clock starts anew."""
    paper = Paper.PRINTED if printed else Paper.FAILED
    return with_visit(state, replace(visit_of(state), paper=paper, since=state.at.mono))


def again_asked(state: State, _event: ev.AgainAsked) -> Step:
    """12: the same seats once more."""
    visit, booking = visit_of(state), booking_of(state)
    if state.outage or not visit.again:
        return stay(state)
    holding = with_visit(state, replace(visit, job=Job.HOLD))
    return stay(holding, Hold(visit.visit_id, booking.sitting, booking.seat_ids, booking.party))


def others_asked(state: State, _event: ev.OthersAsked) -> Step:
    """12: other seats."""
    return to_floor(state, without_note(replace(visit_of(state), booking=None, chosen=(), agreed=False)))


def start_over_asked(state: State, _event: ev.StartOverAsked) -> Step:
    """처음으로, where no payment is open."""
    return ask_to_leave(state)


def staff_asked(state: State, _event: ev.StaffAsked) -> Step:
    """직원 호출."""
    return call_staff(state, f"asked_on_{state.screen}")


def language_asked(state: State, _event: ev.LanguageAsked) -> Step:
    """화면·언어: stays open for one choice after the other."""
    return stay(show(state, Overlay.LANGUAGE))


def overlay_answered(state: State, event: ev.OverlayAnswered) -> Step:
    """What the customer said to a sheet; the safe choice is whatever is not one of the others."""
    overlay, closed = state.overlay, show(state, None)
    match overlay, event.choice:
        case Overlay.LANGUAGE, word:
            return _wished(state, word)
        case ((Overlay.IDLE | Overlay.LEAVE), "leave"):
            return _leave(closed)
        case Overlay.LEAVE_LIST, "leave":
            return leave_list(closed)
        case Overlay.MORE_TIME, "more":
            return extend(closed)
        case Overlay.STOP_PAYING, "stop" if _is_open(state):
            return close_payment(closed, Ending.STOPPED)
        case _:
            return stay(closed)


def _wished(state: State, word: str) -> Step:
    """02 stays open for one choice after the other. On the first screen it is a first touch, or nothing was wished for."""
    closed, is_first = show(state, None), state.screen is ScreenName.ATTRACT
    match word:
        case "start" if is_first:
            return touched(closed, ev.Touched())
        case "close" if is_first:
            return stay(replace(closed, language=state.house.language, modes=state.house.modes))
        case "ko" | "en" | "ja" | "zh":
            return stay(replace(state, language=word, overlay_at=state.at.mono))
        case _ if Modes.knows(word):
            return stay(_readable(replace(state, modes=state.modes.switched(word), overlay_at=state.at.mono)))
        case _:
            return stay(closed)


def _readable(state: State) -> State:
    """The plan does not grow with the text and cannot be lowered or read aloud: whoever needs that reads the list."""
    if state.screen is ScreenName.FLOOR and reads_list(state.modes):
        return replace(state, screen=ScreenName.LIST)
    return state


def _leave(state: State) -> Step:
    if state.screen is ScreenName.PAYMENT:
        return close_payment(state, Ending.LEFT) if _is_open(state) else stay(state)
    visit = visit_of(state)
    if visit.job in (Job.OPEN, Job.HOLD, Job.JOIN):
        return stay(state)
    return end_visit(state)


def _is_open(state: State) -> bool:
    paying = state.visit.paying if state.visit else None
    return paying is not None and paying.stage is Stage.OPENED

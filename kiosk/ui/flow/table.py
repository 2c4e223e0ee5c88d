"""The whole flow as one table: every event on every screen is a transition, IGNORE or BUG.

``step`` reads it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from kiosk.domain.states import BUG, IGNORE, Cell
from kiosk.ui.flow import afterwards, choosing, clocks, outage, paying, review, waiting
from kiosk.ui.flow import events as ev
from kiosk.ui.flow import wait_events as wv
from kiosk.ui.flow.moves import ImpossibleEvent, Step
from kiosk.ui.flow.states import State
from kiosk.ui.views import Overlay, ScreenName

Transition = Callable[[State, Any], Step]
Row = Mapping[ScreenName, Transition | Cell]

S = ScreenName
WITH_VISIT: Final = tuple(screen for screen in S if screen not in (S.ATTRACT, S.CLOSED))
SEATS: Final = (S.FLOOR, S.LIST)
ASKING: Final = (S.CONFIRMING, S.UNKNOWN)
PAYABLE: Final = (S.REVIEW, S.DECLINED, S.STOPPED)


def _row(rest: Transition | Cell, *cells: tuple[tuple[ScreenName, ...], Transition | Cell]) -> Row:
    """A row in which the named screens have their own cell and all others ``rest``."""
    row: dict[ScreenName, Transition | Cell] = dict.fromkeys(S, rest)
    for screens, cell in cells:
        row.update(dict.fromkeys(screens, cell))
    return row


TABLE: Final[Mapping[type[ev.Event], Row]] = {
    # Touches. A touch that comes from a screen that has just gone is nobody's fault: IGNORE.
    ev.Touched: _row(IGNORE, ((S.ATTRACT,), choosing.touched)),
    ev.PartyChosen: _row(IGNORE, ((S.PARTY,), choosing.party_chosen)),
    ev.WheelchairToggled: _row(IGNORE, ((S.PARTY,), choosing.wheelchair_toggled)),
    ev.HighChairToggled: _row(IGNORE, ((S.PARTY,), choosing.high_chair_toggled)),
    ev.DayChosen: _row(IGNORE, ((S.PARTY,), choosing.day_chosen)),
    ev.TimeChosen: _row(IGNORE, ((S.PARTY,), choosing.time_chosen)),
    ev.SeatsAsked: _row(IGNORE, ((S.PARTY,), choosing.seats_asked), ((S.WAITLIST,), waiting.seats_now_asked)),
    ev.BestAsked: _row(IGNORE, ((S.PARTY,), choosing.best_held), (SEATS, choosing.best_shown)),
    ev.WentBack: _row(
        IGNORE, ((S.PARTY,), choosing.left_party), ((*SEATS, S.WAITLIST), choosing.back_to_party)
    ),
    wv.PhoneKeyed: _row(IGNORE, ((S.WAITLIST,), waiting.phone_keyed)),
    wv.JoinAsked: _row(IGNORE, ((S.WAITLIST,), waiting.join_asked)),
    wv.OtherTimeAsked: _row(IGNORE, ((S.WAITLIST,), waiting.other_time_asked)),
    wv.SplitAsked: _row(IGNORE, ((S.WAITLIST,), waiting.split_asked)),
    wv.LeaveListAsked: _row(IGNORE, ((S.WAITING,), waiting.leave_list_asked)),
    ev.TableTouched: _row(IGNORE, (SEATS, choosing.table_touched)),
    ev.SeatTouched: _row(IGNORE, (SEATS, choosing.seat_touched)),
    ev.RoomChosen: _row(IGNORE, ((S.FLOOR,), choosing.room_chosen)),
    ev.ListAsked: _row(IGNORE, ((S.FLOOR,), choosing.list_asked)),
    ev.PlanAsked: _row(IGNORE, ((S.LIST,), choosing.plan_asked)),
    ev.ChangeAsked: _row(IGNORE, (SEATS, choosing.back_to_party)),
    ev.HoldAsked: _row(IGNORE, (SEATS, choosing.hold_asked)),
    ev.AgreementToggled: _row(IGNORE, ((S.REVIEW,), review.agreement_toggled)),
    ev.TermsAsked: _row(IGNORE, ((S.REVIEW,), review.terms_asked)),
    ev.ChooseAgainAsked: _row(IGNORE, ((S.REVIEW, S.STOPPED), review.choose_again_asked)),
    ev.PaymentAsked: _row(IGNORE, ((S.REVIEW,), review.payment_asked)),
    ev.StopAsked: _row(IGNORE, ((S.PAYMENT,), paying.stop_asked)),
    ev.MoreTimeAsked: _row(IGNORE, ((S.PAYMENT,), paying.more_time_asked)),
    ev.Finished: _row(IGNORE, ((S.DONE, S.WAITING), afterwards.finished)),
    ev.PrintAsked: _row(IGNORE, ((S.DONE,), afterwards.print_asked)),
    ev.OtherWayAsked: _row(IGNORE, ((S.DECLINED,), review.paid_again)),
    ev.SameCardAsked: _row(IGNORE, ((S.DECLINED,), review.paid_again)),
    ev.PayAgainAsked: _row(IGNORE, ((S.STOPPED,), review.paid_again)),
    ev.LeaveAsked: _row(IGNORE, ((S.DECLINED, S.STOPPED), review.left)),
    ev.AgainAsked: _row(IGNORE, ((S.EXPIRED,), afterwards.again_asked)),
    ev.OthersAsked: _row(IGNORE, ((S.EXPIRED,), afterwards.others_asked)),
    ev.StaffAsked: _row(afterwards.staff_asked),
    ev.StartOverAsked: _row(
        afterwards.start_over_asked,
        ((S.ATTRACT, S.CLOSED), IGNORE),
        ((S.PAYMENT,), paying.leave_asked),
        (ASKING, IGNORE),
    ),
    ev.LanguageAsked: _row(afterwards.language_asked, ((S.CLOSED, S.PAYMENT, *ASKING), IGNORE)),
    ev.OverlayAnswered: _row(afterwards.overlay_answered),
    ev.Active: _row(IGNORE),
    # The clock.
    ev.Ticked: _row(
        BUG,
        ((S.ATTRACT,), clocks.on_attract),
        ((S.PARTY, *SEATS), clocks.on_choosing),
        ((S.WAITLIST,), clocks.on_waitlist),
        ((S.REVIEW,), clocks.on_review),
        ((S.PAYMENT,), clocks.on_payment),
        ((S.CONFIRMING,), clocks.on_confirming),
        ((S.UNKNOWN,), clocks.on_unknown),
        ((S.DECLINED, S.STOPPED), clocks.on_held_after),
        ((S.DONE, S.WAITING), clocks.on_done),
        ((S.EXPIRED,), clocks.on_expired),
        ((S.CLOSED,), clocks.on_closed),
    ),
    # What the services say. An answer that this screen never asked for is our mistake: BUG.
    ev.VisitStarted: _row(IGNORE, ((S.ATTRACT,), choosing.visit_started)),
    ev.BoardsRead: _row(outage.boards_read),
    ev.FloorChanged: _row(IGNORE, ((S.ATTRACT, S.PARTY, *SEATS, S.WAITLIST), outage.floor_changed)),
    ev.Connected: _row(outage.connected),
    ev.Disconnected: _row(outage.disconnected),
    ev.ServiceFailed: _row(outage.service_failed),
    ev.HoldAnswered: _row(BUG, ((*SEATS, S.EXPIRED), choosing.hold_answered)),
    ev.ExtendAnswered: _row(
        review.extend_answered, ((S.ATTRACT, S.CLOSED), BUG), ((S.DONE, S.EXPIRED), IGNORE)
    ),
    ev.LookedAgain: _row(BUG, ((S.PARTY, *SEATS, S.WAITLIST, *PAYABLE, S.EXPIRED), review.looked_again)),
    wv.QuoteAnswered: _row(IGNORE, ((S.WAITLIST,), waiting.quote_answered)),
    wv.JoinAnswered: _row(BUG, ((S.WAITLIST,), waiting.join_answered)),
    ev.PaymentAnswered: _row(BUG, (PAYABLE, review.payment_answered)),
    ev.PaymentClosed: _row(BUG, ((S.PAYMENT, S.UNKNOWN), paying.payment_closed)),
    ev.ReturnAnswered: _row(BUG, (ASKING, paying.return_answered)),
    ev.SettleAnswered: _row(BUG, (ASKING, paying.settle_answered)),
    ev.PrintAnswered: _row(BUG, ((S.DONE,), afterwards.print_answered)),
    # The checkout page. Only 07 has one; 08 and 11 may still hear the last of it.
    ev.PagePainted: _row(BUG, ((S.PAYMENT,), paying.page_painted), (ASKING, IGNORE)),
    ev.Returned: _row(BUG, ((S.PAYMENT,), paying.returned), (ASKING, IGNORE)),
    ev.FailedBack: _row(BUG, ((S.PAYMENT,), paying.failed_back), (ASKING, IGNORE)),
    ev.Rejected: _row(BUG, ((S.PAYMENT,), paying.rejected), (ASKING, IGNORE)),
    ev.AppLinkRefused: _row(BUG, ((S.PAYMENT,), paying.app_link_refused), (ASKING, IGNORE)),
    ev.PageBroken: _row(BUG, ((S.PAYMENT,), paying.page_broken), (ASKING, IGNORE)),
}


def step(state: State, event: ev.Event) -> Step:
    """What becomes of a state when something has happened, and what is to be done.

    Raises ImpossibleEvent on BUG.
    """
    cell = TABLE[type(event)][state.screen]
    if outage.is_late(state, event):
        return outage.put_away(state, event)
    state = _noticed(state, event)
    if cell is IGNORE or _is_void(state, event):
        return state, ()
    if isinstance(cell, Cell):
        raise ImpossibleEvent(f"{type(event).__name__} on {state.screen}")
    if isinstance(event, ev.Answer):
        state = replace(state, outage=None)
    return cell(state, event)


def _noticed(state: State, event: ev.Event) -> State:
    """Somebody is here: idling begins anew. A touch beside the question "still there?" does not answer it."""
    if not isinstance(event, ev.Touch | ev.OverlayAnswered | ev.Active) or state.visit is None:
        return state
    state = replace(state, visit=replace(state.visit, active_at=state.at.mono))
    return replace(state, overlay_at=state.at.mono) if state.overlay is Overlay.IDLE else state


def _is_void(state: State, event: ev.Event) -> bool:
    """A touch under a sheet, or a second one while the first is still being answered."""
    if not isinstance(event, ev.Touch):
        return False
    busy = state.visit is not None and state.visit.job is not None and not isinstance(event, ev.StaffAsked)
    return state.overlay is not None or busy

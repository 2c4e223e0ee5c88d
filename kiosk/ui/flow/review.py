"""06, and the way from a hold to an open payment, from 10 and after a stop too."""

from dataclasses import replace

from kiosk.services.results import Held, Lapsed, PaymentOpened, Refused
from kiosk.ui.flow import events as ev
from kiosk.ui.flow.effects import Extend, ShowCheckout
from kiosk.ui.flow.moves import (
    ImpossibleEvent,
    Step,
    ask_to_leave,
    call_staff,
    go,
    open_payment,
    show,
    stay,
    to_expired,
    to_floor,
    with_visit,
    without_note,
)
from kiosk.ui.flow.states import Job, Paying, State, booking_of, visit_of
from kiosk.ui.views import Overlay, ScreenName

UNPAYABLE = frozenset({"payments_closed", "clock_wrong", "settler_away", "sales_stopped"})
"""Why nothing may be paid at all, at any kiosk, until something changes; the hold goes on meanwhile."""


def agreement_toggled(state: State, event: ev.AgreementToggled) -> Step:
    """The tick at the refund terms."""
    return stay(with_visit(state, replace(visit_of(state), agreed=event.on, asked_without=False)))


def terms_asked(state: State, _event: ev.TermsAsked) -> Step:
    """The terms in full, over the screen."""
    return stay(show(state, Overlay.TERMS))


def choose_again_asked(state: State, _event: ev.ChooseAgainAsked) -> Step:
    """Back to the plan; the seats stay ours until others are held instead."""
    return to_floor(state, without_note(replace(visit_of(state), agreed=False)))


def payment_asked(state: State, _event: ev.PaymentAsked) -> Step:
    """Not before the refund terms are agreed to."""
    visit = visit_of(state)
    if not visit.agreed:
        return stay(with_visit(state, replace(visit, asked_without=True)))
    return open_payment(state)


def paid_again(state: State, _event: ev.Event) -> Step:
    """10 and after a stop: another payment of the same booking; the last one is void or declined."""
    return open_payment(state)


def left(state: State, _event: ev.Event) -> Step:
    """Give the seats up: asked once more."""
    return ask_to_leave(state)


def payment_answered(state: State, event: ev.PaymentAnswered) -> Step:
    """T2's outcome."""
    visit = visit_of(state)
    if visit.job is not Job.OPEN:
        raise ImpossibleEvent(f"a payment was opened that nobody asked for, on {state.screen}")
    visit = replace(visit, job=None)
    match event.result:
        case PaymentOpened() as opened:
            return _to_payment(state, opened)
        case Lapsed(again):
            return stay(to_expired(with_visit(state, visit), again=again))
        case Refused("try_again"):
            return stay(with_visit(state, visit))
        case Refused(why):
            known = replace(state, floor=replace(state.floor, closed=why if why in UNPAYABLE else ""))
            return call_staff(with_visit(known, visit), f"payment_{why}")


def _to_payment(state: State, opened: PaymentOpened) -> Step:
    paying = Paying(
        payment_id=opened.payment_id,
        html=opened.html,
        base_url=opened.base_url,
        success_url=opened.success_url,
        fail_url=opened.fail_url,
        page_ends_at=opened.page_ends_at,
    )
    visit = replace(
        visit_of(state), job=None, booking=opened.booking, paying=paying, reason="", page_broken=False
    )
    page = ShowCheckout(opened.payment_id, opened.html, opened.base_url, opened.success_url, opened.fail_url)
    return stay(go(state, ScreenName.PAYMENT, visit), page)


def extend(state: State) -> Step:
    """Five minutes more, if any are left to give."""
    visit, booking = visit_of(state), booking_of(state)
    if visit.job or state.outage or booking.extensions_left == 0:
        return stay(state)
    asking = with_visit(state, replace(visit, job=Job.EXTEND))
    return stay(asking, Extend(visit.visit_id, booking.booking_id))


def extend_answered(state: State, event: ev.ExtendAnswered) -> Step:
    """More time, for the payment page too; while a payment is alive, its own answer tells of a lapse."""
    visit = replace(visit_of(state), job=None)
    match event.result:
        case Held(booking):
            if visit.paying:
                longer = booking.hold_ends_at - booking_of(state).hold_ends_at
                ends = min(visit.paying.page_ends_at + longer, booking.hold_ends_at)
                visit = replace(
                    visit, paying=replace(visit.paying, page_ends_at=max(ends, visit.paying.page_ends_at))
                )
            return stay(with_visit(state, replace(visit, booking=booking)))
        case Lapsed(again) if visit.paying is None:
            return stay(to_expired(with_visit(state, visit), again=again))
        case _:
            return stay(with_visit(state, visit))


def looked_again(state: State, event: ev.LookedAgain) -> Step:
    """Whether the hold is really over."""
    visit = replace(visit_of(state), job=None)
    match event.result:
        case Held(booking):
            visit = replace(visit, booking=booking)
            if state.screen is ScreenName.EXPIRED:
                return stay(go(state, ScreenName.REVIEW, replace(visit, agreed=False)))
            return stay(with_visit(state, visit))
        case Lapsed(again):
            if state.screen is ScreenName.EXPIRED:
                return stay(with_visit(state, replace(visit, again=again)))
            return stay(to_expired(with_visit(state, visit), again=again))

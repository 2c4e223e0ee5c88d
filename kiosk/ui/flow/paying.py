"""07, 08 and 11: the payment page, and what became of the money. Never guesses.

"Paid" comes only from a Paid answer, "not charged" only from one that says so, and between them is only waiting.
"""

from dataclasses import replace

from kiosk.domain.states import BookingStatus
from kiosk.services.results import (
    Accepted,
    Lapsed,
    MoneyReturned,
    NotAccepted,
    NotPaid,
    Paid,
    StillUnknown,
)
from kiosk.ui.flow import events as ev
from kiosk.ui.flow.effects import AcceptReturn, CallStaff, CloseCheckout, ClosePayment, Release, Settle
from kiosk.ui.flow.moves import (
    Step,
    close_payment,
    go,
    not_charged,
    show,
    stay,
    to_attract,
    to_expired,
    with_visit,
)
from kiosk.ui.flow.review import extend
from kiosk.ui.flow.states import Ending, Paying, Stage, State, booking_of, paying_of, visit_of
from kiosk.ui.views import Overlay, ScreenName

CANCELED = frozenset({"PAY_PROCESS_CANCELED", "USER_CANCEL"})
"""The customer closed the payment window (Toss docs, error codes of the payment window)."""

REASONS = {
    "REJECT_CARD_COMPANY": "ask_issuer",
    "REJECT_CARD_PAYMENT": "limit",
    "NOT_ENOUGH_BALANCE": "limit",
    "EXCEED_MAX_AMOUNT": "limit",
    "EXCEED_MAX_DAILY_PAYMENT_COUNT": "limit",
    "EXCEED_MAX_PAYMENT_AMOUNT": "limit",
    "INVALID_CARD_EXPIRATION": "unusable",
    "INVALID_STOPPED_CARD": "unusable",
    "INVALID_CARD_LOST_OR_STOLEN": "unusable",
    "INVALID_CARD_NUMBER": "unusable",
    "NOT_SUPPORTED_CARD_TYPE": "unusable",
    "NOT_AVAILABLE_BANK": "bank_closed",
    "NOT_AVAILABLE_PAYMENT": "bank_closed",
}
"""Codes of the fail redirect that say something a customer can use (Toss docs, error codes).

The rest: other.
"""


def page_painted(state: State, _event: ev.PagePainted) -> Step:
    """The page shows something: it may be seen."""
    if paying_of(state).stage is not Stage.OPENED:
        return stay(state)
    return stay(_with_paying(state, replace(paying_of(state), painted=True)))


def returned(state: State, event: ev.Returned) -> Step:
    """The success redirect: T3 at once, before anything is drawn. From here on no clock may end anything."""
    visit, paying = visit_of(state), paying_of(state)
    if paying.stage is not Stage.OPENED:
        return stay(state)
    back = replace(paying, stage=Stage.RETURNED, url=event.url, waiting=True, painted=False)
    moved = go(state, ScreenName.CONFIRMING, replace(visit, paying=back))
    return stay(moved, AcceptReturn(visit.visit_id, paying.payment_id, event.url), CloseCheckout())


def failed_back(state: State, event: ev.FailedBack) -> Step:
    """The fail redirect: nothing was confirmed, so nothing is charged once the payment is void."""
    if paying_of(state).stage is not Stage.OPENED:
        return stay(state)
    if event.code in CANCELED:
        return close_payment(state, Ending.STOPPED)
    return close_payment(state, Ending.DECLINED, reason=REASONS.get(event.code, "other"))


def rejected(state: State, event: ev.Rejected) -> Step:
    """The page's own script gave up."""
    if paying_of(state).stage is not Stage.OPENED:
        return stay(state)
    return close_payment(state, Ending.STOPPED if event.code in CANCELED else Ending.BROKEN)


def page_broken(state: State, _event: ev.PageBroken) -> Step:
    """The page died before any redirect."""
    if paying_of(state).stage is not Stage.OPENED:
        return stay(state)
    return close_payment(state, Ending.BROKEN)


def app_link_refused(state: State, _event: ev.AppLinkRefused) -> Step:
    """There are no apps on this machine; the page goes on."""
    if paying_of(state).stage is not Stage.OPENED:
        return stay(state)
    return stay(show(state, Overlay.APP_REFUSED))


def stop_asked(state: State, _event: ev.StopAsked) -> Step:
    """Asked once more."""
    return _ask(state, Overlay.STOP_PAYING)


def leave_asked(state: State, _event: ev.StartOverAsked) -> Step:
    """처음으로 from the payment page: asked once more."""
    return _ask(state, Overlay.LEAVE)


def more_time_asked(state: State, _event: ev.MoreTimeAsked) -> Step:
    """Five minutes more, above the page."""
    return extend(state) if paying_of(state).stage is Stage.OPENED else stay(state)


def payment_closed(state: State, event: ev.PaymentClosed) -> Step:
    """The payment is void, so nothing was charged; now it may be said, each in its own way."""
    visit, paying = visit_of(state), paying_of(state)
    closed = replace(visit, paying=None, reason=paying.reason)
    if isinstance(event.result, Lapsed):
        if paying.ending is Ending.LEFT:
            return to_attract(state)
        return stay(to_expired(with_visit(state, closed), again=event.result.again))
    closed = replace(closed, booking=event.result.booking)
    match paying.ending:
        case Ending.LEFT:
            return to_attract(state, Release(visit.visit_id, event.result.booking.booking_id))
        case Ending.DECLINED:
            return stay(go(state, ScreenName.DECLINED, closed))
        case Ending.TIME_OVER:
            return stay(go(state, ScreenName.REVIEW, closed))
        case ending:
            return stay(go(state, ScreenName.STOPPED, replace(closed, page_broken=ending is Ending.BROKEN)))


def return_answered(state: State, event: ev.ReturnAnswered) -> Step:
    """T3's outcome. Accepted: settle now. A replay: ask what is stored. Anything else was never confirmed."""
    match event.result:
        case Accepted():
            return _ask_company(state)
        case NotAccepted("not_stored"):
            return wait_for_next(state)
        case NotAccepted("replay", _):
            return _ask_company(state)
        case NotAccepted(_, booking) if booking is not None and booking.status is BookingStatus.PAID:
            return _ask_company(state)
        case NotAccepted(why, booking):
            return not_charged(state, booking, "expired" if why == "late" else "other")


def settle_answered(state: State, event: ev.SettleAnswered) -> Step:
    """One round of settling is over: paid, not paid, returned, or still unknown."""
    visit = visit_of(state)
    match event.result:
        case Paid(receipt):
            done = replace(visit, receipt=receipt, booking=receipt.booking, paying=None, job=None)
            return stay(go(state, ScreenName.DONE, done))
        case NotPaid(reason, _, booking):
            return not_charged(state, booking, reason)
        case MoneyReturned(booking):
            back = replace(visit, booking=booking, paying=None, reason="returned")
            return stay(go(state, ScreenName.DECLINED, back), CallStaff("money_returned", booking.number))
        case StillUnknown() as still:
            known = _with_paying(state, replace(paying_of(state), reference=still.reference))
            if still.is_taken and state.screen is ScreenName.UNKNOWN:
                # A person looks after it and has sent the guest on: the next one may come. The seats stay held.
                return to_attract(known)
            if still.needs_staff and state.screen is ScreenName.CONFIRMING:
                return to_unknown(wait_for_next(known)[0])
            return wait_for_next(known)


def to_unknown(state: State) -> Step:
    """11: no answer in time. Staff are called at once; only an answer leads out."""
    paying = paying_of(state)
    reference = paying.reference or booking_of(state).number
    retry_at = None if paying.waiting else state.at.mono + state.house.timers.ask_again_s[0]
    asking = replace(
        paying, reference=reference, retries=1 if retry_at else 0, retry_at=retry_at, staff_called=True
    )
    moved = go(state, ScreenName.UNKNOWN, replace(visit_of(state), paying=asking))
    return stay(moved, CallStaff("unknown", reference))


def wait_for_next(state: State) -> Step:
    """No answer this time: ask again after a while, sooner on 08 than on 11."""
    paying, timers = paying_of(state), state.house.timers
    delays = timers.ask_again_s if state.screen is ScreenName.UNKNOWN else timers.confirm_again_s
    delay = delays[min(paying.retries, len(delays) - 1)]
    later = replace(paying, waiting=False, retries=paying.retries + 1, retry_at=state.at.mono + delay)
    return stay(_with_paying(state, later))


def ask_once_more(state: State) -> Step:
    """Do again what had no answer: close, accept or settle; each is safe to repeat."""
    visit, paying = visit_of(state), paying_of(state)
    asking = _with_paying(state, replace(paying, waiting=True, retry_at=None))
    match paying.stage:
        case Stage.CLOSING:
            why = paying.ending or Ending.STOPPED
            return stay(asking, ClosePayment(visit.visit_id, paying.payment_id, why))
        case Stage.RETURNED:
            return stay(asking, AcceptReturn(visit.visit_id, paying.payment_id, paying.url))
        case Stage.ASKING | Stage.OPENED:
            return stay(asking, Settle(visit.visit_id, paying.payment_id))


def is_due(state: State) -> bool:
    """True when it is time to ask once more."""
    paying = paying_of(state)
    return not paying.waiting and paying.retry_at is not None and state.at.mono >= paying.retry_at


def _ask_company(state: State) -> Step:
    paying = replace(paying_of(state), stage=Stage.ASKING, url="", waiting=True, retry_at=None, retries=0)
    return stay(_with_paying(state, paying), Settle(visit_of(state).visit_id, paying.payment_id))


def _ask(state: State, overlay: Overlay) -> Step:
    return stay(show(state, overlay) if paying_of(state).stage is Stage.OPENED else state)


def _with_paying(state: State, paying: Paying) -> State:
    return with_visit(state, replace(visit_of(state), paying=paying))

"""Carries one ``ServiceCall`` to the services and brings the answer back as an event. Runs on a worker lane; no Qt."""

from collections.abc import Callable
from typing import Any

from kiosk.services.front import Front
from kiosk.ui.flow import effects as ef
from kiosk.ui.flow import events as ev
from kiosk.ui.flow import wait_events as wv


def call(front: Front, effect: ef.ServiceCall) -> ev.Event | None:
    """The answer as an event; None for calls nobody waits for. Raises whatever the services raise."""
    return _CALLS[type(effect)](front, effect)


def _start(front: Front, _effect: ef.StartVisit) -> ev.Event:
    return ev.VisitStarted(front.new_visit())


def _read_boards(front: Front, effect: ef.ReadBoards) -> ev.Event:
    sittings = front.sittings()
    boards = front.boards(effect.visit_id, sittings)
    others = front.sittings(effect.day) if effect.day is not None else ()
    if others:  # a read of its own: one for both would read every night between them
        boards += front.boards(effect.visit_id, others)
    restaurant = front.restaurant() if effect.with_restaurant else None
    calls = front.called_now() if effect.with_restaurant else ()
    prints = front.has_printer() if effect.with_restaurant else None
    return ev.BoardsRead(
        effect.visit_id,
        sittings,
        boards,
        restaurant,
        front.matters(),
        front.why_closed(),
        calls,
        prints,
        effect.day,
        others,
    )


def _sweep(front: Front, _effect: ef.Sweep) -> None:
    front.sweep()


def _hold(front: Front, effect: ef.Hold) -> ev.Event:
    held = front.hold(effect.visit_id, effect.sitting, effect.seat_ids, effect.party)
    return ev.HoldAnswered(effect.visit_id, held)


def _extend(front: Front, effect: ef.Extend) -> ev.Event:
    return ev.ExtendAnswered(effect.visit_id, front.extend(effect.visit_id, effect.booking_id))


def _look_again(front: Front, effect: ef.LookAgain) -> ev.Event:
    return ev.LookedAgain(effect.visit_id, front.look_again(effect.visit_id, effect.booking_id))


def _release(front: Front, effect: ef.Release) -> None:
    front.release(effect.visit_id, effect.booking_id)


def _open_payment(front: Front, effect: ef.OpenPayment) -> ev.Event:
    opened = front.open_payment(effect.visit_id, effect.booking_id, effect.language)
    return ev.PaymentAnswered(effect.visit_id, opened)


def _close_payment(front: Front, effect: ef.ClosePayment) -> ev.Event:
    closed = front.close_payment(effect.visit_id, effect.payment_id, effect.why)
    return ev.PaymentClosed(effect.visit_id, effect.payment_id, closed)


def _accept_return(front: Front, effect: ef.AcceptReturn) -> ev.Event:
    accepted = front.accept_return(effect.visit_id, effect.payment_id, effect.url)
    return ev.ReturnAnswered(effect.visit_id, effect.payment_id, accepted)


def _settle(front: Front, effect: ef.Settle) -> ev.Event:
    return ev.SettleAnswered(effect.visit_id, effect.payment_id, front.settle(effect.payment_id))


def _ask_quote(front: Front, effect: ef.AskQuote) -> ev.Event:
    return wv.QuoteAnswered(effect.visit_id, front.quote(effect.party, wheelchair=effect.wheelchair))


def _join(front: Front, effect: ef.Join) -> ev.Event:
    joined = front.join(
        effect.visit_id,
        effect.party,
        wheelchair=effect.wheelchair,
        phone=effect.phone,
        language=effect.language,
    )
    return wv.JoinAnswered(effect.visit_id, joined)


def _leave_list(front: Front, effect: ef.LeaveList) -> None:
    front.leave_list(effect.visit_id)


def _print(front: Front, effect: ef.PrintReceipt) -> ev.Event:
    printed = front.print_receipt(effect.visit_id, effect.booking_id, effect.language)
    return ev.PrintAnswered(effect.visit_id, printed)


_CALLS: dict[type[ef.ServiceCall], Callable[[Front, Any], ev.Event | None]] = {
    ef.StartVisit: _start,
    ef.ReadBoards: _read_boards,
    ef.Sweep: _sweep,
    ef.Hold: _hold,
    ef.Extend: _extend,
    ef.LookAgain: _look_again,
    ef.Release: _release,
    ef.OpenPayment: _open_payment,
    ef.ClosePayment: _close_payment,
    ef.AcceptReturn: _accept_return,
    ef.Settle: _settle,
    ef.AskQuote: _ask_quote,
    ef.Join: _join,
    ef.LeaveList: _leave_list,
    ef.PrintReceipt: _print,
}

"""One booking in words: what may be done with it now, its money, a refund being written, and its story. Pure."""

from datetime import timedelta

from kiosk.desk.deeds import Cancel, Extend, GiveUp, Note, PrintReceipt, TakeMoney
from kiosk.desk.events import MoveAsked, ReasonChosen, RefundChosen
from kiosk.desk.flow import State, refund_of
from kiosk.desk.present_floor import tables_of
from kiosk.desk.views import BookingView, Key, MoneyLine
from kiosk.domain.seated import SEATED_TABLE, Phase, SeatedEvent
from kiosk.domain.staff import Act, Role, may
from kiosk.domain.states import BookingStatus
from kiosk.services.giving_back import Outcome
from kiosk.services.offsites import Method
from kiosk.services.placing import HouseKind
from kiosk.services.today import Happening, Line, Told
from kiosk.ui.text import Text

_REASONS = ("fewer", "guest", "house", "other")
_OUTCOME_COLORS = {
    Outcome.DONE: "ok",
    Outcome.REFUSED: "bad",
    Outcome.UNKNOWN: "warn",
    Outcome.WAITING: "ink2",
}
_EVENT_KEYS = (
    (SeatedEvent.ARRIVED, "check"),
    (SeatedEvent.SEATED, "person"),
    (SeatedEvent.LEFT, "door"),
    (SeatedEvent.NO_SHOW, "cross"),
    (SeatedEvent.TAKEN_BACK, "undo"),
)
_PAY_HERE = (HouseKind.WALK_IN, HouseKind.RESERVED)
QUARTER = timedelta(minutes=15)


def booking_view(state: State, text: Text) -> BookingView | None:
    """The drawer; None while no booking is open."""
    told, who = state.told, state.who
    if told is None or who is None:
        return None
    line, may_refund = told.line, may(who.role, Act.REFUND)
    received = _received(told, state, who.role, text)
    sums = _sums(told, state, text) if may_refund else ()
    refund = refund_of(state)
    return BookingView(
        number=line.number,
        title=f"{text.date(line.sitting.starts)} {text.span(line.sitting)} · {text.guests(line.party)} · {tables_of(line, text)}",
        state=_standing(line, text),
        color="bad" if line.phase is Phase.LATE else "ink2" if line.phase is Phase.GONE else "ok",
        acts=(*_acts(told, who.role, text), *_paper(told, state, text)),
        money_title=text("desk.money"),
        money=_money(told, text),
        received_title=text("desk.received"),
        received=received,
        refund_title=text("desk.refund"),
        refund_left=text("desk.refund_left", won=text.money(told.money.left)) if told.money else "",
        sums=sums,
        reason_title=text("desk.reason"),
        reasons=tuple(
            Key(
                text(f"desk.reason_{name}"),
                ReasonChosen(text(f"desk.reason_{name}")),
                is_chosen=state.reason == text(f"desk.reason_{name}"),
            )
            for name in _REASONS
        ),
        slip=_slip(told, state, text),
        warning=_warning(told, state, text),
        story_title=text("desk.story"),
        story=tuple(MoneyLine(clock(each, text), happening(each, text), "") for each in told.happenings),
        close=text("desk.close_drawer"),
        go=Key(
            text("desk.refund_go", won=text.money(state.refund or 0)),
            refund,
            why_not="" if refund else text("desk.refund_not_yet"),
        )
        if sums
        else None,
    )


def _standing(line: Line, text: Text) -> str:
    if line.status is BookingStatus.PAID:
        paid = text("desk.paid") if line.kind == "guest" else text(f"desk.kind_{line.kind}")
        return f"{paid} · {text(f'desk.state_{line.state}')}"
    return text(f"desk.status_{line.status}")


def _acts(told: Told, role: Role, text: Text) -> tuple[Key, ...]:
    line = told.line
    if line.status is not BookingStatus.PAID:
        return ()
    keys = [
        Key(text(f"desk.act_{event}"), Note(line.booking_id, event, line.version), icon)
        for event, icon in _EVENT_KEYS
        if SEATED_TABLE[line.state, event] is not None and line.kind != "block"
    ]
    if line.phase is not Phase.GONE:
        keys.append(Key(text("desk.act_move"), MoveAsked(), "move"))
        keys.append(Key(text("desk.act_extend"), Extend(line.booking_id, line.version, QUARTER), "clock"))
    if line.kind != "guest":
        keys.append(Key(text("desk.act_give_up"), GiveUp(line.booking_id, line.version), "cross"))
    elif may(role, Act.CANCEL):
        keys.append(Key(text("desk.act_cancel"), Cancel(line.booking_id), "cross"))
    return tuple(keys)


def _received(told: Told, state: State, role: Role, text: Text) -> tuple[Key, ...]:
    """What guests who booked with the house pay there; one key a way of paying, once the sum is written."""
    line, won = told.line, state.received
    if line.status is not BookingStatus.PAID or line.kind not in _PAY_HERE or not may(role, Act.OFFSITE):
        return ()
    why_not = "" if won else text("desk.received_first")
    return tuple(
        Key(
            text(f"desk.act_{method}", won=text.money(won)),
            TakeMoney(line.booking_id, method, won),
            "won",
            why_not=why_not,
        )
        for method in Method
    )


def _paper(told: Told, state: State, text: Text) -> tuple[Key, ...]:
    """The receipt once more: at this desk's printer, else where the guest's own came out; off where there is neither."""
    if told.money is None:
        return ()
    where = state.printer or told.printed_at
    name = (
        text("desk.act_print") if where in ("", state.printer) else text("desk.act_print_at", terminal=where)
    )
    why_not = "" if where else text("desk.no_printer")
    return (Key(name, PrintReceipt(told.line.booking_id, where), "print", why_not=why_not),)


def _money(told: Told, text: Text) -> tuple[MoneyLine, ...]:
    lines = []
    if told.money is not None:
        lines.append(MoneyLine("", text("desk.money_paid"), text.money(told.money.paid)))
        lines += [
            MoneyLine(
                text.time(each.asked_at),
                text(f"desk.refund_{each.outcome}", who=each.asked_by, reason=each.reason),
                f"−{text.money(each.amount)}",
                _OUTCOME_COLORS[each.outcome],
            )
            for each in told.refunds
        ]
        lines.append(MoneyLine("", text("desk.money_back"), text.money(told.money.back)))
    lines += [
        MoneyLine(
            text.time(each.taken_at),
            text(f"desk.offsite_{each.method}") + (text("desk.voided") if each.voided_at else ""),
            text.money(each.amount_won),
        )
        for each in told.offsites
    ]
    return tuple(lines) or (MoneyLine("", text("desk.money_none"), text.money(0)),)


def _sums(told: Told, state: State, text: Text) -> tuple[Key, ...]:
    if told.money is None or not told.money.left:
        return ()
    left, one = told.money.left, told.money.paid // max(1, told.line.party)
    wanted = {"one": min(one, left), "half": left // 2, "policy": told.money.policy, "all": left}
    return tuple(
        Key(
            f"{text(f'desk.sum_{name}')} {text.money(won)}",
            RefundChosen(won),
            is_chosen=state.refund == won,
        )
        for name, won in wanted.items()
        if won > 0
    )


def _slip(told: Told, state: State, text: Text) -> tuple[tuple[str, str], ...]:
    if told.money is None:
        return ()
    back = state.refund or 0
    return (
        (text("desk.slip_back"), text.money(back)),
        (
            text("desk.slip_left"),
            text.money(max(0, told.money.paid - told.money.back - told.money.under_way - back)),
        ),
    )


def _warning(told: Told, state: State, text: Text) -> str:
    if told.money is not None and (state.refund or 0) > told.money.left:
        return text("desk.refund_too_much", won=text.money(told.money.left))
    if any(each.outcome is Outcome.UNKNOWN for each in told.refunds):
        return text("desk.refund_do_not_press")
    return text("desk.refund_final")


def clock(each: Happening, text: Text) -> str:
    """When, to the minute."""
    return text.time(each.at)


def happening(each: Happening, text: Text) -> str:
    """One line of a story: a sentence where there is one, with who did it."""
    key = f"told.{each.what.replace('/', '_')}"
    why = f"told.{each.what.partition('/')[0]}_{each.why.replace(' ', '_')}"
    words = text(why) if text.has(why) else text(key) if text.has(key) else f"{each.what} {each.why}".strip()
    parts = [words, text.money(each.amount) if each.amount else "", each.who, each.terminal]
    return " · ".join(part for part in parts if part)

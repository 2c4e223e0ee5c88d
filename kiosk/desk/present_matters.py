"""What needs a person, in words: what happened, what to do, and what was said about it so far. Pure."""

from datetime import datetime

from kiosk.desk.deeds import PrintReceipt, TakeMatter
from kiosk.desk.events import BookingTouched
from kiosk.desk.flow import State
from kiosk.desk.present_booking import clock, happening
from kiosk.desk.views import Key, MatterView, MoneyLine, RowView
from kiosk.services.attention import Kind, Matter
from kiosk.ui.text import Text

_HOUR = 60
_MONEY = ("amount", "theirs", "ours")


def matter_view(state: State, now: datetime, text: Text) -> MatterView:
    """The list, and the one that is open; the first one while nobody has chosen."""
    chosen = next((each for each in state.matters if each.matter_id == state.matter_id), None)
    chosen = chosen or next(iter(state.matters), None)
    rows = tuple(_row(matter, matter == chosen, now, text) for matter in state.matters)
    if chosen is None:
        return MatterView(
            text("desk.title_attention"), (), text("desk.no_matters"), text("desk.matters_note")
        )
    booking = str(chosen.details.get("booking", ""))
    acts = _print(chosen, state, text)
    acts += [Key(text("desk.matter_take"), TakeMatter(chosen.matter_id, text("desk.matter_taken")), "check")]
    if state.today is not None and state.today.line(chosen.subject) is not None:
        booking = chosen.subject
    if booking:
        acts.append(Key(text("desk.matter_booking"), BookingTouched(booking), "search"))
    return MatterView(
        title=text("desk.title_attention"),
        rows=rows,
        empty="",
        note=text("desk.matters_note"),
        headline=_name(chosen, text),
        what=_since(chosen, now, text),
        won=_won(chosen, text),
        sides=tuple(
            (_detail_name(name, text), _value(name, value, text), "")
            for name, value in list(chosen.details.items())[:3]
        ),
        do_title=text("desk.matter_do"),
        steps=tuple(part.strip() for part in _advice(chosen, text).split(". ") if part.strip()),
        acts=tuple(acts),
        story_title=text("desk.story"),
        story=_story(state, text),
    )


def _print(matter: Matter, state: State, text: Text) -> list[Key]:
    """A receipt that did not come out: once more, here if this desk has a printer, else where it was wanted."""
    if matter.kind != Kind.PRINT_FAILED:
        return []
    where = state.printer or str(matter.details["terminal"])
    return [Key(text("desk.act_print_at", terminal=where), PrintReceipt(matter.subject, where), "print")]


def _row(matter: Matter, is_chosen: bool, now: datetime, text: Text) -> RowView:
    return RowView(
        booking_id=matter.matter_id,
        time=text.time(matter.since),
        title=_name(matter, text),
        more=_since(matter, now, text),
        mark="alert",
        word=_won(matter, text),
        color="bad" if matter.kind in ("unknown_payment", "impossible") else "warn",
        is_chosen=is_chosen,
    )


def _name(matter: Matter, text: Text) -> str:
    key = f"matter.{matter.kind}"
    return text(key) if text.has(key) else matter.kind


def _advice(matter: Matter, text: Text) -> str:
    key = f"matter.{matter.kind}_do"
    return text(key) if text.has(key) else text("desk.matter_unknown")


def _since(matter: Matter, now: datetime, text: Text) -> str:
    minutes = max(0, int((now - matter.since).total_seconds()) // 60)
    if minutes < _HOUR:
        return text("desk.for_minutes", minutes=minutes)
    return text("desk.for_hours", hours=minutes // _HOUR)


def _won(matter: Matter, text: Text) -> str:
    amount = matter.details.get("amount")
    return text.money(amount) if isinstance(amount, int) else ""


def _detail_name(name: str, text: Text) -> str:
    key = f"attention.{name}"
    return text(key) if text.has(key) else name


def _value(name: str, value: str | int, text: Text) -> str:
    if text.has(f"attention.{name}_{value}"):
        return text(f"attention.{name}_{value}")
    return text.money(value) if name in _MONEY and isinstance(value, int) else str(value)


def _story(state: State, text: Text) -> tuple[MoneyLine, ...]:
    if state.told is None:
        return ()
    return tuple(MoneyLine(clock(each, text), happening(each, text), "") for each in state.told.happenings)

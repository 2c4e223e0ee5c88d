"""What the day close shows, in finished words: from how a day stands to a frozen view. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date

from kiosk.domain.closing import BothSides, Step
from kiosk.domain.sittings import SEOUL
from kiosk.services.closing import DayView, OpenItem
from kiosk.services.day_papers import line_name
from kiosk.services.reconciling import MATTER
from kiosk.ui.text import Text


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of the table: name, both sides (how often, won), and whether they agree in words."""

    name: str
    our_count: str
    our_won: str
    their_count: str
    their_won: str
    verdict: str
    agrees: bool
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class ItemView:
    """Something open: what it is, what to do about it, and whether a person can settle it with a reason."""

    matter_id: str
    title: str
    advice: str
    can_explain: bool


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of the way to a closed day."""

    name: str
    title: str
    fact: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class CloseView:
    """The whole screen. ``blocked`` says why the day cannot be closed now; "" when it can."""

    day: str
    takings: str
    counts: tuple[tuple[str, str, str], ...]
    lines: tuple[LineView, ...]
    items: tuple[ItemView, ...]
    items_title: str
    steps: tuple[StepView, ...]
    payout_title: str
    payout: str
    payout_note: str
    blocked: str
    is_closed: bool
    sales_stopped: bool
    can_stop: bool
    is_intact: bool
    signature: str


def present_close(view: DayView, text: Text, words: Text, today: date) -> CloseView:
    """``text`` has the desk's sentences, ``words`` those that kiosk and desk share (matters and findings)."""
    sheet = view.sheet
    lines = [_line(line, line_name(line.line, text), text) for line in sheet.lines] if sheet else []
    if sheet:
        lines.append(_line(sheet.total, text("paper.total"), text, is_total=True))
    figures = _counts(view, text)
    last = view.signed[-1] if view.signed else None
    return CloseView(
        day=_day(view.day, text),
        takings=text.money(sheet.takings) if sheet else "–",
        counts=figures,
        lines=tuple(lines),
        items=tuple(_item(item, text, words) for item in view.items),
        items_title=text("close.items", count=len(view.items)) if view.items else text("close.no_items"),
        steps=tuple(_step(step, view, text) for step in Step),
        payout_title=text("close.payout"),
        payout=text.money(sheet.payout_won) if sheet and sheet.payout_won is not None else "–",
        payout_note=text(
            "close.payout_known" if sheet and sheet.payout_won is not None else "close.payout_later"
        ),
        blocked=_blocked(view, text),
        is_closed=view.is_closed,
        sales_stopped=view.stopped_until is not None,
        can_stop=view.day >= today,
        is_intact=view.is_intact,
        signature=text(
            "close.signature", by=view.names.get(last.row.closed_by, last.row.closed_by), anchor=last.anchor
        )
        if last
        else "",
    )


def _day(day: date, text: Text) -> str:
    return format_date(day, "M월 d일 EEEE" if text.language == "ko" else "EEEE d MMMM", locale=text.language)


def _counts(view: DayView, text: Text) -> tuple[tuple[str, str, str], ...]:
    sheet = view.sheet
    paid, back = (sheet.paid, sheet.given_back) if sheet else ((0, 0), (0, 0))
    return (
        (text("close.paid"), f"{paid[0]}", text("close.times")),
        (text("close.given_back"), f"{back[0]}", text("close.times")),
        (text("close.no_shows"), f"{view.visitors.no_shows}", text("close.parties")),
        (text("close.vat"), f"{sheet.vat if sheet else 0:,}", text("close.won")),
    )


def _line(line: BothSides, name: str, text: Text, *, is_total: bool = False) -> LineView:
    agrees = line.won == 0 and line.our_count == line.their_count
    if agrees:
        verdict = text("close.agrees")
    elif is_total:
        verdict = text("close.differs", won=text.money(abs(line.won)))
    else:
        many = abs(line.their_count - line.our_count) or 1
        verdict = text("close.apart", count=many, won=text.money(abs(line.won)))
    return LineView(
        name=name,
        our_count=text("close.count", count=line.our_count),
        our_won=_signed(line.our_won),
        their_count=text("close.count", count=line.their_count),
        their_won=_signed(line.their_won),
        verdict=verdict,
        agrees=agrees,
        is_total=is_total,
    )


def _signed(won: int) -> str:
    return f"{won:,}".replace("-", "−")


def _item(item: OpenItem, text: Text, words: Text) -> ItemView:
    known = words.has(f"matter.{item.kind}")
    title = words(f"matter.{item.kind}") if known else words(f"reconcile.{item.kind}")
    advice = words(f"matter.{item.kind}_do") if known else text("close.waits")
    won = text.money(abs(item.won))
    is_difference = item.kind.startswith(MATTER)
    return ItemView(
        matter_id=item.matter_id,
        title=f"{title} {won}" if item.won or is_difference else title,
        advice=advice,
        can_explain=bool(item.matter_id),
    )


def _step(step: Step, view: DayView, text: Text) -> StepView:
    is_done = step not in view.missing
    facts = {
        Step.GUESTS_LEFT: _guests(view, text),
        Step.SALES_STOPPED: _sales(view, text),
        Step.COMPARED: _compared(view, text),
        Step.CLEARED: text("close.cleared_do") if view.items else text("close.cleared"),
    }
    key = f"close.{step}" if is_done else f"close.{step}_not"
    return StepView(str(step), text(key, count=len(view.items)), facts[step], is_done)


def _guests(view: DayView, text: Text) -> str:
    if view.visitors.here:
        return text("close.here", count=view.visitors.here)
    left = view.visitors.last_left
    return text("close.last_left", time=text.time(left)) if left else text("close.nobody")


def _sales(view: DayView, text: Text) -> str:
    until = view.stopped_until
    if until is None:
        return text("close.sells" if Step.SALES_STOPPED in view.missing else "close.day_over")
    at = until.astimezone(SEOUL)
    shown = at - timedelta(minutes=1) if (at.hour, at.minute) == (0, 0) else at
    return text("close.stopped_until", time=f"{shown:%H:%M}")


def _compared(view: DayView, text: Text) -> str:
    if view.compared_at is None:
        return text("close.never_compared")
    return text("close.compared_at", time=text.time(view.compared_at), count=view.compared_rows)


def _blocked(view: DayView, text: Text) -> str:
    if view.is_closed:
        return text("close.is_closed")
    if view.missing == (Step.CLEARED,):
        return text("close.items_block", count=len(view.items))
    if view.missing:
        return text(f"close.{view.missing[0]}_block")
    return "" if view.sheet else text("close.compared_block")

"""The live floor in words: who sits where for how long, who is late, who comes; and seats that are free for a move. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import overload

from kiosk.desk.events import MergeAsked, PartyChosen, TakingAsked
from kiosk.desk.flow import State
from kiosk.desk.merging import busy_seats, chosen_seats, merge_strip
from kiosk.desk.present_waiting import team_rows, team_view, wait_fact
from kiosk.desk.views import DeskFloor, Key, NowView, RowView, TableMark
from kiosk.desk.wait_seating import Offer, offer, seat_strip
from kiosk.domain.floor import Plan, Table
from kiosk.domain.seated import Phase
from kiosk.domain.seating import seats_at
from kiosk.domain.sittings import Sitting
from kiosk.services.day_lines import in_order
from kiosk.services.today import Line, Today
from kiosk.ui.floorplan.states import FloorView, SeatState
from kiosk.ui.text import Text

_ORDER = (Phase.LATE, Phase.SOON, Phase.CHOOSING, Phase.LEAVING, Phase.HERE, Phase.BLOCKED)
_WHOLE_DAY = (*_ORDER, Phase.LATER, Phase.GONE)
_MARKS = {
    Phase.LATE: ("alert", "bad"),
    Phase.SOON: ("clock", "ink"),
    Phase.LATER: ("clock", "ink2"),
    Phase.CHOOSING: ("glass", "warn"),
    Phase.HERE: ("check", "ok"),
    Phase.LEAVING: ("check", "warn"),
    Phase.GONE: ("", "ink3"),
    Phase.BLOCKED: ("stop", "ink2"),
}
_WALK_IN_SIZES = 8


def now_view(state: State, now: datetime, text: Text) -> NowView | None:
    """The whole screen; None before the day was read."""
    today = state.today
    if today is None:
        return None
    strip, keys = _strip(state, today, now, text)
    chosen = state.told.line.booking_id if state.told else state.moving.booking_id if state.moving else ""
    is_search, waits = bool(state.query.strip()), state.waits
    by_phase, tab = (_by_phase(state.found), "day") if is_search else (today.by_phase, state.tab)
    rows = team_rows(waits, now, text) if tab == "waiting" else _rows(by_phase, tab, chosen, now, text)
    offered = offer(waits, today, now)
    return NowView(
        facts=_facts(state, today, now, text),
        legend=tuple((icon, text(f"desk.legend_{name}")) for icon, name in _LEGEND),
        floor=_floor(today, chosen, now, text, chosen_seats(state, today), offered),
        tabs=(
            Key(text("desk.tab_now"), "now", is_chosen=state.tab == "now"),
            Key(text("desk.tab_day", count=len(today.lines)), "day", is_chosen=state.tab == "day"),
            Key(text("desk.wait_tab", count=len(waits.teams)), "waiting", is_chosen=state.tab == "waiting"),
        ),
        list_name=text("desk.wait_list" if tab == "waiting" else "desk.list"),
        rows=rows,
        empty="" if rows else text("desk.not_found" if is_search else _EMPTY[tab]),
        search_hint=text("desk.search_hint"),
        query=state.query,
        take=text("desk.take"),
        block=text("desk.block"),
        strip=strip,
        strip_keys=keys,
        team=team_view(waits, state.who.role, text) if tab == "waiting" and state.who else None,
    )


_EMPTY = {"now": "desk.no_bookings", "day": "desk.no_bookings", "waiting": "desk.wait_none"}
_LEGEND = (
    ("person", "seated"),
    ("check", "free"),
    ("glass", "choosing"),
    ("stop", "blocked"),
    ("alert", "late"),
)


def _facts(state: State, today: Today, now: datetime, text: Text) -> tuple[tuple[str, str, str], ...]:
    seats = sum(len(table.usable_seats) for table in today.plan.tables)
    coming = today.coming
    late = len(today.by_phase[Phase.LATE])
    return (
        (text("desk.fact_seated"), str(today.seated), text("desk.of_seats", count=seats)),
        (
            text("desk.fact_coming"),
            str(len(coming)),
            text("desk.parties_guests", guests=sum(line.party for line in coming)),
        ),
        (text("desk.fact_late"), str(late), text("desk.parties")),
        wait_fact(state.waits, now, text),
        (text("desk.fact_deposits"), f"{today.deposits:,}", text("desk.won")),
    )


# --- the list ---------------------------------------------------------------------------------------------------------


class Rows(Sequence[RowView]):
    """The rows of a list, each put into words when it is looked at: of ten thousand a screen shows a dozen.

    Two are the same when they were made of the same day for the same minute.
    """

    def __init__(self, entries: Sequence[Line | RowView], chosen: str, now: datetime, text: Text) -> None:
        self._entries, self._chosen, self._now, self._text = entries, chosen, now, text
        self._made: dict[int, RowView] = {}

    @overload
    def __getitem__(self, at: int) -> RowView: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[RowView]: ...

    def __getitem__(self, at: int | slice) -> RowView | Sequence[RowView]:
        """One row in words, or several."""
        if isinstance(at, slice):
            return [self[nth] for nth in range(*at.indices(len(self)))]
        entry = self._entries[at]
        if isinstance(entry, RowView):
            return entry
        if at not in self._made:
            is_chosen = entry.booking_id == self._chosen
            self._made[at] = _row(entry, is_chosen, self._now, self._text)
        return self._made[at]

    def __len__(self) -> int:
        """How many."""
        return len(self._entries)

    def __eq__(self, other: object) -> bool:
        """Whether a list need not be drawn anew."""
        return isinstance(other, Rows) and self._key() == other._key() and self._entries == other._entries

    def __hash__(self) -> int:
        """By what they were made for."""
        return hash(self._key())

    def _key(self) -> tuple[str, str, int]:
        """The second counts only where somebody is choosing, whose time runs down before everybody's eyes."""
        counts = any(isinstance(entry, Line) and entry.phase is Phase.CHOOSING for entry in self._entries)
        seconds = int(self._now.timestamp())
        return self._text.language, self._chosen, seconds if counts else seconds // 60


def _by_phase(lines: Iterable[Line]) -> Mapping[Phase, Sequence[Line]]:
    found: dict[Phase, list[Line]] = {}
    for line in lines:
        found.setdefault(line.phase, []).append(line)
    return found


def _rows(by_phase: Mapping[Phase, Sequence[Line]], tab: str, chosen: str, now: datetime, text: Text) -> Rows:
    entries: list[Line | RowView] = []
    for phase in _ORDER if tab == "now" else _WHOLE_DAY:
        some = by_phase.get(phase, ())
        if some:
            entries.append(_head(text(f"desk.phase_{phase}"), len(some)))
        entries += some
    return Rows(entries, chosen, now, text)


def _head(title: str, count: int) -> RowView:
    return RowView("", "", f"{title}  {count}", "", "", "", "ink", is_head=True)


def _row(line: Line, is_chosen: bool, now: datetime, text: Text) -> RowView:
    mark, color = _MARKS[line.phase]
    return RowView(
        booking_id=line.booking_id,
        time=text.time(line.sitting.starts),
        title=f"{tables_of(line, text)} · {text.guests(line.party)}",
        more=_more(line, text),
        mark=mark,
        word=_word(line, now, text),
        color=color,
        is_chosen=is_chosen,
    )


def tables_of(line: Line, text: Text) -> str:
    """``7번``; a table that has a name goes by it."""
    if not line.tables:
        return text("desk.no_table")
    labels = [text(f"label.{label}") if text.has(f"label.{label}") else label for label in line.tables]
    if len(labels) == 1 and not labels[0].isdigit():
        return labels[0]
    return text("common.table_short", label=", ".join(labels))


def _more(line: Line, text: Text) -> str:
    if line.kind == "guest":
        return f"{line.number} · {text('desk.deposit', won=f'{line.amount:,}')}"
    if line.kind == "hold":
        return line.terminal
    return " · ".join(part for part in (line.number, text(f"desk.kind_{line.kind}"), line.note) if part)


def _minutes(span: timedelta) -> int:
    return max(0, int(span.total_seconds()) // 60)


def _word(line: Line, now: datetime, text: Text) -> str:  # noqa: PLR0911 - one return a heading
    match line.phase:
        case Phase.LATE:
            return text("desk.word_late", minutes=_minutes(now - line.sitting.starts))
        case Phase.SOON if line.state == "ARRIVED":
            return text("desk.word_arrived")
        case Phase.SOON if line.sitting.starts > now:
            return text("desk.word_in", minutes=_minutes(line.sitting.starts - now))
        case Phase.CHOOSING:
            return text.countdown(max(0, int((line.hold_ends_at - now).total_seconds())))
        case Phase.HERE | Phase.LEAVING:
            return text("desk.word_minutes", minutes=_minutes(now - (line.since or line.sitting.starts)))
        case Phase.GONE if line.state == "NO_SHOW":
            return text("desk.word_no_show")
        case _:
            return text(f"desk.phase_{line.phase}")


# --- the plan ---------------------------------------------------------------------------------------------------------


def _floor(
    today: Today, chosen: str, now: datetime, text: Text, merged: frozenset[str], offered: Offer | None
) -> DeskFloor:
    here = today.at(now)
    soon = _next_at(today)
    seats, tables, marks = {}, {}, {}
    for table in today.plan.tables:
        line = next((here[seat.seat_id] for seat in table.seats if seat.seat_id in here), None)
        line = line or next((soon[seat.seat_id] for seat in table.seats if seat.seat_id in soon), None)
        marks[table.table_id] = _mark(table, line, here, now, text)
        if line is not None and line.phase is Phase.CHOOSING:
            tables[table.table_id] = SeatState.HELD
        if line is not None and line.phase is Phase.BLOCKED:
            tables[table.table_id] = SeatState.TAKEN
    for seat_id, line in {**soon, **here}.items():
        if line.phase is Phase.CHOOSING:
            seats[seat_id] = SeatState.HELD
        elif line.phase is Phase.BLOCKED:
            seats[seat_id] = SeatState.TAKEN
    line = today.line(chosen)
    mine = merged or (line.seat_ids if line else frozenset())
    if offered is not None:
        mine = offered.seat_ids
        unfit = [each for each in today.plan.tables if each.table_id not in offered.fitting | tables.keys()]
        tables |= {each.table_id: SeatState.UNFIT for each in unfit}
        seats |= {seat.seat_id: SeatState.UNFIT for each in unfit for seat in each.seats}
    return DeskFloor(FloorView(today.plan, seats, tables, _words(text), mine), marks)


def _next_at(today: Today) -> dict[str, Line]:
    """Who is expected at a seat within the hour."""
    return {
        seat_id: line
        for line in sorted([*today.coming, *today.by_phase[Phase.CHOOSING]], key=in_order, reverse=True)
        for seat_id in line.seat_ids
    }


def _mark(table: Table, line: Line | None, here: dict[str, Line], now: datetime, text: Text) -> TableMark:
    label = text(f"label.{table.label}") if text.has(f"label.{table.label}") else table.label
    seated = frozenset(
        seat.seat_id
        for seat in table.seats
        if seat.seat_id in here and here[seat.seat_id].phase in (Phase.HERE, Phase.LEAVING)
    )
    if line is None:
        return TableMark(label)
    guests = text.guests(line.party)
    match line.phase:
        case Phase.HERE | Phase.LEAVING:
            gone = now - (line.since or line.sitting.starts)
            whole = line.sitting.ends - (line.since or line.sitting.starts)
            word = text("desk.word_minutes", minutes=_minutes(gone))
            return TableMark(label, (guests, word), share=max(0.02, gone / whole), seated=seated)
        case Phase.LATE:
            return TableMark(label, (guests, _word(line, now, text)), "alert", "bad", seated=seated)
        case Phase.CHOOSING:
            return TableMark(label, (line.terminal, _word(line, now, text)), "glass", "warn")
        case Phase.BLOCKED:
            return TableMark(label, (text("desk.phase_blocked"), text.time(line.sitting.ends)))
        case _:
            return TableMark(
                label, (f"{text.time(line.sitting.starts)} {guests}", line.number), "clock", seated=seated
            )


def _words(text: Text) -> dict[str, str]:
    """The room's and the tables' words are the kiosk's own."""
    words = {name: text(f"floor.{name}") for name in ("entrance", "kitchen", "washroom", "here")}
    for key, entry in text.entries.items():
        if key.startswith("plan."):
            words[key.removeprefix("plan.")] = str(entry["other"] if isinstance(entry, dict) else entry)
        elif key.startswith(("zone.", "label.")):
            words[key] = str(entry)
    return words | {
        f"state.{name}": text(f"legend.{name}") for name in ("free", "mine", "held", "taken", "unfit")
    }


# --- choosing seats ---------------------------------------------------------------------------------------------------


def _strip(state: State, today: Today, now: datetime, text: Text) -> tuple[str, tuple[Key, ...]]:
    if state.merged is not None:
        return merge_strip(state, today, now, text)
    if state.waits.is_seating:
        return seat_strip(state.waits, today, now, text)
    merge = Key(text("desk.merge"), MergeAsked(), "plus")
    if state.moving is not None:
        question = text("desk.move_where", number=state.moving.number, guests=text.guests(state.moving.party))
        return question, (merge, Key(text("desk.leave_it"), TakingAsked("")))
    if state.taking == "walk_in":
        sizes = range(1, _WALK_IN_SIZES + 1)
        keys = tuple(Key(str(size), PartyChosen(size), is_chosen=size == state.party) for size in sizes)
        return text("desk.take_where"), (*keys, merge, Key(text("desk.leave_it"), TakingAsked("")))
    if state.taking == "block":
        return text("desk.block_where"), (Key(text("desk.leave_it"), TakingAsked("")),)
    return "", ()


def seats_for(today: Today, table_id: str, sitting: Sitting, party: int, moved: str = "") -> frozenset[str]:
    """The seats that a touch on a table means for a party then; empty where they are not free. ``moved`` keeps its own."""
    busy = busy_seats(today, sitting.starts, sitting.ends, moved)
    usable = frozenset(seat.seat_id for table in today.plan.tables for seat in table.usable_seats)
    return seats_at(today.plan, table_id, usable - busy, party) or frozenset()


def whole_table(plan: Plan, table_id: str) -> frozenset[str]:
    """Every usable seat of a table."""
    return frozenset(seat.seat_id for seat in plan.table(table_id).usable_seats)

"""From a day as staff see it to the timetable's rows and bars, in finished words; and which seats a dragged bar takes. Pure."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache

from babel.dates import format_date

from kiosk.desk.back.timeline_view import Bar, RowBars, TableRow, TimelineView
from kiosk.domain.floor import Table
from kiosk.domain.seated import Phase, SeatedState
from kiosk.domain.sittings import day_bounds
from kiosk.domain.states import BookingStatus
from kiosk.services.today import Line, Today
from kiosk.ui.text import Text

_OPENS, _CLOSES = 17 * 60, 22 * 60
"""What is shown of a day without bookings."""
_LOOKS = ("seated", "paid", "house", "hold", "late", "gone")
_MINUTE = timedelta(minutes=1)


def timeline_view(today: Today, text: Text, day_at: int) -> TimelineView:
    """The timetable of a day; ``day_at`` says which of the day buttons it is, -1 for another day."""
    lines = [line for line in today.lines if line.seat_ids]
    shown = _shown(today, lines)
    guests = [line for line in lines if line.kind != "block"]
    is_today = day_bounds(today.day)[0] <= today.now < day_bounds(today.day)[1]
    form = "M월 d일 EEEE" if text.language == "ko" else "EEE d MMMM"
    date_words = format_date(today.day, form, locale=text.language)
    return TimelineView(
        rows=tuple(_row(table, text) for table in today.plan.tables),
        by_row=_bars(today, lines, text),
        first=shown[0],
        last=shown[1],
        now=_minute(today, today.now) if is_today else None,
        title=date_words,
        facts=text(
            "timeline.facts",
            date=date_words,
            bookings=len(guests),
            count=sum(line.party for line in guests),
        ),
        hint=text("timeline.hint"),
        free_here=text("timeline.free_here"),
        clash=str(text.entries["timeline.clash"]),
        too_small=str(text.entries["timeline.too_small"]),
        legend=tuple((look, text(f"timeline.{look}")) for look in _LOOKS),
        days=(text("timeline.today"), text("timeline.tomorrow")),
        day_at=day_at,
        load=_load(today, guests, shown),
        load_title=text("timeline.load"),
    )


def seats_at(today: Today, line: Line, table_id: str, starts: datetime) -> frozenset[str]:
    """The seats of a table that a booking takes when it is dragged there: its own where they are, else the first free ones.

    Too few where there are too few: the services say so.
    """
    ends = starts + (line.sitting.ends - line.sitting.starts)
    taken = {
        seat_id
        for other in today.lines
        if other.booking_id != line.booking_id
        and other.phase is not Phase.GONE
        and other.sitting.starts < ends
        and starts < other.sitting.ends
        for seat_id in other.seat_ids
    }
    here = [seat.seat_id for seat in today.plan.table(table_id).usable_seats]
    own = [seat_id for seat_id in here if seat_id in line.seat_ids and seat_id not in taken]
    free = [seat_id for seat_id in here if seat_id not in taken and seat_id not in own]
    return frozenset([*own, *free][: line.party])


def instant_of(today: Today, minute: int) -> datetime:
    """The instant of a minute of the day."""
    return _midnight(today.day) + minute * _MINUTE


def _minute(today: Today, instant: datetime) -> int:
    return round((instant - _midnight(today.day)).total_seconds() / 60)


@lru_cache(maxsize=8)
def _midnight(day: date) -> datetime:
    """Remembered: it is asked for some times for each of thousands of bookings."""
    return day_bounds(day)[0]


def _shown(today: Today, lines: list[Line]) -> tuple[int, int]:
    """From the full hour before the first booking to the one after the last; the present is within, where it is today."""
    starts = [_minute(today, min(line.sitting.starts for line in lines))] if lines else []
    ends = [_minute(today, max(line.sitting.ends for line in lines))] if lines else []
    now = _minute(today, today.now)
    if 0 <= now < 24 * 60:
        starts, ends = [*starts, now], [*ends, now + 120]
    first = min(starts, default=_OPENS) // 60 * 60
    last = -(-max(ends, default=_CLOSES) // 60) * 60
    return first, max(last, first + 5 * 60)


def _row(table: Table, text: Text) -> TableRow:
    seats = len(table.usable_seats)
    return TableRow(
        table.table_id,
        text.label(table),
        text("timeline.seats", count=seats),
        seats,
        accessible=table.accessible,
        shared=table.shared,
    )


def _bars(today: Today, lines: list[Line], text: Text) -> RowBars:
    row_of = {seat.seat_id: nth for nth, table in enumerate(today.plan.tables) for seat in table.seats}
    rows: dict[int, list[Line]] = {}
    for line in lines:
        for row in {row_of[seat_id] for seat_id in line.seat_ids if seat_id in row_of}:
            rows.setdefault(row, []).append(line)
    guests = lru_cache(lambda party: text("timeline.guests", count=party))
    return RowBars(rows, lambda line, row: _bar(today, line, row, text, guests))


def _bar(today: Today, line: Line, row: int, text: Text, guests: Callable[[int], str]) -> Bar:
    look = _look(line)
    more = line.number
    if look == "late":
        late = max(0, round((today.now - line.sitting.starts) / _MINUTE))
        more = text("timeline.late_by", number=line.number, count=late)
    elif look == "hold":
        more = text("timeline.hold_left")
    elif look == "block":
        more = text("timeline.block")
    elif line.kind == "walk_in":
        more = text("timeline.walk_in")
    return Bar(
        booking_id=line.booking_id,
        row=row,
        starts=_minute(today, line.sitting.starts),
        ends=_minute(today, line.sitting.ends),
        title="" if look == "block" else guests(line.party),
        more=more,
        look=look,
        number=line.number,
        party=line.party,
    )


def _look(line: Line) -> str:
    if line.kind == "block":
        return "block"
    if line.status is BookingStatus.READY:
        return "hold"
    if line.phase is Phase.GONE:
        return "gone"
    if line.state in (SeatedState.SEATED, SeatedState.ARRIVED):
        return "seated"
    if line.phase is Phase.LATE:
        return "late"
    return "paid" if line.kind == "guest" else "house"


def _load(today: Today, guests: list[Line], shown: tuple[int, int]) -> dict[int, int]:
    """Guests at once, by quarter of an hour: one walk over all arrivals and departures."""
    changes: Counter[datetime] = Counter()
    for line in guests:
        if line.phase is Phase.GONE and line.state is SeatedState.NO_SHOW:
            continue
        changes[line.sitting.starts] += line.party
        changes[line.sitting.ends] -= line.party
    steps: Counter[int] = Counter()
    for instant, by in changes.items():
        steps[_minute(today, instant)] += by
    found: dict[int, int] = {}
    here, waiting = 0, sorted(steps)
    for minute in range(shown[0], shown[1], 15):
        while waiting and waiting[0] <= minute:
            here += steps[waiting.pop(0)]
        if here:
            found[minute] = here
    return found

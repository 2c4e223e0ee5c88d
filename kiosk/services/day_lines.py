"""The lines of a day at the desk: each booking with how its guests are doing, read whole once and then only where it changed.

What was read is used again as far as the journal, asked in the same transaction, tells of no change. Phases are of the
moment of reading, always.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from kiosk.domain.floor import Plan
from kiosk.domain.money import Won
from kiosk.domain.seated import Phase, SeatedState, phase_of
from kiosk.domain.sittings import Sitting, day_bounds
from kiosk.domain.states import BookingStatus
from kiosk.services import restaurants
from kiosk.services.results import Restaurant
from kiosk.services.shop import Shop
from kiosk.storage import day_rows, floors
from kiosk.storage.day_rows import DayRow, Reached
from kiosk.storage.engine import Session
from kiosk.storage.instants import instant_of

_DAYS_KEPT = 2
_MOST_CHANGES = 500
"""Above that the day is read whole: it is one statement, and no slower."""


class Line(NamedTuple):
    """One booking in a list. ``kind`` is guest, hold, walk_in, reserved or block; ``since`` when the guests came or sat down."""

    booking_id: str
    number: str
    kind: str
    party: int
    sitting: Sitting
    seat_ids: frozenset[str]
    tables: tuple[str, ...]
    status: BookingStatus
    state: SeatedState
    phase: Phase
    version: int
    amount: Won
    terminal: str
    since: datetime | None
    hold_ends_at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReadDay:
    """A day as it was read: of which edition of the restaurant, how far the journal had got, and its lines in order."""

    edition: int
    reached: Reached
    lines: tuple[Line, ...]


def lines_of_day(session: Session, shop: Shop, day: date, now: datetime) -> tuple[Line, ...]:
    """What is held and what is kept on a Seoul day, in the order of the day."""
    edition = floors.edition_of(session, shop.restaurant_id)
    before = shop.kept.days.get(day)
    if before is None or before.edition != edition:
        reached = day_rows.reached(session, shop.restaurant_id)
        lines = _read_whole(session, shop, day, now)
    else:
        told = day_rows.since(session, shop.restaurant_id, before.reached)
        reached, is_little = told.reached, told.is_known and len(told.subjects) <= _MOST_CHANGES
        lines = (
            _with_changes(session, shop, day, before.lines, told.subjects, now)
            if is_little
            else _read_whole(session, shop, day, now)
        )
    # Put in place whole: another lane may be reading another day.
    others = [each for each in shop.kept.days.items() if each[0] != day]
    shop.kept.days = dict([*others[1 - _DAYS_KEPT :], (day, ReadDay(edition, reached, lines))])
    return lines


def lines_of(session: Session, shop: Shop, booking_ids: Iterable[str], now: datetime) -> list[Line]:
    """These bookings, whatever has become of them."""
    rows = day_rows.of_bookings(session, shop.restaurant_id, booking_ids)
    make = _maker(restaurants.current_in(shop, session), now)
    return [make(row) for row in rows]


def in_order(line: Line) -> tuple[datetime, str, str]:
    """By time, then by number."""
    return line.sitting.starts, line.number, line.booking_id


def _read_whole(session: Session, shop: Shop, day: date, now: datetime) -> tuple[Line, ...]:
    rows = day_rows.of_day(session, shop.restaurant_id, *day_bounds(day))
    make = _maker(restaurants.current_in(shop, session), now)
    return tuple(sorted(map(make, rows), key=in_order))


def _with_changes(
    session: Session, shop: Shop, day: date, lines: tuple[Line, ...], changed: frozenset[str], now: datetime
) -> tuple[Line, ...]:
    still = [
        line if (phase := _phase(line.status, line.kind, line.state, line.sitting, now)) is line.phase
        else line._replace(phase=phase)
        for line in lines
        if line.booking_id not in changed
    ]  # fmt: skip
    if changed:
        first, after = day_bounds(day)
        still += [
            line
            for line in lines_of(session, shop, changed, now)
            if line.status in day_rows.KEPT and first <= line.sitting.starts < after
        ]
        still.sort(key=in_order)
    return tuple(still)


def _maker(restaurant: Restaurant, now: datetime) -> Callable[[DayRow], Line]:
    """Makes lines of rows; what many of them have in common is made once."""
    labels = _labels(restaurant.plan)
    instant = cache(instant_of)
    tables_of = cache(lambda seats: tuple(sorted({labels[seat] for seat in seats if seat in labels})))
    sitting_of = cache(
        lambda starts, ends, price, walk_in: Sitting(
            instant(starts), instant(ends), Won(price), walk_in=bool(walk_in)
        )
    )

    def make(row: DayRow) -> Line:
        status, state = _STATUS[row.status], _STATE[row.state]
        sitting = sitting_of(row.starts, row.ends, row.price, row.walk_in)
        kind = row.house or ("hold" if status is BookingStatus.READY else "guest")
        since, seats = row.seated or row.arrived, row.seat_ids
        return Line(
            row.booking_id, row.number, kind, row.party, sitting, seats, tables_of(seats), status, state,
            _phase(status, kind, state, sitting, now), row.version or 0, Won(row.amount), row.terminal,
            instant(since) if since else None, instant(row.hold_ends), row.note or "",
        )  # fmt: skip

    return make


def _labels(plan: Plan) -> Mapping[str, str]:
    return {seat.seat_id: table.label for table in plan.tables for seat in table.seats}


_STATUS = {str(status): status for status in BookingStatus}
_STATE = {None: SeatedState.EXPECTED} | {str(state): state for state in SeatedState}


def _phase(status: BookingStatus, kind: str, state: SeatedState, sitting: Sitting, now: datetime) -> Phase:
    if status is BookingStatus.READY:
        return Phase.CHOOSING
    if status is not BookingStatus.PAID:
        return Phase.GONE
    if kind == "block":
        return Phase.BLOCKED if now < sitting.ends else Phase.GONE
    return phase_of(state, sitting, now)

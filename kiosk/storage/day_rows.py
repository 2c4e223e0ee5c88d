"""Bookings as the desk lists them: one statement for a day of ten thousand, and what has happened to which since.

What has happened is read from the journal: every change of a booking, of its guests and of why staff took seats has a row
there, written in the same transaction, one behind the other in its terminal's chain.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, bindparam, func, select, text, type_coerce

from kiosk.domain.states import BookingStatus
from kiosk.storage import desk_tables, tables
from kiosk.storage.engine import Session

KEPT: Final = (str(BookingStatus.READY), str(BookingStatus.PAID))
"""What is held and what is kept: all that a day shows."""


class DayRow(NamedTuple):
    """One booking as it is stored, with how its guests are doing and why staff took it. Instants in microseconds."""

    booking_id: str
    number: str
    status: str
    party: int
    starts: int
    ends: int
    price: int
    walk_in: int
    amount: int
    terminal: str
    hold_ends: int
    seats: str | None
    state: str | None
    version: int | None
    arrived: int | None
    seated: int | None
    house: str | None
    note: str | None

    @property
    def seat_ids(self) -> frozenset[str]:
        """Its seats."""
        return frozenset(self.seats.split(_BETWEEN)) if self.seats else frozenset()


@dataclass(frozen=True, slots=True)
class Reached:
    """How far each terminal's chain was read: its last row's place and hash."""

    heads: Mapping[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Since:
    """What the journal tells since: ``subjects`` by their ids; ``is_known`` is False when everything has to be read."""

    reached: Reached
    subjects: frozenset[str]
    is_known: bool


def of_day(session: Session, restaurant_id: str, first: datetime, after: datetime) -> list[DayRow]:
    """What is held and what is kept that starts in the half-open span [first, after)."""
    which = {"of_restaurant": restaurant_id, "first": first, "after": after}
    return list(map(DayRow._make, session.execute(_OF_DAY, which).all()))


def of_bookings(session: Session, restaurant_id: str, booking_ids: Iterable[str]) -> list[DayRow]:
    """These bookings, whatever has become of them."""
    which = {"of_restaurant": restaurant_id, "of_bookings": sorted(booking_ids)}
    return list(map(DayRow._make, session.execute(_OF_BOOKINGS, which).all()))


def reached(session: Session, restaurant_id: str) -> Reached:
    """How far the chains have got now."""
    heads = session.execute(_HEADS, {"of_restaurant": restaurant_id})
    return Reached({terminal: (place, mark) for terminal, place, mark in heads})


def since(session: Session, restaurant_id: str, before: Reached) -> Since:
    """What has happened since ``before``. A chain that is not the one that was read, or words that went, leave nothing known."""
    now, subjects, is_known = reached(session, restaurant_id), set[str](), True
    heads = now.heads
    for terminal, (place, _) in before.heads.items():
        is_known &= terminal in heads and heads[terminal][0] >= place
    for terminal, head in heads.items():
        place, mark = before.heads.get(terminal, (0, ""))
        if head == (place, mark) or not is_known:
            continue
        which = {"of_restaurant": restaurant_id, "of_terminal": terminal, "reached": place}
        rows = session.execute(_BEYOND, which).all()
        is_known &= place == 0 or rows[0].hash == mark
        is_known &= all(row.kind != _WORDS_WENT for row in rows if row.place > place)
        subjects |= {row.subject for row in rows if row.place > place}
    return Since(now, frozenset(subjects), is_known)


_BETWEEN: Final = "\x1f"
_WORDS_WENT: Final = "privacy"
_b, _bs = tables.booking.c, tables.booking_seat.c
_s, _h = desk_tables.seating.c, desk_tables.house_booking.c


def _asked(*where: Any) -> Select[Any]:
    seats = (
        select(func.aggregate_strings(_bs.seat_id, _BETWEEN))
        .where(_bs.restaurant_id == _b.restaurant_id, _bs.booking_id == _b.booking_id)
        .scalar_subquery()
    )
    joined = tables.booking.outerjoin(
        desk_tables.seating, (_s.restaurant_id == _b.restaurant_id) & (_s.booking_id == _b.booking_id)
    ).outerjoin(
        desk_tables.house_booking, (_h.restaurant_id == _b.restaurant_id) & (_h.booking_id == _b.booking_id)
    )
    columns: tuple[Any, ...] = (
        _b.booking_id, _b.number, _b.status, _b.party, _whole(_b.starts_at), _whole(_b.ends_at), _b.price_won, _b.walk_in,
        _b.amount_won, _b.terminal, _whole(_b.hold_ends_at), seats, _s.state, _s.version, _whole(_s.arrived_at),
        _whole(_s.seated_at), _h.kind, _h.note,
    )  # fmt: skip
    return select(*columns).select_from(joined).where(_b.restaurant_id == bindparam("of_restaurant"), *where)


def _whole(column: Any) -> Any:
    """As it is stored: one instant is made of each number, however many bookings have it."""
    return type_coerce(column, tables.Whole)


_INSTANT = tables.Instant()
_OF_DAY = _asked(
    _b.starts_at >= bindparam("first", type_=_INSTANT),
    _b.starts_at < bindparam("after", type_=_INSTANT),
    _b.status.in_(KEPT),
)
_OF_BOOKINGS = _asked(_b.booking_id.in_(bindparam("of_bookings", expanding=True)))
_HEADS = text("""
WITH RECURSIVE chain(terminal) AS (
    SELECT min(terminal) FROM journal WHERE restaurant_id = :of_restaurant
    UNION ALL
    SELECT (SELECT min(j.terminal) FROM journal j WHERE j.restaurant_id = :of_restaurant AND j.terminal > chain.terminal)
    FROM chain WHERE chain.terminal IS NOT NULL
)
SELECT j.terminal, j.place, j.hash FROM chain JOIN journal j ON j.restaurant_id = :of_restaurant
    AND j.terminal = chain.terminal AND j.place = (
        SELECT max(last.place) FROM journal last
        WHERE last.restaurant_id = :of_restaurant AND last.terminal = chain.terminal
    )
""")
"""From chain to chain by the key: a plain DISTINCT would walk through years of rows."""
_BEYOND = text(
    "SELECT place, kind, subject, hash FROM journal"
    " WHERE restaurant_id = :of_restaurant AND terminal = :of_terminal AND place >= :reached ORDER BY place"
)

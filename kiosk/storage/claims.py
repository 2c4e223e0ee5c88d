"""Claims: rows (seat, cell) -> booking. A seat is free exactly when it has none; the primary key forbids two."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from sqlalchemy import TextClause, bindparam, delete, func, select, text

from kiosk.domain.states import BookingStatus
from kiosk.storage import feed, tables
from kiosk.storage.engine import Session

AT_ONCE: Final = 500
"""Rows of one statement: databases take some ten thousand values in one."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Who has a seat in some cell."""

    seat_id: str
    cell: int
    visit_id: str
    status: BookingStatus
    booking_id: str
    number: str


def take(
    session: Session, restaurant_id: str, booking_id: str, seat_ids: Iterable[str], cells: range
) -> None:
    """Claim every seat in every cell, or nothing: one conflict raises IntegrityError."""
    wanted = [(seat_id, cell) for seat_id in sorted(seat_ids) for cell in cells]
    for first in range(0, len(wanted), AT_ONCE):
        _insert(session, restaurant_id, booking_id, wanted[first : first + AT_ONCE])
    feed.tell(session, restaurant_id)


def give_back(session: Session, restaurant_id: str, booking_id: str) -> None:
    """Free everything a booking has claimed."""
    session.execute(_GIVE_BACK, {"of_restaurant": restaurant_id, "of_booking": booking_id})
    feed.tell(session, restaurant_id)


def give_back_from(session: Session, restaurant_id: str, booking_id: str, cell: int) -> None:
    """Free what a booking has claimed from a cell on."""
    session.execute(
        _GIVE_BACK.where(_c.cell >= bindparam("first")),
        {"of_restaurant": restaurant_id, "of_booking": booking_id, "first": cell},
    )


def seats_of(session: Session, restaurant_id: str, booking_id: str) -> frozenset[str]:
    """The seats a booking has claimed in some cell, those that it makes useless for others among them."""
    which = {"of_restaurant": restaurant_id, "of_booking": booking_id}
    return frozenset(session.execute(_SEATS_OF, which).scalars())


def count(session: Session, restaurant_id: str, booking_id: str, seat_ids: Iterable[str]) -> int:
    """How many (seat, cell) rows a booking has for these seats."""
    wanted = {"of_restaurant": restaurant_id, "of_booking": booking_id, "of_seats": sorted(seat_ids)}
    found: int = session.execute(_COUNT, wanted).scalar_one()
    return found


def owners(session: Session, restaurant_id: str, cells: range) -> list[Owner]:
    """Who has which seat in a span of cells: a half-open range over an index, flat however long the history."""
    span = {"of_restaurant": restaurant_id, "first": cells.start, "after": cells.stop}
    rows = session.execute(_OWNERS, span)
    return [
        Owner(row.seat_id, row.cell, row.visit_id, BookingStatus(row.status), row.booking_id, row.number)
        for row in rows
    ]


_c, _b = tables.claim.c, tables.booking.c
_OURS = _c.restaurant_id == bindparam("of_restaurant")
_ITS = (_OURS, _c.booking_id == bindparam("of_booking"))

_GIVE_BACK = delete(tables.claim).where(*_ITS)
_SEATS_OF = select(_c.seat_id).where(*_ITS).distinct()
_COUNT = select(func.count()).where(*_ITS, _c.seat_id.in_(bindparam("of_seats", expanding=True)))
_OWNERS = (
    select(_c.seat_id, _c.cell, _b.visit_id, _b.status, _b.booking_id, _b.number)
    .join_from(
        tables.claim,
        tables.booking,
        (_c.restaurant_id == _b.restaurant_id) & (_c.booking_id == _b.booking_id),
    )
    .where(_OURS, _c.cell >= bindparam("first"), _c.cell < bindparam("after"))
)


def _insert(session: Session, restaurant_id: str, booking_id: str, wanted: Sequence[tuple[str, int]]) -> None:
    values: dict[str, str | int] = {"restaurant_id": restaurant_id, "booking_id": booking_id}
    for row, (seat_id, cell) in enumerate(wanted):
        values[f"seat_{row}"], values[f"cell_{row}"] = seat_id, cell
    session.execute(_insert_rows(len(wanted)), values)


@cache
def _insert_rows(count: int) -> TextClause:
    """So many rows by one statement: a refusal ends it at once, where a driver would send the rest of a list all the same."""
    rows = ", ".join(f"(:restaurant_id, :seat_{row}, :cell_{row}, :booking_id)" for row in range(count))
    return text(f"INSERT INTO claim (restaurant_id, seat_id, cell, booking_id) VALUES {rows}")  # noqa: S608 - names of our own

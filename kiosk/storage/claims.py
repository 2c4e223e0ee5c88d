"""Claims: rows (seat, cell) -> booking. A seat is free exactly when it has none; the primary key forbids two."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select

from kiosk.domain.states import BookingStatus
from kiosk.storage import tables
from kiosk.storage.engine import Session


@dataclass(frozen=True, slots=True)
class Owner:
    """Who has a seat in some cell."""

    seat_id: str
    cell: int
    visit_id: str
    status: BookingStatus


def take(
    session: Session, restaurant_id: str, booking_id: str, seat_ids: Iterable[str], cells: range
) -> None:
    """Claim every seat in every cell, or nothing: one conflict raises IntegrityError."""
    rows = [
        {"restaurant_id": restaurant_id, "seat_id": seat_id, "cell": cell, "booking_id": booking_id}
        for seat_id in sorted(seat_ids)
        for cell in cells
    ]
    session.execute(insert(tables.claim), rows)


def give_back(session: Session, restaurant_id: str, booking_id: str) -> None:
    """Free everything a booking has claimed."""
    c = tables.claim.c
    session.execute(delete(tables.claim).where(c.restaurant_id == restaurant_id, c.booking_id == booking_id))


def count(session: Session, restaurant_id: str, booking_id: str, seat_ids: Iterable[str]) -> int:
    """How many (seat, cell) rows a booking has for these seats."""
    c = tables.claim.c
    return session.execute(
        select(func.count()).where(
            c.restaurant_id == restaurant_id, c.booking_id == booking_id, c.seat_id.in_(sorted(seat_ids))
        )
    ).scalar_one()


def owners(session: Session, restaurant_id: str, cells: range) -> list[Owner]:
    """Who has which seat in a span of cells: a half-open range over an index, flat however long the history."""
    c, b = tables.claim.c, tables.booking.c
    rows = session.execute(
        select(c.seat_id, c.cell, b.visit_id, b.status)
        .join_from(
            tables.claim,
            tables.booking,
            (c.restaurant_id == b.restaurant_id) & (c.booking_id == b.booking_id),
        )
        .where(c.restaurant_id == restaurant_id, c.cell >= cells.start, c.cell < cells.stop)
    )
    return [Owner(row.seat_id, row.cell, row.visit_id, BookingStatus(row.status)) for row in rows]

"""Booking rows: insert, find, and move from state to state, each move guarded by WHERE and told to the journal."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, and_, exists, insert, select, update
from sqlalchemy import delete as sql_delete

from kiosk.domain.money import Won
from kiosk.domain.sittings import Sitting
from kiosk.domain.states import BookingEvent, BookingStatus, PaymentStatus, next_booking
from kiosk.storage import journal, tables
from kiosk.storage.engine import Conflict, Session


@dataclass(frozen=True, slots=True)
class BookingRow:
    """A booking as stored."""

    restaurant_id: str
    booking_id: str
    visit_id: str
    terminal: str
    number: str
    status: BookingStatus
    party: int
    sitting: Sitting
    amount: Won
    created_at: datetime
    hold_ends_at: datetime
    extensions_left: int
    seat_ids: frozenset[str]


def insert_ready(session: Session, row: BookingRow) -> None:
    """A new READY booking with its seats and their price; the claims are the caller's next step."""
    session.execute(
        insert(tables.booking).values(
            restaurant_id=row.restaurant_id,
            booking_id=row.booking_id,
            visit_id=row.visit_id,
            terminal=row.terminal,
            number=row.number,
            status=BookingStatus.READY,
            created_at=row.created_at,
            extensions_left=row.extensions_left,
            reason="",
            hold_ends_at=row.hold_ends_at,
            **_selection(row),
        )
    )
    _insert_seats(session, row)
    _tell(session, row, row.created_at, BookingStatus.READY, "held")


def reselect(session: Session, row: BookingRow, at: datetime) -> None:
    """Other seats or another sitting for a READY booking; its number and its deadline stay."""
    _update_ready(session, row, **_selection(row))
    b = tables.booking_seat.c
    session.execute(
        sql_delete(tables.booking_seat).where(
            b.restaurant_id == row.restaurant_id, b.booking_id == row.booking_id
        )
    )
    _insert_seats(session, row)
    _tell(session, row, at, BookingStatus.READY, "selection changed")


def set_hold_end(
    session: Session, row: BookingRow, at: datetime, ends: datetime, extensions_left: int
) -> None:
    """A later end for a READY hold."""
    _update_ready(session, row, hold_ends_at=ends, extensions_left=extensions_left)
    _tell(session, row, at, BookingStatus.READY, "hold extended")


def move(session: Session, row: BookingRow, event: BookingEvent, at: datetime, reason: str) -> BookingStatus:
    """Apply an event by the state table; gives the status that now holds.

    Raises ImpossibleMove for what must not happen and Conflict when another writer was first.
    """
    target = next_booking(row.status, event)
    if target is None:
        return row.status
    b = tables.booking.c
    done = session.execute(
        update(tables.booking)
        .where(
            b.restaurant_id == row.restaurant_id,
            b.booking_id == row.booking_id,
            b.status == row.status,
        )
        .values(status=target, reason=reason)
    )
    if done.rowcount != 1:
        msg = f"booking {row.booking_id} is no longer {row.status}"
        raise Conflict(msg)
    _tell(session, row, at, target, reason)
    return target


def find(session: Session, restaurant_id: str, booking_id: str) -> BookingRow | None:
    """One booking by its id."""
    b = tables.booking.c
    return _one(session, and_(b.restaurant_id == restaurant_id, b.booking_id == booking_id))


def ready_of_visit(session: Session, restaurant_id: str, visit_id: str) -> BookingRow | None:
    """The visit's READY booking, of which there is at most one."""
    b = tables.booking.c
    return _one(
        session,
        and_(b.restaurant_id == restaurant_id, b.visit_id == visit_id, b.status == BookingStatus.READY),
    )


def lapsed(session: Session, restaurant_id: str, at: datetime) -> list[BookingRow]:
    """READY bookings whose time is over and of which no payment is undecided."""
    b, p = tables.booking.c, tables.payment.c
    undecided = exists().where(
        p.restaurant_id == b.restaurant_id,
        p.booking_id == b.booking_id,
        p.status.in_([PaymentStatus.CONFIRMING, PaymentStatus.REFUND_DUE]),
    )
    return _many(
        session,
        b.restaurant_id == restaurant_id,
        b.status == BookingStatus.READY,
        b.hold_ends_at <= at,
        ~undecided,
    )


def with_status(session: Session, restaurant_id: str, statuses: Iterable[BookingStatus]) -> list[BookingRow]:
    """Every booking in one of these states."""
    b = tables.booking.c
    return _many(session, b.restaurant_id == restaurant_id, b.status.in_(list(statuses)))


def next_number(session: Session, restaurant_id: str, name: str, first: int) -> int:
    """The next value of a counter. It is a row of the same database: a rollback rolls it back too, so no gaps."""
    c = tables.counter.c
    value: int | None = session.execute(
        select(c.value).where(c.restaurant_id == restaurant_id, c.name == name)
    ).scalar_one_or_none()
    if value is None:
        session.execute(insert(tables.counter).values(restaurant_id=restaurant_id, name=name, value=first))
        return first
    session.execute(
        update(tables.counter).where(c.restaurant_id == restaurant_id, c.name == name).values(value=value + 1)
    )
    return value + 1


def pass_number(session: Session, restaurant_id: str, name: str, used: int) -> None:
    """Let a counter go on behind a number that was given away before the database was set back."""
    c = tables.counter.c
    where = (c.restaurant_id == restaurant_id, c.name == name)
    value: int | None = session.execute(select(c.value).where(*where)).scalar_one_or_none()
    if value is None:
        session.execute(insert(tables.counter).values(restaurant_id=restaurant_id, name=name, value=used))
    elif value < used:
        session.execute(update(tables.counter).where(*where).values(value=used))


def _selection(row: BookingRow) -> dict[str, Any]:
    return {
        "party": row.party,
        "starts_at": row.sitting.starts,
        "ends_at": row.sitting.ends,
        "walk_in": int(row.sitting.walk_in),
        "price_won": row.sitting.price,
        "amount_won": row.amount,
    }


def _update_ready(session: Session, row: BookingRow, **values: Any) -> None:
    b = tables.booking.c
    done = session.execute(
        update(tables.booking)
        .where(
            b.restaurant_id == row.restaurant_id,
            b.booking_id == row.booking_id,
            b.status == BookingStatus.READY,
        )
        .values(**values)
    )
    if done.rowcount != 1:
        msg = f"booking {row.booking_id} is no longer READY"
        raise Conflict(msg)


def _insert_seats(session: Session, row: BookingRow) -> None:
    session.execute(
        insert(tables.booking_seat),
        [
            {
                "restaurant_id": row.restaurant_id,
                "booking_id": row.booking_id,
                "seat_id": seat_id,
                "price_won": row.sitting.price,
            }
            for seat_id in sorted(row.seat_ids)
        ],
    )


def _tell(session: Session, row: BookingRow, at: datetime, status: BookingStatus, why: str) -> None:
    journal.append(
        session,
        row.restaurant_id,
        row.terminal,
        at,
        "booking",
        row.booking_id,
        {"status": status, "why": why, "amount": row.amount, "seats": ",".join(sorted(row.seat_ids))},
    )


def _one(session: Session, where: Any) -> BookingRow | None:
    found = _many(session, where)
    return found[0] if found else None


def _many(session: Session, *where: Any) -> list[BookingRow]:
    """Two questions, however many bookings there are."""
    b, s = tables.booking.c, tables.booking_seat.c
    found = session.execute(select(tables.booking).where(*where)).mappings().all()
    if not found:
        return []
    seats: dict[str, set[str]] = defaultdict(set)
    is_its = (s.restaurant_id == b.restaurant_id) & (s.booking_id == b.booking_id)
    chosen = select(s.booking_id, s.seat_id).join_from(tables.booking, tables.booking_seat, is_its)
    for booking_id, seat_id in session.execute(chosen.where(*where)):
        seats[booking_id].add(seat_id)
    return [_row(row, seats[row["booking_id"]]) for row in found]


def _row(found: RowMapping, seats: Iterable[str]) -> BookingRow:
    return BookingRow(
        restaurant_id=found["restaurant_id"],
        booking_id=found["booking_id"],
        visit_id=found["visit_id"],
        terminal=found["terminal"],
        number=found["number"],
        status=BookingStatus(found["status"]),
        party=found["party"],
        sitting=Sitting(
            found["starts_at"], found["ends_at"], Won(found["price_won"]), walk_in=bool(found["walk_in"])
        ),
        amount=Won(found["amount_won"]),
        created_at=found["created_at"],
        hold_ends_at=found["hold_ends_at"],
        extensions_left=found["extensions_left"],
        seat_ids=frozenset(seats),
    )

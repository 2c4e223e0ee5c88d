"""Booking rows: insert, find, and move from state to state, each move guarded by WHERE and told to the journal.

Statements of the customer's road are built once: building one takes several times as long as running it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    RowMapping,
    Select,
    Update,
    bindparam,
    exists,
    insert,
    select,
    update,
)
from sqlalchemy import delete as sql_delete

from kiosk.domain.money import Won
from kiosk.domain.sittings import Sitting
from kiosk.domain.states import BookingEvent, BookingStatus, next_booking
from kiosk.storage import feed, journal, tables
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
        _INSERT,
        {
            "restaurant_id": row.restaurant_id,
            "booking_id": row.booking_id,
            "visit_id": row.visit_id,
            "terminal": row.terminal,
            "number": row.number,
            "status": BookingStatus.READY,
            "created_at": row.created_at,
            "extensions_left": row.extensions_left,
            "reason": "",
            "hold_ends_at": row.hold_ends_at,
        }
        | _selection(row),
    )
    _insert_seats(session, row)
    _tell(session, row, row.created_at, BookingStatus.READY, "held")


def reselect(session: Session, row: BookingRow, at: datetime) -> None:
    """Other seats or another sitting for a READY booking; its number and its deadline stay."""
    _update_ready(session, row, **_selection(row))
    session.execute(_DELETE_SEATS, _it(row))
    _insert_seats(session, row)
    _tell(session, row, at, BookingStatus.READY, "selection changed")


def set_hold_end(
    session: Session, row: BookingRow, at: datetime, ends: datetime, extensions_left: int
) -> None:
    """A later end for a READY hold."""
    _update_ready(session, row, hold_ends_at=ends, extensions_left=extensions_left)
    _tell(session, row, at, BookingStatus.READY, "hold extended")


def reseat(
    session: Session,
    row: BookingRow,
    sitting: Sitting,
    seat_ids: frozenset[str],
    at: datetime,
    terminal: str,
    why: str,
) -> None:
    """Other seats or another time for a PAID booking; what was paid for it stays what it was.

    The new seats keep the price of their new sitting. Raises Conflict when somebody has moved or ended it since.
    """
    done = session.execute(
        _RESEAT,
        _it(row)
        | {"of_status": BookingStatus.PAID, "old_starts": row.sitting.starts, "old_ends": row.sitting.ends}
        | {"new_starts": sitting.starts, "new_ends": sitting.ends},
    )
    if done.rowcount != 1:
        msg = f"booking {row.booking_id} is no longer where it was"
        raise Conflict(msg)
    if seat_ids != row.seat_ids:
        session.execute(_DELETE_SEATS, _it(row))
        _insert_seats(session, replace(row, sitting=sitting, seat_ids=seat_ids))
    body: dict[str, str | int] = {
        "status": BookingStatus.PAID,
        "why": why,
        "seats": ",".join(sorted(seat_ids)),
    }
    journal.append(session, row.restaurant_id, terminal, at, "booking", row.booking_id, body)
    feed.tell(session, row.restaurant_id)


def move(session: Session, row: BookingRow, event: BookingEvent, at: datetime, reason: str) -> BookingStatus:
    """Apply an event by the state table; gives the status that now holds.

    Raises ImpossibleMove for what must not happen and Conflict when another writer was first.
    """
    target = next_booking(row.status, event)
    if target is None:
        return row.status
    values = {"of_status": row.status, "new_status": target, "new_reason": reason}
    done = session.execute(_update(("reason", "status")), _it(row) | values)
    if done.rowcount != 1:
        msg = f"booking {row.booking_id} is no longer {row.status}"
        raise Conflict(msg)
    _tell(session, row, at, target, reason)
    feed.tell(session, row.restaurant_id)
    return target


def find(session: Session, restaurant_id: str, booking_id: str) -> BookingRow | None:
    """One booking by its id."""
    return _first(_ask(session, _FIND, of_restaurant=restaurant_id, of_booking=booking_id))


def ready_of_visit(session: Session, restaurant_id: str, visit_id: str) -> BookingRow | None:
    """The visit's READY booking, of which there is at most one."""
    return _first(_ask(session, _READY_OF_VISIT, of_restaurant=restaurant_id, of_visit=visit_id))


def lapsed(session: Session, restaurant_id: str, at: datetime) -> list[BookingRow]:
    """READY bookings whose time is over and of which no payment is undecided."""
    return _ask(session, _LAPSED, of_restaurant=restaurant_id, until=at)


def with_status(session: Session, restaurant_id: str, statuses: Iterable[BookingStatus]) -> list[BookingRow]:
    """Every booking in one of these states."""
    return _ask(session, _WITH_STATUS, of_restaurant=restaurant_id, of_statuses=list(statuses))


def like(
    session: Session, restaurant_id: str, number: str, amount: Won | None, since: datetime, most: int
) -> set[str]:
    """The bookings of that number or amount that start at ``since`` or later, the newest ``most`` of each."""
    ways = [_b.number == number] if amount is None else [_b.number == number, _b.amount_won == amount]
    return {
        booking_id
        for is_it in ways
        for booking_id in session.execute(
            select(_b.booking_id)
            .where(_b.restaurant_id == restaurant_id, _b.starts_at >= since, is_it)
            .order_by(_b.starts_at.desc())
            .limit(most)
        ).scalars()
    }


def next_number(session: Session, restaurant_id: str, name: str, first: int) -> int:
    """The next value of a counter. It is a row of the same database: a rollback rolls it back too, so no gaps."""
    which = {"of_restaurant": restaurant_id, "of_name": name}
    value: int | None = session.execute(_NEXT, which).scalar_one_or_none()
    if value is None:
        session.execute(_START_COUNTER, {"restaurant_id": restaurant_id, "name": name, "value": first})
        return first
    return value


def pass_number(session: Session, restaurant_id: str, name: str, used: int) -> None:
    """Let a counter go on behind a number that was given away before the database was set back."""
    which = {"of_restaurant": restaurant_id, "of_name": name}
    value: int | None = session.execute(_COUNTER, which).scalar_one_or_none()
    if value is None:
        session.execute(_START_COUNTER, {"restaurant_id": restaurant_id, "name": name, "value": used})
    elif value < used:
        session.execute(_SET_COUNTER, which | {"new_value": used})


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
    renamed = {f"new_{name}": value for name, value in values.items()}
    done = session.execute(
        _update(tuple(sorted(values))), _it(row) | {"of_status": BookingStatus.READY} | renamed
    )
    if done.rowcount != 1:
        msg = f"booking {row.booking_id} is no longer READY"
        raise Conflict(msg)


def _insert_seats(session: Session, row: BookingRow) -> None:
    session.execute(
        _INSERT_SEATS,
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


def _first(found: list[BookingRow]) -> BookingRow | None:
    return found[0] if found else None


def _ask(session: Session, question: Select[Any], **which: Any) -> list[BookingRow]:
    """The bookings that answer it, with their seats: one row a seat, one statement however many bookings there are."""
    rows: dict[str, RowMapping] = {}
    seats: dict[str, set[str]] = defaultdict(set)
    for found in session.execute(question, which).mappings():
        rows.setdefault(found["booking_id"], found)
        if found["seat_id"] is not None:
            seats[found["booking_id"]].add(found["seat_id"])
    return [_row(row, seats[booking_id]) for booking_id, row in rows.items()]


def _question(*where: Any) -> Select[Any]:
    b, s = tables.booking.c, tables.booking_seat.c
    is_its = (s.restaurant_id == b.restaurant_id) & (s.booking_id == b.booking_id)
    both = tables.booking.outerjoin(tables.booking_seat, is_its)
    return select(tables.booking, s.seat_id).select_from(both).where(*where)


def _it(row: BookingRow) -> dict[str, Any]:
    return {"of_restaurant": row.restaurant_id, "of_booking": row.booking_id}


_b, _p = tables.booking.c, tables.payment.c
_OURS = _b.restaurant_id == bindparam("of_restaurant")
_IS_IT = (_OURS, _b.booking_id == bindparam("of_booking"))
_IS_UNDECIDED = exists().where(
    _p.restaurant_id == _b.restaurant_id,
    _p.booking_id == _b.booking_id,
    tables.IS_UNDECIDED,
)
_FIND = _question(*_IS_IT)
_READY_OF_VISIT = _question(_OURS, _b.visit_id == bindparam("of_visit"), tables.IS_READY)
_IS_LAPSED = (_OURS, tables.IS_READY, _b.hold_ends_at <= bindparam("until"), ~_IS_UNDECIDED)
_LAPSED = _question(*_IS_LAPSED)
HAS_LAPSED = exists(select(_b.booking_id).where(*_IS_LAPSED))
"""Of ``of_restaurant`` at ``until``."""
_WITH_STATUS = _question(_OURS, _b.status.in_(bindparam("of_statuses", expanding=True)))
_INSERT = insert(tables.booking)
_INSERT_SEATS = insert(tables.booking_seat)
_DELETE_SEATS = sql_delete(tables.booking_seat).where(
    tables.booking_seat.c.restaurant_id == bindparam("of_restaurant"),
    tables.booking_seat.c.booking_id == bindparam("of_booking"),
)
_RESEAT = (
    update(tables.booking)
    .where(*_IS_IT, _b.status == bindparam("of_status"))
    .where(_b.starts_at == bindparam("old_starts"), _b.ends_at == bindparam("old_ends"))
    .values(starts_at=bindparam("new_starts"), ends_at=bindparam("new_ends"))
)
_THE_COUNTER = (
    tables.counter.c.restaurant_id == bindparam("of_restaurant"),
    tables.counter.c.name == bindparam("of_name"),
)
_COUNTER = select(tables.counter.c.value).where(*_THE_COUNTER)
_NEXT = (
    update(tables.counter)
    .where(*_THE_COUNTER)
    .values(value=tables.counter.c.value + 1)
    .returning(tables.counter.c.value)
)
_START_COUNTER = insert(tables.counter)
_SET_COUNTER = update(tables.counter).where(*_THE_COUNTER).values(value=bindparam("new_value"))


@cache
def _update(names: tuple[str, ...]) -> Update:
    """Sets these columns of one booking, while it is in the state it was read in."""
    return (
        update(tables.booking)
        .where(*_IS_IT, _b.status == bindparam("of_status"))
        .values({name: bindparam(f"new_{name}") for name in names})
    )


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

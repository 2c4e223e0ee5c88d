"""What every act at the front desk has in common: the answers, and reading a booking with its seating at the version seen.

An act names the version it was decided on. Another desk's act in between makes it Stale: nothing is stored, and the loser
is told who was first. Owns no rule of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from kiosk.domain.staff import Act
from kiosk.domain.states import BookingStatus
from kiosk.services import staffing
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.storage import bookings, claims, seatings
from kiosk.storage.bookings import BookingRow
from kiosk.storage.engine import CommitUnclear, Conflict, Session, Unwritable
from kiosk.storage.seatings import SeatingRow


@dataclass(frozen=True, slots=True)
class Done:
    """It is stored. ``difference`` in won: above zero the guest owes it, below zero it is theirs."""

    booking_id: str
    number: str
    version: int
    difference: int = 0


@dataclass(frozen=True, slots=True)
class Stale:
    """Another desk was first: ``who`` (a name) at ``at``. Nothing of this act is stored."""

    who: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class SeatsTaken:
    """Somebody has these seats at that time: ``numbers`` of the bookings in the way."""

    seat_ids: frozenset[str]
    numbers: tuple[str, ...]


Answer = Done | Stale | SeatsTaken | Refused


class InTheWay(Exception):
    """Ends a transaction: seats that are wanted are claimed by others."""

    def __init__(self, taken: SeatsTaken) -> None:
        super().__init__("seats taken")
        self.taken = taken


class NotNow(Exception):
    """Ends a transaction with an answer that is not Done."""

    def __init__(self, answer: Stale | Refused) -> None:
        super().__init__(type(answer).__name__)
        self.answer = answer


def perform(shop: Shop, booking_id: str, act: Callable[[Session], Done]) -> Answer:
    """Do an act in one transaction, and put what stopped it into an answer. What was not surely stored is read back."""
    done: Done | None = None
    try:
        with shop.database.write() as session:
            done = act(session)
    except InTheWay as in_the_way:
        return in_the_way.taken
    except NotNow as not_now:
        return not_now.answer
    except Conflict:
        return stale(shop, booking_id)
    except Unwritable:
        return Refused("cannot_store")
    except CommitUnclear:
        with shop.database.read() as session:
            stored = seatings.of_booking(session, shop.restaurant_id, booking_id)
        return done if done and stored.version == done.version else Refused("cannot_store")
    return done


def stale(shop: Shop, booking_id: str) -> Stale:
    """Who was first at a booking."""
    with shop.database.read() as session:
        return _first_at(session, shop, seatings.of_booking(session, shop.restaurant_id, booking_id))


def _first_at(session: Session, shop: Shop, row: SeatingRow) -> Stale:
    who = staffing.person(session, shop, row.changed_by)
    return Stale(who.name if who else row.changed_by, row.changed_at)


def must_be_allowed(session: Session, shop: Shop, by: By, act: Act) -> None:
    """Raises NotNow for who may not do that."""
    if refused := staffing.allow(session, shop, by, act):
        raise NotNow(refused)


def kept(session: Session, shop: Shop, booking_id: str, seen: int) -> tuple[BookingRow, SeatingRow]:
    """A PAID booking and its seating at the version that was seen. Raises NotNow for any other."""
    booking = bookings.find(session, shop.restaurant_id, booking_id)
    if booking is None:
        raise NotNow(Refused("unknown"))
    row = seatings.of_booking(session, shop.restaurant_id, booking_id)
    if row.version != seen:
        raise NotNow(_first_at(session, shop, row))
    if booking.status is BookingStatus.READY:
        raise NotNow(Refused("being_paid"))
    if booking.status is not BookingStatus.PAID:
        raise NotNow(Refused("not_kept"))
    return booking, row


def claim(session: Session, shop: Shop, booking_id: str, seat_ids: frozenset[str], cells: range) -> None:
    """Claim these seats for a booking. Raises InTheWay with whose they are."""
    try:
        with session.begin_nested():
            claims.take(session, shop.restaurant_id, booking_id, seat_ids, cells)
    except IntegrityError:
        raise InTheWay(_whose(session, shop, booking_id, seat_ids, cells)) from None


def _whose(
    session: Session, shop: Shop, booking_id: str, seat_ids: frozenset[str], cells: range
) -> SeatsTaken:
    theirs = [
        owner
        for owner in claims.owners(session, shop.restaurant_id, cells)
        if owner.seat_id in seat_ids and owner.booking_id != booking_id
    ]
    numbers = {owner.number for owner in theirs}
    return SeatsTaken(frozenset(owner.seat_id for owner in theirs), tuple(sorted(numbers)))

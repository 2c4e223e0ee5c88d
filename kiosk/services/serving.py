"""Guests in the house, as staff see them: arrived, seated, left, not come; and taking back what was pressed by mistake.

Whoever is gone frees their seats from the next quarter hour on. Moves no money, and never a booking's status.
"""

from dataclasses import replace
from typing import Any

from kiosk.domain.seated import GONE, SEATED_TABLE, SeatedEvent, SeatedState, ends_early
from kiosk.domain.sittings import cells_between
from kiosk.domain.staff import Act
from kiosk.services.at_desk import Answer, Done, NotNow, claim, kept, must_be_allowed, perform
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.storage import bookings, claims, seatings
from kiosk.storage.bookings import BookingRow
from kiosk.storage.engine import Session
from kiosk.storage.seatings import SeatingRow


def note(shop: Shop, by: By, booking_id: str, event: SeatedEvent, seen: int) -> Answer:
    """Staff have seen ``event``; ``seen`` is the version they looked at.

    Refused: not_allowed, unknown, being_paid, not_kept, too_early (nobody is missing before the start), makes_no_sense.
    SeatsTaken: it cannot be taken back, somebody has the seats.
    """

    def act(session: Session) -> Done:
        must_be_allowed(session, shop, by, Act.SEAT)
        booking, row = kept(session, shop, booking_id, seen)
        if event is SeatedEvent.NO_SHOW and shop.clock.now() < booking.sitting.starts:
            raise NotNow(Refused("too_early"))
        state = SEATED_TABLE[row.state, event]
        if state is None:
            raise NotNow(Refused("makes_no_sense"))
        changed = _with_time(shop, row, state, event)
        if state in GONE:
            changed = _free(session, shop, booking, changed)
        elif row.state in GONE:
            changed = _take_again(session, shop, booking, changed)
        stored = seatings.store(session, changed, shop.clock.now(), event, by.staff_id, shop.terminal)
        return Done(booking_id, booking.number, stored.version)

    return perform(shop, booking_id, act)


def _with_time(shop: Shop, row: SeatingRow, state: SeatedState, event: SeatedEvent) -> SeatingRow:
    """The state with when it began; what is taken back was never so."""
    when: dict[str, Any] = {_TIME_OF[state]: shop.clock.now()}
    if event is SeatedEvent.TAKEN_BACK:
        when = {_TIME_OF[row.state]: None}
    return replace(row, state=state, **when)


_TIME_OF = {
    SeatedState.ARRIVED: "arrived_at",
    SeatedState.SEATED: "seated_at",
    SeatedState.LEFT: "left_at",
    SeatedState.NO_SHOW: "no_show_at",
}


def _free(session: Session, shop: Shop, booking: BookingRow, row: SeatingRow) -> SeatingRow:
    now, sitting = shop.clock.now(), booking.sitting
    ends = ends_early(sitting, now)
    if ends >= sitting.ends:
        return row
    claims.give_back_from(session, shop.restaurant_id, booking.booking_id, cells_between(ends, ends).start)
    shorter = replace(sitting, ends=ends)
    bookings.reseat(session, booking, shorter, booking.seat_ids, now, shop.terminal, "freed early")
    return replace(row, booked_until=sitting.ends)


def _take_again(session: Session, shop: Shop, booking: BookingRow, row: SeatingRow) -> SeatingRow:
    if row.booked_until is None:
        return row
    now, sitting = shop.clock.now(), booking.sitting
    seats = claims.seats_of(session, shop.restaurant_id, booking.booking_id)
    claim(session, shop, booking.booking_id, seats, cells_between(sitting.ends, row.booked_until))
    longer = replace(sitting, ends=row.booked_until)
    bookings.reseat(session, booking, longer, booking.seat_ids, now, shop.terminal, "taken back")
    return replace(row, booked_until=None)

"""Seats at the word of staff: walk-ins, reservations by telephone, blocks; moving a booking, and letting guests stay longer.

What staff take is a booking of 0 won with claims like any other, so nothing can be sold twice. A move keeps what was paid;
what the new seats cost more or less is said, and settled by a refund or past the payment company.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from kiosk.domain.floor import Plan
from kiosk.domain.money import Won
from kiosk.domain.seated import GONE, SeatedState
from kiosk.domain.seating import made_useless
from kiosk.domain.sittings import CELL, Sitting, cell_of, cells_between, seoul_day, sittings_on, start_of
from kiosk.domain.staff import Act
from kiosk.domain.states import BookingEvent, BookingStatus
from kiosk.services.at_desk import Answer, Done, NotNow, claim, kept, must_be_allowed, perform
from kiosk.services.holding import FIRST_NUMBER, counter_of, sweep_in
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.storage import bookings, claims, floors, hours, seatings
from kiosk.storage.bookings import BookingRow
from kiosk.storage.engine import Session
from kiosk.storage.seatings import HouseRow, SeatingRow

LONGEST_NOTE = 80


class HouseKind(StrEnum):
    """Why staff take seats."""

    WALK_IN = "walk_in"
    RESERVED = "reserved"
    BLOCK = "block"


_ACT_OF = {HouseKind.WALK_IN: Act.WALK_IN, HouseKind.RESERVED: Act.WALK_IN, HouseKind.BLOCK: Act.BLOCK}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Seats that staff want: several tables are merged for one party simply by naming seats of each. ``visit_id`` is of guests
    who are known already, from the waiting list.
    """

    kind: HouseKind
    seat_ids: frozenset[str]
    party: int
    starts: datetime
    ends: datetime
    note: str = ""
    visit_id: str = ""


def take_seats(shop: Shop, by: By, wanted: Wanted) -> Answer:
    """Take them. Guests of a walk-in are seated at once. Refused: not_allowed, seat_unusable, party_too_large, time, note."""
    booking_id = shop.ids.booking_id()
    return perform(shop, booking_id, lambda session: take_seats_in(session, shop, by, booking_id, wanted))


def take_seats_in(session: Session, shop: Shop, by: By, booking_id: str, wanted: Wanted) -> Done:
    """The same inside a transaction. Raises NotNow and InTheWay."""
    must_be_allowed(session, shop, by, _ACT_OF[wanted.kind])
    plan = floors.plan_of(session, shop.restaurant_id)
    if wrong := _what_is_wrong(plan, wanted):
        raise NotNow(Refused(wrong))
    sweep_in(shop, session)
    row = _house_booking(session, shop, booking_id, wanted)
    seats = row.seat_ids
    if wanted.kind is not HouseKind.BLOCK:
        seats |= made_useless(plan, seats)
    claim(session, shop, booking_id, seats, row.sitting.cells)
    now = shop.clock.now()
    house = HouseRow(shop.restaurant_id, booking_id, wanted.kind, wanted.note.strip(), now, by.staff_id)
    seatings.insert_house(session, house, shop.terminal)
    if wanted.kind is not HouseKind.WALK_IN:
        return Done(booking_id, row.number, 0)
    fresh = seatings.of_booking(session, shop.restaurant_id, booking_id)
    seated = replace(fresh, state=SeatedState.SEATED, arrived_at=now, seated_at=now)
    stored = seatings.store(session, seated, now, "walk_in", by.staff_id, shop.terminal)
    return Done(booking_id, row.number, stored.version)


def _what_is_wrong(plan: Plan, wanted: Wanted) -> str:
    usable = {seat.seat_id for table in plan.tables for seat in table.usable_seats}
    if not wanted.seat_ids or not wanted.seat_ids <= usable:
        return "seat_unusable"
    if not 1 <= wanted.party <= len(wanted.seat_ids):
        return "party_too_large"
    if wanted.ends <= wanted.starts or wanted.ends - wanted.starts > timedelta(days=1):
        return "time"
    return "note" if len(wanted.note.strip()) > LONGEST_NOTE else ""


def _house_booking(session: Session, shop: Shop, booking_id: str, wanted: Wanted) -> BookingRow:
    """A booking with nothing to pay is PAID at once."""
    now = shop.clock.now()
    starts, ends = _whole_cells(wanted.starts, wanted.ends)
    number = bookings.next_number(session, shop.restaurant_id, counter_of(seoul_day(starts)), FIRST_NUMBER)
    row = BookingRow(
        restaurant_id=shop.restaurant_id,
        booking_id=booking_id,
        visit_id=wanted.visit_id or shop.ids.visit_id(),
        terminal=shop.terminal,
        number=str(number),
        status=BookingStatus.READY,
        party=wanted.party,
        sitting=Sitting(starts, ends, Won(0), walk_in=wanted.kind is HouseKind.WALK_IN),
        amount=Won(0),
        created_at=now,
        hold_ends_at=now,
        extensions_left=0,
        seat_ids=wanted.seat_ids,
    )
    bookings.insert_ready(session, row)
    bookings.move(session, row, BookingEvent.PAYMENT_SETTLED, now, f"house {wanted.kind}")
    return replace(row, status=BookingStatus.PAID)


def _whole_cells(starts: datetime, ends: datetime) -> tuple[datetime, datetime]:
    cells = cells_between(starts, ends)
    return start_of(cells.start), start_of(cells.stop)


def give_up(shop: Shop, by: By, booking_id: str, seen: int) -> Answer:
    """Seats that staff took are free again: a block ends, a reservation is called off. Refused: not_of_the_house, and more."""

    def act(session: Session) -> Done:
        booking, row = kept(session, shop, booking_id, seen)
        house = seatings.houses(session, shop.restaurant_id, [booking_id]).get(booking_id)
        if house is None:
            raise NotNow(Refused("not_of_the_house"))
        must_be_allowed(session, shop, by, _ACT_OF[HouseKind(house.kind)])
        return give_up_in(session, shop, by, booking, row)

    return perform(shop, booking_id, act)


def give_up_in(session: Session, shop: Shop, by: By, booking: BookingRow, row: SeatingRow) -> Done:
    """The same inside a transaction that has looked whether it may."""
    now = shop.clock.now()
    bookings.move(session, booking, BookingEvent.CANCELED_AFTER_PAYING, now, f"given up by {by.staff_id}")
    claims.give_back(session, shop.restaurant_id, booking.booking_id)
    stored = seatings.store(session, row, now, "given up", by.staff_id, shop.terminal)
    return Done(booking.booking_id, booking.number, stored.version)


def move(
    shop: Shop, by: By, booking_id: str, seen: int, seat_ids: frozenset[str], starts: datetime | None = None
) -> Answer:
    """Other seats, or another time, or both; all or nothing, in one transaction.

    ``difference`` is what the seats cost there, less what they cost where they were: prices by the rules, copied now.
    Refused: not_allowed, unknown, being_paid, not_kept, gone, seat_unusable, party_does_not_match, past.
    """

    def act(session: Session) -> Done:
        must_be_allowed(session, shop, by, Act.MOVE)
        booking, row = kept(session, shop, booking_id, seen)
        now, plan = shop.clock.now(), floors.plan_of(session, shop.restaurant_id)
        sitting = _sitting_at(session, shop, booking, starts or booking.sitting.starts)
        if row.state in GONE:
            raise NotNow(Refused("gone"))
        if sitting.ends <= now:
            raise NotNow(Refused("past"))
        if wrong := _unfit(plan, booking, seat_ids):
            raise NotNow(Refused(wrong))
        sweep_in(shop, session)
        since = max(sitting.starts, now)
        claims.give_back(session, shop.restaurant_id, booking_id)
        seats = seat_ids | (
            frozenset() if _is_block(session, shop, booking_id) else made_useless(plan, seat_ids)
        )
        claim(session, shop, booking_id, seats, range(cell_of(since), sitting.cells.stop))
        bookings.reseat(session, booking, sitting, seat_ids, now, shop.terminal, "moved")
        changed = replace(row, seats_since=since if since > sitting.starts else None)
        stored = seatings.store(
            session, changed, now, "moved", by.staff_id, shop.terminal, seats=",".join(sorted(seat_ids))
        )
        difference = (sitting.price - booking.sitting.price) * len(booking.seat_ids)
        return Done(booking_id, booking.number, stored.version, difference)

    return perform(shop, booking_id, act)


def _unfit(plan: Plan, booking: BookingRow, seat_ids: frozenset[str]) -> str:
    usable = {seat.seat_id for table in plan.tables for seat in table.usable_seats}
    if not seat_ids or not seat_ids <= usable:
        return "seat_unusable"
    return "" if len(seat_ids) >= booking.party else "party_does_not_match"


def _sitting_at(session: Session, shop: Shop, booking: BookingRow, starts: datetime) -> Sitting:
    """The same length at another start; the price of our rule there, or as before where no rule has that start."""
    old = booking.sitting
    if starts == old.starts:
        return old
    starts, ends = _whole_cells(starts, starts + (old.ends - old.starts))
    rules, days = floors.rules_of(session, shop.restaurant_id), hours.days_of(session, shop.restaurant_id)
    sittings = sittings_on(seoul_day(starts), rules, days)
    price = next((each.price for each in sittings if each.starts == starts), old.price)
    return Sitting(starts, ends, Won(0) if booking.amount == 0 else price, walk_in=old.walk_in)


def _is_block(session: Session, shop: Shop, booking_id: str) -> bool:
    house = seatings.houses(session, shop.restaurant_id, [booking_id]).get(booking_id)
    return house is not None and house.kind == HouseKind.BLOCK


def extend(shop: Shop, by: By, booking_id: str, seen: int, longer: timedelta) -> Answer:
    """Let guests stay longer, in quarter hours, where nobody comes after them. Refused: time, gone, and as for ``move``."""

    def act(session: Session) -> Done:
        must_be_allowed(session, shop, by, Act.EXTEND)
        booking, row = kept(session, shop, booking_id, seen)
        if longer < CELL or longer % CELL or longer > timedelta(hours=12):
            raise NotNow(Refused("time"))
        if row.state in GONE:
            raise NotNow(Refused("gone"))
        now, sitting = shop.clock.now(), booking.sitting
        longer_one = replace(sitting, ends=sitting.ends + longer)
        sweep_in(shop, session)
        seats = claims.seats_of(session, shop.restaurant_id, booking_id)
        claim(session, shop, booking_id, seats, cells_between(sitting.ends, longer_one.ends))
        bookings.reseat(session, booking, longer_one, booking.seat_ids, now, shop.terminal, "extended")
        stored = seatings.store(session, row, now, "extended", by.staff_id, shop.terminal)
        return Done(booking_id, booking.number, stored.version)

    return perform(shop, booking_id, act)

"""T1: taking seats, changing them, keeping them longer, giving them back, and letting lapsed holds go.

A timer may let a READY hold go, never one whose payment is undecided.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.exc import IntegrityError

from kiosk.domain.floor import Plan
from kiosk.domain.money import Won, won
from kiosk.domain.seating import made_useless, nearest_equal
from kiosk.domain.sittings import CELL, Sitting, last_day, open_sittings, seoul_day
from kiosk.domain.states import BookingEvent, BookingStatus, PaymentEvent, PaymentStatus
from kiosk.services.boards import free_seats, read_boards
from kiosk.services.restaurants import current, current_in, of_edition
from kiosk.services.results import Booking, Held, Lapsed, Refused, Restaurant, Taken
from kiosk.services.shop import Shop
from kiosk.storage import bookings, claims, overdue, payments
from kiosk.storage.bookings import BookingRow
from kiosk.storage.engine import CommitUnclear, Conflict, Session, Unwritable
from kiosk.storage.overdue import Before

FIRST_NUMBER = 1001
"""Booking numbers of a day start here, so that they always have four figures."""


def hold(
    shop: Shop, visit_id: str, sitting: Sitting, seat_ids: frozenset[str], party: int
) -> Held | Taken | Refused:
    """Take these seats for this visit, all or none.

    Asking again moves the visit's READY booking to the new seats in the same transaction and keeps its
    deadline: a hold cannot be stretched by changing one's mind. Price and sitting are read from our rules,
    never from the screen.
    """
    wish = _Wish(visit_id, sitting, seat_ids, party)
    if why := why_unfit(shop) or _why_not_that_day(shop, sitting):
        return Refused(why)
    try:
        with shop.database.write() as session:
            before = overdue.before_hold(session, shop.restaurant_id, visit_id, shop.clock.now())
            restaurant = of_edition(shop, session, before.edition)
            ours = _our_sitting(shop, restaurant, sitting)
            if ours is None:
                return Refused("sitting_over")
            if wrong := _what_is_wrong(restaurant, seat_ids, party):
                return Refused(wrong)
            return _hold(shop, session, restaurant.plan, replace(wish, sitting=ours), before)
    except (Unwritable, CommitUnclear):
        # Stored or not: asking again gives the same visit the same booking.
        return Refused("cannot_store")
    except Conflict:
        return _taken(shop, wish)


@dataclass(frozen=True, slots=True)
class _Wish:
    """Which seats who wants when."""

    visit_id: str
    sitting: Sitting
    seat_ids: frozenset[str]
    party: int


def why_unfit(shop: Shop) -> str:
    """Nothing new is begun on a disk that is nearly full, or that has failed and was not looked through since."""
    if not shop.database.has_room():
        return "disk_nearly_full"
    return "" if shop.database.is_sound() else "disk_in_doubt"


def _why_not_that_day(shop: Shop, sitting: Sitting) -> str:
    is_too_far = seoul_day(sitting.starts) > last_day(shop.clock.now(), shop.limits.days_ahead)
    return "too_far_ahead" if is_too_far else ""


def _what_is_wrong(restaurant: Restaurant, seat_ids: frozenset[str], party: int) -> str:
    usable = {seat.seat_id for table in restaurant.plan.tables for seat in table.usable_seats}
    if not seat_ids or not seat_ids <= usable:
        return "seat_unusable"
    if len(seat_ids) != party or party > restaurant.largest_party:
        return "party_does_not_match"
    return ""


def _our_sitting(shop: Shop, restaurant: Restaurant, sitting: Sitting) -> Sitting | None:
    """Our own sitting of that start. "Now" may have moved on by a quarter hour while the customer was choosing."""
    now = shop.clock.now()
    rules, day, days = restaurant.rules, seoul_day(sitting.starts), restaurant.days
    for asked_at in (now, now - CELL):
        for ours in open_sittings(asked_at, rules, day, days):
            if ours.starts == sitting.starts and ours.ends > now:
                return ours
    return None


def _hold(shop: Shop, session: Session, plan: Plan, wish: _Wish, before: Before) -> Held | Refused:
    if before.is_overdue:
        sweep_in(shop, session)
    # A hold of this visit's that has just lapsed is no longer READY.
    mine = bookings.ready_of_visit(session, shop.restaurant_id, wish.visit_id) if before.has_ready else None
    if mine and payments.alive_of(session, shop.restaurant_id, mine.booking_id):
        return Refused("payment_alive")
    row = _other_seats(shop, session, mine, wish) if mine else _new_booking(shop, session, wish)
    claims.take(session, shop.restaurant_id, row.booking_id, _claimed(plan, row), wish.sitting.cells)
    return Held(as_booking(row))


def _other_seats(shop: Shop, session: Session, mine: BookingRow, wish: _Wish) -> BookingRow:
    claims.give_back(session, shop.restaurant_id, mine.booking_id)
    row = replace(mine, sitting=wish.sitting, seat_ids=wish.seat_ids, party=wish.party, amount=_amount(wish))
    bookings.reselect(session, row, shop.clock.now())
    return row


def _new_booking(shop: Shop, session: Session, wish: _Wish) -> BookingRow:
    now = shop.clock.now()
    row = BookingRow(
        restaurant_id=shop.restaurant_id,
        booking_id=shop.ids.booking_id(),
        visit_id=wish.visit_id,
        terminal=shop.terminal,
        number=_number(shop, session, wish.sitting),
        status=BookingStatus.READY,
        party=wish.party,
        sitting=wish.sitting,
        amount=_amount(wish),
        created_at=now,
        hold_ends_at=now + shop.limits.hold,
        extensions_left=shop.limits.extensions,
        seat_ids=wish.seat_ids,
    )
    bookings.insert_ready(session, row)
    return row


def _amount(wish: _Wish) -> Won:
    return won(wish.sitting.price * len(wish.seat_ids))


def _number(shop: Shop, session: Session, sitting: Sitting) -> str:
    name = counter_of(seoul_day(sitting.starts))
    return str(bookings.next_number(session, shop.restaurant_id, name, FIRST_NUMBER))


def counter_of(day: date) -> str:
    """The name of the counter that gives a Seoul day's booking numbers."""
    return f"booking {day.isoformat()}"


def _taken(shop: Shop, wish: _Wish) -> Taken:
    restaurant = current(shop)
    sitting = _our_sitting(shop, restaurant, wish.sitting) or wish.sitting
    (board,) = read_boards(shop, wish.visit_id, (sitting,))
    plan = restaurant.plan
    usable = frozenset(seat.seat_id for table in plan.tables for seat in table.usable_seats)
    free = free_seats(usable, board)
    return Taken(wish.seat_ids - free, nearest_equal(plan, free, wish.seat_ids, wish.party))


def extend(shop: Shop, visit_id: str, booking_id: str) -> Held | Lapsed | Refused:
    """More time for a READY hold, a limited number of times; its open payment's window grows with it."""
    with shop.database.write() as session:
        now = shop.clock.now()
        sweep_in(shop, session)
        row = _own(shop, session, visit_id, booking_id)
        if row is None or row.status is not BookingStatus.READY:
            return _lapsed(shop, session, row)
        if row.extensions_left == 0:
            return Refused("no_extension_left")
        longer = replace(
            row,
            hold_ends_at=row.hold_ends_at + shop.limits.extension,
            extensions_left=row.extensions_left - 1,
        )
        bookings.set_hold_end(session, row, now, longer.hold_ends_at, longer.extensions_left)
        _lengthen_payment(shop, session, booking_id)
        return Held(as_booking(longer))


def _lengthen_payment(shop: Shop, session: Session, booking_id: str) -> None:
    payment = payments.alive_of(session, shop.restaurant_id, booking_id)
    if payment and payment.status is PaymentStatus.OPENED:
        latest = payment.opened_at + shop.limits.window_at_most
        payments.lengthen_window(
            session, payment, min(payment.window_ends_at + shop.limits.extension, latest)
        )


def release(shop: Shop, visit_id: str, booking_id: str) -> None:
    """Give the seats back at the customer's word, unless a payment of theirs is undecided."""
    with shop.database.write() as session:
        now = shop.clock.now()
        row = _own(shop, session, visit_id, booking_id)
        if row is None or row.status is not BookingStatus.READY:
            return
        payment = payments.alive_of(session, shop.restaurant_id, booking_id)
        if payment and payment.status is not PaymentStatus.OPENED:
            return
        if payment:
            payments.move(
                session, payment, PaymentEvent.GIVEN_UP_UNSENT, now, terminal=shop.terminal, reason="released"
            )
        end_hold(session, row, BookingEvent.GIVEN_UP, now, "released")


def look_again(shop: Shop, visit_id: str, booking_id: str) -> Held | Lapsed:
    """How a hold stands now, after letting go what has lapsed."""
    with shop.database.write() as session:
        sweep_in(shop, session)
        row = _own(shop, session, visit_id, booking_id)
        if row and row.status is BookingStatus.READY:
            return Held(as_booking(row))
        return _lapsed(shop, session, row)


def sweep(shop: Shop) -> int:
    """Let lapsed holds and abandoned payments go now; gives how many. Changes nothing when there are none."""
    with shop.database.read() as session:
        now = shop.clock.now()
        if not overdue.is_anything(session, shop.restaurant_id, now):
            return 0
    with shop.database.write() as session:
        return sweep_in(shop, session)


def sweep_in(shop: Shop, session: Session) -> int:
    """The same inside a transaction that is already open, so that correctness needs no timer."""
    now = shop.clock.now()
    if not overdue.is_anything(session, shop.restaurant_id, now):
        return 0
    over = bookings.lapsed(session, shop.restaurant_id, now)
    for row in over:
        end_hold(session, row, BookingEvent.HOLD_LAPSED, now, "time over")
    left = payments.abandoned(session, shop.restaurant_id, now)
    for payment in left:
        payments.move(
            session, payment, PaymentEvent.GIVEN_UP_UNSENT, now, terminal=shop.terminal, reason="abandoned"
        )
    return len(over) + len(left)


def end_hold(session: Session, row: BookingRow, event: BookingEvent, at: datetime, reason: str) -> None:
    """End a READY booking and free its seats in one go: no ended booking keeps a claim."""
    bookings.move(session, row, event, at, reason)
    claims.give_back(session, row.restaurant_id, row.booking_id)


def reclaim(shop: Shop, session: Session, row: BookingRow) -> bool:
    """Take a lapsed booking's seats again if every one is still free."""
    wanted = _claimed(current_in(shop, session).plan, row)
    try:
        with session.begin_nested():
            claims.take(session, row.restaurant_id, row.booking_id, wanted, row.sitting.cells)
    except IntegrityError:
        return False
    return True


def _claimed(plan: Plan, row: BookingRow) -> frozenset[str]:
    """The chosen seats, and the rest of a table that strangers do not share."""
    return row.seat_ids | made_useless(plan, row.seat_ids)


def as_booking(row: BookingRow) -> Booking:
    """The row as screens may see it."""
    return Booking(
        booking_id=row.booking_id,
        visit_id=row.visit_id,
        number=row.number,
        status=row.status,
        party=row.party,
        sitting=row.sitting,
        seat_ids=row.seat_ids,
        amount=row.amount,
        price_per_seat=row.sitting.price,
        hold_ends_at=row.hold_ends_at,
        extensions_left=row.extensions_left,
    )


def _own(shop: Shop, session: Session, visit_id: str, booking_id: str) -> BookingRow | None:
    row = bookings.find(session, shop.restaurant_id, booking_id)
    return row if row and row.visit_id == visit_id else None


def _lapsed(shop: Shop, session: Session, row: BookingRow | None) -> Lapsed:
    if row is None or row.sitting.ends - shop.clock.now() < timedelta():
        return Lapsed(again=False)
    busy = {owner.seat_id for owner in claims.owners(session, shop.restaurant_id, row.sitting.cells)}
    return Lapsed(again=not (_claimed(current_in(shop, session).plan, row) & busy))

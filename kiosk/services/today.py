"""The day as staff see it: every booking with how its guests are doing, who has which seat now, and one booking's whole story.

Reads only, one read a question. What is shown here is advice; acts are checked again in their own transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from json import loads

from kiosk.domain.floor import Plan
from kiosk.domain.money import read_won
from kiosk.domain.seated import Phase
from kiosk.domain.sittings import seoul_day
from kiosk.domain.states import BookingStatus
from kiosk.services import giving_back, restaurants, staffing
from kiosk.services.day_lines import Line, in_order, lines_of, lines_of_day
from kiosk.services.giving_back import Money, Progress
from kiosk.services.shop import Shop
from kiosk.storage import bookings, journal, matters, payments, prints, refunds, seatings
from kiosk.storage.engine import Session
from kiosk.storage.seatings import OffsiteRow

__all__ = ["Happening", "Line", "Today", "Told", "find", "read_today", "tell"]

MOST_FOUND = 50
_LATELY = timedelta(days=90)
_SHORTEST_ORDER = 4
_SIT = (Phase.HERE, Phase.LEAVING)


@dataclass(frozen=True)
class Today:
    """A day at ``now``, in the order of the day. ``deposits`` is what the guests of its bookings have paid, in won.

    What is asked for with every second that is shown is counted once.
    """

    day: date
    now: datetime
    plan: Plan
    lines: tuple[Line, ...]
    matters: int

    @cached_property
    def by_phase(self) -> Mapping[Phase, list[Line]]:
        """The lines under each heading, in the order of the day."""
        found: dict[Phase, list[Line]] = {phase: [] for phase in Phase}
        for line in self.lines:
            found[line.phase].append(line)
        return found

    @property
    def seated(self) -> int:
        """Guests who sit here now."""
        return sum(line.party for phase in _SIT for line in self.by_phase[phase])

    @cached_property
    def coming(self) -> tuple[Line, ...]:
        """Who is to come within the hour, or should have come."""
        late, soon = self.by_phase[Phase.LATE], self.by_phase[Phase.SOON]
        return tuple(sorted([*late, *soon], key=in_order))

    @cached_property
    def deposits(self) -> int:
        """Won, by Toss."""
        return sum(line.amount for line in self.lines if line.status is BookingStatus.PAID)

    @cached_property
    def _by_id(self) -> Mapping[str, Line]:
        return {line.booking_id: line for line in self.lines}

    def line(self, booking_id: str) -> Line | None:
        """One of them by its booking."""
        return self._by_id.get(booking_id)

    def at(self, instant: datetime) -> dict[str, Line]:
        """Whose each seat is at an instant, by seat; who sits there before or after their time has it, too."""
        there = [
            line
            for phase, lines in self.by_phase.items()
            if phase is not Phase.GONE
            for line in lines
            if phase in _SIT or line.sitting.starts <= instant < line.sitting.ends
        ]
        return {seat_id: line for line in sorted(there, key=in_order) for seat_id in line.seat_ids}


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a booking's story: ``what`` is the journal's kind and its word, as ``payment/DONE``; ``who`` a name or ""."""

    at: datetime
    terminal: str
    what: str
    why: str
    amount: int
    who: str


@dataclass(frozen=True, slots=True)
class Told:
    """A booking with all that is known of it."""

    line: Line
    money: Money | None
    refunds: tuple[Progress, ...]
    offsites: tuple[OffsiteRow, ...]
    happenings: tuple[Happening, ...]
    order_ids: tuple[str, ...]
    printed_at: str = ""
    """The terminal where its receipt was last wanted on paper; "" where it never was."""


def read_today(shop: Shop, day: date | None = None) -> Today:
    """A Seoul day, today unless given: what is held and what is kept."""
    now = shop.clock.now()
    day = day or seoul_day(now)
    with shop.database.read() as session:
        lines = lines_of_day(session, shop, day, now)
        plan = restaurants.current_in(shop, session).plan
        waiting = len(matters.open_ones(session, shop.restaurant_id))
    return Today(day, now, plan, lines, waiting)


def find(shop: Shop, text: str) -> tuple[Line, ...]:
    """Bookings by number or amount (today's first, then lately), by an order id or its end, or by what staff have noted:
    a name, a telephone number or its last four digits. Newest first, fifty at most."""
    words = text.strip()
    wanted = words.replace(",", "")
    if not wanted:
        return ()
    now = shop.clock.now()
    with shop.database.read() as session:
        ids = seatings.noted(session, shop.restaurant_id, words, now - _LATELY, MOST_FOUND)
        if len(wanted) >= _SHORTEST_ORDER:
            ids |= payments.bookings_of_order_end(
                session, shop.restaurant_id, wanted, now - _LATELY, MOST_FOUND
            )
        ids |= bookings.like(session, shop.restaurant_id, wanted, read_won(wanted), now - _LATELY, MOST_FOUND)
        lines = lines_of(session, shop, ids, now)
    return tuple(sorted(lines, key=in_order, reverse=True)[:MOST_FOUND])


def tell(shop: Shop, booking_id: str) -> Told | None:
    """One booking's whole story; None for one that is not there."""
    now = shop.clock.now()
    with shop.database.read() as session:
        found = lines_of(session, shop, [booking_id], now)
        if not found:
            return None
        paid = payments.of_booking(session, shop.restaurant_id, booking_id)
        payment_ids = [payment.payment_id for payment in paid]
        back = refunds.of_payments(session, shop.restaurant_id, payment_ids)
        offsite = seatings.offsites_of(session, shop.restaurant_id, booking_id)
        printed = prints.of_booking(session, shop.restaurant_id, booking_id)
        subjects = [
            booking_id,
            *payment_ids,
            *(each.refund_id for each in back),
            *(each.offsite_id for each in offsite),
            *(each.job_id for each in printed),
        ]
        entries = journal.about_all(session, shop.restaurant_id, subjects)
        happenings = tuple(_happening(session, shop, entry) for entry in entries)
    return Told(
        found[0],
        giving_back.money_of(shop, booking_id),
        giving_back.refunds_of(shop, booking_id),
        tuple(offsite),
        happenings,
        tuple(payment.order_id for payment in paid),
        printed[-1].terminal if printed else "",
    )


def _happening(session: Session, shop: Shop, entry: journal.Entry) -> Happening:
    body = loads(entry.body)
    by = str(body.get("by", ""))
    who = staffing.person(session, shop, by) if by else None
    return Happening(
        entry.at,
        entry.terminal,
        f"{entry.kind}/{body['status']}" if "status" in body else entry.kind,
        str(body.get("why", "")),
        int(body.get("amount", 0)),
        who.name if who else by,
    )

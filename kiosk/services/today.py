"""The day as staff see it: every booking with how its guests are doing, who has which seat now, and one booking's whole story.

Reads only, one read a question. What is shown here is advice; acts are checked again in their own transaction.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from json import loads

from kiosk.domain.floor import Plan
from kiosk.domain.money import Won, read_won
from kiosk.domain.seated import Phase, SeatedState, phase_of
from kiosk.domain.sittings import Sitting, day_bounds, seoul_day
from kiosk.domain.states import BookingStatus
from kiosk.services import giving_back, staffing
from kiosk.services.giving_back import Money, Progress
from kiosk.services.shop import Shop
from kiosk.storage import bookings, floors, journal, matters, payments, prints, refunds, seatings
from kiosk.storage.bookings import BookingRow
from kiosk.storage.engine import Session
from kiosk.storage.seatings import HouseRow, OffsiteRow, SeatingRow

MOST_FOUND = 50
_LATELY = timedelta(days=90)
_SHORTEST_ORDER = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One booking in a list. ``kind`` is guest, hold, walk_in, reserved or block; ``since`` when the guests came or sat down."""

    booking_id: str
    number: str
    kind: str
    party: int
    sitting: Sitting
    seat_ids: frozenset[str]
    tables: tuple[str, ...]
    status: BookingStatus
    state: SeatedState
    phase: Phase
    version: int
    amount: Won
    terminal: str
    since: datetime | None
    hold_ends_at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class Today:
    """A day at ``now``, in the order of the day. ``deposits`` is what the guests of its bookings have paid, in won."""

    day: date
    now: datetime
    plan: Plan
    lines: tuple[Line, ...]
    matters: int

    @property
    def seated(self) -> int:
        """Guests who sit here now."""
        return sum(line.party for line in self.lines if line.phase in (Phase.HERE, Phase.LEAVING))

    @property
    def coming(self) -> tuple[Line, ...]:
        """Who is to come within the hour, or should have come."""
        return tuple(line for line in self.lines if line.phase in (Phase.LATE, Phase.SOON))

    @property
    def deposits(self) -> int:
        """Won, by Toss."""
        return sum(line.amount for line in self.lines if line.status is BookingStatus.PAID)

    def line(self, booking_id: str) -> Line | None:
        """One of them by its booking."""
        return next((line for line in self.lines if line.booking_id == booking_id), None)

    def at(self, instant: datetime) -> dict[str, Line]:
        """Whose each seat is at an instant, by seat; who sits there before or after their time has it, too."""
        return {
            seat_id: line
            for line in self.lines
            if line.phase in (Phase.HERE, Phase.LEAVING)
            or (line.sitting.starts <= instant < line.sitting.ends and line.phase is not Phase.GONE)
            for seat_id in line.seat_ids
        }


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
    first, after = day_bounds(day)
    with shop.database.read() as session:
        rows = bookings.kept_between(session, shop.restaurant_id, first, after)
        lines = _lines(session, shop, rows, now)
        plan = floors.plan_of(session, shop.restaurant_id)
        waiting = len(matters.open_ones(session, shop.restaurant_id))
    return Today(day, now, plan, tuple(sorted(lines, key=_in_order)), waiting)


def find(shop: Shop, text: str) -> tuple[Line, ...]:
    """Bookings by number or amount (today's first, then lately), or by an order id or its end. Newest first, fifty at most."""
    wanted = text.strip().replace(",", "")
    if not wanted:
        return ()
    now = shop.clock.now()
    with shop.database.read() as session:
        ids = set[str]()
        if len(wanted) >= _SHORTEST_ORDER:
            ids |= payments.bookings_of_order_end(
                session, shop.restaurant_id, wanted, now - _LATELY, MOST_FOUND
            )
        rows = [
            *bookings.like(session, shop.restaurant_id, wanted, read_won(wanted), now - _LATELY, MOST_FOUND),
            *(row for each in sorted(ids) if (row := bookings.find(session, shop.restaurant_id, each))),
        ]
        once = {row.booking_id: row for row in rows}
        lines = _lines(session, shop, once.values(), now)
    return tuple(sorted(lines, key=_in_order, reverse=True)[:MOST_FOUND])


def tell(shop: Shop, booking_id: str) -> Told | None:
    """One booking's whole story; None for one that is not there."""
    now = shop.clock.now()
    with shop.database.read() as session:
        row = bookings.find(session, shop.restaurant_id, booking_id)
        if row is None:
            return None
        (line,) = _lines(session, shop, [row], now)
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
        line,
        giving_back.money_of(shop, booking_id),
        giving_back.refunds_of(shop, booking_id),
        tuple(offsite),
        happenings,
        tuple(payment.order_id for payment in paid),
        printed[-1].terminal if printed else "",
    )


def _lines(session: Session, shop: Shop, rows: Iterable[BookingRow], now: datetime) -> list[Line]:
    rows = list(rows)
    if not rows:
        return []
    first = min(row.sitting.starts for row in rows)
    after = max(row.sitting.starts for row in rows) + timedelta(microseconds=1)
    seated = seatings.of_bookings(session, shop.restaurant_id, first, after)
    houses = seatings.houses_between(session, shop.restaurant_id, first, after)
    labels = {
        seat.seat_id: table.label
        for table in floors.plan_of(session, shop.restaurant_id).tables
        for seat in table.seats
    }
    tables_of = cache(
        lambda seat_ids: tuple(sorted({labels[seat_id] for seat_id in seat_ids if seat_id in labels}))
    )
    return [
        _line(row, seated.get(row.booking_id), houses.get(row.booking_id), tables_of(row.seat_ids), now)
        for row in rows
    ]


def _line(
    row: BookingRow,
    seating: SeatingRow | None,
    house: HouseRow | None,
    labels: tuple[str, ...],
    now: datetime,
) -> Line:
    state = seating.state if seating else SeatedState.EXPECTED
    return Line(
        booking_id=row.booking_id,
        number=row.number,
        kind=_kind(row, house),
        party=row.party,
        sitting=row.sitting,
        seat_ids=row.seat_ids,
        tables=labels,
        status=row.status,
        state=state,
        phase=_phase(row, state, house, now),
        version=seating.version if seating else 0,
        amount=row.amount,
        terminal=row.terminal,
        since=(seating.seated_at or seating.arrived_at) if seating else None,
        hold_ends_at=row.hold_ends_at,
        note=house.note if house else "",
    )


def _kind(row: BookingRow, house: HouseRow | None) -> str:
    if house is not None:
        return house.kind
    return "hold" if row.status is BookingStatus.READY else "guest"


def _phase(row: BookingRow, state: SeatedState, house: HouseRow | None, now: datetime) -> Phase:
    if row.status is BookingStatus.READY:
        return Phase.CHOOSING
    if row.status is not BookingStatus.PAID:
        return Phase.GONE
    if house is not None and house.kind == "block":
        return Phase.BLOCKED if now < row.sitting.ends else Phase.GONE
    return phase_of(state, row.sitting, now)


def _in_order(line: Line) -> tuple[datetime, str, str]:
    return line.sitting.starts, line.number, line.booking_id


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

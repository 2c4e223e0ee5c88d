"""A hall on its fullest evening: so many bookings of one day, in every state that staff see, and a clock that stands there.

Rows are put in by the thousand; what the services would have written is written here, the journal's chain included.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import insert, text

from kiosk.app.machine import MachineClock, MachineIds
from kiosk.bench.place import RESTAURANT
from kiosk.domain.floor import Plan, Seat, SeatKind, Shape, Table
from kiosk.domain.money import won
from kiosk.domain.seated import SeatedState
from kiosk.domain.sittings import SEOUL, WeeklyRule, seoul_day
from kiosk.services.results import Restaurant
from kiosk.services.shop import Shop
from kiosk.storage import desk_tables, journal, tables
from kiosk.storage.engine import Database

OPENS, CLOSES, NOW = 7, 24, time(19, 20)
PRICE: Final = 9_000
SEATS_AT_A_TABLE: Final = 4
ACROSS: Final = 20
HOUR = timedelta(hours=1)
NAMES = ("김지우", "이서준", "박하윤", "최도윤", "정예린", "강민재")


class Evening(MachineClock):
    """Today at twenty past seven in the evening, whatever the time is; seconds go by as they do."""

    def now(self) -> datetime:
        """The moment at which a full house has most to ask."""
        today = seoul_day(super().now())
        return datetime.combine(today, NOW, SEOUL).astimezone(super().now().tzinfo)


@dataclass(frozen=True, slots=True)
class Guests:
    """One booking of the day. ``note`` of those that staff took by telephone; "" where guests paid at a kiosk."""

    nth: int
    starts: datetime
    seats: tuple[str, ...]
    note: str

    @property
    def booking_id(self) -> str:
        """By its place in the day."""
        return f"hall-{self.nth:05}"

    @property
    def number(self) -> str:
        """As the counter gives them."""
        return str(1001 + self.nth)

    @property
    def order_id(self) -> str:
        """As long as a real one, and as unlike the others at its end."""
        return (
            f"jari-{self.nth * 2_654_435_761 % 2**32:08x}{self.nth:024x}"[:-5]
            + f"{self.nth * 7_919 % 99_991:05}"
        )


def hall(bookings: int) -> Restaurant:
    """As many tables for four as that many bookings need in a day of seventeen hours; a third of them are for two."""
    seats = -(-bookings * 4 // (3 * (CLOSES - OPENS))) + SEATS_AT_A_TABLE
    count = -(-seats // SEATS_AT_A_TABLE)
    down = -(-count // ACROSS)
    placed = tuple(_table(nth) for nth in range(count))
    plan = Plan(width=ACROSS * 200 + 200, height=down * 300 + 300, here=(50, 50), tables=placed)
    rules = tuple(WeeklyRule(day, time(OPENS), time(23), HOUR, HOUR, won(PRICE)) for day in range(7))
    return Restaurant(RESTAURANT, {"ko": "측정식당", "en": "Bench"}, plan, rules, largest_party=4)


def evening_shop(database: Database) -> Shop:
    """The desk of that evening."""
    return Shop(
        database.of(RESTAURANT), Evening(), MachineIds(), RESTAURANT, "desk-1", settled_elsewhere=True
    )


def fill(shop: Shop, bookings: int) -> list[Guests]:
    """The whole day at once; gives its bookings."""
    plan = hall(bookings).plan
    day = [
        *_day_of(shop.clock.now(), [seat.seat_id for table in plan.tables for seat in table.seats], bookings)
    ]
    now = shop.clock.now()
    with shop.database.write() as session:
        for table, rows in _rows(day, now).items():
            session.execute(insert(tables.metadata.tables[table]), rows)
        for each in day:
            told: dict[str, str | int] = {
                "status": "PAID",
                "why": "settled",
                "amount": PRICE * len(each.seats),
            }
            journal.append(session, RESTAURANT, "kiosk-1", each.starts, "booking", each.booking_id, told)
    with shop.database.write() as session:
        session.execute(text("ANALYZE"))
    return day


def _table(nth: int) -> Table:
    x, y = 160 + nth % ACROSS * 200, 200 + nth // ACROSS * 300
    seats = tuple(
        Seat(f"h{nth}-{place}", f"h{nth}", str(place + 1), x - 70, y - 80 + place * 60, 90.0, SeatKind.STOOL)
        for place in range(SEATS_AT_A_TABLE)
    )
    return Table(f"h{nth}", str(nth + 1), Shape.BAR, x, y, 60, 240, "hall", seats, shared=True)


def _day_of(now: datetime, seats: Sequence[str], bookings: int) -> Iterator[Guests]:
    """Hour by hour, alone or by two; every tenth has called before."""
    first = datetime.combine(seoul_day(now), time(OPENS), SEOUL).astimezone(now.tzinfo)
    an_hour = -(-bookings // (CLOSES - OPENS))
    for nth in range(bookings):
        hour, place = divmod(nth, an_hour)
        at = place // 3 * 4 + place % 3
        mine = tuple(seats[at : at + 2] if place % 3 == 2 else seats[at : at + 1])  # noqa: PLR2004 - the third of three
        note = (
            f"{NAMES[nth % len(NAMES)]} 010-{nth % 9_000 + 1_000}-{nth * 37 % 10_000:04}"
            if nth % 10 == 0
            else ""
        )
        yield Guests(nth, first + hour * HOUR, mine, note)


def _rows(day: Sequence[Guests], now: datetime) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("booking", "booking_seat", "claim", "house_booking", "payment", "seating")
    }
    for each in day:
        its = {"restaurant_id": RESTAURANT, "booking_id": each.booking_id}
        found["booking"].append(its | _booking(each))
        for seat in each.seats:
            found["booking_seat"].append(its | {"seat_id": seat, "price_won": PRICE})
            cell = round(each.starts.timestamp()) // 900
            found["claim"] += [its | {"seat_id": seat, "cell": cell + quarter} for quarter in range(4)]
        if each.note:
            made = {"kind": "reserved", "note": each.note, "made_at": each.starts, "made_by": "staff"}
            found["house_booking"].append(its | made)
        else:
            found["payment"].append(its | _payment(each))
        if state := _state(each, now):
            found["seating"].append(its | _seating(each, state))
    return found


def _booking(each: Guests) -> dict[str, Any]:
    return {
        "visit_id": each.booking_id, "terminal": "kiosk-1", "number": each.number, "status": "PAID",
        "party": len(each.seats), "starts_at": each.starts, "ends_at": each.starts + HOUR, "walk_in": 0,
        "price_won": 0 if each.note else PRICE, "amount_won": 0 if each.note else PRICE * len(each.seats),
        "created_at": each.starts - HOUR, "hold_ends_at": each.starts, "extensions_left": 0, "reason": "",
    }  # fmt: skip


def _payment(each: Guests) -> dict[str, Any]:
    opened = each.starts - HOUR
    return {
        "payment_id": f"pay-{each.nth}", "order_id": each.order_id, "confirm_key": f"c{each.nth}",
        "cancel_key": f"x{each.nth}", "payment_key": f"k{each.nth}", "status": "DONE",
        "amount_won": PRICE * len(each.seats), "opened_at": opened, "window_ends_at": opened, "intent_at": opened,
        "sent_at": opened, "settled_at": opened, "reason": "", "method": "카드", "approval_number": "", "receipt_url": "",
        "tries": 1,
    }  # fmt: skip


def _state(each: Guests, now: datetime) -> SeatedState | None:
    """Who has gone, who sits here, who is late, who never came; nothing yet of those who are to come."""
    if each.starts + HOUR <= now:
        return SeatedState.NO_SHOW if each.nth % 50 == 0 else SeatedState.LEFT
    return SeatedState.SEATED if each.starts <= now and each.nth % 12 else None


def _seating(each: Guests, state: SeatedState) -> dict[str, Any]:
    came = None if state is SeatedState.NO_SHOW else each.starts
    return {
        "state": state, "version": 1, "arrived_at": came, "seated_at": came,
        "left_at": each.starts + HOUR if state is SeatedState.LEFT else None,
        "no_show_at": each.starts + HOUR / 2 if state is SeatedState.NO_SHOW else None,
        "changed_at": each.starts, "changed_by": "staff", "terminal": "desk-1",
    }  # fmt: skip


assert desk_tables.seating.metadata is tables.metadata, (
    "the desk's tables are found by name beside the others"
)

"""The measurements. Each gives its figures by name; what they must be is the reader's to say."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from statistics import median, quantiles

from sqlalchemy import func, insert, select, text

from kiosk.app.errors import Fix
from kiosk.app.machine import MachineClock
from kiosk.bench.crew import crew
from kiosk.bench.live import changes
from kiosk.bench.place import RESTAURANT, prepared, seat_ids, shop_of, sittings_of
from kiosk.services import boards, holding
from kiosk.storage import tables
from kiosk.storage.engine import Database, shown

_KEY = "SELECT conname FROM pg_catalog.pg_constraint WHERE conrelid = 'claim'::regclass AND contype = 'p'"
Figures = dict[str, int | float | str]
BATCH = 20_000
CLOCK = MachineClock()


@dataclass(frozen=True, slots=True)
class Asked:
    """How much: ``workers`` processes, ``seconds`` of holding, ``rounds`` of the one seat, ``bookings`` of history."""

    workers: int = 8
    seconds: float = 10.0
    rounds: int = 1_000
    bookings: int = 1_000_000


def holds(url: str, asked: Asked) -> Figures:
    """Holds a second of so many terminals, and raw driver code with the same rows in the same run."""
    database = prepared(url)
    with crew(url, asked.workers) as workers:
        ours = workers.tell(do="hold", seconds=asked.seconds)
        raw = workers.tell(do="raw", seconds=asked.seconds)
    took = sorted(1e3 * one for worker in ours for one in worker["took"])
    rate = sum(worker.get("held", 0) for worker in ours) / asked.seconds
    raw_rate = sum(worker.get("held", 0) for worker in raw) / asked.seconds
    found: Figures = {
        "workers": asked.workers,
        "holds a second": round(rate, 1),
        "p50 ms": round(median(took), 2),
        "p99 ms": round(quantiles(took, n=100)[98], 2),
        "losers": sum(worker.get("taken", 0) for worker in ours),
        "errors": sum(worker.get("error", 0) for worker in ours),
        "raw holds a second": round(raw_rate, 1),
        "share of raw": round(rate / raw_rate, 3) if raw_rate else 0.0,
        "oversold": _oversold(database),
    }
    database.close()
    return found


def hotseat(url: str, asked: Asked, *, first_day: int = 1) -> Figures:
    """So many terminals want one seat at one time, round after round."""
    database = prepared(url)
    winners, ends = Counter[int](), Counter[str]()
    with crew(url, asked.workers) as workers:
        for nth in range(asked.rounds):
            told = workers.tell(do="round", days=first_day + nth // 24, nth=nth)
            winners[sum(one["end"] == "held" for one in told)] += 1
            ends.update(one["end"] for one in told)
    database.close()
    return {
        "workers": asked.workers,
        "rounds": asked.rounds,
        "rounds with one winner": winners[1],
        "rounds without": winners[0],
        "oversold": asked.rounds - winners[0] - winners[1],
        "losers told taken": ends["taken"],
        "losers told anything else": sum(
            count for end, count in ends.items() if end not in ("held", "taken")
        ),
    }


def without_constraint(database: Database) -> None:
    """The bad variant: claims whose key forbids nothing. Never for a database that is to be kept."""
    with database.write() as session:
        if database.product.name == "postgresql":
            key = session.execute(text(_KEY)).scalar_one()
            session.execute(text(f'ALTER TABLE claim DROP CONSTRAINT "{key}"'))
            return
        session.execute(text("CREATE TABLE kept AS SELECT * FROM claim"))
        session.execute(text("DROP TABLE claim"))
        session.execute(text("ALTER TABLE kept RENAME TO claim"))


def floor(url: str, asked: Asked) -> Figures:
    """A floor of tomorrow beside a long history, against the same one without."""
    database = prepared(url)
    if _has_history(database):
        database.close()
        raise Fix(f"There is a history in {shown(url)} already.", "Name an empty database.")
    _hold_some(database)
    before = _floor_ms(database)
    began = CLOCK.monotonic()
    _fill(database, asked.bookings)
    filled_s = CLOCK.monotonic() - began
    after = _floor_ms(database)
    found: Figures = {
        "old bookings": asked.bookings,
        "filled in s": round(filled_s, 1),
        "floor ms, empty": round(before, 3),
        "floor ms, with history": round(after, 3),
        "times": round(after / before, 3),
    }
    database.close()
    return found


def live(url: str, asked: Asked) -> Figures:
    """What is stored at one terminal, until it is painted at another: ``rounds`` holds, each given back again."""
    database = prepared(url)
    took = sorted(changes(database, url, asked.rounds))
    product = database.product.name
    database.close()
    return {
        "database": product,
        "changes": len(took),
        "p50 ms": round(median(took), 1),
        "p99 ms": round(quantiles(took, n=100)[98], 1),
        "slowest ms": round(took[-1], 1),
    }


def desk(url: str, asked: Asked) -> Figures:
    """What staff wait for on one day of so many bookings."""
    from kiosk.bench.desk import measure

    return measure(url, asked.rounds, asked.bookings)


MEASURES: Mapping[str, Callable[[str, Asked], Figures]] = {
    "holds": holds, "hotseat": hotseat, "floor": floor, "desk": desk, "live": live,
}  # fmt: skip
USUAL: Mapping[str, tuple[int, int]] = {"desk": (100, 10_000), "": (1_000, 1_000_000)}
"""How often, and how many bookings, where it is not said: at the desk, and elsewhere."""


def _oversold(database: Database) -> int:
    """Seats with more than one claim in one cell; the key makes that impossible, so it is counted."""
    c = tables.claim.c
    twice = (
        select(c.seat_id)
        .where(c.restaurant_id == RESTAURANT)
        .group_by(c.seat_id, c.cell)
        .having(func.count() > 1)
        .subquery()
    )
    with database.read() as session:
        found: int = session.execute(select(func.count()).select_from(twice)).scalar_one()
    return found


def _has_history(database: Database) -> bool:
    with database.read() as session:
        return session.execute(select(tables.booking.c.booking_id).limit(1)).first() is not None


def _hold_some(database: Database) -> None:
    shop, sitting = shop_of(database, "umpire"), sittings_of(1)[12]
    for seat in seat_ids()[::2]:
        holding.hold(shop, shop.ids.visit_id(), sitting, frozenset((seat,)), 1)


def _floor_ms(database: Database) -> float:
    """The quickest of many looks, as a kiosk looks: several sittings at once. What else the machine does only adds to it."""
    shop, sittings = shop_of(database, "umpire"), sittings_of(1)[8:16]
    took = []
    for _ in range(60):
        began = CLOCK.monotonic()
        boards.read_boards(shop, "", sittings)
        took.append(1e3 * (CLOCK.monotonic() - began))
    return min(took)


def _fill(database: Database, count: int) -> None:
    """Years of seats that were paid for and sat on, a quarter hour's claims each, before today."""
    now = shop_of(database, "umpire").clock.now()
    first = now - timedelta(hours=1 + count // len(seat_ids()))
    seats, price = seat_ids(), 9_000
    for start in range(0, count, BATCH):
        booked, seated, claimed = [], [], []
        for nth in range(start, min(start + BATCH, count)):
            starts = (first + timedelta(hours=nth // len(seats))).replace(minute=0, second=0, microsecond=0)
            seat, booking = seats[nth % len(seats)], f"old-{nth}"
            ends = starts + timedelta(hours=1)
            booked.append(
                {
                    "restaurant_id": RESTAURANT, "booking_id": booking, "visit_id": booking, "terminal": "old",
                    "number": str(1001 + nth % 8_999), "status": "PAID", "party": 1, "starts_at": starts, "ends_at": ends,
                    "walk_in": 0, "price_won": price, "amount_won": price, "created_at": starts, "hold_ends_at": ends,
                    "extensions_left": 0, "reason": "",
                }
            )  # fmt: skip
            key = {"restaurant_id": RESTAURANT, "seat_id": seat, "booking_id": booking}
            seated.append(key | {"price_won": price})
            cell = round(starts.timestamp()) // 900
            claimed += [key | {"cell": cell + quarter} for quarter in range(4)]
        with database.write() as session:
            session.execute(insert(tables.booking), booked)
            session.execute(insert(tables.booking_seat), seated)
            session.execute(insert(tables.claim), claimed)
    with database.write() as session:
        session.execute(text("ANALYZE"))

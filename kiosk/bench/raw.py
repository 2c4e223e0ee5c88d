"""The same rows of a hold by the driver alone, in one transaction as durable as ours: what there is to compare with.

No checks, no idempotence, no journal hash of the row before it read twice: the least that could be written.
"""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from kiosk.app.machine import MachineClock, MachineIds
from kiosk.bench.place import seat_ids, sittings_of
from kiosk.prove.chance import Random
from kiosk.storage.engine import file_of
from kiosk.storage.sqlite import BUSY_MS, sqlite_driver

DAYS = 300
CLOCK, IDS = MachineClock(), MachineIds()
_BOOKING = (
    "restaurant_id, booking_id, visit_id, terminal, number, status, party, starts_at, ends_at, walk_in, price_won,"
    " amount_won, created_at, hold_ends_at, extensions_left, reason"
)
_JOURNAL = "restaurant_id, terminal, place, at, kind, subject, body, previous, hash"


@dataclass
class Raw:
    """A connection and how its product writes a placeholder, begins, and calls a conflict."""

    connection: Any
    mark: str
    begin: str
    conflict: type[Exception]
    restaurant_id: str
    terminal: str
    place: int = 0
    previous: str = "0" * 64

    def hold_for(self, seconds: float, chance: Random) -> dict[str, Any]:
        """Hold after hold for so long."""
        took: list[float] = []
        ends = Counter[str]()
        seats, until = seat_ids(), CLOCK.monotonic() + seconds
        while CLOCK.monotonic() < until:
            sitting = chance.choice(sittings_of(chance.randrange(1, DAYS)))
            chosen = sorted(chance.sample(seats, 2))
            began = CLOCK.monotonic()
            ends[self._hold(chosen, sitting.cells, sitting.starts, sitting.ends)] += 1
            took.append(CLOCK.monotonic() - began)
        return {"took": took, **ends}

    def _hold(self, seats: list[str], cells: range, starts: datetime, ends: datetime) -> str:
        cursor, booking, now = self.connection.cursor(), IDS.booking_id(), _micros(CLOCK.now())
        cursor.execute(self.begin)
        try:
            cursor.execute(
                self.asked(
                    "UPDATE counter SET value = value + 1 WHERE restaurant_id = ? AND name = ? RETURNING value"
                ),
                (self.restaurant_id, "raw"),
            )
            number = str(cursor.fetchone()[0])
            cursor.execute(
                self.asked(f"INSERT INTO booking ({_BOOKING}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
                (
                    self.restaurant_id, booking, IDS.booking_id(), self.terminal, number, "READY", len(seats), _micros(starts),
                    _micros(ends), 0, 9_000, 18_000, now, now + 600_000_000, 2, "",
                ),
            )  # fmt: skip
            cursor.executemany(
                self.asked(
                    "INSERT INTO booking_seat (restaurant_id, booking_id, seat_id, price_won) VALUES (?, ?, ?, ?)"
                ),
                [(self.restaurant_id, booking, seat, 9_000) for seat in seats],
            )
            body = json.dumps({"amount": 18_000, "seats": ",".join(seats), "status": "READY", "why": "held"})
            mark = sha256(f"{self.previous}{booking}{body}".encode()).hexdigest()
            cursor.execute(
                self.asked(f"INSERT INTO journal ({_JOURNAL}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
                (
                    self.restaurant_id, f"raw {self.terminal}", self.place + 1, now, "booking", booking, body,
                    self.previous, mark,
                ),
            )  # fmt: skip
            cursor.executemany(
                self.asked(
                    "INSERT INTO claim (restaurant_id, seat_id, cell, booking_id) VALUES (?, ?, ?, ?)"
                ),
                [(self.restaurant_id, seat, cell, booking) for seat in seats for cell in cells],
            )
            cursor.execute("COMMIT")
        except self.conflict:
            cursor.execute("ROLLBACK")
            return "taken"
        self.place, self.previous = self.place + 1, mark
        return "held"

    def asked(self, statement: str) -> str:
        """With this product's placeholders."""
        return statement.replace("?", self.mark)


@contextmanager
def raw_of(url: str, restaurant_id: str, terminal: str) -> Iterator[Raw]:
    """A raw connection as ours are set up."""
    file = file_of(url)
    if file is not None:
        driver = sqlite_driver()
        connection = driver.connect(str(file), isolation_level=None)
        for pragma in (f"busy_timeout={BUSY_MS}", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        raw = Raw(connection, "?", "BEGIN IMMEDIATE", driver.IntegrityError, restaurant_id, terminal)
    else:
        import psycopg

        connection = psycopg.connect(url, autocommit=True)
        raw = Raw(connection, "%s", "BEGIN", psycopg.IntegrityError, restaurant_id, terminal)
    try:
        _start_counter(raw)
        yield raw
    finally:
        connection.close()


def _start_counter(raw: Raw) -> None:
    cursor = raw.connection.cursor()
    cursor.execute(
        raw.asked("SELECT coalesce(max(place), 0) FROM journal WHERE restaurant_id = ? AND terminal = ?"),
        (raw.restaurant_id, f"raw {raw.terminal}"),
    )
    raw.place = int(cursor.fetchone()[0])
    cursor.execute(
        "INSERT INTO counter (restaurant_id, name, value) VALUES ('bench', 'raw', 1000) ON CONFLICT DO NOTHING"
    )


def _micros(instant: datetime) -> int:
    return round(instant.timestamp() * 1_000_000)

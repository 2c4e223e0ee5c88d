"""A real journal of two terminals, written by the services as guests come and go. The same one every time.

Only writes it; tampering is in ``tampering``.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import urlencode

from kiosk.app import resources
from kiosk.domain.money import Won
from kiosk.domain.sittings import open_sittings
from kiosk.payments.channel import (
    Answer,
    Approved,
    Canceled,
    Order,
    Record,
    RefundAnswer,
    Standing,
)
from kiosk.prove.chance import CountedIds, VirtualClock
from kiosk.services import checkout, holding, journaling
from kiosk.services.checkout import Opened
from kiosk.services.floor_file import read_restaurant
from kiosk.services.restaurants import install, load
from kiosk.services.results import Accepted, Held
from kiosk.services.settling import Settler
from kiosk.services.shop import Shop
from kiosk.storage import journal
from kiosk.storage.engine import open_database
from kiosk.storage.files import open_copy
from kiosk.storage.journal import Entry
from kiosk.storage.schema import bring_up_to_date

ROWS: Final = 1_000
TERMINALS: Final = ("K1", "bar-2")
_SEATS_EACH, _HOURS_BETWEEN = 3, 3


@dataclass(frozen=True, slots=True)
class Book:
    """A journal: its rows in order, the lines of its export (without the header), its database, and where chains stand.

    ``before`` has for each row the last rows of all terminals before it; ``size`` is what was asked for.
    """

    size: int
    rows: tuple[Entry, ...]
    lines: tuple[bytes, ...]
    before: tuple[Mapping[str, Entry], ...]
    database: bytes
    restaurant_id: str

    def is_last(self, row: int) -> bool:
        """Whether a row is the last one of its terminal: only an anchor shows what became of it."""
        return row + 1 == len(self.rows) or self.rows[row + 1].terminal != self.rows[row].terminal


@dataclass(frozen=True, slots=True)
class Willing:
    """A company that takes and gives back whatever it is asked to. Implements ``Channel``."""

    def confirm(self, order: Order) -> Answer:
        """Paid."""
        return Approved(_record(order, "DONE", order.amount))

    def inquire(self, order: Order) -> Answer:
        """Paid."""
        return self.confirm(order)

    def cancel(self, order: Order, *, reason: str, key: str, amount: Won | None = None) -> RefundAnswer:  # noqa: ARG002 - the port's signature
        """Given back."""
        return self.prove_canceled(order)

    def prove_canceled(self, order: Order) -> RefundAnswer:
        """Given back."""
        return Canceled(_record(order, "CANCELED", 0))

    def look_up(self, order: Order) -> Standing:
        """Paid."""
        return _record(order, "DONE", order.amount)


def write_book(rows: int = ROWS) -> Book:
    """At least that many rows, half of them of each terminal."""
    with TemporaryDirectory(prefix="jari-journal-") as folder:
        file = Path(folder) / "jari.db"
        database = open_database(f"sqlite:///{file}")
        bring_up_to_date(database)
        restaurant = read_restaurant(resources.path("demo", "restaurant.toml"))
        install(database, restaurant)
        clock, ids = VirtualClock(), CountedIds("journal")
        for terminal in TERMINALS:
            shop = Shop(database, clock, ids, restaurant.restaurant_id, terminal)
            written = guests = 0
            while written < rows / len(TERMINALS):
                guests += 1
                _guest(shop, pays=guests % 3 != 0)
                clock.advance(_HOURS_BETWEEN * 3_600)
                with database.read() as session:
                    head = journal.head(session, shop.restaurant_id, terminal)
                written = head.place if head else 0
        exported = io.BytesIO()
        journaling.export(database, restaurant.restaurant_id, exported)
        with database.read() as session:
            entries = tuple(journal.entries(session, restaurant.restaurant_id))
        database.close()
        lines = exported.getvalue().splitlines(keepends=True)[1:]
        return Book(rows, entries, tuple(lines), _heads(entries), _compact(file), restaurant.restaurant_id)


def _guest(shop: Shop, *, pays: bool) -> None:
    visit = shop.ids.visit_id()
    restaurant = load(shop.database, shop.restaurant_id)
    sitting = open_sittings(shop.clock.now(), restaurant.rules)[0]
    table = next(each for each in restaurant.plan.tables if len(each.usable_seats) >= _SEATS_EACH)
    seats = [seat.seat_id for seat in table.usable_seats[:_SEATS_EACH]]
    for party in range(1, len(seats)):  # somebody who cannot decide
        holding.hold(shop, visit, sitting, frozenset(seats[:party]), party)
    held = holding.hold(shop, visit, sitting, frozenset(seats), len(seats))
    assert isinstance(held, Held), held
    holding.extend(shop, visit, held.booking.booking_id)
    if not pays:
        holding.release(shop, visit, held.booking.booking_id)
        return
    opened = checkout.open_payment(shop, visit, held.booking.booking_id)
    assert isinstance(opened, Opened), opened
    query = {
        "orderId": opened.payment.order_id,
        "paymentKey": f"pk-{opened.payment.order_id}",
        "amount": str(opened.payment.amount),
    }
    url = f"https://kiosk.jari.invalid/pay/success?{urlencode(query)}"
    accepted = checkout.accept_return(shop, visit, opened.payment.payment_id, url)
    assert isinstance(accepted, Accepted), accepted
    Settler(shop, Willing()).settle(accepted.payment_id)


def _record(order: Order, status: str, balance: int) -> Record:
    return Record(order.order_id, order.payment_key, status, order.amount, balance, "KRW", "카드")


def _heads(entries: tuple[Entry, ...]) -> tuple[Mapping[str, Entry], ...]:
    heads: dict[str, Entry] = {}
    before = []
    for entry in entries:
        before.append(dict(heads))
        heads[entry.terminal] = entry
    return tuple(before)


def _compact(file: Path) -> bytes:
    """The database as one file without pages of earlier moments."""
    target = file.with_name("compact.db")
    copy = open_copy(file)
    with copy.writers.connect() as session:
        session.exec_driver_sql("VACUUM INTO ?", (str(target),))
    copy.close()
    return target.read_bytes()

"""A restaurant with many payments at one point of their road, made once and copied for every batch.

The road up to that point is the product's own: hold, open, redirect accepted, and for some the first confirm.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum
from itertools import count, islice
from pathlib import Path
from threading import Lock
from typing import Final
from urllib.parse import urlencode

from kiosk.domain.floor import Plan, Seat, SeatKind, Shape, Table
from kiosk.domain.money import Won, won
from kiosk.domain.sittings import SEOUL, Sitting, WeeklyRule, open_sittings
from kiosk.payments.channel import (
    Answer,
    Doubt,
    Mismatch,
    NotSent,
    Order,
    Record,
    RefundAnswer,
    Standing,
    Unknown,
)
from kiosk.prove.chance import FRIDAY_EVENING, CountedIds, VirtualClock
from kiosk.services import checkout, holding
from kiosk.services.checkout import Opened
from kiosk.services.restaurants import install
from kiosk.services.results import Accepted, Held, Restaurant
from kiosk.services.settling import Settler
from kiosk.services.shop import Shop
from kiosk.storage.engine import open_database
from kiosk.storage.payments import PaymentRow
from kiosk.storage.schema import bring_up_to_date

RESTAURANT: Final = "proof"
SEATS: Final = 48
PRICE: Final = won(10_000)
SUCCESS: Final = "https://kiosk.jari.invalid/pay/success"
LARGEST_BATCH: Final = 240
_FIRST_ID = 1000
_QUARTER = timedelta(minutes=15)


class Stage(StrEnum):
    """Where on its road a payment waits."""

    OPENED = "opened"
    INTENT = "intent"
    SENT = "sent"
    REFUND_DUE = "refund_due"


@dataclass(frozen=True, slots=True)
class Ticket:
    """One payment by the names it has on both sides."""

    visit_id: str
    booking_id: str
    payment_id: str
    order_id: str
    payment_key: str
    amount: Won


@dataclass(frozen=True, slots=True)
class House:
    """An open shop on a database of its own, and its payments."""

    shop: Shop
    clock: VirtualClock
    tickets: tuple[Ticket, ...]


def restaurant() -> Restaurant:
    """One long bar that strangers share, and a sitting for every quarter of an hour."""
    seats = tuple(
        Seat(f"s{nth}", "bar", str(nth), 60, 40 + nth * 60, 90.0, SeatKind.STOOL) for nth in range(SEATS)
    )
    bar = Table("bar", "바", Shape.BAR, 140, SEATS * 30 + 40, 76, SEATS * 60, "bar", seats, shared=True)
    plan = Plan(width=400, height=SEATS * 60 + 200, here=(300, 100), tables=(bar,))
    rules = tuple(WeeklyRule(day, time(0, 0), time(23, 45), _QUARTER, _QUARTER, PRICE) for day in range(7))
    return Restaurant(RESTAURANT, {"ko": "증명식당"}, plan, rules, largest_party=8)


def places() -> Iterator[tuple[Sitting, frozenset[str]]]:
    """Every seat of every sitting of the evening and the next day, each once."""
    for day in (0, 1):
        date = (FRIDAY_EVENING + timedelta(days=day)).astimezone(SEOUL).date()
        for sitting in open_sittings(FRIDAY_EVENING, restaurant().rules, date):
            for nth in range(SEATS):
                yield sitting, frozenset({f"s{nth}"})


def success_url(payment: PaymentRow | Ticket, payment_key: str) -> str:
    """What the checkout's page goes to when the customer has authenticated."""
    asked = {
        "paymentType": "NORMAL",
        "orderId": payment.order_id,
        "paymentKey": payment_key,
        "amount": payment.amount,
    }
    return f"{SUCCESS}?{urlencode(asked)}"


class Stock:
    """Databases with payments at one point of their road, each walked there once. Lives in a folder of the caller's."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shelves: dict[Stage, _Shelf] = {}
        self._copies = count(1)
        self._lock = Lock()

    @contextmanager
    def house(self, stage: Stage, size: int) -> Iterator[House]:
        """A copy with ``size`` payments, or a few more, waiting at ``stage``; gone with the block."""
        with self._lock:
            shelf = self._shelves.setdefault(stage, _Shelf(self._folder, stage))
            stock, tickets = shelf.with_at_least(size)
        file = self._folder / f"house-{next(self._copies)}.db"
        shutil.copyfile(stock, file)
        clock = VirtualClock()
        shop = _shop(file, clock, CountedIds("w", count(_FIRST_ID)))
        try:
            yield House(shop, clock, tickets)
        finally:
            shop.database.close()
            for part in self._folder.glob(f"{file.name}*"):
                part.unlink()


class _Shelf:
    """The stock of one stage: it grows when more is wanted, and keeps a copy of each size that was."""

    def __init__(self, folder: Path, stage: Stage) -> None:
        self._stage = stage
        self._file = folder / f"stock-{stage}.db"
        self._ids = CountedIds("s", count(_FIRST_ID))
        self._places = places()
        self._tickets: list[Ticket] = []
        self._kept: dict[int, Path] = {}

    def with_at_least(self, size: int) -> tuple[Path, tuple[Ticket, ...]]:
        """The smallest copy that is enough."""
        if size > len(self._tickets):
            self._grow(size)
        enough = min(kept for kept in self._kept if kept >= size)
        return self._kept[enough], tuple(self._tickets[:enough])

    def _grow(self, size: int) -> None:
        shop = _shop(self._file, VirtualClock(), self._ids)
        if not self._tickets:
            bring_up_to_date(shop.database)
            install(shop.database, restaurant())
        for place in islice(self._places, size - len(self._tickets)):
            self._tickets.append(_walk(shop, self._stage, *place))
        # The last connection to go puts all of it into the one file that is copied.
        shop.database.close()
        assert not list(self._file.parent.glob(f"{self._file.name}-*"))
        self._kept[size] = self._file.with_suffix(f".{size}")
        shutil.copyfile(self._file, self._kept[size])


def _walk(shop: Shop, stage: Stage, sitting: Sitting, seats: frozenset[str]) -> Ticket:
    visit = shop.ids.visit_id()
    held = holding.hold(shop, visit, sitting, seats, len(seats))
    assert isinstance(held, Held), held
    opened = checkout.open_payment(shop, visit, held.booking.booking_id)
    assert isinstance(opened, Opened), opened
    payment = opened.payment
    key = f"pk-{payment.order_id}"
    ticket = Ticket(visit, payment.booking_id, payment.payment_id, payment.order_id, key, payment.amount)
    if stage is not Stage.OPENED:
        accepted = checkout.accept_return(shop, visit, payment.payment_id, success_url(payment, key))
        assert isinstance(accepted, Accepted), accepted
    if stage in (Stage.SENT, Stage.REFUND_DUE):
        Settler(shop, _FirstAnswer(stage)).settle(payment.payment_id)
    return ticket


@dataclass(frozen=True, slots=True)
class _FirstAnswer:
    """The company's first answer, which brings a payment to where a case begins: lost, or of another amount."""

    stage: Stage

    def confirm(self, order: Order) -> Answer:
        """Sent, and then: nothing, or what has to be given back."""
        if self.stage is Stage.SENT:
            return Unknown(Doubt.TIMED_OUT)
        other = Record(order.order_id, order.payment_key, "DONE", 1, 1, "KRW", "카드")
        return Mismatch("total", other)

    def inquire(self, order: Order) -> Answer:
        """No line."""
        return NotSent("refused")

    def cancel(self, order: Order, *, reason: str, key: str, amount: Won | None = None) -> RefundAnswer:
        """No line."""
        return NotSent("refused")

    def prove_canceled(self, order: Order) -> RefundAnswer:
        """No line."""
        return NotSent("refused")

    def look_up(self, order: Order) -> Standing:
        """No line."""
        return NotSent("refused")


def _shop(file: Path, clock: VirtualClock, ids: CountedIds) -> Shop:
    return Shop(open_database(f"sqlite:///{file}"), clock, ids, RESTAURANT, "K1")

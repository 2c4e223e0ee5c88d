"""One storm: an evening of guests on a disk whose operations fail by chance, and what each of them was told."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, TypeVar

import apsw

from kiosk.domain.floor import Plan
from kiosk.domain.money import won
from kiosk.domain.sittings import Sitting, WeeklyRule, open_sittings, seoul_day
from kiosk.domain.states import BookingStatus
from kiosk.prove.chance import Random
from kiosk.prove.disk.bench import Bench, base
from kiosk.prove.disk.evening import REFUSED, Evening, damage, evening
from kiosk.prove.disk.platter import Op, some_of
from kiosk.prove.disk.recording import Recording
from kiosk.prove.disk.witness import Witness
from kiosk.prove.interleavings.floor import House, Scene
from kiosk.services import holding, refunding
from kiosk.services.results import Held, NotPaid, Paid
from kiosk.storage import bookings
from kiosk.storage.payments import PaymentRow

GUESTS: Final = 24
"""In one storm."""

WORST: Final = 30
"""Per cent of the operations that fail, at most."""

CUTS: Final = 3
_READS_PER_WRITE: Final = 10
"""Reads fail so much more rarely: there are many of them, and one is enough to end a transaction."""

PARTY: Final = 2

DAYS: Final = 6
"""So many days ahead guests book: there are seats for everybody."""

_HALF: Final = 0.5
_BAD: Final = 0.4

T = TypeVar("T")


@dataclass
class Tally:
    """What happened; a sale is a guest who got seats."""

    sales: int = 0
    paid: int = 0
    not_paid: int = 0
    errors: int = 0
    failed: int = 0
    operations: int = 0

    def add(self, other: "Tally") -> None:
        """Both together."""
        self.sales += other.sales
        self.paid += other.paid
        self.not_paid += other.not_paid
        self.errors += other.errors
        self.failed += other.failed
        self.operations += other.operations


@dataclass
class Weather:
    """Lets operations fail by chance."""

    chance: Random
    tally: Tally
    rate: float = 0.0

    def strike(self, _op: Op) -> None:
        """A write, sync, truncation or deletion."""
        self.tally.operations += 1
        self._fail(self.rate)

    def veil(self, _op: Op) -> None:
        """A read or an opening."""
        self._fail(self.rate / _READS_PER_WRITE)

    def _fail(self, rate: float) -> None:
        if rate and self.chance.random() < rate:
            self.tally.failed += 1
            raise self.chance.choice((apsw.IOError, apsw.IOError, apsw.FullError, apsw.CantOpenError))(
                "storm"
            )


@dataclass
class Storm:
    """One evening of it. ``told`` is what guests were told about their money."""

    chance: Random
    there: House
    plan: Plan
    rules: tuple[WeeklyRule, ...]
    tally: Tally
    paid: list[str] = field(default_factory=list)
    not_paid: list[str] = field(default_factory=list)

    def rage(self, ours: Bench, judge: Witness, *, is_naive: bool) -> list[str]:
        """What was broken by the end of it, or by a power cut at any moment of it."""
        image, _ = base()
        rate = self.chance.randint(1, WORST) / 100
        weather = Weather(self.chance, self.tally)
        # What was taken for stored is missed later: the bad variant stumbles over its own lie.
        errors = (*REFUSED, *((KeyError, AssertionError) if is_naive else ()))
        with evening(ours, image, self.there, "refunded") as current:
            current.strike_with(weather.strike)
            current.veil_with(weather.veil)
            for nth in range(GUESTS):
                guest = Guest(self, current.scene, weather, rate, errors, f"guest-{nth}")
                guest.come()
                if self.chance.random() < 0.2:  # noqa: PLR2004 - now and then the program is started again
                    self.chance.choice((ours.kill, ours.database.writers.dispose))()
            weather.rate = 0.0
            recording = Recording("refunded", image, list(current.platter.ops), list(current.marks))
            broken = self._judged(current)
        return [*broken, *self._cut(recording, judge)]

    def _judged(self, current: Evening) -> list[str]:
        current.heal()
        try:
            broken = [*damage(current.database, current.promised), *current.scene.end()]
            return [*broken, *self._lies(current.scene)]
        except Exception as failed:  # noqa: BLE001 - whatever the product raises is what this case found
            return [f"recovery failed: {type(failed).__name__}: {failed}"]

    def _lies(self, scene: Scene) -> list[str]:
        """What guests were told and is not so."""
        shop = scene.shop
        with shop.database.read() as session:
            stored = {
                booking_id: bookings.find(session, shop.restaurant_id, booking_id) for booking_id in self.paid
            }
        charged = {entry.order_id: entry.net for entry in scene.company.ledger()}
        return [
            f"9: {booking_id} was told paid, and is {row.status if row else 'not there'}"
            for booking_id, row in stored.items()
            if row is None or row.status not in (BookingStatus.PAID, BookingStatus.CANCELED)
        ] + [
            f"9: {order_id} was told not charged, and the company has {charged[order_id]}"
            for order_id in self.not_paid
            if charged.get(order_id)
        ]

    def _cut(self, recording: Recording, judge: Witness) -> list[str]:
        moments = {self.chance.randint(0, len(recording.ops)) for _ in range(CUTS)}
        broken = []
        for number, cut in recording.cuts(some_of(self.chance)):
            if number in moments:
                *_, image = cut.states(self.chance, 3)
                found = judge.judge(image, recording.mark_at(number), recording.play)
                broken += [f"power cut before operation {number}: {what}" for what in found]
        return broken


@dataclass
class Guest:
    """One guest, who presses again or leaves when something does not work."""

    storm: Storm
    scene: Scene
    weather: Weather
    rate: float
    errors: tuple[type[Exception], ...]
    visit: str

    def come(self) -> None:
        """From the first touch to wherever it ends."""
        chance, scene = self.storm.chance, self.scene
        scene.clock.advance(chance.randint(5, 240))
        scene.company.loses, scene.company.hides = chance.choice((0, 0, 0, 1, 2)), chance.random() < 0.3  # noqa: PLR2004
        scene.company.refuses = "REJECT_CARD_PAYMENT" if chance.random() < 0.15 else ""  # noqa: PLR2004
        booking_id = self._step(self._hold)
        if booking_id is None:
            return
        self.storm.tally.sales += 1
        row = self._step(lambda: scene.open(self.visit, booking_id))
        if row and chance.random() < 0.9:  # noqa: PLR2004 - some leave the page
            opened = row
            if self._step(lambda: scene.accept(self.visit, opened)):
                self._settle(opened)
        self._step(scene.settler.settle_all)
        if chance.random() < 0.15:  # noqa: PLR2004 - some want their money back
            self._step(lambda: self._ask_back(booking_id))
            self._step(scene.settler.settle_all)
        if chance.random() < 0.3:  # noqa: PLR2004 - a timer
            self._step(lambda: holding.sweep(scene.shop))

    def _step(self, do: Callable[[], T]) -> T | None:
        """In good weather or bad; what fails is tried once more by some."""
        for _ in range(2 if self.storm.chance.random() < _HALF else 1):
            self.weather.rate = self.rate if self.storm.chance.random() < _BAD else 0.0
            with suppress(*self.errors):
                return do()
            self.storm.tally.errors += 1
        return None

    def _hold(self) -> str | None:
        held = holding.hold(self.scene.shop, self.visit, self._sitting(), self._seats(), PARTY)
        return held.booking.booking_id if isinstance(held, Held) else None

    def _sitting(self) -> Sitting:
        now = self.scene.clock.now()
        day = seoul_day(now) + timedelta(days=self.storm.chance.randint(0, DAYS))
        return self.storm.chance.choice(
            open_sittings(now, self.storm.rules, day) or (self.scene.house.sitting,)
        )

    def _seats(self) -> frozenset[str]:
        wide = [table for table in self.storm.plan.tables if len(table.usable_seats) >= PARTY]
        table = self.storm.chance.choice(wide)
        return frozenset(seat.seat_id for seat in table.usable_seats[:PARTY])

    def _settle(self, row: PaymentRow) -> None:
        end = self._step(lambda: self.scene.settler.settle(row.payment_id))
        if isinstance(end, Paid):
            self.storm.tally.paid += 1
            self.storm.paid.append(row.booking_id)
        elif isinstance(end, NotPaid):
            self.storm.tally.not_paid += 1
            self.storm.not_paid.append(row.order_id)

    def _ask_back(self, booking_id: str) -> None:
        gives_up = self.storm.chance.random() < 0.5  # noqa: PLR2004 - a coin
        refunding.ask(
            self.scene.shop,
            booking_id,
            None if gives_up else won(5_000),
            reason="plans changed",
            asked_by="manager",
            gives_up_seats=gives_up,
        )

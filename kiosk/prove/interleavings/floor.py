"""One small restaurant, one company and the hands that act on them: what is run in every order. No choice is made here."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from kiosk.app import resources
from kiosk.domain.sittings import Sitting, open_sittings
from kiosk.prove.chance import CountedIds, VirtualClock
from kiosk.prove.interleavings.baton import Baton
from kiosk.prove.interleavings.company import Company
from kiosk.services import checkout, holding
from kiosk.services.checkout import Opened
from kiosk.services.floor_file import read_restaurant
from kiosk.services.invariants import Evidence, violations
from kiosk.services.restaurants import install
from kiosk.services.results import Accepted, Held
from kiosk.services.settling import Settler
from kiosk.services.shop import Shop
from kiosk.storage import tables
from kiosk.storage.engine import Database, Session, open_database
from kiosk.storage.payments import PaymentRow
from kiosk.storage.schema import bring_up_to_date

SUCCESS: Final = "https://kiosk.jari.invalid/pay/success"
_PARTY = 2
_OF_GUESTS: Final = (
    tables.matter,
    tables.refund,
    tables.answer,
    tables.payment,
    tables.claim,
    tables.booking_seat,
    tables.booking,
    tables.journal,
    tables.counter,
)


@dataclass(frozen=True, slots=True)
class SteppedDatabase(Database):
    """Others may come before each transaction, never in the middle of one: that is what the database guarantees."""

    step: Callable[[], None] = lambda: None

    @contextmanager
    def write(self) -> Iterator[Session]:
        """As it is, a step later."""
        self.step()
        with super(SteppedDatabase, self).write() as session:
            yield session


@dataclass(frozen=True, slots=True)
class House:
    """A database with a restaurant in it, emptied of everything else for each case: one engine has to learn SQL once."""

    database: Database
    restaurant_id: str
    seats: frozenset[str]
    other_seats: frozenset[str]
    sitting: Sitting


@contextmanager
def house(folder: Path) -> Iterator[House]:
    """The demo restaurant, and two tables of it: one that everybody wants, and another."""
    database = open_database(f"sqlite:///{folder / 'house.db'}")
    bring_up_to_date(database)
    restaurant = read_restaurant(resources.path("demo", "restaurant.toml"))
    install(database, restaurant)
    large = [
        table for table in restaurant.plan.tables if len(table.usable_seats) >= _PARTY and not table.shared
    ]
    wanted = [frozenset(seat.seat_id for seat in table.usable_seats[:_PARTY]) for table in large[:2]]
    sitting = open_sittings(VirtualClock().now(), restaurant.rules)[0]
    try:
        yield House(database, restaurant.restaurant_id, wanted[0], wanted[1], sitting)
    finally:
        database.close()


@dataclass
class Scene:
    """Everything that one case acts on."""

    shop: Shop
    company: Company
    clock: VirtualClock
    house: House
    money_goes_back: bool = False

    @property
    def settler(self) -> Settler:
        """A settler of its own for each hand: two processes share nothing but the database."""
        return Settler(self.shop, self.company)

    def hold(self, visit: str, seats: frozenset[str] | None = None) -> str | None:
        """T1; the booking's id, or None when somebody was faster."""
        chosen = seats or self.house.seats
        held = holding.hold(self.shop, visit, self.house.sitting, chosen, _PARTY)
        return held.booking.booking_id if isinstance(held, Held) else None

    def open(self, visit: str, booking_id: str) -> PaymentRow | None:
        """T2, and the guest shows a card."""
        opened = checkout.open_payment(self.shop, visit, booking_id)
        if not isinstance(opened, Opened):
            return None
        row = opened.payment
        self.company.authenticate(row.order_id, f"pk_{row.order_id}", row.amount)
        return row

    def come_back(self, visit: str, row: PaymentRow) -> None:
        """T3, and the first round of settling if it was accepted."""
        if self.accept(visit, row):
            self.settler.settle(row.payment_id)

    def accept(self, visit: str, row: PaymentRow) -> bool:
        """T3 alone."""
        query = {"orderId": row.order_id, "paymentKey": f"pk_{row.order_id}", "amount": str(row.amount)}
        url = f"{SUCCESS}?{urlencode(query)}"
        return isinstance(checkout.accept_return(self.shop, visit, row.payment_id, url), Accepted)

    def whole_road(self, visit: str) -> None:
        """One guest from the floor to the receipt, if nobody is faster."""
        booking_id = self.hold(visit)
        row = self.open(visit, booking_id) if booking_id else None
        if row:
            self.come_back(visit, row)

    def paid_for(self, visit: str = "a") -> PaymentRow:
        """A guest who has just shown a card: where many scenes begin."""
        booking_id = self.hold(visit)
        assert booking_id is not None
        row = self.open(visit, booking_id)
        assert row is not None
        return row

    def end(self) -> list[str]:
        """The company answers, every window is over, recovery runs to its end: what does not hold then."""
        self.company.loses, self.company.hides = 0, False
        for _ in range(6):
            self.clock.advance(700)
            self.company.run_late()
            holding.sweep(self.shop)
            if self.settler.settle_all() == 0:
                break
        ledger = self.company.ledger()
        broken = violations(self.shop, Evidence(company=ledger))
        # Where nobody asks for a refund and nothing is beyond our power, whatever went back need never have come.
        needless = [
            f"6: {entry.refunded} won went back for {entry.order_id}"
            for entry in ledger
            if entry.refunded and not self.money_goes_back
        ]
        return needless + [f"{number}: {what}" for number, found in broken.items() for what in found]


Hands = Mapping[str, Callable[[], None]]


def scene(there: House, baton: Baton) -> Scene:
    """The restaurant on an empty evening. Each step takes a moment, so that no two things happen at one instant."""
    with there.database.write() as session:
        for table in _OF_GUESTS:
            session.execute(table.delete())
    clock = VirtualClock()

    def step() -> None:
        baton.pause()
        clock.advance(0.001)

    stepped = SteppedDatabase(there.database.writers, there.database.readers, step=step)
    shop = Shop(stepped, clock, CountedIds(), there.restaurant_id, "K1")
    return Scene(shop, Company(step, clock.now), clock, there)


def other_terminal(scene: Scene) -> Scene:
    """The same restaurant at a second terminal."""
    return replace(scene, shop=replace(scene.shop, terminal="K2"))

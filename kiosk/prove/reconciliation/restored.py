"""The same through the real database and over real HTTP: sales, a copy, more sales, the copy put back, reconciled.

What can be put right must be put right, with no promise broken; what cannot must be found by its kind.
"""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from kiosk.domain.reconciling import Kind
from kiosk.domain.sittings import Sitting, seoul_day
from kiosk.domain.tickets import Ticket as Travelling
from kiosk.domain.tickets import pack
from kiosk.payments.statements import TossStatements
from kiosk.payments.toss import Toss
from kiosk.prove.chance import CountedIds, Random, VirtualClock, seeded
from kiosk.prove.wire.company import There, company, entries_of, know
from kiosk.prove.wire.house import RESTAURANT, Ticket, places, restaurant, success_url
from kiosk.sandbox import Sandbox
from kiosk.sandbox.clock import token
from kiosk.sandbox.ledger import Opening, Transaction
from kiosk.services import checkout, holding
from kiosk.services.adopting import Deed
from kiosk.services.invariants import Evidence, violations
from kiosk.services.reconciling import Reconciler, Report
from kiosk.services.restaurants import install
from kiosk.services.results import Accepted, Held
from kiosk.services.settling import Settler
from kiosk.services.shop import Shop
from kiosk.storage.engine import open_database
from kiosk.storage.schema import bring_up_to_date

Found = Counter[tuple[Kind, Deed]]

PAGE_ROWS: Final = 3
"""So that even a small ledger has many pages."""


@dataclass(frozen=True, slots=True)
class Restored:
    """One world; ``each`` is how many of everything. Without adopting it is the known-bad variant."""

    seed: int
    each: int

    @property
    def word(self) -> str:
        """The case."""
        return f"restored:{self.seed}:{self.each}"

    def broken(self, *, adopts: bool = True) -> list[str]:
        """What is not as it should be in the end."""
        with ExitStack() as stack:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="jari-restored-")))
            world = _World(folder, stack.enter_context(company()), seeded("restored", self.seed), self.each)
            stack.callback(world.close)
            return world.play(adopts=adopts)


class _World:
    """A shop, its company, and what is done to both."""

    def __init__(self, folder: Path, sandbox: Sandbox, chance: Random, each: int) -> None:
        self.file, self.sandbox, self.chance, self.each = folder / "jari.db", sandbox, chance, each
        self.clock = VirtualClock()
        self.ids = CountedIds("r", count(1000))
        self.places: Iterator[tuple[Sitting, frozenset[str]]] = places()
        self.shop = self._open()
        bring_up_to_date(self.shop.database)
        install(self.shop.database, restaurant())

    def close(self) -> None:
        """Give the database back."""
        self.shop.database.close()

    def play(self, *, adopts: bool) -> list[str]:
        """Sell, copy, sell on, lose the disk, restore, reconcile twice."""
        kept = [self.sell(place) for place in self.some(at_least=2)]
        opened = [self.open(place) for place in self.some()]
        self.clock.advance(30)
        copy = self._copied()
        for ticket in opened:
            self.pay(ticket)
        lost = list(self.some())
        for place in lost:
            self.sell(place)
        taken = list(self.some())
        for place in taken:
            self.sell(place)
        canceled, partly = kept[0], kept[1]
        self._cancel(canceled, None)
        self._cancel(partly, 1_000)
        self._restore(copy)
        for sitting, seats in taken:
            self.sell((sitting, seats))
        expected = Counter(
            {
                (Kind.NOT_KEPT, Deed.ADOPTED): self.each,
                (Kind.LOST_ORDER, Deed.ADOPTED): self.each,
                (Kind.LOST_ORDER, Deed.GIVING_BACK): self.each,
                (Kind.CANCELED_THERE, Deed.NOTICED): 1,
                (Kind.PARTLY_CANCELED_THERE, Deed.NOTICED): 1,
            }
        )
        wrong = _differs("after the restore", expected, self.reconcile()) if adopts else []
        wrong += _differs("the second time", Counter(), self.reconcile()) if adopts else []
        broken = violations(self.shop, Evidence(company=entries_of(self.sandbox)))
        wrong += [f"promise {number}: {line}" for number, lines in broken.items() for line in lines]
        return wrong + (self._plant_and_find(kept) if adopts else [])

    def _plant_and_find(self, kept: list[Ticket]) -> list[str]:
        """What nobody can put right by itself: three sales that both sides have, told apart afterwards."""
        ledger = self.sandbox.ledger
        gone, other, twice = (self.sell(place) for place in islice(self.places, 3))
        rows = {row.payment.order_id: row for row in ledger.transactions}
        ledger.transactions.remove(rows[gone.order_id])
        place = ledger.transactions.index(rows[other.order_id])
        ledger.transactions[place] = replace(rows[other.order_id], amount=other.amount + 1)
        again = rows[twice.order_id]
        ledger.transactions.append(
            Transaction(token(32).upper(), again.payment, "DONE", twice.amount, self.sandbox.clock.now())
        )
        self._stranger()
        self.clock.advance(7_200)
        expected = Counter(
            {
                (Kind.OURS_ONLY, Deed.TOLD): 1,
                (Kind.AMOUNT, Deed.TOLD): 1,
                (Kind.CHARGED_TWICE, Deed.TOLD): 1,
                (Kind.UNKNOWN_ORDER, Deed.TOLD): 1,
            }
        )
        return _differs(f"planted beside {len(kept)}", expected, self.reconcile())

    # --- what happens -----------------------------------------------------------------------------------------------

    def some(self, at_least: int = 0) -> Iterator[tuple[Sitting, frozenset[str]]]:
        """Places that nobody has had."""
        return islice(self.places, max(self.each, at_least))

    def open(self, place: tuple[Sitting, frozenset[str]]) -> Ticket:
        """As far as the company's window, where the guest has said who pays."""
        sitting, seats = place
        visit = self.shop.ids.visit_id()
        held = holding.hold(self.shop, visit, sitting, seats, len(seats))
        assert isinstance(held, Held), held
        opened = checkout.open_payment(self.shop, visit, held.booking.booking_id)
        assert isinstance(opened, checkout.Opened), opened
        payment, booking = opened.payment, opened.booking
        ticket = Ticket(
            visit,
            booking.booking_id,
            payment.payment_id,
            payment.order_id,
            f"pk-{payment.order_id}",
            payment.amount,
        )
        know(self.sandbox, ticket, There.AUTHENTICATED)
        self.sandbox.ledger.payments[ticket.payment_key].metadata = pack(
            Travelling(
                *(RESTAURANT, "K1", booking.booking_id, booking.number, booking.party, booking.sitting),
                *(booking.seat_ids, opened.anchor),
            )
        )
        return ticket

    def pay(self, ticket: Ticket) -> None:
        """Back from the window, and settled."""
        url = success_url(ticket, ticket.payment_key)
        accepted = checkout.accept_return(self.shop, ticket.visit_id, ticket.payment_id, url)
        assert isinstance(accepted, Accepted), accepted
        Settler(self.shop, self._toss()).settle(ticket.payment_id)

    def sell(self, place: tuple[Sitting, frozenset[str]]) -> Ticket:
        """The whole road."""
        ticket = self.open(place)
        self.pay(ticket)
        return ticket

    def reconcile(self) -> Found:
        """One run of today; the kinds and deeds of its differences."""
        toss = self._toss()
        end = Reconciler(self.shop, toss, TossStatements(toss.fetch, PAGE_ROWS)).reconcile(
            seoul_day(self.clock.now())
        )
        assert isinstance(end, Report), end
        return Counter((item.finding.kind, item.deed) for item in end.differences)

    def _cancel(self, ticket: Ticket, amount: int | None) -> None:
        body = {"cancelReason": "console"} | ({"cancelAmount": amount} if amount else {})
        self.sandbox.ledger.cancel(ticket.payment_key, body)

    def _stranger(self) -> None:
        ledger, order = self.sandbox.ledger, f"strange-{self.chance.randrange(10**6):06}"
        payment = ledger.open(Opening(order, "bread", 5_000, "카드", self.sandbox.client_key))
        ledger.authenticate(payment.payment_key)
        ledger.confirm(payment.payment_key, order, 5_000, self.sandbox.client_key)

    # --- the machine ------------------------------------------------------------------------------------------------

    def _open(self) -> Shop:
        database = open_database(f"sqlite:///{self.file}")
        return Shop(database, self.clock, self.ids, RESTAURANT, "K1")

    def _copied(self) -> Path:
        self.shop.database.close()
        copy = self.file.with_suffix(".copy")
        shutil.copyfile(self.file, copy)
        self.shop = self._open()
        return copy

    def _restore(self, copy: Path) -> None:
        self.shop.database.close()
        for part in self.file.parent.glob(f"{self.file.name}*"):
            part.unlink()
        shutil.copyfile(copy, self.file)
        self.clock.advance(60)
        self.shop = self._open()

    def _toss(self) -> Toss:
        return Toss(self.sandbox.secret_key, self.sandbox.url, self.clock, connect_s=5, read_s=10)


def _differs(when: str, expected: Found, seen: Found) -> list[str]:
    missing, extra = expected - seen, seen - expected
    return [f"{when}: not found: {kind} {deed} x {n}" for (kind, deed), n in missing.items()] + [
        f"{when}: found wrongly: {kind} {deed} x {n}" for (kind, deed), n in extra.items()
    ]

"""One evening on a watched disk: what is promised and what the company knows, operation by operation."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from kiosk.domain.money import Won
from kiosk.payments.channel import Answer, Order, RefundAnswer
from kiosk.prove.chance import CountedIds, VirtualClock
from kiosk.prove.disk.bench import Bench
from kiosk.prove.disk.platter import Image, Op, Platter, Strike
from kiosk.prove.disk.plays import MONEY_GOES_BACK
from kiosk.prove.interleavings.company import Account, Company
from kiosk.prove.interleavings.floor import House, Scene
from kiosk.services.shop import Shop
from kiosk.storage import tables
from kiosk.storage.engine import CommitUnclear, Database, Session, Unwritable

REFUSED: Final = (DBAPIError, CommitUnclear, Unwritable)
"""What the product may raise when its disk fails."""

DISK_ERRORS: Final = (*REFUSED, AssertionError)
"""The same in a play, which itself asserts that its guests get what they want."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How things stood after so many operations: the company's books, and how many journal rows were promised."""

    after: int
    books: Mapping[str, Account]
    promised: int
    at: datetime


@dataclass(frozen=True, slots=True)
class WatchedDatabase(Database):
    """Tells of each transaction whose commit was answered, and how many journal rows there are to be then.

    ``swallows`` is the bad variant: a commit that fails is taken for one that worked.
    """

    committed: Callable[[int], None] = lambda _: None
    swallows: bool = False

    @contextmanager
    def write(self) -> Iterator[Session]:
        """As it is, and told afterwards."""
        rows = 0
        try:
            with super(WatchedDatabase, self).write() as session:
                yield session
                rows = rows_of(session)
        except CommitUnclear:
            if not self.swallows:
                raise
        self.committed(rows)


@dataclass
class ToldCompany(Company):
    """The company, whose books are looked at after each call that may move money, too."""

    def confirm(self, order: Order) -> Answer:
        """As it is, and told."""
        try:
            return super().confirm(order)
        finally:
            self.step()

    def cancel(self, order: Order, *, reason: str, key: str, amount: Won | None = None) -> RefundAnswer:
        """As it is, and told."""
        try:
            return super().cancel(order, reason=reason, key=key, amount=amount)
        finally:
            self.step()


@dataclass
class Evening:
    """The scene on a watched disk, while it is played."""

    scene: Scene
    platter: Platter
    database: Database
    marks: list[Mark] = field(default_factory=list)
    promised: int = 0
    was_struck: bool = False

    def strike_with(self, strike: Strike) -> None:
        """From now on the disk fails as this says."""
        self.platter.strike = self._watching(strike)

    def heal(self) -> None:
        """The disk works again; connections that met its faults are given up, as after an error in the product."""
        self.platter.strike = self.platter.veil = _let_pass

    def veil_with(self, strike: Strike) -> None:
        """From now on files open and read as this says."""
        self.platter.veil = self._watching(strike)

    def mark(self) -> None:
        """Remember how things stand."""
        company, clock = self.scene.company, self.scene.clock
        self.marks.append(Mark(len(self.platter.ops), company.remembered(), self.promised, clock.now()))

    def _watching(self, strike: Strike) -> Strike:
        def strikes(op: Op) -> None:
            try:
                strike(op)
            except Exception:
                self.was_struck = True
                raise

        return strikes

    def promise(self, rows: int) -> None:
        """A commit was answered: so many rows are there from now on, whatever happens."""
        self.promised = rows
        self.mark()


@contextmanager
def evening(
    bench: Bench, image: Image, there: House, play: str = "", since: Mark | None = None
) -> Iterator[Evening]:
    """A scene for a play on a bench; ``since`` is how things stood when the power came back."""
    platter = bench.lay(image)
    clock = VirtualClock(since.at) if since else VirtualClock()
    told: list[Evening] = []

    def mark() -> None:
        for one in told:
            one.mark()

    def promise(rows: int) -> None:
        for one in told:
            one.promise(rows)

    database = WatchedDatabase(
        bench.database.writers, bench.database.readers, committed=promise, swallows=bench.machine.swallows
    )
    company = ToldCompany(mark, clock.now)
    company.remember(dict(since.books) if since else {})
    ids = CountedIds("after") if since else CountedIds()
    shop = Shop(database, clock, ids, there.restaurant_id, "K1")
    scene = Scene(shop, company, clock, there, money_goes_back=play in MONEY_GOES_BACK)
    current = Evening(scene, platter, bench.database, promised=since.promised if since else 0)
    told.append(current)
    current.mark()
    try:
        yield current
    finally:
        told.clear()
        current.heal()
        bench.database.writers.dispose()


def damage(database: Database, promised: int) -> list[str]:
    """What the database's own check finds, and whether every row is there that was promised."""
    with database.read() as session:
        said = session.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        kept = rows_of(session)
    found = [f"integrity_check, {len(said)} sentences: {said[0]}"] if said != ["ok"] else []
    if kept < promised:
        found.append(f"{promised - kept} of {promised} journal rows that were promised are gone")
    return found


def rows_of(session: Session) -> int:
    """How many rows the journal has: it only grows."""
    return session.execute(select(func.count()).select_from(tables.journal)).scalar_one()


def _let_pass(_op: Op) -> None:
    return

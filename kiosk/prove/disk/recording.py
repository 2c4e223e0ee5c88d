"""One evening on a watched disk: every operation, and what was promised and known at the company by then."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from kiosk.prove.chance import CountedIds, VirtualClock
from kiosk.prove.disk.driver import Driver
from kiosk.prove.disk.platter import LoggedDisk, Op, Platter, Strike
from kiosk.prove.disk.plays import MONEY_GOES_BACK, PLAYS
from kiosk.prove.interleavings.company import Account, Company
from kiosk.prove.interleavings.floor import House, Scene, house
from kiosk.services import holding
from kiosk.services.shop import Shop
from kiosk.storage import tables
from kiosk.storage.engine import CommitUnclear, Database, Session, open_database

FILE: Final = "house.db"
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Mark:
    """How things stood after so many operations: the company's books, and how many journal rows were promised."""

    after: int
    books: Mapping[str, Account]
    promised: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Recording:
    """An evening to be cut anywhere."""

    play: str
    base: bytes
    ops: list[Op]
    marks: list[Mark]

    def mark_at(self, cut: int) -> Mark:
        """What was known and promised before operation number ``cut``."""
        return self.marks[bisect_right([mark.after for mark in self.marks], cut) - 1]


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
                rows = _count(session)
        except CommitUnclear:
            if not self.swallows:
                raise
        self.committed(rows)


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

        def strikes(op: Op) -> None:
            try:
                strike(op)
            except Exception:
                self.was_struck = True
                raise

        self.platter.strike = strikes

    def heal(self) -> None:
        """The disk works again; connections that met its faults are given up, as after an error in the product."""
        self.platter.strike = _let_pass

    def mark(self) -> None:
        """Remember how things stand."""
        company, clock = self.scene.company, self.scene.clock
        self.marks.append(Mark(len(self.platter.ops), company.remembered(), self.promised, clock.now()))

    def promise(self, rows: int) -> None:
        """A commit was answered: so many rows are there from now on, whatever happens."""
        self.promised = rows
        self.mark()


def base_of(folder: Path) -> tuple[bytes, House]:
    """A restaurant that has just been set up, as one file; the house is to look at only, its database is closed."""
    with house(folder) as there:
        pass
    return (folder / FILE).read_bytes(), there


@contextmanager
def evening(
    folder: Path,
    base: bytes,
    there: House,
    play: str,
    *,
    pragmas: Mapping[str, str] | None = None,
    swallows: bool = False,
) -> Iterator[Evening]:
    """A scene for a play on a watched disk in an empty folder."""
    name, platter = f"jari-{next(_numbers)}", Platter()
    disk = LoggedDisk(name, platter)
    (folder / FILE).write_bytes(base)
    database = open_database(f"sqlite:///{folder / FILE}", Driver(name, dict(pragmas or {})))
    clock = VirtualClock()
    told: list[Evening] = []

    def mark() -> None:
        for one in told:
            one.mark()

    def promise(rows: int) -> None:
        for one in told:
            one.promise(rows)

    watched = WatchedDatabase(database.writers, database.readers, committed=promise, swallows=swallows)
    company = Company(mark, clock.now)
    shop = Shop(watched, clock, CountedIds(), there.restaurant_id, "K1")
    scene = Scene(shop, company, clock, there, money_goes_back=play in MONEY_GOES_BACK)
    current = Evening(scene, platter, database)
    told.append(current)
    try:
        yield current
    finally:
        told.clear()
        platter.strike = _let_pass
        database.close()
        disk.unregister()


def record(
    folder: Path, base: bytes, there: House, play: str, pragmas: Mapping[str, str], earlier: int
) -> Recording:
    """Play it once, to the closing of the database, after so many ``earlier`` guests who only looked."""
    with evening(folder, base, there, play, pragmas=pragmas) as current:
        current.mark()
        for number in range(earlier):
            visit = f"earlier-{number}"
            booking_id = current.scene.hold(visit)
            assert booking_id is not None
            holding.release(current.scene.shop, visit, booking_id)
        PLAYS[play](current.scene)
        current.mark()
        current.database.close()
        ops, marks = list(current.platter.ops), list(current.marks)
    for left in folder.iterdir():
        left.unlink()
    return Recording(play, base, ops, marks)


@dataclass(frozen=True, slots=True)
class Witness:
    """The product on what a cut has left: its own driver, its own recovery. One engine for all cuts, as it learns SQL once."""

    folder: Path
    database: Database
    there: House

    def judge(self, image: Mapping[str, bytes], mark: Mark, play: str) -> list[str]:
        """What does not hold after recovery."""
        self.database.writers.dispose()
        for left in self.folder.iterdir():
            left.unlink()
        for name, content in image.items():
            (self.folder / name).write_bytes(content)
        clock = VirtualClock(mark.at)
        company = Company(lambda: None, clock.now)
        company.remember(dict(mark.books))
        shop = Shop(self.database, clock, CountedIds("after"), self.there.restaurant_id, "K1")
        scene = Scene(shop, company, clock, self.there, money_goes_back=play in MONEY_GOES_BACK)
        try:
            return [*damage(self.database, mark.promised), *scene.end()]
        except Exception as failed:  # noqa: BLE001 - whatever the product raises is what this cut found
            return [f"recovery failed: {type(failed).__name__}: {failed}"]


@contextmanager
def witness(folder: Path, there: House) -> Iterator[Witness]:
    """A witness in a folder of its own."""
    database = open_database(f"sqlite:///{folder / FILE}")
    try:
        yield Witness(folder, database, there)
    finally:
        database.close()


def damage(database: Database, promised: int) -> list[str]:
    """What the database's own check finds, and whether every row is there that was promised."""
    with database.read() as session:
        said = session.exec_driver_sql("PRAGMA integrity_check").scalar_one()
        kept = _count(session)
    found = [] if said == "ok" else [f"integrity_check: {said}"]
    if kept < promised:
        found.append(f"{promised - kept} of {promised} journal rows that were promised are gone")
    return found


def _count(session: Session) -> int:
    return session.execute(select(func.count()).select_from(tables.journal)).scalar_one()


def _let_pass(_op: Op) -> None:
    return

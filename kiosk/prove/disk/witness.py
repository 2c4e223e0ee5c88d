"""The witness: the product on what a power cut has left, with its own driver and its own recovery.

Recovery depends on what the tables hold and on how the company stands. Most disks come back with contents that another
had: each is opened and checked whole, but of equal ones only some are also recovered and judged again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Final

from kiosk.prove.chance import CountedIds, VirtualClock
from kiosk.prove.disk.bench import FILE, SOUND, Machine, TakenForOlder, put
from kiosk.prove.disk.evening import Mark, damage
from kiosk.prove.disk.platter import Image
from kiosk.prove.disk.plays import MONEY_GOES_BACK
from kiosk.prove.interleavings.company import Company
from kiosk.prove.interleavings.floor import House, Scene
from kiosk.services.shop import Shop
from kiosk.storage import tables
from kiosk.storage.engine import Database, open_database

AGAIN_EVERY: Final = 8
"""Of so many disks with the same contents one is recovered again, as leftovers on the disk differ."""


@dataclass
class _Verdict:
    asked: int = 0
    broken: list[str] = field(default_factory=list)


@dataclass
class Witness:
    """One engine for all cuts, as it learns SQL once. ``recoveries`` counts the disks that were recovered to the end."""

    folder: Path
    database: Database
    there: House
    recoveries: int = 0
    _known: dict[tuple[bytes, str], _Verdict] = field(default_factory=dict)

    def judge(self, image: Image, mark: Mark, play: str) -> list[str]:
        """What does not hold after recovery, or at once."""
        self.database.writers.dispose()
        put(image, self.folder)
        try:
            if found := damage(self.database, mark.promised):
                return found
            like = self._contents(), f"{play} {mark.at} {mark.books}"
            known = self._known.setdefault(like, _Verdict())
            known.asked += 1
            if known.asked % AGAIN_EVERY == 1:
                self.recoveries += 1
                known.broken = known.broken or self._scene(mark, play).end()
            return known.broken
        except Exception as failed:  # noqa: BLE001 - whatever the product raises is what this cut found
            return [f"recovery failed: {type(failed).__name__}: {failed}"]

    def _scene(self, mark: Mark, play: str) -> Scene:
        clock = VirtualClock(mark.at)
        company = Company(lambda: None, clock.now)
        company.remember(dict(mark.books))
        shop = Shop(self.database, clock, CountedIds("witness"), self.there.restaurant_id, "K1")
        return Scene(shop, company, clock, self.there, money_goes_back=play in MONEY_GOES_BACK)

    def _contents(self) -> bytes:
        digest = blake2b(digest_size=16)
        with self.database.read() as session:
            cursor = session.connection.cursor()
            for table in tables.metadata.sorted_tables:
                rows = cursor.execute(f"SELECT * FROM {table.name}").fetchall()  # noqa: S608 - names of our own
                digest.update(f"{table.name} {rows}".encode())
        return digest.digest()


@contextmanager
def witness(folder: Path, there: House, machine: Machine = SOUND) -> Iterator[Witness]:
    """A witness in a folder of its own."""
    driver = TakenForOlder() if machine.older else None
    database = open_database(f"sqlite:///{folder / FILE}", driver)
    # The files are put there and taken away under it; room is another campaign's business.
    judged = Database(database.writers, database.readers)
    try:
        yield Witness(folder, judged, there)
    finally:
        database.close()

"""What the evenings of this campaign are played on: a watched disk, and a database of the product's on it.

One engine serves all evenings of a process, as an engine has to learn SQL once.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from kiosk.prove.disk.driver import Driver
from kiosk.prove.disk.platter import Blind, Files, Image, LoggedDisk, Platter
from kiosk.prove.interleavings.floor import House, house
from kiosk.storage.engine import Database, open_database
from kiosk.storage.sqlite import sqlite_driver

FILE: Final = "house.db"
_numbers = count(1)

OLDER: Final = "3.40.1"
"""A SQLite whose write-ahead log is not sound: the product keeps a rollback journal with it."""


class TakenForOlder:
    """The product's driver, said to be an older one."""

    sqlite_version, sqlite_version_info = OLDER, tuple(int(part) for part in OLDER.split("."))

    def __getattr__(self, name: str) -> Any:
        return getattr(sqlite_driver(), name)


@dataclass(frozen=True, slots=True)
class Machine:
    """What the product runs on: which SQLite it takes it for, and which of its statements are replaced.

    ``swallows`` is a bad variant of the product: a commit that fails is taken for one that worked. ``trusts`` is another: a
    log is copied into the database as memory has it, and not written again before.
    """

    older: bool = False
    pragmas: Mapping[str, str] = field(default_factory=dict)
    swallows: bool = False
    trusts: bool = False


SOUND: Final = Machine()


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder, the watched disk that it is on, and the product's database there."""

    folder: Path
    machine: Machine
    disk: LoggedDisk
    database: Database

    def lay(self, image: Image) -> Platter:
        """The disk as it was; nothing is open, and watching begins anew."""
        self.database.writers.dispose()
        put(image, self.folder)
        self.disk.platter = Platter()
        return self.disk.platter

    def kill(self) -> None:
        """End the program as ``kill -9`` does: nothing is written any more, and what the system has cached is still there."""
        self.disk.platter.is_killed = True
        self.database.writers.dispose()
        self.disk.platter.is_killed = False


@contextmanager
def bench(folder: Path, machine: Machine = SOUND) -> Iterator[Bench]:
    """A bench in an empty folder."""
    name = f"jari-{next(_numbers)}"
    disk = LoggedDisk(name, Platter())
    driver = Driver(name, dict(machine.pragmas), Blind(disk) if machine.trusts else Files(disk))
    if machine.older:
        driver.sqlite_version = OLDER
    database = open_database(f"sqlite:///{folder / FILE}", driver)
    try:
        yield Bench(folder, machine, disk, database)
    finally:
        disk.platter = Platter()
        database.close()
        disk.unregister()


@cache
def base() -> tuple[Image, House]:
    """A restaurant that has just been set up, as one file; the house is to look at only, its database is closed."""
    with TemporaryDirectory(prefix="jari-base-", dir=memory()) as folder:
        with house(Path(folder)) as there:
            pass
        return {FILE: (Path(folder) / FILE).read_bytes()}, there


def put(image: Image, folder: Path) -> None:
    """The folder holds these files and no others."""
    for left in folder.iterdir():
        left.unlink()
    for name, content in image.items():
        (folder / name).write_bytes(content)


class Places:
    """Two empty folders, in memory where there is such a place."""

    def __enter__(self) -> tuple[Path, Path]:
        self._folder = TemporaryDirectory(prefix="jari-disk-", dir=memory())
        made = Path(self._folder.name)
        (made / "played").mkdir()
        (made / "judged").mkdir()
        return made / "played", made / "judged"

    def __exit__(self, *_error: object) -> None:
        self._folder.cleanup()


def memory() -> Path | None:
    """Where files cost nothing."""
    shared = Path("/dev/shm")  # noqa: S108 - private folders are made below it
    return shared if shared.is_dir() else None

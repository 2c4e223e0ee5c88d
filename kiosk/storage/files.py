"""A SQLite database as a file: copies of it that others can read, and putting one in its place. Never a server's.

Everything here is about names, bytes and durability; what is in the rows is nobody's business here.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import NullPool, create_engine

from kiosk.storage.engine import Database, Session
from kiosk.storage.sqlite import SQLITE, sqlite_driver, used_by_nobody


class InUse(Exception):
    """Another program has the database open."""


class CopyFailed(Exception):
    """The copy could not be written whole. Says why in a sentence without an end."""


PAGES_A_STEP = 1_024
_MAGIC = b"SQLite format 3\0"


def open_copy(file: Path) -> Database:
    """A file that nobody writes to, for reading only: nothing is made beside it, and nothing of it changes."""
    left = file.with_name(f"{file.name}-wal").exists() or file.with_name(f"{file.name}-journal").exists()
    place = f"{file.resolve().as_uri()}?mode=ro{'' if left else '&immutable=1'}"
    driver = sqlite_driver()

    def connect() -> Any:
        connection = driver.connect(place, uri=True, isolation_level=None)
        connection.execute("PRAGMA trusted_schema=OFF")
        return connection

    engine = create_engine("sqlite://", module=driver, creator=connect, poolclass=NullPool)
    return Database(engine, engine, SQLITE)


def copy_into(
    session: Session, target: Path, progress: Callable[[int, int, int], object] | None = None
) -> None:
    """Everything that this read transaction sees, as one plain file, durable; others go on writing meanwhile.

    ``target`` must not exist; it is for this user's eyes only. ``progress`` is told (state, pages left, pages) after
    every step. Raises CopyFailed.
    """
    driver = sqlite_driver()
    try:
        with os.fdopen(os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "rb") as file:
            copy = driver.connect(str(target), isolation_level=None)
            try:
                copy.execute("PRAGMA synchronous=OFF")  # made durable as a whole, below
                source: Any = session.connection.driver_connection
                source.backup(copy, pages=PAGES_A_STEP, progress=progress)
                copy.execute(
                    "PRAGMA journal_mode=DELETE"
                )  # so that the copy is one file, readable from any medium
            finally:
                copy.close()
            os.fsync(file.fileno())
    except driver.Error as wrong:
        raise CopyFailed(str(wrong)) from wrong
    except OSError as wrong:
        raise CopyFailed(wrong.strerror or str(wrong)) from wrong


def size_of(session: Session) -> int:
    """About how many bytes a copy needs."""
    pages, size = (
        session.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("page_count", "page_size")
    )
    return int(pages * size)


def sync_folder(folder: Path) -> None:
    """Make names durable: what was put into a folder, or renamed in it. Windows does so by itself."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def make_one_file(file: Path) -> bool:
    """Take into a database what a program has left beside it (write-ahead log, rollback journal), so that it is one file.

    Raises InUse when any program has it open, PermissionError when this user may not write it. False when it is too
    damaged for that; then nothing was changed.
    """
    driver = sqlite_driver()
    with file.open("rb") as opened:
        if opened.read(len(_MAGIC)) != _MAGIC:
            return False  # merely opening it would make SQLite delete a log that may hold all there is
    with used_by_nobody(file) as is_free:
        if not is_free:
            raise InUse(f"{file.name} is open")
        connection = driver.connect(str(file), isolation_level=None, timeout=0)
        try:
            # Leaving write-ahead logging needs the database for oneself alone, as does an exclusive transaction.
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
        except driver.DatabaseError as wrong:
            if "locked" in str(wrong):
                raise InUse(str(wrong)) from wrong
            if "readonly" in str(wrong) or "unable to open" in str(wrong):
                raise PermissionError(13, str(wrong), str(file)) from wrong
            return False
        finally:
            connection.close()
    return True


def put_in_place(new: Path, file: Path, kept: Path) -> None:
    """Make ``new`` the database, and keep the one that was there, with all that belongs to it, as ``kept``.

    At every moment ``file`` is one of the two, whole. ``new`` must be one plain file, in the same folder.
    """
    for suffix in ("", *_BESIDE):
        part = file.with_name(file.name + suffix)
        if part.exists():
            _keep(part, kept.with_name(kept.name + suffix))
    sync_folder(file.parent)
    for suffix in _BESIDE:
        # A log beside a database that it was not written for would be played into it.
        file.with_name(file.name + suffix).unlink(missing_ok=True)
    new.replace(file)
    sync_folder(file.parent)


_BESIDE = ("-wal", "-shm", "-journal")


def _keep(part: Path, kept: Path) -> None:
    try:
        kept.hardlink_to(part)
    except OSError:  # a file system without links, such as that of a memory stick
        shutil.copy2(part, kept)
        with kept.open("rb+") as file:
            os.fsync(file.fileno())

"""SQLite: how it is opened, how durable it is made, what its errors mean, and who has its file open.

The only place that knows this product's words. A terminal on one machine needs nothing else.
"""

import os
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError

from kiosk.storage.product import Product, Session, Trouble, begins

FIXED_WAL = (3, 51, 3)
"""SQLite before this can corrupt a WAL database when a checkpoint meets a commit (sqlite.org, 3.51.3 notes)."""

BUSY_MS = 5_000


def sqlite_driver() -> ModuleType:
    """The newest SQLite at hand: the bundled wheel where there is one, else Python's own."""
    try:
        return import_module("pysqlite3.dbapi2")
    except ImportError:
        return sqlite3


def has_fixed_wal(driver: Any) -> bool:
    """Whether write-ahead logging is sound in this driver."""
    return bool(driver.sqlite_version_info >= FIXED_WAL)


_FULL, _FAILED, _LOCKED = "disk is full", "disk I/O error", "is locked"
_TROUBLES = {
    _FULL: Trouble.NO_ROOM,
    _FAILED: Trouble.DISK,
    # Of a file that is open already: its log cannot be read just now, and what the connection then holds is half of something.
    "unable to open": Trouble.DISK,
    "is malformed": Trouble.DISK,
    "is not a database": Trouble.DISK,
    "readonly database": Trouble.AWAY,
    _LOCKED: Trouble.AWAY,
}
"""What SQLite says when it is not the statement's fault."""


def _trouble_of(failed: DBAPIError) -> Trouble | None:
    if not isinstance(failed, DatabaseError):
        return None
    said = str(failed.orig)
    return next((trouble for words, trouble in _TROUBLES.items() if words in said), None)


def open_sqlite(url: URL, driver: Any) -> Engine:
    """An engine whose every connection is prepared; how a transaction begins, ``kiosk.storage.engine`` says."""
    engine = create_engine(url, module=driver, pool_pre_ping=False)
    journal = ("WAL", "FULL") if has_fixed_wal(driver) else ("DELETE", "EXTRA")
    alive: list[int] = []
    handles: list[int] = []
    file = None if url.database in (None, "", ":memory:") else url.database

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        # Python's driver would begin transactions by itself, and too late; see ``begin_writing``.
        connection.isolation_level = None
        try:
            _prepared(connection)
        except Exception:
            _close_without_copying(connection, file, handles)
            raise
        alive.append(id(connection))

    def _prepared(connection: Any) -> None:
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={BUSY_MS}",
            f"journal_mode={journal[0]}",
            f"synchronous={journal[1]}",
            "foreign_keys=ON",
            "trusted_schema=OFF",
            "journal_size_limit=16777216",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        if not alive:
            _empty_log(driver, connection, file)
        cursor.close()

    @event.listens_for(engine, "close")
    def _forget(connection: Any, _record: object) -> None:
        alive.remove(id(connection))

    return engine


def _empty_log(driver: Any, connection: Any, file: str | None) -> None:
    """Bring what an earlier opening left in the write-ahead log into the database, durably, before anything is added to it.

    A sync that failed may have lost a part of the log which is still to be read, and the next sync says success all the
    same (fsync(2)). So the log is written again first: else a power cut in the middle of the copying leaves a database of
    which some pages are new, and no log with the others. What is copied into the database is written, and so synced, anew.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")  # whoever else has it open adds nothing to the log meanwhile
        try:
            if file is not None:
                write_again(getattr(driver, "files", os), f"{file}-wal")
        finally:
            connection.execute("ROLLBACK")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except driver.OperationalError as failed:
        if _FAILED in str(failed):
            raise
    except OSError as failed:
        raise driver.OperationalError(f"{_FAILED}: {failed.strerror}") from failed


def _close_without_copying(connection: Any, file: str | None, handles: list[int]) -> None:
    """SQLite copies the log into the database when the last one closes it, and this log may be in memory only. It does not
    while somebody else has the file open; so somebody has, by the mark that SQLite itself would set (sqlite.org, os_unix.c).

    Only Linux has marks that do not end with any other handle of the same file; elsewhere the copy is made. ``handles`` keeps
    ours: closing one would take away the marks of every connection of this process (sqlite.org, How To Corrupt, 2.2).
    """
    locks = _locks()
    if file is None or locks is None or not hasattr(locks, "F_OFD_SETLK"):
        connection.close()
        return
    with suppress(OSError):  # a file that cannot be opened is copied into by nobody
        if not (handles and os.path.samestat(os.fstat(handles[-1]), Path(file).stat())):
            handles.append(os.open(file, os.O_RDONLY))
        _mark(locks, handles[-1], locks.F_RDLCK)
    connection.close()
    if handles:
        _mark(locks, handles[-1], locks.F_UNLCK)
    while len(handles) > 1:  # of files that were replaced: no connection has them open
        os.close(handles.pop(0))


def _mark(locks: ModuleType, handle: int, kind: int) -> None:
    locks.fcntl(handle, locks.F_OFD_SETLK, struct.pack("hhqqi", kind, os.SEEK_SET, *_SHARED, 0))


_SHARED = (0x40000002, 510)
"""First byte and length of what SQLite marks in a file that it has open."""


def write_again(files: Any, name: str) -> None:
    """Write a file over itself and sync it: what only memory still had of it is on the disk then. ``files`` is ``os``.

    Does nothing where there is no such file. Raises OSError.
    """
    try:
        handle = files.open(name, os.O_RDWR | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        return
    try:
        place = 0
        while part := files.read(handle, _AT_ONCE):
            files.lseek(handle, place, os.SEEK_SET)
            place += files.write(handle, part)
            files.lseek(handle, place, os.SEEK_SET)
        files.fsync(handle)
    finally:
        files.close(handle)


_AT_ONCE = 1 << 20


def _damage_of(session: Session) -> list[str]:
    """What the database's own checks find wrong: pages, indexes, foreign keys. May take a second for every 100 MB."""
    try:
        said = [" ".join(str(row[0]).split()) for row in session.exec_driver_sql("PRAGMA integrity_check")]
        orphans = session.exec_driver_sql("PRAGMA foreign_key_check").all()
    except DatabaseError as wrong:
        return [str(wrong.orig)]
    return [sentence for sentence in said if sentence != "ok"] + [
        f"row {row[1]} of {row[0]} belongs to a row of {row[2]} that is not there" for row in orphans
    ]


def mark_use(file: Path) -> int | None:
    """Show others that this database is open. With a write-ahead log SQLite itself does, and Windows always."""
    locks = _locks()
    if locks is None or has_fixed_wal(sqlite_driver()) or not file.parent.is_dir():
        return None
    mark = os.open(_marker(file), os.O_RDWR | os.O_CREAT, 0o600)
    locks.flock(mark, locks.LOCK_SH)
    return mark


@contextmanager
def used_by_nobody(file: Path) -> Iterator[bool]:
    """Keep others from opening the file for as long as this lasts; False when somebody has it open already."""
    locks = _locks()
    if locks is None or not _marker(file).exists():
        yield True
        return
    with _marker(file).open("rb") as mark:
        try:
            locks.flock(mark, locks.LOCK_EX | locks.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _marker(file: Path) -> Path:
    return file.with_name(f"{file.name}-open")


def _locks() -> ModuleType | None:
    try:
        return import_module("fcntl")
    except ImportError:  # Windows
        return None


def _begin_in_turn(session: Session) -> None:
    """A deferred transaction that reads and then writes fails at once when another one wrote meanwhile; writers therefore
    take the lock at BEGIN.

    SQLite looks for it ever more rarely, down to ten times a second, and whoever comes meanwhile goes first: with eight
    terminals that write without a pause, the slowest of a hundred waited a third of a second. Asked for a moment only, and
    then anew, it keeps looking, and nobody is left behind for long.
    """
    connection: Any = session.connection.dbapi_connection
    connection.execute(f"PRAGMA busy_timeout={_MOMENT_MS}")
    try:
        _begin_now(session)
    except OperationalError as failed:
        if _LOCKED not in str(failed.orig) or not _gets_in(connection):
            raise
    finally:
        connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")


def _gets_in(connection: Any) -> bool:
    """Past SQLAlchemy, which takes several times as long to say no."""
    for _ in range(BUSY_MS // _MOMENT_MS):
        try:
            connection.execute("BEGIN IMMEDIATE")
        except Exception as failed:  # the driver's own, whichever it is
            if _LOCKED not in str(failed):
                raise
        else:
            return True
    return False


_begin_now = begins("BEGIN IMMEDIATE")
_MOMENT_MS: Final = 2

SQLITE = Product(
    name="sqlite",
    trouble_of=_trouble_of,
    damage_of=_damage_of,
    begin_writing=lambda _restaurant_id: _begin_in_turn,
    begin_reading=begins("BEGIN DEFERRED"),
)
"""One writer at a time for the whole file, whatever the restaurant."""

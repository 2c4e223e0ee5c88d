"""The database itself: the only file that knows which product it is, how it begins and how durable it is.

``with database.write() as session:`` is the unit of work. A session is a SQLAlchemy Core connection in a
transaction; nothing may call the network inside one.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, RootTransaction, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DatabaseError, DBAPIError, IntegrityError, OperationalError

from kiosk.storage.room import give_up_spare, has_room

Session = Connection

FIXED_WAL = (3, 51, 3)
"""SQLite before this can corrupt a WAL database when a checkpoint meets a commit (sqlite.org, 3.51.3 notes)."""

BUSY_MS = 5_000


class CommitUnclear(Exception):
    """COMMIT was sent and no answer came: done or not is unknown. Read back before going on."""


class Unwritable(Exception):
    """The database takes nothing just now: the disk is full, fails or may not be written, or others hold it too long.

    Nothing of the transaction is stored.
    """


class Conflict(Exception):
    """A constraint refused the write: somebody else was first. The transaction is rolled back whole."""


class Damaged(Exception):
    """The file is no whole database. Says what is wrong with it in a sentence without an end."""


class InUse(Exception):
    """Another program has the database open."""


class CopyFailed(Exception):
    """The copy could not be written whole. Says why in a sentence without an end."""


@dataclass
class Doubt:
    """``since_error``: the disk has failed once, and the database was not looked through since."""

    since_error: bool = False


@dataclass(frozen=True, slots=True)
class Database:
    """An open database: one engine for writers, one view of the same pool for readers."""

    writers: Engine
    readers: Engine
    mark: int | None = None
    file: Path | None = None
    doubt: Doubt = field(default_factory=Doubt)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One short, durable transaction that holds the write lock from its first statement.

        Raises Conflict when a constraint says no, Unwritable when nothing can be stored now, and CommitUnclear when
        the commit's answer was lost.
        """
        try:
            with self.writers.connect() as session:
                transaction = session.begin()
                try:
                    yield session
                except BaseException:
                    transaction.rollback()
                    raise
                _commit(transaction)
        except IntegrityError as refused:
            raise Conflict(str(refused.orig)) from refused
        except OperationalError as failed:
            if not _is_unwritable(failed):
                raise
            self._learn_from(str(failed.orig))
            raise Unwritable(str(failed.orig)) from failed
        except CommitUnclear as unclear:
            self._learn_from(str(unclear))
            raise

    def _learn_from(self, said: str) -> None:
        """A full disk gets the spare back, for trying again; any other error of the disk leaves doubt."""
        if _FULL in said:
            give_up_spare(self.file)
        elif _FAILED in said:
            self.doubt.since_error = True

    def is_sound(self) -> bool:
        """Whether it may be sold on: after an error of the disk only once the file was opened anew, read and found whole."""
        if not self.doubt.since_error:
            return True
        self.writers.dispose()
        try:
            with self.read() as session:
                is_whole = not damage_of(session)
        except DBAPIError:
            return False
        self.doubt.since_error = not is_whole
        return is_whole

    def has_room(self) -> bool:
        """Whether there is room for a new sale."""
        return has_room(self.file)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One consistent view; never waits for writers, never makes them wait."""
        with self.readers.connect() as session, session.begin():
            yield session

    def close(self) -> None:
        """Give every connection back."""
        self.writers.dispose()
        if self.mark is not None:
            os.close(self.mark)


def _commit(transaction: RootTransaction) -> None:
    try:
        transaction.commit()
    except IntegrityError:
        raise
    except DBAPIError as lost:
        raise CommitUnclear(str(lost.orig)) from lost


def open_database(url: str, driver: Any = None) -> Database:
    """Open ``sqlite:///file`` (or any URL SQLAlchemy knows). The schema is not touched: see ``migrate``.

    ``driver`` is another module of Python's database interface for SQLite, for the fault campaign's own disks.
    """
    parsed = make_url(url)
    engine = (
        _open_sqlite(parsed, driver or sqlite_driver())
        if parsed.get_backend_name() == "sqlite"
        else create_engine(parsed)
    )
    file = file_of(url)
    return Database(
        writers=engine.execution_options(begin="IMMEDIATE"),
        readers=engine.execution_options(begin="DEFERRED"),
        mark=_mark_use(file) if file is not None else None,
        file=file,
    )


def file_of(url: str) -> Path | None:
    """The file of a database that is one, None for a server's."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


def sqlite_driver() -> ModuleType:
    """The newest SQLite at hand: the bundled wheel where there is one, else Python's own."""
    try:
        return import_module("pysqlite3.dbapi2")
    except ImportError:
        return sqlite3


def has_fixed_wal(driver: Any) -> bool:
    """Whether write-ahead logging is sound in this driver."""
    return bool(driver.sqlite_version_info >= FIXED_WAL)


_FULL, _FAILED = "disk is full", "disk I/O error"
_CANNOT = (_FULL, _FAILED, "readonly database", "unable to open", "is locked")
"""What SQLite says when it is not the statement's fault."""


def _is_unwritable(failed: OperationalError) -> bool:
    return any(words in str(failed.orig) for words in _CANNOT)


def _open_sqlite(url: URL, driver: Any) -> Engine:
    engine = create_engine(url, module=driver, pool_pre_ping=False)
    journal = ("WAL", "FULL") if has_fixed_wal(driver) else ("DELETE", "EXTRA")
    alive: list[int] = []

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        # Python's driver would begin transactions by itself, and too late; see _begin.
        connection.isolation_level = None
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
            _empty_log(driver, connection)
        alive.append(id(connection))
        cursor.close()

    @event.listens_for(engine, "close")
    def _forget(connection: Any, _record: object) -> None:
        alive.remove(id(connection))

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A deferred transaction that reads and then writes fails at once when another one wrote meanwhile;
        # writers therefore take the lock at BEGIN, where busy_timeout waits for it.
        connection.exec_driver_sql(f"BEGIN {connection.get_execution_options()['begin']}")

    return engine


def _empty_log(driver: Any, connection: Any) -> None:
    """Bring what an earlier opening left in the write-ahead log into the database, durably, before anything is added to it.

    A sync that failed may have lost a part of the log which is still to be read, and the next sync says success all the
    same (fsync(2)). Only while the log was not closed does SQLite write that part again; after a power cut all that was
    added behind it would be gone. What is copied into the database is written, and so synced, anew.
    """
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except driver.OperationalError as failed:
        if _FAILED in str(failed):
            connection.close()
            raise


# --- the database as a file: copies of it, and putting one in its place ---------------------------------------------

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
    return Database(engine, engine)


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


def damage_of(session: Session) -> list[str]:
    """What the database's own checks find wrong: pages, indexes, foreign keys. May take a second for every 100 MB."""
    try:
        said = [" ".join(str(row[0]).split()) for row in session.exec_driver_sql("PRAGMA integrity_check")]
        orphans = session.exec_driver_sql("PRAGMA foreign_key_check").all()
    except DatabaseError as wrong:
        return [str(wrong.orig)]
    return [sentence for sentence in said if sentence != "ok"] + [
        f"row {row[1]} of {row[0]} belongs to a row of {row[2]} that is not there" for row in orphans
    ]


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
    with _used_by_nobody(file):
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


def _mark_use(file: Path) -> int | None:
    """Show others that this database is open. With a write-ahead log SQLite itself does, and Windows always."""
    locks = _locks()
    if locks is None or has_fixed_wal(sqlite_driver()) or not file.parent.is_dir():
        return None
    mark = os.open(_marker(file), os.O_RDWR | os.O_CREAT, 0o600)
    locks.flock(mark, locks.LOCK_SH)
    return mark


@contextmanager
def _used_by_nobody(file: Path) -> Iterator[None]:
    locks = _locks()
    if locks is None or not _marker(file).exists():
        yield
        return
    with _marker(file).open("rb") as mark:
        try:
            locks.flock(mark, locks.LOCK_EX | locks.LOCK_NB)
        except BlockingIOError as held:
            raise InUse(f"{file.name} is open") from held
        yield


def _marker(file: Path) -> Path:
    return file.with_name(f"{file.name}-open")


def _locks() -> ModuleType | None:
    try:
        return import_module("fcntl")
    except ImportError:  # Windows
        return None

"""The database itself: the only file that knows which product it is, how it begins and how durable it is.

``with database.write() as session:`` is the unit of work. A session is a SQLAlchemy Core connection in a
transaction; nothing may call the network inside one.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError

Session = Connection

FIXED_WAL = (3, 51, 3)
"""SQLite before this can corrupt a WAL database when a checkpoint meets a commit (sqlite.org, 3.51.3 notes)."""

BUSY_MS = 5_000


class CommitUnclear(Exception):
    """COMMIT was sent and no answer came: done or not is unknown. Read back before going on."""


class Conflict(Exception):
    """A constraint refused the write: somebody else was first. The transaction is rolled back whole."""


class Damaged(Exception):
    """The file is no whole database. Says what is wrong with it in a sentence without an end."""


@dataclass(frozen=True, slots=True)
class Database:
    """An open database: one engine for writers, one view of the same pool for readers."""

    writers: Engine
    readers: Engine

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One short, durable transaction that holds the write lock from its first statement.

        Raises Conflict when a constraint says no, CommitUnclear when the commit's answer was lost.
        """
        with self.writers.connect() as session:
            transaction = session.begin()
            try:
                yield session
            except IntegrityError as refused:
                transaction.rollback()
                raise Conflict(str(refused.orig)) from refused
            except BaseException:
                transaction.rollback()
                raise
            try:
                transaction.commit()
            except IntegrityError as refused:
                raise Conflict(str(refused.orig)) from refused
            except DBAPIError as lost:
                raise CommitUnclear(str(lost.orig)) from lost

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One consistent view; never waits for writers, never makes them wait."""
        with self.readers.connect() as session, session.begin():
            yield session

    def close(self) -> None:
        """Give every connection back."""
        self.writers.dispose()


def open_database(url: str) -> Database:
    """Open ``sqlite:///file`` (or any URL SQLAlchemy knows). The schema is not touched: see ``migrate``."""
    parsed = make_url(url)
    engine = _open_sqlite(parsed) if parsed.get_backend_name() == "sqlite" else create_engine(parsed)
    return Database(
        writers=engine.execution_options(begin="IMMEDIATE"),
        readers=engine.execution_options(begin="DEFERRED"),
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


def has_fixed_wal(driver: ModuleType) -> bool:
    """Whether write-ahead logging is sound in this driver."""
    return bool(driver.sqlite_version_info >= FIXED_WAL)


def _open_sqlite(url: URL) -> Engine:
    driver = sqlite_driver()
    engine = create_engine(url, module=driver, pool_pre_ping=False)
    journal = ("WAL", "FULL") if has_fixed_wal(driver) else ("DELETE", "EXTRA")

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
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A deferred transaction that reads and then writes fails at once when another one wrote meanwhile;
        # writers therefore take the lock at BEGIN, where busy_timeout waits for it.
        connection.exec_driver_sql(f"BEGIN {connection.get_execution_options()['begin']}")

    return engine

"""The unit of work: ``with database.write() as session:``. Chooses the product, and knows none of its words.

A session is a SQLAlchemy Core connection in a transaction; nothing may call the network inside one.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Self

from sqlalchemy import Engine, RootTransaction
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError

from kiosk.storage.product import Product, Session, Trouble, begins
from kiosk.storage.room import give_up_spare, has_room
from kiosk.storage.sqlite import SQLITE, mark_use, open_sqlite, sqlite_driver

__all__ = [
    "CommitUnclear",
    "Conflict",
    "Damaged",
    "Database",
    "Session",
    "Unwritable",
    "address_of",
    "file_of",
    "open_database",
    "place_at_server",
    "server_database",
    "shown",
]  # fmt: skip


PORT: Final = 5432
"""Where PostgreSQL listens unless it was told otherwise."""


class CommitUnclear(Exception):
    """COMMIT was sent and no answer came: done or not is unknown. Read back before going on."""


class Unwritable(Exception):
    """The database takes nothing just now: its disk is full or fails, it may not be written, others hold it too long, or
    it cannot be reached.

    Nothing of the transaction is stored.
    """


class Conflict(Exception):
    """A constraint refused the write: somebody else was first. The transaction is rolled back whole."""


class Damaged(Exception):
    """This is no whole database. Says what is wrong with it in a sentence without an end."""


@dataclass
class Doubt:
    """``since_error``: the disk has failed once, and the database was not looked through since."""

    since_error: bool = False


@dataclass(frozen=True, slots=True)
class Database:
    """An open database: one engine for writers, one view of the same pool for readers."""

    writers: Engine
    readers: Engine
    product: Product = SQLITE
    mark: int | None = None
    file: Path | None = None
    doubt: Doubt = field(default_factory=Doubt)

    def address_for(self, user: str, password: str) -> str:
        """The same database at the same server for somebody else; with their password, to be handed over."""
        return address_of(self.writers.url.render_as_string(hide_password=False), user, password)

    def of(self, restaurant_id: str) -> Self:
        """The same database for the work of one restaurant: its writers wait for each other, and for nobody else's."""
        begin = self.product.begin_writing(restaurant_id)
        return replace(self, writers=self.writers.execution_options(begin=begin))

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One short, durable transaction of the only writer from its first statement on.

        Raises Conflict when a constraint says no, Unwritable when nothing can be stored now, and CommitUnclear when
        the commit's answer was lost.
        """
        try:
            with _begun(self.writers) as (session, transaction):
                try:
                    yield session
                except BaseException:
                    transaction.rollback()
                    raise
                _commit(transaction)
        except IntegrityError as refused:
            raise Conflict(str(refused.orig)) from refused
        except DBAPIError as failed:
            trouble = self.product.trouble_of(failed)
            if trouble is None:
                raise
            self._learn_from(trouble)
            raise Unwritable(str(failed.orig)) from failed
        except CommitUnclear as unclear:
            if isinstance(unclear.__cause__, DBAPIError):
                self._learn_from(self.product.trouble_of(unclear.__cause__))
            raise

    def _learn_from(self, trouble: Trouble | None) -> None:
        """A full disk gets the spare back, for trying again; a failing one leaves doubt, and its connections are given up:
        what they remember of the file may be half of something (the next ones read it anew).
        """
        if trouble is Trouble.NO_ROOM:
            give_up_spare(self.file)
        elif trouble is Trouble.DISK:
            self.doubt.since_error = True
            self.writers.dispose()

    def is_sound(self) -> bool:
        """Whether it may be sold on: after an error of the disk only once the file was opened anew, read and found whole."""
        if not self.doubt.since_error:
            return True
        self.writers.dispose()
        try:
            with self.read() as session:
                is_whole = not self.product.damage_of(session)
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
        try:
            with _begun(self.readers) as (session, transaction), transaction:
                yield session
        except DBAPIError as failed:
            self._learn_from(self.product.trouble_of(failed))
            raise

    def close(self) -> None:
        """Give every connection back."""
        self.writers.dispose()
        if self.mark is not None:
            os.close(self.mark)


@contextmanager
def _begun(engine: Engine) -> Iterator[tuple[Session, RootTransaction]]:
    session, transaction = _begin(engine)
    with session:
        yield session, transaction


def _begin(engine: Engine, *, again: bool = True) -> tuple[Session, RootTransaction]:
    """A connection that lay in the pool may be dead by now. Nothing was asked of it yet, so another one is taken, once."""
    session = engine.connect()
    try:
        transaction = session.begin()
        # Not in an event of the engine's: with one, SQLAlchemy looks for listeners around every statement.
        session.get_execution_options().get("begin", begins())(session)
        return session, transaction
    except DBAPIError as failed:
        session.close()
        if not (again and failed.connection_invalidated):
            raise
    return _begin(engine, again=False)


def _commit(transaction: RootTransaction) -> None:
    try:
        transaction.commit()
    except IntegrityError:
        raise
    except DBAPIError as lost:
        raise CommitUnclear(str(lost.orig)) from lost


def open_database(url: str, driver: Any = None) -> Database:
    """Open ``sqlite:///file`` or ``postgresql://...``. The schema is not touched: see ``migrate``.

    ``driver`` is another module of Python's database interface for SQLite, for the fault campaign's own disks.
    Raises ValueError for an address of any other product.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        from kiosk.storage.postgres import POSTGRES, open_postgres

        return _database(open_postgres(parsed), POSTGRES)
    if parsed.get_backend_name() != "sqlite":
        msg = f"{parsed.get_backend_name()} is neither sqlite nor postgresql"
        raise ValueError(msg)
    file = file_of(url)
    mark = mark_use(file) if file is not None else None
    return _database(open_sqlite(parsed, driver or sqlite_driver()), SQLITE, mark=mark, file=file)


def _database(engine: Engine, product: Product, **about: Any) -> Database:
    return Database(
        writers=engine.execution_options(begin=product.begin_writing("")),
        readers=engine.execution_options(begin=product.begin_reading),
        product=product,
        **about,
    )


def file_of(url: str) -> Path | None:
    """The file of a database that is one, None for a server's."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


def server_database(url: str) -> str:
    """The name of the database at a server, "" for an address that names none or cannot be read."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return ""
    return parsed.database or "" if parsed.get_backend_name() == "postgresql" else ""


def address_of(url: str, user: str, password: str) -> str:
    """The same database at the same server for somebody else; with their password, to be handed over, or without one."""
    return make_url(url).set(username=user, password=password or None).render_as_string(hide_password=False)


def place_at_server(url: str) -> tuple[str, int, str]:
    """Host, port and database of an address, as the file of passwords names them."""
    parsed = make_url(url)
    host = parsed.host or str(parsed.query.get("host", "localhost"))
    return host, parsed.port or PORT, parsed.database or ""


def shown(url: str) -> str:
    """The address as it may be printed: without its password."""
    return make_url(url).render_as_string(hide_password=True)

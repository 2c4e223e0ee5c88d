"""Python's database interface over apsw, so that the product's own storage runs on a file system that is written in Python.

As much of the interface as SQLAlchemy uses of it; everything else stays apsw's.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final

import apsw


class Error(Exception):
    """The interface's own tree of errors, as PEP 249 names it."""


class Warning(Exception):  # noqa: A001 - PEP 249's own name
    """Never raised."""


class InterfaceError(Error):
    """The interface itself was used wrongly."""


class DatabaseError(Error):
    """Whatever the database says no to."""


class DataError(DatabaseError):
    """A value does not fit."""


class OperationalError(DatabaseError):
    """Busy, full, unreadable: not the statement's fault."""


class IntegrityError(DatabaseError):
    """A constraint refused it."""


class InternalError(DatabaseError):
    """SQLite lost its way."""


class ProgrammingError(DatabaseError):
    """The statement is wrong."""


class NotSupportedError(DatabaseError):
    """Not possible here."""


_OPERATIONAL: Final[Mapping[type[Exception], str]] = {
    apsw.BusyError: "database is locked",
    apsw.LockedError: "database table is locked",
    apsw.FullError: "database or disk is full",
    apsw.IOError: "disk I/O error",
    apsw.CantOpenError: "unable to open database file",
    apsw.ReadOnlyError: "attempt to write a readonly database",
    apsw.ProtocolError: "locking protocol",
    apsw.InterruptError: "interrupted",
}
"""In SQLite's own words, as every driver gives them: an error of our disk would bring its own."""


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except apsw.ConstraintError as refused:
        raise IntegrityError(str(refused)) from refused
    except tuple(_OPERATIONAL) as failed:
        raise OperationalError(_OPERATIONAL[type(failed)]) from failed
    except apsw.SQLError as wrong:
        raise OperationalError(str(wrong)) from wrong
    except apsw.Error as failed:
        raise DatabaseError(f"{type(failed).__name__}: {failed}") from failed


@dataclass
class Driver:
    """What ``create_engine(module=...)`` is given: the interface over one file system. ``pragmas`` replaces some of them.

    ``files`` is how the product reaches its files past SQLite.
    """

    vfs: str
    pragmas: dict[str, str] = field(default_factory=dict)
    files: Any = os
    apilevel: str = "2.0"
    paramstyle: str = "qmark"
    threadsafety: int = 1
    sqlite_version: str = apsw.sqlite_lib_version()
    Error = Error
    Warning = Warning
    InterfaceError = InterfaceError
    DatabaseError = DatabaseError
    DataError = DataError
    OperationalError = OperationalError
    IntegrityError = IntegrityError
    InternalError = InternalError
    ProgrammingError = ProgrammingError
    NotSupportedError = NotSupportedError

    @property
    def sqlite_version_info(self) -> tuple[int, ...]:
        """As numbers."""
        return tuple(int(part) for part in self.sqlite_version.split("."))

    def connect(self, file: str, **_options: Any) -> "DbConnection":
        """Open a file of this file system."""
        with _translated():
            return DbConnection(apsw.Connection(file, vfs=self.vfs), self.pragmas)


@dataclass
class DbConnection:
    """One connection."""

    apsw: apsw.Connection
    pragmas: dict[str, str]
    isolation_level: str | None = None

    def execute(self, statement: str) -> "DbCursor":
        """A statement on a cursor of its own."""
        return self.cursor().execute(statement)

    def cursor(self) -> "DbCursor":
        """A place for one statement's rows."""
        return DbCursor(self)

    def commit(self) -> None:
        """End the transaction, if there is one."""
        if self.apsw.in_transaction:
            with _translated():
                self.apsw.execute("COMMIT")

    def rollback(self) -> None:
        """Take it back, if there is one."""
        if self.apsw.in_transaction:
            with _translated():
                self.apsw.execute("ROLLBACK")

    def create_function(self, name: str, count: int, work: Callable[..., Any], **_options: Any) -> None:
        """A function of our own in SQL."""
        self.apsw.create_scalar_function(name, work, count)

    def close(self) -> None:
        """Give it back. What the last checkpoint met is nobody's to know: the log keeps what it holds."""
        with suppress(apsw.Error):
            self.apsw.close()


@dataclass
class DbCursor:
    """One statement and its rows, all fetched at once: the answers here are small."""

    connection: DbConnection
    description: tuple[tuple[Any, ...], ...] | None = None
    rowcount: int = -1
    lastrowid: int = 0
    arraysize: int = 1
    _rows: list[tuple[Any, ...]] = field(default_factory=list)

    def execute(self, statement: str, values: Sequence[Any] = ()) -> "DbCursor":
        """Run one statement to its end."""
        self.description, self.rowcount = None, -1
        statement = self.connection.pragmas.get(statement, statement)
        cursor = self.connection.apsw.cursor()
        cursor.exec_trace = self._begins
        with _translated():
            self._rows = [tuple(row) for row in cursor.execute(statement, tuple(values))]
        if self.description is None:
            self.rowcount = self.connection.apsw.changes()
            self.lastrowid = self.connection.apsw.last_insert_rowid()
        return self

    def executemany(self, statement: str, many: Sequence[Sequence[Any]]) -> "DbCursor":
        """The same statement for each."""
        count = 0
        for values in many:
            self.execute(statement, values)
            count += max(self.rowcount, 0)
        self.rowcount = count
        return self

    def fetchone(self) -> tuple[Any, ...] | None:
        """The next row."""
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int | None = None) -> list[tuple[Any, ...]]:
        """Some rows."""
        size = size or self.arraysize
        some, self._rows = self._rows[:size], self._rows[size:]
        return some

    def fetchall(self) -> list[tuple[Any, ...]]:
        """The rest."""
        rest, self._rows = self._rows, []
        return rest

    def close(self) -> None:
        """Forget the rows."""
        self._rows = []

    def _begins(self, cursor: apsw.Cursor, _statement: str, _values: Any) -> bool:
        # After an answer without rows apsw no longer knows its columns; before the first step it does.
        columns = cursor.get_description()
        self.description = tuple((name, None, None, None, None, None, None) for name, _ in columns) or None
        return True

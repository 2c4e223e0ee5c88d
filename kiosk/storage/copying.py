"""A database's rows in another database, whatever the two products are. Nothing is changed on the way: instants, won and
texts are stored alike everywhere.

Both ends are transactions of the caller's; who checks what has arrived is the caller, too (``kiosk.storage.facts``).
"""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Select, column, insert, inspect, select, table, text
from sqlalchemy.exc import DBAPIError

from kiosk.domain.staff import TRIES_BEFORE_LOCK
from kiosk.storage.engine import Session, open_database
from kiosk.storage.files import CopyFailed, copy_into, size_of
from kiosk.storage.schema import make_schema

ROWS_AT_ONCE: Final = 2_000
_OURS_ALONE: Final = "alembic_version"
"""Each database has been brought to its revision by itself."""

_STAFF: Final = "staff"
_LOCKED: Final[dict[str, Any]] = {"pin_hash": "", "failures": TRIES_BEFORE_LOCK}

Progress = Callable[[int, int, int], object]


def copy_rows(source: Session, target: Session) -> None:
    """Every row of every table that the source has. The target has the same schema, and nothing in it.

    Raises what the target's constraints say of a row (IntegrityError).
    """
    wanted = set(inspect(source).get_table_names()) - {_OURS_ALONE}
    for name, _ in inspect(target).get_sorted_table_and_fkc_names():
        if name in wanted:
            _copy_table(source, target, name)


def _copy_table(source: Session, target: Session, name: str) -> None:
    columns = [each["name"] for each in inspect(source).get_columns(name)]
    here = table(name, *(column(each) for each in columns))
    instead = _LOCKED if name == _STAFF and not _shows_pins(source) else {}
    wanted: list[Any] = [column(each) for each in columns if each not in instead]
    asked: Select[Any] = select(*wanted).select_from(here)
    found = source.execute(asked, execution_options={"yield_per": ROWS_AT_ONCE})
    for rows in found.mappings().partitions():
        target.execute(insert(here), [dict(row) | instead for row in rows])


def _shows_pins(source: Session) -> bool:
    """A settler's own role copies who works here without their PINs: in the copy they are locked until they get new ones."""
    if source.dialect.name != "postgresql":
        return True
    asked = text("SELECT has_column_privilege('staff', 'pin_hash', 'SELECT')")
    return bool(source.execute(asked).scalar_one())


def copy_out(session: Session, target: Path, progress: Progress | None = None) -> None:
    """Everything that this read transaction sees, as one SQLite file, durable; others go on writing meanwhile.

    ``target`` must not exist; it is for this user's eyes only. Raises CopyFailed.
    """
    _OUT[session.dialect.name](session, target, progress)


def room_for(session: Session) -> int:
    """About how many bytes such a copy needs."""
    return _SIZE[session.dialect.name](session)


def _rows_out(session: Session, target: Path, _progress: Progress | None) -> None:
    """A server's rows in a file: of the same revision, so that it can be restored as it was."""
    revision = MigrationContext.configure(session).get_current_revision()
    os.close(os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    file = open_database(f"sqlite:///{target}")
    try:
        make_schema(file, revision or "head")
        with file.write() as copy:
            copy_rows(session, copy)
        with file.read() as copy:
            copy.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    except DBAPIError as wrong:
        raise CopyFailed(str(wrong.orig)) from wrong
    finally:
        file.close()
    _as_one_file(target)


def _as_one_file(target: Path) -> None:
    from kiosk.storage.files import make_one_file

    if not make_one_file(target):
        raise CopyFailed("the copy cannot be read")
    with target.open("rb") as file:
        os.fsync(file.fileno())


def _size_of_server(session: Session) -> int:
    return int(session.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())


_OUT: Final[Mapping[str, Callable[[Session, Path, Progress | None], Any]]] = {
    "sqlite": copy_into,
    "postgresql": _rows_out,
}
_SIZE: Final[Mapping[str, Callable[[Session], int]]] = {"sqlite": size_of, "postgresql": _size_of_server}

"""The flight recorder's file: a small SQLite database of this machine's own, for its user only. Implements ``Recorder``.

Opened for each entry and closed again: nothing of it is shared between lanes, and a file that was taken away is made anew.
"""

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from kiosk.domain.flight import KEPT, NotRecorded, Sent
from kiosk.domain.money import won
from kiosk.storage.sqlite import sqlite_driver

FILE: Final = "flight.db"
_ASIDE: Final = f"{FILE}.damaged-"
_PATIENCE_S: Final = 5.0
_ROOM: Final = 1_000_000
_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS sent (order_id TEXT PRIMARY KEY, payment_key TEXT NOT NULL, amount_won INTEGER NOT NULL,"
    " confirm_key TEXT NOT NULL, at_us INTEGER NOT NULL) STRICT"
)
_CHECKS: Final = "CREATE TABLE IF NOT EXISTS checked (one INTEGER PRIMARY KEY CHECK (one = 1), at_us INTEGER NOT NULL) STRICT"
_CHECKED: Final = "INSERT INTO checked VALUES (1, ?) ON CONFLICT DO UPDATE SET at_us = excluded.at_us"
_NOTE: Final = "INSERT OR IGNORE INTO sent VALUES (?, ?, ?, ?, ?)"
_OLD: Final = "DELETE FROM sent WHERE at_us < ?"
_SINCE: Final = "SELECT order_id, payment_key, amount_won, confirm_key, at_us FROM sent WHERE at_us >= ? ORDER BY at_us, order_id"


@dataclass(frozen=True, slots=True)
class FlightFile:
    """``folder`` is made when it is needed."""

    folder: Path

    @property
    def file(self) -> Path:
        """Where it is."""
        return self.folder / FILE

    def note(self, sent: Sent) -> None:
        """Durable when it returns. A damaged file is put aside, and another one begun. Raises NotRecorded."""
        self._well(sent.at, lambda: self._note(sent))

    def check(self, at: datetime) -> None:
        """Look it through, and write for real. A damaged file is put aside, and another one begun. Raises NotRecorded."""
        self._well(at, lambda: self._check(at))

    def put_aside(self) -> Sequence[str]:
        """The damaged files, as long as they lie there."""
        return sorted(file.name for file in self.folder.glob(f"{_ASIDE}*"))

    def since(self, instant: datetime) -> Sequence[Sent]:
        """Empty without a file, and with one that cannot be read."""
        if not self.file.exists():
            return ()
        try:
            with self._opened() as connection:
                rows = connection.execute(_SINCE, (_micros(instant),)).fetchall()
        except (OSError, sqlite_driver().Error):
            return ()
        return [
            Sent(order, key, won(amount), confirm, _instant(at)) for order, key, amount, confirm, at in rows
        ]

    def _well(self, at: datetime, write: Callable[[], None]) -> None:
        try:
            try:
                write()
            except sqlite_driver().DatabaseError as wrong:
                if not _is_damage(wrong):
                    raise
                self._put_aside(at)
                write()
        except (OSError, sqlite_driver().Error) as wrong:
            raise NotRecorded(str(wrong)) from wrong

    def _check(self, at: datetime) -> None:
        with self._opened() as connection:
            if shutil.disk_usage(self.folder).free < _ROOM:
                # What a check writes fits where an entry no longer does: payments would open and close by turns.
                raise OSError(errno.ENOSPC, "nearly full")
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if found != "ok":
                raise sqlite_driver().DatabaseError(f"malformed: {found}")
            connection.execute("BEGIN IMMEDIATE")
            for statement in (_TABLE, _CHECKS):
                connection.execute(statement)
            # Another value each time, or nothing would be written.
            connection.execute(_CHECKED, (_micros(at),))
            connection.execute("COMMIT")

    def _note(self, sent: Sent) -> None:
        with self._opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(_TABLE)
            connection.execute(_OLD, (_micros(sent.at - KEPT),))
            values = (sent.order_id, sent.payment_key, int(sent.amount), sent.confirm_key, _micros(sent.at))
            connection.execute(_NOTE, values)
            connection.execute("COMMIT")

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Made by ourselves, as SQLite would let others read it.
        os.close(os.open(self.file, os.O_RDWR | os.O_CREAT, 0o600))
        with closing(
            sqlite_driver().connect(str(self.file), isolation_level=None, timeout=_PATIENCE_S)
        ) as connection:
            connection.execute("PRAGMA synchronous=EXTRA")
            yield connection

    def _put_aside(self, at: datetime) -> None:
        self.file.rename(self.file.with_name(f"{_ASIDE}{at:%Y%m%d-%H%M%S}"))


def _is_damage(wrong: Exception) -> bool:
    said = str(wrong)
    return "malformed" in said or "not a database" in said


def _micros(instant: datetime) -> int:
    return round(instant.timestamp() * 1_000_000)


def _instant(micros: int) -> datetime:
    return datetime.fromtimestamp(micros / 1_000_000, UTC)

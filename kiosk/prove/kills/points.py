"""Where a process can be killed: before and after every statement and commit, and at every boundary of the network.

Hooked from outside, by SQLAlchemy's events and by the one function through which urllib3 connects; enumerated by counting.
"""

import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import urllib3.util.connection
from sqlalchemy import Connection, event

from kiosk.prove.kills.slate import Slate
from kiosk.storage.engine import Database
from kiosk.storage.sqlite import SQLITE

PARTS: Final = 3
"""An answer is handed to the program in so many parts, and so is a request to the system in two."""

Reach = Callable[[str], None]


@dataclass
class Points:
    """Counts the points that one process passes, and kills it at one of them."""

    slate: Slate
    deadly: int = 0
    is_told: bool = False
    _outside: int = 0

    def reach(self, label: str) -> None:
        """A point. Does not return from the deadly one. With ``is_told`` every one of them is written down."""
        if self._outside:
            return
        number = self.slate.pass_point()
        if self.is_told:
            self.slate.note("point", at=label)
        if number == self.deadly:
            self.slate.note("killed", at=label)
            os.kill(os.getpid(), signal.SIGKILL)
            signal.pause()

    @contextmanager
    def outside(self) -> Iterator[None]:
        """What happens here is the world's doing, not the program's."""
        self._outside += 1
        try:
            yield
        finally:
            self._outside -= 1


def watch_database(database: Database, reach: Reach) -> None:
    """A point before and after every statement, BEGIN included, and before and after every end of a transaction."""
    ending = "reading"

    def before(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        reach(f"before {_short(statement)}")

    def after(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        reach(f"after {_short(statement)}")

    def committing(connection: Connection) -> None:
        nonlocal ending
        ending = (
            "COMMIT"
            if connection.get_execution_options().get("begin") == SQLITE.begin_writing("")
            else "reading"
        )
        reach(f"before {ending}")

    def rolling_back(_connection: Connection) -> None:
        nonlocal ending
        ending = "ROLLBACK"
        reach(f"before {ending}")

    for engine in (database.writers, database.readers):
        event.listen(engine, "before_cursor_execute", before)
        event.listen(engine, "after_cursor_execute", after)
        event.listen(engine, "commit", committing)
        event.listen(engine, "rollback", rolling_back)
    # The connection goes back to its pool right after that, before anybody hears of it.
    event.listen(database.writers, "checkin", lambda _connection, _record: reach(f"after {ending}"))


def watch_network(reach: Reach) -> None:
    """A point around every connection, and around and within every request and answer."""
    connect = urllib3.util.connection.create_connection

    def watched(*args: Any, **kwargs: Any) -> socket.socket:
        reach("before connecting")
        plain = connect(*args, **kwargs)
        timeout = plain.gettimeout()
        tapped = _Tapped(plain.family, plain.type, plain.proto, plain.detach())
        tapped.settimeout(timeout)
        tapped.reach = reach
        reach("after connecting")
        return tapped

    urllib3.util.connection.create_connection = watched


class _Tapped(socket.socket):
    """A connection with points in it. The answer is taken from the system whole and handed on in parts: the number of
    points must not depend on how the system happens to slice it."""

    reach: Reach
    _parts: list[bytes] | None = None
    _broken: OSError | None = None

    def sendall(self, data: Any, flags: int = 0, /) -> None:
        """In two halves."""
        whole = bytes(data)
        half = len(whole) // 2
        self.reach("before sending")
        super().sendall(whole[:half], flags)
        self.reach("after half of what is sent")
        super().sendall(whole[half:], flags)
        self.reach("after sending")

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0, /) -> int:
        """The next part."""
        if self._parts is None:
            self.reach("before the answer")
            self._parts = self._drained(flags)
        if not self._parts:
            if self._broken is not None:
                raise self._broken
            return 0
        room = nbytes or len(memoryview(buffer))
        part, rest = self._parts[0][:room], self._parts[0][room:]
        self._parts[:1] = [rest] if rest else []
        memoryview(buffer)[: len(part)] = part
        self.reach(f"after a part of the answer, {len(self._parts)} to come")
        return len(part)

    def _drained(self, flags: int) -> list[bytes]:
        whole = bytearray()
        try:
            while slice_ := self.recv(1 << 16, flags):
                whole += slice_
        except OSError as broken:
            self._broken = broken
        size = -(-len(whole) // PARTS) or 1
        return [bytes(whole[start : start + size]) for start in range(0, len(whole), size)]


def changes_something(label: str) -> bool:
    """Whether something durable or something on the wire differs between this point and the one before it. Reading
    changes nothing, and a kill before a statement finds what a kill after the last one did."""
    when, _, what = label.partition(" ")
    if what.startswith("SELECT") or what in ("BEGIN DEFERRED", "reading"):
        return False
    return when == "after" or what in ("connecting", "COMMIT", "the answer")


def _short(statement: str) -> str:
    words = statement.split()
    if words[0] == "SELECT":
        return f"SELECT {words[words.index('FROM') + 1]}" if "FROM" in words else "SELECT"
    return " ".join(words[:3]) if words[0] in ("INSERT", "DELETE") else " ".join(words[:2])

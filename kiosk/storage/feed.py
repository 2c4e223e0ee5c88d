"""A hint that another terminal has changed something: seats, bookings, payments. What has changed, a read tells.

SQLite counts the commits of others itself (``PRAGMA data_version``); PostgreSQL wakes its listeners at commit. A hint may
come for nothing and, when a connection breaks, may fail to come: nobody may rely on it for more than speed.
"""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, Protocol

from kiosk.domain.ports import Clock
from kiosk.storage.engine import Database, Session
from kiosk.storage.sqlite import sqlite_driver

if TYPE_CHECKING:
    import psycopg

LOOK_EVERY_S: Final = 0.03
"""How often a file is looked at: a look costs some ten microseconds."""

CONNECT_AGAIN_S: Final = 1.0


class Feed(Protocol):
    """One listener's view. Used by one thread; may be closed by another."""

    def changed(self, seconds: float) -> bool:
        """Wait at most so long for a hint; gives whether one came. True also when hints may have been missed."""
        ...

    def close(self) -> None:
        """Give the connection back. A wait that is under way ends by its own time."""
        ...


def tell(session: Session, restaurant_id: str) -> None:
    """Wake the listeners of a restaurant once this transaction is durable."""
    _TELL[session.dialect.name](session, restaurant_id)


def feed_of(database: Database, restaurant_id: str, clock: Clock) -> Feed:
    """A feed on the same database; it connects when it is first asked."""
    if database.product.name == "postgresql":
        # By SQLAlchemy's own rendering, since a password is hidden everywhere else.
        url = database.writers.url.set(drivername="postgresql").render_as_string(hide_password=False)
        return ServerFeed(url, channel_of(restaurant_id), clock)
    assert database.file is not None, "a database in memory has no other terminals"
    return FileFeed(str(database.file), clock)


class FileFeed:
    """Looks at the file's own count of commits."""

    def __init__(self, file: str, clock: Clock) -> None:
        self._file, self._clock = file, clock
        self._connection: Any = None
        self._seen = -1

    def changed(self, seconds: float) -> bool:
        """As ``Feed`` says."""
        ends = self._clock.monotonic() + seconds
        while True:
            try:
                if self._look():
                    return True
            except (
                sqlite_driver().Error
            ):  # the file cannot be read just now: looked at anew, and a hint at most missed
                self.close()
            left = ends - self._clock.monotonic()
            if left <= 0:
                return False
            self._clock.sleep(min(left, LOOK_EVERY_S))

    def close(self) -> None:
        """As ``Feed`` says."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _look(self) -> bool:
        if self._connection is None:
            self._connection = sqlite_driver().connect(
                self._file, isolation_level=None, check_same_thread=False
            )
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        was, self._seen = self._seen, int(version)
        return was not in (-1, self._seen)


class ServerFeed:
    """Listens to a channel of the server's."""

    def __init__(self, url: str, channel: str, clock: Clock) -> None:
        self._url, self._channel, self._clock = url, channel, clock
        self._connection: psycopg.Connection | None = None

    def changed(self, seconds: float) -> bool:
        """As ``Feed`` says. After a connection that broke the first answer is yes: hints were missed."""
        from psycopg import OperationalError

        try:
            if self._connection is None:
                self._connect()
                return True
            return self._hear(seconds)
        except OperationalError:
            self.close()
            self._clock.sleep(min(seconds, CONNECT_AGAIN_S))
            return False

    def close(self) -> None:
        """As ``Feed`` says."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _connect(self) -> None:
        import psycopg

        self._connection = psycopg.connect(self._url, autocommit=True, application_name="jari-feed")
        self._connection.execute(f"LISTEN {self._channel}".encode())

    def _hear(self, seconds: float) -> bool:
        assert self._connection is not None
        heard = list(self._connection.notifies(timeout=seconds, stop_after=1))
        # What has come together is one hint.
        list(self._connection.notifies(timeout=0))
        return bool(heard)


def channel_of(restaurant_id: str) -> str:
    """The channel's name: ids may have letters that a name may not."""
    return f"jari_{sha256(restaurant_id.encode()).hexdigest()[:16]}"


def _tell_server(session: Session, restaurant_id: str) -> None:
    session.exec_driver_sql(f"NOTIFY {channel_of(restaurant_id)}")


def _tell_nobody(_session: Session, _restaurant_id: str) -> None:
    """SQLite counts by itself."""


_TELL: Final[Mapping[str, Callable[[Session, str], None]]] = {
    "sqlite": _tell_nobody,
    "postgresql": _tell_server,
}

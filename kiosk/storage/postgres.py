"""PostgreSQL through psycopg 3: how it is opened, what its errors mean, and how writers of one restaurant wait in line.

The only place that knows this product's words. READ COMMITTED, and the same constraints as everywhere, forbid overselling.
"""

from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from kiosk.storage.product import Begin, Product, Session, Trouble, begins

CONNECT_S: Final = 5
LOCK_MS: Final = 5_000
"""How long a writer waits in line; as long as with SQLite."""

STATEMENT_MS: Final = 10_000
IDLE_MS: Final = 10_000
"""A terminal that dies inside a transaction holds the line; after so long the server ends it."""

_SESSION: Final = {
    "timezone": "UTC",
    "synchronous_commit": "on",
    "lock_timeout": str(LOCK_MS),
    "statement_timeout": str(STATEMENT_MS),
    "idle_in_transaction_session_timeout": str(IDLE_MS),
}
_KEEPALIVE: Final = {
    "connect_timeout": CONNECT_S,
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
"""A dead way to the server is noticed within seconds, whatever the system's defaults are."""


def open_postgres(url: URL) -> Engine:
    """An engine whose every session has the same limits; how a transaction begins, ``kiosk.storage.engine`` says."""
    settings = " ".join(f"-c {name}={value}" for name, value in _SESSION.items())
    asked = {name: value for name, value in _KEEPALIVE.items() if name not in url.query}
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args=asked | {"options": settings, "application_name": "jari"},
        pool_use_lifo=True,
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        # The driver would send a BEGIN of its own; ``kiosk.storage.engine`` does.
        connection.autocommit = True

    return engine


_OF_THE_STATEMENT: Final = ("21", "22", "23", "26", "34", "42")
"""Classes of SQLSTATE that tell of a mistake of ours, or of a constraint (PostgreSQL documentation, appendix A)."""

_NO_ROOM: Final = ("53100",)
_DISK: Final = ("58030", "XX001", "XX002")


def _trouble_of(failed: DBAPIError) -> Trouble | None:
    """Everything that is not about the statement itself is about the server or the way to it; no state at all means it
    is gone. Nothing was stored then, and the server looks after its disk."""
    state = getattr(failed.orig, "sqlstate", None)
    if state is None:
        return Trouble.AWAY if failed.connection_invalidated or _is_operational(failed) else None
    if state in _NO_ROOM:
        return Trouble.NO_ROOM
    if state in _DISK:
        return Trouble.DISK
    return None if state.startswith(_OF_THE_STATEMENT) else Trouble.AWAY


def _is_operational(failed: DBAPIError) -> bool:
    from psycopg import OperationalError

    return isinstance(failed.orig, OperationalError)


def _damage_of(session: Session) -> list[str]:
    """Constraints that were never checked. Pages are the server's own business (checksums, ``pg_amcheck``)."""
    keys = session.exec_driver_sql(_INVALID_KEYS).scalars().all()
    return [f"the constraint {name} was never checked" for name in keys]


_INVALID_KEYS: Final = "SELECT conname FROM pg_catalog.pg_constraint WHERE NOT convalidated ORDER BY conname"


def _begin_writing(restaurant_id: str) -> Begin:
    """One writer of a restaurant at a time, as with SQLite: what a transaction has read is still so when it writes.

    Whoever works on all restaurants (a migration) shares with nobody. The line is no guard against overselling: that is
    the claims' primary key.
    """
    if not restaurant_id:
        return begins("BEGIN", f"SELECT pg_advisory_xact_lock({_EVERYBODY})")
    line = int.from_bytes(sha256(restaurant_id.encode()).digest()[:8], signed=True)
    return begins(f"BEGIN; SELECT pg_advisory_xact_lock_shared({_EVERYBODY}), pg_advisory_xact_lock({line})")


_EVERYBODY: Final = 0x6A617269
"""The number of the lock that all of Jari has in common."""

POSTGRES: Final = Product(
    name="postgresql",
    trouble_of=_trouble_of,
    damage_of=_damage_of,
    begin_writing=_begin_writing,
    begin_reading=begins("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
)

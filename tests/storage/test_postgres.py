"""PostgreSQL: what a session is set to, what happens to writers in line, and what is known when the server goes away."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import psycopg
import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from kiosk.storage import postgres as product
from kiosk.storage import tables
from kiosk.storage.engine import CommitUnclear, Conflict, Database, Unwritable, open_database
from kiosk.storage.product import Trouble
from tests.postgres import PostgresServer, Reused

WAIT_S = 20


@pytest.fixture
def url(reused: Reused) -> str:
    return reused.url()


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = open_database(url)
    yield opened.of("corner")
    opened.close()


def put(database: Database, name: str) -> None:
    with database.write() as session:
        session.execute(insert(tables.setting).values(restaurant_id="corner", name=name, value="x"))


def names(database: Database) -> set[str]:
    with database.read() as session:
        return set(session.execute(select(tables.setting.c.name)).scalars())


def end_sessions(url: str) -> None:
    """As the server does when it is shut down."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_commit_that_was_answered_is_durable_and_waiting_has_an_end(database: Database) -> None:
    wanted = {
        "synchronous_commit": "on",
        "lock_timeout": "5s",
        "statement_timeout": "10s",
        "idle_in_transaction_session_timeout": "10s",
        "TimeZone": "UTC",
        "transaction_isolation": "read committed",
    }
    with database.write() as session:
        for name, value in wanted.items():
            assert session.exec_driver_sql(f"SHOW {name}").scalar_one() == value, name


def test_a_read_sees_one_moment_and_can_change_nothing(database: Database) -> None:
    put(database, "before")
    with database.read() as session:
        seen = session.execute(select(tables.setting.c.name)).scalars().all()
        put(database, "meanwhile")
        assert session.execute(select(tables.setting.c.name)).scalars().all() == seen == ["before"]
        with pytest.raises(DBAPIError, match="read-only"):
            session.execute(insert(tables.setting).values(restaurant_id="corner", name="no", value="x"))
    assert names(database) == {"before", "meanwhile"}


def test_a_server_that_was_away_between_two_transactions_is_not_noticed(database: Database, url: str) -> None:
    put(database, "before")
    end_sessions(url)
    assert names(database) == {"before"}
    end_sessions(url)
    put(database, "after")
    assert names(database) == {"before", "after"}


def test_a_server_that_goes_away_inside_a_transaction_has_stored_nothing(
    database: Database, url: str
) -> None:
    with pytest.raises(Unwritable), database.write() as session:
        session.execute(insert(tables.setting).values(restaurant_id="corner", name="lost", value="x"))
        end_sessions(url)
        session.execute(insert(tables.setting).values(restaurant_id="corner", name="more", value="x"))
    assert names(database) == set()


def test_a_commit_whose_answer_is_lost_is_unclear_not_failed(database: Database, url: str) -> None:
    """The connection ends in the middle of COMMIT: a constraint that is checked then ends it."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "CREATE FUNCTION hang_up() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$"
        )
        connection.execute(
            "CREATE CONSTRAINT TRIGGER hang_up AFTER INSERT ON setting DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION hang_up()"
        )
    with pytest.raises(CommitUnclear):
        put(database, "lost")
    assert names(database) == set()


def test_a_server_that_is_not_there_is_told_as_unwritable(postgres: PostgresServer) -> None:
    gone = open_database(postgres.url("no_such_database"))
    with pytest.raises(Unwritable), gone.write():
        pass
    with pytest.raises(OperationalError), gone.read():
        pass


def test_a_server_that_only_reads_is_told_as_unwritable(database: Database, url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode())
    try:
        end_sessions(url)
        with pytest.raises(Unwritable, match="read-only"):
            put(database, "no")
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("SET default_transaction_read_only = off")
            connection.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only".encode())


# --- writers in line -------------------------------------------------------------------------------------------------


def holds_the_line(database: Database, entered: Event, leave: Event) -> None:
    with database.write():
        entered.set()
        leave.wait(WAIT_S)


@pytest.mark.parametrize(
    ("first", "second", "waits"),
    [("corner", "corner", True), ("corner", "other", False), ("", "corner", True), ("corner", "", True)],
    ids=["one restaurant", "two restaurants", "after all restaurants", "all restaurants"],
)
def test_writers_of_one_restaurant_wait_for_each_other_and_for_nobody_elses(
    monkeypatch: pytest.MonkeyPatch, url: str, first: str, second: str, waits: bool
) -> None:
    monkeypatch.setitem(product._SESSION, "lock_timeout", "150")
    database = open_database(url)
    entered, leave = Event(), Event()
    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(holds_the_line, database.of(first), entered, leave)
        assert entered.wait(WAIT_S)
        try:
            if waits:
                with pytest.raises(Unwritable, match="lock timeout"):
                    put(database.of(second), "waited")
            else:
                put(database.of(second), "did not wait")
        finally:
            leave.set()
        holding.result(WAIT_S)
    put(database.of(second), "afterwards")
    assert "afterwards" in names(database)
    database.close()


def test_a_terminal_that_dies_in_a_transaction_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    with monkeypatch.context() as short:
        short.setitem(product._SESSION, "idle_in_transaction_session_timeout", "150")
        dying = open_database(url)
    other = open_database(url)
    with pytest.raises(Unwritable), dying.of("corner").write() as session:
        put(other.of("corner"), "lives")  # waits until the server has ended the silent one
        session.execute(select(tables.setting))
    assert names(other) == {"lives"}
    dying.close()
    other.close()


# --- what errors mean ------------------------------------------------------------------------------------------------


def wrapped(error: Exception, *, is_gone: bool = False) -> DBAPIError:
    return DBAPIError("SELECT", {}, error, connection_invalidated=is_gone)


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (psycopg.errors.DiskFull(), Trouble.NO_ROOM),
        (psycopg.errors.IoError(), Trouble.DISK),
        (psycopg.errors.DataCorrupted(), Trouble.DISK),
        (psycopg.errors.LockNotAvailable(), Trouble.AWAY),
        (psycopg.errors.DeadlockDetected(), Trouble.AWAY),
        (psycopg.errors.SerializationFailure(), Trouble.AWAY),
        (psycopg.errors.QueryCanceled(), Trouble.AWAY),
        (psycopg.errors.AdminShutdown(), Trouble.AWAY),
        (psycopg.errors.CannotConnectNow(), Trouble.AWAY),
        (psycopg.errors.TooManyConnections(), Trouble.AWAY),
        (psycopg.errors.ReadOnlySqlTransaction(), Trouble.AWAY),
        (psycopg.errors.IdleInTransactionSessionTimeout(), Trouble.AWAY),
        (psycopg.OperationalError("server closed the connection unexpectedly"), Trouble.AWAY),
        (psycopg.errors.UndefinedColumn(), None),
        (psycopg.errors.InsufficientPrivilege(), None),
        (psycopg.errors.UniqueViolation(), None),
        (psycopg.errors.NumericValueOutOfRange(), None),
        (psycopg.ProgrammingError("the placeholders do not fit"), None),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_trouble_is_told_from_mistakes(error: Exception, trouble: Trouble | None) -> None:
    assert product.POSTGRES.trouble_of(wrapped(error)) is trouble


def test_a_connection_that_is_known_to_be_gone_is_trouble_whatever_is_said() -> None:
    gone = InterfaceError("SELECT", {}, Exception("the connection is closed"), connection_invalidated=True)
    assert product.POSTGRES.trouble_of(gone) is Trouble.AWAY


def test_what_a_constraint_refuses_is_a_conflict_and_nothing_of_it_stays(database: Database) -> None:
    put(database, "one")
    with pytest.raises(Conflict), database.write() as session:
        session.execute(insert(tables.setting).values(restaurant_id="corner", name="two", value="x"))
        session.execute(insert(tables.setting).values(restaurant_id="corner", name="one", value="x"))
    assert names(database) == {"one"}


def test_a_constraint_that_was_never_checked_is_damage(database: Database, url: str) -> None:
    with database.read() as session:
        assert database.product.damage_of(session) == []
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER TABLE setting ADD CONSTRAINT odd CHECK (value <> '') NOT VALID")
    with database.read() as session:
        assert database.product.damage_of(session) == ["the constraint odd was never checked"]


def test_an_address_of_another_product_is_refused() -> None:
    with pytest.raises(ValueError, match="neither sqlite nor postgresql"):
        open_database("mysql://x/y")


def test_words_of_the_address_win_over_ours(url: str) -> None:
    patient = open_database(f"{url}&connect_timeout=7")
    with patient.read() as session:
        assert session.execute(text("SELECT 1")).scalar_one() == 1
    patient.close()

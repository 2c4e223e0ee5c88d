"""The database is durable, says who lost, and never leaves a half-done transaction."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import OperationalError

from kiosk.storage import sqlite, tables
from kiosk.storage.engine import CommitUnclear, Conflict, Database, open_database
from kiosk.storage.schema import bring_up_to_date
from tests.fakes.machine import FRIDAY_EVENING

SETTING = {"restaurant_id": "corner", "name": "colour", "value": "blue"}


@pytest.fixture
def database(tmp_path: Path) -> Database:
    opened = open_database(f"sqlite:///{tmp_path / 'jari.db'}")
    bring_up_to_date(opened)
    return opened


def pragma(database: Database, name: str) -> object:
    with database.read() as session:
        return session.exec_driver_sql(f"PRAGMA {name}").scalar_one()


def test_a_commit_survives_a_power_cut_by_the_databases_own_promise(database: Database) -> None:
    fixed = sqlite.has_fixed_wal(sqlite.sqlite_driver())
    assert pragma(database, "synchronous") == (2 if fixed else 3)
    assert pragma(database, "journal_mode") == ("wal" if fixed else "delete")
    assert pragma(database, "foreign_keys") == 1


def test_an_old_sqlite_falls_back_to_the_rollback_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "FIXED_WAL", (99, 0, 0))
    opened = open_database(f"sqlite:///{tmp_path / 'old.db'}")
    assert pragma(opened, "journal_mode") == "delete"
    assert pragma(opened, "synchronous") == 3
    opened.close()


def test_pythons_own_driver_serves_where_the_newer_one_has_no_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(sqlite, "import_module", missing)
    assert sqlite.sqlite_driver() is sqlite3


def test_what_a_constraint_refuses_is_a_conflict_and_nothing_of_it_stays(database: Database) -> None:
    with database.write() as session:
        session.execute(insert(tables.setting).values(SETTING))
    with pytest.raises(Conflict), database.write() as session:
        session.execute(insert(tables.setting).values(SETTING | {"name": "size"}))
        session.execute(insert(tables.setting).values(SETTING))
    with database.read() as session:
        assert session.execute(select(tables.setting.c.name)).scalars().all() == ["colour"]


def test_an_error_inside_rolls_everything_back(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write() as session:
        session.execute(insert(tables.setting).values(SETTING))
        raise ZeroDivisionError
    with database.read() as session:
        assert session.execute(select(tables.setting)).all() == []


def test_a_commit_whose_answer_is_lost_is_unclear_not_failed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.engine import RootTransaction

    def lost(_: RootTransaction) -> None:
        raise OperationalError("COMMIT", {}, Exception("server closed the connection"))

    monkeypatch.setattr(RootTransaction, "commit", lost)
    with pytest.raises(CommitUnclear, match="closed"), database.write() as session:
        session.execute(insert(tables.setting).values(SETTING))


def test_a_constraint_that_speaks_only_at_commit_is_a_conflict_too(database: Database) -> None:
    with pytest.raises(Conflict), database.write() as session:
        session.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        session.execute(
            insert(tables.booking_seat).values(
                restaurant_id="corner", booking_id="none", seat_id="none", price_won=1
            )
        )


def test_words_do_not_get_into_number_columns(database: Database) -> None:
    with pytest.raises(Conflict), database.write() as session:
        session.exec_driver_sql("INSERT INTO counter VALUES ('corner', 'n', '10000 won')")


def test_an_instant_without_a_zone_is_never_stored(database: Database) -> None:
    naive = FRIDAY_EVENING.replace(tzinfo=None)
    with pytest.raises(Exception, match="time zone"), database.read() as session:
        session.execute(select(tables.journal).where(tables.journal.c.at == naive))


def test_no_instant_is_stored_as_none(database: Database) -> None:
    kind = tables.Instant()
    dialect = database.writers.dialect
    assert kind.process_bind_param(None, dialect) is None
    assert kind.process_result_value(None, dialect) is None

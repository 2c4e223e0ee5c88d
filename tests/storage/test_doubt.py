"""After an error of the disk nothing is sold before the database was opened anew and found whole."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError, InterfaceError

from kiosk.services import holding
from kiosk.services.results import Held, Refused
from kiosk.services.shop import Shop
from kiosk.storage import bookings
from kiosk.storage.engine import Database, Unwritable, open_database
from kiosk.storage.files import open_copy
from kiosk.storage.product import Trouble
from kiosk.storage.schema import bring_up_to_date
from kiosk.storage.sqlite import SQLITE, has_fixed_wal, sqlite_driver
from tests.services.conftest import clock, now_sitting, road, shop
from tests.services.road import SEATS, Road

__all__ = ["clock", "now_sitting", "road", "shop"]


@pytest.fixture
def small(tmp_path: Path) -> Database:
    """A database with more pages than its cache is asked for at once."""
    database = open_database(f"sqlite:///{tmp_path / 'jari.db'}")
    bring_up_to_date(database)
    return database


def test_a_database_that_never_failed_is_not_looked_through(small: Database) -> None:
    small.close()
    assert small.is_sound()


def test_a_whole_database_is_sold_on_after_one_look(small: Database) -> None:
    small.doubt.since_error = True
    assert small.is_sound()
    assert not small.doubt.since_error
    small.close()


def test_a_database_with_a_lost_page_is_never_sold_on(small: Database) -> None:
    assert small.file is not None
    small.close()
    content = bytearray(small.file.read_bytes())
    content[4_096 * 3 : 4_096 * 4] = bytes(4_096)
    small.file.write_bytes(content)
    small.doubt.since_error = True
    assert not small.is_sound()
    assert not small.is_sound()
    small.close()


def test_a_page_that_is_found_broken_leaves_doubt_and_stores_nothing(small: Database) -> None:
    assert small.file is not None
    small.close()
    content = bytearray(small.file.read_bytes())
    content[4_096 * 3 :] = b"\xff" * (len(content) - 4_096 * 3)
    small.file.write_bytes(content)
    with pytest.raises(Unwritable), small.write() as session:
        session.exec_driver_sql("INSERT INTO counter VALUES ('r', 'n', 7)")
    assert small.doubt.since_error
    assert not small.is_sound()
    small.close()


@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        ("database or disk is full", Trouble.NO_ROOM),
        ("disk I/O error", Trouble.DISK),
        ("unable to open database file", Trouble.DISK),
        ("database disk image is malformed", Trouble.DISK),
        ("file is not a database", Trouble.DISK),
        ("attempt to write a readonly database", Trouble.AWAY),
        ("database is locked", Trouble.AWAY),
        ("no such table: guest", None),
    ],
)
def test_what_sqlite_says_is_told_apart(said: str, trouble: Trouble | None) -> None:
    assert SQLITE.trouble_of(DatabaseError(None, None, Exception(said))) is trouble
    assert SQLITE.trouble_of(InterfaceError(None, None, Exception(said))) is None


def test_a_database_that_cannot_be_read_is_not_sold_on(small: Database) -> None:
    assert small.file is not None
    small.close()
    small.file.unlink()
    small.file.mkdir()
    small.doubt.since_error = True
    assert not small.is_sound()


@pytest.mark.skipif(not has_fixed_wal(sqlite_driver()), reason="a rollback journal is no log to build on")
def test_what_a_killed_program_left_in_the_log_is_in_the_database_before_anything_is_added(
    small: Database, tmp_path: Path
) -> None:
    assert small.file is not None
    with small.write() as session:
        session.exec_driver_sql("INSERT INTO counter VALUES ('r', 'n', 7)")
    left = tmp_path / "left"
    left.mkdir()
    for file in (small.file, small.file.with_name("jari.db-wal")):
        shutil.copy(file, left)
    small.close()
    assert (left / "jari.db-wal").stat().st_size > 0
    started = open_database(f"sqlite:///{left / 'jari.db'}")
    with started.read() as session:
        assert session.exec_driver_sql("SELECT value FROM counter").scalar_one() == 7
        assert (left / "jari.db-wal").stat().st_size == 0
        assert alone(left / "jari.db", tmp_path / "alone.db") == 7
    started.close()


def alone(file: Path, copy: Path) -> int:
    """What the file holds without its log."""
    shutil.copy(file, copy)
    database = open_copy(copy)
    with database.read() as session:
        return int(session.exec_driver_sql("SELECT value FROM counter").scalar_one())


def test_in_doubt_nobody_begins_a_sale(road: Road, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Database, "is_sound", lambda _self: False)
    assert holding.hold(shop, "v1", road.sitting, SEATS, len(SEATS)) == Refused("disk_in_doubt")


def test_with_the_doubt_gone_the_same_guest_gets_seats(road: Road, shop: Shop) -> None:
    shop.database.doubt.since_error = True
    assert isinstance(holding.hold(shop, "v1", road.sitting, SEATS, len(SEATS)), Held)
    assert not shop.database.doubt.since_error
    with shop.database.read() as session:
        assert bookings.ready_of_visit(session, shop.restaurant_id, "v1")

"""Room on the disk: new sales need a lot of it, sales under way get the spare, and nobody goes on as if it were stored."""

from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest
from sqlalchemy import event

from kiosk.services import checkout, holding
from kiosk.services.results import Held, Refused
from kiosk.services.shop import Shop
from kiosk.storage import overdue, room, sqlite
from kiosk.storage.engine import Database, Unwritable, open_database
from kiosk.storage.schema import bring_up_to_date
from tests.services.conftest import clock, now_sitting, road, shop
from tests.services.road import SEATS, Road

__all__ = ["clock", "now_sitting", "road", "shop"]


def _fill(database: Database) -> None:
    """No page more: a full disk at a chosen moment, without filling one."""
    with database.read() as session:
        pages = session.exec_driver_sql("PRAGMA page_count").scalar_one()
    database.writers.dispose()

    def limit(connection: object, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")  # type: ignore[attr-defined] # a driver's connection

    event.listen(database.writers, "connect", limit)


def test_the_spare_is_put_aside_once_and_given_up_once(tmp_path: Path) -> None:
    file = tmp_path / "jari.db"
    assert room.keep_spare(file)
    assert room.keep_spare(file)
    assert [path.stat().st_size for path in tmp_path.iterdir()] == [room.SPARE]
    assert room.give_up_spare(file)
    assert not room.give_up_spare(file)
    assert list(tmp_path.iterdir()) == []


def test_no_spare_is_put_aside_where_there_is_too_little_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "NEEDED", 2**62)
    assert not room.keep_spare(tmp_path / "jari.db")
    assert not room.has_room(tmp_path / "jari.db")
    assert room.has_room(None), "a server looks after itself"


def test_a_spare_that_cannot_be_made_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.posix_fallocate", full)
    assert not room.keep_spare(tmp_path / "jari.db")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_as_such_and_gives_up_the_spare(tmp_path: Path) -> None:
    file = tmp_path / "jari.db"
    database = open_database(f"sqlite:///{file}")
    bring_up_to_date(database)
    room.keep_spare(file)
    _fill(database)
    with pytest.raises(Unwritable, match="full"), database.write() as session:
        session.exec_driver_sql("CREATE TABLE much AS SELECT randomblob(9000000) AS it")
    assert not room.give_up_spare(file), "it was given up already"
    database.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_room_nobody_begins_a_sale(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "NEEDED", 2**62)
    told = holding.hold(road.shop, "v1", road.sitting, SEATS, len(SEATS))
    assert told == Refused("disk_nearly_full")


def test_a_hold_and_a_payment_that_cannot_be_stored_are_refused_in_words(
    road: Road, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    booking = road.hold()

    def full(*_: object, **__: object) -> None:
        raise Unwritable("database or disk is full")

    monkeypatch.setattr(overdue, "is_anything", full)
    monkeypatch.setattr(overdue, "before_hold", full)
    assert checkout.open_payment(shop, "v1", booking.booking_id) == Refused("cannot_store")
    assert holding.hold(shop, "v2", road.sitting, SEATS, len(SEATS)) == Refused("cannot_store")


def test_a_locked_database_is_unwritable_and_not_a_mistake_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "jari.db"
    database = open_database(f"sqlite:///{file}")
    bring_up_to_date(database)
    other = open_database(f"sqlite:///{file}")
    monkeypatch.setattr(sqlite, "BUSY_MS", 10)
    room.keep_spare(file)
    with database.write() as session:
        session.exec_driver_sql("DELETE FROM matter")
        with pytest.raises(Unwritable, match="locked"), other.write():
            pass
    assert room.give_up_spare(file), "waiting for others is no reason to give it up"
    database.close()
    other.close()


def test_who_finds_another_writer_at_work_gets_in_after_it(tmp_path: Path) -> None:
    database, other = (open_database(f"sqlite:///{tmp_path / 'jari.db'}") for _ in range(2))
    bring_up_to_date(database)

    def write() -> None:
        with other.write() as session:
            session.exec_driver_sql("DELETE FROM matter")

    with ThreadPoolExecutor(1) as pool:
        with database.write() as session:
            session.exec_driver_sql("DELETE FROM matter")
            waiting = pool.submit(write)
            assert not wait([waiting], timeout=0.05).done
        waiting.result(timeout=5)
    database.close()
    other.close()


def test_an_error_of_ours_is_no_unwritable_database(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'jari.db'}")
    with pytest.raises(Exception, match="no such table"), database.write() as session:
        session.exec_driver_sql("DELETE FROM nowhere")
    database.close()


def test_a_held_booking_is_still_a_held_booking(road: Road) -> None:
    """The positive control: with room, the same call holds."""
    assert isinstance(holding.hold(road.shop, "v1", road.sitting, SEATS, len(SEATS)), Held)

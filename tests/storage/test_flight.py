"""The flight recorder's file: durable, for its user only, kept two weeks, and never in the way of another one."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from kiosk.domain.flight import KEPT, NotRecorded, Sent
from kiosk.domain.money import won
from kiosk.storage.flight import FILE, FlightFile

NOW = datetime(2026, 3, 13, 9, 30, 0, 123_456, tzinfo=UTC)


def sent(nth: int = 1, at: datetime = NOW) -> Sent:
    return Sent(f"jari-{nth}", f"pk-{nth}", won(20_000), f"key-{nth}", at)


@pytest.fixture
def flight(tmp_path: Path) -> FlightFile:
    return FlightFile(tmp_path / "made" / "when needed")


def test_what_was_noted_is_read_back_whole_and_in_order(flight: FlightFile) -> None:
    later = sent(2, NOW + timedelta(seconds=1))
    flight.note(later)
    flight.note(sent())
    assert flight.since(NOW) == [sent(), later]
    assert flight.since(NOW + timedelta(microseconds=1)) == [later]


def test_the_same_order_again_keeps_its_first_moment(flight: FlightFile) -> None:
    flight.note(sent())
    flight.note(sent(at=NOW + timedelta(minutes=5)))
    assert flight.since(NOW) == [sent()]


def test_nobody_else_may_read_it(flight: FlightFile) -> None:
    flight.note(sent())
    assert flight.file.stat().st_mode & 0o777 == 0o600
    assert flight.folder.stat().st_mode & 0o777 == 0o700


def test_after_two_weeks_it_is_forgotten(flight: FlightFile) -> None:
    flight.note(sent())
    flight.note(sent(2, NOW + KEPT + timedelta(seconds=1)))
    assert [each.order_id for each in flight.since(NOW)] == ["jari-2"]


def test_a_damaged_file_is_put_aside_and_another_one_begun(flight: FlightFile) -> None:
    flight.note(sent())
    flight.file.write_bytes(b"Dear diary, " * 1_000)
    assert flight.since(NOW) == ()
    flight.note(sent(2))
    assert flight.since(NOW) == [sent(2)]
    (aside,) = flight.folder.glob(f"{FILE}.damaged-*")
    assert aside.read_bytes().startswith(b"Dear diary")


def test_damage_that_a_write_alone_would_not_meet_is_found_by_looking_it_through(flight: FlightFile) -> None:
    for nth in range(200):
        flight.note(sent(nth))
    damaged = bytearray(flight.file.read_bytes())
    page = int.from_bytes(damaged[16:18], "big")
    damaged[3 * page : 4 * page] = bytes(page)
    flight.file.write_bytes(damaged)
    flight.check(NOW)
    assert len(flight.put_aside()) == 1


def test_a_check_writes_each_time_and_leaves_no_entry(flight: FlightFile) -> None:
    flight.note(sent())
    seen = set()
    for nth in range(3):
        flight.check(NOW + timedelta(minutes=nth))
        seen.add(flight.file.read_bytes())
    assert len(seen) == 3, "else a full disk would not be found"
    assert flight.since(NOW) == [sent()]
    assert flight.put_aside() == []


def test_a_check_says_what_cannot_be_written(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file, and no folder", "utf-8")
    with pytest.raises(NotRecorded):
        FlightFile(taken).check(NOW)
    assert FlightFile(taken).put_aside() == []


def test_a_check_wants_room_for_many_entries(flight: FlightFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=500_000))
    with pytest.raises(NotRecorded, match="nearly full"):
        flight.check(NOW)
    flight.note(sent())
    assert flight.since(NOW) == [sent()], "what is under way is still written"


def test_without_a_file_nothing_was_sent(flight: FlightFile) -> None:
    assert flight.since(NOW) == ()
    assert not flight.file.exists()


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file, and no folder", "utf-8")
    with pytest.raises(NotRecorded):
        FlightFile(taken).note(sent())
    folder = tmp_path / "folder"
    (folder / FILE).mkdir(parents=True)
    with pytest.raises(NotRecorded):
        FlightFile(folder).note(sent())
    assert FlightFile(folder).since(NOW) == ()


def test_a_file_that_is_no_longer_the_same_kind_of_table_is_not_written_into(flight: FlightFile) -> None:
    from kiosk.storage.sqlite import sqlite_driver

    flight.folder.mkdir(parents=True)
    connection = sqlite_driver().connect(str(flight.file))
    connection.execute("CREATE TABLE sent (something TEXT)")
    connection.commit()
    connection.close()
    with pytest.raises(NotRecorded):
        flight.note(sent())
    assert flight.since(NOW) == ()


def test_the_payment_key_is_in_no_text_made_of_an_entry() -> None:
    assert "pk-1" not in repr(sent())

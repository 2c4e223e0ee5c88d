"""A backup takes the database's place whole or not at all; the one that was there is kept; the journal says so."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from kiosk.services.journaling import rows_of_database, verify
from kiosk.storage import files as database_files
from kiosk.storage import journal, sqlite, tables
from kiosk.storage.backup import Unusable, check, make
from kiosk.storage.engine import open_database
from kiosk.storage.journal import Anchor
from kiosk.storage.restoring import Occupied, Restored, restore
from kiosk.storage.schema import bring_up_to_date
from kiosk.storage.sqlite import has_fixed_wal, sqlite_driver
from tests.fakes.machine import FRIDAY_EVENING as NOW
from tests.storage.houses import book, facts, furnished, killed_at

ROOT = Path(__file__).resolve().parents[2]
LATER = NOW + timedelta(hours=2)
FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process cannot be copied here")
WAL = pytest.mark.skipif(not has_fixed_wal(sqlite_driver()), reason="no write-ahead log with this SQLite")


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A backup with three bookings; the database has a fourth by now."""
    database = furnished(tmp_path / "jari.db")
    made, _ = make(database, tmp_path / "backups", "nightly", NOW)
    book(database, "later")
    database.close()
    return made.file


@pytest.fixture
def target(backup: Path) -> Path:
    return backup.parent.parent / "jari.db"


def bookings(file: Path) -> int:
    return facts(file).rows["booking"]


def beside(target: Path) -> set[str]:
    """What is in the folder, without marks of use, which only an older SQLite needs."""
    names = {file.name for file in target.parent.iterdir()}
    return {name for name in names if name != "backups" and not name.endswith("-open")}


def put_back(backup: Path, target: Path) -> Restored:
    return restore(backup, target, "K1", LATER)


def test_what_was_restored_is_what_was_saved_and_the_other_is_kept(backup: Path, target: Path) -> None:
    saved = check(backup)
    before = backup.read_bytes()
    done = put_back(backup, target)
    assert done.found == saved
    assert backup.read_bytes() == before, "the backup itself stays as it is"
    now = facts(target)
    assert (now.rows["booking"], now.won) == (3, saved.facts.won)
    assert done.replaced == target.with_name("jari.db.replaced-20260313T114200Z")
    assert bookings(done.replaced) == 4
    assert beside(target) == {"jari.db", done.replaced.name}


def test_the_journal_and_the_settings_say_so(backup: Path, target: Path) -> None:
    done = put_back(backup, target)
    assert done.known_until == NOW
    database = open_database(f"sqlite:///{target}")
    with database.read() as session:
        found = session.execute(select(tables.setting.c.name, tables.setting.c.value))
        settings = {row.name: row.value for row in found}
        row = journal.head(session, "corner", "K1")
    assert row is not None
    assert (row.place, row.kind, row.says) == (4, "database", "RESTORED")
    assert settings["restored_at"] == LATER.isoformat()
    assert settings["restored_from"] == NOW.isoformat()
    assert verify(rows_of_database(database, "corner")).holds
    database.close()


def test_a_receipt_of_the_lost_hours_shows_that_the_journal_was_put_back(backup: Path, target: Path) -> None:
    database = open_database(f"sqlite:///{target}")
    with database.read() as session:
        lost = journal.head(session, "corner", "K1")
    database.close()
    assert lost is not None
    put_back(backup, target)
    database = open_database(f"sqlite:///{target}")
    verdict = verify(rows_of_database(database, "corner"), [Anchor.read(lost.anchor)])
    database.close()
    assert verdict.breaks == (f"anchor {lost.anchor}: this row is not the one it was",)


def test_restoring_twice_goes_on_in_the_same_way(backup: Path, target: Path) -> None:
    first, second = put_back(backup, target), put_back(backup, target)
    assert first.replaced != second.replaced
    assert bookings(target) == 3


def test_a_fresh_machine_takes_a_backup_too(backup: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "new" / "jari.db"
    fresh.parent.mkdir()
    assert put_back(backup, fresh).replaced is None
    assert bookings(fresh) == 3
    assert beside(fresh) == {"jari.db"}


def test_a_backup_of_a_database_without_a_restaurant_can_be_put_back(tmp_path: Path) -> None:
    empty = open_database(f"sqlite:///{tmp_path / 'jari.db'}")
    bring_up_to_date(empty)
    made, _ = make(empty, tmp_path / "backups", "nightly", NOW)
    empty.close()
    assert put_back(made.file, tmp_path / "jari.db").known_until is None


# --- refused --------------------------------------------------------------------------------------------------------


def test_a_database_that_a_program_has_open_is_left_alone(backup: Path, target: Path) -> None:
    code = (
        "import sys\n"
        "from kiosk.storage.engine import open_database\n"
        "from kiosk.storage.schema import revision_of\n"
        f"database = open_database('sqlite:///{target}')\n"
        "print(revision_of(database), flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout
        assert other.stdout.readline()
        with pytest.raises(Occupied):
            put_back(backup, target)
        assert beside(target) <= {"jari.db", "jari.db-wal", "jari.db-shm"}
        assert other.stdin
        other.stdin.close()
        assert other.wait(20) == 0
    put_back(backup, target)
    assert bookings(target) == 3


def test_the_same_with_the_rollback_journal_which_holds_no_lock_while_idle(
    backup: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "FIXED_WAL", (99, 0, 0))
    with open_database(f"sqlite:///{target}").read() as session:
        session.exec_driver_sql("PRAGMA journal_mode=DELETE")
    idle = open_database(f"sqlite:///{target}")
    with pytest.raises(Occupied):
        put_back(backup, target)
    idle.close()


def test_the_mark_of_use_goes_with_the_program(
    backup: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "FIXED_WAL", (99, 0, 0))
    open_database(f"sqlite:///{target}").close()
    put_back(backup, target)
    assert bookings(target) == 3


@pytest.mark.parametrize("system", ["Windows"])
def test_without_file_locks_the_system_itself_refuses(
    backup: Path, target: Path, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    """There an open file cannot be replaced, so no mark is needed, and none is made."""
    monkeypatch.setattr(sqlite, "FIXED_WAL", (99, 0, 0))
    monkeypatch.setattr(sqlite, "_locks", lambda: None)
    mark = target.with_name("jari.db-open")
    mark.unlink(missing_ok=True)
    open_database(f"sqlite:///{target}").close()
    put_back(backup, target)
    assert not mark.exists(), system


def unfit(change: str, file: Path) -> Path:
    """A backup with a change in it, as a file that is all there."""
    other = file.with_name("changed.db")
    shutil.copy(file, other)
    connection = sqlite3.connect(other)
    connection.execute(change)
    connection.commit()
    connection.close()
    return other


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "newer version"),
        ("DELETE FROM booking", "damaged"),
        ("UPDATE journal SET body = '{}' WHERE place = 1", "changed the journal"),
    ],
)
def test_an_unfit_file_is_refused_and_nothing_is_touched(
    backup: Path, target: Path, change: str, said: str
) -> None:
    before = target.read_bytes()
    with pytest.raises(Unusable, match=said):
        put_back(unfit(change, backup), target)
    assert target.read_bytes() == before
    assert beside(target) == {"jari.db"}


def test_a_changed_journal_can_be_taken_by_somebody_who_says_so(backup: Path, target: Path) -> None:
    changed = unfit("UPDATE journal SET body = '{}' WHERE place = 1", backup)
    done = restore(changed, target, "K1", LATER, despite_journal=True)
    assert done.found.breaks
    assert bookings(target) == 3


def test_the_database_is_no_backup_of_itself(backup: Path, target: Path) -> None:
    with pytest.raises(Unusable, match="itself"):
        put_back(target, target)


# --- what a crash has left ------------------------------------------------------------------------------------------


@WAL
def test_a_log_that_a_killed_program_left_is_taken_in_and_not_played_into_the_backup(
    backup: Path, target: Path
) -> None:
    code = (
        "import os\n"
        "from kiosk.storage.engine import open_database\n"
        "from tests.storage.houses import book\n"
        f"book(open_database('sqlite:///{target}'), 'last words')\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60, check=False)
    assert target.with_name("jari.db-wal").stat().st_size > 0
    done = put_back(backup, target)
    assert bookings(target) == 3
    assert done.replaced is not None
    assert bookings(done.replaced) == 5, "what was committed last is in the one that was put away"


@WAL
def test_a_database_that_is_beyond_repair_is_kept_with_its_log(backup: Path, target: Path) -> None:
    target.write_bytes(b"no database any more" * 1_000)
    log = target.with_name("jari.db-wal")
    log.write_bytes(b"nor a log")
    done = put_back(backup, target)
    assert bookings(target) == 3
    assert done.replaced is not None
    assert done.replaced.read_bytes().startswith(b"no database")
    assert done.replaced.with_name(f"{done.replaced.name}-wal").read_bytes() == b"nor a log"


def test_a_live_database_can_be_the_source(backup: Path, target: Path, tmp_path: Path) -> None:
    """Somebody names the file of another machine, with its log beside it."""
    other = furnished(tmp_path / "other.db", bookings=6)
    put_back(tmp_path / "other.db", target)
    assert bookings(target) == 6
    other.close()


@FORKS
def test_killed_at_any_moment_it_is_the_old_one_or_the_new_one(
    backup: Path, target: Path, tmp_path: Path
) -> None:
    """At every call that makes, renames, links or deletes a file."""
    seen = set()
    nth, killed = 0, True
    while killed:
        nth += 1
        place = tmp_path / f"kill-{nth}" / "jari.db"
        place.parent.mkdir()
        shutil.copy(target, place)
        killed = killed_at(nth, lambda place=place: put_back(backup, place), "os.")  # type: ignore[misc]
        count = bookings(place)
        assert count in (3, 4), f"kill {nth}"
        seen.add((killed, count))
    assert {(True, 4), (True, 3), (False, 3)} <= seen
    put_back(backup, tmp_path / "kill-1" / "jari.db")
    assert bookings(tmp_path / "kill-1" / "jari.db") == 3, "and it can be done again"


def test_a_file_system_without_links_keeps_a_copy(
    backup: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(_self: Path, _other: Path) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    done = put_back(backup, target)
    assert done.replaced is not None
    assert (bookings(target), bookings(done.replaced)) == (3, 4)


def test_no_room_for_the_copy_leaves_everything_as_it_was(
    backup: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_session: object, _target: Path) -> None:
        raise database_files.CopyFailed("database or disk is full")

    monkeypatch.setattr("kiosk.storage.restoring.copy_into", full)
    with pytest.raises(OSError, match="full"):
        put_back(backup, target)
    assert bookings(target) == 4


def test_a_read_only_database_is_told_as_such(
    backup: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = sqlite_driver()
    real: Callable[..., object] = driver.connect

    class ReadOnly:
        def execute(self, _statement: str) -> None:
            raise driver.OperationalError("attempt to write a readonly database")

        def close(self) -> None:
            return

    monkeypatch.setattr(
        driver, "connect", lambda name, **how: ReadOnly() if name == str(target) else real(name, **how)
    )
    with pytest.raises(PermissionError):
        put_back(backup, target)

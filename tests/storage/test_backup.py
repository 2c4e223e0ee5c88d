"""Backups are whole or not there at all, made while others write, and thinned by a plain rule."""

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy.exc import OperationalError

from kiosk.storage import backup
from kiosk.storage import files as database_files
from kiosk.storage.backup import Backup, Keep, NoBackup, Unusable, all_in, check, make, superfluous, thin
from kiosk.storage.engine import Database, Session
from kiosk.storage.schema import newest_revision
from kiosk.storage.sqlite import has_fixed_wal, sqlite_driver
from tests.fakes.machine import FRIDAY_EVENING as NOW
from tests.storage.houses import book, facts, furnished

ROOT = Path(__file__).resolve().parents[2]
WAL = pytest.mark.skipif(not has_fixed_wal(sqlite_driver()), reason="no write-ahead log with this SQLite")
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals and limits as POSIX has them")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = furnished(tmp_path / "jari.db")
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_backup_has_every_row_and_every_won(database: Database, folder: Path, tmp_path: Path) -> None:
    made, found = make(database, folder, "nightly", NOW)
    assert made.file == folder / "jari-20260313T094200Z-nightly.db"
    assert files(folder) == [made.file.name], "nothing else is left"
    assert found.facts == facts(tmp_path / "jari.db")
    assert found.facts.rows["booking"] == 3
    assert found.facts.won["payment.amount_won"] == 60_000
    assert found.facts.heads == {"journal of corner, K1": 3}
    assert check(made.file) == found


@POSIX
def test_a_backup_is_for_its_owners_eyes(database: Database, folder: Path) -> None:
    made, _ = make(database, folder, "nightly", NOW)
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_backup_is_one_file_that_checking_does_not_change(database: Database, folder: Path) -> None:
    made, _ = make(database, folder, "nightly", NOW)
    before = made.file.read_bytes()
    check(made.file)
    assert files(folder) == [made.file.name]
    assert made.file.read_bytes() == before


def test_two_of_one_second_do_not_overwrite_each_other(database: Database, folder: Path) -> None:
    first, _ = make(database, folder, "by-hand", NOW)
    book(database, "later")
    second, found = make(database, folder, "by-hand", NOW)
    assert first.file != second.file
    assert check(first.file).facts.rows["booking"] == 3
    assert found.facts.rows["booking"] == 4
    assert len(all_in(folder)) == 2


def test_backups_made_while_others_write_are_whole(database: Database, folder: Path, tmp_path: Path) -> None:
    """A thread and a process book one table after the other; every copy is of one moment."""
    done = Event()

    def write() -> None:
        nth = 0
        while not done.wait(0.005):
            book(database, f"thread-{nth}")
            nth += 1

    thread = Thread(target=write)
    thread.start()
    with other_process(tmp_path / "jari.db") as child:
        try:
            found = [make(database, folder, "nightly", NOW)[1].facts for _ in range(12)]
        finally:
            done.set()
            thread.join()
            assert child.stdin
            child.stdin.close()
            assert child.wait(20) == 0
    counts = [each.rows["booking"] for each in found]
    assert counts == sorted(counts)
    assert counts[-1] > counts[0], "nobody wrote meanwhile"
    for each in found:
        assert each.won["payment.amount_won"] == each.rows["booking"] * 20_000, "half a booking"
        assert sum(each.heads.values()) == each.rows["booking"]


def other_process(file: Path) -> "subprocess.Popen[bytes]":
    """Books until its standard input ends."""
    code = (
        "import sys, threading\n"
        "from kiosk.storage.engine import open_database\n"
        "from tests.storage.houses import book\n"
        f"database = open_database('sqlite:///{file}')\n"
        "book(database, 'process')\n"
        "print(flush=True)\n"
        "ended = threading.Event()\n"
        "threading.Thread(target=lambda: (sys.stdin.read(), ended.set())).start()\n"
        "nth = 0\n"
        "while not ended.wait(0.005):\n"
        "    book(database, f'process-{nth}'); nth += 1\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdout
    assert child.stdout.readline()
    return child


@WAL
def test_a_plain_copy_of_a_live_file_loses_bookings(database: Database, folder: Path, tmp_path: Path) -> None:
    """The negative control: what a night script with cp would have kept."""
    folder.mkdir()
    copied = folder / "jari-20260313T094200Z-copied.db"
    shutil.copy(tmp_path / "jari.db", copied)
    made, _ = make(database, folder, "nightly", NOW)
    assert check(made.file).facts.rows["booking"] == 3
    with pytest.raises(Unusable):
        assert check(copied).facts.rows["booking"] == 3
        pytest.fail("the plain copy lost nothing")


@WAL
def test_a_plain_copy_in_the_middle_of_a_day_is_a_day_older(database: Database, tmp_path: Path) -> None:
    """The same after a checkpoint: now the copy looks whole, and is not."""
    with database.write() as session:
        session.exec_driver_sql("CREATE TABLE unimportant (x INTEGER) STRICT")
    database.close()
    book(database, "after the checkpoint")
    copied = tmp_path / "copied.db"
    shutil.copy(tmp_path / "jari.db", copied)
    assert check(copied).facts.rows["booking"] == 3, "one of the four is missing, and nothing shows it"


# --- what a backup must not be --------------------------------------------------------------------------------------


def cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def overwrite(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.seek(file.stat().st_size // 2 // 4096 * 4096)
        opened.write(b"\xff" * 4096)


def sql(*statements: str) -> object:
    def change(file: Path) -> None:
        connection = sqlite3.connect(file)
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()

    return change


DAMAGES = {
    "empty": (lambda file: file.write_bytes(b""), "not a database of this program"),
    "text": (lambda file: file.write_text("Dear diary, " * 1_000), "damaged"),
    "cut in half": (cut, "damaged"),
    "cut by one page": (lambda file: os.truncate(file, file.stat().st_size - 4096), "damaged"),
    "a page overwritten": (overwrite, "damaged"),
    "an index that lies": (
        sql("PRAGMA writable_schema=ON", "DELETE FROM sqlite_master WHERE name = 'ix_payment_booking_id'"),
        "damaged",
    ),
    "an orphan": (sql("DELETE FROM booking WHERE booking_id = 'b1'"), "damaged"),
    "newer": (sql("UPDATE alembic_version SET version_num = '9999'"), "newer version"),
    "somebody else's": (sql("DROP TABLE alembic_version"), "not a database of this program"),
    "gone": (lambda file: file.unlink(), "no file"),
}


@pytest.mark.parametrize("kind", DAMAGES)
def test_a_damaged_file_is_refused_in_a_sentence(database: Database, folder: Path, kind: str) -> None:
    made, _ = make(database, folder, "nightly", NOW)
    damage, said = DAMAGES[kind]
    damage(made.file)  # type: ignore[operator]
    with pytest.raises(Unusable) as refused:
        check(made.file)
    assert said in refused.value.what
    assert refused.value.cure
    assert "\n" not in refused.value.what


def test_a_changed_journal_row_is_told_and_the_copy_is_still_made(database: Database, folder: Path) -> None:
    """A backup of a tampered database is evidence; refusing to make it would lose the money as well."""
    with database.write() as session:
        session.exec_driver_sql("UPDATE journal SET body = '{}' WHERE place = 2")
    made, found = make(database, folder, "nightly", NOW)
    assert found.breaks == ("journal row K1-2: its content was changed",)
    assert check(made.file).breaks == found.breaks


def test_a_copy_that_differs_is_no_backup(
    database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lossy(session: Session, target: Path, progress: object) -> None:
        database_files.copy_into(session, target)
        sql("DELETE FROM payment WHERE payment_id = 'b1'")(target)  # type: ignore[operator]

    monkeypatch.setattr(backup, "copy_out", lossy)
    with pytest.raises(NoBackup, match=r"payment\.amount_won: 60,000 won became 40000"):
        make(database, folder, "nightly", NOW)
    assert files(folder) == []


# --- what goes wrong while it is made -------------------------------------------------------------------------------

MAKE = (
    "import sys, resource, os\n"
    "from datetime import datetime\n"
    "from pathlib import Path\n"
    "from kiosk.storage import engine, files\n"
    "from kiosk.storage.backup import NoBackup, make\n"
    "files.PAGES_A_STEP = 5\n"
    "database = engine.open_database(f'sqlite:///{sys.argv[1]}')\n"
    "at = datetime.fromisoformat('2026-03-13T10:00:00+00:00')\n"
)


@POSIX
def test_a_backup_that_is_killed_leaves_nothing_that_counts(
    database: Database, folder: Path, tmp_path: Path
) -> None:
    earlier, _ = make(database, folder, "nightly", NOW)
    code = MAKE + (
        "def halfway(_state, left, pages):\n"
        "    if left < pages / 2:\n"
        "        os.kill(os.getpid(), 9)\n"
        "make(database, Path(sys.argv[2]), 'nightly', at, halfway)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "jari.db"), str(folder)],
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    left = [name for name in files(folder) if name != earlier.file.name]
    assert {Path(name).suffix for name in left} <= {".part", ".part-journal"}
    assert any((folder / name).stat().st_size for name in left), "it was killed too early to show anything"
    assert [each.file for each in all_in(folder)] == [earlier.file]
    for name in left:
        os.utime(folder / name, (1, 1))
    later, _ = make(database, folder, "nightly", NOW + timedelta(minutes=1))
    assert files(folder) == [earlier.file.name, later.file.name], "what was left behind is cleared away"


@POSIX
def test_a_full_disk_leaves_the_old_ones_and_says_so(
    database: Database, folder: Path, tmp_path: Path
) -> None:
    earlier, _ = make(database, folder, "nightly", NOW)
    kept = earlier.file.read_bytes()
    code = MAKE + (
        "resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))\n"
        "try:\n"
        "    make(database, Path(sys.argv[2]), 'nightly', at)\n"
        "except NoBackup as failed:\n"
        "    print(failed)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "jari.db"), str(folder)],
        cwd=ROOT,
        timeout=60,
        check=True,
        capture_output=True,
        text=True,
    )
    assert "No backup could be made" in done.stdout
    assert "untouched" in done.stdout
    assert files(folder) == [earlier.file.name]
    assert earlier.file.read_bytes() == kept


def test_a_database_that_cannot_be_read_now_is_no_crash(
    database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_session: Session) -> None:
        raise OperationalError("SELECT", {}, Exception("database is locked"))

    monkeypatch.setattr(backup, "facts_of", locked)
    with pytest.raises(NoBackup, match="database is locked"):
        make(database, folder, "nightly", NOW)
    assert files(folder) == []


def test_too_little_room_is_seen_before_a_byte_is_written(
    database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Namespace(free=0))
    with pytest.raises(NoBackup, match="needs 1 MB, and 0 MB are free"):
        make(database, folder, "nightly", NOW)


def test_a_folder_that_is_none_is_told_with_its_cure(database: Database, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(NoBackup, match="backup_folder"):
        make(database, tmp_path / "taken", "nightly", NOW)


# --- which ones stay ------------------------------------------------------------------------------------------------


def daily(count: int, at: datetime = NOW) -> list[Backup]:
    """One every six hours, newest first."""
    return [Backup(at - timedelta(hours=6 * nth), "nightly", Path(f"jari-{nth}.db")) for nth in range(count)]


def kept(backups: list[Backup], now: datetime = NOW, keep: Keep | None = None) -> list[Backup]:
    gone = set(superfluous(backups, keep or Keep(), now))
    return [each for each in backups if each not in gone]


def test_all_of_two_days_stay_then_one_a_day_then_one_a_month() -> None:
    ages = [(NOW - each.at) / timedelta(days=1) for each in kept(daily(4 * 800))]
    assert sum(age <= 2 for age in ages) == 9
    assert 28 <= sum(2 < age <= 30 for age in ages) <= 29
    assert 11 <= sum(30 < age <= 366 for age in ages) <= 12
    assert not [age for age in ages if age > 366]


def test_of_a_day_the_newest_stays_by_the_day_in_seoul() -> None:
    late = [
        datetime(2026, 3, 1, hour, 30, tzinfo=UTC) for hour in (13, 14, 15)
    ]  # 22:30, 23:30, 0:30 in Seoul
    backups = [Backup(at, "nightly", Path(str(at))) for at in late]
    assert [each.at for each in kept(backups, keep=Keep(at_least=0))] == late[1:]


def test_thinning_again_and_again_ends_with_the_same_rule() -> None:
    """Thinned every day for a year, not once at its end: a rule that looks at what is left must not eat itself up."""
    backups: list[Backup] = []
    now = NOW
    for nth in range(400):
        now = NOW + timedelta(days=nth)
        backups = kept([*backups, Backup(now, "nightly", Path(str(nth)))], now)
    ages = [(now - each.at) / timedelta(days=1) for each in backups]
    assert sum(age <= 30 for age in ages) == 31
    assert 11 <= sum(age > 30 for age in ages) <= 13


@pytest.mark.parametrize("years", [-50, 50])
def test_a_clock_that_is_wrong_by_years_costs_no_good_copy(years: int) -> None:
    backups = daily(6)
    wrong = NOW.replace(year=NOW.year + years)
    newest = Backup(wrong, "nightly", Path("wrong"))
    assert kept([newest, *backups], wrong) == [newest, *backups]


def test_thinning_deletes_files_and_only_backups(database: Database, folder: Path) -> None:
    for nth in range(3):
        make(database, folder, "nightly", NOW - timedelta(days=400 + nth))
    newest, _ = make(database, folder, "nightly", NOW)
    for name in ("notes.txt", "jari-20250101T000000Z-nightly.db.bak", "jari-99999999T000000Z-x.db"):
        (folder / name).write_text("mine", encoding="utf-8")
    gone = thin(folder, Keep(at_least=1), NOW)
    assert len(gone) == 3
    assert [each.file for each in all_in(folder)] == [newest.file]
    assert (folder / "notes.txt").exists()
    assert len(files(folder)) == 4


def test_one_that_cannot_be_deleted_stops_nothing(folder: Path) -> None:
    folder.mkdir()
    (folder / "jari-20200101T000000Z-nightly.db").mkdir()
    assert thin(folder, Keep(at_least=0), NOW) == []


def test_no_folder_has_no_backups(folder: Path) -> None:
    assert all_in(folder) == []


def test_the_newest_revision_is_what_a_backup_says(database: Database, folder: Path) -> None:
    assert make(database, folder, "nightly", NOW)[1].facts.revision == newest_revision()

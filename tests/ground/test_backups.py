"""Backups by hand, by night and before upgrades, restores, and what each says when it cannot be done."""

import json
from argparse import Namespace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from kiosk import cli
from kiosk.app import backup_command, checks_store, nights
from kiosk.app.backups import Backups, backups_of, night_before
from kiosk.app.errors import Fix
from kiosk.app.findings import Finding, State
from kiosk.app.settings import load
from kiosk.app.store import open_store
from kiosk.storage import schema
from kiosk.storage.backup import NoBackup, all_in
from kiosk.storage.engine import Database, open_database
from kiosk.storage.schema import revision_of
from kiosk.ui.threads import Outcome
from tests.fakes.machine import FRIDAY_EVENING, FakeClock
from tests.storage.houses import book, facts, furnished


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with three bookings, named in the settings."""
    place = tmp_path / "jari.db"
    monkeypatch.setenv("KIOSK_DATABASE_URL", f"sqlite:///{place}")
    furnished(place).close()
    return place


def one_more(file: Path) -> None:
    database = open_database(f"sqlite:///{file}")
    book(database, "later")
    database.close()


def opened(file: Path) -> Database:
    return open_database(f"sqlite:///{file}")


# --- the commands ---------------------------------------------------------------------------------------------------


def test_a_backup_by_hand_is_put_back_by_hand(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["backup"]) == 0
    (made,) = all_in(file.parent / "backups")
    assert f"The backup {made.file} is made and was opened again" in capsys.readouterr().out
    one_more(file)
    assert cli.main(["restore", str(made.file), "--yes"]) == 0
    said = capsys.readouterr().out
    assert "3 bookings" in said
    assert "until 2026-03-13 18:42:00 in Seoul" in said
    assert "compares before it sells" in said
    assert facts(file).rows["booking"] == 3


def test_a_backup_goes_where_it_is_told(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cli.main(["backup", "--to", str(tmp_path / "stick")])
    assert len(all_in(tmp_path / "stick")) == 1
    monkeypatch.setenv("KIOSK_BACKUP_FOLDER", str(tmp_path / "second disk"))
    cli.main(["backup"])
    assert len(all_in(tmp_path / "second disk")) == 1
    assert not (file.parent / "backups").exists()


def restore(file: Path, answer: str) -> int:
    cli.main(["backup"])
    (made,) = all_in(file.parent / "backups")
    args = Namespace(file=made.file, yes=False, despite_journal=False, settings=None)
    one_more(file)
    return backup_command.restore_main(args, FakeClock(), lambda _: answer)


def test_a_restore_asks_first(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert restore(file, "no") == 1
    assert "Nothing was changed." in capsys.readouterr().out
    assert facts(file).rows["booking"] == 4


def test_only_yes_is_yes(file: Path) -> None:
    assert restore(file, " YES ") == 0
    assert facts(file).rows["booking"] == 3


def test_a_changed_journal_is_told_by_the_exit_code(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = opened(file)
    with database.write() as session:
        session.exec_driver_sql("UPDATE journal SET body = '{}' WHERE place = 2")
    database.close()
    assert cli.main(["backup"]) == 1
    assert "journal row K1-2: its content was changed" in capsys.readouterr().out
    (made,) = all_in(file.parent / "backups")
    assert cli.main(["restore", str(made.file), "--yes"]) == 2
    assert "--despite-journal" in capsys.readouterr().err
    assert cli.main(["restore", str(made.file), "--yes", "--despite-journal"]) == 0


def test_a_restore_while_the_kiosk_runs_is_refused_with_its_cure(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["backup"])
    (made,) = all_in(file.parent / "backups")
    running = opened(file)
    assert revision_of(running)
    assert cli.main(["restore", str(made.file), "--yes"]) == 2
    assert "End the kiosk" in capsys.readouterr().err
    running.close()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["restore", "missing.db"], "no file missing.db"),
        (["restore", "pyproject.toml"], "damaged"),
        (["backup", "--to", "pyproject.toml"], "backup_folder"),
    ],
)
def test_what_cannot_be_done_is_told_plainly(
    file: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert cli.main(words) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "Traceback" not in told


def test_where_nobody_can_be_asked_the_word_is_needed(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cli.main(["backup"])
    (made,) = all_in(file.parent / "backups")
    assert cli.main(["restore", str(made.file)]) == 2
    assert "--yes" in capsys.readouterr().err


def test_a_full_disk_during_a_restore_changes_nothing(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cli.main(["backup"])
    (made,) = all_in(file.parent / "backups")

    def full(*_args: object, **_how: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup_command, "restore", full)
    assert cli.main(["restore", str(made.file), "--yes"]) == 2
    assert "No space left" in capsys.readouterr().err


# --- before an upgrade ----------------------------------------------------------------------------------------------


@pytest.fixture
def older(file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As if it had been written by the version before this one."""
    newest = schema.newest_revision()
    real = schema.is_known
    monkeypatch.setattr(schema, "is_known", lambda revision: revision == "before" or real(revision))

    def upgrade(config: object, _revision: str) -> None:
        session = config.attributes["connection"]  # type: ignore[attr-defined]
        session.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{newest}'")

    monkeypatch.setattr("alembic.command.upgrade", upgrade)
    monkeypatch.setattr("kiosk.storage.backup.is_known", schema.is_known)
    database = opened(file)
    with database.write() as session:
        session.exec_driver_sql("UPDATE alembic_version SET version_num = 'before'")
    database.close()
    return file


def test_migrate_makes_a_backup_of_before(older: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["migrate"]) == 0
    assert "from revision before to" in capsys.readouterr().out
    (made,) = all_in(older.parent / "backups")
    assert made.reason == "before-upgrade-from-before"
    assert facts(made.file).revision == "before"
    assert cli.main(["migrate"]) == 0
    assert "up to date" in capsys.readouterr().out


def test_every_way_to_open_the_store_makes_one(older: Path) -> None:
    database, _ = open_store(f"sqlite:///{older}", older)
    database.close()
    assert [each.reason for each in all_in(older.parent / "backups")] == ["before-upgrade-from-before"]


def test_a_start_without_room_for_the_backup_upgrades_nothing(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise NoBackup("No backup could be made: the disk is full.", "Make room.")

    with pytest.raises(Fix, match="the disk is full"):
        open_store(f"sqlite:///{older}", older, full)
    assert facts(older).revision == "before"


def test_an_upgrade_that_would_lose_a_row_is_told_and_taken_back(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(config: object, _revision: str) -> None:
        config.attributes["connection"].exec_driver_sql("DELETE FROM payment")  # type: ignore[attr-defined]

    monkeypatch.setattr("alembic.command.upgrade", careless)
    with pytest.raises(Fix, match="it is as it was"):
        open_store(f"sqlite:///{older}", older)
    assert facts(older).rows["payment"] == 3


def test_a_damaged_database_names_the_way_back(file: Path) -> None:
    file.write_bytes(b"Dear diary, " * 1_000)
    with pytest.raises(Fix, match="kiosk restore"):
        open_store(f"sqlite:///{file}", file)


# --- what doctor says -----------------------------------------------------------------------------------------------


def said(clock: FakeClock) -> list[Finding]:
    return list(checks_store.backups(load(), clock))


def test_doctor_knows_of_when_the_last_backup_is(file: Path) -> None:
    clock = FakeClock()
    assert [finding.state for finding in said(clock)] == [State.NOTE]
    backups = Backups(file.parent / "backups", clock)
    database = opened(file)
    backups.make(database, "by-hand")
    database.close()
    (fine,) = said(clock)
    assert (fine.state, "jari-20260313T094200Z-by-hand.db" in fine.text) == (State.OK, True)
    clock.advance(8 * 86_400)
    (old,) = said(clock)
    assert (old.state, "8 days old" in old.text) == (State.NOTE, True)
    file.unlink()
    assert said(clock) == []


# --- by night -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "night"),
    [
        ("2026-03-13T09:42+00:00", "2026-03-12T19:00+00:00"),  # the evening: this morning's four o'clock
        ("2026-03-13T18:59+00:00", "2026-03-12T19:00+00:00"),  # one minute before four
        ("2026-03-13T19:00+00:00", "2026-03-13T19:00+00:00"),
        ("2026-03-13T15:00+00:00", "2026-03-12T19:00+00:00"),  # midnight
    ],
)
def test_a_night_begins_at_four_in_seoul(now: str, night: str) -> None:
    assert night_before(datetime.fromisoformat(now)).astimezone(UTC) == datetime.fromisoformat(night)


def test_there_is_one_a_night_and_one_at_the_first_start_after_it(file: Path) -> None:
    clock = FakeClock()
    backups = Backups(file.parent / "backups", clock)
    database = opened(file)
    made = []
    for _ in range(6 * 24 * 3):
        if backups.make_if_due(database):
            made.append(clock.now())
        clock.advance(600)
    database.close()
    assert made[0] == FRIDAY_EVENING
    assert [at.astimezone(UTC).hour for at in made[1:]] == [19, 19, 19]


def test_a_backup_of_the_future_does_not_stand_for_tonights(file: Path) -> None:
    clock = FakeClock(FRIDAY_EVENING + timedelta(days=400))
    backups = Backups(file.parent / "backups", clock)
    database = opened(file)
    assert backups.make_if_due(database)
    clock.instant = FRIDAY_EVENING
    assert backups.make_if_due(database)
    assert not backups.make_if_due(database)
    database.close()


def test_the_program_notes_what_came_of_it(file: Path) -> None:
    backups, database = backups_of(load(), FakeClock()), opened(file)
    with database.write() as session:
        session.exec_driver_sql("UPDATE journal SET body = '{}' WHERE place = 2")
    with capture_logs() as logs:
        nights._note_backup(Outcome(backups.make_if_due(database), None))
        nights._note_backup(Outcome(backups.make_if_due(database), None))
        nights._note_backup(Outcome(None, NoBackup("No backup could be made.", "Make room.")))
    database.close()
    assert [(entry["event"], entry["log_level"]) for entry in logs] == [
        ("backup", "info"),
        ("journal_was_changed", "error"),
        ("backup_failed", "error"),
    ]
    assert "jari-" in json.dumps(logs[0])

"""The migrations make exactly the tables the program believes in, and a newer database is left alone."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import NoReturn

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, event

from kiosk import storage
from kiosk.services.restaurants import install
from kiosk.storage import schema
from kiosk.storage.backup import NoBackup
from kiosk.storage.copying import copy_rows
from kiosk.storage.engine import Damaged, Database, Session, open_database
from kiosk.storage.facts import Facts, facts_of
from kiosk.storage.schema import NewerDatabase, UpgradeFailed, bring_up_to_date, newest_revision, revision_of
from kiosk.storage.tables import metadata
from tests.fakes.restaurants import restaurant
from tests.storage.houses import book, facts


def test_a_migrated_schema_equals_the_tables_in_code(tmp_path: Path) -> None:
    migrated = open_database(f"sqlite:///{tmp_path / 'migrated.db'}")
    bring_up_to_date(migrated)
    for module in iter_modules(storage.__path__, "kiosk.storage."):
        import_module(module.name)
    made = open_database(f"sqlite:///{tmp_path / 'made.db'}")
    with made.write() as session:
        metadata.create_all(session)
    assert _schema(migrated) == _schema(made)
    assert revision_of(migrated) == newest_revision()


def test_bringing_up_to_date_twice_changes_nothing(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'jari.db'}")
    assert bring_up_to_date(database) is None
    assert bring_up_to_date(database) == newest_revision()


def test_a_database_of_a_newer_revision_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "jari.db"
    database = open_database(f"sqlite:///{path}")
    bring_up_to_date(database)
    with database.write() as session:
        session.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    before = _schema(database)
    with pytest.raises(NewerDatabase, match="9999"):
        bring_up_to_date(database)
    assert _schema(database) == before


# --- upgrades of a database that holds something ---------------------------------------------------------------------


def older_ones() -> list[str]:
    """Every revision but the newest."""
    walked = ScriptDirectory.from_config(schema._config()).walk_revisions()
    return [script.revision for script in walked][:0:-1]


@pytest.fixture(params=older_ones())
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A database as an older version left it, with bookings and money in it."""
    file = tmp_path / "older.db"
    database = open_database(f"sqlite:///{file}")
    with database.write() as session:
        config = schema._config()
        config.attributes["connection"] = session
        command.upgrade(config, request.param)
    install(database, restaurant())
    for nth in range(3):
        book(database, f"b{nth}")
    database.close()
    return file


def upgraded(file: Path, before_upgrade: Callable[[str], object] | None = None) -> str | None:
    database = open_database(f"sqlite:///{file}")
    try:
        return bring_up_to_date(database, before_upgrade)
    finally:
        database.close()


def test_an_upgrade_keeps_every_row_and_every_won(older: Path) -> None:
    before = facts(older)
    assert upgraded(older) == before.revision
    after = facts(older)
    assert before.kept_in(after) == []
    assert after.won["payment.amount_won"] == 60_000
    assert after.revision == newest_revision()


def test_the_backup_comes_before_the_upgrade_and_only_then(older: Path) -> None:
    seen: list[tuple[str, Facts]] = []
    before = facts(older)
    upgraded(older, lambda revision: seen.append((revision, facts(older))))
    assert seen == [(before.revision, before)]
    upgraded(older, lambda revision: seen.append((revision, facts(older))))
    assert len(seen) == 1, "nothing to upgrade, nothing to back up"


def test_a_fresh_database_needs_no_backup(tmp_path: Path) -> None:
    assert upgraded(tmp_path / "fresh.db", lambda _: pytest.fail("there is nothing in it")) is None


def test_without_a_backup_nothing_is_upgraded(older: Path) -> None:
    before = facts(older)

    def full(_revision: str) -> None:
        raise NoBackup("No backup could be made.", "Make room.")

    with pytest.raises(NoBackup):
        upgraded(older, full)
    assert facts(older) == before


@pytest.mark.parametrize(
    "loss",
    [
        "DELETE FROM payment WHERE payment_id = 'b1'",
        "UPDATE payment SET amount_won = 1 WHERE payment_id = 'b1'",
        "DELETE FROM journal WHERE place = 3",
        "DROP TABLE answer",
        "PRAGMA defer_foreign_keys = ON; DELETE FROM booking WHERE booking_id = 'b1'",
    ],
)
def test_an_upgrade_that_would_lose_something_is_taken_back(
    older: Path, loss: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = facts(older)
    real = command.upgrade

    def careless(config: Config, revision: str) -> None:
        real(config, revision)
        for statement in loss.split(";"):
            config.attributes["connection"].exec_driver_sql(statement)

    monkeypatch.setattr(command, "upgrade", careless)
    with pytest.raises(UpgradeFailed):
        upgraded(older)
    assert facts(older) == before


def test_an_upgrade_that_breaks_off_leaves_the_old_one(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = facts(older)
    real = command.upgrade

    def broken(config: Config, revision: str) -> None:
        real(config, revision)
        raise ZeroDivisionError

    monkeypatch.setattr(command, "upgrade", broken)
    with pytest.raises(ZeroDivisionError):
        upgraded(older)
    assert facts(older) == before


FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process cannot be copied here")
ALL_THE_WAY = pytest.mark.parametrize("older", older_ones()[:1], indirect=True)
"""From the first revision on: that road has every statement of all the shorter ones."""


@FORKS
@ALL_THE_WAY
def test_killed_at_any_statement_it_is_old_or_new_and_never_between(older: Path, tmp_path: Path) -> None:
    before = facts(older)
    states = _killed_everywhere(older, tmp_path, whole=True)
    assert len(states) > 4
    for nth, after in enumerate(states):
        if after.revision == before.revision:
            assert after == before, f"kill {nth}"
        else:
            assert (after.revision, before.kept_in(after)) == (newest_revision(), []), f"kill {nth}"
    assert states[0].revision == before.revision
    assert states[-1].revision == newest_revision()


@FORKS
@ALL_THE_WAY
def test_an_upgrade_outside_one_transaction_is_caught_between(older: Path, tmp_path: Path) -> None:
    """The negative control: the same upgrade, each statement for itself."""
    before = facts(older)
    states = _killed_everywhere(older, tmp_path, whole=False)
    assert [after for after in states if after.revision == before.revision and after != before]


def _killed_everywhere(older: Path, folder: Path, *, whole: bool) -> list[Facts]:
    """What is in the file after an upgrade that was killed at its first changing statement, its second, and so on.

    A kill leaves what lies in the files at that moment. So one upgrade is held at each of its changes, and its files copied;
    at three of them it is killed indeed, to see that this leaves the same.
    """
    left = _files_at_each_change(older, folder, whole=whole)
    states = [facts(file) for file in left]
    for nth in (1, len(left) // 2, len(left) - 1):
        file = folder / f"killed-{nth}.db"
        shutil.copy(older, file)
        assert _killed_at_change(nth, file, whole=whole)
        assert facts(file) == states[nth - 1], f"kill {nth}"
    upgraded(left[1])
    assert facts(left[1]).revision == newest_revision(), "and it can be done again"
    return states


def _files_at_each_change(older: Path, folder: Path, *, whole: bool) -> list[Path]:
    """Copies of what an upgrade has in its files before each of its changes, before the commit, and right after it."""
    at_work = folder / "upgrade.db"
    shutil.copy(older, at_work)
    stopped, stop = os.pipe()
    going, go = os.pipe()

    def wait_for_the_copy() -> None:
        os.write(stop, b".")
        os.read(going, 1)

    child = os.fork()
    if child == 0:
        os.close(stopped)
        _upgrade_and_leave(at_work, wait_for_the_copy, whole=whole)
    os.close(stop)
    left: list[Path] = []
    while os.read(stopped, 1):
        left.append(folder / f"kill-{len(left) + 1}.db")
        for end in ("", "-wal", "-journal"):
            if (file := Path(f"{at_work}{end}")).exists():
                shutil.copy(file, f"{left[-1]}{end}")
        os.write(go, b".")
    _, status = os.waitpid(child, 0)
    for handle in (stopped, going, go):
        os.close(handle)
    assert os.waitstatus_to_exitcode(status) == 0, "the upgrade failed by itself"
    return left


def _killed_at_change(nth: int, file: Path, *, whole: bool) -> bool:
    """Upgrade in a copy of this process that is killed before its nth change, before the commit, or right after it."""
    count = [0]

    def killed_when_due() -> None:
        count[0] += 1
        if count[0] == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if child == 0:
        _upgrade_and_leave(file, killed_when_due, whole=whole)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _upgrade_and_leave(file: Path, before_change: Callable[[], None], *, whole: bool) -> NoReturn:
    """In the copy of the process: call ``before_change`` before each change and the commit, and once after it."""

    def change(_: object, __: object = None, statement: str = "COMMIT", *___: object) -> None:
        if statement.split(maxsplit=1)[0] not in ("SELECT", "PRAGMA", "BEGIN"):
            before_change()

    try:
        if not whole:
            Database.write = _each_for_itself  # type: ignore[method-assign, assignment]
        event.listen(Engine, "before_cursor_execute", change)
        event.listen(Engine, "commit", change)
        upgraded(file)
        change(None)
        os._exit(0)
    finally:
        os._exit(1)


_WRITE = Database.write


@contextmanager
def _each_for_itself(database: Database) -> Iterator[Session]:
    with _WRITE(database) as session:
        session.exec_driver_sql("COMMIT")
        yield session


def test_what_is_no_database_is_damaged_and_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "notes.db"
    file.write_bytes(b"Dear diary, " * 1_000)
    with pytest.raises(Damaged):
        upgraded(file)
    assert file.read_bytes().startswith(b"Dear diary")


def _schema(database: Database) -> dict[str, list[str]]:
    """Every table and index with its parts, in no order: a constraint's place in the text means nothing."""
    with database.read() as session:
        rows = session.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master"
            " WHERE type IN ('table', 'index') AND sql IS NOT NULL AND name <> 'alembic_version'"
        )
        return {name: _parts(sql) for name, sql in rows}


def _parts(sql: str) -> list[str]:
    """The columns and constraints of a CREATE statement, and what stands around them."""
    sql = sql.replace('"', "")  # SQLite quotes a table that was made anew
    start, end = sql.index("("), sql.rindex(")")
    parts, depth, part = [sql[:start].strip(), sql[end + 1 :].strip()], 0, ""
    for character in sql[start + 1 : end]:
        depth += (character == "(") - (character == ")")
        if character == "," and not depth:
            parts.append(part)
            part = ""
        else:
            part += character
    return sorted(" ".join(text.split()) for text in [*parts, part])


def test_a_program_of_an_older_version_can_write_into_the_newest_schema(older: Path, tmp_path: Path) -> None:
    """Expand first: whatever an older program names in a row, and nothing else, is a whole row of the newest tables.

    So two versions run side by side while terminals are brought up to date one by one.
    """
    newest = open_database(f"sqlite:///{tmp_path / 'newest.db'}")
    bring_up_to_date(newest)
    known = open_database(f"sqlite:///{older}")
    with known.read() as here, newest.write() as there:
        copy_rows(here, there)
        before, after = facts_of(here), facts_of(there)
    assert before.kept_in(after) == []
    known.close()
    newest.close()


def test_no_upgrade_takes_anything_away_that_an_older_program_reads() -> None:
    """Contract later, in a revision of its own, when no older program is left: until then tables and columns only come."""
    versions = Path(schema.__file__).parent / "migrations" / "versions"
    said = {file.name: file.read_text(encoding="utf-8") for file in sorted(versions.glob("r*.py"))}
    assert said
    for name, text in said.items():
        for word in (
            "drop_table",
            "drop_column",
            "rename_table",
            "new_column_name",
            "DROP TABLE",
            "DROP COLUMN",
        ):
            assert word not in text, f"{name}: {word}"

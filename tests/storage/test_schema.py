"""The migrations make exactly the tables the program believes in, and a newer database is left alone."""

from pathlib import Path

import pytest

from kiosk.storage.engine import Database, open_database
from kiosk.storage.schema import NewerDatabase, bring_up_to_date, newest_revision, revision_of
from kiosk.storage.tables import metadata


def test_a_migrated_schema_equals_the_tables_in_code(tmp_path: Path) -> None:
    migrated = open_database(f"sqlite:///{tmp_path / 'migrated.db'}")
    bring_up_to_date(migrated)
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


def _schema(database: Database) -> dict[str, list[str]]:
    """Every table and index with its parts, in no order: a constraint's place in the text means nothing."""
    with database.read() as session:
        rows = session.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'"
        )
        return {name: _parts(sql) for name, sql in rows}


def _parts(sql: str) -> list[str]:
    """The columns and constraints of a CREATE statement, and what stands around them."""
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

"""What an earlier opening left in the write-ahead log is written again before it is copied into the database."""

import os
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from kiosk.storage.engine import open_database
from kiosk.storage.schema import bring_up_to_date
from kiosk.storage.sqlite import sqlite_driver, write_again


class Watched:
    """``os``, remembering what was done with files; ``fails`` is the call that does not work."""

    def __init__(self, fails: str = "") -> None:
        self.done: list[str] = []
        self._fails = fails

    def __getattr__(self, name: str) -> object:
        def called(*words: object) -> object:
            self.done.append(name)
            if name == self._fails:
                raise OSError(5, "Input/output error")
            return getattr(os, name)(*words)

        return called


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database whose program died with something in its log."""
    made = tmp_path / "jari.db"
    database = open_database(f"sqlite:///{made}")
    bring_up_to_date(database)
    with database.write() as session:
        session.exec_driver_sql("DELETE FROM matter")
        session.exec_driver_sql("INSERT INTO alembic_version VALUES ('kept') ON CONFLICT DO NOTHING")
    left = {part: (tmp_path / part).read_bytes() for part in ("jari.db", "jari.db-wal")}
    database.close()
    for name, content in left.items():
        (tmp_path / name).write_bytes(content)
    assert left["jari.db-wal"]
    return made


def _driver(files: Watched) -> object:
    class Driver:
        """The product's, on these files."""

        def __getattr__(self, name: str) -> object:
            return files if name == "files" else getattr(sqlite_driver(), name)

    return Driver()


def test_a_log_that_was_left_is_written_synced_and_emptied(file: Path) -> None:
    files = Watched()
    database = open_database(f"sqlite:///{file}", _driver(files))
    with database.read() as session:
        assert "kept" in session.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    assert files.done[0] == "open"
    assert files.done.index("write") < files.done.index("fsync") < files.done.index("close")
    assert file.with_name("jari.db-wal").stat().st_size == 0
    database.close()


@pytest.mark.parametrize("call", ["read", "write", "fsync"])
def test_a_log_that_cannot_be_written_again_opens_nothing(file: Path, call: str) -> None:
    before = file.read_bytes()
    database = open_database(f"sqlite:///{file}", _driver(Watched(call)))
    with pytest.raises(OperationalError, match="disk I/O error"), database.read():
        pass
    assert file.read_bytes() == before, "nothing is built on what only memory has"
    again = open_database(f"sqlite:///{file}")
    with again.read() as session:
        assert "kept" in session.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    again.close()
    database.close()


@pytest.mark.parametrize("size", [0, 1, 4_096, (1 << 20) + 7])
def test_a_file_is_the_same_after_it_was_written_again(tmp_path: Path, size: int) -> None:
    file = tmp_path / "file"
    content = bytes(place % 251 for place in range(size))
    file.write_bytes(content)
    write_again(os, str(file))
    assert file.read_bytes() == content


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    write_again(os, str(tmp_path / "none"))
    assert list(tmp_path.iterdir()) == []

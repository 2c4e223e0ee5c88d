"""Opening the database: what cannot be read and what cannot be written are two things, each with its own cure."""

from pathlib import Path

import pytest

from kiosk.app import store
from kiosk.app.errors import Fix
from kiosk.storage.engine import Damaged, Database


def test_a_database_that_may_only_be_read_is_not_called_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "why_file_not_writable", lambda _file: "Read-only file system")
    with pytest.raises(Fix, match=r"jari.db cannot be written \(Read-only file system\)") as stopped:
        store.open_upgraded(f"sqlite:///{tmp_path / 'jari.db'}")
    assert "Let this user write" in stopped.value.cure
    assert not (tmp_path / "jari.db").exists()


def test_nor_is_one_that_sqlite_finds_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_database: Database) -> str:
        raise Damaged("attempt to write a readonly database")

    file = tmp_path / "jari.db"
    file.touch()
    monkeypatch.setattr(store, "revision_of", refuse)
    with pytest.raises(Fix, match="cannot be written") as stopped:
        store.open_existing(f"sqlite:///{file}")
    assert "damaged" not in stopped.value.what + stopped.value.cure

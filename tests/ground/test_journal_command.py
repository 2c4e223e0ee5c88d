"""``kiosk journal``: exports with the script beside them, verdicts as exit codes, and plain words for what stops it."""

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk import cli
from kiosk.services.restaurants import install
from kiosk.storage import journal
from kiosk.storage.engine import Database, open_database
from kiosk.storage.schema import bring_up_to_date
from tests.fakes.machine import FRIDAY_EVENING
from tests.fakes.restaurants import restaurant


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    url = f"sqlite:///{tmp_path / 'jari.db'}"
    monkeypatch.setenv("KIOSK_DATABASE_URL", url)
    opened = open_database(url)
    bring_up_to_date(opened)
    install(opened, restaurant())
    tell(opened, 5)
    return opened


def tell(database: Database, rows: int) -> None:
    with database.write() as session:
        for _ in range(rows):
            journal.append(session, "corner", "kiosk-1", FRIDAY_EVENING, "booking", "b1", {"status": "READY"})


def anchor(database: Database, place: int) -> str:
    with database.read() as session:
        return next(row.anchor for row in journal.entries(session, "corner") if row.place == place)


def test_an_export_holds_here_and_by_the_script_beside_it(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "out.jsonl"
    assert cli.main(["journal", "export", str(file), "--with-script"]) == 0
    assert "5 rows" in capsys.readouterr().out
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert cli.main(["journal", "verify", str(file), "--anchor", anchor(database, 5)]) == 0
    said = capsys.readouterr().out
    assert f"The last one is {anchor(database, 5)}." in said
    script = tmp_path / "verify_journal.py"
    done = subprocess.run(
        [sys.executable, "-I", str(script), str(file), anchor(database, 3)], timeout=60, check=False
    )
    assert done.returncode == 0
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_a_changed_export_and_a_changed_database_are_told_row_by_row(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "out.jsonl"
    cli.main(["journal", "export", str(file)])
    file.write_bytes(file.read_bytes().replace(b"READY", b"PAID!", 1))
    with database.write() as session:
        session.exec_driver_sql("DELETE FROM journal WHERE place = 2")
    capsys.readouterr()
    assert cli.main(["journal", "verify", str(file)]) == 1
    assert capsys.readouterr().out == "journal row kiosk-1-1: its content was changed\n"
    assert cli.main(["journal", "verify"]) == 1
    assert "journal row kiosk-1-3: is not the next one after row 1" in capsys.readouterr().out


def test_without_an_anchor_it_says_what_it_cannot_see(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    last = anchor(database, 5)
    with database.write() as session:
        session.exec_driver_sql("DELETE FROM journal WHERE place > 3")
    assert cli.main(["journal", "verify"]) == 0
    assert "give anchors" in capsys.readouterr().out
    anchors = tmp_path / "anchors.txt"
    anchors.write_text(f"\n{anchor(database, 2)}\n{last}\n", encoding="utf-8")
    assert cli.main(["journal", "verify", "--anchors", str(anchors)]) == 1
    assert capsys.readouterr().out == (
        f"anchor {last}: this row is not there, the journal of kiosk-1 ends at row 3\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["verify", "--anchor", "K1"], "not an anchor"),
        (["verify", "--anchors", "missing.txt"], "missing.txt"),
        (["verify", "missing.jsonl"], "missing.jsonl"),
        (["verify", "--restaurant", "other"], "1 restaurants"),
        (["export", "missing/out.jsonl"], "cannot be written"),
    ],
)
def test_what_stops_it_is_told_plainly(
    database: Database, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert cli.main(["journal", *words]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "Traceback" not in told


@pytest.mark.parametrize("content", [None, b"", b"this is no database at all" * 100])
def test_a_database_that_is_none_is_told_plainly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    file = tmp_path / "other.db"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv("KIOSK_DATABASE_URL", f"sqlite:///{file}")
    assert cli.main(["journal", "verify"]) == 2
    assert str(file) in capsys.readouterr().err
    assert file.exists() == (content is not None), "asking made a database"


def test_a_database_without_a_restaurant_has_no_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'jari.db'}"
    monkeypatch.setenv("KIOSK_DATABASE_URL", url)
    opened = open_database(url)
    bring_up_to_date(opened)
    opened.close()
    assert cli.main(["journal", "verify"]) == 2
    assert "kiosk init" in capsys.readouterr().err


def test_an_export_holds_nothing_but_rows(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "out.jsonl"
    cli.main(["journal", "export", str(file)])
    header, *rows = file.read_text(encoding="utf-8").splitlines()
    assert json.loads(header) == {"format": "jari-journal", "version": 1}
    assert [len(json.loads(row)) for row in rows] == [8] * 5

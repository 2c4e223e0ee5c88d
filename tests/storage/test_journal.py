"""Nobody changes, moves, adds or takes out a row of the journal unseen."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.storage import journal
from kiosk.storage.engine import Conflict, Database, open_database
from kiosk.storage.journal import Entry
from kiosk.storage.schema import bring_up_to_date
from tests.fakes.machine import FRIDAY_EVENING


@pytest.fixture
def database(tmp_path: Path) -> Database:
    opened = open_database(f"sqlite:///{tmp_path / 'jari.db'}")
    bring_up_to_date(opened)
    return opened


def written(database: Database, terminal: str = "K1", rows: int = 5) -> list[Entry]:
    with database.write() as session:
        for nth in range(rows):
            at = FRIDAY_EVENING + timedelta(seconds=nth)
            journal.append(
                session, "corner", terminal, at, "booking", f"b{nth}", {"status": "READY", "n": nth}
            )
        return list(journal.entries(session, "corner"))


def test_a_chain_as_written_holds(database: Database) -> None:
    written(database, "K1")
    assert journal.breaks(iter(written(database, "K2"))) == []


@pytest.mark.parametrize("field", ["body", "kind", "subject", "hash", "previous"])
def test_any_changed_character_is_found(database: Database, field: str) -> None:
    rows = written(database)
    value = getattr(rows[2], field)
    for nth in range(len(value)):
        changed = value[:nth] + chr(ord(value[nth]) ^ 1) + value[nth + 1 :]
        tampered = [*rows[:2], replace(rows[2], **{field: changed}), *rows[3:]]
        assert journal.breaks(iter(tampered)), f"{field}[{nth}]"


def test_a_changed_time_is_found(database: Database) -> None:
    rows = written(database)
    rows[3] = replace(rows[3], at=rows[3].at + timedelta(microseconds=1))
    assert journal.breaks(iter(rows)) == ["journal row K1-4: its content was changed"]


def test_a_row_taken_out_and_two_rows_swapped_are_found(database: Database) -> None:
    rows = written(database)
    assert journal.breaks(iter([*rows[:1], *rows[2:]]))
    assert journal.breaks(iter([rows[0], rows[2], rows[1], *rows[3:]]))


def test_a_cut_tail_is_found_only_with_an_anchor(database: Database) -> None:
    """The chain alone cannot show it: that is why receipts carry an anchor."""
    rows = written(database)
    anchor = rows[-1].anchor
    assert journal.breaks(iter(rows[:-1])) == []
    assert anchor not in {row.anchor for row in rows[:-1]}


def test_two_rows_cannot_have_one_place(database: Database) -> None:
    written(database)
    with pytest.raises(Conflict), database.write() as session:
        session.exec_driver_sql("INSERT INTO journal SELECT * FROM journal WHERE place = 1")


def test_the_last_word_about_a_booking_is_found(database: Database) -> None:
    written(database)
    with database.read() as session:
        entry = journal.latest_about(session, "corner", "b3")
        assert entry is not None
        assert entry.place == 4
        assert journal.latest_about(session, "corner", "nothing") is None
        assert journal.head(session, "corner", "K9") is None

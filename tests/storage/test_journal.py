"""Nobody changes, moves, adds or takes out a row of the journal unseen."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kiosk.services.journaling import verify
from kiosk.storage import journal
from kiosk.storage.engine import Conflict, Database, open_database
from kiosk.storage.journal import Anchor, Entry
from tests.fakes.machine import FRIDAY_EVENING


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    yield opened
    opened.close()


def written(database: Database, terminal: str = "K1", rows: int = 5) -> list[Entry]:
    with database.write() as session:
        for nth in range(rows):
            at = FRIDAY_EVENING + timedelta(seconds=nth)
            journal.append(
                session, "corner", terminal, at, "booking", f"b{nth}", {"status": "READY", "amount": nth}
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
    anchor = Anchor.read(rows[-1].anchor)
    assert verify(rows[:-1]).holds
    assert verify(rows, [anchor]).holds
    assert verify(rows[:-1], [anchor]).breaks == (
        f"anchor {anchor}: this row is not there, the journal of K1 ends at row 4",
    )


def test_a_chain_made_anew_from_a_row_on_is_found_only_with_an_anchor(database: Database) -> None:
    rows = written(database)
    anchor = Anchor.read(rows[-1].anchor)
    with database.write() as session:
        session.exec_driver_sql("DELETE FROM journal WHERE place >= 3")
        for row in rows[2:]:
            journal.append(session, "corner", "K1", row.at, row.kind, row.subject, {"status": "PAID"})
        forged = list(journal.entries(session, "corner"))
    assert verify(forged).holds
    assert verify(forged, [anchor]).breaks == (f"anchor {anchor}: this row is not the one it was",)


def test_a_whole_chain_twice_is_found(database: Database) -> None:
    rows = written(database)
    assert journal.breaks([*rows, *written(database, "K2")[5:], *rows])


@pytest.mark.parametrize(
    "word", ["K1", "K1-5", "K1-0-00000000", "K1-5-0000000", "K1-5-0000000g", "-5-00000000"]
)
def test_what_is_no_anchor_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="not an anchor"):
        Anchor.read(word)


def test_a_terminals_name_may_have_hyphens_in_an_anchor() -> None:
    assert Anchor.read("kiosk-1-57-0a1b2c3d\n") == Anchor("kiosk-1", 57, "0a1b2c3d")


def test_a_row_and_its_line_are_the_same(database: Database) -> None:
    for row in written(database):
        assert Entry.of_line(row.line) == row
        for other in (row.line[:-1], " " + row.line, row.line.replace(",", ", ", 1)):
            with pytest.raises(ValueError):  # noqa: PT011 - which of the many ways to be wrong does not matter
                Entry.of_line(other)


@pytest.mark.parametrize(
    "why",
    [
        "call 010-1234-5678",
        "01012345678",
        "02 345 6789",
        "card 4330 1234 5678 9012",
        "4330123456789012 declined",
        "hong@example.com",
        "live_" + "sk_0123456789",
    ],
)
def test_nobodys_number_gets_into_a_row(database: Database, why: str) -> None:
    with database.write() as session:
        entry = journal.append(session, "corner", "K1", FRIDAY_EVENING, "booking", "b1", {"why": why})
    assert "***" in entry.body
    assert not set("0123456789@") & set(entry.body)


def test_ids_and_amounts_stay_as_they_are(database: Database) -> None:
    body: dict[str, str | int] = {
        "booking": "0123456789012345" * 2,
        "seats": "1-1,1-2,2-1,10-12",
        "amount": 100_000_000,
    }
    with database.write() as session:
        entry = journal.append(session, "corner", "K1", FRIDAY_EVENING, "booking", "b1", body)
    assert json.loads(entry.body) == body


@pytest.mark.parametrize(
    "body", [{"name": "Hong"}, {"phone": "x"}, {"amount": 1.5}, {"amount": True}, {"why": None}]
)
def test_a_body_that_tells_more_than_it_may_is_refused(database: Database, body: Any) -> None:
    with database.write() as session, pytest.raises(ValueError, match="journal body"):
        journal.append(session, "corner", "K1", FRIDAY_EVENING, "booking", "b1", body)


def test_a_long_reason_is_cut_short(database: Database) -> None:
    with database.write() as session:
        entry = journal.append(session, "corner", "K1", FRIDAY_EVENING, "booking", "b1", {"why": "x" * 999})
    assert len(json.loads(entry.body)["why"]) == 120


def test_two_rows_cannot_have_one_place(database: Database) -> None:
    written(database)
    with pytest.raises(Conflict), database.write() as session:
        session.exec_driver_sql("INSERT INTO journal SELECT * FROM journal WHERE place = 1")


def test_every_word_about_a_booking_is_found(database: Database) -> None:
    written(database, "K1")
    written(database, "K2")
    with database.read() as session:
        told = journal.about(session, "corner", "b3")
        assert [(row.terminal, row.place, row.says) for row in told] == [
            ("K1", 4, "READY"),
            ("K2", 4, "READY"),
        ]
        assert journal.about(session, "corner", "nothing") == []
        assert journal.head(session, "corner", "K9") is None

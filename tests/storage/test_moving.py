"""A database moves into another one whole: every row, every won and every chain, or nothing at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from kiosk.storage.backup import check, make
from kiosk.storage.copying import copy_rows
from kiosk.storage.engine import Database, Session, open_database
from kiosk.storage.facts import facts_of
from kiosk.storage.moving import Differs, NotEmpty, move, moved_to
from kiosk.storage.schema import make_schema
from tests.fakes.machine import FRIDAY_EVENING
from tests.postgres import Reused
from tests.storage.houses import furnished

PLACE = "postgresql://owner@/jari"


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Database]:
    opened = furnished(tmp_path / "source.db", 25)
    yield opened
    opened.close()


@pytest.fixture
def server(reused: Reused) -> Iterator[Database]:
    opened = open_database(reused.url())
    yield opened
    opened.close()


def facts(database: Database) -> object:
    with database.read() as session:
        return facts_of(session)


def test_a_file_moves_into_a_server_and_is_closed_then(source: Database, server: Database) -> None:
    before = facts(source)
    assert move(source, server, PLACE) == before == facts(server)
    assert moved_to(source) == PLACE
    assert moved_to(server) is None


def test_what_has_moved_there_can_move_into_a_file_again(
    source: Database, server: Database, tmp_path: Path, newest_file: Path
) -> None:
    before = facts(source)
    move(source, server, PLACE)
    back = open_database(f"sqlite:///{tmp_path / 'back.db'}")
    make_schema(back, "head")
    assert move(server, back, "a file") == before == facts(back)
    back.close()


def test_nothing_moves_into_a_database_that_holds_something(source: Database, server: Database) -> None:
    with server.write() as session:
        session.execute(text("INSERT INTO setting VALUES ('corner', 'colour', 'blue')"))
    with pytest.raises(NotEmpty, match="1 rows of setting"):
        move(source, server, PLACE)
    assert moved_to(source) is None


def lose_a_payment(here: Session, there: Session) -> None:
    copy_rows(here, there)
    there.execute(text("DELETE FROM payment WHERE payment_id = 'b7'"))


def change_the_journal(here: Session, there: Session) -> None:
    copy_rows(here, there)
    there.execute(text("UPDATE journal SET body = '{}' WHERE place = 3"))


@pytest.mark.parametrize(
    ("copy", "said"),
    [
        (lose_a_payment, r"payment: 25 rows became 24; payment\.amount_won: 500,000 won became 480000"),
        (change_the_journal, "journal row K1-3: its content was changed"),
    ],
)
def test_what_does_not_arrive_whole_does_not_arrive_at_all(
    source: Database, server: Database, copy: object, said: str
) -> None:
    with pytest.raises(Differs, match=said):
        move(source, server, PLACE, copy)  # type: ignore[arg-type]
    with server.read() as session:
        assert not any(facts_of(session).rows.values())
    assert moved_to(source) is None


def test_a_server_is_backed_up_into_a_file_that_is_read_again(
    source: Database, server: Database, tmp_path: Path
) -> None:
    move(source, server, PLACE)
    made, found = make(server, tmp_path / "backups", "nightly", FRIDAY_EVENING)
    assert found == check(made.file)
    assert found.facts == facts(server)
    assert found.breaks == ()
    assert [file.name for file in (tmp_path / "backups").iterdir()] == [made.file.name]

"""Many hands on one seat: the constraint lets exactly one have it. Without the constraint it oversells."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import text

from kiosk.domain.sittings import Sitting, open_sittings
from kiosk.services import holding
from kiosk.services.restaurants import install
from kiosk.services.results import Held, Taken
from kiosk.services.shop import Shop
from kiosk.storage.engine import Database, open_database
from kiosk.storage.product import begins
from tests.fakes.machine import FakeClock, FakeIds
from tests.fakes.restaurants import ALL_DAY, restaurant

HANDS = 8


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    install(opened, restaurant())
    yield opened
    opened.close()


def all_at_once(job: Callable[[int], object]) -> list[object]:
    barrier = Barrier(HANDS)

    def start(hand: int) -> object:
        barrier.wait(10)
        return job(hand)

    with ThreadPoolExecutor(HANDS) as pool:
        return list(pool.map(start, range(HANDS)))


def test_of_eight_visits_exactly_one_has_the_table(database: Database) -> None:
    shop = Shop(database.of("corner"), FakeClock(), FakeIds(), "corner", "K1")
    for sitting in open_sittings(shop.clock.now(), ALL_DAY)[:12:6]:

        def ask(hand: int, sitting: Sitting = sitting) -> object:
            return holding.hold(shop, f"{sitting.starts}{hand}", sitting, frozenset({"1-1", "1-2"}), 2)

        answers = all_at_once(ask)
        assert sum(isinstance(answer, Held) for answer in answers) == 1, answers
        assert sum(isinstance(answer, Taken) for answer in answers) == HANDS - 1, answers


def test_without_the_line_of_writers_the_constraint_alone_lets_one_have_it(database: Database) -> None:
    """PostgreSQL's writers wait in line for each other; who breaks into the line still cannot have a seat twice."""
    shop = Shop(unlined(database), FakeClock(), FakeIds(), "corner", "K1")
    sitting = open_sittings(shop.clock.now(), ALL_DAY)[0]

    def ask(hand: int) -> object:
        its_own = replace(shop, terminal=f"K{hand}")
        return holding.hold(its_own, f"v{hand}", sitting, frozenset({"1-1", "1-2"}), 2)

    answers = all_at_once(ask)
    assert sum(isinstance(answer, Held) for answer in answers) == 1, answers


def unlined(database: Database) -> Database:
    if database.product.name == "sqlite":
        return database  # its line is the product's own
    return replace(database, writers=database.writers.execution_options(begin=begins("BEGIN")))


def test_check_then_insert_without_the_constraint_oversells(database: Database) -> None:
    """The negative control: the same race, guarded only by looking first, as the tutorial did."""
    with database.write() as session:
        session.exec_driver_sql("CREATE TABLE loose (seat TEXT, visit TEXT)")
    looked = Barrier(HANDS)

    def look_then_take(hand: int) -> bool:
        with database.read() as session:
            free = bool(session.exec_driver_sql("SELECT count(*) FROM loose").scalar_one() == 0)
        looked.wait(10)
        if free:
            with database.write() as session:
                session.execute(text("INSERT INTO loose VALUES ('1-1', :visit)"), {"visit": str(hand)})
        return free

    assert sum(bool(won) for won in all_at_once(look_then_take)) > 1

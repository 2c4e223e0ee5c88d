"""A change on one terminal is a hint on every other, on both engines; a broken connection is a hint, too."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from kiosk.app.machine import MachineClock
from kiosk.domain.best import Needs
from kiosk.domain.sittings import Sitting
from kiosk.domain.staff import Role
from kiosk.services import holding, queueing, staffing, waitlist
from kiosk.services.at_desk import Done
from kiosk.services.results import Held, Joined
from kiosk.services.shop import Shop
from kiosk.storage import feed as feeds
from kiosk.storage.engine import open_database
from kiosk.storage.feed import Feed, channel_of, feed_of
from kiosk.storage.sqlite import sqlite_driver
from tests.fakes.machine import FakeClock
from tests.services.conftest import clock, now_sitting, shop
from tests.services.desk_crew import CHEAP, by, hire
from tests.services.road import SEATS

__all__ = ["clock", "now_sitting", "shop"]

SOON_S = 15.0
AT_ONCE_S = 0.0


@pytest.fixture
def feed(shop: Shop) -> Iterator[Feed]:
    made = feed_of(shop.database, "corner", MachineClock())
    made.changed(AT_ONCE_S)
    yield made
    made.close()


def test_nothing_is_heard_while_nothing_happens(feed: Feed) -> None:
    assert not feed.changed(AT_ONCE_S)


def test_taken_seats_are_heard_of_by_others(shop: Shop, now_sitting: Sitting, feed: Feed) -> None:
    held = holding.hold(shop, "v1", now_sitting, SEATS, len(SEATS))
    assert isinstance(held, Held)
    assert feed.changed(SOON_S)
    assert not feed.changed(AT_ONCE_S)
    holding.release(shop, "v1", held.booking.booking_id)
    assert feed.changed(SOON_S)


def test_who_joins_the_waiting_list_is_called_and_leaves_is_heard_of_by_others(
    shop: Shop, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staffing, "HASHER", CHEAP)
    waiter = by(shop, hire(shop, Role.WAITER))
    feed.changed(AT_ONCE_S)
    assert isinstance(queueing.join(shop, "v1", Needs(2), "", "ko"), Joined)
    assert feed.changed(SOON_S)
    assert isinstance(waitlist.call(shop, waiter, "v1", 1), Done)
    assert feed.changed(SOON_S)
    assert not feed.changed(AT_ONCE_S)
    assert queueing.leave(shop, "v1")
    assert feed.changed(SOON_S)


def test_who_waits_is_woken(shop: Shop, now_sitting: Sitting, feed: Feed) -> None:
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(feed.changed, SOON_S)
        holding.hold(shop, "v1", now_sitting, SEATS, len(SEATS))
        assert waiting.result(SOON_S)


def test_what_is_rolled_back_is_not_heard_of(shop: Shop, feed: Feed) -> None:
    with pytest.raises(ZeroDivisionError), shop.database.write() as session:
        feeds.tell(session, "corner")
        raise ZeroDivisionError
    assert not feed.changed(AT_ONCE_S)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_another_restaurants_changes_wake_nobody_here(shop: Shop, feed: Feed) -> None:
    with shop.database.write() as session:
        feeds.tell(session, "other")
    assert not feed.changed(AT_ONCE_S)
    assert channel_of("other") != channel_of("corner")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_after_a_connection_that_broke_it_is_looked_at_least_once(
    shop: Shop, database_url: str, feed: Feed
) -> None:
    with psycopg.connect(database_url, autocommit=True) as owner:
        owner.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'jari-feed'"
        )
    # When the end of the connection is seen is the system's business; that it is seen, and told once, is ours.
    heard = [feed.changed(0.05) for _ in range(20)]
    assert heard.count(True) == 1, "it has connected again, and may have missed something"
    assert not heard[-1]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_server_that_is_away_is_waited_for_without_haste(shop: Shop) -> None:
    patient = FakeClock()
    away = feeds.ServerFeed("postgresql://nobody@127.0.0.1:9/none", "jari_x", patient)
    assert not away.changed(5)
    assert patient.slept == [feeds.CONNECT_AGAIN_S]
    away.close()


def test_a_file_is_looked_at_until_the_time_is_over(tmp_path: Path, newest_file: Path) -> None:
    patient = FakeClock()
    looking = feeds.FileFeed(str(newest_file), patient)
    assert not looking.changed(0.1)
    assert sum(patient.slept) == pytest.approx(0.1)
    looking.close()
    looking.close()


def test_a_file_that_cannot_be_read_for_a_while_is_looked_at_again(tmp_path: Path, newest_file: Path) -> None:
    file = tmp_path / "away" / "jari.db"
    looking = feeds.FileFeed(str(file), FakeClock())
    assert not looking.changed(0.1)
    file.parent.mkdir()
    shutil.copy(newest_file, file)
    assert not looking.changed(0.1)
    with sqlite_driver().connect(str(file)) as connection:
        connection.execute("INSERT INTO counter VALUES ('r', 'n', 1)")
    assert looking.changed(0.1)
    looking.close()


def test_a_database_in_memory_has_no_other_terminals() -> None:
    alone = open_database("sqlite://")
    with pytest.raises(AssertionError, match="no other terminals"):
        feed_of(alone, "corner", MachineClock())
    alone.close()

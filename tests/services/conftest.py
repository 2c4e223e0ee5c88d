"""A shop on a real database file, with a clock and ids that the test owns."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.domain.sittings import Sitting, open_sittings
from kiosk.services.restaurants import install
from kiosk.services.shop import Shop
from kiosk.storage.engine import open_database
from kiosk.storage.schema import bring_up_to_date
from tests.fakes.machine import FakeClock, FakeIds
from tests.fakes.restaurants import ALL_DAY, restaurant
from tests.fakes.scripted import ScriptedChannel
from tests.services.road import Road


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def shop(tmp_path: Path, clock: FakeClock) -> Iterator[Shop]:
    database = open_database(f"sqlite:///{tmp_path / 'jari.db'}")
    bring_up_to_date(database)
    install(database, restaurant())
    yield Shop(database, clock, FakeIds(), "corner", "K1")
    database.close()


@pytest.fixture
def now_sitting(clock: FakeClock) -> Sitting:
    return open_sittings(clock.now(), ALL_DAY)[0]


@pytest.fixture
def road(shop: Shop, now_sitting: Sitting) -> Road:
    return Road(shop, now_sitting, ScriptedChannel())

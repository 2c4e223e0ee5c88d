"""A shop on a real database file, with a clock and ids that the test owns."""

from collections.abc import Iterator

import pytest

from kiosk.domain.sittings import Sitting, open_sittings
from kiosk.services import staffing
from kiosk.services.restaurants import install
from kiosk.services.shop import Shop
from kiosk.storage.engine import open_database
from tests.fakes.machine import FakeClock, FakeIds
from tests.fakes.restaurants import ALL_DAY, restaurant
from tests.fakes.scripted import ScriptedChannel
from tests.services.desk_crew import CHEAP
from tests.services.road import Road


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PIN takes a tenth of a second on purpose, and tests ask for hundreds."""
    monkeypatch.setattr(staffing, "HASHER", CHEAP)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def shop(database_url: str, clock: FakeClock) -> Iterator[Shop]:
    database = open_database(database_url)
    install(database, restaurant())
    yield Shop(database.of("corner"), clock, FakeIds(), "corner", "K1")
    database.close()


@pytest.fixture
def now_sitting(clock: FakeClock) -> Sitting:
    return open_sittings(clock.now(), ALL_DAY)[0]


@pytest.fixture
def road(shop: Shop, now_sitting: Sitting) -> Road:
    return Road(shop, now_sitting, ScriptedChannel())

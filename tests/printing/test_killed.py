"""A real process that is killed between the last line and writing down that it is out: the next page is a copy."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.domain.sittings import open_sittings
from kiosk.services import attention
from kiosk.services.restaurants import install
from kiosk.services.shop import Shop
from kiosk.storage import journal
from kiosk.storage.engine import open_database
from tests.fakes.machine import FakeClock, FakeIds
from tests.fakes.printer import FakePrinter
from tests.fakes.restaurants import ALL_DAY, restaurant
from tests.fakes.scripted import ScriptedChannel
from tests.services.road import Road
from tests.services.test_printing import press_of
from tests.storage.houses import at_newest_schema

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import os, signal, sys
from kiosk.services.shop import Shop
from kiosk.storage.engine import open_database
from tests.fakes.machine import FakeClock
from tests.fakes.printer import FakePrinter
from tests.services.test_printing import press_of

class Counted:
    def key(self):
        return "job-1"

def out():
    print(printer.texts[0], flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

printer = FakePrinter([out])
shop = Shop(open_database(sys.argv[1]).of("corner"), FakeClock(), Counted(), "corner", "K1")
press_of(shop, printer).print_for("v1", sys.argv[2], "ko")
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    address = f"sqlite:///{tmp_path / 'jari.db'}"
    at_newest_schema(address)
    return address


@pytest.fixture
def road(url: str) -> Iterator[Road]:
    database = open_database(url)
    install(database, restaurant())
    clock = FakeClock()
    shop = Shop(database.of("corner"), clock, FakeIds(), "corner", "K1")
    yield Road(shop, open_sittings(clock.now(), ALL_DAY)[0], ScriptedChannel())
    database.close()


def test_after_kill_9_one_more_page_comes_out_as_a_copy_and_nothing_else_is_held_up(
    road: Road, url: str
) -> None:
    payment = road.accepted()
    road.settler.settle(payment.payment_id)
    killed = subprocess.run(
        [sys.executable, "-c", PROGRAM, url, payment.booking_id],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert "예약 번호 1001" in killed.stdout
    assert "사본" not in killed.stdout
    printer = FakePrinter()
    press = press_of(road.shop, printer)
    assert press.work() == 1
    assert press.work() == 0
    assert "사본 (copy) 1" in printer.texts[0]
    assert attention.open_matters(road.shop) == ()
    with road.shop.database.read() as session:
        assert journal.breaks(journal.entries(session, "corner")) == []

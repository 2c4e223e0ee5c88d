"""kiosk run on a display of its own: what it says before it is used, and what it refuses."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.app import settings
from kiosk.app.display import private_display
from kiosk.app.machine import MachineClock, MachineIds
from kiosk.app.program import Given, Program
from kiosk.app.sounds import Sounds
from kiosk.app.store import bring_in, open_upgraded
from kiosk.domain.sittings import open_sittings
from kiosk.services.restaurants import load
from kiosk.services.shop import Shop
from kiosk.ui.flow.events import TableTouched
from kiosk.ui.metrics import Look
from kiosk.ui.modes import Modes
from kiosk.ui.payment.checkout_view import CheckoutView
from kiosk.ui.presenter import present
from kiosk.ui.theme import ThemeName
from kiosk.ui.views import ScreenName
from kiosk.ui.voice.announcer import Announcer
from kiosk.ui.voice.guide import VoiceGuide
from kiosk.ui.window import KioskWindow
from tests.e2e.test_tour import ROOT, kiosk
from tests.fakes.scripted import ScriptedChannel
from tests.services.road import Road
from tests.ui.flow.playbook import Road as Visit

pytestmark = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
DEMO = ROOT / "resources" / "demo" / "restaurant.toml"


@pytest.fixture
def display(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.delenv("QT_QPA_PLATFORM")
    with private_display(540, 960):
        yield os.environ["DISPLAY"]


@contextmanager
def running(tmp_path: Path, display: str) -> "Iterator[subprocess.Popen[str]]":
    names = ("QT_QPA_PLATFORM", "QT_XCB_GL_INTEGRATION")
    environment = {name: value for name, value in os.environ.items() if name not in names}
    told = {
        "DISPLAY": display,
        "KIOSK_DATABASE_URL": f"sqlite:///{tmp_path}/jari.db",
        "KIOSK_LOG_DIR": str(tmp_path / "log"),
        "KIOSK_STATE_DIR": str(tmp_path / "state"),
        "QT_XCB_GL_INTEGRATION": "none",
    }
    child = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "run", "--windowed", "270x480"],
        cwd=ROOT,
        env=environment | told,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield child
    finally:
        child.terminate()
        child.wait(30)
        assert child.stdout is not None
        child.stdout.close()


def test_it_says_where_everything_is_and_refuses_a_second_of_its_name(tmp_path: Path, display: str) -> None:
    with running(tmp_path, display) as child:
        assert child.stdout is not None
        first, second = child.stdout.readline(), child.stdout.readline()
        assert f"kiosk-1 is running, mode sandbox; database {tmp_path}/jari.db" in first
        assert str(tmp_path / "log") in first
        assert "to end it: close its window, or Ctrl-C" in second
        again = kiosk("run", DISPLAY=display, KIOSK_DATABASE_URL=f"sqlite:///{tmp_path}/jari.db")
        assert again.returncode == 2
        assert "A kiosk called kiosk-1 works on this database already" in again.stderr
    assert child.returncode == 0


def test_a_restaurant_file_that_was_broken_since_is_told_at_the_next_start(
    tmp_path: Path, display: str
) -> None:
    url = f"sqlite:///{tmp_path}/jari.db"
    assert kiosk("init", KIOSK_DATABASE_URL=url).returncode == 0
    broken = tmp_path / "floor.toml"
    broken.write_text(DEMO.read_text("utf-8").replace("price = 10000", "price = 0"), "utf-8")
    done = kiosk("run", DISPLAY=display, KIOSK_DATABASE_URL=url, KIOSK_RESTAURANT=str(broken))
    assert done.returncode == 2
    assert "price must be from 1" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_window_is_told_of_another_screen(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(KioskWindow, "screen_changed", lambda _window: told.append("changed"))
    program = Program(qapp, Given(settings.load(), MachineClock(), MachineIds(), None))
    program.shell.show_screen(ScreenName.PARTY)
    program.close()
    assert told == ["changed"]


def test_what_lies_at_the_payment_page_looks_as_the_guest_wishes(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[Look] = []
    monkeypatch.setattr(CheckoutView, "set_look", lambda _view, look: looks.append(look))
    told = settings.load(None, {"windowed": "540x960"})
    program = Program(qapp, Given(told, MachineClock(), MachineIds(), None))
    program.shell.resize(540, 960)
    program.shell.set_modes(Modes.of("contrast,low,largest"))
    program._make_checkout()
    program.close()
    (look,) = looks
    assert (look.theme.name, look.metrics.is_low) == (ThemeName.CONTRAST, True)
    assert not look.metrics.is_large, "the page itself is larger, and needs the room"


def test_a_refused_table_is_heard_as_a_tone_and_said_to_voice_and_screen_reader(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    for voice in (VoiceGuide, Announcer):
        name = "answer" if voice is VoiceGuide else "announce"
        monkeypatch.setattr(voice, name, lambda voice, words: said.append(f"{type(voice).__name__}: {words}"))
    monkeypatch.setattr(Sounds, "play", lambda _sounds, cue, _volume: said.append(cue.name))
    road = Visit().to_floor()
    before = present(road.state)
    taken = road.front.house.plan.tables[0]
    road.front.take(road.front.sittings()[0], *[seat.seat_id for seat in taken.seats])
    after = present(road.wait(3).do(TableTouched(taken.table_id)).state)
    program = Program(
        qapp, Given(settings.load(None, {"windowed": "540x960"}), MachineClock(), MachineIds(), None)
    )
    program._let_hear(before, after, TableTouched)
    words = program.texts[after.language]("floor.taken")
    program.close()
    assert said == ["REFUSED", f"VoiceGuide: {words}", f"Announcer: {words}"]


def test_a_new_sandbox_that_does_not_know_an_earlier_payment_is_told_in_the_log_once(
    tmp_path: Path, display: str
) -> None:
    url, clock = f"sqlite:///{tmp_path}/jari.db", MachineClock()
    database = open_upgraded(url)
    restaurant_id = bring_in(database, url, DEMO, clock, "kiosk-1").restaurant_id
    restaurant = load(database, restaurant_id)
    shop = Shop(database, clock, MachineIds(), restaurant_id, "kiosk-1")
    seats = frozenset(seat.seat_id for seat in restaurant.plan.tables[0].seats)
    Road(shop, open_sittings(clock.now(), restaurant.rules)[0], ScriptedChannel(), seats=seats).accepted()
    database.close()
    log = tmp_path / "log" / "kiosk.jsonl"
    with running(tmp_path, display):
        for _ in range(300):
            if "sandbox_forgot" in (log.read_text("utf-8") if log.exists() else ""):
                break
            Event().wait(0.1)
    told = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    (forgot,) = [record for record in told if record["event"] == "sandbox_forgot"]
    assert forgot["count"] == 1
    assert "crashed" not in {record["event"] for record in told}, "ended in the middle of its start"

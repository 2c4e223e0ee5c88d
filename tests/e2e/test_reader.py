"""A guest who cannot see: a screen reader on the accessibility bus goes the whole way to the payment page by itself."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.app.display import private_display
from kiosk.ui.text import load_texts
from tests.e2e.reader import CHECKED, Reader
from tests.e2e.test_tour import ROOT

NEEDED = ("Xvfb", "dbus-daemon")
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
IS_THERE = all(shutil.which(name) for name in NEEDED) and any(Path(each).exists() for each in LAUNCHERS)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not IS_THERE, reason="at-spi2-core, dbus or Xvfb is not installed"),
]


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """A bus of our own, and a display: nothing of the desktop's is touched."""
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with private_display(1080, 1920):
        bus = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert bus.stdout is not None, "it was asked for"
        try:
            yield bus.stdout.readline().strip()
        finally:
            bus.terminate()
            bus.wait(10)
            bus.stdout.close()


@pytest.fixture
def reader(session: str, tmp_path: Path) -> Iterator[Reader]:
    """The kiosk as it is started every day, and a reader beside it."""
    told = {
        "DBUS_SESSION_BUS_ADDRESS": session,
        "KIOSK_DATABASE_URL": f"sqlite:///{tmp_path}/jari.db",
        "KIOSK_LOG_DIR": str(tmp_path / "log"),
        "KIOSK_STATE_DIR": str(tmp_path / "state"),
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    }
    child = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "run", "--windowed", "1080x1920", "--access", "voice"],
        cwd=ROOT,
        env=os.environ | told,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    made = Reader(session)
    try:
        yield made
    finally:
        made.close()
        child.terminate()
        child.wait(30)


def test_a_screen_reader_books_seats_by_names_roles_states_and_actions_alone(reader: Reader) -> None:
    text = load_texts(ROOT / "resources" / "text")["ko"]
    reader.find("push button", text("frame.staff"))
    reader.press("push button", text("attract.name"))
    assert text("party.guests") in reader.hears(text("party.guests"))
    assert not reader.find("check box", "2").has(CHECKED)
    reader.press("check box", "2")
    assert reader.find("check box", "2").has(CHECKED)
    reader.press("push button", text("party.best"))
    reader.hears(text("review.title"))
    assert not reader.find("check box", text("review.agree")).has(CHECKED)
    reader.press("check box", text("review.agree"))
    assert reader.find("check box", text("review.agree")).has(CHECKED)
    reader.press("push button", text("review.pay", amount=text.money(20_000)))
    reader.hears(text("voice.payment"))
    reader.find("push button", text("payment.stop"))
    assert reader.find("label", text.money(20_000)).name == text.money(20_000)
    reader.find("label", text("payment.frame"))

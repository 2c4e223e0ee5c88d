"""One terminal's name, one program."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.app import sole as module
from kiosk.app.errors import Fix
from kiosk.app.sole import sole

HOLD = """
import sys
from kiosk.app.sole import sole
with sole(sys.argv[1], "door"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/new/jari.db"


def test_a_second_kiosk_of_the_same_name_is_refused_until_the_first_dies(url: str) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", HOLD, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert first.stdout is not None
    assert first.stdin is not None
    assert first.stdout.readline() == "held\n"
    refused = pytest.raises(Fix, match=rf"called door works on this database already \(process {first.pid}\)")
    with refused, sole(url, "door"):
        pass
    with sole(url, "bar"):
        pass
    first.send_signal(signal.SIGKILL)
    first.wait(10)
    first.stdin.close()
    first.stdout.close()
    with sole(url, "door"):
        pass


def test_a_link_to_the_database_is_the_same_database(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    one, other = f"sqlite:///{tmp_path}/jari.db", f"sqlite:///{tmp_path}/link/jari.db?timeout=5"
    with sole(one, "door"), pytest.raises(Fix, match=str(os.getpid())), sole(other, "door"):
        pass


@pytest.mark.parametrize("url", ["postgresql://x/y", "sqlite://", "sqlite:////proc/none/jari.db"])
def test_where_nothing_can_be_locked_opening_the_database_has_the_word(url: str) -> None:
    with sole(url, "door"), sole(url, "door"):
        pass


def test_a_system_without_such_locks_goes_on(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_locks", lambda: None)
    with sole(url, "door"), sole(url, "door"):
        pass

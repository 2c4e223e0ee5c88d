"""A kiosk that is stolen while it runs: neither its memory nor its folders hold the shop's secret key."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from kiosk.app.display import private_display
from kiosk.sandbox import Sandbox
from tests.e2e.test_tour import ROOT

pytestmark = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
SECRET = "KIOSK_TOSS_SECRET_KEY"
_CHUNK = 1 << 22


@contextmanager
def running(words: list[str], told: dict[str, str]) -> "Iterator[subprocess.Popen[str]]":
    """A program of ours, once it says that it works."""
    names = ("QT_QPA_PLATFORM", SECRET)
    inherited = {name: value for name, value in os.environ.items() if name not in names}
    child = subprocess.Popen(
        [sys.executable, "-m", "kiosk", *words],
        cwd=ROOT,
        env=inherited | told,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert child.stdout is not None
    try:
        assert child.stdout.readline(), "it has ended"
        yield child
    finally:
        child.terminate()
        child.wait(90)
        child.stdout.close()


def remembers(process: int, words: str) -> bool:
    """Whether these words are anywhere in the memory of a process or of what it has started, in the usual encodings."""
    wanted = [words.encode(), words.encode("utf-16-le")]
    family = [process, *(child.pid for child in psutil.Process(process).children(recursive=True))]
    return any(one in block for member in family for block in memory(member) for one in wanted)


def memory(process: int) -> Iterator[bytes]:
    """Everything that may be read of it. Blocks overlap, so that nothing is missed between two."""
    areas = re.findall(r"^([0-9a-f]+)-([0-9a-f]+) r", Path(f"/proc/{process}/maps").read_text(), re.MULTILINE)
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as mem:
        for first, after in ((int(low, 16), int(high, 16)) for low, high in areas):
            for start in range(first, after, _CHUNK):
                try:
                    mem.seek(start)
                    yield mem.read(min(_CHUNK + 256, after - start))
                except (OSError, ValueError, OverflowError):
                    break  # a page that is only reserved, or the system's own


@pytest.mark.slow
def test_a_running_kiosk_does_not_have_the_secret_key_and_its_settler_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM")
    with Sandbox() as sandbox, private_display(540, 960):
        told = {
            "KIOSK_DATABASE_URL": f"sqlite:///{tmp_path}/jari.db",
            "KIOSK_TOSS_CLIENT_KEY": sandbox.client_key,
            "KIOSK_MODE": "test",
            "KIOSK_COMPANY_URL": sandbox.url,
            "KIOSK_LOG_DIR": str(tmp_path / "log"),
            "KIOSK_STATE_DIR": str(tmp_path / "state"),
            "KIOSK_BACKUP_NIGHTLY": "false",
        }
        with_key = told | {SECRET: sandbox.secret_key}
        with running(["settle", "--terminal", "settler-1"], with_key) as settler:
            here = {
                "KIOSK_SETTLER": "elsewhere", "DISPLAY": os.environ["DISPLAY"], "QT_XCB_GL_INTEGRATION": "none",
            }  # fmt: skip
            with running(["run", "--windowed", "270x480"], told | here) as kiosk:
                assert remembers(kiosk.pid, sandbox.client_key), "the search finds what is there"
                assert not remembers(kiosk.pid, sandbox.secret_key)
            assert remembers(settler.pid, sandbox.secret_key), "the search finds a secret key"
    found = [
        file
        for file in tmp_path.rglob("*")
        if file.is_file() and sandbox.secret_key.encode() in file.read_bytes()
    ]
    assert found == []

"""What holds for every test: no display, no wish of this machine's owner, no traffic beyond this machine.

Warnings of Python and Qt fail a test (pyproject.toml).
"""

import ipaddress
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings as hypothesis_settings

if TYPE_CHECKING:
    from tests.postgres import PostgresServer, Reused

os.environ["QT_QPA_PLATFORM"] = os.environ.get("TEST_QT_PLATFORM", "offscreen")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    # Chromium refuses to run as root with its sandbox on.
    os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = "--no-sandbox"
for name in [name for name in os.environ if name.startswith("KIOSK_")]:
    del os.environ[name]
# Fontconfig's cache and the like go where they always go; ours do not touch the owner's.
_home = tempfile.TemporaryDirectory(prefix="jari-tests-")
for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
    os.environ[name] = str(Path(_home.name) / name.lower())

# The same examples in every run: a failure is then a change, not luck. The fault campaign has seeds of its own.
hypothesis_settings.register_profile("suite", derandomize=True, deadline=None, database=None, print_blob=True)
hypothesis_settings.load_profile("suite")


def _stay_here(event: str, args: tuple[Any, ...]) -> None:
    if event != "socket.connect":
        return
    address = args[1]
    if not isinstance(address, tuple):
        return
    host = str(address[0])
    if host == "localhost" or (_is_address(host) and ipaddress.ip_address(host).is_loopback):
        return
    raise AssertionError(f"a test tried to reach {host}: tests talk to this machine only")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


sys.addaudithook(_stay_here)


def pytest_unconfigure() -> None:
    """Take the made-up home away."""
    _home.cleanup()


@pytest.fixture(scope="session")
def qapp_cls() -> type[Any]:
    """QApplication, prepared for the web engine to be imported later than it (as the program does)."""
    from PySide6.QtCore import QCoreApplication, Qt
    from PySide6.QtWidgets import QApplication

    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    return QApplication


@pytest.fixture(scope="session")
def qapp(qapp: Any) -> Any:
    """The one application of the test run, with the program's own fonts."""
    from kiosk.app.fonts import load_fonts

    load_fonts()
    return qapp


@pytest.fixture(scope="session")
def postgres() -> "Iterator[PostgresServer]":
    """A PostgreSQL server for this run; in memory where there is such a place."""
    from tests.postgres import PostgresServer, private_folder

    with private_folder() as folder:
        server = PostgresServer(Path(folder))
        server.start()
        yield server
        server.stop()


@pytest.fixture(scope="session")
def reused(postgres: "PostgresServer") -> "Reused":
    """A database of it that many tests use, one after the other."""
    from tests.postgres import Reused
    from tests.storage.houses import at_newest_schema

    return Reused(postgres, at_newest_schema)


@pytest.fixture(scope="session")
def newest_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database at the newest schema, to copy: making one takes a hundred times as long."""
    from tests.storage.houses import at_newest_schema

    file = tmp_path_factory.mktemp("newest") / "jari.db"
    at_newest_schema(f"sqlite:///{file}")
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path, newest_file: Path) -> Iterator[str]:
    """A database at the newest schema with nothing in it, once on each engine."""
    if request.param == "sqlite":
        shutil.copy(newest_file, tmp_path / "jari.db")
        yield f"sqlite:///{tmp_path / 'jari.db'}"
        return
    reused: Reused = request.getfixturevalue("reused")
    yield reused.url()

"""kiosk doctor: what it says of a machine that is well, and of each thing that can be wrong."""

import json
import shutil
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from kiosk.app import checks_qt, checks_store, doctor
from kiosk.app.errors import Fix
from kiosk.app.findings import Finding, State
from kiosk.app.fonts import Fonts
from kiosk.app.libraries import missing_in, packages_for
from kiosk.app.machine import MachineClock
from kiosk.app.settings import Settings, load

ARGS = Namespace(json=False, settings=None)


class ClockAt:
    def __init__(self, year: int) -> None:
        self._now = datetime(year, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        raise AssertionError("doctor does not wait")


def states(found: Iterator[Finding]) -> dict[str, State]:
    return {finding.check: finding.state for finding in found}


@pytest.fixture
def well(monkeypatch: pytest.MonkeyPatch, qapp: object) -> None:
    """Nothing that depends on the machine the tests run on."""
    monkeypatch.setattr(checks_qt, "missing_libraries", tuple)
    monkeypatch.setattr(checks_qt, "none_references_lost", lambda: 0)
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: SimpleNamespace(free=50_000_000_000))


@pytest.mark.usefixtures("well")
def test_a_machine_that_is_well_can_be_used(capsys: pytest.CaptureFixture[str]):
    assert doctor.main(ARGS) == 0
    told = capsys.readouterr().out
    assert "FIX" not in told
    assert "Korean is drawn with" in told
    assert told.rstrip().endswith("The kiosk can be used on this machine.")


@pytest.mark.usefixtures("well")
def test_a_program_can_read_it(capsys: pytest.CaptureFixture[str]):
    assert doctor.main(Namespace(json=True, settings=None)) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["usable"] is True
    assert {"python", "fonts", "settings", "sqlite", "database", "disk", "clock"} <= {
        finding["check"] for finding in told["findings"]
    }


@pytest.mark.usefixtures("well")
def test_broken_settings_are_a_finding_with_a_cure(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "kiosk.toml"
    file.write_text('tehme = "night"', encoding="utf-8")
    assert doctor.main(Namespace(json=False, settings=file)) == 1
    told = capsys.readouterr().out
    assert "there is no setting tehme" in told
    assert "Did you mean theme?" in told
    assert "1 thing marked FIX" in told


def test_every_finding_that_is_not_fine_has_a_cure():
    for finding in doctor.examine(ARGS, MachineClock()):
        assert finding.state is State.OK or finding.cure


def test_the_missing_library_is_named_not_the_one_qt_blames(monkeypatch: pytest.MonkeyPatch):
    listing = (
        "\tlibxcb-icccm.so.4 => not found\n\tlibc.so.6 => /lib/libc.so.6 (0x1)\n\tlibodd.so.9 => not found\n"
    )
    missing = tuple(sorted(missing_in(listing)))
    assert missing == ("libodd.so.9", "libxcb-icccm.so.4")
    assert packages_for(missing) == (("libxcb-icccm4",), ("libodd.so.9",))
    monkeypatch.setattr(checks_qt, "missing_libraries", lambda: missing)
    told = [finding for finding in checks_qt.python_and_qt() if finding.state is State.FIX]
    assert "sudo apt-get install libxcb-icccm4" in told[0].cure
    assert "libodd.so.9" in told[0].cure
    assert list(checks_qt.web_engine(live=False)) == []


def test_a_pyside_that_loses_references_is_found(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(checks_qt, "missing_libraries", tuple)
    monkeypatch.setattr(checks_qt, "none_references_lost", lambda: 1_000)
    assert states(checks_qt.python_and_qt())["none"] is State.FIX


@pytest.mark.parametrize(
    ("root", "live", "state"), [(True, False, State.NOTE), (True, True, State.FIX), (False, True, State.OK)]
)
def test_root_may_try_out_but_not_sell(monkeypatch: pytest.MonkeyPatch, root: bool, live: bool, state: State):
    monkeypatch.setattr(checks_qt, "missing_libraries", tuple)
    monkeypatch.setattr(checks_qt, "is_root", lambda: root)
    monkeypatch.setattr(checks_qt, "has_namespaces", lambda: True)
    assert states(checks_qt.web_engine(live=live))["web engine"] is state


@pytest.mark.parametrize(("live", "state"), [(False, State.NOTE), (True, State.FIX)])
def test_a_system_without_user_namespaces_is_told(monkeypatch: pytest.MonkeyPatch, live: bool, state: State):
    monkeypatch.setattr(checks_qt, "missing_libraries", tuple)
    monkeypatch.setattr(checks_qt, "is_root", lambda: False)
    monkeypatch.setattr(checks_qt, "has_namespaces", lambda: False)
    (finding,) = checks_qt.web_engine(live=live)
    assert finding.state is state
    assert "max_user_namespaces" in finding.cure


def test_a_display_that_is_named_and_not_there_must_be_put_right(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.setenv("DISPLAY", ":4711")
    (finding,) = checks_qt.display()
    assert (finding.state, ":4711" in finding.text) == (State.FIX, True)


def test_a_machine_without_hangul_is_told_the_cure(monkeypatch: pytest.MonkeyPatch, qapp: object):
    def none() -> Fonts:
        raise Fix("No font.", "Run: make setup")

    monkeypatch.setattr("kiosk.app.fonts.load_fonts", none)
    assert states(checks_qt.fonts()) == {"fonts": State.FIX}


def test_lesser_fonts_are_noted(monkeypatch: pytest.MonkeyPatch, qapp: object):
    monkeypatch.setattr("kiosk.app.fonts.load_fonts", lambda: Fonts("Noto Sans KR", "Noto Serif KR", "", ""))
    told = list(checks_qt.fonts())
    assert [finding.state for finding in told] == [State.NOTE, State.NOTE]
    assert "Japanese and Chinese" in told[1].text


def test_an_old_sqlite_is_noted(monkeypatch: pytest.MonkeyPatch):
    old = SimpleNamespace(sqlite_version="3.40.1", sqlite_version_info=(3, 40, 1))
    monkeypatch.setattr("kiosk.storage.sqlite.sqlite_driver", lambda: old)
    assert states(checks_store.sqlite()) == {"sqlite": State.NOTE}


def test_looking_at_a_database_that_is_not_there_does_not_make_it(tmp_path: Path):
    file = tmp_path / "none.db"
    assert states(checks_store.database(f"sqlite:///{file}")) == {"database": State.OK}
    assert not file.exists()


def test_the_revision_of_a_database_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from kiosk.storage.engine import open_database
    from kiosk.storage.schema import bring_up_to_date

    url = f"sqlite:///{tmp_path / 'jari.db'}"
    database = open_database(url)
    bring_up_to_date(database)
    database.close()
    assert states(checks_store.database(url)) == {"database": State.OK}
    monkeypatch.setattr("kiosk.storage.schema.newest_revision", lambda: "9999")
    assert states(checks_store.database(url)) == {"database": State.NOTE}
    monkeypatch.setattr("kiosk.storage.schema.newest_revision", lambda: "0000")
    assert states(checks_store.database(url)) == {"database": State.FIX}


def test_a_file_that_is_no_database_is_told(tmp_path: Path):
    file = tmp_path / "jari.db"
    file.write_bytes(b"this is not a database, and long enough to be looked at" * 50)
    assert states(checks_store.database(f"sqlite:///{file}")) == {"database": State.FIX}


@pytest.mark.parametrize(("megabytes", "state"), [(10, State.FIX), (500, State.NOTE), (5_000, State.OK)])
def test_a_disk_that_is_almost_full_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, megabytes: int, state: State
):
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: SimpleNamespace(free=megabytes * 1_000_000))
    assert states(checks_store.disk(tmp_path / "not" / "there" / "yet")) == {"disk": state}


def test_a_clock_that_cannot_be_right_is_told(tmp_path: Path):
    assert states(checks_store.clock(ClockAt(1999), tmp_path)) == {"clock": State.FIX}
    assert states(checks_store.clock(ClockAt(2027), tmp_path)) == {"clock": State.OK}
    (tmp_path / "system").mkdir()
    assert states(checks_store.clock(ClockAt(2027), tmp_path)) == {"clock": State.NOTE}


def told(**changes: object) -> Settings:
    return load().model_copy(update=changes)


def test_room_is_looked_for_where_the_database_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    looked: list[Path] = []

    def usage(place: Path) -> SimpleNamespace:
        looked.append(place)
        return SimpleNamespace(free=1_000)

    monkeypatch.setattr(shutil, "disk_usage", usage)
    here = told(database_url=f"sqlite:///{tmp_path}/not/yet/jari.db", log_dir=tmp_path / "log")
    assert states(checks_store.disks(here)) == {"disk": State.FIX}
    assert looked == [tmp_path]
    elsewhere = told(database_url=f"sqlite:///{tmp_path}/jari.db", log_dir=Path("/proc/log"))
    assert len(list(checks_store.disks(elsewhere))) == 2, "another disk for the logs"


def test_what_cannot_be_written_is_told_with_the_setting_to_change(tmp_path: Path):
    bad = told(database_url="sqlite:////proc/none/jari.db", log_dir=Path("/proc/x"))
    database, logs = checks_store.writing(bad)
    assert (database.state, logs.state) == (State.FIX, State.FIX)
    assert "set database_url" in database.cure
    assert "set log_dir" in logs.cure
    good = told(database_url=f"sqlite:///{tmp_path}/new/jari.db", log_dir=tmp_path / "log")
    assert states(checks_store.writing(good)) == {"database": State.OK, "logs": State.OK}
    assert list(tmp_path.iterdir()) == [], "looking leaves nothing"


def test_whoever_sends_money_must_be_able_to_remember_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KIOSK_TOSS_CLIENT_KEY", "test_gck_docs_MadeUp1234")
    monkeypatch.setenv("KIOSK_TOSS_SECRET_KEY", "test_gsk_docs_MadeUp5678")
    where = {"database_url": f"sqlite:///{tmp_path}/jari.db", "log_dir": tmp_path / "log"}
    bad = checks_store.writing(load(None, where | {"state_dir": "/proc/x"}))
    state = next(finding for finding in bad if finding.check == "state")
    assert state.state is State.FIX
    assert "set state_dir" in state.cure
    good = checks_store.writing(load(None, where | {"state_dir": tmp_path / "state"}))
    assert states(good) == {"database": State.OK, "state": State.OK, "logs": State.OK}


@pytest.mark.parametrize(("mode", "state"), [(0o700, State.OK), (0o750, State.NOTE), (0o702, State.NOTE)])
def test_a_memory_of_payments_that_others_may_enter_is_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int, state: State
):
    monkeypatch.setenv("KIOSK_TOSS_CLIENT_KEY", "test_gck_docs_MadeUp1234")
    monkeypatch.setenv("KIOSK_TOSS_SECRET_KEY", "test_gsk_docs_MadeUp5678")
    (tmp_path / "state").mkdir()
    (tmp_path / "state").chmod(mode)
    where = {
        "database_url": f"sqlite:///{tmp_path}/jari.db",
        "log_dir": tmp_path,
        "state_dir": tmp_path / "state",
    }
    assert states(checks_store.writing(load(None, where)))["state"] is state


def test_a_file_that_may_only_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / "jari.db"
    file.touch()

    def refuse(self: Path, mode: str = "r") -> object:
        raise OSError(30, "Read-only file system", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    finding, _ = checks_store.writing(told(database_url=f"sqlite:///{file}", log_dir=tmp_path))
    assert "Read-only file system" in finding.text


@pytest.mark.parametrize("url", ["postgresql://127.0.0.1/jari", "sqlite://", "odd://a:b:c@d"])
def test_an_address_that_names_no_file_is_one_finding(url: str):
    assert states(checks_store.database(url)) == {"database": State.FIX}
    odd = told(database_url=url)
    assert "database" not in states(checks_store.writing(odd))
    assert list(checks_store.backups(odd, MachineClock())) == []
    assert states(checks_store.disks(odd)).keys() == {"disk"}


@pytest.mark.usefixtures("well")
def test_a_database_that_cannot_be_written_is_told_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("KIOSK_DATABASE_URL", "sqlite:////proc/none/jari.db")
    assert doctor.main(ARGS) == 1
    assert capsys.readouterr().out.count("/proc/none/jari.db") == 1

"""``kiosk pair``: a code makes this machine a kiosk, with its settings and its password each where it belongs."""

import stat
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk import cli
from kiosk.services.restaurants import install
from kiosk.storage import pairing, roles
from kiosk.storage.engine import open_database
from tests.fakes.restaurants import restaurant

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
CODE = "K7PWM3QX2RTA"


@pytest.fixture
def shown(database_url: str) -> Iterator[str]:
    """What the desk shows."""
    database = open_database(database_url)
    install(database, restaurant())
    with database.write() as session:
        roles.grant(session)
        pairing.offer(session, "corner", CODE, "kiosk-7", 10)
    yield database_url.replace("postgresql://owner@", f"{CODE}@")
    with database.write() as session:
        roles.close_to(session, "kiosk-7")
    database.close()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "pgpass"))
    return tmp_path


def test_the_code_writes_settings_and_password_and_the_kiosk_opens_the_database(
    shown: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, passwords = home / "kiosk.toml", home / "pgpass"
    file.write_text(
        'terminal = "old"\nmode = "test"\ntoss_client_key = "test_gck_abc123"\ntheme = "night"\n\n[timers]\nhold_s = 300\n',
        encoding="utf-8",
    )
    passwords.write_text("elsewhere:5432:*:me:pw\n", encoding="utf-8")
    assert cli.main(["pair", shown, "--settings", str(file)]) == 0
    said = capsys.readouterr().out
    assert "This machine is kiosk-7 now" in said
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    assert (told["terminal"], told["settler"], told["theme"]) == ("kiosk-7", "elsewhere", "night")
    assert told["timers"] == {"hold_s": 300}
    assert told["database_url"].startswith("postgresql://jari-kiosk-7@")
    first, second = passwords.read_text(encoding="utf-8").splitlines()
    password = first.rpartition(":")[2]
    assert first.partition(":")[0] == told["database_url"].rpartition("host=")[2].replace("%2F", "/")
    assert second == "elsewhere:5432:*:me:pw", "what was there stays"
    assert stat.S_IMODE(passwords.stat().st_mode) == 0o600
    assert password not in said + file.read_text(encoding="utf-8")
    database = open_database(told["database_url"])
    with database.read() as session:
        assert roles.kind_here(session) is roles.Kind.KIOSK
    database.close()


def test_a_wrong_code_changes_nothing_and_says_what_to_do(
    shown: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = home / "kiosk.toml"
    assert cli.main(["pair", shown.replace(CODE, "AAAAAAAAAAAA"), "--settings", str(file)]) == 2
    assert "opens nothing" in capsys.readouterr().err
    assert not file.exists()
    assert not (home / "pgpass").exists()
    assert cli.main(["pair", shown.replace("K7PW", "k7pw-"), "--settings", str(file)]) == 0, "as it is typed"
    assert "Still to be written there: mode, and toss_client_key" in capsys.readouterr().out
    assert cli.main(["pair", shown, "--settings", str(file)]) == 2, "once"


@pytest.mark.parametrize("words", ["", "K7PWM3QX2RTA", "K7@host/jari", f"{CODE}@"])
def test_what_no_desk_shows_is_refused_with_an_example(
    words: str, database_url: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["pair", words]) == 2
    assert "is not what a desk shows" in capsys.readouterr().err


def test_settings_that_cannot_be_written_leave_the_code_unused(
    shown: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = home / "broken.toml"
    broken.write_text("terminal = ", encoding="utf-8")
    assert cli.main(["pair", shown, "--settings", str(broken)]) == 2
    assert "The code was not used" in capsys.readouterr().err
    assert cli.main(["pair", shown, "--settings", str(home / "good.toml")]) == 0


def test_a_server_that_does_not_answer_is_told(
    database_url: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["pair", f"{CODE}@127.0.0.1:1/jari", "--settings", str(home / "kiosk.toml")]) == 2
    assert "could not be reached" in capsys.readouterr().err

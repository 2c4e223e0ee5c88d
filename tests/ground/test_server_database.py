"""The commands on a server's database: made, moved into, backed up; and never a password in what is printed."""

import re
from pathlib import Path

import pytest

from kiosk import cli
from kiosk.app import checks_store, paths
from kiosk.app.errors import Fix
from kiosk.app.findings import State
from kiosk.app.settings import load
from kiosk.storage.backup import all_in, check
from kiosk.storage.engine import open_database, server_database, shown
from kiosk.storage.facts import facts_of
from kiosk.storage.moving import moved_to
from tests.postgres import PostgresServer


@pytest.fixture
def empty(postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> str:
    url = postgres.url(postgres.new_database())
    monkeypatch.setenv("KIOSK_DATABASE_URL", url)
    return url


def rows(url: str, table: str) -> int:
    database = open_database(url)
    with database.read() as session:
        found = facts_of(session).rows[table]
    database.close()
    return found


def test_the_database_is_made_at_a_server_and_told_of(empty: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["init"]) == 0
    assert "is ready for the restaurant moteungi" in capsys.readouterr().out
    assert rows(empty, "restaurant") == 1
    assert cli.main(["init"]) == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert [finding.state for finding in checks_store.database(empty)] == [State.OK]


def test_a_file_is_moved_to_a_server_by_one_command_and_not_sold_from_any_more(
    empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = f"sqlite:///{tmp_path / 'jari.db'}"
    monkeypatch.setenv("KIOSK_DATABASE_URL", file)
    assert cli.main(["init"]) == 0
    assert cli.main(["migrate", "--to", empty]) == 0
    assert "every chain of the journal verified" in capsys.readouterr().out
    assert rows(empty, "seat") == rows(file, "seat") > 0
    assert cli.main(["init"]) == 2
    assert "was moved to postgresql" in capsys.readouterr().err
    assert cli.main(["migrate", "--to", empty]) == 2
    assert "is not empty" in capsys.readouterr().err
    database = open_database(file)
    assert moved_to(database) == shown(empty)
    database.close()


def test_a_server_is_backed_up_into_this_users_own_folder(
    empty: str, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["init"])
    assert cli.main(["backup"]) == 0
    assert "is made and was opened again" in capsys.readouterr().out
    made = all_in(paths.data_dir() / "backups")
    assert check(made[-1].file).facts.rows["seat"] == rows(empty, "seat")
    for each in made:
        each.file.unlink()


def test_a_backup_is_not_put_into_a_database_that_others_use(
    empty: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["restore", str(tmp_path / "x.db")]) == 2
    assert "kiosk migrate --to" in capsys.readouterr().err


SECRET = "correct-horse"


@pytest.mark.parametrize(
    "command", [["init"], ["attention"], ["backup"], ["journal", "verify"]], ids=" ".join
)
def test_a_server_that_cannot_be_reached_is_told_without_its_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    monkeypatch.setenv("KIOSK_DATABASE_URL", f"postgresql://kiosk1:{SECRET}@127.0.0.1:9/jari")
    assert cli.main(command) == 2
    said = capsys.readouterr()
    assert "cannot be reached" in said.err
    assert SECRET not in said.out + said.err


def test_doctor_says_that_a_server_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    (finding,) = checks_store.database(f"postgresql://kiosk1:{SECRET}@127.0.0.1:9/jari")
    assert finding.state is State.FIX
    assert "cannot be reached" in finding.text
    assert SECRET not in finding.text + finding.cure


@pytest.mark.parametrize(
    "url", [f"postgresql://kiosk1:{SECRET}@shop/jari", f"postgresql://kiosk1@shop/jari?password={SECRET}"]
)
def test_a_password_in_the_settings_file_is_refused(tmp_path: Path, url: str) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(f'database_url = "{url}"\n')
    with pytest.raises(Fix, match="has a password in it") as refused:
        load(file)
    assert SECRET not in str(refused.value)


def test_an_address_without_a_password_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text('database_url = "postgresql://kiosk1@shop/jari"\n')
    assert load(file).database_url == "postgresql://kiosk1@shop/jari"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("postgresql://u@h/jari", "jari"),
        ("postgresql://u@h", ""),
        ("sqlite:///x", ""),
        ("postgresql://a:b:c@d", ""),
    ],
)
def test_a_server_s_address_names_a_database(url: str, name: str) -> None:
    assert server_database(url) == name


@pytest.mark.parametrize(
    ("url", "said"),
    [("postgresql://u@h", "no database in it"), ("mysql://u@h/x", "no database that this program knows")],
)
def test_an_address_that_names_nothing_is_refused_with_an_example(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str, said: str
) -> None:
    monkeypatch.setenv("KIOSK_DATABASE_URL", url)
    assert cli.main(["init"]) == 2
    assert said in capsys.readouterr().err


# --- terminals --------------------------------------------------------------------------------------------------------


def test_a_kiosk_is_let_in_with_a_role_of_its_own_and_shut_out_again(
    empty: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cli.main(["init"])
    capsys.readouterr()
    assert cli.main(["terminal", "list"]) == 0
    assert "No terminal has" in capsys.readouterr().out
    assert cli.main(["terminal", "add", "kiosk-7"]) == 0
    said = capsys.readouterr().out
    address = re.search(r"KIOSK_DATABASE_URL=(postgresql://jari-kiosk-7:[0-9a-f]{32}@\S+)", said)
    assert address, said
    assert cli.main(["terminal", "list"]) == 0
    assert capsys.readouterr().out == "kiosk-7  kiosk\n"
    with monkeypatch.context() as at_kiosk:
        at_kiosk.setenv("KIOSK_DATABASE_URL", address[1])
        assert cli.main(["init"]) == 0, "a kiosk may look whether everything is up to date"
        assert "nothing was changed" in capsys.readouterr().out
        assert cli.main(["terminal", "add", "kiosk-8"]) == 2
        assert "may not" in capsys.readouterr().err
    assert cli.main(["terminal", "revoke", "kiosk-7"]) == 0
    assert cli.main(["terminal", "revoke", "kiosk-7"]) == 2
    assert "There is no terminal kiosk-7" in capsys.readouterr().err
    monkeypatch.setenv("KIOSK_DATABASE_URL", address[1])
    assert cli.main(["init"]) == 2
    said = capsys.readouterr().err
    assert "cannot be reached" in said
    assert address[1].split(":")[2].split("@")[0] not in said


def test_a_terminals_name_has_to_be_a_roles_name(empty: str, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["init"])
    assert cli.main(["terminal", "add", "자리"]) == 2
    assert "cannot be a role's name" in capsys.readouterr().err


def test_a_file_knows_no_roles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KIOSK_DATABASE_URL", f"sqlite:///{tmp_path / 'jari.db'}")
    cli.main(["init"])
    assert cli.main(["terminal", "list"]) == 2
    assert "is a file, which knows no roles" in capsys.readouterr().err

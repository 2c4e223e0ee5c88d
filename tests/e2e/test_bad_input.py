"""Whatever is wrong with what the program is given: a plain message with the cure, an exit code, and nothing lost."""

from pathlib import Path
from subprocess import CompletedProcess

import pytest

from kiosk.storage.engine import open_database
from tests.e2e.test_tour import ROOT, kiosk

DEMO = (ROOT / "resources" / "demo" / "restaurant.toml").read_text("utf-8")


def refused(*words: str | Path, **variables: str) -> str:
    """Run it, see that it is refused in plain words, give them."""
    done = kiosk(*words, **variables)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) >= 2, "what is wrong, and the cure"
    return done.stderr


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ('theme = "day', "not valid TOML"),
        ('colour = "blue"', "colour"),
        ('themes = "day"', "theme"),
        ("[timers]\nhold_s = 5", "hold_s"),
        ('toss_client_key = "' + "live_" + 'ck_abcdefgh"\nmode = "sandbox"', "live key"),
        ('restaurant = "/nowhere/floor.toml"', "no file"),
        ('restaurant = "/tmp"', "/tmp is a folder"),
        ("timers = 3", "must be a section of its own"),
        ("restaurant = 3", "must be a path in quotes"),
        ("theme = 3", "must be 'day'"),
    ],
)
def test_a_settings_file_that_is_wrong_is_named(tmp_path: Path, settings: str, words: str) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(settings, "utf-8")
    assert words in refused(
        "init", "--settings", file, KIOSK_DATABASE_URL=f"sqlite:///{tmp_path / 'jari.db'}"
    )
    assert not (tmp_path / "jari.db").exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (("price = 10_000", "price = 0"), "price"),
        (("price = 10_000", "price = -5"), "price"),
        (('label = "2"', 'label = "1"'), "label"),
    ],
)
def test_a_restaurant_file_that_is_wrong_is_named_and_nothing_is_stored(
    tmp_path: Path, wrong: tuple[str, str], words: str
) -> None:
    price = next(line for line in DEMO.splitlines() if line.startswith("price"))
    old = price if wrong[0].startswith("price") else wrong[0]
    file = tmp_path / "floor.toml"
    file.write_text(DEMO.replace(old, wrong[1], 1), "utf-8")
    url = f"sqlite:///{tmp_path / 'jari.db'}"
    assert words in refused("init", KIOSK_RESTAURANT=str(file), KIOSK_DATABASE_URL=url)
    database = open_database(url)
    with database.read() as session:
        assert session.exec_driver_sql("SELECT count(*) FROM restaurant").scalar_one() == 0
    database.close()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nonsense", "must name a database, not 'nonsense'"),
        ("postgresql://somebody@127.0.0.1:9/jari", "cannot be reached"),
        ("postgresql+psycopg://127.0.0.1:9/jari", "cannot be reached"),
        ("sqlite://", "names no file"),
        ("sqlite://a:b:c@/x", "names no file"),
        ("sqlite:///{folder}/diary.db", "is not a database"),
        ("sqlite:///{folder}", "cannot be written"),
        ("sqlite:////proc/none/jari.db", "cannot be made"),
    ],
)
@pytest.mark.parametrize("command", ["init", "attention"])
def test_a_database_that_cannot_be_used_is_told_in_plain_words(
    tmp_path: Path, command: str, url: str, words: str
) -> None:
    (tmp_path / "diary.db").write_bytes(b"Dear diary, " * 1_000)
    assert words in refused(command, KIOSK_DATABASE_URL=url.format(folder=tmp_path))


def _init(tmp_path: Path, text: str, *words: str | Path) -> CompletedProcess[str]:
    file = tmp_path / "floor.toml"
    file.write_text(text, "utf-8")
    url = f"sqlite:///{tmp_path / 'jari.db'}"
    return kiosk("init", *words, KIOSK_RESTAURANT=str(file), KIOSK_DATABASE_URL=url)


def test_a_changed_restaurant_file_is_brought_in_and_a_broken_or_foreign_one_refused(tmp_path: Path) -> None:
    assert "moteungi is new" in _init(tmp_path, DEMO).stdout
    assert "nothing was changed" in _init(tmp_path, DEMO).stdout
    dearer = DEMO.replace("price = 10000", "price = 12000")
    assert dearer != DEMO
    assert "changed as its file says: prices" in _init(tmp_path, dearer).stdout
    broken = _init(tmp_path, DEMO.replace("price = 10000", "price = -1"))
    assert broken.returncode == 2
    assert "price must be from 1" in broken.stderr
    foreign = _init(tmp_path, DEMO.replace('id = "moteungi"', 'id = "harbour"'))
    assert foreign.returncode == 2
    assert "belongs to the restaurant moteungi" in foreign.stderr
    assert "database_url" in foreign.stderr
    assert "nothing was changed" in _init(tmp_path, dearer).stdout


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'jari.db'}"
    assert kiosk("init", KIOSK_DATABASE_URL=url).returncode == 0
    database = open_database(url)
    with database.write() as session:
        session.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert "newer version" in refused("init", KIOSK_DATABASE_URL=url)
    with database.read() as session:
        assert session.exec_driver_sql("SELECT count(*) FROM restaurant").scalar_one() == 1
    database.close()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    url = f"sqlite:///{tmp_path / 'file' / 'jari.db'}"
    assert "cannot be made" in refused("init", KIOSK_DATABASE_URL=url)


def test_a_second_start_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'jari.db'}"
    for _ in range(2):
        done = kiosk("init", KIOSK_DATABASE_URL=url)
        assert done.returncode == 0, done.stderr
        assert "moteungi" in done.stdout

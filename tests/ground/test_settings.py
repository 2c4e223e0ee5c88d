"""Settings: where each value comes from, and what every mistake in them gets."""

from argparse import Namespace
from pathlib import Path

import pytest

from kiosk.app.errors import Fix
from kiosk.app.opening import limits_of
from kiosk.app.settings import Settings, from_args, load

CLIENT, SECRET = "test_gck_docs_MadeUp1234", "test_gsk_docs_MadeUp5678"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kiosk.toml"


def fix(file: Path, text: str | bytes) -> Fix:
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(Fix) as stopped:
        load(file)
    assert stopped.value.cure
    return stopped.value


def test_with_nothing_said_the_demo_runs_on_the_sandbox():
    settings = load()
    assert settings.mode == "sandbox"
    assert settings.toss_keys is None
    assert settings.restaurant.is_file()
    assert settings.database_url.startswith("sqlite:///")
    assert settings.timers.hold_s == 600


def test_the_last_one_to_speak_wins(file: Path, monkeypatch: pytest.MonkeyPatch):
    file.write_text(
        'theme = "night"\nlang = "en"\nterminal = "door"\n[timers]\nhold_s = 700\n', encoding="utf-8"
    )
    monkeypatch.setenv("KIOSK_LANG", "ko")
    monkeypatch.setenv("KIOSK_TERMINAL", "window")
    monkeypatch.setenv("KIOSK_TIMERS__EXTEND_S", "200")
    settings = from_args(Namespace(settings=file, terminal="bar", theme=None, lang=None, windowed="540x960"))
    assert (settings.theme, settings.lang, settings.terminal) == ("night", "ko", "bar")
    assert (settings.timers.hold_s, settings.timers.extend_s) == (700, 200)
    assert settings.window_size == (540, 960)


def test_the_file_can_be_named_by_a_variable(file: Path, monkeypatch: pytest.MonkeyPatch):
    file.write_text('theme = "contrast"', encoding="utf-8")
    monkeypatch.setenv("KIOSK_SETTINGS", str(file))
    assert load().theme == "contrast"


def test_a_path_in_the_file_starts_from_the_file(file: Path):
    (file.parent / "mine.toml").write_text("", encoding="utf-8")
    file.write_text('restaurant = "mine.toml"', encoding="utf-8")
    assert load(file).restaurant == file.parent / "mine.toml"


@pytest.mark.parametrize(
    ("text", "named", "helped"),
    [
        ('tehme = "night"', "tehme", "theme"),
        ("[timers]\nhold_sec = 5", "timers.hold_sec", "timers.hold_s"),
        ("[money]\nwon = 1", "money.won", "Known are"),
        ('theme = "blue"', "theme", "default"),
        ("[timers]\nhold_s = 5", "at least 60", "default"),
        ('[timers]\nhold_s = "soon"', "whole number", "default"),
        ("timers = 3", "timers", "[timers]"),
        ('terminal = "a b"', "terminal", "kiosk-1"),
        ('night = "18-7"', "two different times", "default"),
        ('night = "07:00-07:00"', "two different times", "default"),
        ('access = "large,huge"', "access", "large,contrast"),
        ('windowed = "big"', "width x height", "540x960"),
        ('fullscreen = "perhaps"', "true or false", "default"),
        ('restaurant = "nowhere.toml"', "nowhere.toml", "demo"),
        ("theme = night", "line 1", "quotes"),
        ('theme = "night"\nlang = "en', "line 2", "quotes"),
        (b'theme = "\xc0\xc1"', "UTF-8", "UTF-8"),
    ],
)
def test_a_mistake_names_its_place_and_its_cure(file: Path, text: str | bytes, named: str, helped: str):
    told = fix(file, text)
    assert named in told.what
    assert helped in told.cure


def test_a_named_file_must_exist(file: Path):
    with pytest.raises(Fix, match="no settings file"):
        load(file)


def test_a_folder_is_not_a_settings_file(tmp_path: Path):
    with pytest.raises(Fix, match="cannot be read"):
        load(tmp_path)


def test_an_unknown_variable_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KIOSK_DATABSE_URL", "sqlite:///x")
    with pytest.raises(Fix, match="KIOSK_DATABASE_URL"):
        load()


def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KIOSK_TIMERS__HOLD_S", "long")
    with pytest.raises(Fix, match="KIOSK_TIMERS__HOLD_S"):
        load()


def test_a_variable_that_is_not_json_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KIOSK_TIMERS", "{hold")
    with pytest.raises(Fix, match="cannot be read"):
        load()


@pytest.mark.parametrize("line", [f'toss_secret_key = "{SECRET}"', f'terminal = "{SECRET}"', 'secret = "x"'])
def test_a_secret_in_the_file_is_refused_and_not_repeated(file: Path, line: str):
    told = fix(file, line)
    assert "secret" in told.what
    assert SECRET not in str(told)
    assert "KIOSK_TOSS_SECRET_KEY" in told.cure


def test_keys_are_paired_and_never_shown(file: Path, monkeypatch: pytest.MonkeyPatch):
    file.write_text(f'\ufefftoss_client_key = " {CLIENT} "', encoding="utf-8")
    monkeypatch.setenv("KIOSK_TOSS_SECRET_KEY", f"\ufeff{SECRET}\r\n")
    settings = load(file)
    assert settings.mode == "test"
    assert settings.toss_keys is not None
    assert (settings.toss_keys.client, settings.toss_keys.secret) == (CLIENT, SECRET)
    assert SECRET not in f"{settings!r} {settings.model_dump()} {settings.toss_keys!r}"


def test_settings_cannot_be_changed():
    settings: Settings = load()
    with pytest.raises(ValueError, match="frozen"):
        settings.theme = "night"  # type: ignore[misc]


def test_how_many_days_ahead_guests_book_is_a_setting_within_a_month(
    file: Path, monkeypatch: pytest.MonkeyPatch
):
    assert load().days_ahead == 7
    assert "must be at most 30, not 31" in fix(file, "days_ahead = 31").what
    file.write_text("days_ahead = 14", encoding="utf-8")
    assert limits_of(load(file)).days_ahead == 14
    monkeypatch.setenv("KIOSK_DAYS_AHEAD", "0")
    assert load(file).days_ahead == 0

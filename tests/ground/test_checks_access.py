"""Who can use the kiosk, as the doctor sees it."""

import json
from dataclasses import replace

import pytest
from PySide6.QtGui import QColor

from kiosk import cli
from kiosk.app import checks_access
from kiosk.app.access import walk
from kiosk.app.access.clauses import CLAUSES
from kiosk.app.access.scene import Wanted
from kiosk.app.findings import State
from kiosk.app.settings import load
from kiosk.ui.theme import ThemeName
from tests.ui.screens import samples


def states(**told: object) -> dict[str, list[State]]:
    found: dict[str, list[State]] = {}
    for finding in checks_access.everything(load(overrides=told)):
        found.setdefault(finding.check, []).append(finding.state)
    return found


def test_nothing_that_a_program_can_see_is_wrong_as_it_is_shipped() -> None:
    found = states()
    assert all(State.FIX not in each for each in found.values())
    assert found["contrast"] == [State.OK] * len(ThemeName)
    assert found["earphones"] == [State.NOTE]


def test_without_the_panels_width_nobody_knows_how_large_text_is() -> None:
    assert states()["text height"] == [State.NOTE]


def test_a_large_panel_has_twelve_millimetres_everywhere_and_a_small_one_raises_what_it_can() -> None:
    assert states(windowed="1080x1920", screen_width_mm=336)["text height"] == [State.OK]
    small = states(windowed="1366x768", screen_width_mm=345)
    assert small["text height"] == [State.OK, State.NOTE]
    assert small["targets"] == [State.OK]


def test_a_theme_whose_words_fade_is_found() -> None:
    theme = samples.tokens().theme("day")
    faded = replace(theme, colors={**theme.colors, "ink": QColor("#D0C8B8")})
    assert checks_access.contrast(theme).state is State.OK
    found = checks_access.contrast(faded)
    assert found.state is State.FIX
    assert "ink on paper" in found.text


def test_clocks_that_cannot_be_put_off_are_found() -> None:
    settings = load(overrides={"timers": {"extend_max": 0}})
    assert checks_access.time_limits(settings).state is State.FIX


@pytest.mark.parametrize(("there", "state"), [("/usr/bin/espeak-ng", State.OK), (None, State.NOTE)])
def test_a_kiosk_without_a_speech_engine_is_told_to_be_silent(
    there: str | None, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: there)
    assert checks_access.voice().state is state


@pytest.mark.parametrize("words", [["doctor", "--access"], ["doctor", "--access", "--json"]])
def test_the_doctor_tells_it(
    words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    few = [Wanted("review", ThemeName.NIGHT, "normal"), Wanted("leave", ThemeName.DAY, "large")]
    monkeypatch.setattr(walk, "everything", lambda: few)
    assert cli.main(words) == 0
    said = capsys.readouterr().out
    if "--json" in words:
        told = json.loads(said)
        assert {"check", "state", "text", "cure"} == set(told["findings"][0])
        assert [clause["clause"] for clause in told["clauses"]] == [clause.name for clause in CLAUSES]
        for clause in told["clauses"]:
            assert clause["how"]
            assert [(one["screen"], one["theme"], one["text"]) for one in clause["results"]] == [
                ("review", "night", "normal"),
                ("leave", "day", "large"),
            ]
            assert all(one["passes"] for one in clause["results"])
    else:
        assert "Theme contrast" in said
        assert "read aloud" in said or "Voice guidance is silent" in said
        assert "kept on all 2 screens and sheets" in said


def test_what_is_not_kept_on_a_screen_has_to_be_put_right(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    """A panel of half the width that is not made for 12 mm."""
    monkeypatch.setattr(walk, "everything", lambda: [Wanted("attract", ThemeName.DAY, "normal")])
    monkeypatch.setenv("KIOSK_SCREEN_WIDTH_MM", "170")
    assert cli.main(["doctor", "--access"]) == 1
    said = capsys.readouterr().out
    assert "not kept on 1 of 1: attract (day, normal)" in said

"""Sounds are loaded behind everything else, and where nothing can play them there is silence and nothing more."""

from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from kiosk.app import sounds
from kiosk.app.findings import State
from kiosk.app.sounds import LIBRARY, Effects, Sounds, sound_output
from kiosk.ui.modes import Volume
from kiosk.ui.sound.cues import Cue
from kiosk.ui.sound.player import Mute
from kiosk.ui.threads import PRINT
from tests.fakes.lanes import ManualLanes


class FakeEffect:
    """What QSoundEffect is told."""

    made: list["FakeEffect"]

    def __init__(self, _parent: object) -> None:
        self.file, self.volume, self.played = "", 0.0, 0
        FakeEffect.made.append(self)

    def setSource(self, url: Any) -> None:
        self.file = url.fileName()

    def setVolume(self, volume: float) -> None:
        self.volume = volume

    def play(self) -> None:
        self.played += 1


def library(*, output: bool = True) -> Any:
    device = SimpleNamespace(isNull=lambda: not output)
    devices = SimpleNamespace(defaultAudioOutput=lambda: device)
    return SimpleNamespace(QSoundEffect=FakeEffect, QMediaDevices=devices)


def played() -> list[tuple[str, float]]:
    return [(effect.file, effect.volume) for effect in FakeEffect.made if effect.played]


@pytest.fixture(autouse=True)
def _nothing_made() -> None:
    FakeEffect.made = []


@pytest.fixture
def lanes() -> ManualLanes:
    return ManualLanes()


def loading(monkeypatch: pytest.MonkeyPatch, found: Any) -> None:
    def load(name: str) -> Any:
        assert name == LIBRARY
        if isinstance(found, ImportError):
            raise found
        return found

    monkeypatch.setattr(sounds, "import_module", load)


def test_each_cue_plays_its_own_file_as_loud_as_the_voice(qtbot: QtBot) -> None:
    effects = Effects(library())
    effects.play(Cue.DONE, Volume.QUIET)
    assert played() == [("done.wav", 0.25)]
    effects.play(Cue.REFUSED, Volume.LOUD)
    assert set(played()) == {("refused.wav", 1.0), ("done.wav", 0.25)}
    assert {effect.file for effect in FakeEffect.made} == {f"{cue}.wav" for cue in Cue}


def test_it_is_silent_until_loaded_and_then_plays(
    lanes: ManualLanes, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    loading(monkeypatch, library())
    made = Sounds(lanes, PRINT, wanted=True)
    made.start()
    made.play(Cue.TOUCH, Volume.MIDDLE)
    assert played() == []
    assert lanes.run(PRINT)
    made.play(Cue.TOUCH, Volume.MIDDLE)
    assert played() == [("touch.wav", 0.5)]


def test_where_sounds_are_off_nothing_is_loaded(lanes: ManualLanes, qtbot: QtBot) -> None:
    made = Sounds(lanes, PRINT, wanted=False)
    made.start()
    assert lanes.waiting == []
    made.play(Cue.DONE, Volume.LOUD)


@pytest.mark.parametrize(
    "found", [library(output=False), ImportError("libpulse.so.0: not there")], ids=["no output", "no library"]
)
def test_a_machine_that_cannot_play_is_silent(
    lanes: ManualLanes, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, found: Any
) -> None:
    loading(monkeypatch, found)
    made = Sounds(lanes, PRINT, wanted=True)
    made.start()
    lanes.run_all()
    made.play(Cue.DONE, Volume.LOUD)
    assert played() == []


def test_mute_plays_nothing() -> None:
    Mute().play(Cue.DONE, Volume.LOUD)


@pytest.mark.parametrize(
    ("found", "state"),
    [(library(), State.OK), (library(output=False), State.NOTE), (ImportError("libpulse.so.0"), State.FIX)],
    ids=["well", "no output", "no library"],
)
def test_the_doctor_says_whether_they_are_heard(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, found: Any, state: State
) -> None:
    loading(monkeypatch, found)
    (finding,) = sound_output()
    assert finding.state is state
    assert bool(finding.cure) is (state is not State.OK)

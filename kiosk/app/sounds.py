"""Plays the files of ``resources/sounds`` by Qt Multimedia, once it is loaded. Chooses no sound; knows no screen.

QSoundEffect keeps short uncompressed files ready in memory, so that a sound comes with the touch and not after it. Its
library is loaded on a lane: that takes a few tenths of a second, and no guest waits for it. Without it, or without anything
to play on, there is silence and one line in the log.
"""

from importlib import import_module
from pathlib import Path
from typing import Any, Final

import structlog
from PySide6.QtCore import QLoggingCategory, QObject, QUrl

from kiosk.app import resources
from kiosk.app.findings import Finding, Findings, State
from kiosk.ui.modes import Volume
from kiosk.ui.sound.cues import Cue
from kiosk.ui.sound.player import Mute, Player
from kiosk.ui.threads import Outcome, Runner

LIBRARY = "PySide6.QtMultimedia"
LOUDNESS: Final = {Volume.QUIET: 0.25, Volume.MIDDLE: 0.5, Volume.LOUD: 1.0}
NOTHING_TO_PLAY_ON = "This machine has nothing to play sounds on."


class Effects(QObject):
    """One QSoundEffect a cue. ``library`` is QtMultimedia."""

    def __init__(self, library: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._effects = {cue: library.QSoundEffect(self) for cue in Cue}
        for cue, effect in self._effects.items():
            effect.setSource(QUrl.fromLocalFile(str(file_of(cue))))

    def play(self, cue: Cue, volume: Volume) -> None:
        """Begin to play it; from its start, if it is still being heard."""
        effect = self._effects[cue]
        effect.setVolume(LOUDNESS[volume])
        effect.play()


class Sounds(QObject):
    """A player that is mute until its library is there, and stays so where there is none."""

    def __init__(self, lanes: Runner, lane: str, *, wanted: bool) -> None:
        super().__init__()
        self._lanes, self._lane, self._wanted = lanes, lane, wanted
        self._player: Player = Mute()

    def start(self) -> None:
        """Load what plays, behind everything that a guest may be waiting for."""
        if self._wanted:
            self._lanes.submit(self._lane, load, self._loaded)

    def play(self, cue: Cue, volume: Volume) -> None:
        """As ``Player`` says."""
        self._player.play(cue, volume)

    def _loaded(self, outcome: Outcome) -> None:
        why = str(outcome.error) if outcome.error is not None else why_silent(outcome.value)
        if why:
            structlog.get_logger("kiosk").info("no_sounds", reason=why)
            return
        self._player = Effects(outcome.value, self)


def file_of(cue: Cue) -> Path:
    """Where its sound is. Raises Fix when the installation is incomplete."""
    return resources.path("sounds", f"{cue}.wav")


def load() -> Any:
    """QtMultimedia. Raises ImportError where a system library of its is missing."""
    # It tells of every codec and server that it does without; none of that is anything to put right.
    QLoggingCategory.setFilterRules("qt.multimedia.*=false")
    return import_module(LIBRARY)


def why_silent(library: Any) -> str:
    """Why nothing would be heard, in a sentence; "" when it can be."""
    return NOTHING_TO_PLAY_ON if library.QMediaDevices.defaultAudioOutput().isNull() else ""


def sound_output() -> Findings:
    """For the doctor: whether sounds can be heard. Needs a QApplication."""
    try:
        why = why_silent(load())
    except ImportError as wrong:
        yield Finding("sounds", State.FIX, f"Sounds cannot be played: {wrong}.", "Run: make setup")
        return
    if why:
        cure = "Connect a loudspeaker and start PulseAudio or PipeWire; or set sounds = false. Nothing depends on it."
        yield Finding("sounds", State.NOTE, why, cure)
    else:
        yield Finding.fine("sounds", "Sounds can be played")

"""The speech engine of this machine: espeak-ng as a process, where it is installed. Knows no screen.

Without it, without a sound card or when it fails, there is silence and nothing else changes.
"""

import shutil
from typing import Final

from PySide6.QtCore import QObject, QProcess

from kiosk.ui.modes import Speed, Volume
from kiosk.ui.voice.speaker import Manner, Silence, Speaker

PROGRAM = "espeak-ng"
_VOICES: Final = {"ko": "ko", "en": "en", "ja": "ja", "zh": "cmn"}
_AMPLITUDES: Final = {Volume.QUIET: 50, Volume.MIDDLE: 100, Volume.LOUD: 170}
_WORDS_A_MINUTE: Final = {Speed.SLOWER: 120, Speed.USUAL: 165, Speed.FASTER: 230}
ENDS_MS = 300


class EspeakSpeaker(QObject):
    """One process a sentence; the next one ends the one before. The words go through its input, never its arguments."""

    def __init__(self, program: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._program = program
        self._process: QProcess | None = None

    def say(self, words: str, manner: Manner) -> None:
        """Begin to say it."""
        self.stop()
        process = QProcess(self)
        process.setStandardOutputFile(QProcess.nullDevice())
        process.setStandardErrorFile(QProcess.nullDevice())
        process.finished.connect(process.deleteLater)
        process.start(self._program, arguments(manner))
        process.write(words.encode())
        process.closeWriteChannel()
        self._process = process

    def stop(self) -> None:
        """End what is being said."""
        process, self._process = self._process, None
        try:
            if process is not None and process.state() is not QProcess.ProcessState.NotRunning:
                process.kill()
                process.waitForFinished(ENDS_MS)
        except RuntimeError:
            pass  # it has ended by itself, and is gone


def arguments(manner: Manner) -> list[str]:
    """How espeak-ng is told the language, the loudness and the pace."""
    return [
        "-v",
        _VOICES[manner.language],
        "-a",
        str(_AMPLITUDES[manner.volume]),
        "-s",
        str(_WORDS_A_MINUTE[manner.speed]),
        "--stdin",
    ]


def make_speaker(parent: QObject) -> Speaker:
    """The engine if there is one, else silence."""
    program = shutil.which(PROGRAM)
    return Silence() if program is None else EspeakSpeaker(program, parent)

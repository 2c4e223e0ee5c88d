"""How the sounds in ``resources/sounds`` are made: a few soft notes each, from figures. Same figures, same bytes.

``SOUNDS=write .venv/bin/python -m pytest tests/ui/sound`` writes them after a change here.
"""

import io
import wave
from array import array
from dataclasses import dataclass
from math import exp, pi, sin
from typing import Final

from kiosk.ui.sound.cues import Cue

RATE: Final = 44_100
FADE_S: Final = 0.004
"""A note begins and ends from nothing, or it clicks."""


@dataclass(frozen=True)
class Note:
    """``partials`` are (times the pitch, loudness); ``fall_s``: after this long a third is left of it."""

    starts_s: float
    lasts_s: float
    pitch: float
    fall_s: float
    partials: tuple[tuple[float, float], ...] = ((1.0, 1.0), (2.0, 0.18))
    loud: float = 0.4

    def at(self, second: float) -> float:
        """How far the membrane is out, -1 to 1."""
        age = second - self.starts_s
        if not 0 <= age < self.lasts_s:
            return 0.0
        edge = min(1.0, age / FADE_S, (self.lasts_s - age) / FADE_S)
        wave_ = sum(loud * sin(2 * pi * self.pitch * times * age) for times, loud in self.partials)
        return self.loud * edge * exp(-age / self.fall_s) * wave_


BELL = ((1.0, 1.0), (2.76, 0.35), (5.4, 0.12))
"""A bell's partials are no whole multiples; that is how it is known for one."""

WOOD = ((1.0, 1.0), (2.4, 0.3))

NOTES: Final[dict[Cue, tuple[Note, ...]]] = {
    Cue.TOUCH: (Note(0, 0.03, 1_500, 0.008, ((1.0, 1.0),), 0.22),),
    Cue.CHOSEN: (Note(0, 0.14, 659.26, 0.06), Note(0.1, 0.2, 880.0, 0.08)),
    Cue.REFUSED: (Note(0, 0.26, 196.0, 0.12, ((1.0, 1.0), (2.0, 0.5), (3.0, 0.15))),),
    Cue.TIME_LEFT: (Note(0, 0.1, 330.0, 0.03, WOOD), Note(0.18, 0.1, 330.0, 0.03, WOOD)),
    Cue.DONE: (Note(0, 0.14, 523.25, 0.07), Note(0.11, 0.14, 659.26, 0.07), Note(0.22, 0.18, 783.99, 0.09)),
    Cue.NEEDS_YOU: (Note(0, 0.19, 988.0, 0.09, BELL, 0.3), Note(0.2, 0.2, 988.0, 0.09, BELL, 0.3)),
}


def wav_of(cue: Cue) -> bytes:
    """The whole file."""
    notes = NOTES[cue]
    count = round(max(note.starts_s + note.lasts_s for note in notes) * RATE)
    heights = (sum(note.at(nth / RATE) for note in notes) for nth in range(count))
    samples = array("h", (round(32_767 * max(-1.0, min(1.0, height))) for height in heights))
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return made.getvalue()

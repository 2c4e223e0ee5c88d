"""The sound files are the ones our figures make, short, soft, and without a click at either end."""

import io
import os
import sys
import wave
from array import array

import pytest

from kiosk.app import resources
from kiosk.ui.sound.cues import Cue
from tests.ui.sound.tones import RATE, wav_of

LONGEST_S, LOUDEST, EDGE = 0.4, 0.75, 0.01


def samples_of(file: bytes) -> "array[int]":
    with wave.open(io.BytesIO(file)) as read:
        assert (read.getnchannels(), read.getsampwidth(), read.getframerate()) == (1, 2, RATE)
        samples = array("h", read.readframes(read.getnframes()))
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


@pytest.mark.parametrize("cue", Cue)
def test_each_file_is_what_our_figures_make(cue: Cue) -> None:
    file = resources.path("sounds") / f"{cue}.wav"
    if os.environ.get("SOUNDS") == "write":
        file.write_bytes(wav_of(cue))
    there, made = samples_of(file.read_bytes()), samples_of(wav_of(cue))
    assert len(there) == len(made)
    # Another machine's sine may differ in its last digit.
    assert max(abs(one - other) for one, other in zip(there, made, strict=True)) <= 1


@pytest.mark.parametrize("cue", Cue)
def test_each_is_short_and_soft_and_does_not_click(cue: Cue) -> None:
    samples = samples_of((resources.path("sounds") / f"{cue}.wav").read_bytes())
    assert len(samples) / RATE <= LONGEST_S
    assert 0.1 <= max(map(abs, samples)) / 32_767 <= LOUDEST
    assert max(abs(samples[0]), abs(samples[-1])) / 32_767 <= EDGE


def test_no_two_sound_alike() -> None:
    assert len({wav_of(cue) for cue in Cue}) == len(Cue)

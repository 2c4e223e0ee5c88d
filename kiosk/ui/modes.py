"""How one guest wants to see, hear and reach the screens: text, contrast, pace, voice, height. Pure; kept for one visit."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

TEXT = "text-"
"""Before a text size, in what a touch on it means."""

SWITCHES = ("contrast", "slow", "calm", "low", "voice")
"""What is on or off."""

VOLUME, SPEED = "volume", "speed"
"""A touch on one of these goes on to its next step, and from the last to the first."""


class TextSize(StrEnum):
    """How large everything is written; ``zoom`` of the design tokens has the figures."""

    NORMAL = "normal"
    LARGE = "large"
    LARGEST = "largest"


class Volume(StrEnum):
    """How loud the voice is. Back in the middle for the next guest."""

    QUIET = "quiet"
    MIDDLE = "middle"
    LOUD = "loud"


class Speed(StrEnum):
    """How fast it speaks."""

    SLOWER = "slower"
    USUAL = "usual"
    FASTER = "faster"


@dataclass(frozen=True, slots=True)
class Modes:
    """``contrast``: black, white and yellow. ``slow``: every clock that waits for the guest twice as long.

    ``calm``: nothing moves. ``low``: what is touched lies in the lower part of an upright screen. ``voice``: the
    screens are read aloud.
    """

    text: TextSize = TextSize.NORMAL
    contrast: bool = False
    slow: bool = False
    calm: bool = False
    low: bool = False
    voice: bool = False
    volume: Volume = Volume.MIDDLE
    speed: Speed = Speed.USUAL

    @property
    def is_patient(self) -> bool:
        """Who needs any help with the screen gets more time as well."""
        helped = self.slow or self.contrast or self.voice or self.low
        return helped or self.text is not TextSize.NORMAL

    def switched(self, word: str) -> "Modes":
        """After a touch on a text size or a switch. Raises ValueError for a word that is none."""
        if word == VOLUME:
            return replace(self, volume=_next(list(Volume), self.volume))
        if word == SPEED:
            return replace(self, speed=_next(list(Speed), self.speed))
        if word in SWITCHES:
            changed: Any = {word: not getattr(self, word)}
            return replace(self, **changed)
        return replace(self, text=TextSize(word.removeprefix(TEXT)))

    @staticmethod
    def knows(word: str) -> bool:
        """Whether that is a touch on a text size or a switch."""
        return word in (*SWITCHES, VOLUME, SPEED) or word in [f"{TEXT}{size}" for size in TextSize]

    @classmethod
    def of(cls, words: str) -> "Modes":
        """Of a list such as ``largest,contrast``; "" is none. Raises ValueError for a word that is none."""
        modes = cls()
        for word in filter(None, words.split(",")):
            modes = modes.switched(word)
        return modes


Step = TypeVar("Step", Volume, Speed)


def _next(steps: list[Step], now: Step) -> Step:
    return steps[(steps.index(now) + 1) % len(steps)]


WORDS = (*(size.value for size in TextSize), *SWITCHES)
"""Every word that ``Modes.of`` knows."""


def reads_list(modes: Modes) -> bool:
    """Whether tables are chosen from the list: a plan cannot be larger, lower or read aloud."""
    return modes.text is not TextSize.NORMAL or modes.low or modes.voice

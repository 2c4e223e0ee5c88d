"""How one guest wants to see and use the screens: text size, contrast, pace, motion. Pure; kept for one visit only."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

TEXT = "text-"
"""Before a text size, in what a touch on it means."""

SWITCHES = ("contrast", "slow", "calm")
"""What is on or off."""


class TextSize(StrEnum):
    """How large everything is written; ``zoom`` of the design tokens has the figures."""

    NORMAL = "normal"
    LARGE = "large"
    LARGEST = "largest"


@dataclass(frozen=True, slots=True)
class Modes:
    """``contrast``: black, white and yellow. ``slow``: every clock that waits for the guest twice as long.

    ``calm``: nothing moves.
    """

    text: TextSize = TextSize.NORMAL
    contrast: bool = False
    slow: bool = False
    calm: bool = False

    @property
    def is_patient(self) -> bool:
        """Who needs any help with the screen gets more time as well."""
        return self.slow or self.contrast or self.text is not TextSize.NORMAL

    def switched(self, word: str) -> "Modes":
        """After a touch on a text size or a switch. Raises ValueError for a word that is none."""
        if word in SWITCHES:
            changed: Any = {word: not getattr(self, word)}
            return replace(self, **changed)
        return replace(self, text=TextSize(word.removeprefix(TEXT)))

    @staticmethod
    def knows(word: str) -> bool:
        """Whether that is a touch on a text size or a switch."""
        return word in SWITCHES or word in [f"{TEXT}{size}" for size in TextSize]

    @classmethod
    def of(cls, words: str) -> "Modes":
        """Of a list such as ``largest,contrast``; "" is none. Raises ValueError for a word that is none."""
        modes = cls()
        for word in filter(None, words.split(",")):
            modes = modes.switched(word)
        return modes


WORDS = (*(size.value for size in TextSize), *SWITCHES)
"""Every word that ``Modes.of`` knows."""

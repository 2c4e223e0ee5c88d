"""The port to a speech engine, and the speaker of a machine that has none."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.ui.modes import Speed, Volume


@dataclass(frozen=True, slots=True)
class Manner:
    """In which language, how loud and how fast."""

    language: str
    volume: Volume
    speed: Speed


class Speaker(Protocol):
    """Says one thing at a time; what comes next cuts short what is being said."""

    def say(self, words: str, manner: Manner) -> None:
        """Begin to say it; never waits, never fails."""
        ...

    def stop(self) -> None:
        """Be silent at once."""
        ...


class Silence:
    """Where there is no speech engine: everything is on the screen as well."""

    def say(self, words: str, manner: Manner) -> None:
        """Nobody hears it."""

    def stop(self) -> None:
        """It is silent already."""

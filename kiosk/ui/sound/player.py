"""The port to whatever plays sounds, and the player of a machine that cannot."""

from typing import Protocol

from kiosk.ui.modes import Volume
from kiosk.ui.sound.cues import Cue


class Player(Protocol):
    """Plays one sound over another if they come so; never waits, never fails."""

    def play(self, cue: Cue, volume: Volume) -> None:
        """Begin to play it."""
        ...


class Mute:
    """Where sounds are off or nothing can play them: everything is on the screen as well."""

    def play(self, cue: Cue, volume: Volume) -> None:
        """Nobody hears it."""

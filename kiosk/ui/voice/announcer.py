"""Tells a screen reader what has come to the front, through the platform's accessibility. Says nothing where none listens."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from kiosk.ui.screens.shell import Shell
from kiosk.ui.text import Text
from kiosk.ui.voice.words import of_front

AFTER_MS = 60
"""Until a screen has come to rest."""


class Announcer(QObject):
    """One announcement a screen, sheet or answer, with the same words as the voice has."""

    def __init__(self, shell: Shell, texts: Mapping[str, Text]) -> None:
        super().__init__(shell)
        self._shell, self._texts = shell, texts
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(AFTER_MS)
        self._soon.timeout.connect(self._announce)
        shell.changed.connect(self._soon.start)

    def announce(self, words: str) -> None:
        """Let it be said after what is being said."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._shell, words))

    def _announce(self) -> None:
        self.announce(of_front(self._shell, self._texts[self._shell.language]))

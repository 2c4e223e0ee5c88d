"""Voice guidance: says each screen and sheet as it comes, and each control as the keyboard comes to it. Changes nothing."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from shiboken6 import isValid

from kiosk.ui.modes import Modes
from kiosk.ui.screens.shell import Shell
from kiosk.ui.text import Text
from kiosk.ui.voice.speaker import Manner, Speaker
from kiosk.ui.voice.words import of_control, of_front

AFTER_MS = 60
"""Until a screen has come to rest, and its first control may have the keyboard."""


class VoiceGuide(QObject):
    """Speaks while a guest wants it. ``shell`` tells what is in front and what is wished for."""

    def __init__(self, shell: Shell, speaker: Speaker, texts: Mapping[str, Text]) -> None:
        super().__init__(shell)
        self._shell, self._speaker, self._texts = shell, speaker, texts
        self._modes = Modes()
        self._control: QAbstractButton | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(AFTER_MS)
        self._soon.timeout.connect(self._say_next)
        shell.changed.connect(self._changed)
        shell.wished.connect(self._wished)
        app = QApplication.instance()
        assert isinstance(app, QApplication), "there are no screens without one"
        app.focusChanged.connect(self._came_to)

    def answer(self, words: str) -> None:
        """What came of a touch is said at once, before whatever was going to be said."""
        if self._modes.voice:
            self._soon.stop()
            self._control = None
            self._say(words)

    def _wished(self, modes: Modes) -> None:
        """Louder or faster is heard at once; switched off, it is silent at once."""
        was_on, self._modes = self._modes.voice, modes
        if modes.voice:
            self._control = None
            self._soon.start()
        elif was_on:
            self._soon.stop()
            self._speaker.stop()

    def _changed(self) -> None:
        if self._modes.voice:
            self._speaker.stop()
            self._control = None
            self._soon.start()

    def _came_to(self, _old: QWidget | None, now: QWidget | None) -> None:
        """A control has the keyboard. What comes with a new screen is said with the screen, whichever was first."""
        is_ours = isinstance(now, QAbstractButton) and self._shell.isAncestorOf(now)
        if not self._modes.voice or not is_ours or (self._soon.isActive() and self._control is None):
            return
        assert isinstance(now, QAbstractButton), "it has just been looked at"
        self._control = now
        self._soon.start()

    def _say_next(self) -> None:
        control, self._control = self._control, None
        if control is None:
            self._say_front()
        elif isValid(control):
            self._say(of_control(control, self._text))

    def _say_front(self) -> None:
        if self._modes.voice:
            self._say(of_front(self._shell, self._text))

    def _say(self, words: str) -> None:
        manner = Manner(self._shell.language, self._modes.volume, self._modes.speed)
        self._speaker.say(words, manner)

    @property
    def _text(self) -> Text:
        return self._texts[self._shell.language]

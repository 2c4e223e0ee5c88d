"""Hands letters to the web view that has the keyboard, as an input method does. Keeps one syllable, and nothing that is done."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.ui.payment.letters.hangul import LEADS, VOWELS, Syllable


class Typist:
    """Types into one widget. The page sees the syllable under way, and so does whoever looks at it; nobody else."""

    def __init__(self, target: QWidget) -> None:
        self._target = target
        self._syllable = Syllable()

    def key(self, letter: str) -> None:
        """One letter, a space or a sign."""
        if letter in LEADS or letter in VOWELS:
            done, self._syllable = self._syllable.keyed(letter)
        else:
            done, self._syllable = self._syllable.text + letter, Syllable()
        self._send(done)

    def erase(self) -> None:
        """The last key of the syllable, or else the letter before the cursor."""
        if self._syllable.text:
            self._syllable = self._syllable.erased()
            self._send("")
            return
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = QKeyEvent(kind, Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(self._target, key)

    def finish(self) -> None:
        """Whoever touches something else is done with the syllable: it stays in the field where it was begun."""
        done, self._syllable = self._syllable.text, Syllable()
        if done:
            self._send(done)

    def forget(self) -> None:
        """The field is another one, or gone: what was under way is the page's."""
        self._syllable = Syllable()

    def _send(self, done: str) -> None:
        event = QInputMethodEvent(self._syllable.text, [])
        if done:
            event.setCommitString(done)
        QApplication.sendEvent(self._target, event)

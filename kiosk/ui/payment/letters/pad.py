"""The keys themselves. They know letters, not where these go; and they never take the keyboard from the page."""

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.ui.metrics import Look
from kiosk.ui.payment.letters.fields import Serves
from kiosk.ui.payment.letters.layouts import (
    CLOSE,
    ERASE,
    SCRIPT,
    SHIFT,
    SPACE,
    SPECIAL,
    WIDE,
    Rows,
    rows_for,
    shifted,
)
from kiosk.ui.payment.sheets import Words
from kiosk.ui.widgets.button import ICON, Button, ButtonRole
from kiosk.ui.widgets.paint import rounded

KEY_HEIGHT, GAP, MARGIN = 96, 8, 12
LOW_KEY_HEIGHT = 72
"""In the low layout, where the whole frame is not much higher than the keys."""

ICONS = {SHIFT: "up", ERASE: "erase", CLOSE: "down"}
ON = "켜짐 · On"


class LetterKey(Button):
    """One key. ``wide``: how many times as wide as a letter."""

    def __init__(self, look: Look, icon: str, wide: float) -> None:
        height = LOW_KEY_HEIGHT if look.metrics.is_low else KEY_HEIGHT
        super().__init__(look, ButtonRole.SECONDARY, icon=icon, height=height, px=46)
        self.wide, self._is_lit = wide, False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        # The page keeps the keyboard; who has one types there directly.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def light(self, is_on: bool) -> None:
        """Shift stays lit until the next letter."""
        self._is_lit = is_on
        self.setAccessibleDescription(ON if is_on else "")
        self.update()

    def minimumSizeHint(self) -> QSize:
        """The row decides."""
        return QSize(0, self.sizeHint().height())

    def _words_width(self) -> float:
        """An icon alone stands in the middle."""
        return super()._words_width() if self.text() else self.look.px(ICON)

    def _paint_box(self, painter: QPainter, box: QRectF, radius: float) -> str:
        look = self.look
        down = self.isDown() or self._is_lit
        rounded(
            painter,
            box,
            radius * 0.6,
            look.color("accentSoft" if down else "sheet"),
            look.color("lineStrong"),
            look.stroke("control"),
        )
        return "ink"


class LetterPad(QWidget):
    """Rows of keys for one kind of field.

    Signals:
        lettered: a letter, a sign or a space.
        erased, closed: the keys that are none.
    """

    lettered = Signal(str)
    erased = Signal()
    closed = Signal()

    def __init__(self, look: Look, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._words = look, words
        self._kind, self._is_hangul, self._is_shifted = Serves.LETTERS, True, False
        self._keys: dict[str, LetterKey] = {}
        self._rows = QVBoxLayout(self)
        margin = look.px(MARGIN)
        self._rows.setContentsMargins(margin, margin, margin, margin)
        self._rows.setSpacing(look.px(GAP))
        self.setAccessibleName(words.letters)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._lay()

    def serve(self, kind: Serves) -> None:
        """The keys for this kind of field, from the start."""
        self._kind, self._is_hangul, self._is_shifted = kind, True, False
        self._lay()

    def _lay(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._keys = {}
        for keys in self._rows_of_now():
            line = self._line(keys)
            self._rows.addWidget(line)
            line.show()
        self._say()

    def _rows_of_now(self) -> Rows:
        return rows_for(mail=self._kind is Serves.MAIL, hangul=self._is_hangul)

    def _line(self, keys: tuple[str, ...]) -> QWidget:
        line = QWidget(self)
        across = QHBoxLayout(line)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(self._look.px(GAP))
        for key in keys:
            made = LetterKey(self._look, ICONS.get(key, ""), WIDE.get(key, 1))
            made.clicked.connect(partial(self._touched, key))
            across.addWidget(made, round(made.wide * 10))
            self._keys[key] = made
        return line

    def _say(self) -> None:
        words = self._words
        named = {
            SHIFT: ("", words.shift),
            ERASE: ("", words.erase),
            SPACE: ("", words.space),
            CLOSE: ("", words.close_letters),
            SCRIPT: ("ABC" if self._is_hangul else "가", words.script),
        }
        for key, button in self._keys.items():
            shown, name = named.get(key, (shifted(key) if self._is_shifted else key, ""))
            button.say(shown, name)
        if SHIFT in self._keys:
            self._keys[SHIFT].light(self._is_shifted)

    def _touched(self, key: str, _checked: bool = False) -> None:
        if key == SHIFT:
            self._is_shifted = not self._is_shifted
            self._say()
        elif key == SCRIPT:
            self._is_hangul, self._is_shifted = not self._is_hangul, False
            self._lay()
        elif key == ERASE:
            self.erased.emit()
        elif key == CLOSE:
            self.closed.emit()
        else:
            self._letter(" " if key == SPACE else key)

    def _letter(self, key: str) -> None:
        """Shift holds for one letter."""
        assert key not in SPECIAL, "those have been done"
        letter = shifted(key) if self._is_shifted else key
        if self._is_shifted:
            self._is_shifted = False
            self._say()
        self.lettered.emit(letter)

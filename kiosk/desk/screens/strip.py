"""Keys that answer a question, in a line or a grid; and the strip over the plan that asks one. Decides nothing."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from kiosk.desk.back.parts import DeskButton, words
from kiosk.desk.views import Key
from kiosk.ui.metrics import Look

_MOST_KEYS = 10


class Strip(QWidget):
    """A question over the plan, and the keys that answer it.

    Signals:
        answered: what the touched key says.
    """

    answered = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._words = words(look, 20, 700, wrap=True)
        self._keys = QHBoxLayout()
        self._keys.setSpacing(look.px(5))
        self._shown: tuple[Key, ...] = ()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, look.px(12))
        line.setSpacing(look.px(8))
        line.addWidget(self._words, 1)
        line.addLayout(self._keys)

    def say(self, question: str, keys: tuple[Key, ...]) -> None:
        """Shown while there is something to ask."""
        self._words.setText(question)
        self.setVisible(bool(question or keys))
        if keys == self._shown:
            return
        self._shown = keys
        fill_keys(self._look, self._keys, keys, self.answered)


def fill_keys(
    look: Look, box: QHBoxLayout | QGridLayout, keys: tuple[Key, ...], signal: object, columns: int = 3
) -> None:
    """Other keys in the place of those that were there."""
    while (item := box.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
    for nth, key in enumerate(keys[:_MOST_KEYS]):
        made = DeskButton(look, icon=key.icon, height=52, px=18)
        if key.is_chosen:
            made.setCheckable(True)
        made.say(key.name)
        made.setChecked(key.is_chosen)
        made.turn_off(key.why_not)
        made.clicked.connect(partial(_emit, signal, key.says))
        if isinstance(box, QGridLayout):
            box.addWidget(made.wide(), nth // columns, nth % columns)
        else:
            box.addWidget(made)


def _emit(signal: object, says: object, _checked: bool = False) -> None:
    signal.emit(says)  # type: ignore[attr-defined]  # a bound signal

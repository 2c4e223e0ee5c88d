"""02: the language, and how the screens are to be: text size, contrast, pace, motion. Changes nothing itself.

Lies over whichever screen it was asked on, so that nothing of a visit is lost.
"""

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.ui.metrics import Look
from kiosk.ui.modes import SPEED, SWITCHES, TEXT, VOLUME, Modes, TextSize
from kiosk.ui.text import Text
from kiosk.ui.views import OverlayView
from kiosk.ui.widgets.arrange import Part, column, holder, row
from kiosk.ui.widgets.button import Button, ButtonRole
from kiosk.ui.widgets.frame import BETWEEN
from kiosk.ui.widgets.keys import TICK, ChoiceKey
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.signs import Sign
from kiosk.ui.widgets.switch import SwitchRow

LANGUAGES: Final = ("ko", "en", "ja", "zh")
_ICONS: Final[Mapping[str, str]] = {
    "contrast": "contrast",
    "slow": "clock",
    "calm": "eye",
    "low": "low",
    "voice": "ear",
}
_KEY = 134
_SMALL_TICK, _LEAST = (28, 8), 176
"""Of the text sizes: a check that leaves the word alone, and a width for all three."""

_SIZE_PX: Final[Mapping[TextSize, float]] = {TextSize.NORMAL: 46, TextSize.LARGE: 56, TextSize.LARGEST: 66}


class ComfortPanel(QWidget):
    """The whole of 02.

    Signals:
        choice_made: a language, ``text-`` and a size, a switch, ``volume`` or ``speed``, ``start`` or ``close``.
    """

    choice_made = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._title = Label(look, "title", px=72, wrap=True)
        self._other = Label(look, "body", px=52, weight=600, color="ink2", wrap=True)
        self._easier = Label(look, "heading", px=54, weight=800)
        self._size_word = Label(look, "heading", px=54, weight=700)
        self._languages = {code: self._key(code, 48, tick=_SMALL_TICK) for code in LANGUAGES}
        self._sizes = {
            size: self._key(f"{TEXT}{size}", px, tick=_SMALL_TICK) for size, px in _SIZE_PX.items()
        }
        self._switches = {word: self._switch(word) for word in SWITCHES}
        self._steps = {word: self._step(word) for word in (VOLUME, SPEED)}
        self._spoken = holder(row(look, (self._steps[VOLUME], 1), 20, (self._steps[SPEED], 1)))
        self._on = Button(look, ButtonRole.PRIMARY, height=144, px=58)
        self._back = Button(look, ButtonRole.QUIET, height=144, px=58)
        self._back.clicked.connect(lambda: self.choice_made.emit("close"))
        self._on.clicked.connect(self._go_on)
        self._may_start = False
        self._lay_out()

    @property
    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self._languages[LANGUAGES[0]]

    def say(self, view: OverlayView, text: Text) -> None:
        """What is chosen now."""
        self._may_start = view.may_start
        self._title.setText(text("language.title"))
        self._other.setText(text("language.other"))
        self._easier.setText(text("language.easier"))
        self._size_word.setText(text("language.text"))
        for code, key in self._languages.items():
            key.say(text(f"language.{code}"), chosen=text.language == code)
        for size, key in self._sizes.items():
            name = f"{text('language.text')}, {text(f'language.{size}')}"
            key.say(text(f"language.{size}"), chosen=view.modes.text is size, name=name)
            key.setMinimumWidth(max(self._look.px(_LEAST), key.sizeHint().width()))
        for word, switch in self._switches.items():
            switch.say(text(f"language.{word}"), text(f"language.{word}_more"), on=_is_on(view.modes, word))
        self._spoken.setVisible(view.modes.voice)
        for word, step in self._steps.items():
            step.say(text(f"language.{word}", step=text(f"language.{getattr(view.modes, word)}")))
        self._on.say(text("language.start" if view.may_start else "language.close"))
        self._back.say(text("language.back"))
        self._back.setVisible(view.may_start)

    def _lay_out(self) -> None:
        look = self._look
        per_row = 2 if look.metrics.is_large or not look.metrics.is_upright else 4
        languages = QGridLayout()
        languages.setSpacing(look.px(20))
        for nth, key in enumerate(self._languages.values()):
            languages.addWidget(key, nth // per_row, nth % per_row)
        sizes = row(look, *self._sizes.values())
        sizes.setSpacing(look.px(14))
        size_row = row(look, Sign(look, "text", 56), 36, (self._size_word, 1), sizes)
        upper: list[Part] = [self._title, 10, self._other, 32, languages]
        switches: list[Part] = []
        for switch in self._switches.values():
            switches += [BETWEEN, switch]
        lower: list[Part] = [self._easier, 20, size_row, 16, *switches[1:]]
        buttons = row(look, self._back, (self._on, 2))
        buttons.setSpacing(look.px(20))
        if look.metrics.is_upright:
            self.setLayout(column(look, *upper, 40, *lower, BETWEEN, self._spoken, 36, buttons))
            return
        # A screen that lies is within reach as it is.
        self._switches["low"].hide()
        left = holder(column(look, *upper, 24, self._spoken, None, 28, buttons))
        beside = row(look, (left, 1), (holder(column(look, *lower, None)), 1))
        beside.setSpacing(look.px(72))
        self.setLayout(beside)

    def _key(self, word: str, px: float, *, tick: tuple[float, float] = TICK) -> ChoiceKey:
        key = ChoiceKey(self._look, height=_KEY, px=px, tick=tick)
        key.clicked.connect(partial(self._touched, word))
        return key

    def _switch(self, word: str) -> SwitchRow:
        switch = SwitchRow(self._look, _ICONS[word])
        switch.clicked.connect(partial(self._touched, word))
        return switch

    def _step(self, word: str) -> Button:
        step = Button(self._look, ButtonRole.SECONDARY, height=112, px=46)
        step.clicked.connect(partial(self._touched, word))
        return step

    def _touched(self, word: str, _checked: bool = False) -> None:
        self.choice_made.emit(word)

    def _go_on(self) -> None:
        self.choice_made.emit("start" if self._may_start else "close")


def _is_on(modes: Modes, word: str) -> bool:
    return bool(getattr(modes, word))

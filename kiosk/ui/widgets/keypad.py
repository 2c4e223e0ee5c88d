"""The number pad, and the field that shows what was keyed in. They know digits, not what they are for."""

from functools import partial

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from kiosk.ui.metrics import Look
from kiosk.ui.widgets.arrange import row
from kiosk.ui.widgets.button import Button, ButtonRole
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.notes import Growing
from kiosk.ui.widgets.paint import rounded

CLEAR, BACK = "clear", "back"
ROWS = (("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9"), (CLEAR, "0", BACK))
GROUPS = (3, 4, 4)
"""How the digits of a telephone number are set apart."""


CLOSER = 32
AIR = 105
"""Per cent: digits that are read one by one stand a little apart."""


class PadKey(Button):
    """A key of the pad: lighter and closer than a button, as there are twelve of them."""

    def sizeHint(self) -> QSize:
        """Its words with little room beside them."""
        return super().sizeHint() - QSize(self.look.px(CLOSER), 0)

    def _paint_box(self, painter: QPainter, box: QRectF, radius: float) -> str:
        look = self.look
        fill = look.color("paperDeep" if self.isDown() else "sheet")
        rounded(painter, box, radius, fill, look.color("lineStrong"), look.stroke("control"))
        return "ink"


class Keypad(QWidget):
    """Twelve keys.

    Signals:
        keyed: a digit, "back" or "clear".
    """

    keyed = Signal(str)

    def __init__(
        self, look: Look, *, height: float = 112, gap: float = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(look.px(gap))
        self._keys: dict[str, PadKey] = {}
        for line, keys in enumerate(ROWS):
            for place, key in enumerate(keys):
                px = 58 if key.isdigit() else 46
                made = PadKey(look, ButtonRole.SECONDARY, height=height, px=px)
                if not look.metrics.is_large:
                    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
                made.clicked.connect(partial(self._touched, key))
                grid.addWidget(made, line, place)
                self._keys[key] = made
        for place in range(len(ROWS[0])):
            grid.setColumnStretch(place, 1)

    def say(self, clear: str, back: str) -> None:
        """The words of the two keys that are no digits."""
        for key, button in self._keys.items():
            button.say({CLEAR: clear, BACK: back}.get(key, key))

    def _touched(self, key: str, _checked: bool = False) -> None:
        self.keyed.emit(key)


class PhoneField(Growing):
    """What was keyed in, and places for what is not there yet."""

    def __init__(
        self, look: Look, *, height: float = 130, px: float = 66, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._given = Label(look, "heading", px=px, weight=800)
        self._rest = Label(look, "heading", px=px, weight=800, color="ink3")
        for label in (self._given, self._rest):
            font = label.font()
            font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, AIR)
            label.setFont(font)
        inner = row(look, self._given, self._rest, None)
        inner.setContentsMargins(look.px(40), 0, look.px(40), 0)
        self.setLayout(inner)
        self.setMinimumHeight(look.px(height))

    def show_digits(self, digits: str, name: str) -> None:
        """These digits; ``name`` is what the field is called."""
        given, rest = spaced(digits)
        self._given.setText(given)
        self._rest.setText(rest)
        # Larger text has no room for places that are still empty.
        self._rest.setHidden(self._look.metrics.is_large)
        self.setAccessibleName(name)

    def heightForWidth(self, width: int) -> int:
        """A line of digits with air, or its lines at larger text."""
        return max(self.minimumHeight(), super().heightForWidth(width))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The box."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = look.stroke("control") * 4 / 3
        rounded(
            painter, QRectF(self.rect()), look.radius("control"), look.color("sheet"), look.color("ink"), line
        )
        painter.end()


def spaced(digits: str) -> tuple[str, str]:
    """``010 - 3027 - 5`` and ``_ _ _``: what is there, and the places that are left of the newer kind of number."""
    given, rest, at = [], [], 0
    for size in GROUPS:
        part = digits[at : at + size]
        at += size
        if part:
            given.append(part)
        if len(part) < size:
            rest.append(" ".join("_" * (size - len(part))))
    begun = " - ".join(given)
    if rest and given and len(digits) in (GROUPS[0], GROUPS[0] + GROUPS[1]):
        begun += " - "
    return begun, (" " if begun and not begun.endswith(" ") else "") + " - ".join(rest) if rest else ""

"""Rows under a line: a fact with its sign, a way on with its button, a step of work with its mark."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.icons import draw_icon
from kiosk.ui.metrics import Look
from kiosk.ui.widgets.arrange import column, hug, row
from kiosk.ui.widgets.button import Button, ButtonRole
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.notes import Growing
from kiosk.ui.widgets.paint import hair
from kiosk.ui.widgets.signs import Sign

FACT_HEIGHT, WAY_HEIGHT, STEP_HEIGHT = 148, 136, 128
WAY_BUTTON = 260
"""Buttons one below the other begin at one line."""
MARK = 76


class FactRow(Growing):
    """A line, a sign, a statement and a smaller one below it."""

    def __init__(self, look: Look, icon: str, color: str = "ink", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._title = Label(look, "heading", px=56, line=1.28, wrap=True)
        self._more = Label(look, "label", color="ink2", weight=500, wrap=True)
        words = column(look, None, self._title, self._more, None)
        line = row(look, Sign(look, icon, 68, color), 32, (words, 1))
        line.setContentsMargins(0, look.px(8), 0, look.px(6))
        self.setLayout(line)
        self.setMinimumHeight(look.px(FACT_HEIGHT))

    def heightForWidth(self, width: int) -> int:
        """Never lower than two lines."""
        return max(self.minimumHeight(), super().heightForWidth(width))

    def say(self, title: str, more: str = "") -> None:
        """Its two lines."""
        self._title.setText(title)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self.setAccessibleName(f"{title}. {more}" if more else title)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line above."""
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), hair(self._look), self._look.color("line"))
        painter.end()


class WayRow(Growing):
    """A line, a sign, what could be done, and the button that does it.

    Signals:
        asked: the button was touched.
    """

    asked = Signal()

    def __init__(self, look: Look, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._words = Label(look, "heading", px=52, weight=700, line=1.28, wrap=True)
        self._button = Button(look, ButtonRole.SECONDARY, height=104, px=46)
        if not look.metrics.is_large:
            hug(self._button)
            self._button.setMinimumWidth(look.px(WAY_BUTTON))
        line = row(look, 4, Sign(look, icon, 56), 28, (self._words, 1), 20, self._button)
        line.setContentsMargins(0, look.px(14), 0, look.px(14))
        self.setLayout(line)
        self.setMinimumHeight(look.px(WAY_HEIGHT))
        self._button.clicked.connect(self.asked)

    def heightForWidth(self, width: int) -> int:
        """Never lower than its button with some air."""
        return max(self.minimumHeight(), super().heightForWidth(width))

    def say(self, words: str, button: str) -> None:
        """What could be done; without words the row is hidden."""
        self._words.setText(words)
        self._button.say(button, f"{words}, {button}")
        self.setVisible(bool(words))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line above."""
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), hair(self._look), self._look.color("line"))
        painter.end()


class StepRow(QWidget):
    """One of the things being done: ``done``, ``now`` or ``wait``."""

    def __init__(self, look: Look, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._kind = look, kind
        waits = kind == "wait"
        self._title = Label(
            look, "heading", px=56, weight=700 if kind == "now" else 600, color="ink3" if waits else "ink"
        )
        self._state = Label(look, "label", color="ink2")
        line = row(look, MARK + 30, self._title, None, 16, self._state)
        self.setLayout(line)
        self.setFixedHeight(look.metrics.touch(STEP_HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, title: str, state: str) -> None:
        """What is done, and how far it is."""
        self._title.setText(title)
        self._state.setText(state)
        self.setAccessibleName(f"{title}, {state}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Line and mark."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(0, 0, self.width(), hair(look), look.color("line"))
        side = look.px(MARK)
        box = QRectF(0, (self.height() - side) / 2, side, side)
        inner = box.adjusted(side * 0.17, side * 0.17, -side * 0.17, -side * 0.17)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._kind == "done":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("ink"))
            painter.drawEllipse(box)
            draw_icon(painter, "check", inner, look.color("paper"), 6)
        elif self._kind == "now":
            self._ring(painter, box, QPen(look.color("accent"), look.px(6)))
            draw_icon(painter, "dots", inner, look.color("accent"), 4)
        else:
            dots = QPen(look.color("lineStrong"), look.px(4))
            dots.setDashPattern([0.05, 2.1])
            dots.setCapStyle(Qt.PenCapStyle.RoundCap)
            self._ring(painter, box, dots)
        painter.end()

    @staticmethod
    def _ring(painter: QPainter, box: QRectF, pen: QPen) -> None:
        half = pen.widthF() / 2
        painter.setPen(pen)
        painter.drawEllipse(box.adjusted(half, half, -half, -half))

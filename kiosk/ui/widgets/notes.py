"""Statements: a note with a sign, the inverse block that says "do not pay again", a row of fact, a step of work."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.ui.icons import draw_icon
from kiosk.ui.metrics import Look
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.paint import rounded


class Sign(QWidget):
    """One icon."""

    def __init__(
        self,
        look: Look,
        icon: str,
        size: float,
        color: str = "ink",
        stroke: float = 4,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._icon, self._color, self._stroke = look, icon, color, stroke
        self.setFixedSize(look.px(size), look.px(size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The icon."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_icon(painter, self._icon, QRectF(self.rect()), self._look.color(self._color), self._stroke)
        painter.end()


class Note(QWidget):
    """One sentence on a tint: kind is ok, warn or bad."""

    def __init__(
        self, look: Look, kind: str, icon: str, *, px: float = 50, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._kind = look, kind
        self._words = Label(look, "body", px=px, weight=600, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(36), look.px(28), look.px(36), look.px(28))
        row.setSpacing(look.px(28))
        row.addWidget(Sign(look, icon, 60, kind), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, sentence: str) -> None:
        """Its sentence; an empty one hides it."""
        self._words.setText(sentence)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The tint, with a line where there are no tints."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = look.color(self._kind) if look.theme.flat else None
        rounded(
            painter,
            QRectF(self.rect()),
            look.radius("control"),
            look.color(f"{self._kind}Soft"),
            line,
            look.stroke("control"),
        )
        painter.end()


class InverseBlock(QWidget):
    """White on ink; used once in the product."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._title = Label(look, "title", px=80, color="paper", wrap=True)
        self._more = Label(look, "body", color="paper", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(look.px(10))
        words.addWidget(self._title)
        words.addWidget(self._more)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(44), look.px(44), look.px(44), look.px(44))
        row.setSpacing(look.px(36))
        row.addWidget(Sign(look, "stop", 132, "paper", 3), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, title: str, more: str) -> None:
        """Its words."""
        self._title.setText(title)
        self._more.setText(more)
        self.setAccessibleName(title)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The block."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rounded(painter, QRectF(self.rect()), look.radius("sheet"), look.color("ink"))
        painter.end()


class FactRow(QWidget):
    """A line, a sign, a statement and a smaller one below it."""

    def __init__(self, look: Look, icon: str, color: str = "ink", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._title = Label(look, "heading", px=56, wrap=True)
        self._more = Label(look, "label", color="ink2", weight=500, wrap=True)
        words = QVBoxLayout()
        words.setSpacing(look.px(2))
        words.addWidget(self._title)
        words.addWidget(self._more)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, look.px(22), 0, look.px(22))
        row.setSpacing(look.px(32))
        row.addWidget(Sign(look, icon, 68, color), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, title: str, more: str = "") -> None:
        """Its two lines."""
        self._title.setText(title)
        self._more.setText(more)
        self._more.setVisible(bool(more))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line above."""
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), max(1, self._look.px(2)), self._look.color("line"))
        painter.end()


class StepRow(QWidget):
    """One of the things being done: done, now or next."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._kind = look, "wait"
        self._title = Label(look, "heading", px=56)
        self._state = Label(look, "label", color="ink2")
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(106), 0, 0, 0)
        row.addWidget(self._title, 1)
        row.addWidget(self._state)
        self.setFixedHeight(look.px(128))

    def say(self, title: str, state: str, kind: str) -> None:
        """``kind`` is done, now or wait."""
        self._title.setText(title)
        self._title.set_color("ink3" if kind == "wait" else "ink")
        self._state.setText(state)
        if kind != self._kind:
            self._kind = kind
            self.update()

    def sizeHint(self) -> QSize:
        """A row."""
        return QSize(self._look.px(700), self._look.px(128))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Line and mark."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(0, 0, self.width(), max(1, look.px(2)), look.color("line"))
        side = look.px(76)
        box = QRectF(0, (self.height() - side) / 2, side, side).adjusted(3, 3, -3, -3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inner = box.adjusted(side * 0.17, side * 0.17, -side * 0.17, -side * 0.17)
        if self._kind == "done":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("ink"))
            painter.drawEllipse(box)
            draw_icon(painter, "check", inner, look.color("paper"), 6)
        elif self._kind == "now":
            painter.setPen(QPen(look.color("accent"), look.px(6)))
            painter.drawEllipse(box)
            draw_icon(painter, "dots", inner, look.color("accent"), 4)
        else:
            painter.setPen(QPen(look.color("lineStrong"), look.px(4), Qt.PenStyle.DotLine))
            painter.drawEllipse(box)
        painter.end()


class Rule(QWidget):
    """A line across."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setFixedHeight(max(1, look.px(2)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.color("line"))
        painter.end()

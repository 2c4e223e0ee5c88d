"""Statements: a note on a tint, and the inverse block that says "do not pay again"."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.metrics import Look
from kiosk.ui.widgets.arrange import column, row
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.paint import rounded
from kiosk.ui.widgets.signs import Sign


class Growing(QWidget):
    """A widget as high as its layout needs for its width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Its words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As its layout says."""
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None else 0

    def sizeHint(self) -> QSize:
        """Its layout's, at the height of that width."""
        layout = self.layout()
        size = layout.totalSizeHint() if layout is not None else QSize()
        return QSize(size.width(), max(size.height(), self.heightForWidth(size.width())))


class Note(Growing):
    """One sentence with a mark: kind is ok, warn or bad."""

    def __init__(
        self, look: Look, kind: str, icon: str, *, px: float = 48, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._kind = look, kind
        self._words = Label(look, "body", px=px, weight=600, line=1.4, wrap=True)
        line = row(look, Sign(look, icon, 60, kind), 24, (self._words, 1))
        line.setContentsMargins(look.px(32), look.px(28), look.px(32), look.px(28))
        self.setLayout(line)

    def say(self, sentence: str) -> None:
        """Its sentence; an empty one hides it."""
        self._words.setText(sentence)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The tint, with a line where tints hardly show."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = look.color(self._kind) if look.theme.flat else None
        fill = look.color(f"{self._kind}Soft")
        rounded(painter, QRectF(self.rect()), look.radius("control"), fill, line, look.stroke("control"))
        painter.end()


class InverseBlock(Growing):
    """Paper on ink; used once in the product. ``small`` for where there is little room."""

    def __init__(self, look: Look, *, small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        sign, gap, margin, px = (68, 24, 32, 60) if small else (132, 36, 44, 80)
        self._title = Label(look, "title", px=px, line=1.2, color="paper", wrap=True)
        self._more = Label(look, "body", line=1.36, color="paper", wrap=True)
        words = column(look, self._title, 12, self._more)
        line = row(look, Sign(look, "stop", sign, "paper", 3), gap, (words, 1))
        line.setContentsMargins(*(look.px(margin),) * 4)
        self.setLayout(line)

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

"""Small things that accompany words: one icon, and a rule across."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.icons import draw_icon
from kiosk.ui.metrics import Look
from kiosk.ui.widgets.paint import hair


class Sign(QWidget):
    """One icon of ``size`` reference px."""

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


class Rule(QWidget):
    """A line across."""

    def __init__(self, look: Look, color: str = "line", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._color = look, color
        self.setFixedHeight(hair(look))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.color(self._color))
        painter.end()

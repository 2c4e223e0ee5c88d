"""The slip of paper that sums a booking up: parts with a dashed line to tear at between them, and lines of facts."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from kiosk.ui.metrics import Look
from kiosk.ui.widgets.arrange import row
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.paint import DASHES, rounded

SIDE, TOP, BOTTOM, TEAR = 40, 36, 32, 58
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Slip(QWidget):
    """Paper with an edge; a tear line between one part and the next."""

    def __init__(self, look: Look, parts: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._parts = look, parts
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(SIDE), look.px(TOP), look.px(SIDE), look.px(BOTTOM))
        column.setSpacing(look.px(TEAR))
        for part in parts:
            column.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paper, edge, tear lines."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = look.stroke("control")
        box = QRectF(self.rect())
        rounded(painter, box, look.radius("sheet"), look.color("sheet"), look.color("ink"), edge)
        pen = QPen(look.color("lineStrong"), edge)
        pen.setDashPattern(DASHES)
        painter.setPen(pen)
        for above, below in zip(self._parts, self._parts[1:], strict=False):
            y = (above.geometry().bottom() + below.geometry().top()) / 2
            painter.drawLine(round(edge), round(y), round(self.width() - edge), round(y))
        painter.end()


class PairLines(QWidget):
    """Lines of a name on the left and its value on the right; ``gap`` between them in reference px."""

    def __init__(
        self, look: Look, pairs: Sequence[tuple[Label, Label]], gap: float, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(look.px(gap))
        for name, value in pairs:
            value.setAlignment(RIGHT)
            lines.addLayout(row(look, name, None, 24, value))

"""How long something is still held: figures, and a cell for each minute that empties from the right."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.views import HoldView
from kiosk.ui.widgets.paint import rounded

CELLS = 10
CELL_HEIGHT, CELL_GAP, CELL_RADIUS = 26, 8, 6
GAP = 28
CELLS_LEAST = 170
_FLAGS = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class HoldStrip(QWidget):
    """Draws a HoldView; never counts by itself. ``stacked`` puts the words above, for narrow places."""

    def __init__(self, look: Look, *, stacked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._is_stacked = look, stacked or look.metrics.is_large
        self._hold = HoldView(0)
        self._words = self._figures = ""
        self._label = look.font("label")
        self._digits = look.font("title", px=76, weight=800)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_hold(self, hold: HoldView, words: str, text: Text) -> None:
        """The hold as it stands, under what it is called."""
        words = text("common.paused") if hold.paused else words
        figures = text.countdown(hold.seconds_left)
        if (hold, words) == (self._hold, self._words) and figures == self._figures:
            return
        if (hold.paused, words) != (self._hold.paused, self._words):
            self.updateGeometry()
        self._hold, self._words, self._figures = hold, words, figures
        self.setAccessibleName(f"{words} {figures}")
        self.update()

    def sizeHint(self) -> QSize:
        """Words, figures and cells on one line, or the words above the others."""
        words = QFontMetricsF(self._label).horizontalAdvance(self._words)
        figures = 0.0 if self._hold.paused else self._figures_width() + self._look.px(GAP + CELLS_LEAST)
        if self._is_stacked:
            return QSize(round(max(words, figures)), self._upper() + self._line())
        return QSize(round(words + self._look.px(GAP) + figures), self._line())

    def _line(self) -> int:
        return max(self._look.px(92), round(self._digits.pixelSize() * 1.2))

    def minimumSizeHint(self) -> QSize:
        """Words and figures are never cut off, and the cells can be counted."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words, figures, cells."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = QRectF(self.rect())
        left = line.left()
        if self._is_stacked:
            upper = QRectF(left, 0, line.width(), self._upper())
            self._write(painter, upper, self._label, "ink2", self._words)
            line.setTop(upper.bottom())
        else:
            left += self._write(painter, line, self._label, "ink2", self._words) + look.px(GAP)
        if not self._hold.paused:
            line.setLeft(left)
            self._write(painter, line, self._digits, "ink", self._figures)
            line.setLeft(left + self._figures_width() + look.px(GAP))
            self._paint_cells(painter, line)
        painter.end()

    def _write(self, painter: QPainter, box: QRectF, font: QFont, color: str, words: str) -> float:
        painter.setFont(font)
        painter.setPen(self._look.color(color))
        painter.drawText(box, _FLAGS, words)
        return QFontMetricsF(font).horizontalAdvance(words)

    def _paint_cells(self, painter: QPainter, room: QRectF) -> None:
        look = self._look
        gap, height = look.px(CELL_GAP), look.px(CELL_HEIGHT)
        width = (room.width() - gap * (CELLS - 1)) / CELLS
        if width < look.px(CELL_RADIUS):
            return
        minutes = self._hold.seconds_left / 60
        color, radius = look.color("warn" if self._hold.warn else "ink"), look.px(CELL_RADIUS)
        top = room.center().y() - height / 2
        for nth in range(CELLS):
            cell = QRectF(room.left() + nth * (width + gap), top, width, height)
            share = max(0.0, min(1.0, minutes - nth))
            if share > 0:
                shape = QPainterPath()
                shape.addRoundedRect(cell, radius, radius)
                painter.save()
                painter.setClipPath(shape)
                painter.fillRect(QRectF(cell.left(), top, width * share, height), color)
                painter.restore()
            rounded(painter, cell, radius, None, color, look.stroke("control"))

    def _figures_width(self) -> float:
        return QFontMetricsF(self._digits).horizontalAdvance(self._figures)

    def _upper(self) -> int:
        return round(self._label.pixelSize() * 1.3)

"""How long the seats are still held: figures, and a cell for each minute that empties from the right."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.views import HoldView
from kiosk.ui.widgets.paint import rounded

CELLS = 10


class HoldStrip(QWidget):
    """Draws a HoldView; never counts by itself."""

    def __init__(self, look: Look, key: str = "common.hold_left", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._key = look, key
        self._hold = HoldView(0)
        self._words = self._figures = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_hold(self, hold: HoldView, text: Text) -> None:
        """The hold as it stands."""
        self._hold = hold
        self._words = text("common.paused") if hold.paused else text(self._key)
        self._figures = text.countdown(hold.seconds_left)
        self.setAccessibleName(f"{self._words} {self._figures}")
        self.update()

    def sizeHint(self) -> QSize:
        """One line of figures."""
        return QSize(self._look.px(600), self._look.px(92))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words, figures, cells."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = look.color("warn" if self._hold.warn else "ink")
        label, figures = look.font("label", px=48, weight=600), look.font("title", px=76, weight=700)
        box, gap = QRectF(self.rect()), look.px(24)
        left = box.left()
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        for font, words, color in ((label, self._words, look.color("ink2")), (figures, self._figures, ink)):
            width = QFontMetricsF(font).horizontalAdvance(words)
            painter.setFont(font)
            painter.setPen(color)
            painter.drawText(QRectF(left, box.top(), width + 4, box.height()), flags, words)
            left += width + gap
        if not self._hold.paused:
            self._paint_cells(
                painter, QRectF(left, box.center().y() - look.px(13), box.right() - left, look.px(26))
            )
        painter.end()

    def _paint_cells(self, painter: QPainter, row: QRectF) -> None:
        look = self._look
        gap = look.px(7)
        width = (row.width() - gap * (CELLS - 1)) / CELLS
        if width < 2:  # noqa: PLR2004 - no room for cells beside the figures
            return
        full = self._hold.seconds_left / 60
        line = look.color("warn" if self._hold.warn else "ink")
        for nth in range(CELLS):
            cell = QRectF(row.left() + nth * (width + gap), row.top(), width, row.height())
            share = max(0.0, min(1.0, full - nth))
            rounded(painter, cell, look.px(5), None, line, look.stroke("hair"))
            if share > 0:
                filled = QRectF(cell.left(), cell.top(), cell.width() * share, cell.height())
                rounded(painter, filled, look.px(5), line)

"""Small pictures: the QR code of a receipt, the dial of a countdown, and the plate that says a table rests."""

import segno
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.metrics import Look
from kiosk.ui.widgets.paint import rounded

_QUIET = 3
"""Empty modules around the code; the white of its frame is the fourth."""


class QrPicture(QWidget):
    """A QR code, always dark on white whatever the theme: cameras want it so. ``size`` in reference px."""

    def __init__(self, look: Look, size: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._content = ""
        self._rows: tuple[bytes, ...] = ()
        self.setFixedSize(look.px(size), look.px(size))

    def say(self, content: str, name: str) -> None:
        """What it says, and what it is called."""
        self.setAccessibleName(name)
        if content != self._content:
            self._content = content
            self._rows = tuple(bytes(row) for row in segno.make_qr(content, error="m").matrix)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Whole pixels to a module, so that it is crisp."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        white, edge = QColor(Qt.GlobalColor.white), look.stroke("control")
        rounded(painter, QRectF(self.rect()), look.radius("control"), white, look.color("ink"), edge)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        count = len(self._rows)
        side = max(1, self.width() // (count + 2 * _QUIET))
        start = (self.width() - side * count) // 2
        for y, modules in enumerate(self._rows):
            for x, dark in enumerate(modules):
                if dark:
                    spot = QRect(start + x * side, start + y * side, side, side)
                    painter.fillRect(spot, Qt.GlobalColor.black)
        painter.end()


class Dial(QWidget):
    """Seconds that are left, and the part of a circle that they are."""

    def __init__(self, look: Look, size: float = 340, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._left, self._total = 0, 1
        self._font = look.font("hero", px=size * 156 / 340, weight=800, tabular=False)
        self.setFixedSize(look.px(size), look.px(size))

    def say(self, left: int, total: int) -> None:
        """Seconds left of so many."""
        if (left, total) == (self._left, self._total):
            return
        self._left, self._total = left, max(1, total)
        self.setAccessibleName(str(left))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ring, arc, figure."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inset = self.width() * 20 / 340
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(look.color("line"), look.px(12)))
        painter.drawEllipse(box)
        arc = QPen(look.color("accent"), look.px(22))
        arc.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(arc)
        painter.drawArc(box, 90 * 16, -round(360 * 16 * min(1.0, self._left / self._total)))
        painter.setPen(look.color("ink"))
        painter.setFont(self._font)
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, str(self._left))
        painter.end()


class Plate(QWidget):
    """A small dark plate with a word, laid on a picture."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._word = ""
        self._font = look.font("heading", px=54, weight=700)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, word: str) -> None:
        """Its word."""
        self._word = word
        self.setAccessibleName(word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The word with room around it."""
        width = QFontMetricsF(self._font).horizontalAdvance(self._word) + self._look.px(104)
        return QSize(round(width), self._look.px(92))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Plate and word."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rounded(painter, QRectF(self.rect()), look.radius("table_rect"), look.color("ink"))
        painter.setFont(self._font)
        painter.setPen(look.color("paper"))
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, self._word)
        painter.end()

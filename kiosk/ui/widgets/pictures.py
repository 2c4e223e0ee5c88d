"""Small pictures: the QR code of a receipt, the dial of a countdown, and the slip with its dashed tear lines."""

import segno
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.ui.metrics import Look
from kiosk.ui.widgets.paint import rounded

_QUIET = 3


class QrPicture(QWidget):
    """A QR code, always dark on white whatever the theme: cameras want it so."""

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
        rounded(
            painter,
            QRectF(self.rect()),
            look.radius("control"),
            Qt.GlobalColor.white,  # type: ignore[arg-type]  # Qt takes it for a colour
            look.color("ink"),
            look.stroke("control"),
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        count = len(self._rows)
        if count:
            side = max(1, self.width() // (count + 2 * _QUIET))
            start = (self.width() - side * count) // 2
            for y, row in enumerate(self._rows):
                for x, dark in enumerate(row):
                    if dark:
                        painter.fillRect(start + x * side, start + y * side, side, side, Qt.GlobalColor.black)
        painter.end()


class Dial(QWidget):
    """Seconds that are left, and the part of a circle that they are."""

    def __init__(self, look: Look, size: float = 340, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._left, self._total = 0, 1
        self.setFixedSize(look.px(size), look.px(size))

    def say(self, left: int, total: int) -> None:
        """Seconds left of so many."""
        self._left, self._total = left, max(1, total)
        self.setAccessibleName(str(left))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ring, arc, figure."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inset = look.px(20)
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(look.color("line"), look.px(12)))
        painter.drawEllipse(box)
        arc = QPen(look.color("accent"), look.px(22))
        arc.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(arc)
        painter.drawArc(box, 90 * 16, -round(360 * 16 * min(1.0, self._left / self._total)))
        painter.setPen(look.color("ink"))
        painter.setFont(look.font("hero", weight=800))
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, str(self._left))
        painter.end()


class Slip(QWidget):
    """A slip of paper in parts; a dashed line to tear at between one part and the next."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._parts: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(look.px(40), look.px(36), look.px(40), look.px(32))
        self._column.setSpacing(look.px(58))

    def add(self, part: QWidget) -> None:
        """One more part below."""
        self._parts.append(part)
        self._column.addWidget(part)

    def sizeHint(self) -> QSize:
        """As its parts need."""
        return self._column.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paper, edge, tear lines."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = look.stroke("control")
        rounded(
            painter, QRectF(self.rect()), look.radius("sheet"), look.color("sheet"), look.color("ink"), edge
        )
        pen = QPen(look.color("lineStrong"), edge)
        pen.setDashPattern([3, 2.2])
        painter.setPen(pen)
        for above, below in zip(self._parts, self._parts[1:], strict=False):
            y = (above.geometry().bottom() + below.geometry().top()) / 2
            painter.drawLine(round(edge * 2), round(y), round(self.width() - edge * 2), round(y))
        painter.end()

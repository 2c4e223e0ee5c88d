"""The few strokes that several controls share: rounded boxes and the focus ring."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from kiosk.ui.metrics import Look


def rounded(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: QColor | None,
    line: QColor | None = None,
    width: float = 0.0,
    *,
    dashed: bool = False,
) -> None:
    """A rounded box whose line lies wholly inside ``rect``."""
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    if line is None or width <= 0:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        pen = QPen(line, width)
        if dashed:
            pen.setDashPattern([3, 2.2])
        painter.setPen(pen)
        rect = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.drawRoundedRect(rect, radius, radius)


def focus_ring(painter: QPainter, look: Look, rect: QRectF, radius: float) -> None:
    """Six px of gap and six of ring, drawn just inside a control so that nothing cuts it off."""
    gap = look.px(6)
    for nth, color in enumerate(("focus", "focusGap")):
        inset = gap * nth
        box = rect.adjusted(inset, inset, -inset, -inset)
        rounded(painter, box, max(2.0, radius - inset), None, look.color(color), gap)

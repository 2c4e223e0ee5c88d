"""The few strokes that several controls share: rounded boxes, solid or dashed."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from kiosk.ui.metrics import Look

DASHES = [3.0, 2.2]
"""Stroke and gap of everything dashed, in pen widths."""


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
    """A rounded box whose line lies wholly inside ``rect``, its outer corners of ``radius``."""
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    if line is None or width <= 0:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        pen = QPen(line, width)
        if dashed:
            pen.setDashPattern(DASHES)
        painter.setPen(pen)
        rect = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
        radius = max(0.0, radius - width / 2)
    painter.drawRoundedRect(rect, radius, radius)


def hair(look: Look) -> int:
    """The thickness of a rule in screen pixels."""
    return max(1, round(look.stroke("hair")))

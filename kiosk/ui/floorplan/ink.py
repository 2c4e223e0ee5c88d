"""The pens, brushes and colours of every state in one theme, at one scale.

Three signs for each state: fill or pattern, line, and a mark. Draws nothing itself.
"""

from dataclasses import dataclass
from math import sqrt

from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap, QTransform

from kiosk.ui.floorplan.states import SeatState
from kiosk.ui.theme import Theme


@dataclass(frozen=True)
class StateInk:
    """How one thing looks in one state: line, fill, the fine inner line, and colour and name of its mark."""

    pen: QPen
    brush: QBrush
    inner: QPen | None
    mark: QColor
    sign: str = ""


_SIGNS = {SeatState.MINE: "check", SeatState.HELD: "glass", SeatState.TAKEN: "cross"}


class Ink:
    """All pens and brushes for a theme; ``scale`` is device pixels to a plan unit, so that patterns stay crisp."""

    def __init__(self, theme: Theme, scale: float) -> None:
        self.theme = theme
        self.scale = scale
        self.plate = theme.color("heldFill")
        self.on_accent = theme.color("onAccent")
        hatch, fine = self._hatch(11, 1.7), self._hatch(9, 1.4)
        self.chairs = {
            SeatState.FREE: self._ink("chair", "ink", 3.2, inner=self.pen("ink", 1.5, 0.55)),
            SeatState.MINE: self._ink(
                "accent", "accent", 3.2, mark="onAccent", inner=self.pen("onAccent", 1.5, 0.75)
            ),
            SeatState.HELD: self._ink(fine, "heldLine", 3, dash=(7, 5)),
            SeatState.TAKEN: self._ink("takenFill", "takenMark", 2.4),
            SeatState.UNFIT: self._ink(None, "unfitLine", 2.6, dash=(0.1, 6.5)),
            SeatState.QUIET: self._ink(None, "line", 2.4),
        }
        self.tops = {
            SeatState.FREE: self._ink("wood", "ink", 3.6, inner=self.pen("woodLine", 1.6)),
            SeatState.MINE: self._ink(
                "accent", "accent", 3.6, mark="onAccent", inner=self.pen("onAccent", 1.6, 0.5)
            ),
            SeatState.HELD: self._ink(hatch, "heldLine", 3.4, dash=(10, 7)),
            SeatState.TAKEN: self._ink("takenFill", "takenMark", 2.4),
            SeatState.UNFIT: self._ink(None, "unfitLine", 3, dash=(0.1, 7.5), mark="ink3"),
            SeatState.QUIET: self._ink(None, "line", 2.6, mark="ink3"),
        }
        self.signs = _SIGNS

    def pen(
        self, color: str, width: float, opacity: float = 1.0, dash: tuple[float, float] | None = None
    ) -> QPen:
        """A round pen of ``width`` plan units, thickened where the theme asks for it; ``dash`` in plan units."""
        ink = self.theme.color(color)
        ink.setAlphaF(ink.alphaF() * opacity)
        thick = width * self.theme.line_factor
        pen = QPen(ink, thick)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if dash:
            pen.setDashPattern([length / thick for length in dash])
        return pen

    def wheelchair(self, state: SeatState) -> StateInk:
        """A place without a chair: always dashed, so its line cannot say more than its colour and sign do."""
        usual = self.chairs[state]
        pen = QPen(usual.pen)
        if state is not SeatState.UNFIT:
            pen = self.pen("ink", 3, dash=(10, 7))
            pen.setColor(usual.pen.color())
        return StateInk(pen, usual.brush if state is not SeatState.FREE else QBrush(), None, usual.mark)

    def kitchen_brush(self) -> QBrush:
        """Fine lines for where guests do not go; none in a flat theme."""
        return QBrush() if self.theme.flat else self._hatch(16, 0.8, "line", "plan")

    def _ink(
        self,
        fill: str | QBrush | None,
        line: str,
        width: float,
        *,
        dash: tuple[float, float] | None = None,
        mark: str = "",
        inner: QPen | None = None,
    ) -> StateInk:
        brush = fill if isinstance(fill, QBrush) else QBrush(self.theme.color(fill)) if fill else QBrush()
        return StateInk(self.pen(line, width, dash=dash), brush, inner, self.theme.color(mark or line))

    def _hatch(self, pitch: float, width: float, line: str = "heldLine", ground: str = "heldFill") -> QBrush:
        # Qt's own hatch keeps its density when scaled and a scaled picture blurs, so the tile is drawn in device
        # pixels: four lines to a tile, whose size is rounded, and the brush undoes the painter's scale.
        size = max(8, round(4 * pitch * sqrt(2) * self.scale))
        tile = QPixmap(size, size)
        tile.fill(self.theme.color(ground))
        painter = QPainter(tile)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self.theme.color(line), width * self.theme.line_factor * self.scale)
        painter.setPen(pen)
        for nth in range(9):
            end = nth * size / 4
            painter.drawLine(QLineF(end + size, -size, end - 2 * size, 2 * size))
        painter.end()
        brush = QBrush(tile)
        brush.setTransform(QTransform.fromScale(1 / self.scale, 1 / self.scale))
        return brush

"""The plan with the guests on it: the kiosk's drawing, and what only staff see written over it."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen

from kiosk.desk.views import DeskFloor, TableMark
from kiosk.domain.floor import Table
from kiosk.ui.floorplan.shapes import TableShape
from kiosk.ui.floorplan.states import SeatState
from kiosk.ui.floorplan.widget import FloorPlanWidget
from kiosk.ui.icons import draw_icon
from kiosk.ui.metrics import Look

_DOT = 15.0
_NUMBER, _SMALL, _LEAST_PX = 30, 20, 15


class _Line(NamedTuple):
    """One line on a table, in plan units."""

    top: float
    px: float
    words: str
    ink: QColor
    weight: int


class DeskPlan(FloorPlanWidget):
    """Shows who sits where: a black dot on a chair is a guest, the bar under a number the share of the stay that is over."""

    numbered = False

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._desk_look = look
        self._floor: DeskFloor | None = None

    def show_floor(self, floor: DeskFloor) -> None:
        """The plan as it is now."""
        if floor != self._floor:
            self._floor = floor
            self.render(floor.view)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The kiosk's picture, then the guests."""
        super().paintEvent(event)
        board = self._made()
        if board is None or self._floor is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(board.to_widget, combine=True)
        scale = board.to_widget.m11()
        for shape in board.shapes:
            mark = self._floor.marks.get(shape.table.table_id)
            if mark is not None:
                self._draw(painter, shape, mark, scale)
        painter.end()

    def _draw(self, painter: QPainter, shape: TableShape, mark: TableMark, scale: float) -> None:
        look = self._desk_look
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("ink"))
        for place in shape.seats:
            if place.seat.seat_id in mark.seated:
                painter.drawEllipse(place.centre, _DOT, _DOT)
        table = shape.table
        small = max(_SMALL, _LEAST_PX / scale)
        lines = mark.lines if table.height >= 2.2 * small + _NUMBER else mark.lines[:1]
        number = min(float(_NUMBER + 12), max(_NUMBER, table.height * 0.36)) if lines else 46.0
        # A word, such as that of a bar, has to fit the narrow top that it stands on.
        number = min(number, table.width * 1.35 / max(1, len(mark.label)))
        height = number * 1.1 + small * 1.25 * len(lines) + (10 if mark.share else 0)
        top = table.y - height / 2
        mine = self._floor is not None and self._floor.view.is_chosen(table)
        ink = look.color("onAccent" if mine else "ink")
        if self._is_hatched(table):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("heldFill"))
            painter.drawRoundedRect(QRectF(table.x - 66, top - 2, 132, height + 6), 12, 12)
        self._write(painter, table, _Line(top, number, mark.label, ink, 800), mark)
        top += number * 1.1
        for nth, line in enumerate(lines):
            color = ink if mine or nth == 0 else look.color(mark.color if mark.color != "ink" else "ink2")
            self._write(painter, table, _Line(top, small, line, color, 700 if nth == 0 else 500))
            top += small * 1.25
        if mark.share:
            self._bar(painter, table, top + 3, mark.share)

    def _is_hatched(self, table: Table) -> bool:
        """Whether words on it would be lost in the pattern."""
        return self._floor is not None and self._floor.view.table(table) is SeatState.HELD

    def _write(self, painter: QPainter, table: Table, line: _Line, mark: TableMark | None = None) -> None:
        font = QFont(self._desk_look.font("label", weight=line.weight))
        font.setPixelSize(round(line.px))
        painter.setFont(font)
        painter.setPen(QPen(line.ink))
        px, sign = line.px, mark.sign if mark else ""
        place = QRectF(table.x - 150, line.top, 300 - (px * 0.9 if sign else 0), px * 1.15)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, line.words)
        if sign and mark:
            width = painter.fontMetrics().horizontalAdvance(line.words)
            spot = QRectF(place.center().x() + width / 2 + px * 0.15, line.top + px * 0.2, px * 0.8, px * 0.8)
            draw_icon(painter, sign, spot, self._desk_look.color(mark.color), 4.5)

    def _bar(self, painter: QPainter, table: Table, top: float, share: float) -> None:
        width = min(table.width, 170.0) * 0.78
        left = QPointF(table.x - width / 2, top)
        painter.setPen(QPen(self._desk_look.color("ink"), 1.4))
        painter.setBrush(self._desk_look.color("sheet"))
        painter.drawRoundedRect(QRectF(left.x(), left.y(), width, 7), 3.5, 3.5)
        painter.setBrush(self._desk_look.color("ink"))
        painter.drawRoundedRect(QRectF(left.x(), left.y(), width * min(1.0, share), 7), 3.5, 3.5)

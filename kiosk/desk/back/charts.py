"""The charts of the reports, painted: bars, a heat map, the floor, and shares with patterns. None says more than its table."""

from collections.abc import Sequence
from itertools import count
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.desk.back.report_view import BarRow, ReportView, ShareRow
from kiosk.domain.floor import Shape
from kiosk.ui.floorplan.board import fit
from kiosk.ui.floorplan.ink import Ink
from kiosk.ui.floorplan.room import draw_room
from kiosk.ui.floorplan.states import FloorView
from kiosk.ui.metrics import Look
from kiosk.ui.widgets.paint import rounded

_CENTER = Qt.AlignmentFlag.AlignCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_STEPS = 4
_HEAT = (30, 50, 72, 90)
"""From these percents on, an hour is a shade darker."""
_DARK = 3
"""From this shade on, words are light."""


class _Chart(QWidget):
    """Paints what it was told last."""

    def __init__(self, look: Look, height: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._told: Any = None
        self._height = height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(look.px(height * 0.6))

    def sizeHint(self) -> QSize:
        """Its usual size."""
        return QSize(self.look.px(420), self.look.px(self._height))

    def tell(self, told: Any, name: str) -> None:
        """Something else to paint, and what it is called."""
        self._told = told
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Nothing until it was told."""
        if self._told is None:
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self.draw(painter)
        painter.end()

    def draw(self, painter: QPainter) -> None:
        """The chart itself."""
        raise NotImplementedError

    def pen(self, painter: QPainter, color: str, px: float = 16, weight: int = 600) -> None:
        """Write in this colour and size."""
        painter.setPen(self.look.color(color))
        painter.setFont(self.look.font("label", px=px, weight=weight))


class Bars(_Chart):
    """Guests by half hour; a line where it was before, the highest in accent."""

    def draw(self, painter: QPainter) -> None:
        """Axes stay where there is nothing."""
        bars: Sequence[BarRow] = self._told
        px = self.look.px
        area = QRectF(px(56), px(30), self.width() - px(64), self.height() - px(64))
        most = max([*(bar.value for bar in bars), *(bar.before for bar in bars), 1])
        top = _round_top(most)
        for nth in range(_STEPS + 1):
            y = area.bottom() - area.height() * nth / _STEPS
            painter.setPen(QPen(self.look.color("ink" if nth == 0 else "line"), 2 if nth == 0 else 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            self.pen(painter, "ink2", 15)
            painter.drawText(QRectF(0, y - 12, area.left() - px(10), 24), _RIGHT, str(top * nth // _STEPS))
        step = area.width() / max(1, len(bars))
        every = max(1, -(-len(bars) * px(58) // max(1, round(area.width()))))
        for nth, bar in enumerate(bars):
            self._bar(painter, bar, QRectF(area.left() + nth * step, area.top(), step, area.height()), top)
            if nth % every == 0:
                self.pen(painter, "ink2", 15)
                spot = QRectF(area.left() + nth * step - step, area.bottom() + 6, 3 * step, px(24))
                painter.drawText(spot, _CENTER, bar.name)

    def _bar(self, painter: QPainter, bar: BarRow, slot: QRectF, top: int) -> None:
        look = self.look
        wide = min(slot.width() * 0.66, look.px(56))
        height = slot.height() * bar.value / top
        box = QRectF(slot.center().x() - wide / 2, slot.bottom() - height, wide, height)
        if bar.value:
            fill, line = ("accent", "accent") if bar.is_most else ("wood", "ink")
            rounded(painter, box, look.px(5), look.color(fill), look.color(line), look.stroke("hair"))
        if bar.before:
            y = slot.bottom() - slot.height() * bar.before / top
            painter.setPen(QPen(look.color("ink"), look.px(3)))
            painter.drawLine(QPointF(box.left() - 5, y), QPointF(box.right() + 5, y))
        if bar.is_most:
            self.pen(painter, "accent", 19, 800)
            painter.drawText(
                QRectF(slot.left() - 30, box.top() - look.px(28), slot.width() + 60, 26),
                _CENTER,
                str(bar.value),
            )


def _round_top(most: int) -> int:
    """The top of the axis: four steps of 1, 2 or 5, or of a power of ten times that."""
    steps = (first * int(10**power) for power in count() for first in (1, 2, 5))
    return next(step for step in steps if step * _STEPS >= most) * _STEPS


class Heat(_Chart):
    """How full it was by weekday and hour: darker is fuller, and the number stands in each."""

    def draw(self, painter: QPainter) -> None:
        """Rows of weekdays, columns of hours."""
        view: ReportView = self._told
        px, look = self.look.px, self.look
        hours = sorted({hour for _, hour in view.heat})
        days = sorted({day for day, _ in view.heat})
        left, head = px(46), px(32)
        if not hours:
            return
        wide = (self.width() - left) / len(hours)
        high = min(px(46), (self.height() - head) / len(days))
        every = max(1, -(-px(44) // max(1, round(wide))))
        for at, hour in enumerate(hours):
            if at % every == 0:
                self.pen(painter, "ink2", 15)
                painter.drawText(QRectF(left + at * wide - 20, 0, wide + 40, head), _CENTER, f"{hour}:00")
        for nth, day in enumerate(days):
            self.pen(painter, "ink", 16, 700)
            painter.drawText(QRectF(0, head + nth * high, left - px(8), high), _RIGHT, view.weekdays[day])
            for at, hour in enumerate(hours):
                percent = view.heat[day, hour]
                fill, ink = _shade(percent)
                cell = QRectF(left + at * wide + 2, head + nth * high + 2, wide - 4, high - 4)
                rounded(painter, cell, px(5), look.color(fill), look.color("ink"), 1.5)
                self.pen(painter, ink, 15 if wide > px(34) else 11, 700)
                painter.drawText(cell, _CENTER, str(percent))


def _shade(percent: int) -> tuple[str, str]:
    """The fill and the colour of the number on it."""
    level = sum(percent >= least for least in _HEAT)
    return f"heat{level}", "heatInkHigh" if level >= _DARK else "heatInkLow"


class Turns(_Chart):
    """The floor, each table as dark as it was often taken, with how often a day on it."""

    def draw(self, painter: QPainter) -> None:
        """The room, and tops without chairs."""
        view: ReportView = self._told
        look = self.look
        where = fit(view.plan, self.size())
        scale = where.m11()
        painter.save()
        painter.setTransform(where, combine=True)
        draw_room(painter, Ink(look.theme, scale), FloorView(view.plan), None)
        for table in view.plan.tables:
            level = view.turn_levels[table.table_id]
            fill, ink = f"heat{level}", "heatInkHigh" if level >= _DARK else "heatInkLow"
            box = QRectF(table.x - table.width / 2, table.y - table.height / 2, table.width, table.height)
            radius = table.width / 2 if table.shape is Shape.ROUND else 12.0
            rounded(painter, box, radius, look.color(fill), look.color("ink"), 3.0)
            font = look.font("label", weight=800)
            font.setPixelSize(
                max(20, min(round(17 / scale), round(min(box.width() / 2.4, box.height() / 1.4))))
            )
            painter.setFont(font)
            painter.setPen(look.color(ink))
            painter.drawText(box, _CENTER, view.turns[table.table_id])
        painter.restore()


class Shares(_Chart):
    """Rows of a name, a bar with a pattern of its own, and how much."""

    def draw(self, painter: QPainter) -> None:
        """As many rows as there is room for."""
        rows: Sequence[ShareRow] = self._told
        px, look = self.look.px, self.look
        high = px(46)
        self.pen(painter, "ink", 16)
        widest = max((painter.fontMetrics().horizontalAdvance(row.name) for row in rows), default=0)
        names = min(widest + px(16), self.width() * 0.5)
        across = self.width() - names - px(76)
        for nth, row in enumerate(rows[: max(1, self.height() // high)]):
            y = nth * high
            self.pen(painter, "ink", 16)
            metrics = painter.fontMetrics()
            name = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, round(names - px(12)))
            painter.drawText(QRectF(0, y, names, high), _LEFT, name)
            box = QRectF(names, y + high / 2 - px(10), max(px(12), across * row.percent / 100), px(20))
            self._pattern(painter, box, nth)
            rounded(painter, box, px(5), None, look.color("ink"), 2)
            self.pen(painter, "ink", 18, 800)
            painter.drawText(QRectF(self.width() - px(70), y, px(70), high), _RIGHT, f"{row.percent}%")

    def _pattern(self, painter: QPainter, box: QRectF, nth: int) -> None:
        """Solid, stripes, dots, wood, nothing: told apart without their colour."""
        look = self.look
        styles = (None, Qt.BrushStyle.BDiagPattern, Qt.BrushStyle.Dense6Pattern)
        radius = look.px(5)
        if nth == 0:
            rounded(painter, box, radius, look.color("ink"))
        elif nth < len(styles):
            rounded(painter, box, radius, look.color("sheet"))
            painter.setBrush(QBrush(look.color("ink"), styles[nth] or Qt.BrushStyle.SolidPattern))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(box, radius, radius)
        else:
            rounded(painter, box, radius, look.color("wood" if nth == len(styles) else "sheet"))

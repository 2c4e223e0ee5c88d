"""Draws the room itself: floor, walls, windows, doors, kitchen, plants and words. Nothing here can be chosen."""

from math import atan2, degrees, hypot

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from kiosk.domain.floor import Fixture, Plan
from kiosk.ui.floorplan.ink import Ink
from kiosk.ui.floorplan.states import FloorView
from kiosk.ui.paths import path_from

WALL = 12.0
_INNER_WALL = 8.0
_PARTITION = 5.0
_BOARD = 64.0
_WINDOW_DEEP = 14.0
_ORDER = ("kitchen", "room", "wall", "window", "door", "plant", "label")
_LEAF = "M0 0Q{0:g} {1:g} 0 {2:g}Q{3:g} {1:g} 0 0Z"
_LEAVES = 9


def draw_room(painter: QPainter, ink: Ink, view: FloorView, font: QFont | None) -> None:
    """The whole room of ``view.plan`` in plan units; ``font`` (pixel size in units) is None for a room without words."""
    plan = view.plan
    painter.fillRect(QRectF(0, 0, plan.width, plan.height), ink.theme.color("plan"))
    if not ink.theme.flat:
        _draw_boards(painter, ink, plan)
    draws = {"wall": _draw_wall, "room": _draw_inner_wall, "kitchen": _draw_kitchen, "window": _draw_window}
    draws |= {"door": _draw_door, "plant": _draw_plant}
    for fixture in sorted(plan.fixtures, key=_rank):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if fixture.points and fixture.kind in draws:
            draws[fixture.kind](painter, ink, fixture)
    if font is not None:
        for fixture in plan.fixtures:
            _draw_word(painter, ink, view, fixture, font)


def draw_here(painter: QPainter, ink: Ink, view: FloorView, font: QFont | None) -> None:
    """The mark of where this kiosk stands, with its word unless ``font`` is None; none in a room where it does not stand."""
    x, y = view.plan.here
    if not (0 <= x <= view.plan.width and 0 <= y <= view.plan.height):
        return
    color = ink.theme.color("ink")
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(color))
    painter.drawEllipse(QPointF(x, y), 13, 13)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color, 4))
    painter.drawEllipse(QPointF(x, y), 24, 24)
    word = view.texts.get("here", "")
    if font is not None and word:
        bold = QFont(font)
        bold.setWeight(QFont.Weight.Bold)
        painter.setFont(bold)
        painter.setPen(color)
        painter.drawText(QPointF(x + 38, y + font.pixelSize() * 0.35), word)


def _rank(fixture: Fixture) -> int:
    return _ORDER.index(fixture.kind) if fixture.kind in _ORDER else len(_ORDER)


def _draw_boards(painter: QPainter, ink: Ink, plan: Plan) -> None:
    pen = ink.pen("line", 1, 0.45)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    for nth in range(1, int(plan.height // _BOARD) + 1):
        painter.drawLine(QLineF(0, nth * _BOARD - 0.5, plan.width, nth * _BOARD - 0.5))


def _wall_pen(ink: Ink, width: float) -> QPen:
    # Walls keep their width in high contrast: they are thick enough, and what stands near them is not.
    pen = QPen(ink.theme.color("ink"), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen


def _points(fixture: Fixture) -> list[QPointF]:
    return [QPointF(x, y) for x, y in fixture.points]


def _draw_wall(painter: QPainter, ink: Ink, fixture: Fixture) -> None:
    painter.setPen(_wall_pen(ink, WALL))
    painter.drawPolyline(QPolygonF(_points(fixture)))


def _draw_inner_wall(painter: QPainter, ink: Ink, fixture: Fixture) -> None:
    painter.setPen(_wall_pen(ink, _INNER_WALL))
    painter.drawPolyline(QPolygonF(_points(fixture)))


def _draw_window(painter: QPainter, ink: Ink, fixture: Fixture) -> None:
    start, end = _points(fixture)[0], _points(fixture)[-1]
    length = QLineF(start, end).length()
    painter.save()
    painter.translate(start)
    painter.rotate(degrees(atan2(end.y() - start.y(), end.x() - start.x())))
    frame = ink.pen("ink", 2.4)
    frame.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(frame)
    painter.setBrush(QBrush(ink.theme.color("plan")))
    painter.drawRect(QRectF(0, -_WINDOW_DEEP / 2, length, _WINDOW_DEEP))
    painter.drawLine(QLineF(length / 2, -_WINDOW_DEEP / 2, length / 2, _WINDOW_DEEP / 2))
    painter.setPen(ink.pen("ink", 1.8))
    painter.drawLine(QLineF(0, 0, length, 0))
    painter.restore()


def _draw_door(painter: QPainter, ink: Ink, fixture: Fixture) -> None:
    """Points: the hinge, the end of the open leaf, where the leaf closes."""
    hinge, leaf, closed = _points(fixture)[:3]
    radius = QLineF(hinge, leaf).length()
    start, sweep = QLineF(hinge, leaf).angle(), QLineF(hinge, leaf).angleTo(QLineF(hinge, closed))
    swing = QPainterPath(leaf)
    around = QRectF(hinge.x() - radius, hinge.y() - radius, 2 * radius, 2 * radius)
    swing.arcTo(around, start, sweep if sweep <= 180 else sweep - 360)  # noqa: PLR2004 - the shorter way round
    painter.setPen(ink.pen("ink2", 1.8, dash=(2, 6)))
    painter.drawPath(swing)
    pen = ink.pen("ink", 4)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLine(QLineF(hinge, leaf))


def _draw_kitchen(painter: QPainter, ink: Ink, fixture: Fixture) -> None:
    area = QPolygonF(_points(fixture))
    painter.setBrush(QBrush(ink.theme.color("plan")))
    painter.drawPolygon(area)
    painter.setBrush(ink.kitchen_brush())
    painter.drawPolygon(area)
    bounds = area.boundingRect()
    if bounds.width() >= 120 and bounds.height() >= 300:  # noqa: PLR2004 - room for stove and sink
        _draw_fittings(painter, ink, bounds)
    pen = _wall_pen(ink, _PARTITION)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolygon(area)


def _draw_fittings(painter: QPainter, ink: Ink, area: QRectF) -> None:
    left, top, bottom = area.right() - 70, area.top() + 20, area.bottom() - 116
    painter.setPen(ink.pen("ink2", 1.8))
    painter.setBrush(QBrush(ink.theme.color("plan")))
    painter.drawRoundedRect(QRectF(left, top, 52, 104), 8, 8)
    for down in (26, 78):
        for radius in (15, 6):
            painter.drawEllipse(QPointF(left + 26, top + down), radius, radius)
    painter.drawRoundedRect(QRectF(left, bottom, 52, 100), 8, 8)
    for down in (9, 54):
        painter.drawRoundedRect(QRectF(left + 8, bottom + down, 36, 37), 6, 6)


def _draw_plant(painter: QPainter, ink: Ink, fixture: Fixture) -> None:
    """Points: the middle, and one on the rim."""
    (x, y), rim = fixture.points[0], fixture.points[-1]
    radius = hypot(rim[0] - x, rim[1] - y) or 30.0
    leaf = path_from(_LEAF.format(radius * 0.42, -radius * 0.5, -radius, -radius * 0.42))
    painter.save()
    painter.translate(x, y)
    painter.setPen(ink.pen("ink2", 1.8))
    painter.setBrush(QBrush(ink.theme.color("plan")))
    for _ in range(_LEAVES):
        painter.drawPath(leaf)
        painter.rotate(360 / _LEAVES)
    painter.restore()


def _draw_word(painter: QPainter, ink: Ink, view: FloorView, fixture: Fixture, font: QFont) -> None:
    word = view.texts.get(fixture.text_key, "")
    if not word or not fixture.points:
        return
    metrics = QFontMetricsF(font)
    middle = QPolygonF(_points(fixture)).boundingRect().center()
    width, height = metrics.horizontalAdvance(word), font.pixelSize() * 1.4
    if fixture.kind == "kitchen":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(ink.theme.color("plan")))
        painter.drawRoundedRect(
            QRectF(middle.x() - width / 2 - 8, middle.y() - height / 2, width + 16, height), 10, 10
        )
    painter.setFont(font)
    painter.setPen(ink.theme.color("ink2"))
    # A letter's middle lies about a third of its size above the base line.
    painter.drawText(QPointF(middle.x() - width / 2, middle.y() + font.pixelSize() * 0.35), word)

"""Chairs and tops drawn once each and then only copied: what makes a plan of 1,000 seats quick to draw.

Copies land on whole pixels, so they are as sharp as the drawing they were made from.
"""

from math import ceil

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform

from kiosk.ui.floorplan.furniture import Lettering, TableLook, draw_seat, draw_top
from kiosk.ui.floorplan.ink import Ink
from kiosk.ui.floorplan.shapes import SeatShape, TableShape
from kiosk.ui.floorplan.states import SeatState

_Sprite = tuple[QPixmap, QPoint]
"""A picture and where its top left lies from the middle of what it shows, in pixels."""


class Sprites:
    """The pictures of one plan at one size in one theme. ``to_widget`` turns plan units into pixels."""

    def __init__(self, ink: Ink, lettering: Lettering, to_widget: QTransform, ratio: float) -> None:
        self._ink = ink
        self._lettering = lettering
        self._to_widget = to_widget
        self._scale = to_widget.m11()
        self._ratio = ratio
        self._seats: dict[tuple[str, float, bool, SeatState], _Sprite] = {}
        self._tops: dict[tuple[str, SeatState], _Sprite] = {}

    def draw(self, painter: QPainter, shape: TableShape, look: TableLook) -> None:
        """A table with its chairs; ``painter`` is in pixels of the widget."""
        for place, state in zip(shape.seats, look.seats, strict=True):
            self._copy(painter, place.centre, self._seat(place, state))
        self._copy(painter, shape.top_bounds.center(), self._top(shape, look))

    def _copy(self, painter: QPainter, centre: QPointF, sprite: _Sprite) -> None:
        picture, offset = sprite
        painter.drawPixmap(self._to_widget.map(centre).toPoint() + offset, picture)

    def _seat(self, place: SeatShape, state: SeatState) -> _Sprite:
        seat = place.seat
        key = (seat.kind.value, seat.angle, seat.accessible, state)
        found = self._seats.get(key)
        if found is None:
            found, painter = self._blank(place.bounds, place.centre)
            draw_seat(painter, self._ink, place, state)
            painter.end()
            self._seats[key] = found
        return found

    def _top(self, shape: TableShape, look: TableLook) -> _Sprite:
        key = (shape.table.table_id, look.top)
        found = self._tops.get(key)
        if found is None:
            found, painter = self._blank(shape.top_bounds.adjusted(-4, -4, 4, 4), shape.top_bounds.center())
            draw_top(painter, self._ink, shape, look, self._lettering)
            painter.end()
            self._tops[key] = found
        return found

    def _blank(self, bounds: QRectF, centre: QPointF) -> tuple[_Sprite, QPainter]:
        reach = [centre.x() - bounds.left(), bounds.right() - centre.x()]
        reach += [centre.y() - bounds.top(), bounds.bottom() - centre.y()]
        left, right, up, down = (ceil(length * self._scale) + 2 for length in reach)
        pixmap = QPixmap(ceil((left + right) * self._ratio), ceil((up + down) * self._ratio))
        pixmap.setDevicePixelRatio(self._ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.setTransform(
            QTransform()
            .translate(left, up)
            .scale(self._scale, self._scale)
            .translate(-centre.x(), -centre.y())
        )
        return (pixmap, QPoint(-left, -up)), painter

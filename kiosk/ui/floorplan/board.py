"""The picture of the plan that the widget shows: drawn once, then mended table by table.

Owns pixmaps only; knows neither events nor time. What is drawn here costs nothing to show again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPixmap, QTransform

from kiosk.domain.floor import Plan
from kiosk.ui.floorplan.furniture import Lettering, TableLook, draw_frame
from kiosk.ui.floorplan.ink import Ink
from kiosk.ui.floorplan.room import draw_here, draw_room
from kiosk.ui.floorplan.shapes import TableShape, nearest_table, shape_plan
from kiosk.ui.floorplan.sprites import Sprites
from kiosk.ui.floorplan.states import FloorView
from kiosk.ui.metrics import Look

MARGIN = (10.0, 12.0)
"""Plan units of paper around the room, so that the walls are drawn whole."""
_BOTTOM = 10.0
_LABEL = 46.0
_QUIET = 0.6
"""How much smaller the room's words are where the guests are what matters."""


@dataclass
class Change:
    """A table on its way from one look to another: ``share`` runs from 0 to 1.

    ``grows`` opens the new look from the middle of each seat (chosen by this customer) or closes the old one
    (given back); otherwise the looks blend (another customer's doing).
    """

    before: TableLook
    after: TableLook
    layers: tuple[QPixmap, QPixmap]
    grows: bool
    share: float = 0.0


class Board:
    """One plan at one size in one theme, as a pixmap kept up to date."""

    def __init__(
        self,
        look: Look,
        size: QSize,
        ratio: float,
        view: FloorView,
        *,
        ground: str = "paper",
        numbered: bool = True,
    ) -> None:
        self.view = view
        self.shapes = shape_plan(view.plan)
        self.size = size
        self.to_widget = fit(view.plan, size)
        scale = self.to_widget.m11()
        self.ink = Ink(look.theme, scale * ratio)
        self._ratio = ratio
        self._words, letters = lettering(look, scale)
        if not numbered:
            letters = replace(letters, numbers=False)
            self._words.setPixelSize(round(self._words.pixelSize() * _QUIET))
        self._sprites = Sprites(self.ink, letters, self.to_widget, ratio)
        self._ground = look.color(ground)
        self._by_table = {shape.table.table_id: shape for shape in self.shapes}
        self._boxes = [(shape, _corners(shape.framed_extent)) for shape in self.shapes]
        self._table_of = {seat.seat_id: seat.table_id for seat in view.plan.seats()}
        self.looks = {shape.table.table_id: TableLook.of(view, shape) for shape in self.shapes}
        self._room = self._blank()
        self.picture = self._blank()
        self._draw_room()
        self.mend(QRect(QPointF(0, 0).toPoint(), size), {})

    def show(self, view: FloorView) -> list[tuple[TableShape, TableLook, TableLook]]:
        """Take over a view of the same plan; gives the tables that now look otherwise, before and after."""
        last, self.view = self.view, view
        seats = (dict(last.seats).items() ^ dict(view.seats).items()) | {
            (seat, "") for seat in last.chosen ^ view.chosen
        }
        touched = {self._table_of[seat] for seat, _ in seats if seat in self._table_of}
        touched |= {table for table, _ in dict(last.tables).items() ^ dict(view.tables).items()}
        changed = []
        for name in touched & self.looks.keys():
            before, after = self.looks[name], TableLook.of(view, self.shape(name))
            if before != after:
                self.looks[name] = after
                changed.append((self.shape(name), before, after))
        return changed

    def framed(self) -> list[TableShape]:
        """The tables where the customer has chosen a seat."""
        return [self._by_table[name] for name, look in self.looks.items() if look.framed]

    def shape(self, table_id: str) -> TableShape:
        """The outlines of a table; KeyError if there is none of that id."""
        return self._by_table[table_id]

    def table_at(self, point: QPointF) -> TableShape | None:
        """The table that a touch at a point of the plan means: where groups overlap, the one whose top is nearest."""
        near = self._near(QRectF(point.x() - 0.5, point.y() - 0.5, 1, 1))
        return nearest_table(near, point)

    def area(self, rect: QRectF) -> QRect:
        """Where a rectangle of the plan lies on the widget, rounded outwards."""
        return self.to_widget.mapRect(rect).toAlignedRect().adjusted(-1, -1, 1, 1)

    def layer(self, shape: TableShape, look: TableLook) -> QPixmap:
        """One table alone on nothing, as large as its reach."""
        area = self.area(shape.framed_extent)
        pixmap = QPixmap(area.size() * self._ratio)
        pixmap.setDevicePixelRatio(self._ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = self._painter(pixmap)
        painter.translate(-area.topLeft())
        self._sprites.draw(painter, shape, look)
        painter.end()
        return pixmap

    def mend(self, area: QRect, changes: Mapping[str, Change]) -> None:
        """Draw one part of the picture anew: the room, then every frame, then every table that reaches into it."""
        painter = self._painter(self.picture)
        painter.setClipRect(area)
        painter.drawPixmap(area.topLeft(), self._room, self._in_picture(area))
        spot = self.to_widget.inverted()[0].mapRect(QRectF(area))
        near = [
            (shape, changes.get(shape.table.table_id), self.looks[shape.table.table_id])
            for shape in self._near(spot)
        ]
        painter.setTransform(self.to_widget)
        for shape, change, look in near:
            self._frame(painter, shape, change, look)
        painter.setTransform(QTransform())
        for shape, change, look in near:
            if change is None:
                self._sprites.draw(painter, shape, look)
            else:
                self._blend(painter, shape, change)
        painter.end()

    def show_part(self, painter: QPainter, area: QRect) -> None:
        """Copy a part of the picture onto the widget."""
        painter.drawPixmap(area.topLeft(), self.picture, self._in_picture(area))

    def _in_picture(self, area: QRect) -> QRect:
        ratio = self._ratio
        return QRectF(
            area.x() * ratio, area.y() * ratio, area.width() * ratio, area.height() * ratio
        ).toRect()

    def _near(self, spot: QRectF) -> list[TableShape]:
        """The tables that reach into a rectangle. Plain numbers, because this runs in every frame of a movement."""
        left, top, right, bottom = spot.left(), spot.top(), spot.right(), spot.bottom()
        return [
            shape
            for shape, (x, y, far_x, far_y) in self._boxes
            if x < right and far_x > left and y < bottom and far_y > top
        ]

    def _frame(self, painter: QPainter, shape: TableShape, change: Change | None, look: TableLook) -> None:
        if change is None or change.before.framed == change.after.framed:
            draw_frame(painter, self.ink, shape, 1.0 if look.framed else 0.0)
        else:
            draw_frame(painter, self.ink, shape, change.share if look.framed else 1 - change.share)

    def _blend(self, painter: QPainter, shape: TableShape, change: Change) -> None:
        spot = self.area(shape.framed_extent).topLeft()
        before, after = change.layers
        painter.save()
        if change.grows:
            opens = change.after.framed
            painter.drawPixmap(spot, before if opens else after)
            circles = _circles(shape, change.share if opens else 1 - change.share)
            painter.setClipPath(self.to_widget.map(circles), Qt.ClipOperation.IntersectClip)
            painter.drawPixmap(spot, after if opens else before)
        else:
            painter.setOpacity(1 - change.share)
            painter.drawPixmap(spot, before)
            painter.setOpacity(change.share)
            painter.drawPixmap(spot, after)
        painter.restore()

    def _draw_room(self) -> None:
        self._room.fill(self._ground)
        painter = self._painter(self._room)
        painter.setTransform(self.to_widget)
        draw_room(painter, self.ink, self.view, self._words)
        draw_here(painter, self.ink, self.view, self._words)
        painter.end()

    def _blank(self) -> QPixmap:
        pixmap = QPixmap(self.size * self._ratio)
        pixmap.setDevicePixelRatio(self._ratio)
        return pixmap

    @staticmethod
    def _painter(pixmap: QPixmap) -> QPainter:
        painter = QPainter(pixmap)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        return painter


def fit(plan: Plan, size: QSize) -> QTransform:
    """Plan units to pixels: the whole room with its walls, as large as it goes, in the middle."""
    width, height = plan_extent(plan)
    scale = min(size.width() / width, size.height() / height)
    left, top = (size.width() - width * scale) / 2, (size.height() - height * scale) / 2
    return QTransform().translate(left, top).scale(scale, scale).translate(*MARGIN)


def plan_extent(plan: Plan) -> tuple[float, float]:
    """Width and height of what is shown, in plan units."""
    return plan.width + 2 * MARGIN[0], plan.height + MARGIN[1] + _BOTTOM


def lettering(look: Look, scale: float) -> tuple[QFont, Lettering]:
    """The font of the room's words and the lettering of tables, in plan units; no text under the smallest size."""
    least = look.metrics.font_px("label") / scale
    words = look.font("label")
    words.setPixelSize(max(round(_LABEL), round(least)))
    numbers = look.font("planNumber", tabular=False)
    numbers.setPixelSize(max(round(look.metrics.role("planNumber").px), round(least)))
    return words, Lettering(numbers)


def extent_of(shapes: Iterable[TableShape]) -> QRectF:
    """The rectangle around some tables."""
    united = QRectF()
    for shape in shapes:
        united = united.united(shape.framed_extent)
    return united


def _corners(rect: QRectF) -> tuple[float, float, float, float]:
    return rect.left(), rect.top(), rect.right(), rect.bottom()


def _circles(shape: TableShape, share: float) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    far = max(shape.top_bounds.width(), shape.top_bounds.height()) * 0.6
    path.addEllipse(shape.top_bounds.center(), far * share, far * share)
    for place in shape.seats:
        path.addEllipse(place.centre, 52 * share, 52 * share)
    return path

"""The picture of the plan that the widget shows: drawn once, then mended table by table.

Owns pixmaps only; knows neither events nor time. What is drawn here costs nothing to show again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPixmap, QTransform

from kiosk.domain.floor import Plan
from kiosk.ui.floorplan.furniture import Lettering, TableLook, draw_frame, draw_table
from kiosk.ui.floorplan.ink import Ink
from kiosk.ui.floorplan.room import WALL, draw_here, draw_room
from kiosk.ui.floorplan.shapes import TableShape, shape_plan
from kiosk.ui.floorplan.states import FloorView
from kiosk.ui.metrics import Look

MARGIN = (10.0, 12.0)
"""Plan units of paper around the room, so that the walls are drawn whole."""
_BOTTOM = 10.0
_LABEL = 46.0


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

    def __init__(self, look: Look, size: QSize, ratio: float, view: FloorView, *, ground: str = "paper") -> None:
        self.view = view
        self.shapes = shape_plan(view.plan)
        self.size = size
        self.to_widget = fit(view.plan, size)
        scale = self.to_widget.m11()
        self.ink = Ink(look.theme, scale * ratio)
        self._ratio = ratio
        self._words, self.lettering = lettering(look, scale)
        self._ground = look.color(ground)
        self._by_table = {shape.table.table_id: shape for shape in self.shapes}
        self._table_of = {seat.seat_id: seat.table_id for seat in view.plan.seats()}
        self.looks = {shape.table.table_id: TableLook.of(view, shape) for shape in self.shapes}
        self._room = self._blank()
        self.picture = self._blank()
        self._draw_room()
        self.mend(QRect(QPointF(0, 0).toPoint(), size), {})

    def show(self, view: FloorView) -> list[tuple[TableShape, TableLook, TableLook]]:
        """Take over a view of the same plan; gives the tables that now look otherwise, before and after."""
        last, self.view = self.view, view
        seats = (dict(last.seats).items() ^ dict(view.seats).items()) | {(seat, "") for seat in last.chosen ^ view.chosen}
        touched = {self._table_of[seat] for seat, _ in seats if seat in self._table_of}
        touched |= {table for table, _ in dict(last.tables).items() ^ dict(view.tables).items()}
        changed = []
        for name in [name for name in self.looks if name in touched]:
            before, after = self.looks[name], TableLook.of(view, self.shape(name))
            if before != after:
                self.looks[name] = after
                changed.append((self.shape(name), before, after))
        return changed

    def shape(self, table_id: str) -> TableShape:
        """The outlines of a table; KeyError if there is none of that id."""
        return self._by_table[table_id]

    def area(self, rect: QRectF) -> QRect:
        """Where a rectangle of the plan lies on the widget, rounded outwards."""
        return self.to_widget.mapRect(rect).toAlignedRect().adjusted(-1, -1, 1, 1)

    def layer(self, shape: TableShape, look: TableLook) -> QPixmap:
        """One table alone on nothing, as large as its reach."""
        area = self.area(shape.reach)
        pixmap = QPixmap(area.size() * self._ratio)
        pixmap.setDevicePixelRatio(self._ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = self._painter(pixmap)
        painter.setTransform(self.to_widget * QTransform.fromTranslate(-area.x(), -area.y()))
        draw_table(painter, self.ink, shape, look, self.lettering)
        painter.end()
        return pixmap

    def mend(self, area: QRect, changes: Mapping[str, Change]) -> None:
        """Draw one part of the picture anew: the room, then every frame, then every table that reaches into it."""
        painter = self._painter(self.picture)
        painter.setClipRect(area)
        painter.drawPixmap(0, 0, self._room)
        painter.setTransform(self.to_widget)
        spot = self.to_widget.inverted()[0].mapRect(QRectF(area))
        near = [shape for shape in self.shapes if shape.reach.intersects(spot)]
        for shape in near:
            self._frame(painter, shape, changes.get(shape.table.table_id))
        for shape in near:
            change = changes.get(shape.table.table_id)
            if change is None:
                draw_table(painter, self.ink, shape, self.looks[shape.table.table_id], self.lettering)
            else:
                self._blend(painter, shape, change)
        painter.end()

    def _frame(self, painter: QPainter, shape: TableShape, change: Change | None) -> None:
        if change is None:
            draw_frame(painter, self.ink, shape, 1.0 if self.looks[shape.table.table_id].framed else 0.0)
        elif change.before.framed and change.after.framed:
            draw_frame(painter, self.ink, shape)
        elif change.after.framed:
            draw_frame(painter, self.ink, shape, change.share)
        elif change.before.framed:
            draw_frame(painter, self.ink, shape, 1 - change.share)

    def _blend(self, painter: QPainter, shape: TableShape, change: Change) -> None:
        area, whole = self.area(shape.reach), painter.transform()
        before, after = change.layers
        painter.save()
        painter.setTransform(QTransform())
        if change.grows:
            opens = change.after.framed
            painter.drawPixmap(area.topLeft(), before if opens else after)
            painter.setTransform(whole)
            painter.setClipPath(
                _circles(shape, change.share if opens else 1 - change.share), Qt.ClipOperation.IntersectClip
            )
            painter.setTransform(QTransform())
            painter.drawPixmap(area.topLeft(), after if opens else before)
        else:
            painter.setOpacity(1 - change.share)
            painter.drawPixmap(area.topLeft(), before)
            painter.setOpacity(change.share)
            painter.drawPixmap(area.topLeft(), after)
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


def reach_of(shapes: Iterable[TableShape]) -> QRectF:
    """The rectangle around some tables."""
    united = QRectF()
    for shape in shapes:
        united = united.united(shape.reach)
    return united


def _circles(shape: TableShape, share: float) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    far = max(shape.top_bounds.width(), shape.top_bounds.height()) * 0.6
    path.addEllipse(shape.top_bounds.center(), far * share, far * share)
    for place in shape.seats:
        path.addEllipse(place.centre, 52 * share, 52 * share)
    return path


__all__ = ["MARGIN", "WALL", "Board", "Change", "fit", "lettering", "plan_extent", "reach_of"]

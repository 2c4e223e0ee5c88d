"""Small pictures of the plan: one table drawn large, the way to a table, and the marks of the legend.

They only show; nothing in them can be touched.
"""

from math import atan2, cos, hypot, sin

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.domain.floor import Plan, Seat, SeatKind, Shape, Table
from kiosk.ui.floorplan.board import fit, lettering, plan_extent
from kiosk.ui.floorplan.furniture import Lettering, TableLook, draw_seat, draw_table
from kiosk.ui.floorplan.ink import Ink
from kiosk.ui.floorplan.room import draw_here, draw_room
from kiosk.ui.floorplan.route import Route, find_route
from kiosk.ui.floorplan.shapes import SeatShape, TableShape, shape_plan, shape_table
from kiosk.ui.floorplan.states import FloorView, SeatState
from kiosk.ui.metrics import Look

_TABLE_MARGIN = 4.0
_ROUTE_WIDTH = 11.0
_ROUTE_GAP = 22.0
_ROUTE_CORNER = 22.0
_HEAD = 28.0
_PAST_HERE = 40.0
"""The first dot lies outside the ring of the kiosk's mark."""


class _Picture(QWidget):
    """A widget over a pixmap that is drawn when it is first shown, and again only when it must."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._drawn: QPixmap | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_look(self, look: Look) -> None:
        """Another theme or size."""
        self._look = look
        self._forget()

    def _forget(self) -> None:
        self._drawn = None
        self.updateGeometry()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw for the new size."""
        super().resizeEvent(event)
        self._drawn = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy the picture."""
        if self._drawn is None:
            ratio = self.devicePixelRatioF()
            self._drawn = QPixmap(self.size() * ratio)
            self._drawn.setDevicePixelRatio(ratio)
            self._drawn.fill(Qt.GlobalColor.transparent)
            inner = QPainter(self._drawn)
            inner.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            self._draw(inner, ratio)
            inner.end()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawn)
        painter.end()
        event.accept()

    def _draw(self, painter: QPainter, ratio: float) -> None:
        raise NotImplementedError


class TablePicture(_Picture):
    """One table drawn as large as the widget: on the selection sheet, the review, and when a hold ran out.

    ``numbered`` writes its label on the top; ``detailed`` adds the seams of the pads and leaves out the checks,
    for pictures that fill a screen. ``height_px`` is a reference height; the width follows the table.
    """

    def __init__(
        self,
        look: Look,
        height_px: float,
        *,
        numbered: bool = False,
        detailed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self._height_px = height_px
        self._numbered = numbered
        self._detailed = detailed
        self._shape: TableShape | None = None
        self._table_look = TableLook(SeatState.FREE, (), "")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def render(  # type: ignore[override]  # every screen part renders what it is given
        self, table: Table, *, mine: frozenset[str] = frozenset(), view: FloorView | None = None
    ) -> None:
        """Show a table: as it stands in ``view``, or free but for the seats in ``mine``."""
        view = view or _alone(table, mine)
        self._shape = shape_table(table)
        self._table_look = TableLook.of(view, self._shape, frames=False)
        self._forget()

    def sizeHint(self) -> QSize:
        """The reference height on this screen, and the width of the table at it."""
        height = self._look.px(self._height_px)
        if self._shape is None:
            return QSize(height, height)
        whole = self._whole(self._shape)
        return QSize(round(height * whole.width() / whole.height()), height)

    def _whole(self, shape: TableShape) -> QRectF:
        return shape.group.adjusted(-_TABLE_MARGIN, -_TABLE_MARGIN, _TABLE_MARGIN, _TABLE_MARGIN)

    def _draw(self, painter: QPainter, ratio: float) -> None:
        if self._shape is None:
            return
        whole = self._whole(self._shape)
        scale = min(self.width() / whole.width(), self.height() / whole.height())
        painter.translate(self.width() / 2, self.height() / 2)
        painter.scale(scale, scale)
        painter.translate(-whole.center())
        font = self._look.font("planNumber", tabular=False)
        font.setPixelSize(round(self._look.metrics.role("planNumber").px))
        letters = Lettering(font, numbers=self._numbered, signs=not self._detailed, seams=self._detailed)
        draw_table(painter, Ink(self._look.theme, scale * ratio), self._shape, self._table_look, letters)


class MiniMap(_Picture):
    """The way to the customer's table: all tables quiet, theirs in accent, a dotted route from the kiosk to it."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._view: FloorView | None = None
        self._route: Route | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def render(self, view: FloorView) -> None:  # type: ignore[override]  # every screen part renders a view
        """Show the way to the first table with a chosen seat; the states of all others do not matter here."""
        self._view = view
        goal = next((table for table in view.plan.tables if view.is_chosen(table)), None)
        self._route = find_route(view.plan, goal.table_id) if goal else None
        self._forget()

    def hasHeightForWidth(self) -> bool:
        """The plan keeps its proportions."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height at which the plan fills the width."""
        if self._view is None:
            return width
        across, down = plan_extent(self._view.plan)
        return round(width * down / across)

    def sizeHint(self) -> QSize:
        """As wide as on the reference screen."""
        width = self._look.px(872)
        return QSize(width, self.heightForWidth(width))

    def _draw(self, painter: QPainter, ratio: float) -> None:
        view = self._view
        if view is None:
            return
        where = fit(view.plan, self.size())
        ink = Ink(self._look.theme, where.m11() * ratio)
        words, letters = lettering(self._look, where.m11())
        painter.setTransform(where)
        draw_room(painter, ink, view, words)
        quiet = Lettering(letters.font, numbers=False)
        mine: list[TableShape] = []
        for shape in shape_plan(view.plan):
            if view.is_chosen(shape.table):
                mine.append(shape)
                continue
            look = TableLook(SeatState.QUIET, (SeatState.QUIET,) * len(shape.seats), "")
            draw_table(painter, ink, shape, look, quiet)
        for shape in mine:
            draw_table(painter, ink, shape, _mine_only(view, shape), letters)
        if self._route is not None:
            _draw_route(painter, ink, self._route)
        draw_here(painter, ink, view, None)


class LegendMark(_Picture):
    """The chair of a state, or of the wheelchair place (``None``), as the legend shows it."""

    def __init__(self, look: Look, state: SeatState | None, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._state = state
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As high as a line of the legend."""
        return QSize(self._look.px(66), self._look.px(62))

    def _draw(self, painter: QPainter, ratio: float) -> None:
        kind = SeatKind.WHEELCHAIR if self._state is None else SeatKind.CHAIR
        place = _lone_seat(kind)
        whole = place.bounds.adjusted(-2, -2, 2, 2)
        scale = min(self.width() / whole.width(), self.height() / whole.height())
        painter.translate(self.width() / 2, self.height() / 2)
        painter.scale(scale, scale)
        painter.translate(-whole.center())
        draw_seat(painter, Ink(self._look.theme, scale * ratio), place, self._state or SeatState.FREE)


def _lone_seat(kind: SeatKind) -> SeatShape:
    seat = Seat("legend", "legend", "", 0, 0, kind=kind)
    return shape_table(Table("legend", "", Shape.RECT, 0, -100, 10, 10, "", (seat,))).seats[0]


def _alone(table: Table, mine: frozenset[str]) -> FloorView:
    return FloorView(Plan(table.x * 2, table.y * 2, (0, 0), (table,)), chosen=mine)


def _mine_only(view: FloorView, shape: TableShape) -> TableLook:
    seats = tuple(
        SeatState.MINE if place.seat.seat_id in view.chosen else SeatState.QUIET for place in shape.seats
    )
    return TableLook(SeatState.MINE, seats, view.label(shape.table))


def _draw_route(painter: QPainter, ink: Ink, route: Route) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = ink.pen("accent", _ROUTE_WIDTH / ink.theme.line_factor, dash=(0.5, _ROUTE_GAP))
    points = [QPointF(x, y) for x, y in route.points]
    points[0] = _toward(points[0], points[1], _PAST_HERE, most=0.95)
    end, toward = points[-1], QPointF(*route.toward)
    painter.setPen(pen)
    painter.drawPath(_rounded_line(points))
    angle = atan2(toward.y() - end.y(), toward.x() - end.x())
    tip = end + QPointF(cos(angle), sin(angle)) * 8
    head = QPainterPath()
    for turn, first in ((2.5, True), (-2.5, False)):
        wing = tip + QPointF(cos(angle + turn), sin(angle + turn)) * _HEAD
        if first:
            head.moveTo(wing)
            head.lineTo(tip)
        else:
            head.lineTo(wing)
    painter.setPen(ink.pen("accent", 10 / ink.theme.line_factor))
    painter.drawPath(head)


def _rounded_line(points: list[QPointF]) -> QPainterPath:
    path = QPainterPath(points[0])
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        path.lineTo(_toward(corner, before))
        path.quadTo(corner, _toward(corner, after))
    path.lineTo(points[-1])
    return path


def _toward(start: QPointF, end: QPointF, far: float = _ROUTE_CORNER, most: float = 0.5) -> QPointF:
    way = end - start
    length = hypot(way.x(), way.y())
    return start + way * min(most, far / length) if length else start

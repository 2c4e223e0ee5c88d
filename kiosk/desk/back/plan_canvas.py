"""The plan that is drawn on: shows it as guests will see it, with what is chosen, and says what was touched and moved.

A drag shows where it will come to rest and changes nothing until it is let go of. Every drag has its keys.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QDragEnterEvent,
    QDropEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.desk.back.plan_editor import Chosen
from kiosk.domain import editing
from kiosk.domain.floor import Plan, Table
from kiosk.domain.snapping import Box, Snapped, group_box, snap, top_box
from kiosk.ui.floorplan.board import fit
from kiosk.ui.floorplan.furniture import Lettering, TableLook, draw_table
from kiosk.ui.floorplan.ink import Ink
from kiosk.ui.floorplan.room import draw_here, draw_room
from kiosk.ui.floorplan.shapes import shape_table
from kiosk.ui.floorplan.states import FloorView, SeatState
from kiosk.ui.icons import draw_icon
from kiosk.ui.metrics import Look

PIECE = "application/x-jari-piece"
"""What a piece of the palette is called while it is dragged."""
_NEAR = 24.0
_HANDLE = 9.0
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


@dataclass(frozen=True, slots=True)
class CanvasView:
    """What is shown: the plan, what is chosen, the tables that are in the way, and the words on the room."""

    plan: Plan
    chosen: Chosen
    wrong: frozenset[str]
    gap: tuple[str, str, str] | None
    """Two tables that are too close, and what to write between them."""
    texts: dict[str, str]
    name: str
    """What the canvas is called, with what is chosen on it: for whoever does not see it."""


@dataclass(slots=True)
class _Drag:
    chosen: Chosen
    grabbed: QPointF
    at: QPointF
    moved: bool = False


class PlanCanvas(QWidget):
    """The drawing.

    Signals:
        picked: a table id or "", and the place of a fixture or -1. table_dropped, fixture_moved: where to.
        piece_dropped: a piece of the palette. nudged: dx, dy in steps, whether finely.
        next_asked: 1 or -1. turn_asked, remove_asked, undo_asked, redo_asked: by key.
    """

    picked = Signal(str, int)
    table_dropped = Signal(str, float, float)
    fixture_moved = Signal(int, float, float)
    piece_dropped = Signal(str, float, float)
    nudged = Signal(int, int, bool)
    next_asked = Signal(int)
    turn_asked = Signal()
    remove_asked = Signal()
    undo_asked = Signal()
    redo_asked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._view: CanvasView | None = None
        self._drag: _Drag | None = None
        self._zoom = 1.0
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(look.px(320), look.px(320))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def render(self, view: CanvasView) -> None:  # type: ignore[override]  # every part renders a view
        """Show a plan."""
        self._view = view
        self.setAccessibleName(view.name)
        self.update()

    def set_zoom(self, zoom: float) -> None:
        """1 shows the whole room; more shows the middle of what is chosen."""
        self._zoom = zoom
        self.update()

    def place_of(self, x: float, y: float) -> QPointF:
        """Where a point of the plan lies on the widget."""
        return self._transform().map(QPointF(x, y))

    def sizeHint(self) -> QSize:
        """As large as there is room."""
        return QSize(self._look.px(1100), self._look.px(880))

    # --- fingers ----------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what lies there, and take hold of it."""
        if self._view is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        at = self._on_plan(event.position())
        chosen = self._hit(at)
        self._drag = None if chosen.is_nothing else _Drag(chosen, at, at)
        self.picked.emit(chosen.table_id, chosen.fixture)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where it would come to rest."""
        if self._drag is not None:
            self._drag.at = self._on_plan(event.position())
            way = self._drag.at - self._drag.grabbed
            self._drag.moved = self._drag.moved or abs(way.x()) + abs(way.y()) > _HANDLE
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        drag, self._drag = self._drag, None
        if drag is None or not drag.moved or self._view is None:
            return
        way = self._on_plan(event.position()) - drag.grabbed
        if drag.chosen.table_id:
            table = self._view.plan.table(drag.chosen.table_id)
            self.table_dropped.emit(table.table_id, table.x + way.x(), table.y + way.y())
        else:
            self.fixture_moved.emit(drag.chosen.fixture, way.x(), way.y())
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Pieces of the palette may come in."""
        if event.mimeData().hasFormat(PIECE):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A piece was let go of here."""
        at = self._on_plan(event.position())
        piece = bytes(event.mimeData().data(PIECE).data()).decode()
        self.piece_dropped.emit(piece, at.x(), at.y())
        event.acceptProposedAction()

    # --- keys -------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Page Up and Down choose, R turns, Delete takes away, Ctrl-Z and Ctrl-Y undo and redo."""
        key = Qt.Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in _ARROWS:
            self.nudged.emit(*_ARROWS[key], fine)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.next_asked.emit(1 if key == Qt.Key.Key_PageDown else -1)
        elif control and key == Qt.Key.Key_Z:
            (self.redo_asked if fine else self.undo_asked).emit()
        elif control and key == Qt.Key.Key_Y:
            self.redo_asked.emit()
        elif key == Qt.Key.Key_R:
            self.turn_asked.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_asked.emit()
        else:
            super().keyPressEvent(event)

    # --- painting ---------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dots, room, tables, and what is chosen over them."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.fillRect(self.rect(), self._look.color("sheet"))
        if self._view is not None:
            transform = self._transform()
            painter.setTransform(transform)
            self._paint_plan(painter, transform.m11(), self._shown(self._view))
        painter.end()

    def _paint_plan(self, painter: QPainter, scale: float, plan: Plan) -> None:
        view, look = self._view, self._look
        assert view is not None, "there is a plan to paint"
        ink = Ink(look.theme, scale * self.devicePixelRatioF())
        floor = FloorView(plan, texts=view.texts)
        words = look.font("label")
        words.setPixelSize(max(26, round(20 / scale)))
        letters = look.font("planNumber", tabular=False)
        letters.setPixelSize(max(44, round(22 / scale)))
        draw_room(painter, ink, floor, words)
        self._dots(painter, plan)
        draw_here(painter, ink, floor, words)
        chosen = view.chosen
        frame = self._frame_of(plan, chosen)
        if frame is not None:
            self._paint_frame(painter, frame, scale)
        for table in plan.tables:
            shape = shape_table(table)
            state = SeatState.UNFIT if table.out_of_use else SeatState.FREE
            table_look = TableLook(state, (state,) * len(shape.seats), floor.label(table))
            draw_table(painter, ink, shape, table_look, Lettering(letters, signs=False))
            if table.table_id in view.wrong:
                self._paint_wrong(painter, table, scale)
        if frame is not None:
            self._paint_handles(painter, frame, scale)
        self._paint_guides(painter, plan, scale)
        self._paint_gap(painter, plan, scale)

    def _dots(self, painter: QPainter, plan: Plan) -> None:
        painter.setPen(QPen(self._look.color("lineStrong"), 1.6))
        points = [
            QPointF(x, y) for x in range(40, round(plan.width), 40) for y in range(40, round(plan.height), 40)
        ]
        if points:
            painter.drawPoints(points)

    def _paint_frame(self, painter: QPainter, frame: QRectF, scale: float) -> None:
        painter.setPen(QPen(self._look.color("accent"), 2.5 / scale))
        painter.setBrush(QBrush(self._look.color("accentSoft")))
        painter.drawRect(frame)

    def _paint_handles(self, painter: QPainter, frame: QRectF, scale: float) -> None:
        size = _HANDLE / scale
        painter.setPen(QPen(self._look.color("accent"), 2.5 / scale))
        painter.setBrush(QBrush(self._look.color("sheet")))
        for x in (frame.left(), frame.center().x(), frame.right()):
            for y in (frame.top(), frame.center().y(), frame.bottom()):
                if QPointF(x, y) != frame.center():
                    painter.drawRoundedRect(
                        QRectF(x - size / 2, y - size / 2, size, size), size / 4, size / 4
                    )

    def _paint_wrong(self, painter: QPainter, table: Table, scale: float) -> None:
        box = _rect(top_box(table))
        painter.setPen(QPen(self._look.color("bad"), 3 / scale, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(-4, -4, 4, 4))
        size = 26 / scale
        spot = QRectF(box.right() - size / 2, box.top() - size / 2, size, size)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(self._look.color("sheet")))
        painter.drawEllipse(spot)
        draw_icon(painter, "alert", spot, self._look.color("bad"), 5)

    def _paint_guides(self, painter: QPainter, plan: Plan, scale: float) -> None:
        rest = self._rest()
        if rest is None:
            return
        painter.setPen(QPen(self._look.color("accent"), 1.6 / scale, Qt.PenStyle.DashLine))
        if rest.upright is not None:
            painter.drawLine(QPointF(rest.upright, 0), QPointF(rest.upright, plan.height))
        if rest.level is not None:
            painter.drawLine(QPointF(0, rest.level), QPointF(plan.width, rest.level))

    def _paint_gap(self, painter: QPainter, plan: Plan, scale: float) -> None:
        told = self._view.gap if self._view is not None and self._drag is None else None
        if told is None:
            return
        one, other = (_rect(group_box(plan.table(its_id))) for its_id in told[:2])
        middle = QPointF(_between(one.left(), one.right(), other.left(), other.right()), 0)
        middle.setY(_between(one.top(), one.bottom(), other.top(), other.bottom()))
        font = QFont(self._look.font("label", px=18, weight=700))
        font.setPixelSize(max(1, round(18 / scale)))
        painter.setFont(font)
        width, height = 96 / scale, 34 / scale
        plate = QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(self._look.color("bad")))
        painter.drawRoundedRect(plate, 6 / scale, 6 / scale)
        painter.setPen(self._look.color("sheet"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, told[2])

    # --- where things are ---------------------------------------------------------------------------------------------

    def _transform(self) -> QTransform:
        assert self._view is not None, "there is a plan to show"
        whole = fit(self._view.plan, self.size())
        if self._zoom == 1.0:
            return whole
        plan = self._view.plan
        frame = self._frame_of(plan, self._view.chosen)
        middle = frame.center() if frame is not None else QPointF(plan.width / 2, plan.height / 2)
        scale = whole.m11() * self._zoom
        return (
            QTransform()
            .translate(self.width() / 2, self.height() / 2)
            .scale(scale, scale)
            .translate(-middle.x(), -middle.y())
        )

    def _on_plan(self, point: QPointF) -> QPointF:
        inverted, _ = self._transform().inverted()
        return inverted.map(point)

    def _hit(self, at: QPointF) -> Chosen:
        assert self._view is not None, "a plan is shown"
        plan = self._view.plan
        for table in reversed(plan.tables):
            if _rect(group_box(table)).contains(at):
                return Chosen(table.table_id)
        for place in range(len(plan.fixtures) - 1, -1, -1):
            box = _around(plan.fixtures[place].points)
            near = box.adjusted(-_NEAR, -_NEAR, _NEAR, _NEAR)
            inside = box.adjusted(_NEAR, _NEAR, -_NEAR, -_NEAR)
            hollow = (
                plan.fixtures[place].kind in ("wall", "room") and inside.isValid() and inside.contains(at)
            )
            if near.contains(at) and not hollow:
                return Chosen(fixture=place)
        return Chosen()

    def _frame_of(self, plan: Plan, chosen: Chosen) -> QRectF | None:
        if chosen.table_id and any(table.table_id == chosen.table_id for table in plan.tables):
            return _rect(group_box(plan.table(chosen.table_id))).adjusted(-8, -8, 8, 8)
        if 0 <= chosen.fixture < len(plan.fixtures):
            return _around(plan.fixtures[chosen.fixture].points).adjusted(-14, -14, 14, 14)
        return None

    def _rest(self) -> Snapped | None:
        drag, view = self._drag, self._view
        if drag is None or view is None or not drag.moved or not drag.chosen.table_id:
            return None
        table, way = view.plan.table(drag.chosen.table_id), drag.at - drag.grabbed
        return snap(view.plan, table.table_id, table.x + way.x(), table.y + way.y())

    def _shown(self, view: CanvasView) -> Plan:
        """The plan as it would be, were it let go of now."""
        drag, rest = self._drag, self._rest()
        if drag is None or not drag.moved:
            return view.plan
        if rest is not None:
            table = view.plan.table(drag.chosen.table_id)
            return editing.move_table(view.plan, table.table_id, rest.x - table.x, rest.y - table.y)
        way = drag.at - drag.grabbed
        return editing.move_fixture(view.plan, drag.chosen.fixture, way.x(), way.y())


def _rect(box: Box) -> QRectF:
    return QRectF(box.left, box.top, box.right - box.left, box.bottom - box.top)


def _between(one: float, its_end: float, other: float, others_end: float) -> float:
    """The middle of the gap between two stretches, or of what they share."""
    return (max(one, other) + min(its_end, others_end)) / 2


def _around(points: tuple[tuple[float, float], ...]) -> QRectF:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return QRectF(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))

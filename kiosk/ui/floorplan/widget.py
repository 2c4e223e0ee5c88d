"""The floor plan as a widget: shows every seat's state and says which table or chair was touched.

One painted widget over a backing pixmap, because that is what a touch can be answered with fastest: a plan of
1,000 seats repaints in a fraction of a millisecond and a change mends only its own table, where a scene of items
painted from Python takes ten times as long for either. Decides nothing: the flow renders a new view in answer.
"""

from functools import partial

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.floorplan.board import Board, Change, extent_of, plan_extent
from kiosk.ui.floorplan.furniture import TableLook
from kiosk.ui.floorplan.shapes import FOCUS_PEN, FRAME_RADIUS, TableShape
from kiosk.ui.floorplan.states import FloorView, SeatState
from kiosk.ui.floorplan.targets import Targets
from kiosk.ui.metrics import Look

_MOST_ANIMATED = 12
"""More tables changing at once than this change in one frame, so that no frame takes too long."""


class FloorPlanWidget(QWidget):
    """The plan of a restaurant.

    Signals: ``table_touched`` (table id) for any touch on a table's group, whatever its state; ``seat_touched``
    (seat id) for a chair of a table where the customer has chosen a seat.
    """

    table_touched = Signal(str)
    seat_touched = Signal(str)
    numbered = True
    """Whether tables have their numbers on; who writes more on them does it all by itself."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._view: FloorView | None = None
        self._board: Board | None = None
        self._changes: dict[str, Change] = {}
        self._animations: dict[str, QVariantAnimation] = {}
        self._pressed: tuple[str, str] | None = None
        self._targets = Targets(self, self._touched, self._ring_moved)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def view(self) -> FloorView | None:
        """What is shown now."""
        return self._view

    def render(self, view: FloorView) -> None:  # type: ignore[override]  # every screen part renders a view
        """Show a view: only tables that differ are drawn again; another plan or other words draw everything."""
        last, self._view = self._view, view
        if last is None or last.plan != view.plan or last.texts != view.texts:
            self.updateGeometry()
            self._rebuild()
        elif self._board is not None:
            self._show_changes(self._board, view)

    def set_look(self, look: Look) -> None:
        """Another theme or size; everything is drawn again."""
        self._look = look
        self._rebuild()

    def table_area(self, table_id: str) -> QRect:
        """Where a table with its chairs lies on this widget, in pixels; empty before it is shown. KeyError: none."""
        board = self._made()
        return board.area(board.shape(table_id).target) if board else QRect()

    def focus_table(self, table_id: str) -> None:
        """Give the keyboard to a table: the best one, when the screen opens."""
        if self._made() is not None:
            self._targets.focus(table_id)

    # --- size -----------------------------------------------------------------------------------------------------

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
        """As wide as the page of the reference screen."""
        width = self._look.px(1024)
        return QSize(width, self.heightForWidth(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw for the new size."""
        super().resizeEvent(event)
        self._rebuild()

    def showEvent(self, event: QShowEvent) -> None:
        """What can be seen can be touched and found: the picture and its controls are there before the first paint."""
        super().showEvent(event)
        self._made()

    # --- painting -------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy the picture, and ring what has the keyboard."""
        painter = QPainter(self)
        board = self._made()
        if board is None:
            painter.fillRect(event.rect(), self._look.color("paper"))
        else:
            board.show_part(painter, event.rect())
            self._ring(painter, board)
        painter.end()

    def _made(self) -> Board | None:
        if self._board is None and self._view is not None and not self.size().isEmpty():
            self._board = Board(
                self._look, self.size(), self.devicePixelRatioF(), self._view, numbered=self.numbered
            )
            self._targets.place(self._board, self._view)
        return self._board

    def _rebuild(self) -> None:
        self._stop_all()
        self._board = None
        if self.isVisible():
            self._made()
        self.update()

    def _ring(self, painter: QPainter, board: Board) -> None:
        target = self._targets.focused
        if target is None or not target.ringed:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(board.to_widget, combine=True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        framed = board.looks[target.shape.table.table_id].framed
        around = target.shape.frame if framed else target.shape.group
        around = target.seat.bounds if target.seat else around
        radius = FRAME_RADIUS if framed and not target.seat else 16.0
        for color, out in (("focusGap", 0.5), ("focus", 1.5)):
            far = FOCUS_PEN * out + 1.5
            painter.setPen(QPen(self._look.color(color), FOCUS_PEN))
            painter.drawRoundedRect(around.adjusted(-far, -far, far, far), radius + far, radius + far)

    # --- change ---------------------------------------------------------------------------------------------------

    def _show_changes(self, board: Board, view: FloorView) -> None:
        changed = board.show(view)
        few = len(changed) <= _MOST_ANIMATED
        for shape, before, after in changed:
            self._stop(shape.table.table_id)
            if self._look.moves and self.isVisible() and few:
                self._animate(board, shape, before, after)
            elif few:
                self._repaint(board, shape.framed_extent)
        if not few:
            self._repaint(board, extent_of(shape for shape, _, _ in changed))
        self._targets.follow(board, view, [shape.table.table_id for shape, _, _ in changed])

    def _animate(self, board: Board, shape: TableShape, before: TableLook, after: TableLook) -> None:
        name = shape.table.table_id
        mine = SeatState.MINE in {before.top, after.top, *before.seats, *after.seats}
        motion = self._look.motion("select" if mine else "state")
        layers = (board.layer(shape, before), board.layer(shape, after))
        self._changes[name] = Change(before, after, layers, grows=before.framed != after.framed)
        animation = QVariantAnimation(self)
        animation.setDuration(motion.ms)
        animation.setEasingCurve(motion.easing)
        animation.setStartValue(0.0)
        animation.setEndValue(1.0)
        animation.valueChanged.connect(partial(self._advance, shape))
        animation.finished.connect(partial(self._finish, name))
        self._animations[name] = animation
        animation.start()

    def _advance(self, shape: TableShape, share: float) -> None:
        change = self._changes.get(shape.table.table_id)
        if change is not None and self._board is not None:
            # The first frame already shows something, so that a touch is answered at once.
            change.share = max(share, 0.12) if change.grows else share
            self._repaint(self._board, shape.framed_extent)

    def _finish(self, name: str) -> None:
        """Jump to the end: the table stands as it was last rendered."""
        if self._stop(name) and self._board is not None:
            self._repaint(self._board, self._board.shape(name).framed_extent)

    def _stop(self, name: str) -> bool:
        animation = self._animations.pop(name, None)
        if animation is None:
            return False
        del self._changes[name]
        animation.stop()
        animation.deleteLater()
        return True

    def _stop_all(self) -> None:
        for name in list(self._animations):
            self._stop(name)

    def _repaint(self, board: Board, extent: QRectF) -> None:
        area = board.area(extent)
        board.mend(area, self._changes)
        self.update(area)

    # --- touch ----------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember what the finger came down on; whoever touches needs no ring."""
        if self._targets.focused is not None and self._targets.focused.ringed:
            self._targets.focused.ringed = False
            self.update()
        self._pressed = self._under(event) if event.button() is Qt.MouseButton.LeftButton else None
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A touch counts where the finger leaves the thing it came down on."""
        pressed, self._pressed = self._pressed, None
        if (
            pressed is not None
            and event.button() is Qt.MouseButton.LeftButton
            and pressed == self._under(event)
        ):
            self._touched(*pressed)
        event.accept()

    def _under(self, event: QMouseEvent) -> tuple[str, str] | None:
        board = self._made()
        if board is None:
            return None
        point = board.to_widget.inverted()[0].map(QPointF(event.position()))
        # Chairs of the chosen table come first: their targets reach over the groups of their neighbours.
        for shape in board.framed():
            place = shape.seat_at(point)
            if place is not None:
                return shape.table.table_id, place.seat.seat_id
        shape_there = board.table_at(point)
        return (shape_there.table.table_id, "") if shape_there else None

    def _touched(self, table_id: str, seat_id: str, _checked: bool = False) -> None:
        if seat_id:
            self.seat_touched.emit(seat_id)
        else:
            self.table_touched.emit(table_id)

    def _ring_moved(self) -> None:
        target = self._targets.focused
        self.setAccessibleDescription(
            f"{target.accessibleName()}, {target.accessibleDescription()}" if target else ""
        )
        self.update()

"""The pieces of the editor's palette: touched, each is put into the room; dragged, where it is let go of."""

from PySide6.QtCore import QMimeData, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QDrag, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.desk.back.parts import RADIUS
from kiosk.desk.back.plan_canvas import PIECE
from kiosk.domain import editing
from kiosk.domain.editing import Piece
from kiosk.domain.floor import Plan
from kiosk.ui.floorplan.furniture import Lettering, TableLook, draw_table
from kiosk.ui.floorplan.ink import Ink
from kiosk.ui.floorplan.room import draw_room
from kiosk.ui.floorplan.shapes import shape_table
from kiosk.ui.floorplan.states import FloorView, SeatState
from kiosk.ui.metrics import Look
from kiosk.ui.widgets.paint import rounded
from kiosk.ui.widgets.touch import Touch

_EXTENTS = {Piece.TWO: 260.0, Piece.FOUR: 260.0, Piece.ROUND: 320.0, Piece.LONG: 350.0, Piece.BAR: 350.0}
"""How much of the plan the picture of a piece shows, in cm."""


class PieceKey(Touch):
    """One piece of the palette: touched, it is put into the middle of the room; dragged, where it is let go of."""

    def __init__(self, look: Look, piece: Piece, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.piece = piece
        self.setFont(look.font("label", px=15, weight=600))
        self._pressed_at = QPointF()
        self._plan = sample_of(piece)

    def radius(self) -> float:
        """As the desk's buttons."""
        return float(self.look.px(RADIUS))

    def sizeHint(self) -> QSize:
        """Two of them beside each other in the palette."""
        return QSize(self.look.px(90), self.look.px(98))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Perhaps a drag begins."""
        self._pressed_at = event.position()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Far enough, it is a drag."""
        if (event.position() - self._pressed_at).manhattanLength() < self.look.px(12) or not self.isDown():
            super().mouseMoveEvent(event)
            return
        self.setDown(False)
        drag, data = QDrag(self), QMimeData()
        data.setData(PIECE, self.piece.value.encode())
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A small drawing of it, and its name."""
        look, painter = self.look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        fill = look.color("paperDeep" if self.isDown() else "sheet")
        rounded(painter, box, self.radius(), fill, look.color("line"), look.stroke("hair"))
        lower = look.px(30)
        name = QRectF(box.left(), box.bottom() - lower - look.px(4), box.width(), lower)
        painter.setPen(look.color("ink"))
        painter.setFont(self.font())
        elided = QFontMetricsF(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, name.width())
        painter.drawText(name, Qt.AlignmentFlag.AlignCenter, elided)
        self._paint_piece(painter, box.adjusted(12, 10, -12, -lower - 4))
        painter.end()

    def _paint_piece(self, painter: QPainter, area: QRectF) -> None:
        scale = min(area.width(), area.height()) / _EXTENTS.get(self.piece, 190.0)
        painter.translate(area.center())
        painter.scale(scale, scale)
        painter.translate(-500, -500)
        ink = Ink(self.look.theme, scale)
        if self._plan.tables:
            shape = shape_table(self._plan.tables[0])
            bare = TableLook(SeatState.FREE, (SeatState.FREE,) * len(shape.seats), "")
            draw_table(painter, ink, shape, bare, Lettering(self.font(), numbers=False, signs=False))
        else:
            painter.setClipRect(QRectF(500 - 120, 500 - 120, 240, 240))
            font = self.look.font("label")
            font.setPixelSize(70)
            draw_room(painter, ink, FloorView(self._plan, texts={"word": "가"}), font)


def sample_of(piece: Piece) -> Plan:
    """The piece alone in the middle of nothing."""
    empty = Plan(1000.0, 1000.0, (0.0, 0.0), ())
    if editing.is_table(piece):
        return editing.set_label(editing.put_table(empty, piece, (500.0, 500.0), "sample"), "sample", "")
    return editing.put_fixture(empty, piece, (500.0, 500.0), "word" if piece is Piece.LABEL else "")

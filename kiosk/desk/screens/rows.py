"""The list of bookings: a model that assistive tools read, painted by a delegate, so that ten thousand rows cost nothing."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from kiosk.desk.views import RowView
from kiosk.ui.icons import draw_icon
from kiosk.ui.metrics import Look
from kiosk.ui.widgets.paint import rounded

_ROW, _HEAD = 66, 50
_VIEW = Qt.ItemDataRole.UserRole
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class RowModel(QAbstractListModel):
    """The rows as they are now."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[RowView] = ()

    def show_rows(self, rows: Sequence[RowView]) -> None:
        """Other rows; nothing happens where they are the same."""
        if rows == self.rows:
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, _parent: _Index = _NOWHERE) -> int:
        """How many."""
        return len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The view for painting, words for whoever does not see it."""
        row = self.rows[index.row()]
        if role == _VIEW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.title if row.is_head else row.spoken
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """A heading is not touched."""
        if self.rows[index.row()].is_head:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Painter(QStyledItemDelegate):
    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._time = look.font("label", px=23, weight=700)
        self._title = look.font("label", px=18, weight=700)
        self._more = look.font("label", px=16, weight=500)

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        """A row, or a heading."""
        return QSize(10, self._look.px(_HEAD if index.data(_VIEW).is_head else _ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """One row."""
        row: RowView = index.data(_VIEW)
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.is_head:
            self._words(painter, box.adjusted(0, self._look.px(10), 0, 0), self._title, "ink", row.title)
        else:
            has_focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
            self._paint_row(painter, box, row, ringed=has_focus)
        painter.restore()

    def _paint_row(self, painter: QPainter, box: QRectF, row: RowView, *, ringed: bool) -> None:
        look, px = self._look, self._look.px
        if row.is_chosen:
            inner = box.adjusted(1, 2, -1, -2)
            rounded(
                painter, inner, px(10), look.color("accentSoft"), look.color("accent"), look.stroke("control")
            )
        elif ringed:
            rounded(
                painter, box.adjusted(1, 2, -1, -2), px(10), None, look.color("focus"), look.stroke("control")
            )
        else:
            painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), look.color("line"))
        left = box.adjusted(px(10), 0, 0, 0)
        self._words(painter, left, self._time, "ink", row.time)
        middle = box.adjusted(px(92), px(8), -px(8), -px(8))
        half = middle.height() / 2
        self._words(
            painter, QRectF(middle.left(), middle.top(), middle.width(), half), self._title, "ink", row.title
        )
        lower = QRectF(middle.left(), middle.top() + half, middle.width(), half)
        self._words(painter, lower, self._more, "ink2", row.more)
        right = box.adjusted(0, 0, -px(10), 0)
        painter.setFont(self._title)
        painter.setPen(look.color(row.color))
        painter.drawText(right, _RIGHT, row.word)
        if row.mark:
            size = px(22)
            width = painter.fontMetrics().horizontalAdvance(row.word)
            spot = QRectF(right.right() - width - size - px(8), box.center().y() - size / 2, size, size)
            draw_icon(painter, row.mark, spot, look.color(row.color), 4.5)

    def _words(self, painter: QPainter, box: QRectF, font: object, color: str, words: str) -> None:
        painter.setFont(font)  # type: ignore[arg-type]  # a QFont
        painter.setPen(self._look.color(color))
        painter.drawText(box, _LEFT, words)


class RowList(QListView):
    """Signals: touched (the row's id)."""

    touched = Signal(str)

    def __init__(self, look: Look, name: str, ground: str = "sheet") -> None:
        super().__init__()
        self._rows = RowModel()
        self.setModel(self._rows)
        self.setItemDelegate(_Painter(look, self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setStyleSheet(f"background:{look.theme.css(ground)};")
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.clicked.connect(self._on_touched)
        self.activated.connect(self._on_touched)

    def show_rows(self, rows: Sequence[RowView]) -> None:
        """The rows as they are now; what is in sight stays in sight."""
        at = self.verticalScrollBar().value()
        self._rows.show_rows(rows)
        self.verticalScrollBar().setValue(at)

    @property
    def rows(self) -> Sequence[RowView]:
        """What is shown."""
        return self._rows.rows

    def _on_touched(self, index: QModelIndex) -> None:
        row = self._rows.rows[index.row()]
        if not row.is_head:
            self.touched.emit(row.booking_id)

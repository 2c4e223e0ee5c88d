"""The timetable's drawing: tables down, time across; bars that can be dragged, and moved by keys just as well.

Paints only the rows that can be seen, and finds a bar in its own row: ten thousand bookings cost no more than a hundred.
"""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.desk.back.timeline_view import QUARTER, Bar, TimelineView, clock
from kiosk.ui.icons import draw_icon
from kiosk.ui.metrics import Look
from kiosk.ui.widgets.paint import rounded

ROW, HEAD = 72, 40
LABELS = 150
_INSET, _RADIUS = 7, 8
_FAR = 8.0
_BESIDE_NOW = 20
"""Minutes beside the present where its own plate stands in the place of an hour."""
_DIRECTIONS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_COLORS = {
    "seated": ("ink", "ink", "paper"),
    "paid": ("accentSoft", "accent", "ink"),
    "house": ("sheet", "ink", "ink"),
    "hold": ("", "warn", "warn"),
    "gone": ("", "line", "ink3"),
    "late": ("badSoft", "bad", "ink"),
    "block": ("", "lineStrong", "ink2"),
}
"""Fill, line and words of each look; what has no fill has a pattern or nothing."""


@dataclass(slots=True)
class _Carried:
    """A bar that is being moved: where it is now, and where on it the finger lies (minutes)."""

    bar: Bar
    row: int
    starts: int
    held_at: int = 0
    by_key: bool = False


class TimelineCanvas(QWidget):
    """Signals: touched (booking id) for a touch or Enter on a bar that stays; moved (booking id, table id, minute)."""

    touched = Signal(str)
    moved = Signal(str, str, int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._view: TimelineView | None = None
        self._chosen: Bar | None = None
        self._carried: _Carried | None = None
        self._pressed: tuple[QPointF, Bar] | None = None
        self.painted_bars = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def render(self, view: TimelineView) -> None:  # type: ignore[override]  # every part renders a view
        """Show a day; what was chosen stays chosen where it still is."""
        self._view = view
        wanted = self._chosen.booking_id if self._chosen else ""
        self._chosen = next(iter(view.by_row.of_booking(wanted)), None) if wanted else None
        self._carried = None
        self.setFixedHeight(self._look.px(HEAD) + len(view.rows) * self._look.px(ROW) + 2)
        self._name()
        self.update()

    def bar_area(self, booking_id: str) -> QRectF:
        """Where a booking's first bar lies; empty for one that is not here."""
        bars = self._view.by_row.of_booking(booking_id) if self._view else []
        return self._area(bars[0], bars[0].row, bars[0].starts) if bars else QRectF()

    def spot(self, row: int, minute: int) -> QPointF:
        """The middle of a row at a minute of the day."""
        px = self._look.px
        return QPointF(self._x(minute), px(HEAD) + (row + 0.5) * px(ROW))

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(self._look.px(1200), max(self.minimumHeight(), self._look.px(400)))

    # --- fingers ----------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what lies there."""
        bar = self._bar_at(event.position())
        self._carried = None
        self._choose(bar)
        self._pressed = (event.position(), bar) if bar is not None else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Far enough, the bar is carried."""
        if self._view is None or self._pressed is None:
            return
        start, bar = self._pressed
        if self._carried is None:
            if not bar.can_move or (event.position() - start).manhattanLength() < self._look.px(_FAR):
                return
            self._carried = _Carried(bar, bar.row, bar.starts, self._minute(start.x()) - bar.starts)
        self._carried.row = max(0, min(len(self._view.rows) - 1, self._row(event.position().y())))
        self._carried.starts = self._within(self._minute(event.position().x()) - self._carried.held_at)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go: moved, or only touched."""
        pressed, self._pressed = self._pressed, None
        if self._carried is not None:
            self._drop()
        elif pressed is not None and event.button() is Qt.MouseButton.LeftButton:
            self.touched.emit(pressed[1].booking_id)

    # --- keys -------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose; Space takes a bar up, arrows carry it, Enter puts it down, Escape puts it back."""
        key, view = Qt.Key(event.key()), self._view
        if view is None:
            super().keyPressEvent(event)
        elif key in _DIRECTIONS:
            self._go(*_DIRECTIONS[key])
        elif key == Qt.Key.Key_Space and self._chosen is not None and self._carried is None:
            if self._chosen.can_move:
                self._carried = _Carried(self._chosen, self._chosen.row, self._chosen.starts, by_key=True)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._enter()
        elif key == Qt.Key.Key_Escape and self._carried is not None:
            self._carried = None
        else:
            super().keyPressEvent(event)
        self._name()
        self.update()

    def _go(self, down: int, along: int) -> None:
        view, carried = self._view, self._carried
        assert view is not None, "a day is shown"
        if carried is not None:
            carried.row = max(0, min(len(view.rows) - 1, carried.row + down))
            carried.starts = self._within(carried.starts + along * QUARTER)
        elif self._chosen is None:
            self._choose(view.by_row[min(view.by_row)][0] if view.by_row else None)
        elif along:
            bars = view.by_row[self._chosen.row]
            at = max(0, min(len(bars) - 1, bars.index(self._chosen) + along))
            self._choose(bars[at])
        else:
            rows = sorted(view.by_row)
            at = max(0, min(len(rows) - 1, rows.index(self._chosen.row) + down))
            here = self._chosen
            if rows[at] != here.row:
                self._choose(min(view.by_row[rows[at]], key=lambda bar: abs(bar.starts - here.starts)))

    def _enter(self) -> None:
        if self._carried is not None:
            self._drop()
        elif self._chosen is not None:
            self.touched.emit(self._chosen.booking_id)

    def _drop(self) -> None:
        carried, self._carried = self._carried, None
        assert carried is not None, "a bar was carried"
        assert self._view is not None, "a day is shown"
        bar = carried.bar
        if (carried.row, carried.starts) != (bar.row, bar.starts) and not self._why_not(carried):
            self.moved.emit(bar.booking_id, self._view.rows[carried.row].table_id, carried.starts)
        self.update()

    def _choose(self, bar: Bar | None) -> None:
        self._chosen = bar
        self._name()
        self.update()

    def _name(self) -> None:
        """What the canvas is called: for whoever does not see it, it is what is chosen or where it is carried."""
        view, carried = self._view, self._carried
        if view is None:
            return
        if carried is not None:
            where = f"{view.rows[carried.row].label}, {clock(carried.starts)}"
            self.setAccessibleName(f"{where}: {self._why_not(carried) or view.free_here}")
        elif self._chosen is not None:
            self.setAccessibleName(f"{view.rows[self._chosen.row].label}, {self._chosen.spoken}")
        else:
            self.setAccessibleName(f"{view.title}, {view.facts}")

    def _why_not(self, carried: _Carried) -> str:
        assert self._view is not None, "a day is shown"
        return self._view.why_not(carried.bar, carried.row, carried.starts)

    # --- where things are ---------------------------------------------------------------------------------------------

    def _x(self, minute: float) -> float:
        assert self._view is not None, "a day is shown"
        left = self._look.px(LABELS)
        return left + (minute - self._view.first) * (self.width() - left - 1) / (
            self._view.last - self._view.first
        )

    def _minute(self, x: float) -> int:
        assert self._view is not None, "a day is shown"
        left, view = self._look.px(LABELS), self._view
        exact = view.first + (x - left) * (view.last - view.first) / max(1, self.width() - left - 1)
        return round(exact / QUARTER) * QUARTER

    def _within(self, minute: int) -> int:
        assert self._view is not None, "a day is shown"
        return max(self._view.first, min(self._view.last - QUARTER, minute))

    def _row(self, y: float) -> int:
        return int((y - self._look.px(HEAD)) // self._look.px(ROW))

    def _area(self, bar: Bar, row: int, starts: int) -> QRectF:
        px = self._look.px
        top, inset = px(HEAD) + row * px(ROW), px(_INSET)
        height = (px(ROW) - 2 * inset) / bar.lanes
        left, right = self._x(starts), self._x(starts + bar.ends - bar.starts)
        return QRectF(
            left + 1,
            top + inset + bar.lane * height,
            max(4.0, right - left - 2),
            height - (1 if bar.lanes > 1 else 0),
        )

    def _bar_at(self, point: QPointF) -> Bar | None:
        if self._view is None:
            return None
        bars = self._view.by_row.get(self._row(point.y()), ())
        return next(
            (bar for bar in reversed(bars) if self._area(bar, bar.row, bar.starts).contains(point)), None
        )

    # --- painting ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows that can be seen, with their bars."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        view = self._view
        if view is not None:
            shown = event.rect()
            rows = range(max(0, self._row(shown.top())), min(len(view.rows), self._row(shown.bottom()) + 1))
            self._paint_grid(painter, view, rows)
            self.painted_bars = 0
            for row in rows:
                for bar in view.by_row.get(row, ()):
                    self._paint_bar(painter, bar)
                    self.painted_bars += 1
            self._paint_now(painter, view)
            if self._carried is not None:
                self._paint_carried(painter, self._carried)
        painter.end()

    def _paint_grid(self, painter: QPainter, view: TimelineView, rows: range) -> None:
        look, px = self._look, self._look.px
        top, height = px(HEAD), px(ROW)
        bottom = top + len(view.rows) * height
        painter.setFont(look.font("label", px=17, weight=700))
        for minute in range(-(-view.first // 30) * 30, view.last + 1, 30):
            x, whole = self._x(minute), minute % 60 == 0
            painter.setPen(QPen(look.color("line"), px(2) if whole else 1))
            painter.drawLine(QPointF(x, top), QPointF(x, bottom))
            if whole and (view.now is None or abs(minute - view.now) > _BESIDE_NOW):
                painter.setPen(look.color("ink"))
                left = min(x - px(40), self.width() - px(80))
                painter.drawText(
                    QRectF(left, 0, px(80), top - px(6)), Qt.AlignmentFlag.AlignCenter, clock(minute)
                )
        for row in rows:
            y = top + row * height
            painter.setPen(QPen(look.color("line"), 1))
            painter.drawLine(QPointF(0, y + height), QPointF(self.width(), y + height))
            self._paint_label(painter, view, row, y)

    def _paint_label(self, painter: QPainter, view: TimelineView, row: int, y: float) -> None:
        look, px, table = self._look, self._look.px, view.rows[row]
        painter.setPen(look.color("ink"))
        painter.setFont(look.font("label", px=23, weight=800))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(0, y, px(50), px(ROW)), flags, table.label)
        painter.setPen(look.color("ink2"))
        painter.setFont(look.font("label", px=16, weight=500))
        painter.drawText(QRectF(px(50), y, px(64), px(ROW)), flags, table.more)
        if table.accessible:
            size = px(24)
            spot = QRectF(px(114), y + (px(ROW) - size) / 2, size, size)
            draw_icon(painter, "wheel", spot, look.color("ink2"), 4)

    def _paint_bar(self, painter: QPainter, bar: Bar) -> None:
        look = self._look
        fill, line, ink = _COLORS[bar.look]
        area = self._area(bar, bar.row, bar.starts)
        carried = self._carried is not None and self._carried.bar.booking_id == bar.booking_id
        if carried:
            painter.setOpacity(0.35)
        dashed = bar.look in ("hold", "block")
        width = look.stroke("control") if bar.look != "gone" else look.stroke("hair")
        rounded(
            painter,
            area,
            look.px(_RADIUS),
            look.color(fill) if fill else None,
            look.color(line),
            width,
            dashed=dashed,
        )
        if dashed:
            brush = QBrush(look.color(line), Qt.BrushStyle.BDiagPattern)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(brush)
            painter.drawRoundedRect(area.adjusted(3, 3, -3, -3), look.px(_RADIUS), look.px(_RADIUS))
        self._paint_words(painter, bar, area, ink, plate=dashed)
        if self._chosen is not None and bar == self._chosen:
            rounded(
                painter,
                area.adjusted(-4, -4, 4, 4),
                look.px(_RADIUS) + 4,
                None,
                look.color("focus"),
                look.px(4),
            )
        painter.setOpacity(1.0)

    def _paint_words(self, painter: QPainter, bar: Bar, area: QRectF, ink: str, *, plate: bool) -> None:
        look, px = self._look, self._look.px
        size = 18 if bar.lanes == 1 else 15
        bold, plain = look.font("label", px=size, weight=700), look.font("label", px=size, weight=500)
        inner = area.adjusted(px(14), 0, -px(8), 0)
        title = QFontMetricsF(bold).elidedText(bar.title, Qt.TextElideMode.ElideRight, inner.width())
        wide = QFontMetricsF(bold).horizontalAdvance(title)
        more = QFontMetricsF(plain).elidedText(
            bar.more, Qt.TextElideMode.ElideRight, max(0.0, inner.width() - wide - px(8))
        )
        if plate:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("paper"))
            whole = min(inner.width(), wide + px(8) + QFontMetricsF(plain).horizontalAdvance(more)) + px(14)
            painter.drawRoundedRect(
                QRectF(inner.left() - px(7), area.top() + px(5), whole, area.height() - px(10)), 5, 5
            )
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setPen(look.color(ink))
        painter.setFont(bold)
        painter.drawText(inner, flags, title)
        painter.setFont(plain)
        painter.drawText(inner.adjusted(wide + px(8), 0, 0, 0), flags, more)
        if bar.look == "late" and inner.width() > wide + px(90):
            spot = QRectF(inner.right() - px(28), area.center().y() - px(13), px(26), px(26))
            draw_icon(painter, "alert", spot, look.color("bad"), 4)

    def _paint_now(self, painter: QPainter, view: TimelineView) -> None:
        if view.now is None or not view.first <= view.now <= view.last:
            return
        look, px = self._look, self._look.px
        x = self._x(view.now)
        painter.setPen(QPen(look.color("accent"), px(4)))
        painter.drawLine(QPointF(x, px(HEAD)), QPointF(x, self.height()))
        plate = QRectF(x - px(42), px(2), px(84), px(HEAD) - px(8))
        rounded(painter, plate, px(6), look.color("accent"))
        painter.setPen(look.color("onAccent"))
        painter.setFont(look.font("label", px=18, weight=800))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, clock(view.now))

    def _paint_carried(self, painter: QPainter, carried: _Carried) -> None:
        look, view = self._look, self._view
        assert view is not None, "a day is shown"
        why_not = self._why_not(carried)
        color = "bad" if why_not else "accent"
        ghost = replace(carried.bar, lane=0, lanes=1)
        area = self._area(ghost, carried.row, carried.starts)
        fill = look.color("badSoft" if why_not else "sheet")
        rounded(painter, area, look.px(_RADIUS), fill, look.color(color), look.stroke("control"), dashed=True)
        painter.setPen(look.color(color))
        painter.setFont(look.font("label", px=17, weight=700))
        inner = area.adjusted(look.px(12), 0, 0, 0)
        inner.setWidth(max(inner.width(), look.px(330)))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, flags, why_not or f"{clock(carried.starts)} {view.free_here}")

"""The timetable: tables down, time across, how many sit at once above it, and bars that are dragged. Decides nothing."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from kiosk.desk.back.parts import DeskButton, Segments, words
from kiosk.desk.back.timeline_canvas import LABELS, TimelineCanvas
from kiosk.desk.back.timeline_view import TimelineView
from kiosk.ui.metrics import Look
from kiosk.ui.widgets.arrange import column, row
from kiosk.ui.widgets.paint import rounded

_LOAD = 92


class LoadStrip(QWidget):
    """How many guests sit at once, a bar for each quarter of an hour."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._view: TimelineView | None = None
        self.setFixedHeight(look.px(_LOAD))

    def render(self, view: TimelineView) -> None:  # type: ignore[override]  # every part renders a view
        """Another day."""
        self._view = view
        most = max(view.load.values(), default=0)
        self.setAccessibleName(f"{view.load_title} {most}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Bars on a line; those that are over are darker."""
        look, view = self._look, self._view
        if view is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, bottom = look.px(LABELS), self.height() - look.px(2)
        across = self.width() - left - 1
        most = max(view.load.values(), default=0) or 1
        painter.setFont(look.font("label", px=15, weight=600))
        painter.setPen(look.color("ink2"))
        painter.drawText(
            QRectF(0, 0, left - look.px(10), self.height()),
            Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap,
            view.load_title,
        )
        step = across / ((view.last - view.first) / 15)
        for minute, guests in view.load.items():
            if not view.first <= minute < view.last:
                continue
            height = guests * (self.height() - look.px(30)) / most
            x = left + (minute - view.first) / 15 * step
            color = "ink3" if view.now is not None and minute < view.now else "takenFill"
            rounded(painter, QRectF(x + 2, bottom - height, step - 4, height), look.px(4), look.color(color))
            if guests == most and minute == min(at for at, each in view.load.items() if each == most):
                painter.setPen(look.color("ink"))
                spot = QRectF(x - step, bottom - height - look.px(24), 3 * step, look.px(22))
                painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, str(guests))
        painter.fillRect(QRectF(left, bottom, across, look.px(2)), look.color("ink"))
        painter.end()


class TimelineScreen(QWidget):
    """Signals: day_chosen (place among the days), earlier_asked, later_asked; touched and moved as of the canvas."""

    day_chosen = Signal(int)
    earlier_asked = Signal()
    later_asked = Signal()
    touched = Signal(str)
    moved = Signal(str, str, int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.canvas = TimelineCanvas(look)
        self._load = LoadStrip(look)
        self._days = Segments(look, 2)
        self._earlier, self._later = DeskButton(look, icon="back"), DeskButton(look, icon="next")
        self._facts, self._hint = words(look, 17, 600, "ink2"), words(look, 16, 500, "ink2")
        self._legend = _Legend(look)
        self._days.chosen.connect(self.day_chosen)
        self._earlier.clicked.connect(self.earlier_asked)
        self._later.clicked.connect(self.later_asked)
        self.canvas.touched.connect(self.touched)
        self.canvas.moved.connect(self.moved)
        area = QScrollArea()
        area.setWidget(self.canvas)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for ground in (area.viewport(), self.canvas):
            ground.setAutoFillBackground(False)
        head = row(
            look,
            self._earlier,
            6,
            self._days,
            6,
            self._later,
            18,
            self._facts,
            18,
            self._hint,
            None,
            self._legend,
        )
        parts = column(look, head, 14, self._load, (area, 1))
        margin = look.px(28)
        parts.setContentsMargins(margin, look.px(18), margin, look.px(12))
        self.setLayout(parts)

    def render(self, view: TimelineView, earlier: str, later: str) -> None:  # type: ignore[override]  # a view
        """Show a day; ``earlier`` and ``later`` are what the arrows are called."""
        self._days.say(view.days, view.day_at)
        self._earlier.only_icon(earlier)
        self._later.only_icon(later)
        self._facts.setText(view.facts)
        self._hint.setText(view.hint)
        self._legend.render(view)
        self._load.render(view)
        self.canvas.render(view)


class _Legend(QWidget):
    """What the looks of bars mean, each a small bar with its word."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._told: tuple[tuple[str, str], ...] = ()
        self._line = row(look)
        self.setLayout(self._line)

    def render(self, view: TimelineView) -> None:  # type: ignore[override]  # every part renders a view
        if view.legend == self._told:
            return
        self._told = view.legend
        while (item := self._line.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for mark, word in view.legend:
            self._line.addWidget(_Sample(self._look, mark))
            label = words(self._look, 16, 600)
            label.setText(word)
            self._line.addSpacing(self._look.px(6))
            self._line.addWidget(label)
            self._line.addSpacing(self._look.px(16))


class _Sample(QWidget):
    def __init__(self, look: Look, mark: str) -> None:
        super().__init__()
        self._look, self._mark = look, mark
        self.setFixedSize(look.px(32), look.px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self._look
        fills = {"seated": "ink", "paid": "accentSoft", "house": "sheet", "late": "badSoft"}
        lines = {
            "seated": "ink",
            "paid": "accent",
            "house": "ink",
            "hold": "warn",
            "gone": "line",
            "late": "bad",
        }
        fill = look.color(fills[self._mark]) if self._mark in fills else None
        rounded(
            painter, QRectF(self.rect()), look.px(5), fill, look.color(lines[self._mark]), look.px(2.5),
            dashed=self._mark == "hold",
        )  # fmt: skip
        painter.end()

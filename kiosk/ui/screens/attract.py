"""01: nobody is here yet. Says what is free, and starts at any touch."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.ui.art import AttractArt
from kiosk.ui.icons import draw_icon
from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.views import AttractView
from kiosk.ui.widgets.labels import Label, NameLabel
from kiosk.ui.widgets.paint import focus_ring

MARGIN = 56


class TouchBar(QAbstractButton):
    """The wide bar at the bottom that starts a visit."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._other = ""
        self.setFixedHeight(look.px(330))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def say(self, text: Text) -> None:
        """In this language large, in the other small."""
        self.setText(text("attract.touch"))
        self._other = text("attract.touch_other")
        self.setAccessibleName(text("attract.name"))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Bar, two lines, arrow."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        painter.fillRect(box, look.color("accentPress" if self.isDown() else "accent"))
        painter.setPen(look.color("onAccent"))
        left = look.px(MARGIN)
        painter.setFont(look.font("title", px=84))
        upper = QRectF(left, box.top() + look.px(62), box.width() - 2 * left, look.px(112))
        painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setFont(look.font("body", px=56, weight=600))
        lower = QRectF(left, upper.bottom() + look.px(8), upper.width(), look.px(80))
        painter.drawText(lower, Qt.AlignmentFlag.AlignVCenter, self._other)
        size = look.px(120)
        arrow = QRectF(box.right() - left - size, box.center().y() - size / 2, size, size)
        draw_icon(painter, "next", arrow, look.color("onAccent"), 3)
        if self.hasFocus():
            focus_ring(painter, look, box.adjusted(8, 8, -8, -8), look.radius("control"))
        painter.end()


class AttractScreen(QWidget):
    """The attract screen.

    Signals:
        touched: somebody is there.
    """

    touched = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._name = NameLabel(look, 66)
        self._clock = Label(look, "label", px=56)
        self._title = Label(look, "display", px=108)
        self._seats = Label(look, "body", px=54, weight=600, color="ink2")
        self._bar = TouchBar(look)
        self._bar.clicked.connect(self.touched)
        head = QHBoxLayout()
        head.addWidget(self._name)
        head.addStretch(1)
        head.addWidget(self._clock)
        words = QVBoxLayout()
        words.setContentsMargins(look.px(MARGIN), look.px(60), look.px(MARGIN), 0)
        words.setSpacing(look.px(8))
        words.addLayout(head)
        words.addSpacing(look.px(26))
        words.addWidget(self._title)
        words.addWidget(self._seats)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(words)
        whole.addWidget(AttractArt(look), 1)
        whole.addWidget(self._bar)

    def render(self, view: AttractView, text: Text) -> None:  # type: ignore[override]  # every screen renders a view
        """What is free now."""
        self._name.setText(view.restaurant)
        self._clock.setText(text.time(view.now))
        self._bar.say(text)
        if view.earliest is None:
            self._title.setText(text("attract.closed"))
            reopens = text("attract.reopens", time=text.time(view.reopens)) if view.reopens else ""
            self._seats.setText(reopens)
            return
        self._title.setText(text("attract.free" if view.free_seats else "attract.full"))
        parts = [text("attract.earliest", time=text.time(view.earliest))]
        if view.free_seats:
            parts.insert(0, text("attract.seats", count=view.free_seats))
        self._seats.setText("  ·  ".join(parts))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Any place will do."""
        event.accept()
        self.touched.emit()

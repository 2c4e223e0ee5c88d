"""01: nobody is here yet. Says what is free, and starts at any touch."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.ui.art import AttractArt
from kiosk.ui.icons import draw_icon
from kiosk.ui.metrics import Look
from kiosk.ui.screens.base import MARGIN, Screen
from kiosk.ui.text import Text
from kiosk.ui.views import AttractView
from kiosk.ui.widgets.arrange import column, row
from kiosk.ui.widgets.labels import Label, NameLabel
from kiosk.ui.widgets.makers_strip import NAME_PX, MakersStrip
from kiosk.ui.widgets.notes import Note
from kiosk.ui.widgets.touch import Touch

_FLAGS = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class TouchBar(Touch):
    """The wide bar that starts a visit: this language large, the other one below it."""

    ARROW = 120

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent, inside=True)
        self._other = ""
        self._fonts = (look.font("title", px=84), look.font("body", px=56, weight=600))
        self._height = look.px(330 if look.metrics.is_upright else 220)

    def say(self, text: Text) -> None:
        """Its two lines."""
        self.name(text("attract.touch"), text("attract.name"))
        self._other = text("attract.touch_other")

    def radius(self) -> float:
        """It has no corners of its own."""
        return self.look.radius("mark")

    def sizeHint(self) -> QSize:
        """The whole width."""
        return QSize(self.look.px(900), self._height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Bar, two lines, arrow."""
        look, painter = self.look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        painter.fillRect(box, look.color("accentPress" if self.isDown() else "accent"))
        painter.setPen(look.color("onAccent"))
        left, size = look.px(MARGIN), look.px(self.ARROW)
        heights = (self._fonts[0].pixelSize() * 1.2, self._fonts[1].pixelSize() * 1.25)
        top = box.center().y() - (sum(heights) + look.px(16)) / 2
        for words, font, height in zip((self.text(), self._other), self._fonts, heights, strict=True):
            painter.setFont(font)
            painter.drawText(QRectF(left, top, box.width() - 2 * left - size, height), _FLAGS, words)
            top += height + look.px(16)
        arrow = QRectF(box.right() - left - size, box.center().y() - size / 2, size, size)
        draw_icon(painter, "next", arrow, look.color("onAccent"), 3)
        painter.end()


class AttractScreen(Screen[AttractView]):
    """The attract screen.

    Signals:
        touched: somebody is there.
    """

    touched = Signal()
    _is_pressed = False

    def compose(self) -> None:
        """Words above, the laid table, the bar; wide, the table stands beside the words."""
        look = self.look
        self._name, self._clock = NameLabel(look, NAME_PX), Label(look, "label", px=56, weight=800)
        self._title = Label(look, "display", px=108, line=1.16, wrap=True)
        self._seats = Label(look, "body", px=54, weight=600, color="ink2", line=1.42, wrap=True)
        self._bar, self._strip = TouchBar(look), MakersStrip(look)
        self._bar.clicked.connect(self.touched)
        self._calls = Note(look, "ok", "bell", px=60)
        art = AttractArt(look)
        head = row(look, self._name, None, self._clock)
        if self.is_wide:
            words = column(look, None, self._title, 16, self._seats, None)
            middle = row(look, (words, 1), 40, (art, 1))
            middle.setContentsMargins(look.px(MARGIN), 0, look.px(MARGIN), look.px(16))
            head.setContentsMargins(look.px(MARGIN), look.px(36), look.px(MARGIN), 0)
            parts = column(look, head, (middle, 1), self._called(), self._bar, self._strip)
        else:
            words = column(look, head, 28, self._title, 8, self._seats)
            words.setContentsMargins(look.px(MARGIN), look.px(60), look.px(MARGIN), 0)
            parts = column(look, words, (art, 1), self._called(), self._bar, self._strip)
        self.body.setLayout(parts)

    def _called(self) -> QVBoxLayout:
        """Who is being called, in sight of everybody: above what is touched."""
        look = self.look
        made = column(look, self._calls)
        made.setContentsMargins(look.px(MARGIN), 0, look.px(MARGIN), look.px(24))
        return made

    def draw(self, view: AttractView, text: Text) -> None:
        """What is free now. With nothing to book, today or later, there is nothing to start, so no bar either."""
        self._name.setText(view.restaurant)
        self._clock.setText(text.time(view.now))
        self._bar.say(text)
        self._bar.setVisible(view.earliest is not None or view.waits or view.later_days)
        numbers = " · ".join(map(str, view.calls))
        self._calls.say(text("attract.calls", numbers=numbers) if numbers else "")
        matters = text("attract.matters", count=view.matters) if view.matters else ""
        self._strip.say(view.notice or text("attract.deposit"), matters, notice=bool(view.notice))
        if view.earliest is None and view.waits:
            self._title.setText(text("attract.full"))
            self._seats.setText(text("attract.wait"))
            return
        if view.earliest is None:
            self._title.setText(text("attract.closed"))
            reopens = text("attract.reopens", time=text.time(view.reopens)) if view.reopens else ""
            later = text("attract.later_days") if view.later_days else ""
            self._seats.setText(" · ".join(filter(None, (reopens, later))))
            return
        earliest = text.time(view.earliest)
        if view.free_seats:
            self._title.setText(text("attract.free"))
            seats = text("attract.seats", count=view.free_seats)
            self._seats.setText(f"{seats} · {text('attract.earliest', time=earliest)}")
        else:
            self._title.setText(text("attract.full"))
            later = text("attract.next", time=earliest)
            self._seats.setText(f"{later}\n{text('attract.wait')}" if view.waits else later)
        if view.unpayable:
            self._seats.setText(text("attract.unpayable"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Only who comes down here also touches here."""
        event.accept()
        self._is_pressed = True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Any place will do."""
        event.accept()
        was_pressed, self._is_pressed = self._is_pressed, False
        if was_pressed and not self._bar.isHidden():
            self.touched.emit()

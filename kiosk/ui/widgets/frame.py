"""What keeps its place on every screen: header, progress, the banner of test payments, and the utility bar."""

from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.ui.icons import draw_icon
from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.widgets.labels import Label, NameLabel
from kiosk.ui.widgets.paint import focus_ring

STEPS = 4
MARGIN = 56


class Header(QWidget):
    """The restaurant's name and the time of day."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = NameLabel(look, 56)
        self._state = Label(look, "label", color="warn")
        self._clock = Label(look, "label", px=55, weight=600)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(MARGIN), 0, look.px(MARGIN), 0)
        row.setSpacing(look.px(24))
        row.addWidget(self._name)
        row.addStretch(1)
        row.addWidget(self._state)
        row.addWidget(self._clock)
        self.setFixedHeight(look.px(116))

    def say(self, name: str, now: datetime, text: Text, *, disconnected: bool) -> None:
        """Name, time, and whether the services are away."""
        self._name.setText(name)
        self._clock.setText(text.time(now))
        self._state.setText(text("frame.disconnected") if disconnected else "")


class Progress(QWidget):
    """Four bars: done solid, now in accent and thicker, to come hollow."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._step: int | None = None
        self.setFixedHeight(look.px(22))

    def say(self, step: int | None, text: Text) -> None:
        """Which step this is; None draws nothing but keeps the place."""
        self._step = step
        self.setAccessibleName(text("frame.step", step=step) if step else "")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The bars."""
        if self._step is None:
            return
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        margin, gap = look.px(MARGIN), look.px(14)
        width = (self.width() - 2 * margin - gap * (STEPS - 1)) / STEPS
        for nth in range(1, STEPS + 1):
            height = look.px(18 if nth == self._step else 12)
            bar = QRectF(margin + (nth - 1) * (width + gap), (self.height() - height) / 2, width, height)
            radius = height / 2
            if nth > self._step:
                painter.setPen(look.color("lineStrong"))
                painter.setBrush(Qt.BrushStyle.NoBrush)
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.color("accent" if nth == self._step else "ink"))
            painter.drawRoundedRect(bar, radius, radius)
        painter.end()


class Stripes(QWidget):
    """A strip of warning stripes."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setFixedHeight(look.px(16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A gradient that repeats in hard steps is a stripe."""
        look, painter = self._look, QPainter(self)
        width = look.px(36)
        stripes = QLinearGradient(0, 0, width * 2, width * 2)
        for at, color in ((0.0, "warn"), (0.4999, "warn"), (0.5, "ink"), (1.0, "ink")):
            stripes.setColorAt(at, QColor(look.color(color)))
        stripes.setSpread(QLinearGradient.Spread.RepeatSpread)
        painter.fillRect(self.rect(), stripes)
        painter.end()


class TestBanner(QWidget):
    """Says that no money moves; shown whenever a test key is in use, and cannot be hidden."""

    __test__ = False  # pytest would take the name for a test

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setAutoFillBackground(True)
        palette = self.palette()
        palette.setColor(self.backgroundRole(), look.color("warnSoft"))
        self.setPalette(palette)
        self._title = Label(look, "body", px=52, weight=700)
        self._more = Label(look, "body", px=50, weight=600, color="ink2")
        row = QHBoxLayout()
        row.setContentsMargins(look.px(MARGIN), look.px(16), look.px(MARGIN), look.px(16))
        row.setSpacing(look.px(20))
        row.addWidget(_Sign(look, "flag", 56, "warn"))
        row.addWidget(self._title)
        row.addWidget(self._more)
        row.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(Stripes(look))
        whole.addLayout(row)
        whole.addWidget(Stripes(look))

    def say(self, text: Text) -> None:
        """Its words."""
        self._title.setText(text("frame.test_payment"))
        self._more.setText("· " + text("frame.test_payment_more"))
        self.setAccessibleName(f"{text('frame.test_payment')}, {text('frame.test_payment_more')}")


class _Sign(QWidget):
    def __init__(self, look: Look, icon: str, size: float, color: str) -> None:
        super().__init__()
        self._look, self._icon, self._color = look, icon, color
        self.setFixedSize(look.px(size), look.px(size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_icon(painter, self._icon, QRectF(self.rect()), self._look.color(self._color), 4)
        painter.end()


class UtilityKey(QAbstractButton):
    """One cell of the utility bar."""

    def __init__(self, look: Look, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._icon = look, icon
        self.setFont(look.font("label", weight=600))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def say(self, text: str) -> None:
        """Its word."""
        self.setText(text)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        """A third of the bar."""
        return QSize(self._look.px(300), self._look.px(116))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Sign and word, side by side."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.isDown():
            painter.fillRect(box, look.color("line"))
        painter.setFont(self.font())
        painter.setPen(look.color("ink"))
        width = painter.fontMetrics().horizontalAdvance(self.text())
        size, gap = look.px(50), look.px(16)
        left = box.center().x() - (width + size + gap) / 2
        draw_icon(
            painter, self._icon, QRectF(left, box.center().y() - size / 2, size, size), look.color("ink"), 3.5
        )
        words = QRectF(left + size + gap, box.top(), width + 4, box.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        if self.hasFocus():
            focus_ring(painter, look, box, look.radius("mark"))
        painter.end()


class UtilityBar(QWidget):
    """Start over, language, staff: always in the same place.

    Signals:
        start_over_asked, language_asked, staff_asked: a key was touched.
    """

    start_over_asked = Signal()
    language_asked = Signal()
    staff_asked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        palette = self.palette()
        palette.setColor(self.backgroundRole(), look.color("paperDeep"))
        self.setPalette(palette)
        self._home, self._words, self._staff = (UtilityKey(look, icon) for icon in ("home", "globe", "bell"))
        self._note = Label(look, "label", color="ink2", weight=500)
        self._note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for key in (self._home, self._words, self._staff, self._note):
            row.addWidget(key, 1)
        self._home.clicked.connect(self.start_over_asked)
        self._words.clicked.connect(self.language_asked)
        self._staff.clicked.connect(self.staff_asked)
        self.setFixedHeight(look.px(116))

    def say(self, text: Text, *, start_over: bool, language: bool, staff: bool, note: bool) -> None:
        """Which keys there are now; ``note`` shows a sentence instead of any."""
        for key, word, shown in (
            (self._home, "start_over", start_over),
            (self._words, "language", language),
            (self._staff, "staff", staff),
        ):
            key.say(text(f"frame.{word}"))
            key.setVisible(shown)
        self._note.setText(text("frame.stays"))
        self._note.setVisible(note)

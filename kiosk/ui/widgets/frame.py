"""What keeps its place on every screen: the header, the progress bars, and the utility bar."""

from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kiosk.ui.icons import draw_icon
from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.widgets.arrange import row
from kiosk.ui.widgets.labels import Label, NameLabel
from kiosk.ui.widgets.paint import hair
from kiosk.ui.widgets.touch import Touch

STEPS = 4
MARGIN = 56
HEADER, PROGRESS, UTILITY = 116, 18, 116
BETWEEN = 10
"""Between two keys of the utility bar: 3 mm on the reference screen."""


class Header(QWidget):
    """The restaurant's name, a word when the services are away, and the time of day. Nothing to touch."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._is_large = look, look.metrics.is_large
        self._called = ""
        self._name = NameLabel(look, 56)
        self._state = Label(look, "label", color="warn")
        self._clock = Label(look, "label", px=55, weight=800)
        line = row(look, self._name, None, 24, self._state, 32, self._clock)
        line.setContentsMargins(look.px(MARGIN), look.px(8), look.px(MARGIN), 0)
        self.setLayout(line)
        self.setFixedHeight(max(look.px(HEADER), self._clock.line_height() + look.px(8)))

    def say(self, name: str, now: datetime, text: Text, *, disconnected: bool) -> None:
        """Name, time, and whether the services are away."""
        self._clock.setText(text.time(now))
        self._state.setText(text("frame.disconnected") if disconnected else "")
        self._called = name
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What has room is known now."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """At larger text, and where a long one has no room beside the rest, the name goes before anything shrinks."""
        self._name.setText("" if self._is_large else self._called)
        parts = (self._name, self._state, self._clock)
        taken = sum(part.natural_width() for part in parts) + self._look.px(2 * MARGIN + 24 + 32 + 8)
        if taken > self.width():
            self._name.setText("")


class Progress(QWidget):
    """Four bars: done solid, now in accent and thicker, to come hollow. ``margin`` in reference px at both sides."""

    def __init__(self, look: Look, margin: tuple[float, float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._margin = look, margin
        self._step: int | None = None
        self.setFixedHeight(look.px(PROGRESS))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, step: int | None, text: Text) -> None:
        """Which step this is; None draws nothing but keeps the place."""
        self.setAccessibleName(text("frame.step", step=step, steps=STEPS) if step else "")
        if step != self._step:
            self._step = step
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The bars."""
        if self._step is None:
            return
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, right, gap = look.px(self._margin[0]), look.px(self._margin[1]), look.px(12)
        width = (self.width() - left - right - gap * (STEPS - 1)) / STEPS
        for nth in range(1, STEPS + 1):
            height = float(look.px(18 if nth == self._step else 12))
            bar = QRectF(left + (nth - 1) * (width + gap), (self.height() - height) / 2, width, height)
            if nth > self._step:
                line = look.stroke("control")
                painter.setPen(QPen(look.color("lineStrong"), line))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                bar.adjust(line / 2, line / 2, -line / 2, -line / 2)
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.color("accent" if nth == self._step else "ink"))
            painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2)
        painter.end()


class UtilityKey(Touch):
    """One cell of the utility bar: a sign and a word."""

    ICON, GAP = 50, 18

    def __init__(self, look: Look, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(look, parent, inside=True)
        self._icon = icon
        self.setFont(look.font("label"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)

    def radius(self) -> float:
        """It has no corners of its own."""
        return self.look.radius("mark")

    def sizeHint(self) -> QSize:
        """Sign and word, one above the other at larger text."""
        if self.look.metrics.is_large:
            words = QFontMetricsF(self.font()).horizontalAdvance(self.text())
            return QSize(round(words) + self.look.px(self.GAP), self.height_of_bar())
        return QSize(round(self._content()), self.look.px(UTILITY))

    def height_of_bar(self) -> int:
        """In screen pixels."""
        if not self.look.metrics.is_large:
            return self.look.px(UTILITY)
        return round(self.look.px(self.ICON + 2 * self.GAP + 8) + self.font().pixelSize() * 1.25)

    def minimumSizeHint(self) -> QSize:
        """Never narrower than its word."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Sign and word, side by side."""
        look, painter = self.look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.isDown():
            painter.fillRect(box, look.color("line"))
        size = look.px(self.ICON)
        if look.metrics.is_large:
            self._paint_stacked(painter, box, size)
            painter.end()
            return
        left = box.center().x() - self._content() / 2
        spot = QRectF(left, box.center().y() - size / 2, size, size)
        draw_icon(painter, self._icon, spot, look.color("ink"), 3.5)
        painter.setFont(self.font())
        painter.setPen(look.color("ink"))
        left += size + look.px(self.GAP)
        words = QRectF(left, box.top(), box.right() - left, box.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        painter.end()

    def _paint_stacked(self, painter: QPainter, box: QRectF, size: float) -> None:
        look, gap = self.look, self.look.px(self.GAP)
        spot = QRectF(box.center().x() - size / 2, box.top() + gap, size, size)
        draw_icon(painter, self._icon, spot, look.color("ink"), 3.5)
        painter.setFont(self.font())
        painter.setPen(look.color("ink"))
        words = QRectF(box.left(), spot.bottom(), box.width(), box.bottom() - spot.bottom() - gap / 2)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())

    def _content(self) -> float:
        width = QFontMetricsF(self.font()).horizontalAdvance(self.text())
        return width + self.look.px(self.ICON) + self.look.px(self.GAP)


class UtilityBar(QWidget):
    """Start over, language, staff: always in the same place. A key that cannot be used now leaves its place empty.

    Signals:
        start_over_asked, language_asked, staff_asked: a key was touched.
    """

    start_over_asked = Signal()
    language_asked = Signal()
    staff_asked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._keys = tuple(UtilityKey(look, icon) for icon in ("home", "text", "bell"))
        self._note = Label(look, "label", color="ink2", weight=500)
        self._note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        # A finger that lands between two keys touches neither.
        line.setSpacing(look.px(BETWEEN))
        for part in (*self._keys, self._note):
            line.addWidget(part, 1)
        signals = (self.start_over_asked, self.language_asked, self.staff_asked)
        for key, signal in zip(self._keys, signals, strict=True):
            key.clicked.connect(signal)
        self.setFixedHeight(self._keys[0].height_of_bar())

    def say(self, text: Text, *, start_over: bool, language: bool, staff: bool, note: str = "") -> None:
        """Which keys there are now; ``note`` is a sentence instead of any."""
        names = ("frame.start_over", "frame.language", "frame.staff")
        short = "_short" if self._look.metrics.is_large else ""
        words = tuple((text(f"{name}{short}"), text(name)) for name in names)
        shown = (start_over, language, staff)
        alone = sum(shown) <= 1
        for key, word, is_shown in zip(self._keys, words, shown, strict=True):
            key.name(*word)
            policy = key.sizePolicy()
            policy.setRetainSizeWhenHidden(not alone)
            key.setSizePolicy(policy)
            key.setVisible(is_shown)
        self._note.setText(note)
        least, wide = self._keys[0].height_of_bar(), self._look.metrics.width_px
        self.setFixedHeight(max(least, self._note.heightForWidth(wide) if note else 0))
        self._note.setVisible(bool(note))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground, and a line between one key and the next."""
        look, painter = self._look, QPainter(self)
        painter.fillRect(self.rect(), look.color("paperDeep"))
        if look.theme.flat:
            painter.fillRect(0, 0, self.width(), 2 * hair(look), look.color("ink"))
        inset = look.px(30)
        for before, key in zip(self._keys, self._keys[1:], strict=False):
            if before.isVisible() or key.isVisible():
                x = key.geometry().left() - look.px(BETWEEN) // 2
                if x > 0:
                    painter.fillRect(x, inset, hair(look), self.height() - 2 * inset, look.color("line"))
        painter.end()

"""A row that is switched on or off as a whole: sign, name, what it does, and a knob that lies left or right."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.icons import draw_icon
from kiosk.ui.metrics import Look
from kiosk.ui.widgets.paint import hair, rounded
from kiosk.ui.widgets.touch import Touch

HEIGHT = 144
SIGN, GAP = 56, 36
KNOB = (148, 80)
"""Width and height of the switch in reference px."""

_FLAGS = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class SwitchRow(Touch):
    """One switch. A touch does not switch it: the flow does, and says so in the next picture."""

    def __init__(self, look: Look, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(look, parent, inside=True)
        self._icon, self._more = icon, ""
        self._small = look.font("label", weight=500)
        self.setFont(look.font("heading", px=54, weight=700))
        self.setCheckable(True)

    def say(self, text: str, more: str, *, on: bool) -> None:
        """Its name, what it does, and whether it is on."""
        self.name(text, f"{text}, {more}")
        if more != self._more:
            self._more = more
            self.updateGeometry()
            self.update()
        self.setChecked(on)

    def nextCheckState(self) -> None:
        """The flow switches, not the finger."""

    def sizeHint(self) -> QSize:
        """Sign, the longer line, and the knob; two lines high."""
        words = max(
            QFontMetricsF(self.font()).horizontalAdvance(self.text()),
            QFontMetricsF(self._small).horizontalAdvance(self._more),
        )
        px = self.look.px
        lines = self.font().pixelSize() * 1.25 + self._small.pixelSize() * 1.3
        height = max(px(HEIGHT), round(lines) + px(24))
        return QSize(round(words) + px(SIGN) + 2 * px(GAP) + px(KNOB[0]) + px(8), height)

    def minimumSizeHint(self) -> QSize:
        """Never narrower than its words."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A rule above, sign, words, knob."""
        look, painter, box = self.look, QPainter(self), QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isDown():
            painter.fillRect(box, look.color("paperDeep"))
        painter.fillRect(QRectF(0, 0, box.width(), hair(look)), look.color("line"))
        size = look.px(SIGN)
        spot = QRectF(look.px(4), box.center().y() - size / 2, size, size)
        draw_icon(painter, self._icon, spot, look.color("ink"))
        self._paint_words(painter, box, spot.right() + look.px(GAP))
        self._paint_knob(painter, box)
        painter.end()

    def _paint_words(self, painter: QPainter, box: QRectF, left: float) -> None:
        upper, lower = self.font().pixelSize() * 1.25, self._small.pixelSize() * 1.3
        top = box.center().y() - (upper + lower) / 2
        for words, font, color, y, height in (
            (self.text(), self.font(), "ink", top, upper),
            (self._more, self._small, "ink2", top + upper, lower),
        ):
            painter.setFont(font)
            painter.setPen(self.look.color(color))
            painter.drawText(QRectF(left, y, box.width() - left, height), _FLAGS, words)

    def _paint_knob(self, painter: QPainter, box: QRectF) -> None:
        look, line = self.look, self.look.stroke("control")
        width, height = look.px(KNOB[0]), look.px(KNOB[1])
        slot = QRectF(box.right() - width, box.center().y() - height / 2, width, height)
        fill, edge = ("accent", "accent") if self.isChecked() else ("sheet", "lineStrong")
        rounded(painter, slot, height / 2, look.color(fill), look.color(edge), line)
        inset = height * 0.15
        side = height - 2 * inset
        left = slot.right() - inset - side if self.isChecked() else slot.left() + inset
        knob = QRectF(left, slot.top() + inset, side, side)
        rounded(painter, knob, side / 2, look.color("onAccent" if self.isChecked() else "lineStrong"))

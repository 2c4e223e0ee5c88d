"""A row that is switched on or off as a whole: sign, name, what it does, and a knob that lies left or right."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.icons import draw_icon
from kiosk.ui.metrics import Look
from kiosk.ui.widgets.lines import height_of, widest_piece, write_lines
from kiosk.ui.widgets.paint import hair, rounded
from kiosk.ui.widgets.touch import Touch

HEIGHT = 144
SIGN, GAP = 56, 36
KNOB = (148, 80)
"""Width and height of the switch in reference px."""


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
        self.choose(on)

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
        return QSize(round(words) + self._beside_words(), height)

    def minimumSizeHint(self) -> QSize:
        """Never narrower than its words; larger text may stand on several lines."""
        hint = self.sizeHint()
        if not self.look.metrics.is_large:
            return hint
        widest = max(widest_piece(self.text(), self.font()), widest_piece(self._more, self._small))
        return QSize(round(widest) + self._beside_words(), hint.height())

    def hasHeightForWidth(self) -> bool:
        """Higher where its words take more lines."""
        return self.look.metrics.is_large

    def heightForWidth(self, width: int) -> int:
        """A finger's height, or its lines'."""
        room = width - self._beside_words()
        lines = height_of(self.text(), self.font(), room) + height_of(self._more, self._small, room)
        return max(self.sizeHint().height(), round(lines * 1.1) + self.look.px(24))

    def _beside_words(self) -> int:
        px = self.look.px
        return px(SIGN) + 2 * px(GAP) + px(KNOB[0]) + px(8)

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
        room = box.right() - self.look.px(KNOB[0] + GAP) - left
        upper, lower = (height_of(words, font, room) * 1.1 for words, font in self._words())
        top = box.center().y() - (upper + lower) / 2
        for (words, font), color, y, height in zip(
            self._words(), ("ink", "ink2"), (top, top + upper), (upper, lower), strict=True
        ):
            painter.setFont(font)
            painter.setPen(self.look.color(color))
            write_lines(painter, QRectF(left, y, room, height), words, Qt.AlignmentFlag.AlignLeft)

    def _words(self) -> tuple[tuple[str, QFont], tuple[str, QFont]]:
        return (self.text(), self.font()), (self._more, self._small)

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

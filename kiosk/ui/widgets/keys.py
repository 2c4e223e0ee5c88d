"""Keys to choose with: one of several, with a small second line, and a row with a box to tick."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.icons import draw_icon
from kiosk.ui.metrics import Look
from kiosk.ui.widgets.lines import height_of, widest_piece, write_lines
from kiosk.ui.widgets.paint import rounded
from kiosk.ui.widgets.touch import Touch

TICK = (44.0, 16.0)
"""Size of the check in the upper right corner, and how far it lies from it, in reference px."""
_FLAGS = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class ChoiceKey(Touch):
    """One choice. Chosen: thick accent line, tint and check. Gone: dashed, struck through, and a word that says so."""

    def __init__(
        self,
        look: Look,
        *,
        height: float = 134,
        px: float = 68,
        tick: tuple[float, float] = TICK,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self._height, self._tick = height, tick
        self._small = ""
        self._is_gone = False
        self._small_font = look.font("label", weight=600)
        self.setFont(look.font("heading", px=px, weight=800))
        self.setCheckable(True)

    def say(
        self, text: str, small: str = "", *, chosen: bool = False, gone: bool = False, name: str = ""
    ) -> None:
        """What stands on it and how it stands; ``name`` is what it is called where its words are too few."""
        self.name(text, name or (f"{text}, {small}" if small else text))
        if (small, gone) != (self._small, self._is_gone):
            self._small, self._is_gone = small, gone
            self.update()
        self.choose(chosen)
        self.setEnabled(not gone)

    def nextCheckState(self) -> None:
        """A touch does not choose: the flow does, and says so in the next picture."""

    def sizeHint(self) -> QSize:
        """A share of the row, and the height of a finger."""
        upper = QFontMetricsF(self.font()).horizontalAdvance(self.text())
        lower = QFontMetricsF(self._small_font).horizontalAdvance(self._small)
        width = max(upper, lower) + self.look.px(24)
        return QSize(round(width), self.look.metrics.touch(self._height))

    def minimumSizeHint(self) -> QSize:
        """Never narrower than its words; larger text may stand on two lines where there is no second one."""
        hint = self.sizeHint()
        if not self.look.metrics.is_large or self._small:
            return hint
        return QSize(round(widest_piece(self.text(), self.font())) + self.look.px(24), hint.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Box, words, check."""
        look, painter = self.look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, radius, line = QRectF(self.rect()), self.radius(), look.stroke("control")
        if self._is_gone:
            rounded(painter, box, radius, None, look.color("lineStrong"), line, dashed=True)
        elif self.isChecked():
            selected = look.stroke("selected")
            rounded(painter, box, radius, look.color("accentSoft"), look.color("accent"), selected)
        else:
            fill = look.color("paperDeep" if self.isDown() else "sheet")
            rounded(painter, box, radius, fill, look.color("lineStrong"), line)
        self._paint_words(painter, box)
        if self.isChecked():
            size, inset = (look.px(part) for part in self._tick)
            spot = QRectF(box.right() - size - inset, box.top() + inset, size, size)
            draw_icon(painter, "check", spot, look.color("accent"), 6)
        painter.end()

    def _paint_words(self, painter: QPainter, box: QRectF) -> None:
        """One or two lines, together in the middle."""
        colors = (
            ("ink3", "ink3")
            if self._is_gone
            else ("accent", "accent")
            if self.isChecked()
            else ("ink", "ink2")
        )
        font = self.font()
        font.setStrikeOut(self._is_gone)
        upper = font.pixelSize() * 1.15
        lower = self._small_font.pixelSize() * 1.25 if self._small else 0.0
        top = box.center().y() - (upper + lower) / 2
        if not self._small and QFontMetricsF(font).horizontalAdvance(self.text()) > box.width():
            painter.setFont(font)
            painter.setPen(self.look.color(colors[0]))
            write_lines(painter, box, self.text(), Qt.AlignmentFlag.AlignHCenter)
            return
        for words, face, color, y, height in (
            (self.text(), font, colors[0], top, upper),
            (self._small, self._small_font, colors[1], top + upper, lower),
        ):
            painter.setFont(face)
            painter.setPen(self.look.color(color))
            painter.drawText(QRectF(box.left(), y, box.width(), height), Qt.AlignmentFlag.AlignCenter, words)


class CheckRow(Touch):
    """A row that is ticked as a whole: framed like a key with its box on the right, or bare with it on the left."""

    def __init__(
        self, look: Look, *, icon: str = "", framed: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, parent)
        self._icon, self._is_framed = icon, framed
        self.setCheckable(True)
        self.setFont(look.font("body", px=50 if framed else 52, weight=600))

    def say(self, text: str, *, ticked: bool) -> None:
        """Its words, and whether it is ticked."""
        self.name(text)
        self.choose(ticked)

    def nextCheckState(self) -> None:
        """The flow ticks, not the finger."""

    def sizeHint(self) -> QSize:
        """Sign, words and box; the height of a finger."""
        width = QFontMetricsF(self.font()).horizontalAdvance(self.text()) + self.look.px(8)
        parts = [72, 28] if not self._is_framed else [24, 56, 14, 24]
        if self._icon:
            parts += [56, 14]
        height = self.look.metrics.tokens.touch["standard_px"]
        return QSize(
            round(width) + sum(self.look.px(part) for part in parts), self.look.metrics.touch(height)
        )

    def minimumSizeHint(self) -> QSize:
        """Never narrower than its words; larger text may stand on several lines."""
        hint = self.sizeHint()
        if not self.look.metrics.is_large:
            return hint
        words = QFontMetricsF(self.font()).horizontalAdvance(self.text()) - widest_piece(
            self.text(), self.font()
        )
        return QSize(hint.width() - round(words), hint.height())

    def hasHeightForWidth(self) -> bool:
        """Higher where its words take more lines."""
        return self.look.metrics.is_large

    def heightForWidth(self, width: int) -> int:
        """A finger's height, or its lines'."""
        hint = self.sizeHint()
        room = width - (hint.width() - QFontMetricsF(self.font()).horizontalAdvance(self.text()))
        return max(hint.height(), round(height_of(self.text(), self.font(), room)) + self.look.px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Sign, words, box."""
        look, painter = self.look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        middle = whole.center().y()
        if self._is_framed:
            fill = look.color("paperDeep" if self.isDown() else "sheet")
            rounded(painter, whole, self.radius(), fill, look.color("lineStrong"), look.stroke("control"))
            side, left = look.px(56), whole.left() + look.px(24)
            tick = QRectF(whole.right() - look.px(24) - side, middle - side / 2, side, side)
            right = tick.left()
        else:
            side = look.px(72)
            tick = QRectF(whole.left(), middle - side / 2, side, side)
            left, right = tick.right() + look.px(28), whole.right()
        if self._icon:
            size = look.px(56)
            draw_icon(painter, self._icon, QRectF(left, middle - size / 2, size, size), look.color("ink"))
            left += size + look.px(14)
        painter.setFont(self.font())
        painter.setPen(look.color("ink"))
        room = QRectF(left, whole.top(), right - left, whole.height())
        if QFontMetricsF(self.font()).horizontalAdvance(self.text()) > room.width():
            write_lines(painter, room, self.text(), Qt.AlignmentFlag.AlignLeft)
        else:
            painter.drawText(room, _FLAGS, self.text())
        self._paint_tick(painter, tick)
        painter.end()

    def _paint_tick(self, painter: QPainter, box: QRectF) -> None:
        look, radius = self.look, self.look.px(14)
        if self.isChecked():
            rounded(painter, box, radius, look.color("accent"))
            inset = box.width() * 0.13
            inner = box.adjusted(inset, inset, -inset, -inset)
            draw_icon(painter, "check", inner, look.color("onAccent"), 6.5)
        else:
            line = look.stroke("control") * 4 / 3
            rounded(painter, box, radius, look.color("sheet"), look.color("ink"), line)

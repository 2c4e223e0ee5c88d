"""The button of every screen: primary (the next step), secondary, quiet; and off, which says why beside it."""

from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.icons import draw_icon
from kiosk.ui.metrics import Look
from kiosk.ui.widgets.lines import height_of, widest_piece, write_lines
from kiosk.ui.widgets.paint import rounded
from kiosk.ui.widgets.touch import Touch

PADDING = 28
ICON, ICON_GAP = 60, 22


class ButtonRole(StrEnum):
    """How much a button weighs."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    QUIET = "quiet"


class Button(Touch):
    """A touch button; its accessible name is its text unless ``name`` gives a steadier one.

    ``height`` and ``px`` (the size of its words) are in reference px. ``tail`` stands lighter behind the words.
    """

    def __init__(
        self,
        look: Look,
        role: ButtonRole = ButtonRole.PRIMARY,
        *,
        icon: str = "",
        height: float = 144,
        px: float = 58,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self._role, self._icon, self._height = role, icon, height
        self._tail = ""
        weight = 600 if role is ButtonRole.QUIET and height < look.metrics.tokens.touch["primary_px"] else 700
        self.setFont(look.font("heading", px=px, weight=weight))
        self._light = look.font("heading", px=px, weight=500)

    def say(self, text: str, name: str = "", *, tail: str = "") -> None:
        """What stands on it, and what it is called where that differs."""
        self.name(text, name)
        if tail != self._tail:
            self._tail = tail
            self.update()

    def turn_off(self, reason: str) -> None:
        """Off with a reason, or on again with none. Whoever lays it out shows the reason; this one only says it."""
        self.setEnabled(not reason)
        if reason != self.accessibleDescription():
            self.setAccessibleDescription(reason)

    def sizeHint(self) -> QSize:
        """As wide as its words need, as high as a finger does."""
        width = self._words_width() + 2 * self.look.px(PADDING)
        return QSize(round(width), self.look.metrics.touch(self._height))

    def minimumSizeHint(self) -> QSize:
        """Never narrower than its words; larger text may stand on two lines."""
        if not self._may_wrap:
            return self.sizeHint()
        width = round(widest_piece(self.text(), self.font())) + self.look.px(PADDING)
        return QSize(width, self.sizeHint().height())

    def hasHeightForWidth(self) -> bool:
        """Higher where its words take two lines."""
        return self._may_wrap

    def heightForWidth(self, width: int) -> int:
        """A finger's height, or its lines' with some air."""
        lines = height_of(self.text(), self.font(), width)
        return max(self.sizeHint().height(), round(lines) + self.look.px(PADDING))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Box and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self._paint_box(painter, QRectF(self.rect()), self.radius())
        self._paint_words(painter, QRectF(self.rect()), ink)
        painter.end()

    def _paint_box(self, painter: QPainter, box: QRectF, radius: float) -> str:
        """Draws it and gives the name of the colour to write in."""
        look, line = self.look, self.look.stroke("control")
        if not self.isEnabled():
            rounded(
                painter, box, radius, look.color("paperDeep"), look.color("lineStrong"), line, dashed=True
            )
            return "ink3"
        if self._role is ButtonRole.PRIMARY:
            rounded(painter, box, radius, look.color("accentPress" if self.isDown() else "accent"))
            return "onAccent"
        fill = "paperDeep" if self.isDown() else "sheet" if self._role is ButtonRole.SECONDARY else ""
        edge = "ink" if self._role is ButtonRole.SECONDARY else "lineStrong"
        rounded(painter, box, radius, look.color(fill) if fill else None, look.color(edge), line)
        return "ink"

    def _paint_words(self, painter: QPainter, box: QRectF, ink: str) -> None:
        look = self.look
        if self._may_wrap and self._words_width() > box.width():
            painter.setPen(look.color(ink))
            painter.setFont(self.font())
            write_lines(painter, box, self.text(), Qt.AlignmentFlag.AlignHCenter)
            return
        left = box.center().x() - self._words_width() / 2
        painter.setPen(look.color(ink))
        if self._icon:
            size = look.px(ICON)
            spot = QRectF(left, box.center().y() - size / 2, size, size)
            draw_icon(painter, self._icon, spot, look.color(ink))
            left += size + look.px(ICON_GAP)
            painter.setPen(look.color(ink))
        for words, font in ((self.text(), self.font()), (self._tail, self._light)):
            width = QFontMetricsF(font).horizontalAdvance(words)
            painter.setFont(font)
            place = QRectF(left, box.top(), width + 4, box.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
            left += width + look.px(ICON_GAP)

    @property
    def _may_wrap(self) -> bool:
        return self.look.metrics.is_large and not self._tail

    def _words_width(self) -> float:
        width = QFontMetricsF(self.font()).horizontalAdvance(self.text())
        if self._icon:
            width += self.look.px(ICON) + self.look.px(ICON_GAP)
        if self._tail:
            # Figures that count keep the width of the widest, so that the words beside them stand still.
            width += self.look.px(ICON_GAP) + QFontMetricsF(self._light).horizontalAdvance(self._tail)
        return width

"""The button of every screen: primary (the next step), secondary, quiet; and off, which says why beside it."""

from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from kiosk.ui.icons import draw_icon
from kiosk.ui.metrics import Look
from kiosk.ui.widgets.paint import focus_ring, rounded


class ButtonRole(StrEnum):
    """How much a button weighs."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    QUIET = "quiet"


class Button(QAbstractButton):
    """A touch button; its accessible name is its text unless ``name`` gives a steadier one."""

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
        super().__init__(parent)
        self._look, self._role, self._icon = look, role, icon
        self._height = height
        weight = 700 if role is not ButtonRole.QUIET else 600
        self.setFont(look.font("heading", px=px, weight=weight))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def say(self, text: str, name: str = "") -> None:
        """What stands on it, and what it is called where that differs."""
        self.setText(text)
        self.setAccessibleName(name or text)

    def sizeHint(self) -> QSize:
        """As wide as its words need, as high as a finger does."""
        metrics = QFontMetricsF(self.font())
        width = metrics.horizontalAdvance(self.text()) + self._look.px(64)
        if self._icon:
            width += self._look.px(70)
        return QSize(round(width), self._look.metrics.px(self._height))

    def minimumSizeHint(self) -> QSize:
        """Never narrower than its words."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Box, words, ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, radius = QRectF(self.rect()), self._look.radius("control")
        ink = self._paint_box(painter, box, radius)
        self._paint_words(painter, box, ink)
        if self.hasFocus():
            focus_ring(painter, self._look, box, radius)
        painter.end()

    def _paint_box(self, painter: QPainter, box: QRectF, radius: float) -> str:
        """Draws it and gives the name of the colour to write in."""
        look, line = self._look, self._look.stroke("control")
        if not self.isEnabled():
            rounded(painter, box, radius, look.color("paperDeep"), look.color("ink3"), line, dashed=True)
            return "ink3"
        if self._role is ButtonRole.PRIMARY:
            rounded(painter, box, radius, look.color("accentPress" if self.isDown() else "accent"))
            return "onAccent"
        fill = "paperDeep" if self.isDown() else "sheet" if self._role is ButtonRole.SECONDARY else ""
        edge = "ink" if self._role is ButtonRole.SECONDARY else "lineStrong"
        rounded(painter, box, radius, look.color(fill) if fill else None, look.color(edge), line)
        return "ink"

    def _paint_words(self, painter: QPainter, box: QRectF, ink: str) -> None:
        look = self._look
        painter.setFont(self.font())
        painter.setPen(look.color(ink))
        if not self._icon:
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text())
            return
        width = QFontMetricsF(self.font()).horizontalAdvance(self.text())
        size, gap = look.px(52), look.px(18)
        left = box.center().x() - (width + size + gap) / 2
        spot = QRectF(left, box.center().y() - size / 2, size, size)
        draw_icon(painter, self._icon, spot, look.color(ink))
        words = QRectF(left + size + gap, box.top(), width + 4, box.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())

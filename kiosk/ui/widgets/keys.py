"""Keys to choose with: one of several (party, time), and a row with a box to tick."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from kiosk.ui.icons import draw_icon
from kiosk.ui.metrics import Look
from kiosk.ui.widgets.paint import focus_ring, rounded


class ChoiceKey(QAbstractButton):
    """One choice, with a small second line. Chosen: accent line and check. Gone: dashed and struck through."""

    def __init__(
        self, look: Look, *, height: float = 134, px: float = 68, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._height, self._px = look, height, px
        self._small = ""
        self._is_gone = False
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def say(self, text: str, small: str = "", *, chosen: bool = False, gone: bool = False) -> None:
        """What stands on it and how it stands."""
        self.setText(text)
        self._small, self._is_gone = small, gone
        self.setAccessibleName(f"{text}, {small}" if small else text)
        self.setChecked(chosen)
        self.setEnabled(not gone)
        self.update()

    def nextCheckState(self) -> None:
        """A touch does not choose: the flow does, and says so in the next picture."""

    def sizeHint(self) -> QSize:
        """A share of the row, and the height of a finger."""
        return QSize(self._look.px(self._px * 2), self._look.px(self._height))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Box, words, check."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, radius = QRectF(self.rect()), look.radius("control")
        if self._is_gone:
            rounded(painter, box, radius, None, look.color("lineStrong"), look.stroke("control"), dashed=True)
        elif self.isChecked():
            rounded(
                painter, box, radius, look.color("accentSoft"), look.color("accent"), look.stroke("selected")
            )
        else:
            fill = look.color("paperDeep" if self.isDown() else "sheet")
            rounded(painter, box, radius, fill, look.color("lineStrong"), look.stroke("control"))
        self._paint_words(painter, box)
        if self.isChecked():
            size = look.px(44)
            draw_icon(
                painter,
                "check",
                QRectF(box.right() - size - look.px(14), box.top() + look.px(12), size, size),
                look.color("accent"),
                6,
            )
        if self.hasFocus():
            focus_ring(painter, look, box, radius)
        painter.end()

    def _paint_words(self, painter: QPainter, box: QRectF) -> None:
        look = self._look
        ink = look.color("ink3" if self._is_gone else "accent" if self.isChecked() else "ink")
        font = look.font("heading", px=self._px, weight=700)
        font.setStrikeOut(self._is_gone)
        painter.setFont(font)
        painter.setPen(ink)
        if not self._small:
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text())
            return
        half = box.height() * 0.56
        upper = QRectF(box.left(), box.top() + box.height() * 0.06, box.width(), half)
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, self.text())
        painter.setFont(look.font("label", weight=600))
        painter.setPen(look.color("ink3" if self._is_gone else "accent" if self.isChecked() else "ink2"))
        lower = QRectF(box.left(), box.top() + half, box.width(), box.height() * 0.36)
        painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, self._small)


class CheckRow(QAbstractButton):
    """A row that is ticked as a whole; framed like a key, or bare."""

    def __init__(
        self, look: Look, *, icon: str = "", framed: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._icon, self._is_framed = look, icon, framed
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFont(look.font("body", px=50 if framed else 52, weight=600))

    def say(self, text: str, *, ticked: bool) -> None:
        """Its words, and whether it is ticked."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setChecked(ticked)

    def nextCheckState(self) -> None:
        """The flow ticks, not the finger."""

    def sizeHint(self) -> QSize:
        """The height of a finger."""
        return QSize(self._look.px(300), self._look.px(112))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Sign, words, box."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole, radius = QRectF(self.rect()), look.radius("control")
        inset = look.px(24) if self._is_framed else 0
        if self._is_framed:
            rounded(
                painter, whole, radius, look.color("sheet"), look.color("lineStrong"), look.stroke("control")
            )
        side = look.px(56 if self._is_framed else 72)
        middle = whole.center().y()
        if self._is_framed:
            tick = QRectF(whole.right() - inset - side, middle - side / 2, side, side)
            left, right = whole.left() + inset, tick.left()
        else:
            tick = QRectF(whole.left(), middle - side / 2, side, side)
            left, right = tick.right() + look.px(28), whole.right()
        if self._icon:
            size = look.px(56)
            draw_icon(painter, self._icon, QRectF(left, middle - size / 2, size, size), look.color("ink"))
            left += size + look.px(16)
        painter.setFont(self.font())
        painter.setPen(look.color("ink"))
        words = QRectF(left, whole.top(), right - left, whole.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        self._paint_tick(painter, tick)
        if self.hasFocus():
            focus_ring(painter, look, whole, radius)
        painter.end()

    def _paint_tick(self, painter: QPainter, box: QRectF) -> None:
        look = self._look
        radius = look.radius("mark")
        if self.isChecked():
            rounded(painter, box, radius, look.color("accent"))
            inset = box.width() * 0.14
            draw_icon(
                painter, "check", box.adjusted(inset, inset, -inset, -inset), look.color("onAccent"), 6.5
            )
        else:
            rounded(
                painter, box, radius, look.color("sheet"), look.color("ink"), look.stroke("control") * 1.4
            )

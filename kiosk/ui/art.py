"""The drawings that screens put up: the table that invites, the ring of waiting, marks in a badge, the seal.

They follow theme and size, and rest where nothing may move.
"""

from PySide6.QtCore import QEasingCurve, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import (
    QBrush,
    QHideEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QShowEvent,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.feast import FEAST, OWN_CHAIR, draw_feast, draw_own_chair
from kiosk.ui.icons import draw_icon
from kiosk.ui.metrics import Look
from kiosk.ui.paths import path_from, rounded
from kiosk.ui.theme import Theme


class AttractArt(QWidget):
    """The laid table whose fifth chair breathes. Only the chair is painted anew while it moves."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._still: QPixmap | None = None
        self._slid = 0.0
        self._breath = QVariantAnimation(self)
        self._breath.valueChanged.connect(self._slide)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Another theme or size; the chair rests where nothing may move."""
        self._look = look
        self._still, self._slid = None, 0.0
        motion = look.motion("breathe")
        self._breath.stop()
        self._breath.setDuration(motion.ms)
        self._breath.setEasingCurve(QEasingCurve.Type.InOutSine)
        self._breath.setKeyValueAt(0.0, 0.0)
        self._breath.setKeyValueAt(0.5, 1.0)
        self._breath.setKeyValueAt(1.0, 0.0)
        self._breath.setLoopCount(-1)
        if self.isVisible():
            self._start()
        self.update()

    def sizeHint(self) -> QSize:
        """As large as on the reference screen."""
        return QSize(self._look.px(FEAST.width() * 0.965), self._look.px(FEAST.height() * 0.965))

    def _start(self) -> None:
        if self._look.moves:
            self._breath.start()

    def _transform(self) -> QTransform:
        scale = min(self.width() / FEAST.width(), self.height() / FEAST.height())
        middle = FEAST.center() * scale
        return (
            QTransform()
            .translate(self.width() / 2 - middle.x(), self.height() / 2 - middle.y())
            .scale(scale, scale)
        )

    def _slide(self, slid: float) -> None:
        self._slid = slid
        self.update(self._transform().mapRect(OWN_CHAIR).toAlignedRect())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The still table from its pixmap, the chair fresh."""
        if self._still is None:
            ratio = self.devicePixelRatioF()
            self._still = QPixmap(self.size() * ratio)
            self._still.setDevicePixelRatio(ratio)
            self._still.fill(Qt.GlobalColor.transparent)
            inner = QPainter(self._still)
            inner.setTransform(self._transform())
            draw_feast(inner, self._look.theme)
            inner.end()
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        painter.drawPixmap(0, 0, self._still)
        painter.setTransform(self._transform(), combine=True)
        draw_own_chair(painter, self._look.theme, self._slid)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw for the new size."""
        super().resizeEvent(event)
        self._still = None

    def showEvent(self, event: QShowEvent) -> None:
        """Breathe only while somebody can see it."""
        super().showEvent(event)
        self._start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest."""
        super().hideEvent(event)
        self._breath.stop()


class WaitingRing(QWidget):
    """A ring whose arc turns once in 2.4 s around what is laid into it: a payment being verified. Still if nothing moves."""

    _ARC_DEGREES = 120.0

    def __init__(self, look: Look, diameter_px: float = 700, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._diameter_px = diameter_px
        self._turn = 0.0
        self._turning = QVariantAnimation(self)
        self._turning.setStartValue(0.0)
        self._turning.setEndValue(360.0)
        self._turning.setLoopCount(-1)
        self._turning.valueChanged.connect(self._advance)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_look(self, look: Look) -> None:
        """Another theme or size."""
        self._look = look
        self._turning.stop()
        if self.isVisible():
            self._start()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A square of the diameter."""
        side = self._look.px(self._diameter_px)
        return QSize(side, side)

    def _start(self) -> None:
        if self._look.moves:
            self._turning.setDuration(self._look.motion("breathe").ms)
            self._turning.start()

    def _advance(self, turn: float) -> None:
        self._turn = turn
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ring and its arc."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = self._look.px(18)
        ring = QRectF(self.rect()).adjusted(wide, wide, -wide, -wide)
        painter.setPen(QPen(self._look.color("line"), self._look.px(10)))
        painter.drawEllipse(ring)
        pen = QPen(self._look.color("accent"), wide)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(ring, round((90 - self._turn) * 16), round(-self._ARC_DEGREES * 16))
        painter.end()
        event.accept()

    def showEvent(self, event: QShowEvent) -> None:
        """Turn only while somebody can see it."""
        super().showEvent(event)
        self._start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest."""
        super().hideEvent(event)
        self._turning.stop()


class Badge(QWidget):
    """A large mark that opens a screen: a check in a filled circle, a card, clock or hourglass on its tint.

    ``kind`` is ``done`` (filled), ``ok``, ``warn`` or ``bad`` (a rounded square, so that it differs by shape too).
    """

    def __init__(
        self, look: Look, icon: str, kind: str, size_px: float = 148, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._icon = icon
        self._kind = kind
        self._size_px = size_px
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_look(self, look: Look) -> None:
        """Another theme or size."""
        self._look = look
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        side = self._look.px(self._size_px)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Shape, then mark."""
        painter = QPainter(self)
        draw_badge(painter, QRectF(self.rect()), self._look.theme, self._icon, self._kind)
        painter.end()
        event.accept()


def draw_badge(painter: QPainter, rect: QRectF, theme: Theme, icon: str, kind: str) -> None:
    """A mark on its ground. In a flat theme, where tints hardly show, it gets a line as well."""
    fill, line = ("ok", "paper") if kind == "done" else (f"{kind}Soft", kind)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = rect.width() * 0.025 if theme.flat else 0.0
    painter.setPen(
        QPen(theme.color(line if kind != "done" else fill), width) if width else QPen(Qt.PenStyle.NoPen)
    )
    painter.setBrush(QBrush(theme.color(fill)))
    inner = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    radius = inner.width() * (0.243 if kind == "bad" else 0.5)
    painter.drawRoundedRect(inner, radius, radius)
    size = rect.width() * (0.67 if kind == "done" else 0.58)
    around = QRectF(0, 0, size, size)
    around.moveCenter(rect.center())
    draw_icon(painter, icon, around, theme.color(line), 6 if kind == "done" else 4)


def draw_seal(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """The seal of the program: the first letter of its name, as a table on two legs, in a rounded square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scale = min(rect.width(), rect.height()) / 64
    painter.translate(rect.topLeft())
    painter.scale(scale, scale)
    painter.fillPath(rounded(2, 2, 60, 60, 14), theme.color("accent"))
    pen = QPen(theme.color("onAccent"), 6.5)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path_from("M16 20H48M32 20C32 33 27 42 15 47M33 27C35.5 37 40 43 49 47"))
    painter.restore()


def seal_pixmap(size_px: int, theme: Theme, ratio: float = 1.0) -> QPixmap:
    """The seal for a label."""
    pixmap = QPixmap(QSize(size_px, size_px) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw_seal(painter, QRectF(0, 0, size_px, size_px), theme)
    painter.end()
    return pixmap

"""A sheet over the bottom of the screen, with the rest behind a scrim. Keeps the keyboard inside; Esc is the safe choice."""

from PySide6.QtCore import QEvent, QObject, QPoint, QPropertyAnimation, QRectF, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from kiosk.ui.metrics import OUT_OF_REACH, Look
from kiosk.ui.widgets.paint import rounded

RADIUS, EDGE, WIDEST = 32, 4, 1080
SIDE, TOP, BOTTOM = 56, 64, 44


class _Paper(QWidget):
    """The sheet itself; its lower corners lie below the screen."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paper and its upper edge."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius, edge = look.px(RADIUS), look.px(EDGE)
        box = QRectF(self.rect()).adjusted(-edge, 0, edge, 2 * radius)
        rounded(painter, box, radius, look.color("sheet"), look.color("ink"), edge)
        painter.end()


class Sheet(QWidget):
    """Covers its parent. Content goes into ``column``; touches beside the sheet go nowhere."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.rebuild(look)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()
        parent.installEventFilter(self)

    def rebuild(self, look: Look) -> None:
        """An empty paper for a look; what was on the one before goes with it."""
        old: QWidget | None = getattr(self, "paper", None)
        self._look = look
        self.paper: QWidget = _Paper(look, self)
        self.column = QVBoxLayout(self.paper)
        self.column.setContentsMargins(look.px(SIDE), look.px(TOP), look.px(SIDE), look.px(BOTTOM))
        self.column.setSpacing(0)
        self._slide = QPropertyAnimation(self.paper, b"pos", self.paper)
        self.paper.show()
        if old is not None:
            old.hide()
            old.setParent(None)
            old.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the parent."""
        if watched is self.parent() and event.type() is QEvent.Type.Resize and self.isVisible():
            self.fit()
        return False

    def open(self) -> None:
        """Come up from below, at once where nothing moves."""
        self.show()
        self.raise_()
        self.fit()
        motion = self._look.motion("sheet")
        if motion.ms and self.isVisible():
            end = self.paper.pos()
            self._slide.stop()
            self._slide.setDuration(motion.ms)
            self._slide.setEasingCurve(motion.easing)
            self._slide.setStartValue(end + QPoint(0, self.paper.height()))
            self._slide.setEndValue(end)
            self._slide.start()

    def fit(self) -> None:
        """Cover the parent; the paper as high as its content."""
        parent = self.parentWidget()
        assert parent is not None, "a sheet lies over something"
        self._slide.stop()
        self.setGeometry(parent.rect())
        width = min(self.width(), self._look.px(self.widest()))
        _forget_sizes(self.column)
        wanted = max(self.column.totalHeightForWidth(width), self.column.totalMinimumSize().height())
        height = min(self._highest(), wanted)
        self.paper.setGeometry((self.width() - width) // 2, self.height() - height, width, height)

    def _highest(self) -> int:
        """All of the screen, or the part of it that is within reach."""
        metrics = self._look.metrics
        return self.height() - (metrics.px(OUT_OF_REACH) if metrics.is_low else 0)

    def widest(self) -> float:
        """How wide the paper may be, in reference px."""
        return WIDEST

    def safe_choice(self) -> None:
        """What Esc does; sheets override it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc is the safe choice; no other key reaches what lies behind."""
        if event.key() == Qt.Key.Key_Escape:
            self.safe_choice()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays inside: only the sheet's own controls are in its chain."""
        ours = [
            child
            for child in self.paper.findChildren(QWidget)
            if child.focusPolicy() != Qt.FocusPolicy.NoFocus and child.isVisible() and child.isEnabled()
        ]
        if ours:
            held = self.window().focusWidget()  # also in a window that is not the active one
            at = next((nth for nth, child in enumerate(ours) if child is held), -1 if forward else 0)
            ours[(at + (1 if forward else -1)) % len(ours)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Nothing behind the scrim is touched."""
        event.accept()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing moves that nobody sees."""
        super().hideEvent(event)
        self._slide.stop()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The scrim."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.color("scrim"))
        painter.end()


def _forget_sizes(layout: QLayout) -> None:
    """Where one sheet follows another at once, what was hidden just now still takes its room, on every level."""
    for nth in range(layout.count()):
        item = layout.itemAt(nth)
        widget = item.widget() if item is not None else None
        inner = widget.layout() if widget is not None else item.layout() if item is not None else None
        if inner is not None:
            _forget_sizes(inner)
    layout.invalidate()

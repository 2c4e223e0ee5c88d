"""A sheet over the bottom of the screen, with the rest behind a scrim. Keeps the keyboard inside; Esc is the safe choice."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.ui.metrics import Look
from kiosk.ui.widgets.paint import rounded


class Sheet(QWidget):
    """Covers its parent. Content goes into ``column``; touches beside the sheet go nowhere."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.paper = QWidget(self)
        self.column = QVBoxLayout(self.paper)
        self.column.setContentsMargins(look.px(56), look.px(64), look.px(56), look.px(44))
        self.column.setSpacing(look.px(20))
        self.hide()
        parent.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the parent."""
        if watched is self.parent() and event.type() is QEvent.Type.Resize and self.isVisible():
            self.fit()
        return False

    def fit(self) -> None:
        """Cover the parent; the paper as high as its content."""
        parent = self.parentWidget()
        assert parent is not None, "a sheet lies over something"
        self.setGeometry(parent.rect())
        width = min(self.width(), self._look.px(1080))
        height = min(self.height(), max(self.column.heightForWidth(width), self.column.sizeHint().height()))
        self.paper.setGeometry((self.width() - width) // 2, self.height() - height, width, height)

    def safe_choice(self) -> None:
        """What Esc does; sheets override it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc is the safe choice."""
        if event.key() == Qt.Key.Key_Escape:
            self.safe_choice()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays inside: only the sheet's own controls are in its chain."""
        ours = [
            w
            for w in self.paper.findChildren(QWidget)
            if w.focusPolicy() != Qt.FocusPolicy.NoFocus and w.isVisible()
        ]
        if not ours:
            return True
        at = next((nth for nth, w in enumerate(ours) if w.hasFocus()), -1)
        ours[(at + (1 if forward else -1)) % len(ours)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Nothing behind the scrim is touched."""
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Scrim, paper, its upper edge."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), look.color("scrim"))
        radius = look.px(32)
        box = QRectF(self.paper.geometry()).adjusted(0, 0, 0, radius)
        rounded(painter, box, radius, look.color("sheet"), look.color("ink"), look.px(4))
        painter.end()

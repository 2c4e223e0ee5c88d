"""What is shown while something loads: quiet outlines of what will come, and one sentence; no spinner."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.ui.metrics import Look
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.paint import rounded

ROW, GAP, MARGIN = 92, 24, 24


class LoadingOutline(QWidget):
    """Outlines of rows in ``line``; a sentence in the middle, also when it went wrong (then without outlines)."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._is_loading = True
        self._words = Label(look, "body", weight=600, color="ink2", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(look.px(MARGIN), 0, look.px(MARGIN), 0)
        inside.addStretch(1)
        inside.addWidget(self._words)
        inside.addStretch(1)

    def say(self, sentence: str, *, loading: bool = True) -> None:
        """What is being waited for, or what did not come."""
        self._words.setText(sentence)
        self.setAccessibleName(sentence)
        if loading != self._is_loading:
            self._is_loading = loading
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Rows as far as they fit, with room for the sentence."""
        look, painter = self._look, QPainter(self)
        # A page that is not painted yet is white whatever the theme, and may lie under the words.
        painter.fillRect(self.rect(), look.color("sheet"))
        if not self._is_loading:
            painter.end()
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row, gap, margin = look.px(ROW), look.px(GAP), look.px(MARGIN)
        words = self._words.geometry().adjusted(0, -gap, 0, gap)
        top = margin
        while top + row <= self.height() - margin:
            box = QRectF(margin, top, self.width() - 2 * margin, row)
            if not box.toRect().intersects(words):
                rounded(painter, box, look.radius("control"), None, look.color("line"), look.stroke("hair"))
            top += row + gap
        painter.end()

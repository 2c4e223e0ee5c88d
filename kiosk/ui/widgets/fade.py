"""The change from one page to the next: pictures of both, blended. No effect is ever put on a live widget."""

from PySide6.QtCore import Qt, QVariantAnimation
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from kiosk.ui.theme import Motion


class PageFade(QWidget):
    """Lies over the pages while one turns into the other; touches go through to the new one at once."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._old, self._new = QPixmap(), QPixmap()
        self._share = 0.0
        self._run = QVariantAnimation(self)
        self._run.setStartValue(0.0)
        self._run.setEndValue(1.0)
        self._run.valueChanged.connect(self._advance)
        self._run.finished.connect(self.end)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.hide()

    @property
    def is_running(self) -> bool:
        """Whether the pages are still changing."""
        return self.isVisible()

    def run(self, old: QPixmap, new: QPixmap, motion: Motion) -> None:
        """From one picture to the other."""
        parent = self.parentWidget()
        assert parent is not None, "pages lie in something"
        self._old, self._new, self._share = old, new, 0.0
        self.setGeometry(parent.rect())
        self._run.stop()
        self._run.setDuration(motion.ms)
        self._run.setEasingCurve(motion.easing)
        self.show()
        self.raise_()
        self._run.start()

    def end(self) -> None:
        """Jump to the end, and forget both pictures."""
        self._run.stop()
        self.hide()
        self._old, self._new = QPixmap(), QPixmap()

    def _advance(self, share: float) -> None:
        self._share = share
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The new over the old."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._old)
        painter.setOpacity(self._share)
        painter.drawPixmap(0, 0, self._new)
        painter.end()

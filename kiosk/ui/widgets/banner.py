"""The banner of test payments: full width, striped, and nothing hides it while a test key is in use."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.widgets.arrange import row
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.signs import Sign

MARGIN = 56
STRIPES_HIGH, STRIPE_WIDE = 16, 26


class Stripes(QWidget):
    """A strip of slanted warning stripes."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setFixedHeight(look.px(STRIPES_HIGH))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A gradient that repeats in hard steps is a stripe; it runs along its slope, so it goes by the diagonal."""
        look, painter = self._look, QPainter(self)
        run = look.px(STRIPE_WIDE * 2) / 2**0.5
        stripes = QLinearGradient(0, 0, run, run)
        for at, color in ((0.0, "warn"), (0.4999, "warn"), (0.5, "ink"), (1.0, "ink")):
            stripes.setColorAt(at, look.color(color))
        stripes.setSpread(QLinearGradient.Spread.RepeatSpread)
        painter.fillRect(self.rect(), stripes)
        painter.end()


class TestBanner(QWidget):
    """Says that no money moves."""

    __test__ = False  # pytest would take the name for a test

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._words = Label(look, "body", px=52, weight=600, color="ink2", line=1.42)
        above = 20 if look.metrics.is_upright else 6
        words = row(look, Sign(look, "flag", 56, "warn"), 24, self._words, None)
        words.setContentsMargins(look.px(MARGIN), look.px(above), look.px(MARGIN), look.px(above))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, look.px(24 if look.metrics.is_upright else 0), 0, 0)
        whole.setSpacing(0)
        whole.addWidget(Stripes(look))
        whole.addLayout(words)
        whole.addWidget(Stripes(look))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, text: Text) -> None:
        """Its words."""
        self._words.setText(text("frame.test_payment"))
        self.setAccessibleName(self._words.text())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The tint, below the room that keeps it from the progress bars."""
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        layout = self.layout()
        top = self.contentsRect().top() + (layout.contentsMargins().top() if layout is not None else 0)
        painter.fillRect(0, top, self.width(), self.height() - top, self._look.color("warnSoft"))
        painter.end()

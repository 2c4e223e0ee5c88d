"""What stands above everything that is touched in the low layout: the laid table, and where to look. Nothing to touch."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.art import AttractArt
from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.widgets.arrange import Room, column
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.signs import Rule

LEAST, SIDE = 200, 56


class LowCover(QWidget):
    """A picture with a sentence under it."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Label(look, "label", color="ink2", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        whole = column(look, 12, (Room(AttractArt(look), look.px(LEAST)), 1), 8, self._words, 16, Rule(look))
        whole.setContentsMargins(look.px(SIDE), 0, look.px(SIDE), 0)
        self.setLayout(whole)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, text: Text) -> None:
        """Where to look."""
        self._words.setText(text("low.below"))

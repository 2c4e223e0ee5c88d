"""What all screens share: a column with the design's margins, a title, and the row of actions at the bottom."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.ui.metrics import Look
from kiosk.ui.widgets.labels import Label

MARGIN = 56


class Screen(QWidget):
    """An empty screen: ``main`` for its content, ``buttons`` for its actions, the primary one last."""

    def __init__(self, look: Look, *, top: float = 34) -> None:
        super().__init__()
        self.look = look
        margin = look.px(MARGIN)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.main = QVBoxLayout()
        self.main.setContentsMargins(margin, look.px(top), margin, 0)
        self.main.setSpacing(0)
        self.buttons = QHBoxLayout()
        self.buttons.setContentsMargins(margin, look.px(24), margin, look.px(28))
        self.buttons.setSpacing(look.px(20))
        whole.addLayout(self.main, 1)
        whole.addLayout(self.buttons)

    def title(self, px: float = 76) -> Label:
        """A title; lines are broken by hand in the words."""
        return Label(self.look, "title", px=px, wrap=True)

    def gap(self, height: float) -> None:
        """Room below what was added last."""
        self.main.addSpacing(self.look.px(height))

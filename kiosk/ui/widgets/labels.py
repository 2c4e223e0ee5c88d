"""Text on a screen: a QLabel in one of the design's roles, that wraps between words and never inside one."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kiosk.ui.metrics import Look, Role


class Label(QLabel):
    """A piece of text. ``color`` is a token's name; ``px`` and ``weight`` change the role's own."""

    def __init__(
        self,
        look: Look,
        role: Role = "body",
        *,
        color: str = "ink",
        px: float | None = None,
        weight: int | None = None,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self.setFont(look.font(role, px=px, weight=weight))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.set_color(color)
        if wrap:
            self.setWordWrap(True)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def set_color(self, color: str) -> None:
        """Another token's colour."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._look.color(color))
        self.setPalette(palette)


class NameLabel(Label):
    """The restaurant's name, in its serif."""

    def __init__(self, look: Look, px: float, parent: QWidget | None = None) -> None:
        super().__init__(look, "title", parent=parent)
        self.setFont(look.name_font(px))

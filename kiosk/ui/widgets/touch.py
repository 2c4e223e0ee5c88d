"""What every control of ours is: a QAbstractButton that is named, drawn by itself, and ringed for the keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from kiosk.ui.metrics import Look
from kiosk.ui.widgets.ring import BY_KEY, FocusRing


class Touch(QAbstractButton):
    """Base of buttons and keys. ``inside`` keeps the focus ring within controls that fill their bar."""

    def __init__(self, look: Look, parent: QWidget | None = None, *, inside: bool = False) -> None:
        super().__init__(parent)
        self.look = look
        self._is_inside = inside
        self._ring: FocusRing | None = None
        self._is_chosen: bool | None = None
        self.toggled.connect(self._toggled)
        # Larger text may take more lines, and a fixed height would be that of one.
        high = QSizePolicy.Policy.Minimum if look.metrics.is_large else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Expanding, high)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def radius(self) -> float:
        """The corner of its shape in screen pixels."""
        return self.look.radius("control")

    def name(self, text: str, spoken: str = "") -> None:
        """What stands on it, and what it is called where that differs."""
        if text != self.text():
            self.setText(text)
            self.updateGeometry()
        if (spoken or text) != self.accessibleName():
            self.setAccessibleName(spoken or text)

    def choose(self, chosen: bool) -> None:
        """Whether it is chosen: what the flow says, and nobody else."""
        self._is_chosen = chosen
        self.setChecked(chosen)

    def _toggled(self, checked: bool) -> None:
        """A screen reader toggles instead of touching: take it for a touch, and leave the choice to the flow.

        Controls whose choice no flow has ever told toggle by themselves, as Qt's do.
        """
        if self._is_chosen is not None and checked is not self._is_chosen:
            self.setChecked(self._is_chosen)
            self.click()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes by keyboard sees where they are."""
        super().focusInEvent(event)
        if event.reason() in BY_KEY:
            self._drop_ring()
            self._ring = FocusRing(self.look, self, self.radius(), inside=self._is_inside)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And is followed when they go on."""
        super().focusOutEvent(event)
        self._drop_ring()

    @property
    def is_ringed(self) -> bool:
        """Whether the ring is to be seen."""
        return self._ring is not None and self._ring.isVisible()

    def _drop_ring(self) -> None:
        ring, self._ring = self._ring, None
        if ring is not None:
            ring.hide()
            ring.deleteLater()

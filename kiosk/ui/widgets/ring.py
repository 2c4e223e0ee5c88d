"""The focus ring: six px of gap and six of ring outside a control, for whoever uses the keypad or a keyboard."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.metrics import Look
from kiosk.ui.widgets.paint import rounded

BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
"""A finger knows where it is; only these reasons show the ring."""
WIDTH = 6


class FocusRing(QWidget):
    """Lies beside its control in the same parent and follows it; gone when the control loses the keyboard."""

    def __init__(self, look: Look, control: QWidget, radius: float, *, inside: bool = False) -> None:
        super().__init__(control.parentWidget())
        self._look, self._control, self._radius, self._is_inside = look, control, radius, inside
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        control.installEventFilter(self)
        self._follow()
        self.raise_()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the control."""
        if watched is self._control:
            if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
                self._follow()
            elif event.type() is QEvent.Type.Hide:
                self.hide()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ring, then gap inside it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = float(self._look.px(WIDTH))
        box = QRectF(self.rect())
        radius = self._radius + (0 if self._is_inside else 2 * width)
        rounded(painter, box, radius, None, self._look.color("focus"), width)
        inner = box.adjusted(width, width, -width, -width)
        rounded(painter, inner, radius - width, None, self._look.color("focusGap"), width)
        painter.end()

    def _follow(self) -> None:
        out = 0 if self._is_inside else 2 * self._look.px(WIDTH)
        self.setGeometry(self._control.geometry().adjusted(-out, -out, out, out))

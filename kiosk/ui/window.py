"""The top window: one shell, full screen or a given size, that a customer cannot close. Hears every touch and key.

WORKAROUND touch events got lost with QMainWindow around a web view on some boards: the root is a plain QWidget.
"""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from kiosk.ui.taps import TapGuard

SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.TouchBegin,
        QEvent.Type.KeyPress,
        QEvent.Type.Wheel,
    }
)


class LifeFilter(QObject):
    """Watches what reaches one native window before any widget gets it; swallows nothing.

    WORKAROUND PySide6 crashes when a filter written in Python watches the whole application: it then makes a wrapper
    for every object that gets any event, half-destroyed ones of the web engine's among them.

    Signals:
        noticed: a finger or a key.
    """

    noticed = Signal()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Only looks."""
        if event.type() in SIGNS_OF_LIFE:
            self.noticed.emit()
        return False


class KioskWindow(QWidget):
    """Holds the shell. In kiosk mode closing is refused until ``allow_closing`` was called.

    Signals:
        active: a finger or a key, anywhere in the program.
        closing: the window is really going.
    """

    active = Signal()
    closing = Signal()

    def __init__(self, shell: QWidget, *, locked: bool, guard: TapGuard | None = None) -> None:
        super().__init__()
        self.shell = shell
        self._locked = locked
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(shell)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._filter = LifeFilter(self)
        self._filter.noticed.connect(self.active)
        self._guard = guard or TapGuard(self)
        self._guard.held_through_change.connect(self._let_go)

    def open_fullscreen(self) -> None:
        """Cover the whole screen, with nothing around or above."""
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.showFullScreen()

    def open_windowed(self, size: QSize) -> None:
        """An ordinary window whose inside has exactly this size."""
        self.setFixedSize(size)
        self.show()

    def screen_changed(self) -> None:
        """Something else is shown: what is touched in the next moment was meant for what was there."""
        self._guard.screen_changed()

    def allow_closing(self) -> None:
        """Staff asked: the next close goes through."""
        self._locked = False

    def event(self, event: QEvent) -> bool:
        """A window's native half is made late, and may be made anew: watch the one there is."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Show, QEvent.Type.WinIdChange):
            native = self.windowHandle()
            if native is not None:
                native.installEventFilter(self._guard)
                native.installEventFilter(
                    self._filter
                )  # the last one is asked first: a dropped touch is life too
        return done

    def _let_go(self) -> None:
        """A button under a finger that came down before the change is not pressed by lifting it."""
        for button in self.shell.findChildren(QAbstractButton):
            if button.isDown():
                button.setDown(False)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Alt+F4 and the like are not for customers."""
        if self._locked:
            event.ignore()
            return
        self.closing.emit()
        event.accept()

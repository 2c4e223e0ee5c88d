"""The desk's window: the PIN screen, or the frame with its places; over them the drawer, and over all the PIN once more."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from kiosk.desk.places import Place
from kiosk.desk.screens.attention import AttentionScreen
from kiosk.desk.screens.booking import BookingDrawer
from kiosk.desk.screens.frame import Frame
from kiosk.desk.screens.now import NowScreen
from kiosk.desk.screens.pin import PinScreen
from kiosk.desk.views import DeskView
from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.window import LifeFilter


class DeskWindow(QWidget):
    """Signals:
    alive: a finger or a key.
    closing: the window goes.
    """

    alive = Signal()
    closing = Signal()

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__()
        self.pin, self.again = PinScreen(look, text), PinScreen(look, text, over=True)
        self.frame = Frame(look)
        self.now, self.attention = NowScreen(look, text), AttentionScreen(look, text)
        self.frame.add_place(Place.NOW, self.now)
        self.frame.add_place(Place.ATTENTION, self.attention)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.pin)
        self._pages.addWidget(self.frame)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(self._pages)
        self.booking = BookingDrawer(look, text)
        for over in (self.booking, self.again):
            over.setParent(self)
            over.hide()
        self._life = LifeFilter(self)
        self._life.noticed.connect(self.alive)
        self.setWindowTitle(text("desk.window"))
        self.frame.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        bar, knob = look.px(10), look.theme.css("lineStrong")
        self.setStyleSheet(
            f"DeskWindow{{background:{look.theme.css('paper')};}}"
            f"QScrollBar:vertical{{width:{bar}px;background:transparent;}}"
            f"QScrollBar::handle:vertical{{background:{knob};border-radius:{bar // 2}px;min-height:{bar * 4}px;}}"
            "QScrollBar::add-line,QScrollBar::sub-line{height:0;}"
        )

    def open_sized(self, size: QSize | None) -> None:
        """A window of that size, or the whole screen."""
        if size is None:
            self.showFullScreen()
        else:
            self.resize(size)
            self.show()

    def show_view(self, view: DeskView) -> None:
        """What the desk shows now."""
        if view.frame is None:
            self._pages.setCurrentWidget(self.pin)
        else:
            self._pages.setCurrentWidget(self.frame)
            self.frame.show_view(view.frame, view.place)
        if view.pin is not None:
            (self.again if view.pin.over else self.pin).show_view(view.pin)
        if view.now is not None:
            self.now.show_view(view.now)
        if view.matters is not None:
            self.attention.show_view(view.matters)
        if view.booking is not None:
            self.booking.show_view(view.booking)
        self._lay_over(self.booking, shown=view.booking is not None)
        self._lay_over(self.again, shown=view.pin is not None and view.pin.over)

    def _lay_over(self, over: QWidget, *, shown: bool) -> None:
        if shown and over.isHidden():
            over.setGeometry(self.rect())
            over.show()
            over.raise_()
            over.setFocus()
        elif not shown and not over.isHidden():
            # The focus would else go to the next control, as if somebody had come there by keyboard.
            self.frame.setFocus(Qt.FocusReason.OtherFocusReason)
            over.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What lies over everything is as large as everything."""
        super().resizeEvent(event)
        for over in (self.booking, self.again):
            over.setGeometry(self.rect())

    def event(self, event: QEvent) -> bool:
        """The native half is made late, and may be made anew: watch the one there is."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Show, QEvent.Type.WinIdChange) and self.windowHandle() is not None:
            self.windowHandle().installEventFilter(self._life)
        return done

    def closeEvent(self, event: QCloseEvent) -> None:
        """Staff may close it."""
        self.closing.emit()
        event.accept()

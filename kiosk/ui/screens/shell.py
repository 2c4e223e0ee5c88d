"""The frame that keeps its place round every screen: header, progress, banner above; utility bar below; sheets on top."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kiosk.ui.metrics import Look
from kiosk.ui.screens.attract import AttractScreen
from kiosk.ui.screens.closed import ClosedScreen
from kiosk.ui.screens.confirming import ConfirmingScreen
from kiosk.ui.screens.done import DoneScreen
from kiosk.ui.screens.expired import ExpiredScreen
from kiosk.ui.screens.floor import FloorScreen
from kiosk.ui.screens.overlay import OverlaySheet
from kiosk.ui.screens.party import PartyScreen
from kiosk.ui.screens.payment import PaymentScreen
from kiosk.ui.screens.review import ReviewScreen
from kiosk.ui.screens.sorry import DeclinedScreen, StoppedScreen
from kiosk.ui.screens.unknown import UnknownScreen
from kiosk.ui.text import Text
from kiosk.ui.views import FrameView, OverlayView, ScreenName
from kiosk.ui.widgets.frame import Header, Progress, TestBanner, UtilityBar


class Shell(QWidget):
    """All screens and what surrounds them.

    Signals:
        start_over_asked, language_asked, staff_asked: a key of the utility bar.
    """

    start_over_asked = Signal()
    language_asked = Signal()
    staff_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setAutoFillBackground(True)
        palette = self.palette()
        palette.setColor(self.backgroundRole(), look.color("paper"))
        palette.setColor(self.foregroundRole(), look.color("ink"))
        self.setPalette(palette)
        self.screens: dict[ScreenName, QWidget] = {
            ScreenName.ATTRACT: AttractScreen(look),
            ScreenName.PARTY: PartyScreen(look),
            ScreenName.FLOOR: FloorScreen(look),
            ScreenName.REVIEW: ReviewScreen(look),
            ScreenName.PAYMENT: PaymentScreen(look),
            ScreenName.CONFIRMING: ConfirmingScreen(look),
            ScreenName.DONE: DoneScreen(look),
            ScreenName.DECLINED: DeclinedScreen(look),
            ScreenName.STOPPED: StoppedScreen(look),
            ScreenName.UNKNOWN: UnknownScreen(look),
            ScreenName.EXPIRED: ExpiredScreen(look),
            ScreenName.CLOSED: ClosedScreen(look),
        }
        self.current = ScreenName.ATTRACT
        self._frame: tuple[FrameView, Text] | None = None
        self._header, self._progress = Header(look), Progress(look)
        self._banner, self._bar = TestBanner(look), UtilityBar(look)
        self._stack = QStackedWidget()
        for screen in self.screens.values():
            self._stack.addWidget(screen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._header, self._progress, self._banner):
            column.addWidget(part)
        column.addWidget(self._stack, 1)
        column.addWidget(self._bar)
        self.overlay = OverlaySheet(look, self)
        self._bar.start_over_asked.connect(self.start_over_asked)
        self._bar.language_asked.connect(self.language_asked)
        self._bar.staff_asked.connect(self.staff_asked)
        self.show_screen(ScreenName.ATTRACT)

    def show_screen(self, name: ScreenName) -> None:
        """Bring a screen to the front."""
        self.current = name
        is_attract = name is ScreenName.ATTRACT
        self._stack.setCurrentWidget(self.screens[name])
        for part in (self._header, self._progress, self._bar):
            part.setHidden(is_attract)
        if is_attract:
            self._banner.hide()
        self._say_bar()

    def render_frame(self, frame: FrameView, text: Text) -> None:
        """Name, time, step, banner, keys."""
        self._header.say(frame.restaurant, frame.now, text, disconnected=frame.disconnected)
        self._progress.say(frame.step, text)
        self._banner.say(text)
        self._banner.setVisible(frame.test_payment)
        self._frame = (frame, text)
        self._say_bar()

    def show_overlay(self, view: OverlayView | None, text: Text) -> None:
        """Lay a sheet over everything, or take it away."""
        self.overlay.render(view, text)

    def _say_bar(self) -> None:
        """11 has a sentence instead of keys: only an answer or the staff lead out of it."""
        if self._frame is None:
            return
        frame, text = self._frame
        unknown = self.current is ScreenName.UNKNOWN
        self._bar.say(
            text,
            start_over=frame.may_start_over and not unknown,
            language=frame.may_change_language and not unknown,
            staff=not unknown,
            note=unknown,
        )

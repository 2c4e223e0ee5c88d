"""The sheets that ask one thing: the safe choice first and larger, full width."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.views import Overlay, OverlayView
from kiosk.ui.widgets.button import Button, ButtonRole
from kiosk.ui.widgets.hold_strip import HoldStrip
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.pictures import Dial
from kiosk.ui.widgets.sheet import Sheet

CHOICES: dict[Overlay, tuple[tuple[str, str], ...]] = {
    Overlay.IDLE: (("stay", "idle.stay"), ("leave", "idle.leave")),
    Overlay.MORE_TIME: (("more", "more_time.yes"), ("close", "more_time.no")),
    Overlay.LEAVE: (("stay", "leave.stay"), ("leave", "leave.leave")),
    Overlay.STOP_PAYING: (("keep", "stop_paying.keep"), ("stop", "stop_paying.stop")),
    Overlay.TERMS: (("close", "terms.close"),),
    Overlay.LANGUAGE: (("ko", "language.ko"), ("en", "language.en"), ("close", "language.close")),
    Overlay.STAFF_CALLED: (("close", "staff_called.close"),),
    Overlay.APP_REFUSED: (("close", "app_refused.close"),),
}
MOST = 3


class OverlaySheet(Sheet):
    """One sheet for all of them.

    Signals:
        choice_made: the word of the choice, e.g. stay, leave, more, keep, stop, close, ko, en.
    """

    choice_made = Signal(str)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._overlay: Overlay | None = None
        self._title = Label(look, "title", px=84, wrap=True)
        self._more = Label(look, "body", px=54, weight=600, color="ink2", wrap=True)
        self._dial = Dial(look)
        self._strip = HoldStrip(look, "common.time_left")
        self._buttons = [
            Button(
                look, ButtonRole.PRIMARY if not nth else ButtonRole.SECONDARY, height=168 if not nth else 144
            )
            for nth in range(MOST)
        ]
        words = QVBoxLayout()
        words.setSpacing(look.px(18))
        words.addWidget(self._title)
        words.addWidget(self._more)
        words.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(look.px(44))
        head.addLayout(words, 1)
        head.addWidget(self._dial)
        self.column.addLayout(head)
        self.column.addWidget(self._strip)
        self.column.addSpacing(look.px(28))
        for nth, button in enumerate(self._buttons):
            self.column.addWidget(button)
            button.clicked.connect(lambda _=False, nth=nth: self._touched(nth))

    def render(self, view: OverlayView | None, text: Text) -> None:  # type: ignore[override]  # as every screen does
        """Show a sheet, or none."""
        if view is None:
            self._overlay = None
            self.hide()
            return
        is_new = self._overlay is not view.overlay
        self._overlay = view.overlay
        self._title.setText(text(f"{view.overlay}.title"))
        self._more.setText(_more_of(view, text))
        self._more.setVisible(bool(self._more.text()))
        self._dial.setVisible(view.overlay is Overlay.IDLE)
        self._dial.say(view.seconds_left, view.total_s)
        self._strip.setVisible(view.overlay is Overlay.MORE_TIME and view.hold is not None)
        if view.hold is not None:
            self._strip.show_hold(view.hold, text)
        choices = CHOICES[view.overlay]
        for nth, button in enumerate(self._buttons):
            button.setVisible(nth < len(choices))
            if nth < len(choices):
                button.say(text(choices[nth][1]))
        self.show()
        self.raise_()
        self.fit()
        if is_new:
            self._buttons[0].setFocus()

    def safe_choice(self) -> None:
        """The first one."""
        self._touched(0)

    def _touched(self, nth: int) -> None:
        if self._overlay is not None:
            self.choice_made.emit(CHOICES[self._overlay][nth][0])


def _more_of(view: OverlayView, text: Text) -> str:
    match view.overlay:
        case Overlay.IDLE:
            return text("idle.more", seconds=view.seconds_left)
        case Overlay.STOP_PAYING:
            return text("stop_paying.more", left=text.countdown(view.hold.seconds_left if view.hold else 0))
        case Overlay.TERMS:
            return view.restaurant_terms or text("terms.body")
        case Overlay.LANGUAGE:
            return ""
        case overlay:
            return text(f"{overlay}.more")

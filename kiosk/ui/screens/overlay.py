"""The sheets that ask one thing: the safe choice first and larger, full width."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from kiosk.ui.art import Badge
from kiosk.ui.metrics import Look
from kiosk.ui.screens.comfort import ComfortPanel
from kiosk.ui.text import Text
from kiosk.ui.views import Overlay, OverlayView
from kiosk.ui.widgets.arrange import column, holder, row
from kiosk.ui.widgets.button import Button, ButtonRole
from kiosk.ui.widgets.hold_strip import HoldStrip
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.pager import Pager
from kiosk.ui.widgets.pictures import Dial
from kiosk.ui.widgets.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Asked:
    """One sheet: keys of its words, its choices (what they mean, key of their words), and its sign, if any."""

    title: str
    more: str
    choices: tuple[tuple[str, str], ...]
    badge: tuple[str, str] | None = None


SHEETS: Final[Mapping[Overlay, Asked]] = {
    Overlay.IDLE: Asked("idle.title", "idle.more", (("stay", "idle.stay"), ("leave", "idle.leave"))),
    Overlay.MORE_TIME: Asked(
        "more_time.title",
        "more_time.more",
        (("more", "more_time.yes"), ("close", "more_time.no")),
        ("glass", "warn"),
    ),
    Overlay.LEAVE: Asked("leave.title", "leave.more", (("stay", "leave.stay"), ("leave", "leave.leave"))),
    Overlay.LEAVE_LIST: Asked(
        "leave_list.title", "leave_list.more", (("stay", "leave_list.stay"), ("leave", "leave_list.leave"))
    ),
    Overlay.STOP_PAYING: Asked(
        "stop_paying.title",
        "stop_paying.more",
        (("keep", "stop_paying.keep"), ("stop", "stop_paying.stop")),
    ),
    Overlay.TERMS: Asked("terms.title", "terms.body", (("close", "terms.close"),)),
    Overlay.STAFF_CALLED: Asked(
        "staff_called.title", "staff_called.more", (("close", "staff_called.close"),), ("bell", "ok")
    ),
    Overlay.APP_REFUSED: Asked(
        "app_refused.title", "app_refused.more", (("close", "app_refused.close"),), ("phone", "warn")
    ),
}
MOST = 2
COMFORT_WIDEST = 1800


class OverlaySheet(Sheet):
    """One sheet for all of them.

    Signals:
        choice_made: the word of the choice: stay, leave, more, keep, stop, close, or one of 02's.
    """

    choice_made = Signal(str)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._overlay: Overlay | None = None
        self._pager: Pager | None = None
        self._shown: tuple[OverlayView, Text] | None = None
        self._compose()

    def set_look(self, look: Look) -> None:
        """Another size, theme or language: built again, and shows what it showed."""
        self.rebuild(look)
        self._compose()
        if self._shown is not None:
            self._draw(*self._shown)
            self.fit()

    def _compose(self) -> None:
        look = self._look
        self._title = Label(look, "title", px=84, wrap=True)
        self._more = Label(look, "body", px=54, weight=600, color="ink2", line=1.36, wrap=True)
        self._dial = Dial(look)
        self._badges = {
            overlay: Badge(look, *asked.badge) for overlay, asked in SHEETS.items() if asked.badge is not None
        }
        self._strip = HoldStrip(look)
        self._strip_row = holder(column(look, 36, self._strip))
        self._buttons = [self._button(nth) for nth in range(MOST)]
        words = column(look, None, self._title, self._more, None)
        words.setSpacing(look.px(18))
        head = row(look, *self._badges.values(), (words, 1), self._dial)
        head.setSpacing(look.px(40))
        for badge in self._badges.values():
            head.setAlignment(badge, Qt.AlignmentFlag.AlignTop)
        ways = column(look, *self._buttons)
        ways.setSpacing(look.px(20))
        self._air = holder(column(look, 52))
        asking = column(look, head, self._strip_row, self._air, ways)
        self._comfort = ComfortPanel(look)
        self._comfort.choice_made.connect(self.choice_made)
        both = column(look, asking, self._comfort)
        if look.metrics.turns_pages:
            self._pager = Pager(look, holder(both))
            self.column.addWidget(self._pager)
        else:
            # No widget between: the paper's height is known at once, before any event.
            self._pager = None
            self.column.addLayout(both)

    def render(self, view: OverlayView | None, text: Text) -> None:  # type: ignore[override]  # as every screen does
        """Show a sheet, or none."""
        if view is None:
            self._overlay = self._shown = None
            self.hide()
            return
        is_new, self._overlay = self._overlay is not view.overlay, view.overlay
        self._shown = (view, text)
        self._draw(view, text)
        if is_new:
            self.open()
            first = self._comfort.first if view.overlay is Overlay.LANGUAGE else self._buttons[0]
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _draw(self, view: OverlayView, text: Text) -> None:
        is_comfort = view.overlay is Overlay.LANGUAGE
        for part in (self._title, self._more, self._dial, self._strip_row, self._air, *self._buttons):
            part.setHidden(is_comfort)
        self._comfort.setVisible(is_comfort)
        if self._pager is not None:
            self._pager.say(text)
        if is_comfort:
            for badge in self._badges.values():
                badge.hide()
            self._comfort.say(view, text)
        else:
            self._ask(view, text)

    def fit(self) -> None:
        """Cover the parent; what stands beside what depends on the width, and the height on that."""
        super().fit()
        if self._pager is not None:
            self._pager.arrange()
            super().fit()

    def _ask(self, view: OverlayView, text: Text) -> None:
        asked = SHEETS[view.overlay]
        self._title.setText(text(asked.title))
        self._more.setText(_more_of(view, asked, text))
        self._more.setVisible(bool(self._more.text()))
        for overlay, badge in self._badges.items():
            badge.setVisible(overlay is view.overlay)
        self._dial.setVisible(view.overlay is Overlay.IDLE)
        self._dial.say(view.seconds_left, view.total_s)
        self._strip_row.setVisible(view.overlay is Overlay.MORE_TIME and view.hold is not None)
        if view.hold is not None:
            self._strip.show_hold(view.hold, text("common.time_left"), text)
        for button, choice in zip(self._buttons, (*asked.choices, *(None,) * MOST), strict=False):
            button.setVisible(choice is not None)
            if choice is not None:
                button.say(text(choice[1]))

    def widest(self) -> float:
        """02 takes the whole of a wide screen."""
        is_wide = not self._look.metrics.is_portrait
        return COMFORT_WIDEST if is_wide and self._overlay is Overlay.LANGUAGE else super().widest()

    def safe_choice(self) -> None:
        """The first one; of 02, leaving everything as it is."""
        if self._overlay is Overlay.LANGUAGE:
            self.choice_made.emit("close")
        elif self._overlay is not None:
            self._touched(0)

    def _button(self, nth: int) -> Button:
        role, height, px = (ButtonRole.SECONDARY, 144, 58) if nth else (ButtonRole.PRIMARY, 168, 64)
        button = Button(self._look, role, height=height, px=px)
        button.clicked.connect(partial(self._touched, nth))
        return button

    def _touched(self, nth: int, _checked: bool = False) -> None:
        if self._overlay is not None:
            self.choice_made.emit(SHEETS[self._overlay].choices[nth][0])


def _more_of(view: OverlayView, asked: Asked, text: Text) -> str:
    """The words below the title."""
    if view.overlay is Overlay.TERMS:
        return text.until(asked.more, view.free_cancel_until)
    if not asked.more:
        return ""
    left = text.countdown(view.hold.seconds_left if view.hold else 0)
    return text(asked.more, seconds=view.seconds_left, left=left)

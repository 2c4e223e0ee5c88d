"""16: no table now. Another time, two groups, or a place on the waiting list; the telephone number is theirs to leave or not."""

from typing import Final

from PySide6.QtCore import Qt, Signal

from kiosk.ui.screens.base import Screen
from kiosk.ui.text import Text
from kiosk.ui.views import WaitlistView
from kiosk.ui.widgets.arrange import Part, row
from kiosk.ui.widgets.button import Button, ButtonRole
from kiosk.ui.widgets.keypad import Keypad, PhoneField
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.rows import WayRow
from kiosk.ui.widgets.signs import Rule

TROUBLES: Final = {
    "phone": "waitlist.wrong",
    "already_waiting": "waitlist.already",
    "list_full": "waitlist.list_full",
    "not_today": "waitlist.not_today",
    "cannot_store": "waitlist.cannot_store",
}
"""What is said when the list did not take them."""


class WaitlistScreen(Screen[WaitlistView]):
    """Full now.

    Signals:
        phone_keyed(str), join_asked, other_time_asked, split_asked, seats_asked, went_back.
    """

    phone_keyed = Signal(str)
    join_asked = Signal()
    other_time_asked = Signal()
    split_asked = Signal()
    seats_asked = Signal()
    went_back = Signal()

    def compose(self) -> None:
        """The other ways first; below or right of them, waiting."""
        look, wide = self.look, self.is_wide
        self._title = self.title(narrow=False)
        self._free, self._later = WayRow(look, "check"), WayRow(look, "clock")
        self._split = WayRow(look, "people")
        self._end = Rule(look, "ink")
        self._heading = Label(look, "title", px=64)
        self._quote = Label(look, "heading", px=52, weight=700, wrap=wide)
        self._hint = Label(look, "label", color="ink2", weight=500, wrap=True)
        # What it says changes while digits are keyed in; the pad must not move under the finger.
        self._hint.setMinimumHeight(self._hint.line_height() * (2 if wide else 1))
        self._hint.setAlignment(Qt.AlignmentFlag.AlignBottom)
        self._field = PhoneField(look, height=96 if wide else 130, px=52 if wide else 66)
        self._pad = Keypad(look, height=88 if wide else 112, gap=12 if wide else 16)
        self._back, self._join = Button(look, ButtonRole.SECONDARY), Button(look)
        self.narrow(self._back, look.px(230 if wide else 280))
        ways: list[Part] = [self._free, self._later, self._split, self._end]
        buttons = self.beside(self._back, (self._join, 1))
        if wide:
            left: list[Part] = [self._title, 28, *ways, 32, self._heading, 8, self._quote, None]
            self.place(left, [self._hint, 10, self._field, 12, self._pad, None], buttons)
        else:
            head = row(look, self._heading, None, 16, self._quote)
            waiting: list[Part] = [head, 6, self._hint, 18, self._field, 18, self._pad, None]
            self.place([self._title, 30, *ways, 36], waiting, buttons)
        self._connect()

    def draw(self, view: WaitlistView, text: Text) -> None:
        """What can be done, and how long the list is."""
        guests = text.guests(view.party)
        title = text("waitlist.title_free" if view.free_now else "waitlist.title", guests=guests)
        self._title.setText(title)
        self._free.say(text("waitlist.free") if view.free_now else "", text("waitlist.free_go"))
        shows_later = view.later is not None and not view.free_now
        later = text("waitlist.later", time=text.time(view.later)) if shows_later and view.later else ""
        self._later.say(later, text("waitlist.later_go"))
        self._split.say(_split_words(view, text), text("waitlist.split_go"))
        self._heading.setText(text("waitlist.wait"))
        self._quote.setText(quote_words(view.ahead, view.minutes, text))
        self._pad.say(text("waitlist.clear"), text("waitlist.back"))
        self._field.show_digits(view.phone, text("waitlist.field", digits=view.phone))
        self._back.say(text("common.back"))
        self._join.say(_join_words(view, text))
        reason = reason_not_to_join(view, text)
        self._join.turn_off(reason)
        told = text(TROUBLES[view.trouble]) if view.trouble else reason
        self._hint.setText(told or text("waitlist.phone"))
        self._hint.set_color("warn" if view.trouble else "ink2")

    def _connect(self) -> None:
        self._free.asked.connect(self.seats_asked)
        self._later.asked.connect(self.other_time_asked)
        self._split.asked.connect(self.split_asked)
        self._pad.keyed.connect(self.phone_keyed)
        self._back.clicked.connect(self.went_back)
        self._join.clicked.connect(self.join_asked)


def quote_words(ahead: int | None, minutes: int | None, text: Text) -> str:
    """``앞에 3팀 · 25분쯤``; "" where nothing comes free today."""
    if ahead is None:
        return text("waitlist.asking")
    if minutes is None:
        return ""
    if not ahead:
        return text("waitlist.next", minutes=minutes)
    return text("waitlist.quote", count=ahead, minutes=minutes)


def reason_not_to_join(view: WaitlistView, text: Text) -> str:
    """Why the list is closed to them just now; "" when it is not."""
    if view.joining:
        return text("waitlist.joining")
    if view.ahead is not None and view.minutes is None:
        return text("waitlist.not_today")
    return text("waitlist.missing", count=view.lacking) if view.lacking else ""


def _join_words(view: WaitlistView, text: Text) -> str:
    if view.joining:
        return text("waitlist.joining")
    return text("waitlist.join")


def _split_words(view: WaitlistView, text: Text) -> str:
    if view.groups is None or view.free_now:
        return ""
    first, second = view.groups
    if first == second:
        return text("waitlist.split_even", guests=first)
    return text("waitlist.split", first=first, second=second)

"""The waiting number: what is called, how long it is likely to take, and what happens when nobody answers."""

from PySide6.QtCore import Signal

from kiosk.ui.art import Badge
from kiosk.ui.screens.base import Screen
from kiosk.ui.screens.waitlist import quote_words
from kiosk.ui.text import Text
from kiosk.ui.views import WaitingView
from kiosk.ui.widgets.arrange import Part, column, row
from kiosk.ui.widgets.button import Button, ButtonRole
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.rows import FactRow
from kiosk.ui.widgets.signs import Rule


class WaitingScreen(Screen[WaitingView]):
    """On the list.

    Signals:
        finished: they go and wait.
        leave_asked: they do not want to wait any longer.
    """

    finished = Signal()
    leave_asked = Signal()

    def compose(self) -> None:
        """The number and what comes next; wide, the number stands over the buttons."""
        look, wide = self.look, self.is_wide
        self._title = Label(look, "display", px=76 if wide else 96, line=1.15, wrap=True)
        self._name = Label(look, "label", color="ink2")
        large = 220 if wide else 280
        self._number = Label(look, "hero", px=large, weight=800, line=1)
        self._number.setFont(look.font("hero", px=large, weight=800, tabular=False))
        self._quote = Label(look, "heading", px=60, weight=700, wrap=True)
        self._how, self._missed = FactRow(look, "bell"), FactRow(look, "info")
        self._finish, self._leave = Button(look), Button(look, ButtonRole.QUIET)
        head = row(look, Badge(look, "check", "done", 84 if wide else 104), 28, (self._title, 1))
        number = column(look, self._name, 4, self._number, 12, self._quote)
        facts: list[Part] = [self._how, self._missed, Rule(look)]
        ends = self.below(self._finish, self._leave)
        if wide:
            self.place([head, 56, *facts, None], [number, None], ends)
        else:
            self.place([head, 56, number, 56, *facts, None], [], ends, top=28)
        self._finish.clicked.connect(self.finished)
        self._leave.clicked.connect(self.leave_asked)

    def draw(self, view: WaitingView, text: Text) -> None:
        """Number, wait, what happens next."""
        self._title.setText(text("waiting.title"))
        self._name.setText(text("waiting.number", guests=text.guests(view.party)))
        self._number.setText(str(view.number))
        self._quote.setText(quote_words(view.ahead, view.minutes, text))
        self._how.say(text("waiting.how_phone" if view.by_phone else "waiting.how"), text("waiting.how_more"))
        self._missed.say(text("waiting.missed"), text("waiting.missed_more"))
        self._finish.say(text("waiting.finish"), text("waiting.finish"), tail=str(view.seconds_left))
        self._leave.say(text("waiting.leave"))

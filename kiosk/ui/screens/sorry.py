"""10 and its sister: known not charged, and the seats still held. First the money, then the seat, then what to do."""

from typing import Final

from PySide6.QtCore import Signal

from kiosk.ui.art import Badge
from kiosk.ui.screens.base import Screen, View
from kiosk.ui.text import Text
from kiosk.ui.views import DeclinedView, StoppedView
from kiosk.ui.widgets.arrange import Part
from kiosk.ui.widgets.button import Button, ButtonRole
from kiosk.ui.widgets.hold_strip import HoldStrip
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.rows import FactRow
from kiosk.ui.widgets.signs import Rule

REASONS: Final = {
    "limit": ("declined.limit", "declined.reason_from"),
    "unusable": ("declined.unusable", "declined.reason_ours"),
    "bank_closed": ("declined.bank_closed", "declined.reason_from"),
    "ask_issuer": ("declined.ask_issuer", "declined.reason_from"),
    "expired": ("declined.expired", "declined.reason_ours"),
    "returned": ("declined.returned", "declined.reason_ours"),
    "other": ("declined.other", "declined.reason_ours"),
}
"""Every reason with its sentence and where it comes from; any other is ``other``."""


class _Sorry(Screen[View]):
    """Badge, title, the money, facts, the hold, three ways on."""

    kind = "warn"
    facts = 1

    def compose(self) -> None:
        """What happened above or left, what to do below or right."""
        look = self.look
        self._title = self.title(88, narrow=False)
        self._money = Label(look, "heading", px=60, line=1.42, wrap=True)
        self._rows = [FactRow(look, "info") for _ in range(self.facts - 1)] + [FactRow(look, "lock")]
        self._strip = HoldStrip(look, stacked=self.is_wide)
        self._first = Button(look)
        self._second = Button(look, ButtonRole.SECONDARY)
        self._third = Button(look, ButtonRole.QUIET)
        badge = Badge(look, "card", self.kind, 168 if not self.is_wide else 128)
        told: list[Part] = [badge, 40, self._title, 20, self._money]
        facts: list[Part] = [*self._rows, Rule(look)]
        buttons = self.below(self._first, self._second, self._third)
        if self.is_wide:
            self.place([*told, None, *facts], [self._strip, None], buttons)
        else:
            self.place([*told, 48, *facts, 30, self._strip, None], [], buttons, top=60)

    def draw_ways(self, *words: str) -> None:
        """What stands on the three buttons."""
        for button, word in zip((self._first, self._second, self._third), words, strict=True):
            button.say(word)


class DeclinedScreen(_Sorry[DeclinedView]):
    """The company said no, or the payment was not believed.

    Signals:
        other_way_asked, same_card_asked, leave_asked.
    """

    other_way_asked = Signal()
    same_card_asked = Signal()
    leave_asked = Signal()

    kind = "bad"
    facts = 2

    def compose(self) -> None:
        """Another way first: the same card has just said no."""
        super().compose()
        self._first.clicked.connect(self.other_way_asked)
        self._second.clicked.connect(self.same_card_asked)
        self._third.clicked.connect(self.leave_asked)

    def draw(self, view: DeclinedView, text: Text) -> None:
        """Why, and that the seats are still there."""
        returned = view.reason == "returned"
        self.put_title(
            self._title, text("declined.returned_title" if returned else "declined.title"), narrow=False
        )
        self._money.setText(text("declined.returned_money" if returned else "declined.money"))
        reason, source = REASONS.get(view.reason, REASONS["other"])
        why, kept = self._rows
        why.say(text(reason), text(source))
        kept.say(text("declined.kept", table=text.table_short(view.choice)), text("declined.kept_more"))
        self._strip.show_hold(view.hold, text("common.time_left"), text)
        self.draw_ways(text("declined.other_way"), text("declined.same_card"), text("declined.leave"))


class StoppedScreen(_Sorry[StoppedView]):
    """The customer stopped, or the page did not open; nothing was asked of the company.

    Signals:
        pay_again_asked, choose_again_asked, leave_asked.
    """

    pay_again_asked = Signal()
    choose_again_asked = Signal()
    leave_asked = Signal()

    def compose(self) -> None:
        """Paying again first: the seats are still theirs."""
        super().compose()
        self._first.clicked.connect(self.pay_again_asked)
        self._second.clicked.connect(self.choose_again_asked)
        self._third.clicked.connect(self.leave_asked)

    def draw(self, view: StoppedView, text: Text) -> None:
        """That it ended, and that the seats are still there."""
        title = text("stopped.broken_title" if view.page_broken else "stopped.title")
        self.put_title(self._title, title, narrow=False)
        self._money.setText(text("stopped.money"))
        table = text.table_short(view.choice)
        self._rows[0].say(text("stopped.kept", table=table), text("stopped.kept_more"))
        self._strip.show_hold(view.hold, text("common.time_left"), text)
        self.draw_ways(text("stopped.again"), text("stopped.choose"), text("stopped.leave"))

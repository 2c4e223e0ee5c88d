"""10 and its sister: known not charged, and the seats still held. First the money, then the seat, then what to do."""

from PySide6.QtCore import Signal

from kiosk.ui.art import Badge
from kiosk.ui.metrics import Look
from kiosk.ui.screens.base import Screen
from kiosk.ui.text import Text
from kiosk.ui.views import DeclinedView, StoppedView
from kiosk.ui.widgets.button import Button, ButtonRole
from kiosk.ui.widgets.hold_strip import HoldStrip
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.notes import FactRow, Rule

_FROM_COMPANY = frozenset({"limit", "bank_closed", "ask_issuer"})


class _Sorry(Screen):
    """Badge, title, the money, facts, the hold, three ways on."""

    def __init__(self, look: Look, icon: str, kind: str) -> None:
        super().__init__(look, top=56)
        self.heading = self.title(88)
        self.money = Label(look, "heading", px=60, wrap=True)
        self.why = FactRow(look, "info")
        self.kept = FactRow(look, "lock")
        self.strip = HoldStrip(look, "common.time_left")
        self.first = Button(look)
        self.second = Button(look, ButtonRole.SECONDARY)
        self.third = Button(look, ButtonRole.QUIET)
        self.main.addWidget(Badge(look, icon, kind, 168))
        self.gap(40)
        self.main.addWidget(self.heading)
        self.gap(24)
        self.main.addWidget(self.money)
        self.gap(44)
        self.main.addWidget(self.why)
        self.main.addWidget(self.kept)
        self.main.addWidget(Rule(look))
        self.gap(28)
        self.main.addWidget(self.strip)
        self.main.addStretch(1)
        for button in (self.first, self.second, self.third):
            self.main.addWidget(button)
            self.gap(20)


class DeclinedScreen(_Sorry):
    """The company said no, or the payment was not believed.

    Signals:
        other_way_asked, same_card_asked, leave_asked.
    """

    other_way_asked = Signal()
    same_card_asked = Signal()
    leave_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "card", "bad")
        self.first.clicked.connect(self.other_way_asked)
        self.second.clicked.connect(self.same_card_asked)
        self.third.clicked.connect(self.leave_asked)

    def render(self, view: DeclinedView, text: Text) -> None:  # type: ignore[override]  # every screen renders a view
        """Why, and that the seats are still there."""
        returned = view.reason == "returned"
        self.heading.setText(text("declined.returned_title" if returned else "declined.title"))
        self.money.setText(text("declined.returned_money" if returned else "declined.money"))
        source = "reason_from" if view.reason in _FROM_COMPANY else "reason_ours"
        self.why.say(text(f"declined.{view.reason}"), text(f"declined.{source}"))
        self.kept.say(text("declined.kept", table=text.table_short(view.choice)), text("declined.kept_more"))
        self.strip.show_hold(view.hold, text)
        self.first.say(text("declined.other_way"))
        self.second.say(text("declined.same_card"))
        self.third.say(text("declined.leave"))


class StoppedScreen(_Sorry):
    """The customer stopped, or the page did not open; nothing was asked of the company.

    Signals:
        pay_again_asked, choose_again_asked, leave_asked.
    """

    pay_again_asked = Signal()
    choose_again_asked = Signal()
    leave_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "card", "warn")
        self.why.hide()
        self.first.clicked.connect(self.pay_again_asked)
        self.second.clicked.connect(self.choose_again_asked)
        self.third.clicked.connect(self.leave_asked)

    def render(self, view: StoppedView, text: Text) -> None:  # type: ignore[override]  # every screen renders a view
        """That it ended, and that the seats are still there."""
        self.heading.setText(text("stopped.broken_title" if view.page_broken else "stopped.title"))
        self.money.setText(text("stopped.money"))
        self.kept.say(text("stopped.kept", table=text.table_short(view.choice)), text("stopped.kept_more"))
        self.strip.show_hold(view.hold, text)
        self.first.say(text("stopped.again"))
        self.second.say(text("stopped.choose"))
        self.third.say(text("stopped.leave"))

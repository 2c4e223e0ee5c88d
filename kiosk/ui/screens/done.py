"""09: booked and paid. Number, receipt to take along, and the way to the table."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.ui.art import Badge
from kiosk.ui.floorplan.pictures import MiniMap
from kiosk.ui.floorplan.states import FloorView
from kiosk.ui.metrics import Look
from kiosk.ui.screens.base import Screen
from kiosk.ui.screens.floor import plan_words
from kiosk.ui.text import Text
from kiosk.ui.views import DoneView
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.notes import Rule, Sign
from kiosk.ui.widgets.pictures import QrPicture


class DoneScreen(Screen):
    """The end of a good visit.

    Signals:
        finished: the customer is leaving.
    """

    finished = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, top=24)
        self._title = Label(look, "display")
        self._number_name = Label(look, "label", color="ink2")
        self._number = Label(look, "hero", px=160)
        self._when = Label(look, "body", px=52, weight=600)
        self._paid = Label(look, "body", px=52, weight=600)
        self._qr = QrPicture(look, 330)
        self._qr_name = Label(look, "label")
        self._go = Label(look, "heading", wrap=True)
        self._map = MiniMap(look)
        self._finish = Button(look)
        self._lay_out(look)
        self._finish.clicked.connect(self.finished)

    def render(self, view: DoneView, text: Text) -> None:  # type: ignore[override]  # every screen renders a view
        """Number, time, money, way."""
        self._title.setText(text("done.title"))
        self._number_name.setText(text("done.number"))
        self._number.setText(view.number)
        self._when.setText(text("done.when", day=text("common.today"), time=text.span(view.sitting)))
        paid = text("done.paid", guests=text.guests(view.party), amount=text.money(view.choice.amount))
        self._paid.setText(paid)
        self._qr.say(view.receipt, text("done.receipt"))
        self._qr_name.setText(text("done.receipt"))
        self._go.setText(text("done.go", table=text.tables(view.choice)))
        self._map.render(FloorView(view.plan, texts=plan_words(text), chosen=view.choice.seat_ids))
        self._finish.say(text("done.finish", seconds=view.seconds_left), text("done.finish_name"))

    def _lay_out(self, look: Look) -> None:
        head = QHBoxLayout()
        head.setSpacing(look.px(28))
        head.addWidget(Badge(look, "check", "done", 104))
        head.addWidget(self._title, 1)
        words = QVBoxLayout()
        words.addWidget(self._number_name)
        words.addWidget(self._number)
        words.addStretch(1)
        words.addWidget(self._when)
        words.addWidget(self._paid)
        code = QVBoxLayout()
        code.setSpacing(look.px(12))
        code.addWidget(self._qr, 0, Qt.AlignmentFlag.AlignHCenter)
        code.addWidget(self._qr_name, 0, Qt.AlignmentFlag.AlignHCenter)
        facts = QHBoxLayout()
        facts.addLayout(words, 1)
        facts.addLayout(code)
        way = QHBoxLayout()
        way.setSpacing(look.px(18))
        way.addWidget(Sign(look, "pin", 60))
        way.addWidget(self._go, 1)
        self.main.addLayout(head)
        self.gap(30)
        self.main.addLayout(facts)
        self.gap(28)
        self.main.addWidget(Rule(look))
        self.gap(22)
        self.main.addLayout(way)
        self.gap(20)
        self.main.addWidget(self._map, 1)
        self.buttons.addWidget(self._finish)

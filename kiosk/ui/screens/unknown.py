"""11: no answer yet. First of all: do not pay again. No way out but an answer or the staff."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.ui.metrics import Look
from kiosk.ui.screens.base import Screen
from kiosk.ui.text import Text
from kiosk.ui.views import UnknownView
from kiosk.ui.widgets.button import Button, ButtonRole
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.notes import FactRow, InverseBlock, Rule


class UnknownScreen(Screen):
    """The outcome is not known.

    Signals:
        staff_asked: the staff were called again.
    """

    staff_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, top=40)
        self._title = self.title(84)
        self._block = InverseBlock(look)
        self._facts = [
            FactRow(look, icon, color)
            for icon, color in (("check", "ok"), ("refresh", "ink"), ("bell", "ink"))
        ]
        self._reference_name = Label(look, "label", color="ink2")
        self._reference = Label(look, "display")
        self._show = Label(look, "label", color="ink2", weight=500)
        self._show.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        self._call = Button(look, ButtonRole.SECONDARY, icon="bell")
        number = QVBoxLayout()
        number.addWidget(self._reference_name)
        number.addWidget(self._reference)
        row = QHBoxLayout()
        row.addLayout(number, 1)
        row.addWidget(self._show)
        self.main.addWidget(self._title)
        self.gap(34)
        self.main.addWidget(self._block)
        self.gap(40)
        for fact in self._facts:
            self.main.addWidget(fact)
        self.main.addWidget(Rule(look))
        self.main.addStretch(1)
        self.main.addLayout(row)
        self.buttons.addWidget(self._call)
        self._call.clicked.connect(self.staff_asked)

    def render(self, view: UnknownView, text: Text) -> None:  # type: ignore[override]  # every screen renders a view
        """What is sure, what is being done, and the number for the staff."""
        self._title.setText(text("unknown.title"))
        self._block.say(text("unknown.do_not"), text("unknown.returned"))
        seat, asking, staff = self._facts
        seat.say(text("unknown.seat", table=text.table_short(view.choice)), text("unknown.seat_more"))
        asking.say(
            text("unknown.asking"), text("unknown.asking_more", elapsed=text.elapsed(view.seconds_asking))
        )
        staff.say(text("unknown.staff"), text("unknown.staff_more"))
        self._reference_name.setText(text("unknown.reference"))
        self._reference.setText(view.reference)
        self._show.setText(text("unknown.show"))
        self._call.say(text("unknown.call"))

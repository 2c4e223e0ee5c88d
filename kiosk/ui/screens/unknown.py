"""11: no answer yet. First of all: do not pay again. No way out but an answer or the staff."""

from PySide6.QtCore import Qt, Signal

from kiosk.ui.screens.base import Screen
from kiosk.ui.text import Text
from kiosk.ui.views import UnknownView
from kiosk.ui.widgets.arrange import column, row
from kiosk.ui.widgets.button import Button, ButtonRole
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.notes import InverseBlock
from kiosk.ui.widgets.rows import FactRow
from kiosk.ui.widgets.signs import Rule


class UnknownScreen(Screen[UnknownView]):
    """The outcome is not known.

    Signals:
        staff_asked: the staff were called again.
    """

    staff_asked = Signal()

    def compose(self) -> None:
        """Title, the block, what is sure, the number for the staff."""
        look = self.look
        self._title = self.title(84, narrow=False)
        self._block = InverseBlock(look, small=self.is_wide)
        signs = (("check", "ok"), ("refresh", "ink"), ("bell", "ink"))
        self._facts = [FactRow(look, icon, color) for icon, color in signs]
        self._reference_name = Label(look, "label", color="ink2")
        self._reference = Label(look, "display", px=104, weight=800, line=1.1)
        self._show = Label(look, "label", color="ink2", weight=500)
        self._show.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._call = Button(look, ButtonRole.SECONDARY, icon="bell")
        self._call.clicked.connect(self.staff_asked)
        number = column(look, self._reference_name, self._reference)
        facts = [*self._facts, Rule(look)]
        if self.is_wide:
            self._show.hide()
            right = [self._block, None, number, None]
            self.place([self._title, 24, *facts, None], right, self.below(self._call))
        else:
            told = row(look, (number, 1), column(look, None, self._show, 10))
            top = [self._title, 36, self._block, 40, *facts, None, told, 12]
            self.place(top, [], self.below(self._call), top=48)

    def draw(self, view: UnknownView, text: Text) -> None:
        """What is sure, what is being done, and the number for the staff."""
        self.put_title(self._title, text("unknown.title"), narrow=False)
        self._block.say(text("unknown.do_not"), text("unknown.returned"))
        seat, asking, staff = self._facts
        seat.say(text("unknown.seat", table=text.table_short(view.choice)), text("unknown.seat_more"))
        elapsed = text.elapsed(view.seconds_asking)
        asking.say(text("unknown.asking"), text("unknown.asking_more", elapsed=elapsed))
        staff.say(text("unknown.staff"), text("unknown.staff_more"))
        self._reference_name.setText(text("unknown.reference"))
        self._reference.setText(view.reference)
        self._show.setText(text("unknown.show"))
        self._call.say(text("unknown.call"))

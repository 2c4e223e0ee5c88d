"""12: the hold ran out. Nothing was charged; perhaps the same seats are still free."""

from PySide6.QtCore import Qt, Signal

from kiosk.ui.floorplan.pictures import TablePicture
from kiosk.ui.screens.base import Screen
from kiosk.ui.text import Text
from kiosk.ui.views import Choice, ExpiredView
from kiosk.ui.widgets.arrange import Part, centered
from kiosk.ui.widgets.button import Button, ButtonRole
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.notes import Note


class ExpiredScreen(Screen[ExpiredView]):
    """Too late, but nothing is lost.

    Signals:
        again_asked, others_asked.
    """

    again_asked = Signal()
    others_asked = Signal()

    def compose(self) -> None:
        """The table, empty again; what happened; what can be done."""
        look = self.look
        self._choice: Choice | None = None
        self._picture = TablePicture(look, 500 if self.is_wide else 540, numbered=True, detailed=True)
        self._title = self.title(88)
        self._money = Label(look, "body", px=58, weight=600, color="ink2", line=1.42, wrap=True)
        self._free = Note(look, "ok", "check", px=54)
        self._gone = Note(look, "warn", "info", px=54)
        self._again = Button(look)
        self._others, self._others_first = Button(look, ButtonRole.SECONDARY), Button(look)
        self._leaves = Label(look, "label", color="ink2", weight=500, wrap=True)
        self._leaves.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        ways = self.below(self._again, self._others, self._others_first)
        told: list[Part] = [self._title, 22, self._money]
        notes = [self._free, self._gone]
        if self.is_wide:
            left: list[Part] = [None, centered(self._picture), None, *notes, 20, self._leaves]
            self.place(left, [*told, None], ways)
        else:
            top: list[Part] = [centered(self._picture), 46, *told, 40, *notes, None]
            ways.addWidget(self._leaves)
            self.place(top, [], ways, top=36)
        self._again.clicked.connect(self.again_asked)
        self._others.clicked.connect(self.others_asked)
        self._others_first.clicked.connect(self.others_asked)

    def draw(self, view: ExpiredView, text: Text) -> None:
        """What happened and what can be done. The first way that there is has the accent."""
        if view.choice != self._choice:
            self._choice = view.choice
            self._picture.render(view.choice.tables[0])
        self._title.setText(text("expired.title", minutes=view.hold_minutes))
        self._money.setText(text("expired.money"))
        self._free.say(text("expired.free", table=text.tables(view.choice)) if view.again else "")
        self._gone.say("" if view.again else text("expired.gone"))
        self._again.say(text("expired.again", table=text.table_short(view.choice)))
        self._again.setVisible(view.again)
        self._others.setVisible(view.again)
        self._others_first.setVisible(not view.again)
        for button in (self._others, self._others_first):
            button.say(text("expired.others"))
        self._leaves.setText(text("expired.leaves", seconds=view.seconds_left))

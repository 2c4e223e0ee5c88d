"""12: the hold ran out. Nothing was charged; perhaps the same seats are still free."""

from PySide6.QtCore import Qt, Signal

from kiosk.ui.floorplan.pictures import TablePicture
from kiosk.ui.metrics import Look
from kiosk.ui.screens.base import Screen
from kiosk.ui.text import Text
from kiosk.ui.views import ExpiredView
from kiosk.ui.widgets.button import Button, ButtonRole
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.notes import Note


class ExpiredScreen(Screen):
    """Too late, but nothing is lost.

    Signals:
        again_asked, others_asked.
    """

    again_asked = Signal()
    others_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, top=56)
        self._picture = TablePicture(look, 460)
        self._title = self.title(88)
        self._money = Label(look, "body", px=58, weight=600, color="ink2", wrap=True)
        self._free = Note(look, "ok", "check", px=54)
        self._again = Button(look)
        self._others = Button(look, ButtonRole.SECONDARY)
        self._leaves = Label(look, "label", color="ink2", weight=500)
        self._leaves.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.main.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        self.gap(44)
        self.main.addWidget(self._title)
        self.gap(22)
        self.main.addWidget(self._money)
        self.gap(44)
        self.main.addWidget(self._free)
        self.main.addStretch(1)
        self.main.addWidget(self._again)
        self.gap(20)
        self.main.addWidget(self._others)
        self.gap(24)
        self.main.addWidget(self._leaves)
        self._again.clicked.connect(self.again_asked)
        self._others.clicked.connect(self.others_asked)

    def render(self, view: ExpiredView, text: Text) -> None:  # type: ignore[override]  # every screen renders a view
        """What happened and what can be done."""
        self._picture.render(view.choice.tables[0])
        self._title.setText(text("expired.title", minutes=view.hold_minutes))
        self._money.setText(text("expired.money"))
        tables = text.tables(view.choice)
        self._free.say(text("expired.free", table=tables) if view.again else "")
        self._again.say(text("expired.again", table=text.table_short(view.choice)))
        self._again.setVisible(view.again)
        self._others.say(text("expired.others"))
        self._leaves.setText(text("expired.leaves", seconds=view.seconds_left))

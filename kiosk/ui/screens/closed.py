"""17: cannot sell now. Says so plainly, keeps a code for the staff, and reopens by itself."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from kiosk.domain.floor import Seat, Shape, Table
from kiosk.ui.floorplan.pictures import TablePicture
from kiosk.ui.screens.base import Screen
from kiosk.ui.text import Text
from kiosk.ui.views import ClosedView
from kiosk.ui.widgets.arrange import Part, centered
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.pictures import Plate
from kiosk.ui.widgets.rows import FactRow
from kiosk.ui.widgets.signs import Rule

_PLACES: Final = ((-40, -83, 180), (40, -83, 180), (-40, 83, 0), (40, 83, 0))
RESTING: Final = Table(
    "resting",
    "",
    Shape.RECT,
    500,
    500,
    166,
    104,
    "",
    tuple(
        Seat(f"resting-{nth}", "resting", str(nth), 500 + x, 500 + y, turn)
        for nth, (x, y, turn) in enumerate(_PLACES)
    ),
)
"""A table that belongs to no restaurant, for the picture."""


class ClosedScreen(Screen[ClosedView]):
    """Out of service for a while.

    Signals:
        staff_asked: the staff were called.
    """

    staff_asked = Signal()

    def compose(self) -> None:
        """An empty table with a plate on it, what is not possible, what is safe."""
        look = self.look
        picture, self._plate = TablePicture(look, 500 if self.is_wide else 540, detailed=True), Plate(look)
        picture.render(RESTING)
        on_it = QVBoxLayout(picture)
        on_it.addWidget(self._plate, 0, Qt.AlignmentFlag.AlignCenter)
        self._title = self.title(88)
        self._more = Label(look, "body", px=56, weight=600, color="ink2", line=1.4, wrap=True)
        self._kept = FactRow(look, "lock")
        self._call = Button(look, icon="bell")
        told: list[Part] = [self._title, 24, self._more]
        if self.is_wide:
            left: list[Part] = [None, centered(picture), None, self._kept, Rule(look)]
            self.place(left, [*told, None], self.below(self._call))
        else:
            top: list[Part] = [centered(picture), 46, *told, None, self._kept, Rule(look), 4]
            self.place(top, [], self.below(self._call), top=36)
        self._call.clicked.connect(self.staff_asked)

    def draw(self, view: ClosedView, text: Text) -> None:
        """What is not possible now, and what is safe."""
        self._plate.say(text("closed.sign"))
        self._title.setText(text("closed.title"))
        self._more.setText(text("closed.more"))
        self._kept.say(text("closed.kept"), text("closed.code", code=view.code) if view.code else "")
        self._call.say(text("closed.staff"))

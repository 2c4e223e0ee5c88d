"""08: the payment is being verified. Nothing to touch but the staff."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from kiosk.ui.art import WaitingRing
from kiosk.ui.floorplan.pictures import TablePicture
from kiosk.ui.metrics import Look
from kiosk.ui.screens.base import Screen
from kiosk.ui.text import Text
from kiosk.ui.views import ConfirmingView
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.notes import Note, StepRow


class ConfirmingScreen(Screen):
    """Please stay."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, top=56)
        self._title = self.title(84)
        self._stay = Label(look, "body", px=56, weight=600, color="ink2", wrap=True)
        self._rows = [StepRow(look) for _ in range(3)]
        self._note = Note(look, "warn", "alert")
        self._picture = TablePicture(look, 400)
        self.main.addWidget(self._title)
        self.gap(14)
        self.main.addWidget(self._stay)
        self.main.addStretch(1)
        ring = WaitingRing(look)
        inside = QVBoxLayout(ring)
        inside.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignCenter)
        self.main.addWidget(ring, 0, Qt.AlignmentFlag.AlignHCenter)
        self.main.addStretch(1)
        for row in self._rows:
            self.main.addWidget(row)
        self.gap(28)
        self.main.addWidget(self._note)
        self.gap(12)

    def render(self, view: ConfirmingView, text: Text) -> None:  # type: ignore[override]  # every screen renders a view
        """What is being done, and that nobody should pay again."""
        self._title.setText(text("confirming.title"))
        self._stay.setText(text("confirming.stay"))
        self._picture.render(view.choice.tables[0], mine=view.choice.seat_ids)
        steps = (
            ("card", "card_now", "now"),
            ("seat", "seat_next", "wait"),
            ("receipt", "receipt_next", "wait"),
        )
        for row, (name, state, kind) in zip(self._rows, steps, strict=True):
            row.say(text(f"confirming.{name}"), text(f"confirming.{state}"), kind)
        self._note.say(text("confirming.slow" if view.slow else "confirming.again"))

"""17: cannot sell now. Says so plainly, keeps a code for the staff, and reopens by itself."""

from PySide6.QtCore import Qt, Signal

from kiosk.ui.art import Badge
from kiosk.ui.metrics import Look
from kiosk.ui.screens.base import Screen
from kiosk.ui.text import Text
from kiosk.ui.views import ClosedView
from kiosk.ui.widgets.button import Button, ButtonRole
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.notes import FactRow, Rule


class ClosedScreen(Screen):
    """Out of service for a while.

    Signals:
        staff_asked: the staff were called.
    """

    staff_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, top=200)
        self._sign = Label(look, "heading", color="ink2")
        self._title = self.title(88)
        self._more = Label(look, "body", px=54, weight=600, color="ink2", wrap=True)
        self._kept = FactRow(look, "lock")
        self._call = Button(look, ButtonRole.SECONDARY, icon="bell")
        self.main.addWidget(Badge(look, "wifi", "warn", 168), 0, Qt.AlignmentFlag.AlignLeft)
        self.gap(24)
        self.main.addWidget(self._sign)
        self.gap(24)
        self.main.addWidget(self._title)
        self.gap(24)
        self.main.addWidget(self._more)
        self.main.addStretch(1)
        self.main.addWidget(self._kept)
        self.main.addWidget(Rule(look))
        self.buttons.addWidget(self._call)
        self._call.clicked.connect(self.staff_asked)

    def render(self, view: ClosedView, text: Text) -> None:  # type: ignore[override]  # every screen renders a view
        """What is not possible now, and what is safe."""
        self._sign.setText(text("closed.sign"))
        self._title.setText(text("closed.title"))
        self._more.setText(text("closed.more"))
        self._kept.say(text("closed.kept"), text("closed.code", code=view.code) if view.code else "")
        self._call.say(text("closed.staff"))

"""08: the payment is being verified. Nothing to touch but the staff."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.art import WaitingRing
from kiosk.ui.floorplan.pictures import TablePicture
from kiosk.ui.metrics import Look
from kiosk.ui.screens.base import Screen
from kiosk.ui.text import Text
from kiosk.ui.views import Choice, ConfirmingView
from kiosk.ui.widgets.arrange import Part
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.notes import Note
from kiosk.ui.widgets.rows import StepRow


class ConfirmingScreen(Screen[ConfirmingView]):
    """Please stay."""

    def compose(self) -> None:
        """Title, the table in its turning ring, the steps, and that nobody should pay again."""
        look = self.look
        self._choice: Choice | None = None
        self._title = self.title(84)
        self._stay = Label(look, "body", px=56, weight=600, color="ink2", line=1.42, wrap=True)
        self._rows = [StepRow(look, kind) for kind in ("now", "wait", "wait")]
        self._note = Note(look, "warn", "alert")
        self._picture = TablePicture(look, 480, numbered=True, detailed=True)
        ring = RingedTable(look, self._picture)
        if self.is_wide:
            self.place(
                [(ring, 1), 20, self._note], [self._title, 10, self._stay, 32, *self._rows, None], None
            )
        else:
            top: list[Part] = [
                self._title,
                14,
                self._stay,
                24,
                (ring, 1),
                24,
                *self._rows,
                28,
                self._note,
                36,
            ]
            self.place(top, [], None, top=56)

    def draw(self, view: ConfirmingView, text: Text) -> None:
        """What is being done, and that nobody should pay again."""
        if view.choice != self._choice:
            self._choice = view.choice
            self._picture.render(view.choice.tables[0], mine=view.choice.seat_ids)
        self._title.setText(text("confirming.title"))
        self._stay.setText(text("confirming.stay"))
        card, seat, receipt = self._rows
        card.say(text("confirming.card"), text("confirming.card_now"))
        seat.say(text("confirming.seat"), text("confirming.seat_next"))
        receipt.say(text("confirming.receipt"), text("confirming.receipt_next"))
        self._note.say(text("confirming.slow" if view.slow else "confirming.again"))


class RingedTable(QWidget):
    """The table within its turning ring, as large as there is room, up to what the design has."""

    LEAST, MOST = 360, 740
    SHARE = 0.68

    def __init__(self, look: Look, picture: TablePicture, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._picture = look, picture
        self._ring = WaitingRing(look, self.MOST)
        self._ring.setParent(self)
        picture.setParent(self)
        self.setMinimumSize(look.px(self.LEAST), look.px(self.LEAST))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """As the design has it."""
        return QSize(self._look.px(self.MOST), self._look.px(self.MOST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A square in the middle."""
        super().resizeEvent(event)
        side = min(self.width(), self.height(), self._look.px(self.MOST))
        square = QRect(0, 0, side, side)
        square.moveCenter(self.rect().center())
        self._ring.setGeometry(square)
        inner = QRect(0, 0, round(side * self.SHARE), round(side * self.SHARE))
        inner.moveCenter(square.center())
        self._picture.setGeometry(inner)
        self._picture.raise_()

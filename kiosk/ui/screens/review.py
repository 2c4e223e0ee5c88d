"""06: everything once more, before money. The hold has begun."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.ui.floorplan.pictures import TablePicture
from kiosk.ui.metrics import Look
from kiosk.ui.screens.base import Screen
from kiosk.ui.text import Text
from kiosk.ui.views import ReviewView
from kiosk.ui.widgets.button import Button, ButtonRole
from kiosk.ui.widgets.hold_strip import HoldStrip
from kiosk.ui.widgets.keys import CheckRow
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.pictures import Slip

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ReviewScreen(Screen):
    """Is this right?

    Signals:
        agreement_toggled(bool), terms_asked, choose_again_asked, payment_asked.
    """

    agreement_toggled = Signal(bool)
    terms_asked = Signal()
    choose_again_asked = Signal()
    payment_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._title = self.title()
        self._strip = HoldStrip(look)
        self._picture = TablePicture(look, 200, numbered=False)
        self._table = Label(look, "title", px=72)
        self._zone = Label(look, "body", weight=600, color="ink2")
        self._pairs = [
            (Label(look, "body", px=54, color="ink2"), Label(look, "body", px=54, weight=700))
            for _ in range(3)
        ]
        self._deposit = (Label(look, "body", px=54, color="ink2"), Label(look, "body", px=54, weight=600))
        self._total = (Label(look, "heading"), Label(look, "title", px=88))
        self._note = Label(look, "body", px=48, color="ink2", wrap=True)
        self._agree = CheckRow(look, framed=False)
        self._see = Button(look, ButtonRole.QUIET, height=100, px=50)
        self._again = Button(look, ButtonRole.SECONDARY)
        self._pay = Button(look)
        self._lay_out(look)
        self._agree.clicked.connect(self._toggle)
        self._see.clicked.connect(self.terms_asked)
        self._again.clicked.connect(self.choose_again_asked)
        self._pay.clicked.connect(self.payment_asked)

    def render(self, view: ReviewView, text: Text) -> None:  # type: ignore[override]  # every screen renders a view
        """The booking, the price, the time left."""
        self._title.setText(text("review.title"))
        self._strip.show_hold(view.hold, text)
        self._picture.render(view.choice.tables[0], mine=view.choice.seat_ids)
        self._table.setText(text.tables(view.choice))
        self._zone.setText(
            f"{text.zone(view.choice.tables[0].zone)} · {text.seats(len(view.choice.seat_ids))}"
        )
        facts = (
            ("date", text.date(view.sitting.starts)),
            ("time", text.span(view.sitting)),
            ("party", text.guests(view.party)),
        )
        for (name, value), (key, fact) in zip(self._pairs, facts, strict=True):
            name.setText(text(f"review.{key}"))
            value.setText(fact)
        price = text.money(view.choice.price_per_seat)
        self._deposit[0].setText(text("review.deposit"))
        self._deposit[1].setText(text("review.deposit_value", price=price, guests=text.guests(view.party)))
        self._total[0].setText(text("review.total"))
        self._total[1].setText(text.money(view.choice.amount))
        self._render_terms(view, text)

    def _render_terms(self, view: ReviewView, text: Text) -> None:
        warned = view.asked_without and not view.agreed
        note = (
            text("review.agree_first")
            if warned
            else text("review.note", time=text.time(view.free_cancel_until))
        )
        self._note.setText(note)
        self._note.set_color("warn" if warned else "ink2")
        self._agree.say(text("review.agree"), ticked=view.agreed)
        self._see.say(text("review.see"))
        self._again.say(text("review.again"))
        pay = text("review.pay", amount=text.money(view.choice.amount))
        self._pay.say(text("review.opening") if view.opening else pay, pay)
        self._pay.setEnabled(not view.opening)

    def _lay_out(self, look: Look) -> None:
        self.main.addWidget(self._title)
        self.gap(18)
        self.main.addWidget(self._strip)
        self.gap(24)
        slip = Slip(look)
        slip.add(self._what(look))
        slip.add(_grid(look, self._pairs))
        slip.add(_grid(look, [self._deposit, self._total]))
        self.main.addWidget(slip)
        self.gap(24)
        self.main.addWidget(self._note)
        self.main.addStretch(1)
        terms = QHBoxLayout()
        terms.setSpacing(look.px(28))
        terms.addWidget(self._agree, 1)
        self._see.setSizePolicy(self._see.sizePolicy().Policy.Maximum, self._see.sizePolicy().Policy.Fixed)
        terms.addWidget(self._see)
        self.main.addLayout(terms)
        self._again.setFixedWidth(look.px(330))
        self.buttons.addWidget(self._again)
        self.buttons.addWidget(self._pay, 1)

    def _what(self, look: Look) -> QWidget:
        part = QWidget()
        words = QVBoxLayout()
        words.setSpacing(look.px(6))
        words.addStretch(1)
        words.addWidget(self._table)
        words.addWidget(self._zone)
        words.addStretch(1)
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(40))
        row.addWidget(self._picture)
        row.addLayout(words, 1)
        return part

    def _toggle(self) -> None:
        self.agreement_toggled.emit(not self._agree.isChecked())


def _grid(look: Look, pairs: list[tuple[Label, Label]]) -> QWidget:
    part = QWidget()
    grid = QGridLayout(part)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(look.px(12))
    for nth, (name, value) in enumerate(pairs):
        grid.addWidget(name, nth, 0)
        grid.addWidget(value, nth, 1, RIGHT)
    return part

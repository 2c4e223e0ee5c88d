"""06: everything once more, before money. The hold has begun."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.ui.floorplan.pictures import TablePicture
from kiosk.ui.screens.base import Screen
from kiosk.ui.text import Text
from kiosk.ui.views import Choice, ReviewView
from kiosk.ui.widgets.arrange import Part, column, holder, hug, row
from kiosk.ui.widgets.button import Button, ButtonRole
from kiosk.ui.widgets.hold_strip import HoldStrip
from kiosk.ui.widgets.keys import CheckRow
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.slip import RIGHT, PairLines, Slip

FACTS = ("review.date", "review.time", "review.party")


class ReviewScreen(Screen[ReviewView]):
    """Is this right?

    Signals:
        agreement_toggled(bool), terms_asked, choose_again_asked, payment_asked.
    """

    agreement_toggled = Signal(bool)
    terms_asked = Signal()
    choose_again_asked = Signal()
    payment_asked = Signal()

    def compose(self) -> None:
        """Title, strip, slip, terms, actions; wide, the slip stands left."""
        look = self.look
        self._choice: Choice | None = None
        self._title = self.title()
        self._strip = HoldStrip(look)
        self._note = Label(look, "body", px=48, color="ink2", line=1.42, wrap=True)
        self._agree = CheckRow(look, framed=False)
        self._see = Button(look, ButtonRole.QUIET, height=96, px=50)
        self._again, self._pay = Button(look, ButtonRole.SECONDARY), Button(look)
        slip = Slip(look, self._parts())
        if self.is_wide:
            right: list[Part] = [self._title, 8, self._strip, 24, self._agree, 12, self._see, None]
            self.place([slip, 16, self._note, None], right, self.below(self._pay, self._again))
        else:
            self.narrow(self._again, look.px(320))
            hug(self._see)
            terms = row(look, (self._agree, 1), 28, self._see)
            top: list[Part] = [self._title, 20, self._strip, 28, slip, 28, self._note, None, terms]
            self.place(top, [], self.beside(self._again, (self._pay, 1)))
        self._agree.clicked.connect(lambda: self.agreement_toggled.emit(not self._agree.isChecked()))
        self._see.clicked.connect(self.terms_asked)
        self._again.clicked.connect(self.choose_again_asked)
        self._pay.clicked.connect(self.payment_asked)

    def draw(self, view: ReviewView, text: Text) -> None:
        """The booking, the price, the time left."""
        self._title.setText(text("review.title"))
        held = "common.time_left" if self.is_wide else "common.hold_left"
        self._strip.show_hold(view.hold, text(held), text)
        self._draw_slip(view, text)
        self._draw_terms(view, text)

    def _parts(self) -> list[QWidget]:
        look = self.look
        self._picture = TablePicture(look, 200 if not self.is_wide else 168)
        self._table = Label(look, "title", px=72, line=1.2)
        self._zone = Label(look, "body", weight=600, color="ink2", wrap=True)
        self._facts = [
            (
                Label(look, "body", px=54, color="ink2", line=1.42),
                Label(look, "body", px=54, weight=700, line=1.42),
            )
            for _ in FACTS
        ]
        self._deposit = (
            Label(look, "body", px=54, color="ink2", line=1.42),
            Label(look, "body", px=54, weight=600, line=1.42),
        )
        self._total = (Label(look, "heading"), Label(look, "title", px=88, weight=800, line=1.15))
        named = column(look, None, self._table, 6, self._zone, None)
        table = row(look, self._picture, 40, (named, 1))
        prices = PairLines(look, [self._deposit, self._total], 4)
        if not self.is_wide:
            return [holder(table), PairLines(look, self._facts, 14), prices]
        for name, value in self._facts:
            name.setParent(self.body)
            name.hide()
            value.setAlignment(RIGHT)
        facts = column(look, *(value for _, value in self._facts))
        return [holder(row(look, (table, 1), 40, facts)), prices]

    def _draw_slip(self, view: ReviewView, text: Text) -> None:
        choice = view.choice
        if choice != self._choice:
            self._choice = choice
            self._picture.render(choice.tables[0], mine=choice.seat_ids)
        self._table.setText(text.tables(choice))
        where = f"{text.zone(choice.tables[0].zone)} · {text.seats(len(choice.seat_ids))}"
        self._zone.setText(text.why(choice, view.why) or where)
        values = (text.date(view.sitting.starts), text.span(view.sitting), text.guests(view.party))
        for (name, value), key, fact in zip(self._facts, FACTS, values, strict=True):
            name.setText(text(key))
            value.setText(fact)
        price = text.money(choice.price_per_seat)
        self._deposit[0].setText(text("review.deposit"))
        self._deposit[1].setText(text("review.deposit_value", price=price, guests=text.guests(view.party)))
        self._total[0].setText(text("review.total"))
        self._total[1].setText(text.money(choice.amount))

    def _draw_terms(self, view: ReviewView, text: Text) -> None:
        warned = view.asked_without and not view.agreed
        note = text.until("review.note", view.free_cancel_until)
        note = text("review.agree_first") if warned else note
        note = text("review.unpayable") if view.unpayable else note
        self._note.setText(note)
        self._note.set_color("warn" if warned or view.unpayable else "ink2")
        self._agree.say(text("review.agree"), ticked=view.agreed)
        self._see.say(text("review.see"))
        self._again.say(text("review.again"))
        pay = text("review.pay", amount=text.money(view.choice.amount))
        self._pay.say(text("review.opening") if view.opening else pay, pay)
        why_off = text("review.opening") if view.opening else ""
        self._pay.turn_off(text("review.unpayable").replace("\n", " ") if view.unpayable else why_off)

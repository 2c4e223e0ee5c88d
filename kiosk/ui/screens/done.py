"""09: booked and paid. Number, receipt to take along, and the way to the table."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.ui.art import Badge
from kiosk.ui.floorplan.pictures import MiniMap
from kiosk.ui.floorplan.states import FloorView
from kiosk.ui.screens.base import Screen
from kiosk.ui.screens.floor_words import plan_words
from kiosk.ui.text import Text
from kiosk.ui.views import DoneView, Paper
from kiosk.ui.widgets.arrange import Part, Room, centered, column, row
from kiosk.ui.widgets.button import Button, ButtonRole
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.notes import Note
from kiosk.ui.widgets.pictures import QrPicture
from kiosk.ui.widgets.signs import Rule, Sign

MAP_WIDE = 872


class DoneScreen(Screen[DoneView]):
    """The end of a good visit.

    Signals:
        finished: the customer is leaving.
        paper_asked: they want the receipt on paper.
    """

    finished = Signal()
    paper_asked = Signal()

    def compose(self) -> None:
        """What was booked above or right, the way below or left."""
        look = self.look
        self._way: FloorView | None = None
        self._title = Label(look, "display", px=104 if not self.is_wide else 76, line=1.15, wrap=self.is_wide)
        self._number_name = Label(look, "label", color="ink2")
        large = 168 if not self.is_wide else 128
        self._number = Label(look, "hero", px=large, weight=800, line=1)
        # Large figures that stand still look better with their own widths.
        self._number.setFont(look.font("hero", px=large, weight=800, tabular=False))
        self._when, self._paid = (Label(look, "body", px=52, weight=600, line=1.36) for _ in range(2))
        self._qr = QrPicture(look, 330 if not self.is_wide else 200)
        self._qr_name = Label(look, "label")
        self._go = Label(look, "heading", wrap=True)
        self._map = MiniMap(look)
        room = Room(self._map, look.px(280))
        self._finish = Button(look)
        self._finish.clicked.connect(self.finished)
        ends = self._ends()
        self._no_paper = Note(look, "warn", "info", px=46)
        badge = Badge(look, "check", "done", 104 if not self.is_wide else 84)
        head = row(look, badge, 28, (self._title, 1))
        way = row(look, Sign(look, "pin", 60), 18, (self._go, 1))
        if self.is_wide:
            right: list[Part] = [head, 8, *self._facts_wide(), None]
            self.place([way, 12, (room, 1), 12, self._no_paper], right, ends)
        else:
            side = (look.metrics.tokens.reference_px[0] - MAP_WIDE) // 2 - 56
            chart = row(look, side, (room, 1), side)
            facts = column(look, self._no_paper, self._facts())
            facts.setSpacing(look.px(18))
            top: list[Part] = [head, 34, facts, 30, Rule(look), 22, way, 20, (chart, 1)]
            self.place(top, [], ends, top=14)

    def draw(self, view: DoneView, text: Text) -> None:
        """Number, time, money, way."""
        self._title.setText(text("done.title"))
        self._number_name.setText(text("done.number"))
        self._number.setText(view.number)
        today = text("done.when", day=text("common.today"), time=text.span(view.sitting))
        # What is looked at again on that day: the whole date rather than the hour it ends.
        starts = view.sitting.starts
        self._when.setText(f"{text.date(starts)} {text.time(starts)}" if view.ahead else today)
        amount = text.money(view.choice.amount)
        self._paid.setText(text("done.paid", guests=text.guests(view.party), amount=amount))
        self._qr.say(view.receipt, text("done.receipt"))
        self._qr_name.setText(text("done.receipt"))
        self._go.setText(text("done.go", table=text.tables(view.choice)))
        way = FloorView(view.plan, texts=plan_words(text), chosen=view.choice.seat_ids)
        if way != self._way:
            self._way = way
            self._map.render(way)
        self._finish.say(text("done.finish"), text("done.finish_name"), tail=str(view.seconds_left))
        self._draw_paper(view.paper, text)

    def _draw_paper(self, paper: Paper, text: Text) -> None:
        """The way to a receipt on paper, or what became of it."""
        self._no_paper.say(text("done.paper_failed") if paper is Paper.FAILED else "")
        self._paper.setVisible(paper in (Paper.OFFERED, Paper.PRINTING, Paper.PRINTED))
        if self._paper.isVisibleTo(self):
            words = text(f"done.paper_{paper}")
            self._paper.say(words)
            self._paper.turn_off("" if paper is Paper.OFFERED else words)

    def _ends(self) -> QHBoxLayout:
        """Paper and goodbye: side by side where there is room, and without a gap where there is no printer."""
        look = self.look
        small: dict[str, Any] = {"px": 44} if self.is_wide else {"icon": "print"}
        self._paper = Button(look, ButtonRole.SECONDARY, **small)
        self._paper.clicked.connect(self.paper_asked)
        return self.beside(self._paper, (self._finish, 1))

    def _facts(self) -> QVBoxLayout:
        look = self.look
        code = column(look, centered(self._qr), 14, centered(self._qr_name))
        words = column(look, self._number_name, 8, self._number, None, self._when, self._paid)
        return column(look, row(look, (words, 1), 24, code))

    def _facts_wide(self) -> list[QVBoxLayout]:
        look = self.look
        words = column(look, self._number_name, 4, self._number, None)
        code = column(look, centered(self._qr), centered(self._qr_name))
        return [column(look, row(look, words, None, 16, code), 4, self._when, self._paid)]

"""04: the plan, what its marks mean, and the sheet with what is chosen."""

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QSizePolicy, QWidget

from kiosk.domain.floor import Plan
from kiosk.domain.rooms import part_of
from kiosk.ui.floorplan.pictures import LegendMark, TablePicture
from kiosk.ui.floorplan.states import FloorView, SeatState
from kiosk.ui.floorplan.widget import FloorPlanWidget
from kiosk.ui.metrics import Look
from kiosk.ui.screens.base import MARGIN, Screen
from kiosk.ui.screens.floor_words import note_of, plan_words, reason_not_to_hold, wish_of
from kiosk.ui.screens.room_tabs import RoomTabs
from kiosk.ui.text import Text
from kiosk.ui.views import Choice, FloorScreenView
from kiosk.ui.widgets.arrange import Part, Room, column, holder, hug, row
from kiosk.ui.widgets.button import Button, ButtonRole
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.paint import hair
from kiosk.ui.widgets.signs import Rule

LEGEND: tuple[tuple[str, SeatState | None], ...] = (
    ("legend.free", SeatState.FREE),
    ("legend.mine", SeatState.MINE),
    ("legend.access", None),
    ("legend.held", SeatState.HELD),
    ("legend.taken", SeatState.TAKEN),
    ("legend.unfit", SeatState.UNFIT),
)
NARROW = 2
"""Columns of the legend where there is little room."""
SHEET_HIGH, SHEET_TOP, PICTURE_HIGH = 228, 24, 176


class FloorScreen(Screen[FloorScreenView]):
    """Where to sit.

    Signals:
        table_touched(table id), seat_touched(seat id), room_chosen(room), best_asked, change_asked, hold_asked, list_asked.
    """

    table_touched = Signal(str)
    seat_touched = Signal(str)
    room_chosen = Signal(str)
    best_asked = Signal()
    change_asked = Signal()
    hold_asked = Signal()
    list_asked = Signal()

    has_panel = True

    def compose(self) -> None:
        """Upright: plan, legend, sheet, actions. Wide: the plan left, all the rest right."""
        look = self.look
        self._title = self.title(70)
        self._when = Label(look, "body", px=55, weight=600, color="ink2", line=1.25)
        self._change = Button(
            look,
            ButtonRole.QUIET,
            height=72 if self.is_wide else 104,
            px=46,
        )
        hug(self._change)
        self._rooms = RoomTabs(look)
        self._plan = FloorPlanWidget(look)
        self._room = Room(self._plan, look.px(400))
        self._parts: tuple[Plan, dict[str, Plan]] | None = None
        self._legend = [Label(look, "label", line=1.2) for _ in LEGEND]
        self._selection = Selection(look, pictured=not self.is_wide)
        self._list, self._hold = (
            Button(look, ButtonRole.SECONDARY, icon="" if self.is_wide else "list"),
            Button(look),
        )
        if self.is_wide:
            self._compose_wide()
        else:
            self._compose_upright()
        self._rooms.chosen.connect(self.room_chosen)
        self._selection.best_asked.connect(self.best_asked)
        self._plan.table_touched.connect(self.table_touched)
        self._plan.seat_touched.connect(self.seat_touched)
        self._change.clicked.connect(self.change_asked)
        self._list.clicked.connect(self.list_asked)
        self._hold.clicked.connect(self.hold_asked)

    def draw(self, view: FloorScreenView, text: Text) -> None:
        """The floor as it stands, and the choice."""
        self._title.setText(text("floor.title"))
        wish = wish_of(view, text)
        self._when.setText(wish)
        change = text("floor.change")
        self._change.say(wish if self.is_wide else change, f"{change}, {wish}" if self.is_wide else change)
        for label, (word, _) in zip(self._legend, LEGEND, strict=True):
            label.setText(text(word))
        chosen = view.choice.seat_ids if view.choice else frozenset()
        words, plan = plan_words(text), self._shown_part(view)
        self._rooms.show_rooms(view.rooms, view.room, text)
        self._plan.render(FloorView(plan, dict(view.seats), dict(view.tables), words, chosen))
        self._selection.show_choice(view, text)
        self._list.say(text("floor.list"))
        self._hold.say(text("floor.holding" if view.holding else "floor.hold"))
        self._hold.turn_off(reason_not_to_hold(view, text))

    def _shown_part(self, view: FloorScreenView) -> Plan:
        """All of the house, or the room that is looked at; the same one each time, as another plan is drawn anew."""
        if not view.rooms:
            return view.plan
        if self._parts is None or self._parts[0] is not view.plan:
            self._parts = view.plan, {}
        made = self._parts[1]
        if view.room not in made:
            made[view.room] = part_of(view.plan, view.room)
        return made[view.room]

    def _compose_upright(self) -> None:
        look = self.look
        head = row(look, (column(look, self._title, 4, self._when), 1), 20, self._change)
        head.setContentsMargins(look.px(MARGIN), look.px(24), look.px(MARGIN), 0)
        # The plan reaches half-way into the margins: the room is more than its words.
        plan = row(look, (self._room, 1))
        plan.setContentsMargins(look.px(MARGIN / 2), 0, look.px(MARGIN / 2), 0)
        rooms = row(look, (self._rooms, 1))
        rooms.setContentsMargins(look.px(MARGIN), 0, look.px(MARGIN), 0)
        legend = self._legend_grid(3)
        legend.setContentsMargins(look.px(MARGIN), 0, look.px(MARGIN), 0)
        self._list.setFixedWidth(look.px(320))
        buttons = self.beside(self._list, (self._hold, 1))
        main = column(look, head, 16, rooms, (plan, 1), 16, legend, 20)
        buttons.setContentsMargins(look.px(MARGIN), look.px(24), look.px(MARGIN), look.px(28))
        self.body.setLayout(column(look, (main, 1), self._selection, buttons))

    def _compose_wide(self) -> None:
        look = self.look
        # Little height: what was wished for is itself the way to change it.
        self._when.setParent(self.body)
        self._when.hide()
        told: list[Part] = [self._title, 2, self._change, 20, self._legend_grid(NARROW), None]
        told += [Rule(look, "ink"), 12, self._selection, None]
        self._list.setFixedWidth(look.px(212))
        self.place([self._rooms, (self._room, 1)], told, self.beside(self._list, (self._hold, 1)))

    def _legend_grid(self, columns: int) -> QGridLayout:
        look = self.look
        made = QGridLayout()
        made.setContentsMargins(0, 0, 0, 0)
        made.setHorizontalSpacing(look.px(12 if columns > NARROW else 8))
        made.setVerticalSpacing(look.px(8))
        for nth, ((_, state), label) in enumerate(self._in_legend_order(columns)):
            where, at = divmod(nth, columns)
            made.addWidget(LegendMark(look, state), where, at * 2)
            made.addWidget(label, where, at * 2 + 1)
            made.setColumnStretch(at * 2 + 1, 1)
        return made

    def _in_legend_order(self, columns: int) -> list[tuple[tuple[str, SeatState | None], Label]]:
        """Of two columns, the short words go into the second, so that the long ones have room."""
        order = (0, 1, 2, 3, 5, 4) if columns == NARROW else range(len(LEGEND))
        return [(LEGEND[nth], self._legend[nth]) for nth in order]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Upright, the sheet's paper goes on behind the actions."""
        if self.is_wide or self._shown is None:
            return
        painter = QPainter(self)
        top = self._selection.mapTo(self, self._selection.rect().topLeft()).y()
        painter.fillRect(QRect(0, top, self.width(), self.height() - top), self.look.color("sheet"))
        edge = max(hair(self.look), round(self.look.stroke("control")))
        painter.fillRect(QRect(0, top, self.width(), edge), self.look.color("ink"))
        painter.end()


class Selection(QWidget):
    """What is chosen, or one sentence about the last touch and the offer to choose. Always as high: nothing jumps.

    Signals:
        best_asked.
    """

    best_asked = Signal()

    def __init__(self, look: Look, *, pictured: bool) -> None:
        super().__init__()
        self._is_pictured = pictured
        self._choice: Choice | None = None
        self._picture = TablePicture(look, PICTURE_HIGH)
        self._pictured = holder(row(look, self._picture, 36))
        self._title = Label(look, "heading", px=58 if pictured else 54, wrap=True)
        self._more = Label(look, "label", color="ink2", wrap=True)
        self._hint = Label(look, "label", color="ink2", wrap=True)
        self._best = Button(look, ButtonRole.QUIET, height=104 if pictured else 88, px=46)
        hug(self._best)
        self._best.clicked.connect(self.best_asked)
        words = column(look, None, self._title, 4, self._more, self._hint, None)
        if pictured:
            line: QBoxLayout = row(look, self._pictured, (words, 1), self._best)
        else:
            line = column(look, (words, 1), self._best)
        side = look.px(MARGIN) if pictured else 0
        line.setContentsMargins(side, look.px(SHEET_TOP) if pictured else 0, side, 0)
        self.setLayout(line)
        self._pictured.setVisible(False)
        if pictured:
            lines = self._title.line_height() + 2 * self._more.line_height() + look.px(4 + SHEET_TOP)
            self.setFixedHeight(max(look.px(SHEET_HIGH), lines))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_choice(self, view: FloorScreenView, text: Text) -> None:
        """The table with the seats, the deposit, and the answer to the last touch."""
        choice, note = view.choice, note_of(view, text)
        self._best.say(text("floor.best"))
        self._best.setVisible(choice is None and not note and not view.holding)
        if choice is None:
            self._say(note or text("floor.choose_first"), "", "")
        else:
            named = text("floor.chosen", table=text.tables(choice), seats=text.seats(len(choice.seat_ids)))
            deposit = text("floor.deposit", amount=text.money(choice.amount))
            # An answer takes the room of both lines: some need two.
            hint = text.why(choice, view.why) or text("floor.swap")
            self._say(named, note or deposit, "" if note else hint)
        self._more.set_color("warn" if note else "ink2")
        self._pictured.setVisible(self._is_pictured and choice is not None)
        if choice is not None and choice != self._choice and self._is_pictured:
            self._picture.render(choice.tables[0], mine=choice.seat_ids)
        self._choice = choice

    def _say(self, title: str, more: str, hint: str) -> None:
        for label, words in ((self._title, title), (self._more, more), (self._hint, hint)):
            label.setText(words)
            label.setVisible(bool(words))

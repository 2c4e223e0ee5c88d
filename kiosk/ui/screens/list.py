"""05: the tables as a list, with the same power as the plan: every table and seat, its state as a word, by part of the room.

For those who do not want to read a plan, and for those who cannot see one: this is the true control, 04 its picture.
"""

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QGridLayout

from kiosk.domain.floor import SeatKind, Table
from kiosk.ui.floorplan.states import FloorView, SeatState
from kiosk.ui.screens.base import Screen
from kiosk.ui.screens.floor_words import note_of, plan_words, reason_not_to_hold, wish_of
from kiosk.ui.text import Text
from kiosk.ui.views import FloorScreenView
from kiosk.ui.widgets.arrange import Part, column, hug, row
from kiosk.ui.widgets.button import Button, ButtonRole
from kiosk.ui.widgets.keys import ChoiceKey
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.table_row import TableRow

FILTERS, FILTERS_LARGE, FILTERS_PER_ROW = 8, 7, 2
"""How many there can be; larger ones lie one below the other, and have to fit into a page. The first shows all there is."""
ALL, ACCESS = "", "\0access"
"""Two filters that are no part of the room."""
ROWS, ROWS_WIDE = 4, 3
CHAIRS, CHAIRS_WIDE = 8, 6
GAP = 12
CAN_BE_HAD = (SeatState.FREE, SeatState.MINE)


class ListScreen(Screen[FloorScreenView]):
    """Where to sit, in words.

    Signals:
        table_touched(table id), seat_touched(seat id), best_asked, change_asked, hold_asked, plan_asked.
    """

    table_touched = Signal(str)
    seat_touched = Signal(str)
    best_asked = Signal()
    change_asked = Signal()
    hold_asked = Signal()
    plan_asked = Signal()

    _filter = ALL
    _page = 0
    _chair_page = 0

    def compose(self) -> None:
        """Upright: filters, rows, chairs. Wide: filters and rows left, all the rest right."""
        look, wide = self.look, self.is_wide
        self._title = self.title(70)
        self._when = Label(look, "body", px=55, weight=600, color="ink2", line=1.25)
        self._change = Button(
            look,
            ButtonRole.QUIET,
            height=72 if wide else 104,
            px=46,
        )
        self._filters = [
            ChoiceKey(look, height=72 if wide else 80, px=46, tick=(30, 8))
            for _ in range(FILTERS_LARGE if look.metrics.is_large else FILTERS)
        ]
        self._rows = [TableRow(look, 120 if wide else 132) for _ in range(ROWS_WIDE if wide else ROWS)]
        self._turn = Button(look, ButtonRole.QUIET, height=72, px=46)
        self._told = Label(look, "label", color="ink2", weight=600, wrap=True)
        chairs = CHAIRS_WIDE if wide else CHAIRS
        self._chairs = [ChoiceKey(look, height=96, px=50, tick=(26, 6)) for _ in range(chairs)]
        self._more_chairs = Button(look, ButtonRole.QUIET, height=72, px=46)
        self._best = Button(look, ButtonRole.QUIET, height=72, px=46)
        self._plan, self._hold = Button(look, ButtonRole.SECONDARY, icon="" if wide else "plan"), Button(look)
        for button in (self._change, self._turn, self._more_chairs):
            hug(button)
        self._lay_out()
        self._connect()

    def draw(self, view: FloorScreenView, text: Text) -> None:
        """The tables as they stand, and the choice."""
        self._title.setText(text("floor.title"))
        wish = wish_of(view, text)
        self._when.setText(wish)
        change = text("floor.change")
        self._change.say(wish if self.is_wide else change, f"{change}, {wish}" if self.is_wide else change)
        self._plan.say(text("floor.plan"))
        self._best.say(text("floor.best"))
        self._best.setVisible(view.choice is None)
        self._draw_filters(view, text)
        self._draw_rows(view, text)
        self._draw_chairs(view, text)
        note = note_of(view, text)
        self._told.setText(
            note or (self._choice_words(view, text) if view.choice else text("floor.choose_first"))
        )
        self._told.set_color("warn" if note else "ink2")
        named = text("floor.hold")
        if view.choice and not self.is_wide:
            named = text("list.hold", table=text.table_short(view.choice))
        self._hold.say(text("floor.holding") if view.holding else named)
        self._hold.turn_off(reason_not_to_hold(view, text))

    @staticmethod
    def _choice_words(view: FloorScreenView, text: Text) -> str:
        assert view.choice is not None, "only a choice has words"
        return text.why(view.choice, view.why) or text("floor.deposit", amount=text.money(view.choice.amount))

    def _draw_filters(self, view: FloorScreenView, text: Text) -> None:
        offered = filters_of(view, len(self._filters))
        if self._filter not in offered:
            self._filter = ALL
        for key, kind in zip(self._filters, offered, strict=False):
            word = {ALL: text("list.all"), ACCESS: text("legend.access")}.get(kind) or text.zone(kind)
            count = sum(dict(view.tables)[table.table_id] in CAN_BE_HAD for table in tables_of(view, kind))
            key.say(f"{word} {count}", chosen=kind == self._filter)
            key.show()
        for key in self._filters[len(offered) :]:
            key.hide()

    def _draw_rows(self, view: FloorScreenView, text: Text) -> None:
        tables = tables_of(view, self._filter)
        pages = max(1, -(-len(tables) // len(self._rows)))
        self._page = min(self._page, pages - 1)
        chosen = view.choice.seat_ids if view.choice else frozenset()
        floor = FloorView(view.plan, dict(view.seats), dict(view.tables), plan_words(text), chosen)
        first = self._page * len(self._rows)
        shown = tables[first : first + len(self._rows)]
        for nth, (line, table) in enumerate(zip(self._rows, shown, strict=False)):
            _say(line, floor, table, text, (first + nth + 1, len(tables)))
            line.show()
        for line in self._rows[len(shown) :]:
            line.hide()
        self._turn.say(text("list.more", page=self._page + 1, pages=pages))
        self._turn.setVisible(pages > 1)

    def _draw_chairs(self, view: FloorScreenView, text: Text) -> None:
        """The chairs of the chosen tables; each can be swapped as on the plan."""
        chairs = [seat for table in view.choice.tables for seat in table.seats] if view.choice else []
        pages = max(1, -(-len(chairs) // len(self._chairs)))
        self._chair_page = min(self._chair_page, pages - 1)
        states, first = dict(view.seats), self._chair_page * len(self._chairs)
        shown = chairs[first : first + len(self._chairs)]
        for key, seat in zip(self._chairs, shown, strict=False):
            state = states.get(seat.seat_id, SeatState.FREE)
            table = text.label(view.plan.table(seat.table_id))
            spoken = text(
                "plan.seat_name" if table.isdigit() else "plan.seat_named", label=table, seat=seat.label
            )
            can = state in CAN_BE_HAD
            name = f"{spoken}, {_state_word(state, text)}"
            key.say(seat.label, chosen=state is SeatState.MINE, gone=not can, name=name)
            key.show()
        for key in self._chairs[len(shown) :]:
            key.hide()
        self._more_chairs.say(text("list.more_seats"))
        self._more_chairs.setVisible(pages > 1)

    def _lay_out(self) -> None:
        look = self.look
        filters = QGridLayout()
        filters.setContentsMargins(0, 0, 0, 0)
        filters.setSpacing(look.px(GAP))
        per_row = 1 if look.metrics.is_large else FILTERS_PER_ROW
        for nth, key in enumerate(self._filters):
            filters.addWidget(key, nth // per_row, nth % per_row)
        chairs = row(look, *((key, 1) for key in self._chairs))
        chairs.setSpacing(look.px(GAP))
        rows: list[Part] = [filters, GAP, *(part for line in self._rows for part in (line, GAP)), None]
        below: list[Part] = [self._told, 8, chairs, 8, row(look, self._more_chairs, None)]
        if self.is_wide:
            self.narrow(self._plan, look.px(234))
            self._when.setParent(self.body)
            self._when.hide()
            told: list[Part] = [self._title, 2, self._change, None, *below, self._best, 8]
            buttons = self.beside(self._plan, (self._hold, 1))
            self.place([*rows, row(look, None, self._turn)], told, buttons)
            return
        head = row(look, (column(look, self._title, 4, self._when), 1), 20, self._change)
        self.narrow(self._plan, look.px(320))
        # Larger than it is, the plan would show half a room: the list has the same power.
        self._plan.setHidden(look.metrics.turns_pages)
        foot = row(look, (self._best, 1), None, self._turn)
        self.place(
            [head, 16, *rows, 8, foot, 8, *below], [], self.beside(self._plan, (self._hold, 1)), top=24
        )

    def _connect(self) -> None:
        for nth, key in enumerate(self._filters):
            key.clicked.connect(lambda _=False, nth=nth: self._filter_touched(nth))
        for nth, line in enumerate(self._rows):
            line.clicked.connect(lambda _=False, nth=nth: self._row_touched(nth))
        for nth, key in enumerate(self._chairs):
            key.clicked.connect(lambda _=False, nth=nth: self._chair_touched(nth))
        self._turn.clicked.connect(self._turn_page)
        self._more_chairs.clicked.connect(self._turn_chairs)
        self._best.clicked.connect(self.best_asked)
        self._change.clicked.connect(self.change_asked)
        self._plan.clicked.connect(self.plan_asked)
        self._hold.clicked.connect(self.hold_asked)

    def _filter_touched(self, nth: int) -> None:
        view, text = self._now()
        self._filter, self._page = filters_of(view, len(self._filters))[nth], 0
        self.draw(view, text)

    def _row_touched(self, nth: int) -> None:
        view, _ = self._now()
        self._chair_page = 0
        self.table_touched.emit(tables_of(view, self._filter)[self._page * len(self._rows) + nth].table_id)

    def _chair_touched(self, nth: int) -> None:
        view, _ = self._now()
        assert view.choice is not None, "chairs are shown for a choice only"
        chairs = [seat for table in view.choice.tables for seat in table.seats]
        self.seat_touched.emit(chairs[self._chair_page * len(self._chairs) + nth].seat_id)

    def _turn_page(self) -> None:
        view, text = self._now()
        pages = -(-len(tables_of(view, self._filter)) // len(self._rows))
        self._page = (self._page + 1) % pages
        self._draw_rows(view, text)

    def _turn_chairs(self) -> None:
        view, text = self._now()
        assert view.choice is not None, "chairs are shown for a choice only"
        pages = -(-sum(len(table.seats) for table in view.choice.tables) // len(self._chairs))
        self._chair_page = (self._chair_page + 1) % pages
        self._draw_chairs(view, text)

    def _now(self) -> tuple[FloorScreenView, Text]:
        assert self._shown is not None, "only what is shown can be touched"
        return self._shown

    def hideEvent(self, event: QHideEvent) -> None:
        """The next customer begins with everything."""
        super().hideEvent(event)
        self._filter, self._page, self._chair_page = ALL, 0, 0


def filters_of(view: FloorScreenView, most: int = FILTERS) -> tuple[str, ...]:
    """All, the parts of the room in the order of the plan, and wheelchair places where there are any."""
    zones = tuple(dict.fromkeys(table.zone for table in view.plan.tables if table.zone))
    access = (ACCESS,) if any(_has_place(table) for table in view.plan.tables) else ()
    return (ALL, *zones[: most - 1 - len(access)], *access)


def tables_of(view: FloorScreenView, kind: str) -> list[Table]:
    """The tables behind a filter, those that can be had first."""
    order = view.order or tuple(table.table_id for table in view.plan.tables)
    tables = [view.plan.table(table_id) for table_id in order]
    if kind == ACCESS:
        return [table for table in tables if _has_place(table)]
    return [table for table in tables if kind in (ALL, table.zone)]


def _say(line: TableRow, floor: FloorView, table: Table, text: Text, place: tuple[int, int]) -> None:
    state, zone = floor.table(table), text.zone(table.zone)
    named = text.table([text.label(table)])
    every = (zone, text.seats(len(table.usable_seats)), text("legend.access") if _has_place(table) else "")
    more = tuple(part for part in every if part)
    word = _state_word(state, text)
    where = text("plan.position", place=place[0], count=place[1])
    line.say(named, more, word, ", ".join((named, *more, word, where)))
    line.show_table(floor, table, floor.chosen)


def _state_word(state: SeatState, text: Text) -> str:
    return "" if state is SeatState.QUIET else text(f"legend.{state}")


def _has_place(table: Table) -> bool:
    return any(seat.accessible or seat.kind is SeatKind.WHEELCHAIR for seat in table.usable_seats)

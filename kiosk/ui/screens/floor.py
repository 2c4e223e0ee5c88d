"""04: the plan, what its marks mean, and the sheet with what is chosen."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.ui.floorplan.pictures import LegendMark, TablePicture
from kiosk.ui.floorplan.states import FloorView, SeatState
from kiosk.ui.floorplan.widget import FloorPlanWidget
from kiosk.ui.metrics import Look
from kiosk.ui.screens.base import MARGIN, Screen
from kiosk.ui.text import Text
from kiosk.ui.views import FloorNote, FloorScreenView
from kiosk.ui.widgets.button import Button, ButtonRole
from kiosk.ui.widgets.labels import Label

LEGEND: tuple[tuple[str, SeatState | None], ...] = (
    ("free", SeatState.FREE),
    ("mine", SeatState.MINE),
    ("access", None),
    ("held", SeatState.HELD),
    ("taken", SeatState.TAKEN),
    ("unfit", SeatState.UNFIT),
)
_STATES = ("free", "mine", "held", "taken", "unfit")
_PLAN_WORDS = ("table_name", "seat_name", "position", "shared", "wheelchair")


class FloorScreen(Screen):
    """Where to sit.

    Signals:
        table_touched(table id), seat_touched(seat id), change_asked, hold_asked, went_back.
    """

    table_touched = Signal(str)
    seat_touched = Signal(str)
    change_asked = Signal()
    hold_asked = Signal()
    went_back = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, top=20)
        self._title = self.title(70)
        self._when = Label(look, "body", px=55, weight=600, color="ink2")
        self._change = Button(look, ButtonRole.QUIET, height=104, px=50)
        self._plan = FloorPlanWidget(look)
        self._legend = [Label(look, "label", weight=600) for _ in LEGEND]
        self._sheet = _Selection(look)
        self._back = Button(look, ButtonRole.SECONDARY)
        self._hold = Button(look)
        self._lay_out(look)
        self._plan.table_touched.connect(self.table_touched)
        self._plan.seat_touched.connect(self.seat_touched)
        self._change.clicked.connect(self.change_asked)
        self._back.clicked.connect(self.went_back)
        self._hold.clicked.connect(self.hold_asked)

    def render(self, view: FloorScreenView, text: Text) -> None:  # type: ignore[override]  # every screen renders a view
        """The floor as it stands, and the choice."""
        self._title.setText(text("floor.title"))
        when = text(
            "floor.when",
            guests=text.guests(view.party),
            day=text("common.today"),
            time=text.span(view.sitting),
        )
        self._when.setText(when)
        self._change.say(text("floor.change"))
        for label, (word, _) in zip(self._legend, LEGEND, strict=True):
            label.setText(text(f"legend.{word}"))
        chosen = view.choice.seat_ids if view.choice else frozenset()
        self._plan.render(
            FloorView(view.plan, dict(view.seats), dict(view.tables), plan_words(text), frozenset(chosen))
        )
        self._sheet.show_choice(view, text)
        self._back.say(text("common.back"))
        count = len(chosen)
        ready = count == view.party and not view.holding
        self._hold.say(
            text("floor.holding" if view.holding else "floor.hold" if count else "floor.choose_first")
        )
        self._hold.setEnabled(ready)

    def _lay_out(self, look: Look) -> None:
        self._change.setSizePolicy(
            self._change.sizePolicy().Policy.Maximum, self._change.sizePolicy().Policy.Fixed
        )
        words = QVBoxLayout()
        words.addWidget(self._title)
        words.addWidget(self._when)
        head = QHBoxLayout()
        head.addLayout(words, 1)
        head.addWidget(self._change)
        self.main.addLayout(head)
        self.gap(14)
        plan = QHBoxLayout()
        plan.setContentsMargins(-look.px(28), 0, -look.px(28), 0)
        plan.addWidget(self._plan)
        self.main.addLayout(plan, 1)
        self.gap(12)
        legend = QGridLayout()
        legend.setHorizontalSpacing(look.px(12))
        legend.setVerticalSpacing(look.px(2))
        for nth, ((_, state), label) in enumerate(zip(LEGEND, self._legend, strict=True)):
            row, column = divmod(nth, 3)
            legend.addWidget(LegendMark(look, state), row, column * 2)
            legend.addWidget(label, row, column * 2 + 1)
            legend.setColumnStretch(column * 2 + 1, 1)
        self.main.addLayout(legend)
        self.gap(12)
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)
        whole.insertWidget(1, self._sheet)
        self._back.setFixedWidth(look.px(280))
        self.buttons.addWidget(self._back)
        self.buttons.addWidget(self._hold, 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The sheet's paper goes on behind the buttons."""
        painter = QPainter(self)
        top = self._sheet.geometry().top()
        painter.fillRect(0, top, self.width(), self.height() - top, self.look.color("sheet"))
        painter.fillRect(
            0, top, self.width(), max(1, round(self.look.stroke("control"))), self.look.color("ink")
        )
        painter.end()


class _Selection(QWidget):
    """What is chosen, or one sentence about the last touch."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._picture = TablePicture(look, 176, numbered=False)
        self._title = Label(look, "heading", px=56, wrap=True)
        self._more = Label(look, "label", color="ink2", wrap=True)
        self._hint = Label(look, "label", color="ink2", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(look.px(4))
        words.addStretch(1)
        for label in (self._title, self._more, self._hint):
            words.addWidget(label)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(MARGIN), look.px(22), look.px(MARGIN), 0)
        row.setSpacing(look.px(36))
        row.addWidget(self._picture)
        row.addLayout(words, 1)
        self.setFixedHeight(look.px(230))

    def show_choice(self, view: FloorScreenView, text: Text) -> None:
        choice, note = view.choice, note_of(view, text)
        self._picture.setVisible(choice is not None)
        if choice is None:
            self._title.setText(note or text("floor.choose_first"))
            self._more.setText("")
            self._hint.setText("")
        else:
            self._picture.render(choice.tables[0], mine=choice.seat_ids)
            named = text("floor.chosen", table=text.tables(choice), seats=text.seats(len(choice.seat_ids)))
            self._title.setText(named)
            self._more.setText(text("floor.deposit", amount=text.money(choice.amount)))
            self._hint.setText(note or text("floor.swap"))
            self._hint.set_color("warn" if note else "ink2")
        for label in (self._more, self._hint):
            label.setVisible(bool(label.text()))


def note_of(view: FloorScreenView, text: Text) -> str:  # noqa: PLR0911 - one line a note
    """The sentence that answers the last touch, or tells what another guest did; "" when there is none."""
    match view.note:
        case FloorNote.NONE:
            return ""
        case FloorNote.LOST_RACE:
            if not view.offer:
                return text("floor.lost_race_none")
            table = next((table for table in view.plan.tables if table.label == view.offer), None)
            return text(
                "floor.lost_race",
                table=text("common.table", label=text.label(table) if table else view.offer),
            )
        case FloorNote.TOO_SMALL:
            return text("floor.too_small", count=view.note_seats)
        case FloorNote.WRONG_COUNT:
            missing = view.party - (len(view.choice.seat_ids) if view.choice else 0)
            return text("floor.wrong_count" if missing >= 0 else "floor.wrong_count_many", count=abs(missing))
        case FloorNote.NONE_FIT:
            return text("floor.none_fit", guests=text.guests(view.party))
        case note:
            return text(f"floor.{note}")


def plan_words(text: Text) -> Mapping[str, str]:
    """The words of the room and of its tables, as the plan wants them."""
    words = {name: text(f"floor.{name}") for name in ("entrance", "kitchen", "washroom", "here")}
    words |= {name: str(text.entries[f"plan.{name}"]) for name in _PLAN_WORDS}
    words["seat_count"] = _plural_of(text)
    words |= {f"state.{state}": text(f"plan.state_{state}") for state in _STATES}
    words |= {key: text(key) for key in text.entries if key.startswith(("zone.", "label."))}
    return words


def _plural_of(text: Text) -> str:
    entry = text.entries["plan.seat_count"]
    return str(entry["other"]) if isinstance(entry, dict) else str(entry)

"""The live floor: how the house is at the left, the plan in the middle, today's list at the right."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kiosk.desk.back.parts import DeskButton, Ground, Mark, Rule, Segments, number, words
from kiosk.desk.floor.plan import DeskPlan
from kiosk.desk.screens.rows import RowList
from kiosk.desk.screens.strip import Strip
from kiosk.desk.screens.team import TeamPanel
from kiosk.desk.views import NowView
from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.widgets.arrange import Room

_FACTS, _LIST = 260, 480
_FACTS_SHOWN = 5
_NARROW = 1500


class NowScreen(QWidget):
    """Signals: row_touched (the id of a booking, or of a team that waits), table_touched, tab_chosen, searched,
    taking_asked (kind), answered (a key's say)."""

    row_touched = Signal(str)
    table_touched = Signal(str)
    tab_chosen = Signal(str)
    searched = Signal(str)
    taking_asked = Signal(str)
    answered = Signal(object)

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__()
        self._look, self._text = look, text
        self._facts = [
            (words(look, 17, 600, "ink2"), number(look, 40), words(look, 18)) for _ in range(_FACTS_SHOWN)
        ]
        self._legend = QVBoxLayout()
        self._legend_shown: tuple[tuple[str, str], ...] = ()
        self.plan = DeskPlan(look)
        self.plan.table_touched.connect(self.table_touched)
        self.plan.seat_touched.connect(self._seat_touched)
        self.strip = Strip(look)
        self.strip.answered.connect(self.answered)
        self._tabs = Segments(look, 3)
        self._tab_says: tuple[str, ...] = ()
        self._tabs.chosen.connect(self._tab)
        self.search = QLineEdit()
        self.search.setFont(look.font("label", px=18, weight=500))
        self.search.setAccessibleName(text("desk.search"))
        self.search.setFixedHeight(look.px(52))
        self.search.setStyleSheet(
            f"QLineEdit{{background:{look.theme.css('paper')};color:{look.theme.css('ink')};"
            f"border:{look.px(2)}px solid {look.theme.css('lineStrong')};border-radius:{look.px(10)}px;"
            f"padding:0 {look.px(14)}px;}}"
        )
        self.search.textChanged.connect(self.searched)
        self.list = RowList(look, text("desk.list"))
        self.team = TeamPanel(look)
        self.team.answered.connect(self.answered)
        self.list.touched.connect(self.row_touched)
        self._empty = words(look, 18, 500, "ink2", wrap=True)
        self._take, self._block = (
            DeskButton(look, icon="plus", primary=True, height=64, px=20),
            DeskButton(look, icon="stop", height=64, px=18),
        )
        self._take.clicked.connect(partial(self.taking_asked.emit, "walk_in"))
        self._block.clicked.connect(partial(self.taking_asked.emit, "block"))
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        is_narrow = look.metrics.width_px < _NARROW
        facts = self._facts_column()
        facts.setVisible(not is_narrow)
        whole.addWidget(facts)
        whole.addWidget(self._middle(), 1)
        whole.addWidget(Rule(look, upright=True, thick=2))
        whole.addWidget(self._right())

    def _facts_column(self) -> QWidget:
        look = self._look
        holder = QWidget()
        holder.setFixedWidth(look.px(_FACTS + 28))
        column = QVBoxLayout(holder)
        column.setContentsMargins(look.px(28), look.px(14), 0, look.px(20))
        column.setSpacing(0)
        for title, figure, unit in self._facts:
            column.addWidget(Rule(look))
            column.addSpacing(look.px(14))
            column.addWidget(title)
            line = QHBoxLayout()
            line.setSpacing(look.px(6))
            line.addWidget(figure)
            line.addWidget(unit, 1, Qt.AlignmentFlag.AlignBottom)
            column.addLayout(line)
            column.addSpacing(look.px(12))
        column.addWidget(Rule(look))
        column.addSpacing(look.px(20))
        column.addLayout(self._legend)
        column.addStretch(1)
        return holder

    def _middle(self) -> QWidget:
        look, holder = self._look, QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(look.px(20), look.px(16), look.px(20), look.px(20))
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(Room(self.plan, look.px(300)), 1)
        return holder

    def _right(self) -> QWidget:
        look, ground = self._look, Ground(self._look, "sheet")
        ground.setFixedWidth(look.px(_LIST))
        column = QVBoxLayout(ground)
        column.setContentsMargins(look.px(16), look.px(14), look.px(16), look.px(14))
        column.setSpacing(look.px(10))
        column.addWidget(self._tabs)
        column.addWidget(self.search)
        column.addWidget(self._empty)
        column.addWidget(self.list, 1)
        column.addWidget(Rule(look))
        line = QHBoxLayout()
        line.setSpacing(look.px(10))
        line.addWidget(self._take.wide(), 1)
        line.addWidget(self._block)
        column.addLayout(line)
        column.addWidget(self.team)
        return ground

    def show_view(self, view: NowView) -> None:
        """The floor as it is now."""
        for (title, figure, unit), (name, value, more) in zip(self._facts, view.facts, strict=True):
            title.setText(name)
            figure.setText(value)
            unit.setText(more)
        self._show_legend(view.legend)
        if view.floor is not None:
            self.plan.show_floor(view.floor)
        self.strip.say(view.strip, view.strip_keys)
        self._tab_says = tuple(str(tab.says) for tab in view.tabs)
        chosen = next((nth for nth, tab in enumerate(view.tabs) if tab.is_chosen), 0)
        self._tabs.say([tab.name for tab in view.tabs], chosen)
        self.search.setPlaceholderText(view.search_hint)
        if self.search.text() != view.query:
            self.search.setText(view.query)
        self._empty.setText(view.empty)
        self._empty.setVisible(bool(view.empty))
        self.list.setAccessibleName(view.list_name)
        self.list.show_rows(view.rows)
        self._take.say(view.take)
        self._block.say(view.block)
        for key in (self._take, self._block):
            key.setVisible(view.team is None)
        self.team.show_view(view.team)

    def _show_legend(self, legend: tuple[tuple[str, str], ...]) -> None:
        if legend == self._legend_shown:
            return
        self._legend_shown = legend
        for icon, word in legend:
            line = QHBoxLayout()
            line.setSpacing(self._look.px(14))
            label = words(self._look, 17, 500)
            label.setText(word)
            line.addWidget(Mark(self._look, icon, "bad" if icon == "alert" else "ink", 26))
            line.addWidget(label, 1)
            self._legend.addLayout(line)
            self._legend.addSpacing(self._look.px(8))

    def _tab(self, nth: int) -> None:
        self.tab_chosen.emit(self._tab_says[nth])

    def _seat_touched(self, seat_id: str) -> None:
        if self.plan.view is not None:
            self.table_touched.emit(self.plan.view.plan.table_of(seat_id).table_id)

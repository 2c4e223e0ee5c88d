"""The day close: both sides line by line, what is open, the steps, and the button that signs. Shows a view, decides nothing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from kiosk.desk.back.close_view import CloseView, ItemView, LineView, StepView
from kiosk.desk.back.parts import DeskButton, Ground, Mark, Rule, StepBox, field_style, number, words
from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.widgets.arrange import column, row
from kiosk.ui.widgets.labels import Label

_PANEL = 480
_MARGIN = 28
_RIGHT = Qt.AlignmentFlag.AlignRight


class CloseScreen(QWidget):
    """Everything about closing one day.

    Signals:
        earlier_asked, later_asked: another day. compare_asked: have it compared now.
        stop_asked, resume_asked: the sale. close_asked: sign the day.
        reason_given: a difference stays; its matter id and why.
        pdf_asked, file_asked: take it along.
    """

    earlier_asked = Signal()
    later_asked = Signal()
    compare_asked = Signal()
    stop_asked = Signal()
    resume_asked = Signal()
    close_asked = Signal()
    reason_given = Signal(str, str)
    pdf_asked = Signal()
    file_asked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._table = QWidget()
        self._items = QWidget()
        self._steps = QWidget()
        self._asking: str | None = None
        self._shown: tuple[CloseView, Text] | None = None
        self._day = words(look, 18, 500, "ink2")
        self._came_in = words(look, 16, 600, "ink2")
        self._takings = number(look, 72, 800)
        self._counts = [(words(look, 16, 600, "ink2"), number(look, 36), words(look, 18)) for _ in range(4)]
        self._items_title = words(look, 20, 700)
        self._steps_title = words(look, 20, 700)
        self._payout = [
            words(look, 16, 600, "ink2"),
            number(look, 34),
            words(look, 16, 500, "ink2", wrap=True),
        ]
        self._blocked = words(look, 16, 600, "ink2", wrap=True)
        self._signature = words(look, 15, 500, "ink2", wrap=True)
        self._make_buttons()
        self._lay_out()

    def render(self, view: CloseView, text: Text) -> None:  # type: ignore[override]  # every screen renders a view
        """Show how the day stands."""
        self._shown = (view, text)
        if self._asking not in {item.matter_id for item in view.items}:
            self._asking = None
        self._day.setText(view.day)
        self._came_in.setText(text("close.came_in"))
        self._takings.setText(view.takings)
        for (title, figure, unit), told in zip(self._counts, view.counts, strict=True):
            title.setText(told[0])
            figure.setText(told[1])
            unit.setText(told[2])
        self._items_title.setText(view.items_title)
        self._steps_title.setText(text("close.steps"))
        for label, words_ in zip(
            self._payout, (view.payout_title, view.payout, view.payout_note), strict=True
        ):
            label.setText(words_)
        self._blocked.setText(view.blocked)
        self._signature.setText(view.signature if view.is_intact else text("close.broken"))
        self._signature.set_color("ink2" if view.is_intact else "bad")
        self._fill_table(view, text)
        self._fill_items(view, text)
        self._fill_steps(view)
        self._say_buttons(view, text)

    @property
    def is_explaining(self) -> bool:
        """Whether a reason is being written."""
        return self._asking is not None

    # --- parts ----------------------------------------------------------------------------------------------------

    def _make_buttons(self) -> None:
        look = self._look
        self._earlier, self._later = DeskButton(look, icon="back"), DeskButton(look, icon="next")
        self._compare = DeskButton(look, icon="refresh").wide()
        self._stop = DeskButton(look, icon="stop").wide()
        self._close = DeskButton(look, icon="lock", primary=True, height=64, px=20).wide()
        self._pdf = DeskButton(look, icon="print").wide()
        self._file = DeskButton(look, icon="copy").wide()
        for button, signal in (
            (self._earlier, self.earlier_asked),
            (self._later, self.later_asked),
            (self._compare, self.compare_asked),
            (self._close, self.close_asked),
            (self._pdf, self.pdf_asked),
            (self._file, self.file_asked),
        ):
            button.clicked.connect(signal)
        self._stop.clicked.connect(self._stop_touched)

    def _say_buttons(self, view: CloseView, text: Text) -> None:
        self._earlier.only_icon(text("close.earlier"))
        self._later.only_icon(text("close.later"))
        self._compare.say(text("close.compare"))
        self._stop.say(text("close.resume" if view.sales_stopped else "close.stop"))
        self._stop.setVisible(view.can_stop)
        self._close.say(text("close.close_again" if view.signature else "close.close"))
        self._close.turn_off(view.blocked)
        self._pdf.say(text("close.print"))
        self._file.say(text("close.save"))
        for button in (self._pdf, self._file):
            button.turn_off("" if view.lines else text("close.never_compared"))

    def _stop_touched(self) -> None:
        if self._shown is not None:
            (self.resume_asked if self._shown[0].sales_stopped else self.stop_asked).emit()

    def _lay_out(self) -> None:
        look = self._look
        head = row(look, self._earlier, 8, self._later, 16, self._day, None)
        figures = QHBoxLayout()
        figures.setSpacing(look.px(56))
        figures.addLayout(column(look, self._came_in, self._takings))
        for title, figure, unit in self._counts:
            figures.addLayout(column(look, title, row(look, figure, 6, unit)))
        figures.addStretch(1)
        inside = QWidget()
        inside.setLayout(
            column(look, head, 18, figures, 24, self._table, 28, self._items_title, 8, self._items, None)
        )
        layout = inside.layout()
        assert layout is not None, "it was just set"
        margin = look.px(_MARGIN)
        layout.setContentsMargins(margin, look.px(20), margin, margin)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(_scrolled(inside), 1)
        whole.addWidget(Rule(look, upright=True))
        whole.addWidget(self._panel())

    def _panel(self) -> QWidget:
        look = self._look
        panel = Ground(look, "sheet")
        panel.setFixedWidth(look.px(_PANEL))
        parts = column(
            look, self._steps_title, 12, self._steps, 12, self._compare, 8, self._stop, 28, *self._payout, None,
            self._signature, 12, self._blocked, 10, self._close, 10, row(look, (self._pdf, 1), 10, (self._file, 1)),
        )  # fmt: skip
        margin = look.px(_MARGIN)
        parts.setContentsMargins(margin, margin, margin, look.px(24))
        panel.setLayout(parts)
        return panel

    # --- what changes in number -----------------------------------------------------------------------------------

    def _fill_table(self, view: CloseView, text: Text) -> None:
        look = self._look
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        for at, share in enumerate((16, 8, 14, 8, 14, 16)):
            grid.setColumnStretch(at, share)
        for at, key in ((2, "ours"), (4, "theirs"), (5, "verdict")):
            grid.addWidget(_right(words(look, 16, 600, "ink2"), text(f"close.{key}")), 0, at)
        grid.setRowMinimumHeight(0, look.px(38))
        grid.addWidget(Rule(look, "ink", thick=2), 1, 0, 1, 6)
        for nth, line in enumerate(view.lines):
            self._put_line(grid, 2 + 2 * nth, line)
            last = nth == len(view.lines) - 1
            rule = Rule(look, "ink" if last else "line", thick=2 if last else 1)
            grid.addWidget(rule, 3 + 2 * nth, 0, 1, 6)
        self._table = _replaced(self._table, grid)

    def _put_line(self, grid: QGridLayout, at: int, line: LineView) -> None:
        look, weight = self._look, 800 if line.is_total else 700
        name = words(look, 19, weight)
        name.setText(line.name)
        grid.addWidget(name, at, 0)
        grid.setRowMinimumHeight(at, look.px(62))
        for column_, told, light in ((1, line.our_count, True), (2, line.our_won, False)):
            grid.addWidget(_right(_figure(look, line, light=light), told), at, column_)
        for column_, told, light in ((3, line.their_count, True), (4, line.their_won, False)):
            grid.addWidget(_right(_figure(look, line, light=light), told), at, column_)
        color = "ok" if line.agrees else "bad"
        verdict = words(look, 17, 700, color)
        verdict.setText(line.verdict)
        mark = Mark(look, "check" if line.agrees else "alert", color, 24)
        held = QWidget()
        held.setLayout(row(look, None, mark, 8, verdict))
        grid.addWidget(held, at, 5)

    def _fill_items(self, view: CloseView, text: Text) -> None:
        rows = QVBoxLayout()
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for item in view.items:
            rows.addWidget(self._item(item, text))
            rows.addWidget(Rule(self._look))
        self._items = _replaced(self._items, rows)

    def _item(self, item: ItemView, text: Text) -> QWidget:
        look = self._look
        title, advice = words(look, 18, 700), words(look, 16, 500, "ink2", wrap=True)
        title.setText(item.title)
        advice.setText(item.advice)
        held = QWidget()
        told = column(look, title, advice)
        parts = row(look, Mark(look, "alert", "bad", 32), 18, (told, 1), 18)
        if item.can_explain and item.matter_id == self._asking:
            parts.addLayout(self._reason(item, text))
        elif item.can_explain:
            explain = DeskButton(look)
            explain.say(text("close.explain"), f"{text('close.explain')}, {item.title}")
            explain.clicked.connect(lambda: self._ask_reason(item.matter_id))
            parts.addWidget(explain)
        parts.setContentsMargins(0, look.px(14), 0, look.px(14))
        held.setLayout(parts)
        return held

    def _reason(self, item: ItemView, text: Text) -> QHBoxLayout:
        look = self._look
        field = QLineEdit()
        field.setAccessibleName(text("close.reason"))
        field.setPlaceholderText(text("close.reason_hint"))
        field.setMaxLength(100)
        field.setStyleSheet(field_style(look))
        field.setFont(look.font("label", px=17, weight=500))
        field.setFixedSize(look.px(360), look.px(52))
        keep = DeskButton(look, primary=True)
        keep.say(text("close.reason_keep"))
        back = DeskButton(look)
        back.say(text("close.back"))

        def give() -> None:
            if field.text().strip():
                self._asking = None
                self.reason_given.emit(item.matter_id, field.text().strip())

        keep.clicked.connect(give)
        field.returnPressed.connect(give)
        back.clicked.connect(lambda: self._ask_reason(""))
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        return row(look, field, 10, keep, 8, back)

    def _ask_reason(self, matter_id: str) -> None:
        self._asking = matter_id or None
        if self._shown is not None:
            self._fill_items(*self._shown)

    def _fill_steps(self, view: CloseView) -> None:
        rows = QVBoxLayout()
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for step in view.steps:
            rows.addWidget(_step(self._look, step))
            rows.addWidget(Rule(self._look))
        self._steps = _replaced(self._steps, rows)


def _step(look: Look, step: StepView) -> QWidget:
    title, fact = words(look, 18, 700, wrap=True), words(look, 15, 500, "ink2", wrap=True)
    title.setText(step.title)
    fact.setText(step.fact)
    held = QWidget()
    held.setAccessibleName(f"{step.title}, {step.fact}")
    parts = row(look, StepBox(look, done=step.is_done), 16, (column(look, title, fact), 1))
    parts.setContentsMargins(0, look.px(12), 0, look.px(12))
    held.setLayout(parts)
    return held


def _figure(look: Look, line: LineView, *, light: bool) -> Label:
    if light:
        return words(look, 17, 500, "ink2")
    return words(look, 22 if line.is_total else 19, 800 if line.is_total else 700)


def _right(label: Label, text: str) -> Label:
    label.setAlignment(_RIGHT | Qt.AlignmentFlag.AlignVCenter)
    label.setText(text)
    return label


def _replaced(old: QWidget, layout: QGridLayout | QVBoxLayout) -> QWidget:
    """A new widget around ``layout`` in the place of the old one."""
    made = QWidget()
    made.setLayout(layout)
    parent = old.parentWidget()
    whole = parent.layout() if parent is not None else None
    if whole is not None:
        whole.replaceWidget(old, made)
        made.show()
    old.hide()
    old.deleteLater()
    return made


def _scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setAutoFillBackground(False)
    widget.setAutoFillBackground(False)
    return area

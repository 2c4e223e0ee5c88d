"""The reports: large figures, seven charts, and the same as tables for whoever would rather read. Decides nothing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QScrollArea,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from kiosk.desk.back.charts import Bars, Heat, Shares, Turns
from kiosk.desk.back.parts import DeskButton, Rule, Segments, number, words
from kiosk.desk.back.report_view import SPANS, Chart, ReportView
from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.widgets.arrange import column, holder, row
from kiosk.ui.widgets.labels import Label

_FIGURES, _CHARTS = 5, 7


class ReportScreen(QWidget):
    """Signals: span_chosen (how many days), pdf_asked, file_asked."""

    span_chosen = Signal(int)
    pdf_asked = Signal()
    file_asked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._view: ReportView | None = None
        self._spans = Segments(look, len(SPANS))
        self._spans.chosen.connect(lambda nth: self.span_chosen.emit(SPANS[nth]))
        self._days = words(look, 17, 500, "ink2")
        self._as_table, self._pdf, self._file = (
            DeskButton(look, icon=icon) for icon in ("list", "print", "copy")
        )
        self._as_table.clicked.connect(self._turn_over)
        self._pdf.clicked.connect(self.pdf_asked)
        self._file.clicked.connect(self.file_asked)
        self._figures = [
            (words(look, 16, 600, "ink2"), number(look, 42, 800), words(look, 18, 600), words(look, 15, 600))
            for _ in range(_FIGURES)
        ]
        self._titles = [words(look, 19, 700) for _ in range(_CHARTS)]
        self._empties = [words(look, 16, 500, "ink2") for _ in range(_CHARTS)]
        self.arrivals, self.heat, self.turns = Bars(look, 320), Heat(look, 320), Turns(look, 330)
        self.methods, self.steps, self.refusals = Shares(look, 300), Shares(look, 300), Shares(look, 300)
        self.waits = Bars(look, 320)
        self._waits_note = words(look, 15, 500, "ink2")
        self._waits_note.setWordWrap(True)
        self._tables = QVBoxLayout()
        self._pages = QStackedWidget()
        self._pages.addWidget(self._charts_page())
        self._pages.addWidget(self._tables_page())
        self._lay_out()

    @property
    def shows_tables(self) -> bool:
        """Whether tables are shown in the place of charts."""
        return self._pages.currentIndex() == 1

    def render(self, view: ReportView, text: Text) -> None:  # type: ignore[override]  # every screen renders a view
        """Show a report."""
        self._view = view
        self._spans.say(view.spans, view.span_at)
        self._days.setText(view.days)
        self._as_table.say(text("report.as_chart" if self.shows_tables else "report.as_table"))
        self._as_table.setProperty("words", (text("report.as_table"), text("report.as_chart")))
        self._pdf.say(text("close.print"))
        self._file.say(text("close.save"))
        for labels, figure in zip(self._figures, view.figures, strict=True):
            told = (figure.title, figure.figure, figure.unit, figure.note)
            for label, words_ in zip(labels, told, strict=True):
                label.setText(words_)
        for title, empty, chart in zip(self._titles, self._empties, view.charts, strict=True):
            title.setText(chart.title)
            empty.setText(chart.empty)
            empty.setVisible(bool(chart.empty))
        named = [spoken(chart) for chart in view.charts]
        self.arrivals.tell(view.arrivals, named[0])
        self.heat.tell(view, named[1])
        self.turns.tell(view, named[2])
        self.methods.tell(view.methods, named[3])
        self.steps.tell(view.steps, named[4])
        self.refusals.tell(view.refusals, named[5])
        self.waits.tell(view.waits, named[6])
        self._waits_note.setText(" · ".join(filter(None, (*_marks(view), view.waits_note))))
        self._fill_tables(view)

    def _turn_over(self) -> None:
        self._pages.setCurrentIndex(0 if self.shows_tables else 1)
        names = self._as_table.property("words")
        if names:
            self._as_table.say(names[1 if self.shows_tables else 0])

    # --- parts ----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        look = self._look
        head = row(look, self._spans, 18, self._days, None, self._as_table, 10, self._file, 10, self._pdf)
        figures = row(look)
        for nth, (title, figure, unit, note) in enumerate(self._figures):
            if nth:
                figures.addSpacing(look.px(32))
                figures.addWidget(Rule(look, upright=True))
                figures.addSpacing(look.px(32))
            figures.addLayout(column(look, title, row(look, figure, 6, unit, None), note))
        figures.addStretch(1)
        parts = column(look, head, 18, figures, 16, Rule(look, "ink", thick=2), 14, (self._pages, 1))
        margin = look.px(28)
        parts.setContentsMargins(margin, look.px(18), margin, look.px(16))
        self.setLayout(parts)

    def _charts_page(self) -> QWidget:
        look = self._look
        waits = column(look, (self.waits, 1), 4, self._waits_note)
        upper = row(
            look,
            (self._part(0, self.arrivals), 9),
            32,
            (self._part(1, self.heat), 8),
            32,
            (self._part(6, holder(waits)), 7),
        )
        lower = row(
            look,
            (self._part(2, self.turns), 8),
            32,
            (self._part(3, self.methods), 9),
            32,
            (self._part(4, self.steps), 8),
            32,
            (self._part(5, self.refusals), 8),
        )
        page = QWidget()
        page.setLayout(column(look, (upper, 1), 14, Rule(look), 14, (lower, 1)))
        return page

    def _part(self, nth: int, chart: QWidget) -> QWidget:
        held = QWidget()
        held.setLayout(column(self._look, self._titles[nth], 10, self._empties[nth], (chart, 1)))
        return held

    def _tables_page(self) -> QWidget:
        inside = QWidget()
        self._tables.setSpacing(self._look.px(20))
        inside.setLayout(self._tables)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        for ground in (area.viewport(), inside):
            ground.setAutoFillBackground(False)
        return area

    def _fill_tables(self, view: ReportView) -> None:
        while (item := self._tables.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for chart in view.charts:
            title: Label = words(self._look, 19, 700)
            title.setText(chart.title)
            self._tables.addWidget(title)
            self._tables.addWidget(_table_of(self._look, chart))


def _marks(view: ReportView) -> tuple[str, ...]:
    """What bar and line are, where there are any."""
    waited, told = view.waits_legend
    return (f"▮ {waited}", f"━ {told}") if view.waits else ()


def spoken(chart: Chart) -> str:
    """A chart for whoever does not see it: its title and every row of its table."""
    rows = "; ".join(", ".join(part for part in row_ if part) for row_ in chart.table[1:])
    return f"{chart.title}: {rows or chart.empty}"


def _table_of(look: Look, chart: Chart) -> QTableWidget:
    head, *rows = chart.table
    table = QTableWidget(len(rows), len(head))
    table.setAccessibleName(chart.title)
    table.setHorizontalHeaderLabels([part or " " for part in head])
    table.setFont(look.font("label", px=16, weight=500))
    table.horizontalHeader().setFont(look.font("label", px=15, weight=700))
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.verticalHeader().hide()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    for down, parts in enumerate(rows):
        for across, part in enumerate(parts):
            item = QTableWidgetItem(part)
            if across:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            table.setItem(down, across, item)
    table.verticalHeader().setDefaultSectionSize(look.px(36))
    table.setFixedHeight(look.px(36) * (len(rows) + 1) + look.px(8))
    theme = look.theme
    table.setStyleSheet(
        f"QTableWidget {{ background: {theme.css('sheet')}; color: {theme.css('ink')};"
        f" gridline-color: {theme.css('line')}; border: 1px solid {theme.css('line')}; }}"
        f" QHeaderView::section {{ background: {theme.css('paperDeep')}; color: {theme.css('ink')};"
        f" border: none; padding: {look.px(6)}px; }}"
    )
    return table

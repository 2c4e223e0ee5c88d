"""The back office behind its five places: reads what they show, and turns what is touched into deeds. Main thread only.

The desk's flow carries deeds out and asks for PINs; here only reads are sent to the lanes, each as whoever is signed in.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kiosk.desk.back.close_screen import CloseScreen
from kiosk.desk.back.close_view import present_close
from kiosk.desk.back.deeds import CloseDay, Explain, MoveTo, PublishPlan, StopSales
from kiosk.desk.back.editor_screen import EditorScreen
from kiosk.desk.back.pdf import blocks_of_paper, blocks_of_report, write_pdf
from kiosk.desk.back.plan_editor import PlanEditor
from kiosk.desk.back.preview import Preview
from kiosk.desk.back.report_screen import ReportScreen
from kiosk.desk.back.report_view import ReportView, present_report, span_of
from kiosk.desk.back.setup_office import SetupOffice, read_setup
from kiosk.desk.back.timeline_screen import TimelineScreen
from kiosk.desk.back.timeline_view import TimelineView
from kiosk.desk.back.timeline_words import instant_of, seats_at, timeline_view
from kiosk.domain.floor import Plan
from kiosk.domain.sittings import day_bounds, seoul_day
from kiosk.services import floor_setup
from kiosk.services.at_desk import Stale
from kiosk.services.closing import DayView, read_day
from kiosk.services.day_papers import as_csv, as_xlsx, paper_of, rows_as_csv
from kiosk.services.floor_file import FloorFileError, read_restaurant
from kiosk.services.floor_setup import Draft, Needed, Published
from kiosk.services.floor_text import write_restaurant
from kiosk.services.privacy import HandedOut
from kiosk.services.reconciling import ask_for
from kiosk.services.reporting import Report, read_report
from kiosk.services.restaurants import load
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.services.today import Today, read_today
from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.threads import FLOOR, MONEY, Outcome, Runner

CLOSE, PLAN, REPORTS, SETTINGS, TIMELINE = "close", "plan", "reports", "settings", "timeline"

NIGHT = timedelta(hours=6)
"""So long after midnight, whoever comes to close a day means the one that has just ended."""


class Files(Protocol):
    """Where somebody wants to keep a file, or has one: asked by the desk's program, answered by the test."""

    def to_save(self, name: str, kinds: str) -> Path | None:
        """Where to; None for nowhere."""
        ...

    def to_open(self, kinds: str) -> Path | None:
        """Which one; None for none."""
        ...


@dataclass(frozen=True, slots=True)
class OfficeMeans:
    """What the office works with. ``log`` gets names only."""

    shop: Shop
    lanes: Runner
    files: Files
    log: Callable[[str, dict[str, object]], None]


class Office(QObject):
    """Signals: deed_asked (a deed), booking_touched (its id), said (a key, and whether it is bad news)."""

    deed_asked = Signal(object)
    booking_touched = Signal(str)
    said = Signal(str, bool)

    def __init__(self, means: OfficeMeans, look: Look, text: Text) -> None:
        super().__init__()
        self._means, self._look, self._text = means, look, text
        plan = load(means.shop.database, means.shop.restaurant_id).plan
        self.close = CloseScreen(look)
        self.reports = ReportScreen(look)
        self.timeline = TimelineScreen(look)
        self.editor = EditorScreen(look, PlanEditor(plan, means.shop.ids), text, text)
        self.preview = Preview(look, text, self.editor)
        self.setup = SetupOffice(look, text)
        self.pages: dict[str, QWidget] = {
            CLOSE: self.close,
            REPORTS: self.reports,
            TIMELINE: self.timeline,
            PLAN: self.editor,
            SETTINGS: self.setup.screen,
        }
        self._who = ""
        self._place = ""
        self._reading: set[str] = set()
        self._again: set[str] = set()
        today = self._today()
        self._close_day, self._table_day, self._days = today, today, 7
        self._day: DayView | None = None
        self._report: Report | None = None
        self._table: Today | None = None
        self._drawn_at: datetime | None = None
        self._shown = plan
        self._connect()

    # --- what the desk tells ------------------------------------------------------------------------------------------

    def came(self, place: str, who: str, *, fresh: bool) -> None:
        """Somebody is at a place of ours (or of another's): read what it shows; ``fresh``: something may have changed."""
        is_new = (place, who) != (self._place, self._who)
        if is_new and place == PLAN and who:
            self._read(PLAN, partial(_read_plan, self._means.shop), self._show_plan)
        if is_new:
            self.setup.left()
            self._report = None
            self._close_day = seoul_day(self._means.shop.clock.now() - NIGHT)
            self._table_day = self._today()
        self._place, self._who = place, who
        if is_new or fresh:
            self.refresh()

    @property
    def is_half_done(self) -> bool:
        """Whether somebody has begun something at the place that is shown, and neither kept nor dropped it."""
        if self._place == PLAN:
            return not self.editor.editor.is_clean or self.preview.isVisible()
        if self._place == CLOSE:
            return self.close.is_explaining
        return self._place == SETTINGS and self.setup.screen.is_half_done

    def refresh(self) -> None:
        """Read again what is shown and may have changed meanwhile."""
        shop = self._means.shop
        if not self._who:
            return
        if self._place == CLOSE:
            self._read(CLOSE, partial(read_day, shop, self._close_day), self._show_day)
        elif self._place == TIMELINE:
            self._read(TIMELINE, partial(self._read_table, self._table_day, self._today()), self._show_table)
        elif self._place == REPORTS and self._report is None:
            span = span_of(self._today(), self._days)
            self._read(REPORTS, partial(read_report, shop, By(self._who), span), self._show_report)
        elif self._place == SETTINGS:
            self._read(SETTINGS, partial(read_setup, shop, self._who), self.setup.show)

    def answered(self, deed: object, came: object) -> None:
        """What became of a deed of ours."""
        if isinstance(deed, PublishPlan) and isinstance(came, Published):
            self._drawn_at, self._shown = None, deed.plan
            self.editor.mark_saved(None)
        elif isinstance(deed, PublishPlan) and isinstance(came, Stale):
            self._draw_anew()
        elif isinstance(deed, PublishPlan) and isinstance(came, Needed):
            kept = partial(floor_setup.keep_needed, self._means.shop, deed.plan)
            self._submit(FLOOR, kept, self.editor.editor.do)
        self.setup.answered(deed, came)
        self.refresh()

    # --- showing ------------------------------------------------------------------------------------------------------

    def _show_day(self, view: DayView) -> None:
        self._day = view
        self.close.render(present_close(view, self._text, self._text, self._today()), self._text)

    def _show_report(self, report: object) -> None:
        if isinstance(report, Report):
            self._report = report
            self.reports.render(present_report(report, self._text), self._text)

    def _read_table(self, day: date, today: date) -> tuple[Today, TimelineView]:
        """On the lane: ten thousand bookings take a while to be put into words."""
        read = read_today(self._means.shop, day)
        days = (today, today + timedelta(days=1))
        return read, timeline_view(read, self._text, days.index(day) if day in days else -1)

    def _show_table(self, told: tuple[Today, TimelineView]) -> None:
        self._table, view = told
        self.timeline.render(view, self._text("close.earlier"), self._text("close.later"))

    def _show_plan(self, told: tuple[Draft, int]) -> None:
        draft, ahead = told
        if self.editor.editor.is_clean:
            self._drawn_at, self._shown = draft.saved_at, draft.shown
            self.editor.show_stored(draft.plan, draft.saved_at, ahead)

    def _draw_anew(self) -> None:
        """Another desk was first: what it has drawn is shown, in the place of what was drawn here."""
        self.editor.mark_saved(None)
        self._read(PLAN, partial(_read_plan, self._means.shop), self._show_plan)

    # --- what is touched ------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        close, editor, reports, table = self.close, self.editor, self.reports, self.timeline
        close.earlier_asked.connect(lambda: self._go_to(self._close_day - timedelta(days=1)))
        close.later_asked.connect(lambda: self._go_to(self._close_day + timedelta(days=1)))
        close.compare_asked.connect(self._compare)
        close.stop_asked.connect(lambda: self._do(StopSales(day_bounds(self._close_day)[1])))
        close.resume_asked.connect(lambda: self._do(StopSales(None)))
        close.close_asked.connect(lambda: self._do(CloseDay(self._close_day)))
        close.reason_given.connect(lambda matter, why: self._do(Explain(matter, why)))
        close.pdf_asked.connect(self._close_as_pdf)
        close.file_asked.connect(self._close_as_file)
        editor.save_asked.connect(self._save_draft)
        editor.preview_asked.connect(self.preview.show_plan)
        editor.publish_asked.connect(lambda plan: self._do(PublishPlan(plan, self._shown)))
        editor.drop_asked.connect(self._drop_draft)
        editor.export_asked.connect(self._export)
        editor.import_asked.connect(self._import)
        reports.span_chosen.connect(self._choose_span)
        reports.pdf_asked.connect(self._report_as_pdf)
        reports.file_asked.connect(self._report_as_file)
        table.day_chosen.connect(lambda nth: self._show_day_of(self._today() + timedelta(days=nth)))
        table.earlier_asked.connect(lambda: self._show_day_of(self._table_day - timedelta(days=1)))
        table.later_asked.connect(lambda: self._show_day_of(self._table_day + timedelta(days=1)))
        table.touched.connect(self.booking_touched)
        table.moved.connect(self._moved)
        self.setup.deed_asked.connect(self._do)
        self.setup.screen.turned.connect(lambda: self._tell(""))
        self.setup.file_made.connect(self._write_handed_out)

    def _do(self, deed: object) -> None:
        self.deed_asked.emit(deed)

    def _go_to(self, day: date) -> None:
        self._close_day = min(day, self._today())
        self.refresh()

    def _show_day_of(self, day: date) -> None:
        self._table_day = day
        self.refresh()

    def _choose_span(self, days: int) -> None:
        self._days, self._report = days, None
        self.refresh()

    def _compare(self) -> None:
        self._tell("close.comparing")
        ask = partial(ask_for, self._means.shop, self._close_day)
        self._submit(MONEY, ask, lambda _: self.refresh())

    def _moved(self, booking_id: str, table_id: str, minute: int) -> None:
        today = self._table
        line = today.line(booking_id) if today else None
        if today is not None and line is not None:
            starts = instant_of(today, minute)
            seats = seats_at(today, line, table_id, starts)
            self._do(MoveTo(booking_id, line.version, seats, starts))

    # --- the plan -------------------------------------------------------------------------------------------------------

    def _save_draft(self, plan: Plan) -> None:
        save = partial(floor_setup.save_draft, self._means.shop, By(self._who), plan, self._drawn_at)
        self._submit(MONEY, save, partial(self._draft_saved, plan))

    def _draft_saved(self, plan: Plan, came: object) -> None:
        if isinstance(came, Stale):
            self._tell("editor.drawn_elsewhere", is_bad=True)
            self._draw_anew()
        elif isinstance(came, Draft):
            self._drawn_at = came.saved_at
            if self.editor.editor.plan == plan:
                self.editor.mark_saved(came.saved_at)

    def _drop_draft(self) -> None:
        drop = partial(floor_setup.drop_draft, self._means.shop, By(self._who))
        self._submit(MONEY, drop, self._draft_dropped)

    def _draft_dropped(self, came: object) -> None:
        if isinstance(came, Draft):
            self._drawn_at = None
            self.editor.editor.do(came.plan)
            self.editor.mark_saved(None)

    def _export(self) -> None:
        shop, plan = self._means.shop, self.editor.editor.plan

        def write() -> bytes:
            restaurant = replace(load(shop.database, shop.restaurant_id), plan=plan)
            return write_restaurant(restaurant).encode()

        file = self._means.files.to_save(f"{shop.restaurant_id}.toml", "TOML (*.toml)")
        if file is not None:
            self._submit(FLOOR, lambda: _write(file, write()), self._say_written)

    def _import(self) -> None:
        file = self._means.files.to_open("TOML (*.toml)")
        if file is not None:
            self._submit(FLOOR, partial(_read_file, file), self._imported)

    def _imported(self, came: Plan | str) -> None:
        if isinstance(came, Plan):
            self.editor.editor.do(came)
            self._tell("editor.imported")
        else:
            self.editor.show_problem(came)

    def _write_handed_out(self, came: HandedOut) -> None:
        file = self._means.files.to_save("person.json", "JSON (*.json)")
        if file is not None:
            told = json.dumps(came.told, ensure_ascii=False, indent=2).encode()
            self._say_written(_quietly(lambda: file.write_bytes(told)))

    # --- on paper -------------------------------------------------------------------------------------------------------

    def _close_as_pdf(self) -> None:
        day = self._day
        if day is not None and day.sheet is not None:
            paper = paper_of(day.sheet, day.signed[-1] if day.is_closed else None, self._text, day.names)
            file = self._means.files.to_save(f"{day.day}.pdf", "PDF (*.pdf)")
            if file is not None:
                self._say_written(
                    _quietly(lambda: write_pdf(file, paper.title, blocks_of_paper(paper), self._fonts))
                )

    def _close_as_file(self) -> None:
        day = self._day
        if day is not None and day.sheet is not None:
            paper = paper_of(day.sheet, day.signed[-1] if day.is_closed else None, self._text, day.names)
            file = self._means.files.to_save(f"{day.day}.xlsx", "Excel (*.xlsx);;CSV (*.csv)")
            if file is not None:
                made = as_csv(paper) if file.suffix == ".csv" else as_xlsx(paper)
                self._say_written(_quietly(lambda: file.write_bytes(made)))

    def _report_as_pdf(self) -> None:
        view = self._report_view()
        file = self._means.files.to_save("report.pdf", "PDF (*.pdf)") if view else None
        if view is not None and file is not None:
            title = self._text("report.title")
            self._say_written(_quietly(lambda: write_pdf(file, title, blocks_of_report(view), self._fonts)))

    def _report_as_file(self) -> None:
        view = self._report_view()
        file = self._means.files.to_save("report.csv", "CSV (*.csv)") if view else None
        if view is not None and file is not None:
            rows = [row for chart in view.charts for row in ((chart.title,), *chart.table, ())]
            self._say_written(_quietly(lambda: file.write_bytes(rows_as_csv(rows))))

    def _report_view(self) -> ReportView | None:
        return present_report(self._report, self._text) if self._report else None

    def _say_written(self, wrong: str) -> None:
        self._tell("close.not_written" if wrong else "close.written", is_bad=bool(wrong))

    @property
    def _fonts(self) -> tuple[str, ...]:
        return self._look.families.text

    # --- lanes ----------------------------------------------------------------------------------------------------------

    def _tell(self, key: str, *, is_bad: bool = False) -> None:
        self.said.emit(key, is_bad)

    def _today(self) -> date:
        return seoul_day(self._means.shop.clock.now())

    def _read(self, what: str, job: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """One read of a kind at a time, and one more for whoever asked meanwhile: what was begun before a deed does not
        show it. What comes back for somebody who has gone shows nothing.
        """
        if what in self._reading:
            self._again.add(what)
            return
        self._reading.add(what)
        who = self._who

        def came(outcome: Outcome) -> None:
            self._reading.discard(what)
            if outcome.error is not None:
                self._means.log("office_unread", {"reason": type(outcome.error).__name__, "what": what})
            elif self._who == who or not who:
                done(outcome.value)
            if what in self._again:
                self._again.discard(what)
                self.refresh()

        self._means.lanes.submit(FLOOR, job, came)

    def _submit(self, lane: str, job: Callable[[], Any], done: Callable[[Any], None]) -> None:
        def came(outcome: Outcome) -> None:
            if outcome.error is not None:
                self._means.log("office_call_failed", {"reason": type(outcome.error).__name__})
                self._tell("desk.no_answer", is_bad=True)
            else:
                done(outcome.value)

        self._means.lanes.submit(lane, job, came)


def _read_plan(shop: Shop) -> tuple[Draft, int]:
    return floor_setup.read_draft(shop), floor_setup.bookings_ahead(shop)


def _read_file(file: Path) -> Plan | str:
    try:
        return read_restaurant(file).plan
    except FloorFileError as wrong:
        return wrong.problems[0]


def _write(file: Path, made: bytes) -> str:
    return _quietly(lambda: file.write_bytes(made))


def _quietly(write: Callable[[], object]) -> str:
    """Why it could not be written; "" when it was."""
    try:
        write()
    except OSError as refused:
        return refused.strerror or "?"
    return ""

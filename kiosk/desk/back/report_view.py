"""What the reports show, in finished words and figures: every chart is also a table, made from the same rows. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date

from kiosk.domain.floor import Plan
from kiosk.domain.reports import Span, Waits, reached, shares, slots
from kiosk.services.reporting import Report
from kiosk.ui.text import Text

SPANS = (1, 7, 28)
"""How many days each of the buttons shows."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One large number with what it means and how it was before."""

    title: str
    figure: str
    unit: str
    note: str


@dataclass(frozen=True, slots=True)
class BarRow:
    """One bar: how much, how much before, and whether it is the highest."""

    name: str
    value: int
    before: int
    is_most: bool


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One way of paying, a refusal or a step: its share of all in percent, and the words beside it."""

    name: str
    percent: int
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart's title, and the table that says the same: its first row names the columns."""

    title: str
    table: tuple[tuple[str, ...], ...]
    empty: str = ""


@dataclass(frozen=True)
class ReportView:
    """The whole page."""

    spans: tuple[str, ...]
    span_at: int
    days: str
    figures: tuple[Figure, ...]
    arrivals: tuple[BarRow, ...]
    arrivals_chart: Chart
    legend: tuple[str, str]
    heat: Mapping[tuple[int, int], int]
    weekdays: tuple[str, ...]
    heat_chart: Chart
    plan: Plan
    turns: Mapping[str, str]
    turn_levels: Mapping[str, int]
    turns_chart: Chart
    methods: tuple[ShareRow, ...]
    methods_chart: Chart
    steps: tuple[ShareRow, ...]
    steps_chart: Chart
    refusals: tuple[ShareRow, ...]
    refusals_chart: Chart
    waits: tuple[BarRow, ...]
    waits_legend: tuple[str, str]
    waits_note: str
    waits_chart: Chart

    @property
    def charts(self) -> tuple[Chart, ...]:
        """All of them, in the order of the page."""
        return (
            self.arrivals_chart,
            self.heat_chart,
            self.turns_chart,
            self.methods_chart,
            self.steps_chart,
            self.refusals_chart,
            self.waits_chart,
        )


def span_of(today: date, days: int) -> Span:
    """So many days, the last of them today."""
    return Span(today - timedelta(days=days - 1), today)


def present_report(report: Report, text: Text) -> ReportView:
    """The page of a report."""
    empty = text("report.empty") if report.is_empty else ""
    bars = _bars(report)
    weekdays = tuple(
        format_date(date(2026, 3, 2) + timedelta(days=nth), "EEE", locale=text.language) for nth in range(7)
    )
    methods = _methods(report, text)
    steps = _steps(report, text)
    refusals = _refusals(report, text)
    per_day = {table.table_id: report.turns(table.table_id) for table in report.plan.tables}
    return ReportView(
        spans=tuple(text(f"report.days_{days}") for days in SPANS),
        span_at=SPANS.index(report.span.days) if report.span.days in SPANS else -1,
        days=_days(report.span, text),
        figures=_figures(report, text),
        arrivals=bars,
        arrivals_chart=Chart(
            text("report.arrivals"),
            (
                (text("report.time"), text("report.now"), text("report.before")),
                *((bar.name, str(bar.value), str(bar.before)) for bar in bars),
            ),
            empty,
        ),
        legend=(text("report.now"), text("report.before")),
        heat=report.fullness,
        weekdays=weekdays,
        heat_chart=Chart(text("report.heat"), _heat_table(report, weekdays, text), empty),
        plan=report.plan,
        turns={its_id: f"{turns:.1f}" for its_id, turns in per_day.items()},
        turn_levels=_levels(per_day),
        turns_chart=Chart(
            text("report.turns"),
            (
                (text("report.table"), text("report.a_day")),
                *((table.label, f"{per_day[table.table_id]:.1f}") for table in report.plan.tables),
            ),
            empty,
        ),
        methods=methods,
        methods_chart=_share_chart(text("report.methods"), text("report.method"), methods, text, empty),
        steps=steps,
        steps_chart=_share_chart(text("report.steps"), text("report.step"), steps, text, empty),
        refusals=refusals,
        refusals_chart=_share_chart(
            text("report.refusals"), text("report.code"), refusals, text, text("report.no_refusals")
        ),
        waits=_wait_bars(report.waits),
        waits_legend=(text("report.waited"), text("report.told")),
        waits_note=_waits_note(report.waits, text),
        waits_chart=_waits_chart(report.waits, text),
    )


def _days(span: Span, text: Text) -> str:
    form = "M월 d일 EEEE" if text.language == "ko" else "EEE d MMMM"
    first, last = (format_date(day, form, locale=text.language) for day in (span.first, span.last))
    return first if span.days == 1 else f"{first} – {last}"


def _figures(report: Report, text: Text) -> tuple[Figure, ...]:
    now, before = report.now, report.before
    taken = sum(report.bookings_by_table.values())
    turns = taken / max(1, len(report.plan.tables)) / report.span.days
    started = sum(each.count for each in report.visits)
    paid = sum(each.count for each in report.visits if each.outcome == "paid")
    return (
        Figure(
            text("report.guests"),
            f"{now.guests:,}",
            text("report.people"),
            _than(now.guests - before.guests, text),
        ),
        Figure(
            text("report.won_in"),
            f"{now.won:,}",
            text("report.won"),
            text("report.was", was=f"{before.won:,}"),
        ),
        Figure(
            text("report.no_shows"),
            f"{now.no_show_percent:.1f}",
            "%",
            text("report.was", was=f"{before.no_show_percent:.1f}%"),
        ),
        Figure(
            text("report.turnover"),
            f"{turns:.1f}",
            text("report.turns_unit"),
            text("report.bookings", count=now.bookings),
        ),
        Figure(
            text("report.finished"),
            f"{100 * paid // started if started else 0}",
            "%",
            text("report.visits", count=started),
        ),
    )


def _than(more: int, text: Text) -> str:
    if more == 0:
        return text("report.same")
    return text("report.more" if more > 0 else "report.fewer", count=abs(more))


def _bars(report: Report) -> tuple[BarRow, ...]:
    now, before = report.now.arrivals, report.before.arrivals
    most = max(now.values(), default=0)
    return tuple(
        BarRow(
            f"{slot // 60}:{slot % 60:02d}",
            now.get(slot, 0),
            before.get(slot, 0),
            is_most=bool(most) and now.get(slot, 0) == most,
        )
        for slot in slots(now, before)
    )


def _heat_table(report: Report, weekdays: tuple[str, ...], text: Text) -> tuple[tuple[str, ...], ...]:
    hours = sorted({hour for _, hour in report.fullness})
    rows = [(text("report.weekday"), *(f"{hour}:00" for hour in hours))]
    rows += [
        (name, *(f"{report.fullness[nth, hour]}%" for hour in hours))
        for nth, name in enumerate(weekdays)
        if (nth, hours[0] if hours else -1) in report.fullness
    ]
    return tuple(rows)


def _levels(per_day: Mapping[str, float]) -> dict[str, int]:
    """0 to 3: how dark a table is, from none to as often as the one that was taken most."""
    most = max(per_day.values(), default=0.0)
    return {its_id: min(3, int(4 * turns / most)) if most else 0 for its_id, turns in per_day.items()}


def _methods(report: Report, text: Text) -> tuple[ShareRow, ...]:
    parts = shares([each.won for each in report.now.taken])
    return tuple(
        ShareRow(each.method or text("paper.other"), percent, text.money(each.won))
        for each, percent in zip(report.now.taken, parts, strict=True)
    )


def _steps(report: Report, text: Text) -> tuple[ShareRow, ...]:
    found = reached(report.visits)
    first = found[0][1]
    return tuple(
        ShareRow(text(f"report.step_{step}"), 100 * count // first, text("report.times", count=count))
        for step, count in found
        if first
    )


def _refusals(report: Report, text: Text) -> tuple[ShareRow, ...]:
    parts = shares(list(report.refusals.values()))
    return tuple(
        ShareRow(code, percent, text("report.times", count=count))
        for (code, count), percent in zip(report.refusals.items(), parts, strict=True)
    )


def _wait_bars(waits: Waits) -> tuple[BarRow, ...]:
    """Minutes waited, and beside them those that were told; none stands out."""
    found = waits.by_slot()
    return tuple(
        BarRow(f"{slot // 60}:{slot % 60:02d}", *found.get(slot, (0, 0)), is_most=False)
        for slot in slots(found)
    )


def _waits_note(waits: Waits, text: Text) -> str:
    if not waits.teams:
        return ""
    left = waits.left + waits.taken_off
    return text("report.waits_note", teams=waits.teams, kept=waits.kept_percent, left=left, gone=waits.gone)


def _waits_chart(waits: Waits, text: Text) -> Chart:
    ends = {"left": waits.left, "taken_off": waits.taken_off, "gone": waits.gone}
    minutes = (
        (bar.name, text("report.minutes", count=bar.value), text("report.minutes", count=bar.before))
        for bar in _wait_bars(waits)
        if bar.value or bar.before
    )
    table = (
        (text("report.joined"), text("report.waited"), text("report.told")),
        *minutes,
        *(
            (text(f"report.wait_{end}"), text("report.teams", count=count), "")
            for end, count in ends.items()
            if count
        ),
    )
    return Chart(text("report.waits"), table, "" if waits.teams else text("report.no_waits"))


def _share_chart(title: str, name: str, rows: tuple[ShareRow, ...], text: Text, empty: str) -> Chart:
    table = ((name, text("report.share"), ""), *((row.name, f"{row.percent}%", row.words) for row in rows))
    return Chart(title, table, "" if rows else empty or text("report.empty"))

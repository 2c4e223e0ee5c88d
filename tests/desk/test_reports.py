"""The reports: the same figures as charts and as tables, and a page that stays whole without any."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from PySide6.QtWidgets import QApplication, QTableWidget
from pytestqt.qtbot import QtBot

from kiosk.desk.back.report_screen import ReportScreen, spoken
from kiosk.desk.back.report_view import SPANS, ReportView, present_report, span_of
from kiosk.domain.reports import Ended, Taken, Waited, Waits
from kiosk.services.reporting import Part, Report
from tests.desk.stage import button, look, said, texts
from tests.domain.floors import plan_of, rect

TODAY = date(2026, 3, 13)
WEEK = span_of(TODAY, 7)
PLAN = plan_of(rect("1", 400, 400, 2, 2), rect("2", 900, 400, 2, 2))


def at(hour: int, minute: int) -> datetime:
    """On that Friday in UTC: nine hours less than in Seoul."""
    return datetime(2026, 3, 13, hour, minute, tzinfo=UTC)


NOTHING = Part(0, 0, 0, (), 0, {})
EMPTY = Report(WEEK, PLAN, NOTHING, NOTHING, {}, {}, {}, {}, (), Waits())
FULL = Report(
    span=WEEK,
    plan=PLAN,
    now=Part(
        guests=1_110,
        bookings=400,
        no_shows=12,
        taken=(Taken("카드", 300, 6_000_000), Taken("간편결제", 100, 2_640_000)),
        given_back=60_000,
        arrivals={1020: 62, 1140: 166, 1170: 158},
    ),
    before=Part(1_025, 380, 13, (Taken("카드", 380, 8_070_000),), 0, {1020: 58, 1140: 150}),
    fullness={(day, hour): 10 * day + hour for day in range(7) for hour in (17, 19)},
    bookings_by_table={"1": 21, "2": 7},
    bookings_by_terminal={"K1": 400},
    refusals={"REJECT_CARD_COMPANY": 3, "EXCEED_MAX_AMOUNT": 1},
    visits=(Ended("party", "left", 20), Ended("floor", "left", 30), Ended("done", "paid", 50)),
    waits=Waits(
        (Waited(at(9, 5), 20, 15), Waited(at(9, 20), 30, 40), Waited(at(11, 0), 10, 10)),
        left=2,
        taken_off=1,
        gone=1,
    ),
)


def view_of(report: Report, language: str = "ko") -> ReportView:
    return present_report(report, texts()[language])


@pytest.fixture
def screen(qtbot: QtBot) -> ReportScreen:
    made = ReportScreen(look())
    qtbot.addWidget(made)
    made.resize(1824, 1004)
    made.render(view_of(FULL), texts()["ko"])
    made.show()
    QApplication.processEvents()
    return made


def test_large_figures_stand_beside_those_of_the_days_before(screen: ReportScreen) -> None:
    told = said(screen)
    for words in (
        "1,110",
        "앞 기간보다 85명 많아요",
        "8,640,000",
        "앞 기간 8,070,000",
        "3.0",
        "2.0",
        "50",
        "시작한 방문 100건",
    ):
        assert words in told


def test_every_chart_is_a_table_too(screen: ReportScreen) -> None:
    button(screen, "표로 보기").click()
    QApplication.processEvents()
    assert screen.shows_tables
    tables = {
        table.accessibleName(): table
        for table in screen.findChildren(QTableWidget)
        if table.isVisibleTo(screen)
    }
    assert set(tables) == {chart.title for chart in view_of(FULL).charts}
    for chart in view_of(FULL).charts:
        table = tables[chart.title]
        shown = [
            tuple(item.text() if (item := table.item(row, at)) else "" for at in range(table.columnCount()))
            for row in range(table.rowCount())
        ]
        assert shown == list(chart.table[1:])
    button(screen, "그림으로 보기").click()
    assert not screen.shows_tables


def test_whoever_does_not_see_a_chart_hears_its_rows(screen: ReportScreen) -> None:
    assert (
        screen.methods.accessibleName()
        == "무엇으로 냈나요: 카드, 69%, 6,000,000원; 간편결제, 31%, 2,640,000원"
    )
    assert "19:00, 166, 150" in screen.arrivals.accessibleName()
    assert "1, 3.0" in screen.turns.accessibleName()


def test_the_highest_bar_is_marked_and_half_hours_between_are_shown(screen: ReportScreen) -> None:
    bars = view_of(FULL).arrivals
    assert [bar.name for bar in bars] == ["17:00", "17:30", "18:00", "18:30", "19:00", "19:30"]
    assert [bar.name for bar in bars if bar.is_most] == ["19:00"]


def test_a_table_is_as_dark_as_it_was_often_taken() -> None:
    view = view_of(FULL)
    assert (view.turns, view.turn_levels) == ({"1": "3.0", "2": "1.0"}, {"1": 3, "2": 1})


def test_visits_are_shown_by_how_far_they_got_at_least() -> None:
    assert [(step.name, step.percent) for step in view_of(FULL).steps[:3]] == [
        *(("인원과 시간", 100), ("자리 고르기", 80), ("확인", 50)),
    ]


def test_what_waits_were_told_stands_beside_what_they_were(screen: ReportScreen) -> None:
    view = view_of(FULL)
    assert [(bar.name, bar.value, bar.before) for bar in view.waits if bar.value] == [
        ("18:00", 28, 25),
        ("20:00", 10, 10),
    ]
    assert "18:00, 28분, 25분" in screen.waits.accessibleName()
    assert "직원이 뺌, 1팀" in screen.waits.accessibleName()
    assert "7팀 · 안내한 시간 안에 66% · 취소 3 · 안 옴 1" in said(screen)


def test_without_anything_the_page_stays_and_says_so(screen: ReportScreen) -> None:
    screen.render(view_of(EMPTY), texts()["ko"])
    QApplication.processEvents()
    told = said(screen)
    assert told.count("이 날은 쉬었어요") == 5
    assert "거절된 결제가 없어요" in told
    assert "기다린 팀이 없어요" in told
    assert spoken(view_of(EMPTY).steps_chart).endswith("이 날은 쉬었어요")


def test_fewer_guests_and_as_many_are_said_as_such() -> None:
    fewer = replace(FULL, now=replace(FULL.now, guests=1_000))
    same = replace(FULL, now=replace(FULL.now, guests=1_025))
    assert view_of(fewer).figures[0].note == "앞 기간보다 25명 적어요"
    assert view_of(same).figures[0].note == "앞 기간과 같아요"


@pytest.mark.parametrize("nth", range(len(SPANS)))
def test_other_days_are_chosen_by_their_button(screen: ReportScreen, qtbot: QtBot, nth: int) -> None:
    with qtbot.waitSignal(screen.span_chosen) as chosen:
        button(screen, ("오늘", "이번 주", "4주")[nth]).click()
    assert chosen.args == [SPANS[nth]]


@pytest.mark.parametrize(("name", "signal"), [("PDF로 저장", "pdf_asked"), ("파일로 저장", "file_asked")])
def test_a_report_can_be_taken_along(screen: ReportScreen, qtbot: QtBot, name: str, signal: str) -> None:
    with qtbot.waitSignal(getattr(screen, signal)):
        button(screen, name).click()


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("days", SPANS)
def test_every_span_can_be_said_in_both_languages(language: str, days: int) -> None:
    view = view_of(replace(FULL, span=span_of(TODAY, days)), language)
    assert view.span_at == SPANS.index(days)
    assert all(chart.title for chart in view.charts)

"""The timetable: bars move by finger and by key alike, clashes are said, and ten thousand bookings cost no more."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.desk.back.timeline_screen import TimelineScreen
from kiosk.desk.back.timeline_view import Bar, RowBars, TableRow, TimelineView, clock, in_lanes
from tests.desk.stage import button, look, said


def bar(number: str, row: int, starts: int, look: str = "paid", *, long: int = 90, party: int = 2) -> Bar:
    return Bar(f"b{number}", row, starts, starts + long, f"{party}명", number, look, number, party)


ROWS = (
    TableRow("1", "1", "2인석", 2),
    TableRow("2", "2", "4인석", 4),
    TableRow("8", "8", "8인석", 8, accessible=True, shared=True),
)
BARS = (
    bar("4802", 0, 1050, "seated"),
    bar("4823", 0, 1170),
    bar("4809", 1, 1110, "late"),
    *in_lanes([bar("4814", 2, 1100, "seated", party=3), bar("4819", 2, 1160)]),
)
VIEW = TimelineView(
    rows=ROWS,
    by_row=RowBars.of(BARS),
    first=1020,
    last=1320,
    now=1130,
    title="3월 13일 금요일",
    facts="예약 5팀 · 11명",
    hint="막대를 끌면 시간과 테이블이 바뀌어요",
    free_here="여기로 옮길 수 있어요",
    clash="{time}에 {number}과 겹쳐요",
    too_small="{seats}명까지 앉는 자리예요",
    legend=(("seated", "앉음"), ("paid", "예약금 냄"), ("hold", "고르는 중")),
    days=("오늘", "내일"),
    day_at=0,
    load={1050: 2, 1110: 7},
    load_title="동시에 앉는 손님 수",
)


@pytest.fixture
def screen(qtbot: QtBot) -> TimelineScreen:
    made = TimelineScreen(look())
    qtbot.addWidget(made)
    made.resize(1824, 1004)
    made.render(VIEW, "하루 전", "하루 뒤")
    made.show()
    QApplication.processEvents()
    return made


def drag(screen: TimelineScreen, start: QPointF, end: QPointF) -> None:
    canvas, left, none = screen.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(canvas, left, none, start.toPoint())
    QTest.mouseMove(canvas, start.toPoint() + QPoint(20, 0))
    QTest.mouseMove(canvas, end.toPoint())
    QTest.mouseRelease(canvas, left, none, end.toPoint())


def moves(screen: TimelineScreen) -> list[tuple[str, str, int]]:
    told: list[tuple[str, str, int]] = []
    screen.moved.connect(lambda *what: told.append(what))
    return told


def keys(screen: TimelineScreen, *pressed: Qt.Key) -> None:
    for key in pressed:
        QTest.keyClick(screen.canvas, key)


def middle(screen: TimelineScreen, number: str) -> QPointF:
    return screen.canvas.bar_area(f"b{number}").center()


# --- moving -----------------------------------------------------------------------------------------------------------


def test_a_bar_is_dragged_to_another_table_and_time_in_quarters(screen: TimelineScreen) -> None:
    told = moves(screen)
    drag(screen, middle(screen, "4823"), screen.canvas.spot(1, 1170 + 45 + 63))
    assert told == [("b4823", "2", 1230)]


def test_keys_do_what_a_drag_does(screen: TimelineScreen) -> None:
    told = moves(screen)
    keys(
        screen,
        Qt.Key.Key_Right,
        Qt.Key.Key_Right,
        Qt.Key.Key_Space,
        Qt.Key.Key_Down,
        *[Qt.Key.Key_Right] * 4,
        Qt.Key.Key_Return,
    )
    assert told == [("b4823", "2", 1230)]


def test_what_would_clash_is_said_and_not_moved(screen: TimelineScreen) -> None:
    told = moves(screen)
    keys(screen, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Down)
    assert screen.canvas.accessibleName() == "2, 19:30: 19:30에 4809과 겹쳐요"
    keys(screen, Qt.Key.Key_Return)
    drag(screen, middle(screen, "4823"), screen.canvas.spot(1, 1170 + 45))
    assert told == []


def test_a_free_place_is_said_too(screen: TimelineScreen) -> None:
    keys(screen, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Space, *[Qt.Key.Key_Right] * 3)
    assert screen.canvas.accessibleName() == "1, 20:15: 여기로 옮길 수 있어요"
    keys(screen, Qt.Key.Key_Escape)
    assert screen.canvas.accessibleName() == "1, 19:30–21:00, 2명, 4823"


def test_a_party_goes_to_no_table_that_is_too_small(screen: TimelineScreen) -> None:
    four = replace(VIEW, by_row=RowBars.of((*BARS, bar("4830", 1, 1230, party=4))))
    screen.render(four, "하루 전", "하루 뒤")
    told = moves(screen)
    drag(screen, middle(screen, "4830"), screen.canvas.spot(0, 1030 + 45))
    assert told == []
    assert four.why_not(four.by_row.of_booking("b4830")[0], 0, 1290) == "2명까지 앉는 자리예요"


def test_a_shared_table_takes_as_many_as_it_has_seats() -> None:
    guest = bar("5000", 1, 1110, party=3)
    assert VIEW.why_not(guest, 2, 1110) == ""
    assert VIEW.why_not(replace(guest, party=4), 2, 1110) == "18:30에 4814과 겹쳐요"


@pytest.mark.parametrize("looks", ["gone", "hold", "block"])
def test_what_is_over_blocked_or_being_chosen_stays(screen: TimelineScreen, looks: str) -> None:
    screen.render(replace(VIEW, by_row=RowBars.of([bar("4788", 1, 1020, looks)])), "하루 전", "하루 뒤")
    told = moves(screen)
    drag(screen, middle(screen, "4788"), screen.canvas.spot(0, 1200))
    keys(screen, Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert told == []


def test_a_bar_put_back_where_it_was_is_not_moved(screen: TimelineScreen) -> None:
    told = moves(screen)
    start = middle(screen, "4823")
    drag(screen, start, start + QPointF(3, 0))
    assert told == []


# --- touching and choosing ----------------------------------------------------------------------------------------------


def test_a_touch_opens_the_booking_and_so_does_enter(screen: TimelineScreen) -> None:
    told: list[str] = []
    screen.touched.connect(told.append)
    QTest.mouseClick(screen.canvas, Qt.MouseButton.LeftButton, pos=middle(screen, "4809").toPoint())
    QTest.mouseClick(screen.canvas, Qt.MouseButton.LeftButton, pos=screen.canvas.spot(1, 1300).toPoint())
    keys(screen, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert told == ["b4809", "b4802"]


def test_arrows_go_along_a_table_and_to_the_next_one(screen: TimelineScreen) -> None:
    seen = []
    for key in (
        Qt.Key.Key_Down,
        Qt.Key.Key_Right,
        Qt.Key.Key_Right,
        Qt.Key.Key_Down,
        Qt.Key.Key_Down,
        Qt.Key.Key_Left,
        Qt.Key.Key_Up,
    ):
        keys(screen, key)
        seen.append(screen.canvas.accessibleName().rsplit(", ", 1)[1])
    assert seen == ["4802", "4823", "4823", "4809", "4814", "4814", "4809"]


def test_what_is_chosen_stays_chosen_when_the_day_is_read_again(screen: TimelineScreen) -> None:
    keys(screen, Qt.Key.Key_Right)
    screen.render(replace(VIEW, now=1140), "하루 전", "하루 뒤")
    assert screen.canvas.accessibleName().endswith("4802")


def test_another_day_is_chosen_by_its_button(screen: TimelineScreen, qtbot: QtBot) -> None:
    for name, signal in (
        ("내일", screen.day_chosen),
        ("하루 전", screen.earlier_asked),
        ("하루 뒤", screen.later_asked),
    ):
        with qtbot.waitSignal(signal):
            button(screen, name).click()
    assert "예약 5팀 · 11명" in said(screen)


# --- figures ------------------------------------------------------------------------------------------------------------


def test_bars_that_overlap_lie_in_lanes_and_others_do_not() -> None:
    laid = in_lanes([bar("1", 0, 0), bar("2", 0, 30), bar("3", 0, 60), bar("4", 0, 300), bar("5", 0, 90)])
    assert {each.number: (each.lane, each.lanes) for each in laid} == {
        "1": (0, 3),
        "2": (1, 3),
        "3": (2, 3),
        "5": (0, 3),
        "4": (0, 1),
    }


def test_minutes_are_told_as_a_clock() -> None:
    assert [clock(minute) for minute in (0, 1170, 1500)] == ["00:00", "19:30", "01:00"]


def test_ten_thousand_bookings_paint_only_the_rows_that_are_seen(screen: TimelineScreen) -> None:
    rows = tuple(TableRow(str(nth), str(nth), "4인석", 4) for nth in range(1_000))
    bars = tuple(bar(f"{nth}-{at}", nth, 1020 + 30 * at, long=30) for nth in range(1_000) for at in range(10))
    screen.render(replace(VIEW, rows=rows, by_row=RowBars.of(bars)), "하루 전", "하루 뒤")
    QApplication.processEvents()
    screen.canvas.repaint(screen.canvas.visibleRegion())
    assert 0 < screen.canvas.painted_bars <= 200

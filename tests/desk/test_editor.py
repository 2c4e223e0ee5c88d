"""The floor plan's editor: by finger and by key alike, every change can be undone, and nothing wrong is published."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.desk.back.editor_screen import EditorScreen
from kiosk.desk.back.plan_editor import Chosen, PlanEditor
from kiosk.domain.editing import Piece
from kiosk.domain.floor import Plan, SeatKind
from kiosk.domain.plan_check import Flaw, troubles
from tests.desk.stage import button, look, said, texts
from tests.domain.floors import plan_of, rect, ring
from tests.fakes.machine import FakeIds

PLAN = plan_of(rect("1", 400, 400, 2, 2), rect("2", 900, 400, 2, 2), ring("3", 1400, 900, 4))
SAVED = datetime(2026, 3, 13, 9, 20, tzinfo=UTC)


@pytest.fixture
def screen(qtbot: QtBot) -> EditorScreen:
    editor = PlanEditor(PLAN, FakeIds())
    made = EditorScreen(look(), editor, texts()["ko"], texts("text")["ko"])
    qtbot.addWidget(made)
    made.resize(1824, 1004)
    made.show()
    made.show_stored(PLAN, None, 24)
    QApplication.processEvents()
    return made


def drag(screen: EditorScreen, start: tuple[float, float], end: tuple[float, float]) -> None:
    canvas = screen.canvas
    spots = [canvas.place_of(*at).toPoint() for at in (start, end)]
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(canvas, left, Qt.KeyboardModifier.NoModifier, spots[0])
    QTest.mouseMove(canvas, spots[0] + QPoint(30, 0))
    QTest.mouseMove(canvas, spots[1])
    QTest.mouseRelease(canvas, left, Qt.KeyboardModifier.NoModifier, spots[1])


def press(
    screen: EditorScreen, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(screen.canvas, key, modifier)


def at(screen: EditorScreen, table_id: str) -> tuple[float, float]:
    table = screen.editor.plan.table(table_id)
    return table.x, table.y


# --- choosing and moving ----------------------------------------------------------------------------------------------


def test_a_touch_chooses_a_table_and_shows_its_card(screen: EditorScreen) -> None:
    QTest.mouseClick(screen.canvas, Qt.MouseButton.LeftButton, pos=screen.canvas.place_of(900, 400).toPoint())
    assert screen.editor.chosen == Chosen("2")
    assert "2번 테이블" in said(screen)
    assert screen.canvas.accessibleName() == "2번 테이블, 4자리, 가로 900 세로 400"


def test_a_touch_on_nothing_chooses_nothing(screen: EditorScreen) -> None:
    screen.editor.choose(Chosen("2"))
    QTest.mouseClick(
        screen.canvas, Qt.MouseButton.LeftButton, pos=screen.canvas.place_of(2500, 1800).toPoint()
    )
    assert screen.editor.chosen.is_nothing
    assert screen.canvas.accessibleName() == "도면, 테이블 3개"


def test_a_drag_rests_in_line_with_the_others(screen: EditorScreen) -> None:
    drag(screen, (900, 400), (1103, 404))
    assert at(screen, "2") == (1100.0, 400.0)


def test_keys_do_what_a_drag_does(screen: EditorScreen) -> None:
    drag(screen, (900, 400), (1100, 400))
    by_finger = screen.editor.plan
    screen.show_stored(PLAN, None, 0)
    press(screen, Qt.Key.Key_PageDown)
    press(screen, Qt.Key.Key_PageDown)
    assert screen.editor.chosen == Chosen("2")
    for _ in range(10):
        press(screen, Qt.Key.Key_Right)
    assert screen.editor.plan == by_finger


def test_a_fine_step_is_five_centimetres(screen: EditorScreen) -> None:
    screen.editor.choose(Chosen("1"))
    press(screen, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert at(screen, "1") == (400.0, 405.0)


def test_page_keys_go_round_and_round(screen: EditorScreen) -> None:
    seen = []
    for _ in range(4):
        press(screen, Qt.Key.Key_PageUp)
        seen.append(screen.editor.chosen.table_id)
    assert seen == ["3", "2", "1", "3"]


def test_r_turns_and_delete_takes_away(screen: EditorScreen) -> None:
    screen.editor.choose(Chosen("1"))
    press(screen, Qt.Key.Key_R)
    assert screen.editor.plan.table("1").width == 104
    press(screen, Qt.Key.Key_Delete)
    assert [table.table_id for table in screen.editor.plan.tables] == ["2", "3"]
    assert screen.editor.chosen.is_nothing


# --- undoing ----------------------------------------------------------------------------------------------------------


def test_every_change_is_undone_and_done_again_one_by_one(screen: EditorScreen) -> None:
    plans = [screen.editor.plan]
    screen.editor.choose(Chosen("1"))
    for name in ("늘리기", "줄이기"):
        button(screen, f"의자 {name}").click()
        plans.append(screen.editor.plan)
    button(screen, "돌리기").click()
    plans.append(screen.editor.plan)
    press(screen, Qt.Key.Key_Left)
    plans.append(screen.editor.plan)
    for before in reversed(plans[:-1]):
        assert button(screen, "되돌리기").isEnabled()
        button(screen, "되돌리기").click()
        assert screen.editor.plan == before
    assert not button(screen, "되돌리기").isEnabled()
    for after in plans[1:]:
        press(screen, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
        assert screen.editor.plan == after
    press(screen, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert screen.editor.plan == plans[-2]


# --- the palette ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("piece", list(Piece))
def test_every_piece_can_be_put_by_a_touch(screen: EditorScreen, piece: Piece) -> None:
    text = texts()["ko"]
    button(screen, text("editor.put", what=text(f"editor.{piece}"))).click()
    plan = screen.editor.plan
    assert len(plan.tables) + len(plan.fixtures) == 4
    assert not screen.editor.chosen.is_nothing, "what was put can be moved at once"
    assert not [each for each in troubles(plan) if each.flaw is Flaw.OVERLAP]


def test_a_piece_that_is_dropped_stands_where_it_was_dropped(screen: EditorScreen) -> None:
    screen.canvas.piece_dropped.emit("four", 1803.0, 1197.0)
    table = screen.editor.plan.tables[-1]
    assert (table.x, table.y, table.label) == (1800.0, 1200.0, "4")


def test_a_wall_is_moved_by_finger_and_by_key(screen: EditorScreen) -> None:
    screen.canvas.piece_dropped.emit("wall", 1000.0, 1400.0)
    assert screen.editor.fixture is not None
    drag(screen, (1000, 1400), (1000, 1500))
    assert screen.editor.fixture.points == ((900.0, 1500.0), (1100.0, 1500.0))
    press(screen, Qt.Key.Key_Up)
    press(screen, Qt.Key.Key_R)
    assert screen.editor.fixture.points == ((1000.0, 1380.0), (1000.0, 1580.0))
    button(screen, "치우기").click()
    assert screen.editor.plan.fixtures == ()


# --- the card ---------------------------------------------------------------------------------------------------------


def test_the_card_changes_the_chosen_table(screen: EditorScreen) -> None:
    screen.editor.choose(Chosen("2"))
    field = next(each for each in screen.findChildren(QLineEdit) if each.isVisibleTo(screen))
    field.setText("12")
    field.editingFinished.emit()
    button(screen, "휠체어 칸 늘리기").click()
    button(screen, "가로 cm 늘리기").click()
    button(screen, "세로 cm 늘리기").click()
    button(screen, "함께 앉는 자리").click()
    button(screen, "키오스크에서 받기").click()
    button(screen, "자리 이름 room, 바꾸기").click()
    table = screen.editor.plan.table("2")
    assert (table.label, table.width, table.height) == ("12", 196.0, 124.0)
    assert (table.shared, table.out_of_use, table.zone) == (True, True, "window")
    assert table.seats[-1].kind is SeatKind.WHEELCHAIR
    button(screen, "하나 더 만들기").click()
    assert len(screen.editor.plan.tables) == 4


# --- what is wrong, and publishing ------------------------------------------------------------------------------------


def test_what_forbids_a_plan_is_said_and_keeps_it_from_guests(screen: EditorScreen) -> None:
    screen.editor.choose(Chosen("2"))
    screen.editor.set_label("1")
    assert "1번이 두 개예요." in said(screen)
    assert not button(screen, "적용하기").isEnabled()
    screen.editor.set_label("2")
    assert "두 개예요" not in said(screen)


def test_tables_too_close_are_told_and_moved_to_fit(screen: EditorScreen) -> None:
    drag(screen, (900, 400), (610, 400))
    assert "1번과 2번 사이가" in said(screen)
    button(screen, "알맞게 옮기기").click()
    assert troubles(screen.editor.plan) == ()


def test_a_plan_without_a_change_is_not_published(screen: EditorScreen, qtbot: QtBot) -> None:
    assert not button(screen, "적용하기").isEnabled()
    press(screen, Qt.Key.Key_PageDown)
    press(screen, Qt.Key.Key_Right)
    published: list[Plan] = []
    screen.publish_asked.connect(published.append)
    button(screen, "적용하기").click()
    assert published == [screen.editor.plan]


def test_a_change_is_saved_by_itself_and_the_screen_says_so(screen: EditorScreen, qtbot: QtBot) -> None:
    assert "손님이 보는 도면이에요" in said(screen)
    with qtbot.waitSignal(screen.save_asked, timeout=4_000) as saved:
        press(screen, Qt.Key.Key_PageDown)
        press(screen, Qt.Key.Key_Right)
        assert "저장하는 중" in said(screen)
    assert saved.args == [screen.editor.plan]
    screen.mark_saved(SAVED)
    assert "18:20 저장" in said(screen)


@pytest.mark.parametrize(
    ("name", "signal"),
    [
        ("파일에서 가져오기", "import_asked"),
        ("파일로 내보내기", "export_asked"),
        ("미리 보기", "preview_asked"),
    ],
)
def test_every_other_button_says_what_was_asked(
    screen: EditorScreen, qtbot: QtBot, name: str, signal: str
) -> None:
    with qtbot.waitSignal(getattr(screen, signal)):
        button(screen, name).click()


def test_a_plan_can_be_looked_at_more_closely(screen: EditorScreen) -> None:
    screen.editor.choose(Chosen("1"))
    button(screen, "크게").click()
    assert "125%" in said(screen)
    middle = screen.canvas.place_of(400, 400)
    assert abs(middle.x() - screen.canvas.width() / 2) < 40
    button(screen, "작게").click()
    assert "100%" in said(screen)

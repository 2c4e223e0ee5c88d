"""Touching, choosing and repainting the plan."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from kiosk.domain.floor import Plan
from kiosk.ui.floorplan.states import FloorView, SeatState
from kiosk.ui.floorplan.widget import FloorPlanWidget
from kiosk.ui.theme import Tokens
from tests.ui.floorplan.conftest import TEXTS, make_look, view_of

Show = Callable[..., FloorPlanWidget]


def picture(widget: FloorPlanWidget) -> QImage:
    return widget.grab().toImage()


def at(widget: FloorPlanWidget, x: float, y: float) -> QPoint:
    """Where a point of the plan lies on the widget: 1,020 units are 1,024 px wide."""
    return QPoint(round((x + 10) * 1024 / 1020), round((y + 12) * 1024 / 1020))


def named(widget: FloorPlanWidget, name: str) -> QAbstractButton:
    found = [button for button in widget.findChildren(QAbstractButton) if button.accessibleName() == name]
    assert len(found) == 1, f"{len(found)} controls are named {name!r}"
    return found[0]


def test_a_touch_on_a_chair_of_a_free_table_means_the_table(show: Show, plan: Plan, qtbot: QtBot) -> None:
    widget = show(view_of(plan))
    seat = plan.table("7").seats[0]
    with qtbot.waitSignal(widget.table_touched) as touched, qtbot.assertNotEmitted(widget.seat_touched):
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at(widget, seat.x, seat.y))
    assert touched.args == ["7"]


def test_a_touch_on_a_chair_of_the_chosen_table_means_the_chair(show: Show, plan: Plan, qtbot: QtBot) -> None:
    widget = show(view_of(plan, "8-3"))
    seat = plan.table("8").seats[4]
    with qtbot.waitSignal(widget.seat_touched) as touched, qtbot.assertNotEmitted(widget.table_touched):
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at(widget, seat.x, seat.y))
    assert touched.args == [seat.seat_id]


def test_a_taken_table_answers_too(show: Show, plan: Plan, qtbot: QtBot) -> None:
    widget = show(view_of(plan, t4=SeatState.TAKEN))
    with qtbot.waitSignal(widget.table_touched) as touched:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at(widget, 650, 148))
    assert touched.args == ["4"]


def test_a_finger_that_slides_off_the_table_chooses_nothing(show: Show, plan: Plan, qtbot: QtBot) -> None:
    widget = show(view_of(plan))
    with qtbot.assertNotEmitted(widget.table_touched):
        QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=at(widget, 430, 148))
        QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=at(widget, 650, 148))


def test_a_touch_on_the_bare_floor_says_nothing(show: Show, plan: Plan, qtbot: QtBot) -> None:
    widget = show(view_of(plan))
    with qtbot.assertNotEmitted(widget.table_touched):
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at(widget, 930, 700))


def test_every_seat_can_be_touched_on_at_least_72_px_when_its_table_is_chosen(show: Show, plan: Plan) -> None:
    for table in plan.tables:
        widget = show(view_of(plan, *(seat.seat_id for seat in table.seats)))
        for seat in table.seats:
            where = f"Table {table.label}" if table.label.isdigit() else table.label
            button = named(widget, f"{where}, seat {seat.label}")
            assert min(button.width(), button.height()) >= 72, button.accessibleName()


def test_every_table_is_a_named_control_with_its_state_in_words(show: Show, plan: Plan) -> None:
    widget = show(view_of(plan, t5=SeatState.HELD))
    assert named(widget, "5번").accessibleDescription() == "middle, 4 seats, Being chosen, 5 of 10"
    assert "Wheelchair place" in named(widget, "9번").accessibleDescription()
    assert "Shared table" in named(widget, "바").accessibleDescription()


def test_clicking_the_control_of_a_table_touches_it(show: Show, plan: Plan, qtbot: QtBot) -> None:
    widget = show(view_of(plan))
    with qtbot.waitSignal(widget.table_touched) as touched:
        named(widget, "3번").click()
    assert touched.args == ["3"]


def test_arrows_walk_the_list_and_enter_touches(show: Show, plan: Plan, qtbot: QtBot) -> None:
    widget = show(view_of(plan))
    widget.activateWindow()
    widget.focus_table("6")
    qtbot.waitUntil(lambda: named(widget, "6번").hasFocus())
    QTest.keyClick(named(widget, "6번"), Qt.Key.Key_Right)
    assert named(widget, "7번").hasFocus()
    assert widget.accessibleDescription().startswith("7번, middle")
    with qtbot.waitSignal(widget.table_touched) as touched:
        QTest.keyClick(named(widget, "7번"), Qt.Key.Key_Return)
    assert touched.args == ["7"]
    QTest.keyClick(named(widget, "7번"), Qt.Key.Key_Up)
    assert named(widget, "6번").hasFocus()


def test_the_chairs_of_the_chosen_table_follow_it_in_the_walk(show: Show, plan: Plan, qtbot: QtBot) -> None:
    widget = show(view_of(plan, "7-1"))
    widget.focus_table("7")
    qtbot.waitUntil(lambda: named(widget, "7번").hasFocus())
    QTest.keyClick(named(widget, "7번"), Qt.Key.Key_Down)
    chair = named(widget, "Table 7, seat 1")
    assert chair.hasFocus()
    with qtbot.waitSignal(widget.seat_touched) as touched:
        QTest.keyClick(chair, Qt.Key.Key_Space)
    assert touched.args == ["7-1"]


def test_the_keyboard_stays_at_the_table_when_its_chairs_go(show: Show, plan: Plan, qtbot: QtBot) -> None:
    widget = show(view_of(plan, "7-1"))
    widget.focus_table("7")
    qtbot.waitUntil(lambda: named(widget, "7번").hasFocus())
    QTest.keyClick(named(widget, "7번"), Qt.Key.Key_Down)
    widget.render(view_of(plan))
    assert named(widget, "7번").hasFocus()


def test_the_ring_shows_only_where_the_keyboard_is(show: Show, plan: Plan, qtbot: QtBot) -> None:
    widget = show(view_of(plan))
    before = picture(widget)
    widget.focus_table("2")
    qtbot.waitUntil(lambda: named(widget, "2번").hasFocus())
    ringed = picture(widget)
    assert ringed != before
    named(widget, "2번").clearFocus()
    assert picture(widget) == before


def test_the_ring_goes_when_a_finger_comes(show: Show, plan: Plan, qtbot: QtBot) -> None:
    widget = show(view_of(plan))
    before = picture(widget)
    widget.focus_table("2")
    qtbot.waitUntil(lambda: picture(widget) != before)
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at(widget, 930, 700))
    assert picture(widget) == before


def test_every_state_looks_different(show: Show, plan: Plan) -> None:
    pictures = [picture(show(view_of(plan, t3=state))) for state in SeatState]
    assert len({bytes(image.constBits()) for image in pictures}) == len(SeatState)


def test_every_state_differs_without_colour(show: Show, plan: Plan) -> None:
    greys = set()
    for state in SeatState:
        image = picture(show(view_of(plan, t3=state))).convertToFormat(QImage.Format.Format_Grayscale8)
        greys.add(bytes(image.constBits()))
    assert len(greys) == len(SeatState)


def test_a_plan_mended_table_by_table_is_the_plan_drawn_whole(show: Show, plan: Plan, tokens: Tokens) -> None:
    for theme in ("day", "night", "contrast"):
        look = make_look(tokens, theme)
        final = view_of(
            plan, "7-1", "7-2", "8-3", t5=SeatState.HELD, t2=SeatState.TAKEN, tbar=SeatState.UNFIT
        )
        mended = show(view_of(plan, "6-1"), look)
        for view in (view_of(plan, "9-4"), view_of(plan, t5=SeatState.TAKEN), view_of(plan, "7-1"), final):
            mended.render(view)
        assert picture(mended) == picture(show(final, look)), theme


def test_one_seat_elsewhere_repaints_only_its_table(show: Show, plan: Plan, qtbot: QtBot) -> None:
    widget = show(view_of(plan))
    before = picture(widget)
    widget.render(FloorView(plan, {"3-1": SeatState.TAKEN}, {}, TEXTS))
    after = picture(widget)
    area = widget.table_area("3")
    changed = [
        (x, y)
        for x in range(0, before.width(), 2)
        for y in range(0, before.height(), 2)
        if before.pixel(x, y) != after.pixel(x, y)
    ]
    assert changed
    assert all(area.contains(x, y) for x, y in changed)


def test_choosing_moves_and_ends_as_if_it_had_not(
    show: Show, plan: Plan, tokens: Tokens, qtbot: QtBot
) -> None:
    moving = make_look(tokens, reduced_motion=False)
    widget = show(view_of(plan), moving)
    still = show(view_of(plan, "7-1", "7-2"))
    widget.render(view_of(plan, "7-1", "7-2"))
    assert picture(widget) != picture(still)
    qtbot.waitUntil(lambda: picture(widget) == picture(still), timeout=3000)


def test_a_second_touch_jumps_to_the_end_of_the_first(
    show: Show, plan: Plan, tokens: Tokens, qtbot: QtBot
) -> None:
    widget = show(view_of(plan), make_look(tokens, reduced_motion=False))
    for chosen in (("7-1",), ("3-1",), (), ("6-1", "6-2")):
        widget.render(view_of(plan, *chosen))
    end = picture(show(view_of(plan, "6-1", "6-2")))
    qtbot.waitUntil(lambda: picture(widget) == end, timeout=3000)


def test_nothing_moves_in_high_contrast(show: Show, plan: Plan, tokens: Tokens) -> None:
    look = make_look(tokens, "contrast", reduced_motion=False)
    widget = show(view_of(plan), look)
    widget.render(view_of(plan, "7-1"))
    assert picture(widget) == picture(show(view_of(plan, "7-1"), look))


def test_an_out_of_use_seat_stays_dotted_whatever_is_said_of_it(show: Show, plan: Plan) -> None:
    from dataclasses import replace

    table = plan.table("3")
    broken = replace(table, seats=(replace(table.seats[0], out_of_use=True), *table.seats[1:]))
    tables = tuple(broken if table.table_id == "3" else table for table in plan.tables)
    mended = replace(plan, tables=tables)
    free = show(FloorView(mended, {}, {}, TEXTS))
    taken = show(FloorView(mended, {"3-1": SeatState.TAKEN}, {}, TEXTS))
    assert picture(free) == picture(taken)
    assert picture(free) != picture(show(view_of(plan)))


def test_another_size_and_theme_draw_everything_anew(
    show: Show, plan: Plan, tokens: Tokens, qtbot: QtBot
) -> None:
    widget = show(view_of(plan, "7-1"))
    widget.resize(612, 518)
    assert widget.table_area("7").right() < 612
    widget.set_look(make_look(tokens, "contrast"))
    assert picture(widget).pixelColor(2, 2) == tokens.theme("contrast").color("paper")
    with qtbot.waitSignal(widget.table_touched):
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.table_area("3").center())


def test_the_plan_keeps_its_proportions(show: Show, plan: Plan) -> None:
    assert show(view_of(plan)).heightForWidth(1020) == 866


def test_another_plan_brings_its_own_controls(show: Show, plan: Plan, qtbot: QtBot) -> None:
    from dataclasses import replace

    widget = show(view_of(plan, "7-1"))
    widget.focus_table("7")
    qtbot.waitUntil(lambda: named(widget, "7번").hasFocus())
    QTest.keyClick(named(widget, "7번"), Qt.Key.Key_Down)
    smaller = replace(plan, tables=plan.tables[:3])
    widget.render(FloorView(smaller, {}, {}, TEXTS, frozenset({"3-2"})))
    qtbot.waitUntil(lambda: len([b for b in widget.findChildren(QAbstractButton) if b.isVisible()]) == 7)
    with qtbot.waitSignal(widget.seat_touched) as touched:
        named(widget, "Table 3, seat 2").click()
    assert touched.args == ["3-2"]

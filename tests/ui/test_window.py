"""The top window: customers cannot close it, it notices that somebody is there, and taps do not fall through it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QStackedLayout, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.screens.shell import Shell
from kiosk.ui.taps import LONGEST_MS, SETTLE_MS, TapGuard
from kiosk.ui.views import Overlay, ScreenName
from kiosk.ui.window import KioskWindow
from tests.ui.screens import samples


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[KioskWindow]:
    made = KioskWindow(QWidget(), locked=True)
    made.open_windowed(QSize(540, 960))
    qtbot.waitExposed(made)
    yield made
    made.allow_closing()
    made.close()
    made.deleteLater()


def test_a_customer_cannot_close_it_and_staff_can(window: KioskWindow, qtbot: QtBot) -> None:
    assert not window.close()
    assert window.isVisible()
    window.allow_closing()
    with qtbot.waitSignal(window.closing):
        assert window.close()


def test_a_finger_and_a_key_are_noticed_anywhere(window: KioskWindow, qtbot: QtBot) -> None:
    native = window.windowHandle()
    with qtbot.waitSignal(window.active):
        QTest.mouseClick(native, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(100, 100))
    with qtbot.waitSignal(window.active):
        QTest.keyClick(native, Qt.Key.Key_Down)


def test_it_has_exactly_the_size_that_was_asked_for(window: KioskWindow) -> None:
    assert window.shell.size() == QSize(540, 960)


MIDDLE = QPoint(100, 100)


class TwoScreens(QWidget):
    """Hold, and in the same place Pay; each counts how often it was pressed. Hold leads to Pay at once."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0
        self.pressed: list[str] = []
        self.stack = QStackedLayout(self)
        for name in ("hold", "pay"):
            button = QPushButton(name)
            button.setFixedSize(200, 200)
            button.clicked.connect(lambda _checked, name=name: self.pressed.append(name))
            self.stack.addWidget(button)
        self.guard = TapGuard(self, lambda: self.now)
        self.window_ = KioskWindow(self, locked=False, guard=self.guard)
        self.window_.open_windowed(QSize(200, 200))

    def change(self) -> None:
        self.stack.setCurrentIndex(1)
        self.window_.screen_changed()

    def tap(self, *, later_ms: int = 0) -> None:
        self.now += later_ms
        QTest.mouseClick(
            self.window_.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, MIDDLE
        )


@pytest.fixture
def two(qtbot: QtBot) -> Iterator[TwoScreens]:
    made = TwoScreens()
    qtbot.waitExposed(made.window_)
    yield made
    made.window_.close()
    made.window_.deleteLater()


@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "control"])
def test_taps_that_were_meant_for_the_screen_before_do_not_press_what_comes_next(
    two: TwoScreens, guarded: bool
) -> None:
    two.tap()
    if guarded:
        two.change()
    else:
        two.stack.setCurrentIndex(1)
    for _ in range(3):
        two.tap(later_ms=150)
    assert two.pressed == (["hold"] if guarded else ["hold", "pay", "pay", "pay"])


def test_a_tap_after_a_moment_counts(two: TwoScreens) -> None:
    two.change()
    two.tap(later_ms=SETTLE_MS)
    assert two.pressed == ["pay"]


def test_whoever_goes_on_tapping_is_heard_in_the_end(two: TwoScreens) -> None:
    two.change()
    for _ in range(LONGEST_MS // 100):
        two.tap(later_ms=100)
    assert two.pressed == ["pay"]


def test_a_finger_that_came_down_before_the_change_presses_nothing(two: TwoScreens) -> None:
    native = two.window_.windowHandle()
    QTest.mousePress(native, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, MIDDLE)
    two.window_.screen_changed()  # a sheet comes over it: the button stays where it is
    QTest.mouseRelease(native, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, MIDDLE)
    assert two.pressed == []
    two.tap(later_ms=SETTLE_MS)
    assert two.pressed == ["hold"]


@pytest.mark.parametrize(("later_ms", "pressed"), [(100, []), (SETTLE_MS, ["pay"])])
def test_fingers_on_a_touch_screen_are_held_to_the_same(
    two: TwoScreens, later_ms: int, pressed: list[str]
) -> None:
    screen: QPointingDevice = QTest.createTouchDevice()
    native = two.window_.windowHandle()
    two.change()
    two.now += later_ms
    QTest.touchEvent(native, screen).press(0, MIDDLE, native).commit()
    QTest.touchEvent(native, screen).release(0, MIDDLE, native).commit()
    assert two.pressed == pressed


def test_a_dropped_touch_is_a_sign_of_life_all_the_same(two: TwoScreens, qtbot: QtBot) -> None:
    two.change()
    with qtbot.waitSignal(two.window_.active):
        two.tap()
    assert two.pressed == []


def test_the_shell_tells_of_another_screen_and_another_sheet_once(qtbot: QtBot) -> None:
    shell = Shell(samples.look(samples.SIZES["upright"]))
    qtbot.addWidget(shell)
    text, told = samples.texts()["ko"], []
    shell.changed.connect(lambda: told.append(shell.current))
    for name in (ScreenName.PARTY, ScreenName.PARTY, ScreenName.FLOOR):
        shell.screens[name].render(samples.view(name), text)
        shell.show_screen(name)
    assert told == [ScreenName.PARTY, ScreenName.FLOOR]
    for view in (samples.overlay(Overlay.IDLE), samples.overlay(Overlay.IDLE), None, None):
        shell.show_overlay(view, text)
    assert len(told) == 4

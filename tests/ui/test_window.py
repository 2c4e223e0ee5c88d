"""The top window: customers cannot close it, and it notices that somebody is there."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.window import KioskWindow


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

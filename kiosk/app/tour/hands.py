"""How a scripted guest uses a control: with a finger, or with the keyboard alone as somebody who cannot reach the screen does."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

FARTHEST = 120
"""No control is more presses of Tab away; more means that there is no way."""


class Unreachable(Exception):
    """The keyboard does not come to a control; says which were passed instead."""


class Hands(Protocol):
    """Uses one control."""

    by_keys: bool

    def use(self, button: QAbstractButton) -> None:
        """As a guest would. Raises Unreachable."""
        ...

    def use_page(self, view: QWidget, is_there: Callable[[], bool]) -> None:
        """Use the control of the embedded page for which ``is_there`` becomes true. Raises Unreachable."""
        ...


class Finger:
    """A touch in the middle."""

    by_keys = False

    def use(self, button: QAbstractButton) -> None:
        """Down and up."""
        middle = QPoint(button.width() // 2, button.height() // 2)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)

    def use_page(self, view: QWidget, is_there: Callable[[], bool]) -> None:
        """The page's controls are pressed by their marks, not by place."""
        raise NotImplementedError


class Keys:
    """Tab until it has the focus, then the space bar. ``pause`` lets the program run."""

    by_keys = True

    def __init__(self, pause: Callable[[int], None]) -> None:
        self._pause = pause

    def use(self, button: QAbstractButton) -> None:
        """Walk there, and press."""
        window = button.window()
        self._walk(window, lambda: window.focusWidget() is button, button.accessibleName())
        QTest.keyClick(button, Qt.Key.Key_Space)

    def use_page(self, view: QWidget, is_there: Callable[[], bool]) -> None:
        """Walk into the page, on inside it, and press."""
        window = view.window()
        self._walk(
            window, lambda: _is_in(view, window.focusWidget()) and is_there(), "the payment page's button"
        )
        focused = window.focusWidget()
        assert focused is not None, "it has just been there"
        QTest.keyClick(focused, Qt.Key.Key_Return)

    def _walk(self, window: QWidget, has_come: Callable[[], bool], to: str) -> None:
        passed = []
        for _ in range(FARTHEST):
            if has_come():
                return
            at: QWidget | None = window.focusWidget()
            passed.append(at.accessibleName() if at is not None else "nothing")
            QTest.keyClick(at if at is not None and at.isVisible() else window, Qt.Key.Key_Tab)
            self._pause(5)
        raise Unreachable(
            f"no number of Tabs leads to {to}; on the way lie {', '.join(dict.fromkeys(passed))}"
        )


def _is_in(view: QWidget, focused: QWidget | None) -> bool:
    return focused is not None and (focused is view or view.isAncestorOf(focused))

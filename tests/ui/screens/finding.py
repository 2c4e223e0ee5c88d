"""Looks at a screen as a guest does: what can be touched, by name, and whether every word can be read."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from kiosk.app.access.reading import controls, page_of, place, unreadable
from kiosk.ui.widgets.labels import Label

__all__ = ["controls", "has", "named", "page_of", "place", "said", "touch", "unreadable"]


def named(within: QWidget, name: str) -> QAbstractButton:
    """The one visible control of that name; fails with what there is instead."""
    found = [button for button in controls(within) if button.accessibleName() == name]
    there = sorted(button.accessibleName() for button in controls(within))
    assert len(found) == 1, f"{len(found)} controls are called {name!r}; there are {there}"
    return found[0]


def has(within: QWidget, name: str) -> bool:
    return any(button.accessibleName() == name for button in controls(within))


def touch(within: QWidget, name: str) -> None:
    """Put a finger on the control of that name."""
    button = named(within, name)
    assert button.isEnabled(), f"{name!r} is off"
    middle = QPoint(button.width() // 2, button.height() // 2)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)


def said(within: QWidget) -> str:
    """All words on the screen, a line each."""
    return "\n".join(label.text() for label in within.findChildren(Label) if label.isVisible())

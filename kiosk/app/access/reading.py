"""Whether every word can be read: what is cut off, lies outside the window, or over something else. Only measures."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget

from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.hold_strip import HoldStrip
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.touch import Touch


def controls(within: QWidget) -> list[QAbstractButton]:
    """Everything that can be seen and touched, or is shown as off."""
    return [button for button in within.findChildren(QAbstractButton) if button.isVisible()]


def place(widget: QWidget, within: QWidget) -> QRect:
    """Where it lies."""
    return QRect(widget.mapTo(within, QPoint(0, 0)), widget.size())


def unreadable(within: QWidget) -> list[str]:
    """One sentence for each text that is cut off, lies outside the window, or over another control."""
    found = []
    for label in within.findChildren(Label):
        if label.isVisible() and label.text():
            found += _cut_off(label, within)
    for control in (*within.findChildren(Touch), *within.findChildren(HoldStrip)):
        if control.isVisible():
            least = control.minimumSizeHint()
            if control.width() < least.width() or control.height() < least.height():
                size = (control.width(), control.height())
                found.append(f"{control.accessibleName()!r} needs {least.toTuple()} and has {size}")
            high = control.heightForWidth(control.width()) if control.hasHeightForWidth() else 0
            if control.height() < high - 1:
                found.append(f"{control.accessibleName()!r} is {high} high and has {control.height()}")
            found += _outside(control, control.accessibleName(), within)
    return found + _overlaps(within)


def _cut_off(label: Label, within: QWidget) -> list[str]:
    words = label.text()
    wide = label.natural_width() if not label.wordWrap() else label.minimumSizeHint().width()
    if wide > label.width() + 1:
        return [f"{words!r} is {wide} wide and has {label.width()}"]
    high = label.heightForWidth(label.width())
    if high > label.height() + 1:
        return [f"{words!r} is {high} high and has {label.height()}"]
    return _outside(label, words, within)


def _outside(widget: QWidget, name: str, within: QWidget) -> list[str]:
    """Parents clip what they hold, so every one of them must hold all of it."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(page := parent.parentWidget(), QScrollArea) and page.viewport() is parent:
            # What is further down is reached with the page keys; what is beside, never.
            left, right = place(widget, parent).left(), place(widget, parent).right()
            return [f"{name!r} sticks out of its page sideways"] * (left < -1 or right > parent.width())
        rect = place(widget, parent)
        if not parent.rect().adjusted(-1, -1, 1, 1).contains(rect):
            return [
                f"{name!r} at {rect.getRect()} sticks out of a {type(parent).__name__} of {parent.size().toTuple()}"
            ]
        if parent is within:
            break
        parent = parent.parentWidget()
    return []


def page_of(widget: QWidget) -> QScrollArea | None:
    """What turns its pages, if it lies on one."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    return parent


def _overlaps(within: QWidget) -> list[str]:
    shown: list[Label | Button] = [
        part for part in within.findChildren(Label) if part.isVisible() and part.text()
    ]
    shown += [part for part in within.findChildren(Button) if part.isVisible()]
    found = []
    for nth, one in enumerate(shown):
        for other in shown[nth + 1 :]:
            if page_of(one) is not page_of(other):
                continue
            shared = place(one, within).intersected(place(other, within))
            if shared.width() > 1 and shared.height() > 1 and not one.isAncestorOf(other):
                found.append(f"{one.text()!r} lies over {other.text()!r}")
    return found

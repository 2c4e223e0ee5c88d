"""Writes layouts as they look: a column or a row of widgets, gaps (reference px), and room that stretches (None)."""

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QLayoutItem, QSizePolicy, QVBoxLayout, QWidget

from kiosk.ui.metrics import Look

Part = QWidget | QLayout | float | None | tuple[QWidget | QLayout, int]
"""A widget, a layout, a gap, a stretch, or a widget or layout with the share of the room it takes."""

Box = TypeVar("Box", bound=QBoxLayout)


def column(look: Look, *parts: Part) -> QVBoxLayout:
    """One below the other; no gaps but those written."""
    return _filled(QVBoxLayout(), look, parts)


def row(look: Look, *parts: Part) -> QHBoxLayout:
    """One beside the other, each in the middle of the height."""
    made = _filled(QHBoxLayout(), look, parts)
    for nth in range(made.count()):
        item = made.itemAt(nth)
        widget = item.widget() if item is not None else None
        if widget is not None and widget.sizePolicy().verticalPolicy() is QSizePolicy.Policy.Fixed:
            made.setAlignment(widget, Qt.AlignmentFlag.AlignVCenter)
    return made


def centered(widget: QWidget) -> QHBoxLayout:
    """A widget in the middle of the width."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.addStretch(1)
    made.addWidget(widget)
    made.addStretch(1)
    return made


def holder(layout: QLayout, parent: QWidget | None = None) -> QWidget:
    """A widget around a layout, where one is needed to hide or to move it as a whole."""
    made = QWidget(parent)
    layout.setContentsMargins(0, 0, 0, 0)
    made.setLayout(layout)
    return made


class Room(QWidget):
    """Gives one picture all the room there is. A picture that keeps its proportions would else insist on its height."""

    def __init__(self, picture: QWidget, least: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = picture
        picture.setParent(self)
        self.setMinimumSize(least, least)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """As large as the picture wants to be."""
        return self._picture.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture fills it and draws itself in the middle."""
        super().resizeEvent(event)
        self._picture.setGeometry(self.rect())


def hug(widget: QWidget) -> QWidget:
    """Let a control be as wide as its words and no wider."""
    widget.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return widget


def _filled(box: Box, look: Look, parts: Sequence[Part]) -> Box:
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    for part in parts:
        _add(box, look, part)
    return box


def _add(box: QBoxLayout, look: Look, part: Part) -> None:
    match part:
        case None:
            box.addStretch(1)
        case int() | float():
            box.addSpacing(look.px(part))
        case (QWidget() as widget, int() as share):
            box.addWidget(widget, share)
        case (QLayout() as layout, int() as share):
            box.addLayout(layout, share)
        case QWidget():
            box.addWidget(part)
        case QLayout():
            box.addLayout(part)


def stack_what_is_too_wide(layout: QLayout | None, width: int) -> None:
    """At larger text: parts that do not fit beside each other into ``width`` pixels stand one below the other.

    Hidden parts need no room, so call it again when that changes.
    """
    if layout is None:
        return
    margins = layout.contentsMargins()
    inner = width - margins.left() - margins.right()
    items = [item for nth in range(layout.count()) if (item := layout.itemAt(nth)) is not None]
    for item in items:
        widget = item.widget()
        stack_what_is_too_wide(item.layout() if widget is None else widget.layout(), inner)
    if isinstance(layout, QHBoxLayout):
        shown = [_width_of(item) for item in items if not item.isEmpty() or item.spacerItem()]
        fits = sum(shown) + layout.spacing() * (len(shown) - 1) <= inner
        direction = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        if layout.direction() != direction:
            layout.setDirection(direction)


def _width_of(item: QLayoutItem) -> int:
    """A gap lies down with its layout: while everything is stacked, its width is its height."""
    least = item.minimumSize()
    return max(least.width(), least.height()) if item.spacerItem() else least.width()

"""Invisible buttons over the painted plan: one for each table, and for each chair of the chosen one.

They carry name, state and keyboard focus, so that screen readers, keypads and tests meet real controls;
they paint nothing, and fingers go through them to the plan, which knows better what a touch between two means.
"""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from kiosk.ui.floorplan.board import Board
from kiosk.ui.floorplan.shapes import SeatShape, TableShape
from kiosk.ui.floorplan.states import FloorView
from kiosk.ui.floorplan.words import describe_seat, describe_table, seat_name, table_name

_ON = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_TOUCH = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select, Qt.Key.Key_Space)


class Target(QAbstractButton):
    """What can be touched: a table, or a chair of the chosen table.

    Signals: ``stepped`` (+1 or -1) when an arrow asks for the next or last one; ``focus_moved`` when it gains or
    loses the keyboard.
    """

    stepped = Signal(int)
    focus_moved = Signal()

    def __init__(self, shape: TableShape, seat: SeatShape | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.shape = shape
        self.seat = seat
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCheckable(False)

    @property
    def name(self) -> tuple[str, str]:
        """Which table and, when it is a chair, which seat."""
        return self.shape.table.table_id, self.seat.seat.seat_id if self.seat else ""

    def say(self, name: str, description: str) -> None:
        """What assistive tools read; sends a change only when there is one."""
        if self.accessibleName() != name:
            self.setAccessibleName(name)
        if self.accessibleDescription() != description:
            self.setAccessibleDescription(description)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing: the plan under it is already painted."""
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows go on and back in the order of the list, Enter touches."""
        key = Qt.Key(event.key())
        if key in _ON or key in _BACK:
            self.stepped.emit(1 if key in _ON else -1)
        elif key in _TOUCH:
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """The plan draws the ring."""
        super().focusInEvent(event)
        self.focus_moved.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """The plan takes the ring away."""
        super().focusOutEvent(event)
        self.focus_moved.emit()

    def event(self, event: QEvent) -> bool:
        """Hover and tool tips mean nothing here."""
        return False if event.type() == QEvent.Type.ToolTip else super().event(event)


class Targets:
    """All targets of one plan, in the order of the list; exactly one of them can be reached with Tab."""

    def __init__(self, plan: QWidget, touched: Callable[[str, str], None], ring_moved: Callable[[], None]) -> None:
        self._plan = plan
        self._touched = touched
        self._ring_moved = ring_moved
        self._all: list[Target] = []
        self._reached = ("", "")

    @property
    def focused(self) -> Target | None:
        """The target that has the keyboard, if one has."""
        found = QApplication.focusWidget()
        return found if isinstance(found, Target) and found in self._all else None

    def place(self, board: Board, view: FloorView) -> None:
        """Bring every target in line with the view: where it lies, what it is called."""
        self._arrange(board, view)
        for target in self._all:
            self._lay(board, target)
            self.say(view, target)

    def follow(self, board: Board, view: FloorView, changed: Iterable[str]) -> None:
        """The same after a change at the tables named, leaving all others alone."""
        names = set(changed)
        if self._arrange(board, view):
            for target in self._all:
                if target.seat is not None:
                    self._lay(board, target)
        for target in self._all:
            if target.name[0] in names:
                self.say(view, target)

    def focus(self, table_id: str) -> None:
        """Give the keyboard to a table. Does nothing for a table that is not there."""
        for target in self._all:
            if target.name == (table_id, ""):
                self._take_keyboard(target)

    @staticmethod
    def say(view: FloorView, target: Target) -> None:
        """Give a target the words of the view."""
        table = target.shape.table
        if target.seat is None:
            target.say(table_name(view, table), describe_table(view, table))
        else:
            target.say(seat_name(view, table, target.seat.seat), describe_seat(view, target.seat.seat))

    def _arrange(self, board: Board, view: FloorView) -> bool:
        """Make and drop targets; True when there are others than before."""
        wanted = [
            (shape, place)
            for shape in board.shapes
            for place in (None, *(shape.seats if board.looks[shape.table.table_id].framed else ()))
        ]
        if len(wanted) == len(self._all) and all(
            target.shape is shape and target.seat is place
            for target, (shape, place) in zip(self._all, wanted, strict=True)
        ):
            return False
        old = {target.name: target for target in self._all}
        held = self.focused
        self._all = [self._target(old, shape, place) for shape, place in wanted]
        for target in old.values():
            if target is held:
                self.focus(target.name[0])
            target.hide()
            target.deleteLater()
        self._let_one_be_reached()
        return True

    def _target(self, old: dict[tuple[str, str], "Target"], shape: TableShape, seat: SeatShape | None) -> "Target":
        name = (shape.table.table_id, seat.seat.seat_id if seat else "")
        target = old.pop(name, None)
        if target is None:
            target = Target(shape, seat, self._plan)
            target.clicked.connect(partial(self._touched, *name))
            target.stepped.connect(partial(self._step, target))
            target.focus_moved.connect(self._ring_moved)
            target.show()
        target.shape, target.seat = shape, seat
        return target

    def _lay(self, board: Board, target: Target) -> None:
        area = target.seat.hit.boundingRect() if target.seat else target.shape.target
        target.setGeometry(board.to_widget.mapRect(area).toAlignedRect())

    def _let_one_be_reached(self) -> None:
        names = [target.name for target in self._all]
        if self._reached not in names:
            self._reached = names[0] if names else ("", "")
        for target in self._all:
            reached = target.name == self._reached
            target.setFocusPolicy(Qt.FocusPolicy.TabFocus if reached else Qt.FocusPolicy.NoFocus)

    def _take_keyboard(self, target: Target) -> None:
        self._reached = target.name
        self._let_one_be_reached()
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _step(self, target: Target, by: int) -> None:
        nth = self._all.index(target) + by
        if 0 <= nth < len(self._all):
            self._take_keyboard(self._all[nth])
        elif by > 0:
            self._plan.focusNextChild()
        else:
            self._plan.focusPreviousChild()

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
_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


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
        self.ringed = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Hundreds of paint events that paint nothing would cost more than the plan itself.
        self.setUpdatesEnabled(False)

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

    def leave(self, *, forward: bool) -> None:
        """Pass the keyboard to whatever comes after or before the plan."""
        self.focusNextPrevChild(forward)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing: the plan under it is already painted."""
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go on and back in the order of the list, Enter touches."""
        key = Qt.Key(event.key())
        self.ringed = True
        if key in _ON or key in _BACK:
            self.stepped.emit(1 if key in _ON else -1)
        elif key in _TOUCH:
            self.focus_moved.emit()
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The plan draws the ring, unless the focus only came with the window."""
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self.ringed = event.reason() in _BY_KEYBOARD
        self.focus_moved.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The plan takes the ring away."""
        super().focusOutEvent(event)
        self.focus_moved.emit()

    def event(self, event: QEvent) -> bool:
        """Hover and tool tips mean nothing here."""
        return False if event.type() == QEvent.Type.ToolTip else super().event(event)


class Targets:
    """All targets of one plan, in the order of the list; exactly one of them can be reached with Tab."""

    def __init__(
        self, plan: QWidget, touched: Callable[[str, str], None], ring_moved: Callable[[], None]
    ) -> None:
        self._plan = plan
        self._touched = touched
        self._ring_moved = ring_moved
        self._tables: dict[str, Target] = {}
        self._chairs: dict[str, list[Target]] = {}
        self._spare: list[Target] = []
        self._reached: Target | None = None

    @property
    def focused(self) -> Target | None:
        """The target that has the keyboard, if one has."""
        found = QApplication.focusWidget()
        if isinstance(found, Target) and found.parent() is self._plan and found.name[0] in self._tables:
            return found
        return None

    def place(self, board: Board, view: FloorView) -> None:
        """Bring every target in line with a plan that was drawn anew: where it lies, what it is called."""
        held = self.focused
        old, self._tables = self._tables, {}
        for shape in board.shapes:
            name = shape.table.table_id
            target = old.pop(name, None) or self._target(shape, None)
            target.shape = shape
            target.setGeometry(board.to_widget.mapRect(shape.target).toAlignedRect())
            self._tables[name] = target
            say(view, target)
        for name in list(self._chairs):
            if name in self._tables:
                self._drop_chairs(name)
            else:
                for chair in self._chairs.pop(name):
                    self._drop(chair)
        for target in old.values():
            self._drop(target)
        self._set_chairs(board, view)
        self._reach_something()
        if held is not None and self.focused is None and self._reached is not None:
            self._take_keyboard(self._reached)

    def follow(self, board: Board, view: FloorView, changed: Iterable[str]) -> None:
        """The same after a change at the tables named, leaving all others alone."""
        for name in changed:
            say(view, self._tables[name])
            for chair in self._chairs.get(name, ()):
                say(view, chair)
        self._set_chairs(board, view)

    def focus(self, table_id: str) -> None:
        """Give the keyboard to a table. Does nothing for a table that is not there."""
        if table_id in self._tables:
            self._take_keyboard(self._tables[table_id])

    def _set_chairs(self, board: Board, view: FloorView) -> None:
        framed = {shape.table.table_id: shape for shape in board.framed()}
        for name in [name for name in self._chairs if name not in framed]:
            self._drop_chairs(name)
        for name, shape in framed.items():
            if name in self._chairs:
                continue
            self._chairs[name] = [self._chair(shape, place) for place in shape.seats]
            for chair, place in zip(self._chairs[name], shape.seats, strict=True):
                chair.setGeometry(board.to_widget.mapRect(place.hit.boundingRect()).toAlignedRect())
                say(view, chair)

    def _target(self, shape: TableShape, seat: SeatShape | None) -> Target:
        target = Target(shape, seat, self._plan)
        target.clicked.connect(partial(self._clicked, target))
        target.stepped.connect(partial(self._step, target))
        target.focus_moved.connect(self._ring_moved)
        target.show()
        return target

    def _clicked(self, target: Target, _checked: bool = False) -> None:
        self._touched(*target.name)

    def _chair(self, shape: TableShape, seat: SeatShape) -> Target:
        """A target for a chair: one that served another table before, if there is one, for making takes its time."""
        if not self._spare:
            return self._target(shape, seat)
        chair = self._spare.pop()
        chair.shape, chair.seat = shape, seat
        chair.show()
        return chair

    def _drop_chairs(self, name: str) -> None:
        for chair in self._chairs.pop(name):
            if chair is self.focused:
                self.focus(name)
            elif chair is self._reached:
                self._reach(self._tables[name])
            chair.hide()
            chair.setAccessibleName("")
            self._spare.append(chair)

    def _drop(self, target: Target) -> None:
        if self._reached is target:
            self._reached = None
        target.hide()
        target.deleteLater()

    def _reach_something(self) -> None:
        if self._reached is None and self._tables:
            self._reach(next(iter(self._tables.values())))

    def _reach(self, target: Target) -> None:
        if self._reached is not None:
            self._reached.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._reached = target
        target.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _take_keyboard(self, target: Target) -> None:
        self._reach(target)
        target.ringed = True
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _step(self, target: Target, by: int) -> None:
        row: list[Target] = []
        for name, table in self._tables.items():
            row += [table, *self._chairs.get(name, ())]
        nth = row.index(target) + by
        if 0 <= nth < len(row):
            self._take_keyboard(row[nth])
        elif by > 0:
            row[-1].leave(forward=True)
        else:
            row[0].leave(forward=False)


def say(view: FloorView, target: Target) -> None:
    """Give a target the words of the view."""
    table = target.shape.table
    if target.seat is None:
        target.say(table_name(view, table), describe_table(view, table))
    else:
        target.say(seat_name(view, table, target.seat.seat), describe_seat(view, target.seat.seat))

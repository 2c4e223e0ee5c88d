"""The plan that is being drawn: what is chosen, what was done and can be undone. No widget; the edits are the domain's.

Every change goes through ``do``, so that each can be taken back, and every change is told by one signal.
"""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from kiosk.domain import editing
from kiosk.domain.editing import Piece
from kiosk.domain.floor import Fixture, Plan, Table
from kiosk.domain.plan_check import WHEELCHAIR_PASSAGE, Flaw, Trouble, troubles
from kiosk.domain.ports import Ids
from kiosk.domain.snapping import GRID, on_grid, room_for, snap

FINE, ROOM_STEP = 5.0, 50.0
"""The small step of the arrow keys, in cm; the usual one is the grid."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is chosen: a table by its id, or a fixture by its place in the plan's list."""

    table_id: str = ""
    fixture: int = -1

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is."""
        return not self.table_id and self.fixture < 0


class _Edit(QUndoCommand):
    """One change, as the plan and the choice before and after it."""

    def __init__(self, editor: "PlanEditor", after: tuple[Plan, Chosen]) -> None:
        super().__init__()
        self._editor = editor
        self._before, self._after = (editor.plan, editor.chosen), after

    def redo(self) -> None:
        """Do it, the first time or again."""
        self._editor.take(*self._after)

    def undo(self) -> None:
        """As it was."""
        self._editor.take(*self._before)


class PlanEditor(QObject):
    """A plan in the making.

    Signals:
        changed: the plan, the choice, or what can be undone is another.
    """

    changed = Signal()

    def __init__(self, plan: Plan, ids: Ids, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.plan = plan
        self.chosen = Chosen()
        self._ids = ids
        self._stack = QUndoStack(self)
        self._stack.indexChanged.connect(self._told)

    # --- what there is ----------------------------------------------------------------------------------------------

    @property
    def table(self) -> Table | None:
        """The chosen table."""
        found = [table for table in self.plan.tables if table.table_id == self.chosen.table_id]
        return found[0] if found else None

    @property
    def fixture(self) -> Fixture | None:
        """The chosen wall, window, door, plant or word."""
        place = self.chosen.fixture
        return self.plan.fixtures[place] if 0 <= place < len(self.plan.fixtures) else None

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return self._stack.canUndo()

    @property
    def can_redo(self) -> bool:
        """Whether something taken back can be done again."""
        return self._stack.canRedo()

    @property
    def is_clean(self) -> bool:
        """Whether the plan is as it was loaded or last saved."""
        return self._stack.isClean()

    def troubles(self) -> tuple[Trouble, ...]:
        """What is wrong with it."""
        return troubles(self.plan)

    # --- steps --------------------------------------------------------------------------------------------------------

    def load(self, plan: Plan) -> None:
        """Begin anew with a plan; nothing before it can be undone."""
        self.take(plan, Chosen())
        self._stack.clear()
        self.changed.emit()

    def saved(self) -> None:
        """The plan as it is was stored."""
        self._stack.setClean()
        self.changed.emit()

    def take(self, plan: Plan, chosen: Chosen) -> None:
        """The plan and the choice are these now. For commands, which are told of once they are done."""
        self.plan, self.chosen = plan, chosen

    def _told(self, _index: int) -> None:
        self.changed.emit()

    def do(self, plan: Plan, chosen: Chosen | None = None) -> None:
        """A change, to be undone in one step; one that changes nothing is none."""
        if plan != self.plan:
            self._stack.push(_Edit(self, (plan, self.chosen if chosen is None else chosen)))

    def undo(self) -> None:
        """Take the last change back."""
        self._stack.undo()

    def redo(self) -> None:
        """And do it again."""
        self._stack.redo()

    def choose(self, chosen: Chosen) -> None:
        """Another choice; that is no change."""
        if chosen != self.chosen:
            self.chosen = chosen
            self.changed.emit()

    def choose_next(self, step: int) -> None:
        """The next (1) or last (-1) table in the plan's order, round and round."""
        ids = [table.table_id for table in self.plan.tables]
        if self.chosen.table_id in ids:
            self.choose(Chosen(ids[(ids.index(self.chosen.table_id) + step) % len(ids)]))
        elif ids:
            self.choose(Chosen(ids[0 if step > 0 else -1]))

    # --- changes --------------------------------------------------------------------------------------------------------

    def put(self, piece: Piece, x: float, y: float) -> None:
        """Something new, with its middle on the grid near that point."""
        at = (on_grid(x), on_grid(y))
        if editing.is_table(piece):
            its_id = f"t-{self._ids.key()}"
            self.do(editing.put_table(self.plan, piece, at, its_id), Chosen(its_id))
        else:
            text = "kitchen" if piece is Piece.LABEL else ""
            place = len(self.plan.fixtures)
            self.do(editing.put_fixture(self.plan, piece, at, text), Chosen(fixture=place))

    def move_table_to(self, table_id: str, x: float, y: float) -> None:
        """A table was let go of there: it comes to rest in line with others, or on the grid."""
        table, rest = self.plan.table(table_id), snap(self.plan, table_id, x, y)
        moved = editing.move_table(self.plan, table_id, rest.x - table.x, rest.y - table.y)
        self.do(moved, Chosen(table_id))

    def move_fixture_by(self, place: int, dx: float, dy: float) -> None:
        """A wall or the like was moved; it keeps to the grid."""
        self.do(editing.move_fixture(self.plan, place, on_grid(dx), on_grid(dy)), Chosen(fixture=place))

    def nudge(self, dx: int, dy: int, *, fine: bool = False) -> None:
        """The chosen thing one step on: of the grid, or a fine one."""
        step = FINE if fine else GRID
        if self.table is not None:
            self.do(editing.move_table(self.plan, self.chosen.table_id, dx * step, dy * step))
        elif self.fixture is not None:
            self.do(editing.move_fixture(self.plan, self.chosen.fixture, dx * step, dy * step))

    def turn(self) -> None:
        """Turn the chosen thing: a round table by a twelfth, everything else by a quarter."""
        table = self.table
        if table is not None:
            degrees = 30 if table.width == table.height and table.shape == "round" else editing.QUARTER
            self.do(editing.turn_table(self.plan, table.table_id, degrees))
        elif self.fixture is not None:
            self.do(editing.turn_fixture(self.plan, self.chosen.fixture))

    def remove(self) -> None:
        """Take the chosen thing away."""
        if self.table is not None:
            self.do(editing.remove_table(self.plan, self.chosen.table_id), Chosen())
        elif self.fixture is not None:
            self.do(editing.remove_fixture(self.plan, self.chosen.fixture), Chosen())

    def copy(self) -> None:
        """The chosen table once more, beside it where there is room."""
        if self.table is not None:
            its_id = f"t-{self._ids.key()}"
            copied = editing.copy_table(self.plan, self.chosen.table_id, its_id)
            self.do(room_for(copied, its_id, GRID) or copied, Chosen(its_id))

    def set_chairs(self, chairs: int, wheelchairs: int) -> None:
        """So many places at the chosen table, so many of them for wheelchairs."""
        if self.table is not None:
            self.do(editing.set_chairs(self.plan, self.chosen.table_id, chairs, wheelchairs))

    def set_label(self, label: str) -> None:
        """Another number for the chosen table."""
        if self.table is not None:
            self.do(editing.set_label(self.plan, self.chosen.table_id, label))

    def set_zone(self, zone: str) -> None:
        """Another part of the room for the chosen table."""
        if self.table is not None:
            self.do(editing.set_zone(self.plan, self.chosen.table_id, zone))

    def set_shared(self, *, shared: bool) -> None:
        """Whether strangers sit together at the chosen table."""
        if self.table is not None:
            self.do(editing.set_shared(self.plan, self.chosen.table_id, shared=shared))

    def set_sold(self, *, sold: bool) -> None:
        """Whether guests can take the chosen table at a kiosk."""
        if self.table is not None:
            self.do(editing.set_out_of_use(self.plan, self.chosen.table_id, out_of_use=not sold))

    def resize(self, dx: int, dy: int) -> None:
        """The chosen table by so many steps of the grid wider and deeper."""
        table = self.table
        if table is not None:
            width, height = max(60.0, table.width + dx * GRID), max(60.0, table.height + dy * GRID)
            self.do(editing.resize_table(self.plan, table.table_id, width, height))

    def resize_room(self, dx: int, dy: int) -> None:
        """The room by so many steps of half a metre wider and deeper."""
        plan = self.plan
        self.do(editing.resize_room(plan, plan.width + dx * ROOM_STEP, plan.height + dy * ROOM_STEP))

    def mend(self, trouble: Trouble) -> None:
        """Move a table of a trouble (the chosen one, else the last) to where there is room, if there is any."""
        if trouble.table_ids and trouble.flaw in MENDED:
            ours = self.chosen.table_id
            its_id = ours if ours in trouble.table_ids else trouble.table_ids[-1]
            made = next(
                (
                    plan
                    for gap in (WHEELCHAIR_PASSAGE, 60.0, 35.0)
                    if (plan := room_for(self.plan, its_id, gap))
                ),
                None,
            )
            if made is not None:
                self.do(made, Chosen(its_id))


MENDED = (Flaw.OVERLAP, Flaw.NARROW, Flaw.OUTSIDE)
"""What moving one table puts right."""

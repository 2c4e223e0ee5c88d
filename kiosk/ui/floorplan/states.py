"""What the floor plan is told to show: the states of seats and tables, without Qt.

Says nothing of how a state looks (``ink``) or when it applies (the presenter).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from kiosk.domain.floor import Plan, Table


class SeatState(StrEnum):
    """How one seat or one table top stands to the customer looking at it."""

    FREE = "free"
    MINE = "mine"
    HELD = "held"
    TAKEN = "taken"
    UNFIT = "unfit"
    QUIET = "quiet"


_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class FloorView:
    """A plan with the state of every seat and table, by id; what is not named is free.

    ``texts`` are the words of the room by key (``window``, ``kitchen``, ``washroom``, ``entrance``, ``here``),
    the words of the states by their value (``free``, ``mine`` ...), and by other keys what ``describe`` needs
    (``table``, ``seats``, ``of``). ``chosen`` are the seats of the customer.
    """

    plan: Plan
    seats: Mapping[str, SeatState] = field(default_factory=dict)
    tables: Mapping[str, SeatState] = field(default_factory=dict)
    texts: Mapping[str, str] = _NOTHING
    chosen: frozenset[str] = frozenset()

    def seat(self, seat_id: str) -> SeatState:
        """The state of a seat."""
        return SeatState.MINE if seat_id in self.chosen else self.seats.get(seat_id, SeatState.FREE)

    def table(self, table: Table) -> SeatState:
        """The state of a table top; a table with a chosen seat is the customer's."""
        if self.is_chosen(table):
            return SeatState.MINE
        return self.tables.get(table.table_id, SeatState.FREE)

    def is_chosen(self, table: Table) -> bool:
        """True when the customer has chosen a seat at this table: its chairs can then be touched one by one."""
        return any(seat.seat_id in self.chosen for seat in table.seats)

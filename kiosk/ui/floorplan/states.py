"""What the floor plan is told to show: the states of seats and tables, without Qt.

Says nothing of how a state looks (``ink``) or when it applies (the presenter).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.domain.floor import Plan, Table


class SeatState(StrEnum):
    """How one seat or one table top stands to the customer looking at it."""

    FREE = "free"
    MINE = "mine"
    HELD = "held"
    TAKEN = "taken"
    UNFIT = "unfit"
    QUIET = "quiet"


@dataclass(frozen=True)
class FloorView:
    """A plan with the state of every seat and table, by id; what is not named is free.

    ``texts`` are the words of the room by the plan's text keys (``kitchen``, ``washroom``, ``entrance``, ``here``),
    of its parts (``zone.<zone>``), and what ``words`` needs to speak of tables and states. ``chosen`` are the
    customer's seats.
    """

    plan: Plan
    seats: Mapping[str, SeatState] = field(default_factory=dict)
    tables: Mapping[str, SeatState] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    chosen: frozenset[str] = frozenset()

    def seat(self, seat_id: str) -> SeatState:
        """The state of a seat."""
        return SeatState.MINE if seat_id in self.chosen else self.seats.get(seat_id, SeatState.FREE)

    def table(self, table: Table) -> SeatState:
        """The state of a table top; a table with a chosen seat is the customer's."""
        if self.is_chosen(table):
            return SeatState.MINE
        return self.tables.get(table.table_id, SeatState.FREE)

    def label(self, table: Table) -> str:
        """What is written on a table: its label, or the text ``label.<label>`` where a language needs another word."""
        return self.texts.get(f"label.{table.label}", table.label)

    def zone(self, table: Table) -> str:
        """The name of the table's part of the room: the text ``zone.<zone>``, or what the plan says."""
        return self.texts.get(f"zone.{table.zone}", table.zone)

    def is_chosen(self, table: Table) -> bool:
        """True when the customer has chosen a seat at this table: its chairs can then be touched one by one."""
        return bool(self.chosen) and any(seat.seat_id in self.chosen for seat in table.seats)

"""What a screen reader, the list and the voice say of a table or a seat. Words come with the view; pure."""

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.domain.floor import Seat, SeatKind, Table
from kiosk.ui.floorplan.states import FloorView, SeatState

ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        "table_name": "Table {label}",
        "seat_name": "Table {label}, seat {seat}",
        "table_named": "{label}",
        "seat_named": "{label}, seat {seat}",
        "seat_count": "{count} seats",
        "position": "{place} of {count}",
        "shared": "Shared table",
        "wheelchair": "Wheelchair place",
        "state.free": "Open",
        "state.mine": "Yours",
        "state.held": "Being chosen",
        "state.taken": "Taken",
        "state.unfit": "Too small or closed",
        "state.quiet": "",
    }
)
"""Said where the view brings no word of its own; also the list of keys a language gives."""


def table_name(view: FloorView, table: Table) -> str:
    """The short name of a table: "Table 7", or the name it has instead of a number."""
    label = view.label(table)
    return _text(view, "table_name" if label.isdigit() else "table_named").format(label=label)


def seat_name(view: FloorView, table: Table, seat: Seat) -> str:
    """The short name of a seat: "Table 7, seat 2"."""
    label = view.label(table)
    return _text(view, "seat_name" if label.isdigit() else "seat_named").format(label=label, seat=seat.label)


def describe_table(view: FloorView, table: Table) -> str:
    """Where it stands, how many seats, its state, and its place in the list, as one spoken line."""
    state = SeatState.UNFIT if table.out_of_use else view.table(table)
    said = [
        view.zone(table),
        _text(view, "seat_count").format(count=len(table.usable_seats)),
        _text(view, "shared") if table.shared else "",
        _text(view, "wheelchair") if any(_takes_wheelchair(seat) for seat in table.usable_seats) else "",
        _text(view, f"state.{state.value}"),
        _text(view, "position").format(place=_place(view, table), count=len(view.plan.tables)),
    ]
    return ", ".join(part for part in said if part)


def describe_seat(view: FloorView, seat: Seat) -> str:
    """The state of one seat, and whether it is a wheelchair place."""
    state = SeatState.UNFIT if seat.out_of_use else view.seat(seat.seat_id)
    said = [_text(view, "wheelchair") if _takes_wheelchair(seat) else "", _text(view, f"state.{state.value}")]
    return ", ".join(part for part in said if part)


def _place(view: FloorView, table: Table) -> int:
    return next(nth for nth, other in enumerate(view.plan.tables, 1) if other.table_id == table.table_id)


def _takes_wheelchair(seat: Seat) -> bool:
    return seat.accessible or seat.kind is SeatKind.WHEELCHAIR


def _text(view: FloorView, key: str) -> str:
    return view.texts.get(key, ENGLISH[key])

"""A house too large for one picture: a restaurant, a second floor and an annex. For the access check and for tests."""

from dataclasses import replace

from kiosk.domain.floor import Plan, Table
from kiosk.domain.rooms import rooms_of
from kiosk.ui.floorplan.states import SeatState
from kiosk.ui.views import FloorScreenView, RoomTab

APART = 200
"""How far its parts are from each other (cm)."""

OTHERS = ("2층", "별관 정원 쪽")
"""What the owner calls what was built later."""

EVERY = 3
"""So many tables from one that can be had to the next."""


def enlarged(house: Plan) -> Plan:
    """With both parts beside it; their tables have numbers and zones of their own."""
    tables = list(house.tables)
    for nth, zone in enumerate(OTHERS, 1):
        moved = (house.width + APART) * nth
        first = nth * len(house.tables) + 1
        tables += [_again(table, str(first + at), zone, moved) for at, table in enumerate(house.tables)]
    return replace(house, width=(house.width + APART) * (len(OTHERS) + 1), tables=tuple(tables))


def in_hall(view: FloorScreenView, room: str) -> FloorScreenView:
    """The same moment in the larger house, with that room before the guest; what is chosen stays chosen."""
    house = enlarged(view.plan)
    states = {
        table.table_id: SeatState.TAKEN if nth % EVERY else SeatState.FREE
        for nth, table in enumerate(house.tables)
    }
    states |= {table.table_id: SeatState.MINE for table in (view.choice.tables if view.choice else ())}
    seats = tuple((seat.seat_id, states[table.table_id]) for table in house.tables for seat in table.seats)
    tabs = tuple(RoomTab(each, _free(house, each, states)) for each in rooms_of(house))
    order = sorted(states, key=lambda table: states[table] is SeatState.TAKEN)
    return replace(
        view, plan=house, seats=seats, tables=tuple(states.items()), order=tuple(order), rooms=tabs, room=room
    )


def _again(table: Table, label: str, zone: str, moved: float) -> Table:
    table_id = f"{zone} {table.table_id}"
    seats = tuple(
        replace(seat, seat_id=f"{zone} {seat.seat_id}", table_id=table_id, x=seat.x + moved)
        for seat in table.seats
    )
    return replace(table, table_id=table_id, label=label, zone=zone, x=table.x + moved, seats=seats)


def _free(house: Plan, room: str, states: dict[str, SeatState]) -> int:
    can_be_had = (SeatState.FREE, SeatState.MINE)
    return sum(table.zone == room and states[table.table_id] in can_be_had for table in house.tables)

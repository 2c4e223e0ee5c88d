"""The restaurant's own rows: names, plan, tables, seats and opening rules, written whole and read whole."""

import json
from collections.abc import Mapping, Sequence
from datetime import time, timedelta
from typing import Any

from sqlalchemy import RowMapping, bindparam, insert, select

from kiosk.domain.floor import Fixture, Plan, Seat, SeatKind, Shape, Table
from kiosk.domain.money import Won
from kiosk.domain.sittings import WeeklyRule
from kiosk.storage import tables
from kiosk.storage.engine import Session


def insert_restaurant(
    session: Session,
    restaurant_id: str,
    names: Mapping[str, str],
    plan: Plan,
    rules: Sequence[WeeklyRule],
    largest_party: int,
) -> None:
    """Store a restaurant that is not there yet. Raises IntegrityError (Conflict outside) if it is."""
    here_x, here_y = plan.here
    session.execute(
        insert(tables.restaurant).values(
            restaurant_id=restaurant_id,
            names=json.dumps(dict(names), ensure_ascii=False, sort_keys=True),
            largest_party=largest_party,
            width=float(plan.width),
            height=float(plan.height),
            here_x=float(here_x),
            here_y=float(here_y),
            fixtures=json.dumps([[f.kind, f.points, f.text_key] for f in plan.fixtures], ensure_ascii=False),
        )
    )
    for place, table in enumerate(plan.tables):
        session.execute(insert(tables.dining_table).values(_table_values(restaurant_id, place, table)))
        if table.seats:
            session.execute(
                insert(tables.seat),
                [_seat_values(restaurant_id, nth, seat) for nth, seat in enumerate(table.seats)],
            )
    session.execute(
        insert(tables.weekly_rule), [_rule_values(restaurant_id, nth, rule) for nth, rule in enumerate(rules)]
    )


def restaurant_ids(session: Session) -> list[str]:
    """Every restaurant this database knows."""
    return list(session.execute(select(tables.restaurant.c.restaurant_id)).scalars())


def names_of(session: Session, restaurant_id: str) -> tuple[dict[str, str], int]:
    """Its names by language, and its largest party. Raises NoResultFound."""
    found = session.execute(_NAMES, {"of_restaurant": restaurant_id}).one()
    return json.loads(found.names), found.largest_party


def plan_of(session: Session, restaurant_id: str) -> Plan:
    """The whole floor plan. Raises NoResultFound."""
    which = {"of_restaurant": restaurant_id}
    room = session.execute(_ROOM, which).mappings().one()
    seats: dict[str, list[Seat]] = {}
    for found in session.execute(_SEATS, which).mappings():
        seats.setdefault(found["table_id"], []).append(_seat(found))
    rows = session.execute(_TABLES, which).mappings()
    return Plan(
        width=room["width"],
        height=room["height"],
        here=(room["here_x"], room["here_y"]),
        tables=tuple(_table(found, tuple(seats.get(found["table_id"], ()))) for found in rows),
        fixtures=tuple(
            Fixture(kind, tuple((x, y) for x, y in points), text_key)
            for kind, points, text_key in json.loads(room["fixtures"])
        ),
    )


def rules_of(session: Session, restaurant_id: str) -> tuple[WeeklyRule, ...]:
    """The opening rules, in their order."""
    rows = session.execute(_RULES, {"of_restaurant": restaurant_id}).mappings()
    return tuple(
        WeeklyRule(
            weekday=found["weekday"],
            first=_time(found["first_minute"]),
            last=_time(found["last_minute"]),
            every=timedelta(minutes=found["every_minutes"]),
            duration=timedelta(minutes=found["duration_minutes"]),
            price=Won(found["price_won"]),
        )
        for found in rows
    )


def _table_values(restaurant_id: str, place: int, table: Table) -> dict[str, Any]:
    return {
        "restaurant_id": restaurant_id,
        "table_id": table.table_id,
        "place": place,
        "label": table.label,
        "shape": table.shape,
        "x": float(table.x),
        "y": float(table.y),
        "width": float(table.width),
        "height": float(table.height),
        "zone": table.zone,
        "shared": int(table.shared),
        "accessible": int(table.accessible),
        "out_of_use": int(table.out_of_use),
    }


def _seat_values(restaurant_id: str, place: int, seat: Seat) -> dict[str, Any]:
    return {
        "restaurant_id": restaurant_id,
        "seat_id": seat.seat_id,
        "table_id": seat.table_id,
        "place": place,
        "label": seat.label,
        "x": float(seat.x),
        "y": float(seat.y),
        "angle": float(seat.angle),
        "kind": seat.kind,
        "accessible": int(seat.accessible),
        "out_of_use": int(seat.out_of_use),
    }


def _rule_values(restaurant_id: str, place: int, rule: WeeklyRule) -> dict[str, Any]:
    return {
        "restaurant_id": restaurant_id,
        "place": place,
        "weekday": rule.weekday,
        "first_minute": rule.first.hour * 60 + rule.first.minute,
        "last_minute": rule.last.hour * 60 + rule.last.minute,
        "every_minutes": rule.every // timedelta(minutes=1),
        "duration_minutes": rule.duration // timedelta(minutes=1),
        "price_won": rule.price,
    }


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def _table(found: RowMapping, seats: tuple[Seat, ...]) -> Table:
    return Table(
        table_id=found["table_id"],
        label=found["label"],
        shape=Shape(found["shape"]),
        x=found["x"],
        y=found["y"],
        width=found["width"],
        height=found["height"],
        zone=found["zone"],
        seats=seats,
        shared=bool(found["shared"]),
        accessible=bool(found["accessible"]),
        out_of_use=bool(found["out_of_use"]),
    )


def _seat(found: RowMapping) -> Seat:
    return Seat(
        seat_id=found["seat_id"],
        table_id=found["table_id"],
        label=found["label"],
        x=found["x"],
        y=found["y"],
        angle=found["angle"],
        kind=SeatKind(found["kind"]),
        accessible=bool(found["accessible"]),
        out_of_use=bool(found["out_of_use"]),
    )


# Read for every hold, so they are built once.
_r, _t, _s, _w = tables.restaurant.c, tables.dining_table.c, tables.seat.c, tables.weekly_rule.c
_NAMES = select(_r.names, _r.largest_party).where(_r.restaurant_id == bindparam("of_restaurant"))
_ROOM = select(tables.restaurant).where(_r.restaurant_id == bindparam("of_restaurant"))
_SEATS = (
    select(tables.seat).where(_s.restaurant_id == bindparam("of_restaurant")).order_by(_s.table_id, _s.place)
)
_TABLES = select(tables.dining_table).where(_t.restaurant_id == bindparam("of_restaurant")).order_by(_t.place)
_RULES = select(tables.weekly_rule).where(_w.restaurant_id == bindparam("of_restaurant")).order_by(_w.place)

"""The restaurant's own rows: names, plan, tables, seats and opening rules, written whole and read whole."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Column, RowMapping, Table, bindparam, delete, exists, insert, or_, select, update

from kiosk.domain import floor
from kiosk.domain.floor import Fixture, Plan, Seat, SeatKind, Shape
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
    session.execute(
        insert(tables.restaurant).values(
            restaurant_id=restaurant_id, **_room_values(names, plan, largest_party)
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
        insert(tables.weekly_rule), [rule_values(restaurant_id, nth, rule) for nth, rule in enumerate(rules)]
    )


def replace_restaurant(
    session: Session,
    restaurant_id: str,
    names: Mapping[str, str],
    plan: Plan,
    rules: Sequence[WeeklyRule],
    largest_party: int,
) -> None:
    """Set up anew a restaurant that is there. Who is allowed to is the caller's question: see ``uses``.

    A seat or table that is not in the plan any more goes; where a booking of the past tells of it, its row stays out of
    sight, and comes back with a plan that has it again.
    """
    session.execute(
        update(tables.restaurant)
        .where(_r.restaurant_id == restaurant_id)
        .values(_room_values(names, plan, largest_party))
    )
    # Labels are unique, and a new plan may exchange two of them: every row gives up its own first.
    for table, its_id in ((tables.dining_table, _t.table_id), (tables.seat, _s.seat_id)):
        session.execute(
            update(table)
            .where(table.c.restaurant_id == restaurant_id)
            .values(place=_GONE, label=its_id + _NO_LABEL)
        )
    for place, dining in enumerate(plan.tables):
        _put(session, tables.dining_table, _t.table_id, _table_values(restaurant_id, place, dining))
    for dining in plan.tables:
        for place, seat in enumerate(dining.seats):
            _put(session, tables.seat, _s.seat_id, _seat_values(restaurant_id, place, seat))
    _forget_gone(session, restaurant_id)
    replace_rules(session, restaurant_id, rules)


def replace_rules(session: Session, restaurant_id: str, rules: Sequence[WeeklyRule]) -> None:
    """These weekly rules and no others; there is at least one."""
    session.execute(delete(tables.weekly_rule).where(_w.restaurant_id == restaurant_id))
    session.execute(
        insert(tables.weekly_rule), [rule_values(restaurant_id, nth, rule) for nth, rule in enumerate(rules)]
    )


class Use(NamedTuple):
    """A seat that a booking still needs; ``number`` is what its guest was told."""

    seat_id: str
    number: str
    starts: datetime


def uses(session: Session, restaurant_id: str, now: datetime, cell: int) -> list[Use]:
    """Every seat that something from ``now`` on stands on: a claim of this or a later ``cell``, a booking that is not
    over, or one whose payment is undecided. A hold that has lapsed needs nothing. Ordered by booking."""
    p = tables.payment.c
    undecided = exists().where(
        p.restaurant_id == _b.restaurant_id, p.booking_id == _b.booking_id, tables.IS_ALIVE
    )
    held = tables.IS_READY & (_b.hold_ends_at > now)
    needed = or_(held, undecided, (_b.status == "PAID") & (_b.ends_at > now))
    chosen = (
        select(_bs.seat_id, _b.number, _b.starts_at)
        .join_from(tables.booking_seat, tables.booking, _same_booking(_bs))
        .where(_b.restaurant_id == restaurant_id, needed)
    )
    claimed = (
        select(_c.seat_id, _b.number, _b.starts_at)
        .join_from(tables.claim, tables.booking, _same_booking(_c))
        .where(_c.restaurant_id == restaurant_id, _c.cell >= cell, or_(needed, ~tables.IS_READY))
    )
    found = [Use(*row) for row in session.execute(chosen.union(claimed))]
    return sorted(found, key=lambda use: (use.starts, use.number, use.seat_id))


def _same_booking(columns: Any) -> Any:
    return (columns.restaurant_id == _b.restaurant_id) & (columns.booking_id == _b.booking_id)


def _put(session: Session, table: Table, its_id: Column[str], values: dict[str, Any]) -> None:
    known = session.execute(
        update(table)
        .where(table.c.restaurant_id == values["restaurant_id"], its_id == values[its_id.name])
        .values(values)
    )
    if known.rowcount == 0:
        session.execute(insert(table).values(values))


def _forget_gone(session: Session, restaurant_id: str) -> None:
    def told_by(columns: Any) -> Any:
        return exists().where(columns.restaurant_id == _s.restaurant_id, columns.seat_id == _s.seat_id)

    seated = exists().where(_s.restaurant_id == _t.restaurant_id, _s.table_id == _t.table_id)
    session.execute(
        delete(tables.seat).where(
            _s.restaurant_id == restaurant_id, _s.place == _GONE, ~told_by(_bs), ~told_by(_c)
        )
    )
    session.execute(
        delete(tables.dining_table).where(_t.restaurant_id == restaurant_id, _t.place == _GONE, ~seated)
    )


def restaurant_ids(session: Session) -> list[str]:
    """Every restaurant this database knows."""
    return list(session.execute(select(tables.restaurant.c.restaurant_id)).scalars())


def edition_of(session: Session, restaurant_id: str) -> int:
    """A number that is another one as soon as anything of the restaurant was changed: plan, names, hours, refund terms.

    Raises NoResultFound.
    """
    edition: int = session.execute(_EDITION, {"of_restaurant": restaurant_id}).scalar_one()
    return edition


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
    return tuple(rule_of(found) for found in rows)


def rule_of(found: RowMapping) -> WeeklyRule:
    """A rule as stored."""
    return WeeklyRule(
        weekday=found["weekday"],
        first=_time(found["first_minute"]),
        last=_time(found["last_minute"]),
        every=timedelta(minutes=found["every_minutes"]),
        duration=timedelta(minutes=found["duration_minutes"]),
        price=Won(found["price_won"]),
    )


def _room_values(names: Mapping[str, str], plan: Plan, largest_party: int) -> dict[str, Any]:
    here_x, here_y = plan.here
    return {
        "names": json.dumps(dict(names), ensure_ascii=False, sort_keys=True),
        "largest_party": largest_party,
        "width": float(plan.width),
        "height": float(plan.height),
        "here_x": float(here_x),
        "here_y": float(here_y),
        "fixtures": json.dumps([[f.kind, f.points, f.text_key] for f in plan.fixtures], ensure_ascii=False),
    }


def _table_values(restaurant_id: str, place: int, table: floor.Table) -> dict[str, Any]:
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


def rule_values(restaurant_id: str, place: int, rule: WeeklyRule) -> dict[str, Any]:
    """A rule as it is stored, the ``place``-th of its list."""
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


def _table(found: RowMapping, seats: tuple[Seat, ...]) -> floor.Table:
    return floor.Table(
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


_GONE = -1
"""The place in the plan of a row that is in it no more."""
_NO_LABEL = " (gone)"

_r, _t, _s, _w = tables.restaurant.c, tables.dining_table.c, tables.seat.c, tables.weekly_rule.c
_b, _bs, _c = tables.booking.c, tables.booking_seat.c, tables.claim.c

_EDITION = select(_r.edition).where(_r.restaurant_id == bindparam("of_restaurant"))
_NAMES = select(_r.names, _r.largest_party).where(_r.restaurant_id == bindparam("of_restaurant"))
_ROOM = select(tables.restaurant).where(_r.restaurant_id == bindparam("of_restaurant"))
_SEATS = (
    select(tables.seat)
    .where(_s.restaurant_id == bindparam("of_restaurant"), _s.place != _GONE)
    .order_by(_s.table_id, _s.place)
)
_TABLES = (
    select(tables.dining_table)
    .where(_t.restaurant_id == bindparam("of_restaurant"), _t.place != _GONE)
    .order_by(_t.place)
)
_RULES = select(tables.weekly_rule).where(_w.restaurant_id == bindparam("of_restaurant")).order_by(_w.place)

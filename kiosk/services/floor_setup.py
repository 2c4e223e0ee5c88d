"""The floor plan as somebody is drawing it: a draft that no guest sees, and its publishing.

A draft is kept as it is, finished or not. Publishing never takes a seat from a booking: what is still needed can stay
standing, out of sale, until its last booking is over.
"""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from kiosk.domain.floor import Fixture, Plan, Seat, SeatKind, Shape, Table
from kiosk.domain.sittings import cell_of
from kiosk.domain.staff import Act
from kiosk.services import staffing
from kiosk.services.at_desk import Stale
from kiosk.services.refitting import PUBLISHED, ShownMeanwhile, StillNeeded, refit
from kiosk.services.restaurants import UnusableRestaurant, load
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.storage import floors, reconciliations
from kiosk.storage.engine import Session

DRAFT = "floor draft"
"""The setting that holds the draft as JSON; empty when there is none."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is being drawn. ``saved_at`` is None where it is what guests see; ``shown`` is what they see."""

    plan: Plan
    saved_at: datetime | None
    shown: Plan


@dataclass(frozen=True, slots=True)
class Published:
    """Guests see it from now on; ``changes`` has a few words for each kind of change, and is empty where there is none."""

    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Needed:
    """Not published: bookings need seats that the draft has no more. ``table_ids`` are theirs, as guests see them now."""

    table_ids: tuple[str, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unusable:
    """Not published: ``problems`` says why in sentences."""

    problems: tuple[str, ...]


def read_draft(shop: Shop) -> Draft:
    """The draft, or what guests see where there is none."""
    with shop.database.read() as session:
        return _draft(session, shop)


def save_draft(shop: Shop, by: By, plan: Plan, seen: datetime | None) -> Draft | Stale | Refused:
    """Keep a draft in the place of the one of ``seen`` (its ``saved_at``). Stale when another desk draws, too.

    Refused: not_allowed.
    """
    now = shop.clock.now()
    with shop.database.write() as session:
        if refused := staffing.allow(session, shop, by, Act.EDIT_PLAN):
            return refused
        before = _draft(session, shop)
        if before.saved_at != seen:
            return _first(session, shop, _kept(session, shop))
        kept = {"saved_at": now.isoformat(), "by": by.staff_id, "plan": asdict(plan)}
        told = json.dumps(kept, ensure_ascii=False)
        reconciliations.write_setting(session, shop.restaurant_id, DRAFT, told)
    return Draft(plan, now, before.shown)


def drop_draft(shop: Shop, by: By) -> Draft | Refused:
    """Begin again from what guests see. Refused: not_allowed."""
    return _set(shop, by, Act.EDIT_PLAN, "") or read_draft(shop)


def publish(shop: Shop, by: By, plan: Plan, seen: Plan) -> Published | Needed | Unusable | Stale | Refused:
    """Let guests see a plan in the place of ``seen``, and forget the draft. Stale when another desk has published since.

    Refused: not_allowed, pin_again.
    """
    with shop.database.read() as session:
        if refused := staffing.allow(session, shop, by, Act.PUBLISH_PLAN):
            return refused
    restaurant = replace(load(shop.database, shop.restaurant_id), plan=plan)
    try:
        done = refit(shop.database, restaurant, shop.clock, shop.terminal, by.staff_id, seen)
    except UnusableRestaurant as wrong:
        return Unusable(wrong.problems)
    except StillNeeded as needed:
        return Needed(_needed(shop, plan), needed.problems)
    except ShownMeanwhile:
        with shop.database.read() as session:
            return _first(session, shop, reconciliations.read_setting(session, shop.restaurant_id, PUBLISHED))
    _set(shop, by, Act.PUBLISH_PLAN, "")
    return Published(done.changes)


def keep_needed(shop: Shop, plan: Plan) -> Plan:
    """The plan with every table that bookings still need standing in it again as guests see it, but out of sale."""
    with shop.database.read() as session:
        before = floors.plan_of(session, shop.restaurant_id)
    return with_tables_of(plan, before, _needed(shop, plan))


def with_tables_of(plan: Plan, before: Plan, table_ids: Collection[str]) -> Plan:
    """``plan`` with these tables of ``before`` put back out of use; one that has lost seats only gets those back."""
    tables = list(plan.tables)
    for old in before.tables:
        if old.table_id not in table_ids:
            continue
        place = next((nth for nth, new in enumerate(tables) if new.table_id == old.table_id), None)
        if place is None:
            labels = {table.label for table in tables}
            label = old.label if old.label not in labels else f"{old.label}-"
            tables.append(replace(old, label=label, out_of_use=True))
        else:
            tables[place] = _with_seats_of(tables[place], old)
    return replace(plan, tables=tuple(tables))


def _with_seats_of(table: Table, old: Table) -> Table:
    kept = {seat.seat_id for seat in table.seats}
    labels = {seat.label for seat in table.seats}
    back = [
        replace(seat, out_of_use=True, label=seat.label if seat.label not in labels else f"{seat.label}-")
        for seat in old.seats
        if seat.seat_id not in kept
    ]
    return replace(table, seats=(*table.seats, *back))


def bookings_ahead(shop: Shop) -> int:
    """How many bookings stand on the plan from now on."""
    with shop.database.read() as session:
        now = shop.clock.now()
        uses = floors.uses(session, shop.restaurant_id, now, cell_of(now))
    return len({(use.number, use.starts) for use in uses})


def _needed(shop: Shop, plan: Plan) -> tuple[str, ...]:
    kept = {(seat.seat_id, seat.table_id) for seat in plan.seats()}
    now = shop.clock.now()
    with shop.database.read() as session:
        before = floors.plan_of(session, shop.restaurant_id)
        uses = floors.uses(session, shop.restaurant_id, now, cell_of(now))
    used = {use.seat_id for use in uses}
    return tuple(
        table.table_id
        for table in before.tables
        if any(seat.seat_id in used and (seat.seat_id, table.table_id) not in kept for seat in table.seats)
    )


def _draft(session: Session, shop: Shop) -> Draft:
    shown = floors.plan_of(session, shop.restaurant_id)
    told = _kept(session, shop)
    if not told:
        return Draft(shown, None, shown)
    kept = json.loads(told)
    return Draft(_plan(kept["plan"]), datetime.fromisoformat(kept["saved_at"]), shown)


def _kept(session: Session, shop: Shop) -> str | None:
    return reconciliations.read_setting(session, shop.restaurant_id, DRAFT)


def _first(session: Session, shop: Shop, told: str | None) -> Stale:
    """Who was first: of a draft that was dropped nobody knows."""
    kept = json.loads(told) if told else {}
    who = staffing.person(session, shop, kept.get("by", ""))
    at = kept.get("saved_at")
    return Stale(who.name if who else "", datetime.fromisoformat(at) if at else None)


def _set(shop: Shop, by: By, act: Act, kept: str) -> Refused | None:
    with shop.database.write() as session:
        if refused := staffing.allow(session, shop, by, act):
            return refused
        reconciliations.write_setting(session, shop.restaurant_id, DRAFT, kept)
    return None


# --- as kept ------------------------------------------------------------------------------------------------------------


def _plan(told: dict[str, Any]) -> Plan:
    return Plan(
        width=told["width"],
        height=told["height"],
        here=_point(told["here"]),
        tables=tuple(_table(table) for table in told["tables"]),
        fixtures=tuple(
            Fixture(each["kind"], tuple(_point(point) for point in each["points"]), each["text_key"])
            for each in told["fixtures"]
        ),
    )


def _table(told: dict[str, Any]) -> Table:
    seats = tuple(Seat(**(seat | {"kind": SeatKind(seat["kind"])})) for seat in told["seats"])
    return Table(**(told | {"shape": Shape(told["shape"]), "seats": seats}))


def _point(told: list[float]) -> tuple[float, float]:
    return told[0], told[1]

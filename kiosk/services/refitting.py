"""Brings a restaurant's file into the database: into an empty one, or as a change to the restaurant that is there.

A change is made whole or not at all, never takes a seat away from a booking that needs it, and is told to the journal.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from kiosk.domain.floor import Plan, Seat, Table
from kiosk.domain.ports import Clock
from kiosk.domain.sittings import SEOUL, cell_of
from kiosk.services.restaurants import check, install_in, load_in
from kiosk.services.results import Restaurant
from kiosk.storage import floors, journal, refunds
from kiosk.storage.engine import Database, Session
from kiosk.storage.floors import Use


@dataclass(frozen=True, slots=True)
class Refitted:
    """What was done. ``is_new`` for an empty database; else ``changes`` has a few words for each kind of change."""

    restaurant_id: str
    is_new: bool = False
    changes: tuple[str, ...] = ()


class OtherRestaurant(Exception):
    """The database belongs to other restaurants than the file; ``known`` has their ids."""

    def __init__(self, known: Iterable[str]) -> None:
        self.known = tuple(known)
        super().__init__(", ".join(self.known))


class StillNeeded(Exception):
    """Bookings need what the file has no more; ``problems`` names seats and bookings in a sentence for each table."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))


def refit(database: Database, restaurant: Restaurant, clock: Clock, terminal: str, by: str = "") -> Refitted:
    """Make the database's restaurant the one of the file. ``by`` is the id of the member of staff who asks, if one does.

    Raises UnusableRestaurant, OtherRestaurant and StillNeeded.
    """
    check(restaurant)
    told = _as_stored(restaurant)
    with database.write() as session:
        known = floors.restaurant_ids(session)
        if not known:
            install_in(session, told)
            return Refitted(told.restaurant_id, is_new=True)
        if told.restaurant_id not in known:
            raise OtherRestaurant(known)
        stored = load_in(session, told.restaurant_id)
        changes = changes_between(stored, told)
        if changes:
            now = clock.now()
            _refuse_orphans(session, stored.plan, told, now)
            _store(session, told)
            body = {"status": "CHANGED", "why": "; ".join(changes)} | ({"by": by} if by else {})
            journal.append(session, told.restaurant_id, terminal, now, "restaurant", told.restaurant_id, body)
    return Refitted(told.restaurant_id, changes=changes)


def changes_between(before: Restaurant, after: Restaurant) -> tuple[str, ...]:
    """What is different, a few words for each kind of it; empty when nothing is."""
    parts: tuple[tuple[str, Callable[[Restaurant], object]], ...] = (
        ("names", lambda it: dict(it.names)),
        ("prices", lambda it: [(rule.weekday, rule.first, rule.price) for rule in it.rules]),
        ("opening times", lambda it: [replace(rule, price=before.rules[0].price) for rule in it.rules]),
        ("largest party", lambda it: it.largest_party),
        ("refunds", lambda it: it.refunds),
        ("the room", lambda it: replace(it.plan, tables=())),
        ("the order of the tables", lambda it: [t.table_id for t in it.plan.tables if t.table_id in common]),
    )
    old, new = ({table.table_id: table for table in it.plan.tables} for it in (before, after))
    common = old.keys() & new.keys()
    found = [name for name, part in parts if part(before) != part(after)]
    found += _tables("new", [table for its_id, table in new.items() if its_id not in old])
    found += _tables(
        "changed", [new[its_id] for its_id in new if its_id in old and new[its_id] != old[its_id]]
    )
    found += _tables("gone", [table for its_id, table in old.items() if its_id not in new])
    return tuple(found)


def _tables(what: str, tables: list[Table]) -> list[str]:
    word = "table" if len(tables) == 1 else "tables"
    return [f"{what} {word} {', '.join(table.label for table in tables)}"] if tables else []


def _as_stored(restaurant: Restaurant) -> Restaurant:
    """Opening times are stored in minutes: more than that is no change."""
    rules = (replace(rule, last=rule.last.replace(second=0, microsecond=0)) for rule in restaurant.rules)
    return replace(restaurant, rules=tuple(rules))


def _refuse_orphans(session: Session, before: Plan, after: Restaurant, now: datetime) -> None:
    """A guest who has paid for a seat at a table finds that seat at that table."""
    kept = {(seat.seat_id, seat.table_id) for seat in after.plan.seats()}
    seats = {seat.seat_id: seat for seat in before.seats()}
    lost: dict[str, list[tuple[Seat, Use]]] = {}
    for use in floors.uses(session, after.restaurant_id, now, cell_of(now)):
        seat = seats.get(use.seat_id)
        if seat is not None and (seat.seat_id, seat.table_id) not in kept:
            lost.setdefault(seat.table_id, []).append((seat, use))
    if lost:
        raise StillNeeded(_still_needed(before.table(its_id), both) for its_id, both in lost.items())


def _still_needed(table: Table, lost: list[tuple[Seat, Use]]) -> str:
    labels = {seat.label: None for seat in table.seats if any(seat is one for one, _ in lost)}
    bookings = {f"{use.number} ({use.starts.astimezone(SEOUL):%Y-%m-%d %H:%M})": None for _, use in lost}
    seats = f"{'seat' if len(labels) == 1 else 'seats'} {', '.join(labels)}"
    numbers = f"{'booking' if len(bookings) == 1 else 'bookings'} {', '.join(bookings)}"
    return f"table {table.label}, {seats}: still needed by {numbers}"


def _store(session: Session, told: Restaurant) -> None:
    floors.replace_restaurant(
        session, told.restaurant_id, told.names, told.plan, told.rules, told.largest_party
    )
    refunds.store_policy(session, told.restaurant_id, told.refunds)

"""Brings a restaurant's file into the database: into an empty one, or as a change to the restaurant that is there.

A change is made whole or not at all, never takes a seat away from a booking that needs it, and is told to the journal.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from kiosk.domain.floor import Plan, Seat, Table
from kiosk.domain.ports import Clock
from kiosk.domain.sittings import SEOUL, cell_of
from kiosk.services.floor_text import write_restaurant
from kiosk.services.restaurants import check, install_in, load_in
from kiosk.services.results import Restaurant
from kiosk.storage import floors, hours, journal, reconciliations, refunds
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


class ShownMeanwhile(Exception):
    """Guests see another plan than the one that this change was decided on."""


def refit(
    database: Database,
    restaurant: Restaurant,
    clock: Clock,
    terminal: str,
    by: str = "",
    seen: Plan | None = None,
) -> Refitted:
    """Make the database's restaurant this one. ``by`` is the id of the member of staff who asks; "": it is a file's.

    A file counts once: after that, what staff have changed at the desk stands until the file says something else. A file
    that names no special days leaves those that there are. ``seen`` is the plan that a change was decided on.
    Raises UnusableRestaurant, OtherRestaurant, StillNeeded and ShownMeanwhile.
    """
    check(restaurant)
    told = _as_stored(restaurant)
    with database.write() as session:
        known = floors.restaurant_ids(session)
        if not known:
            install_in(session, told)
            _remember(session, told, by)
            return Refitted(told.restaurant_id, is_new=True)
        if told.restaurant_id not in known:
            raise OtherRestaurant(known)
        if _is_known(session, told, by):
            return Refitted(told.restaurant_id)
        stored = load_in(session, told.restaurant_id)
        if seen is not None and stored.plan != seen:
            raise ShownMeanwhile
        _remember(session, told, by)
        told = told if told.days else replace(told, days=stored.days)
        changes = changes_between(stored, told)
        if changes:
            now = clock.now()
            _refuse_orphans(session, stored.plan, told, now)
            _store(session, told, stored, now)
            body = {"status": "CHANGED", "why": "; ".join(changes)} | ({"by": by} if by else {})
            journal.append(session, told.restaurant_id, terminal, now, "restaurant", told.restaurant_id, body)
            first = json.dumps({"by": by, "saved_at": now.isoformat()})
            reconciliations.write_setting(session, told.restaurant_id, PUBLISHED, first)
    return Refitted(told.restaurant_id, changes=changes)


def changes_between(before: Restaurant, after: Restaurant) -> tuple[str, ...]:
    """What is different, a few words for each kind of it; empty when nothing is."""
    parts: tuple[tuple[str, Callable[[Restaurant], object]], ...] = (
        ("names", lambda it: dict(it.names)),
        ("prices", lambda it: [(rule.weekday, rule.first, rule.price) for rule in it.rules]),
        ("opening times", lambda it: [replace(rule, price=before.rules[0].price) for rule in it.rules]),
        ("largest party", lambda it: it.largest_party),
        ("refunds", lambda it: it.refunds),
        ("special days", lambda it: sorted(it.days, key=lambda each: each.day)),
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


def _is_known(session: Session, told: Restaurant, by: str) -> bool:
    kept = reconciliations.read_setting(session, told.restaurant_id, _FILE)
    return not by and kept == _print_of(told)


def _remember(session: Session, told: Restaurant, by: str) -> None:
    if not by:
        reconciliations.write_setting(session, told.restaurant_id, _FILE, _print_of(told))


def _print_of(told: Restaurant) -> str:
    """Equal for two files that say the same."""
    return sha256(write_restaurant(told).encode()).hexdigest()


PUBLISHED = "restaurant changed"
"""The setting that tells who changed the restaurant's plan last, and when."""
_FILE = "restaurant file"
"""The setting that tells which file was brought in last."""


def _store(session: Session, told: Restaurant, before: Restaurant, now: datetime) -> None:
    floors.replace_restaurant(
        session, told.restaurant_id, told.names, told.plan, told.rules, told.largest_party
    )
    if told.refunds != before.refunds:
        refunds.replace_policy(session, told.restaurant_id, told.refunds, now)
    hours.replace_days(session, told.restaurant_id, told.days)

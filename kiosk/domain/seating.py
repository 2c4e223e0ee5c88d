"""Which seats suit a party: the smallest table first, facing each other; and what to offer instead.

Pure geometry over a ``Plan`` and the ids of free seats. A table that is not shared is had whole or not at all:
one strange guest at it and none of its seats is offered. Books nothing, knows nothing of time.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from math import hypot
from typing import NamedTuple

from kiosk.domain.floor import Plan, Seat, SeatKind, Table
from kiosk.domain.seats_at_table import Setting, Unease, pick

AISLE = 220.0
"""Tables whose tops stand at most this far apart (cm) can be had together by one party."""

MOST_TABLES = 4
"""A party is never spread over more tables than this; beyond it the staff help."""


def best_seats(
    plan: Plan, free: frozenset[str], party: int, *, wheelchair: bool = False
) -> frozenset[str] | None:
    """The seats to propose first, or None when nothing fits.

    One table before several, the smallest that fits before a larger one. With ``wheelchair`` the choice
    always has a wheelchair place. Several neighbouring tables are joined only when no single table fits.
    """
    best: _Found | None = None
    for table in sorted(plan.tables, key=_size):
        if best is not None and best.rank.apart == 0 and _size(table) > best.rank.size:
            break
        found = _at_one(table, free, party, wheelchair=wheelchair)
        if found is None or (wheelchair and not any(_is_place(seat) for seat in found.seats)):
            continue
        if best is None or found.rank < best.rank:
            best = found
    if best is not None:
        return _ids(best.seats)
    joined = _joined(plan, free, party, wheelchair=wheelchair)
    if joined is None or (wheelchair and not any(_is_place(seat) for seat in joined)):
        return None
    return _ids(joined)


def seats_at(
    plan: Plan, table_id: str, free: frozenset[str], party: int, *, wheelchair: bool = False
) -> frozenset[str] | None:
    """The seats that a first touch on this table chooses, or None when it does not fit.

    A table too small for the party is joined with its neighbours when no single table would do.
    With ``wheelchair`` a place is among them where the table has one; where it has none, that is the
    guest's choice.
    """
    found = _at_one(plan.table(table_id), free, party, wheelchair=wheelchair)
    if found is not None:
        return _ids(found.seats)
    if any(_fits(table, free, party, wheelchair=wheelchair) for table in plan.tables):
        return None
    joined = _joined(plan, free, party, wheelchair=wheelchair, around=table_id)
    return None if joined is None else _ids(joined)


def tables_that_fit(
    plan: Plan, free: frozenset[str], party: int, *, wheelchair: bool = False
) -> tuple[str, ...]:
    """The tables a party can have, smallest first; with ``wheelchair`` those that have a place come first.

    When no single table does, the tables that can be joined with neighbours.
    """
    single = [table for table in plan.tables if _fits(table, free, party, wheelchair=wheelchair)]
    if single:
        single.sort(
            key=lambda table: (
                wheelchair and not _has_place(table),
                _size(table),
                _has_place(table),
                table.shared,
            )
        )
        return tuple(table.table_id for table in single)
    for count in range(2, MOST_TABLES + 1):
        together = [
            group
            for group in _neighbourhoods(_open_tables(plan, free, wheelchair=wheelchair), count)
            if _room(group, free, wheelchair=wheelchair) >= party
        ]
        if together:
            fitting = {table.table_id for group in together for table in group}
            return tuple(table.table_id for table in plan.tables if table.table_id in fitting)
    return ()


def swap(
    plan: Plan,
    chosen: tuple[str, ...],
    touched: str,
    free: frozenset[str],
    party: int,
    *,
    wheelchair: bool = False,
) -> tuple[str, ...]:
    """What a touch on one chair makes of a choice, oldest seat first.

    A chosen chair is given up. A free one at a chosen table is taken: by the guest who still lacks a seat,
    else
    by the one who chose last. Anything else changes nothing.
    """
    if touched in chosen:
        return tuple(seat_id for seat_id in chosen if seat_id != touched)
    tables = {plan.table_of(seat_id).table_id for seat_id in chosen}
    table = plan.table_of(touched)
    offered = {seat.seat_id for seat in open_seats(table, free, wheelchair=wheelchair)}
    if touched not in offered or (chosen and table.table_id not in tables):
        return chosen
    return (*chosen, touched) if len(chosen) < party else (*chosen[:-1], touched)


def nearest_equal(plan: Plan, free: frozenset[str], lost: frozenset[str], party: int) -> frozenset[str]:
    """What to offer a party whose seats somebody else has just taken; empty when nothing fits.

    ``free`` is read after the loss: what of their seats is still free may be offered again at a shared table.
    As many places at the table as before come first, then the shortest way from where they wanted to sit.
    """
    gone = [seat for seat in plan.seats() if seat.seat_id in lost]
    wheelchair = any(seat.kind is SeatKind.WHEELCHAIR for seat in gone)
    if not gone:
        return best_seats(plan, free, party, wheelchair=wheelchair) or frozenset()
    x, y = _middle(gone)
    size = _size(plan.table_of(gone[0].seat_id))
    offers: list[tuple[tuple[int, bool, int, int], frozenset[str]]] = []
    for order, table in enumerate(plan.tables):
        found = _at_one(table, free, party, wheelchair=wheelchair)
        if found is None or (wheelchair and not any(_is_place(seat) for seat in found.seats)):
            continue
        far_x, far_y = _middle(found.seats)
        key = (found.rank.apart, _size(table) != size, round(hypot(far_x - x, far_y - y)), order)
        offers.append((key, _ids(found.seats)))
    if offers:
        return min(offers, key=lambda offer: offer[0])[1]
    return best_seats(plan, free, party, wheelchair=wheelchair) or frozenset()


def open_seats(table: Table, free: frozenset[str], *, wheelchair: bool = False) -> tuple[Seat, ...]:
    """The seats of a table that this party may have now: none when a stranger sits at a table that is not shared.

    A wheelchair place has no chair, so only a party that asked for one is offered it.
    """
    usable = table.usable_seats
    here = tuple(seat for seat in usable if seat.seat_id in free)
    if not table.shared and len(here) < len(usable):
        return ()
    return here if wheelchair else tuple(seat for seat in here if seat.kind is not SeatKind.WHEELCHAIR)


def made_useless(plan: Plan, chosen: Iterable[str]) -> frozenset[str]:
    """The other seats nobody else can have once these are taken.

    The rest of every table that is not shared.
    """
    taken = frozenset(chosen)
    rest: set[str] = set()
    for table in plan.tables:
        ids = {seat.seat_id for seat in table.usable_seats}
        if not table.shared and ids & taken:
            rest |= ids - taken
    return frozenset(rest)


def in_order(plan: Plan, seat_ids: Iterable[str]) -> tuple[str, ...]:
    """Seats in plan order, a wheelchair place first: the last one is the first to be moved."""
    wanted = frozenset(seat_ids)
    seats = [seat for seat in plan.seats() if seat.seat_id in wanted]
    return tuple(seat.seat_id for seat in sorted(seats, key=lambda seat: not _is_place(seat)))


class _Rank(NamedTuple):
    """How a choice at one table stands against one at another; smaller is better."""

    apart: int
    size: int
    takes_place: bool
    unease: Unease


class _Found(NamedTuple):
    rank: _Rank
    seats: tuple[Seat, ...]


def _at_one(table: Table, free: frozenset[str], party: int, *, wheelchair: bool) -> _Found | None:
    """The best seats at one table with their rank among tables.

    A lone seat left behind makes the table count as one larger.
    """
    offered = open_seats(table, free, wheelchair=wheelchair)
    if not 0 < party <= len(offered):
        return None
    chosen, unease = pick(Setting(table.shared, offered, wheelchair), party)
    takes_place = _has_place(table) and not wheelchair
    return _Found(_Rank(unease.apart, _size(table) + unease.lone, takes_place, unease), chosen)


def _fits(table: Table, free: frozenset[str], party: int, *, wheelchair: bool) -> bool:
    return 0 < party <= len(open_seats(table, free, wheelchair=wheelchair))


def _size(table: Table) -> int:
    return len(table.usable_seats)


def _is_place(seat: Seat) -> bool:
    return seat.kind is SeatKind.WHEELCHAIR or seat.accessible


def _has_place(table: Table) -> bool:
    return any(_is_place(seat) for seat in table.usable_seats)


def _ids(seats: Iterable[Seat]) -> frozenset[str]:
    return frozenset(seat.seat_id for seat in seats)


def _middle(seats: Sequence[Seat]) -> tuple[float, float]:
    return sum(seat.x for seat in seats) / len(seats), sum(seat.y for seat in seats) / len(seats)


def _joined(
    plan: Plan, free: frozenset[str], party: int, *, wheelchair: bool, around: str = ""
) -> tuple[Seat, ...] | None:
    """The best seats over several neighbouring tables, as few of them as will do.

    ``around`` must be one of them.
    """
    tables = _open_tables(plan, free, wheelchair=wheelchair)
    for count in range(2, MOST_TABLES + 1):
        groups = [
            group
            for group in _neighbourhoods(tables, count)
            if _room(group, free, wheelchair=wheelchair) >= party >= count
            and (not around or any(table.table_id == around for table in group))
        ]
        if groups:
            return _spread_over(
                min(groups, key=lambda group: _group_rank(group, wheelchair)), free, party, wheelchair
            )
    return None


def _open_tables(plan: Plan, free: frozenset[str], *, wheelchair: bool) -> list[Table]:
    return [table for table in plan.tables if open_seats(table, free, wheelchair=wheelchair)]


def _room(group: Sequence[Table], free: frozenset[str], *, wheelchair: bool) -> int:
    return sum(len(open_seats(table, free, wheelchair=wheelchair)) for table in group)


def _group_rank(group: Sequence[Table], wheelchair: bool) -> tuple[object, ...]:
    ways = sum(hypot(one.x - other.x, one.y - other.y) for one, other in combinations(group, 2))
    no_place = wheelchair and not any(_has_place(table) for table in group)
    return no_place, sum(_size(table) for table in group), round(ways), [table.label for table in group]


def _neighbourhoods(tables: Sequence[Table], count: int) -> Iterator[tuple[Table, ...]]:
    """Every set of ``count`` tables in which one can go from each to each over aisles, in plan order."""
    near = {
        (one.table_id, other.table_id)
        for one in tables
        for other in tables
        if one is not other and _gap(one, other) <= AISLE
    }
    grown: set[frozenset[int]] = {frozenset([index]) for index in range(len(tables))}
    for _ in range(count - 1):
        grown = {
            group | {index}
            for group in grown
            for index in range(len(tables))
            if index not in group
            and any((tables[member].table_id, tables[index].table_id) in near for member in group)
        }
    for group in sorted(grown, key=sorted):
        yield tuple(tables[index] for index in sorted(group))


def _gap(one: Table, other: Table) -> float:
    across = max(abs(one.x - other.x) - (one.width + other.width) / 2, 0)
    along = max(abs(one.y - other.y) - (one.height + other.height) / 2, 0)
    return hypot(across, along)


def _spread_over(
    group: Sequence[Table],
    free: frozenset[str],
    party: int,
    wheelchair: bool,
) -> tuple[Seat, ...]:
    """Seats for a party over joined tables.

    The largest filled first, but nobody sits alone where two can move over.
    """
    offered = {table.table_id: open_seats(table, free, wheelchair=wheelchair) for table in group}
    tables = sorted(group, key=lambda table: -len(offered[table.table_id]))
    counts = _shares([len(offered[table.table_id]) for table in tables], party)
    middle = sum(table.x for table in tables) / len(tables), sum(table.y for table in tables) / len(tables)
    chosen: list[Seat] = []
    wanting = wheelchair
    for table, count in zip(tables, counts, strict=True):
        seats, _ = pick(Setting(table.shared, offered[table.table_id], wanting, middle), count)
        wanting = wanting and not any(_is_place(seat) for seat in seats)
        chosen += seats
    return tuple(chosen)


def _shares(rooms: Sequence[int], party: int) -> list[int]:
    """How many sit at each table, at least one each; ``rooms`` is sorted, largest first."""
    shares: list[int] = []
    left = party
    for order, room in enumerate(rooms):
        share = min(room, left - (len(rooms) - order - 1))
        shares.append(share)
        left -= share
    for order in range(1, len(shares)):
        if shares[order] == 1 and rooms[order] > 1 and shares[0] > 2:  # noqa: PLR2004 - two must remain
            shares[order] += 1
            shares[0] -= 1
    return shares

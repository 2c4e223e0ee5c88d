"""Which chairs of one table a party takes: together, facing, and leaving nobody a lone seat.

Tries every way where that is quick and grows groups of neighbours where it is not. Pure geometry.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from math import comb, cos, hypot, radians, sin
from typing import NamedTuple

from kiosk.domain.floor import Seat, SeatKind

NEXT_TO = 117.0
"""Middles of two chairs side by side are at most this far apart: one and a half chair pitches of 78 cm."""

IN_LINE = 39.0
"""Two guests look at each other when one sits at most half a chair pitch beside the other's line of sight."""

MOST_WAYS = 4000
"""Up to here every way to choose is tried; a longer table is searched from each seat outwards."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The chairs of one table that may be chosen.

    ``toward`` is a point to stay close to when tables are joined.
    """

    shared: bool
    seats: tuple[Seat, ...]
    wheelchair: bool = False
    toward: tuple[float, float] | None = None


class Unease(NamedTuple):
    """What is wrong with a choice, worst first; smaller is better, and no two choices are equal.

    ``no_place``: the wheelchair place was asked for and is not in it. ``apart``: groups beyond the first.
    ``lone``: free seats left without a free neighbour. ``places``: wheelchair places beyond the one asked
    for.
    ``unfaced``: guests with nobody opposite. ``spread``: the sum of ways between guests, in cm.
    """

    no_place: bool
    apart: int
    lone: int
    places: int
    unfaced: int
    spread: int
    order: tuple[int, ...]


def pick(setting: Setting, party: int) -> tuple[tuple[Seat, ...], Unease]:
    """The best ``party`` chairs of a setting and what is still wrong with them; there must be that many."""
    seats = setting.seats
    near = _pairs(seats, lambda one, other: next_to(one, other) or facing(one, other))
    opposite = _pairs(seats, facing)
    ways = (
        combinations(range(len(seats)), party)
        if comb(len(seats), party) <= MOST_WAYS
        else _grown(setting, party)
    )
    best = min(unease(setting, chosen, near, opposite) for chosen in ways)
    return tuple(seats[index] for index in best.order), best


def unease(
    setting: Setting,
    chosen: tuple[int, ...],
    near: frozenset[tuple[int, int]],
    opposite: frozenset[tuple[int, int]],
) -> Unease:
    """What is wrong with a choice of chairs (by index).

    ``near`` and ``opposite`` hold both orders of each pair.
    """
    seats = setting.seats
    left = [index for index in range(len(seats)) if index not in chosen]
    places = sum(seats[index].kind is SeatKind.WHEELCHAIR for index in chosen)
    has_place = places > 0 or any(seats[index].accessible for index in chosen)
    spread = sum(
        hypot(seats[one].x - seats[other].x, seats[one].y - seats[other].y)
        for one, other in combinations(chosen, 2)
    )
    if setting.toward is not None:
        spread += sum(hypot(seats[i].x - setting.toward[0], seats[i].y - setting.toward[1]) for i in chosen)
    return Unease(
        no_place=setting.wheelchair and not has_place,
        apart=_groups(chosen, near) - 1 if setting.shared else 0,
        lone=sum(not any((one, other) in near for other in left) for one in left) if setting.shared else 0,
        places=max(places - 1, 0),
        unfaced=sum(not any((one, other) in opposite for other in chosen) for one in chosen),
        spread=round(spread),
        order=chosen,
    )


def next_to(one: Seat, other: Seat) -> bool:
    """True when two chairs stand side by side."""
    return hypot(one.x - other.x, one.y - other.y) <= NEXT_TO


def facing(one: Seat, other: Seat) -> bool:
    """True when two guests look at each other across the table."""
    if abs((one.angle - other.angle) % 360 - 180) > 30:  # noqa: PLR2004 - degrees off straight opposite
        return False
    ahead_x, ahead_y = sin(radians(one.angle)), -cos(radians(one.angle))
    x, y = other.x - one.x, other.y - one.y
    return ahead_x * x + ahead_y * y > 0 and abs(ahead_x * y - ahead_y * x) <= IN_LINE


def _pairs(seats: tuple[Seat, ...], related: Callable[[Seat, Seat], bool]) -> frozenset[tuple[int, int]]:
    return frozenset(
        (i, j)
        for i, one in enumerate(seats)
        for j, other in enumerate(seats)
        if i != j and related(one, other)
    )


def _groups(members: tuple[int, ...], near: frozenset[tuple[int, int]]) -> int:
    """How many groups these chairs fall into when neighbours belong together."""
    left = set(members)
    groups = 0
    while left:
        groups += 1
        reach = [left.pop()]
        while reach:
            here = reach.pop()
            found = {other for other in left if (here, other) in near}
            left -= found
            reach += found
    return groups


def _grown(setting: Setting, party: int) -> Iterable[tuple[int, ...]]:
    """From each seat outwards, the ``party`` nearest ones; a place that was asked for is always kept."""
    seats = setting.seats
    for start in seats:
        ways = [hypot(seat.x - start.x, seat.y - start.y) for seat in seats]
        order = sorted(range(len(seats)), key=ways.__getitem__)
        yield tuple(sorted(order[:party]))
        if setting.wheelchair:
            first = [i for i in order if seats[i].kind is SeatKind.WHEELCHAIR or seats[i].accessible][:1]
            yield tuple(sorted((first + [i for i in order if i not in first])[:party]))

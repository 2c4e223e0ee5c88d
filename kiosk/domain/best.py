"""Best seats for a party, and why these: what "좋은 자리" chooses, and the reason it gives.

The order in which seats are compared is ``seating``'s; this only adds needs that are not about geometry. Pure.
"""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.floor import Plan, Seat, SeatKind
from kiosk.domain.seating import best_seats, made_useless
from kiosk.domain.seats_at_table import facing, next_to

FEW = 2
"""From two guests on, there is somebody to look at."""

SPLITTABLE = 4
"""From four guests on, two groups can be made in which nobody sits alone."""


@dataclass(frozen=True, slots=True)
class Needs:
    """Who is to sit: how many, and with what."""

    party: int
    wheelchair: bool = False
    high_chair: bool = False


class Reason(StrEnum):
    """Why seats are good: a fact that can be seen on the plan, the weightiest first."""

    PLACE = "place"
    JOINED = "joined"
    EXACT = "exact"
    FACING = "facing"
    TOGETHER = "together"


def best_for(plan: Plan, free: frozenset[str], needs: Needs) -> frozenset[str] | None:
    """The seats to propose, or None when nothing fits.

    A high chair cannot stand at a bar, so stools are proposed to a party with one only when there is nothing else.
    """
    if needs.high_chair:
        stools = {seat.seat_id for seat in plan.seats() if seat.kind is SeatKind.STOOL}
        seats = best_seats(plan, free - stools, needs.party, wheelchair=needs.wheelchair)
        if seats is not None:
            return seats
    return best_seats(plan, free, needs.party, wheelchair=needs.wheelchair)


def split_for(plan: Plan, free: frozenset[str], needs: Needs) -> tuple[frozenset[str], frozenset[str]] | None:
    """Seats for a party in two halves, each together but not with the other; None when that does not fit either.

    The larger half comes first, and with it whoever needs a wheelchair place.
    """
    if needs.party < SPLITTABLE:
        return None
    smaller = needs.party // 2
    first = best_for(plan, free, Needs(needs.party - smaller, needs.wheelchair, needs.high_chair))
    if first is None:
        return None
    second = best_for(plan, free - first - made_useless(plan, first), Needs(smaller))
    return None if second is None else (first, second)


def reasons_for(plan: Plan, seat_ids: frozenset[str]) -> tuple[Reason, ...]:
    """What speaks for these seats; empty when they are just seats."""
    seats = [seat for seat in plan.seats() if seat.seat_id in seat_ids]
    tables = {plan.table_of(seat.seat_id).table_id: plan.table_of(seat.seat_id) for seat in seats}
    room = sum(len(table.usable_seats) for table in tables.values())
    holds = {
        Reason.PLACE: any(seat.kind is SeatKind.WHEELCHAIR for seat in seats),
        Reason.JOINED: len(tables) > 1,
        Reason.EXACT: len(seats) == room > 0 and not any(table.shared for table in tables.values()),
        Reason.FACING: len(seats) >= FEW and all(_has(seat, seats, across=True) for seat in seats),
        Reason.TOGETHER: len(seats) >= FEW and all(_has(seat, seats, across=False) for seat in seats),
    }
    return tuple(reason for reason in Reason if holds[reason])


def _has(seat: Seat, others: list[Seat], *, across: bool) -> bool:
    related = facing if across else next_to
    return any(other is not seat and related(seat, other) for other in others)

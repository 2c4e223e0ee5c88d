"""How every seat stands in a sitting, as one visit sees it. Advice for screens: the truth is the claim at T1."""

from collections.abc import Sequence

from kiosk.domain.sittings import Sitting
from kiosk.domain.states import BookingStatus
from kiosk.services.results import Board, SeatUse
from kiosk.services.shop import Shop
from kiosk.storage import claims


def read_boards(shop: Shop, visit_id: str, sittings: Sequence[Sitting]) -> tuple[Board, ...]:
    """The boards of several sittings from one read of the span they cover. Lapsed holds still count as held:
    they are let go by the next sweep, a second later at most."""
    if not sittings:
        return ()
    span = range(min(s.cells.start for s in sittings), max(s.cells.stop for s in sittings))
    with shop.database.read() as session:
        owners = claims.owners(session, shop.restaurant_id, span)
    now = shop.clock.now()
    return tuple(
        Board(
            sitting=sitting,
            used={owner.seat_id: _use(owner, visit_id) for owner in owners if owner.cell in sitting.cells},
            read_at=now,
        )
        for sitting in sittings
    )


def free_seats(plan_seats: frozenset[str], board: Board) -> frozenset[str]:
    """The seats a visit may choose: those nobody has, and its own."""
    return frozenset(
        seat_id
        for seat_id in plan_seats
        if board.used.get(seat_id, SeatUse.FREE) in (SeatUse.FREE, SeatUse.MINE)
    )


def _use(owner: claims.Owner, visit_id: str) -> SeatUse:
    if owner.status is BookingStatus.READY:
        return SeatUse.MINE if owner.visit_id == visit_id else SeatUse.HELD
    return SeatUse.TAKEN

"""What somebody at the desk asks the services to do, as values; and carrying one out. Runs on a lane; no Qt, no rule.

Whether the PIN is asked for first is the domain's table; whether it may be done at all, the services say.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from kiosk.desk.back.deeds import BACK_HOW, BackCame, BackDeed
from kiosk.desk.wait_deeds import WAIT_HOW, WaitDeed
from kiosk.domain.money import Won
from kiosk.domain.seated import SeatedEvent
from kiosk.domain.staff import ASKED_AGAIN, Act
from kiosk.services import attention, giving_back, offsites, placing, reprinting, serving
from kiosk.services.at_desk import Done, SeatsTaken, Stale
from kiosk.services.offsites import Method, Recorded
from kiosk.services.placing import Wanted
from kiosk.services.refunding import Asked
from kiosk.services.reprinting import Queued
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import By


@dataclass(frozen=True, slots=True)
class Note:
    """Staff have seen something of a booking's guests."""

    booking_id: str
    event: SeatedEvent
    seen: int
    act = Act.SEAT


@dataclass(frozen=True, slots=True)
class Move:
    """Other seats for a booking."""

    booking_id: str
    seen: int
    seat_ids: frozenset[str]
    act = Act.MOVE


@dataclass(frozen=True, slots=True)
class Extend:
    """A quarter of an hour, or more, longer."""

    booking_id: str
    seen: int
    longer: timedelta
    act = Act.EXTEND


@dataclass(frozen=True, slots=True)
class TakeSeats:
    """A walk-in, a reservation or a block."""

    wanted: Wanted
    act = Act.WALK_IN


@dataclass(frozen=True, slots=True)
class GiveUp:
    """What staff took is free again."""

    booking_id: str
    seen: int
    act = Act.WALK_IN


@dataclass(frozen=True, slots=True)
class GiveBack:
    """A refund, and with it the seats or not."""

    booking_id: str
    amount: Won
    reason: str
    gives_up_seats: bool
    act = Act.REFUND


@dataclass(frozen=True, slots=True)
class Cancel:
    """The seats are given up and nothing goes back."""

    booking_id: str
    act = Act.CANCEL


@dataclass(frozen=True, slots=True)
class TakeMoney:
    """Won taken past the payment company."""

    booking_id: str
    method: Method
    amount: int
    act = Act.OFFSITE


@dataclass(frozen=True, slots=True)
class VoidMoney:
    """It was written down by mistake."""

    offsite_id: str
    act = Act.OFFSITE


@dataclass(frozen=True, slots=True)
class PrintReceipt:
    """A paid booking's receipt once more, at that terminal's printer."""

    booking_id: str
    terminal: str
    act = Act.PRINT


@dataclass(frozen=True, slots=True)
class TakeMatter:
    """Somebody looks after a matter."""

    matter_id: str
    decision: str
    act = Act.TAKE_MATTER


Deed = (
    Note
    | Move
    | Extend
    | TakeSeats
    | GiveUp
    | GiveBack
    | Cancel
    | TakeMoney
    | VoidMoney
    | PrintReceipt
    | TakeMatter
    | WaitDeed
    | BackDeed
)
Came = Done | Stale | SeatsTaken | Refused | Asked | Recorded | Queued | bool | BackCame


def asks_again(deed: Deed) -> bool:
    """Whether the PIN is asked for before it."""
    return deed.act in ASKED_AGAIN


def carry_out(shop: Shop, by: By, deed: Deed) -> Came:
    """Do it. Raises what the services raise."""
    how = _HOW.get(type(deed)) or BACK_HOW[type(deed)]
    return how(shop, by, deed)


def _give_back(shop: Shop, by: By, deed: GiveBack) -> Came:
    return giving_back.give_back(
        shop, by, deed.booking_id, deed.amount, deed.reason, gives_up_seats=deed.gives_up_seats
    )


_HOW: dict[type[Any], Callable[[Shop, By, Any], Came]] = {
    Note: lambda shop, by, deed: serving.note(shop, by, deed.booking_id, deed.event, deed.seen),
    Move: lambda shop, by, deed: placing.move(shop, by, deed.booking_id, deed.seen, deed.seat_ids),
    Extend: lambda shop, by, deed: placing.extend(shop, by, deed.booking_id, deed.seen, deed.longer),
    TakeSeats: lambda shop, by, deed: placing.take_seats(shop, by, deed.wanted),
    GiveUp: lambda shop, by, deed: placing.give_up(shop, by, deed.booking_id, deed.seen),
    GiveBack: _give_back,
    Cancel: lambda shop, by, deed: giving_back.cancel_without_refund(shop, by, deed.booking_id),
    TakeMoney: lambda shop, by, deed: offsites.record(shop, by, deed.booking_id, deed.method, deed.amount),
    VoidMoney: lambda shop, by, deed: offsites.void(shop, by, deed.offsite_id),
    PrintReceipt: lambda shop, by, deed: reprinting.print_again(shop, by, deed.booking_id, deed.terminal),
    TakeMatter: lambda shop, by, deed: attention.take(shop, deed.matter_id, by.staff_id, deed.decision),
    **WAIT_HOW,
}

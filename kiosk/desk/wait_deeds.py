"""What staff do with a team that waits, as values, and carrying each out. Runs on a lane; no Qt, no rule.

Each names the version that was seen. Beside ``kiosk.desk.deeds``, whose flow asks whether the PIN is needed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from kiosk.domain.staff import Act
from kiosk.services import waitlist
from kiosk.services.at_desk import Answer, Done
from kiosk.services.placing import HouseKind, Wanted
from kiosk.services.shop import Shop
from kiosk.services.staffing import By


@dataclass(frozen=True, slots=True)
class CallTeam:
    """A table is free for them; also once more."""

    waiting_id: str
    seen: int
    act = Act.WAITLIST


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """They were called, and nobody came. ``is_last``: it was not the first time, so they are gone."""

    waiting_id: str
    seen: int
    is_last: bool
    act = Act.WAITLIST


@dataclass(frozen=True, slots=True)
class TakeOff:
    """They do not want to wait any longer."""

    waiting_id: str
    seen: int
    act = Act.WAITLIST


@dataclass(frozen=True, slots=True)
class SeatTeam:
    """They sit down on these seats for ``stay`` from the moment in which it is carried out."""

    waiting_id: str
    seen: int
    seat_ids: frozenset[str]
    party: int
    stay: timedelta
    act = Act.WAITLIST


@dataclass(frozen=True, slots=True)
class BackOnList:
    """It was a mistake: they wait as before. ``booking_id`` is what they were seated by, "" where they were not."""

    waiting_id: str
    seen: int
    booking_id: str
    act = Act.WAITLIST


WaitDeed = CallTeam | NoAnswer | TakeOff | SeatTeam | BackOnList


def ends_wait(deed: WaitDeed) -> bool:
    """Whether the team is on the list no more once it is done."""
    return isinstance(deed, TakeOff | SeatTeam) or (isinstance(deed, NoAnswer) and deed.is_last)


def word_of(deed: WaitDeed) -> str:
    """What it is called in the sentence that tells of it."""
    match deed:
        case CallTeam():
            return "called"
        case NoAnswer(_, _, is_last):
            return "gone" if is_last else "unanswered"
        case TakeOff():
            return "off"
        case SeatTeam():
            return "seated"
        case BackOnList():
            return "back"


def undo_of(deed: WaitDeed, done: Done) -> BackOnList | None:
    """What takes back that a wait was ended; a call was heard by everybody."""
    if not ends_wait(deed):
        return None
    seated_by = done.booking_id if isinstance(deed, SeatTeam) else ""
    return BackOnList(deed.waiting_id, done.version, seated_by)


def _seat(shop: Shop, by: By, deed: SeatTeam) -> Answer:
    now = shop.clock.now()
    wanted = Wanted(HouseKind.WALK_IN, deed.seat_ids, deed.party, now, now + deed.stay)
    return waitlist.seat(shop, by, deed.waiting_id, deed.seen, wanted)


WAIT_HOW: dict[type[Any], Callable[[Shop, By, Any], Answer]] = {
    CallTeam: lambda shop, by, deed: waitlist.call(shop, by, deed.waiting_id, deed.seen),
    NoAnswer: lambda shop, by, deed: waitlist.unanswered(shop, by, deed.waiting_id, deed.seen),
    TakeOff: lambda shop, by, deed: waitlist.remove(shop, by, deed.waiting_id, deed.seen),
    SeatTeam: _seat,
    BackOnList: lambda shop, by, deed: waitlist.take_back(
        shop, by, deed.waiting_id, deed.seen, deed.booking_id
    ),
}
"""How each is carried out."""

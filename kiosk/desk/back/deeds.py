"""What the back office asks the services to do, as values, and carrying one out on a lane. No Qt, no rule.

Beside ``kiosk.desk.deeds``, whose flow asks for the PIN where an act needs it once more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kiosk.desk.back.setup_deeds import SETUP_HOW, SetupCame, SetupDeed, setup_sentence
from kiosk.domain.floor import Plan
from kiosk.domain.staff import Act
from kiosk.services import closing, floor_setup, placing
from kiosk.services.at_desk import Answer
from kiosk.services.closing import NotYet
from kiosk.services.floor_setup import Needed, Published, Unusable
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.storage.closings import Signed


@dataclass(frozen=True, slots=True)
class CloseDay:
    """Sign a day."""

    day: date
    act = Act.CLOSE_DAY


@dataclass(frozen=True, slots=True)
class Explain:
    """A difference stays, and why."""

    matter_id: str
    reason: str
    act = Act.STOP_SALES


@dataclass(frozen=True, slots=True)
class StopSales:
    """Nothing new is sold before ``until``; None sells again."""

    until: datetime | None
    act = Act.STOP_SALES


@dataclass(frozen=True, slots=True)
class PublishPlan:
    """Let guests see a plan in the place of the one that was ``seen``."""

    plan: Plan
    seen: Plan
    act = Act.PUBLISH_PLAN


@dataclass(frozen=True, slots=True)
class MoveTo:
    """Other seats or another time for a booking, as it was dragged."""

    booking_id: str
    seen: int
    seat_ids: frozenset[str]
    starts: datetime
    act = Act.MOVE


BackDeed = CloseDay | Explain | StopSales | PublishPlan | MoveTo | SetupDeed
BackCame = SetupCame | Signed | NotYet | Published | Needed | Unusable | Refused | Answer | bool


def _stop(shop: Shop, by: By, deed: StopSales) -> BackCame:
    if deed.until is None:
        return closing.resume_sales(shop, by) or True
    return closing.stop_sales(shop, by, deed.until) or True


BACK_HOW: dict[type[Any], Callable[[Shop, By, Any], BackCame]] = {
    CloseDay: lambda shop, by, deed: closing.close_day(shop, by, deed.day),
    Explain: lambda shop, by, deed: closing.explain(shop, by, deed.matter_id, deed.reason),
    StopSales: _stop,
    PublishPlan: lambda shop, by, deed: floor_setup.publish(shop, by, deed.plan, deed.seen),
    MoveTo: lambda shop, by, deed: placing.move(
        shop, by, deed.booking_id, deed.seen, deed.seat_ids, deed.starts
    ),
    **SETUP_HOW,
}
"""How each is carried out."""


def sentence_of(came: object) -> tuple[str, bool] | None:
    """The key of what is said of an answer of the back office, and whether it is bad news; None for others' answers."""
    match came:
        case Signed():
            return "close.done", False
        case NotYet():
            return "close.not_yet", True
        case Published():
            return "editor.published", False
        case Needed():
            return "editor.needed", True
        case Unusable():
            return "editor.unusable", True
        case _:
            return setup_sentence(came)

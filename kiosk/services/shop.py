"""One restaurant as this terminal works in it: everything a use-case needs besides its own arguments."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kiosk.domain.ports import Clock, Ids
from kiosk.services.results import Restaurant
from kiosk.storage.engine import Database

if TYPE_CHECKING:
    from kiosk.services.day_lines import ReadDay


@dataclass(frozen=True, slots=True)
class Limits:
    """How long things may take; the restaurant's settings, with the design's defaults.

    Toss allows 30 minutes from opening its window and 10 from authentication to confirm (Toss docs,
    time limits). ``window`` is how long after opening a redirect is still accepted; it never goes past
    ``window_at_most``, which stays below Toss's 30 minutes. A person is told of an unknown outcome after
    ``unknown_told``, when the guest's screen says so, and of a refund after ``refund_told`` or so many tries.
    ``days_ahead`` is how many days before it a guest may hold a seat; 0 is today only. Staff book any day.
    """

    hold: timedelta = timedelta(minutes=10)
    extension: timedelta = timedelta(minutes=5)
    extensions: int = 2
    page: timedelta = timedelta(minutes=5)
    window: timedelta = timedelta(minutes=9, seconds=30)
    window_at_most: timedelta = timedelta(minutes=29, seconds=30)
    unsent: timedelta = timedelta(minutes=2)
    company_forgets: timedelta = timedelta(minutes=40)
    between_not_found: timedelta = timedelta(minutes=1)
    confirm_again_for: timedelta = timedelta(days=14)
    unknown_told: timedelta = timedelta(seconds=40)
    refund_told: timedelta = timedelta(minutes=30)
    refund_tries_told: int = 6
    days_ahead: int = 7


@dataclass(slots=True)
class Kept:
    """The restaurant as it was read last, and the edition that it was; see ``restaurants.current``. ``days``: see
    ``day_lines``."""

    last: tuple[int, Restaurant] | None = None
    days: dict[date, "ReadDay"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shop:
    """A restaurant, its database, this terminal's name, and the machine's clock and ids.

    ``settled_elsewhere``: this process holds no secret key; others settle what it writes down.
    """

    database: Database
    clock: Clock
    ids: Ids
    restaurant_id: str
    terminal: str
    limits: Limits = field(default_factory=Limits)
    settled_elsewhere: bool = False
    kept: Kept = field(default_factory=Kept, compare=False, repr=False)

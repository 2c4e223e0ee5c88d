"""Settling in another process: this one holds no secret key, asks the company nothing, and waits for what is stored.

``Elsewhere`` stands where a kiosk of one machine has its own ``Settler``; the same answers, read from the same rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from kiosk.services.outcomes import outcome_of
from kiosk.services.results import Settled, StillUnknown
from kiosk.services.shop import Shop

WAITS: Final = timedelta(seconds=2)
"""How long one round waits before it says that nothing is known yet; the screen asks again."""

Changed = Callable[[float], bool]
"""``changed(seconds)`` waits at most so long for a sign that something was written, and gives whether one came."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Waits for settlers. ``changed`` only shortens the waiting; what is stored is the truth."""

    shop: Shop
    changed: Changed

    def settle(self, payment_id: str) -> Settled:
        """Wait a little for the end of a payment, and tell how it stands. Raises KeyError for an unknown id."""
        ends = self.shop.clock.monotonic() + WAITS.total_seconds()
        while True:
            found = outcome_of(self.shop, payment_id)
            left = ends - self.shop.clock.monotonic()
            if not isinstance(found, StillUnknown) or left <= 0:
                return found
            self.changed(left)

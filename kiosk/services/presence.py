"""Whether anybody settles payments. A kiosk that holds no secret sells nothing while nobody does.

A settler says every few seconds that it lives. Clocks of several machines differ, so a beat that lies in the future
counts no more than one that is too old.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kiosk.services.shop import Shop
from kiosk.storage import settlers
from kiosk.storage.engine import Session
from kiosk.storage.settlers import SettlerRow

BEAT_EVERY: Final = timedelta(seconds=5)
SILENT_AFTER: Final = timedelta(seconds=20)
"""Four beats: a slow moment of the database is no absence."""


@dataclass(frozen=True, slots=True)
class Presence:
    """One settler's way of saying that it lives; its name is its terminal's."""

    shop: Shop
    version: str

    def begin(self) -> None:
        """It is here now."""
        now = self.shop.clock.now()
        row = SettlerRow(self.shop.restaurant_id, self.shop.terminal, now, now, self.version)
        with self.shop.database.write() as session:
            settlers.begin(session, row)

    def beat(self) -> None:
        """It is still here. After a clock that was set back, or a restored database, it begins anew."""
        with self.shop.database.write() as session:
            known = settlers.beat(session, self.shop.restaurant_id, self.shop.terminal, self.shop.clock.now())
        if not known:
            self.begin()

    def end(self) -> None:
        """It goes in order: kiosks know at once, and not only when they miss it."""
        with self.shop.database.write() as session:
            settlers.end(session, self.shop.restaurant_id, self.shop.terminal)


def present(rows: Sequence[SettlerRow], now: datetime) -> list[SettlerRow]:
    """Those that have said lately that they live."""
    return [row for row in rows if abs(now - row.beat_at) <= SILENT_AFTER]


def is_anybody_settling(session: Session, shop: Shop) -> bool:
    """Whether an intent that is written now will be sent soon."""
    return bool(present(settlers.all_of(session, shop.restaurant_id), shop.clock.now()))

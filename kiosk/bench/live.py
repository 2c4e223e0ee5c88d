"""How long it takes until what one terminal has stored is painted by another: a hold here, a kiosk's window there."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryDirectory
from typing import Any

from kiosk.app.machine import MachineClock
from kiosk.bench.place import restaurant, seat_ids, shop_of
from kiosk.domain.sittings import Sitting, open_sittings, seoul_day
from kiosk.prove.chance import seeded
from kiosk.services import holding
from kiosk.services.results import Held
from kiosk.services.shop import Shop
from kiosk.storage.engine import Database

CLOCK = MachineClock()
SEATS_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Screen:
    """The process of ``kiosk.bench.screen``, on its floor screen for ``sitting``."""

    process: "subprocess.Popen[str]"
    sitting: Sitting

    def painted_at(self, seats: frozenset[str], *, taken: bool) -> float:
        """When it showed these seats as taken, or as free again (monotonic seconds)."""
        while True:
            told = _heard(self.process)
            shown = seats & set(told.get("painted", ()))
            if "at" in told and (shown == seats if taken else not shown):
                return float(told["at"])


def changes(database: Database, url: str, rounds: int) -> list[float]:
    """Milliseconds from each change that was stored to the painting of it: so many holds, each given back again."""
    shop, chance = shop_of(database, "bench-live"), seeded("live", rounds)
    took = []
    with _screen(url, shop) as screen:
        for _ in range(rounds):
            seats = frozenset(chance.sample(seat_ids(), SEATS_AT_ONCE))
            visit = shop.ids.visit_id()
            held = holding.hold(shop, visit, screen.sitting, seats, len(seats))
            assert isinstance(held, Held), held
            stored = CLOCK.monotonic()
            took.append(1e3 * (screen.painted_at(seats, taken=True) - stored))
            holding.release(shop, visit, held.booking.booking_id)
            stored = CLOCK.monotonic()
            took.append(1e3 * (screen.painted_at(seats, taken=False) - stored))
    return took


@contextmanager
def _screen(url: str, shop: Shop) -> Iterator[Screen]:
    with TemporaryDirectory(prefix="jari-bench-") as logs:
        process = subprocess.Popen(
            [sys.executable, "-m", "kiosk.bench.screen", url, logs],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield Screen(process, _sitting_at(shop, datetime.fromisoformat(_heard(process)["ready"])))
        finally:
            process.stdin.close()
            process.wait(60)
            process.stdout.close()


def _sitting_at(shop: Shop, starts: datetime) -> Sitting:
    offered = open_sittings(shop.clock.now(), restaurant().rules, seoul_day(starts))
    return next(sitting for sitting in offered if sitting.starts == starts)


def _heard(process: "subprocess.Popen[str]") -> dict[str, Any]:
    assert process.stdout is not None
    line = process.stdout.readline()
    told: dict[str, Any] = json.loads(line) if line else {"failed": "it has ended; what it said is above"}
    if "failed" in told:
        raise RuntimeError(f"the kiosk that is looked at did not open: {told['failed']}")
    return told

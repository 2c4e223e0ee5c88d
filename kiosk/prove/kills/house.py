"""The restaurant of one case: a database file copied from a template, a clock and ids that outlive a killed process."""

import os
import shutil
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Final

from kiosk.domain.floor import Plan, Seat, SeatKind, Shape, Table
from kiosk.domain.money import won
from kiosk.domain.sittings import WeeklyRule
from kiosk.prove.chance import FRIDAY_EVENING, CountedIds
from kiosk.prove.kills.slate import Slate
from kiosk.services.restaurants import install
from kiosk.services.results import Restaurant
from kiosk.services.shop import Shop
from kiosk.storage.engine import Database, open_database

RESTAURANT: Final = "kills"
TERMINAL: Final = "K1"
PRICE: Final = won(12_000)
SEATS: Final = 4
_LONG = timedelta(hours=3)
_QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class SharedClock:
    """Implements ``kiosk.domain.ports.Clock``: virtual, and where it was when a process dies is where the next one begins."""

    slate: Slate
    tell: Callable[[datetime], None]

    def now(self) -> datetime:
        """The virtual instant."""
        return FRIDAY_EVENING + timedelta(microseconds=self.slate.moved_us)

    def monotonic(self) -> float:
        """Virtual seconds since the start."""
        return self.slate.moved_us / 1e6

    def sleep(self, seconds: float) -> None:
        """Move on at once, here and at the company."""
        if seconds > 0:
            self.slate.move(round(seconds * 1e6))
            self.tell(self.now())


class House:
    """One database file, in a folder of the caller's, filled anew for every case."""

    def __init__(self, folder: Path) -> None:
        self._file, self._template = folder / "case.db", folder / "template.db"
        # In a process of its own: what migrations load would make every later fork slower.
        maker = os.fork()
        if maker == 0:
            os._exit(_make(self._template))
        _, status = os.waitpid(maker, 0)
        assert status == 0, "the template could not be made"
        self.database: Database = open_database(f"sqlite:///{self._file}")

    def fill(self) -> None:
        """As on the first day."""
        for left in self._file.parent.glob("case.db*"):
            left.unlink()
        shutil.copyfile(self._template, self._file)

    def shop(self, clock: SharedClock, world: str) -> Shop:
        """The shop of one process of a case."""
        return Shop(self.database, clock, CountedIds(world), RESTAURANT, TERMINAL)


def _make(template: Path) -> int:
    try:
        from kiosk.storage.schema import bring_up_to_date

        made = open_database(f"sqlite:///{template}")
        bring_up_to_date(made)
        install(made, _restaurant())
        # The last connection to go puts all of it into the one file that is copied.
        made.close()
        return len(list(template.parent.glob(f"{template.name}-*")))
    except BaseException:  # noqa: BLE001 - a forked process must not go on as if it were its parent
        traceback.print_exc()
        return 1


def _restaurant() -> Restaurant:
    seats = tuple(
        Seat(f"s{nth}", "bar", str(nth), 60, 40 + nth * 60, 90.0, SeatKind.STOOL) for nth in range(SEATS)
    )
    bar = Table("bar", "바", Shape.BAR, 140, SEATS * 30 + 40, 76, SEATS * 60, "bar", seats, shared=True)
    plan = Plan(width=400, height=SEATS * 60 + 200, here=(300, 100), tables=(bar,))
    rules = tuple(WeeklyRule(day, time(0, 0), time(23, 45), _QUARTER, _LONG, PRICE) for day in range(7))
    return Restaurant(RESTAURANT, {"ko": "증명식당"}, plan, rules, largest_party=SEATS)

"""Seeded chance, a clock that moves only when told, and ids that count: a case runs the same way every time.

The only file of the campaign that may use ``random``.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random

__all__ = ["FRIDAY_EVENING", "CountedIds", "Random", "VirtualClock", "seeded"]

FRIDAY_EVENING = datetime(2026, 3, 13, 9, 42, tzinfo=UTC)
"""18:42 in Seoul."""


def seeded(*words: object) -> Random:
    """A source of chance that depends on these words only, in every process and on every machine."""
    return Random("/".join(map(str, words)))


@dataclass
class VirtualClock:
    """Implements ``kiosk.domain.ports.Clock``. Sleeping is moving on; nothing ever waits."""

    instant: datetime = FRIDAY_EVENING
    ticks: float = 0.0

    def now(self) -> datetime:
        """The instant it is set to."""
        return self.instant

    def monotonic(self) -> float:
        """Seconds of virtual time since the start."""
        return self.ticks

    def sleep(self, seconds: float) -> None:
        """Move on at once."""
        self.advance(max(0.0, seconds))

    def advance(self, seconds: float) -> None:
        """Both clocks move."""
        self.instant += timedelta(seconds=seconds)
        self.ticks += max(0.0, seconds)

    def jump(self, seconds: float) -> None:
        """The wall clock is set to another time; the monotonic one does not notice."""
        self.instant += timedelta(seconds=seconds)


@dataclass
class CountedIds:
    """Implements ``kiosk.domain.ports.Ids``: unique within a world, and told apart by their word."""

    world: str = "w"
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def visit_id(self) -> str:
        """A visit."""
        return self._next("visit")

    def booking_id(self) -> str:
        """A booking."""
        return self._next("booking")

    def payment_id(self) -> str:
        """A payment."""
        return self._next("payment")

    def order_id(self) -> str:
        """6-64 of ``[A-Za-z0-9-_]``."""
        return self._next("order")

    def key(self) -> str:
        """An Idempotency-Key."""
        return self._next("key")

    def _next(self, word: str) -> str:
        return f"{word}-{self.world}-{next(self._numbers)}"

"""A clock that moves only when told, and identifiers that count: both make a test repeatable."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

FRIDAY_EVENING = datetime(2026, 3, 13, 9, 42, tzinfo=UTC)
"""18:42 in Seoul."""


@dataclass
class FakeClock:
    """The time is whatever the test says it is."""

    instant: datetime = FRIDAY_EVENING
    ticks: float = 0.0
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.instant

    def monotonic(self) -> float:
        return self.ticks

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.advance(seconds)

    def advance(self, seconds: float) -> None:
        self.instant += timedelta(seconds=seconds)
        self.ticks += seconds


@dataclass
class FakeIds:
    """visit-1, visit-2, ..."""

    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def _next(self, word: str) -> str:
        return f"{word}-{next(self.numbers)}"

    def visit_id(self) -> str:
        return self._next("visit")

    def booking_id(self) -> str:
        return self._next("booking")

    def payment_id(self) -> str:
        return self._next("payment")

    def order_id(self) -> str:
        return self._next("order")

    def key(self) -> str:
        return self._next("key")

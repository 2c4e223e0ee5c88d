"""How many requests a minute each API takes. Off until switched on; Toss's test environment takes 100 a minute."""

from collections import Counter
from dataclasses import dataclass, field
from threading import Lock

from kiosk.sandbox.clock import SandboxClock
from kiosk.sandbox.errors import Refusal


@dataclass
class Limits:
    """Counts requests by API in each minute of the sandbox's time."""

    clock: SandboxClock
    per_minute: int | None = None
    _minute: str = ""
    _taken: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def take(self, endpoint: str) -> None:
        """One more request. Raises Refusal (429) when the minute is full."""
        with self._lock:
            if self.per_minute is None:
                return
            minute = f"{self.clock.now():%Y%m%d%H%M}"
            if minute != self._minute:
                self._minute = minute
                self._taken.clear()
            self._taken[endpoint] += 1
            if self._taken[endpoint] > self.per_minute:
                raise Refusal("TOO_MANY_REQUESTS")

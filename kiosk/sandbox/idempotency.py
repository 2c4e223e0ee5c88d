"""Idempotency keys as Toss documents them: key + API key + URL + method. The body is not part of the identity."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from kiosk.sandbox.clock import SandboxClock
from kiosk.sandbox.errors import Refusal

LIFE = timedelta(days=15)
LONGEST = 300

Identity = tuple[str, str, str, str]


@dataclass(slots=True)
class _First:
    at: datetime
    answer: tuple[int, bytes] | None = None


@dataclass
class Idempotency:
    """Remembers the first answer of each identity, errors included."""

    clock: SandboxClock
    _lock: Lock = field(default_factory=Lock)
    _seen: dict[Identity, _First] = field(default_factory=dict)

    def begin(self, identity: Identity) -> tuple[int, bytes] | None:
        """The stored answer of a repeat, or None for a first request. Raises Refusal while the first one still runs."""
        if len(identity[0]) > LONGEST:
            raise Refusal("INVALID_IDEMPOTENCY_KEY")
        now = self.clock.now()
        with self._lock:
            first = self._seen.get(identity)
            if first is None or now - first.at >= LIFE:
                self._seen[identity] = _First(now)
                return None
            if first.answer is None:
                raise Refusal("IDEMPOTENT_REQUEST_PROCESSING")
            return first.answer

    def finish(self, identity: Identity, answer: tuple[int, bytes]) -> None:
        """Keep the first answer."""
        with self._lock:
            self._seen[identity].answer = answer

    def forget(self, identity: Identity) -> None:
        """The request never had an effect and never had an answer: the next one is the first again."""
        with self._lock:
            self._seen.pop(identity, None)

"""The sandbox's own time: it can be set, moved on, and run faster. The only file here that reads the real clock."""

import time
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from threading import Event, Lock
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")
FASTEST = 1_000_000.0
_LOOK_AGAIN_S = 0.02


class SandboxClock:
    """Time that starts at the real time and then runs ``scale`` times as fast, from wherever it was moved to."""

    def __init__(self, scale: float = 1.0) -> None:
        self._lock = Lock()
        self._scale = _checked(scale)
        self._base = datetime.now(UTC)
        self._since = time.monotonic()
        self._ended = Event()

    def now(self) -> datetime:
        """The sandbox's instant, aware, in UTC."""
        with self._lock:
            return self._now()

    def set(self, instant: datetime) -> None:
        """Jump to an instant."""
        with self._lock:
            self._base, self._since = instant.astimezone(UTC), time.monotonic()

    def advance(self, seconds: float) -> None:
        """Move on by so many seconds of the sandbox's time."""
        with self._lock:
            self._base, self._since = self._now() + timedelta(seconds=seconds), time.monotonic()

    def rescale(self, scale: float) -> None:
        """Run faster or slower from now on."""
        checked = _checked(scale)
        with self._lock:
            self._base, self._since, self._scale = self._now(), time.monotonic(), checked

    def real_seconds(self, seconds: float) -> float:
        """How long so many seconds of the sandbox's time really take."""
        return seconds / self._scale

    def wait(self, seconds: float) -> bool:
        """Let so many of the sandbox's seconds pass; False when the sandbox ended meanwhile."""
        return not self._ended.wait(self.real_seconds(seconds))

    def wait_until(self, instant: datetime) -> bool:
        """Wait for an instant; moving the clock on brings it nearer. False when the sandbox ended meanwhile."""
        while (left := (instant - self.now()).total_seconds()) > 0:
            if self._ended.wait(min(self.real_seconds(left), _LOOK_AGAIN_S)):
                return False
        return not self._ended.is_set()

    def end(self) -> None:
        """Wake everybody who waits."""
        self._ended.set()

    def _now(self) -> datetime:
        return self._base + timedelta(seconds=(time.monotonic() - self._since) * self._scale)


def _checked(scale: float) -> float:
    if not 0 < scale <= FASTEST:
        msg = f"the clock's scale must be above 0 and at most {FASTEST:g}"
        raise ValueError(msg)
    return scale


def token(length: int) -> str:
    """Random letters and digits."""
    return token_hex(length)[:length]


def iso(instant: datetime) -> str:
    """As the payment APIs write an instant: seconds, with Seoul's offset."""
    return instant.astimezone(SEOUL).isoformat(timespec="seconds")

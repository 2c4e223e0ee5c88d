"""A clock that runs with the machine's and can be moved on: ten minutes of a hold pass in a moment."""

from datetime import datetime, timedelta

from kiosk.domain.ports import Clock


class MovableClock:
    """Implements ``kiosk.domain.ports.Clock`` over another clock."""

    def __init__(self, real: Clock) -> None:
        self._real = real
        self._ahead = 0.0

    def advance(self, seconds: float) -> None:
        """From now on it is that much later."""
        self._ahead += seconds

    def now(self) -> datetime:
        """The real instant, and what was added."""
        return self._real.now() + timedelta(seconds=self._ahead)

    def monotonic(self) -> float:
        """The same for the clock that never goes back."""
        return self._real.monotonic() + self._ahead

    def sleep(self, seconds: float) -> None:
        """Waiting takes real time."""
        self._real.sleep(seconds)

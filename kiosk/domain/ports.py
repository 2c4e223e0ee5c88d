"""What the rest of the program may ask of the machine it runs on: the time, and fresh identifiers.

Only protocols live here. The real ones are in ``kiosk.app.machine``; tests pass their own.
"""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Time as the program sees it; injected so that a test can own it."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds since an arbitrary start; never goes back, unlike the wall clock."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait that many seconds. Never called on the main thread."""
        ...


class Ids(Protocol):
    """Fresh identifiers; all of them unguessable except in tests."""

    def visit_id(self) -> str:
        """One customer at one kiosk, from first touch to goodbye."""
        ...

    def booking_id(self) -> str:
        """The key of a booking row."""
        ...

    def payment_id(self) -> str:
        """The key of a payment row."""
        ...

    def order_id(self) -> str:
        """6-64 of ``[A-Za-z0-9-_]``, random, never reused (Toss docs, requestPayment, ``orderId``)."""
        ...

    def key(self) -> str:
        """An Idempotency-Key of at most 300 characters (Toss docs, idempotency)."""
        ...

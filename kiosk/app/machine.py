"""The real clock, the real identifiers and the real waiting: the only file that may touch them.

Everything else is handed a Clock and Ids (``kiosk.domain.ports``), so that a test can own both.
"""

import secrets
import time
from datetime import UTC, datetime


class MachineClock:
    """The machine's own time. Implements ``kiosk.domain.ports.Clock``."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since an arbitrary start; never goes back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait that many seconds; a negative number is no wait. Never on the main thread."""
        time.sleep(max(0.0, seconds))


class MachineIds:
    """Random identifiers of 128 bits. Implements ``kiosk.domain.ports.Ids``."""

    def visit_id(self) -> str:
        """One customer at one kiosk."""
        return secrets.token_hex(16)

    def booking_id(self) -> str:
        """The key of a booking row."""
        return secrets.token_hex(16)

    def payment_id(self) -> str:
        """The key of a payment row."""
        return secrets.token_hex(16)

    def order_id(self) -> str:
        """37 characters of ``[a-z0-9-]``; Toss allows 6-64 of ``[A-Za-z0-9-_]`` (Toss docs, ``orderId``)."""
        return f"jari-{secrets.token_hex(16)}"

    def key(self) -> str:
        """An Idempotency-Key; Toss allows 300 characters (Toss docs, idempotency)."""
        return secrets.token_hex(16)

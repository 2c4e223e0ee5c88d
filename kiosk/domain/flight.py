"""The flight recorder, as far as it is no file: what this machine has asked the payment company for, and the port to write it.

It is kept beside the database, so that one that was restored or exchanged cannot make money nameless.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol

from kiosk.domain.money import Won

KEPT: Final = timedelta(days=14)
"""How long an entry is kept: as long as a payment is asked about."""


class NotRecorded(Exception):
    """It could not be written durably. Says why in a few words."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One order that money was asked for, at ``at`` for the first time."""

    order_id: str
    payment_key: str = field(repr=False)
    amount: Won
    confirm_key: str
    at: datetime


class Recorder(Protocol):
    """A machine's own memory."""

    def note(self, sent: Sent) -> None:
        """Durable when it returns; the same order again changes nothing. Raises NotRecorded."""
        ...

    def since(self, instant: datetime) -> Sequence[Sent]:
        """What was asked for from then on, in order. Empty where nothing can be read."""
        ...

    def check(self, at: datetime) -> None:
        """Write for real, as an entry would be, and leave no entry. Raises NotRecorded."""
        ...

    def put_aside(self) -> Sequence[str]:
        """What was found damaged, and is kept for a person to look at: by name, oldest first."""
        ...


class NoRecorder:
    """Where there is no money that could be lost."""

    def note(self, sent: Sent) -> None:
        """Forgotten at once."""

    def since(self, instant: datetime) -> Sequence[Sent]:  # noqa: ARG002 - as the port has it
        """Nothing."""
        return ()

    def check(self, at: datetime) -> None:
        """Always well."""

    def put_aside(self) -> Sequence[str]:
        """Nothing."""
        return ()

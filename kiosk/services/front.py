"""What a customer's terminal may ask of the services: one door for the user interface, in plain calls.

Every call blocks and belongs on a worker lane. Holds no state of a visit; the database does.
"""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from kiosk.domain.sittings import Sitting
from kiosk.domain.waiting import Quote
from kiosk.services.results import (
    Accepted,
    Board,
    Held,
    Joined,
    Lapsed,
    NotAccepted,
    PaymentOpened,
    Refused,
    Restaurant,
    Settled,
    Taken,
)


class Front(Protocol):
    """The services as one customer terminal sees them. Implemented by ``kiosk.services.counter.Counter``."""

    def restaurant(self) -> Restaurant:
        """The restaurant as it is set up now."""
        ...

    def boards(self, visit_id: str, sittings: Sequence[Sitting]) -> tuple[Board, ...]:
        """How every seat stands in each of these sittings; one read for all."""
        ...

    def sittings(self, day: date | None = None) -> tuple[Sitting, ...]:
        """What can still be booked today (or on ``day``), "now" first."""
        ...

    def new_visit(self) -> str:
        """An id for the customer who has just touched the screen."""
        ...

    def hold(
        self, visit_id: str, sitting: Sitting, seat_ids: frozenset[str], party: int
    ) -> Held | Taken | Refused:
        """T1. The same visit asking again gets the same READY booking, moved to these seats."""
        ...

    def extend(self, visit_id: str, booking_id: str) -> Held | Lapsed | Refused:
        """Five minutes more, at most twice."""
        ...

    def release(self, visit_id: str, booking_id: str) -> None:
        """Give the seats back, unless a payment of theirs is undecided."""
        ...

    def look_again(self, visit_id: str, booking_id: str) -> Held | Lapsed:
        """How a hold stands now; sweeps it if its time is over."""
        ...

    def open_payment(self, visit_id: str, booking_id: str, language: str) -> PaymentOpened | Lapsed | Refused:
        """T2. Durable before the checkout page is shown."""
        ...

    def close_payment(self, visit_id: str, payment_id: str, why: str) -> Held | Lapsed:
        """The checkout ended without a success redirect: OPENED becomes VOID. The hold goes on."""
        ...

    def accept_return(self, visit_id: str, payment_id: str, url: str) -> Accepted | NotAccepted:
        """T3. ``url`` is the whole intercepted redirect; it is not believed, it is checked."""
        ...

    def settle(self, payment_id: str) -> Settled:
        """T3b, N2, T4 and, when the answer is unknown, N3: one round. Safe to call again and from anywhere."""
        ...

    def print_receipt(self, visit_id: str, booking_id: str, language: str) -> bool:
        """The receipt of this visit's paid booking on paper. False when none came; staff know of it then."""
        ...

    def has_printer(self) -> bool:
        """Whether receipts can be had on paper here, just now."""
        ...

    def matters(self) -> int:
        """How many things wait for a member of staff: unknown payments, stuck refunds, wrong keys."""
        ...

    def why_closed(self) -> str:
        """Why nothing may be paid just now, as a code; "" when it may. Seats can be held all the same."""
        ...

    def sweep(self) -> int:
        """Let lapsed holds go; gives how many."""
        ...

    def quote(self, party: int, *, wheelchair: bool) -> Quote:
        """How long the waiting list is for such a party."""
        ...

    def join(
        self, visit_id: str, party: int, *, wheelchair: bool, phone: str, language: str
    ) -> Joined | Refused:
        """A place on the waiting list; the same visit keeps the one it has."""
        ...

    def leave_list(self, visit_id: str) -> bool:
        """Give that place up."""
        ...

    def called_now(self) -> tuple[int, ...]:
        """The waiting numbers that are being called now, the last one first."""
        ...

    def count_visit(self, step: str, outcome: str) -> None:
        """A visit is over: how far it got and how it ended, for the reports (words of ``kiosk.domain.reports``)."""
        ...

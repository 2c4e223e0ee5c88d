"""Guests at one terminal without a secret key, one after the other, until told to end: a process that may die at any moment.

What a screen says about money is noted in a file that outlives the process, with what is stored at that moment.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from kiosk.app.machine import MachineClock, MachineIds
from kiosk.app.opening import open_all
from kiosk.app.sandbox_admin import SandboxAdmin
from kiosk.app.settings import load
from kiosk.domain.sittings import seoul_day
from kiosk.prove.chance import Random
from kiosk.services.counter import Counter
from kiosk.services.results import (
    Accepted,
    Held,
    NotAccepted,
    NotPaid,
    Paid,
    PaymentOpened,
    Settled,
    StillUnknown,
)
from kiosk.storage import bookings, payments
from kiosk.storage.engine import CommitUnclear, Unwritable

T = TypeVar("T")
PATIENCE_S = 25.0
"""How long a guest waits for a database that is away."""

GIVES_BACK = 0.15
"""How many guests change their mind before they pay."""

LOOKS = 10
"""How often a guest looks at a payment of which nothing is known yet."""


class Gone(Exception):
    """The guest has given up: the database did not come back."""


@dataclass
class Terminal:
    """One terminal and the guest before it."""

    counter: Counter
    company: SandboxAdmin
    client_key: str
    notes: int
    chance: Random
    ends: bool = False

    def serve(self) -> None:
        """Guest after guest."""
        while not self.ends:
            try:
                self._guest()
            except Gone:
                self._note(said="gone")

    def _guest(self) -> None:
        visit = self.counter.new_visit()
        held = self._patiently(lambda: self._hold(visit))
        if not isinstance(held, Held):
            return
        booking_id = held.booking.booking_id
        if self.chance.random() < GIVES_BACK:
            self._patiently(lambda: self.counter.release(visit, booking_id))
            return
        opened = self._patiently(lambda: self.counter.open_payment(visit, booking_id, "ko"))
        if not isinstance(opened, PaymentOpened):
            self._patiently(lambda: self.counter.release(visit, booking_id))
            return
        url = self._authenticate(opened)
        answer = self._patiently(lambda: self._come_back(visit, opened.payment_id, url))
        if isinstance(answer, NotAccepted) and answer.why != "replay":
            self._say("not_charged", booking_id)
            return
        self._say_end(self._wait_for_the_end(opened.payment_id), booking_id)

    def _hold(self, visit: str) -> object:
        plan = self.counter.restaurant().plan
        tomorrow = seoul_day(self.counter.shop.clock.now() + timedelta(days=1))
        sitting = self.chance.choice(self.counter.sittings(tomorrow))
        table = self.chance.choice(plan.tables)
        count = self.chance.choice((1, 1, 2, 3))
        seats = self.chance.sample([seat.seat_id for seat in table.usable_seats], count)
        return self.counter.hold(visit, sitting, frozenset(seats), count)

    def _authenticate(self, opened: PaymentOpened) -> str:
        """N1; gives the success redirect."""
        shop = self.counter.shop

        def read() -> str:
            with shop.database.read() as session:
                row = payments.find(session, shop.restaurant_id, opened.payment_id)
            assert row is not None, "T2 was durable"
            return row.order_id

        order = self._patiently(read)
        amount = int(opened.booking.amount)
        key = self.company.authenticate(order, amount, self.client_key)
        return f"{opened.success_url}?orderId={order}&paymentKey={key}&amount={amount}"

    def _come_back(self, visit: str, payment_id: str, url: str) -> Accepted | NotAccepted:
        answer = self.counter.accept_return(visit, payment_id, url)
        if isinstance(answer, NotAccepted) and answer.why == "not_stored":
            raise Unwritable("the intent is not stored yet")
        return answer

    def _wait_for_the_end(self, payment_id: str) -> Settled:
        found = self._patiently(lambda: self.counter.settle(payment_id))
        for _ in range(LOOKS):
            if not isinstance(found, StillUnknown):
                break
            found = self._patiently(lambda: self.counter.settle(payment_id))
        return found

    def _say_end(self, end: Settled, booking_id: str) -> None:
        match end:
            case Paid():
                self._say("paid", booking_id)
            case NotPaid():
                self._say("not_charged", booking_id)
            case _:
                self._say("unknown", booking_id)

    def _say(self, what: str, booking_id: str) -> None:
        shop = self.counter.shop

        def read() -> str:
            with shop.database.read() as session:
                found = bookings.find(session, shop.restaurant_id, booking_id)
            return str(found.status) if found else ""

        self._note(said=what, booking=booking_id, stored=self._patiently(read))

    def _note(self, **told: str) -> None:
        os.write(self.notes, json.dumps(told).encode() + b"\n")

    def _patiently(self, does: Callable[[], T]) -> T:
        """Again and again while the database is away, as a screen does. Raises Gone."""
        clock = self.counter.shop.clock
        ends = clock.monotonic() + PATIENCE_S
        while True:
            try:
                return does()
            except (Unwritable, CommitUnclear, SQLAlchemyError) as away:
                if clock.monotonic() > ends:
                    raise Gone from away
                clock.sleep(0.05)


def main(notes: str, company: str, client_key: str, seed: str) -> None:
    """Serve until SIGTERM."""
    backend = open_all(load(), MachineClock(), MachineIds(), None)
    file = os.open(notes, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    terminal = Terminal(backend.counter, SandboxAdmin(company), client_key, file, Random(seed))
    signal.signal(signal.SIGTERM, lambda *_: setattr(terminal, "ends", True))
    terminal.serve()
    backend.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

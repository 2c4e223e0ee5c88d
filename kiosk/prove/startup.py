"""The campaign of a bad morning: the kiosk starts with hundreds of open payments, and the company answers slowly.

A guest must be able to take seats and open a payment within seconds, while recovery goes on behind.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Final

from kiosk.app.machine import MachineClock
from kiosk.payments.toss import Toss
from kiosk.prove.campaign import Control, Effort, Outcome, Violation
from kiosk.prove.wire.company import There, company, entries_of, know
from kiosk.prove.wire.house import House, Stage, Stock, places
from kiosk.sandbox import Sandbox
from kiosk.services import checkout, holding
from kiosk.services.attention import tell_undecided
from kiosk.services.invariants import Evidence, violations
from kiosk.services.results import Held
from kiosk.services.settling import Settler
from kiosk.services.shop import Shop
from kiosk.storage.schema import bring_up_to_date

USABLE_WITHIN_S: Final = 5.0
SLOW_S: Final = 0.15
"""How long the company takes for each answer: with a thousand payments, two and a half minutes in all."""

FULL_PAYMENTS, QUICK_PAYMENTS = 1_000, 28
RECOVERED_WITHIN_S: Final = 600.0


@dataclass(frozen=True, slots=True)
class Startup:
    """Start, serve, recover. Implements ``Campaign``."""

    name: str = "startup"
    claim: str = (
        "With a thousand open payments and a slow company, guests are served within 5 s of the start."
    )
    target: int = FULL_PAYMENTS

    def run(self, effort: Effort) -> Outcome:
        """One start, and one that recovers before it serves."""
        return _morning(QUICK_PAYMENTS if effort.quick else FULL_PAYMENTS)

    def replay(self, case: str) -> list[str]:
        """A number of open payments, such as ``28``."""
        if not (case.isascii() and case.isdecimal() and 0 < int(case) <= FULL_PAYMENTS):
            raise ValueError(f"{case!r} is not a number of open payments such as 28")
        return [violation.what for violation in _morning(int(case)).violations]


def _morning(size: int) -> Outcome:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="jari-morning-")))
        stock = Stock(folder)
        sandbox = stack.enter_context(company())
        house = stack.enter_context(stock.house(Stage.SENT, size))
        _make_slow(house, sandbox)
        found, usable_s, recovered_s = _serve_first(house, sandbox)
        broken = violations(house.shop, Evidence(company=entries_of(sandbox)))
        found += [f"{number}: {what}" for number, lines in broken.items() for what in lines]
        control = _recover_first(stack.enter_context(stock.house(Stage.SENT, size)), sandbox)
        figures = {"usable_ms": round(usable_s * 1000), "recovered_s": round(recovered_s, 1)}
        return Outcome(
            len(house.tickets), tuple(Violation(str(size), what) for what in found), (control,), figures
        )


def _make_slow(house: House, sandbox: Sandbox) -> None:
    """Half of them were charged before the night, half never; each answer takes its time."""
    for number, ticket in enumerate(house.tickets):
        know(sandbox, ticket, There.CHARGED if number % 2 else There.AUTHENTICATED)
    for endpoint in ("inquiry", "confirm"):
        sandbox.faults.switch_on(
            {"kind": "delay_after", "endpoint": endpoint, "count": None, "seconds": SLOW_S}
        )


def _serve_first(house: House, sandbox: Sandbox) -> tuple[list[str], float, float]:
    """As the program does: open, tell, serve; recovery on a thread of its own."""
    machine = MachineClock()
    began = machine.monotonic()
    settler = _open(house.shop, sandbox)
    recovery = Thread(target=settler.settle_all, daemon=True)
    recovery.start()
    _serve_a_guest(house.shop)
    usable_s = machine.monotonic() - began
    recovery.join(RECOVERED_WITHIN_S)
    recovered_s = machine.monotonic() - began
    found = []
    if usable_s > USABLE_WITHIN_S:
        found.append(f"the first guest was served after {usable_s:.1f} s")
    if left := settler.count_undecided():
        found.append(f"{left} payments are still undecided after {recovered_s:.0f} s")
    return found, usable_s, recovered_s


def _recover_first(house: House, sandbox: Sandbox) -> Control:
    """The bad variant: nobody is served before everything is settled."""
    for number, ticket in enumerate(house.tickets):
        know(sandbox, ticket, There.CHARGED if number % 2 else There.AUTHENTICATED)
    settler = _open(house.shop, sandbox)
    is_late = not _ends_within(USABLE_WITHIN_S, settler.settle_all)
    return Control("recovery before the first guest", 1, int(is_late))


def _ends_within(seconds: float, work: Callable[[], object]) -> bool:
    thread = Thread(target=work, daemon=True)
    thread.start()
    thread.join(seconds)
    ended = not thread.is_alive()
    thread.join(RECOVERED_WITHIN_S)
    return ended


def _open(shop: Shop, sandbox: Sandbox) -> Settler:
    bring_up_to_date(shop.database)
    tell_undecided(shop)
    return Settler(shop, Toss(sandbox.secret_key, sandbox.url, shop.clock, connect_s=5, read_s=60))


def _serve_a_guest(shop: Shop) -> None:
    """T1 and T2 of somebody new, at the last free place of the next day."""
    sitting, seats = list(places())[-1]
    held = holding.hold(shop, "new guest", sitting, seats, len(seats))
    assert isinstance(held, Held), held
    opened = checkout.open_payment(shop, "new guest", held.booking.booking_id)
    assert isinstance(opened, checkout.Opened), opened

"""One world: a few terminals, a few hundred sessions and everything that can go wrong, then recovery and the judgement."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Final

from kiosk.domain.states import BookingStatus, PaymentStatus
from kiosk.payments.channel import Record
from kiosk.prove.chance import FRIDAY_EVENING, CountedIds, Random, seeded
from kiosk.prove.simulation import house
from kiosk.prove.simulation.clocks import Course, Task
from kiosk.prove.simulation.company import Company
from kiosk.prove.simulation.guests import session
from kiosk.prove.simulation.judge import judge
from kiosk.prove.simulation.terminal import Settling, Terminal, Town, changes_prices, product
from kiosk.services import holding, refunding
from kiosk.services.exchanges import order_of
from kiosk.storage import bookings, journal, payments
from kiosk.storage.engine import Database

LONGEST_HOLD_S: Final = 21 * 86_400.0
"""A hold that was made while a clock was three weeks ahead lasts as long."""

SESSIONS: Final = 100
TERMINALS: Final = 4
WAITS_S: Final = (61.0, 660.0, 2_700.0, 120.0, 16 * 86_400.0, 120.0, 120.0)
"""A minute, past the confirm window, twice past everything the company remembers, and past the life of a key."""


@dataclass(frozen=True, slots=True)
class Lived:
    """What came of a world. ``digest`` is the same whenever and wherever the same world is run."""

    broken: tuple[str, ...]
    figures: "Counter[str]"
    digest: str


def live(
    database: Database, seed: int, number: int, *, settling: Settling = product, sessions: int = SESSIONS
) -> Lived:
    """Run one world from its beginning to its judgement, in a database that is emptied first."""
    house.empty(database)
    chance = seeded("world", seed, number)
    figures: Counter[str] = Counter()
    course = Course(FRIDAY_EVENING + timedelta(minutes=chance.randrange(1_800)))
    company = Company(course, chance, figures)
    town = Town(database, course, company, CountedIds(str(number)), chance, figures, settling)
    terminals = [Terminal(town, f"K{nth + 1}") for nth in range(TERMINALS)]
    _plan_trouble(company, chance)
    _run(town, terminals, sessions)
    figures["virtual hours"] += round(course.seconds / 3_600)
    _recover(town, terminals[0])
    return Lived(
        tuple(judge(terminals[0].shop, company, [told for each in terminals for told in each.told])),
        figures + _ends(terminals[0]),
        _digest(terminals[0], company),
    )


def _plan_trouble(company: Company, chance: Random) -> None:
    hours = 2.5 * 3_600
    for spans, most_s in ((company.away, 900), (company.misconfigured, 400)):
        for _ in range(chance.randrange(4)):
            begins = chance.uniform(0, hours)
            spans.append((begins, begins + chance.uniform(20, most_s)))


def _run(town: Town, terminals: list[Terminal], sessions: int) -> None:
    left = [sessions]
    open_doors = len(terminals)

    def visits(terminal: Terminal) -> Iterator[Task]:
        nonlocal open_doors
        while left[0] > 0:
            left[0] -= 1
            yield session(terminal)
        open_doors -= 1

    def is_over() -> bool:
        return open_doors == 0

    for terminal in terminals:
        town.course.add(terminal.guests(visits(terminal)))
        town.course.add(terminal.background(is_over), town.chance.uniform(0, 60))
        town.course.add(terminal.clock_goes_wrong(is_over))
    town.course.add(changes_prices(town, is_over))
    town.course.run()


def _recover(town: Town, terminal: Terminal) -> None:
    """The company tells the truth, clocks are right, and time passes: what is not settled then never will be."""
    town.company.finish()
    terminal.is_safe = True
    terminal.clock.ahead = 0.0
    terminal.restart()
    for wait in WAITS_S:
        town.course.run(town.course.seconds + wait)
        holding.sweep(terminal.shop)
        if terminal.settler.settle_all() == 0:
            break
    else:
        town.figures["worlds not quiet in the end"] += 1
    town.course.run(town.course.seconds + LONGEST_HOLD_S)
    holding.sweep(terminal.shop)
    _look_at_the_books(terminal, town.company)


def _look_at_the_books(terminal: Terminal, company: Company) -> None:
    """Once a day somebody compares: what was given back in the console is found there."""
    with terminal.shop.database.read() as reading:
        kept = payments.with_status(reading, house.RESTAURANT, (PaymentStatus.DONE,))
    for payment in kept:
        if company.accounts[payment.order_id].cancels:
            standing = terminal.line.look_up(order_of(payment))
            if isinstance(standing, Record):
                refunding.notice(terminal.shop, payment, standing)


def _ends(terminal: Terminal) -> "Counter[str]":
    """How everything ended, for the figures."""
    with terminal.shop.database.read() as reading:
        paid = payments.with_status(reading, house.RESTAURANT, PaymentStatus)
        booked = bookings.with_status(reading, house.RESTAURANT, BookingStatus)
    return Counter(
        [f"payments {row.status.lower()}" for row in paid]
        + [f"bookings {row.status.lower()}" for row in booked]
    )


def _digest(terminal: Terminal, company: Company) -> str:
    """A mark of all that was stored and all that the company did."""
    with terminal.shop.database.read() as reading:
        chain = "".join(entry.hash for entry in journal.entries(reading, house.RESTAURANT))
    money = [
        (order, account.charged, account.refunded) for order, account in sorted(company.accounts.items())
    ]
    return sha256(f"{chain}{money}".encode()).hexdigest()

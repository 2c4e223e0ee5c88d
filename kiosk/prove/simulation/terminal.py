"""A terminal of a world: its clock, its program that may die, its background work, and its guests one after the other."""

from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from kiosk.domain.money import won
from kiosk.domain.sittings import CELL, Sitting, open_sittings, seoul_day
from kiosk.prove.chance import CountedIds, Random
from kiosk.prove.simulation.clocks import Course, Task, TerminalClock
from kiosk.prove.simulation.company import Company
from kiosk.prove.simulation.database import Boundary, RiskyDatabase
from kiosk.prove.simulation.house import RESTAURANT, restaurant
from kiosk.prove.simulation.line import Died, Line
from kiosk.services import attention, holding
from kiosk.services.settling import Settler
from kiosk.services.shop import Shop
from kiosk.storage import tables
from kiosk.storage.engine import CommitUnclear, Conflict, Database

HIT: Final = 0.005
"""How likely one transaction or one side of a call is hit."""

RECENT: Final = 12
BACKGROUND_S: Final = 500.0

Settling = Callable[[Shop, Line], Settler]


def product(shop: Shop, line: Line) -> Settler:
    """The settler as it is sold."""
    return Settler(shop, line, lambda: line.clock_skew_s)


@dataclass(frozen=True, slots=True)
class Town:
    """What all terminals of a world share."""

    database: Database
    course: Course
    company: Company
    ids: CountedIds
    chance: Random
    figures: "Counter[str]"
    settling: Settling = product
    recent: "deque[tuple[Sitting, frozenset[str]]]" = field(default_factory=lambda: deque(maxlen=RECENT))
    """What was wanted last, by whomever."""


@dataclass
class Told:
    """What a screen has said about money."""

    what: str
    booking_id: str
    payment_id: str


class Terminal:
    """One kiosk. ``life`` grows by one with every death of its program; ``is_safe`` ends all dying."""

    def __init__(self, town: Town, name: str) -> None:
        self.town, self.name = town, name
        self.clock = TerminalClock(town.course)
        self.life = 0
        self.is_safe = False
        self.told: list[Told] = []
        self._sittings: Mapping[int, tuple[Sitting, ...]] = {}
        database = RiskyDatabase(
            town.database.writers,
            town.database.readers,
            hit=self._hit,
            die=lambda where: self._die(where.value),
        )
        self.shop = Shop(database, self.clock, town.ids, RESTAURANT, name)
        self.line = Line(self.clock, town.course, town.company, town.chance, self._risk)

    @property
    def settler(self) -> Settler:
        """Made anew for each use: it holds no state."""
        return self.town.settling(self.shop, self.line)

    def sittings(self) -> tuple[Sitting, ...]:
        """What can be booked today and tomorrow, by this terminal's clock."""
        now = self.clock.now()
        quarter = int(now.timestamp() // CELL.total_seconds())
        if quarter not in self._sittings:
            today = seoul_day(now)
            days = (today, today + timedelta(days=1))
            self._sittings = {quarter: tuple(one for day in days for one in open_sittings(now, _RULES, day))}
        return self._sittings[quarter]

    def say(self, what: str, booking_id: str, payment_id: str) -> None:
        """The screen says something about money."""
        self.told.append(Told(what, booking_id, payment_id))
        self.town.figures[f"told {what}"] += 1

    # --- dying -------------------------------------------------------------------------------------------------------

    def _hit(self) -> Boundary | None:
        if self.is_safe or self.town.chance.random() >= HIT:
            return None
        where = self.town.chance.choice(tuple(Boundary))
        self.town.figures[f"fault: {where.value}"] += 1
        return where

    def _die(self, where: str) -> None:
        self.life += 1
        self.town.figures["crashes"] += 1
        raise Died(where)

    def _risk(self) -> int:
        if not self.is_safe and self.town.chance.random() < HIT:
            self.town.figures["fault: died beside a call"] += 1
            self._die("beside a call")
        return self.life

    def restart(self) -> None:
        """What the program does when it starts: people are told, then everything undecided is asked about."""
        attention.tell_undecided(self.shop)
        self.settler.settle_all()

    # --- what it does all day ------------------------------------------------------------------------------------------

    def guests(self, visits: Iterator[Task]) -> Task:
        """One visit after the other; after a death the program is started again, and the guest has gone."""
        for visit in visits:
            yield self.town.chance.expovariate(1 / 20)
            try:
                yield from visit
            except Died:
                yield from self._come_back()

    def _come_back(self) -> Task:
        while True:
            yield self.town.chance.uniform(5, 90)
            try:
                self.restart()
            except Died:
                continue
            except (CommitUnclear, Conflict):
                pass
            return

    def background(self, is_over: Callable[[], bool]) -> Task:
        """Sweeping and settling on a timer, and asking whether selling may go on."""
        while not is_over():
            yield BACKGROUND_S
            try:
                self._round()
            except (Died, CommitUnclear, Conflict):
                continue

    def _round(self) -> None:
        holding.sweep(self.shop)
        self.settler.settle_all(only_due=True)
        if self.is_closed:
            self.town.figures["rounds with selling closed"] += 1
            self.settler.probe()

    @property
    def is_closed(self) -> bool:
        """Whether no payment may be opened at the moment."""
        return any(matter.subject == attention.CHANNEL for matter in attention.open_matters(self.shop))

    def clock_goes_wrong(self, is_over: Callable[[], bool]) -> Task:
        """Now and then it is set to another time, forth or back, and put right some time later."""
        chance = self.town.chance
        while not is_over():
            yield chance.expovariate(1 / 9_000)
            self.town.figures["clock jumps"] += 1
            self.clock.ahead = chance.choice((-1, 1)) * chance.choice(
                (2, 30, 110, 400, 3_600, 86_400, 20 * 86_400)
            )
            yield chance.uniform(30, 600)
            self.clock.ahead = 0.0


def changes_prices(town: Town, is_over: Callable[[], bool]) -> Task:
    """The owner, now and then: what is held or being paid must not notice."""
    rules = tables.weekly_rule
    while not is_over():
        yield town.chance.expovariate(1 / 2_000)
        town.figures["price changes"] += 1
        with town.database.write() as session:
            session.execute(rules.update().values(price_won=won(500 * town.chance.randint(10, 30))))


_RULES = restaurant().rules

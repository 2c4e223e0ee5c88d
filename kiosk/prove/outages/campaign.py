"""Two campaigns over the same world: processes that die in any order, and lines that are cut. Judged when all are back."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from kiosk.domain.states import BookingStatus, PaymentStatus, RefundStatus
from kiosk.prove.campaign import Control, Effort, Outcome, Violation
from kiosk.prove.outages import plan
from kiosk.prove.outages.bad_settler import NEW_KEYS, SILENCE
from kiosk.prove.outages.plan import SETTLERS, Storm
from kiosk.prove.outages.world import SERVER_SETTINGS, SOUND, World, opened
from kiosk.prove.server import PostgresServer, private_folder
from kiosk.services.invariants import Evidence, Said, violations
from kiosk.storage import payments, refunds

BLOWS: Final = 10
QUICK_BLOWS: Final = 5
CONTROL_STORMS: Final = 6
SETTLED_WITHIN_S: Final = 60.0
"""From the last return on."""

_CASE: Final = re.compile(r"storm-(\d{1,9})-(\d{1,4})")
_IN_ORDER: Final = (0, -15)
"""How a settler may end that is told to; the second while it is still starting."""

_UNDECIDED: Final = (PaymentStatus.CONFIRMING, PaymentStatus.REFUND_DUE)


@dataclass
class _Found:
    """What came of some storms."""

    blows: int = 0
    broken: list[Violation] = field(default_factory=list)
    paid: int = 0
    told: int = 0
    longest_s: float = 0.0

    def figures(self) -> dict[str, int | float | str]:
        return {
            "paid": self.paid,
            "said by screens": self.told,
            "slowest settled s": round(self.longest_s, 1),
        }


Plans = Callable[[int, int, int], Storm]


@dataclass(frozen=True, slots=True)
class Outages:
    """Implements ``Campaign``. ``control`` names the known-bad settler that must be seen to fail."""

    name: str
    claim: str
    target: int
    plans: Plans
    has_gates: bool
    control: str
    control_plans: Plans

    def run(self, effort: Effort) -> Outcome:
        """Storm after storm until there have been blows enough."""
        found = _Found()
        with _server() as server:
            number = 0
            while found.blows < (QUICK_BLOWS if effort.quick else self.target):
                storm = self.plans(effort.seed, number, _blows(effort))
                self._weather(server, storm, effort.seed, SOUND, found)
                number += 1
            control = self._control(server, effort)
        return Outcome(found.blows, tuple(found.broken), (control,), {"storms": number, **found.figures()})

    def replay(self, case: str) -> list[str]:
        """``storm-SEED-NUMBER``: the same blows at the same moments; what the processes do meanwhile is their own."""
        read = _CASE.fullmatch(case)
        if read is None:
            raise ValueError("it is written as storm-1-12")
        found = _Found()
        with _server() as server:
            seed, number = int(read[1]), int(read[2])
            self._weather(server, self.plans(seed, number, BLOWS), seed, SOUND, found)
        return [violation.what for violation in found.broken]

    def _control(self, server: PostgresServer, effort: Effort) -> Control:
        """The bad settler in storms of its own, until it is seen to fail."""
        found = _Found()
        for number in range(CONTROL_STORMS):
            if not found.broken:
                self._weather(
                    server, self.control_plans(effort.seed, number, BLOWS), effort.seed, self.control, found
                )
        return Control(self.control, found.blows, len(found.broken))

    def _weather(self, server: PostgresServer, storm: Storm, seed: int, settler: str, found: _Found) -> None:
        with (
            TemporaryDirectory(prefix="jari-outages-") as folder,
            opened(
                Path(folder),
                storm.engine,
                server,
                has_gates=self.has_gates,
                settler=settler,
                seed=f"{self.name} {seed} {storm.number}",
            ) as world,
        ):
            _strike(world, storm)
            broken = _judge(world, found)
        found.blows += storm.blows
        found.broken += [Violation(f"storm-{seed}-{storm.number}", what) for what in broken]


def _blows(effort: Effort) -> int:
    return QUICK_BLOWS if effort.quick else BLOWS


@contextmanager
def _server() -> Iterator[PostgresServer]:
    """A server of the campaign's own, for as long as it runs."""
    with private_folder() as folder:
        server = PostgresServer(Path(folder), SERVER_SETTINGS)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _strike(world: World, storm: Storm) -> None:
    began = world.clock.monotonic()
    for act in storm.acts:
        while (left := began + act.at_s - world.clock.monotonic()) > 0:
            world.clock.sleep(min(left, 0.1))
            world.look_after()
        world.do(act)


def _judge(world: World, found: _Found) -> list[str]:
    """Everything is back: guests go home, what is undecided is settled, and the books are looked at."""
    back = world.clock.monotonic()
    world.look_after()
    world.send_guests_home()
    while (left := _undecided(world)) and world.clock.monotonic() - back < SETTLED_WITHIN_S:
        world.look_after()
        world.clock.sleep(0.05)
    found.longest_s = max(found.longest_s, world.clock.monotonic() - back)
    broken = [f"{left} payments were not settled {SETTLED_WITHIN_S:.0f} s after the last return"] * bool(left)
    if world.settler == SOUND:
        codes = {name: world.end(name) for name in SETTLERS}
        broken += [f"{name} ended with {code}" for name, code in codes.items() if code not in _IN_ORDER]
    world.end_all()
    notes = [note for note in world.notes() if note["said"] != "gone"]
    said = [Said(note["said"], note["booking"], _status(note["stored"])) for note in notes]
    found.told += len(said)
    entries = world.company.ledger().entries
    found.paid += sum(entry.net > 0 for entry in entries)
    evidence = Evidence(company=entries, said=said, secrets=[world.keys["secret_key"]])
    broken += [
        f"{number}: {what}" for number, lines in violations(world.shop, evidence).items() for what in lines
    ]
    return broken


def _status(stored: str) -> BookingStatus | None:
    return BookingStatus(stored) if stored else None


def _undecided(world: World) -> int:
    shop = world.shop
    with shop.database.read() as session:
        open_payments: Sequence[object] = payments.with_status(session, shop.restaurant_id, _UNDECIDED)
        due = refunds.with_status(session, shop.restaurant_id, (RefundStatus.DUE,))
    return len(open_payments) + len(due)


def terminals() -> Outages:
    """``kill -9`` of terminals, settlers and the database server, in any order, under load."""
    return Outages(
        "terminals",
        "Whichever of terminals, settlers and database server are killed, in whatever order, every guest has paid"
        " once or not at all, and all is settled within a minute of the last return.",
        500,
        plan.kills,
        has_gates=False,
        control=NEW_KEYS,
        control_plans=plan.kills,
    )


def partitions() -> Outages:
    """Terminals that lose the database, settlers that lose the database or the company, with and without answers."""
    return Outages(
        "partitions",
        "Whoever loses whom, and however, no guest pays twice or for nothing.",
        200,
        plan.partitions,
        has_gates=True,
        control=SILENCE,
        control_plans=plan.cuts_to_the_company,
    )

"""The campaign of storms: every read, write, sync and opening fails with some chance, over thousands of guests.

Each storm is one evening of one program on one disk. What failed may have been done all the same, and what a failed sync
lost stays lost: at the end of each storm the power is cut, too.
"""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context

from kiosk.app import resources
from kiosk.prove.campaign import Control, Effort, Outcome, Violation
from kiosk.prove.chance import seeded
from kiosk.prove.disk.bench import Machine, Places, base, bench
from kiosk.prove.disk.storm import CUTS, Storm, Tally
from kiosk.prove.disk.witness import witness
from kiosk.services.floor_file import read_restaurant

FULL_STORMS, QUICK_STORMS, CONTROL_STORMS = 720, 6, 3


@dataclass(frozen=True, slots=True)
class Storms:
    """Storms over the disk. Implements ``Campaign``."""

    name: str = "io-errors"
    claim: str = "However often the disk fails, nobody is told what is not stored, and money and seats agree in the end."
    target: int = 10_000

    def run(self, effort: Effort) -> Outcome:
        """Many storms; the control takes a failed commit for a good one."""
        first = effort.seed * 1_000_000
        count = QUICK_STORMS if effort.quick else FULL_STORMS
        jobs = max(effort.jobs, 1)
        parts = [tuple(range(first + part, first + count, jobs * 4)) for part in range(jobs * 4)]
        bad = tuple(range(first, first + CONTROL_STORMS))
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            found = list(pool.map(_storms, filter(None, parts)))
            caught = pool.submit(_storms, bad, swallows=True).result()
        violations = [violation for one in found for violation in one.violations]
        total = Tally()
        for one in found:
            total.add(one.tally)
        return Outcome(
            total.sales,
            tuple(sorted(violations, key=lambda violation: violation.case)),
            (Control("a failed commit taken for a good one", caught.tally.sales, len(caught.violations)),),
            {
                "storms": count,
                "operations": total.operations,
                "failed operations": total.failed,
                "told paid": total.paid,
                "told not charged": total.not_paid,
                "steps that met an error": total.errors,
                "power cuts": count * CUTS,
            },
        )

    def replay(self, case: str) -> list[str]:
        """The number of a storm."""
        if not case.isdecimal():
            raise ValueError(f"{case!r} is not a case such as 1000007")
        return [violation.what for violation in _storms((int(case),)).violations]


@dataclass
class Found:
    """What came of some storms."""

    tally: Tally = field(default_factory=Tally)
    violations: list[Violation] = field(default_factory=list)


def _storms(numbers: tuple[int, ...], *, swallows: bool = False) -> Found:
    found = Found()
    _, there = base()
    restaurant = read_restaurant(resources.path("demo", "restaurant.toml"))
    with (
        Places() as (played, judged),
        bench(played, Machine(swallows=swallows)) as ours,
        witness(judged, there) as judge,
    ):
        for number in numbers:
            storm = Storm(seeded("storm", number), there, restaurant.plan, restaurant.rules, found.tally)
            broken = storm.rage(ours, judge, is_naive=swallows)
            if broken:
                found.violations.append(Violation(f"{number}", "; ".join(broken)))
    return found

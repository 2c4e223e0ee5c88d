"""The campaign of failing disks: each operation of each evening fails once, or the disk is full from there on, or dies.

What the program may do then is stop; what it may not do is go on as if it had stored something.
"""

from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Final

import apsw

from kiosk.prove.campaign import Control, Effort, Outcome, Violation
from kiosk.prove.disk.bench import Machine, Places, base, bench
from kiosk.prove.disk.evening import DISK_ERRORS, Evening, damage, evening
from kiosk.prove.disk.platter import Op
from kiosk.prove.disk.plays import PLAYS

QUICK_EVERY, CONTROL_EVERY = 41, 13


@dataclass(frozen=True, slots=True)
class Fault:
    """What becomes of the operations from number ``n`` on. ``veils``: of openings and reads, else of everything that changes."""

    error: type[Exception]
    goes_on: bool
    veils: bool = False
    only: str = ""


FAULTS: Final[Mapping[str, Fault]] = {
    "full": Fault(apsw.FullError, goes_on=True, only="write"),
    "fails-once": Fault(apsw.IOError, goes_on=False),
    "dies": Fault(apsw.IOError, goes_on=True),
    "unreadable-once": Fault(apsw.IOError, goes_on=False, veils=True),
    "unreadable": Fault(apsw.IOError, goes_on=True, veils=True),
}


@dataclass
class Counted:
    """The fault at its operation; ``seen`` is how many there were."""

    fault: Fault
    number: int
    seen: int = 0

    def strike(self, op: Op) -> None:
        """One more."""
        self.seen += 1
        is_now = self.seen >= self.number if self.fault.goes_on else self.seen == self.number
        if is_now and op.kind.startswith(self.fault.only):
            raise self.fault.error("the fault campaign's disk")


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the work: one play with one fault, at every so-maniest operation."""

    play: str
    fault: str
    every: int
    swallows: bool = False


@dataclass(frozen=True, slots=True)
class DiskFaults:
    """Fails and goes on. Implements ``Campaign``."""

    name: str = "disk-faults"
    claim: str = "Whatever operation of the disk fails, nothing is taken for stored that is not, and money and seats agree."
    target: int = 4_000

    def run(self, effort: Effort) -> Outcome:
        """Every play with every fault; the control takes a failed commit for a good one."""
        every = QUICK_EVERY if effort.quick else 1
        shares = [Share(play, fault, every) for play in PLAYS for fault in FAULTS]
        bad = [Share("paid", "fails-once", CONTROL_EVERY, swallows=True)]
        with ProcessPoolExecutor(max(effort.jobs, 1), mp_context=get_context("spawn")) as pool:
            found = list(pool.map(_work, [*shares, *bad]))
        violations = tuple(violation for _, broken in found[: len(shares)] for violation in broken)
        caught = found[len(shares) :]
        control = Control(
            "a failed commit taken for a good one",
            sum(cases for cases, _ in caught),
            sum(len(broken) for _, broken in caught),
        )
        cases = sum(cases for cases, _ in found[: len(shares)])
        return Outcome(cases, violations, (control,), {"plays": len(PLAYS), "faults": len(FAULTS)})

    def replay(self, case: str) -> list[str]:
        """``play:fault:operation``."""
        play, _, rest = case.partition(":")
        fault, _, number = rest.partition(":")
        if play not in PLAYS or fault not in FAULTS or not number.isdecimal():
            raise ValueError(f"{case!r} is not a case such as paid:full:31")
        image, there = base()
        with Places() as (played, _), bench(played) as ours, evening(ours, image, there, play) as current:
            return _broken(current, Share(play, fault, 1), Counted(FAULTS[fault], int(number)))


def _work(share: Share) -> tuple[int, tuple[Violation, ...]]:
    """How many cases, and what they broke."""
    cases, violations = 0, []
    image, there = base()
    with Places() as (played, _), bench(played, Machine(swallows=share.swallows)) as ours:
        number = 1
        is_beyond = False
        while not is_beyond:
            fault = Counted(FAULTS[share.fault], number)
            with evening(ours, image, there, share.play) as current:
                broken = _broken(current, share, fault)
                is_beyond = fault.seen < number
            cases += 1
            if broken:
                violations.append(Violation(f"{share.play}:{share.fault}:{number}", "; ".join(broken)))
            number += share.every
    return cases, tuple(violations)


def _broken(current: Evening, share: Share, fault: Counted) -> list[str]:
    """Play until something is refused, put the disk right, and let recovery end it."""
    if fault.fault.veils:
        current.veil_with(fault.strike)
    else:
        current.strike_with(fault.strike)
    # What was taken for stored is missed later: the bad variant stumbles over its own lie.
    with suppress(*DISK_ERRORS, *((KeyError,) if share.swallows else ())):
        PLAYS[share.play](current.scene)
    current.heal()
    promised = current.promised
    try:
        return [*damage(current.database, promised), *current.scene.end()]
    except Exception as failed:  # noqa: BLE001 - whatever the product raises is what this case found
        return [f"recovery failed: {type(failed).__name__}: {failed}"]

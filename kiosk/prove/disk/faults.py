"""The campaign of failing disks: each operation of each evening fails once, or the disk is full from there on, or dies.

What the program may do then is stop; what it may not do is go on as if it had stored something.
"""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Final

import apsw

from kiosk.prove.campaign import Control, Effort, Outcome, Violation
from kiosk.prove.disk.bench import Machine, Places, base, bench
from kiosk.prove.disk.evening import DISK_ERRORS, Evening, damage, evening
from kiosk.prove.disk.platter import Op, Strike
from kiosk.prove.disk.plays import PLAYS

QUICK_EVERY, CONTROL_EVERY = 41, 13


def _full_from(number: int) -> Strike:
    """No space from this operation on."""
    return _striking(lambda at, op: at >= number and op.kind == "write", apsw.FullError)


def _fails_once(number: int) -> Strike:
    """This one write or sync fails; the next works."""
    return _striking(lambda at, _: at == number, apsw.IOError)


def _dies(number: int) -> Strike:
    """Nothing works from here on."""
    return _striking(lambda at, _: at >= number, apsw.IOError)


FAULTS: Final[dict[str, Callable[[int], Strike]]] = {
    "full": _full_from,
    "fails-once": _fails_once,
    "dies": _dies,
}


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
            return _broken(current, Share(play, fault, 1), int(number))


def _work(share: Share) -> tuple[int, tuple[Violation, ...]]:
    """How many cases, and what they broke."""
    cases, violations = 0, []
    image, there = base()
    with Places() as (played, _), bench(played, Machine(swallows=share.swallows)) as ours:
        number = 1
        is_beyond = False
        while not is_beyond:
            with evening(ours, image, there, share.play) as current:
                broken = _broken(current, share, number)
                is_beyond = len(current.platter.ops) < number and not current.was_struck
            cases += 1
            if broken:
                violations.append(Violation(f"{share.play}:{share.fault}:{number}", "; ".join(broken)))
            number += share.every
    return cases, tuple(violations)


def _broken(current: Evening, share: Share, number: int) -> list[str]:
    """Play until something is refused, put the disk right, and let recovery end it."""
    current.strike_with(FAULTS[share.fault](number))
    # What was taken for stored is missed later: the bad variant stumbles over its own lie.
    with suppress(*DISK_ERRORS, *((KeyError,) if share.swallows else ())):
        PLAYS[share.play](current.scene)
    current.heal()
    promised = current.promised
    try:
        return [*damage(current.database, promised), *current.scene.end()]
    except Exception as failed:  # noqa: BLE001 - whatever the product raises is what this case found
        return [f"recovery failed: {type(failed).__name__}: {failed}"]


def _striking(hits: Callable[[int, Op], bool], error: type[Exception]) -> Strike:
    seen = _Seen(0)

    def strike(op: Op) -> None:
        seen.count += 1
        if hits(seen.count, op):
            raise error("the fault campaign's disk")

    return strike


@dataclass
class _Seen:
    count: int

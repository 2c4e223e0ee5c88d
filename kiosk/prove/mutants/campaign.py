"""The campaign: every mutant before the simulation, and before the tests where the simulation is blind. None may survive.

The control is a change that changes nothing: the judge must let it pass.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from kiosk.prove.campaign import Control, Effort, Outcome, Violation
from kiosk.prove.mutants.judged import NOTICED, SURVIVED
from kiosk.prove.mutants.mutant import Mutant, problem_of
from kiosk.prove.mutants.table import MUTANTS, NOTHING, QUICK

WORLDS: Final = 80
"""How many the simulation gives a mutant: each has been noticed in fewer than half of them."""

QUICK_WORLDS: Final = 8
NOTHING_WORLDS: Final = 1
PATIENCE_S: Final = 1_800
_HERE: Final = Path(__file__).resolve().parents[3]
_DOUBLE: Final = "-without-guard"
_TESTS_FAILED, _TESTS_PASSED = 1, 0


class NoTests(Exception):
    """The test-suite is not part of an installed program; only the repository has it."""


class End(StrEnum):
    """What became of one mutant."""

    KILLED = "killed by the simulation"
    KILLED_BY_TESTS = "killed by a test"
    SURVIVED = "survived"
    NO_PROGRAM = "not applicable"


@dataclass(frozen=True, slots=True)
class Judged:
    """One mutant, or one without its guard, and who noticed."""

    mutant: Mutant
    double: bool
    end: End
    said: str

    @property
    def case(self) -> str:
        """The word that judges it again."""
        return self.mutant.name + (_DOUBLE if self.double else "")

    @property
    def wrong(self) -> str:
        """What this proves against the campaign, or ""."""
        if self.end is End.NO_PROGRAM:
            return f"mutant {self.case} does not apply: {self.said}"
        if self.end is End.SURVIVED and (self.double or not self.mutant.guard):
            return f"nobody notices that {self.mutant.what}{' with its guard off' if self.double else ''}"
        return ""


@dataclass(frozen=True, slots=True)
class Mutants:
    """The product with one rule wrong, again and again. Implements ``Campaign``."""

    name: str = "mutants"
    claim: str = "Whatever rule of the money protocol is taken away, the proof notices, or a second rule stands behind it."
    target: int = 32

    def run(self, effort: Effort) -> Outcome:
        """All of them, as many at once as wanted."""
        wanted = [mutant for mutant in MUTANTS if not effort.quick or mutant.name in QUICK]
        cases = [(mutant, False) for mutant in wanted] + [(mutant, True) for mutant in wanted if mutant.guard]
        worlds = QUICK_WORLDS if effort.quick else WORLDS
        if effort.quick:
            # That a guard makes one harmless is shown by letting it run long, which a quick run does not.
            cases = [(mutant, double) for mutant, double in cases if double or not mutant.guard]
        with ThreadPoolExecutor(effort.jobs) as hands:
            judged = list(hands.map(lambda case: _judge(case[0], case[1], worlds), cases))
        judged += [one for mutant in MUTANTS if (one := _out_of_date(mutant)) and mutant not in wanted]
        found = tuple(Violation(one.case, one.wrong) for one in judged if one.wrong)
        control = _simulated(NOTHING, double=False, worlds=NOTHING_WORLDS)
        figures = {str(end): sum(one.end is end for one in judged) for end in End}
        figures["equivalent, second guard tested alone"] = figures.pop(str(End.SURVIVED)) - sum(
            one.end is End.SURVIVED and bool(one.wrong) for one in judged
        )
        return Outcome(
            len({one.mutant.name for one in judged}),
            found,
            (Control("a change that changes nothing would survive", 1, int(control.end is End.SURVIVED)),),
            {"mutants": len(wanted), "runs": len(judged), **figures},
        )

    def replay(self, case: str) -> list[str]:
        """``new-key-per-try``, or ``other-order-accepted-without-guard``."""
        double = case.endswith(_DOUBLE)
        mutants = {mutant.name: mutant for mutant in MUTANTS if mutant.guard or not double}
        mutant = mutants.get(case.removesuffix(_DOUBLE))
        if mutant is None:
            raise ValueError("it is the name of a mutant such as new-key-per-try")
        wrong = _judge(mutant, double, WORLDS).wrong
        return [wrong] if wrong else []


def _out_of_date(mutant: Mutant) -> Judged | None:
    """Every mutant has to fit the source, also one that is not judged this time."""
    for double, changes in ((False, mutant.changes), (True, (*mutant.changes, *mutant.without_guard))):
        if said := problem_of(changes):
            return Judged(mutant, double, End.NO_PROGRAM, said)
    return None


def _judge(mutant: Mutant, double: bool, worlds: int) -> Judged:
    """Before the tests first where they are named: they are quicker there, and the simulation is known to be blind."""
    if mutant.tests:
        return _tested(mutant, double=double)
    return _simulated(mutant, double=double, worlds=worlds)


def _simulated(mutant: Mutant, *, double: bool, worlds: int) -> Judged:
    words = [mutant.name, *(["double"] if double else []), str(worlds)]
    done = _run([sys.executable, "-m", "kiosk.prove.mutants.judged", *words])
    end = {SURVIVED: End.SURVIVED, NOTICED: End.KILLED}.get(done.returncode, End.NO_PROGRAM)
    return Judged(mutant, double, end, _last_line(done.stdout or done.stderr))


def _tested(mutant: Mutant, *, double: bool) -> Judged:
    if not all((_HERE / file).is_file() for file in mutant.tests):
        raise NoTests(
            f"{mutant.name} is judged by {', '.join(mutant.tests)}, which only the repository has, not an installed program"
        )
    plugin = ["-p", "kiosk.prove.mutants.plugin", "-x", "-q"]
    done = _run([sys.executable, "-m", "pytest", *plugin, *mutant.tests], mutant=mutant.name, double=double)
    ends = {_TESTS_PASSED: End.SURVIVED, _TESTS_FAILED: End.KILLED_BY_TESTS}
    return Judged(
        mutant, double, ends.get(done.returncode, End.NO_PROGRAM), _last_line(done.stdout or done.stderr)
    )


def _run(
    command: Sequence[str], *, mutant: str = "", double: bool = False
) -> "subprocess.CompletedProcess[str]":
    chosen = {"JARI_MUTANT": mutant, "JARI_MUTANT_DOUBLE": "1" if double else ""} if mutant else {}
    return subprocess.run(
        command,
        cwd=_HERE,
        env=os.environ | {"PYTHONPATH": str(_HERE)} | chosen,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


def _last_line(said: str) -> str:
    return (said.strip().splitlines() or [""])[-1]

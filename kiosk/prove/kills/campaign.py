"""The campaign of kills: counts the points of every path, kills at each, kills recovery too, and judges what is left."""

import resource
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from kiosk.prove.campaign import Control, Effort, Outcome, Violation
from kiosk.prove.kills import plan
from kiosk.prove.kills.crew import Crew, Told, crew
from kiosk.prove.kills.points import changes_something
from kiosk.prove.kills.schedules import Case, Cell, read_case

CONTROLS: Final = {
    "money first": Cell("paid", "ok-ok", "gone"),
    "sent after": Cell("paid", "ok-ok", "gone"),
    "new keys": Cell("paid", "late-ok", "soon"),
    "refunded first": Cell("mismatch", "lost-ok", "soon"),
}
"""Each known-bad variant, and the cell in which its fault shows when the process dies at the wrong moment."""

_AT_ONCE: Final = 4
_SECOND_SAMPLE: Final = 5


@dataclass
class _Found:
    """What has been found so far."""

    runs: int = 0
    kills: int = 0
    second_kills: int = 0
    broken: list[Violation] = field(default_factory=list)

    def add(self, results: Iterable[tuple[Case, Told]]) -> list[tuple[Case, Told]]:
        """Count and keep; gives them back."""
        kept = list(results)
        for case, told in kept:
            self.runs += 1
            self.kills += len(told.killed)
            self.second_kills += len(told.killed) > 1
            self.broken += [Violation(str(case), what) for what in _wrong(case, told)]
        return kept


@dataclass(frozen=True, slots=True)
class Kills:
    """``kill -9`` of a real process at every durable step and network boundary, and again inside recovery."""

    name: ClassVar[str] = "kills"
    claim: ClassVar[str] = (
        "wherever the program is killed, and killed again while it recovers, a guest has paid once or not at all"
    )
    target: ClassVar[int] = 20_000

    def run(self, effort: Effort) -> Outcome:
        """Count, kill, kill again. Raises ForgeLost where processes cannot be forked."""
        before = _cpu_s()
        found = _Found()
        with crew(effort.jobs) as hands:
            walked = plan.quick_cells(effort.seed) if effort.quick else plan.cells()
            counted = found.add(hands.run([Case(cell) for cell in walked]))
            killed = found.add(hands.run(_firsts(counted, effort)))
            intents = {case.cell: told.intent for case, told in counted}
            again = list(plan.seconds(killed, intents, effort.seed))
            found.add(hands.run(plan.sample(again, effort.seed, _SECOND_SAMPLE) if effort.quick else again))
            controls = tuple(_control(hands, name, cell, effort) for name, cell in CONTROLS.items())
        spent = _cpu_s() - before
        points = {f"points of {case.cell.path}": told.points[0] for case, told in reversed(counted)}
        return Outcome(
            found.kills,
            tuple(found.broken),
            controls,
            {
                "runs": found.runs,
                "kills": found.kills,
                "kills inside recovery": found.second_kills,
                "cells": len(walked),
                "seconds of one core": round(spent, 1),
                **dict(sorted(points.items())),
            },
        )

    def replay(self, case: str) -> list[str]:
        """Run one case again; gives what it breaks. Raises ValueError for a word that is none, or a point that is none."""
        wanted = read_case(case)
        with crew(1) as hands:
            ((_, told),) = hands.run([wanted])
        if len(told.killed) < bool(wanted.first) + bool(wanted.second):
            msg = f"{case} has no such point; its processes pass {', '.join(map(str, told.points))}"
            raise ValueError(msg)
        return _wrong(wanted, told)


def _firsts(counted: Sequence[tuple[Case, Told]], effort: Effort) -> list[Case]:
    if not effort.quick:
        return [killed for case, told in counted for killed in plan.firsts(case.cell, told)]
    (plain, told), *others = counted
    every = [
        Case(plain.cell, number)
        for number, label in enumerate(told.labels[: told.points[0]], 1)
        if changes_something(label)
    ]
    rest = [killed for case, seen in others for killed in plan.firsts(case.cell, seen)]
    return every + plan.sample(rest, effort.seed)


def _control(hands: Crew, name: str, cell: Cell, effort: Effort) -> Control:
    """The bad variant, killed at every point of its own; a quick run stops when it has been seen to fail."""
    ((_, counted),) = hands.run([Case(cell)], name)
    cases = list(plan.firsts(cell, counted))
    if effort.quick:
        # Here and there first: the bad moments of a variant lie next to each other.
        cases = [case for start in (2, 0, 1, 3) for case in cases[start::4]]
    tried = broken = 0
    while cases and not (effort.quick and broken):
        now, cases = cases[:_AT_ONCE], cases[_AT_ONCE:]
        tried += len(now)
        broken += sum(bool(told.broken) for _, told in hands.run(now, name))
    return Control(name, tried, broken)


def _wrong(case: Case, told: Told) -> list[str]:
    where = " and ".join(told.killed)
    found = [f"{what} (killed {where})" if where else what for what in told.broken]
    if len(told.killed) < bool(case.first) + bool(case.second):
        found.append("a point that was counted was not reached again: the path is not the same every time")
    return found


def _cpu_s() -> float:
    """Of the forges and all that they have forked, once they have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime

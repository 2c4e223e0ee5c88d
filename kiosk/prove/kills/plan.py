"""Which cases are run: every point of every path, under which schedules, and which of them a second time in recovery."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from kiosk.prove.chance import seeded
from kiosk.prove.kills.crew import Told
from kiosk.prove.kills.points import changes_something
from kiosk.prove.kills.schedules import ALL_CELLS, Case, Cell

BASE: Final = "ok-ok"
THOROUGH: Final = ("paid", "declined", "mismatch")
"""Paths that are walked under every schedule; the others under each fault of the call that moves money."""

DEEP: Final = {
    Cell("paid", BASE, "soon"): 1,
    Cell("paid", "gone-ok", "gone"): 1,
    Cell("mismatch", "gone-ok", "soon"): 3,
}
"""Cells in which every point from T3 on is paired with every point of the recovery that follows, or with every third."""

QUICK: Final = Cell("paid", BASE, "soon")
SAMPLE: Final = 12
_ONE_IN: Final = 6


def cells() -> tuple[Cell, ...]:
    """The cells of a full run."""
    return tuple(cell for cell in ALL_CELLS if _is_wanted(cell))


def _is_wanted(cell: Cell) -> bool:
    moving, asking = cell.schedule.split("-")
    if cell.path in THOROUGH:
        return asking == "ok" or cell.back != "next"
    if cell.back == "next":
        return cell.schedule == BASE
    return asking == "ok" or (moving, asking) == ("late", "lost")


def quick_cells(seed: int) -> tuple[Cell, ...]:
    """The cells of a quick one: the plain sale, and one of every path under some schedule."""
    chance = seeded("kills", "cells", seed)
    others = [
        chance.choice([cell for cell in ALL_CELLS if cell.path == path])
        for path in dict.fromkeys(cell.path for cell in ALL_CELLS)
    ]
    return (QUICK, *(cell for cell in others if cell != QUICK))


def firsts(cell: Cell, counted: Told) -> Iterator[Case]:
    """Where the first process is killed: at every point of the undisturbed path, wherever one differs from the one before.

    Where the guest still stands there, that is every single point. A schedule changes nothing before the first byte that
    is sent; under the others it is from the last point before T3 on.
    """
    for number, label in enumerate(counted.labels[: counted.points[0]], 1):
        if cell.schedule == BASE:
            is_wanted = cell.back == "soon" or changes_something(label)
        else:
            is_wanted = number >= counted.intent and changes_something(label)
        if is_wanted or number == counted.intent - 1:
            yield Case(cell, number)


def sample(cases: Sequence[Case], seed: int, most: int = SAMPLE) -> list[Case]:
    """Some of them, in order."""
    chosen = seeded("kills", "sample", seed).sample(range(len(cases)), min(most, len(cases)))
    return [cases[nth] for nth in sorted(chosen)]


def seconds(found: Iterable[tuple[Case, Told]], intents: dict[Cell, int], seed: int) -> Iterator[Case]:
    """Where the recovery after a first kill from T3 on is killed in its turn: everywhere in deep cells, else here and there."""
    for case, told in found:
        if case.first < intents[case.cell] or not told.killed:
            continue
        ways = [number for number, label in enumerate(told.labels, 1) if changes_something(label)]
        if case.cell in DEEP and changes_something(told.killed[0]):
            step = DEEP[case.cell]
            yield from (replace(case, second=number) for number in ways[case.first % step :: step])
            continue
        chance = seeded("kills", "second", seed, case)
        if ways and chance.randrange(_ONE_IN) == 0:
            yield replace(case, second=chance.choice(ways))

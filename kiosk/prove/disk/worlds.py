"""The worlds in which the power is cut: how the evenings come about whose every moment is a cut. Judges nothing.

* ``write-ahead``: the product as it is delivered.
* ``rollback``: the product with an SQLite whose write-ahead log is not sound; it keeps a rollback journal then.
* ``failed-sync``: one sync fails, and what it should have made durable is lost though every later sync says success; the
  program goes on, or is killed and started again, and then the power is cut.
* ``cut-again``: the power was cut once, and is cut again while the program recovers.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from kiosk.prove.chance import seeded
from kiosk.prove.disk.bench import SOUND, Bench, Machine
from kiosk.prove.disk.platter import Image, some_of
from kiosk.prove.disk.recording import Recording, record, record_recovery
from kiosk.prove.interleavings.floor import House


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a play is recorded: on which bench, from which disk, and how many guests were there before."""

    bench: Bench
    base: Image
    there: House
    play: str
    earlier: int
    seed: str

    def record(self, bad_sync: int = 0) -> Recording:
        """The play once."""
        earlier = 0 if bad_sync else self.earlier
        return record(self.bench, self.base, self.there, self.play, earlier=earlier, bad_sync=bad_sync)


@dataclass(frozen=True, slots=True)
class World:
    """A machine, and the recordings that there are, by number."""

    machine: Machine
    count: Callable[[Stage], int]
    one: Callable[[Stage, int], Recording]

    def all(self, stage: Stage, every: int) -> Iterator[tuple[int, Recording]]:
        """Every so-maniest, with its number."""
        for number in range(0, self.count(stage), every):
            yield number, self.one(stage, number)


def _plain(stage: Stage, _number: int) -> Recording:
    return stage.record()


def _count_syncs(stage: Stage) -> int:
    return sum(op.kind == "sync" for op in stage.record(bad_sync=_NEVER).ops)


def _with_a_failed_sync(stage: Stage, number: int) -> Recording:
    return stage.record(bad_sync=number + 1)


def _count_cuts(stage: Stage) -> int:
    return len(stage.record().ops) + 1


def _recovered(stage: Stage, number: int) -> Recording:
    """After the first cut before operation ``number``, with one of the disks that it may have left."""
    first = stage.record()
    words = ("cut-again", stage.play, stage.seed, number)
    _, cut = next(islice(first.cuts(some_of(seeded(*words))), number, None))
    *_, image = cut.states(seeded(*words), 3)
    return record_recovery(stage.bench, image, stage.there, stage.play, first.mark_at(number))


_NEVER: Final = 1_000_000

WORLDS: Final[Mapping[str, World]] = {
    "write-ahead": World(SOUND, lambda _: 1, _plain),
    "rollback": World(Machine(older=True), lambda _: 1, _plain),
    "failed-sync": World(SOUND, _count_syncs, _with_a_failed_sync),
    "cut-again": World(SOUND, _count_cuts, _recovered),
}

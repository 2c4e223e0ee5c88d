"""Evenings recorded operation by operation, so that each can be cut at every one of them."""

from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count

import apsw

from kiosk.prove.disk.bench import Bench
from kiosk.prove.disk.evening import DISK_ERRORS, Mark, evening
from kiosk.prove.disk.platter import Cut, Fate, Image, Op, Platter, Strike
from kiosk.prove.disk.plays import PLAYS
from kiosk.prove.interleavings.floor import House, Scene
from kiosk.services import holding


@dataclass(frozen=True, slots=True)
class Recording:
    """An evening to be cut anywhere: what the disk held before, what was done to it, and how things stood when."""

    play: str
    base: Image
    ops: list[Op]
    marks: list[Mark]

    def mark_at(self, cut: int) -> Mark:
        """What was known and promised last before operation number ``cut``."""
        return self.marks[bisect_right(self.marks, cut, key=lambda mark: mark.after) - 1]

    def marks_at(self, cut: int) -> list[Mark]:
        """The same, and where the company did something without the disk, also how its books were before that."""
        last = self.mark_at(cut)
        found = [last]
        for mark in self.marks:
            if mark.after == cut and all(mark.books != one.books for one in found):
                found.append(mark)
        return found

    def cuts(self, fate: Fate, every: int = 1) -> Iterator[tuple[int, Cut]]:
        """The disk before every so-maniest operation, and after the last."""
        cut = Cut({name: bytearray(content) for name, content in self.base.items()}, fate=fate)
        for number in range(len(self.ops) + 1):
            if number:
                cut.take(self.ops[number - 1])
            if number % every == 0 or number == len(self.ops):
                yield number, cut


def record(
    bench: Bench, image: Image, there: House, play: str, *, earlier: int = 0, bad_sync: int = 0
) -> Recording:
    """Play it once, to the closing of the database, after so many ``earlier`` guests who only looked.

    ``bad_sync`` is the number of the one sync that fails; what was under way is then taken up again, as the program does.
    With every other of them the program is killed as it fails, before it can do anything about it, and started again.
    """
    is_killed = bad_sync % 2 == 1
    with evening(bench, image, there, play) as current:
        current.strike_with(_nth_sync(bad_sync, current.platter if is_killed else None))
        errors = (*DISK_ERRORS, *((KeyError,) if bench.machine.swallows else ())) if bad_sync else ()
        with suppress(*errors):
            for number in range(earlier):
                _look(current.scene, f"earlier-{number}")
            PLAYS[play](current.scene)
        if bad_sync:
            if is_killed:
                bench.kill()
            _go_on(current.scene)
        current.mark()
        bench.database.writers.dispose()
        return Recording(play, image, list(current.platter.ops), list(current.marks))


def record_recovery(bench: Bench, image: Image, there: House, play: str, since: Mark) -> Recording:
    """Start from what a power cut has left and recover, to be cut again."""
    with evening(bench, image, there, play, since) as current:
        current.scene.end()
        current.mark()
        bench.database.writers.dispose()
        return Recording(play, image, list(current.platter.ops), list(current.marks))


def _look(scene: Scene, visit: str) -> None:
    booking_id = scene.hold(visit)
    assert booking_id is not None
    holding.release(scene.shop, visit, booking_id)


def _go_on(scene: Scene) -> None:
    """The same program goes on after an error: timers settle what is open, and the next guest comes."""
    for _ in range(3):
        scene.clock.advance(60)
        with suppress(*DISK_ERRORS):
            scene.settler.settle_all()
    with suppress(*DISK_ERRORS):
        scene.whole_road("next")


def _nth_sync(number: int, killed: Platter | None) -> Strike:
    """Fails at that sync; with ``killed`` the program does nothing more from there on."""
    syncs = count(1)

    def strike(op: Op) -> None:
        if op.kind == "sync" and next(syncs) == number:
            if killed is not None:
                killed.is_killed = True
            raise apsw.IOError("the fault campaign's disk")

    return strike

"""The campaign of full disks: from any operation on nothing may grow any more, but for what the spare gives back.

Sales under way are ended while the disk is still full, new ones are refused in words, and when there is room again
everything goes on.
"""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import apsw

from kiosk.domain.sittings import open_sittings
from kiosk.prove.campaign import Control, Effort, Outcome, Violation
from kiosk.prove.disk.bench import FILE, Places, base, bench
from kiosk.prove.disk.evening import DISK_ERRORS, REFUSED, Evening, WatchedDatabase, damage, evening
from kiosk.prove.disk.platter import Op
from kiosk.prove.disk.plays import PLAYS
from kiosk.prove.interleavings.floor import Scene
from kiosk.services import holding
from kiosk.services.restaurants import load
from kiosk.services.results import Held, Refused, Taken

SPARE: Final = 1_000_000
"""Bytes: far less than the product's, and enough for what one case may have under way."""

QUICK_EVERY, CONTROL_EVERY = 67, 29
ROUNDS: Final = 8
"""Of recovery while the disk is full, some minutes apart."""


@dataclass(frozen=True, slots=True)
class SmallDatabase(WatchedDatabase):
    """Is told by the campaign's disk how much room there is."""

    room: Callable[[], bool] = lambda: True

    def has_room(self) -> bool:
        """As the disk says."""
        return self.room()


@dataclass
class SmallDisk:
    """Full from operation ``since`` on: other programs have taken what there was. The spare counts until it is deleted."""

    spare: Path
    has_spare: bool
    since: int
    sizes: Counter[str]
    done: int = 0
    is_over: bool = False
    looks_roomy: bool = False
    _limit: int = 0

    @property
    def is_full(self) -> bool:
        """Whether it is too late for a new sale."""
        return not self.is_over and self.done >= self.since

    def strike(self, op: Op) -> None:
        """One more operation."""
        if not self.is_full:
            self._limit = self.sizes.total()
        self.done += 1
        after = self._size_after(op)
        growth = after - self.sizes[op.file]
        given_back = SPARE if self.has_spare and not self.spare.exists() else 0
        if self.is_full and growth > 0 and self.sizes.total() + growth > self._limit + given_back:
            raise apsw.FullError("the fault campaign's disk")
        self.sizes[op.file] = after

    def _size_after(self, op: Op) -> int:
        match op.kind:
            case "write":
                return max(self.sizes[op.file], op.at + len(op.data))
            case "cut":
                return op.at
            case "delete":
                return 0
            case _:
                return self.sizes[op.file]


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the work: one play, full from every so-maniest operation on."""

    play: str
    every: int
    has_spare: bool = True


@dataclass(frozen=True, slots=True)
class FullDisk:
    """Fills up. Implements ``Campaign``."""

    name: str = "disk-full"
    claim: str = "On a full disk sales under way come to their end, and no new one begins."
    target: int = 1_000

    def run(self, effort: Effort) -> Outcome:
        """Every play; the control has no spare."""
        shares = [Share(play, QUICK_EVERY if effort.quick else 1) for play in PLAYS]
        bad = [Share(play, CONTROL_EVERY, has_spare=False) for play in ("paid", "lost")]
        with ProcessPoolExecutor(max(effort.jobs, 1), mp_context=get_context("spawn")) as pool:
            found = list(pool.map(_work, [*shares, *bad]))
        cases = sum(one.cases for one in found[: len(shares)])
        caught = found[len(shares) :]
        control = Control(
            "no spare", sum(one.cases for one in caught), sum(len(one.violations) for one in caught)
        )
        violations = tuple(violation for one in found[: len(shares)] for violation in one.violations)
        used = sum(one.spares for one in found[: len(shares)])
        return Outcome(cases, violations, (control,), {"plays": len(PLAYS), "spares used": used})

    def replay(self, case: str) -> list[str]:
        """``play:operation``."""
        play, _, number = case.partition(":")
        if play not in PLAYS or not number.isdecimal():
            raise ValueError(f"{case!r} is not a case such as paid:31")
        return _work(Share(play, 1), only=int(number)).of_all()


@dataclass
class Found:
    """What came of a share."""

    cases: int = 0
    spares: int = 0
    violations: list[Violation] = field(default_factory=list)

    def of_all(self) -> list[str]:
        """What was broken, without the cases."""
        return [violation.what for violation in self.violations]


def _work(share: Share, only: int | None = None) -> Found:
    found = Found()
    image, there = base()
    with Places() as (played, _), bench(played) as ours:
        number, is_beyond = only or 0, False
        while not is_beyond:
            with evening(ours, image, there, share.play) as current:
                spare = played / f"{FILE}-spare"
                if share.has_spare:
                    spare.touch()
                sizes = Counter({name: len(content) for name, content in image.items()})
                disk = SmallDisk(spare, share.has_spare, number, sizes)
                broken = _broken(current, share, disk)
                found.spares += share.has_spare and not spare.exists()
                is_beyond = only is not None or disk.done < number
            found.cases += 1
            if broken:
                found.violations.append(Violation(f"{share.play}:{number}", "; ".join(broken)))
            number += share.every
    return found


def _broken(current: Evening, share: Share, disk: SmallDisk) -> list[str]:
    scene = current.scene
    watched = scene.shop.database
    assert isinstance(watched, WatchedDatabase)
    small = SmallDatabase(
        watched.writers,
        watched.readers,
        file=disk.spare.with_name(FILE),
        committed=watched.committed,
        room=lambda: disk.looks_roomy or not disk.is_full,
    )
    scene.shop = replace(scene.shop, database=small)
    current.strike_with(disk.strike)
    with suppress(*DISK_ERRORS):
        PLAYS[share.play](scene)
    try:
        return [*_while_full(current, disk), *_with_room(current, disk)]
    except Exception as failed:  # noqa: BLE001 - whatever the product raises is what this case found
        return [f"{type(failed).__name__}: {failed}"]


def _while_full(current: Evening, disk: SmallDisk) -> list[str]:
    """What is under way ends, and nobody begins anything."""
    if not disk.is_full:
        return []
    scene = current.scene
    scene.company.loses, scene.company.hides = 0, False
    for _ in range(ROUNDS):
        scene.clock.advance(150)
        with suppress(*REFUSED):
            scene.settler.settle_all()
    broken = []
    if left := scene.settler.count_undecided():
        broken.append(f"{left} are still under way on the full disk")
    if (told := _come(scene, "newcomer")) != Refused("disk_nearly_full"):
        broken.append(f"a newcomer on a full disk was told {told}")
    # The last room may go between the look and the write; what comes then is an answer, too.
    disk.looks_roomy = True
    told = _come(scene, "late-comer")
    if isinstance(told, Refused) and told.why != "cannot_store":
        broken.append(f"a late-comer on a full disk was told {told}")
    return broken


def _with_room(current: Evening, disk: SmallDisk) -> list[str]:
    """All is well again, and the next guest gets seats."""
    disk.is_over = True
    current.heal()
    scene = current.scene
    broken = [*damage(current.database, current.promised), *scene.end()]
    if isinstance(told := _come(scene, "next"), Refused):
        broken.append(f"with room again, the next guest was told {told}")
    return broken


def _come(scene: Scene, visit: str) -> Held | Taken | Refused:
    """A walk-in who wants the table that everybody wants."""
    rules = load(scene.shop.database, scene.shop.restaurant_id).rules
    sitting = open_sittings(scene.clock.now(), rules)[0]
    return holding.hold(scene.shop, visit, sitting, scene.house.seats, 2)

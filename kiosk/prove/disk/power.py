"""The campaign of power cuts: every evening is cut at every operation, and each disk that may be left is started from.

In four worlds, see ``kiosk.prove.disk.worlds``. The controls buy speed with weaker pragmas, as many do: intents that
were promised are then lost.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from itertools import islice
from multiprocessing import get_context
from typing import Final

from kiosk.prove.campaign import Control, Effort, Outcome, Violation
from kiosk.prove.chance import seeded
from kiosk.prove.disk.bench import Places, base, bench
from kiosk.prove.disk.evening import Mark
from kiosk.prove.disk.platter import Image, some_of
from kiosk.prove.disk.plays import PLAYS
from kiosk.prove.disk.recording import Recording
from kiosk.prove.disk.witness import Witness, witness
from kiosk.prove.disk.worlds import WORLDS, Stage

FULL_ROUNDS: Final = 2
EARLIER_GUESTS: Final = 16
"""Up to so many guests have been there before: each evening then lies differently on the disk's pages."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the work: plays in one world, every so-maniest of its recordings, of their cuts, and so many states each."""

    world: str
    plays: tuple[str, ...]
    seed: str
    states: int
    every: int = 1
    every_recording: int = 1
    pragmas: Mapping[str, str] = field(default_factory=dict)
    swallows: bool = False
    trusts: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a share."""

    states: int
    cuts: int
    recoveries: int
    violations: tuple[Violation, ...]


FULL: Final = (
    Share("write-ahead", (), "", states=40),
    Share("rollback", (), "", states=8, every=2),
    Share("failed-sync", (), "", states=5, every=9, every_recording=2),
    Share("cut-again", (), "", states=4, every=5, every_recording=11),
)
QUICK: Final = (
    Share("write-ahead", (), "", states=4, every=29),
    Share("rollback", (), "", states=4, every=97),
    Share("failed-sync", (), "", states=3, every=61, every_recording=17),
    Share("cut-again", (), "", states=3, every=29, every_recording=101),
)
CONTROLS: Final[Mapping[str, Share]] = {
    "write-ahead log with synchronous=NORMAL": Share(
        "write-ahead",
        ("paid",),
        "",
        states=4,
        every=11,
        pragmas={"PRAGMA synchronous=FULL": "PRAGMA synchronous=NORMAL"},
    ),
    "rollback journal with synchronous=FULL": Share(
        "rollback",
        ("paid",),
        "",
        states=3,
        every=23,
        pragmas={"PRAGMA synchronous=EXTRA": "PRAGMA synchronous=FULL"},
    ),
    "a start that builds on what is in the log": Share(
        "failed-sync",
        ("paid",),
        "",
        states=3,
        every=7,
        every_recording=2,
        pragmas={"PRAGMA wal_checkpoint(TRUNCATE)": "PRAGMA application_id"},
        trusts=True,
    ),
    "a log that is copied as memory has it": Share(
        "failed-sync", ("paid",), "", states=5, every=27, every_recording=2, trusts=True
    ),
    "a failed sync taken for a good one": Share(
        "failed-sync", ("paid",), "", states=3, every=31, every_recording=3, swallows=True
    ),
}


@dataclass(frozen=True, slots=True)
class Power:
    """Cuts and starts again. Implements ``Campaign``."""

    name: str = "power"
    claim: str = (
        "Whenever the power goes and whatever the disk has kept, no promise is broken and none is forgotten."
    )
    target: int = 100_000

    def run(self, effort: Effort) -> Outcome:
        """Every play in every world."""
        shares = list(_shares(effort))
        bad = [replace(share, seed=f"{effort.seed}") for share in CONTROLS.values()]
        with ProcessPoolExecutor(max(effort.jobs, 1), mp_context=get_context("spawn")) as pool:
            all_of_it = list(pool.map(_work, [*shares, *bad]))
        found = all_of_it[: len(shares)]
        controls = tuple(
            Control(name, one.states, len(one.violations))
            for name, one in zip(CONTROLS, all_of_it[len(shares) :], strict=True)
        )
        by_world = {
            f"states, {world}": sum(
                one.states for share, one in zip(shares, found, strict=True) if share.world == world
            )
            for world in WORLDS
        }
        return Outcome(
            sum(one.states for one in found),
            tuple(violation for one in found for violation in one.violations),
            controls,
            {
                "plays": len(PLAYS),
                "cuts": sum(one.cuts for one in found),
                "recoveries": sum(one.recoveries for one in found),
                **by_world,
            },
        )

    def replay(self, case: str) -> list[str]:
        """``world:play:seed:states:recording:cut:state``, as a violation names it."""
        world, _, rest = case.partition(":")
        play, *numbers = rest.split(":")
        if (
            world not in WORLDS
            or play not in PLAYS
            or len(numbers) != 5  # noqa: PLR2004 - see above
            or not all(number.isdecimal() for number in numbers)
        ):
            raise ValueError(f"{case!r} is not a case such as write-ahead:paid:1:40:0:117:3")
        seed, *others = numbers
        states, wanted, at, nth = map(int, others)
        share = Share(world, (play,), seed, states)
        with _stage(share) as (stages, judge):
            stage = next(stages)
            recording = WORLDS[world].one(stage, wanted)
            for number, found in _cuts(share, stage.play, wanted, recording):
                for mark, image in islice(found, nth, nth + 1) if number == at else ():
                    return judge.judge(image, mark, play)
        raise ValueError(f"{case!r} is beyond the end of its evening")


def _shares(effort: Effort) -> Iterator[Share]:
    if effort.quick:
        yield from (replace(share, plays=tuple(PLAYS), seed=f"{effort.seed}") for share in QUICK)
        return
    for share in FULL:
        for play in PLAYS:
            for number in range(FULL_ROUNDS):
                yield replace(share, plays=(play,), seed=f"{effort.seed + number}")


def _work(share: Share) -> Found:
    states = cuts = 0
    violations = []
    with _stage(share) as (stages, judge):
        for stage in stages:
            for nth, recording in WORLDS[share.world].all(stage, share.every_recording):
                seen: set[bytes] = set()
                for number, found in _cuts(share, stage.play, nth, recording):
                    cuts += 1
                    for place, (mark, image) in enumerate(found):
                        if (digest := _digest(image, mark)) in seen:
                            continue
                        seen.add(digest)
                        states += 1
                        if broken := judge.judge(image, mark, stage.play):
                            case = f"{share.world}:{stage.play}:{share.seed}:{share.states}:{nth}:{number}:{place}"
                            violations.append(Violation(case, "; ".join(broken)))
    return Found(states, cuts, judge.recoveries, tuple(violations))


@contextmanager
def _stage(share: Share) -> Iterator[tuple[Iterator[Stage], Witness]]:
    """The stage for each of the plays, one after the other, and who judges them."""
    image, there = base()
    machine = replace(
        WORLDS[share.world].machine, pragmas=share.pragmas, swallows=share.swallows, trusts=share.trusts
    )
    earlier = int(share.seed) % EARLIER_GUESTS
    with (
        Places() as (played, judged),
        bench(played, machine) as ours,
        witness(judged, there, machine) as judge,
    ):
        yield (Stage(ours, image, there, play, earlier, share.seed) for play in share.plays), judge


def _cuts(
    share: Share, play: str, nth: int, recording: Recording
) -> Iterator[tuple[int, Iterator[tuple[Mark, Image]]]]:
    words = ("power", share.world, play, share.seed, nth)
    for number, cut in recording.cuts(some_of(seeded(*words)), share.every):
        images = cut.states(seeded(*words, number), share.states)
        yield number, ((mark, image) for image in images for mark in recording.marks_at(number))


def _digest(image: Image, mark: Mark) -> bytes:
    """Two states are one when both the disk and all that is known and promised are the same."""
    digest = blake2b(f"{mark.after} {mark.promised} {mark.books}".encode(), digest_size=16)
    for name in sorted(image):
        digest.update(name.encode() + len(image[name]).to_bytes(8))
        digest.update(image[name])
    return digest.digest()

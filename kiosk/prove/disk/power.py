"""The campaign of power cuts: every evening is cut at every operation, and each disk that may be left is started from.

The control buys speed with ``synchronous=NORMAL``, as many do: committed intents are then lost.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from hashlib import blake2b
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from kiosk.prove.campaign import Control, Effort, Outcome, Violation
from kiosk.prove.chance import seeded
from kiosk.prove.disk.platter import Cut, Image
from kiosk.prove.disk.plays import PLAYS
from kiosk.prove.disk.recording import FILE, Recording, base_of, record, witness
from kiosk.prove.interleavings.floor import House

HONEST: Final[Mapping[str, str]] = {}
FAST: Final[Mapping[str, str]] = {"PRAGMA synchronous=FULL": "PRAGMA synchronous=NORMAL"}
FULL_STATES, FULL_ROUNDS = 50, 2
QUICK_STATES, QUICK_EVERY = 5, 17
CONTROL_EVERY, CONTROL_STATES = 11, 4
EARLIER_GUESTS: Final = 16
"""Up to so many guests have been there before: each evening then lies differently on the disk's pages."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the work: one play, cut at every so-maniest operation, so many states each."""

    play: str
    seed: str
    states: int
    every: int
    fast: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a share."""

    states: int
    cuts: int
    violations: tuple[Violation, ...]


@dataclass(frozen=True, slots=True)
class Power:
    """Cuts and starts again. Implements ``Campaign``."""

    name: str = "power"
    claim: str = (
        "Whenever the power goes and whatever the disk has kept, no promise is broken and none is forgotten."
    )
    target: int = 100_000

    def run(self, effort: Effort) -> Outcome:
        """Every play; the control on three of them."""
        shares = list(_shares(effort))
        with ProcessPoolExecutor(max(effort.jobs, 1), mp_context=get_context("spawn")) as pool:
            found = list(pool.map(_work, shares))
            bad = list(
                pool.map(
                    _work,
                    [
                        Share(play, f"{effort.seed}", CONTROL_STATES, CONTROL_EVERY, fast=True)
                        for play in ("paid", "lost")
                    ],
                )
            )
        violations = tuple(violation for one in found for violation in one.violations)
        control = Control(
            "synchronous=NORMAL", sum(one.states for one in bad), sum(len(one.violations) for one in bad)
        )
        figures = {"plays": len(PLAYS), "cuts": sum(one.cuts for one in found)}
        return Outcome(sum(one.states for one in found), violations, (control,), figures)

    def replay(self, case: str) -> list[str]:
        """``play:seed:states:cut:state``, as a violation names it."""
        play, _, rest = case.partition(":")
        parts = rest.split(":")
        if play not in PLAYS or len(parts) != 4 or not all(part.isdecimal() for part in parts):  # noqa: PLR2004
            raise ValueError(f"{case!r} is not a case such as paid:1:20:117:3")
        share = Share(play, parts[0], int(parts[1]), 1)
        with Places() as (played, judged):
            recording, there = _record(share, played)
            with witness(judged, there) as judge:
                for number, cut in _cuts(recording, 1):
                    if number != int(parts[2]):
                        continue
                    for nth, image in enumerate(_states(share, number, cut)):
                        if nth == int(parts[3]):
                            return judge.judge(image, recording.mark_at(number), play)
        raise ValueError(f"{case!r} is beyond the end of its evening")


def _shares(effort: Effort) -> Iterator[Share]:
    for play in PLAYS:
        if effort.quick:
            yield Share(play, f"{effort.seed}", QUICK_STATES, QUICK_EVERY)
        else:
            for number in range(FULL_ROUNDS):
                yield Share(play, f"{effort.seed + number}", FULL_STATES, 1)


def _work(share: Share) -> Found:
    states = cuts = 0
    violations = []
    with Places() as (played, judged):
        recording, there = _record(share, played)
        with witness(judged, there) as judge:
            for number, cut in _cuts(recording, share.every):
                cuts += 1
                seen: set[bytes] = set()
                for nth, image in enumerate(_states(share, number, cut)):
                    if (mark := _digest(image)) in seen:
                        continue
                    seen.add(mark)
                    states += 1
                    broken = judge.judge(image, recording.mark_at(number), share.play)
                    if broken:
                        case = f"{share.play}:{share.seed}:{share.states}:{number}:{nth}"
                        violations.append(Violation(case, "; ".join(broken)))
    return Found(states, cuts, tuple(violations))


def _record(share: Share, folder: Path) -> tuple[Recording, House]:
    base, there = base_of(folder)
    for left in folder.iterdir():
        left.unlink()
    earlier = int(share.seed) % EARLIER_GUESTS
    return record(folder, base, there, share.play, FAST if share.fast else HONEST, earlier), there


def _cuts(recording: Recording, every: int) -> Iterator[tuple[int, Cut]]:
    """Before each operation, and after the last."""
    cut = Cut({FILE: bytearray(recording.base)})
    for number in range(len(recording.ops) + 1):
        if number:
            cut.take(recording.ops[number - 1])
        if number % every == 0 or number == len(recording.ops):
            yield number, cut


def _states(share: Share, number: int, cut: Cut) -> Iterator[Image]:
    return cut.states(seeded("power", share.play, share.seed, number), share.states)


def _digest(image: Image) -> bytes:
    digest = blake2b(digest_size=16)
    for name in sorted(image):
        digest.update(name.encode() + len(image[name]).to_bytes(8))
        digest.update(image[name])
    return digest.digest()


class Places:
    """Two empty folders, in memory where there is such a place."""

    def __enter__(self) -> tuple[Path, Path]:
        shared = Path("/dev/shm")  # noqa: S108 - private folders are made below it
        self._folder = TemporaryDirectory(prefix="jari-power-", dir=shared if shared.is_dir() else None)
        made = Path(self._folder.name)
        (made / "played").mkdir()
        (made / "judged").mkdir()
        return made / "played", made / "judged"

    def __exit__(self, *_error: object) -> None:
        self._folder.cleanup()

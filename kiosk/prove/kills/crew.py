"""Forges at work: one process each, cases handed out in turn, results back in the order of the cases."""

import json
import os
import select
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from typing import Any, Final

from kiosk.prove.kills.products import SOUND
from kiosk.prove.kills.schedules import Case

_LONGEST_S: Final = 180.0
_FAREWELL_S: Final = 20.0
_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
"""A disk in memory: a kill loses nothing that was written, so nothing here has to wait for a real one."""


class ForgeLost(RuntimeError):
    """A forge said nothing for minutes, or ended: the campaign cannot go on."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a forge found: points passed by each process, where they were killed, and what is broken."""

    points: tuple[int, ...]
    intent: int
    killed: tuple[str, ...]
    broken: tuple[str, ...]
    labels: tuple[str, ...]


class _Forge:
    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kiosk.prove.kills.forge", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )

    def run(self, case: Case, product: str) -> Told:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"case": str(case), "product": product}).encode() + b"\n")
        self._process.stdin.flush()
        told = self.hear()
        return Told(
            tuple(told["points"]),
            told["intent"],
            tuple(told["killed"]),
            tuple(told["broken"]),
            tuple(told["labels"]),
        )

    def hear(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        # One answer to one question: there is never a second line in the reader's buffer.
        ready, _, _ = select.select([self._process.stdout], [], [], _LONGEST_S)
        line = self._process.stdout.readline() if ready else b""
        if not line.endswith(b"\n"):
            msg = f"the forge {self._process.pid} is {'gone' if ready else 'silent'}"
            raise ForgeLost(msg)
        heard: dict[str, Any] = json.loads(line)
        return heard

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        try:
            self._process.wait(_FAREWELL_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()


class Crew:
    """Some forges; each works at one case at a time."""

    def __init__(self, forges: Sequence[_Forge]) -> None:
        self._idle: SimpleQueue[_Forge] = SimpleQueue()
        for forge in forges:
            self._idle.put(forge)
        self._hands = ThreadPoolExecutor(len(forges))

    def run(self, cases: Sequence[Case], product: str = SOUND) -> Iterator[tuple[Case, Told]]:
        """Every case with what came of it, in order. Raises ForgeLost."""
        told = self._hands.map(lambda case: self._one(case, product), cases)
        return zip(cases, told, strict=True)

    def close(self) -> None:
        """Take on nothing more."""
        self._hands.shutdown(cancel_futures=True)

    def _one(self, case: Case, product: str) -> Told:
        forge = self._idle.get()
        try:
            return forge.run(case, product)
        finally:
            self._idle.put(forge)


@contextmanager
def crew(jobs: int) -> Iterator[Crew]:
    """``jobs`` forges; they, their companies and their folders are gone with the block. Raises ForgeLost."""
    if not hasattr(os, "fork"):
        raise ForgeLost("this campaign forks a fresh process for every case; this system cannot")
    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(
                TemporaryDirectory(prefix="jari-kills-", dir=_MEMORY if _MEMORY.is_dir() else None)
            )
        )
        forges = []
        for nth in range(max(1, jobs)):
            own = folder / str(nth)
            own.mkdir()
            forges.append(_Forge(own))
            stack.callback(forges[-1].close)
        for forge in forges:
            forge.hear()
        hands = Crew(forges)
        stack.callback(hands.close)
        yield hands

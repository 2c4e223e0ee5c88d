"""Work in batches on one process or several, and what comes of it put together in the order it was given."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from os import getpid
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol, Self

from kiosk.prove.campaign import Violation

Batch = Sequence[str]


@dataclass(slots=True)
class Found:
    """Violations and counts of some cases."""

    broken: list[Violation] = field(default_factory=list)
    figures: Counter[str] = field(default_factory=Counter)

    def add(self, other: Self) -> None:
        """Take in what another batch found."""
        self.broken += other.broken
        self.figures += other.figures

    @classmethod
    def of(cls, parts: Iterable[Self]) -> "Found":
        """All of it."""
        whole = cls()
        for part in parts:
            whole.add(part)
        return whole

    @property
    def violations(self) -> tuple[Violation, ...]:
        """In the order of their cases."""
        return tuple(self.broken)


class Workplace(Protocol):
    """What a process needs for many batches."""

    def work(self, batch: Batch) -> Found:
        """Run one batch."""
        ...


class Crew(Protocol):
    """Whoever runs the batches."""

    def work(self, batches: Iterable[Batch]) -> Iterator[Found]:
        """One result for each batch, in order."""
        ...


@contextmanager
def crew(workplace: Callable[[Path], Workplace], jobs: int) -> Iterator[Crew]:
    """This process alone, or ``jobs`` others; their folders are gone with the block."""
    with TemporaryDirectory(prefix="jari-prove-") as folder:
        if jobs <= 1:
            yield _Alone(workplace(Path(folder)))
            return
        with ProcessPoolExecutor(
            jobs, mp_context=get_context("spawn"), initializer=_settle_in, initargs=(workplace, folder)
        ) as pool:
            yield _Many(pool)


@dataclass(frozen=True, slots=True)
class _Alone:
    workplace: Workplace

    def work(self, batches: Iterable[Batch]) -> Iterator[Found]:
        return map(self.workplace.work, batches)


@dataclass(frozen=True, slots=True)
class _Many:
    pool: ProcessPoolExecutor

    def work(self, batches: Iterable[Batch]) -> Iterator[Found]:
        return self.pool.map(_work, batches)


_places: dict[int, Workplace] = {}
"""The workplace of this process, under its number: a pool has no other way to keep one."""


def _settle_in(workplace: Callable[[Path], Workplace], folder: str) -> None:
    own = Path(folder) / str(getpid())
    own.mkdir()
    _places[getpid()] = workplace(own)


def _work(batch: Batch) -> Found:
    return _places[getpid()].work(batch)

"""Tampers with a real journal in every way and lets the verifier judge; then with verifiers that have a piece taken out."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from typing import Final

from kiosk.prove.campaign import Control, Effort, Outcome, Violation
from kiosk.prove.chance import seeded
from kiosk.prove.journal import stored
from kiosk.prove.journal.book import ROWS, Book, write_book
from kiosk.prove.journal.tampering import BITS, Tampered, endings, flips, rearrangements, tamper
from kiosk.services.journaling import Broken, rows_of_lines, verify
from kiosk.storage.journal import Chains, Entry

QUICK_ROWS: Final = 100
QUICK_STORED, FULL_STORED = 12, 300
_BATCH: Final = 20
_WHOLE_FILE_EVERY: Final = 2_000


class HashesNotCompared(Chains):
    """The verifier with its heart taken out: rows must follow each other, whatever they say."""

    def is_as_hashed(self, entry: Entry) -> bool:  # noqa: ARG002 - the signature of what it replaces
        """Believed."""
        return True


class RowsNotLinked(Chains):
    """The verifier that looks at each row for itself."""

    def add(self, entry: Entry) -> list[str]:
        """Only the row's own hash."""
        self.heads[entry.terminal] = entry
        return [] if self.is_as_hashed(entry) else ["changed"]


@dataclass(frozen=True, slots=True)
class Journal:
    """Flips, rearrangements, endings, changes of the database. Implements ``Campaign``."""

    name: str = "journal"
    claim: str = (
        "Whatever is changed, moved, put in or taken out of the journal is found; a cut-off end by an anchor."
    )
    target: int = 1_000_000
    quick_rows: int = QUICK_ROWS

    def run(self, effort: Effort) -> Outcome:
        """Every case, then a part of them again before each broken verifier."""
        book = write_book(self.quick_rows if effort.quick else ROWS)
        if not verify(rows_of_lines(book.lines)).holds:
            return Outcome(
                1, (Violation(_case(book, "untouched"), "an untouched journal is called broken"),), ()
            )
        plans = [Plan(tuple(rows), effort) for rows in _slices(range(len(book.rows)))]
        counts: Counter[str] = Counter()
        missed: list[str] = []
        for kinds, words in _spread(book, plans, effort.jobs):
            counts += kinds
            missed += words
        return Outcome(
            counts.total(),
            tuple(Violation(_case(book, word), "this is not found") for word in missed),
            _controls(book, effort),
            _figures(book, counts),
        )

    def replay(self, case: str) -> list[str]:
        """A case such as ``1000/flip/12/34/8``: the size of the journal, then what is done to it."""
        size, _, word = case.partition("/")
        if not (size.isascii() and size.isdecimal() and 0 < int(size) <= ROWS and word):
            raise ValueError(f"{case!r} is not a journal's size and a way to tamper with it")
        return [] if found(_book(int(size)), word) else [f"{word} is not found"]


@dataclass(frozen=True, slots=True)
class Plan:
    """The cases that begin at some rows."""

    rows: tuple[int, ...]
    effort: Effort

    def words(self, book: Book) -> Iterator[str]:
        """All of them."""
        yield from flips(book, self.rows, self._masks)
        ours = set(self.rows)
        for each in (rearrangements(book, self.effort.seed), endings(book)):
            yield from (word for word in each if int(word.split("/")[1]) in ours)
        how_many = QUICK_STORED if self.effort.quick else FULL_STORED
        yield from (
            word
            for word in stored.changes(book, how_many, self.effort.seed)
            if int(word.split("/")[1]) in ours
        )

    def _masks(self, row: int, place: int) -> Iterable[int]:
        """Every bit of every byte; in a quick run, one change of every byte."""
        if not self.effort.quick:
            return BITS
        return (seeded("mask", self.effort.seed, row, place).randrange(1, 256),) if place % 4 else (32,)


def found(book: Book, word: str) -> bool:
    """Whether the verifier sees it. Raises ValueError for a word that is no case."""
    if word.startswith(("store/", "page/")):
        return not stored.judge(book, word).holds
    return seen(book, tamper(book, word), Chains)


def seen(book: Book, tampered: Tampered, verifier: type[Chains], *, anchored: bool = True) -> bool:
    """Show a verifier everything from the first change on; what stands before it was checked once and is untouched."""
    chains = verifier(book.before[tampered.begins].values())
    rows = rows_of_lines(tampered.lines)
    if tampered.anchor is not None and anchored:
        return not verify(rows, [tampered.anchor], chains).holds
    return any(isinstance(row, Broken) or chains.add(row) for row in rows)


def seen_in_the_whole_file(book: Book, word: str) -> bool:
    """The same with nothing left out."""
    tampered = tamper(book, word)
    lines = [*book.lines[: tampered.begins], *tampered.lines]
    return not verify(rows_of_lines(lines), [tampered.anchor] if tampered.anchor else []).holds


def _work(book: Book, plan: Plan) -> tuple[Counter[str], list[str]]:
    kinds: Counter[str] = Counter()
    missed = []
    for nth, word in enumerate(plan.words(book)):
        kind = word.partition("/")[0]
        kinds[kind] += 1
        if not found(book, word):
            missed.append(word)
        if nth % _WHOLE_FILE_EVERY == 0 and kind == "flip":
            kinds["whole"] += 1
            if not seen_in_the_whole_file(book, word):
                missed.append(word)
    return kinds, missed


def _spread(book: Book, plans: list[Plan], jobs: int) -> Iterator[tuple[Counter[str], list[str]]]:
    if jobs <= 1:
        yield from (_work(book, plan) for plan in plans)
        return
    with ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (book,)) as pool:
        yield from pool.map(_work_there, plans)


_THERE: list[Book] = []
"""The book of a worker process."""


def _begin(book: Book) -> None:
    _THERE.append(book)


def _work_there(plan: Plan) -> tuple[Counter[str], list[str]]:
    return _work(_THERE[0], plan)


def _slices(rows: range) -> Iterator[range]:
    return (rows[first : first + _BATCH] for first in range(0, len(rows), _BATCH))


def _controls(book: Book, effort: Effort) -> tuple[Control, ...]:
    """Cases that the verifier finds, before verifiers that lack a piece. What they let through are violations."""
    bits = list(flips(book, range(0, len(book.rows), 10), lambda _row, place: (1,) if place % 7 == 0 else ()))
    ends, moves = list(endings(book)), list(rearrangements(book, effort.seed))
    return (
        _control(book, "hashes not compared", bits, lambda case: seen(book, case, HashesNotCompared)),
        _control(book, "rows not linked", moves, lambda case: seen(book, case, RowsNotLinked)),
        _control(book, "no anchor", ends, lambda case: seen(book, case, Chains, anchored=False)),
    )


def _control(book: Book, name: str, words: list[str], sees: Callable[[Tampered], bool]) -> Control:
    return Control(name, len(words), sum(not sees(tamper(book, word)) for word in words))


def _figures(book: Book, counts: Counter[str]) -> dict[str, int | float | str]:
    names = {"flip": "bytes_flipped", "cut": "tails_cut", "whole": "checked_in_the_whole_file"}
    figures: dict[str, int | float | str] = {"rows": len(book.rows), "bytes": sum(map(len, book.lines))}
    return figures | {names.get(kind, kind): count for kind, count in sorted(counts.items())}


@cache
def _book(size: int) -> Book:
    return write_book(size)


def _case(book: Book, word: str) -> str:
    return f"{book.size}/{word}"

"""Every way to tamper with a journal: each case is a word, and gives what a verifier is then shown. Judges nothing.

Words look like ``flip/12/34/8``. Whoever tampers knows the format and can make hashes; what they do not have are the
receipts. Only rows that follow a change can show it, so a verifier is shown everything from the first change on.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Final

from kiosk.prove.chance import seeded
from kiosk.prove.journal.book import TERMINALS, Book
from kiosk.storage import journal
from kiosk.storage.journal import Anchor, Entry

BITS: Final = tuple(1 << bit for bit in range(8))


@dataclass(frozen=True, slots=True)
class Tampered:
    """What is shown to a verifier: the lines from row ``begins`` on. ``anchor`` is there where only one can show it."""

    begins: int
    lines: Iterable[bytes]
    anchor: Anchor | None = None


def tamper(book: Book, word: str) -> Tampered:
    """What a word stands for. Raises ValueError for one that is none."""
    kind, *figures = word.split("/")
    numbers = [int(figure) for figure in figures if figure.isascii() and figure.isdecimal()]
    trick = _TRICKS.get(kind)
    if trick is None or len(numbers) != len(figures) or len(numbers) != trick.figures:
        raise ValueError(f"{word!r} is no way to tamper with a journal")
    try:
        return trick.play(book, *numbers)
    except IndexError:
        raise ValueError(f"{word!r} points beyond the journal") from None


def flips(book: Book, rows: Iterable[int], masks: Callable[[int, int], Iterable[int]]) -> Iterator[str]:
    """Each byte of each of these rows, with each mask."""
    for row in rows:
        for place in range(len(book.lines[row])):
            for mask in masks(row, place):
                yield f"flip/{row}/{place}/{mask}"


def rearrangements(book: Book, seed: int) -> Iterator[str]:
    """Swaps, deletions, repetitions, forgeries and moves of every row; two partners each by chance."""
    chance = seeded("journal", seed)
    for row in range(len(book.lines)):
        other, place = chance.randrange(len(book.lines)), chance.randrange(len(book.lines))
        for first, second in ((row, row + 1), (min(row, other), max(row, other))):
            if _is_swap(book, first, second):
                yield f"swap/{first}/{second}"
        if not book.is_last(row):
            yield f"delete/{row}"
            yield f"change/{row}"
        yield f"repeat/{row}/{place}"
        yield f"forge/{row}"
        yield f"move/{row}"


def endings(book: Book) -> Iterator[str]:
    """What only an anchor shows: every length of cut tail, and the chain made anew from every row on."""
    for row in range(len(book.lines)):
        yield f"cut/{row}"
        yield f"rebuild/{row}"


def _flip(book: Book, row: int, place: int, mask: int) -> Tampered:
    if not 0 < mask < 256:  # noqa: PLR2004 - a byte
        raise IndexError
    line = bytearray(book.lines[row])
    line[place] ^= mask
    # The change may have made two lines of one, or one of two.
    after = b"".join(book.lines[row + 1 : row + 2])
    parts = (bytes(line) + after).split(b"\n")
    whole = [part + b"\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])
    return Tampered(row, chain(whole, islice(book.lines, row + 2, None)))


def _swap(book: Book, first: int, second: int) -> Tampered:
    if not _is_swap(book, first, second):
        raise IndexError
    lines = list(book.lines[first:])
    lines[0], lines[second - first] = lines[second - first], lines[0]
    return Tampered(first, lines)


def _is_swap(book: Book, first: int, second: int) -> bool:
    """Neighbours of two terminals do not count: an export may have its chains in any order."""
    neighbours = second == first + 1
    return first < second < len(book.lines) and not (neighbours and book.is_last(first))


def _delete(book: Book, row: int) -> Tampered:
    if book.is_last(row):
        raise IndexError
    return Tampered(row, book.lines[row + 1 :])


def _repeat(book: Book, row: int, place: int) -> Tampered:
    return Tampered(place, [book.lines[place], book.lines[row], *book.lines[place + 1 :]])


def _change(book: Book, row: int) -> Tampered:
    """Another amount, with a hash that fits: the row itself is sound, the next one tells."""
    if book.is_last(row):
        raise IndexError
    return Tampered(row, [_retold(book.rows[row]).line.encode(), *book.lines[row + 1 :]])


def _forge(book: Book, row: int) -> Tampered:
    """A new row before this one, which follows well from those before it."""
    entry = book.rows[row]
    forged = _rehashed(replace(entry, subject="forged"))
    return Tampered(row, [forged.line.encode(), *book.lines[row:]])


def _move(book: Book, row: int) -> Tampered:
    """A row given to the other terminal, with a hash that fits."""
    entry = book.rows[row]
    other = TERMINALS[1 - TERMINALS.index(entry.terminal)]
    moved = _rehashed(replace(entry, terminal=other))
    return Tampered(row, [moved.line.encode(), *book.lines[row + 1 :]])


def _cut(book: Book, row: int) -> Tampered:
    """The rest of a terminal's chain gone. The guest with the last receipt would see."""
    end = _end(book, row)
    return Tampered(row, book.lines[end + 1 :], Anchor.read(book.rows[end].anchor))


def _rebuild(book: Book, row: int) -> Tampered:
    """From a changed row on everything made anew, so that every row follows from the one before."""
    end = _end(book, row)
    lines, previous = [], book.rows[row].previous
    for place, entry in enumerate(book.rows[row : end + 1]):
        changed = _retold(entry) if place == 0 else entry
        changed = _rehashed(replace(changed, previous=previous))
        lines.append(changed.line.encode())
        previous = changed.hash
    return Tampered(row, [*lines, *book.lines[end + 1 :]], Anchor.read(book.rows[end].anchor))


def _end(book: Book, row: int) -> int:
    while not book.is_last(row):
        row += 1
    return row


def _retold(entry: Entry) -> Entry:
    return _rehashed(replace(entry, body=entry.body.replace('"amount":', '"amount":1', 1)))


def _rehashed(entry: Entry) -> Entry:
    return replace(entry, hash=journal.hash_of(entry))


@dataclass(frozen=True, slots=True)
class _Trick:
    figures: int
    play: Callable[..., Tampered]


_TRICKS: Final = {
    "flip": _Trick(3, _flip),
    "swap": _Trick(2, _swap),
    "delete": _Trick(1, _delete),
    "repeat": _Trick(2, _repeat),
    "change": _Trick(1, _change),
    "forge": _Trick(1, _forge),
    "move": _Trick(1, _move),
    "cut": _Trick(1, _cut),
    "rebuild": _Trick(1, _rebuild),
}

"""The journal for people outside: written to a file, and checked, from that file or from the database, against anchors.

Reads only. ``resources/journal/verify_journal.py`` does the same to a file without a line of this program.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy.exc import SQLAlchemyError

from kiosk.storage import journal
from kiosk.storage.engine import Database
from kiosk.storage.journal import Anchor, Chains, Entry

HEADER = '{"format":"jari-journal","version":1}'
"""The first line of an export. Always the same, so that not even a byte of it can be changed unseen."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that cannot be read as one; ``what`` is a sentence."""

    what: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found. ``heads`` are the last rows' anchors, one a terminal; ``breaks`` a sentence for each break."""

    rows: int
    heads: tuple[str, ...]
    breaks: tuple[str, ...]
    anchors: int

    @property
    def holds(self) -> bool:
        """Nothing was changed, moved or taken out; at the end only as far as an anchor shows it."""
        return not self.breaks


def export(database: Database, restaurant_id: str, file: BinaryIO) -> int:
    """Write the header and every row, in one consistent view; gives how many rows."""
    count = 0
    file.write(f"{HEADER}\n".encode())
    with database.read() as session:
        for entry in journal.entries(session, restaurant_id):
            file.write(entry.line.encode())
            count += 1
    return count


def rows_of_export(file: Iterable[bytes]) -> Iterator[Entry | Broken]:
    """The rows of an export, line by line. Whatever is not exactly as ``export`` writes it is Broken."""
    lines = iter(file)
    if next(lines, b"") != f"{HEADER}\n".encode():
        yield Broken("line 1: this is not the first line of a journal of version 1")
    yield from rows_of_lines(lines)


def rows_of_lines(lines: Iterable[bytes], first: int = 2) -> Iterator[Entry | Broken]:
    """The rows of the lines after the header; ``first`` is the number of the line they begin with."""
    for number, line in enumerate(lines, first):
        try:
            yield Entry.of_line(line.decode())
        except (ValueError, RecursionError):
            yield Broken(f"line {number}: this is not a row as the journal writes it")


def rows_of_database(database: Database, restaurant_id: str) -> Iterator[Entry | Broken]:
    """The rows as stored; one that the database cannot give back whole ends the reading."""
    with database.read() as session:
        try:
            yield from journal.entries(session, restaurant_id)
        except (SQLAlchemyError, ArithmeticError, ValueError) as wrong:
            yield Broken(f"a row of the database cannot be read ({type(wrong).__name__})")


def verify(
    rows: Iterable[Entry | Broken], anchors: Sequence[Anchor] = (), chains: Chains | None = None
) -> Verdict:
    """Check every row against the one before it, and every anchor against the row it marks.

    ``chains`` lets a check begin in the middle, from rows that were checked before.
    """
    chains = chains or Chains()
    wanted = {(anchor.terminal, anchor.place) for anchor in anchors}
    marked: dict[tuple[str, int], str] = {}
    found: list[str] = []
    count = 0
    for row in rows:
        count += 1
        if isinstance(row, Broken):
            found.append(row.what)
            continue
        found += chains.add(row)
        if (row.terminal, row.place) in wanted:
            marked[row.terminal, row.place] = row.anchor
    found += [sentence for anchor in anchors if (sentence := _about_anchor(anchor, marked, chains))]
    heads = tuple(sorted(entry.anchor for entry in chains.heads.values()))
    return Verdict(count, heads, tuple(found), len(anchors))


def _about_anchor(anchor: Anchor, marked: dict[tuple[str, int], str], chains: Chains) -> str:
    shown = marked.get((anchor.terminal, anchor.place))
    if shown == str(anchor):
        return ""
    if shown is not None:
        return f"anchor {anchor}: this row is not the one it was"
    last = chains.heads.get(anchor.terminal)
    place = last.place if last else 0
    return f"anchor {anchor}: this row is not there, the journal of {anchor.terminal} ends at row {place}"

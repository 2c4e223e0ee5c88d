"""Tampering with the database behind the program's back: by statements, and by bytes of its file."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk.prove.chance import seeded
from kiosk.prove.journal.book import Book
from kiosk.services.journaling import Verdict, rows_of_database, verify
from kiosk.storage.files import open_copy
from kiosk.storage.sqlite import sqlite_driver

COLUMNS = ("restaurant_id", "terminal", "place", "at", "kind", "subject", "body", "previous", "hash")
_TEXT = tuple(name for name in COLUMNS if name not in ("place", "at"))
_BY_BYTE = ("body", "previous", "hash")
"""Texts that stand in rows of the journal only: a changed byte of any of them is one of a row."""


def changes(book: Book, how_many: int, seed: int) -> Iterator[str]:
    """Words such as ``store/12/body/3/8`` (one byte of one column) and ``page/12/body/3/8`` (the same in the file)."""
    chance = seeded("journal in the database", seed)
    # The last row of a terminal given to another restaurant is a cut tail: that takes an anchor.
    rows = [row for row in range(len(book.rows)) if not book.is_last(row)]
    for nth in range(how_many):
        row, mask = chance.choice(rows), chance.randrange(1, 256)
        column = COLUMNS[nth % len(COLUMNS)]
        # A place that another row has already is refused by the primary key.
        first = 2 if column == "place" else 0
        yield f"store/{row}/{column}/{chance.randrange(first, _length(book, row, column))}/{mask}"
        column = _BY_BYTE[nth % len(_BY_BYTE)]
        yield f"page/{row}/{column}/{chance.randrange(_length(book, row, column))}/{mask}"


def judge(book: Book, word: str) -> Verdict:
    """What the verifier says of the database after that. Raises ValueError for a word that is none."""
    kind, row, column, place, mask = _read(book, word)
    with TemporaryDirectory(prefix="jari-journal-") as folder:
        file = Path(folder) / "jari.db"
        content = bytearray(book.database)
        if kind == "page":
            _flip_everywhere(content, _stored(book, row, column), place, mask)
        file.write_bytes(content)
        if kind == "store":
            _change(file, book, (row, column, place, mask))
        database = open_copy(file)
        try:
            return verify(rows_of_database(database, book.restaurant_id))
        finally:
            database.close()


def _read(book: Book, word: str) -> tuple[str, int, str, int, int]:
    try:
        kind, row, column, place, mask = word.split("/")
        numbers = int(row), int(place), int(mask)
    except ValueError:
        raise ValueError(f"{word!r} is no change of a journal's database") from None
    columns = {"store": COLUMNS, "page": _BY_BYTE}.get(kind, ())
    there = column in columns and 0 <= numbers[0] < len(book.rows) and 0 < numbers[2] < 256  # noqa: PLR2004 - a byte
    if not there or not 0 <= numbers[1] < _length(book, numbers[0], column):
        raise ValueError(f"{word!r} is no change of a journal's database")
    return kind, numbers[0], column, numbers[1], numbers[2]


def _stored(book: Book, row: int, column: str) -> bytes:
    value = book.restaurant_id if column == "restaurant_id" else getattr(book.rows[row], column)
    return str(value).encode()


def _length(book: Book, row: int, column: str) -> int:
    return len(_stored(book, row, column)) if column in _TEXT else 4


def _flip_everywhere(content: bytearray, text: bytes, place: int, mask: int) -> None:
    """Pages keep leftovers of rows that were moved while the file was made; one of the places is the row itself."""
    at = content.find(text)
    assert at >= 0, "every row stands in the file"
    while at >= 0:
        content[at + place] ^= mask
        at = content.find(text, at + 1)


def _change(file: Path, book: Book, what: tuple[int, str, int, int]) -> None:
    row, column, place, mask = what
    entry = book.rows[row]
    connection = sqlite_driver().connect(str(file), isolation_level=None)
    where = "WHERE terminal = ? AND place = ?"
    if column in _TEXT:
        value = bytearray(_stored(book, row, column))
        value[place] ^= mask
        # Whoever writes by statements can store any bytes as text, even such as are none.
        how, new = "CAST(? AS TEXT)", bytes(value)
        connection.execute(f"UPDATE journal SET {column} = {how} {where}", (new, entry.terminal, entry.place))  # noqa: S608
    else:
        bit = mask << (8 * place)
        connection.execute(
            f"UPDATE journal SET {column} = ({column} | ?) - ({column} & ?) {where}",  # noqa: S608
            (bit, bit, entry.terminal, entry.place),
        )
    connection.close()

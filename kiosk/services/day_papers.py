"""A day's sheet as a table for people: the rows once, for the printed page and for CSV and XLSX files alike.

The words come from outside (``say``), figures stay figures. Nothing is read or stored here.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from types import MappingProxyType
from typing import Any, Final

import xlsxwriter

from kiosk.domain.closing import Sheet
from kiosk.domain.sittings import SEOUL
from kiosk.domain.tallies import PART, WHOLE
from kiosk.storage.closings import Signed

Say = Callable[..., str]
"""The sentence of a key of ``resources``, with what stands in braces by name."""

Cell = str | int
"""Words, or a figure: won, or how many."""

COLUMNS = 6
_NOBODY: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Paper:
    """A day to be printed or saved: ``head`` in lines, then the table (its first row names the columns), then ``foot``."""

    title: str
    head: tuple[str, ...]
    table: tuple[tuple[Cell, ...], ...]
    foot: tuple[tuple[str, Cell], ...]
    notes: tuple[str, ...]


def paper_of(sheet: Sheet, signed: Signed | None, say: Say, names: Mapping[str, str] = _NOBODY) -> Paper:
    """The paper of a sheet; ``signed`` where it was closed, else the paper says that it was not. ``names`` of staff by id."""
    total = sheet.total
    rows: list[tuple[Cell, ...]] = [
        tuple(
            say(f"paper.{name}")
            for name in ("line", "our_count", "our_won", "their_count", "their_won", "apart")
        )
    ]
    rows += [
        (line_name(line.line, say), line.our_count, line.our_won, line.their_count, line.their_won, line.won)
        for line in sheet.lines
    ]
    rows.append(
        (say("paper.total"), total.our_count, total.our_won, total.their_count, total.their_won, total.won)
    )
    return Paper(
        title=say("paper.title", day=sheet.day.isoformat()),
        head=_head(signed, say, names),
        table=tuple(rows),
        foot=tuple(_foot(sheet, say)),
        notes=tuple(_notes(sheet, signed, say, names)),
    )


def line_name(line: str, say: Say) -> str:
    """What a line of the sheet is called: a refund in our words, a way of paying in the company's."""
    if line in (WHOLE, PART):
        return say(f"paper.{line}")
    return line or say("paper.other")


def as_csv(paper: Paper) -> bytes:
    """The paper for a spreadsheet."""
    return rows_as_csv(_all_rows(paper))


def rows_as_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a mark at its beginning, without which spreadsheets read Hangul wrongly."""
    text = StringIO()
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(paper: Paper) -> bytes:
    """A workbook with one page: figures as figures, words as words whatever they begin with."""
    file = BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page = book.add_worksheet()
    bold = book.add_format({"bold": True})
    won = book.add_format({"num_format": "#,##0"})
    page.set_column(0, 0, 28)
    page.set_column(1, COLUMNS - 1, 16)
    for nth, row in enumerate(_all_rows(paper)):
        for at, cell in enumerate(row):
            if isinstance(cell, int):
                page.write_number(nth, at, cell, won)
            else:
                page.write_string(nth, at, cell, bold if nth == 0 else None)
    book.close()
    return file.getvalue()


def _all_rows(paper: Paper) -> Iterator[tuple[Cell, ...]]:
    yield (paper.title,)
    yield from ((line,) for line in paper.head)
    yield ()
    yield from paper.table
    yield ()
    yield from paper.foot
    yield ()
    yield from ((note,) for note in paper.notes)


def _harmless(cell: Cell) -> Cell:
    """A spreadsheet would calculate what begins like a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t")) else cell


def _head(signed: Signed | None, say: Say, names: Mapping[str, str]) -> tuple[str, ...]:
    if signed is None:
        return (say("paper.open"),)
    row = signed.row
    at = row.closed_at.astimezone(SEOUL)
    return (
        say(
            "paper.closed",
            at=f"{at:%Y-%m-%d %H:%M}",
            by=names.get(row.closed_by, row.closed_by),
            revision=row.revision,
        ),
        say("paper.anchor", anchor=signed.anchor),
        say("paper.digest", digest=signed.digest),
    )


def _foot(sheet: Sheet, say: Say) -> Iterator[tuple[str, Cell]]:
    for each in sheet.elsewhere:
        yield say("paper.elsewhere", method=each.method, count=each.count), each.won
    yield say("paper.takings"), sheet.takings
    yield say("paper.supply"), sheet.supply
    yield say("paper.vat"), sheet.vat
    yield say("paper.parties"), sheet.parties
    yield say("paper.guests"), sheet.guests
    yield say("paper.no_shows"), sheet.no_shows
    if sheet.payout_won is not None:
        yield say("paper.payout"), sheet.payout_won


def _notes(sheet: Sheet, signed: Signed | None, say: Say, names: Mapping[str, str]) -> Iterator[str]:
    for each in sheet.explained:
        what: dict[str, Any] = {"won": each.their_won - each.our_won, "subject": each.subject}
        yield say(
            "paper.explained", kind=each.kind, by=names.get(each.by, each.by), decision=each.decision, **what
        )
    yield say("paper.vat_rule")
    if signed is not None:
        for terminal, mark in sorted(signed.row.heads.items()):
            yield say("paper.head", terminal=terminal, mark=mark)

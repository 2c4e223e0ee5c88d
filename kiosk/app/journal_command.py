"""``kiosk journal export`` and ``kiosk journal verify``: the journal for people outside, and whether it still holds."""

import os
import shutil
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kiosk.app import resources, settings
from kiosk.app.errors import Fix
from kiosk.app.store import open_existing
from kiosk.services.journaling import Verdict, export, rows_of_database, rows_of_export, verify
from kiosk.services.restaurants import installed
from kiosk.storage.engine import Database
from kiosk.storage.journal import Anchor

SCRIPT = "verify_journal.py"


def export_main(args: Namespace) -> int:
    """Write the journal to a file, and with ``--with-script`` the script that checks it beside it. Raises Fix."""
    target: Path = args.file
    told = settings.from_args(args)
    database = open_existing(told.database_url)
    try:
        with _whole_file(target) as file:
            rows = export(database, _restaurant(database, args.restaurant), file)
        if args.with_script:
            shutil.copyfile(resources.path("journal", SCRIPT), target.parent / SCRIPT)
    except OSError as refused:
        raise Fix(
            f"The journal cannot be written to {target}: {refused.strerror}.",
            "Name a file in a folder that exists, with room in it, where this user may write.",
        ) from refused
    finally:
        database.close()
    print(f"{rows:,} rows are in {target}.")
    if args.with_script:
        print(f"Anybody can check them: python {SCRIPT} {target.name}")
    return 0


def verify_main(args: Namespace) -> int:
    """Check an export, or the database when no file is named; 1 when something was changed. Raises Fix."""
    anchors = [*_anchors(args.anchor, "--anchor"), *_anchors_of(args.anchors)]
    if args.file is not None:
        try:
            with args.file.open("rb") as file:
                verdict = verify(rows_of_export(file), anchors)
        except OSError as refused:
            raise Fix(f"{args.file} cannot be read: {refused.strerror}.", "Correct the path.") from refused
        return _say(verdict)
    database = open_existing(settings.from_args(args).database_url)
    try:
        return _say(verify(rows_of_database(database, _restaurant(database, args.restaurant)), anchors))
    finally:
        database.close()


def _say(verdict: Verdict) -> int:
    if not verdict.holds:
        print("\n".join(verdict.breaks))
        return 1
    print(f"{verdict.rows:,} rows: every row follows from the one before it, and every anchor fits.")
    for head in verdict.heads:
        print(f"The last one is {head}.")
    if not verdict.anchors:
        print("A cut-off end does not show by itself: give anchors from receipts to see it (--anchor).")
    return 0


def _restaurant(database: Database, wanted: str | None) -> str:
    known = installed(database)
    if wanted in known or (wanted is None and len(known) == 1):
        return wanted or known[0]
    if not known:
        raise Fix("There is no restaurant in this database, so it has no journal.", "Run: kiosk init")
    raise Fix(
        f"This database has {len(known)} restaurants, and each has a journal of its own.",
        f"Name one with --restaurant: {', '.join(known)}.",
    )


def _anchors(words: list[str], place: str) -> Iterator[Anchor]:
    for word in words:
        try:
            yield Anchor.read(word)
        except ValueError as wrong:
            raise Fix(f"{place}: {wrong}.", "It is the last line of a receipt.") from None


def _anchors_of(file: Path | None) -> Iterator[Anchor]:
    if file is None:
        return
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as wrong:
        raise Fix(
            f"{file} cannot be read ({type(wrong).__name__}).", "Correct the path; one anchor a line."
        ) from wrong
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield from _anchors([line], f"{file}, line {number}")


@contextmanager
def _whole_file(target: Path) -> Iterator[BinaryIO]:
    """A file that appears under its name only when it is whole; for this user's eyes."""
    part = target.with_name(f".{target.name}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)

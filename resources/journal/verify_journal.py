"""Checks an exported Jari journal. Needs Python 3.9 or newer and nothing else; changes nothing; uses no network.

    python verify_journal.py EXPORT [ANCHOR ...]

The export is UTF-8 text. Line 1 is the header below. Each line after it is one row, a JSON list of eight:

    [previous, terminal, place, at, kind, subject, body, hash]

    previous               the hash of the row before it of the same terminal; for the first row 64 zeros
    terminal, place        which machine wrote it, each has a chain of its own; 1, 2, 3 ... within that chain
    at, kind, subject      when (UTC), what kind of thing changed, and its id
    body                   what it became; itself JSON, kept as text
    hash                   SHA-256, in hex, of the list of the first seven, as UTF-8

Lists are written in one way only: no spaces, no escapes that JSON does not need. So a row that was changed, put in,
taken out or moved shows: its own hash does not fit, or the next row does not follow from it. A cut-off end does not:
for that take anchors (terminal-place-first 8 digits of the hash) from receipts, or from "journal" in the metadata of
the payment company's orders, copied when that row was written.
It prints a sentence for each break; the exit code is 1 if there is one, 2 if it could not check, else 0.
"""

import argparse
import hashlib
import json
import re
import sys

HEADER = b'{"format":"jari-journal","version":1}\n'


def canonical(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def check(lines, anchors):
    heads, marks = {}, {}  # terminal: (place, hash), and (terminal, place): hash
    if next(lines, b"") != HEADER:
        yield "line 1: this is not the first line of a journal of version 1"
    for number, line in enumerate(lines, 2):
        try:
            row = json.loads(line)
            previous, terminal, place, at, kind, subject, body, digest = row
            right = type(place) is int and all(type(row[n]) is str for n in (0, 1, 3, 4, 5, 6, 7))
            if not right or canonical(row).encode() + b"\n" != line:
                raise ValueError
        except (ValueError, TypeError, RecursionError):
            yield f"line {number}: this is not a row as the journal writes it"
            continue
        last_place, last_hash = heads.get(terminal, (0, "0" * 64))
        if place != last_place + 1:
            yield f"journal row {terminal}-{place}: is not the next one after row {last_place}"
        if previous != last_hash:
            yield f"journal row {terminal}-{place}: does not follow from the row before it"
        if digest != hashlib.sha256(canonical(row[:7]).encode()).hexdigest():
            yield f"journal row {terminal}-{place}: its content was changed"
        heads[terminal], marks[terminal, place] = (place, digest), digest
    for anchor in anchors:
        terminal, place, shown = anchor.rsplit("-", 2)
        last, mark = heads.get(terminal, (0,))[0], marks.get((terminal, int(place)))
        if mark is None:
            yield f"anchor {anchor}: this row is not there, the journal of {terminal} ends at row {last}"
        elif not mark.startswith(shown):
            yield f"anchor {anchor}: this row is not the one it was"


if __name__ == "__main__":
    words = argparse.ArgumentParser(description="Checks an exported Jari journal.")
    words.add_argument("export")
    words.add_argument("anchor", nargs="*", help="such as kiosk-1-57-0a1b2c3d")
    args = words.parse_args()
    for anchor in args.anchor:
        if not re.fullmatch(r".+-[1-9][0-9]{0,17}-[0-9a-f]{8}", anchor):
            words.error(f"{anchor} is not an anchor such as kiosk-1-57-0a1b2c3d")
    try:
        with open(args.export, "rb") as export:
            breaks = list(check(export, args.anchor))
    except OSError as wrong:
        words.error(str(wrong))
    print("\n".join(breaks) or "Every row follows from the one before it, and every anchor fits.")
    sys.exit(1 if breaks else 0)

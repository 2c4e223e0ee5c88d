"""``kiosk backup``, ``kiosk restore`` and ``kiosk migrate``: copies of the database, made, put back and upgraded by hand."""

import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from kiosk.app import settings
from kiosk.app.backups import SEOUL, backups_of, before_upgrade
from kiosk.app.errors import Fix
from kiosk.app.machine import MachineClock
from kiosk.app.settings import Settings
from kiosk.app.store import open_existing, open_upgraded, upgrade
from kiosk.domain.ports import Clock
from kiosk.storage.backup import Checked, NoBackup, Unusable, check
from kiosk.storage.engine import CommitUnclear, Database, Unwritable, file_of, shown
from kiosk.storage.facts import Facts
from kiosk.storage.moving import Differs, NotEmpty, move
from kiosk.storage.restoring import Occupied, restore


def backup_main(args: Namespace, clock: Clock | None = None) -> int:
    """Make one now. 1 when it was made and somebody has changed the journal in it. Raises Fix."""
    told = settings.from_args(args)
    backups = backups_of(told, clock or MachineClock())
    if args.to is not None:
        backups = replace(backups, folder=args.to)
    database = open_existing(told.database_url)
    try:
        made, found = backups.make(database, "by-hand")
    except NoBackup as failed:
        raise Fix(failed.what, failed.cure) from failed
    finally:
        database.close()
    print(f"The backup {made.file} is made and was opened again: {_summary(found.facts)}.")
    return _say_breaks(found)


def restore_main(args: Namespace, clock: Clock | None = None, ask: Callable[[str], str] = input) -> int:
    """Put a backup in the database's place. Raises Fix."""
    told = settings.from_args(args)
    target = file_of(told.database_url)
    if target is None:
        raise _not_a_file(told)
    try:
        found = check(args.file)
        print(f"{args.file} is whole: {_summary(found.facts)}.")
        print(f"It takes the place of {target}, which is kept beside it.")
        if not args.yes and not _agreed(ask):
            print("Nothing was changed.")
            return 1
        now = (clock or MachineClock()).now()
        target.parent.mkdir(parents=True, exist_ok=True)
        done = restore(args.file, target, told.terminal, now, despite_journal=args.despite_journal)
    except Unusable as unusable:
        raise Fix(f"{unusable.what} Nothing was changed.", unusable.cure) from unusable
    except Occupied as occupied:
        raise Fix(
            f"The database {target} is open in another program; nothing was changed.",
            "End the kiosk (and whatever else uses the database), then do this again.",
        ) from occupied
    except OSError as refused:
        raise Fix(
            f"The backup could not be put in place: {refused.strerror}. The database is as it was.",
            "See that there is room on the disk, and that this user may write there.",
        ) from refused
    print(f"Done. The database knows what happened until {_told(done.known_until)}.")
    if done.replaced is not None:
        print(f"The one that was there before is {done.replaced}")
    print("What was paid after that is at the payment company only: the next start compares before it sells.")
    return 0


def migrate_main(args: Namespace, clock: Clock | None = None) -> int:
    """Bring a database that is there up to date, with a backup first. Raises Fix."""
    told = settings.from_args(args)
    database = open_existing(told.database_url)
    try:
        old, new = upgrade(database, told.database_url, before_upgrade(told, clock or MachineClock()))
        if old == new:
            print(f"The database is up to date (revision {new}).")
        else:
            print(
                f"The database went from revision {old} to {new}; a backup of before is in the backups' folder."
            )
        if args.to is not None:
            _move(database, args.to)
    finally:
        database.close()
    return 0


def _move(database: Database, to: str) -> None:
    """All of it into an empty database. Raises Fix; then nothing was changed."""
    target = open_upgraded(to)
    try:
        facts = move(database, target, shown(to))
    except NotEmpty as held:
        raise Fix(
            f"The database {shown(to)} is not empty ({held}). Nothing was changed.", "Name an empty one."
        ) from held
    except Differs as wrong:
        raise Fix(
            f"What arrived in {shown(to)} is not what was sent ({wrong}). Nothing was changed.",
            "Run: kiosk doctor, and kiosk journal verify. If both are content, report this.",
        ) from wrong
    except (Unwritable, CommitUnclear) as failed:
        raise Fix(
            f"The database could not be moved ({failed}).",
            "End every kiosk that uses it. If the new database has anything in it now, empty it; then do this again.",
        ) from failed
    finally:
        target.close()
    won = sum(facts.won.values())
    print(
        f"Moved to {shown(to)} and compared: {sum(facts.rows.values()):,} rows, {won:,} won in all columns, "
    )
    print("every chain of the journal verified. The old database stays as it is, and is closed for sales.")
    print("Name the new one in the settings of every terminal: database_url")


def _not_a_file(told: Settings) -> Fix:
    return Fix(
        f"{shown(told.database_url)} is a server's database, not a file; a backup is not put into one that others use.",
        "Restore it into a file (database_url), and move that into an empty database: kiosk migrate --to URL",
    )


def _agreed(ask: Callable[[str], str]) -> bool:
    if ask is input and not sys.stdin.isatty():
        raise Fix("Nobody can be asked here; nothing was changed.", "If you are sure, say --yes.")
    return ask("Type yes to do so: ").strip().lower() == "yes"


def _summary(facts: Facts) -> str:
    return f"revision {facts.revision}, {facts.rows.get('booking', 0):,} bookings, {facts.rows.get('journal', 0):,} journal rows"


def _say_breaks(found: Checked) -> int:
    for sentence in found.breaks:
        print(f"But somebody has changed the journal: {sentence}.")
    return 1 if found.breaks else 0


def _told(until: datetime | None) -> str:
    return f"{until.astimezone(SEOUL):%Y-%m-%d %H:%M:%S} in Seoul" if until else "nothing yet"

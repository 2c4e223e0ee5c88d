"""Opens the database that the settings name, a file or a server's, at the newest schema. Imports heavy things: call it late.

Everything that can be wrong with it becomes a Fix: what is wrong, and the cure. Never prints a password.
"""

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from kiosk.app.backups import BeforeUpgrade, beside
from kiosk.app.errors import Fix
from kiosk.app.machine import MachineClock
from kiosk.app.places import why_file_not_writable
from kiosk.domain.ports import Clock
from kiosk.services.floor_file import FloorFileError, read_restaurant
from kiosk.services.refitting import OtherRestaurant, Refitted, StillNeeded, refit
from kiosk.services.restaurants import UnusableRestaurant, installed
from kiosk.storage import roles
from kiosk.storage.backup import NoBackup
from kiosk.storage.engine import Damaged, Database, file_of, open_database, server_database, shown
from kiosk.storage.moving import moved_to
from kiosk.storage.schema import NewerDatabase, UpgradeFailed, bring_up_to_date, newest_revision, revision_of


def open_store(
    url: str, restaurant_file: Path, before_upgrade: BeforeUpgrade | None = None
) -> tuple[Database, str]:
    """For a command that only looks: the database, at the newest schema, and its restaurant's id. Raises Fix.

    The restaurant's file is brought into an empty database only. ``before_upgrade`` makes a backup where the settings
    say (``backups.before_upgrade``); else it goes beside the database.
    """
    database = open_upgraded(url, before_upgrade)
    try:
        known = installed(database)
        if len(known) != 1:
            return database, bring_in(database, url, restaurant_file, MachineClock(), "kiosk").restaurant_id
    except Fix:
        database.close()
        raise
    return database, known[0]


def open_upgraded(url: str, before_upgrade: BeforeUpgrade | None = None) -> Database:
    """The database at the newest schema, made if there was none. Raises Fix."""
    file = place_of(url)
    if file is not None:
        _make_folder(file.parent)
        if why := why_file_not_writable(file):
            raise _not_writable(file, why)
    database = open_database(url)
    try:
        upgrade(database, url, before_upgrade or beside(url, MachineClock()))
        _refuse_a_moved_one(database, url)
    except Fix:
        database.close()
        raise
    return database


def has_own_role(database: Database) -> bool:
    """Whether this terminal came in with rights of its own, and not as the owner."""
    with database.read() as session:
        return roles.kind_here(session) is not None


def _refuse_a_moved_one(database: Database, url: str) -> None:
    if (place := moved_to(database)) is not None:
        raise Fix(
            f"The database {shown(url)} was moved to {place}, and is kept as it was then.",
            "Name the new one in the settings (database_url), with its password in KIOSK_DATABASE_URL or in ~/.pgpass.",
        )


def bring_in(database: Database, url: str, file: Path, clock: Clock, terminal: str) -> Refitted:
    """The restaurant's file as it is now, into the database. Raises Fix; nothing of the file is stored then."""
    try:
        return refit(database, read_restaurant(file), clock, terminal)
    except (FloorFileError, UnusableRestaurant) as wrong:
        raise Fix(
            f"The restaurant file {file} cannot be used:{_listed(wrong.problems)}",
            "Correct these lines and start again. Nothing was stored.",
        ) from wrong
    except StillNeeded as needed:
        raise Fix(
            f"The restaurant file {file} takes out what bookings still need:{_listed(needed.problems)}",
            "Put these seats back with the same id at the same table (out_of_use = true stops their sale), or wait until "
            "the bookings are over. Nothing was stored.",
        ) from needed
    except OtherRestaurant as other:
        raise Fix(
            f"The database {shown(url)} belongs to the restaurant {other}, and the file {file} is of another one.",
            f"Name the file of {other} in the settings (restaurant), or a database of its own for the other restaurant "
            f"(database_url). Nothing was stored.",
        ) from other


def upgrade(database: Database, url: str, before_upgrade: BeforeUpgrade) -> tuple[str | None, str]:
    """The newest schema; gives the revision before and after. Raises Fix, and the database is as it was then."""
    try:
        before = bring_up_to_date(database, partial(before_upgrade, database))
    except NewerDatabase as newer:
        raise Fix(
            f"The database at {shown(url)} was written by a newer version of this program ({newer}).",
            "Install that newer version, or name another database in the settings (database_url). Nothing was changed.",
        ) from newer
    except NoBackup as failed:
        raise Fix(
            f"The database has to be upgraded, and that is done with a backup only. {failed.what}",
            failed.cure,
        ) from failed
    except UpgradeFailed as failed:
        raise Fix(
            f"The database at {shown(url)} could not be upgraded; it is as it was ({failed}).",
            "Go back to the version that it was written by, and report this.",
        ) from failed
    except Damaged as damaged:
        raise _unreadable(url, damaged) from damaged
    return before, newest_revision()


def open_existing(url: str) -> Database:
    """A database that is there already, to read from; it is neither made nor changed. Raises Fix."""
    file = place_of(url)
    if file is not None and not os.path.isfile(file):  # noqa: PTH113 - Path.is_file raises where a folder may not be entered
        raise Fix(f"There is no database {file}.", "Correct database_url in the settings, or run: kiosk init")
    database = open_database(url)
    try:
        revision = revision_of(database)
    except Damaged as damaged:
        database.close()
        raise _unreadable(url, damaged) from damaged
    if revision is None:
        database.close()
        raise Fix(
            f"The database {shown(url)} is not one of this program.", "Correct database_url in the settings."
        )
    return database


def _unreadable(url: str, damaged: Damaged) -> Fix:
    file = place_of(url)
    if file is None:
        return Fix(
            f"The database {shown(url)} cannot be reached ({' '.join(str(damaged).split())}).",
            "See that the server runs, that this machine and this user are let in (pg_hba.conf), and that database_url is "
            "right; its password belongs in KIOSK_DATABASE_URL or in ~/.pgpass.",
        )
    if "readonly" in str(damaged):
        return _not_writable(file, str(damaged))
    return Fix(
        f"The database {shown(url)} cannot be read ({damaged}).",
        "Check that this user may read it; if it is damaged, put a backup in its place: kiosk restore FILE",
    )


def _not_writable(file: Path, why: str) -> Fix:
    return Fix(
        f"The database {file} cannot be written ({why}).",
        "Let this user write the file and its folder, and see that the disk is not mounted for reading only; or name "
        "another database in the settings (database_url).",
    )


def place_of(url: str) -> Path | None:
    """The file that database_url names, None for a server. Raises Fix for an address that is neither."""
    product = url.partition(":")[0].partition("+")[0]
    if product == "postgresql":
        if not server_database(url):
            raise Fix("database_url names a server and no database in it.", _EXAMPLE)
        return None
    if product != "sqlite":
        raise Fix(f"database_url names {product}, which is no database that this program knows.", _EXAMPLE)
    file = file_of(url) if url.startswith("sqlite:///") else None
    if file is None:
        raise Fix(f"database_url names no file: {url}", _EXAMPLE)
    return file


_EXAMPLE = (
    "Name a file, for example sqlite:////var/lib/jari/jari.db, or a server's database, for example "
    "postgresql://kiosk1@back-office/jari"
)


def _listed(problems: Sequence[str]) -> str:
    return "".join(f"\n  - {problem}" for problem in problems)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as refused:
        raise Fix(
            f"The folder of the database, {folder}, cannot be made ({refused.strerror}).",
            "Make it by hand and let this user write there, or name another database in the settings (database_url).",
        ) from refused

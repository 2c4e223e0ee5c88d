"""Checks of what keeps: settings, SQLite, the database's revision, the disk and the clock. Changes nothing."""

import os
import shutil
from argparse import Namespace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kiosk.app.errors import Fix
from kiosk.app.findings import Finding, Findings, State
from kiosk.app.places import is_open_to_others, nearest, why_file_not_writable, why_not_writable
from kiosk.app.settings import Settings, from_args
from kiosk.domain.ports import Clock

_NEVER_BEFORE, _NEVER_AFTER = 2026, 2100
_MB = 1_000_000
_TOO_LITTLE, _LITTLE = 200 * _MB, 1_000 * _MB
_BACKUP_AGE = timedelta(days=7)


def settings(args: Namespace) -> tuple[Settings | None, Finding]:
    """The settings, when they can be read, and what to say about them."""
    try:
        found = from_args(args)
    except Fix as fix:
        return None, Finding.of("settings", fix)
    meaning = {
        "sandbox": "no real money moves, the local payment sandbox is used",
        "test": "Toss's test environment, no real money moves",
        "live": "real cards are charged",
    }
    return found, Finding.fine(
        "settings", f"Settings are right; mode {found.mode}: {meaning[str(found.mode)]}"
    )


def sqlite() -> Findings:
    """Whether write-ahead logging may be used."""
    from kiosk.storage.sqlite import has_fixed_wal, sqlite_driver

    driver = sqlite_driver()
    if has_fixed_wal(driver):
        yield Finding.fine("sqlite", f"SQLite {driver.sqlite_version}, with write-ahead logging")
    else:
        yield Finding(
            "sqlite",
            State.NOTE,
            f"SQLite {driver.sqlite_version} has a bug in write-ahead logging (mended in 3.51.3), so the slower and "
            "safe rollback journal is used.",
            "Where a wheel of pysqlite3 0.6.1 exists for this Python, make setup installs it.",
        )


def database(url: str) -> Findings:
    """Whether the database's revision is ours. Neither makes nor changes one."""
    from kiosk.app.store import open_existing, place_of
    from kiosk.storage.schema import newest_revision, revision_of

    try:
        file = place_of(url)
        if file is not None and not os.path.isfile(file):  # noqa: PTH113 - Path.is_file raises where a folder may not be entered
            yield Finding.fine(
                "database", "There is no database yet; it is made at the first start (or by: kiosk init)"
            )
            return
        opened = open_existing(url)
        try:
            revision = revision_of(opened)
        finally:
            opened.close()
    except Fix as fix:
        yield Finding.of("database", fix)
        return
    except Exception as wrong:  # noqa: BLE001 - each driver has its own errors, and a check-up must go on
        yield Finding(
            "database",
            State.FIX,
            f"The database cannot be opened ({type(wrong).__name__}).",
            "Check database_url in the settings, and that this user may read and write there.",
        )
        return
    newest = newest_revision()
    if revision == newest:
        yield Finding.fine("database", f"The database is up to date (revision {revision})")
    elif revision is None or revision < newest:
        yield Finding(
            "database", State.NOTE, f"The database is of an older revision ({revision}).", "Run: kiosk init"
        )
    else:
        yield Finding(
            "database",
            State.FIX,
            f"The database was written by a newer version of this program (revision {revision}, known is {newest}).",
            "Install that newer version, or set another database_url.",
        )


def backups(told: Settings, clock: Clock) -> Findings:
    """Whether there is a backup, and of when. Says nothing where there is nothing to back up."""
    from kiosk.app.backups import backups_of
    from kiosk.storage.backup import all_in

    file = _database_file(told)
    ours = backups_of(told, clock)
    if file is None or not os.path.isfile(file):  # noqa: PTH113 - as above
        return
    made = [each for each in all_in(ours.folder) if each.at <= clock.now()]
    if not made:
        yield Finding(
            "backups",
            State.NOTE,
            f"There is no backup of the database in {ours.folder}.",
            "The kiosk makes one each night and before an upgrade. Now, by hand: kiosk backup",
        )
        return
    age = clock.now() - made[-1].at
    text = f"The last backup is {made[-1].file} ({age.days} days old, {len(made)} in all)"
    if age <= _BACKUP_AGE:
        yield Finding.fine("backups", text)
    else:
        yield Finding(
            "backups",
            State.NOTE,
            f"{text}.",
            "Run: kiosk backup. If that works, look for backup_failed in the log of the nights.",
        )


def writing(told: Settings) -> Findings:
    """Whether database and logs can be written where the settings put them. Tried, and nothing is left of it."""
    file = _database_file(told)
    if file is not None:
        what = f"The database {file}"
        yield _written("database", what, why_file_not_writable(file), "database_url")
    if told.toss_keys is not None and told.settler != "elsewhere":
        what = f"The memory of payments in {told.state_dir}"
        yield _written("state", what, why_not_writable(told.state_dir), "state_dir")
        if is_open_to_others(told.state_dir):
            cure = f"Keep it to this user: chmod 700 {told.state_dir}"
            yield Finding("state", State.NOTE, f"{what} is in a folder that others may enter.", cure)
    yield _written("logs", f"The log in {told.log_dir}", why_not_writable(told.log_dir), "log_dir")


def _written(check: str, what: str, why: str, key: str) -> Finding:
    if not why:
        return Finding.fine(check, f"{what} can be written")
    cure = f"Let this user write there, or set {key} in the settings to a place where they may."
    return Finding(check, State.FIX, f"{what} cannot be written ({why}).", cure)


def disks(told: Settings) -> Findings:
    """The room where the database is, and where the logs are if that is another disk."""
    file = _database_file(told)
    places = [
        nearest(folder) for folder in (file.parent if file else None, told.log_dir) if folder is not None
    ]
    for place in {os.lstat(place).st_dev: place for place in reversed(places)}.values():
        yield from disk(place)


def _database_file(told: Settings) -> Path | None:
    """The database's file; None for a server's, and for what ``database`` has told already."""
    from kiosk.app.store import place_of

    try:
        return place_of(told.database_url)
    except Fix:
        return None


def disk(folder: Path) -> Findings:
    """Whether there is room for the database and the logs. A full disk stops sales."""
    place = nearest(folder)
    free = shutil.disk_usage(place).free
    text = f"{free // _MB:,} MB are free at {place}"
    if free >= _LITTLE:
        yield Finding.fine("disk", text)
    else:
        state = State.FIX if free < _TOO_LITTLE else State.NOTE
        yield Finding("disk", state, f"Only {text}.", "Make room: bookings cannot be stored on a full disk.")


def clock(clock: Clock, systemd: Path = Path("/run/systemd")) -> Findings:
    """Whether the time can be right. Holds, sittings and the payment company's limits hang on it."""
    try:
        seoul = ZoneInfo("Asia/Seoul")
    except ZoneInfoNotFoundError:
        yield Finding("clock", State.FIX, "The time zone Asia/Seoul is not known here.", "Run: make setup")
        return
    now = clock.now()
    shown = f"{now.astimezone(seoul):%Y-%m-%d %H:%M}"
    if not _NEVER_BEFORE <= now.year <= _NEVER_AFTER:
        yield Finding(
            "clock",
            State.FIX,
            f"This machine believes it is {shown} in Seoul.",
            "Set the time: sudo timedatectl set-ntp true",
        )
    elif (systemd / "system").is_dir() and not (systemd / "timesync" / "synchronized").exists():
        yield Finding(
            "clock",
            State.NOTE,
            f"It is {shown} in Seoul by this machine's clock, which systemd does not keep in step.",
            "If nothing else does (chrony, ntpd): sudo timedatectl set-ntp true",
        )
    else:
        yield Finding.fine("clock", f"It is {shown} in Seoul")

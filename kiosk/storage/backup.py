"""Backups: copies made while the kiosk works, each checked by opening it again before it gets its name. Old ones thinned.

A file that has a backup's name is a whole one; what a crash leaves behind never has such a name.
"""

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from kiosk.domain.sittings import SEOUL
from kiosk.storage import journal
from kiosk.storage.copying import copy_out, room_for
from kiosk.storage.engine import Damaged, Database, Session
from kiosk.storage.facts import Facts, facts_of
from kiosk.storage.files import CopyFailed, open_copy, sync_folder
from kiosk.storage.schema import is_known, revision_of

_NAME = re.compile(r"jari-(\d{8}T\d{6}Z)-([a-z0-9-]{1,40})\.db")
_STAMP = "%Y%m%dT%H%M%SZ"
_LEFT_BEHIND = timedelta(hours=1).total_seconds()

Progress = Callable[[int, int, int], object]


class NoBackup(Exception):
    """None could be made; those that there were are untouched. ``what`` and ``cure`` are sentences."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(f"{what} {cure}")
        self.what = what
        self.cure = cure


class Unusable(Exception):
    """A file that must not become the database. ``what`` and ``cure`` are sentences."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(f"{what} {cure}")
        self.what = what
        self.cure = cure


@dataclass(frozen=True, slots=True, order=True)
class Backup:
    """A backup file by its name; ``at`` is when it was made."""

    at: datetime
    reason: str
    file: Path


@dataclass(frozen=True, slots=True)
class Keep:
    """Which old backups stay: all of the last days, then one a Seoul day, then one a month; and always the newest few.

    The newest few stay whatever the clock says: one that is wrong by years must not cost a single good copy.
    """

    all_days: int = 2
    daily_days: int = 30
    monthly_days: int = 366
    at_least: int = 7


@dataclass(frozen=True, slots=True)
class Checked:
    """What is in a backup. ``breaks`` are sentences about its journal: the copy is whole, but somebody changed a row."""

    facts: Facts
    breaks: tuple[str, ...]


def make(
    database: Database, folder: Path, reason: str, at: datetime, progress: Progress | None = None
) -> tuple[Backup, Checked]:
    """Copy the database as it is at this moment, check the copy, and only then give it its name. Raises NoBackup.

    Works while others write. The figures are taken in the transaction that is copied, so they must be equal.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        target = _free_name(folder, reason, at)
        part = folder / f".{target.name}.part"
        part.unlink(missing_ok=True)
    except OSError as refused:
        raise NoBackup(
            f"No backup could be made: {folder} cannot be used ({refused.strerror}).",
            "Name a folder in which this user may write (backup_folder in the settings).",
        ) from refused
    try:
        with database.read() as session:
            facts = facts_of(session)
            _refuse_without_room(folder, room_for(session))
            copy_out(session, part, progress)
        _clear_away(folder, part)
        found = check(part)
        if found.facts != facts:
            raise CopyFailed("; ".join(facts.kept_in(found.facts)))
        part.rename(target)
        sync_folder(folder)
    except (CopyFailed, Unusable, OSError, DatabaseError) as wrong:
        raise NoBackup(
            f"No backup could be made in {folder}: {_short(wrong)}.",
            "Those that there were are untouched. See whether the disk is full or broken (kiosk doctor).",
        ) from wrong
    finally:
        part.unlink(missing_ok=True)
        part.with_name(f"{part.name}-journal").unlink(missing_ok=True)
    return Backup(at.astimezone(UTC).replace(microsecond=0), reason, target), found


def check(file: Path) -> Checked:
    """Open a file as it would be opened after a restore, and read all of it. Raises Unusable; changes nothing."""
    if not file.is_file():
        raise Unusable(f"There is no file {file}.", "Correct the path.")
    copy = open_copy(file)
    try:
        revision = revision_of(copy)
        if revision is None:
            raise Unusable(f"{file} is not a database of this program.", "Name another file.")
        if not is_known(revision):
            raise Unusable(
                f"{file} was written by a newer version of this program (revision {revision}).",
                "Install that newer version, or name another file.",
            )
        with copy.read() as session:
            if damage := copy.product.damage_of(session):
                raise Damaged(damage[0])
            return Checked(facts_of(session), tuple(_breaks(session)))
    except (Damaged, DatabaseError) as damaged:
        raise Unusable(
            f"{file} is damaged ({_short(damaged)}).", "Name another file: an older backup."
        ) from damaged
    finally:
        copy.close()


def all_in(folder: Path) -> list[Backup]:
    """Every backup in a folder, oldest first; other files, and what a crash has left, do not count."""
    if not folder.is_dir():
        return []
    return sorted(found for file in folder.iterdir() if (found := _read_name(file)))


def thin(folder: Path, keep: Keep, now: datetime) -> list[Path]:
    """Delete the old backups that the rule lets go; gives which. One that cannot be deleted stays."""
    gone = []
    for backup in superfluous(all_in(folder), keep, now):
        try:
            backup.file.unlink()
        except OSError:
            continue
        gone.append(backup.file)
    return gone


def superfluous(backups: Iterable[Backup], keep: Keep, now: datetime) -> list[Backup]:
    """Those that may go, oldest first: of a day or a month that has several, the newest stays."""
    newest_first = sorted(backups, reverse=True)
    days: set[object] = set()
    months: set[object] = set()
    gone = []
    for nth, backup in enumerate(newest_first):
        age = now - backup.at
        there = backup.at.astimezone(SEOUL)
        day, month = there.date(), (there.year, there.month)
        stays = (
            nth < keep.at_least
            or age <= timedelta(days=keep.all_days)
            or (age <= timedelta(days=keep.daily_days) and day not in days)
            or (age <= timedelta(days=keep.monthly_days) and month not in months)
        )
        if stays:
            days.add(day)
            months.add(month)
        else:
            gone.append(backup)
    return gone[::-1]


def stamp_of(at: datetime) -> str:
    """An instant as it is in a backup's name."""
    return at.astimezone(UTC).strftime(_STAMP)


def _read_name(file: Path) -> Backup | None:
    found = _NAME.fullmatch(file.name)
    if found is None:
        return None
    try:
        at = datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Backup(at, found[2], file)


def _free_name(folder: Path, reason: str, at: datetime) -> Path:
    for nth in range(1, 1_000):
        file = folder / f"jari-{stamp_of(at)}-{reason}{'' if nth == 1 else f'-{nth}'}.db"
        assert _NAME.fullmatch(file.name), "a reason is small letters, digits and hyphens"
        if not file.exists():
            return file
    raise FileExistsError(17, "a thousand backups of one second", str(folder))


def _refuse_without_room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise CopyFailed(f"it needs {needed // 1_000_000 + 1:,} MB, and {free // 1_000_000:,} MB are free")


def _clear_away(folder: Path, ours: Path) -> None:
    """Delete what backups that were killed have left; one that is being written by another process is younger."""
    started = ours.stat().st_mtime
    for left in folder.glob(".jari-*.part*"):
        if left != ours and started - left.stat().st_mtime > _LEFT_BEHIND:
            left.unlink(missing_ok=True)


def _breaks(session: Session) -> Iterator[str]:
    for restaurant_id in journal.restaurants(session):
        try:
            yield from journal.breaks(journal.entries(session, restaurant_id))
        except (ArithmeticError, ValueError) as wrong:
            yield f"a row of the journal cannot be read ({type(wrong).__name__})"


def _short(wrong: Exception) -> str:
    return str(wrong.orig) if isinstance(wrong, DatabaseError) else str(wrong)

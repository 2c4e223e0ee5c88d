"""Putting a backup in the database's place: checked first, the replaced one kept, and written into the journal.

At every moment the database is the old one or the new one, whole. Nothing is deleted.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, func, insert, select

from kiosk.storage import floors, journal, tables
from kiosk.storage.backup import Checked, Unusable, check, stamp_of
from kiosk.storage.engine import Session, open_database
from kiosk.storage.files import CopyFailed, InUse, copy_into, make_one_file, open_copy, put_in_place

RESTORED_AT = "restored_at"
"""The setting that makes the next start reconcile before it sells: the instant of the restore, ISO 8601, UTC."""

RESTORED_FROM = "restored_from"
"""The setting with the instant up to which the backup knows anything: its last journal row, ISO 8601, UTC, or ""."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done. ``replaced`` is where the database that was there before is now; None if there was none."""

    found: Checked
    known_until: datetime | None
    replaced: Path | None


class Occupied(Exception):
    """Another program has the database open: it would go on writing into the file that is put away."""


def restore(
    source: Path, target: Path, terminal: str, at: datetime, *, despite_journal: bool = False
) -> Restored:
    """Make a copy of ``source`` the database at ``target``; the source stays as it is.

    Its journal goes on, in the chain of ``terminal``, with a row that says so. Raises Unusable for a file that is
    damaged, newer, foreign or, unless ``despite_journal``, changed by somebody, Occupied, and OSError for a full disk.
    """
    if target.exists() and source.exists() and target.samefile(source):
        raise Unusable(f"{source} is the database itself.", "Name a backup.")
    found = check(source)
    if found.breaks and not despite_journal:
        raise Unusable(
            f"Somebody has changed the journal in {source}: {found.breaks[0]}.",
            "Name an older backup. If there is no other, say that you know: --despite-journal",
        )
    part = target.with_name(f".{target.name}.restoring")
    _free(target)
    try:
        _copy(source, part)
        known_until = _mark(part, terminal, at)
        check(part)
        _free(target)
        kept = _kept_name(target, at)
        replaced = kept if target.exists() else None
        put_in_place(part, target, kept)
    finally:
        _clear(part)
    return Restored(found, known_until, replaced)


def _clear(part: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal", "-open"):
        part.with_name(part.name + suffix).unlink(missing_ok=True)


def _free(target: Path) -> None:
    if target.exists():
        try:
            make_one_file(target)
        except InUse as used:
            raise Occupied(str(used)) from used


def _copy(source: Path, part: Path) -> None:
    _clear(part)
    copy = open_copy(source)
    try:
        with copy.read() as session:
            copy_into(session, part)
    except CopyFailed as wrong:
        raise OSError(28, str(wrong), str(part)) from wrong
    finally:
        copy.close()


def _mark(part: Path, terminal: str, at: datetime) -> datetime | None:
    database = open_database(f"sqlite:///{part}")
    try:
        with database.write() as session:
            known_until: datetime | None = session.execute(select(func.max(tables.journal.c.at))).scalar_one()
            for restaurant_id in floors.restaurant_ids(session):
                _tell(session, restaurant_id, terminal, at, known_until)
    finally:
        database.close()
    make_one_file(part)
    return known_until


def _tell(
    session: Session, restaurant_id: str, terminal: str, at: datetime, known_until: datetime | None
) -> None:
    values = {RESTORED_AT: at.isoformat(), RESTORED_FROM: known_until.isoformat() if known_until else ""}
    s = tables.setting.c
    session.execute(delete(tables.setting).where(s.restaurant_id == restaurant_id, s.name.in_(list(values))))
    session.execute(
        insert(tables.setting),
        [{"restaurant_id": restaurant_id, "name": name, "value": value} for name, value in values.items()],
    )
    stamp = stamp_of(known_until) if known_until else "empty"
    body = {"status": "RESTORED", "why": "a backup was put in the database's place", "backup": stamp}
    journal.append(session, restaurant_id, terminal, at, "database", restaurant_id, body)


def _kept_name(target: Path, at: datetime) -> Path:
    for nth in range(1, 1_000):
        kept = target.with_name(f"{target.name}.replaced-{stamp_of(at)}{'' if nth == 1 else f'-{nth}'}")
        if not kept.exists():
            return kept
    raise FileExistsError(17, "a thousand restores of one second", str(target))

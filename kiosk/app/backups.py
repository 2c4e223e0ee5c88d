"""Backups as the program makes them: where they go, before every upgrade, and once a night.

A night's backup is made after four in the morning in Seoul, when even a late kitchen has closed; or at the first
start after it. Call on a lane: it reads all of the database.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.app import paths
from kiosk.app.settings import Settings
from kiosk.domain.ports import Clock
from kiosk.storage import backup
from kiosk.storage.backup import Backup, Checked, Keep
from kiosk.storage.engine import Database, file_of

SEOUL = ZoneInfo("Asia/Seoul")
NIGHT = time(4, 0)
FOLDER = "backups"


@dataclass(frozen=True, slots=True)
class Backups:
    """The backups of one database in one folder."""

    folder: Path
    clock: Clock
    keep: Keep = field(default_factory=Keep)

    def make(self, database: Database, reason: str) -> tuple[Backup, Checked]:
        """Make one now, then let old ones go. Raises NoBackup."""
        made = backup.make(database, self.folder, reason, self.clock.now())
        backup.thin(self.folder, self.keep, self.clock.now())
        return made

    def make_if_due(self, database: Database) -> tuple[Backup, Checked] | None:
        """One for this night, unless there is one. Raises NoBackup."""
        return self.make(database, "nightly") if self.is_due() else None

    def is_due(self) -> bool:
        """Whether none has been made since the night began; one "of the future" is of a clock that was wrong."""
        now = self.clock.now()
        return not any(night_before(now) <= each.at <= now for each in backup.all_in(self.folder))

    def before_upgrade(self, database: Database, revision: str) -> None:
        """One of the database as it is, before its schema is changed. Raises NoBackup."""
        self.make(database, f"before-upgrade-from-{revision}")


def night_before(now: datetime) -> datetime:
    """The last four o'clock in the morning, in Seoul."""
    there = now.astimezone(SEOUL)
    begins = datetime.combine(there.date(), NIGHT, SEOUL)
    return begins if begins <= there else begins - timedelta(days=1)


def backups_of(told: Settings, clock: Clock) -> Backups:
    """As the settings say; without a folder in them, beside the database, or where this user's data is for a server's."""
    keep = Keep(told.backup_keep_days, told.backup_keep_daily_days, told.backup_keep_monthly_days)
    return Backups(told.backup_folder or _usual(told.database_url), clock, keep)


def _usual(url: str) -> Path:
    file = file_of(url)
    return (file.parent if file is not None else paths.data_dir()) / FOLDER


BeforeUpgrade = Callable[[Database, str], None]


def before_upgrade(told: Settings, clock: Clock) -> BeforeUpgrade:
    """What ``open_store`` does before it changes a schema."""
    return backups_of(told, clock).before_upgrade


def beside(url: str, clock: Clock) -> BeforeUpgrade:
    """The same where only the database is known."""
    return Backups(_usual(url), clock).before_upgrade

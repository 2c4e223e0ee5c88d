"""Bringing a database to the newest schema, and refusing one that is newer than this program."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DatabaseError

from kiosk.storage.engine import Damaged, Database

_FOLDER = Path(__file__).with_name("migrations")


class NewerDatabase(Exception):
    """The database was written by a newer version of this program; it is left untouched."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"the database has revision {revision}, this program knows {newest_revision()} at most"
        )
        self.revision = revision


def newest_revision() -> str:
    """The revision this program was written for."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None, "the migrations folder is part of the package"
    return head


def revision_of(database: Database) -> str | None:
    """The revision of a database, None when it is empty. Raises Damaged for what is no database or cannot be opened."""
    try:
        with database.read() as session:
            return MigrationContext.configure(session).get_current_revision()
    except DatabaseError as wrong:
        raise Damaged(str(wrong.orig)) from wrong


def bring_up_to_date(database: Database) -> str | None:
    """Run what is missing, all in one transaction; gives the revision it had before.

    Raises NewerDatabase for a revision this program does not know, and changes nothing then.
    """
    before = revision_of(database)
    if before == newest_revision():
        return before
    config = _config()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if before is not None and before not in known:
        raise NewerDatabase(before)
    with database.write() as session:
        config.attributes["connection"] = session
        command.upgrade(config, "head")
    return before


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    return config

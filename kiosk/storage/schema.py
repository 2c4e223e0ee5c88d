"""Bringing a database to the newest schema, and refusing one that is newer than this program."""

from collections.abc import Callable, Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DatabaseError

from kiosk.storage import roles
from kiosk.storage.engine import Damaged, Database
from kiosk.storage.facts import facts_of

_FOLDER = Path(__file__).with_name("migrations")


class NewerDatabase(Exception):
    """The database was written by a newer version of this program; it is left untouched."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"the database has revision {revision}, this program knows {newest_revision()} at most"
        )
        self.revision = revision


class UpgradeFailed(Exception):
    """After the upgrade something would have been missing or damaged, so it was taken back whole."""

    def __init__(self, revision: str | None, wrong: Sequence[str]) -> None:
        super().__init__(f"the upgrade from revision {revision} was taken back: {'; '.join(wrong)}")
        self.wrong = tuple(wrong)


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


def is_known(revision: str) -> bool:
    """Whether this program can read, or bring up to date, a database of that revision."""
    return revision in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def bring_up_to_date(database: Database, before_upgrade: Callable[[str], object] | None = None) -> str | None:
    """Run what is missing, all in one transaction; gives the revision it had before.

    ``before_upgrade`` is called with that revision before a database that holds something is changed: the place for
    a backup; what it raises stops the upgrade. Raises NewerDatabase for a revision this program does not know, and
    UpgradeFailed when rows or won would be lost. Whatever is raised, and whenever the power goes, the database is as
    it was.
    """
    before = revision_of(database)
    if before == newest_revision():
        return before
    if before is not None and not is_known(before):
        raise NewerDatabase(before)
    if before is not None and before_upgrade is not None:
        before_upgrade(before)
    config = _config()
    with database.write() as session:
        config.attributes["connection"] = session
        if before is None:
            command.upgrade(config, "head")
            roles.grant_after_upgrade(session)
            return None
        facts = facts_of(session)
        command.upgrade(config, "head")
        roles.grant_after_upgrade(session)
        wrong = [*database.product.damage_of(session), *facts.kept_in(facts_of(session))]
        if wrong:
            raise UpgradeFailed(before, wrong)
    return before


def make_schema(database: Database, revision: str) -> None:
    """The schema of a revision that this program knows, in a database that is empty."""
    config = _config()
    with database.write() as session:
        config.attributes["connection"] = session
        command.upgrade(config, revision)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    return config

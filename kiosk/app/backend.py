"""Opens what lies behind the screens: database, restaurant, payment channel, settler. Imports heavy things: call it late.

Everything that can be wrong with them becomes a Fix: what is wrong, and the cure.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from kiosk.app import resources
from kiosk.app.backups import BeforeUpgrade, beside
from kiosk.app.errors import Fix
from kiosk.app.machine import MachineClock
from kiosk.app.places import why_file_not_writable
from kiosk.domain.ports import Clock, Ids
from kiosk.payments.toss import Toss
from kiosk.services.attention import tell_undecided
from kiosk.services.counter import Counter
from kiosk.services.floor_file import FloorFileError, read_restaurant
from kiosk.services.pages import CheckoutPages
from kiosk.services.refitting import OtherRestaurant, Refitted, StillNeeded, refit
from kiosk.services.restaurants import UnusableRestaurant, installed
from kiosk.services.settling import Settler
from kiosk.services.shop import Limits, Shop
from kiosk.storage.backup import NoBackup
from kiosk.storage.engine import Damaged, Database, file_of, open_database
from kiosk.storage.room import keep_spare
from kiosk.storage.schema import (
    NewerDatabase,
    UpgradeFailed,
    bring_up_to_date,
    newest_revision,
    revision_of,
)


@dataclass(frozen=True, slots=True)
class PaymentKeys:
    """The keys of one shop and where they are valid; ``sdk_url`` is the script the checkout page loads."""

    client_key: str
    secret_key: str = field(repr=False)
    api_url: str
    sdk_url: str


@dataclass(frozen=True, slots=True)
class Backend:
    """Everything a terminal's user interface stands on. ``undecided``: payments an earlier run left so."""

    database: Database
    shop: Shop
    settler: Settler
    counter: Counter
    undecided: int = 0

    def close(self) -> None:
        """Give the database back."""
        self.database.close()


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
    file = database_file(url)
    _make_folder(file.parent)
    if why := why_file_not_writable(file):
        raise _not_writable(file, why)
    database = open_database(url)
    try:
        upgrade(database, url, before_upgrade or beside(url, MachineClock()))
    except Fix:
        database.close()
        raise
    return database


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
            f"The database {url} belongs to the restaurant {other}, and the file {file} is of another one.",
            f"Name the file of {other} in the settings (restaurant), or a database of its own for the other restaurant "
            f"(database_url). Nothing was stored.",
        ) from other


def upgrade(database: Database, url: str, before_upgrade: BeforeUpgrade) -> tuple[str | None, str]:
    """The newest schema; gives the revision before and after. Raises Fix, and the database is as it was then."""
    try:
        before = bring_up_to_date(database, partial(before_upgrade, database))
    except NewerDatabase as newer:
        raise Fix(
            f"The database at {url} was written by a newer version of this program ({newer}).",
            "Install that newer version, or name another database in the settings (database_url). Nothing was changed.",
        ) from newer
    except NoBackup as failed:
        raise Fix(
            f"The database has to be upgraded, and that is done with a backup only. {failed.what}",
            failed.cure,
        ) from failed
    except UpgradeFailed as failed:
        raise Fix(
            f"The database at {url} could not be upgraded; it is as it was ({failed}).",
            "Go back to the version that it was written by, and report this.",
        ) from failed
    except Damaged as damaged:
        raise _unreadable(url, damaged) from damaged
    return before, newest_revision()


def open_existing(url: str) -> Database:
    """A database that is there already, to read from; it is neither made nor changed. Raises Fix."""
    file = database_file(url)
    if not os.path.isfile(file):  # noqa: PTH113 - Path.is_file raises where a folder may not be entered
        raise Fix(f"There is no database {file}.", "Correct database_url in the settings, or run: kiosk init")
    database = open_database(url)
    try:
        revision = revision_of(database)
    except Damaged as damaged:
        database.close()
        raise _unreadable(url, damaged) from damaged
    if revision is None:
        database.close()
        raise Fix(f"The database {url} is not one of this program.", "Correct database_url in the settings.")
    return database


def open_backend(
    database: Database,
    restaurant_id: str,
    *,
    clock: Clock,
    ids: Ids,
    terminal: str,
    limits: Limits,
    keys: PaymentKeys,
) -> Backend:
    """Put the parts together; nothing is sent anywhere yet, but what an earlier run left undecided is told."""
    shop = Shop(database, clock, ids, restaurant_id, terminal, limits)
    if database.file is not None:
        keep_spare(database.file)
    undecided = tell_undecided(shop)
    toss = Toss(keys.secret_key, keys.api_url, clock)
    settler = Settler(shop, toss, lambda: toss.clock_skew_s)
    pages = CheckoutPages(
        resources.path("checkout", "checkout.html").read_text("utf-8"), keys.client_key, keys.sdk_url
    )
    return Backend(database, shop, settler, Counter(shop, settler.settle, pages), undecided)


def _unreadable(url: str, damaged: Damaged) -> Fix:
    if "readonly" in str(damaged):
        return _not_writable(database_file(url), str(damaged))
    return Fix(
        f"The database {url} cannot be read ({damaged}).",
        "Check that this user may read it; if it is damaged, put a backup in its place: kiosk restore FILE",
    )


def _not_writable(file: Path, why: str) -> Fix:
    return Fix(
        f"The database {file} cannot be written ({why}).",
        "Let this user write the file and its folder, and see that the disk is not mounted for reading only; or name "
        "another database in the settings (database_url).",
    )


def database_file(url: str) -> Path:
    """The file that database_url names. Raises Fix for an address that names none."""
    product = url.partition(":")[0].partition("+")[0]
    if product != "sqlite":
        raise Fix(
            f"database_url names a server ({product}), which this version cannot use yet: its database is a file.",
            _EXAMPLE,
        )
    file = file_of(url) if url.startswith("sqlite:///") else None
    if file is None:
        raise Fix(f"database_url names no file: {url}", _EXAMPLE)
    return file


_EXAMPLE = "Name a file, for example sqlite:////var/lib/jari/jari.db"


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

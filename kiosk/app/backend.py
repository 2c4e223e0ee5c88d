"""Opens what lies behind the screens: database, restaurant, payment channel, settler. Imports heavy things: call it late.

Everything that can be wrong with them becomes a Fix: what is wrong, and the cure.
"""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from kiosk.app import resources
from kiosk.app.backups import BeforeUpgrade, beside
from kiosk.app.errors import Fix
from kiosk.app.machine import MachineClock
from kiosk.domain.ports import Clock, Ids
from kiosk.payments.toss import Toss
from kiosk.services.attention import tell_undecided
from kiosk.services.counter import Counter
from kiosk.services.floor_file import FloorFileError, read_restaurant
from kiosk.services.pages import CheckoutPages
from kiosk.services.restaurants import UnusableRestaurant, install, installed
from kiosk.services.settling import Settler
from kiosk.services.shop import Limits, Shop
from kiosk.storage.backup import NoBackup
from kiosk.storage.engine import Damaged, Database, file_of, open_database
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
    """Everything a terminal's user interface stands on."""

    database: Database
    shop: Shop
    settler: Settler
    counter: Counter

    def close(self) -> None:
        """Give the database back."""
        self.database.close()


def open_store(
    url: str, restaurant_file: Path, before_upgrade: BeforeUpgrade | None = None
) -> tuple[Database, str]:
    """The database, at the newest schema, with a restaurant in it; and that restaurant's id. Raises Fix.

    ``before_upgrade`` makes a backup where the settings say (``backups.before_upgrade``); else it goes beside the database.
    """
    _make_folder(url)
    database = open_database(url)
    try:
        upgrade(database, url, before_upgrade or beside(url, MachineClock()))
        known = installed(database)
        if not known:
            install(database, read_restaurant(restaurant_file))
            known = installed(database)
    except (FloorFileError, UnusableRestaurant) as wrong:
        database.close()
        raise Fix(
            f"The restaurant file {restaurant_file} cannot be used:\n  - " + "\n  - ".join(wrong.problems),
            "Correct these lines and start again. Nothing was stored.",
        ) from wrong
    except Fix:
        database.close()
        raise
    return database, known[0]


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
    file = file_of(url)
    if file is not None and not file.is_file():
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
    tell_undecided(shop)
    toss = Toss(keys.secret_key, keys.api_url, clock)
    settler = Settler(shop, toss, lambda: toss.clock_skew_s)
    pages = CheckoutPages(
        resources.path("checkout", "checkout.html").read_text("utf-8"), keys.client_key, keys.sdk_url
    )
    return Backend(database, shop, settler, Counter(shop, settler.settle, pages))


def _unreadable(url: str, damaged: Damaged) -> Fix:
    return Fix(
        f"The database {url} cannot be read ({damaged}).",
        "Check that this user may read it; if it is damaged, put a backup in its place: kiosk restore FILE",
    )


def _make_folder(url: str) -> None:
    file = file_of(url)
    if file is None:
        return
    folder = file.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as refused:
        raise Fix(
            f"The folder of the database, {folder}, cannot be made ({refused.strerror}).",
            "Make it by hand and let this user write there, or name another database in the settings (database_url).",
        ) from refused

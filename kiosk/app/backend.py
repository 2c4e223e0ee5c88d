"""Opens what lies behind the screens: database, restaurant, payment channel, settler. Imports heavy things: call it late.

Everything that can be wrong with them becomes a Fix: what is wrong, and the cure.
"""

from dataclasses import dataclass, field
from pathlib import Path

from kiosk.app import resources
from kiosk.app.errors import Fix
from kiosk.domain.ports import Clock, Ids
from kiosk.payments.toss import Toss
from kiosk.services.attention import tell_undecided
from kiosk.services.counter import Counter
from kiosk.services.floor_file import FloorFileError, read_restaurant
from kiosk.services.pages import CheckoutPages
from kiosk.services.restaurants import UnusableRestaurant, install, installed
from kiosk.services.settling import Settler
from kiosk.services.shop import Limits, Shop
from kiosk.storage.engine import Damaged, Database, file_of, open_database
from kiosk.storage.schema import NewerDatabase, bring_up_to_date, revision_of


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


def open_store(url: str, restaurant_file: Path) -> tuple[Database, str]:
    """The database, at the newest schema, with a restaurant in it; and that restaurant's id. Raises Fix."""
    _make_folder(url)
    database = open_database(url)
    try:
        bring_up_to_date(database)
        known = installed(database)
        if not known:
            install(database, read_restaurant(restaurant_file))
            known = installed(database)
    except NewerDatabase as newer:
        database.close()
        raise Fix(
            f"The database at {url} was written by a newer version of this program ({newer}).",
            "Install that newer version, or name another database in the settings (database_url). Nothing was changed.",
        ) from newer
    except (FloorFileError, UnusableRestaurant) as wrong:
        database.close()
        raise Fix(
            f"The restaurant file {restaurant_file} cannot be used:\n  - " + "\n  - ".join(wrong.problems),
            "Correct these lines and start again. Nothing was stored.",
        ) from wrong
    return database, known[0]


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
        raise Fix(
            f"The database {url} cannot be read ({damaged}).",
            "Check that this user may read it; if it is damaged, put a backup in its place: kiosk restore FILE",
        ) from damaged
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
    settler = Settler(shop, Toss(keys.secret_key, keys.api_url, clock))
    pages = CheckoutPages(
        resources.path("checkout", "checkout.html").read_text("utf-8"), keys.client_key, keys.sdk_url
    )
    return Backend(database, shop, settler, Counter(shop, settler.settle, pages))


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

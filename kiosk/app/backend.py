"""Puts together what lies behind the screens: payment channel, settler, counter. Imports heavy things: call it late."""

from dataclasses import dataclass, field

from kiosk.app import resources
from kiosk.domain.ports import Clock, Ids
from kiosk.payments.toss import Toss
from kiosk.services.attention import tell_undecided
from kiosk.services.counter import Counter
from kiosk.services.pages import CheckoutPages
from kiosk.services.settling import Settler
from kiosk.services.shop import Limits, Shop
from kiosk.storage.engine import Database
from kiosk.storage.room import keep_spare


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
    shop = Shop(database.of(restaurant_id), clock, ids, restaurant_id, terminal, limits)
    if database.file is not None:
        keep_spare(database.file)
    undecided = tell_undecided(shop)
    toss = Toss(keys.secret_key, keys.api_url, clock)
    settler = Settler(shop, toss, lambda: toss.clock_skew_s)
    pages = CheckoutPages(
        resources.path("checkout", "checkout.html").read_text("utf-8"), keys.client_key, keys.sdk_url
    )
    return Backend(database, shop, settler, Counter(shop, settler.settle, pages), undecided)

"""Puts together what lies behind the screens: payment channel, settler, counter. Imports heavy things: call it late."""

from dataclasses import dataclass, field

from kiosk.app import resources
from kiosk.domain.flight import Recorder
from kiosk.domain.ports import Clock, Ids
from kiosk.payments.channel import Channel
from kiosk.payments.toss import Toss
from kiosk.services.attention import tell_undecided
from kiosk.services.counter import Counter
from kiosk.services.elsewhere import Elsewhere
from kiosk.services.flight import RecordedChannel
from kiosk.services.key_check import KeyCheck
from kiosk.services.pages import CheckoutPages
from kiosk.services.settling import Settler
from kiosk.services.shop import Limits, Shop
from kiosk.services.trial_pages import TrialPress
from kiosk.storage.engine import Database
from kiosk.storage.feed import Feed, feed_of
from kiosk.storage.room import keep_spare


@dataclass(frozen=True, slots=True)
class PaymentKeys:
    """The keys of one shop and where they are valid; ``sdk_url`` is the script the checkout page loads.

    Without a ``secret_key`` payments are settled elsewhere. Before money is asked for with it, that is written into the
    ``recorder``; None for a company that forgets.
    """

    client_key: str
    secret_key: str = field(repr=False)
    api_url: str
    sdk_url: str
    recorder: Recorder | None = None

    @property
    def pair(self) -> str:
        """How the public key begins; the secret one begins alike, or nothing would have been opened."""
        return self.client_key[: self.client_key.rfind("k_") + 2]

    @property
    def mode(self) -> str:
        """Where the money goes: sandbox, test or live."""
        if self.api_url.startswith("http://127.0.0.1"):
            return "sandbox"
        return "live" if self.client_key.startswith("live_") else "test"


@dataclass(frozen=True, slots=True)
class Backend:
    """Everything a terminal's user interface stands on. ``undecided``: payments an earlier run left so.

    ``settler`` and ``keys`` are None where payments are settled elsewhere; ``feed`` tells of what other terminals do, and ``waited`` is
    what a guest waits at for a payment that is settled elsewhere. ``trials`` prints the test pages that a desk asks for.
    """

    database: Database
    shop: Shop
    settler: Settler | None
    keys: KeyCheck | None
    counter: Counter
    feed: Feed
    undecided: int = 0
    waited: Feed | None = None
    trials: TrialPress | None = None

    def close(self) -> None:
        """Give the database back."""
        for feed in (self.feed, self.waited):
            if feed is not None:
                feed.close()
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
    is_elsewhere = not keys.secret_key
    shop = Shop(database.of(restaurant_id), clock, ids, restaurant_id, terminal, limits, is_elsewhere)
    if database.file is not None:
        keep_spare(database.file)
    pages = CheckoutPages(
        resources.path("checkout", "checkout.html").read_text("utf-8"), keys.client_key, keys.sdk_url
    )
    feed = feed_of(database, restaurant_id, clock)
    if is_elsewhere:
        # A feed of its own: the other one is waited at by the thread that watches the floor.
        waited = feed_of(database, restaurant_id, clock)
        counter = Counter(shop, Elsewhere(shop, waited.changed).settle, pages)
        return Backend(database, shop, None, None, counter, feed, waited=waited)
    undecided = tell_undecided(shop)
    settler = settler_of(shop, keys)
    check = KeyCheck(settler, keys.mode, keys.pair)
    return Backend(database, shop, settler, check, Counter(shop, settler.settle, pages), feed, undecided)


def settler_of(shop: Shop, keys: PaymentKeys) -> Settler:
    """The settler over Toss Payments: the only holder of the secret key."""
    toss = Toss(keys.secret_key, keys.api_url, shop.clock)
    channel: Channel = toss if keys.recorder is None else RecordedChannel(toss, keys.recorder, shop)
    return Settler(shop, channel, lambda: toss.clock_skew_s)

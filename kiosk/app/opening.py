"""Opens the backend that the settings describe, with the sandbox's keys or the shop's own. Heavy imports: call on a lane."""

from datetime import timedelta

from kiosk.app.backend import Backend, PaymentKeys, open_backend
from kiosk.app.backups import before_upgrade
from kiosk.app.errors import Fix
from kiosk.app.local_sandbox import LocalSandbox
from kiosk.app.settings import Settings
from kiosk.app.store import bring_in, open_upgraded
from kiosk.domain.ports import Clock, Ids
from kiosk.payments.toss import API
from kiosk.services.shop import Limits

SDK_URL = "https://js.tosspayments.com/v2/standard"


def open_all(settings: Settings, clock: Clock, ids: Ids, sandbox: LocalSandbox | None) -> Backend:
    """Database, restaurant, channel and settler. Raises Fix."""
    keys = _keys(settings, sandbox)
    url = settings.database_url
    database = open_upgraded(url, before_upgrade(settings, clock))
    try:
        brought = bring_in(database, url, settings.restaurant, clock, settings.terminal)
    except Fix:
        database.close()
        raise
    return open_backend(
        database,
        brought.restaurant_id,
        clock=clock,
        ids=ids,
        terminal=settings.terminal,
        limits=_limits(settings),
        keys=keys,
    )


def _keys(settings: Settings, sandbox: LocalSandbox | None) -> PaymentKeys:
    if sandbox is not None:
        made = sandbox.keys()
        return PaymentKeys(made.client_key, made.secret_key, made.url, f"{made.url}/v2/standard")
    pair = settings.toss_keys
    if pair is None:
        raise Fix(
            "There are no payment keys and no sandbox.",
            "Set the keys (README, Going live), or use sandbox mode.",
        )
    return PaymentKeys(pair.client, pair.secret, API, SDK_URL)


def _limits(settings: Settings) -> Limits:
    timers = settings.timers
    return Limits(
        hold=timedelta(seconds=timers.hold_s),
        extension=timedelta(seconds=timers.extend_s),
        extensions=timers.extend_max,
        page=timedelta(seconds=timers.payment_page_s),
    )

"""Opens the backend that the settings describe, with the sandbox's keys or the shop's own. Heavy imports: call on a lane."""

from dataclasses import replace
from datetime import timedelta

from kiosk.app.backend import Backend, PaymentKeys, open_backend
from kiosk.app.backups import before_upgrade
from kiosk.app.errors import Fix
from kiosk.app.local_sandbox import LocalSandbox
from kiosk.app.printers import kiosk_presses
from kiosk.app.settings import Settings
from kiosk.app.store import bring_in, has_own_role, open_store, open_upgraded
from kiosk.domain.flight import Recorder
from kiosk.domain.ports import Clock, Ids
from kiosk.payments.toss import API
from kiosk.services.shop import Limits
from kiosk.storage.engine import Database
from kiosk.storage.flight import FlightFile

SDK_URL = "https://js.tosspayments.com/v2/standard"


def open_all(settings: Settings, clock: Clock, ids: Ids, sandbox: LocalSandbox | None) -> Backend:
    """Database, restaurant, channel and settler. Raises Fix."""
    keys = replace(payment_keys(settings, sandbox), recorder=recorder_of(settings, sandbox))
    database, restaurant_id = _open(settings, clock)
    backend = open_backend(
        database,
        restaurant_id,
        clock=clock,
        ids=ids,
        terminal=settings.terminal,
        limits=limits_of(settings),
        keys=keys,
    )
    press, trials = kiosk_presses(backend.shop, settings)
    return replace(backend, counter=replace(backend.counter, press=press), trials=trials)


def recorder_of(settings: Settings, sandbox: LocalSandbox | None) -> Recorder | None:
    """None for a sandbox that forgets when it ends: what it does not know was not lost."""
    return FlightFile(settings.state_dir) if sandbox is None else None


def _open(settings: Settings, clock: Clock) -> tuple[Database, str]:
    """The database with the restaurant's file as it is now. A kiosk among several takes the restaurant as it finds it: its
    own file may be an old one, and what it may do at the server does not include setting up. So does a settler that has a
    role of its own."""
    url, backup = settings.database_url, before_upgrade(settings, clock)
    if settings.settler == "elsewhere":
        return open_store(url, settings.restaurant, backup)
    database = open_upgraded(url, backup)
    if has_own_role(database):
        database.close()
        return open_store(url, settings.restaurant, backup)
    try:
        brought = bring_in(database, url, settings.restaurant, clock, settings.terminal)
    except Fix:
        database.close()
        raise
    return database, brought.restaurant_id


def payment_keys(settings: Settings, sandbox: LocalSandbox | None) -> PaymentKeys:
    """The keys to pay with, and where they are valid. Raises Fix when there are none."""
    if sandbox is not None:
        made = sandbox.keys()
        return PaymentKeys(made.client_key, made.secret_key, made.url, f"{made.url}/v2/standard")
    pair = settings.toss_keys
    if pair is None:
        raise Fix(
            "There are no payment keys and no sandbox.",
            "Set the keys (README, Going live), or use sandbox mode.",
        )
    if settings.company_url:
        company = settings.company_url
        return PaymentKeys(pair.client, pair.secret, company, f"{company}/v2/standard")
    return PaymentKeys(pair.client, pair.secret, API, SDK_URL)


def limits_of(settings: Settings) -> Limits:
    """How long things may take, as the settings say."""
    timers = settings.timers
    return Limits(
        hold=timedelta(seconds=timers.hold_s),
        extension=timedelta(seconds=timers.extend_s),
        extensions=timers.extend_max,
        page=timedelta(seconds=timers.payment_page_s),
        days_ahead=settings.days_ahead,
    )

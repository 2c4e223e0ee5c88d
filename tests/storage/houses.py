"""A database with bookings, money and a journal in it, for the tests of backups and upgrades."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from kiosk.services.restaurants import install
from kiosk.storage import journal
from kiosk.storage.engine import Database, open_database
from kiosk.storage.facts import Facts, facts_of
from kiosk.storage.schema import bring_up_to_date
from tests.fakes.machine import FRIDAY_EVENING
from tests.fakes.restaurants import restaurant

BOOKING = (
    "INSERT INTO booking (restaurant_id, booking_id, visit_id, terminal, number, status, party, starts_at, ends_at, walk_in,"
    " price_won, amount_won, created_at, hold_ends_at, extensions_left, reason)"
    " VALUES ('corner', :id, :id, 'K1', '1001', 'PAID', 2, 1, 2, 0, 10000, 20000, 1, 2, 0, '')"
)
PAYMENT = (
    "INSERT INTO payment (restaurant_id, payment_id, booking_id, order_id, confirm_key, cancel_key, payment_key, status,"
    " amount_won, opened_at, window_ends_at, reason, method, approval_number, receipt_url)"
    " VALUES ('corner', :id, :id, :id, :id, :id, :id, 'DONE', 20000, 1, 2, '', '', '', '')"
)
"""As the first revision had them; later ones only add."""


def at_newest_schema(url: str) -> None:
    """Bring a database that is empty to the newest schema, and close it."""
    database = open_database(url)
    bring_up_to_date(database)
    database.close()


def furnished(file: Path, bookings: int = 3) -> Database:
    """A restaurant with a few paid bookings."""
    database = open_database(f"sqlite:///{file}")
    bring_up_to_date(database)
    install(database, restaurant())
    for nth in range(bookings):
        book(database, f"b{nth}")
    return database


def book(database: Database, booking_id: str) -> None:
    """One more paid booking, told to the journal."""
    with database.write() as session:
        session.execute(text(BOOKING), {"id": booking_id})
        session.execute(text(PAYMENT), {"id": booking_id})
        body: dict[str, str | int] = {"status": "PAID", "amount": 20_000}
        journal.append(session, "corner", "K1", FRIDAY_EVENING, "booking", booking_id, body)


def facts(file: Path) -> Facts:
    """What is in a database file now."""
    database = open_database(f"sqlite:///{file}")
    try:
        with database.read() as session:
            return facts_of(session)
    finally:
        database.close()


def killed_at(nth: int, work: Callable[[], object], event: str) -> bool:
    """Do the work in a copy of this process that is killed as the nth audit event of a kind begins; True if it was."""
    child = os.fork()
    if child == 0:
        count = [0]

        def watch(name: str, _args: tuple[object, ...]) -> None:
            if name.startswith(event):
                count[0] += 1
                if count[0] == nth:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(watch)
            work()
        except BaseException:  # noqa: BLE001 - a copy of the test process must end here, whatever happens
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status):
        assert os.WEXITSTATUS(status) == 0, "the work failed by itself"
    return os.WIFSIGNALED(status)

"""``kiosk init``: makes the database, or brings it up to date, and brings the restaurant's file into it."""

from argparse import Namespace

from kiosk.app import settings
from kiosk.app.backups import before_upgrade
from kiosk.app.machine import MachineClock
from kiosk.app.store import bring_in, open_upgraded
from kiosk.services.refitting import Refitted
from kiosk.storage.engine import shown


def main(args: Namespace) -> int:
    """Prepare the database; gives the exit code. Raises Fix."""
    told = settings.from_args(args)
    clock = MachineClock()
    database = open_upgraded(told.database_url, before_upgrade(told, clock))
    try:
        brought = bring_in(database, told.database_url, told.restaurant, clock, told.terminal)
    finally:
        database.close()
    print(_done(brought))
    print(f"The database {shown(told.database_url)} is ready for the restaurant {brought.restaurant_id}.")
    return 0


def _done(brought: Refitted) -> str:
    if brought.is_new:
        return f"The restaurant {brought.restaurant_id} is new in this database."
    if brought.changes:
        return f"The restaurant was changed as its file says: {'; '.join(brought.changes)}."
    return "The restaurant's file is as it was; nothing was changed."

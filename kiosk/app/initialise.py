"""``kiosk init``: makes the database, or brings it up to date, and puts the restaurant into an empty one."""

from argparse import Namespace

from kiosk.app import settings
from kiosk.app.backend import open_store
from kiosk.app.backups import before_upgrade
from kiosk.app.machine import MachineClock


def main(args: Namespace) -> int:
    """Prepare the database; gives the exit code. Raises Fix."""
    told = settings.from_args(args)
    backup = before_upgrade(told, MachineClock())
    database, restaurant_id = open_store(told.database_url, told.restaurant, backup)
    database.close()
    print(f"The database {told.database_url} is ready for the restaurant {restaurant_id}.")
    return 0

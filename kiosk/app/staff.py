"""``kiosk staff``: who may work at the desk; for the first owner, and for a PIN that is locked or forgotten.

The PIN is asked for in the terminal and never echoed, or read from standard input; it is never an argument.
"""

import sys
from argparse import Namespace
from getpass import getpass

from kiosk.app import settings
from kiosk.app.backups import before_upgrade
from kiosk.app.errors import Fix
from kiosk.app.machine import MachineClock, MachineIds
from kiosk.app.store import open_store
from kiosk.domain.staff import Role
from kiosk.services import staffing
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import Person

_WHY = {
    "pin": "A PIN is six digits.",
    "weak_pin": "That PIN is what anybody tries first (one digit six times, or a run such as 123456).",
    "name": f"A name has 1 to {staffing.LONGEST_NAME} characters.",
    "name_taken": "Somebody of that name works here already.",
    "last_owner": "That is the last owner; make somebody else an owner first.",
}


def main(args: Namespace) -> int:
    """list, add NAME --role ROLE, reset NAME, remove NAME. Raises Fix."""
    told = settings.from_args(args)
    backup = before_upgrade(told, MachineClock())
    database, restaurant_id = open_store(told.database_url, told.restaurant, backup)
    shop = Shop(database.of(restaurant_id), MachineClock(), MachineIds(), restaurant_id, told.terminal)
    try:
        if args.what == "add":
            _say(staffing.add(shop, args.name, Role(args.role), _pin()))
        elif args.what == "reset":
            _say(staffing.set_pin(shop, _find(shop, args.name).staff_id, _pin()))
        elif args.what == "remove":
            _say(staffing.set_active(shop, _find(shop, args.name).staff_id, None, active=False))
        else:
            for person in staffing.people(shop, everybody=True):
                print(_line(person))
        return 0
    finally:
        database.close()


def _find(shop: Shop, name: str) -> Person:
    for person in staffing.people(shop, everybody=True):
        if person.name == name:
            return person
    raise Fix(f"Nobody called {name!r} works here.", "`kiosk staff list` names everybody.")


def _pin() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    pin = getpass("PIN (six digits): ")
    if pin != getpass("Once more: "):
        raise Fix("The two are not the same.", "Try again.")
    return pin


def _say(answer: Person | Refused) -> None:
    if isinstance(answer, Refused):
        raise Fix(_WHY.get(answer.why, f"Refused ({answer.why})."), "Nothing was stored; try again.")
    print(_line(answer))


def _line(person: Person) -> str:
    marks = [word for word, holds in (("locked", person.is_locked), ("left", not person.active)) if holds]
    return "  ".join([person.name, person.role, *marks])

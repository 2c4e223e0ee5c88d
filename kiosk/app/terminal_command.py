"""``kiosk terminal``: lets a terminal into the server's database with a role of its own, shuts one out, lists them.

For whoever owns the database, on the back-office machine. The password is shown once, and stored nowhere by us.
"""

from argparse import Namespace

import segno

from kiosk.app import settings
from kiosk.app.errors import Fix
from kiosk.app.machine import MachineIds
from kiosk.app.store import open_existing
from kiosk.domain.ports import Ids
from kiosk.storage import roles
from kiosk.storage.engine import Database, address_of, shown
from kiosk.storage.roles import Kind, NotTheOwner, Unsuitable, role_of


def add_main(args: Namespace, ids: Ids | None = None) -> int:
    """A role for the terminal; gives the exit code. Raises Fix."""
    database, url = _server(args)
    password = (ids or MachineIds()).key()
    try:
        with database.write() as session:
            role = roles.open_to(session, _suitable(args.name), password, Kind(args.kind))
    except NotTheOwner as refused:
        raise _not_the_owner(url) from refused
    finally:
        database.close()
    address = address_of(url, role, password)
    print(
        f"{args.name} may use the database as {role}, with a {args.kind}'s rights. On that machine, in its unit's environment"
        " and in no file that others read:"
    )
    print(f"    KIOSK_DATABASE_URL={address}")
    print(f"    KIOSK_TERMINAL={args.name}")
    print("The same to be read by a camera. It is shown this once; for another password, do this again.")
    segno.make(address, error="m").terminal(compact=True)
    return 0


def revoke_main(args: Namespace) -> int:
    """Shut a terminal out at once; gives the exit code. Raises Fix."""
    database, url = _server(args)
    try:
        with database.write() as session:
            was_there = roles.close_to(session, _suitable(args.name))
    except NotTheOwner as refused:
        raise _not_the_owner(url) from refused
    finally:
        database.close()
    if not was_there:
        raise Fix(
            f"There is no terminal {args.name} at this database.",
            "See those that there are: kiosk terminal list",
        )
    print(f"{args.name} is shut out: its sessions are ended, and its password opens nothing any more.")
    return 0


def list_main(args: Namespace) -> int:
    """Every terminal with a role of its own, a line each; gives the exit code. Raises Fix."""
    database, _ = _server(args)
    try:
        with database.read() as session:
            names = roles.terminals(session)
    finally:
        database.close()
    print(
        "\n".join(f"{name}  {kind}" for name, kind in names.items())
        or "No terminal has a role of its own yet."
    )
    return 0


def _server(args: Namespace) -> tuple[Database, str]:
    url = settings.from_args(args).database_url
    database = open_existing(url)
    if database.file is not None:
        database.close()
        raise Fix(
            f"The database {shown(url)} is a file, which knows no roles: whoever may open it may do everything.",
            "With several terminals, move it to a server: kiosk migrate --to URL",
        )
    return database, url


def _suitable(name: str) -> str:
    try:
        role_of(name)
    except Unsuitable as wrong:
        raise Fix(f"{name} cannot be a role's name: {wrong}.", "For example kiosk-1.") from wrong
    return name


def _not_the_owner(url: str) -> Fix:
    return Fix(
        f"Whoever {shown(url)} names may not decide who else uses the database.",
        "Do this as its owner, on the back-office machine (the owner needs CREATEROLE).",
    )

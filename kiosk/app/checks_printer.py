"""Checks the receipt printer that counts for this terminal: whether it is there and ready. Prints nothing.

What the owner has said at the desk counts, and where that cannot be read, or nobody has said, the terminal's own settings.
"""

from typing import Final

from kiosk.app.findings import Finding, Findings, State
from kiosk.app.settings import Settings
from kiosk.services.printer_address import Address, AsFile, OnNetwork, OnUsb, address_of
from kiosk.services.printing import NotPrinted, Why

_WRONG: Final = {
    Why.OFF: "cannot be reached",
    Why.NO_RIGHT: "may not be used by this user",
    Why.NO_PAPER: "has no paper",
    Why.NOT_READY: "is not ready: its cover is open, or it shows an error",
}


def printer(settings: Settings) -> Findings:
    """A kiosk sells without one, so nothing here stops it."""
    told = _told_at_the_desk(settings)
    place = settings.printer if told is None else told
    named = f"The receipt printer {place}" + ("" if told is None else ", chosen at the desk,")
    if not place:
        no_printer = (
            "No receipt printer is set"
            if told is None
            else "At the desk it was said that there is no printer here"
        )
        yield Finding.fine("printer", f"{no_printer}: the QR code on the screen is the receipt")
        return
    from kiosk.app.escpos_printer import EscposPrinter

    address = address_of(place)
    found = EscposPrinter(address, settings.printer_columns, lambda *_: b"").look()
    if isinstance(found, NotPrinted):
        said = f" ({found.detail.splitlines()[-1]})" if found.detail else ""
        what = f"{named} {_WRONG.get(found.why, 'does not answer')}{said}."
        yield Finding(
            "printer", State.NOTE, what, f"The kiosk sells without it, too. {_cure(address, found.why)}"
        )
    elif found.tells:
        yield Finding.fine("printer", f"{named} is ready")
    else:
        yield Finding.fine("printer", f"{named} takes receipts; whether it has paper it cannot say")


def _told_at_the_desk(settings: Settings) -> str | None:
    """None where nobody has said, and where there is no database that can be read: another check tells of that."""
    from kiosk.app.store import open_existing
    from kiosk.services.printer_choice import chosen
    from kiosk.storage.floors import restaurant_ids

    try:
        opened = open_existing(settings.database_url)
        try:
            with opened.read() as session:
                said = [chosen(session, each, settings.terminal) for each in restaurant_ids(session)]
        finally:
            opened.close()
    except Exception:  # noqa: BLE001 - each driver has its own errors, and a check-up must go on
        return None
    return next((each for each in said if each is not None), None)


def _cure(address: Address, why: Why) -> str:
    if why in (Why.NO_PAPER, Why.NOT_READY):
        return "Put a roll in, close the cover, and switch it off and on."
    match address:
        case OnNetwork(host, port):
            return f"Switch it on, look at its cable, and try: nc -vz {host} {port}"
        case OnUsb():
            rule = "a udev rule that gives it to the group lp, and this user in that group"
            return f"See that `lsusb` lists it; it needs {rule}, and libusb (apt-get install libusb-1.0-0)."
        case AsFile(path):
            return f"See that {path} is there and that this user is in its group (ls -l {path})."

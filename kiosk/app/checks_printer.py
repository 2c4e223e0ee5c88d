"""Checks the receipt printer that the settings name: whether it is there and ready. Prints nothing."""

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
    if not settings.printer:
        yield Finding.fine("printer", "No receipt printer is set: the QR code on the screen is the receipt")
        return
    from kiosk.app.escpos_printer import EscposPrinter

    address = address_of(settings.printer)
    found = EscposPrinter(address, settings.printer_columns, lambda *_: b"").look()
    if isinstance(found, NotPrinted):
        said = f" ({found.detail.splitlines()[-1]})" if found.detail else ""
        what = f"The receipt printer {settings.printer} {_WRONG.get(found.why, 'does not answer')}{said}."
        yield Finding(
            "printer", State.NOTE, what, f"The kiosk sells without it, too. {_cure(address, found.why)}"
        )
    elif found.tells:
        yield Finding.fine("printer", f"The receipt printer {settings.printer} is ready")
    else:
        yield Finding.fine(
            "printer",
            f"The receipt printer {settings.printer} takes receipts; whether it has paper it cannot say",
        )


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

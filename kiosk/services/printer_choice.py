"""Which printer a kiosk has, as the owner says at a desk. Where nobody has said, the kiosk's own settings do.

Stored as settings that kiosks read and may not write. An address is checked by whoever stores it and by whoever uses it.
"""

from dataclasses import dataclass

from kiosk.domain.staff import Act
from kiosk.services import staffing
from kiosk.services.printer_address import may_come_from_elsewhere
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.storage import reconciliations, terminals
from kiosk.storage.engine import Session

NO_PRINTER = ""
_PRINTER = "printer of terminal "
_NONE = "none"


@dataclass(frozen=True, slots=True)
class PrinterChosen:
    """The kiosk prints there from now on: ``address``, NO_PRINTER for nowhere, None for where its own settings say."""

    name: str
    address: str | None


def choose(shop: Shop, by: By, name: str, address: str | None) -> PrinterChosen | Refused:
    """Say where a kiosk prints. Refused: not_allowed, pin_again, printer_address, unknown (it is no kiosk of ours)."""
    wanted = address.strip() if address is not None else None
    if wanted and not may_come_from_elsewhere(wanted):
        return Refused("printer_address")
    with shop.database.write() as session:
        if refused := staffing.allow(session, shop, by, Act.TERMINALS):
            return refused
        if not is_kiosk(session, shop, name):
            return Refused("unknown")
        stored = "" if wanted is None else wanted or _NONE
        reconciliations.write_setting(session, shop.restaurant_id, _PRINTER + name, stored)
        now = shop.clock.now()
        terminals.tell(session, shop.restaurant_id, name, now, "printer", by.staff_id, shop.terminal)
    return PrinterChosen(name, wanted)


def chosen(session: Session, restaurant_id: str, name: str) -> str | None:
    """Where that kiosk prints by the owner's word; None where there is none, or one that no kiosk obeys."""
    told = reconciliations.read_setting(session, restaurant_id, _PRINTER + name) or ""
    if told == _NONE:
        return NO_PRINTER
    return told if may_come_from_elsewhere(told) else None


def here(shop: Shop, own: str) -> str:
    """Where this very terminal prints: ``own`` is what its settings say."""
    with shop.database.read() as session:
        told = chosen(session, shop.restaurant_id, shop.terminal)
    return own if told is None else told


def is_kiosk(session: Session, shop: Shop, name: str) -> bool:
    """Whether a kiosk of that name was ever here."""
    return any(
        row.name == name and row.kind == "kiosk" for row in terminals.all_of(session, shop.restaurant_id)
    )

"""Money taken past the payment company: cash, or a card at the house's own machine. Recorded as such, and never added to it."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.money import LARGEST
from kiosk.domain.staff import Act
from kiosk.services import staffing
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.storage import bookings, seatings
from kiosk.storage.seatings import OffsiteRow

LONGEST_WHY = 60


class Method(StrEnum):
    """How it was taken."""

    CASH = "cash"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class Recorded:
    """It is in our books."""

    offsite_id: str
    amount: int


def record(
    shop: Shop, by: By, booking_id: str, method: Method, amount: int, why: str = ""
) -> Recorded | Refused:
    """Somebody took ``amount`` won (below zero: gave it back). Refused: not_allowed, unknown, amount, why."""
    if amount == 0 or abs(amount) > LARGEST:
        return Refused("amount")
    if len(why.strip()) > LONGEST_WHY:
        return Refused("why")
    with shop.database.write() as session:
        if refused := staffing.allow(session, shop, by, Act.OFFSITE):
            return refused
        if bookings.find(session, shop.restaurant_id, booking_id) is None:
            return Refused("unknown")
        row = OffsiteRow(
            restaurant_id=shop.restaurant_id,
            offsite_id=shop.ids.key(),
            booking_id=booking_id,
            method=method,
            amount_won=amount,
            why=why.strip(),
            taken_at=shop.clock.now(),
            taken_by=by.staff_id,
        )
        seatings.insert_offsite(session, row, shop.terminal)
    return Recorded(row.offsite_id, amount)


def void(shop: Shop, by: By, offsite_id: str) -> Recorded | Refused:
    """It was recorded by mistake. Refused: not_allowed, unknown, voided_before."""
    with shop.database.write() as session:
        if refused := staffing.allow(session, shop, by, Act.OFFSITE):
            return refused
        row = seatings.find_offsite(session, shop.restaurant_id, offsite_id)
        if row is None:
            return Refused("unknown")
        if not seatings.void_offsite(session, row, shop.clock.now(), by.staff_id, shop.terminal):
            return Refused("voided_before")
    return Recorded(offsite_id, row.amount_won)

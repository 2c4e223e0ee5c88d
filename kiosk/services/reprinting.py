"""A receipt once more, at the word of somebody on the staff: at this desk's printer, or at a kiosk's."""

from dataclasses import dataclass

from kiosk.domain.staff import Act
from kiosk.services import printing, staffing
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.slips import paid_of
from kiosk.services.staffing import By
from kiosk.storage import prints


@dataclass(frozen=True, slots=True)
class Queued:
    """It will be printed at ``terminal``; what becomes of it is told in the booking's story and in Needs attention."""

    number: str
    terminal: str


def print_again(shop: Shop, by: By, booking_id: str, terminal: str) -> Queued | Refused:
    """Store the wish. Refused: not_allowed, not_paid, already_printing.

    In the language of the guest's own receipt, Korean where there was none.
    """
    with shop.database.write() as session:
        if refused := staffing.allow(session, shop, by, Act.PRINT):
            return refused
        found = paid_of(session, shop, booking_id)
        if found is None:
            return Refused("not_paid")
        before = prints.of_booking(session, shop.restaurant_id, booking_id)
        if any(job.state is prints.JobState.WAITING for job in before):
            return Refused("already_printing")
        language = before[0].language if before else "ko"
        booking, payment = found
        printing.enqueue(session, shop, payment.payment_id, booking_id, terminal, language, by.staff_id)
    return Queued(booking.number, terminal)

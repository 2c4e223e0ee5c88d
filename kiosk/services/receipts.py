"""The receipt of a paid booking: what the guest's QR code says, readable with no network and checkable later."""

from kiosk.domain.sittings import SEOUL
from kiosk.domain.states import BookingStatus
from kiosk.payments.channel import Record
from kiosk.services.holding import as_booking
from kiosk.services.results import Receipt
from kiosk.storage import cash_receipts, floors, journal
from kiosk.storage.bookings import BookingRow
from kiosk.storage.cash_receipts import CashReceiptRow
from kiosk.storage.engine import Session
from kiosk.storage.payments import PaymentRow


def receipt_of(session: Session, booking: BookingRow, payment: PaymentRow) -> Receipt:
    """The receipt of a booking that is or was PAID. The anchor marks the journal row that says so, however often it is
    made: by what the row says and not by its time, as clocks may be set back and chains are one for each terminal."""
    told = journal.about(session, booking.restaurant_id, booking.booking_id)
    entry = [row for row in told if row.says == BookingStatus.PAID][-1]
    names, _ = floors.names_of(session, booking.restaurant_id)
    plan = floors.plan_of(session, booking.restaurant_id)
    tables = plan.tables_with(booking.seat_ids)
    starts, ends = booking.sitting.starts.astimezone(SEOUL), booking.sitting.ends.astimezone(SEOUL)
    lines = (
        names.get("ko") or next(iter(names.values()), ""),
        f"No. {booking.number}",
        f"{starts:%Y-%m-%d %H:%M}-{ends:%H:%M}",
        f"Table {', '.join(table.label for table in tables)} / {len(booking.seat_ids)}",
        f"{booking.amount:,} KRW",
        entry.anchor,
    )
    return Receipt(as_booking(booking), "\n".join(lines), entry.anchor, payment.receipt_url)


def keep_cash_receipt(session: Session, payment: PaymentRow, record: Record) -> None:
    """What the company's record says of a cash receipt, kept when the payment becomes DONE: nobody can ask again on paper."""
    if record.cash_receipt is not None:
        told = record.cash_receipt
        row = CashReceiptRow(payment.restaurant_id, payment.payment_id, told.kind, told.issue_number)
        cash_receipts.write(session, row)

"""What the payment company's record said of a payment's cash receipt. Written once, with the payment's settling."""

from dataclasses import dataclass

from sqlalchemy import insert, select

from kiosk.storage.engine import Session
from kiosk.storage.print_tables import cash_receipt


@dataclass(frozen=True, slots=True)
class CashReceiptRow:
    """``kind`` in the company's word (소득공제, 지출증빙), ``issue_number`` the tax office's."""

    restaurant_id: str
    payment_id: str
    kind: str
    issue_number: str


def write(session: Session, row: CashReceiptRow) -> None:
    """Keep it. A payment has one at most."""
    session.execute(
        insert(cash_receipt).values(
            restaurant_id=row.restaurant_id,
            payment_id=row.payment_id,
            kind=row.kind,
            issue_number=row.issue_number,
        )
    )


def of_payment(session: Session, restaurant_id: str, payment_id: str) -> CashReceiptRow | None:
    """The payment's cash receipt, None when there is none."""
    c = cash_receipt.c
    found = session.execute(
        select(cash_receipt).where(c.restaurant_id == restaurant_id, c.payment_id == payment_id)
    )
    row = found.mappings().first()
    return CashReceiptRow(**row) if row else None

"""What must hold when a world is over: the ten promises, and what only somebody who saw everything can know."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kiosk.domain.states import BookingStatus, PaymentStatus, RefundStatus
from kiosk.prove.simulation.company import Account, Company
from kiosk.prove.simulation.terminal import Told
from kiosk.services.invariants import CompanyEntry, Evidence, violations
from kiosk.services.refunding import CONSOLE
from kiosk.services.shop import Shop
from kiosk.storage import bookings, claims, payments, refunds
from kiosk.storage.payments import PaymentRow
from kiosk.storage.refunds import RefundRow


def judge(shop: Shop, company: Company, told: Sequence[Told]) -> list[str]:
    """Every broken promise in a sentence."""
    ledger = [_entry(account) for account in company.accounts.values()]
    found = violations(shop, Evidence(company=ledger))
    with shop.database.read() as session:
        paid = payments.with_status(session, shop.restaurant_id, PaymentStatus)
        asked = refunds.with_status(session, shop.restaurant_id, RefundStatus)
        left = bookings.with_status(session, shop.restaurant_id, (BookingStatus.READY,))
        over = bookings.with_status(
            session, shop.restaurant_id, (BookingStatus.EXPIRED, BookingStatus.FAILED)
        )
        kept = [
            row.booking_id
            for row in over
            if claims.count(session, shop.restaurant_id, row.booking_id, row.seat_ids)
        ]
    by_id = {row.payment_id: row for row in paid}
    back = defaultdict(list)
    for row in asked:
        back[row.payment_id].append(row)
    return [
        *(f"promise {number}: {text}" for number, texts in found.items() for text in texts),
        *(f"seats: {row.booking_id} is still held, long after" for row in left),
        *(f"seats: {booking_id} is over and keeps its seats" for booking_id in kept),
        *_said_wrongly(company, told, by_id),
        *_needless(company, paid, back),
    ]


def _entry(account: Account) -> CompanyEntry:
    return CompanyEntry(
        account.order_id,
        account.charged,
        account.refunded,
        account.charges,
        account.charged_at,
        tuple(account.given_back),
    )


def _said_wrongly(company: Company, told: Sequence[Told], by_id: dict[str, PaymentRow]) -> Iterator[str]:
    """A guest who was told "not charged" never is, not even later; one who was told "paid" has paid, and has a booking."""
    for word in told:
        row = by_id[word.payment_id]
        account = company.accounts[row.order_id]
        if word.what == "not charged" and account.charges:
            yield f"promise 9: {row.payment_id}: told not charged, charged {account.charged} won"
        if word.what == "paid" and not (row.status in _WERE_PAID and account.charges):
            yield f"promise 9: {row.payment_id}: told paid, is {row.status}"
        if word.what == "returned" and account.charged != account.refunded:
            yield f"promise 9: {row.payment_id}: told returned, {account.charged - account.refunded} won are not"


_WERE_PAID = (PaymentStatus.DONE, PaymentStatus.REFUNDED)


def _needless(
    company: Company, paid: Sequence[PaymentRow], back: Mapping[str, Sequence[RefundRow]]
) -> Iterator[str]:
    """What nobody asked for goes back only where the company itself did wrong; and nothing goes back twice."""
    for row in paid:
        account = company.accounts.get(row.order_id)
        if account is None or not account.refunded:
            continue
        asked = back.get(row.payment_id, ())
        found = sum(refund.amount for refund in asked if refund.asked_by == CONSOLE)
        if not asked and not (account.oddity or account.misled):
            yield f"promise 6: {row.payment_id}: {account.refunded} won went back and need not ({row.reason})"
        if found != account.console and (asked or row.status is PaymentStatus.DONE):
            yield f"promise 6: {row.payment_id}: {found} won found gone back, {account.console} were given elsewhere"

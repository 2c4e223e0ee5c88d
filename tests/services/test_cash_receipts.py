"""What the company says of a cash receipt is kept with the payment, and stands on the receipt."""

from kiosk.domain.money import won
from kiosk.domain.states import RefundStatus
from kiosk.payments.channel import Answer, Approved, CashReceipt, Order
from kiosk.services.shop import Shop
from kiosk.services.slips import paid_of, slip_of
from kiosk.storage import refunds
from kiosk.storage.refunds import RefundRow
from tests.fakes.scripted import paid, record_of
from tests.services.road import Road


def with_receipt(order: Order) -> Answer:
    return Approved(record_of(order, method="계좌이체", cash_receipt=CashReceipt("소득공제", "123456789")))


def cash_of(shop: Shop, booking_id: str) -> tuple[str, str]:
    with shop.database.read() as session:
        found = paid_of(session, shop, booking_id)
        assert found is not None
        slip = slip_of(session, shop, *found)
    return slip.cash_kind, slip.cash_number


def test_a_cash_receipt_is_kept_when_the_payment_is_settled(road: Road) -> None:
    road.channel.confirms = [with_receipt]
    payment = road.accepted()
    road.settler.settle(payment.payment_id)
    road.settler.settle(payment.payment_id)
    assert cash_of(road.shop, payment.booking_id) == ("소득공제", "123456789")


def test_a_payment_by_card_has_none(road: Road) -> None:
    road.channel.confirms = [paid]
    payment = road.accepted()
    road.settler.settle(payment.payment_id)
    assert cash_of(road.shop, payment.booking_id) == ("", "")


def test_what_was_given_back_since_stands_on_a_receipt(road: Road) -> None:
    payment = road.accepted()
    road.settler.settle(payment.payment_id)
    with road.shop.database.write() as session:
        for nth, status in enumerate((RefundStatus.DONE, RefundStatus.DONE, RefundStatus.DUE)):
            row = RefundRow(
                "corner",
                f"r{nth}",
                payment.payment_id,
                won(3_000),
                status,
                "",
                "s1",
                road.shop.clock.now(),
                f"k{nth}",
            )
            refunds.insert_row(session, row, "K1")
    with road.shop.database.read() as session:
        found = paid_of(session, road.shop, payment.booking_id)
        assert found is not None
        assert slip_of(session, road.shop, *found).refunded == 6_000

"""From PAID to given back in parts to given back whole: the services over the fake company, and over the real sandbox."""

from dataclasses import dataclass

import pytest

from kiosk.domain.money import Won
from kiosk.domain.states import BookingStatus, PaymentStatus, RefundStatus
from kiosk.payments.channel import Record
from kiosk.services import attention, checkout, refunding
from kiosk.services.exchanges import order_of
from kiosk.services.invariants import CompanyEntry, Evidence, violations
from kiosk.services.refunder import Refunder
from kiosk.services.refunding import Asked
from kiosk.services.results import Accepted, Paid, Refused
from kiosk.services.settling import Settler
from kiosk.services.shop import Shop
from kiosk.storage.payments import PaymentRow
from kiosk.storage.refunds import RefundRow
from tests.contract.test_channel_contract import world
from tests.contract.worlds import World
from tests.services.conftest import clock, now_sitting, road, shop
from tests.services.road import Road, redirect

__all__ = ["clock", "now_sitting", "road", "shop", "world"]


@dataclass
class Story:
    """A guest who has paid 20,000 won to the company of a world."""

    road: Road
    world: World
    payment: PaymentRow

    @property
    def shop(self) -> Shop:
        return self.road.shop

    def ask(self, amount: int | None, *, gives_up_seats: bool = False) -> str:
        asked = refunding.ask(
            self.shop,
            self.payment.booking_id,
            None if amount is None else Won(amount),
            reason="손님 사정",
            asked_by="staff-1",
            gives_up_seats=gives_up_seats,
        )
        assert isinstance(asked, Asked), asked
        return asked.refund_id

    def settle(self, refund_id: str) -> RefundRow:
        return Refunder(self.shop, self.world.channel).settle(refund_id)

    def look(self) -> int:
        record = self.world.channel.look_up(order_of(self.payment))
        assert isinstance(record, Record)
        return refunding.notice(self.shop, self.payment, record)

    def states(self) -> tuple[BookingStatus, PaymentStatus]:
        return self.road.states(self.payment)

    def broken(self) -> dict[int, list[str]]:
        record = self.world.channel.look_up(order_of(self.payment))
        assert isinstance(record, Record)
        entry = CompanyEntry(
            record.order_id,
            charged=record.total,
            refunded=record.total - record.balance,
            charges=self.world.charges(),
            charged_at=record.approved_at or self.shop.clock.now(),
            given_back=[(back.at, back.amount) for back in record.given_back if back.at],
        )
        assert entry.net == self.world.net_won()
        return {n: told for n, told in violations(self.shop, Evidence([entry])).items() if told}


@pytest.fixture
def story(world: World, road: Road) -> Story:
    opened = road.open().payment
    key = world.authenticate(opened.order_id, opened.amount)
    answer = checkout.accept_return(road.shop, "v1", opened.payment_id, redirect(opened, paymentKey=key))
    assert isinstance(answer, Accepted), answer
    assert isinstance(Settler(road.shop, world.channel).settle(opened.payment_id), Paid)
    return Story(road, world, road.payment(opened.payment_id))


def test_from_paid_to_a_part_to_all_of_it(story: Story) -> None:
    assert (story.states(), story.world.net_won()) == ((BookingStatus.PAID, PaymentStatus.DONE), 20_000)
    assert story.settle(story.ask(5_000)).status is RefundStatus.DONE
    assert (story.states(), story.world.net_won()) == ((BookingStatus.PAID, PaymentStatus.DONE), 15_000)
    assert story.broken() == {}

    assert story.settle(story.ask(11_000, gives_up_seats=True)).status is RefundStatus.DONE
    assert (story.states(), story.world.net_won()) == (
        (BookingStatus.CANCELED, PaymentStatus.DONE),
        4_000,
    )
    assert story.broken() == {}

    assert story.settle(story.ask(None)).status is RefundStatus.DONE
    assert (story.states(), story.world.net_won()) == (
        (BookingStatus.CANCELED, PaymentStatus.REFUNDED),
        0,
    )
    assert story.broken() == {}
    offer = refunding.offer(story.shop, story.payment.booking_id)
    assert not isinstance(offer, Refused)
    assert (offer.already_back, offer.back_now) == (20_000, 0)


def test_with_every_answer_lost_each_part_goes_back_once(story: Story) -> None:
    for amount in (5_000, 7_000, None):
        story.world.lose("cancel")
        assert story.settle(story.ask(amount)).status is RefundStatus.DONE
    assert (story.world.net_won(), story.broken()) == (0, {})


def test_with_every_request_lost_once_each_part_goes_back_once(story: Story) -> None:
    for amount in (5_000, 7_000, None):
        story.world.drop("cancel")
        refund_id = story.ask(amount)
        assert story.settle(refund_id).status is RefundStatus.DUE
        assert story.settle(refund_id).status is RefundStatus.DONE
    assert (story.world.net_won(), story.broken()) == (0, {})


def test_a_refusal_keeps_the_money_and_can_be_asked_over(story: Story) -> None:
    story.world.refuse_cancel("NOT_CANCELABLE_PAYMENT")
    assert story.settle(story.ask(None, gives_up_seats=True)).status is RefundStatus.REFUSED
    assert (story.states(), story.world.net_won()) == (
        (BookingStatus.CANCELED, PaymentStatus.DONE),
        20_000,
    )
    assert story.broken() == {}
    assert story.settle(story.ask(None)).status is RefundStatus.DONE
    assert (story.world.net_won(), story.broken()) == (0, {})


def test_a_cancel_in_the_console_is_found_and_decided_about(story: Story) -> None:
    story.world.cancel_in_console(story.payment.order_id, 6_000)
    assert story.look() == 1
    assert [matter.kind for matter in attention.open_matters(story.shop)] == ["canceled_elsewhere"]
    assert story.broken() == {}
    assert refunding.decide_seats(story.shop, story.payment.booking_id, keep=False, who="staff-1")
    assert story.states() == (BookingStatus.CANCELED, PaymentStatus.DONE)
    assert story.settle(story.ask(None)).amount == 14_000
    assert (story.world.net_won(), story.broken()) == (0, {})


def test_a_refund_that_the_console_overtakes_is_refused_and_every_won_is_explained(story: Story) -> None:
    refund_id = story.ask(None)
    story.world.cancel_in_console(story.payment.order_id, 6_000)
    refund = story.settle(refund_id)
    assert (refund.status, refund.code) == (RefundStatus.REFUSED, "not enough left")
    assert (story.world.net_won(), story.broken()) == (14_000, {})
    story.world.cancel_in_console(story.payment.order_id)
    assert story.look() == 1
    assert story.states() == (BookingStatus.PAID, PaymentStatus.REFUNDED)
    assert story.broken() == {}

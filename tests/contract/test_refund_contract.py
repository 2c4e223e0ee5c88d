"""Parts of a payment that go back, asked of the fake and of the real client over HTTP: they may not differ."""

from dataclasses import replace

import pytest

from kiosk.domain.money import won
from kiosk.payments.channel import Approved, Canceled, Declined, Doubt, Mismatch, Order, Record, Unknown
from tests.contract.test_channel_contract import world
from tests.contract.worlds import PRICE, World

__all__ = ["world"]


def paid(world: World) -> Order:
    order = world.new_order()
    assert isinstance(world.channel.confirm(order), Approved)
    return order


def parts(world: World, order: Order) -> list[tuple[int, str]]:
    record = world.channel.look_up(order)
    assert isinstance(record, Record), record
    assert record.balance == PRICE - sum(entry.amount for entry in record.given_back)
    assert len({entry.transaction_key for entry in record.given_back}) == len(record.given_back)
    return [(entry.amount, entry.reason) for entry in record.given_back]


def test_the_record_of_a_paid_order_says_that_nothing_went_back(world: World) -> None:
    order = paid(world)
    assert parts(world, order) == []
    record = world.channel.look_up(order)
    assert isinstance(record, Record)
    assert (record.order_id, record.total, record.status) == (order.order_id, PRICE, "DONE")


def test_a_look_at_what_is_not_paid_tells_how_it_stands(world: World) -> None:
    record = world.channel.look_up(world.new_order())
    assert isinstance(record, Record)
    assert record.status == "IN_PROGRESS"
    strange = world.channel.look_up(world.strange_order())
    assert isinstance(strange, Unknown)
    assert strange.doubt is Doubt.NOT_FOUND


def test_a_part_goes_back_with_its_reason_and_the_rest_stays(world: World) -> None:
    order = paid(world)
    world.channel.cancel(order, reason="part [r-1]", key="k-1", amount=won(3_500))
    assert parts(world, order) == [(3_500, "part [r-1]")]
    assert world.net_won() == 20_000


def test_several_parts_go_back_each_with_an_entry_and_the_last_one_ends_it(world: World) -> None:
    order = paid(world)
    for nth, amount in enumerate((3_500, 10_000, 10_000), 1):
        world.channel.cancel(order, reason=f"part [r-{nth}]", key=f"k-{nth}", amount=won(amount))
    assert parts(world, order) == [
        (3_500, "part [r-1]"),
        (10_000, "part [r-2]"),
        (10_000, "part [r-3]"),
    ]
    assert isinstance(world.channel.prove_canceled(order), Canceled)
    assert world.net_won() == 0


def test_the_same_key_gives_a_part_back_once_however_often_it_is_sent(world: World) -> None:
    order = paid(world)
    for _ in range(3):
        world.channel.cancel(order, reason="part [r-1]", key="k-1", amount=won(3_500))
    assert parts(world, order) == [(3_500, "part [r-1]")]


def test_another_key_gives_the_same_part_back_again(world: World) -> None:
    """Negative control: this is why a refund has one key, stored before it is sent."""
    order = paid(world)
    for key in ("k-1", "k-2"):
        world.channel.cancel(order, reason="part [r-1]", key=key, amount=won(3_500))
    assert world.net_won() == PRICE - 7_000


@pytest.mark.parametrize("amount", [PRICE + 1, 10_000])
def test_more_than_is_left_is_refused_and_nothing_goes_back(world: World, amount: int) -> None:
    order = paid(world)
    world.channel.cancel(order, reason="part", key="k-1", amount=won(20_000))
    before = world.net_won()
    answer = world.channel.cancel(order, reason="more", key="k-2", amount=won(amount))
    assert answer == Declined("NOT_CANCELABLE_AMOUNT")
    assert world.net_won() == before


def test_a_refused_part_leaves_the_record_as_it_was(world: World) -> None:
    order = paid(world)
    world.refuse_cancel("NOT_CANCELABLE_PAYMENT")
    answer = world.channel.cancel(order, reason="part", key="k-1", amount=won(3_500))
    assert answer == Declined("NOT_CANCELABLE_PAYMENT")
    assert parts(world, order) == []
    world.channel.cancel(order, reason="part", key="k-2", amount=won(3_500))
    assert parts(world, order) == [(3_500, "part")]


def test_a_lost_answer_is_found_in_the_record(world: World) -> None:
    order = paid(world)
    world.lose("cancel")
    answer = world.channel.cancel(order, reason="part [r-1]", key="k-1", amount=won(3_500))
    assert isinstance(answer, Unknown)
    assert parts(world, order) == [(3_500, "part [r-1]")]
    world.channel.cancel(order, reason="part [r-1]", key="k-1", amount=won(3_500))
    assert world.net_won() == 20_000


def test_a_lost_request_can_be_sent_again(world: World) -> None:
    order = paid(world)
    world.drop("cancel")
    assert isinstance(world.channel.cancel(order, reason="part", key="k-1", amount=won(3_500)), Unknown)
    assert parts(world, order) == []
    world.channel.cancel(order, reason="part", key="k-1", amount=won(3_500))
    assert parts(world, order) == [(3_500, "part")]


def test_what_is_canceled_in_the_console_stands_in_the_record(world: World) -> None:
    order = paid(world)
    world.channel.cancel(order, reason="part [r-1]", key="k-1", amount=won(3_500))
    world.cancel_in_console(order.order_id, 5_000, "the manager's own")
    assert parts(world, order) == [(3_500, "part [r-1]"), (5_000, "the manager's own")]
    world.cancel_in_console(order.order_id)
    assert world.net_won() == 0
    assert isinstance(world.channel.prove_canceled(order), Canceled)
    answer = world.channel.inquire(order)
    assert isinstance(answer, Mismatch)
    assert answer.what == "canceled"


def test_a_cancel_after_the_console_gave_all_of_it_back_gives_nothing_more(world: World) -> None:
    order = paid(world)
    world.cancel_in_console(order.order_id)
    world.channel.cancel(order, reason="late", key="k-1", amount=won(3_500))
    assert [amount for amount, _ in parts(world, order)] == [PRICE]
    assert world.net_won() == 0


def test_a_look_with_the_payment_key_of_another_order_tells_of_ours(world: World) -> None:
    ours, theirs = paid(world), paid(world)
    record = world.channel.look_up(replace(ours, payment_key=theirs.payment_key))
    assert isinstance(record, Record)
    assert record.order_id == ours.order_id

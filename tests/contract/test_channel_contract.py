"""What every payment channel has to do, asked of the fake and of the real client over HTTP: they may not differ.

The services are tested with the fake; only because it passes here do those tests say anything about Toss.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from kiosk.domain.money import won
from kiosk.payments.answers import reason_of
from kiosk.payments.channel import (
    Approved,
    Canceled,
    Declined,
    Doubt,
    Misconfigured,
    Mismatch,
    NotSent,
    Unknown,
)
from kiosk.payments.toss import Toss
from kiosk.sandbox import Sandbox
from tests.contract.worlds import PRICE, InMemory, OverHttp, World
from tests.fakes.machine import FakeClock


@pytest.fixture(params=["in memory", "over HTTP"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    if request.param == "in memory":
        yield InMemory()
        return
    with Sandbox() as sandbox:
        yield OverHttp(sandbox)


def test_an_order_the_company_never_heard_of_is_unknown_and_costs_nothing(world: World) -> None:
    order = world.strange_order()
    for answer in (world.channel.confirm(order), world.channel.inquire(order)):
        assert isinstance(answer, Unknown)
        assert answer.doubt is Doubt.NOT_FOUND
    assert world.charges() == 0


def test_authenticated_is_not_paid(world: World) -> None:
    order = world.new_order()
    answer = world.channel.inquire(order)
    assert isinstance(answer, Unknown)
    assert answer.doubt is Doubt.NOT_CONFIRMED_YET
    assert world.net_won() == 0


def test_a_confirm_takes_the_money_once_and_proves_it(world: World) -> None:
    order = world.new_order()
    for answer in (world.channel.confirm(order), world.channel.inquire(order)):
        assert isinstance(answer, Approved)
        record = answer.record
        assert (record.order_id, record.payment_key) == (order.order_id, order.payment_key)
        assert (record.total, record.balance, record.currency, record.status) == (PRICE, PRICE, "KRW", "DONE")
    assert (world.charges(), world.net_won()) == (1, PRICE)


def test_an_order_is_found_without_its_payment_key(world: World) -> None:
    order = world.new_order()
    world.channel.confirm(order)
    assert isinstance(world.channel.inquire(replace(order, payment_key="")), Approved)


def test_the_same_key_charges_once_however_often_it_is_sent(world: World) -> None:
    order = world.new_order()
    answers = [world.channel.confirm(order) for _ in range(4)]
    assert all(isinstance(answer, Approved) for answer in answers)
    assert (world.charges(), world.net_won()) == (1, PRICE)


def test_another_key_for_a_paid_order_is_unknown_and_charges_nothing(world: World) -> None:
    order = world.new_order()
    world.channel.confirm(order)
    answer = world.channel.confirm(replace(order, confirm_key="another-key"))
    assert isinstance(answer, Unknown)
    assert answer.doubt is Doubt.ALREADY_PROCESSED
    assert world.charges() == 1


def test_where_keys_are_forgotten_a_new_key_charges_twice(world: World) -> None:
    """Negative control: this is why a key is stored before the first try and never changed."""
    world.forget_keys()
    order = world.new_order()
    world.channel.confirm(order)
    world.channel.confirm(order)
    assert world.charges() == 1
    world.channel.confirm(replace(order, confirm_key="another-key"))
    assert world.charges() == 2


def test_a_key_used_for_another_order_answers_about_the_first(world: World) -> None:
    """The company matches a key without looking at the body: the answer has to be compared."""
    first, second = world.new_order(), world.new_order()
    assert isinstance(world.channel.confirm(first), Approved)
    answer = world.channel.confirm(replace(second, confirm_key=first.confirm_key))
    assert isinstance(answer, Mismatch)
    assert "order" in answer.what
    assert world.charges() == 1


@pytest.mark.parametrize("amount", [PRICE - 1, PRICE + 1, 100])
def test_another_amount_than_the_customer_saw_charges_nothing(world: World, amount: int) -> None:
    order = world.new_order()
    answer = world.channel.confirm(replace(order, amount=won(amount)))
    assert isinstance(answer, Unknown)
    assert world.charges() == 0


def test_an_amount_that_is_not_ours_is_a_mismatch_once_it_is_charged(world: World) -> None:
    """The first guard (the company's own comparison) is off: the page asked for 100 won and was paid. Ours still speaks."""
    cheap = world.new_order(amount=100)
    world.channel.confirm(cheap)
    answer = world.channel.inquire(replace(cheap, amount=won(PRICE)))
    assert isinstance(answer, Mismatch)
    assert "total" in answer.what


def test_a_payment_key_of_another_order_pays_nothing(world: World) -> None:
    ours, theirs = world.new_order(), world.new_order()
    world.channel.confirm(theirs)
    forged = replace(ours, payment_key=theirs.payment_key)
    assert not isinstance(world.channel.confirm(forged), Approved)
    assert not isinstance(world.channel.inquire(forged), Approved)
    assert world.net_won() == PRICE


def test_a_payment_key_of_another_order_gives_nothing_back(world: World) -> None:
    ours, theirs = world.new_order(), world.new_order()
    world.channel.confirm(theirs)
    forged = replace(ours, payment_key=theirs.payment_key)
    world.channel.cancel(forged, reason="forged", key="cancel-forged")
    assert world.net_won() == PRICE
    assert isinstance(world.channel.inquire(theirs), Approved)


@pytest.mark.parametrize("code", ["REJECT_CARD_PAYMENT", "REJECT_CARD_COMPANY", "INVALID_STOPPED_CARD"])
def test_a_refusal_is_final_and_the_inquiry_says_so_too(world: World, code: str) -> None:
    order = world.new_order()
    world.decline(order, code)
    assert world.channel.confirm(order) == Declined(code)
    assert world.channel.inquire(order) == Declined(code)
    assert world.channel.confirm(order) == Declined(code)
    assert isinstance(world.channel.prove_canceled(order), Canceled)
    assert world.charges() == 0


def test_an_order_whose_time_is_over_is_never_charged(world: World) -> None:
    order = world.new_order()
    world.expire(order)
    answer = world.channel.confirm(order)
    assert isinstance(answer, Unknown)
    assert answer.doubt is Doubt.NOT_FOUND
    ended = world.channel.inquire(order)
    assert isinstance(ended, Declined)
    assert reason_of(ended.code) == "expired"
    assert isinstance(world.channel.prove_canceled(order), Canceled)
    assert world.charges() == 0


def test_a_lost_answer_is_found_again_and_never_charged_again(world: World) -> None:
    order = world.new_order()
    world.lose("confirm")
    assert isinstance(world.channel.confirm(order), Unknown)
    assert world.charges() == 1
    assert isinstance(world.channel.inquire(order), Approved)
    assert isinstance(world.channel.confirm(order), Approved)
    assert (world.charges(), world.net_won()) == (1, PRICE)


def test_a_request_that_was_lost_can_be_sent_again(world: World) -> None:
    order = world.new_order()
    world.drop("confirm")
    assert isinstance(world.channel.confirm(order), Unknown)
    assert world.charges() == 0
    assert isinstance(world.channel.confirm(order), Approved)
    assert world.charges() == 1


# --- refunds ------------------------------------------------------------------------------------------------------


def test_a_cancel_gives_all_of_it_back_and_an_inquiry_proves_it(world: World) -> None:
    order = world.new_order()
    world.channel.confirm(order)
    assert isinstance(world.channel.prove_canceled(order), Approved)
    assert isinstance(world.channel.cancel(order, reason="x", key="cancel-1"), Canceled)
    proof = world.channel.prove_canceled(order)
    assert isinstance(proof, Canceled)
    assert (proof.record.status, proof.record.balance, proof.record.total) == ("CANCELED", 0, PRICE)
    assert world.net_won() == 0


@pytest.mark.parametrize("key", ["cancel-1", "cancel-2"])
def test_money_is_given_back_once_whatever_the_key(world: World, key: str) -> None:
    order = world.new_order()
    world.channel.confirm(order)
    world.channel.cancel(order, reason="x", key="cancel-1")
    assert isinstance(world.channel.cancel(order, reason="x", key=key), Canceled)
    assert world.net_won() == 0


def test_a_canceled_payment_is_not_ours_to_keep(world: World) -> None:
    order = world.new_order()
    world.channel.confirm(order)
    world.channel.cancel(order, reason="x", key="cancel-1")
    answer = world.channel.inquire(order)
    assert isinstance(answer, Mismatch)
    assert answer.what == "canceled"


def test_a_canceled_order_is_not_charged_again(world: World) -> None:
    order = world.new_order()
    world.channel.confirm(order)
    world.channel.cancel(order, reason="x", key="cancel-1")
    assert not isinstance(world.channel.confirm(replace(order, confirm_key="another-key")), Approved)
    assert (world.charges(), world.net_won()) == (1, 0)


def test_a_lost_answer_to_a_cancel_is_proven_by_asking(world: World) -> None:
    order = world.new_order()
    world.channel.confirm(order)
    world.lose("cancel")
    assert isinstance(world.channel.cancel(order, reason="x", key="cancel-1"), Unknown)
    assert isinstance(world.channel.prove_canceled(order), Canceled)
    assert world.net_won() == 0


def test_a_cancel_that_was_lost_can_be_sent_again(world: World) -> None:
    order = world.new_order()
    world.channel.confirm(order)
    world.drop("cancel")
    assert isinstance(world.channel.cancel(order, reason="x", key="cancel-1"), Unknown)
    assert isinstance(world.channel.prove_canceled(order), Approved)
    assert isinstance(world.channel.cancel(order, reason="x", key="cancel-1"), Canceled)
    assert world.net_won() == 0


def test_what_was_never_paid_cannot_be_given_back(world: World) -> None:
    for order in (world.new_order(), world.strange_order()):
        assert isinstance(world.channel.cancel(order, reason="x", key=f"cancel-{order.order_id}"), Unknown)
        assert isinstance(world.channel.prove_canceled(order), Unknown)
    assert world.net_won() == 0


# --- what only the network knows ----------------------------------------------------------------------------------


def test_a_company_that_is_not_there_was_not_asked() -> None:
    with Sandbox() as sandbox:
        channel = Toss(sandbox.secret_key, sandbox.url, FakeClock(), connect_s=1, read_s=1)
    order = InMemory().new_order()
    assert channel.confirm(order) == NotSent("refused")


def test_a_wrong_key_is_our_mistake_and_says_so() -> None:
    with Sandbox() as sandbox:
        order = OverHttp(sandbox).new_order()
        channel = Toss("test_sk_wrong", sandbox.url, FakeClock(), connect_s=1, read_s=1)
        assert channel.confirm(order) == Misconfigured("UNAUTHORIZED_KEY")
        assert channel.inquire(order) == Misconfigured("UNAUTHORIZED_KEY")


@pytest.mark.parametrize(
    "kind", ["half_body", "effect_then_reset", "effect_then_html_502", "html_502", "reset"]
)
def test_whatever_the_network_does_one_charge_is_the_end_of_it(kind: str) -> None:
    with Sandbox() as sandbox:
        world = OverHttp(sandbox)
        order = world.new_order()
        world._post("/sandbox/faults", {"kind": kind})
        assert isinstance(world.channel.confirm(order), Unknown)
        for _ in range(3):
            if not isinstance(world.channel.inquire(order), Approved):
                world.channel.confirm(order)
        assert (world.charges(), world.net_won()) == (1, PRICE)


def test_a_virtual_account_is_not_paid_and_can_be_taken_back() -> None:
    with Sandbox() as sandbox:
        world = OverHttp(sandbox)
        told = world._post(
            "/sandbox/authenticate",
            {"orderId": "contract-va-1", "amount": PRICE, "method": "VIRTUAL_ACCOUNT"},
        )
        order = replace(world.strange_order(), order_id="contract-va-1", payment_key=told["paymentKey"])
        for answer in (world.channel.confirm(order), world.channel.inquire(order)):
            assert isinstance(answer, Unknown)
            assert answer.doubt is Doubt.WAITING_FOR_DEPOSIT
        assert isinstance(world.channel.cancel(order, reason="x", key="c"), Canceled)
        assert isinstance(world.channel.prove_canceled(order), Canceled)
        assert world.net_won() == 0


def test_an_amount_refused_with_another_code_is_still_unknown() -> None:
    """Which code the company uses here is not documented: either way nothing is concluded, and nothing is charged."""
    with Sandbox() as sandbox:
        world = OverHttp(sandbox)
        world._post("/sandbox/faults", {"kind": "amount_mismatch", "code": "INVALID_REQUEST"})
        order = world.new_order()
        assert isinstance(world.channel.confirm(replace(order, amount=won(100))), Unknown)
        assert world.charges() == 0


def test_the_sandbox_is_a_witness_of_the_time_as_well() -> None:
    with Sandbox() as sandbox:
        world = OverHttp(sandbox)
        world.channel.inquire(world.strange_order())
        assert world.channel.clock_skew_s is not None

"""Matters: told once, taken by a person or closed by themselves, and never two about the same thing."""

import pytest

from kiosk.domain.states import PaymentStatus
from kiosk.payments.channel import Declined, Misconfigured, Mismatch, NotSent
from kiosk.services import attention, checkout
from kiosk.services.attention import Kind
from kiosk.services.results import Paid, Refused, StillUnknown
from kiosk.services.shop import Shop
from kiosk.storage import journal
from tests.fakes.machine import FakeClock
from tests.fakes.scripted import LOST, canceled, paid, record_of
from tests.services.road import Road


def _kinds(shop: Shop) -> list[str]:
    return [matter.kind for matter in attention.open_matters(shop)]


def _open(shop: Shop, **options: bool) -> bool:
    with shop.database.write() as session:
        return attention.open_matter(session, shop, Kind.MISMATCH, "p1", what="total", **options)


def test_the_same_matter_is_told_once(shop: Shop) -> None:
    assert (_open(shop), _open(shop)) == (True, False)
    (matter,) = attention.open_matters(shop)
    assert (matter.kind, matter.subject, matter.details) == ("mismatch", "p1", {"what": "total"})
    assert matter.since == shop.clock.now()


def test_what_a_person_has_taken_is_not_told_again_unless_it_is_a_new_case(shop: Shop) -> None:
    _open(shop)
    (matter,) = attention.open_matters(shop)
    assert attention.take(shop, matter.matter_id, "mina", "called the company")
    assert not attention.take(shop, matter.matter_id, "jun", "too late")
    assert not _open(shop)
    assert _open(shop, again=True)


def test_what_closed_itself_is_told_again_when_it_comes_back(shop: Shop) -> None:
    _open(shop)
    with shop.database.write() as session:
        attention.cause_is_gone(session, shop, Kind.MISMATCH, "p1")
        assert not attention.is_open(session, shop, Kind.MISMATCH, "p1")
        attention.cause_is_gone(session, shop, Kind.MISMATCH, "p1")
    assert _open(shop)


@pytest.mark.parametrize(("by", "decision"), [("", "seen"), ("mina", " "), (attention.ITSELF, "seen")])
def test_nobody_takes_a_matter_without_a_name_and_a_decision(shop: Shop, by: str, decision: str) -> None:
    _open(shop)
    (matter,) = attention.open_matters(shop)
    with pytest.raises(ValueError, match="both needed"):
        attention.take(shop, matter.matter_id, by, decision)


def test_a_matter_that_is_none_cannot_be_taken(shop: Shop) -> None:
    with pytest.raises(KeyError):
        attention.take(shop, "nothing", "mina", "seen")


def test_opening_and_taking_are_in_the_journal(shop: Shop) -> None:
    _open(shop)
    (matter,) = attention.open_matters(shop)
    attention.take(shop, matter.matter_id, "mina", "seen")
    with shop.database.read() as session:
        told = [entry for entry in journal.entries(session, "corner") if entry.subject == matter.matter_id]
    assert ["OPEN" in told[0].body, "CLOSED" in told[1].body] == [True, True]


def test_an_unknown_outcome_is_told_when_the_guest_is_told_and_not_before(
    road: Road, clock: FakeClock
) -> None:
    payment = road.accepted()
    road.channel.confirms = [LOST]
    road.settler.settle(payment.payment_id)
    assert _kinds(road.shop) == []
    clock.advance(40)
    still = road.settler.settle(payment.payment_id)
    assert _kinds(road.shop) == ["unknown_payment"]
    assert isinstance(still, StillUnknown)
    assert (still.is_silent, still.is_taken) == (True, False)


def test_an_unknown_outcome_that_a_person_has_taken_says_so(road: Road, clock: FakeClock) -> None:
    payment = road.accepted()
    road.channel.confirms = [LOST]
    clock.advance(40)
    road.settler.settle(payment.payment_id)
    (matter,) = attention.open_matters(road.shop)
    attention.take(road.shop, matter.matter_id, "mina", "seated them")
    still = road.settler.settle(payment.payment_id)
    assert isinstance(still, StillUnknown)
    assert still.is_taken


def test_a_matter_closes_by_itself_when_its_payment_is_settled(road: Road, clock: FakeClock) -> None:
    payment = road.accepted()
    road.channel.confirms = [LOST]
    clock.advance(40)
    road.settler.settle(payment.payment_id)
    road.channel.inquiries = [paid]
    assert isinstance(road.settler.settle(payment.payment_id), Paid)
    assert _kinds(road.shop) == []


def test_a_matter_closes_even_if_the_settler_was_stopped_right_after_the_end(
    road: Road, clock: FakeClock
) -> None:
    payment = road.accepted()
    road.channel.confirms = [LOST]
    clock.advance(40)
    road.settler.settle(payment.payment_id)
    road.channel.inquiries = [paid]
    road.settler._drive(road.payment(payment.payment_id))
    assert _kinds(road.shop) == ["unknown_payment"]
    road.settler.settle_all()
    assert _kinds(road.shop) == []


def test_a_record_that_is_not_ours_stays_a_matter_after_its_money_went_back(road: Road) -> None:
    payment = road.accepted()
    road.channel.confirms = [lambda order: Mismatch("total", record_of(order, total=1))]
    road.settler.settle(payment.payment_id)
    assert road.states(payment)[1] is PaymentStatus.REFUNDED
    assert _kinds(road.shop) == ["mismatch"]


def test_a_refund_that_does_not_go_out_is_told_after_six_tries(road: Road) -> None:
    payment = road.accepted()
    road.channel.confirms = [lambda order: Mismatch("total", record_of(order, total=1))]
    road.channel.proofs = [paid]
    for _ in range(5):
        road.settler.settle(payment.payment_id)
    assert "refund_stuck" not in _kinds(road.shop)
    road.settler.settle(payment.payment_id)
    assert "refund_stuck" in _kinds(road.shop)
    road.channel.proofs = [canceled]
    road.settler.settle(payment.payment_id)
    assert "refund_stuck" not in _kinds(road.shop)


def test_wrong_keys_stop_the_sale_and_any_good_answer_opens_it_again(road: Road) -> None:
    payment = road.accepted()
    road.channel.confirms = [Misconfigured("UNAUTHORIZED_KEY")]
    road.settler.settle(payment.payment_id)
    assert _kinds(road.shop) == ["misconfigured"]
    other = Road(road.shop, road.sitting, road.channel, visit="v2", seats=frozenset({"2-1"}))
    booking = other.hold()
    refused = checkout.open_payment(road.shop, "v2", booking.booking_id)
    assert refused == Refused("payments_closed")
    road.channel.inquiries = [NotSent("refused")]
    road.settler.settle(payment.payment_id)
    assert _kinds(road.shop) == ["misconfigured"], "silence is no good answer"
    road.channel.inquiries = [Declined("REJECT_CARD_PAYMENT")]
    road.settler.settle(payment.payment_id)
    assert _kinds(road.shop) == []
    assert isinstance(checkout.open_payment(road.shop, "v2", booking.booking_id), checkout.Opened)


def test_what_an_earlier_run_left_undecided_is_told_before_anybody_is_served(road: Road) -> None:
    payment = road.accepted()
    assert attention.tell_undecided(road.shop) == 1
    assert [matter.subject for matter in attention.open_matters(road.shop)] == [payment.payment_id]
    assert _kinds(road.shop) == ["unknown_payment"]


def test_a_refund_that_an_earlier_run_left_open_is_told_as_one(road: Road) -> None:
    payment = road.accepted()
    road.channel.confirms = [lambda order: Mismatch("total", record_of(order, total=1))]
    road.channel.proofs = [paid]
    road.settler.settle(payment.payment_id)
    attention.tell_undecided(road.shop)
    assert _kinds(road.shop) == ["mismatch", "refund_stuck"]

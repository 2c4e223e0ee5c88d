"""T2 and T3: a payment is durable before its page opens, and no redirect is believed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain.states import BookingStatus, PaymentStatus
from kiosk.payments.redirect import read_redirect
from kiosk.services import checkout, holding
from kiosk.services.checkout import Opened
from kiosk.services.results import Accepted, Held, Lapsed, NotAccepted, Refused
from kiosk.services.shop import Shop
from kiosk.storage import payments
from kiosk.storage.engine import CommitUnclear, Database, Session
from kiosk.storage.payments import PaymentRow
from tests.fakes.machine import FakeClock
from tests.services.road import SEATS, Road, redirect


def test_opening_makes_the_payment_durable_with_its_keys_before_any_page(road: Road) -> None:
    opened = road.open()
    stored = road.payment(opened.payment.payment_id)
    assert stored.status is PaymentStatus.OPENED
    assert stored.amount == 20_000
    assert len({stored.order_id, stored.confirm_key, stored.cancel_key}) == 3
    assert opened.anchor.startswith("K1-")


def test_opening_lifts_the_hold_to_cover_the_page_and_never_shortens_it(road: Road, clock: FakeClock) -> None:
    early = road.open()
    assert early.booking.hold_ends_at == clock.now() + timedelta(minutes=10)
    clock.advance(8 * 60)
    late = checkout.open_payment(road.shop, "v1", early.booking.booking_id)
    assert isinstance(late, Opened)
    assert late.booking.hold_ends_at == late.page_ends_at == clock.now() + timedelta(minutes=5)


def test_opening_again_voids_the_one_that_never_came_back(road: Road) -> None:
    first = road.open()
    second = checkout.open_payment(road.shop, "v1", first.booking.booking_id)
    assert isinstance(second, Opened)
    assert first.payment.order_id != second.payment.order_id
    assert road.payment(first.payment.payment_id).status is PaymentStatus.VOID


def test_no_second_payment_while_one_is_undecided(road: Road) -> None:
    payment = road.accepted()
    assert checkout.open_payment(road.shop, "v1", payment.booking_id) == Refused("payment_alive")
    assert holding.hold(road.shop, "v1", road.sitting, SEATS, 2) == Refused("payment_alive")


def test_nobody_pays_for_another_visits_booking(road: Road) -> None:
    booking = road.hold()
    assert checkout.open_payment(road.shop, "stranger", booking.booking_id) == Refused("not_your_booking")
    assert checkout.open_payment(road.shop, "v1", "nothing") == Refused("not_your_booking")


def test_a_lapsed_hold_is_not_opened(road: Road, clock: FakeClock) -> None:
    booking = road.hold()
    clock.advance(600)
    assert checkout.open_payment(road.shop, "v1", booking.booking_id) == Lapsed(again=True)


def test_a_booking_that_was_given_up_is_not_opened(road: Road) -> None:
    booking = road.hold()
    holding.release(road.shop, "v1", booking.booking_id)
    assert checkout.open_payment(road.shop, "v1", booking.booking_id) == Refused("booking_is_failed")


def test_a_true_redirect_makes_the_intent_durable_with_its_key(road: Road) -> None:
    payment = road.accepted()
    assert payment.status is PaymentStatus.CONFIRMING
    assert payment.payment_key == f"pk_{payment.order_id}"
    assert payment.intent_at is not None
    assert payment.sent_at is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"amount": "19999"}, "amount"),
        ({"amount": "20001"}, "amount"),
        ({"amount": "2"}, "amount"),
        ({"amount": "２００００"}, "broken"),
        ({"amount": "2e4"}, "broken"),
        ({"amount": " 20000"}, "broken"),
        ({"orderId": "order-of-somebody-else"}, "order"),
    ],
)
def test_a_tampered_redirect_is_void_and_never_confirmed(
    road: Road, changes: dict[str, str], why: str
) -> None:
    payment = road.open().payment
    answer = checkout.accept_return(road.shop, "v1", payment.payment_id, redirect(payment, **changes))
    assert isinstance(answer, NotAccepted)
    assert answer.why == why
    assert road.payment(payment.payment_id).status is PaymentStatus.VOID
    road.settler.settle(payment.payment_id)
    assert road.channel.asked == []


def test_the_order_of_another_visit_is_not_confirmed_by_this_one(road: Road) -> None:
    """A redirect of booking A shown to the page of booking B settles neither."""
    mine = road.open().payment
    other = Road(road.shop, road.sitting, road.channel, visit="v2")
    held = holding.hold(road.shop, "v2", road.sitting, frozenset({"2-1", "2-3"}), 2)
    assert isinstance(held, Held)
    theirs = checkout.open_payment(road.shop, "v2", held.booking.booking_id)
    assert isinstance(theirs, Opened)
    answer = checkout.accept_return(road.shop, "v2", theirs.payment.payment_id, redirect(mine))
    assert isinstance(answer, NotAccepted)
    assert answer.why == "order"
    assert other.payment(mine.payment_id).status is PaymentStatus.OPENED
    with pytest.raises(KeyError):
        checkout.accept_return(road.shop, "v2", mine.payment_id, redirect(mine))


def test_a_payment_key_that_was_used_before_is_refused_by_the_database(road: Road) -> None:
    first = road.accepted()
    second = Road(road.shop, road.sitting, road.channel, visit="v2")
    held = holding.hold(road.shop, "v2", road.sitting, frozenset({"2-1", "2-3"}), 2)
    assert isinstance(held, Held)
    opened = checkout.open_payment(road.shop, "v2", held.booking.booking_id)
    assert isinstance(opened, Opened)
    stolen = redirect(opened.payment, paymentKey=str(first.payment_key))
    answer = checkout.accept_return(road.shop, "v2", opened.payment.payment_id, stolen)
    assert isinstance(answer, NotAccepted)
    assert answer.why == "key_used"
    assert second.payment(opened.payment.payment_id).status is PaymentStatus.VOID


def test_a_replayed_redirect_changes_nothing(road: Road) -> None:
    payment = road.accepted()
    road.settler.settle(payment.payment_id)
    answer = checkout.accept_return(road.shop, "v1", payment.payment_id, redirect(payment))
    assert isinstance(answer, NotAccepted)
    assert answer.why == "replay"
    assert answer.booking is not None
    assert answer.booking.status is BookingStatus.PAID
    assert road.channel.count("confirm") == 1


def test_a_redirect_after_the_window_is_late(road: Road, clock: FakeClock) -> None:
    payment = road.open().payment
    clock.advance(9 * 60 + 30)
    answer = checkout.accept_return(road.shop, "v1", payment.payment_id, redirect(payment))
    assert isinstance(answer, NotAccepted)
    assert answer.why in ("late", "replay"), "the sweep may have voided it first"
    assert road.payment(payment.payment_id).status is PaymentStatus.VOID


def test_a_window_that_ends_at_this_very_moment_is_over(road: Road, clock: FakeClock) -> None:
    """The sweep and the check agree on the edge; each is tried with the other one off."""
    payment = replace(road.open().payment, window_ends_at=clock.now())
    wrong = checkout._what_is_wrong(read_redirect(redirect(payment)), payment, clock.now())
    assert wrong == "late"


def _pay_slowly(road: Road, clock: FakeClock) -> PaymentRow:
    """Extend once, then come back after the hold is over but inside the payment's window."""
    opened = road.open()
    clock.advance(9 * 60)
    second = checkout.open_payment(road.shop, "v1", opened.booking.booking_id)
    assert isinstance(second, Opened)
    clock.advance(5 * 60 + 1)
    return second.payment


def test_a_late_redirect_takes_the_seats_again_when_they_are_free(road: Road, clock: FakeClock) -> None:
    payment = _pay_slowly(road, clock)
    holding.sweep(road.shop)
    assert road.states(payment)[0] is BookingStatus.EXPIRED
    answer = checkout.accept_return(road.shop, "v1", payment.payment_id, redirect(payment))
    assert isinstance(answer, Accepted)
    assert road.states(payment) == (BookingStatus.READY, PaymentStatus.CONFIRMING)
    road.settler.settle(payment.payment_id)
    assert road.states(payment) == (BookingStatus.PAID, PaymentStatus.DONE)


def test_a_late_redirect_whose_seats_are_gone_is_never_confirmed(road: Road, clock: FakeClock) -> None:
    payment = _pay_slowly(road, clock)
    assert isinstance(holding.hold(road.shop, "v2", road.sitting, SEATS, 2), Held)
    answer = checkout.accept_return(road.shop, "v1", payment.payment_id, redirect(payment))
    assert isinstance(answer, NotAccepted)
    assert answer.why == "seats_gone"
    assert road.states(payment) == (BookingStatus.EXPIRED, PaymentStatus.VOID)
    assert road.channel.asked == []


def test_a_late_redirect_for_a_sitting_that_is_over_is_never_confirmed(road: Road, clock: FakeClock) -> None:
    payment = road.open().payment
    with road.shop.database.write() as session:
        payments.lengthen_window(session, payment, clock.now() + timedelta(hours=9))
    clock.advance(2 * 60 * 60)
    answer = checkout.accept_return(road.shop, "v1", payment.payment_id, redirect(payment))
    assert isinstance(answer, NotAccepted)
    assert answer.why == "seats_gone"


def test_a_redirect_for_seats_that_were_given_up_is_never_confirmed(road: Road) -> None:
    payment = road.open().payment
    holding.release(road.shop, "v1", payment.booking_id)
    answer = checkout.accept_return(road.shop, "v1", payment.payment_id, redirect(payment))
    assert isinstance(answer, NotAccepted)
    assert road.states(payment) == (BookingStatus.FAILED, PaymentStatus.VOID)


def test_a_timer_never_frees_seats_whose_payment_is_undecided(road: Road, clock: FakeClock) -> None:
    payment = road.accepted()
    clock.advance(24 * 60 * 60)
    assert holding.sweep(road.shop) == 0
    holding.release(road.shop, "v1", payment.booking_id)
    assert road.states(payment) == (BookingStatus.READY, PaymentStatus.CONFIRMING)


def test_closing_the_page_voids_the_payment_and_keeps_the_seats(road: Road) -> None:
    payment = road.open().payment
    assert isinstance(checkout.close_payment(road.shop, "v1", payment.payment_id, "stopped"), Held)
    assert road.payment(payment.payment_id).status is PaymentStatus.VOID


def test_closing_a_page_that_has_already_come_back_changes_nothing(road: Road) -> None:
    payment = road.accepted()
    checkout.close_payment(road.shop, "v1", payment.payment_id, "stopped")
    assert road.payment(payment.payment_id).status is PaymentStatus.CONFIRMING


class LosesTheAnswer:
    """A database whose next commit works, or not, and whose answer never arrives."""

    def __init__(self, real: Database, *, committed: bool) -> None:
        self.real, self.committed = real, committed
        self.read = real.read

    @contextmanager
    def write(self) -> Iterator[Session]:
        class Undone(Exception):
            pass

        try:
            with self.real.write() as session:
                yield session
                if not self.committed:
                    raise Undone
        except Undone:
            pass
        raise CommitUnclear("the connection is gone")


@pytest.mark.parametrize(("committed", "kind"), [(True, Accepted), (False, NotAccepted)])
def test_a_lost_commit_answer_is_read_back_before_anything_is_sent(
    road: Road, committed: bool, kind: type
) -> None:
    payment = road.open().payment
    broken = replace(road.shop, database=LosesTheAnswer(road.shop.database, committed=committed))  # type: ignore[arg-type]
    answer = checkout.accept_return(broken, "v1", payment.payment_id, redirect(payment))
    assert isinstance(answer, kind)


def test_an_opening_that_expires_in_the_same_moment_is_lapsed(
    shop: Shop, road: Road, clock: FakeClock
) -> None:
    booking = road.hold()
    clock.advance(600)
    holding.sweep(shop)
    held = holding.hold(shop, "v2", road.sitting, SEATS, 2)
    assert isinstance(held, Held)
    assert checkout.open_payment(shop, "v1", booking.booking_id) == Lapsed(again=False)


def test_a_refusal_that_comes_after_the_payment_has_moved_on_is_a_replay(road: Road) -> None:
    payment = road.accepted()
    answer = checkout._refuse(road.shop, "v1", payment.payment_id, "key_used")
    assert isinstance(answer, NotAccepted)
    assert answer.why == "replay"
    assert road.payment(payment.payment_id).status is PaymentStatus.CONFIRMING

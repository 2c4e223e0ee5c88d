"""The settler: only DONE that is ours becomes PAID, unknown stays unknown, and the key never changes."""

from dataclasses import replace

import pytest

from kiosk.domain.states import BookingEvent, BookingStatus, ImpossibleMove, PaymentStatus
from kiosk.payments.channel import (
    Answer,
    Approved,
    Declined,
    Doubt,
    Misconfigured,
    Mismatch,
    NotSent,
    Order,
    RefundAnswer,
    Unknown,
)
from kiosk.services import watching
from kiosk.services.attention import open_matters
from kiosk.services.results import MoneyReturned, NotPaid, Paid, Settled, StillUnknown
from kiosk.services.settling import SILENT_AT_MOST, Settler
from kiosk.storage import bookings, claims, payments
from kiosk.storage.engine import CommitUnclear, Conflict
from kiosk.storage.payments import PaymentRow
from tests.fakes.machine import FakeClock
from tests.fakes.scripted import LOST, canceled, paid, record_of
from tests.services.road import Road

NOT_YET = Unknown(Doubt.NOT_CONFIRMED_YET)
MISSING = Unknown(Doubt.NOT_FOUND, "NOT_FOUND_PAYMENT", 404)


def test_an_approval_that_is_ours_makes_the_booking_paid(road: Road) -> None:
    payment = road.accepted()
    end = road.settler.settle(payment.payment_id)
    assert isinstance(end, Paid)
    assert road.states(payment) == (BookingStatus.PAID, PaymentStatus.DONE)
    assert end.receipt.anchor in end.receipt.text
    assert "No. 1001" in end.receipt.text


def test_the_confirm_carries_our_amount_and_the_stored_key(road: Road) -> None:
    payment = road.accepted()
    road.settler.settle(payment.payment_id)
    ((call, order),) = road.channel.asked
    assert call == "confirm"
    assert (order.amount, order.confirm_key, order.order_id) == (
        20_000,
        payment.confirm_key,
        payment.order_id,
    )


def test_sent_is_durable_before_the_first_byte_leaves(road: Road) -> None:
    payment = road.accepted()
    seen: list[bool] = []

    def look(order: Order) -> Answer:
        seen.append(road.payment(payment.payment_id).sent_at is not None)
        return paid(order)

    road.channel.confirms = [look]
    road.settler.settle(payment.payment_id)
    assert seen == [True]


def test_of_two_settlers_at_once_only_the_one_that_marked_it_sends(road: Road, clock: FakeClock) -> None:
    payment = road.accepted()
    with road.shop.database.write() as session:
        assert payments.mark_sent(session, payment, clock.now(), "K1")
    road.settler._drive(payment)  # it read the row before the other one marked it
    assert road.channel.asked == []
    road.channel.inquiries = [paid]
    assert isinstance(road.settler.settle(payment.payment_id), Paid)


def test_a_transaction_is_never_open_while_the_company_is_asked(road: Road) -> None:
    """Another writer must get in during the call; a lock held over the network would time out here."""
    payment = road.accepted()

    def write_meanwhile(order: Order) -> Answer:
        with road.shop.database.write() as session:
            bookings.next_number(session, "corner", "meanwhile", 1)
        return paid(order)

    road.channel.confirms = [write_meanwhile]
    assert isinstance(road.settler.settle(payment.payment_id), Paid)


def test_a_settled_payment_is_never_asked_about_again(road: Road) -> None:
    payment = road.accepted()
    road.settler.settle(payment.payment_id)
    assert isinstance(road.settler.settle(payment.payment_id), Paid)
    assert road.channel.count("confirm") == 1
    assert road.channel.count("inquire") == 0


def test_a_listed_refusal_ends_the_payment_and_keeps_the_hold(road: Road) -> None:
    payment = road.accepted()
    road.channel.confirms = [Declined("REJECT_CARD_PAYMENT")]
    end = road.settler.settle(payment.payment_id)
    assert isinstance(end, NotPaid)
    assert end.reason == "limit"
    assert road.states(payment) == (BookingStatus.READY, PaymentStatus.DECLINED)


def test_a_refusal_that_the_companys_own_record_contradicts_is_not_believed(road: Road) -> None:
    """They said no, and took the money all the same: what is in their books counts."""
    payment = road.accepted()
    road.channel.confirms, road.channel.inquiries = [Declined("REJECT_CARD_PAYMENT")], [paid]
    assert isinstance(road.settler.settle(payment.payment_id), Paid)
    assert [call for call, _ in road.channel.asked] == ["confirm", "inquire"]


def test_a_refusal_whose_record_shows_other_money_is_given_back(road: Road) -> None:
    payment = road.accepted()
    road.channel.confirms = [Declined("REJECT_CARD_PAYMENT")]
    road.channel.inquiries = [lambda order: Mismatch("total", record_of(order, total=1))]
    assert isinstance(road.settler.settle(payment.payment_id), MoneyReturned)


def test_a_refusal_after_the_holds_end_gives_the_seats_back(road: Road, clock: FakeClock) -> None:
    """The tutorial's FAILED kept the seat for ever."""
    payment = road.accepted()

    def slowly(_: Order) -> Answer:
        clock.advance(700)
        return Declined("REJECT_CARD_PAYMENT")

    road.channel.confirms = [slowly]
    road.settler.settle(payment.payment_id)
    assert road.states(payment) == (BookingStatus.EXPIRED, PaymentStatus.DECLINED)
    with road.shop.database.read() as session:
        assert claims.owners(session, "corner", road.sitting.cells) == []


@pytest.mark.parametrize(
    "answer",
    [Unknown(doubt) for doubt in Doubt if doubt is not Doubt.WAITING_FOR_DEPOSIT]
    + [NotSent("refused"), Misconfigured("UNAUTHORIZED_KEY")],
)
def test_every_answer_that_proves_nothing_leaves_the_payment_undecided(road: Road, answer: Answer) -> None:
    payment = road.accepted()
    road.channel.confirms = [answer]
    end = road.settler.settle(payment.payment_id)
    assert isinstance(end, StillUnknown)
    assert end.reference == "K1-1001"
    assert road.states(payment) == (BookingStatus.READY, PaymentStatus.CONFIRMING)


def test_a_wrong_key_calls_staff(road: Road) -> None:
    payment = road.accepted()
    road.channel.confirms = [Misconfigured("UNAUTHORIZED_KEY")]
    end = road.settler.settle(payment.payment_id)
    assert isinstance(end, StillUnknown)
    assert end.needs_staff


def test_a_lost_answer_is_asked_for_at_once(road: Road) -> None:
    payment = road.accepted()
    road.channel.confirms, road.channel.inquiries = [LOST], [paid]
    assert isinstance(road.settler.settle(payment.payment_id), Paid)
    assert [call for call, _ in road.channel.asked] == ["confirm", "inquire"]


@pytest.mark.parametrize("answer", [NOT_YET, MISSING])
def test_what_the_company_has_not_executed_is_repeated_with_the_same_key_and_body(
    road: Road, answer: Answer
) -> None:
    payment = road.accepted()
    road.channel.confirms, road.channel.inquiries = [LOST, paid], [LOST, answer]
    assert isinstance(road.settler.settle(payment.payment_id), StillUnknown)
    assert isinstance(road.settler.settle(payment.payment_id), Paid)
    orders = {order for call, order in road.channel.asked if call == "confirm"}
    assert len(orders) == 1
    assert road.channel.count("confirm") == 2


@pytest.mark.parametrize("doubt", [Doubt.TIMED_OUT, Doubt.STILL_RUNNING, Doubt.UNREADABLE, Doubt.TRY_LATER])
def test_a_confirm_is_not_repeated_while_the_inquiry_itself_is_in_doubt(road: Road, doubt: Doubt) -> None:
    payment = road.accepted()
    road.channel.confirms, road.channel.inquiries = [LOST], [Unknown(doubt)]
    for _ in range(3):
        road.settler.settle(payment.payment_id)
    assert road.channel.count("confirm") == 1


def test_a_key_older_than_fourteen_days_is_not_sent_again(road: Road, clock: FakeClock) -> None:
    payment = road.accepted()
    road.channel.confirms, road.channel.inquiries = [LOST], [LOST, NOT_YET]
    road.settler.settle(payment.payment_id)
    clock.advance(14 * 24 * 3600)
    road.settler.settle(payment.payment_id)
    assert road.channel.count("confirm") == 1


def test_not_found_inside_the_window_is_no_proof(road: Road, clock: FakeClock) -> None:
    payment = road.accepted()
    road.channel.confirms, road.channel.inquiries = [LOST], [MISSING]
    for _ in range(5):
        assert isinstance(road.settler.settle(payment.payment_id), StillUnknown)
        clock.advance(120)


def test_not_found_twice_long_after_the_window_is_proof(road: Road, clock: FakeClock) -> None:
    payment = road.accepted()
    road.channel.confirms, road.channel.inquiries = [LOST], [LOST, MISSING]
    road.settler.settle(payment.payment_id)
    clock.advance(41 * 60)
    assert isinstance(road.settler.settle(payment.payment_id), StillUnknown)
    clock.advance(30)
    assert isinstance(road.settler.settle(payment.payment_id), StillUnknown)
    clock.advance(31)
    end = road.settler.settle(payment.payment_id)
    assert isinstance(end, NotPaid)
    assert road.states(payment) == (BookingStatus.EXPIRED, PaymentStatus.DECLINED)


def test_what_was_noted_while_the_clock_was_weeks_ahead_holds_no_decision_up(
    road: Road, clock: FakeClock
) -> None:
    """A denial from a moment that has not come yet is none: with it, seats were held until that day."""
    payment = road.accepted()
    road.channel.confirms, road.channel.inquiries = [LOST], [LOST, MISSING]
    road.settler.settle(payment.payment_id)
    clock.advance(20 * 86_400)
    assert isinstance(road.settler.settle(payment.payment_id), StillUnknown)
    clock.advance(-20 * 86_400 + 41 * 60)
    assert isinstance(road.settler.settle(payment.payment_id), StillUnknown)
    clock.advance(61)
    assert isinstance(road.settler.settle(payment.payment_id), NotPaid)
    assert road.states(payment) == (BookingStatus.EXPIRED, PaymentStatus.DECLINED)


def test_an_intent_that_was_never_sent_is_void_when_the_customer_is_gone(
    road: Road, clock: FakeClock
) -> None:
    payment = road.accepted()
    clock.advance(121)
    end = road.settler.settle(payment.payment_id)
    assert isinstance(end, NotPaid)
    assert road.channel.asked == []
    assert road.states(payment) == (BookingStatus.READY, PaymentStatus.VOID)


def test_voiding_loses_to_whoever_has_sent_meanwhile(road: Road, clock: FakeClock) -> None:
    payment = road.accepted()
    with road.shop.database.write() as session:
        assert payments.mark_sent(session, payment, clock.now(), "K1")
        assert not payments.mark_sent(session, payment, clock.now(), "K1")
    road.settler._void_unsent(payment)
    assert road.states(payment)[1] is PaymentStatus.CONFIRMING


def test_money_under_our_order_that_is_not_as_asked_is_given_back(road: Road) -> None:
    payment = road.accepted()
    road.channel.confirms = [lambda order: Mismatch("total", record_of(order, total=1))]
    road.channel.proofs = [paid, canceled]
    end = road.settler.settle(payment.payment_id)
    assert isinstance(end, MoneyReturned)
    assert road.states(payment) == (BookingStatus.READY, PaymentStatus.REFUNDED)
    assert road.channel.keys == [payment.cancel_key]


def test_a_refund_is_done_only_when_an_inquiry_shows_it(road: Road) -> None:
    payment = road.accepted()
    road.channel.confirms = [lambda order: Mismatch("total", record_of(order, total=1))]
    road.channel.cancels, road.channel.proofs = [canceled], [paid]
    assert isinstance(road.settler.settle(payment.payment_id), StillUnknown)
    assert road.states(payment)[1] is PaymentStatus.REFUND_DUE
    road.channel.proofs = [canceled]
    assert isinstance(road.settler.settle(payment.payment_id), MoneyReturned)
    assert len(road.channel.keys) == 1, "a proof makes a second cancel needless"


def test_a_refund_whose_answer_is_lost_is_sent_again_with_its_own_key(road: Road) -> None:
    payment = road.accepted()
    road.channel.confirms = [lambda order: Mismatch("total", record_of(order, total=1))]
    lost: RefundAnswer = LOST
    road.channel.cancels = [lambda _: lost, canceled]
    road.channel.proofs = [paid, paid, paid, canceled]
    road.settler.settle(payment.payment_id)
    road.settler.settle(payment.payment_id)
    assert road.channel.keys == [payment.cancel_key] * 2


def test_a_virtual_account_is_not_paid_and_is_canceled(road: Road) -> None:
    payment = road.accepted()
    waiting = Unknown(Doubt.WAITING_FOR_DEPOSIT)
    road.channel.confirms, road.channel.inquiries = [waiting], [waiting]
    road.channel.proofs = [paid, canceled]
    end = road.settler.settle(payment.payment_id)
    assert isinstance(end, NotPaid)
    assert end.reason == "unusable"
    assert road.states(payment) == (BookingStatus.READY, PaymentStatus.REFUNDED)


def test_money_for_seats_that_are_not_ours_any_more_is_given_back(road: Road, clock: FakeClock) -> None:
    payment = road.accepted()

    def staff_release(order: Order) -> Answer:
        with road.shop.database.write() as session:
            row = bookings.find(session, "corner", payment.booking_id)
            assert row is not None
            bookings.move(session, row, BookingEvent.GIVEN_UP, clock.now(), "staff")
            claims.give_back(session, "corner", row.booking_id)
        return paid(order)

    road.channel.confirms, road.channel.proofs = [staff_release], [paid, canceled]
    assert isinstance(road.settler.settle(payment.payment_id), MoneyReturned)
    assert road.states(payment) == (BookingStatus.FAILED, PaymentStatus.REFUNDED)


def test_missing_claims_alone_forbid_paid(road: Road) -> None:
    payment = road.accepted()
    with road.shop.database.write() as session:
        claims.give_back(session, "corner", payment.booking_id)
    road.channel.proofs = [paid, canceled]
    assert isinstance(road.settler.settle(payment.payment_id), MoneyReturned)


@pytest.mark.parametrize(
    "answer",
    [
        lambda order: Approved(record_of(order)),
        lambda order: Mismatch("total", record_of(order)),
        lambda _: Declined("REJECT_CARD_PAYMENT"),
    ],
)
def test_a_second_settler_that_comes_later_changes_nothing(road: Road, answer: object) -> None:
    payment = road.accepted()

    def the_other_settles_first(order: Order) -> Answer:
        road.settler._record_approved(payment, record_of(order))
        assert callable(answer)
        result: Answer = answer(order)
        return result

    road.channel.confirms = [the_other_settles_first]
    assert isinstance(road.settler.settle(payment.payment_id), Paid)
    assert road.states(payment) == (BookingStatus.PAID, PaymentStatus.DONE)


def test_a_second_refund_that_comes_later_changes_nothing(road: Road) -> None:
    payment = road.accepted()
    road.settler._record_unkept(payment, None, "mismatch: total")
    road.settler._record_refunded(payment)
    road.settler._record_refunded(payment)
    assert road.states(payment)[1] is PaymentStatus.REFUNDED


def test_two_notes_at_once_do_not_stop_the_settler(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    payment = road.accepted()

    def refuse(*_: object) -> None:
        raise Conflict("somebody noted first")

    monkeypatch.setattr(payments, "note_answer", refuse)
    assert isinstance(road.settler.settle(payment.payment_id), Paid)


def test_one_round_for_everything_that_is_open(road: Road) -> None:
    payment = road.accepted()
    road.channel.confirms = [LOST]
    road.settler.settle(payment.payment_id)
    assert road.settler.settle_all() == 1
    road.channel.inquiries = [paid]
    assert road.settler.settle_all() == 0
    assert road.states(payment) == (BookingStatus.PAID, PaymentStatus.DONE)


def test_a_payment_nobody_knows_is_an_error(road: Road) -> None:
    with pytest.raises(KeyError):
        road.settler.settle("nothing")


def test_the_row_of_a_payment_never_prints_its_key(road: Road) -> None:
    payment = replace(road.accepted(), payment_key="pk_secret")
    assert "pk_secret" not in repr(payment)


# --- many at once -------------------------------------------------------------------------------------------------


def _two(road: Road) -> tuple[PaymentRow, PaymentRow]:
    other = Road(road.shop, road.sitting, road.channel, visit="v2", seats=frozenset({"2-1"}))
    return road.accepted(), other.accepted()


def test_one_round_takes_every_open_payment_a_step_on(road: Road) -> None:
    first, second = _two(road)
    assert road.settler.count_undecided() == 2
    assert road.settler.settle_all() == 0
    assert {road.states(row)[1] for row in (first, second)} == {PaymentStatus.DONE}


def test_a_round_for_what_is_due_leaves_the_others_until_their_time(road: Road, clock: FakeClock) -> None:
    payment = road.accepted()
    road.channel.confirms = [LOST]
    assert road.settler.settle_all(only_due=True) == 1
    asked = len(road.channel.asked)
    assert road.settler.settle_all(only_due=True) == 1
    assert len(road.channel.asked) == asked, "asked again before its time"
    clock.advance(3)
    road.settler.settle_all(only_due=True)
    assert len(road.channel.asked) > asked
    assert road.payment(payment.payment_id).tries == 2


def test_start_up_asks_about_everything_whatever_its_time(road: Road) -> None:
    road.accepted()
    road.channel.confirms = [LOST]
    road.settler.settle_all()
    asked = len(road.channel.asked)
    road.settler.settle_all()
    assert len(road.channel.asked) > asked


def test_while_the_company_is_silent_a_round_does_not_wait_for_each_payment(road: Road) -> None:
    rows = [
        Road(road.shop, road.sitting, road.channel, f"guest at {seat}", frozenset({seat})).accepted()
        for seat in ("1-1", "2-1", "3-1", "bar-0")
    ]
    assert len(rows) > SILENT_AT_MOST
    road.channel.confirms = [NotSent("refused")]
    assert road.settler.settle_all() == len(rows)
    assert road.channel.count("confirm") == SILENT_AT_MOST


def test_a_round_goes_on_when_one_payment_finds_the_impossible(
    road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = _two(road)
    honest = Settler.settle

    def settle(self: Settler, payment_id: str) -> Settled:
        if payment_id == first.payment_id:
            raise ImpossibleMove("a payment that is DONE met declined")
        return honest(self, payment_id)

    monkeypatch.setattr(Settler, "settle", settle)
    assert road.settler.settle_all() == 1
    assert road.states(second)[1] is PaymentStatus.DONE
    (matter,) = open_matters(road.shop)
    assert (matter.kind, matter.subject) == ("impossible", first.payment_id)


@pytest.mark.parametrize("error", [Conflict("another was first"), CommitUnclear("lost")])
def test_a_round_goes_on_when_one_payment_cannot_be_stored(
    road: Road, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    first, second = _two(road)
    honest = Settler.settle

    def settle(self: Settler, payment_id: str) -> Settled:
        if payment_id == first.payment_id:
            raise error
        return honest(self, payment_id)

    monkeypatch.setattr(Settler, "settle", settle)
    assert road.settler.settle_all() == 1
    assert road.states(second)[1] is PaymentStatus.DONE


def test_another_settler_that_ends_it_meanwhile_leaves_nothing_to_plan(road: Road) -> None:
    payment = road.accepted()
    stale = road.payment(payment.payment_id)
    road.settler.settle(payment.payment_id)
    watching.plan_next(road.shop, stale)
    assert road.payment(payment.payment_id).next_try_at is None


def test_an_order_that_the_company_denies_is_given_up_soon_after_its_last_window(
    road: Road, clock: FakeClock
) -> None:
    """By the hourly rhythm alone the seats would be kept for two hours more."""
    payment = road.accepted()
    road.channel.confirms, road.channel.inquiries = [MISSING], [MISSING]
    waited = 0
    while road.states(payment)[1] is PaymentStatus.CONFIRMING and waited < 3_600:
        road.settler.settle_all(only_due=True)
        clock.advance(5)
        waited += 5
    assert road.states(payment) == (BookingStatus.EXPIRED, PaymentStatus.DECLINED)
    assert 40 * 60 <= waited <= 43 * 60


def test_an_order_that_the_company_does_not_deny_keeps_its_rhythm(road: Road, clock: FakeClock) -> None:
    payment = road.accepted()
    road.channel.confirms = [NOT_YET]
    road.channel.inquiries = [NOT_YET]
    for _ in range(9):
        road.settler.settle(payment.payment_id)
    planned = road.payment(payment.payment_id).next_try_at
    assert planned is not None
    assert (planned - clock.now()).total_seconds() >= 3_600


KEPT = Unknown(Doubt.UNCLEAR, "COMMON_ERROR", 500)


def _due_back(road: Road) -> PaymentRow:
    """Somebody else's amount was captured: all of it is due back, and the company still has it."""
    payment = road.accepted()
    road.channel.confirms = [lambda order: Mismatch("total", record_of(order, total=1))]
    road.channel.proofs = [paid]
    return payment


def test_a_failure_that_the_company_keeps_under_a_key_gets_another_key_in_the_end(road: Road) -> None:
    payment = _due_back(road)
    road.channel.cancels = [lambda _: KEPT]
    for _ in range(7):
        road.settler.settle(payment.payment_id)
    assert set(road.channel.keys) == {payment.cancel_key}
    assert road.payment(payment.payment_id).cancel_key != payment.cancel_key, "stored before it is sent"
    road.settler.settle(payment.payment_id)
    assert len(set(road.channel.keys)) == 2
    road.channel.proofs = [canceled]
    assert isinstance(road.settler.settle(payment.payment_id), MoneyReturned)


@pytest.mark.parametrize(
    "answer", [LOST, Unknown(Doubt.STILL_RUNNING, "IDEMPOTENT_REQUEST_PROCESSING", 409), NotSent("refused")]
)
def test_while_the_first_cancel_may_still_run_its_key_stays(road: Road, answer: RefundAnswer) -> None:
    payment = _due_back(road)
    road.channel.cancels = [lambda _: answer]
    for _ in range(9):
        road.settler.settle(payment.payment_id)
    assert set(road.channel.keys) == {payment.cancel_key}


def test_a_key_that_somebody_has_renewed_is_not_renewed_again(road: Road) -> None:
    payment = _due_back(road)
    road.settler.settle(payment.payment_id)
    stale = road.payment(payment.payment_id)
    with road.shop.database.write() as session:
        payments.renew_cancel_key(session, stale, "second")
        payments.renew_cancel_key(session, stale, "third")
    assert road.payment(payment.payment_id).cancel_key == "second"

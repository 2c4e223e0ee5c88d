"""Asking for money back: stored whole or refused, seats free at once, and possible for as long as money is left."""

from dataclasses import replace

import pytest

from kiosk.domain.money import LARGEST
from kiosk.domain.refunds import Rule
from kiosk.domain.states import BookingStatus, PaymentStatus, RefundStatus
from kiosk.payments.channel import Declined, GivenBack, Mismatch
from kiosk.services import holding, refunding
from kiosk.services.exchanges import order_of
from kiosk.services.refunding import CONSOLE, Asked
from kiosk.services.results import Held, MoneyReturned, Refused
from kiosk.storage import journal, refunds
from kiosk.storage.engine import CommitUnclear, Conflict
from tests.fakes.machine import FakeClock
from tests.fakes.scripted import canceled, paid, record_of
from tests.services.road import SEATS, Road
from tests.services.test_checkout import LosesTheAnswer
from tests.services.till import PRICE, Till


@pytest.fixture
def till(road: Road) -> Till:
    return Till(road)


# --- asking -------------------------------------------------------------------------------------------------------


def test_a_refund_is_durable_with_its_key_before_the_company_is_asked(till: Till) -> None:
    before = len(till.company.asked)
    row = till.ask(5_000)
    assert (row.status, row.amount, row.sent_at) == (RefundStatus.DUE, 5_000, None)
    assert row.refund_key not in (None, till.payment.confirm_key, till.payment.cancel_key)
    assert len(till.company.asked) == before
    assert till.states() == (BookingStatus.PAID, PaymentStatus.DONE)


def test_seats_that_are_given_up_are_free_at_once(till: Till) -> None:
    till.ask(gives_up_seats=True)
    assert till.states() == (BookingStatus.CANCELED, PaymentStatus.DONE)
    assert till.seats_are_free()
    assert isinstance(holding.hold(till.shop, "v2", till.road.sitting, SEATS, 2), Held)


def test_seats_are_kept_where_only_money_goes_back(till: Till) -> None:
    till.ask(5_000)
    assert not till.seats_are_free()
    assert till.states()[0] is BookingStatus.PAID


def test_what_is_asked_for_and_what_is_left_are_told(till: Till) -> None:
    asked = till.try_asking(5_000)
    assert isinstance(asked, Asked)
    assert (asked.amount, asked.left) == (5_000, 15_000)


def test_several_refunds_add_up_to_the_price_and_not_a_won_more(till: Till) -> None:
    for amount in (5_000, 7_000, None):
        till.refunder.settle(till.ask(amount).refund_id)
    assert sorted(row.amount for row in till.refunds()) == [5_000, 7_000, 8_000]
    assert till.states() == (BookingStatus.PAID, PaymentStatus.REFUNDED)
    assert till.company.net_won == 0
    assert till.try_asking() == Refused("nothing_left")
    assert till.broken() == {}


def test_money_that_was_kept_can_be_asked_for_after_the_booking_is_canceled(till: Till) -> None:
    till.refunder.settle(till.ask(10_000, gives_up_seats=True).refund_id)
    assert till.states() == (BookingStatus.CANCELED, PaymentStatus.DONE)
    assert till.broken() == {}
    till.refunder.settle(till.ask(gives_up_seats=True).refund_id)
    assert till.states() == (BookingStatus.CANCELED, PaymentStatus.REFUNDED)
    assert (till.company.net_won, till.broken()) == (0, {})


def test_one_refund_at_a_time(till: Till) -> None:
    till.ask(5_000)
    assert till.try_asking(5_000) == Refused("under_way")


def test_the_database_itself_refuses_a_second_refund_under_way(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = till.ask(5_000, gives_up_seats=False)
    monkeypatch.setattr(refunding, "_rows", lambda *_: [])
    assert till.try_asking(5_000, gives_up_seats=True) == Refused("under_way")
    monkeypatch.undo()
    assert [row.refund_id for row in till.refunds()] == [first.refund_id]
    assert till.states()[0] is BookingStatus.PAID, "all of it is rolled back"


def test_more_than_is_left_is_refused_and_nothing_is_stored(till: Till) -> None:
    till.refunder.settle(till.ask(5_000).refund_id)
    assert till.try_asking(15_001) == Refused("more_than_left")
    assert len(till.refunds()) == 1


def test_who_has_not_paid_gets_nothing_back(road: Road) -> None:
    booking_id = road.hold().booking_id
    for unpaid in (booking_id, "nothing"):
        asked = refunding.ask(road.shop, unpaid, None, reason="x", asked_by="staff-1", gives_up_seats=True)
        assert asked == Refused("nothing_paid")
        assert refunding.offer(road.shop, unpaid) == Refused("nothing_paid")


def test_what_the_settler_gave_back_by_itself_is_not_given_back_again(road: Road) -> None:
    payment = road.accepted()
    road.channel.confirms = [lambda order: Mismatch("total", record_of(order, total=1))]
    road.channel.proofs = [paid, canceled]
    assert isinstance(road.settler.settle(payment.payment_id), MoneyReturned)
    asked = refunding.ask(
        road.shop, payment.booking_id, None, reason="x", asked_by="staff-1", gives_up_seats=True
    )
    assert asked == Refused("nothing_paid")


@pytest.mark.parametrize("amount", [0, -1, LARGEST + 1])
def test_an_amount_that_is_none_is_a_mistake_of_the_caller(till: Till, amount: int) -> None:
    with pytest.raises(ValueError, match="a refund is of 1 to 100,000,000 won"):
        till.try_asking(amount)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 101])
def test_a_refund_needs_a_reason(till: Till, reason: str) -> None:
    with pytest.raises(ValueError, match="needs a reason of 1 to 100 characters"):
        till.try_asking(reason=reason)


@pytest.mark.parametrize("somebody", ["", "김민아", "mina@jari.kr", "010-1234-5678"])
def test_a_person_is_named_by_an_id_only(till: Till, somebody: str) -> None:
    with pytest.raises(ValueError, match="asked_by is the id"):
        refunding.ask(till.shop, till.booking_id, None, reason="x", asked_by=somebody, gives_up_seats=False)


def test_the_journal_tells_of_the_refund_and_not_its_reason(till: Till) -> None:
    till.refunder.settle(till.ask(5_000).refund_id)
    with till.shop.database.read() as session:
        rows = list(journal.entries(session, till.shop.restaurant_id))
    told = [entry.says for entry in rows if entry.kind == "refund"]
    assert told == ["DUE", "DUE", "DONE"], "asked, sent, shown"
    assert not any("guest changed plans" in entry.body for entry in rows)
    assert any('"by":"staff-1"' in entry.body for entry in rows)


@pytest.mark.parametrize("committed", [True, False])
def test_a_lost_commit_answer_is_read_back(till: Till, committed: bool) -> None:
    broken = replace(till.shop, database=LosesTheAnswer(till.shop.database, committed=committed))  # type: ignore[arg-type]

    def ask() -> Asked | Refused:
        return refunding.ask(
            broken, till.booking_id, None, reason="x", asked_by="staff-1", gives_up_seats=False
        )

    if committed:
        assert isinstance(ask(), Asked)
        assert ask() == Refused("under_way")
    else:
        with pytest.raises(CommitUnclear):
            ask()
    assert len(till.refunds()) == int(committed)


def test_seats_can_be_given_up_where_nothing_goes_back(till: Till) -> None:
    assert refunding.give_up_seats(till.shop, till.booking_id, asked_by="staff-1")
    assert till.states() == (BookingStatus.CANCELED, PaymentStatus.DONE)
    assert till.seats_are_free()
    assert (till.company.net_won, till.broken()) == (PRICE, {})
    assert not refunding.give_up_seats(till.shop, till.booking_id, asked_by="staff-1")
    with pytest.raises(KeyError):
        refunding.give_up_seats(till.shop, "nothing", asked_by="staff-1")


# --- what the policy offers -----------------------------------------------------------------------------------------


def test_the_offer_is_the_policy_applied_to_this_booking_now(till: Till, clock: FakeClock) -> None:
    before = refunding.offer(till.shop, till.booking_id)
    assert not isinstance(before, Refused)
    assert (before.rule, before.back_now) == (Rule.WALK_IN, PRICE)
    clock.advance(3_600)
    after = refunding.offer(till.shop, till.booking_id)
    assert not isinstance(after, Refused)
    assert (after.rule, after.back_now, after.kept) == (Rule.NO_SHOW, 16_000, 4_000)


def test_the_offer_counts_what_is_on_its_way_but_not_what_was_refused(till: Till) -> None:
    till.company.answer_next("cancel", Declined("NOT_CANCELABLE_PAYMENT"))
    till.refunder.settle(till.ask(3_000).refund_id)
    till.refunder.settle(till.ask(2_000).refund_id)
    till.ask(1_000)
    offer = refunding.offer(till.shop, till.booking_id)
    assert not isinstance(offer, Refused)
    assert (offer.already_back, offer.back_now) == (3_000, 17_000)


def test_a_restaurant_from_before_there_were_policies_has_the_usual_one(till: Till) -> None:
    with till.shop.database.write() as session:
        session.exec_driver_sql("DELETE FROM setting")
    offer = refunding.offer(till.shop, till.booking_id)
    assert not isinstance(offer, Refused)
    assert offer.back_now == PRICE


# --- what was given back in the company's console -------------------------------------------------------------------


def test_a_part_given_back_in_the_console_is_found_and_the_seats_are_asked_about(till: Till) -> None:
    till.given_back_elsewhere(6_000)
    assert till.broken().keys() == {2, 6, 7}, "negative control: not noticed yet"
    assert till.notice() == 1
    (row,) = till.refunds()
    assert (row.status, row.amount, row.asked_by, row.refund_key) == (
        RefundStatus.DONE,
        6_000,
        CONSOLE,
        None,
    )
    assert till.matters() == ["canceled_elsewhere"]
    assert till.states() == (BookingStatus.PAID, PaymentStatus.DONE)
    assert till.broken() == {}


def test_what_was_noticed_once_is_no_news(till: Till) -> None:
    till.given_back_elsewhere(6_000)
    assert (till.notice(), till.notice()) == (1, 0)
    assert len(till.refunds()) == 1


def test_the_rest_can_still_be_asked_for(till: Till) -> None:
    till.given_back_elsewhere(6_000)
    till.notice()
    assert till.try_asking(14_001) == Refused("more_than_left")
    till.refunder.settle(till.ask().refund_id)
    assert (till.company.net_won, till.broken()) == (0, {})
    assert till.states() == (BookingStatus.PAID, PaymentStatus.REFUNDED)


@pytest.mark.parametrize("keep", [True, False])
def test_a_person_decides_about_the_seats_of_money_that_went_back_whole(till: Till, keep: bool) -> None:
    till.given_back_elsewhere(PRICE)
    till.notice()
    assert till.states() == (BookingStatus.PAID, PaymentStatus.REFUNDED)
    assert not till.seats_are_free(), "nobody has decided"
    assert refunding.decide_seats(till.shop, till.booking_id, keep=keep, who="staff-1")
    assert till.seats_are_free() is not keep
    assert till.states()[0] is (BookingStatus.PAID if keep else BookingStatus.CANCELED)
    assert till.matters() == []
    assert till.broken() == {}


def test_the_seats_are_decided_about_once(till: Till) -> None:
    assert not refunding.decide_seats(till.shop, till.booking_id, keep=False, who="staff-1")
    till.given_back_elsewhere(6_000)
    till.notice()
    assert refunding.decide_seats(till.shop, till.booking_id, keep=True, who="staff-1")
    assert not refunding.decide_seats(till.shop, till.booking_id, keep=False, who="staff-2")
    assert till.states()[0] is BookingStatus.PAID


def test_another_cancel_in_the_console_asks_again(till: Till) -> None:
    till.given_back_elsewhere(6_000)
    till.notice()
    refunding.decide_seats(till.shop, till.booking_id, keep=True, who="staff-1")
    till.given_back_elsewhere(4_000)
    till.notice()
    assert till.matters() == ["canceled_elsewhere"]


def test_seats_that_were_given_up_before_are_not_asked_about(till: Till) -> None:
    refunding.give_up_seats(till.shop, till.booking_id, asked_by="staff-1")
    till.given_back_elsewhere(6_000)
    assert till.notice() == 1
    assert (till.matters(), till.broken()) == ([], {})


def test_an_entry_that_gives_nothing_is_none(till: Till) -> None:
    record = replace(till.record(), given_back=(GivenBack(0, "x", "key-0"),))
    assert refunding.notice(till.shop, till.payment, record) == 0


def test_the_day_of_a_refund_is_the_companys_own(till: Till, clock: FakeClock) -> None:
    at = clock.now()
    record = replace(till.record(), given_back=(GivenBack(500, "x", "key-1", at),))
    clock.advance(86_400)
    refunding.notice(till.shop, till.payment, record)
    assert till.refunds()[0].settled_at == at


def test_only_money_that_was_kept_is_looked_at(road: Road) -> None:
    payment = road.accepted()
    record = record_of(order_of(payment), given_back=(GivenBack(500, "x", "key-1"),))
    assert refunding.notice(road.shop, payment, record) == 0


def test_of_two_who_notice_at_once_one_writes(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    till.given_back_elsewhere(6_000)

    def taken(*_: object) -> None:
        raise Conflict("somebody noticed first")

    monkeypatch.setattr(refunds, "insert_row", taken)
    assert till.notice() == 0
    assert till.refunds() == []


def test_an_entry_with_our_mark_and_another_amount_is_not_ours(till: Till) -> None:
    row = till.ask(5_000)
    till.given_back_elsewhere(4_000, refunding.reason_sent(row))
    assert till.notice() == 1
    assert till.refund(row.refund_id).status is RefundStatus.DUE


def test_the_longest_reason_and_its_mark_fit_what_the_company_takes(till: Till) -> None:
    row = replace(till.ask(), reason="가" * refunding.LONGEST_REASON, refund_id="0" * 32)
    assert len(refunding.reason_sent(row)) <= 200

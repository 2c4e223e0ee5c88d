"""The checker of the ten promises: silent on a true story, and it finds each broken promise when one is planted."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from kiosk.domain.states import BookingStatus, PaymentStatus, RefundStatus
from kiosk.payments.channel import Mismatch
from kiosk.services import refunding
from kiosk.services.invariants import PROMISES, CompanyEntry, Evidence, Said, violations
from kiosk.storage import journal, tables
from kiosk.storage.payments import PaymentRow
from tests.fakes.machine import FRIDAY_EVENING
from tests.fakes.scripted import LOST, canceled, paid, record_of
from tests.services.road import Road
from tests.services.till import Till


@dataclass
class Story:
    """A visit that ended PAID, and the ledger that agrees with it."""

    road: Road
    payment: PaymentRow
    company: CompanyEntry

    def broken(self, **changes: object) -> set[int]:
        """The promises that do not hold when the company's entry differs so."""
        entry = replace(self.company, **changes)  # type: ignore[arg-type]  # fields by name
        return self.judged(Evidence(company=[entry]))

    def judged(self, evidence: Evidence) -> set[int]:
        return {number for number, found in violations(self.road.shop, evidence).items() if found}


@pytest.fixture
def story(road: Road) -> Story:
    payment = road.accepted()
    road.settler.settle(payment.payment_id)
    return Story(road, payment, CompanyEntry(payment.order_id, 20_000, 0, 1, FRIDAY_EVENING))


def set_row(story: Story, table: object, **values: object) -> None:
    with story.road.shop.database.write() as session:
        session.execute(update(table).values(**values))  # type: ignore[arg-type]  # a table


def test_every_promise_is_checked(story: Story) -> None:
    assert set(violations(story.road.shop, Evidence())) == set(PROMISES) == set(range(1, 11))


def test_a_true_story_breaks_nothing(story: Story) -> None:
    evidence = Evidence(
        company=[story.company],
        said=[Said("paid", story.payment.booking_id, BookingStatus.PAID)],
        texts={"the log": "held, opened, settled"},
        secrets=["", str(story.payment.payment_key)],
    )
    assert story.judged(evidence) == set()


def test_a_seat_sold_twice_is_found(story: Story) -> None:
    """The constraint forbids it; the rows are planted behind its back."""
    other = Road(story.road.shop, story.road.sitting, story.road.channel, visit="v2")
    with other.shop.database.write() as session:
        session.exec_driver_sql("DELETE FROM claim")
    other.hold()
    assert 1 in story.judged(Evidence(company=[story.company]))


@pytest.mark.parametrize(
    ("changes", "promises"),
    [
        ({"charged": 40_000, "charges": 2}, {2, 4, 7}),
        ({"charged": 19_999}, {2, 7}),
        ({"refunded": 20_000}, {3, 6, 7}),
        ({"charged": 0, "charges": 0, "charged_at": None}, {3, 7}),
        ({"order_id": "somebody-elses"}, {2, 3, 7}),
    ],
)
def test_a_ledger_that_differs_is_found(story: Story, changes: dict[str, object], promises: set[int]) -> None:
    assert story.broken(**changes) == promises


def test_two_orders_that_both_keep_money_are_found(story: Story) -> None:
    road = story.road
    with road.shop.database.write() as session:
        session.exec_driver_sql(
            "INSERT INTO payment SELECT restaurant_id, 'p2', booking_id, 'order-two', 'c2', 'x2', 'k2', status,"
            " amount_won, opened_at, window_ends_at, intent_at, sent_at, settled_at, reason, method,"
            " approval_number, receipt_url, tries, next_try_at FROM payment"
        )
    both = [story.company, replace(story.company, order_id="order-two")]
    assert 4 in story.judged(Evidence(company=both))


def test_what_is_still_open_is_found(road: Road) -> None:
    payment = road.accepted()
    road.channel.confirms = [LOST]
    road.settler.settle(payment.payment_id)
    assert violations(road.shop, Evidence())[5] == [f"{payment.payment_id} is still CONFIRMING"]


def test_a_refund_that_was_due_is_no_violation(road: Road) -> None:
    payment = road.accepted()
    road.channel.confirms = [lambda order: Mismatch("total", record_of(order, total=1))]
    road.channel.proofs = [paid, canceled]
    road.settler.settle(payment.payment_id)
    entry = CompanyEntry(payment.order_id, 20_000, 20_000, 1, FRIDAY_EVENING)
    assert not any(violations(road.shop, Evidence(company=[entry])).values())


def test_a_ledger_without_dates_is_compared_on_our_own_day(story: Story) -> None:
    assert 7 in story.broken(charged_at=None)
    assert story.judged(Evidence()) == {3, 7}


def test_a_state_the_journal_does_not_know_is_found(story: Story) -> None:
    set_row(story, tables.booking, status=BookingStatus.CANCELED)
    assert 8 in story.judged(Evidence(company=[story.company]))


def test_a_changed_journal_row_is_found(story: Story) -> None:
    with story.road.shop.database.write() as session:
        session.exec_driver_sql("UPDATE journal SET subject = 'x' WHERE place = 1")
    assert story.judged(Evidence(company=[story.company])) == {8}


@pytest.mark.parametrize(
    ("what", "stored", "wrong"),
    [
        ("paid", BookingStatus.PAID, False),
        ("paid", BookingStatus.READY, True),
        ("paid", None, True),
        ("not_charged", BookingStatus.PAID, True),
        ("not_charged", BookingStatus.READY, False),
        ("unknown", BookingStatus.READY, False),
    ],
)
def test_what_a_screen_said_is_held_against_what_was_stored(
    story: Story, what: str, stored: BookingStatus | None, wrong: bool
) -> None:
    said = Said(what, story.payment.booking_id, stored)
    assert (9 in story.judged(Evidence(company=[story.company], said=[said]))) is wrong


@pytest.mark.parametrize(
    "text",
    ["Authorization test_" + "sk_abcdefgh123", "guest 010-1234-5678", "paymentKey=pk_order-3"],
)
def test_a_secret_in_a_text_is_found(story: Story, text: str) -> None:
    key = str(story.payment.payment_key)
    evidence = Evidence(company=[story.company], texts={"the log": text}, secrets=[key, "pk_order-3"])
    assert story.judged(evidence) == {10}


def test_statuses_are_the_designs_words() -> None:
    assert {"READY", "PAID", "CANCELED", "FAILED", "EXPIRED"} == set(BookingStatus)
    assert PaymentStatus.VOID == "VOID"


# --- refunds ------------------------------------------------------------------------------------------------------

DAY = timedelta(days=1)


@dataclass
class Refunded:
    """20,000 won paid, 6,000 of them asked back and given back, and the ledger that agrees."""

    till: Till
    company: CompanyEntry

    def broken(self, **changes: object) -> set[int]:
        entry = replace(self.company, **changes)  # type: ignore[arg-type]  # fields by name
        found = violations(self.till.shop, Evidence(company=[entry]))
        return {number for number, told in found.items() if told}

    def set(self, table: object, **values: object) -> None:
        with self.till.shop.database.write() as session:
            session.execute(update(table).values(**values))  # type: ignore[arg-type]  # a table


@pytest.fixture
def refunded(road: Road) -> Refunded:
    till = Till(road)
    till.refunder.settle(till.ask(6_000).refund_id)
    entry = CompanyEntry(
        till.payment.order_id, 20_000, 6_000, 1, FRIDAY_EVENING, given_back=[(FRIDAY_EVENING, 6_000)]
    )
    return Refunded(till, entry)


def test_a_true_story_with_a_refund_breaks_nothing(refunded: Refunded) -> None:
    assert refunded.broken() == set()
    assert refunded.broken(given_back=()) == set(), "nor does a ledger that does not date its refunds"
    refunding.give_up_seats(refunded.till.shop, refunded.till.booking_id, asked_by="staff-1")
    assert refunded.broken() == set(), "nor does a canceled booking of which a part was kept"


@pytest.mark.parametrize(
    ("back", "promises"),
    [
        (0, {2, 7}),  # we say that it went back, and it did not
        (5_999, {2, 7}),
        (6_001, {2, 6, 7}),
        (12_000, {2, 6, 7}),  # twice
        (20_000, {3, 6, 7}),
    ],
)
def test_another_sum_than_was_asked_back_is_found(refunded: Refunded, back: int, promises: set[int]) -> None:
    assert refunded.broken(refunded=back, given_back=[(FRIDAY_EVENING, back)]) == promises
    assert refunded.broken(refunded=back, given_back=()) == promises


def test_money_that_went_back_of_a_canceled_booking_unasked_is_found(road: Road) -> None:
    till = Till(road)
    refunding.give_up_seats(till.shop, till.booking_id, asked_by="staff-1")
    till.given_back_elsewhere(20_000)
    assert till.broken().keys() == {3, 6, 7}


def test_money_kept_of_a_booking_that_got_all_of_it_back_is_found(refunded: Refunded) -> None:
    refunded.till.refunder.settle(refunded.till.ask().refund_id)
    assert refunded.broken(refunded=20_000, given_back=[(FRIDAY_EVENING, 20_000)]) == set()
    assert refunded.broken(refunded=19_999, given_back=()) == {2, 3, 7}


def test_a_refund_under_way_may_have_gone_back_or_not_and_is_unsettled(refunded: Refunded) -> None:
    refunded.till.ask(4_000)
    assert refunded.broken() == {5}
    assert refunded.broken(refunded=10_000, given_back=[(FRIDAY_EVENING, 10_000)]) == {5, 7}
    assert refunded.broken(refunded=9_000, given_back=[(FRIDAY_EVENING, 9_000)]) == {2, 5, 7}


def test_money_of_a_refused_refund_that_went_back_all_the_same_is_found(refunded: Refunded) -> None:
    refunded.set(tables.refund, status=RefundStatus.REFUSED)
    assert refunded.broken() == {2, 6, 7, 8}


def test_a_refund_that_counts_on_another_day_is_found(refunded: Refunded) -> None:
    assert refunded.broken(given_back=[(FRIDAY_EVENING + DAY, 6_000)]) == {7}
    refunded.set(tables.refund, settled_at=FRIDAY_EVENING + DAY)
    assert refunded.broken() == {7}
    assert refunded.broken(given_back=[(FRIDAY_EVENING + DAY, 6_000)]) == set()
    assert refunded.broken(given_back=()) == set(), "a ledger without dates is held against our own days"


def test_the_days_of_refunds_are_those_of_seoul(refunded: Refunded) -> None:
    """15:00 UTC is midnight there."""
    last = FRIDAY_EVENING.replace(hour=14, minute=59)
    refunded.set(tables.refund, settled_at=last)
    assert refunded.broken(given_back=[(last, 6_000)]) == set()
    assert refunded.broken(given_back=[(last + timedelta(minutes=1), 6_000)]) == {7}


def test_books_that_disagree_about_what_is_left_are_found(refunded: Refunded) -> None:
    refunded.set(tables.payment, status=PaymentStatus.REFUNDED)
    assert refunded.broken() == {7, 8}


def test_a_refund_the_journal_does_not_know_is_found(refunded: Refunded) -> None:
    with refunded.till.shop.database.write() as session:
        session.exec_driver_sql("UPDATE journal SET kind = 'other' WHERE kind = 'refund'")
    found = violations(refunded.till.shop, Evidence(company=[refunded.company]))
    assert any("the journal says nothing" in told for told in found[8])


def test_a_booking_told_of_by_two_terminals_is_known_by_either(refunded: Refunded) -> None:
    """No clock decides which chain is the later one: a terminal's may have been set back."""
    with refunded.till.shop.database.write() as session:
        body = {"status": "PAID", "why": "seen"}
        early = FRIDAY_EVENING - DAY
        journal.append(session, "corner", "K2", early, "booking", refunded.till.booking_id, body)
    assert refunded.broken() == set()
    refunding.give_up_seats(refunded.till.shop, refunded.till.booking_id, asked_by="staff-1")
    assert refunded.broken() == set()

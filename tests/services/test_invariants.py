"""The checker of the ten promises: silent on a true story, and it finds each broken promise when one is planted."""

from dataclasses import dataclass, replace

import pytest
from sqlalchemy import update

from kiosk.domain.states import BookingStatus, PaymentStatus
from kiosk.payments.channel import Mismatch
from kiosk.services.invariants import PROMISES, CompanyEntry, Evidence, Said, violations
from kiosk.storage import tables
from kiosk.storage.payments import PaymentRow
from tests.fakes.machine import FRIDAY_EVENING
from tests.fakes.scripted import LOST, canceled, paid, record_of
from tests.services.road import Road


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

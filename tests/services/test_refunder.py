"""Driving a refund: sent once whatever happens, done only when the record shows it, refused only when it cannot be."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TypeVar

import pytest

from kiosk.domain.money import Won
from kiosk.domain.states import BookingStatus, PaymentStatus, RefundStatus
from kiosk.payments.channel import (
    Declined,
    Doubt,
    Misconfigured,
    NotSent,
    Order,
    RefundAnswer,
    Standing,
    Unknown,
)
from kiosk.services import refunding
from kiosk.services.exchanges import order_of
from kiosk.services.refunder import SILENT_AT_MOST, Refunder
from kiosk.services.settling import Settler
from kiosk.services.shop import Shop
from kiosk.storage import bookings, refunds
from kiosk.storage.engine import CommitUnclear, Conflict, Database, Session
from tests.fakes.channel import FakeChannel
from tests.fakes.machine import FakeClock
from tests.services.road import Road
from tests.services.till import PRICE, Till

T = TypeVar("T")


@pytest.fixture
def till(road: Road) -> Till:
    return Till(road)


def cancels(till: Till) -> list[str]:
    """The keys of the cancels that were sent, in order."""
    return [key for key in till.company.keys if key != till.payment.confirm_key]


# --- the plain road -----------------------------------------------------------------------------------------------


def test_a_refund_is_done_when_the_record_shows_it(till: Till) -> None:
    row = till.refunder.settle(till.ask(5_000).refund_id)
    assert row.status is RefundStatus.DONE
    assert row.transaction_key == till.record().given_back[0].transaction_key
    assert (till.company.net_won, till.states()) == (15_000, (BookingStatus.PAID, PaymentStatus.DONE))
    assert till.broken() == {}


def test_the_company_is_told_the_reason_with_our_mark_and_the_amount(till: Till) -> None:
    row = till.refunder.settle(till.ask(5_000).refund_id)
    (entry,) = till.record().given_back
    assert (entry.amount, entry.reason) == (5_000, f"guest changed plans [{row.refund_id}]")
    assert cancels(till) == [row.refund_key]


def test_a_refund_that_is_over_is_never_driven_again(till: Till) -> None:
    row = till.refunder.settle(till.ask(5_000).refund_id)
    asked = len(till.company.asked)
    assert till.refunder.settle(row.refund_id) == row
    assert len(till.company.asked) == asked


def test_a_refund_nobody_knows_is_an_error(till: Till) -> None:
    with pytest.raises(KeyError):
        till.refunder.settle("nothing")


def test_sent_is_durable_before_the_first_byte_leaves(till: Till) -> None:
    row = till.ask(5_000)
    seen: list[bool] = []

    def look(_: Order) -> RefundAnswer:
        seen.append(till.refund(row.refund_id).sent_at is not None)
        return Unknown(Doubt.TIMED_OUT)

    till.company.answer_next("cancel", look)
    till.refunder.settle(row.refund_id)
    assert seen == [True]


def test_a_transaction_is_never_open_while_the_company_is_asked(till: Till) -> None:
    row = till.ask(5_000)

    def write_meanwhile(_: Order) -> RefundAnswer:
        with till.shop.database.write() as session:
            bookings.next_number(session, "corner", "meanwhile", 1)
        return Unknown(Doubt.TIMED_OUT)

    till.company.answer_next("cancel", write_meanwhile)
    till.refunder.settle(row.refund_id)
    assert till.company.count("cancel") == 1


def test_of_two_at_once_only_the_one_that_marked_it_sends(till: Till, clock: FakeClock) -> None:
    row = till.ask(5_000)
    with till.shop.database.write() as session:
        assert refunds.mark_sent(session, row, clock.now(), "K1")
        assert not refunds.mark_sent(session, row, clock.now(), "K1")
    till.refunder._drive(row, till.payment)  # it read the row before the other one marked it
    assert cancels(till) == []


# --- answers that say nothing -------------------------------------------------------------------------------------


def test_a_lost_answer_is_found_in_the_record(till: Till) -> None:
    till.company.lose_next("cancel")
    assert till.refunder.settle(till.ask(5_000).refund_id).status is RefundStatus.DONE
    assert len(cancels(till)) == 1


def test_a_request_that_was_lost_is_sent_again_with_the_same_key_and_body(till: Till) -> None:
    till.company.refuse_connection("cancel")
    row = till.refunder.settle(till.ask(5_000).refund_id)
    assert (row.status, row.tries) == (RefundStatus.DUE, 1)
    row = till.refunder.settle(row.refund_id)
    assert row.status is RefundStatus.DONE
    assert cancels(till) == [row.refund_key] * 2
    assert (till.company.net_won, till.broken()) == (15_000, {})


def test_it_is_asked_before_it_is_sent_a_second_time(till: Till) -> None:
    till.company.lose_next("cancel")
    till.company.refuse_connection("look_up")
    row = till.refunder.settle(till.ask(5_000).refund_id)
    assert row.status is RefundStatus.DUE
    assert till.refunder.settle(row.refund_id).status is RefundStatus.DONE
    assert len(cancels(till)) == 1, "the record made a second cancel needless"


@pytest.mark.parametrize(
    "standing", [Unknown(Doubt.TIMED_OUT), NotSent("refused"), Misconfigured("UNAUTHORIZED_KEY")]
)
def test_nothing_is_sent_again_while_the_record_cannot_be_had(till: Till, standing: Standing) -> None:
    till.company.refuse_connection("cancel")
    row = till.refunder.settle(till.ask(5_000).refund_id)
    till.company.answer_next("look_up", standing)  # type: ignore[arg-type]  # a Standing is as good
    assert till.refunder.settle(row.refund_id).status is RefundStatus.DUE
    assert len(cancels(till)) == 1


@pytest.mark.parametrize("doubt", [Doubt.TRY_LATER, Doubt.UNCLEAR, Doubt.STILL_RUNNING, Doubt.UNLISTED])
def test_an_answer_that_proves_nothing_leaves_the_refund_due(till: Till, doubt: Doubt) -> None:
    till.company.answer_next("cancel", Unknown(doubt))
    assert till.refunder.settle(till.ask(5_000).refund_id).status is RefundStatus.DUE
    assert till.company.net_won == PRICE
    assert till.broken().keys() == {5}


def test_a_key_that_is_as_good_as_forgotten_is_not_sent_again(till: Till, clock: FakeClock) -> None:
    till.company.refuse_connection("cancel")
    row = till.refunder.settle(till.ask(5_000).refund_id)
    clock.advance(14 * 86_400)
    row = till.refunder.settle(row.refund_id)
    assert (row.status, row.code) == (RefundStatus.REFUSED, "key too old")
    assert len(cancels(till)) == 1
    assert till.broken() == {}


# --- refusals -----------------------------------------------------------------------------------------------------


def test_a_refusal_that_the_record_bears_out_ends_it_and_calls_somebody(till: Till) -> None:
    till.company.answer_next("cancel", Declined("NOT_CANCELABLE_PAYMENT"))
    row = till.refunder.settle(till.ask(5_000, gives_up_seats=True).refund_id)
    assert (row.status, row.code) == (RefundStatus.REFUSED, "NOT_CANCELABLE_PAYMENT")
    assert till.states() == (BookingStatus.CANCELED, PaymentStatus.DONE), "the money stays, the seats do not"
    assert till.matters() == ["refund_refused"]
    assert (till.company.net_won, till.broken()) == (PRICE, {})


def test_a_refused_refund_can_be_asked_for_again_with_a_key_of_its_own(till: Till) -> None:
    till.company.answer_next("cancel", Declined("NOT_CANCELABLE_PAYMENT"))
    first = till.refunder.settle(till.ask(5_000).refund_id)
    second = till.refunder.settle(till.ask(5_000).refund_id)
    assert second.status is RefundStatus.DONE
    assert first.refund_key != second.refund_key
    assert till.broken() == {}


def test_a_refusal_alone_is_no_proof(till: Till) -> None:
    till.company.answer_next("cancel", Declined("NOT_CANCELABLE_PAYMENT"))
    till.company.refuse_connection("look_up")
    row = till.refunder.settle(till.ask(5_000).refund_id)
    assert row.status is RefundStatus.DUE
    assert till.refunder.settle(row.refund_id).status is RefundStatus.DONE


def test_a_refusal_of_what_the_record_shows_as_done_is_a_refund_that_is_done(till: Till) -> None:
    row = till.ask(5_000)

    def carried_out_all_the_same(_: Order) -> RefundAnswer:
        till.given_back_elsewhere(5_000, refunding.reason_sent(row))
        return Declined("NOT_CANCELABLE_AMOUNT")

    till.company.answer_next("cancel", carried_out_all_the_same)
    assert till.refunder.settle(row.refund_id).status is RefundStatus.DONE
    assert till.broken() == {}


def test_what_shows_up_after_a_refusal_is_true_and_nobody_has_to_look(till: Till) -> None:
    till.company.answer_next("cancel", Declined("NOT_CANCELABLE_PAYMENT"))
    row = till.refunder.settle(till.ask(5_000).refund_id)
    till.given_back_elsewhere(5_000, refunding.reason_sent(row))
    assert till.notice() == 0
    assert till.refund(row.refund_id).status is RefundStatus.DONE
    assert (till.matters(), till.broken()) == ([], {})


def test_a_refund_of_money_that_went_back_in_the_console_can_never_be_carried_out(till: Till) -> None:
    row = till.ask(15_000)
    till.given_back_elsewhere(6_000)
    row = till.refunder.settle(row.refund_id)
    assert (row.status, row.code) == (RefundStatus.REFUSED, "not enough left")
    assert sorted(till.matters()) == ["canceled_elsewhere", "refund_refused"]
    assert till.broken() == {}
    assert till.refunder.settle(till.ask().refund_id).status is RefundStatus.DONE
    assert (till.company.net_won, till.broken()) == (0, {})


def test_a_refund_is_found_beside_one_that_was_made_in_the_console(till: Till) -> None:
    row = till.ask(5_000)
    till.given_back_elsewhere(6_000)
    assert till.refunder.settle(row.refund_id).status is RefundStatus.DONE
    assert (till.company.net_won, till.broken()) == (9_000, {})


def test_a_second_refusal_that_comes_later_changes_nothing(till: Till) -> None:
    row = till.refunder.settle(till.ask(5_000).refund_id)
    till.refunder._refuse(row, till.payment, "NOT_CANCELABLE_PAYMENT")
    till.refunder._plan_next(row, till.payment)
    assert till.refund(row.refund_id) == row


# --- rhythm and alarms ------------------------------------------------------------------------------------------------


def test_a_refund_in_doubt_is_tried_again_in_the_rhythm(till: Till, clock: FakeClock) -> None:
    till.company.refuse_connection("cancel")
    row = till.refunder.settle(till.ask(5_000).refund_id)
    assert row.next_try_at is not None
    assert clock.now() < row.next_try_at <= clock.now() + timedelta(seconds=3)
    assert till.refunder.settle_all(only_due=True) == 1
    assert len(cancels(till)) == 1, "not due yet"
    clock.advance(3)
    assert till.refunder.settle_all(only_due=True) == 0


def test_somebody_knows_of_a_refund_that_does_not_come_through_and_no_more_when_it_does(till: Till) -> None:
    row = till.ask(5_000)
    for tried in range(1, 7):
        assert till.matters() == [], f"before try {tried}"
        till.company.answer_next("cancel", Unknown(Doubt.TRY_LATER))
        till.refunder.settle(row.refund_id)
    assert till.matters() == ["refund_stuck"]
    assert till.refunder.settle_all() == 0
    assert till.matters() == []


def test_somebody_knows_of_a_refund_after_half_an_hour(till: Till, clock: FakeClock) -> None:
    row = till.ask(5_000)
    clock.advance(1_800)
    till.company.answer_next("cancel", Unknown(Doubt.TRY_LATER))
    till.refunder.settle(row.refund_id)
    assert till.matters() == ["refund_stuck"]


def test_a_stuck_refund_that_is_refused_in_the_end_is_one_matter(till: Till, clock: FakeClock) -> None:
    row = till.ask(5_000)
    clock.advance(1_800)
    till.company.answer_next("cancel", Unknown(Doubt.TRY_LATER), Declined("REFUND_REJECTED"))
    till.refunder.settle(row.refund_id)
    till.refunder.settle(row.refund_id)
    assert till.matters() == ["refund_refused"]


def test_the_settler_drives_refunds_as_well_and_counts_them(till: Till) -> None:
    settler = Settler(till.shop, till.company)
    row = till.ask(5_000)
    assert settler.count_undecided() == 1
    assert settler.settle_all() == 0
    assert till.refund(row.refund_id).status is RefundStatus.DONE


def test_the_settler_leaves_a_matter_about_a_refund_alone(till: Till, clock: FakeClock) -> None:
    till.ask(5_000)
    clock.advance(1_800)
    till.company.answer_next("cancel", Unknown(Doubt.TRY_LATER), Unknown(Doubt.TRY_LATER))
    settler = Settler(till.shop, till.company)
    settler.settle_all()
    settler.settle_all()
    assert till.matters() == ["refund_stuck"]


def test_while_the_company_is_silent_a_round_leaves_the_others_for_later(till: Till) -> None:
    row = till.ask(5_000)
    with till.shop.database.write() as session:
        # More payments with a refund than a visit makes: the same payment under other ids.
        columns = [*row_columns(session)]
        for nth in range(SILENT_AT_MOST + 2):
            changed = [f"'{name}-{nth}'" if name in DISTINCT else name for name in columns]
            session.exec_driver_sql(f"INSERT INTO payment SELECT {', '.join(changed)} FROM payment LIMIT 1")
            copy = replace(
                row, refund_id=f"r-{nth}", payment_id=f"payment_id-{nth}", refund_key=f"refund-{nth}"
            )
            refunds.insert_row(session, copy, "K1")
    company = FakeChannel()
    company.answer_next("cancel", *[NotSent("refused")] * 10)
    company.answer_next("look_up", *[NotSent("refused")] * 10)
    assert Refunder(till.shop, company).settle_all() == SILENT_AT_MOST + 3
    assert company.count("cancel") == SILENT_AT_MOST


DISTINCT = ("payment_id", "order_id", "confirm_key", "cancel_key", "payment_key")


def row_columns(session: Session) -> Iterator[str]:
    yield from session.exec_driver_sql("SELECT * FROM payment LIMIT 0").keys()


@pytest.mark.parametrize("trouble", [Conflict("another was first"), CommitUnclear("gone")])
def test_one_refund_in_trouble_does_not_stop_the_round(
    till: Till, trouble: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    till.ask(5_000)

    def stumble(*_: object) -> None:
        raise trouble

    monkeypatch.setattr(refunds, "mark_sent", stumble)
    assert till.refunder.settle_all() == 1
    monkeypatch.undo()
    assert till.refunder.settle_all() == 0


# --- stopped anywhere -------------------------------------------------------------------------------------------------


class Stopped(BaseException):
    """The machine went out."""


@dataclass
class Fuse:
    """Burns at the n-th point at which something becomes durable or leaves the machine; before it, or after it."""

    burns_at: int
    points: int = 0

    def pass_by(self) -> None:
        self.points += 1
        if self.points == self.burns_at:
            raise Stopped


@dataclass
class FusedDatabase:
    """A database that may go out just before or just after any commit."""

    real: Database
    fuse: Fuse

    @contextmanager
    def write(self) -> Iterator[Session]:
        with self.real.write() as session:
            yield session
            self.fuse.pass_by()
        self.fuse.pass_by()

    @contextmanager
    def read(self) -> Iterator[Session]:
        with self.real.read() as session:
            yield session


@dataclass
class FusedChannel:
    """A company that is asked just before or just after the machine goes out."""

    real: FakeChannel
    fuse: Fuse = field(default_factory=lambda: Fuse(0))

    def cancel(self, order: Order, *, reason: str, key: str, amount: Won | None = None) -> RefundAnswer:
        return self._pass(lambda: self.real.cancel(order, reason=reason, key=key, amount=amount))

    def look_up(self, order: Order) -> Standing:
        return self._pass(lambda: self.real.look_up(order))

    def _pass(self, ask: Callable[[], T]) -> T:
        self.fuse.pass_by()
        answer = ask()
        self.fuse.pass_by()
        return answer


def fused(till: Till, fuse: Fuse) -> Refunder:
    shop: Shop = replace(till.shop, database=FusedDatabase(till.shop.database, fuse))  # type: ignore[arg-type]
    return Refunder(shop, FusedChannel(till.company, fuse))  # type: ignore[arg-type]  # all that a refunder asks


POINTS = 12
"""What one undisturbed refund passes: four commits (sent, two notes, shown) and two calls, each before and after."""


def test_the_points_are_counted(till: Till) -> None:
    fuse = Fuse(0)
    fused(till, fuse).settle(till.ask(5_000).refund_id)
    assert fuse.points == POINTS


@pytest.mark.parametrize("second", [0, 1, 3, 5, 8])
@pytest.mark.parametrize("loses", ["nothing", "the request", "the answer"])
def test_a_refund_stopped_at_any_point_and_again_in_its_recovery_goes_back_once(
    till: Till, second: int, loses: str
) -> None:
    for first in range(1, POINTS + 1):
        row = till.ask(1_000, gives_up_seats=True)
        if loses == "the request":
            till.company.answer_next("cancel", Unknown(Doubt.CUT_OFF))
        elif loses == "the answer":
            till.company.lose_next("cancel")
        for burns_at in (first, second):
            with suppress(Stopped):
                fused(till, Fuse(burns_at)).settle(row.refund_id)
        for _ in range(2):
            till.refunder.settle(row.refund_id)
        assert till.refund(row.refund_id).status is RefundStatus.DONE, f"stopped at {first}"
        assert [entry.amount for entry in till.record().given_back] == [1_000] * first
        assert till.broken() == {}, f"stopped at {first}"


def test_without_its_stored_key_a_stopped_refund_would_go_back_twice(till: Till) -> None:
    """Negative control: a fresh key and no look first is what the rows are there to prevent."""
    row = till.ask(5_000)
    for key in ("fresh-1", "fresh-2"):
        till.company.cancel(
            order_of(till.payment), reason=refunding.reason_sent(row), key=key, amount=row.amount
        )
    till.notice()
    assert till.company.net_won == 10_000
    assert till.matters() == ["canceled_elsewhere"], "and it is seen: one of the two is nobody's"


def test_a_failure_that_the_company_keeps_ends_this_refund_and_a_person_asks_again(till: Till) -> None:
    """Under the same key it fails for fifteen days; under a second key a part could go out twice."""
    first = till.ask(5_000)
    till.company.answer_next("cancel", *[Unknown(Doubt.UNCLEAR, "COMMON_ERROR", 500)] * 7)
    for _ in range(6):
        assert till.refunder.settle(first.refund_id).status is RefundStatus.DUE
    assert till.refunder.settle(first.refund_id).status is RefundStatus.REFUSED
    assert "refund_refused" in till.matters()
    assert till.refunder.settle(till.ask(5_000).refund_id).status is RefundStatus.DONE
    assert till.broken() == {}

"""Days are compared with the company's list: what can be put right is, a person is told of the rest, and nothing is guessed."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kiosk.domain.reconciling import Kind
from kiosk.domain.settlements import Settlement
from kiosk.domain.sittings import seoul_day
from kiosk.domain.states import BookingEvent, BookingStatus, PaymentStatus
from kiosk.domain.tickets import Ticket, pack
from kiosk.payments.channel import Doubt, GivenBack, Misconfigured, NotSent, Order, Unknown
from kiosk.payments.statements import Unavailable
from kiosk.services import attention, checkout, holding
from kiosk.services.adopting import Deed
from kiosk.services.checkout import Opened
from kiosk.services.exchanges import order_of
from kiosk.services.invariants import Evidence, violations
from kiosk.services.reconciling import MATTER, NotReconciled, Reconciler, Report
from kiosk.services.settling import Settler
from kiosk.storage import bookings, claims, journal, reconciliations
from kiosk.storage.bookings import BookingRow
from kiosk.storage.payments import PaymentRow
from kiosk.storage.restoring import RESTORED_AT, RESTORED_FROM
from tests.fakes.channel import FakeChannel
from tests.fakes.machine import FRIDAY_EVENING, FakeClock
from tests.fakes.statements import FakeStatements, row
from tests.services.road import SEATS, Road

DAY = seoul_day(FRIDAY_EVENING)


@dataclass
class Books:
    """A shop, a company in memory, and the list that it gives of itself."""

    road: Road
    clock: FakeClock
    company: FakeChannel = field(default_factory=FakeChannel)
    lists: FakeStatements = field(default_factory=FakeStatements)

    @property
    def reconciler(self) -> Reconciler:
        return Reconciler(self.road.shop, self.company, self.lists)

    def pay(self) -> PaymentRow:
        """A visit that has paid."""
        payment = self.road.accepted()
        self.company.authenticate(order_of(payment))
        Settler(self.road.shop, self.company).settle(payment.payment_id)
        return self.road.payment(payment.payment_id)

    def listed(self) -> None:
        """The company lists what it holds; two hours pass."""
        self.lists.take_down(self.company, FRIDAY_EVENING)
        self.clock.advance(7_200)

    def report(self, day: date = DAY) -> Report:
        end = self.reconciler.reconcile(day)
        assert isinstance(end, Report), end
        return end

    def found(self) -> list[tuple[Kind, Deed]]:
        return [(item.finding.kind, item.deed) for item in self.report().items]

    def matters(self) -> list[tuple[str, str]]:
        waiting = attention.open_matters(self.road.shop)
        return [(each.kind, each.subject) for each in waiting if each.kind.startswith(MATTER)]

    def charged_unseen(self, payment: PaymentRow, **changes: Any) -> None:
        """The company holds the money of an order, whatever our books say."""
        order = replace(order_of(payment), payment_key=payment.payment_key or f"pk_{payment.order_id}")
        entry = self.company.authenticate(order)
        entry.charges, entry.charged = 1, entry.amount
        self.company.change(order, **({"status": "DONE", "approved_at": FRIDAY_EVENING} | changes))


@pytest.fixture
def books(road: Road, clock: FakeClock) -> Books:
    return Books(road, clock)


# --- what is kept of a run ------------------------------------------------------------------------------------------


def test_a_day_that_agrees_is_kept_with_its_sums_and_the_journals_head(books: Books) -> None:
    payment = books.pay()
    books.listed()
    report = books.report()
    assert report.items == report.differences == ()
    with books.road.shop.database.read() as session:
        run = reconciliations.last_of(session, "corner", DAY)
        assert run is not None
        assert reconciliations.findings_of(session, run) == []
        entry = journal.about(session, "corner", run.run_id)[-1]
    assert (run.our_charged_won, run.their_charged_won, run.matched, run.differences) == (
        20_000,
        20_000,
        1,
        0,
    )
    assert run.journal_head == report.anchor == entry.anchor
    assert entry.says == "AGREES"
    assert payment.order_id not in entry.body
    assert violations(books.road.shop, Evidence())[8] == []


def test_the_list_is_asked_for_beyond_both_midnights(books: Books) -> None:
    books.report()
    assert books.lists.asked == [
        (datetime(2026, 3, 12, 13, tzinfo=UTC), datetime(2026, 3, 13, 17, tzinfo=UTC)),
    ]


def test_what_a_run_found_is_kept_and_told(books: Books) -> None:
    books.lists.rows = [row("t9", "order-elsewhere", 5_000, FRIDAY_EVENING)]
    report = books.report()
    assert [(item.finding.kind, item.deed) for item in report.differences] == [
        (Kind.UNKNOWN_ORDER, Deed.TOLD)
    ]
    assert books.matters() == [("reconcile_unknown_order", "order-elsewhere")]
    with books.road.shop.database.read() as session:
        run = reconciliations.last_of(session, "corner", DAY)
        assert run is not None
        (kept,) = reconciliations.findings_of(session, run)
    assert (kept.kind, kept.subject, kept.theirs_won, kept.ours_won, kept.deed) == (
        *("unknown_order", "order-elsewhere", 5_000, 0, "told"),
    )


def test_a_stranger_is_asked_about_once(books: Books) -> None:
    """A shop may share its number with another, whose every order would be asked about every hour."""
    books.lists.rows = [row("t9", "order-elsewhere", 5_000, FRIDAY_EVENING)]
    for _ in range(3):
        assert books.found() == [(Kind.UNKNOWN_ORDER, Deed.TOLD)]
    assert books.company.count("look_up") == 1


def test_a_matter_closes_itself_when_a_later_run_of_its_day_finds_it_no_more(books: Books) -> None:
    books.lists.rows = [row("t9", "order-elsewhere", 5_000, FRIDAY_EVENING)]
    books.report()
    books.report()
    assert len(books.matters()) == 1, "asking twice tells nobody more"
    books.lists.rows = []
    books.report(DAY - timedelta(days=1))
    assert len(books.matters()) == 1, "another day's run knows nothing of it"
    books.report()
    assert books.matters() == []


def test_a_matter_that_a_person_has_taken_is_not_opened_again(books: Books) -> None:
    books.lists.rows = [row("t9", "order-elsewhere", 5_000, FRIDAY_EVENING)]
    books.report()
    (waiting,) = attention.open_matters(books.road.shop)
    attention.take(books.road.shop, waiting.matter_id, "staff-1", "it is the bakery's")
    assert len(books.report().differences) == 1
    assert books.matters() == []


def test_a_run_leaves_other_peoples_matters_alone(books: Books) -> None:
    with books.road.shop.database.write() as session:
        attention.open_matter(session, books.road.shop, attention.Kind.IMPOSSIBLE, "p1", day=DAY.isoformat())
    books.report()
    assert len(attention.open_matters(books.road.shop)) == 1


def test_our_number_is_learned_once_and_another_shops_rows_are_seen_from_then_on(books: Books) -> None:
    payment = books.pay()
    books.listed()
    books.report()
    other = replace(row("t9", "order-elsewhere", 5_000, FRIDAY_EVENING), merchant="bakery")
    books.lists.rows.append(other)
    assert books.found() == [(Kind.OTHER_SHOP, Deed.TOLD)]
    books.lists.rows = [replace(each, merchant="bakery") for each in books.lists.rows if each is not other]
    kinds = [kind for kind, _ in books.found()]
    assert kinds == [Kind.OTHER_SHOP, Kind.OURS_ONLY], payment.order_id


# --- the company away -----------------------------------------------------------------------------------------------


def test_a_list_that_cannot_be_had_reconciles_nothing(books: Books) -> None:
    books.lists.away = Unavailable("the payment company cannot be reached: refused")
    assert books.reconciler.reconcile(DAY) == NotReconciled(DAY, books.lists.away.why)
    with books.road.shop.database.read() as session:
        assert reconciliations.last_of(session, "corner", DAY) is None


@pytest.mark.parametrize("standing", [NotSent("refused"), Unknown(Doubt.TIMED_OUT), Misconfigured("X")])
def test_a_company_that_stops_answering_halfway_reconciles_nothing(books: Books, standing: Any) -> None:
    books.lists.rows = [row("t9", "order-elsewhere", 5_000, FRIDAY_EVENING)]
    books.company.answer_next("look_up", standing)
    end = books.reconciler.reconcile(DAY)
    assert isinstance(end, NotReconciled)
    assert books.matters() == []


def test_a_company_that_asks_for_fewer_questions_is_asked_more_slowly(books: Books) -> None:
    books.lists.rows = [row("t9", "order-elsewhere", 5_000, FRIDAY_EVENING)]
    books.company.answer_next("look_up", *[Unknown(Doubt.TRY_LATER, http_status=429)] * 2)
    assert books.found() == [(Kind.UNKNOWN_ORDER, Deed.TOLD)]
    assert books.clock.slept == [20.0, 20.0]
    books.lists.rows.append(row("t8", "another-elsewhere", 5_000, FRIDAY_EVENING))
    books.company.answer_next("look_up", *[Unknown(Doubt.TRY_LATER, http_status=429)] * 5)
    end = books.reconciler.reconcile(DAY)
    assert isinstance(end, NotReconciled)
    assert "fewer questions" in end.why


# --- settlements ----------------------------------------------------------------------------------------------------


def test_a_settlement_that_does_not_add_up_is_told(books: Books) -> None:
    payment = books.pay()
    books.listed()
    key = books.lists.rows[0].key
    good = Settlement(key, payment.order_id, DAY, 20_000, 680, 618, 62, 0, 19_320)
    books.lists.settled = [good]
    report = books.report()
    assert report.differences == ()
    with books.road.shop.database.read() as session:
        run = reconciliations.last_of(session, "corner", DAY)
    assert run is not None
    assert (run.settled_rows, run.payout_won) == (1, 19_320)
    books.lists.settled = [replace(good, payout=19_000)]
    assert books.found() == [(Kind.SETTLEMENT, Deed.TOLD)]
    assert books.matters() == [("reconcile_settlement", key)]


def test_settlements_that_cannot_be_had_do_not_spoil_the_day(books: Books) -> None:
    books.pay()
    books.listed()
    books.lists.settlements_away = Unavailable("the payment company answered 500")
    report = books.report()
    assert report.differences == ()
    assert report.settled == books.lists.settlements_away


# --- orders that we have --------------------------------------------------------------------------------------------


def test_canceled_in_the_console_is_entered_and_the_seats_are_asked_about(books: Books) -> None:
    payment = books.pay()
    books.company.give_back(payment.order_id, 5_000, "console")
    books.listed()
    assert books.found() == [(Kind.PARTLY_CANCELED_THERE, Deed.NOTICED)]
    assert [each.kind for each in attention.open_matters(books.road.shop)] == ["canceled_elsewhere"]
    books.company.give_back(payment.order_id, 15_000, "console")
    books.lists.take_down(books.company, FRIDAY_EVENING)
    # The first part is dated by us now, as the company's record has no time for it.
    found = books.found()
    assert (Kind.CANCELED_THERE, Deed.NOTICED) in found
    assert books.road.payment(payment.payment_id).status is PaymentStatus.REFUNDED


def test_a_cancel_that_the_record_does_not_show_is_told(books: Books) -> None:
    payment = books.pay()
    books.listed()
    books.lists.rows.append(row("c9", payment.order_id, -20_000, FRIDAY_EVENING, is_whole=True))
    assert books.found() == [(Kind.CANCELED_THERE, Deed.TOLD)]
    assert books.matters() == [("reconcile_canceled_there", payment.order_id)]


def test_money_for_a_payment_that_was_given_up_goes_back(books: Books) -> None:
    opened = books.road.open()
    checkout.close_payment(books.road.shop, "v1", opened.payment.payment_id, "stopped")
    books.charged_unseen(opened.payment)
    books.listed()
    assert books.found() == [(Kind.NOT_KEPT, Deed.GIVING_BACK)]
    assert books.road.payment(opened.payment.payment_id).status is PaymentStatus.REFUNDED
    assert books.matters() == [("reconcile_not_kept", opened.payment.order_id)]
    books.lists.take_down(books.company, FRIDAY_EVENING)
    assert books.report().differences == ()
    assert books.matters() == []


def test_money_for_a_payment_that_we_know_only_as_opened_makes_it_paid(books: Books) -> None:
    opened = books.road.open()
    books.charged_unseen(opened.payment)
    books.listed()
    assert books.found() == [(Kind.NOT_KEPT, Deed.ADOPTED)]
    assert books.road.states(opened.payment) == (BookingStatus.PAID, PaymentStatus.DONE)
    assert books.company.count("confirm") == 0


def test_a_hold_that_lapsed_meanwhile_gets_its_seats_back_if_they_are_free(books: Books) -> None:
    for nth, seats_free in enumerate((True, False)):
        books.road.visit = f"v{nth}"
        opened = books.road.open()
        books.company.entries.clear()
        books.charged_unseen(opened.payment, approved_at=None)
        # Only the hold has lapsed: its payment is still known as opened, as in a copy of that moment.
        with books.road.shop.database.write() as session:
            booking = booking_of(books, opened)
            holding.end_hold(session, booking, BookingEvent.HOLD_LAPSED, books.clock.now(), "time over")
        if not seats_free:
            books.road.visit = "somebody else"
            books.road.hold()
        books.lists.take_down(books.company, FRIDAY_EVENING)
        (found,) = [item for item in books.report().items if item.finding.order_id == opened.payment.order_id]
        assert found.deed is (Deed.ADOPTED if seats_free else Deed.GIVING_BACK)
        with books.road.shop.database.write() as session:
            wanted = BookingStatus.PAID if seats_free else BookingStatus.EXPIRED
            assert books.road.states(opened.payment)[0] is wanted
            # Free the seats for the other half of the test.
            claims.give_back(session, "corner", opened.payment.booking_id)


def booking_of(books: Books, opened: Opened) -> BookingRow:
    with books.road.shop.database.read() as session:
        found = bookings.find(session, "corner", opened.payment.booking_id)
    assert found is not None
    return found


def test_what_our_books_never_sent_but_the_company_was_paid_for_is_asked_about_not_given_up(
    books: Books,
) -> None:
    payment = books.road.accepted()
    books.charged_unseen(payment)
    books.listed()
    assert books.found() == [(Kind.UNDER_WAY, Deed.WAITS)]
    assert books.road.states(payment) == (BookingStatus.PAID, PaymentStatus.DONE)


def test_a_payment_that_stays_undecided_waits(books: Books) -> None:
    payment = books.road.accepted()
    books.charged_unseen(payment)
    books.listed()
    books.company.answer_next("inquire", *[Unknown(Doubt.TIMED_OUT)] * 3)
    assert books.found() == [(Kind.UNDER_WAY, Deed.WAITS)]
    assert books.road.payment(payment.payment_id).status is PaymentStatus.CONFIRMING


def test_a_listed_charge_that_the_record_does_not_confirm_waits(books: Books) -> None:
    opened = books.road.open()
    books.charged_unseen(opened.payment)
    books.listed()
    books.company.change(order_of(opened.payment), status="IN_PROGRESS")
    assert books.found() == [(Kind.NOT_KEPT, Deed.WAITS)]
    books.company.answer_next("look_up", Unknown(Doubt.NOT_FOUND, "NOT_FOUND_PAYMENT", 404))
    assert books.found() == [(Kind.NOT_KEPT, Deed.TOLD)]


def test_one_at_a_time_while_another_payment_of_the_booking_is_undecided(books: Books) -> None:
    first = books.road.open()
    checkout.close_payment(books.road.shop, "v1", first.payment.payment_id, "stopped")
    second = books.road.accepted()
    assert second.booking_id == first.payment.booking_id
    books.charged_unseen(first.payment)
    books.listed()
    assert books.found() == [(Kind.NOT_KEPT, Deed.WAITS)]
    assert books.road.payment(first.payment.payment_id).status is PaymentStatus.VOID


def test_a_payment_that_was_put_right_meanwhile_is_left_alone(books: Books) -> None:
    opened = books.road.open()
    books.charged_unseen(opened.payment)
    books.listed()

    def meanwhile(order: Any) -> Any:
        Reconciler(books.road.shop, books.company, books.lists).reconcile(DAY)
        return books.company.entries[order.order_id].record

    books.company.answer_next("look_up", meanwhile)
    assert books.found() == [(Kind.NOT_KEPT, Deed.WAITS)]
    assert books.road.states(opened.payment) == (BookingStatus.PAID, PaymentStatus.DONE)


# --- what only our books have ---------------------------------------------------------------------------------------


def seen(books: Books, payment: PaymentRow, **fields: Any) -> list[tuple[Kind, Deed]]:
    """Our payment is not in the list; the company's own record says this of it."""
    books.clock.advance(7_200)
    books.company.change(order_of(payment), **fields)
    return books.found()


def test_a_sale_that_the_company_dates_on_a_day_that_was_not_read_is_explained(books: Books) -> None:
    payment = books.pay()
    assert seen(books, payment, approved_at=FRIDAY_EVENING - timedelta(days=3)) == [
        (Kind.OTHER_DAY, Deed.WAITS)
    ]


@pytest.mark.parametrize("approved_at", [None, FRIDAY_EVENING])
def test_a_sale_that_should_be_listed_and_is_not_is_told(books: Books, approved_at: datetime | None) -> None:
    payment = books.pay()
    assert seen(books, payment, approved_at=approved_at) == [(Kind.OURS_ONLY, Deed.TOLD)]
    books.company.entries.clear()
    assert books.found() == [(Kind.OURS_ONLY, Deed.TOLD)]


def unkept(books: Books) -> PaymentRow:
    """A payment that the settler has given back."""
    payment = books.road.accepted()
    books.company.authenticate(order_of(payment))
    lose_the_seats(books, payment)
    Settler(books.road.shop, books.company).settle(payment.payment_id)
    row_now = books.road.payment(payment.payment_id)
    assert row_now.status is PaymentStatus.REFUNDED
    return row_now


def lose_the_seats(books: Books, payment: PaymentRow) -> None:
    with books.road.shop.database.write() as session:
        claims.give_back(session, "corner", payment.booking_id)


def test_what_the_settler_gave_back_agrees(books: Books) -> None:
    unkept(books)
    books.listed()
    assert books.report().items == ()


def test_a_refund_that_the_company_dates_on_another_day_is_explained(books: Books) -> None:
    payment = unkept(books)
    long_ago = FRIDAY_EVENING - timedelta(days=3)
    given = (GivenBack(20_000, "x", "c1", long_ago),)
    assert seen(books, payment, given_back=given) == [(Kind.OTHER_DAY, Deed.WAITS)]


def test_a_refund_of_what_was_never_taken_is_explained(books: Books) -> None:
    payment = unkept(books)
    assert seen(books, payment, given_back=(), status="EXPIRED") == [(Kind.CAME_AND_WENT, Deed.WAITS)]


def test_a_refund_that_should_be_listed_and_is_not_is_told(books: Books) -> None:
    payment = unkept(books)
    given = (GivenBack(20_000, "x", "c1", FRIDAY_EVENING),)
    assert seen(books, payment, given_back=given, approved_at=FRIDAY_EVENING) == [
        (Kind.REFUND_OURS_ONLY, Deed.TOLD)
    ]


def test_a_refund_somebody_asked_for_is_looked_for_by_its_own_key(books: Books) -> None:
    payment = books.pay()
    books.company.give_back(payment.order_id, 5_000, "console")
    books.listed()
    assert books.found() == [(Kind.PARTLY_CANCELED_THERE, Deed.NOTICED)]
    key = books.company.entries[payment.order_id].record.given_back[0].transaction_key
    books.lists.rows = [each for each in books.lists.rows if each.won > 0]
    books.clock.advance(7_200)
    parts = (
        GivenBack(5_000, "console", key, FRIDAY_EVENING - timedelta(days=3)),
        GivenBack(1, "console", "c2", FRIDAY_EVENING),
    )
    books.company.change(order_of(payment), given_back=parts)
    assert books.found() == [(Kind.OTHER_DAY, Deed.WAITS)]


# --- what is due ----------------------------------------------------------------------------------------------------


def restored(books: Books, at: datetime, knows: str) -> None:
    with books.road.shop.database.write() as session:
        reconciliations.write_setting(session, "corner", RESTORED_AT, at.isoformat())
        reconciliations.write_setting(session, "corner", RESTORED_FROM, knows)


def test_today_is_due_every_hour(books: Books) -> None:
    yesterday = DAY - timedelta(days=1)
    assert books.reconciler.due_days() == [yesterday, DAY]
    books.report(yesterday)
    books.report()
    assert books.reconciler.due_days() == []
    books.clock.advance(3_599)
    assert books.reconciler.due_days() == []
    books.clock.advance(1)
    assert books.reconciler.due_days() == [DAY]


def test_yesterday_is_due_once_more_when_its_overlap_is_over(books: Books) -> None:
    books.clock.instant = datetime(2026, 3, 13, 16, 59, tzinfo=UTC)
    books.report()
    books.report(DAY + timedelta(days=1))
    assert books.reconciler.due_days() == []
    books.clock.advance(120)
    books.report(DAY + timedelta(days=1))
    assert books.reconciler.due_days() == [DAY]
    books.report()
    assert books.reconciler.due_days() == []


def test_after_a_restore_all_that_the_backup_lacks_comes_first(books: Books) -> None:
    assert books.reconciler.must_come_first() == []
    two_days_ago = DAY - timedelta(days=2)
    restored(books, FRIDAY_EVENING, (FRIDAY_EVENING - timedelta(hours=1)).isoformat())
    assert books.reconciler.must_come_first() == [two_days_ago, DAY - timedelta(days=1), DAY]
    restored(books, FRIDAY_EVENING, (FRIDAY_EVENING - timedelta(days=9)).isoformat())
    assert books.reconciler.must_come_first()[0] == DAY - timedelta(days=9)
    restored(books, FRIDAY_EVENING, (FRIDAY_EVENING - timedelta(days=999)).isoformat())
    assert len(books.reconciler.must_come_first()) == 93
    restored(books, FRIDAY_EVENING, "")
    books.clock.advance(1)
    for day in books.reconciler.must_come_first():
        books.report(day)
    assert books.reconciler.must_come_first() == []


# --- orders that only the company has -------------------------------------------------------------------------------


def lose_the_order(books: Books, **fields: Any) -> Order:
    """An order of ours at the company, with all that its page sent along, and no trace of it in our books."""
    ticket = Ticket("corner", "K1", "lost-booking", "1001", 2, books.road.sitting, SEATS, "K1-1-0a1b2c3d")
    order = Order("lost-order", "pk_lost", ticket.amount, "lost-key")
    entry = books.company.authenticate(order)
    entry.charges, entry.charged = 1, entry.amount
    books.company.change(order, **({"status": "DONE", "metadata": pack(ticket)} | fields))
    books.listed()
    return order


def test_a_lost_order_is_adopted_once(books: Books) -> None:
    order = lose_the_order(books)
    assert books.found() == [(Kind.LOST_ORDER, Deed.ADOPTED)]
    assert books.matters() == []
    assert books.report().items == ()
    assert books.company.net_of(order.order_id) == 20_000


def test_a_lost_order_without_its_seats_goes_back_and_a_person_knows(books: Books) -> None:
    books.road.hold()
    books.clock.instant -= timedelta(seconds=7_200)
    order = lose_the_order(books)
    assert books.found() == [(Kind.LOST_ORDER, Deed.GIVING_BACK)]
    assert books.matters() == [("reconcile_lost_order", order.order_id)]
    assert books.company.net_won == 0
    books.lists.take_down(books.company, FRIDAY_EVENING)
    assert books.report().differences == ()
    assert books.matters() == []


def test_a_refund_under_way_explains_itself(books: Books) -> None:
    books.road.hold()
    books.clock.instant -= timedelta(seconds=7_200)
    lose_the_order(books)
    books.company.answer_next("prove_canceled", *[Unknown(Doubt.TIMED_OUT)] * 2)
    assert books.found() == [(Kind.LOST_ORDER, Deed.GIVING_BACK)]
    books.lists.take_down(books.company, FRIDAY_EVENING)
    assert books.found() == [(Kind.UNDER_WAY, Deed.WAITS)]


def test_another_restaurant_of_the_same_number_keeps_its_orders(books: Books) -> None:
    ticket = Ticket("bakery", "K1", "b1", "1001", 2, books.road.sitting, SEATS, "K1-1-0a1b2c3d")
    lose_the_order(books, metadata=pack(ticket))
    assert books.found() == [(Kind.UNKNOWN_ORDER, Deed.TOLD)]


def test_a_lost_order_that_has_gone_back_whole_needs_nobody(books: Books) -> None:
    lose_the_order(books, status="CANCELED", balance=0)
    assert books.found() == [(Kind.CAME_AND_WENT, Deed.WAITS)]
    assert books.matters() == []


def test_a_day_after_everything_was_given_back_in_the_console_agrees(books: Books) -> None:
    payment = books.pay()
    books.company.give_back(payment.order_id, 20_000, "console")
    books.listed()
    assert books.found() == [(Kind.CANCELED_THERE, Deed.NOTICED)]
    assert books.road.payment(payment.payment_id).status is PaymentStatus.REFUNDED
    assert books.report().items == ()

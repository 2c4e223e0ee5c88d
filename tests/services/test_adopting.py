"""A lost order is rebuilt exactly, given back, or left for a person: never half, never guessed, never confirmed again."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from kiosk.domain.money import won
from kiosk.domain.sittings import Sitting
from kiosk.domain.states import BookingEvent, BookingStatus, PaymentStatus
from kiosk.domain.tickets import Ticket, pack, unpack
from kiosk.payments.channel import Doubt, Order, Record, Unknown
from kiosk.services import checkout, holding
from kiosk.services.adopting import Adopter, Deed
from kiosk.services.checkout import Opened
from kiosk.services.holding import end_hold
from kiosk.services.invariants import CompanyEntry, Evidence, violations
from kiosk.services.results import Held
from kiosk.storage import bookings, claims, payments
from kiosk.storage.bookings import BookingRow
from tests.fakes.channel import FakeChannel
from tests.fakes.machine import FRIDAY_EVENING, FakeClock
from tests.services.road import SEATS, Road


@dataclass
class Lost:
    """An order of two seats that the company was paid for and that our books have never heard of."""

    road: Road
    clock: FakeClock
    company: FakeChannel = field(default_factory=FakeChannel)

    @property
    def ticket(self) -> Ticket:
        return Ticket("corner", "K2", "lost-booking", "1007", 2, self.road.sitting, SEATS, "K2-57-0a1b2c3d")

    def record(self, ticket: Ticket | None = None, **changes: Any) -> Record:
        """The company's record of it, as an inquiry shows it."""
        wanted = ticket or self.ticket
        order = Order("lost-order", "pk_lost", wanted.amount, "lost-key")
        entry = self.company.authenticate(order)
        entry.charges, entry.charged = 1, entry.amount
        paid: dict[str, Any] = {"status": "DONE", "metadata": pack(wanted), "approved_at": FRIDAY_EVENING}
        self.company.change(order, **(paid | changes))
        return self.company.entries["lost-order"].record

    def adopt(self, ticket: Ticket | None = None, **changes: Any) -> Deed:
        record = self.record(ticket, **changes)
        return Adopter(self.road.shop, self.company).adopt(unpack(record.metadata), record)

    def booking(self, booking_id: str = "lost-booking") -> BookingRow | None:
        with self.road.shop.database.read() as session:
            return bookings.find(session, "corner", booking_id)

    def states(self) -> tuple[BookingStatus, PaymentStatus] | None:
        with self.road.shop.database.read() as session:
            payment = payments.find_by_order(session, "corner", "lost-order")
            booking = bookings.find(session, "corner", payment.booking_id) if payment else None
        return (booking.status, payment.status) if booking and payment else None

    def claimed(self) -> int:
        with self.road.shop.database.read() as session:
            return claims.count(session, "corner", "lost-booking", SEATS)

    def broken(self) -> dict[int, list[str]]:
        entry = self.company.entries["lost-order"]
        ledger = [CompanyEntry("lost-order", entry.charged, entry.refunded, entry.charges, FRIDAY_EVENING)]
        found = violations(self.road.shop, Evidence(company=ledger))
        return {number: what for number, what in found.items() if what}

    def kept_as(self, status: BookingStatus, seats: frozenset[str] = SEATS) -> Opened:
        """The backup has the booking, from before it was paid: still READY, or ended in this way."""
        self.road.visit = "lost-visit"
        held = holding.hold(self.road.shop, "lost-visit", self.road.sitting, seats, len(seats))
        assert isinstance(held, Held)
        opened = checkout.open_payment(self.road.shop, "lost-visit", held.booking.booking_id)
        assert isinstance(opened, Opened)
        events = {
            BookingStatus.EXPIRED: BookingEvent.HOLD_LAPSED,
            BookingStatus.FAILED: BookingEvent.GIVEN_UP,
        }
        if status in events:
            checkout.close_payment(self.road.shop, "lost-visit", opened.payment.payment_id, "stopped")
            row = self.booking(held.booking.booking_id)
            assert row is not None
            with self.road.shop.database.write() as session:
                end_hold(session, row, events[status], self.clock.now(), "ended")
        return opened


@pytest.fixture
def lost(road: Road, clock: FakeClock) -> Lost:
    return Lost(road, clock)


def test_with_its_seats_free_it_is_paid_as_it_was_sold(lost: Lost) -> None:
    assert lost.adopt() is Deed.ADOPTED
    booking = lost.booking()
    assert booking is not None
    assert (booking.number, booking.party, booking.terminal) == ("1007", 2, "K2")
    assert (booking.sitting, booking.seat_ids, booking.amount) == (lost.road.sitting, SEATS, 20_000)
    assert lost.states() == (BookingStatus.PAID, PaymentStatus.DONE)
    assert lost.claimed() == 2 * len(lost.road.sitting.cells)
    assert lost.company.count("confirm") == lost.company.count("cancel") == 0
    assert lost.broken() == {}


def test_its_payment_is_dated_as_the_company_dates_it(lost: Lost) -> None:
    lost.clock.advance(86_400)
    lost.adopt()
    with lost.road.shop.database.read() as session:
        payment = payments.find_by_order(session, "corner", "lost-order")
    assert payment is not None
    assert payment.settled_at == FRIDAY_EVENING
    lost.clock.advance(1)


def test_a_record_without_a_time_is_dated_now(lost: Lost) -> None:
    assert lost.adopt(approved_at=None) is Deed.ADOPTED


def test_the_next_guest_gets_another_number(lost: Lost) -> None:
    lost.adopt()
    lost.road.visit = "next"
    held = holding.hold(lost.road.shop, "next", lost.road.sitting, frozenset({"2-1"}), 1)
    assert isinstance(held, Held)
    assert held.booking.number == "1008"


@pytest.mark.parametrize(("number", "follows"), [("A-7", "1001"), ("7", "1002")])
def test_a_number_of_another_form_or_long_past_moves_no_counter(
    lost: Lost, number: str, follows: str
) -> None:
    if number == "7":
        assert isinstance(holding.hold(lost.road.shop, "v1", lost.road.sitting, frozenset({"3-1"}), 1), Held)
    assert lost.adopt(replace(lost.ticket, number=number)) is Deed.ADOPTED
    held = holding.hold(lost.road.shop, "next", lost.road.sitting, frozenset({"2-1"}), 1)
    assert isinstance(held, Held)
    assert held.booking.number == follows


def test_with_a_seat_taken_the_money_goes_back_and_the_seat_stays_whose_it_is(lost: Lost) -> None:
    lost.road.visit = "somebody else"
    other = lost.road.hold()
    assert lost.adopt() is Deed.GIVING_BACK
    assert lost.states() == (BookingStatus.FAILED, PaymentStatus.REFUNDED)
    assert lost.claimed() == 0
    assert lost.company.net_won == 0
    assert lost.broken() == {}
    still = lost.booking(other.booking_id)
    assert still is not None
    assert still.status is BookingStatus.READY


def test_a_lapsed_hold_is_nobody_in_the_way(lost: Lost) -> None:
    lost.road.visit = "gone"
    lost.road.hold()
    lost.clock.advance(601)
    assert lost.adopt() is Deed.ADOPTED


# --- what does not fit exactly --------------------------------------------------------------------------------------


def cheaper(ticket: Ticket) -> Ticket:
    sitting = ticket.sitting
    return replace(ticket, sitting=Sitting(sitting.starts, sitting.ends, won(9_999), walk_in=sitting.walk_in))


@pytest.mark.parametrize(
    "change",
    [
        cheaper,
        lambda ticket: replace(ticket, seat_ids=frozenset({"1-1"})),
        lambda ticket: replace(ticket, seat_ids=frozenset({"1-1", "9-9"})),
        lambda ticket: replace(ticket, restaurant_id="bakery"),
    ],
)
def test_a_ticket_that_does_not_fit_the_money_or_the_house_is_left_for_a_person(
    lost: Lost, change: Callable[[Ticket], Ticket]
) -> None:
    record = lost.record()
    assert Adopter(lost.road.shop, lost.company).adopt(change(lost.ticket), record) is Deed.TOLD
    assert lost.states() is None
    assert lost.company.net_won == 20_000


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "PARTIAL_CANCELED", "balance": 10_000},
        {"status": "WAITING_FOR_DEPOSIT"},
        {"currency": "USD"},
        {"balance": 19_999},
        {"total": 20_001},
        {"metadata": {}},
    ],
)
def test_a_record_that_is_not_exactly_a_paid_one_is_left_for_a_person(
    lost: Lost, fields: dict[str, Any]
) -> None:
    assert lost.adopt(**fields) is Deed.TOLD
    assert lost.states() is None


def test_an_inquiry_that_does_not_say_paid_adopts_nothing(lost: Lost) -> None:
    lost.company.answer_next("inquire", Unknown(Doubt.TIMED_OUT))
    assert lost.adopt() is Deed.WAITS
    assert lost.states() is None
    assert lost.adopt() is Deed.ADOPTED


# --- a booking that the backup has ----------------------------------------------------------------------------------


def with_order_of(lost: Lost, opened: Opened, **changes: Any) -> Ticket:
    booking = opened.booking
    ticket = replace(lost.ticket, booking_id=booking.booking_id, number=booking.number, terminal="K1")
    return replace(ticket, **changes)


@pytest.mark.parametrize("status", [BookingStatus.READY, BookingStatus.EXPIRED])
def test_a_booking_from_before_it_was_paid_is_paid_now(lost: Lost, status: BookingStatus) -> None:
    opened = lost.kept_as(status)
    assert lost.adopt(with_order_of(lost, opened)) is Deed.ADOPTED
    assert lost.states() == (BookingStatus.PAID, PaymentStatus.DONE)
    assert lost.road.payment(opened.payment.payment_id).status is PaymentStatus.VOID
    assert lost.broken() == {}


def test_a_booking_whose_guest_chose_again_after_the_backup_has_the_seats_that_were_paid(lost: Lost) -> None:
    opened = lost.kept_as(BookingStatus.READY, frozenset({"2-1", "2-2", "2-3"}))
    assert lost.adopt(with_order_of(lost, opened)) is Deed.ADOPTED
    booking = lost.booking(opened.booking.booking_id)
    assert booking is not None
    assert (booking.seat_ids, booking.amount, booking.party) == (SEATS, 20_000, 2)
    assert lost.broken() == {}


def test_a_booking_that_has_ended_for_good_gets_its_money_back(lost: Lost) -> None:
    opened = lost.kept_as(BookingStatus.FAILED)
    assert lost.adopt(with_order_of(lost, opened)) is Deed.GIVING_BACK
    assert lost.states() == (BookingStatus.FAILED, PaymentStatus.REFUNDED)
    assert lost.broken() == {}


def test_a_booking_with_a_payment_that_is_undecided_waits(lost: Lost) -> None:
    undecided = lost.road.accepted()
    booking = lost.booking(undecided.booking_id)
    assert booking is not None
    ticket = replace(lost.ticket, booking_id=booking.booking_id, number=booking.number)
    assert lost.adopt(ticket) is Deed.WAITS
    assert lost.states() is None
    assert lost.road.states(undecided) == (BookingStatus.READY, PaymentStatus.CONFIRMING)


def test_a_sitting_that_is_over_is_adopted_as_well(lost: Lost) -> None:
    """The guest has sat there: the books have to say so."""
    sitting = replace(
        lost.road.sitting,
        starts=FRIDAY_EVENING - timedelta(days=1),
        ends=FRIDAY_EVENING - timedelta(hours=22),
    )
    assert lost.adopt(replace(lost.ticket, sitting=sitting)) is Deed.ADOPTED
    assert lost.broken() == {}

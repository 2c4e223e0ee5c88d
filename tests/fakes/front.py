"""A Front that keeps everything in memory and obeys the contract, with switches for what may go wrong.

``company`` decides what the payment company answers: paid, declined, unknown, returned. ``down`` makes every call
raise, as a lost database does. Times come from the clock that is passed in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from kiosk.domain.money import won
from kiosk.domain.seating import nearest_equal
from kiosk.domain.sittings import Sitting, open_sittings
from kiosk.domain.states import BookingStatus, PaymentStatus
from kiosk.domain.waiting import Quote
from kiosk.services.results import (
    Accepted,
    Board,
    Booking,
    Held,
    Joined,
    Lapsed,
    MoneyReturned,
    NotAccepted,
    NotPaid,
    Paid,
    PaymentOpened,
    Receipt,
    Refused,
    Restaurant,
    SeatUse,
    Settled,
    StillUnknown,
    Taken,
)
from tests.fakes.machine import FakeClock, FakeIds
from tests.fakes.restaurants import restaurant

SUCCESS = "https://kiosk.invalid/success"
FAIL = "https://kiosk.invalid/fail"


class Down(Exception):
    """The services cannot be reached."""


@dataclass
class FakePayment:
    """One attempt to pay, as the services would store it."""

    payment_id: str
    booking_id: str
    status: PaymentStatus = PaymentStatus.OPENED
    charged: bool = False


@dataclass
class FakeFront:
    """The services of one restaurant for one terminal, in memory."""

    clock: FakeClock
    ids: FakeIds = field(default_factory=FakeIds)
    house: Restaurant = field(default_factory=restaurant)
    bookings: dict[str, Booking] = field(default_factory=dict)
    payments: dict[str, FakePayment] = field(default_factory=dict)
    others: dict[datetime, set[str]] = field(default_factory=dict)
    company: str = "paid"
    down: bool = False
    waiting_matters: int = 0
    closed: str = ""
    prints: bool = True
    printer: bool = True
    papers: list[tuple[str, str]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    ended: list[tuple[str, str]] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    phones: dict[str, str] = field(default_factory=dict)
    called_numbers: tuple[int, ...] = ()
    wait_minutes: int | None = 25
    join_refused: str = ""

    def restaurant(self) -> Restaurant:
        self._called("restaurant")
        return self.house

    def sittings(self, day: date | None = None) -> tuple[Sitting, ...]:
        self._called("sittings")
        return open_sittings(self.clock.now(), self.house.rules, day, self.house.days)[:6]

    def boards(self, visit_id: str, sittings: Sequence[Sitting]) -> tuple[Board, ...]:
        self._called("boards")
        return tuple(Board(sitting, self._used(visit_id, sitting), self.clock.now()) for sitting in sittings)

    def new_visit(self) -> str:
        self._called("new_visit")
        return self.ids.visit_id()

    def hold(
        self, visit_id: str, sitting: Sitting, seat_ids: frozenset[str], party: int
    ) -> Held | Taken | Refused:
        self._called("hold")
        self.sweep()
        used = self._used(visit_id, sitting)
        gone = frozenset(seat for seat in seat_ids if used.get(seat, SeatUse.MINE) is not SeatUse.MINE)
        if gone:
            free = frozenset(seat.seat_id for seat in self.house.plan.seats()) - used.keys()
            return Taken(gone, nearest_equal(self.house.plan, free, seat_ids, party))
        mine = next((b for b in self._ready() if b.visit_id == visit_id), None)
        if mine and any(self._is_alive(p) for p in self.payments.values() if p.booking_id == mine.booking_id):
            return Refused("payment_alive")
        amount = won(sitting.price * len(seat_ids))
        if mine is None:
            ends = self.clock.now() + timedelta(minutes=10)
            booking_id = self.ids.booking_id()
            mine = Booking(
                booking_id=booking_id,
                visit_id=visit_id,
                number=str(1001 + len(self.bookings)),
                status=BookingStatus.READY,
                party=party,
                sitting=sitting,
                seat_ids=seat_ids,
                amount=amount,
                price_per_seat=sitting.price,
                hold_ends_at=ends,
                extensions_left=2,
            )
        booking = replace(mine, sitting=sitting, seat_ids=seat_ids, party=party, amount=amount)
        self.bookings[booking.booking_id] = booking
        return Held(booking)

    def extend(self, visit_id: str, booking_id: str) -> Held | Lapsed | Refused:
        self._called("extend")
        self.sweep()
        booking = self.bookings[booking_id]
        if booking.status is not BookingStatus.READY:
            return Lapsed(again=True)
        if booking.extensions_left == 0:
            return Refused("no_extension_left")
        longer = replace(
            booking,
            hold_ends_at=booking.hold_ends_at + timedelta(minutes=5),
            extensions_left=booking.extensions_left - 1,
        )
        self.bookings[booking_id] = longer
        return Held(longer)

    def release(self, visit_id: str, booking_id: str) -> None:
        self._called("release")
        undecided = [p for p in self.payments.values() if p.booking_id == booking_id and self._is_alive(p)]
        assert not undecided, "seats were given back while a payment of theirs was undecided"
        if self.bookings[booking_id].status is BookingStatus.READY:
            self._set(booking_id, BookingStatus.FAILED)

    def look_again(self, visit_id: str, booking_id: str) -> Held | Lapsed:
        self._called("look_again")
        return self._look(booking_id)

    def open_payment(self, visit_id: str, booking_id: str, language: str) -> PaymentOpened | Lapsed | Refused:
        self._called("open_payment")
        self.sweep()
        booking = self.bookings[booking_id]
        if booking.status is not BookingStatus.READY:
            return Lapsed(again=True)
        mine = [p for p in self.payments.values() if p.booking_id == booking_id]
        assert not any(p.status is PaymentStatus.CONFIRMING for p in mine), (
            "a second payment while one is undecided"
        )
        for payment in mine:
            if payment.status is PaymentStatus.OPENED:
                payment.status = PaymentStatus.VOID
        payment = FakePayment(self.ids.payment_id(), booking_id)
        self.payments[payment.payment_id] = payment
        page_ends = self.clock.now() + timedelta(minutes=5)
        self.bookings[booking_id] = replace(booking, hold_ends_at=max(booking.hold_ends_at, page_ends))
        return PaymentOpened(
            payment_id=payment.payment_id,
            booking=self.bookings[booking_id],
            html="<p>checkout</p>",
            base_url="https://kiosk.invalid/",
            success_url=SUCCESS,
            fail_url=FAIL,
            page_ends_at=page_ends,
        )

    def close_payment(self, visit_id: str, payment_id: str, why: str) -> Held | Lapsed:
        self._called("close_payment")
        payment = self.payments[payment_id]
        if payment.status is PaymentStatus.OPENED:
            payment.status = PaymentStatus.VOID
        return self._look(payment.booking_id)

    def accept_return(self, visit_id: str, payment_id: str, url: str) -> Accepted | NotAccepted:
        self._called("accept_return")
        payment = self.payments[payment_id]
        booking = self.bookings[payment.booking_id]
        if payment.status is not PaymentStatus.OPENED:
            return NotAccepted("replay", booking)
        if f"amount={booking.amount}" not in url:
            payment.status = PaymentStatus.VOID
            return NotAccepted("amount", booking)
        payment.status = PaymentStatus.CONFIRMING
        return Accepted(payment_id)

    def print_receipt(self, visit_id: str, booking_id: str, language: str) -> bool:
        self._called("print_receipt")
        assert self.bookings[booking_id].status is BookingStatus.PAID, "paper of what is not paid"
        assert self.bookings[booking_id].visit_id == visit_id
        self.papers.append((booking_id, language))
        return self.prints

    def settle(self, payment_id: str) -> Settled:
        self._called("settle")
        payment = self.payments[payment_id]
        if payment.status is PaymentStatus.CONFIRMING:
            self._decide(payment)
        booking = self.bookings[payment.booking_id]
        match payment.status:
            case PaymentStatus.DONE:
                return Paid(Receipt(booking, "receipt", "anchor"))
            case PaymentStatus.REFUNDED:
                return MoneyReturned(booking)
            case PaymentStatus.DECLINED | PaymentStatus.VOID:
                return NotPaid("limit", "EXCEED_MAX_AMOUNT", booking)
            case _:
                return StillUnknown(payment_id, f"K1-{booking.number}", self.clock.now())

    def why_closed(self) -> str:
        return self.closed

    def has_printer(self) -> bool:
        return self.printer

    def matters(self) -> int:
        self._called("matters")
        return self.waiting_matters

    def sweep(self) -> int:
        if self.down:
            raise Down
        lapsed = [b for b in self._ready() if b.hold_ends_at <= self.clock.now() and not self._is_paid_for(b)]
        for booking in lapsed:
            self._set(booking.booking_id, BookingStatus.EXPIRED)
        return len(lapsed)

    def quote(self, party: int, *, wheelchair: bool) -> Quote:
        self._called("quote")
        return Quote(len(self.waiting), self.wait_minutes)

    def join(
        self, visit_id: str, party: int, *, wheelchair: bool, phone: str, language: str
    ) -> Joined | Refused:
        self._called("join")
        if self.join_refused or self.wait_minutes is None:
            return Refused(self.join_refused or "not_today")
        if visit_id not in self.waiting:
            self.waiting.append(visit_id)
            self.phones[visit_id] = phone
        nth = self.waiting.index(visit_id)
        return Joined(visit_id, nth + 1, party, Quote(nth, self.wait_minutes))

    def leave_list(self, visit_id: str) -> bool:
        self._called("leave_list")
        if visit_id not in self.waiting:
            return False
        self.waiting.remove(visit_id)
        return True

    def called_now(self) -> tuple[int, ...]:
        return self.called_numbers

    def count_visit(self, step: str, outcome: str) -> None:
        if self.down:
            raise Down
        self.ended.append((step, outcome))

    def take(self, sitting: Sitting, *seat_ids: str) -> None:
        """Somebody at another terminal books these seats."""
        self.others.setdefault(sitting.starts, set()).update(seat_ids)

    def net(self, booking_id: str) -> int:
        """How much money the company has taken for a booking, in won."""
        amount = self.bookings[booking_id].amount
        return sum(amount for p in self.payments.values() if p.booking_id == booking_id and p.charged)

    def _decide(self, payment: FakePayment) -> None:
        if self.company == "paid":
            payment.status, payment.charged = PaymentStatus.DONE, True
            self._set(payment.booking_id, BookingStatus.PAID)
        elif self.company == "declined":
            payment.status = PaymentStatus.DECLINED
        elif self.company == "returned":
            payment.status = PaymentStatus.REFUNDED
            self._set(payment.booking_id, BookingStatus.EXPIRED)

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if self.down:
            raise Down

    def _look(self, booking_id: str) -> Held | Lapsed:
        self.sweep()
        booking = self.bookings[booking_id]
        return Held(booking) if booking.status is BookingStatus.READY else Lapsed(again=True)

    def _ready(self) -> list[Booking]:
        return [booking for booking in self.bookings.values() if booking.status is BookingStatus.READY]

    def _is_alive(self, payment: FakePayment) -> bool:
        return payment.status in (PaymentStatus.OPENED, PaymentStatus.CONFIRMING)

    def _is_paid_for(self, booking: Booking) -> bool:
        mine = [p for p in self.payments.values() if p.booking_id == booking.booking_id]
        return any(payment.status is PaymentStatus.CONFIRMING for payment in mine)

    def _set(self, booking_id: str, status: BookingStatus) -> None:
        self.bookings[booking_id] = replace(self.bookings[booking_id], status=status)

    def _used(self, visit_id: str, sitting: Sitting) -> dict[str, SeatUse]:
        used = dict.fromkeys(self.others.get(sitting.starts, ()), SeatUse.TAKEN)
        for booking in self.bookings.values():
            if booking.sitting.starts != sitting.starts:
                continue
            if booking.status is BookingStatus.PAID:
                used |= dict.fromkeys(booking.seat_ids, SeatUse.TAKEN)
            elif booking.status is BookingStatus.READY:
                use = SeatUse.MINE if booking.visit_id == visit_id else SeatUse.HELD
                used |= dict.fromkeys(booking.seat_ids, use)
        return used

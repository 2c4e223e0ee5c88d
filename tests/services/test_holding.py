"""Seats are taken all or none, by one visit, for a limited time; and they always come back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain.sittings import Sitting, open_sittings, seoul_day
from kiosk.domain.states import BookingEvent, BookingStatus
from kiosk.services import boards, holding
from kiosk.services.checkout import Opened, open_payment
from kiosk.services.restaurants import UnusableRestaurant, install, installed, load
from kiosk.services.results import Held, Lapsed, Refused, SeatUse, Taken
from kiosk.services.shop import Shop
from kiosk.storage import bookings, claims, journal, payments
from tests.fakes.machine import FakeClock
from tests.fakes.restaurants import restaurant

TWO = frozenset({"1-1", "1-3"})
WHOLE = frozenset({"1-1", "1-2", "1-3", "1-4"})
BAR = frozenset({"bar-0", "bar-1"})


def held(shop: Shop, visit: str, sitting: Sitting, seats: frozenset[str] = TWO) -> Held:
    answer = holding.hold(shop, visit, sitting, seats, len(seats))
    assert isinstance(answer, Held), answer
    return answer


def test_a_hold_copies_the_price_and_sets_a_deadline(
    shop: Shop, clock: FakeClock, now_sitting: Sitting
) -> None:
    booking = held(shop, "v1", now_sitting).booking
    assert (booking.amount, booking.price_per_seat) == (20_000, 10_000)
    assert booking.hold_ends_at == clock.now() + timedelta(minutes=10)
    assert booking.status is BookingStatus.READY


def test_the_price_is_read_from_our_rules_not_from_the_screen(shop: Shop, now_sitting: Sitting) -> None:
    cheap = replace(now_sitting, price=1)  # type: ignore[arg-type]  # a tampered screen
    assert held(shop, "v1", cheap).booking.amount == 20_000


def test_a_second_visit_cannot_have_the_same_seat_and_is_offered_the_nearest(
    shop: Shop, now_sitting: Sitting
) -> None:
    held(shop, "v1", now_sitting)
    answer = holding.hold(shop, "v2", now_sitting, TWO, 2)
    assert answer == Taken(TWO, frozenset({"2-1", "2-3"})) or isinstance(answer, Taken)
    assert isinstance(answer, Taken)
    assert answer.seat_ids == TWO
    assert len(answer.offer) == 2
    assert not answer.offer & WHOLE


def test_a_sitting_that_overlaps_is_refused_too(shop: Shop, now_sitting: Sitting) -> None:
    held(shop, "v1", now_sitting)
    later = replace(now_sitting, starts=now_sitting.starts + timedelta(minutes=75), walk_in=False)
    assert isinstance(holding.hold(shop, "v2", later, TWO, 2), Taken)
    after = replace(now_sitting, starts=now_sitting.ends, walk_in=False)
    assert isinstance(holding.hold(shop, "v2", after, TWO, 2), Held)


def test_strangers_share_a_bar_but_not_a_table(shop: Shop, now_sitting: Sitting) -> None:
    held(shop, "v1", now_sitting, frozenset({"bar-0"}))
    held(shop, "v2", now_sitting, frozenset({"bar-1"}))
    held(shop, "v3", now_sitting)
    assert isinstance(holding.hold(shop, "v4", now_sitting, frozenset({"1-2"}), 1), Taken)


def test_the_same_visit_asking_again_gets_the_same_booking_and_the_same_deadline(
    shop: Shop, clock: FakeClock, now_sitting: Sitting
) -> None:
    first = held(shop, "v1", now_sitting).booking
    clock.advance(60)
    again = held(shop, "v1", now_sitting, BAR).booking
    assert (again.booking_id, again.number, again.hold_ends_at) == (
        first.booking_id,
        first.number,
        first.hold_ends_at,
    )
    (board,) = boards.read_boards(shop, "v1", (now_sitting,))
    assert {seat for seat, use in board.used.items() if use is SeatUse.MINE} == BAR


def test_a_change_that_loses_the_race_keeps_the_seats_it_had(shop: Shop, now_sitting: Sitting) -> None:
    held(shop, "v1", now_sitting)
    held(shop, "v2", now_sitting, frozenset({"2-1", "2-2"}))
    assert isinstance(holding.hold(shop, "v1", now_sitting, frozenset({"2-3", "2-4"}), 2), Taken)
    (board,) = boards.read_boards(shop, "v1", (now_sitting,))
    assert {seat for seat, use in board.used.items() if use is SeatUse.MINE} == WHOLE


def test_only_a_ready_booking_is_reused(shop: Shop, now_sitting: Sitting) -> None:
    first = held(shop, "v1", now_sitting).booking
    holding.release(shop, "v1", first.booking_id)
    assert held(shop, "v1", now_sitting).booking.booking_id != first.booking_id


@pytest.mark.parametrize(
    ("seats", "party", "why"),
    [
        (frozenset(), 0, "seat_unusable"),
        (frozenset({"nowhere"}), 1, "seat_unusable"),
        (TWO, 3, "party_does_not_match"),
        (WHOLE | {"2-1", "2-2", "2-3", "2-4", "3-1"}, 9, "party_does_not_match"),
    ],
)
def test_what_makes_no_sense_is_refused(
    shop: Shop, now_sitting: Sitting, seats: frozenset[str], party: int, why: str
) -> None:
    assert holding.hold(shop, "v1", now_sitting, seats, party) == Refused(why)


def test_a_sitting_that_is_over_is_refused(shop: Shop, clock: FakeClock, now_sitting: Sitting) -> None:
    clock.advance(60 * 91)
    assert holding.hold(shop, "v1", now_sitting, TWO, 2) == Refused("sitting_over")


def later(sitting: Sitting, days: int) -> Sitting:
    """The same hours on a later day, as a booking ahead."""
    more = timedelta(days=days)
    return replace(sitting, starts=sitting.starts + more, ends=sitting.ends + more, walk_in=False)


def test_a_guest_holds_a_seat_up_to_the_last_day_of_the_rule_and_not_a_day_later(
    shop: Shop, now_sitting: Sitting
) -> None:
    ahead = shop.limits.days_ahead
    assert held(shop, "v1", later(now_sitting, ahead)).booking.sitting == later(now_sitting, ahead)
    too_far = holding.hold(shop, "v2", later(now_sitting, ahead + 1), TWO, 2)
    assert too_far == Refused("too_far_ahead")
    assert _rows(shop)[0] == 1


def test_where_guests_book_for_today_only_tomorrow_is_refused_but_now_never_is(
    shop: Shop, clock: FakeClock, now_sitting: Sitting
) -> None:
    today_only = replace(shop, limits=replace(shop.limits, days_ahead=0))
    assert holding.hold(today_only, "v1", later(now_sitting, 1), TWO, 2) == Refused("too_far_ahead")
    clock.advance(5 * 3600 + 5 * 60)  # 23:47
    at_midnight = open_sittings(clock.now(), restaurant().rules)[0]
    assert seoul_day(at_midnight.starts) != seoul_day(clock.now())
    assert held(today_only, "v1", at_midnight).booking.sitting.starts == at_midnight.starts


def test_now_may_move_on_by_a_quarter_hour_while_the_customer_chooses(
    shop: Shop, clock: FakeClock, now_sitting: Sitting
) -> None:
    clock.advance(60 * 5)
    assert isinstance(holding.hold(shop, "v1", now_sitting, TWO, 2), Held)


def test_a_lapsed_hold_gives_its_seats_back_when_the_next_customer_asks(
    shop: Shop, clock: FakeClock, now_sitting: Sitting
) -> None:
    """No timer is needed for this: the sweep is part of T1."""
    first = held(shop, "v1", now_sitting).booking
    clock.advance(600)
    held(shop, "v2", now_sitting)
    assert holding.look_again(shop, "v1", first.booking_id) == Lapsed(again=False)


def test_the_timer_sweeps_what_has_lapsed_and_touches_nothing_else(
    shop: Shop, clock: FakeClock, now_sitting: Sitting
) -> None:
    held(shop, "v1", now_sitting)
    clock.advance(599)
    assert holding.sweep(shop) == 0
    clock.advance(1)
    assert holding.sweep(shop) == 1
    with shop.database.read() as session:
        assert claims.owners(session, "corner", now_sitting.cells) == []
        (row,) = bookings.with_status(session, "corner", BookingStatus)
    assert row.status is BookingStatus.EXPIRED


def test_after_a_lapse_the_customer_learns_whether_the_seats_are_still_free(
    shop: Shop, clock: FakeClock, now_sitting: Sitting
) -> None:
    booking = held(shop, "v1", now_sitting).booking
    clock.advance(600)
    assert holding.look_again(shop, "v1", booking.booking_id) == Lapsed(again=True)
    clock.advance(60 * 90)
    assert holding.look_again(shop, "v1", booking.booking_id) == Lapsed(again=False)
    assert holding.look_again(shop, "stranger", booking.booking_id) == Lapsed(again=False)


def test_a_hold_is_extended_twice_and_no_more(shop: Shop, now_sitting: Sitting) -> None:
    booking = held(shop, "v1", now_sitting).booking
    for _ in range(2):
        assert isinstance(holding.extend(shop, "v1", booking.booking_id), Held)
    assert holding.extend(shop, "v1", booking.booking_id) == Refused("no_extension_left")
    after = holding.look_again(shop, "v1", booking.booking_id)
    assert isinstance(after, Held)
    assert after.booking.hold_ends_at == booking.hold_ends_at + timedelta(minutes=10)


def test_a_lapsed_hold_cannot_be_extended(shop: Shop, clock: FakeClock, now_sitting: Sitting) -> None:
    booking = held(shop, "v1", now_sitting).booking
    clock.advance(600)
    assert holding.extend(shop, "v1", booking.booking_id) == Lapsed(again=True)
    assert isinstance(holding.extend(shop, "stranger", booking.booking_id), Lapsed)


def test_extending_while_paying_keeps_the_payments_window_open_as_long(
    shop: Shop, now_sitting: Sitting
) -> None:
    booking = held(shop, "v1", now_sitting).booking
    opened = open_payment(shop, "v1", booking.booking_id)
    assert isinstance(opened, Opened)
    holding.extend(shop, "v1", booking.booking_id)
    with shop.database.read() as session:
        row = payments.find(session, "corner", opened.payment.payment_id)
    assert row is not None
    assert row.window_ends_at == opened.payment.window_ends_at + timedelta(minutes=5)


def test_giving_up_frees_the_seats_at_once(shop: Shop, now_sitting: Sitting) -> None:
    """The tutorial's FAILED kept the seat; ours gives it back in the same transaction."""
    booking = held(shop, "v1", now_sitting).booking
    holding.release(shop, "v1", booking.booking_id)
    held(shop, "v2", now_sitting)
    with shop.database.read() as session:
        row = bookings.find(session, "corner", booking.booking_id)
    assert row is not None
    assert row.status is BookingStatus.FAILED


def test_nobody_gives_up_somebody_elses_seats(shop: Shop, now_sitting: Sitting) -> None:
    booking = held(shop, "v1", now_sitting).booking
    holding.release(shop, "stranger", booking.booking_id)
    assert isinstance(holding.look_again(shop, "v1", booking.booking_id), Held)


def test_giving_up_twice_does_no_harm(shop: Shop, now_sitting: Sitting) -> None:
    booking = held(shop, "v1", now_sitting).booking
    holding.release(shop, "v1", booking.booking_id)
    holding.release(shop, "v1", booking.booking_id)
    held(shop, "v2", now_sitting)


def test_reading_a_board_takes_nothing(shop: Shop, now_sitting: Sitting) -> None:
    """In the tutorial a GET took the seat, so a link preview could book; here only ``hold`` writes."""
    before = _rows(shop)
    boards.read_boards(shop, "v1", (now_sitting,))
    holding.sweep(shop)
    load(shop.database, "corner")
    assert _rows(shop) == before
    assert boards.read_boards(shop, "v1", ()) == ()


def test_a_board_tells_mine_from_held_from_taken(shop: Shop, now_sitting: Sitting) -> None:
    held(shop, "v1", now_sitting)
    paid = held(shop, "v2", now_sitting, frozenset({"2-1", "2-2", "2-3", "2-4"})).booking
    with shop.database.write() as session:
        row = bookings.find(session, "corner", paid.booking_id)
        assert row is not None
        bookings.move(session, row, BookingEvent.PAYMENT_SETTLED, shop.clock.now(), "paid")
    (board,) = boards.read_boards(shop, "v1", (now_sitting,))
    assert board.used["1-1"] is SeatUse.MINE
    assert board.used["1-2"] is SeatUse.MINE, "the rest of a table that is not shared goes with it"
    assert board.used["2-1"] is SeatUse.TAKEN
    (other,) = boards.read_boards(shop, "v3", (now_sitting,))
    assert other.used["1-1"] is SeatUse.HELD
    assert boards.free_seats(frozenset({"1-1", "3-1"}), other) == {"3-1"}


def test_a_plan_or_rule_that_makes_no_sense_is_not_stored(shop: Shop) -> None:
    good = restaurant()
    bad = replace(good, restaurant_id="bad", plan=replace(good.plan, tables=()), rules=(), largest_party=0)
    with pytest.raises(UnusableRestaurant) as refused:
        install(shop.database, bad)
    assert len(refused.value.problems) == 3
    assert installed(shop.database) == ["corner"]


def test_a_restaurant_is_read_back_as_it_was_stored(shop: Shop) -> None:
    assert load(shop.database, "corner") == restaurant()


def _rows(shop: Shop) -> tuple[int, int]:
    with shop.database.read() as session:
        return (
            len(bookings.with_status(session, "corner", BookingStatus)),
            len(list(journal.entries(session, "corner"))),
        )

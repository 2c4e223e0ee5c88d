"""Seats at the word of staff: nothing is sold twice, what was paid stays what it was."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from kiosk.domain.seated import SeatedEvent
from kiosk.domain.sittings import Sitting
from kiosk.domain.staff import Role
from kiosk.domain.states import BookingStatus
from kiosk.services import holding, placing, serving
from kiosk.services.at_desk import Answer, Done, SeatsTaken
from kiosk.services.invariants import Evidence, violations
from kiosk.services.placing import HouseKind, Wanted
from kiosk.services.results import Held, Refused, Taken
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.storage import bookings, tables
from kiosk.storage.bookings import BookingRow
from tests.fakes.machine import FakeClock
from tests.services.desk_crew import by, hire
from tests.services.road import SEATS, Road

TABLE_2 = frozenset({"2-1", "2-2", "2-3", "2-4"})
HOUR = timedelta(hours=1)


@pytest.fixture
def waiter(shop: Shop) -> By:
    return by(shop, hire(shop, Role.WAITER))


@pytest.fixture
def paid(road: Road) -> str:
    """Two guests at table 1 who have paid 20,000 won."""
    payment = road.accepted()
    road.settler.settle(payment.payment_id)
    return payment.booking_id


def _take(shop: Shop, who: By, sitting: Sitting, kind: HouseKind, seats: frozenset[str] = TABLE_2) -> Answer:
    return placing.take_seats(shop, who, Wanted(kind, seats, len(seats), sitting.starts, sitting.ends))


def _made(answer: Answer) -> Done:
    assert isinstance(answer, Done), answer
    return answer


def _booking(shop: Shop, booking_id: str) -> BookingRow:
    with shop.database.read() as session:
        row = bookings.find(session, shop.restaurant_id, booking_id)
    assert row is not None
    return row


@pytest.mark.parametrize("kind", HouseKind)
def test_seats_that_staff_took_are_sold_to_nobody(
    shop: Shop, waiter: By, now_sitting: Sitting, kind: HouseKind
) -> None:
    made = _made(_take(shop, waiter, now_sitting, kind))
    assert isinstance(holding.hold(shop, "v2", now_sitting, frozenset({"2-1"}), 1), Taken)
    row = _booking(shop, made.booking_id)
    assert (row.status, row.amount) == (BookingStatus.PAID, 0)
    assert not any(violations(shop, Evidence()).values())


def test_staff_do_not_take_what_a_guest_is_paying_for(shop: Shop, waiter: By, road: Road) -> None:
    held = road.hold()
    answer = _take(shop, waiter, road.sitting, HouseKind.WALK_IN, frozenset({"1-1"}))
    assert isinstance(answer, SeatsTaken)
    assert answer.numbers == (held.number,)
    assert isinstance(holding.look_again(shop, road.visit, held.booking_id), Held)


def test_a_lapsed_hold_is_no_obstacle(shop: Shop, clock: FakeClock, waiter: By, road: Road) -> None:
    road.hold()
    clock.advance(11 * 60)
    _made(_take(shop, waiter, road.sitting, HouseKind.WALK_IN, SEATS))


def test_tables_are_merged_for_a_party_by_taking_seats_of_each(
    shop: Shop, waiter: By, now_sitting: Sitting
) -> None:
    both = TABLE_2 | {"3-1", "3-2"}
    made = _made(_take(shop, waiter, now_sitting, HouseKind.WALK_IN, both))
    assert _booking(shop, made.booking_id).party == 6
    taken = holding.hold(shop, "v2", now_sitting, frozenset({"3-4"}), 1)
    assert isinstance(taken, Taken), "the rest of a table is nobody else's"


def test_a_block_takes_just_the_seats_it_names(shop: Shop, waiter: By, now_sitting: Sitting) -> None:
    _made(_take(shop, waiter, now_sitting, HouseKind.BLOCK, frozenset({"2-1"})))
    assert isinstance(holding.hold(shop, "v2", now_sitting, frozenset({"3-1"}), 1), Held)
    assert isinstance(_take(shop, waiter, now_sitting, HouseKind.BLOCK, frozenset({"2-2"})), Done)


def test_a_block_ends_and_the_seats_are_free(shop: Shop, waiter: By, now_sitting: Sitting) -> None:
    made = _made(_take(shop, waiter, now_sitting, HouseKind.BLOCK))
    _made(placing.give_up(shop, waiter, made.booking_id, made.version))
    assert isinstance(holding.hold(shop, "v2", now_sitting, frozenset({"2-1"}), 1), Held)
    assert placing.give_up(shop, waiter, made.booking_id, 1) == Refused("not_kept")
    assert not any(violations(shop, Evidence()).values())


def test_what_a_guest_has_paid_for_is_not_given_up_like_a_block(shop: Shop, waiter: By, paid: str) -> None:
    assert placing.give_up(shop, waiter, paid, 0) == Refused("not_of_the_house")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"seat_ids": frozenset({"9-9"})}, "seat_unusable"),
        ({"seat_ids": frozenset()}, "seat_unusable"),
        ({"party": 5}, "party_too_large"),
        ({"party": 0}, "party_too_large"),
        ({"note": "x" * 81}, "note"),
    ],
)
def test_seats_that_cannot_be_taken_are_refused_with_a_reason(
    shop: Shop, waiter: By, now_sitting: Sitting, change: dict[str, object], why: str
) -> None:
    wanted = Wanted(HouseKind.RESERVED, TABLE_2, 4, now_sitting.starts, now_sitting.ends)
    assert placing.take_seats(shop, waiter, replace(wanted, **change)) == Refused(why)  # type: ignore[arg-type]


def test_a_time_that_ends_before_it_starts_is_refused(shop: Shop, waiter: By, now_sitting: Sitting) -> None:
    backwards = Wanted(HouseKind.RESERVED, TABLE_2, 4, now_sitting.ends, now_sitting.starts)
    assert placing.take_seats(shop, waiter, backwards) == Refused("time")


def test_a_booking_moves_whole_and_keeps_what_was_paid(shop: Shop, waiter: By, paid: str, road: Road) -> None:
    to = frozenset({"2-1", "2-2"})
    moved = _made(placing.move(shop, waiter, paid, 0, to))
    row = _booking(shop, paid)
    assert (moved.difference, row.seat_ids, row.amount) == (0, to, 20_000)
    assert isinstance(holding.hold(shop, "v2", road.sitting, SEATS, 2), Held)
    assert isinstance(holding.hold(shop, "v3", road.sitting, to, 2), Taken)


def test_a_move_to_seats_that_are_taken_changes_nothing_and_names_who_has_them(
    shop: Shop, waiter: By, paid: str, road: Road
) -> None:
    other = _made(_take(shop, waiter, road.sitting, HouseKind.RESERVED))
    answer = placing.move(shop, waiter, paid, 0, frozenset({"2-1", "2-2"}))
    assert answer == SeatsTaken(TABLE_2, (other.number,))
    assert _booking(shop, paid).seat_ids == SEATS
    assert isinstance(holding.hold(shop, "v2", road.sitting, SEATS, 2), Taken), "it still has its own seats"


def test_a_move_to_a_dearer_time_says_what_the_guest_owes(shop: Shop, waiter: By, paid: str) -> None:
    row = _booking(shop, paid)
    later = row.sitting.starts + HOUR
    with shop.database.write() as session:
        session.execute(update(tables.weekly_rule).values(price_won=15_000))
    moved = _made(placing.move(shop, waiter, paid, 0, SEATS, later))
    assert moved.difference == 2 * 5_000
    again = _made(placing.move(shop, waiter, paid, moved.version, SEATS, row.sitting.starts))
    assert _booking(shop, paid).sitting == row.sitting
    assert again.difference == 10_000


def test_guests_are_moved_while_they_sit_and_others_may_have_sat_there_before(
    shop: Shop, clock: FakeClock, waiter: By, now_sitting: Sitting
) -> None:
    short = replace(now_sitting, ends=now_sitting.starts + HOUR / 2)
    _made(_take(shop, waiter, short, HouseKind.WALK_IN))
    there = _made(_take(shop, waiter, now_sitting, HouseKind.WALK_IN, SEATS))
    clock.instant = short.ends
    _made(placing.move(shop, waiter, there.booking_id, there.version, frozenset({"2-1", "2-2"})))
    assert not any(violations(shop, Evidence()).values())


def test_a_block_is_moved_to_just_the_seats_it_names(shop: Shop, waiter: By, now_sitting: Sitting) -> None:
    made = _made(_take(shop, waiter, now_sitting, HouseKind.BLOCK, frozenset({"2-1"})))
    _made(placing.move(shop, waiter, made.booking_id, made.version, frozenset({"3-1"})))
    assert isinstance(_take(shop, waiter, now_sitting, HouseKind.BLOCK, frozenset({"3-2", "2-1"})), Done)


@pytest.mark.parametrize(
    ("seats", "why"),
    [({"9-9"}, "seat_unusable"), (set(), "seat_unusable"), ({"2-1"}, "party_does_not_match")],
)
def test_a_move_to_what_does_not_fit_is_refused(
    shop: Shop, waiter: By, paid: str, seats: set[str], why: str
) -> None:
    assert placing.move(shop, waiter, paid, 0, frozenset(seats)) == Refused(why)


def test_guests_who_are_gone_or_whose_time_is_over_are_not_moved(
    shop: Shop, clock: FakeClock, waiter: By, paid: str
) -> None:
    starts = _booking(shop, paid).sitting.starts
    assert placing.move(shop, waiter, paid, 0, SEATS, starts - 5 * HOUR) == Refused("past")
    clock.instant = starts
    _made(serving.note(shop, waiter, paid, SeatedEvent.SEATED, 0))
    _made(serving.note(shop, waiter, paid, SeatedEvent.LEFT, 1))
    assert placing.move(shop, waiter, paid, 2, SEATS) == Refused("gone")
    assert placing.extend(shop, waiter, paid, 2, HOUR) == Refused("gone")


def test_guests_stay_longer_where_nobody_comes_after_them(shop: Shop, waiter: By, paid: str) -> None:
    before = _booking(shop, paid).sitting
    longer = _made(placing.extend(shop, waiter, paid, 0, HOUR / 2))
    assert _booking(shop, paid).sitting.ends == before.ends + HOUR / 2
    after = replace(before, starts=before.ends + HOUR / 2, ends=before.ends + HOUR)
    other = _made(_take(shop, waiter, after, HouseKind.RESERVED, SEATS))
    answer = placing.extend(shop, waiter, paid, longer.version, HOUR / 2)
    assert isinstance(answer, SeatsTaken)
    assert answer.numbers == (other.number,)


@pytest.mark.parametrize("minutes", [0, 7, -15, 13 * 60])
def test_a_stay_grows_by_quarter_hours_only(shop: Shop, waiter: By, paid: str, minutes: int) -> None:
    assert placing.extend(shop, waiter, paid, 0, timedelta(minutes=minutes)) == Refused("time")

"""Guests in the house: arrived, seated, left, not come, and two desks at once."""

from dataclasses import replace
from datetime import timedelta
from threading import Thread

import pytest

from kiosk.domain.seated import SeatedEvent, SeatedState
from kiosk.domain.sittings import Sitting
from kiosk.domain.staff import Role
from kiosk.domain.states import BookingStatus
from kiosk.services import at_desk, placing, serving
from kiosk.services.at_desk import Done, SeatsTaken, Stale
from kiosk.services.invariants import Evidence, violations
from kiosk.services.placing import HouseKind, Wanted
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.storage import bookings, journal, seatings
from kiosk.storage.bookings import BookingRow
from kiosk.storage.engine import CommitUnclear, Unwritable
from kiosk.storage.seatings import SeatingRow
from tests.fakes.machine import FakeClock
from tests.services.desk_crew import by, hire
from tests.services.road import Road

SEATS = frozenset({"2-1", "2-2"})


@pytest.fixture
def waiter(shop: Shop) -> By:
    return by(shop, hire(shop, Role.WAITER, "홀 1"))


@pytest.fixture
def reserved(shop: Shop, waiter: By, now_sitting: Sitting) -> str:
    wanted = Wanted(HouseKind.RESERVED, SEATS, 2, now_sitting.starts, now_sitting.ends)
    made = placing.take_seats(shop, waiter, wanted)
    assert isinstance(made, Done), made
    return made.booking_id


def _stored(shop: Shop, booking_id: str) -> tuple[BookingRow, SeatingRow]:
    with shop.database.read() as session:
        booking = bookings.find(session, shop.restaurant_id, booking_id)
        assert booking is not None
        return booking, seatings.of_booking(session, shop.restaurant_id, booking_id)


def _note(shop: Shop, waiter: By, booking_id: str, *events: SeatedEvent) -> at_desk.Answer:
    answer: at_desk.Answer = Refused("nothing")
    for event in events:
        seen = _stored(shop, booking_id)[1].version
        answer = serving.note(shop, waiter, booking_id, event, seen)
    return answer


def test_an_evening_from_arriving_to_leaving_is_stored_with_times_and_told(
    shop: Shop, clock: FakeClock, waiter: By, reserved: str
) -> None:
    arrived = clock.now()
    _note(shop, waiter, reserved, SeatedEvent.ARRIVED)
    clock.advance(300)
    _note(shop, waiter, reserved, SeatedEvent.SEATED)
    clock.advance(1800)
    assert isinstance(_note(shop, waiter, reserved, SeatedEvent.LEFT), Done)
    _, row = _stored(shop, reserved)
    assert (row.state, row.version) == (SeatedState.LEFT, 3)
    assert (row.arrived_at, row.seated_at) == (arrived, arrived + timedelta(minutes=5))
    with shop.database.read() as session:
        told = [each.body for each in journal.entries(session, shop.restaurant_id) if each.kind == "seating"]
    assert len(told) == 3
    assert all(waiter.staff_id in body for body in told)
    assert "홀 1" not in "".join(told)


def test_whoever_leaves_early_frees_the_seats_for_others_and_the_promises_hold(
    shop: Shop, clock: FakeClock, waiter: By, reserved: str
) -> None:
    before = _stored(shop, reserved)[0].sitting
    clock.advance(35 * 60)
    _note(shop, waiter, reserved, SeatedEvent.SEATED, SeatedEvent.LEFT)
    freed = _stored(shop, reserved)[0].sitting
    assert freed.ends < before.ends
    after = placing.take_seats(shop, waiter, Wanted(HouseKind.WALK_IN, SEATS, 2, freed.ends, before.ends))
    assert isinstance(after, Done)
    assert not any(violations(shop, Evidence()).values())


def test_leaving_is_taken_back_while_nobody_has_the_seats(
    shop: Shop, clock: FakeClock, waiter: By, reserved: str
) -> None:
    before = _stored(shop, reserved)[0].sitting
    clock.advance(35 * 60)
    _note(shop, waiter, reserved, SeatedEvent.SEATED, SeatedEvent.LEFT, SeatedEvent.TAKEN_BACK)
    booking, row = _stored(shop, reserved)
    assert booking.sitting == before
    assert (row.state, row.left_at, row.booked_until) == (SeatedState.SEATED, None, None)


def test_leaving_cannot_be_taken_back_once_others_have_the_seats(
    shop: Shop, clock: FakeClock, waiter: By, reserved: str
) -> None:
    before = _stored(shop, reserved)[0].sitting
    clock.advance(35 * 60)
    _note(shop, waiter, reserved, SeatedEvent.SEATED, SeatedEvent.LEFT)
    freed = _stored(shop, reserved)[0].sitting
    other = placing.take_seats(shop, waiter, Wanted(HouseKind.WALK_IN, SEATS, 2, freed.ends, before.ends))
    assert isinstance(other, Done)
    answer = _note(shop, waiter, reserved, SeatedEvent.TAKEN_BACK)
    assert answer == SeatsTaken(frozenset({"2-1", "2-2", "2-3", "2-4"}), (other.number,))
    assert _stored(shop, reserved)[1].state is SeatedState.LEFT


def test_leaving_at_the_very_end_frees_nothing_and_can_be_taken_back(
    shop: Shop, clock: FakeClock, waiter: By, reserved: str
) -> None:
    before = _stored(shop, reserved)[0].sitting
    clock.instant = before.ends
    _note(shop, waiter, reserved, SeatedEvent.SEATED, SeatedEvent.LEFT, SeatedEvent.TAKEN_BACK)
    assert _stored(shop, reserved)[0].sitting == before


def test_nobody_is_missing_before_the_start(shop: Shop, clock: FakeClock, waiter: By, reserved: str) -> None:
    assert _note(shop, waiter, reserved, SeatedEvent.NO_SHOW) == Refused("too_early")
    clock.instant = _stored(shop, reserved)[0].sitting.starts
    assert isinstance(_note(shop, waiter, reserved, SeatedEvent.NO_SHOW), Done)
    back = _note(shop, waiter, reserved, SeatedEvent.SEATED)
    assert isinstance(back, Done), "late guests still sit down where nobody has their seats"


def test_what_makes_no_sense_changes_nothing(shop: Shop, waiter: By, reserved: str) -> None:
    assert _note(shop, waiter, reserved, SeatedEvent.LEFT) == Refused("makes_no_sense")
    assert _stored(shop, reserved)[1].version == 0


def test_the_second_of_two_desks_is_told_who_was_first(
    shop: Shop, clock: FakeClock, waiter: By, reserved: str
) -> None:
    other = by(shop, hire(shop, Role.WAITER, "홀 2"))
    assert isinstance(serving.note(shop, other, reserved, SeatedEvent.ARRIVED, 0), Done)
    answer = serving.note(shop, waiter, reserved, SeatedEvent.NO_SHOW, 0)
    assert answer == Stale("홀 2", clock.now())
    assert _stored(shop, reserved)[1].state is SeatedState.ARRIVED


@pytest.mark.parametrize("version", [0, 1])
def test_a_version_that_was_stored_between_reading_and_writing_loses(
    shop: Shop, waiter: By, reserved: str, version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(version):
        _note(shop, waiter, reserved, SeatedEvent.ARRIVED)
    seen = _stored(shop, reserved)[1]
    _note(shop, waiter, reserved, SeatedEvent.SEATED)
    monkeypatch.setattr(seatings, "of_booking", lambda *_: seen)
    assert isinstance(serving.note(shop, waiter, reserved, SeatedEvent.SEATED, version), Stale)


def test_a_booking_that_is_not_kept_cannot_be_served(shop: Shop, waiter: By, road: Road) -> None:
    held = road.hold()
    assert serving.note(shop, waiter, "nothing", SeatedEvent.ARRIVED, 0) == Refused("unknown")
    assert serving.note(shop, waiter, held.booking_id, SeatedEvent.ARRIVED, 0) == Refused("being_paid")
    from kiosk.services import holding

    holding.release(shop, road.visit, held.booking_id)
    assert serving.note(shop, waiter, held.booking_id, SeatedEvent.ARRIVED, 0) == Refused("not_kept")


def test_who_is_not_of_the_staff_changes_nothing(shop: Shop, reserved: str) -> None:
    assert serving.note(shop, By("K1"), reserved, SeatedEvent.ARRIVED, 0) == Refused("not_allowed")


def test_a_disk_that_takes_nothing_is_told_as_such(
    shop: Shop, waiter: By, reserved: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> SeatingRow:
        raise Unwritable("full")

    monkeypatch.setattr(seatings, "store", full)
    assert serving.note(shop, waiter, reserved, SeatedEvent.ARRIVED, 0) == Refused("cannot_store")


def test_a_commit_that_nobody_answered_is_read_back(
    shop: Shop, waiter: By, reserved: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unclear(*_: object, **__: object) -> None:
        raise CommitUnclear("lost")

    monkeypatch.setattr(seatings, "store", unclear)
    assert serving.note(shop, waiter, reserved, SeatedEvent.ARRIVED, 0) == Refused("cannot_store")
    assert _stored(shop, reserved)[0].status is BookingStatus.PAID


def test_of_several_desks_at_one_moment_one_is_first_and_every_other_is_told(
    shop: Shop, waiter: By, reserved: str
) -> None:
    answers: list[at_desk.Answer] = []

    def press(desk: int) -> None:
        there = replace(shop, terminal=f"desk-{desk}")
        answers.append(serving.note(there, waiter, reserved, SeatedEvent.SEATED, 0))

    threads = [Thread(target=press, args=(desk,)) for desk in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(answer, Done) for answer in answers) == 1, answers
    assert {answer.who for answer in answers if isinstance(answer, Stale)} == {"홀 1"}
    assert _stored(shop, reserved)[1].version == 1
    assert not any(violations(shop, Evidence()).values())

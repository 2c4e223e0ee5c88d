"""The waiting list, from both sides: guests join and leave, staff call, seat and take off; nothing is lost, nobody is first twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from kiosk.domain import staff, waiting
from kiosk.domain.best import Needs
from kiosk.domain.seated import SeatedEvent
from kiosk.domain.sittings import Sitting, open_sittings
from kiosk.domain.staff import Act, Role
from kiosk.domain.waiting import LONGEST_LIST, WaitStatus
from kiosk.services import holding, placing, queueing, serving, waitlist
from kiosk.services.at_desk import Done, SeatsTaken, Stale
from kiosk.services.placing import HouseKind, Wanted
from kiosk.services.results import Held, Joined, Refused, Taken
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.storage import journal, personal, seatings, waitings
from kiosk.storage.engine import CommitUnclear, Conflict, Database, Session, Unwritable
from tests.fakes.machine import FakeClock
from tests.fakes.restaurants import ALL_DAY
from tests.services.desk_crew import by, hire

TABLES = {nth: frozenset(f"{nth}-{seat}" for seat in (1, 2, 3, 4)) for nth in (1, 2, 3)}
BAR = frozenset({"bar-0", "bar-1", "bar-2"})
PHONE = "01030275555"


@pytest.fixture
def waiter(shop: Shop) -> By:
    return by(shop, hire(shop, Role.WAITER))


@pytest.fixture
def full(shop: Shop, waiter: By, now_sitting: Sitting) -> Sitting:
    """Every seat is taken; table 1 for the shortest."""
    lengths = {TABLES[1]: 60, TABLES[2]: 75, TABLES[3]: 90, BAR: 120}
    for seats, minutes in lengths.items():
        ends = now_sitting.starts + timedelta(minutes=minutes)
        wanted = Wanted(HouseKind.WALK_IN, seats, len(seats), now_sitting.starts, ends)
        assert isinstance(placing.take_seats(shop, waiter, wanted), Done)
    return now_sitting


def _join(shop: Shop, visit: str, party: int = 4, phone: str = "") -> Joined:
    joined = queueing.join(shop, visit, Needs(party), phone, "ko")
    assert isinstance(joined, Joined), joined
    return joined


def _team(shop: Shop, visit: str) -> waitlist.Team:
    return next(team for team in waitlist.teams(shop) if team.waiting_id == visit)


def _row(shop: Shop, visit: str) -> waitings.WaitingRow:
    with shop.database.read() as session:
        row = waitings.find(session, shop.restaurant_id, visit)
    assert row is not None
    return row


# --- guests -----------------------------------------------------------------------------------------------------------


def test_a_wait_is_told_before_somebody_joins(shop: Shop, full: Sitting) -> None:
    quote = queueing.quote(shop, Needs(4))
    assert quote.ahead == 0
    assert quote.minutes is not None
    assert 60 <= quote.minutes <= 75


def test_numbers_are_given_in_order_and_the_next_one_waits_longer(shop: Shop, full: Sitting) -> None:
    first, second = _join(shop, "a"), _join(shop, "b")
    assert (first.number, second.number) == (1, 2)
    assert second.quote.ahead == 1
    assert first.quote.minutes
    assert second.quote.minutes
    assert second.quote.minutes > first.quote.minutes


def test_the_same_visit_keeps_its_place(shop: Shop, full: Sitting) -> None:
    first = _join(shop, "a")
    _join(shop, "b")
    assert _join(shop, "a") == first
    assert len(waitlist.teams(shop)) == 2


def test_a_place_is_no_seat(shop: Shop, full: Sitting, clock: FakeClock) -> None:
    """Waiting claims nothing: nobody's hold is refused because of it."""
    _join(shop, "a")
    later = replace(full, starts=full.starts + timedelta(hours=2), ends=full.ends + timedelta(hours=2))
    assert isinstance(holding.hold(shop, "c", later, TABLES[1], 4), Held)


def test_a_number_waits_once_and_again_when_its_wait_is_over(shop: Shop, full: Sitting) -> None:
    _join(shop, "a", phone=PHONE)
    assert queueing.join(shop, "b", Needs(2), PHONE, "ko") == Refused("already_waiting")
    assert [team.waiting_id for team in waitlist.teams(shop)] == ["a"]
    assert queueing.leave(shop, "a")
    _join(shop, "b", phone=PHONE)


def test_without_a_number_nobody_is_taken_for_another(shop: Shop, full: Sitting) -> None:
    _join(shop, "a")
    _join(shop, "b")
    assert len(waitlist.teams(shop)) == 2


@pytest.mark.parametrize(
    ("party", "phone", "why"), [(0, "", "party_too_large"), (99, "", "party_too_large"), (2, "123", "phone")]
)
def test_what_makes_no_sense_is_refused(shop: Shop, party: int, phone: str, why: str) -> None:
    assert queueing.join(shop, "a", Needs(party), phone, "ko") == Refused(why)
    assert waitlist.teams(shop) == ()


def test_nobody_waits_for_a_day_that_is_over(shop: Shop) -> None:
    with shop.database.write() as session:
        session.exec_driver_sql("UPDATE weekly_rule SET first_minute = 0, last_minute = 0")
    assert queueing.quote(shop, Needs(2)).minutes is None
    assert queueing.join(shop, "a", Needs(2), "", "ko") == Refused("not_today")


def test_a_party_that_gets_no_table_today_is_told_so(shop: Shop, waiter: By, now_sitting: Sitting) -> None:
    ends = now_sitting.starts + timedelta(hours=23)
    for seats in (*TABLES.values(), BAR):
        wanted = Wanted(HouseKind.BLOCK, seats, len(seats), now_sitting.starts, ends)
        assert isinstance(placing.take_seats(shop, waiter, wanted), Done)
    assert queueing.quote(shop, Needs(2)).minutes is None


def test_a_list_has_an_end(shop: Shop, full: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "LONGEST_LIST", 2)
    _join(shop, "a")
    _join(shop, "b")
    assert queueing.join(shop, "c", Needs(2), "", "ko") == Refused("list_full")
    assert LONGEST_LIST > 2


def test_whoever_leaves_is_gone_and_their_number_forgotten(shop: Shop, full: Sitting) -> None:
    _join(shop, "a", phone=PHONE)
    assert _team(shop, "a").phone == PHONE
    assert queueing.leave(shop, "a")
    assert waitlist.teams(shop) == ()
    assert not queueing.leave(shop, "a"), "once"
    assert not queueing.leave(shop, "nobody")
    with shop.database.read() as session:
        assert waitings.phones(session, "corner", ["a"]) == {}


def test_a_clock_that_was_set_back_puts_nobody_before_others(
    shop: Shop, full: Sitting, clock: FakeClock
) -> None:
    _join(shop, "a")
    clock.advance(-600)
    _join(shop, "b")
    assert [team.waiting_id for team in waitlist.teams(shop)] == ["a", "b"]


@pytest.mark.parametrize("error", [Unwritable("full"), CommitUnclear("lost")])
def test_what_cannot_be_stored_is_refused_in_words(
    shop: Shop, full: Sitting, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    _join(shop, "b")

    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(queueing, "quote_in", fails)
    monkeypatch.setattr(waitings, "store", fails)
    assert queueing.join(shop, "a", Needs(2), "", "ko") == Refused("cannot_store")
    assert not queueing.leave(shop, "b")


# --- staff ------------------------------------------------------------------------------------------------------------


def test_a_called_number_is_shown_for_a_while(
    shop: Shop, full: Sitting, waiter: By, clock: FakeClock
) -> None:
    _join(shop, "a")
    _join(shop, "b")
    assert queueing.calls(shop) == ()
    assert isinstance(waitlist.call(shop, waiter, "a", 1), Done)
    clock.advance(60)
    assert isinstance(waitlist.call(shop, waiter, "b", 1), Done)
    assert queueing.calls(shop) == (2, 1)
    clock.advance(queueing.CALL_LASTS.total_seconds() - 30)
    assert queueing.calls(shop) == (2,)


def test_seating_takes_the_seats_and_ends_the_wait_at_once(
    shop: Shop, full: Sitting, waiter: By, clock: FakeClock
) -> None:
    _join(shop, "a", phone=PHONE)
    clock.advance(65 * 60)
    wanted = Wanted(HouseKind.WALK_IN, TABLES[1], 4, clock.now(), clock.now() + timedelta(minutes=90))
    assert isinstance(waitlist.seat(shop, waiter, "a", 1, wanted), Done)
    assert _row(shop, "a").status is WaitStatus.SEATED
    assert waitlist.teams(shop) == ()
    later = open_sittings(clock.now(), ALL_DAY)[0]
    assert isinstance(holding.hold(shop, "x", later, TABLES[1], 4), Taken)
    with shop.database.read() as session:
        assert waitings.phones(session, "corner", ["a"]) == {}


def test_seats_that_are_not_free_leave_the_team_where_it_is(shop: Shop, full: Sitting, waiter: By) -> None:
    _join(shop, "a")
    wanted = Wanted(HouseKind.WALK_IN, TABLES[1], 4, full.starts, full.ends)
    assert isinstance(waitlist.seat(shop, waiter, "a", 1, wanted), SeatsTaken)
    assert _row(shop, "a").status is WaitStatus.WAITING


def test_who_does_not_answer_comes_behind_the_next_team_and_is_gone_the_second_time(
    shop: Shop, full: Sitting, waiter: By
) -> None:
    for visit in ("a", "b", "c"):
        _join(shop, visit)
    waitlist.call(shop, waiter, "a", 1)
    assert isinstance(waitlist.unanswered(shop, waiter, "a", 2), Done)
    assert [team.waiting_id for team in waitlist.teams(shop)] == ["b", "a", "c"]
    assert queueing.calls(shop) == ()
    waitlist.call(shop, waiter, "a", 3)
    assert isinstance(waitlist.unanswered(shop, waiter, "a", 4), Done)
    assert [team.waiting_id for team in waitlist.teams(shop)] == ["b", "c"]
    assert _row(shop, "a").status is WaitStatus.GONE


def test_the_only_team_keeps_its_turn(shop: Shop, full: Sitting, waiter: By) -> None:
    _join(shop, "a")
    waitlist.call(shop, waiter, "a", 1)
    waitlist.unanswered(shop, waiter, "a", 2)
    assert [team.waiting_id for team in waitlist.teams(shop)] == ["a"]


def test_nobody_misses_a_call_that_was_not_made(shop: Shop, full: Sitting, waiter: By) -> None:
    _join(shop, "a")
    assert waitlist.unanswered(shop, waiter, "a", 1) == Refused("makes_no_sense")


def test_staff_take_somebody_off(shop: Shop, full: Sitting, waiter: By) -> None:
    _join(shop, "a")
    assert isinstance(waitlist.remove(shop, waiter, "a", 1), Done)
    assert waitlist.remove(shop, waiter, "a", 2) == Refused("makes_no_sense")
    assert waitlist.call(shop, waiter, "nobody", 1) == Refused("unknown")


def _seat(shop: Shop, waiter: By, clock: FakeClock, *, seen: int = 1) -> Done:
    """Visit a sits down at table 1, which has come free."""
    clock.advance(65 * 60)
    wanted = Wanted(HouseKind.WALK_IN, TABLES[1], 4, clock.now(), clock.now() + timedelta(minutes=90))
    seated = waitlist.seat(shop, waiter, "a", seen, wanted)
    assert isinstance(seated, Done)
    return seated


def test_seating_that_was_a_mistake_gives_the_seats_back_and_the_team_its_place(
    shop: Shop, full: Sitting, waiter: By, clock: FakeClock
) -> None:
    for visit in ("a", "b"):
        _join(shop, visit)
    waitlist.call(shop, waiter, "a", 1)
    before = _team(shop, "a")
    seated = _seat(shop, waiter, clock, seen=2)
    back = waitlist.take_back(shop, waiter, "a", seated.version, seated.booking_id)
    assert isinstance(back, Done)
    assert waitlist.teams(shop)[0] == replace(before, version=back.version)
    later = open_sittings(clock.now(), ALL_DAY)[0]
    assert isinstance(holding.hold(shop, "x", later, TABLES[1], 4), Held)
    with shop.database.read() as session:
        assert "taken back" in journal.about(session, "corner", "a")[-1].body


def test_a_team_that_was_seated_by_mistake_can_be_seated_again(
    shop: Shop, full: Sitting, waiter: By, clock: FakeClock
) -> None:
    _join(shop, "a")
    seated = _seat(shop, waiter, clock)
    waitlist.take_back(shop, waiter, "a", seated.version, seated.booking_id)
    assert _team(shop, "a").status is WaitStatus.WAITING
    again = _seat(shop, waiter, clock, seen=3)
    assert again.booking_id != seated.booking_id


def test_taking_off_and_a_last_call_that_nobody_heard_are_taken_back_too(
    shop: Shop, full: Sitting, waiter: By
) -> None:
    for visit in ("a", "b"):
        _join(shop, visit)
    assert isinstance(waitlist.remove(shop, waiter, "a", 1), Done)
    assert isinstance(waitlist.take_back(shop, waiter, "a", 2), Done)
    assert [team.waiting_id for team in waitlist.teams(shop)] == ["a", "b"]
    for seen in (3, 5):
        waitlist.call(shop, waiter, "a", seen)
        waitlist.unanswered(shop, waiter, "a", seen + 1)
    assert _row(shop, "a").status is WaitStatus.GONE
    assert isinstance(waitlist.take_back(shop, waiter, "a", 7), Done)
    assert _team(shop, "a").status is WaitStatus.CALLED


def test_who_waits_has_nothing_to_be_taken_back(shop: Shop, full: Sitting, waiter: By) -> None:
    _join(shop, "a")
    assert waitlist.take_back(shop, waiter, "a", 1) == Refused("makes_no_sense")


def test_guests_who_have_sat_and_left_do_not_stand_in_line_again(
    shop: Shop, full: Sitting, waiter: By, clock: FakeClock
) -> None:
    _join(shop, "a")
    seated = _seat(shop, waiter, clock)
    with shop.database.read() as session:
        version = seatings.of_booking(session, "corner", seated.booking_id).version
    assert isinstance(serving.note(shop, waiter, seated.booking_id, SeatedEvent.LEFT, version), Done)
    refused = waitlist.take_back(shop, waiter, "a", seated.version, seated.booking_id)
    assert refused == Refused("makes_no_sense")
    assert _row(shop, "a").status is WaitStatus.SEATED


def test_nobody_elses_booking_is_given_up_with_a_team(
    shop: Shop, full: Sitting, waiter: By, clock: FakeClock
) -> None:
    _join(shop, "a")
    seated = _seat(shop, waiter, clock)
    wanted = Wanted(
        HouseKind.WALK_IN, TABLES[2], 4, clock.now() + timedelta(hours=1), clock.now() + timedelta(hours=2)
    )
    other = placing.take_seats(shop, waiter, wanted)
    assert isinstance(other, Done)
    for booking_id in (other.booking_id, "nothing"):
        assert isinstance(waitlist.take_back(shop, waiter, "a", seated.version, booking_id), Refused)
    assert _row(shop, "a").status is WaitStatus.SEATED


def test_who_may_not_seat_walk_ins_may_not_take_one_back(
    shop: Shop, full: Sitting, waiter: By, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    _join(shop, "a")
    seated = _seat(shop, waiter, clock)
    allowed = staff.RIGHTS[Role.WAITER] - {Act.WALK_IN}
    monkeypatch.setattr(staff, "RIGHTS", {**staff.RIGHTS, Role.WAITER: allowed})
    assert isinstance(waitlist.take_back(shop, waiter, "a", seated.version, seated.booking_id), Refused)


def test_the_second_desk_is_told_who_was_first(shop: Shop, full: Sitting, waiter: By) -> None:
    other = by(shop, hire(shop, Role.MANAGER, "지현"))
    _join(shop, "a")
    assert isinstance(waitlist.call(shop, other, "a", 1), Done)
    stale = waitlist.remove(shop, waiter, "a", 1)
    assert isinstance(stale, Stale)
    assert stale.who == "지현"
    assert _row(shop, "a").status is WaitStatus.CALLED


def test_a_guest_who_left_at_the_kiosk_is_told_to_the_desk_that_calls(
    shop: Shop, full: Sitting, waiter: By
) -> None:
    _join(shop, "a")
    queueing.leave(shop, "a")
    stale = waitlist.call(shop, waiter, "a", 1)
    assert isinstance(stale, Stale)
    assert stale.who == shop.terminal


def test_somebody_without_the_right_does_nothing(shop: Shop, full: Sitting) -> None:
    _join(shop, "a")
    assert isinstance(waitlist.call(shop, By("nobody"), "a", 1), Refused)
    assert _row(shop, "a").status is WaitStatus.WAITING


@dataclass(frozen=True)
class Losing:
    """The database, with a commit that fails before or after it is done."""

    real: Database
    error: Exception
    is_stored: bool

    @contextmanager
    def write(self) -> Iterator[Session]:
        if self.is_stored:
            with self.real.write() as session:
                yield session
            raise self.error
        with self.real.write() as session:
            yield session
            raise self.error

    @contextmanager
    def read(self) -> Iterator[Session]:
        with self.real.read() as session:
            yield session


@pytest.mark.parametrize(
    ("error", "is_stored", "ends"),
    [
        (Unwritable("full"), False, Refused),
        (Conflict("first"), False, Refused),
        (CommitUnclear("lost"), False, Refused),
        (CommitUnclear("lost"), True, Done),
    ],
)
def test_an_act_whose_commit_is_lost_is_read_back(
    shop: Shop, full: Sitting, waiter: By, error: Exception, is_stored: bool, ends: type
) -> None:
    _join(shop, "a")
    lost: Shop = replace(shop, database=Losing(shop.database, error, is_stored))  # type: ignore[arg-type]
    assert isinstance(waitlist.call(lost, waiter, "a", 1), ends)
    assert (_row(shop, "a").status is WaitStatus.CALLED) == is_stored


def test_a_day_that_is_over_ends_every_wait(shop: Shop, full: Sitting, clock: FakeClock) -> None:
    _join(shop, "a", phone=PHONE)
    assert waitlist.end_of_day(shop) == 0
    clock.advance(86_400)
    assert waitlist.end_of_day(shop) == 1
    assert _row(shop, "a").status is WaitStatus.GONE
    assert waitlist.end_of_day(shop) == 0


def test_the_journal_tells_the_wait_and_never_the_number(shop: Shop, full: Sitting, waiter: By) -> None:
    _join(shop, "a", phone=PHONE)
    waitlist.call(shop, waiter, "a", 1)
    queueing.leave(shop, "a")
    with shop.database.read() as session:
        told = journal.about_all(session, "corner", ["a"])
    assert [entry.says for entry in told] == ["WAITING", "CALLED", "LEFT"]
    assert not any(PHONE[-8:] in entry.body for entry in told)


def test_a_number_is_found_for_who_asks_about_it(shop: Shop, full: Sitting) -> None:
    _join(shop, "a", phone=PHONE)
    with shop.database.read() as session:
        assert PHONE in [words.text for words in personal.words_of(session, "corner")]

"""The waiting list at the desk without a window: what is chosen, what is asked, what is said, where a team may sit, in which words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.desk import events as ev
from kiosk.desk.flow import Asks, State, step
from kiosk.desk.places import Place
from kiosk.desk.present_floor import now_view
from kiosk.desk.views import Key, NowView
from kiosk.desk.wait_deeds import BackOnList, CallTeam, NoAnswer, SeatTeam, TakeOff, WaitDeed
from kiosk.desk.waits import Step, Waits
from kiosk.domain import staff
from kiosk.domain.money import won
from kiosk.domain.seated import Phase, SeatedState
from kiosk.domain.sittings import Sitting, seoul_day
from kiosk.domain.staff import Act, Role
from kiosk.domain.states import BookingStatus
from kiosk.domain.waiting import WaitStatus
from kiosk.services.at_desk import Done, SeatsTaken, Stale
from kiosk.services.queueing import CALL_LASTS
from kiosk.services.staffing import Person
from kiosk.services.today import Line, Today
from kiosk.services.waitlist import Team
from kiosk.ui.floorplan.states import SeatState
from tests.desk.front import words
from tests.domain.floors import plan_of, rect
from tests.fakes.restaurants import restaurant

NOW = datetime(2026, 3, 13, 9, 42, tzinfo=UTC)
MINA = Person("s1", "미나", Role.WAITER, active=True, is_locked=False)
FIRST = Team("a", 1, 4, False, WaitStatus.WAITING, 1, NOW - timedelta(minutes=12), 25, None, 0, "01030275555")
CALLED = replace(FIRST, status=WaitStatus.CALLED, called_at=NOW - timedelta(minutes=3), version=2)
SECOND = Team("b", 2, 2, True, WaitStatus.WAITING, 1, NOW - timedelta(minutes=5), 30, None, 0, "")
STAY = timedelta(minutes=90)
SEATED = SeatTeam("a", 1, frozenset({"1-1"}), 4, STAY)


def _line(table: str, starts: datetime, minutes: int, phase: Phase) -> Line:
    seats = frozenset(f"{table}-{nth}" for nth in (1, 2, 3, 4))
    sitting = Sitting(starts, starts + timedelta(minutes=minutes), won(0), walk_in=True)
    return Line(
        booking_id=f"at {table}", number=f"100{table}", kind="walk_in", party=4, sitting=sitting, seat_ids=seats,
        tables=(table,), status=BookingStatus.PAID, state=SeatedState.SEATED, phase=phase, version=1, amount=won(0),
        terminal="desk-1", since=starts, hold_ends_at=starts,
    )  # fmt: skip


def _day(*lines: Line) -> Today:
    return Today(seoul_day(NOW), NOW, restaurant().plan, lines, 0)


def _open(*teams: Team, tab: str = "waiting", day: Today | None = None) -> State:
    return State(people=(MINA,), who=MINA, asks=None, today=day or _day(), tab=tab, waits=Waits(teams))


def _after(state: State, *events: ev.Event) -> State:
    for event in events:
        state, _ = step(state, event)
    return state


def _seating(*lines: Line, team: Team = FIRST) -> State:
    return _after(_open(team, day=_day(*lines)), ev.TeamTouched(team.waiting_id), ev.TeamAsked(Step.SEAT))


def _view(state: State, language: str = "ko") -> NowView:
    view = now_view(state, NOW, words(language))
    assert view is not None
    return view


def _acts(state: State) -> dict[str, Key]:
    team = _view(state).team
    return {key.name: key for key in team.acts} if team else {}


def _said(state: State) -> str:
    return state.said.key if state.said else ""


# --- what is shown ----------------------------------------------------------------------------------------------------


def test_the_tab_counts_the_teams_and_the_rows_are_in_the_order_of_turns() -> None:
    view = _view(_open(SECOND, FIRST))
    assert [tab.name for tab in view.tabs if tab.is_chosen] == ["대기 2"]
    assert [row.time for row in view.rows] == ["2번", "1번"]
    assert view.list_name == "기다리는 팀"


def test_a_row_says_guests_wheelchair_waited_quoted_and_the_end_of_the_number() -> None:
    first, second = _view(_open(FIRST, SECOND)).rows
    assert first.spoken == "1번, 4명, 12분째 · 안내 25분 · 5555, 기다림"
    assert second.spoken == "2번, 2명 · 휠체어 자리, 5분째 · 안내 30분, 기다림"


@pytest.mark.parametrize(
    ("team", "word", "color"),
    [
        (FIRST, "기다림", "ink2"),
        (replace(FIRST, joined_at=NOW - timedelta(minutes=26)), "기다림", "warn"),
        (replace(CALLED, called_at=NOW - timedelta(seconds=20)), "방금 부름", "ok"),
        (CALLED, "3분 전 부름", "ok"),
        (replace(CALLED, called_at=NOW - CALL_LASTS - timedelta(seconds=1)), "10분 전 부름", "warn"),
        (replace(FIRST, misses=1), "한 번 대답 없음", "ink2"),
        (replace(FIRST, joined_at=NOW + timedelta(minutes=5)), "기다림", "ink2"),
    ],
)
def test_the_state_of_a_team_is_a_word_a_sign_and_a_colour(team: Team, word: str, color: str) -> None:
    (row,) = _view(_open(team)).rows
    assert (row.word, row.color) == (word, color)
    assert row.mark == ("bell" if team.called_at else "clock")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_empty_list_says_so_and_how_it_would_fill(language: str) -> None:
    view = _view(_open(), language)
    assert not view.rows
    assert view.empty == words(language)("desk.wait_none")


def test_a_search_looks_for_bookings_from_this_tab_too() -> None:
    state = replace(_open(FIRST), query="1001")
    view = _view(_after(state, ev.TeamTouched("a")))
    assert not view.rows
    assert view.empty == words()("desk.not_found")
    assert view.team is None, "nothing can be done with what is not in sight"


def test_how_many_wait_and_how_long_stands_beside_the_other_figures() -> None:
    assert ("기다리는 팀", "2", "팀 · 가장 오래 12분") in _view(_open(SECOND, FIRST)).facts
    assert ("기다리는 팀", "0", "팀") in _view(_open()).facts


# --- what can be done -------------------------------------------------------------------------------------------------


def test_a_team_that_is_touched_has_its_whole_number_and_what_can_be_done() -> None:
    state = _after(_open(FIRST), ev.TeamTouched("a"))
    team = _view(state).team
    assert team is not None
    assert (team.title, team.more) == ("대기 1번 · 4명", "010-3027-5555")
    assert list(_acts(state)) == ["부르기", "앉히기", "목록에서 빼기"]
    assert _acts(state)["부르기"].says == CallTeam("a", 1)
    assert [row.is_chosen for row in _view(state).rows] == [True]


def test_an_older_number_of_ten_digits_is_parted_as_such() -> None:
    state = _after(_open(replace(FIRST, phone="0111234567")), ev.TeamTouched("a"))
    team = _view(state).team
    assert team is not None
    assert team.more == "011-123-4567"


def test_no_answer_is_offered_for_a_team_that_was_called_alone() -> None:
    assert "대답 없음" not in _acts(_after(_open(FIRST), ev.TeamTouched("a")))
    once = _acts(_after(_open(CALLED), ev.TeamTouched("a")))
    assert next(iter(once)) == "다시 부르기"
    assert once["대답 없음"].says == NoAnswer("a", 2, is_last=False)
    again = _acts(_after(_open(replace(CALLED, misses=1)), ev.TeamTouched("a")))
    assert again["또 대답 없음"].says == NoAnswer("a", 2, is_last=True)


def test_nobody_is_taken_off_by_one_touch() -> None:
    state = _after(_open(FIRST), ev.TeamTouched("a"))
    asked = _acts(state)["목록에서 빼기"].says
    assert asked == ev.TeamAsked(Step.OFF)
    state = _after(state, asked)
    assert {name: key.says for name, key in _acts(state).items()} == {
        "그대로 두기": ev.TeamAsked(Step.ACTS), "빼기": TakeOff("a", 1)
    }  # fmt: skip
    assert "부르기" in _acts(_after(state, ev.TeamAsked(Step.ACTS)))


@pytest.mark.parametrize(
    ("taken_away", "left"), [(Act.WAITLIST, []), (Act.WALK_IN, ["부르기", "목록에서 빼기"])]
)
def test_who_may_not_sees_no_keys(taken_away: Act, left: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staff, "RIGHTS", {Role.WAITER: staff.RIGHTS[Role.WAITER] - {taken_away}})
    assert list(_acts(_after(_open(FIRST), ev.TeamTouched("a")))) == left


@pytest.mark.parametrize("role", Role)
def test_every_role_keeps_the_list_without_a_pin(role: Role) -> None:
    state = replace(_open(FIRST), who=replace(MINA, role=role))
    assert "부르기" in _acts(_after(state, ev.TeamTouched("a")))
    assert _after(state, ev.DeedAsked(CallTeam("a", 1))).asks is None


# --- where they sit ---------------------------------------------------------------------------------------------------


def test_the_best_seats_are_proposed_and_one_key_takes_them() -> None:
    view = _view(_seating())
    go, leave = view.strip_keys
    assert go.says == SeatTeam("a", 1, frozenset({"1-1", "1-2", "1-3", "1-4"}), 4, STAY)
    assert go.is_chosen
    assert leave.says == ev.TeamAsked(Step.ACTS)
    assert "1번 테이블" in view.strip
    assert view.floor is not None
    assert view.floor.view.chosen == {"1-1", "1-2", "1-3", "1-4"}


def test_the_keys_stay_the_same_while_time_goes_on() -> None:
    """A key that is made anew under a finger would not hear it go up."""
    state = _seating()
    later = now_view(state, NOW + timedelta(seconds=1), words())
    assert later is not None
    assert later.strip_keys == _view(state).strip_keys


def test_tables_that_do_not_suit_are_shown_so() -> None:
    floor = _view(_seating(_line("2", NOW, 90, Phase.HERE))).floor
    assert floor is not None
    assert {name for name, found in floor.view.tables.items() if found is SeatState.UNFIT} == {"2", "bar"}
    assert {name for name, found in floor.view.seats.items() if found is SeatState.UNFIT} == {
        "2-1", "2-2", "2-3", "2-4", "bar-0", "bar-1", "bar-2"
    }  # fmt: skip
    floor = _view(_open(FIRST)).floor
    assert floor is not None
    assert SeatState.UNFIT not in floor.view.tables.values(), "only while a team is being seated"


def test_another_table_that_is_touched_is_taken_instead() -> None:
    state = _after(_seating(), ev.TeamTableTouched("3"))
    deed = _view(state).strip_keys[0].says
    assert isinstance(deed, SeatTeam)
    assert deed.seat_ids == {"3-1", "3-2", "3-3", "3-4"}


def test_a_table_with_guests_is_not_taken_and_the_strip_says_so() -> None:
    state = _after(_seating(_line("3", NOW, 90, Phase.HERE)), ev.TeamTableTouched("3"))
    view = _view(state)
    assert view.strip == words()("desk.wait_seat_unfit", table="3번 테이블", guests="4명")
    assert view.strip_keys[0].why_not == view.strip


def test_where_guests_sit_beyond_their_time_nobody_is_seated() -> None:
    late = _line("1", NOW - timedelta(minutes=120), 90, Phase.LEAVING)
    deed = _view(_seating(late)).strip_keys[0].says
    assert isinstance(deed, SeatTeam)
    assert deed.seat_ids == {"2-1", "2-2", "2-3", "2-4"}


def test_a_table_that_is_booked_within_the_stay_is_not_proposed() -> None:
    soon = _line("1", NOW + timedelta(minutes=60), 90, Phase.SOON)
    deed = _view(_seating(soon)).strip_keys[0].says
    assert isinstance(deed, SeatTeam)
    assert not any(seat.startswith("1-") for seat in deed.seat_ids)


def test_a_large_team_gets_tables_side_by_side() -> None:
    view = _view(_seating(team=replace(FIRST, party=8)))
    deed = view.strip_keys[0].says
    assert isinstance(deed, SeatTeam)
    assert len(deed.seat_ids) == 8
    assert "1, 2번 테이블" in view.strip


def test_where_nothing_is_free_the_key_is_off_with_the_reason() -> None:
    lines = [_line(table, NOW, 90, Phase.HERE) for table in ("1", "2", "3")]
    view = _view(_seating(*lines))
    assert view.strip == words()("desk.wait_seat_none", number="1번", guests="4명")
    assert view.strip_keys[0].why_not == view.strip


def test_a_team_that_needs_a_wheelchair_place_is_not_sent_where_there_is_none() -> None:
    view = _view(_seating(team=SECOND))
    assert view.strip_keys[0].why_not
    touched = _after(_seating(team=SECOND), ev.TeamTableTouched("3"))
    deed = _view(touched).strip_keys[0].says
    assert isinstance(deed, SeatTeam)
    assert deed.seat_ids, "staff know better: they touched it"


def test_a_wheelchair_place_is_proposed_and_shown_as_fitting_to_whoever_asked_for_one() -> None:
    plan = plan_of(rect("1", 300, 300, 2, 2), rect("2", 900, 300, 2, 2, place=True))
    day = replace(_day(), plan=plan)
    for team, table, unfit in ((replace(SECOND, party=4), "2", set()), (replace(FIRST, party=4), "1", {"2"})):
        state = _after(_open(team, day=day), ev.TeamTouched(team.waiting_id), ev.TeamAsked(Step.SEAT))
        view = _view(state)
        assert view.floor is not None
        assert {plan.table_of(seat).table_id for seat in view.floor.view.chosen} == {table}
        assert view.floor.view.tables.keys() == unfit


# --- what follows -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("event", [ev.TeamTouched("a"), ev.TeamAsked(Step.SEAT), ev.TeamTableTouched("1")])
def test_before_a_pin_nobody_is_chosen(event: ev.Event) -> None:
    locked = replace(_open(FIRST), asks=Asks.SIGN_IN)
    assert step(locked, event) == (locked, ())


def test_a_team_touched_twice_is_not_chosen_any_more() -> None:
    state = _after(_open(FIRST), ev.TeamTouched("a"))
    assert state.waits.team == FIRST
    assert _after(state, ev.TeamTouched("a")).waits.team is None


@pytest.mark.parametrize(
    "event", [ev.PlaceChosen(Place.TIMELINE), ev.TakingAsked("walk_in"), ev.MoveAsked(), ev.LockAsked("idle")]
)
def test_whoever_does_something_else_seats_nobody_from_the_list(event: ev.Event) -> None:
    state = _after(_seating(), event)
    assert state.waits == Waits((FIRST,))


def test_who_is_chosen_stays_so_with_the_version_that_was_read_last() -> None:
    state = _after(_seating(), ev.TeamTableTouched("2"), ev.DayRead(_day(), (), (CALLED,)))
    assert state.waits == Waits((CALLED,), "a", Step.SEAT, "2")
    deed = _view(state).strip_keys[0].says
    assert isinstance(deed, SeatTeam)
    assert deed.seen == 2


def test_a_team_that_others_have_taken_off_is_said_to_be_gone() -> None:
    state = _after(_seating(), ev.DayRead(_day(), (), (SECOND,)))
    assert state.waits == Waits((SECOND,))
    assert state.said is not None
    assert (state.said.key, dict(state.said.values)) == ("desk.wait_gone", {"number": "1"})
    assert state.said.is_bad


def test_nobody_is_told_that_a_team_they_seat_themselves_is_gone() -> None:
    state = _after(_seating(), ev.DeedAsked(SEATED), ev.DayRead(_day(), (), ()))
    assert _said(state) == ""
    assert _said(_after(state, ev.DeedAnswered(SEATED, Done("a", "1", 2)))) == "desk.wait_done_seated"


def test_who_was_first_is_still_said_when_the_team_is_gone() -> None:
    state = _after(_seating(), ev.DeedAsked(SEATED), ev.DeedAnswered(SEATED, Stale("사장님", NOW)))
    state = _after(state, ev.DayRead(_day(), (), ()))
    assert _said(state) == "desk.stale"
    assert state.waits == Waits()


def test_seats_that_are_gone_leave_the_team_to_be_seated_elsewhere() -> None:
    state = _after(_seating(), ev.DeedAnswered(SEATED, SeatsTaken(frozenset({"1-1"}), ("1001",))))
    assert _said(state) == "desk.clash"
    assert state.waits.is_seating


@pytest.mark.parametrize(
    ("deed", "word", "stays"),
    [
        (CallTeam("a", 1), "called", True),
        (NoAnswer("a", 2, is_last=False), "unanswered", True),
        (NoAnswer("a", 2, is_last=True), "gone", False),
        (TakeOff("a", 1), "off", False),
        (SEATED, "seated", False),
        (BackOnList("a", 2, "b"), "back", True),
    ],
)
def test_every_deed_has_its_sentence_and_only_who_still_waits_stays_chosen(
    deed: WaitDeed, word: str, stays: bool
) -> None:
    state, effects = step(_seating(), ev.DeedAnswered(deed, Done("booking", "1", 3)))
    assert state.said is not None
    assert state.said.key == f"desk.wait_done_{word}"
    ended_by = "booking" if deed is SEATED else ""
    assert state.said.undo == (None if stays else BackOnList("a", 3, ended_by))
    for language in ("ko", "en"):
        assert "1" in words(language)(state.said.key, **dict(state.said.values))
    assert (state.waits.team is not None) is stays
    assert not state.waits.is_seating
    assert ev.ReadDay() in effects

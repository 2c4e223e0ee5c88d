"""The desk's flow alone: what it lets happen before a PIN, and what it makes of answers."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.desk import events as ev
from kiosk.desk.deeds import Cancel, Note
from kiosk.desk.flow import Asks, State, step
from kiosk.desk.places import Place
from kiosk.desk.present_floor import Rows
from kiosk.domain.money import won
from kiosk.domain.seated import Phase, SeatedEvent, SeatedState
from kiosk.domain.sittings import Sitting, seoul_day
from kiosk.domain.staff import Role
from kiosk.domain.states import BookingStatus
from kiosk.services.at_desk import Done
from kiosk.services.attention import Matter
from kiosk.services.results import Refused
from kiosk.services.staffing import Person, WrongPin
from kiosk.services.today import Line, Today
from tests.desk.front import words
from tests.fakes.restaurants import restaurant

MINA = Person("s1", "미나", Role.MANAGER, active=True, is_locked=False)
OPEN = State(people=(MINA,), who=MINA, asks=None)
ARRIVED = Note("b", SeatedEvent.ARRIVED, 0)


@pytest.mark.parametrize(
    "event",
    [
        ev.PlaceChosen(Place.CLOSE),
        ev.BookingTouched("b"),
        ev.MoveAsked(),
        ev.TakingAsked("walk_in"),
        ev.RefundChosen(1),
        ev.Searched("1001"),
        ev.DeedAsked(ARRIVED),
        ev.PinGivenUp(),
    ],
)
def test_before_a_pin_nothing_happens(event: ev.Event) -> None:
    locked = State(people=(MINA,), who=MINA)
    assert step(locked, event) == (locked, ())


def test_a_pin_is_asked_for_at_the_sixth_digit_and_never_kept() -> None:
    state = State(people=(MINA,), who=MINA)
    for digit in "31415":
        state, effects = step(state, ev.DigitPressed(digit))
        assert not effects
    state, effects = step(state, ev.DigitPressed("9"))
    assert effects == [ev.SignIn("s1", "314159")]
    assert state.pin == ""
    assert step(state, ev.DigitPressed("1")) == (state, ()), "not while the answer is awaited"


def test_digits_are_taken_away_one_by_one_or_all() -> None:
    state, _ = step(State(people=(MINA,), who=MINA, pin="123"), ev.DigitPressed(""))
    assert state.pin == "12"
    assert step(state, ev.DigitPressed("all"))[0].pin == ""


def test_without_a_person_digits_go_nowhere() -> None:
    assert step(State(), ev.DigitPressed("1"))[0].pin == ""


def test_a_deed_that_moves_money_waits_for_the_pin() -> None:
    state, effects = step(OPEN, ev.DeedAsked(Cancel("b")))
    assert (state.asks, state.pending, list(effects)) == (Asks.AGAIN, Cancel("b"), [])


def test_one_deed_at_a_time() -> None:
    busy, _ = step(OPEN, ev.DeedAsked(ARRIVED))
    assert busy.is_busy
    assert step(busy, ev.DeedAsked(ARRIVED)) == (busy, ())


def test_what_was_done_can_be_taken_back_and_taking_back_cannot() -> None:
    state, _ = step(OPEN, ev.DeedAnswered(ARRIVED, Done("b", "1001", 1)))
    assert state.said is not None
    assert state.said.undo == Note("b", SeatedEvent.TAKEN_BACK, 1)
    back, _ = step(OPEN, ev.DeedAnswered(Note("b", SeatedEvent.TAKEN_BACK, 1), Done("b", "1001", 2)))
    assert back.said is not None
    assert back.said.undo is None


@pytest.mark.parametrize(("came", "key"), [(False, "too_late"), (True, "done"), (None, "no_answer")])
def test_plain_answers_have_sentences(came: bool | None, key: str) -> None:
    state, _ = step(OPEN, ev.DeedAnswered(Cancel("b"), came))
    assert state.said is not None
    assert state.said.key == f"desk.{key}"


def test_a_pin_that_is_asked_for_late_is_asked_for_then() -> None:
    waiting = step(OPEN, ev.DeedAsked(Cancel("b")))[0]
    state, _ = step(waiting, ev.DeedAnswered(Cancel("b"), Refused("pin_again")))
    assert (state.asks, state.pending) == (Asks.AGAIN, Cancel("b"))


def test_locking_forgets_everything_but_the_house() -> None:
    wrong = WrongPin(1, 0, is_locked=False)
    state, effects = step(
        State(people=(MINA,), who=MINA, asks=None, query="x", wrong=wrong), ev.LockAsked("locked")
    )
    assert state == State(people=(MINA,))
    assert effects == [ev.SignOut("s1", "locked")]
    assert step(state, ev.LockAsked("idle"))[1] == []


def test_what_was_found_for_an_older_question_is_dropped() -> None:
    asked = step(OPEN, ev.Searched("1001"))[0]
    assert step(asked, ev.Found("100", ()))[0] == asked
    assert step(asked, ev.Searched(" "))[1] == ()


def test_both_languages_of_the_staff_have_the_same_words() -> None:
    assert set(words("ko").entries) == set(words("en").entries)


def test_rows_of_ten_thousand_bookings_are_put_into_words_only_where_somebody_looks() -> None:
    now = datetime(2026, 3, 13, 9, 42, tzinfo=UTC)
    sitting = Sitting(now, now + timedelta(minutes=90), won(10_000))
    line = Line(
        booking_id="b", number="1001", kind="guest", party=2, sitting=sitting, seat_ids=frozenset(), tables=("1",),
        status=BookingStatus.PAID, state=SeatedState.EXPECTED, phase=Phase.SOON, version=0, amount=won(20_000),
        terminal="K1", since=None, hold_ends_at=now,
    )  # fmt: skip
    rows = Rows([line] * 10_000, "", now, words())
    assert len(rows) == 10_000
    assert [row.title for row in rows[:3]] == ["1번 · 2명"] * 3
    assert len(rows._made) == 3
    assert rows == Rows([line] * 10_000, "", now + timedelta(seconds=10), words()), "nothing to draw anew"
    assert rows != Rows([line] * 10_000, "b", now, words())
    assert hash(rows) == hash(Rows([line] * 10_000, "", now, words()))


def _matter(matter_id: str) -> Matter:
    return Matter(matter_id, "kiosk_silent", "K1", datetime(2026, 3, 13, 9, tzinfo=UTC), {})


def _read(*matter_ids: str) -> ev.DayRead:
    now = datetime(2026, 3, 13, 9, tzinfo=UTC)
    today = Today(seoul_day(now), now, restaurant().plan, (), len(matter_ids))
    return ev.DayRead(today, tuple(map(_matter, matter_ids)), ())


def test_what_came_while_nobody_looked_is_unseen_until_somebody_goes_there() -> None:
    state, _ = step(OPEN, _read("m1"))
    state, _ = step(state, _read("m1", "m2"))
    assert state.unseen == {"m1", "m2"}
    state, _ = step(state, ev.PlaceChosen(Place.TIMELINE))
    assert state.unseen == {"m1", "m2"}
    state, _ = step(state, ev.PlaceChosen(Place.ATTENTION))
    assert state.unseen == frozenset()
    state, _ = step(state, _read("m1", "m2", "m3"))
    assert state.unseen == frozenset(), "somebody is looking"


def test_a_locked_desk_rings_on_and_what_has_gone_by_itself_does_not() -> None:
    state, _ = step(OPEN, _read("m1", "m2"))
    state, _ = step(state, ev.LockAsked("locked"))
    assert state.unseen == {"m1", "m2"}
    state, _ = step(state, _read("m2"))
    assert state.unseen == {"m2"}


def test_whoever_was_taken_off_the_staff_is_at_the_desk_no_more() -> None:
    state, effects = step(OPEN, ev.PeopleRead(()))
    assert not state.is_open
    assert state.asks is Asks.SIGN_IN
    assert list(effects) == [ev.SignOut("s1", "left")]

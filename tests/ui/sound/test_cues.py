"""Which sound goes with what a guest did and what came of it."""

from dataclasses import replace

from kiosk.ui.flow import events as ev
from kiosk.ui.presenter import Picture, present
from kiosk.ui.sound.cues import SEEN, Cue, cue_of
from kiosk.ui.views import FloorNote, FloorScreenView, ReviewView
from tests.ui.flow.playbook import Road


def cue_for(road: Road, *events: ev.Event) -> Cue | None:
    """What is heard when a guest does this."""
    before = present(road.state)
    road.do(*events)
    return cue_of(before, present(road.state), type(events[-1]))


def heard(road: Road, seconds: float) -> list[Cue]:
    """What is heard while nobody touches anything."""
    cues: list[Cue] = []
    picture = present(road.state)
    for _ in range(int(seconds / 0.25)):
        before = picture
        picture = present(road.wait(0.25).state)
        if cue := cue_of(before, picture, None):
            cues.append(cue)
    return cues


def test_a_touch_ticks() -> None:
    assert cue_for(Road().wait(0.25), ev.Touched()) is Cue.TOUCH


def test_what_comes_by_itself_is_silent() -> None:
    assert heard(Road().wait(0.25), 5) == []
    assert cue_of(None, present(Road().state), ev.Touched) is None, "the first picture after a start"


def test_seats_that_are_chosen_are_heard_once() -> None:
    road = Road().to_floor()
    assert cue_for(road, ev.TableTouched("1")) is Cue.CHOSEN
    assert heard(road, 5) == []


def test_a_taken_table_answers_each_touch_with_a_low_tone() -> None:
    road = Road().to_floor()
    road.front.take(
        road.front.sittings()[0], *[seat.seat_id for seat in road.front.house.plan.tables[0].seats]
    )
    road.wait(3)
    label = road.front.house.plan.tables[0].table_id
    assert cue_for(road, ev.TableTouched(label)) is Cue.REFUSED
    assert cue_for(road, ev.TableTouched(label)) is Cue.REFUSED
    assert heard(road, 2) == [], "the sentence that stays is not said again"


def test_a_lost_race_is_heard_though_nobody_touched_since() -> None:
    road = Road().to_floor().do(ev.TableTouched("1"))
    road.meet(ev.HoldAsked())
    road.front.take(
        road.front.sittings()[0], *[seat.seat_id for seat in road.front.house.plan.tables[0].seats]
    )
    before = present(road.state)
    road.answer_all()
    assert cue_of(before, present(road.state), None) is Cue.REFUSED


def test_going_on_without_seats_is_refused_and_choosing_them_one_by_one_is_not() -> None:
    road = Road().to_floor(3)
    assert cue_for(road, ev.HoldAsked()) is Cue.REFUSED
    before = present(road.state)
    table = next(table for table in road.front.house.plan.tables if len(table.usable_seats) > 3)
    road.do(ev.TableTouched(table.table_id))
    chosen = present(road.state)
    assert isinstance(chosen.view, FloorScreenView)
    one_short = replace(chosen.view, note=FloorNote.WRONG_COUNT, note_seats=1)
    assert cue_of(before, replace(chosen, view=one_short), ev.SeatTouched) is Cue.CHOSEN


def test_two_minutes_and_one_minute_before_a_hold_ends_are_heard() -> None:
    road = staying(Road().to_review(), 470)
    assert heard(road, 5) == []
    assert heard(road, 10) == [Cue.TIME_LEFT]
    staying(road, 45)
    assert heard(road, 12) == [Cue.TIME_LEFT]


def test_while_the_hold_is_paused_nothing_runs_out() -> None:
    before = present(staying(Road().to_review(), 475).state)
    later = present(staying(Road().to_review(), 485).state)
    assert cue_of(before, later, None) is Cue.TIME_LEFT
    assert isinstance(later.view, ReviewView)
    paused = replace(later, view=replace(later.view, hold=replace(later.view.hold, paused=True)))
    assert cue_of(before, paused, None) is None


def staying(road: Road, seconds: int) -> Road:
    """Somebody is there, and touches nothing that matters."""
    for _ in range(seconds // 5):
        road.wait(5, by=1).do(ev.Active())
    return road


def test_what_is_paid_is_heard() -> None:
    road = Road().to_payment().come_back()
    before = present(road.state)
    road.answer_all()
    assert cue_of(before, present(road.state), None) is Cue.DONE


def test_the_voice_is_not_talked_over() -> None:
    road = Road().to_floor()
    before = present(road.state)
    road.do(ev.TableTouched("1"))
    after = present(road.state)
    assert cue_of(before, after, ev.TableTouched) is Cue.CHOSEN
    assert cue_of(before, spoken(after), ev.TableTouched) is None


def test_what_the_voice_cannot_say_in_time_is_heard_with_it() -> None:
    road = Road().to_payment().come_back()
    before = present(road.state)
    road.answer_all()
    assert cue_of(spoken(before), spoken(present(road.state)), None) is Cue.DONE


def spoken(picture: Picture) -> Picture:
    """The same with the voice on."""
    return replace(picture, modes=replace(picture.modes, voice=True))


def test_no_sound_is_the_only_sign_of_anything() -> None:
    assert set(SEEN) == set(Cue)
    assert all(SEEN.values())

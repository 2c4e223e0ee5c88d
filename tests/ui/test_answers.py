"""What is said of the floor while it stays in front: the seats that are chosen, why they are not, and each refusal again."""

from pathlib import Path

import pytest

from kiosk.app import resources
from kiosk.ui.flow import events as ev
from kiosk.ui.presenter import present
from kiosk.ui.text import Text, load_texts
from kiosk.ui.voice.answers import answer_of
from tests.ui.flow.playbook import Road

TEXTS = load_texts(Path(resources.path("text")))


@pytest.fixture(params=sorted(TEXTS))
def text(request: pytest.FixtureRequest) -> Text:
    return TEXTS[request.param]


def answer(road: Road, event: ev.Event, text: Text) -> str:
    """What is said when a guest does this."""
    before = present(road.state)
    road.do(event)
    return answer_of(before, present(road.state), type(event), text)


def take_first_table(road: Road) -> str:
    """Somebody else has it; gives its id."""
    table = road.front.house.plan.tables[0]
    road.front.take(road.front.sittings()[0], *[seat.seat_id for seat in table.seats])
    road.wait(3)
    return table.table_id


def test_seats_that_are_chosen_are_named_with_what_they_cost(text: Text) -> None:
    road = Road().to_floor()
    said = answer(road, ev.TableTouched("1"), text)
    assert text.seats(2) in said
    assert text.money(20_000) in said


def test_a_table_that_is_refused_is_said_at_each_touch(text: Text) -> None:
    road = Road().to_floor()
    taken = take_first_table(road)
    assert answer(road, ev.TableTouched(taken), text) == text("floor.taken")
    assert answer(road, ev.TableTouched(taken), text) == text("floor.taken")


def test_with_seats_chosen_a_refusal_is_followed_by_what_stays_chosen(text: Text) -> None:
    road = Road().to_floor()
    taken = take_first_table(road)
    chosen = answer(road, ev.TableTouched("2"), text)
    said = answer(road, ev.TableTouched(taken), text)
    assert said.startswith(text("floor.taken"))
    assert said.endswith(chosen.split(". ")[0])


def test_a_sentence_that_stays_is_not_said_again_by_itself(text: Text) -> None:
    road = Road().to_floor()
    road.do(ev.TableTouched(take_first_table(road)))
    before = present(road.state)
    assert answer_of(before, present(road.wait(1).state), None, text) == ""


def test_a_screen_that_has_just_come_is_said_whole_elsewhere(text: Text) -> None:
    road = Road().wait(0.25)
    picture = present(road.state)
    assert answer_of(None, picture, None, text) == ""
    assert answer_of(picture, picture, ev.Touched, text) == ""
    assert answer_of(picture, present(road.to_floor().state), ev.TableTouched, text) == ""

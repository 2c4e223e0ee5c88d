"""How guests are doing, and under which heading they stand."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from kiosk.domain.money import won
from kiosk.domain.seated import SEATED_TABLE, Phase, SeatedEvent, SeatedState, ends_early, phase_of
from kiosk.domain.sittings import Sitting

NOW = datetime(2026, 3, 13, 10, 0, tzinfo=UTC)
DINNER = Sitting(NOW, NOW + timedelta(minutes=90), won(10_000))


def test_every_cell_of_the_table_is_there() -> None:
    assert set(SEATED_TABLE) == set(product(SeatedState, SeatedEvent))


def test_what_was_pressed_by_mistake_can_be_taken_back_from_wherever_it_led() -> None:
    for (state, event), after in SEATED_TABLE.items():
        if after is not None and event is not SeatedEvent.TAKEN_BACK:
            back = SEATED_TABLE[after, SeatedEvent.TAKEN_BACK]
            assert back is not None, (state, event)


@pytest.mark.parametrize(
    ("state", "minutes", "phase"),
    [
        (SeatedState.EXPECTED, -120, Phase.LATER),
        (SeatedState.EXPECTED, -60, Phase.SOON),
        (SeatedState.EXPECTED, 9, Phase.SOON),
        (SeatedState.EXPECTED, 10, Phase.LATE),
        (SeatedState.EXPECTED, 90, Phase.GONE),
        (SeatedState.ARRIVED, 40, Phase.SOON),
        (SeatedState.SEATED, 40, Phase.HERE),
        (SeatedState.SEATED, 75, Phase.LEAVING),
        (SeatedState.SEATED, 200, Phase.LEAVING),
        (SeatedState.LEFT, 40, Phase.GONE),
        (SeatedState.NO_SHOW, 40, Phase.GONE),
    ],
)
def test_a_booking_stands_under_one_heading(state: SeatedState, minutes: int, phase: Phase) -> None:
    assert phase_of(state, DINNER, NOW + timedelta(minutes=minutes)) is phase


def test_seats_are_free_from_the_next_quarter_hour_on() -> None:
    assert ends_early(DINNER, NOW + timedelta(minutes=31)) == NOW + timedelta(minutes=45)
    assert ends_early(DINNER, NOW - timedelta(hours=1)) == NOW + timedelta(minutes=15)
    assert ends_early(DINNER, NOW + timedelta(hours=5)) == DINNER.ends

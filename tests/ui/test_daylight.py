"""Day and night by the clock of Seoul; a theme changes between guests and never under one."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from itertools import chain, repeat

import pytest
from pytestqt.qtbot import QtBot

from kiosk.app.twilight import Twilight
from kiosk.ui.daylight import AUTO, Night, theme_at
from kiosk.ui.theme import ThemeName
from kiosk.ui.views import ScreenName
from tests.ui.test_controller import Terminal

OVER_MIDNIGHT = Night(time(18), time(7))


def seoul(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 3, 13, (hour - 9) % 24, minute, second, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "is_night"),
    [
        (seoul(17, 59, 59), False),
        (seoul(18), True),
        (seoul(23, 59, 59), True),
        (seoul(0), True),
        (seoul(6, 59, 59), True),
        (seoul(7), False),
        (seoul(12), False),
    ],
)
def test_a_night_over_midnight_has_both_its_edges(at: datetime, is_night: bool) -> None:
    assert OVER_MIDNIGHT.covers(at) is is_night


def test_a_night_may_lie_within_one_day() -> None:
    night = Night(time(1), time(5))
    assert [night.covers(seoul(hour)) for hour in (0, 1, 4, 5, 23)] == [False, True, True, False, False]


def test_a_night_is_read_as_it_is_written() -> None:
    assert Night.read("18:30-06:05") == Night(time(18, 30), time(6, 5))
    with pytest.raises(ValueError, match="different"):
        Night.read("07:00-07:00")


def test_only_auto_follows_the_clock() -> None:
    assert theme_at(AUTO, OVER_MIDNIGHT, seoul(19)) is ThemeName.NIGHT
    assert theme_at(AUTO, OVER_MIDNIGHT, seoul(9)) is ThemeName.DAY
    assert theme_at("contrast", OVER_MIDNIGHT, seoul(19)) is ThemeName.CONTRAST


@pytest.fixture
def terminal(qtbot: QtBot) -> Iterator[Terminal]:
    made = Terminal()
    made.clock.instant = seoul(17, 50)
    made.controller.tick()
    made.lanes.run_all()
    yield made
    made.controller.stop()


@pytest.fixture
def worn(terminal: Terminal) -> list[ThemeName]:
    return []


@pytest.fixture
def twilight(terminal: Terminal, worn: list[ThemeName]) -> Twilight:
    return Twilight(
        terminal.controller, lambda: theme_at(AUTO, OVER_MIDNIGHT, terminal.clock.now()), worn.append
    )


def test_the_hour_changes_the_first_screen_once(
    terminal: Terminal, twilight: Twilight, worn: list[ThemeName]
) -> None:
    twilight.look()
    assert worn == []
    terminal.clock.instant = seoul(18)
    twilight.look()
    twilight.look()
    assert worn == [ThemeName.NIGHT]
    terminal.clock.instant = seoul(17, 59)
    twilight.look()
    assert worn == [ThemeName.NIGHT, ThemeName.DAY], "a clock that was set right is believed"


def test_nobody_s_screen_changes_under_their_hands(
    terminal: Terminal, twilight: Twilight, worn: list[ThemeName]
) -> None:
    terminal.touch(ScreenName.ATTRACT, "touched")
    terminal.clock.instant = seoul(18)
    terminal.touch(ScreenName.PARTY, "party_chosen", 2)
    twilight.look()
    terminal.touch(ScreenName.PARTY, "seats_asked")
    assert worn == []
    terminal.glass.start_over_asked.emit()
    terminal.controller.overlay_answered("leave")
    terminal.lanes.run_all()
    assert terminal.screen is ScreenName.ATTRACT
    assert worn == [ThemeName.NIGHT]


def test_it_looks_by_itself_while_it_runs(qtbot: QtBot, terminal: Terminal, worn: list[ThemeName]) -> None:
    hours = chain([ThemeName.DAY], repeat(ThemeName.NIGHT))
    twilight = Twilight(terminal.controller, lambda: next(hours), worn.append)
    twilight._timer.setInterval(1)
    twilight.start()
    qtbot.waitUntil(lambda: worn == [ThemeName.NIGHT], timeout=2_000)
    twilight.stop()

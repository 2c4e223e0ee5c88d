"""Short forms of the measurements: what they count has to be right; how fast it is, is for a quiet machine."""

import json
from pathlib import Path

import pytest

from kiosk import cli
from kiosk.app.errors import Fix
from kiosk.bench.desk import measure
from kiosk.bench.hall import evening_shop, fill, hall
from kiosk.bench.measures import Asked, floor, holds, hotseat, live, without_constraint
from kiosk.bench.place import prepared
from kiosk.domain.seated import Phase
from kiosk.services import today
from kiosk.services.restaurants import install
from kiosk.storage import journal
from kiosk.storage.engine import open_database
from kiosk.storage.schema import bring_up_to_date
from tests.fakes.restaurants import restaurant

FEW = Asked(workers=2, seconds=0.3, rounds=4, bookings=300)


@pytest.mark.slow
def test_one_seat_has_one_winner_a_round_and_no_seat_is_sold_twice(database_url: str) -> None:
    """And the losers hear only that it is taken."""
    found = hotseat(database_url, FEW)
    assert found["rounds with one winner"] == FEW.rounds
    assert (found["rounds without"], found["oversold"], found["losers told anything else"]) == (0, 0, 0)
    assert found["losers told taken"] == FEW.rounds * (FEW.workers - 1)
    made = holds(database_url, FEW)
    for name in ("holds a second", "raw holds a second", "share of raw", "p50 ms"):
        assert made[name] > 0, name  # type: ignore[operator]  # a number
    assert (made["oversold"], made["errors"]) == (0, 0)


@pytest.mark.slow
def test_without_the_claims_key_the_one_seat_is_oversold(database_url: str) -> None:
    database = prepared(database_url)
    without_constraint(database)
    database.close()
    assert hotseat(database_url, FEW)["oversold"] == FEW.rounds


def test_a_history_is_written_before_today_and_the_floor_is_looked_at_with_and_without(
    database_url: str,
) -> None:
    found = floor(database_url, FEW)
    assert found["old bookings"] == FEW.bookings
    assert found["floor ms, empty"] > 0  # type: ignore[operator]  # a number


def test_a_database_with_a_restaurant_is_left_alone(database_url: str) -> None:
    database = open_database(database_url)
    bring_up_to_date(database)
    install(database, restaurant())
    database.close()
    with pytest.raises(Fix, match="belongs to a restaurant"):
        prepared(database_url)


@pytest.mark.parametrize("url", ["mysql://x", "sqlite:////proc/nowhere/x.db", "nonsense"])
def test_a_database_that_cannot_be_opened_is_said_to_be(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["bench", "holds", "--db", url]) == 2
    assert "kiosk:" in capsys.readouterr().err


def test_the_command_says_the_figures_and_writes_them_down(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["bench", "floor", "--db", f"sqlite:///{tmp_path}/bench.db", "--bookings", "100", "--json"]
    assert cli.main([*words, str(tmp_path / "floor.json")]) == 0
    assert "floor ms, with history" in capsys.readouterr().out
    assert json.loads((tmp_path / "floor.json").read_text())["old bookings"] == 100
    assert cli.main([*words, str(tmp_path / "floor.json")]) == 2
    assert "a history" in capsys.readouterr().err
    words[3] = f"sqlite:///{tmp_path}/other.db"
    assert cli.main([*words, str(tmp_path / "none" / "floor.json")]) == 2
    assert "could not be written" in capsys.readouterr().err


def test_the_desk_finds_and_shows_a_full_day(database_url: str) -> None:
    """Every action is done and shows what it should; how fast is for the whole day of ten thousand."""
    found = measure(database_url, rounds=2, bookings=400)
    for action in (
        "list",
        "day read anew",
        "whole day",
        "number",
        "name",
        "last four",
        "order id",
        "amount",
        "drawer",
        "timetable",
    ):
        assert found[f"{action} p95 ms"] > 0, action  # type: ignore[operator]  # a number
    with pytest.raises(Fix, match="a day in"):
        measure(database_url, rounds=2, bookings=400)


def test_the_hall_that_is_measured_is_a_day_as_services_would_have_written_it(database_url: str) -> None:
    database = prepared(database_url, hall(400))
    shop = evening_shop(database)
    fill(shop, 400)
    day = today.read_today(shop)
    phases = {phase for phase, lines in day.by_phase.items() if lines}
    assert phases == {Phase.HERE, Phase.LATE, Phase.SOON, Phase.LATER, Phase.GONE}
    with database.read() as session:
        assert journal.breaks(journal.entries(session, shop.restaurant_id)) == []
    database.close()


@pytest.mark.slow
def test_what_one_terminal_stores_is_painted_by_a_real_window_of_another(database_url: str) -> None:
    found = live(database_url, Asked(rounds=3))
    assert found["changes"] == 6
    assert found["p50 ms"] > 0  # type: ignore[operator]  # a number

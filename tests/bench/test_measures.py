"""Short forms of the measurements: what they count has to be right; how fast it is, is for a quiet machine."""

import json
from pathlib import Path

import pytest

from kiosk import cli
from kiosk.app.errors import Fix
from kiosk.bench.measures import Asked, floor, holds, hotseat, without_constraint
from kiosk.bench.place import prepared
from kiosk.services.restaurants import install
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

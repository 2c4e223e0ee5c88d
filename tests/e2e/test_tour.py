"""The whole program, played by a scripted customer on real windows: every scenario ends as it must, no promise broken."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from kiosk.app.display import private_display

ROOT = Path(__file__).parents[2]
SCENARIOS = (
    *("paid", "declined", "canceled", "fail-url", "unknown", "late", "expired", "tampered-amount"),
    *(
        "best",
        "tomorrow",
        "list",
        "tampered-order",
        "replay",
        "taken",
        "waiting",
        "popup",
        "app-scheme",
        "renderer-crash",
        "virtual-account",
    ),
)

LOOKS = {
    "best": "--access largest,contrast",
    "list": "--access large,slow --lang en --by keys",
    "declined": "--lang ja --theme night",
    "canceled": "--lang zh --windowed 1366x768",
    "late": "--access contrast,calm --windowed 960x540 --lang en",
}
"""Some guests want the screens otherwise, or use the keyboard alone: every wish, theme and language is on one of the roads."""


def kiosk(*words: str | Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run the program as a person would: no display of its own, no test settings."""
    environment = {
        name: value for name, value in os.environ.items() if name not in ("DISPLAY", "QT_QPA_PLATFORM")
    }
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *map(str, words)],
        cwd=ROOT,
        env=environment | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )


@pytest.mark.slow
def test_a_guest_who_cannot_reach_high_and_one_who_cannot_see_come_to_the_right_end(tmp_path: Path) -> None:
    for scenario, wishes in (("list", "low"), ("best", "voice,low,largest")):
        done = kiosk("tour", "--scenario", scenario, "--access", wishes, "--json", tmp_path / "told.json")
        assert done.returncode == 0, done.stdout + done.stderr
        assert json.loads((tmp_path / "told.json").read_text())["booking"]["status"] == "PAID"


@pytest.mark.slow
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_customer_comes_to_the_right_end(scenario: str, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    looks = LOOKS.get(scenario, "").split()
    done = kiosk("tour", "--scenario", scenario, *looks, "--json", report, "--shots", tmp_path / "shots")
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(report.read_text("utf-8"))
    assert told["scenario"] == scenario
    assert told["invariants"] == {str(number): True for number in range(1, 11)}
    assert told["difference_won"] == 0
    assert all(Path(step["shot"]).stat().st_size > 1_000 for step in told["steps"])


def test_an_unknown_scenario_names_the_known_ones() -> None:
    done = kiosk("tour", "--scenario", "nonsense")
    assert done.returncode == 2
    assert "virtual-account" in done.stderr


def test_run_without_a_display_says_that_it_tours_instead() -> None:
    """Only the decision is looked at here; the tour itself is played above."""
    done = kiosk("run", "--settings", "/nowhere/at-all.toml")
    assert done.returncode == 2
    assert "no display" in done.stdout


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
def test_pictures_are_whole_on_a_display_smaller_than_the_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM")
    with private_display(700, 500):
        display = os.environ["DISPLAY"]
        done = kiosk("tour", "--windowed", "540x960", "--shots", tmp_path, DISPLAY=display)
    assert done.returncode == 0, done.stdout + done.stderr
    pictures = sorted(tmp_path.glob("*.png"))
    assert len(pictures) > 5
    for file in pictures:
        picture = QImage(str(file))
        below = {picture.pixelColor(x, y).name() for x in range(0, 540, 5) for y in range(520, 960, 5)}
        assert below != {"#000000"}, f"{file.name} ends where the display ends"


def test_a_display_that_is_not_there_is_told_in_two_lines() -> None:
    done = kiosk("run", DISPLAY=":4711")
    assert done.returncode == 2
    assert done.stderr.splitlines()[0].startswith("kiosk: The display :4711 (DISPLAY) cannot be reached")
    assert len(done.stderr.splitlines()) == 2


def test_a_tour_without_the_display_that_is_named_draws_on_its_own(tmp_path: Path) -> None:
    done = kiosk("tour", "--scenario", "nonsense", DISPLAY=":4711")
    assert "The display :4711 (DISPLAY) cannot be reached" in done.stdout
    assert "Drawing on" in done.stdout

"""The whole program, played by a scripted customer on real windows: every scenario ends as it must, no promise broken."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCENARIOS = (
    *("paid", "declined", "canceled", "fail-url", "unknown", "late", "expired", "tampered-amount"),
    *("tampered-order", "replay", "taken", "popup", "app-scheme", "renderer-crash", "virtual-account"),
)


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
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_customer_comes_to_the_right_end(scenario: str, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    done = kiosk("tour", "--scenario", scenario, "--json", report, "--shots", tmp_path / "shots")
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

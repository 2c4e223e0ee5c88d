"""``kiosk tour --role desk``: an evening at the front desk, to the money that the company's record shows as given back."""

import json
import subprocess
import sys
from pathlib import Path


def test_an_evening_at_the_desk_goes_as_expected_and_no_promise_is_broken(tmp_path: Path) -> None:
    report = tmp_path / "desk.json"
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "tour", "--role", "desk", f"--json={report}", f"--shots={tmp_path}"],
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(report.read_text("utf-8"))
    names = [step["name"] for step in told["steps"]]
    for name in (
        "live floor", "walk-in seated", "moved", "moved back", "refund proven", "team called", "no answer",
        "team seated", "team off", "taken", "locked", "timetable",
        "published", "reports", "price saved", "day off saved", "person added", "keys good", "looked for", "signed",
    ):  # fmt: skip
        assert name in names
    assert all(told["invariants"].values()), told["violations"]
    assert len(list(tmp_path.glob("*.png"))) == len(names)

"""``kiosk tour --role newcomer``: an owner who has seen nothing but the screens draws twelve tables, and guests pay for two seats."""

import json
import subprocess
import sys
from pathlib import Path


def test_an_owner_sets_up_twelve_tables_by_the_screens_alone_and_sells_a_seat(tmp_path: Path) -> None:
    report = tmp_path / "sale.json"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "kiosk",
            "tour",
            "--role",
            "newcomer",
            f"--json={report}",
            f"--shots={tmp_path}",
        ],
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "12 tables" in done.stdout
    told = json.loads(report.read_text("utf-8"))
    assert told["booking"]["status"] == "PAID"
    assert told["booking"]["seats"][0].startswith("t-"), "a seat of a table that was drawn"
    assert told["gateway"]["net_won"] == told["booking"]["amount"] > 0
    assert all(told["invariants"].values()), told["violations"]
    assert (tmp_path / "07-published.png").exists()

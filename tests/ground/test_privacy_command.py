"""``kiosk privacy``: for one person, and the rule."""

import io
import json
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.app.errors import Fix
from kiosk.app.machine import MachineClock, MachineIds
from kiosk.app.store import open_store
from kiosk.cli import parser
from kiosk.domain.staff import Role
from kiosk.services import placing, staffing
from kiosk.services.at_desk import Done
from kiosk.services.placing import HouseKind, Wanted
from kiosk.services.shop import Shop
from kiosk.storage import floors
from tests.services.desk_crew import CHEAP, by, hire

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo" / "restaurant.toml"


@pytest.fixture(autouse=True)
def _a_guest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database of its own, with somebody who has booked by telephone."""
    monkeypatch.setattr(staffing, "HASHER", CHEAP)
    url = f"sqlite:///{tmp_path / 'jari.db'}"
    monkeypatch.setenv("KIOSK_DATABASE_URL", url)
    database, restaurant_id = open_store(url, DEMO)
    shop = Shop(database.of(restaurant_id), MachineClock(), MachineIds(), restaurant_id, "desk-1")
    with database.read() as session:
        seat = floors.plan_of(session, restaurant_id).tables[0].seats[0].seat_id
    starts = shop.clock.now() + timedelta(hours=1)
    wanted = Wanted(
        HouseKind.RESERVED, frozenset({seat}), 1, starts, starts + timedelta(hours=1), "홍길동 010-1234-5678"
    )
    assert isinstance(placing.take_seats(shop, by(shop, hire(shop, Role.OWNER)), wanted), Done)
    database.close()


def run(monkeypatch: pytest.MonkeyPatch, *words: str, asked: str = "") -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{asked}\n"))
    args = parser().parse_args(["privacy", *words])
    return int(args.command(args))


def test_what_is_kept_is_written_for_its_owner_alone_and_then_erased(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "person.json"
    assert run(monkeypatch, "export", str(file), asked="5678") == 0
    assert json.loads(file.read_text())["words"][0]["text"] == "홍길동 010-1234-5678"
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(Fix, match="cannot be written"):
        run(monkeypatch, "export", str(file), asked="5678")
    capsys.readouterr()
    assert run(monkeypatch, "erase", asked="홍길동") == 0
    assert run(monkeypatch, "erase", asked="홍길동") == 0
    assert capsys.readouterr().out.splitlines() == ["1 erased.", "0 erased."]


def test_too_little_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Fix, match="too little"):
        run(monkeypatch, "erase", asked="홍")


def test_the_rule_is_applied_once_a_day(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "tidy") == 0
    assert run(monkeypatch, "tidy") == 0
    assert capsys.readouterr().out.splitlines() == [
        "0 shortened, 0 erased.",
        "The rule was applied today already.",
    ]


def test_who_is_meant_is_asked_in_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("builtins.input", lambda _: "5678")
    args = parser().parse_args(["privacy", "erase"])
    monkeypatch.setattr("sys.stdin", type("Terminal", (), {"isatty": lambda _: True})())
    assert args.command(args) == 0
    assert "1 erased." in capsys.readouterr().out

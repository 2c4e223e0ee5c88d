"""``kiosk staff``: the first owner, and PINs that are locked or forgotten."""

import io
from pathlib import Path

import pytest

from kiosk.app.errors import Fix
from kiosk.cli import parser


def _run(monkeypatch: pytest.MonkeyPatch, *words: str, pin: str = "") -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{pin}\n"))
    args = parser().parse_args(["staff", *words])
    return int(args.command(args))


@pytest.fixture(autouse=True)
def _own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_DATABASE_URL", f"sqlite:///{tmp_path / 'jari.db'}")


def test_an_owner_is_added_listed_reset_and_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, "add", "사장님", pin="161803") == 0
    assert _run(monkeypatch, "add", "홀 1", "--role", "waiter", pin="271828") == 0
    assert _run(monkeypatch, "reset", "홀 1", pin="577215") == 0
    assert _run(monkeypatch, "remove", "홀 1") == 0
    capsys.readouterr()
    assert _run(monkeypatch, "list") == 0
    assert capsys.readouterr().out.splitlines() == ["사장님  owner", "홀 1  waiter  left"]
    with pytest.raises(Fix, match="last owner"):
        _run(monkeypatch, "remove", "사장님")


@pytest.mark.parametrize(("pin", "said"), [("12", "six digits"), ("111111", "anybody tries")])
def test_a_pin_that_will_not_do_is_told(monkeypatch: pytest.MonkeyPatch, pin: str, said: str) -> None:
    with pytest.raises(Fix, match=said):
        _run(monkeypatch, "add", "사장님", pin=pin)


def test_a_name_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Fix, match="Nobody called"):
        _run(monkeypatch, "reset", "없음", pin="161803")


def test_a_pin_is_typed_twice_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter(["161803", "161804"])
    monkeypatch.setattr("kiosk.app.staff.getpass", lambda _: next(typed))
    args = parser().parse_args(["staff", "add", "사장님"])
    monkeypatch.setattr("sys.stdin", type("Terminal", (), {"isatty": lambda _: True})())
    with pytest.raises(Fix, match="not the same"):
        args.command(args)

"""Logs: canaries are planted everywhere a secret could be, and none may come out; without the guard they do."""

import json
import logging
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog

from kiosk.app import logs
from kiosk.app.errors import Fix

CANARIES = {
    "secret key": "test_gsk_docs_OaPz8L5KdmQXkzRz",
    "live key": "live_sk_" + "zzzzYYYYxxxx1234",
    "client key": "live_gck_abcdEFGH",
    "old key": "test_ak_ZORzdMaqN3wQd5k6",
    "card": "4111111111111111",
    "card with spaces": "5555 5555 5555 4444",
    "card with dashes": "3782-822463-10005",
    "phone": "010-1234-5678",
    "plain phone": "01012345678",
    "phone abroad": "+82 10-1234-5678",
    "payment key": "tgen_20261123101530Ab1X2",
}
KNOWN = "a-secret-without-any-shape"


class StillClock:
    def now(self) -> datetime:
        return datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC)

    def monotonic(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        raise AssertionError("logs do not wait")


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    level = logging.getLogger().level
    yield logs.configure(tmp_path / "logs", StillClock(), [KNOWN])
    logs.shut()
    structlog.reset_defaults()
    logging.getLogger().setLevel(level)


def records(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_a_record_is_one_line_of_json_with_the_time_of_the_clock(file: Path):
    structlog.get_logger("kiosk.test").info("hold made", booking_id="b" * 32, amount=18_000, seats=["3-A"])
    (record,) = records(file)
    assert record == {
        "event": "hold made",
        "level": "info",
        "logger": "kiosk.test",
        "time": "2026-11-23T01:02:03.000+00:00",
        "booking_id": "b" * 32,
        "amount": 18_000,
        "seats": ["3-A"],
    }


@pytest.mark.parametrize("canary", CANARIES.values(), ids=CANARIES.keys())
def test_no_secret_comes_out_wherever_it_stands(file: Path, canary: str):
    log = structlog.get_logger("kiosk.test")
    event = f"said {canary} aloud"
    log.info(event, reason=f"because {canary}", what={"reason": [canary]}, code=canary)
    log.info("in a field nobody knows", card_number=canary)
    logging.getLogger("some.library").warning("GET /v1/payments/%s failed", canary)
    try:
        raise ValueError(f"bad {canary}")
    except ValueError:
        log.exception("it broke")
    written = file.read_text(encoding="utf-8")
    assert len(records(file)) == 4
    assert canary not in written
    assert "dropped_fields" in written


def test_without_the_guard_each_canary_would_come_out(file: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(logs.Redactor, "__call__", lambda _self, _logger, _method, record: dict(record))
    for canary in CANARIES.values():
        structlog.get_logger("kiosk.test").info("event", reason=canary)
    assert all(canary in file.read_text(encoding="utf-8") for canary in CANARIES.values())


@pytest.mark.parametrize(
    "text",
    [
        "https://kiosk.invalid/pay/success?paymentKey=5EnNZRJGvaBX7zk2yd8ydw26XvwXkLrx9POL&orderId=jari-1",
        '{"paymentKey": "5EnNZRJGvaBX7zk2yd8ydw26XvwXkLrx9POL"}',
        "payment_key=5EnNZRJGvaBX7zk2yd8ydw26XvwXkLrx9POL",
    ],
)
def test_a_payment_key_is_known_by_its_name(text: str):
    assert "5EnNZ" not in logs.Redactor().text(text)


def test_an_authorization_header_is_blotted_out():
    assert "dGVzdF9nc2s6" not in logs.Redactor().text("Authorization: Basic dGVzdF9nc2s6dGVzdA==")


def test_the_secrets_of_this_run_are_known_in_any_shape(file: Path):
    structlog.get_logger("kiosk.test").info("it is " + KNOWN)
    assert KNOWN not in file.read_text(encoding="utf-8")


def test_our_own_ids_and_amounts_are_left_as_they_are():
    # An id of which a part passes for a card number.
    order_id = "jari-" + "4111111111111111" + "a" * 16
    kept = logs.Redactor()(
        None, "info", {"order_id": order_id, "amount": 1_234_500, "seconds": 1.5, "what": None}
    )
    assert kept == {"order_id": order_id, "amount": 1_234_500, "seconds": 1.5, "what": None}


def test_a_number_that_is_no_card_stays():
    assert logs.Redactor().text("row 1234567890123456") == "row 1234567890123456"


def test_a_card_given_as_a_number_does_not():
    assert logs.Redactor()(None, "info", {"code": 4111111111111111}) == {"code": "[card]"}


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path):
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(Fix, match="Logs cannot be written"):
        logs.configure(blocked / "logs", StillClock())


def test_a_record_that_cannot_be_written_is_not_printed_as_it_came(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    def full(*_args: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(structlog.stdlib.ProcessorFormatter, "format", full)
    structlog.get_logger("kiosk.test").error("said " + CANARIES["card"])
    told = capsys.readouterr()
    assert "could not be written" in told.err
    assert CANARIES["card"] not in told.err + told.out


def test_the_file_is_for_its_owner_only(file: Path):
    if sys.platform != "win32":
        assert file.parent.stat().st_mode & 0o077 == 0

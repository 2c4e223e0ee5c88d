"""``kiosk reconcile`` as a person runs it: a plain table, the same as JSON, and an exit code that a timer understands."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from kiosk.app import resources
from kiosk.app.machine import MachineClock
from kiosk.app.reconcile import as_json, lines_of
from kiosk.domain.flight import Sent
from kiosk.domain.money import won
from kiosk.domain.reconciling import Kind
from kiosk.domain.sittings import seoul_day
from kiosk.sandbox import Sandbox
from kiosk.services.adopting import Deed
from kiosk.services.reconciling import MATTER, NotReconciled, Report
from kiosk.storage.flight import FlightFile
from kiosk.ui.text import Text, load_texts
from tests.e2e.test_tour import kiosk
from tests.e2e.till_over_sandbox import Till
from tests.fakes.machine import FakeClock, FakeIds

TEXTS = load_texts(resources.path("text"))


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    with Sandbox() as sandbox:
        till = Till(tmp_path / "jari.db", sandbox, FakeClock(), FakeIds())
        yield till
        till.close()


def run(till: Till, *words: str | Path) -> "CompletedProcess[str]":
    return kiosk(
        *("reconcile", "--date", "2026-03-13", "--api", till.sandbox.url, *words),
        KIOSK_DATABASE_URL=f"sqlite:///{till.file}",
        KIOSK_TOSS_CLIENT_KEY=till.sandbox.client_key,
        KIOSK_TOSS_SECRET_KEY=till.sandbox.secret_key,
        KIOSK_LANG="en",
        KIOSK_STATE_DIR=str(till.file.parent / "state"),
    )


def report(till: Till) -> Report:
    end = till.reconciler.reconcile(seoul_day(till.clock.now()))
    assert isinstance(end, Report), end
    return end


def test_a_day_is_compared_from_the_command_line(till: Till) -> None:
    till.sell("1-1 1-2")
    canceled = till.sell("2-1")
    done = run(till, "--json", till.file.parent / "day.json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No differences." in done.stdout
    assert "30,000 won" in done.stdout
    found = json.loads((till.file.parent / "day.json").read_text("utf-8"))
    assert found["agrees"] is found["reconciled"] is True
    assert found["ours"] == found["theirs"]
    till.cancel_in_console(canceled)
    done = run(till)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Canceled in full in the payment company's console" in done.stdout
    assert "Decide whether the seats are kept" in done.stdout
    assert run(till).returncode == 0


def test_orders_that_only_this_machines_recorder_knows_are_named(till: Till) -> None:
    flight = FlightFile(till.file.parent / "state")
    flight.note(Sent("jari-lost", "pk-lost", won(20_000), "key", MachineClock().now() - timedelta(hours=1)))
    done = run(till, "--json", till.file.parent / "day.json")
    assert done.returncode == 1
    assert "jari-lost   20,000 won" in done.stdout
    assert "pk-lost" not in done.stdout
    assert json.loads((till.file.parent / "day.json").read_text("utf-8"))["only_recorded"] == ["jari-lost"]


def test_a_company_that_is_away_is_said_to_be(till: Till) -> None:
    till.sandbox.stop()
    done = run(till)
    assert done.returncode == 1
    assert "NOT RECONCILED" in done.stdout
    assert "cannot be reached" in done.stdout


def test_without_keys_there_is_nobody_to_compare_with(till: Till) -> None:
    done = kiosk("reconcile", KIOSK_DATABASE_URL=f"sqlite:///{till.file}")
    assert done.returncode == 2
    assert "kiosk sandbox" in done.stderr


@pytest.mark.parametrize(
    "words", [("--date", "yesterday"), ("--api", "http://192.0.2.1"), ("--json", "/nowhere/at/all.json")]
)
def test_words_that_make_no_sense_are_refused(till: Till, words: tuple[str, str]) -> None:
    done = run(till, *words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


# --- what it says ---------------------------------------------------------------------------------------------------


def test_every_kind_and_every_deed_has_its_words_in_both_languages() -> None:
    wanted = {f"reconcile.{deed}" for deed in Deed}
    for kind in Kind:
        name = f"matter.{MATTER}{kind}"
        wanted |= {name, f"{name}_do"} if kind.is_difference else {f"reconcile.{kind}"}
    for text in TEXTS.values():
        assert {key for key in wanted if not text.has(key)} == set()


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_the_table_has_each_finding_its_won_and_what_to_do(till: Till, text: Text) -> None:
    paid = till.sell("1-1 1-2")
    till.cancel_in_console(paid, 5_000)
    till.sandbox.rest.listing.settlements_on = True
    end = report(till)
    said = "\n".join(lines_of(end, text))
    for words in ("20,000 won", "15,000 won", text("matter.reconcile_partly_canceled_there")):
        assert words in said
    assert "theirs -5,000 won, ours +0 won" in said
    assert "settled: 2 x" in said
    told: dict[str, Any] = as_json(end)
    assert told["agrees"] is False
    assert told["theirs"]["net_won"] - told["ours"]["net_won"] == sum(
        each["won"] for each in told["findings"]
    )
    assert told["settled"]["amount_won"] == 15_000
    assert json.loads(json.dumps(told)) == told


def test_what_passes_by_itself_is_said_and_is_no_difference(till: Till) -> None:
    till.sell("1-1")
    till.sandbox.ledger.transactions.clear()
    end = report(till)
    said = "\n".join(lines_of(end, TEXTS["en"]))
    assert "does not list it yet" in said
    assert "No differences." in said


def test_settlements_that_cannot_be_had_are_said(till: Till) -> None:
    till.sandbox.faults.switch_on({"kind": "drop", "endpoint": "settlements"})
    end = report(till)
    assert "settled: not known" in "\n".join(lines_of(end, TEXTS["en"]))
    assert "unavailable" in as_json(end)["settled"]


def test_a_day_that_could_not_be_compared_says_why() -> None:
    away = NotReconciled(seoul_day(FakeClock().now()), "the payment company answered 500", "COMMON_ERROR")
    assert "NOT RECONCILED. The payment company answered 500." in lines_of(away, TEXTS["ko"])[0]
    assert as_json(away) == {
        "day": "2026-03-13",
        "reconciled": False,
        "why": "the payment company answered 500",
        "code": "COMMON_ERROR",
    }

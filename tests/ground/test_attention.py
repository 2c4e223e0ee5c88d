"""kiosk attention: staff find the guest by what stands on the guest's screen, in the language of the settings."""

from argparse import Namespace
from pathlib import Path

import pytest

from kiosk.app import attention, machine
from kiosk.domain.sittings import open_sittings
from kiosk.services.attention import tell_undecided
from kiosk.services.restaurants import install
from kiosk.services.shop import Shop
from kiosk.storage.engine import open_database
from kiosk.storage.schema import bring_up_to_date
from tests.fakes.machine import FakeClock, FakeIds
from tests.fakes.restaurants import ALL_DAY, restaurant
from tests.fakes.scripted import ScriptedChannel
from tests.services.road import Road

ARGS = {"settings": None, "take": None, "by": None, "decision": None}


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    url = f"sqlite:///{tmp_path / 'jari.db'}"
    monkeypatch.setenv("KIOSK_DATABASE_URL", url)
    database = open_database(url)
    bring_up_to_date(database)
    install(database, restaurant())
    clock = FakeClock()
    monkeypatch.setattr(machine.MachineClock, "now", clock.now)
    shop = Shop(database, clock, FakeIds(), "corner", "K1")
    yield Road(shop, open_sittings(clock.now(), ALL_DAY)[0], ScriptedChannel())
    database.close()


def _told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, lang: str) -> list[str]:
    monkeypatch.setenv("KIOSK_LANG", lang)
    assert attention.main(Namespace(**ARGS)) == 1
    return capsys.readouterr().out.splitlines()


def test_an_undecided_payment_is_told_by_what_the_guest_can_show(
    road: Road, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    end = road.accepted().order_id[-4:]
    tell_undecided(road.shop)
    since, do, whom, take = _told(capsys, monkeypatch, "en")
    assert since == "2026-03-13 18:42  Charged or not is not known yet"
    assert do.startswith("    Ask the guest not to pay again")
    assert whom.split(" · ") == [
        "    Booking 1001 (K1-1001)",
        "Table 1",
        "Fri 13 Mar 18:45",
        "2 guests",
        "20,000 won",
        f"order …{end}",
    ]
    assert take.startswith("    --take ")


def test_it_is_told_in_korean_too(
    road: Road, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    road.accepted()
    tell_undecided(road.shop)
    _, _, whom, _ = _told(capsys, monkeypatch, "ko")
    assert "예약번호 1001 (K1-1001) · 1번 테이블" in whom
    assert "20,000원" in whom


def test_a_matter_about_no_booking_says_what_is_known(
    road: Road, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from kiosk.services.attention import CHANNEL, Kind, open_matter

    with road.shop.database.write() as session:
        open_matter(session, road.shop, Kind.CLOCK_WRONG, CHANNEL, ahead_s=300)
        open_matter(session, road.shop, "reconcile_amount", "their-order-1", theirs=30_000, ours=20_000)
    told = _told(capsys, monkeypatch, "en")
    assert "    ahead by seconds 300" in told
    assert "    their-order-1 · ours 20,000 won · theirs 30,000 won" in told


def test_one_is_taken_and_then_nothing_waits(
    road: Road, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    road.accepted()
    tell_undecided(road.shop)
    matter_id = _told(capsys, monkeypatch, "ko")[-1].split()[-1]
    taking = {**ARGS, "take": matter_id, "by": "mina", "decision": "seated"}
    assert attention.main(Namespace(**taking)) == 0
    assert attention.main(Namespace(**taking)) == 0
    assert attention.main(Namespace(**ARGS)) == 0
    assert capsys.readouterr().out.splitlines() == [
        "맡았습니다.",
        "다른 사람이 먼저 마쳤습니다.",
        "기다리는 일이 없습니다.",
    ]

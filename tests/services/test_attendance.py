"""Who is missed is told to people, once, and taken back when they are here again; whoever took it has peace for a while."""

from dataclasses import replace

import pytest

from kiosk.services import attendance, attention
from kiosk.services.attendance import PEACE, SILENT_AFTER, Attendance, Standing, standing
from kiosk.services.presence import Presence
from kiosk.services.shop import Shop
from kiosk.storage import terminals
from kiosk.storage.engine import Conflict, Unwritable
from tests.fakes.machine import FakeClock

LONG = SILENT_AFTER.total_seconds() + 1


@pytest.fixture
def kiosk(shop: Shop) -> Attendance:
    return Attendance(replace(shop, terminal="K1"), "kiosk", "1.0")


def missed(shop: Shop) -> list[tuple[str, str]]:
    attendance.watch(shop)
    return [(matter.kind, matter.subject) for matter in attention.open_matters(shop)]


def how(shop: Shop, clock: FakeClock) -> list[Standing]:
    with shop.database.read() as session:
        return [standing(row, clock.now()) for row in terminals.all_of(session, "corner")]


def test_a_kiosk_that_says_nothing_any_more_is_missed_until_it_speaks(
    shop: Shop, kiosk: Attendance, clock: FakeClock
) -> None:
    kiosk.begin()
    assert missed(shop) == []
    clock.advance(LONG)
    assert missed(shop) == missed(shop) == [("kiosk_silent", "K1")]
    kiosk.beat()
    assert missed(shop) == []


def test_a_kiosk_that_was_ended_in_order_is_missed_by_nobody(
    shop: Shop, kiosk: Attendance, clock: FakeClock
) -> None:
    kiosk.begin()
    kiosk.end()
    clock.advance(LONG)
    assert missed(shop) == []
    assert how(shop, clock) == [Standing.OFF]
    kiosk.beat()
    assert how(shop, clock) == [Standing.HERE], "it was started again"


def test_a_desk_is_not_missed(shop: Shop, clock: FakeClock) -> None:
    Attendance(replace(shop, terminal="desk-1"), "desk", "1.0").begin()
    clock.advance(LONG)
    assert missed(shop) == []
    assert how(shop, clock) == [Standing.SILENT]


@pytest.mark.parametrize(
    ("closed", "found"),
    [("disk_nearly_full", [("kiosk_closed", "K1")]), ("sales_stopped", []), ("", [])],
)
def test_a_kiosk_that_sells_nothing_by_its_own_fault_is_told(
    shop: Shop, kiosk: Attendance, closed: str, found: list[tuple[str, str]]
) -> None:
    kiosk.begin()
    kiosk.beat(closed)
    assert missed(shop) == found


def test_nobody_who_settles_is_told_while_a_kiosk_waits_for_one(shop: Shop, clock: FakeClock) -> None:
    waiting = Attendance(replace(shop, terminal="K2", settled_elsewhere=True), "kiosk", "1.0")
    waiting.begin()
    assert missed(shop) == [], "they are being started together"
    clock.advance(LONG)
    waiting.beat()
    assert missed(shop) == [("settler_away", "channel")]
    Presence(replace(shop, terminal="S1"), "1.0").begin()
    assert missed(shop) == []


def test_a_kiosk_that_settles_by_itself_waits_for_nobody(
    shop: Shop, kiosk: Attendance, clock: FakeClock
) -> None:
    kiosk.begin()
    clock.advance(LONG)
    kiosk.beat()
    assert missed(shop) == []


def test_whoever_took_it_has_peace_and_is_told_again_if_it_lasts(
    shop: Shop, kiosk: Attendance, clock: FakeClock
) -> None:
    kiosk.begin()
    clock.advance(LONG)
    missed(shop)
    (matter,) = attention.open_matters(shop)
    attention.take(shop, matter.matter_id, "s1", "taken")
    assert missed(shop) == []
    clock.advance(PEACE.total_seconds() - 1)
    assert missed(shop) == []
    clock.advance(1)
    assert missed(shop) == [("kiosk_silent", "K1")]


def test_a_clock_that_was_set_back_begins_anew(shop: Shop, kiosk: Attendance, clock: FakeClock) -> None:
    kiosk.begin()
    clock.advance(-3_600)
    assert how(shop, clock) == [Standing.SILENT]
    kiosk.beat("disk_nearly_full")
    assert how(shop, clock) == [Standing.HERE]
    assert missed(shop) == [("kiosk_closed", "K1")]


@pytest.mark.parametrize("away", [Conflict, Unwritable])
def test_what_cannot_be_stored_now_is_told_by_the_next_look(
    shop: Shop, kiosk: Attendance, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, away: type[Exception]
) -> None:
    kiosk.begin()
    clock.advance(LONG)

    def refuse(*_: object, **__: object) -> None:
        raise away("not now")

    with monkeypatch.context() as patched:
        patched.setattr(attention, "open_matter", refuse)
        assert missed(shop) == []
    assert missed(shop) == [("kiosk_silent", "K1")]

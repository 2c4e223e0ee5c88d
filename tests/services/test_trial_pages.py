"""Test pages: asked for at a desk, printed once by the kiosk, and told as they came out."""

from datetime import timedelta

import pytest

from kiosk.app import resources
from kiosk.domain.staff import Role
from kiosk.services import trial_pages
from kiosk.services.attendance import Attendance
from kiosk.services.printing import PATIENCE, NotPrinted, Why
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.services.trial_pages import Trial, TrialAsked, TrialPress, TrialState
from kiosk.storage import journal
from kiosk.ui.text import load_texts
from tests.fakes.machine import FakeClock
from tests.fakes.printer import FakePrinter
from tests.services.desk_crew import by, hire

KOREAN = load_texts(resources.path("text"))["ko"]


@pytest.fixture
def waiter(shop: Shop) -> By:
    Attendance(shop, "kiosk", "1.0").begin()
    return by(shop, hire(shop, Role.WAITER), proven=False)


def state(shop: Shop) -> TrialState:
    return trial_pages.last(shop, ["K1"])["K1"].state


def test_a_page_is_printed_once_with_the_letters_of_every_language(shop: Shop, waiter: By) -> None:
    printer = FakePrinter()
    press = TrialPress(shop, printer, KOREAN)
    assert trial_pages.ask(shop, waiter, "K1") == TrialAsked("K1")
    assert state(shop) is TrialState.WAITING
    assert press.work() == 1
    assert press.work() == 0
    assert state(shop) is TrialState.PRINTED
    (paper,) = printer.texts
    assert all(part in paper for part in ("시험 인쇄", "K1 ", "日本語", "简体中文"))
    assert "1234567890" in paper
    assert max(len(line.left) for line in printer.papers[0]) <= printer.columns


def test_a_kiosk_that_is_started_again_does_not_print_it_again(shop: Shop, waiter: By) -> None:
    trial_pages.ask(shop, waiter, "K1")
    TrialPress(shop, FakePrinter(), KOREAN).work()
    assert TrialPress(shop, FakePrinter(), KOREAN).work() == 0


def test_why_no_page_came_out_is_told(shop: Shop, waiter: By, clock: FakeClock) -> None:
    trial_pages.ask(shop, waiter, "K1")
    off = FakePrinter([NotPrinted(Why.NO_PAPER, untouched=True)])
    assert TrialPress(shop, off, KOREAN).work() == 0
    assert trial_pages.last(shop, ["K1", "K2"]) == {"K1": Trial(TrialState.FAILED, clock.now(), "no_paper")}


def test_a_page_that_nobody_printed_in_time_is_not_printed_any_more(
    shop: Shop, waiter: By, clock: FakeClock
) -> None:
    trial_pages.ask(shop, waiter, "K1")
    asked_at = clock.now()
    clock.advance((PATIENCE + timedelta(seconds=1)).total_seconds())
    assert trial_pages.last(shop, ["K1"])["K1"] == Trial(TrialState.FAILED, asked_at, "not_taken")
    printer = FakePrinter()
    assert TrialPress(shop, printer, KOREAN).work() == 0
    assert printer.papers == []


def test_one_page_at_a_time_and_another_one_afterwards(shop: Shop, waiter: By) -> None:
    press = TrialPress(shop, FakePrinter(), KOREAN)
    assert press.work() == 0
    trial_pages.ask(shop, waiter, "K1")
    assert trial_pages.ask(shop, waiter, "K1") == Refused("already_printing")
    press.work()
    assert trial_pages.ask(shop, waiter, "K1") == TrialAsked("K1")
    assert press.work() == 1


def test_nobody_asks_for_one_without_a_right_or_where_there_is_no_kiosk(shop: Shop, waiter: By) -> None:
    assert trial_pages.ask(shop, By("nobody"), "K1") == Refused("not_allowed")
    assert trial_pages.ask(shop, waiter, "K9") == Refused("unknown")


def test_who_asked_and_what_came_of_it_is_in_the_journal(shop: Shop, waiter: By) -> None:
    trial_pages.ask(shop, waiter, "K1")
    TrialPress(shop, FakePrinter(), KOREAN).work()
    with shop.database.read() as session:
        told = [entry.body for entry in journal.entries(session, "corner") if entry.kind == "trial"]
    assert f'"by":"{waiter.staff_id}"' in told[0]
    assert '"status":"PRINTED"' in told[1]

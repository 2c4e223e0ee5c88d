"""Receipts on paper: stored before they are printed, never twice as an original, told to staff when they do not come out."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.app import resources
from kiosk.services import attention, key_check, printing
from kiosk.services.attention import Matter
from kiosk.services.printing import PATIENCE, LastPaper, NotPrinted, Press, Printed, Why, ask
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.storage import journal, prints, reconciliations
from kiosk.storage.engine import Conflict, Unwritable
from kiosk.storage.prints import JobRow, JobState
from kiosk.ui.text import load_texts
from tests.fakes.machine import FakeClock
from tests.fakes.printer import FakePrinter
from tests.services.road import Road

TEXTS = load_texts(resources.path("text"))
OFF = NotPrinted(Why.OFF, untouched=True)
CUT = NotPrinted(Why.CUT_OFF, untouched=False)


@pytest.fixture
def paid(road: Road) -> str:
    payment = road.accepted()
    road.settler.settle(payment.payment_id)
    return payment.booking_id


@pytest.fixture
def printer() -> FakePrinter:
    return FakePrinter()


def press_of(shop: Shop, printer: FakePrinter) -> Press:
    return Press(shop, printer, lambda language: TEXTS[language])


@pytest.fixture
def press(shop: Shop, printer: FakePrinter) -> Press:
    return press_of(shop, printer)


def jobs(shop: Shop, booking_id: str) -> list[JobRow]:
    with shop.database.read() as session:
        return prints.of_booking(session, shop.restaurant_id, booking_id)


def failed_prints(shop: Shop) -> list[Matter]:
    return [each for each in attention.open_matters(shop) if each.kind == attention.Kind.PRINT_FAILED]


def again(shop: Shop, paid: str, terminal: str = "") -> str:
    """Staff want it once more."""
    (first, *_) = jobs(shop, paid)
    with shop.database.write() as session:
        return printing.enqueue(session, shop, first.payment_id, paid, terminal or shop.terminal, "ko", "s1")


def test_a_guest_gets_the_original_once_and_after_it_only_copies(
    shop: Shop, press: Press, printer: FakePrinter, paid: str
) -> None:
    assert press.print_for("v1", paid, "ko")
    assert press.print_for("v1", paid, "en")
    first, second = printer.texts
    assert "사본" not in first
    assert "Copy 1" in second
    assert [(job.state, job.copy) for job in jobs(shop, paid)] == [
        (JobState.PRINTED, 0),
        (JobState.PRINTED, 1),
    ]


def test_what_was_asked_for_and_what_came_of_it_is_in_the_journal(
    shop: Shop, press: Press, paid: str
) -> None:
    press.print_for("v1", paid, "ko")
    (job,) = jobs(shop, paid)
    with shop.database.read() as session:
        told = [json.loads(entry.body) for entry in journal.about(session, shop.restaurant_id, job.job_id)]
        breaks = journal.breaks(journal.entries(session, shop.restaurant_id))
    assert [(each["status"], each["why"]) for each in told] == [("WAITING", "asked"), ("PRINTED", "printed")]
    assert breaks == []


@pytest.mark.parametrize("visit", ["v1", "v2"])
def test_nobody_gets_paper_of_a_booking_that_is_not_paid_or_not_theirs(
    shop: Shop, press: Press, printer: FakePrinter, road: Road, visit: str
) -> None:
    held = road.hold()
    if visit == "v2":
        payment = road.accepted()
        road.settler.settle(payment.payment_id)
    assert ask(shop, visit, held.booking_id, "ko") == Refused("not_paid")
    assert not press.print_for(visit, held.booking_id, "ko")
    assert printer.papers == []


def test_a_printer_that_is_off_is_told_to_staff_and_the_next_paper_is_still_the_original(
    shop: Shop, press: Press, printer: FakePrinter, paid: str
) -> None:
    printer.answers = [OFF, Printed(is_proven=False)]
    assert not press.print_for("v1", paid, "ko")
    (matter,) = failed_prints(shop)
    assert (matter.subject, matter.details) == (paid, {"terminal": "K1", "printer": "off"})
    again(shop, paid)
    assert press.work() == 1
    assert "사본" not in printer.texts[1]
    assert failed_prints(shop) == [], "it came out: nobody has to do anything"


def test_after_a_line_that_was_cut_the_next_paper_is_a_copy(
    shop: Shop, press: Press, printer: FakePrinter, paid: str
) -> None:
    printer.answers = [CUT, Printed(is_proven=True)]
    assert not press.print_for("v1", paid, "ko")
    again(shop, paid)
    press.work()
    assert "사본 (copy) 1" in printer.texts[1]


class Killed(BaseException):
    """The process is gone."""


def die() -> Printed:
    raise Killed


def test_a_process_that_dies_after_printing_prints_a_copy_when_it_is_back_and_holds_nobody_up(
    shop: Shop, press: Press, printer: FakePrinter, paid: str
) -> None:
    printer.answers = [die, Printed(is_proven=True)]
    with pytest.raises(Killed):
        press.print_for("v1", paid, "ko")
    assert [job.state for job in jobs(shop, paid)] == [JobState.WAITING]
    assert press_of(shop, printer).work() == 1
    assert "사본" not in printer.texts[0]
    assert "사본 (copy) 1" in printer.texts[1]
    assert [job.state for job in jobs(shop, paid)] == [JobState.PRINTED]
    assert press_of(shop, printer).work() == 0


def test_what_died_while_printing_counts_as_out_even_if_the_printer_is_off_then(
    shop: Shop, press: Press, printer: FakePrinter, paid: str
) -> None:
    printer.answers = [die, OFF, Printed(is_proven=True)]
    with pytest.raises(Killed):
        press.print_for("v1", paid, "ko")
    press_of(shop, printer).work()
    again(shop, paid)
    press_of(shop, printer).work()
    assert "사본 (copy) 1" in printer.texts[-1]


def test_an_answer_that_could_not_be_stored_is_stored_later_without_printing_again(
    shop: Shop, press: Press, printer: FakePrinter, paid: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise Unwritable("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(prints, "mark_printed", refuse)
        with pytest.raises(Unwritable):
            press.print_for("v1", paid, "ko")
    assert press.work() == 1
    assert len(printer.papers) == 1
    assert [job.state for job in jobs(shop, paid)] == [JobState.PRINTED]


@pytest.mark.parametrize("seconds", [PATIENCE.total_seconds() + 1, -PATIENCE.total_seconds() - 1])
def test_what_waited_too_long_is_not_printed_before_strangers(
    shop: Shop, press: Press, printer: FakePrinter, paid: str, clock: FakeClock, seconds: float
) -> None:
    asked = ask(shop, "v1", paid, "ko")
    assert isinstance(asked, str)
    clock.advance(seconds)
    assert press.work() == 0
    assert printer.papers == []
    (matter,) = failed_prints(shop)
    assert matter.details["printer"] == "late"


def test_two_lanes_of_one_terminal_print_a_wish_once(
    shop: Shop, press: Press, printer: FakePrinter, paid: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second one has read the list before the first one was done."""
    ask(shop, "v1", paid, "ko")
    (stale,) = jobs(shop, paid)
    press.work()
    monkeypatch.setattr(prints, "waiting_at", lambda *_: [stale])
    assert press_of(shop, printer).work() == 0
    assert len(printer.papers) == 1


def test_a_kiosk_prints_only_what_waits_for_itself(
    shop: Shop, press: Press, printer: FakePrinter, paid: str
) -> None:
    press.print_for("v1", paid, "ko")
    again(shop, paid, "desk-1")
    assert press.work() == 0
    desk = press_of(replace(shop, terminal="desk-1"), printer)
    assert desk.work() == 1


# --- who tells of it, where a kiosk may not --------------------------------------------------------------------------


@pytest.fixture
def kiosk(shop: Shop) -> Shop:
    """A kiosk among several: it may not open matters."""
    return replace(shop, terminal="K2", settled_elsewhere=True)


def test_a_desk_tells_of_what_failed_at_a_kiosk_once_and_takes_it_back(
    shop: Shop, kiosk: Shop, printer: FakePrinter, paid: str, clock: FakeClock
) -> None:
    printer.answers = [OFF, Printed(is_proven=True)]
    press = press_of(kiosk, printer)
    press.print_for("v1", paid, "ko")
    assert failed_prints(shop) == []
    printing.watch(shop)
    printing.watch(shop)
    (matter,) = failed_prints(shop)
    assert matter.details == {"terminal": "K2", "printer": "off"}
    again(shop, paid, "K2")
    clock.advance(1)
    press.work()
    printing.watch(shop)
    assert failed_prints(shop) == []


def test_whoever_has_taken_it_is_told_again_only_when_it_fails_again(
    shop: Shop, kiosk: Shop, printer: FakePrinter, paid: str, clock: FakeClock
) -> None:
    printer.answers = [OFF]
    press = press_of(kiosk, printer)
    press.print_for("v1", paid, "ko")
    printing.watch(shop)
    (matter,) = failed_prints(shop)
    attention.take(shop, matter.matter_id, "s1", "taken")
    printing.watch(shop)
    assert failed_prints(shop) == []
    clock.advance(1)
    again(shop, paid, "K2")
    press.work()
    printing.watch(shop)
    assert len(failed_prints(shop)) == 1


def test_a_kiosk_that_does_not_take_a_wish_is_told_and_finds_nothing_to_print_later(
    shop: Shop, kiosk: Shop, printer: FakePrinter, paid: str, clock: FakeClock
) -> None:
    ask(kiosk, "v1", paid, "ko")
    printing.watch(shop)
    assert failed_prints(shop) == []
    clock.advance(2 * PATIENCE.total_seconds() + 1)
    printing.watch(shop)
    (matter,) = failed_prints(shop)
    assert matter.details["printer"] == "not_taken"
    assert press_of(kiosk, printer).work() == 0
    assert printer.papers == []


def test_a_wish_that_is_taken_up_while_it_is_given_up_is_not_told(
    shop: Shop,
    kiosk: Shop,
    printer: FakePrinter,
    paid: str,
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ask(kiosk, "v1", paid, "ko")
    (stale,) = jobs(shop, paid)
    press_of(kiosk, printer).work()
    monkeypatch.setattr(prints, "asked_since", lambda *_: [stale])
    clock.advance(2 * PATIENCE.total_seconds() + 1)
    printing.watch(shop)
    assert failed_prints(shop) == []


def test_paper_that_comes_out_after_all_counts(
    shop: Shop, kiosk: Shop, printer: FakePrinter, paid: str, clock: FakeClock
) -> None:
    def slowly() -> Printed:
        clock.advance(2 * PATIENCE.total_seconds() + 1)
        printing.watch(shop)
        return Printed(is_proven=True)

    printer.answers = [slowly]
    assert press_of(kiosk, printer).print_for("v1", paid, "ko")
    assert [job.state for job in jobs(shop, paid)] == [JobState.PRINTED]
    printing.watch(shop)
    assert failed_prints(shop) == []


def test_a_failure_that_comes_after_it_was_given_up_is_told_once(
    shop: Shop, printer: FakePrinter, paid: str, clock: FakeClock
) -> None:
    def slowly() -> NotPrinted:
        clock.advance(2 * PATIENCE.total_seconds() + 1)
        printing.watch(shop)
        return CUT

    printer.answers = [slowly]
    assert not press_of(shop, printer).print_for("v1", paid, "ko")
    (matter,) = failed_prints(shop)
    assert matter.details["printer"] == "not_taken"


@pytest.mark.parametrize("away", [Conflict, Unwritable])
def test_what_cannot_be_told_now_is_told_by_the_next_look(
    shop: Shop,
    kiosk: Shop,
    printer: FakePrinter,
    paid: str,
    monkeypatch: pytest.MonkeyPatch,
    away: type[Exception],
) -> None:
    printer.answers = [OFF]
    press_of(kiosk, printer).print_for("v1", paid, "ko")

    def refuse(*_: object, **__: object) -> None:
        raise away("not now")

    with monkeypatch.context() as patched:
        patched.setattr(attention, "open_matter", refuse)
        printing.watch(shop)
    assert failed_prints(shop) == []
    printing.watch(shop)
    assert len(failed_prints(shop)) == 1


def test_what_each_printer_did_last_is_known_for_a_day(
    shop: Shop, kiosk: Shop, paid: str, clock: FakeClock
) -> None:
    press_of(shop, FakePrinter()).print_for("v1", paid, "ko")
    ask(replace(shop, terminal="K3"), "v1", paid, "ko")
    clock.advance(1)
    press_of(kiosk, FakePrinter([OFF])).print_for("v1", paid, "ko")
    now = clock.now()
    assert printing.last_papers(shop) == {
        "K1": LastPaper(now - timedelta(seconds=1), ""),
        "K2": LastPaper(now, "off"),
    }
    clock.advance(86_402)
    assert printing.last_papers(shop) == {}


# --- what stands on it ------------------------------------------------------------------------------------------------


def verdict(shop: Shop, mode: str) -> None:
    told = {
        "at": shop.clock.now().isoformat(), "terminal": "K1", "mode": mode, "pair": "", "answer": "good", "code": "",
    }  # fmt: skip
    with shop.database.write() as session:
        reconciliations.write_setting(session, shop.restaurant_id, key_check.VERDICT, json.dumps(told))


@pytest.mark.parametrize(
    ("mode", "is_marked"), [("", True), ("test", True), ("sandbox", True), ("live", False)]
)
def test_paper_of_a_payment_that_is_not_real_says_so(
    shop: Shop, press: Press, printer: FakePrinter, paid: str, mode: str, is_marked: bool
) -> None:
    if mode:
        verdict(shop, mode)
    press.print_for("v1", paid, "ko")
    assert ("연습 결제" in printer.texts[0]) is is_marked

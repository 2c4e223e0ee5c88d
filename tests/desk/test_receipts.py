"""Receipts at the desk: printed again from the drawer, and one key for those that did not come out."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from kiosk.app.prints import Prints
from kiosk.domain.staff import Role
from kiosk.services import attention
from kiosk.services.printing import NotPrinted, Printed, Why, enqueue
from kiosk.services.shop import Shop
from kiosk.services.slips import paid_of
from kiosk.storage.engine import Unwritable
from kiosk.ui.threads import PRINT
from tests.desk.front import Front, opened, words
from tests.fakes.lanes import ManualLanes
from tests.fakes.printer import FakePrinter
from tests.services.test_printing import press_of

HERE, AT_KIOSK = "영수증 출력", "영수증 출력 · K1"
OFF = NotPrinted(Why.OFF, untouched=True)


@pytest.fixture
def front(qtbot: object, database_url: str) -> Iterator[Front]:
    """A desk without a printer of its own."""
    with opened(database_url) as made:
        yield made


@pytest.fixture
def with_printer(qtbot: object, database_url: str) -> Iterator[Front]:
    with opened(database_url, prints=True) as made:
        yield made


def to_drawer(front: Front) -> str:
    booking = front.paid()
    front.sign_in(Role.WAITER)
    front.row("1001")
    return booking


def kiosk_among_several(front: Front) -> Shop:
    return replace(front.kiosk, settled_elsewhere=True)


def test_a_waiter_prints_at_the_desk_and_the_story_says_so(with_printer: Front) -> None:
    front, printer = with_printer, FakePrinter()
    to_drawer(front)
    front.touch(HERE)
    assert front.said() == "desk.print_asked"
    assert press_of(front.shop, printer).work() == 1
    assert "영수증" in printer.texts[0]
    front.touch(HERE)
    press_of(front.shop, printer).work()
    assert "사본 (copy) 1" in printer.texts[1]
    front.refresh()
    assert front.state.told is not None
    told = [each.what for each in front.state.told.happenings if each.what.startswith("print/")]
    assert told == ["print/WAITING", "print/PRINTED"] * 2


def test_without_a_printer_it_comes_out_where_the_guests_own_did(front: Front) -> None:
    printer = FakePrinter()
    booking = front.paid()
    press_of(front.kiosk, printer).print_for("v1", booking, "en")
    front.sign_in(Role.WAITER)
    front.row("1001")
    front.touch(AT_KIOSK)
    assert press_of(front.kiosk, printer).work() == 1
    assert "Copy 1" in printer.texts[1]


def test_where_there_is_no_printer_at_all_the_key_says_so(front: Front) -> None:
    to_drawer(front)
    key = front.key(HERE)
    assert not key.isEnabled()
    assert key.accessibleDescription() == words()("desk.no_printer")


def test_two_touches_are_one_paper(with_printer: Front) -> None:
    to_drawer(with_printer)
    with_printer.touch(HERE)
    with_printer.touch(HERE)
    assert with_printer.said() == "desk.no_already_printing"


def test_a_receipt_that_did_not_come_out_has_one_key_in_needs_attention(front: Front) -> None:
    printer = FakePrinter([OFF, Printed(is_proven=True)])
    press = press_of(kiosk_among_several(front), printer)
    booking = front.paid()
    front.sign_in(Role.WAITER)
    press.print_for("v1", booking, "ko")
    front.refresh()
    front.touch("결제 확인 1")
    assert front.window.attention._headline.text() == words()("matter.print_failed")
    assert ("프린터", words()("attention.printer_off"), "") in [
        tuple(label.text() for label in side) for side in front.window.attention._sides
    ]
    front.clock.advance(1)
    front.touch(AT_KIOSK)
    assert press.work() == 1
    front.refresh()
    assert attention.open_matters(front.shop) == ()


def test_a_desk_with_a_printer_prints_it_itself(with_printer: Front) -> None:
    front, printer = with_printer, FakePrinter()
    booking = front.paid()
    front.sign_in(Role.WAITER)
    press_of(kiosk_among_several(front), FakePrinter([OFF])).print_for("v1", booking, "ko")
    front.refresh()
    front.touch("결제 확인 1")
    front.touch("영수증 출력 · desk-1")
    assert press_of(front.shop, printer).work() == 1
    assert "사본" not in printer.texts[0], "nothing had come out at the kiosk"


# --- the look for wishes ----------------------------------------------------------------------------------------------


def test_one_look_at_a_time_and_a_database_that_is_away_is_looked_at_again(front: Front) -> None:
    printer, lanes = FakePrinter(), ManualLanes()
    press = press_of(front.kiosk, printer)
    looks = Prints(lanes, press.work)
    looks.start()
    looks._look()
    assert len(lanes.waiting) == 1

    def away() -> int:
        raise Unwritable("away")

    lanes.waiting[0] = (PRINT, away, lanes.waiting[0][2])
    lanes.run(PRINT)
    booking = front.paid()
    with front.shop.database.write() as session:
        found = paid_of(session, front.kiosk, booking)
        assert found is not None
        enqueue(session, front.kiosk, found[1].payment_id, booking, "K1", "ko")
    looks._look()
    lanes.run(PRINT)
    assert len(printer.papers) == 1
    looks.stop()

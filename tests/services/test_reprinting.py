"""A receipt once more at the word of staff: only of what is paid, in the guest's language, with the name of who asked."""

import json

import pytest

from kiosk.domain.staff import Role
from kiosk.services import printing, reprinting, today
from kiosk.services.reprinting import Queued
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.storage import journal, prints
from tests.fakes.printer import FakePrinter
from tests.services.desk_crew import by, hire
from tests.services.road import Road
from tests.services.test_printing import press_of


@pytest.fixture
def waiter(shop: Shop) -> By:
    return by(shop, hire(shop, Role.WAITER), proven=False)


@pytest.fixture
def paid(road: Road) -> str:
    payment = road.accepted()
    road.settler.settle(payment.payment_id)
    return payment.booking_id


def test_a_waiter_has_it_printed_again_in_the_guests_language_as_a_copy(
    shop: Shop, waiter: By, paid: str
) -> None:
    printer = FakePrinter()
    press = press_of(shop, printer)
    press.print_for("v1", paid, "en")
    assert reprinting.print_again(shop, waiter, paid, "K1") == Queued("1001", "K1")
    assert press.work() == 1
    assert "Copy 1" in printer.texts[1]


def test_a_guest_who_had_no_paper_gets_the_original_in_korean(shop: Shop, waiter: By, paid: str) -> None:
    printer = FakePrinter()
    assert isinstance(reprinting.print_again(shop, waiter, paid, "K1"), Queued)
    press_of(shop, printer).work()
    assert "영수증" in printer.texts[0]
    assert "사본" not in printer.texts[0]


def test_who_asked_for_it_is_in_the_journal_and_in_the_bookings_story(
    shop: Shop, waiter: By, paid: str
) -> None:
    reprinting.print_again(shop, waiter, paid, "desk-1")
    with shop.database.read() as session:
        (job,) = prints.of_booking(session, shop.restaurant_id, paid)
        (entry,) = journal.about(session, shop.restaurant_id, job.job_id)
    assert json.loads(entry.body)["by"] == waiter.staff_id
    told = today.tell(shop, paid)
    assert told is not None
    assert told.printed_at == "desk-1"
    assert ("print/WAITING", "waiter") in [(each.what, each.who) for each in told.happenings]


def test_one_wish_at_a_time(shop: Shop, waiter: By, paid: str) -> None:
    printing.ask(shop, "v1", paid, "ko")
    assert reprinting.print_again(shop, waiter, paid, "K1") == Refused("already_printing")


def test_nothing_is_printed_of_what_is_not_paid_or_for_nobody(shop: Shop, waiter: By, road: Road) -> None:
    held = road.hold()
    assert reprinting.print_again(shop, waiter, held.booking_id, "K1") == Refused("not_paid")
    assert reprinting.print_again(shop, By("nobody"), held.booking_id, "K1") == Refused("not_allowed")

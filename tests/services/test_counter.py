"""The front door joins the use-cases: the whole road of a customer through it, and the page it is shown."""

import json
import re
from dataclasses import replace

import pytest

from kiosk.domain.reports import Ended, Span
from kiosk.domain.sittings import seoul_day
from kiosk.domain.staff import Role
from kiosk.domain.states import BookingStatus, PaymentStatus
from kiosk.payments.channel import Declined
from kiosk.services import staffing
from kiosk.services.counter import Counter
from kiosk.services.front import Front
from kiosk.services.pages import CheckoutPages, order_name
from kiosk.services.reporting import Report, read_report
from kiosk.services.results import Accepted, Held, Joined, Lapsed, NotPaid, Paid, PaymentOpened, Refused
from kiosk.services.shop import Shop
from kiosk.services.stories import stories, story_of
from tests.fakes.machine import FakeClock
from tests.fakes.printer import FakePrinter
from tests.services import desk_crew
from tests.services.road import SEATS, Road, redirect
from tests.services.test_printing import press_of

TEMPLATE = '<html lang="__LANG__"><meta content="__CSP__"><script src="__SDK_URL__"></script><b>__CHECKOUT_JSON__</b>'


@pytest.fixture
def counter(road: Road) -> Front:
    pages = CheckoutPages(TEMPLATE, "test_ck_made_up", "http://127.0.0.1:1/v2/standard")
    return Counter(road.shop, road.settler.settle, pages)


def open_page(counter: Front, visit: str) -> PaymentOpened:
    held = counter.hold(visit, counter.sittings()[0], SEATS, 2)
    assert isinstance(held, Held)
    opened = counter.open_payment(visit, held.booking.booking_id, "ko")
    assert isinstance(opened, PaymentOpened)
    return opened


def content(opened: PaymentOpened) -> dict[str, object]:
    found = re.search("<b>(.*)</b>", opened.html)
    assert found is not None
    read: dict[str, object] = json.loads(found.group(1))
    return read


def report_of(shop: Shop, span: Span) -> Report:
    known = staffing.people(shop) or (desk_crew.hire(shop, Role.MANAGER),)
    report = read_report(shop, desk_crew.by(shop, known[0]), span)
    assert isinstance(report, Report), report
    return report


def test_a_customer_walks_the_whole_road(counter: Front, road: Road) -> None:
    visit = counter.new_visit()
    assert counter.boards(visit, counter.sittings()[:2])[0].used == {}
    opened = open_page(counter, visit)
    payment = road.payment(opened.payment_id)
    assert counter.accept_return(visit, opened.payment_id, redirect(payment)) == Accepted(opened.payment_id)
    assert isinstance(counter.settle(opened.payment_id), Paid)
    later = counter.hold("v9", counter.sittings()[0], frozenset({"bar-0"}), 1)
    assert isinstance(later, Held)
    story, other = stories(road.shop)
    assert story.booking.status is BookingStatus.PAID
    assert [paid.status for paid in story.payments] == [PaymentStatus.DONE]
    assert story_of(road.shop, other.booking.booking_id) == other


def test_the_page_asks_for_exactly_the_stored_order_and_amount(counter: Front, road: Road) -> None:
    opened = open_page(counter, "v1")
    payment, page = road.payment(opened.payment_id), content(opened)
    assert (page["orderId"], page["amount"]) == (payment.order_id, 20_000)
    assert page["successUrl"] == opened.success_url
    assert page["orderName"] == "모퉁이식당 1번 2석"


def test_the_page_holds_no_key_but_the_public_one(counter: Front, road: Road) -> None:
    opened = open_page(counter, "v1")
    payment = road.payment(opened.payment_id)
    assert payment.confirm_key not in opened.html
    assert payment.cancel_key not in opened.html


def test_the_order_carries_what_a_lost_database_needs(counter: Front) -> None:
    metadata = content(open_page(counter, "v1"))["metadata"]
    assert isinstance(metadata, dict)
    assert set(metadata) == {"booking", "seats", "sitting", "at", "journal"}
    assert metadata["seats"] == "1-1,1-3"


def test_an_order_name_fits_its_hundred_characters(counter: Front) -> None:
    booking = open_page(counter, "v1").booking
    restaurant = counter.restaurant()
    assert order_name(restaurant, booking, "en") == "Moteungi, table 1, 2"
    assert order_name(restaurant, booking, "fr").endswith(", table 1, 2")


def test_the_rest_of_the_door_leads_where_it_says(counter: Front, road: Road, clock: FakeClock) -> None:
    opened = open_page(counter, "v1")
    booking_id = opened.booking.booking_id
    assert isinstance(counter.close_payment("v1", opened.payment_id, "stopped"), Held)
    assert isinstance(counter.extend("v1", booking_id), Held)
    assert isinstance(counter.look_again("v1", booking_id), Held)
    counter.release("v1", booking_id)
    assert counter.open_payment("v1", booking_id, "ko") == Refused("booking_is_failed")
    again = open_page(counter, "v2")
    clock.advance(900)
    assert counter.sweep() == 2
    assert isinstance(counter.look_again("v2", again.booking.booking_id), Lapsed)


def test_paper_comes_where_there_is_a_printer(road: Road) -> None:
    payment = road.accepted()
    road.settler.settle(payment.payment_id)
    pages = CheckoutPages(TEMPLATE, "test_ck_made_up", "http://127.0.0.1:1/v2/standard")
    without = Counter(road.shop, road.settler.settle, pages)
    assert not without.print_receipt("v1", payment.booking_id, "ko")
    assert not without.has_printer()
    with_one = replace(without, press=press_of(road.shop, FakePrinter()))
    assert with_one.has_printer()
    assert with_one.print_receipt("v1", payment.booking_id, "ko")


def test_no_paper_comes_while_the_printer_is_taken_away(road: Road) -> None:
    payment = road.accepted()
    road.settler.settle(payment.payment_id)
    printer = FakePrinter()
    press = replace(press_of(road.shop, printer), is_there=lambda: False)
    counter = Counter(road.shop, road.settler.settle, CheckoutPages(TEMPLATE, "test_ck_x", "http://x"), press)
    assert not counter.has_printer()
    assert not counter.print_receipt("v1", payment.booking_id, "ko")
    assert printer.papers == []


def test_a_refusal_comes_back_as_not_paid(counter: Front, road: Road) -> None:
    opened = open_page(counter, "v1")
    counter.accept_return("v1", opened.payment_id, redirect(road.payment(opened.payment_id)))
    road.channel.confirms = [Declined("REJECT_CARD_COMPANY")]
    end = counter.settle(opened.payment_id)
    assert isinstance(end, NotPaid)
    assert end.reason == "ask_issuer"


def test_a_booking_nobody_knows_has_no_story(road: Road) -> None:
    with pytest.raises(KeyError):
        story_of(road.shop, "nothing")


def test_a_visit_that_ended_is_counted_for_the_reports(counter: Front, road: Road) -> None:
    counter.count_visit("review", "expired")
    today = seoul_day(road.shop.clock.now())
    assert report_of(road.shop, Span(today, today)).visits == (Ended("review", "expired", 1),)


def test_a_guest_joins_the_waiting_list_at_the_front_door_and_leaves_it_there(counter: Front) -> None:
    visit = counter.new_visit()
    before = counter.quote(2, wheelchair=False)
    assert before.ahead == 0
    joined = counter.join(visit, 2, wheelchair=False, phone="", language="ko")
    assert isinstance(joined, Joined)
    assert (joined.number, joined.quote) == (1, before)
    assert counter.quote(2, wheelchair=False).ahead == 1
    assert counter.called_now() == ()
    assert counter.leave_list(visit)
    assert not counter.leave_list(visit)

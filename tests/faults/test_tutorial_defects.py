"""Every defect of the tutorial that this project grew from, shown twice: how it goes wrong there, and that it cannot here.

Each test first runs the tutorial's way and sees the damage (the negative control), then ours.
"""

import ast
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.app.machine import MachineIds
from kiosk.domain.money import read_won
from kiosk.domain.sittings import seoul_day
from kiosk.domain.states import BookingEvent, BookingStatus, PaymentStatus
from kiosk.payments.channel import Answer, Declined, Doubt, Order, Unknown
from kiosk.services import boards, checkout, holding
from kiosk.services.results import Held, NotAccepted, Taken
from kiosk.storage import bookings, claims
from tests.fakes.machine import FakeClock
from tests.fakes.scripted import LOST, paid
from tests.services.road import SEATS, Road, redirect

ROOT = Path(__file__).parents[2]


class TutorialSeat:
    """The tutorial's seat: a counter, a status, and nothing that guards either."""

    def __init__(self, left: int = 1) -> None:
        self.left = left
        self.status = "READY"
        self.confirms: list[str] = []

    def get_page(self) -> None:
        """There, a GET of the booking page took the seat."""
        self.left -= 1

    def redirected(self, *, amount: str, key: str | None = None) -> None:
        """There, each redirect was confirmed with the amount of the URL, with a key of no kind."""
        self.confirms.append(f"{amount}/{key}")

    def answered(self, http_status: int) -> None:
        """There, any 2xx was paid, and anything else failed, for good."""
        self.status = "PAID" if 200 <= http_status < 300 else "FAILED"


def test_a_page_that_is_only_looked_at_takes_no_seat(road: Road) -> None:
    tutorial = TutorialSeat()
    tutorial.get_page()
    assert tutorial.left == 0, "a link preview has booked the last seat"

    for _ in range(3):
        boards.read_boards(road.shop, "preview", (road.sitting,))
    with road.shop.database.read() as session:
        assert claims.owners(session, "corner", road.sitting.cells) == []


def test_the_last_seat_is_sold_once(road: Road) -> None:
    """No lock on the remaining count there; a primary key here (tests/storage/test_race.py runs the race itself)."""
    tutorial = TutorialSeat(left=1)
    both_looked = [tutorial.left > 0, tutorial.left > 0]
    for looked in both_looked:
        tutorial.left -= looked
    assert tutorial.left == -1, "oversold"

    road.hold()
    assert isinstance(holding.hold(road.shop, "v2", road.sitting, SEATS, 2), Taken)


def test_the_booking_is_looked_at_again_after_the_call(road: Road, clock: FakeClock) -> None:
    """There, PAID was written over whatever had happened during the call."""
    tutorial = TutorialSeat()
    tutorial.status = "CANCELED"  # staff, while the company was being asked
    tutorial.answered(200)
    assert tutorial.status == "PAID", "a canceled booking came back to life"

    payment = road.accepted()

    def staff_release(order: Order) -> Answer:
        with road.shop.database.write() as session:
            row = bookings.find(session, "corner", payment.booking_id)
            assert row is not None
            holding.end_hold(session, row, BookingEvent.GIVEN_UP, clock.now(), "staff")
        return paid(order)

    road.channel.confirms = [staff_release]
    road.settler.settle(payment.payment_id)
    assert road.states(payment) == (BookingStatus.FAILED, PaymentStatus.REFUNDED)


def test_every_request_to_the_company_has_a_time_limit() -> None:
    """A call without one hangs for ever; the check is seen to find such a call."""

    def without_limit(source: str) -> list[int]:
        names = {"get", "post", "request", "send"}
        return [
            node.lineno
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in names
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id in {"requests", "session"}
            and not any(word.arg == "timeout" for word in node.keywords)
        ]

    assert without_limit("requests.post(url, json=body)") == [1]
    for path in (ROOT / "kiosk" / "payments").glob("*.py"):
        assert without_limit(path.read_text("utf-8")) == [], path.name


@pytest.mark.parametrize("doubt", [Doubt.UNREADABLE, Doubt.UNLISTED, Doubt.WAITING_FOR_DEPOSIT])
def test_two_hundred_alone_is_not_paid(road: Road, doubt: Doubt) -> None:
    tutorial = TutorialSeat()
    tutorial.answered(202)
    assert tutorial.status == "PAID", "an accepted request passed for money"

    payment = road.accepted()
    answer = Unknown(doubt, http_status=200)
    road.channel.confirms, road.channel.inquiries = [answer], [answer]
    road.settler.settle(payment.payment_id)
    assert road.states(payment)[0] is BookingStatus.READY


def test_a_repeat_carries_the_first_requests_key(road: Road) -> None:
    tutorial = TutorialSeat()
    tutorial.redirected(amount="20000")
    tutorial.redirected(amount="20000")
    assert tutorial.confirms == ["20000/None"] * 2, "two requests that nothing ties together: two charges"

    payment = road.accepted()
    road.channel.confirms = [LOST, LOST, paid]
    road.channel.inquiries = [LOST, Unknown(Doubt.NOT_CONFIRMED_YET)]
    for _ in range(3):
        road.settler.settle(payment.payment_id)
    sent = {order.confirm_key for call, order in road.channel.asked if call == "confirm"}
    assert sent == {payment.confirm_key}
    assert road.channel.count("confirm") > 1


def test_a_booking_that_fails_gives_its_seat_back(road: Road, clock: FakeClock) -> None:
    tutorial = TutorialSeat()
    tutorial.get_page()
    tutorial.answered(403)
    assert (tutorial.status, tutorial.left) == ("FAILED", 0), "nobody has the seat and nobody can get it"

    payment = road.accepted()
    road.channel.confirms = [Declined("REJECT_CARD_PAYMENT")]
    road.settler.settle(payment.payment_id)
    holding.release(road.shop, "v1", payment.booking_id)
    assert road.states(payment) == (BookingStatus.FAILED, PaymentStatus.DECLINED)
    assert isinstance(holding.hold(road.shop, "v2", road.sitting, SEATS, 2), Held)


def test_a_hold_ends_although_nobody_looks_at_it(road: Road, clock: FakeClock) -> None:
    """There, a hold expired when its own page was opened again; here the next customer and the timer both end it."""
    road.hold()
    clock.advance(601)
    assert holding.sweep(road.shop) == 1
    assert isinstance(holding.hold(road.shop, "v2", road.sitting, SEATS, 2), Held)


SECRET = re.compile(r"(test|live)_g?sk_[A-Za-z0-9]{12,}")


def test_no_secret_key_stands_in_the_source() -> None:
    assert SECRET.search('KEY = "test_' + 'sk_zXLkKEypNArWmo50nX3lmeaxYG5R"'), "the tutorial's line is found"
    for folder in ("kiosk", "resources"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".py", ".toml", ".js", ".html", ".json"}:
                assert not SECRET.search(path.read_text("utf-8")), path


@pytest.mark.parametrize("changes", [{"amount": "100"}, {"orderId": "another-order"}])
def test_a_tampered_redirect_is_never_confirmed(road: Road, changes: dict[str, str]) -> None:
    tutorial = TutorialSeat()
    tutorial.redirected(amount=changes.get("amount", "20000"))
    assert tutorial.confirms, "there, whatever the URL said was confirmed"

    payment = road.open().payment
    answer = checkout.accept_return(road.shop, "v1", payment.payment_id, redirect(payment, **changes))
    assert isinstance(answer, NotAccepted)
    road.settler.settle(payment.payment_id)
    assert road.channel.asked == []


def test_the_amount_sent_is_ours_even_with_the_comparison_off(
    road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two guards stand here; each is tried alone. With the first one off, the second still sends our price."""
    monkeypatch.setattr(checkout, "_what_is_wrong", lambda *_: "")
    payment = road.open().payment
    checkout.accept_return(road.shop, "v1", payment.payment_id, redirect(payment, amount="100"))
    road.settler.settle(payment.payment_id)
    assert [order.amount for _, order in road.channel.asked] == [20_000]


def test_a_booking_of_another_visit_is_out_of_reach(road: Road) -> None:
    payment = road.open().payment
    with pytest.raises(KeyError):
        checkout.accept_return(road.shop, "stranger", payment.payment_id, redirect(payment))
    with pytest.raises(KeyError):
        checkout.close_payment(road.shop, "stranger", payment.payment_id, "stopped")
    assert road.payment(payment.payment_id).status is PaymentStatus.OPENED


def test_order_numbers_neither_collide_nor_can_be_guessed() -> None:
    second = datetime(2026, 3, 13, 18, 42, 7, tzinfo=UTC)
    tutorial = [f"order-{second:%Y%m%d%H%M%S}" for _ in range(2)]
    assert len(set(tutorial)) == 1, "two orders of one second were one order there"

    ids = MachineIds()
    made = [ids.order_id() for _ in range(10_000)]
    assert len(set(made)) == len(made)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{6,64}", order) for order in made)
    ends = [order.removeprefix("jari-") for order in made]
    assert min(len(end) for end in ends) >= 20, "at least 100 random bits"
    assert len({end[:4] for end in ends}) > 1_000, "no common stem to count up from"


def test_a_day_is_seouls_whatever_the_machine_believes(monkeypatch: pytest.MonkeyPatch) -> None:
    late_evening = datetime(2026, 3, 13, 15, 30, tzinfo=UTC)
    assert late_evening.date() != seoul_day(late_evening), "the naive date is yesterday's till"

    monkeypatch.setenv("TZ", "America/Los_Angeles")
    assert seoul_day(late_evening).isoformat() == "2026-03-14"


def test_full_width_digits_are_not_an_amount(road: Road) -> None:
    assert int("２００００") == 20_000, "Python reads them, so the tutorial did"

    assert read_won("２００００") is None
    payment = road.open().payment
    answer = checkout.accept_return(
        road.shop, "v1", payment.payment_id, redirect(payment, amount="２００００")
    )
    assert isinstance(answer, NotAccepted)


def test_time_that_runs_out_during_the_call_frees_nothing(road: Road, clock: FakeClock) -> None:
    """There, the sweep freed the seats of somebody whose card was being charged."""
    payment = road.accepted()

    def slow(order: Order) -> Answer:
        clock.advance(timedelta(minutes=11).total_seconds())
        assert holding.sweep(road.shop) == 0
        assert isinstance(holding.hold(road.shop, "v2", road.sitting, SEATS, 2), Taken)
        return paid(order)

    road.channel.confirms = [slow]
    road.settler.settle(payment.payment_id)
    assert road.states(payment) == (BookingStatus.PAID, PaymentStatus.DONE)

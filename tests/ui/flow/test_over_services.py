"""The same road over the real services and a real database: whatever a customer does, the ten promises hold."""
# mypy: no-warn-unreachable, disable-error-code="comparison-overlap"
# mypy does not see that an event changes what the road gives.

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from kiosk.domain.money import Won
from kiosk.domain.sittings import seoul_day
from kiosk.domain.states import PaymentStatus
from kiosk.payments.channel import (
    Answer,
    Approved,
    Canceled,
    Declined,
    Doubt,
    Order,
    RefundAnswer,
    Standing,
    Unknown,
)
from kiosk.services.counter import Counter
from kiosk.services.invariants import CompanyEntry, Evidence, Said, violations
from kiosk.services.pages import CheckoutPages
from kiosk.services.restaurants import install
from kiosk.services.settling import Settler
from kiosk.services.shop import Shop
from kiosk.services.today import read_today
from kiosk.storage import payments
from kiosk.storage.engine import open_database
from kiosk.storage.payments import PaymentRow
from kiosk.ui.controller import MoneyTrace
from kiosk.ui.flow import State
from kiosk.ui.flow import effects as ef
from kiosk.ui.flow import events as ev
from kiosk.ui.flow.days import offered
from kiosk.ui.presenter import present
from kiosk.ui.views import DoneView, ScreenName
from tests.fakes.machine import FakeClock, FakeIds
from tests.fakes.restaurants import restaurant
from tests.fakes.scripted import record_of
from tests.services.road import redirect
from tests.ui.flow.playbook import Road
from tests.ui.flow.test_walks import ANYWHERE, CHOICES, LIKELY

TEMPLATE = (
    "<html lang=__LANG__><meta content='__CSP__'><script src='__SDK_URL__'></script>__CHECKOUT_JSON__</html>"
)


LUNCH_UTC = 3


@dataclass
class Company:
    """A payment company with a ledger. ``mood`` says what it does next; ``mute``: it does so and does not answer."""

    mood: str = "paid"
    mute: bool = False
    charges: dict[str, int] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)

    def confirm(self, order: Order) -> Answer:
        self.orders[order.order_id] = order
        if self.mood == "paid" and order.order_id not in self.charges:
            self.charges[order.order_id] = 1
        if self.mute:
            return Unknown(Doubt.TIMED_OUT)
        return self._known(order) if order.order_id in self.charges else Declined("REJECT_CARD_COMPANY")

    def inquire(self, order: Order) -> Answer:
        if self.mute:
            return Unknown(Doubt.TIMED_OUT)
        return self._known(order) if order.order_id in self.charges else Unknown(Doubt.NOT_CONFIRMED_YET)

    def cancel(self, order: Order, *, reason: str, key: str, amount: Won | None = None) -> RefundAnswer:
        raise AssertionError(f"a refund that nobody needed: {reason}")

    def prove_canceled(self, order: Order) -> RefundAnswer:
        return Canceled(record_of(order, status="CANCELED", balance=0))

    def look_up(self, order: Order) -> Standing:
        return Unknown(Doubt.TIMED_OUT) if self.mute else record_of(order)

    def _known(self, order: Order) -> Answer:
        return Approved(record_of(order))

    def ledger(self, clock: FakeClock) -> list[CompanyEntry]:
        return [
            CompanyEntry(order_id, self.orders[order_id].amount, 0, count, clock.now())
            for order_id, count in self.charges.items()
        ]


@dataclass
class House:
    """A road over a shop, with everything that was said about money."""

    road: Road
    shop: Shop
    company: Company
    settler: Settler
    trace: MoneyTrace

    def payment(self) -> PaymentRow | None:
        """The payment on the screen, as stored."""
        visit = self.road.state.visit
        if visit is None or visit.paying is None:
            return None
        with self.shop.database.read() as session:
            return payments.find(session, "corner", visit.paying.payment_id)

    def come_back(self, **changes: str) -> None:
        """The success redirect of the payment on the screen."""
        payment = self.payment()
        if payment is not None:
            self.road.meet(ev.Returned(payment.payment_id, redirect(payment, **changes)))

    def broken(self) -> dict[int, list[str]]:
        """The promises that do not hold once the company answers truthfully."""
        self.company.mute = False
        self.road.wait(62).answer_all()
        self.settler.settle_all()
        said = [Said(word.what, word.booking_id, word.stored) for word in self.trace.said]
        evidence = Evidence(company=self.company.ledger(self.road.clock), said=said)
        return {number: found for number, found in violations(self.shop, evidence).items() if found}


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    clock = FakeClock()
    database = open_database(database_url)
    install(database, restaurant())
    shop = Shop(database.of("corner"), clock, FakeIds(), "corner", "K1")
    company, trace = Company(), MoneyTrace()
    settler = Settler(shop, company)
    counter = Counter(
        shop,
        settler.settle,
        CheckoutPages(TEMPLATE, "test_ck_0123456789abcdefghij", "https://sdk.invalid/v2"),
    )
    road = Road(clock, services=counter)

    def note(before: State, _event: ev.Event, after: State, _effects: tuple[ef.Effect, ...]) -> None:
        trace.note(before, after)

    road.after = note
    yield House(road, shop, company, settler, trace)
    database.close()


def test_a_customer_pays_and_every_promise_holds(house: House) -> None:
    road = house.road.to_payment()
    house.come_back()
    road.answer_all()
    assert road.screen is ScreenName.DONE
    assert house.broken() == {}
    assert [word.what for word in house.trace.said] == ["paid"]


def test_a_customer_books_tomorrow_and_every_promise_holds(house: House) -> None:
    road = house.road.to_party()
    tomorrow = seoul_day(road.clock.now()) + timedelta(days=1)
    road.do(ev.PartyChosen(2), ev.DayChosen(tomorrow))
    lunch = next(one for one in offered(road.state) or () if one.starts.hour == LUNCH_UTC)
    road.do(ev.TimeChosen(lunch), ev.SeatsAsked(), ev.TableTouched("2"), ev.HoldAsked())
    road.do(ev.AgreementToggled(True), ev.PaymentAsked())
    road.do(ev.PagePainted(road.payment_id))
    house.come_back()
    road.answer_all()
    assert road.screen is ScreenName.DONE
    view = present(road.state).view
    assert isinstance(view, DoneView)
    assert (seoul_day(view.sitting.starts), view.ahead) == (tomorrow, 1)
    assert f"{tomorrow:%Y-%m-%d}" in view.receipt
    line = next(line for line in read_today(house.shop, tomorrow).lines if line.number == view.number)
    assert line.sitting.starts == lunch.starts
    assert house.broken() == {}
    assert [word.what for word in house.trace.said] == ["paid"]


def test_a_day_beyond_the_rule_of_the_services_is_not_sold(house: House) -> None:
    far = seoul_day(house.road.clock.now()) + timedelta(days=7)
    object.__setattr__(house.shop.limits, "days_ahead", 1)
    road = house.road.to_party().do(ev.PartyChosen(2), ev.DayChosen(far))
    sitting = (offered(road.state) or ())[40]
    road.do(ev.TimeChosen(sitting), ev.SeatsAsked(), ev.TableTouched("1"), ev.HoldAsked())
    assert road.screen is ScreenName.PARTY
    assert road.took(ef.Release) == []
    assert house.broken() == {}


def test_a_tampered_amount_is_never_confirmed(house: House) -> None:
    road = house.road.to_payment()
    house.come_back(amount="100")
    road.answer_all()
    assert road.screen is ScreenName.DECLINED
    assert house.company.orders == {}
    road.do(ev.OtherWayAsked())
    house.come_back()
    road.answer_all()
    assert road.screen is ScreenName.DONE
    assert house.broken() == {}


def test_an_answer_that_was_lost_is_found_again_and_nobody_pays_twice(house: House) -> None:
    house.company.mute = True
    road = house.road.to_payment()
    house.come_back()
    road.answer_all().wait(41)
    assert road.screen is ScreenName.UNKNOWN
    house.company.mute = False
    road.wait(62)
    assert road.screen is ScreenName.DONE
    assert house.company.charges == {next(iter(house.company.charges)): 1}
    assert house.broken() == {}


def test_a_declined_card_and_then_another(house: House) -> None:
    house.company.mood = "declined"
    road = house.road.to_payment()
    house.come_back()
    road.answer_all()
    assert road.screen is ScreenName.DECLINED
    house.company.mood = "paid"
    road.do(ev.OtherWayAsked())
    house.come_back()
    road.answer_all()
    assert road.screen is ScreenName.DONE
    assert house.broken() == {}


def test_stopping_keeps_the_seats_and_leaving_gives_them_back(house: House) -> None:
    road = house.road.to_payment().do(ev.StopAsked(), ev.OverlayAnswered("stop"))
    assert road.screen is ScreenName.STOPPED
    payment = house.payment()
    assert payment is None
    road.do(ev.LeaveAsked(), ev.OverlayAnswered("leave"))
    assert road.screen is ScreenName.ATTRACT
    road.to_review()
    assert road.screen is ScreenName.REVIEW
    assert house.broken() == {}


def test_a_redirect_after_the_hold_ran_out_is_kept_when_the_seats_are_still_free(house: House) -> None:
    road = house.road.to_payment()
    road.clock.advance(300)
    house.come_back()
    road.answer_all()
    assert road.screen is ScreenName.DONE
    assert house.broken() == {}


@pytest.mark.parametrize("seed", range(8))
def test_customers_who_do_anything_break_no_promise(house: House, seed: int) -> None:
    """The walks of ``test_walks``, over the real thing."""
    number = seed * 7919 + 1
    house.road.wait(0.25)
    for _ in range(600):
        number = (number * 25214903917 + 11) % 2**48
        one_step(house, number >> 16)
    house.company.mute = False
    assert house.broken() == {}
    assert house.trace.said, "this walk never came to money"


def one_step(house: House, number: int) -> None:
    """One thing a customer, the company or the clock does."""
    road, (detail, kind) = house.road, divmod(number % 40_000, 40)
    payment = house.payment()
    if road.screen is ScreenName.ATTRACT and detail % 4:
        road.answer_all().to_review().do(ev.AgreementToggled(True), ev.PaymentAsked())
    elif kind < 16:
        likely = LIKELY[road.screen] or ANYWHERE
        road.meet(likely[detail % len(likely)])
    elif kind < 28:
        _ = road.answer("money") or road.answer("floor")
    elif kind < 30:
        road.wait((0.25, 5, 61)[detail % 3], answering=False, by=5)
    elif kind < 33:
        road.meet(ev.OverlayAnswered(CHOICES[detail % len(CHOICES)]))
    elif kind < 36:
        house.come_back(**({} if detail % 4 else {"amount": "1"}))
    elif kind == 36 and payment is not None and payment.status is PaymentStatus.OPENED:
        road.meet(ev.FailedBack(payment.payment_id, "PAY_PROCESS_CANCELED"))
    elif kind == 37:
        house.company.mood = ("paid", "declined")[detail % 2]
    elif kind == 38:
        house.company.mute = not house.company.mute
    else:
        road.meet(ANYWHERE[detail % len(ANYWHERE)])

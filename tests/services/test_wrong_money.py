"""Late money and wrong money: seats taken again or never confirmed, and given back only what could not be prevented."""

from dataclasses import dataclass, field

import pytest

from kiosk.domain.states import BookingStatus, PaymentStatus
from kiosk.payments.channel import Answer, Approved, Declined, Doubt, Mismatch, Order, Unknown
from kiosk.services import attention, checkout, holding
from kiosk.services.exchanges import order_of
from kiosk.services.invariants import CompanyEntry, Evidence, violations
from kiosk.services.results import Accepted, Held, MoneyReturned, NotAccepted, Settled, StillUnknown
from kiosk.services.settling import REFUND_REASON, Settler
from kiosk.storage import claims
from kiosk.storage.payments import PaymentRow
from tests.fakes.channel import Entry, FakeChannel
from tests.fakes.machine import FRIDAY_EVENING, FakeClock
from tests.services.road import Road, redirect


@dataclass
class Case:
    """A verified intent whose customer has authenticated; nothing is sent yet."""

    road: Road
    company: FakeChannel = field(default_factory=FakeChannel)
    payment: PaymentRow = field(init=False)

    def __post_init__(self) -> None:
        self.payment = self.road.accepted()
        self.company.authenticate(order_of(self.payment))

    @property
    def order(self) -> Order:
        return order_of(self.payment)

    @property
    def entry(self) -> Entry:
        return self.company.entries[self.payment.order_id]

    def charge(self, **changes: object) -> None:
        """The company takes the money, its answer is lost, and its record differs from what was asked."""
        self.company.lose_next("confirm")
        self.company.lose_next("inquire")
        assert isinstance(self.settle(), StillUnknown)
        self.company.change(self.order, **changes)

    def settle(self) -> Settled:
        return Settler(self.road.shop, self.company).settle(self.payment.payment_id)

    def states(self) -> tuple[BookingStatus, PaymentStatus]:
        return self.road.states(self.payment)

    def matters(self) -> list[str]:
        return [matter.kind for matter in attention.open_matters(self.road.shop)]

    def broken(self) -> dict[int, list[str]]:
        company = [
            CompanyEntry(order_id, entry.charged, entry.refunded, entry.charges, FRIDAY_EVENING)
            for order_id, entry in self.company.entries.items()
        ]
        return {n: told for n, told in violations(self.road.shop, Evidence(company)).items() if told}


@pytest.fixture
def case(road: Road) -> Case:
    return Case(road)


@pytest.mark.parametrize(
    "changes",
    [
        {"total": 19_999, "balance": 19_999},
        {"total": 20_001, "balance": 20_001},
        {"currency": "USD"},
        {"payment_key": "another-key"},
    ],
)
def test_money_that_is_not_as_asked_is_never_paid_and_goes_back_whole(
    case: Case, changes: dict[str, object]
) -> None:
    case.charge(**changes)
    case.entry.charged = case.entry.record.total
    assert isinstance(case.settle(), MoneyReturned)
    assert case.states() == (BookingStatus.READY, PaymentStatus.REFUNDED)
    assert (case.company.net_won, case.broken()) == (0, {})
    assert case.entry.canceled_by == [REFUND_REASON]


def test_somebody_knows_of_money_that_was_not_as_asked(case: Case) -> None:
    case.charge(total=19_999)
    case.settle()
    assert "mismatch" in case.matters()


def test_with_the_comparison_off_another_amount_would_be_kept(case: Case) -> None:
    """Negative control: what the comparison of the record is there to prevent."""
    case.charge(total=19_999, balance=19_999)
    case.entry.charged = 19_999
    case.company.answer_next("inquire", lambda _: Approved(case.entry.record))
    case.settle()
    assert case.states() == (BookingStatus.PAID, PaymentStatus.DONE)
    assert case.broken().keys() == {2, 7}


def test_a_part_that_the_console_gave_back_meanwhile_is_not_given_back_twice(case: Case) -> None:
    case.charge()
    case.company.give_back(case.payment.order_id, 6_000, "the manager's own")
    assert isinstance(case.settle(), MoneyReturned)
    assert [entry.amount for entry in case.entry.record.given_back] == [6_000, 14_000]
    assert (case.company.net_won, case.broken()) == (0, {})


def test_what_the_console_gave_back_whole_meanwhile_is_not_canceled_again(case: Case) -> None:
    case.charge()
    case.company.give_back(case.payment.order_id, 20_000, "the manager's own")
    assert isinstance(case.settle(), MoneyReturned)
    assert case.company.count("cancel") == 0
    assert (case.company.net_won, case.broken()) == (0, {})


def test_the_answer_about_another_order_takes_no_money_of_that_order(case: Case) -> None:
    """Our key was answered with somebody else's payment: theirs is left alone, and ours was never charged."""
    other = Order("order-of-others", "key-of-others", case.order.amount, "confirm-of-others")
    case.company.authenticate(other)
    assert isinstance(case.company.confirm(other), Approved)
    record = case.company.entries["order-of-others"].record

    def about_another(_: Order) -> Answer:
        return Mismatch("order, payment key", record)

    case.company.answer_next("confirm", about_another)
    case.settle()
    assert case.company.net_of("order-of-others") == 20_000
    assert case.company.net_of(case.payment.order_id) == 0
    case.company.expire(case.order)
    assert isinstance(case.settle(), MoneyReturned)
    assert case.company.net_of("order-of-others") == 20_000


def test_a_refund_that_is_refused_stays_owed(case: Case, clock: FakeClock) -> None:
    case.charge(total=19_999)
    for _ in range(7):
        case.company.answer_next("cancel", Declined("NOT_CANCELABLE_PAYMENT"))
        assert isinstance(case.settle(), StillUnknown)
        clock.advance(60)
    assert case.states()[1] is PaymentStatus.REFUND_DUE
    assert "refund_stuck" in case.matters()
    assert isinstance(case.settle(), MoneyReturned)
    assert case.company.net_won == 0


def test_money_of_an_unknown_outcome_is_kept_with_its_seats_however_late_it_is_known(
    case: Case, clock: FakeClock
) -> None:
    """The seats were never anybody else's while the outcome was unknown, so nothing has to go back."""
    case.charge()
    for _ in range(20):
        clock.advance(240)
        case.company.answer_next("inquire", Unknown(Doubt.TIMED_OUT))
        case.settle()
        holding.sweep(case.road.shop)
        rival = holding.hold(case.road.shop, "rival", case.road.sitting, frozenset({"1-1"}), 1)
        assert not isinstance(rival, Held)
    case.settle()
    assert case.states() == (BookingStatus.PAID, PaymentStatus.DONE)
    assert (case.company.count("cancel"), case.broken()) == (0, {})


def _late(road: Road, clock: FakeClock) -> PaymentRow:
    """The hold is over, the window of the payment is not, and the redirect has not come."""
    opened = road.open()
    clock.advance(9 * 60)
    again = checkout.open_payment(road.shop, "v1", opened.booking.booking_id)
    assert isinstance(again, checkout.Opened)
    clock.advance(5 * 60 + 1)
    return again.payment


def test_one_seat_gone_is_all_gone_and_no_other_is_taken_again(road: Road, clock: FakeClock) -> None:
    payment = _late(road, clock)
    rival = holding.hold(road.shop, "v2", road.sitting, frozenset({"1-3"}), 1)
    assert isinstance(rival, Held)
    answer = checkout.accept_return(road.shop, "v1", payment.payment_id, redirect(payment))
    assert isinstance(answer, NotAccepted)
    assert answer.why == "seats_gone"
    assert road.states(payment) == (BookingStatus.EXPIRED, PaymentStatus.VOID)
    with road.shop.database.read() as session:
        assert claims.count(session, "corner", payment.booking_id, {"1-1", "1-3"}) == 0
    road.settler.settle(payment.payment_id)
    assert road.channel.asked == [], "never confirmed, so never charged"


def test_seats_taken_again_are_taken_with_the_intent_or_not_at_all(road: Road, clock: FakeClock) -> None:
    """A redirect that fails another check takes nothing again."""
    payment = _late(road, clock)
    holding.sweep(road.shop)
    answer = checkout.accept_return(road.shop, "v1", payment.payment_id, redirect(payment, amount="19999"))
    assert isinstance(answer, NotAccepted)
    assert road.states(payment) == (BookingStatus.EXPIRED, PaymentStatus.VOID)
    with road.shop.database.read() as session:
        assert claims.owners(session, "corner", road.sitting.cells) == []


def test_a_late_redirect_that_is_accepted_twice_takes_the_seats_once(road: Road, clock: FakeClock) -> None:
    payment = _late(road, clock)
    holding.sweep(road.shop)
    first = checkout.accept_return(road.shop, "v1", payment.payment_id, redirect(payment))
    second = checkout.accept_return(road.shop, "v1", payment.payment_id, redirect(payment))
    assert isinstance(first, Accepted)
    assert isinstance(second, NotAccepted)
    assert second.why == "replay"
    assert road.states(payment) == (BookingStatus.READY, PaymentStatus.CONFIRMING)

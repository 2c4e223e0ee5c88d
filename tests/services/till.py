"""A booking that is PAID at a company that keeps a ledger, for the tests of what may go back afterwards."""

from dataclasses import dataclass, field

from kiosk.domain.money import Won
from kiosk.domain.states import BookingStatus, PaymentStatus
from kiosk.payments.channel import Channel, Record
from kiosk.services import attention, refunding
from kiosk.services.exchanges import order_of
from kiosk.services.invariants import CompanyEntry, Evidence, violations
from kiosk.services.refunder import Refunder
from kiosk.services.refunding import Asked
from kiosk.services.results import Paid, Refused
from kiosk.services.settling import Settler
from kiosk.services.shop import Shop
from kiosk.storage import claims, payments, refunds
from kiosk.storage.payments import PaymentRow
from kiosk.storage.refunds import RefundRow
from tests.fakes.channel import FakeChannel
from tests.fakes.machine import FRIDAY_EVENING
from tests.services.road import Road

PRICE = 20_000


@dataclass
class Till:
    """One visit that has paid 20,000 won, and the company it was paid to."""

    road: Road
    company: FakeChannel = field(default_factory=FakeChannel)
    payment: PaymentRow = field(init=False)

    def __post_init__(self) -> None:
        payment = self.road.accepted()
        self.company.authenticate(order_of(payment))
        assert isinstance(Settler(self.shop, self.company).settle(payment.payment_id), Paid)
        self.payment = self.road.payment(payment.payment_id)

    @property
    def shop(self) -> Shop:
        return self.road.shop

    @property
    def booking_id(self) -> str:
        return self.payment.booking_id

    @property
    def refunder(self) -> Refunder:
        return self.refunder_at(self.shop, self.company)

    @staticmethod
    def refunder_at(shop: Shop, channel: Channel) -> Refunder:
        return Refunder(shop, channel)

    def try_asking(
        self, amount: int | None = None, *, gives_up_seats: bool = False, reason: str = "guest changed plans"
    ) -> Asked | Refused:
        return refunding.ask(
            self.shop,
            self.booking_id,
            None if amount is None else Won(amount),
            reason=reason,
            asked_by="staff-1",
            gives_up_seats=gives_up_seats,
        )

    def ask(self, amount: int | None = None, *, gives_up_seats: bool = False) -> RefundRow:
        asked = self.try_asking(amount, gives_up_seats=gives_up_seats)
        assert isinstance(asked, Asked), asked
        return self.refund(asked.refund_id)

    def refund(self, refund_id: str) -> RefundRow:
        with self.shop.database.read() as session:
            row = refunds.find(session, self.shop.restaurant_id, refund_id)
        assert row is not None
        return row

    def refunds(self) -> list[RefundRow]:
        with self.shop.database.read() as session:
            return refunds.of_payment(session, self.shop.restaurant_id, self.payment.payment_id)

    def states(self) -> tuple[BookingStatus, PaymentStatus]:
        return self.road.states(self.payment)

    def seats_are_free(self) -> bool:
        with self.shop.database.read() as session:
            return not claims.owners(session, self.shop.restaurant_id, self.road.sitting.cells)

    def record(self) -> Record:
        return self.company.entries[self.payment.order_id].record

    def given_back_elsewhere(self, amount: int, reason: str = "the manager's own") -> None:
        self.company.give_back(self.payment.order_id, amount, reason)

    def notice(self) -> int:
        with self.shop.database.read() as session:
            payment = payments.find(session, self.shop.restaurant_id, self.payment.payment_id)
        assert payment is not None
        return refunding.notice(self.shop, payment, self.record())

    def matters(self) -> list[str]:
        return [matter.kind for matter in attention.open_matters(self.shop)]

    def broken(self) -> dict[int, list[str]]:
        """Every promise that does not hold, by the company's own ledger."""
        company = [
            CompanyEntry(order_id, entry.charged, entry.refunded, entry.charges, FRIDAY_EVENING)
            for order_id, entry in self.company.entries.items()
        ]
        return {n: told for n, told in violations(self.shop, Evidence(company)).items() if told}

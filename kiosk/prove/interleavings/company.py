"""A company in memory that is worse than the real one: every new key charges again. Each of its calls is a step of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from kiosk.domain.money import Won
from kiosk.payments.channel import (
    Answer,
    Approved,
    Canceled,
    Declined,
    Doubt,
    GivenBack,
    Mismatch,
    Order,
    Record,
    RefundAnswer,
    Standing,
    Unknown,
)
from kiosk.services.invariants import CompanyEntry


@dataclass
class Account:
    record: Record
    charges: int = 0
    charged: int = 0
    refunded: int = 0
    keys: set[str] = field(default_factory=set)
    charged_at: datetime | None = None


@dataclass
class Company:
    """Implements ``Channel``. ``step`` is called before each call; ``loses`` lets that many answers of a confirm get lost.

    ``late`` lets the first confirm run only so much later; ``hides`` makes an inquiry deny what is not confirmed yet;
    ``refuses`` is a code that confirms are refused with; ``takes_more`` is how much too much is taken.
    """

    step: Callable[[], None]
    now: Callable[[], datetime]
    loses: int = 0
    late: timedelta = timedelta(0)
    hides: bool = False
    refuses: str = ""
    takes_more: int = 0
    confirms: int = 0
    _accounts: dict[str, Account] = field(default_factory=dict)
    _waiting: list[tuple[datetime, Order]] = field(default_factory=list)

    def authenticate(self, order_id: str, payment_key: str, amount: int) -> None:
        """The guest has shown the card; nothing is charged."""
        self._accounts[order_id] = Account(
            Record(order_id, payment_key, "IN_PROGRESS", amount, amount, "KRW", "카드")
        )

    def confirm(self, order: Order) -> Answer:
        """Charges once for each key it has not seen."""
        self.step()
        self.confirms += 1
        if self.late:
            self._waiting.append((self.now() + self.late, order))
            self.late = timedelta(0)
            return Unknown(Doubt.TIMED_OUT)
        account = self._accounts[order.order_id]
        if self.refuses and not account.charges:
            account.record = replace(account.record, status="ABORTED")
            return Declined(self.refuses)
        self._charge(order)
        if self.loses > 0:
            self.loses -= 1
            return Unknown(Doubt.TIMED_OUT)
        return _judged(order, account.record)

    def run_late(self) -> None:
        """What was sent long ago is carried out, if its time has come."""
        due = [order for at, order in self._waiting if at <= self.now()]
        self._waiting = [(at, order) for at, order in self._waiting if at > self.now()]
        for order in due:
            self._charge(order)

    def _charge(self, order: Order) -> None:
        account = self._accounts[order.order_id]
        if order.confirm_key not in account.keys:
            account.keys.add(order.confirm_key)
            account.charges += 1
            taken = order.amount + self.takes_more
            account.charged += taken
            account.charged_at = self.now()
            account.record = replace(account.record, status="DONE", total=taken, balance=taken)

    def inquire(self, order: Order) -> Answer:
        """What stands there."""
        self.step()
        account = self._accounts.get(order.order_id)
        if account is None:
            return Unknown(Doubt.NOT_FOUND)
        match account.record.status:
            case "DONE":
                return _judged(order, account.record)
            case "CANCELED" | "PARTIAL_CANCELED":
                return Mismatch("canceled", account.record)
            case "ABORTED":
                return Declined(self.refuses or "ABORTED")
            case _:
                return Unknown(Doubt.NOT_FOUND if self.hides else Doubt.NOT_CONFIRMED_YET)

    def cancel(self, order: Order, *, reason: str, key: str, amount: Won | None = None) -> RefundAnswer:
        """Gives back."""
        self.step()
        account = self._accounts[order.order_id]
        if key not in account.keys and account.record.balance:
            account.keys.add(key)
            back = account.record.balance if amount is None else amount
            account.refunded += back
            part = GivenBack(back, reason, f"back-{key}", self.now())
            account.record = replace(
                account.record,
                balance=account.record.balance - back,
                status="CANCELED" if account.record.balance == back else "PARTIAL_CANCELED",
                given_back=(*account.record.given_back, part),
            )
        return Canceled(account.record)

    def prove_canceled(self, order: Order) -> RefundAnswer:
        """Whether all of it went back."""
        self.step()
        record = self._accounts[order.order_id].record
        return Canceled(record) if record.status == "CANCELED" else Approved(record)

    def look_up(self, order: Order) -> Standing:
        """The record as it is."""
        self.step()
        account = self._accounts.get(order.order_id)
        return account.record if account else Unknown(Doubt.NOT_FOUND)

    def remembered(self) -> dict[str, Account]:
        """Its books as they are now: they outlive a machine."""
        return {
            order_id: replace(account, keys=set(account.keys)) for order_id, account in self._accounts.items()
        }

    def remember(self, books: dict[str, Account]) -> None:
        """The books as they were then."""
        self._accounts = {
            order_id: replace(account, keys=set(account.keys)) for order_id, account in books.items()
        }

    def ledger(self) -> list[CompanyEntry]:
        """For the judge."""
        return [
            CompanyEntry(
                order_id,
                account.charged,
                account.refunded,
                account.charges,
                account.charged_at,
                tuple((part.at, part.amount) for part in account.record.given_back if part.at),
            )
            for order_id, account in self._accounts.items()
        ]


def _judged(order: Order, record: Record) -> Answer:
    return Approved(record) if record.total == order.amount == record.balance else Mismatch("total", record)

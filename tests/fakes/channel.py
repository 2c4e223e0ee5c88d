"""A payment company in memory: it keeps a ledger, honours idempotency keys, and can lose or change any answer.

Strict like the real one where it protects money, and worse than it with ``forgets_keys``: then a second confirm
under another key charges again. For scripted single answers see ``tests.fakes.scripted``.
"""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from kiosk.domain.money import Won
from kiosk.payments.channel import (
    Answer,
    Approved,
    Canceled,
    Declined,
    Doubt,
    GivenBack,
    Mismatch,
    NotSent,
    Order,
    Record,
    RefundAnswer,
    Standing,
    Unknown,
)

Scripted = RefundAnswer | Callable[[Order], RefundAnswer]


@dataclass
class Entry:
    """What the company knows of one payment; ``amount`` is what the customer authenticated."""

    record: Record
    amount: int
    refused: str = ""
    charged: int = 0
    refunded: int = 0
    charges: int = 0
    canceled_by: list[str] = field(default_factory=list)


@dataclass
class FakeChannel:
    """Implements ``Channel``. ``authenticate`` is the customer at the checkout; without it an order is not found."""

    forgets_keys: bool = False
    entries: dict[str, Entry] = field(default_factory=dict)
    asked: list[tuple[str, Order]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    _script: dict[str, deque[tuple[Scripted, bool]]] = field(default_factory=lambda: defaultdict(deque))
    _first: dict[str, Any] = field(default_factory=dict)

    # --- what a test arranges ---------------------------------------------------------------------------------

    def authenticate(self, order: Order, *, amount: int | None = None, refused: str = "") -> Entry:
        """The customer has authenticated (IN_PROGRESS). ``refused`` is the code that a confirm will be declined with."""
        paid = order.amount if amount is None else amount
        record = Record(order.order_id, order.payment_key, "IN_PROGRESS", paid, paid, "KRW", "카드")
        self.entries[order.order_id] = Entry(record, paid, refused)
        return self.entries[order.order_id]

    def expire(self, order: Order) -> None:
        """The window is over: what was not confirmed never will be."""
        self._become(self.entries[order.order_id], status="EXPIRED")

    def change(self, order: Order, **fields: Any) -> None:
        """The company's record is not as we asked (Mismatch)."""
        self._become(self.entries[order.order_id], **fields)

    def answer_next(self, call: str, *answers: Scripted) -> None:
        """The next calls of this kind (confirm, inquire, cancel, prove_canceled) do nothing and answer this."""
        self._script[call].extend((answer, False) for answer in answers)

    def lose_next(self, call: str, doubt: Doubt = Doubt.TIMED_OUT) -> None:
        """The next call of this kind is carried out, and its answer is lost."""
        self._script[call].append((Unknown(doubt), True))

    def refuse_connection(self, call: str) -> None:
        """The next call of this kind never leaves this machine."""
        self.answer_next(call, NotSent("refused"))

    # --- what a test looks at ---------------------------------------------------------------------------------

    @property
    def charges(self) -> int:
        """How often money was taken."""
        return sum(entry.charges for entry in self.entries.values())

    @property
    def refunds(self) -> int:
        """How often money was given back."""
        return sum(entry.refunded > 0 for entry in self.entries.values())

    @property
    def net_won(self) -> int:
        """What the shop has of it all."""
        return sum(entry.charged - entry.refunded for entry in self.entries.values())

    def net_of(self, order_id: str) -> int:
        """What the shop has of one order."""
        entry = self.entries.get(order_id)
        return entry.charged - entry.refunded if entry else 0

    def count(self, call: str) -> int:
        """How often a call was made, carried out or not."""
        return sum(name == call for name, _ in self.asked)

    # --- Channel ----------------------------------------------------------------------------------------------

    def confirm(self, order: Order) -> Answer:
        self.keys.append(order.confirm_key)
        answer: Answer = self._play(
            "confirm", order, lambda: self._once(order.confirm_key, lambda: self._confirm(order))
        )
        if isinstance(answer, Approved) and answer.record.order_id != order.order_id:
            return Mismatch("order, payment key", answer.record)
        return answer

    def inquire(self, order: Order) -> Answer:
        answer: Answer = self._play("inquire", order, lambda: self._inquire(order))
        return answer

    def cancel(self, order: Order, *, reason: str, key: str, amount: Won | None = None) -> RefundAnswer:
        self.keys.append(key)
        answer: RefundAnswer = self._play(
            "cancel", order, lambda: self._once(key, lambda: self._cancel(order, reason, amount))
        )
        return answer

    def prove_canceled(self, order: Order) -> RefundAnswer:
        answer: RefundAnswer = self._play("prove_canceled", order, lambda: self._prove(order))
        return answer

    def look_up(self, order: Order) -> Standing:
        answer: Standing = self._play("look_up", order, lambda: self._stands(order))
        return answer

    # --- inside -----------------------------------------------------------------------------------------------

    def _play(self, call: str, order: Order, act: Callable[[], Any]) -> Any:
        self.asked.append((call, order))
        if not self._script[call]:
            return act()
        answer, carry_out = self._script[call].popleft()
        if carry_out:
            act()
        return answer(order) if callable(answer) else answer

    def _once(self, key: str, act: Callable[[], Any]) -> Any:
        """A key's first answer is its answer for good, whatever else is sent under it."""
        if key not in self._first:
            self._first[key] = act()
        return self._first[key]

    def _confirm(self, order: Order) -> Answer:
        entry = self.entries.get(order.order_id)
        if entry is None or entry.record.status == "EXPIRED":
            return Unknown(Doubt.NOT_FOUND, "NOT_FOUND_PAYMENT_SESSION", 404)
        if entry.record.payment_key != order.payment_key or entry.amount != order.amount:
            return Unknown(Doubt.UNCLEAR, "FORBIDDEN_REQUEST", 403)
        if entry.record.status != "IN_PROGRESS" and not self.forgets_keys:
            return Unknown(Doubt.ALREADY_PROCESSED, "ALREADY_PROCESSED_PAYMENT", 400)
        if entry.refused:
            self._become(entry, status="ABORTED")
            return Declined(entry.refused)
        entry.charges += 1
        entry.charged += entry.amount
        self._become(entry, status="DONE", approval_number="00000000")
        return self._done(order, entry)

    def _inquire(self, order: Order) -> Answer:
        entry = self.entries.get(order.order_id)
        if entry is None:
            return Unknown(Doubt.NOT_FOUND, "NOT_FOUND_PAYMENT", 404)
        match entry.record.status:
            case "DONE":
                return self._done(order, entry)
            case "CANCELED" | "PARTIAL_CANCELED":
                return Mismatch("canceled", entry.record)
            case "ABORTED" | "EXPIRED":
                return Declined(entry.refused or entry.record.status)
            case "WAITING_FOR_DEPOSIT":
                return Unknown(Doubt.WAITING_FOR_DEPOSIT, http_status=200)
            case _:
                return Unknown(Doubt.NOT_CONFIRMED_YET, http_status=200)

    def _cancel(self, order: Order, reason: str, amount: Won | None) -> RefundAnswer:
        entry = self.entries.get(order.order_id)
        if entry is None or entry.record.status not in ("DONE", "PARTIAL_CANCELED", "WAITING_FOR_DEPOSIT"):
            return self._prove(order)
        back = entry.record.balance if amount is None else amount
        if not 0 < back <= entry.record.balance:
            return Declined("NOT_CANCELABLE_AMOUNT")
        entry.canceled_by.append(reason)
        self.give_back(order.order_id, back, reason)
        return self._prove(order)

    def give_back(self, order_id: str, amount: int, reason: str) -> None:
        """Money goes back: by our cancel, or by somebody at the company's own console."""
        entry = self.entries[order_id]
        if entry.charged:
            entry.refunded += amount
        balance = entry.record.balance - amount
        part = GivenBack(amount, reason, f"back-{order_id}-{len(entry.record.given_back) + 1}")
        self._become(
            entry,
            status="PARTIAL_CANCELED" if balance else "CANCELED",
            balance=balance,
            given_back=(*entry.record.given_back, part),
        )

    def _stands(self, order: Order) -> Standing:
        entry = self.entries.get(order.order_id)
        return entry.record if entry else Unknown(Doubt.NOT_FOUND, "NOT_FOUND_PAYMENT", 404)

    def _prove(self, order: Order) -> RefundAnswer:
        entry = self.entries.get(order.order_id)
        if entry is not None and entry.record.status in ("CANCELED", "ABORTED", "EXPIRED"):
            return Canceled(entry.record)
        if entry is not None and entry.record.status in ("DONE", "PARTIAL_CANCELED"):
            return Approved(entry.record)
        return self._inquire(order)

    def _done(self, order: Order, entry: Entry) -> Answer:
        record = entry.record
        differences = {
            "order": record.order_id != order.order_id,
            "payment key": order.payment_key not in ("", record.payment_key),
            "total": record.total != order.amount,
            "currency": record.currency != "KRW",
            "balance": record.balance != record.total,
        }
        what = ", ".join(name for name, differs in differences.items() if differs)
        return Mismatch(what, record) if what else Approved(record)

    def _become(self, entry: Entry, **fields: Any) -> None:
        entry.record = replace(entry.record, **fields)

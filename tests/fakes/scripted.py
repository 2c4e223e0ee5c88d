"""A payment channel that answers from a script and remembers what it was asked: for the settler's own tests.

The channel that keeps a ledger is ``tests.fakes.channel``; this one can also say what no company would.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.domain.money import Won
from kiosk.payments.channel import (
    Answer,
    Approved,
    Canceled,
    Doubt,
    Order,
    Record,
    RefundAnswer,
    Standing,
    Unknown,
)

Script = list[Answer | Callable[[Order], Answer]]


def record_of(order: Order, **changes: object) -> Record:
    """The company's record of a paid order, with changes."""
    values: dict[str, object] = {
        "order_id": order.order_id,
        "payment_key": order.payment_key,
        "status": "DONE",
        "total": order.amount,
        "balance": order.amount,
        "currency": "KRW",
        "method": "카드",
        "approval_number": "00000000",
    }
    return Record(**(values | changes))  # type: ignore[arg-type]  # fields by name


def paid(order: Order) -> Answer:
    return Approved(record_of(order))


def canceled(order: Order) -> RefundAnswer:
    return Canceled(record_of(order, status="CANCELED", balance=0))


LOST = Unknown(Doubt.TIMED_OUT)


@dataclass
class ScriptedChannel:
    """Each call takes the next answer of its script; the last one is repeated."""

    confirms: Script = field(default_factory=lambda: [paid])
    inquiries: Script = field(default_factory=lambda: [LOST])
    cancels: list[Callable[[Order], RefundAnswer]] = field(default_factory=lambda: [canceled])
    proofs: list[Callable[[Order], RefundAnswer]] = field(default_factory=lambda: [canceled])
    standings: list[Callable[[Order], Standing]] = field(default_factory=lambda: [lambda _: LOST])
    asked: list[tuple[str, Order]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def confirm(self, order: Order) -> Answer:
        return self._next("confirm", self.confirms, order)

    def inquire(self, order: Order) -> Answer:
        return self._next("inquire", self.inquiries, order)

    def cancel(self, order: Order, *, reason: str, key: str, amount: Won | None = None) -> RefundAnswer:
        self.keys.append(key)
        self.asked.append(("cancel", order))
        return (self.cancels.pop(0) if len(self.cancels) > 1 else self.cancels[0])(order)

    def prove_canceled(self, order: Order) -> RefundAnswer:
        self.asked.append(("prove", order))
        return (self.proofs.pop(0) if len(self.proofs) > 1 else self.proofs[0])(order)

    def look_up(self, order: Order) -> Standing:
        self.asked.append(("look_up", order))
        return (self.standings.pop(0) if len(self.standings) > 1 else self.standings[0])(order)

    def count(self, call: str) -> int:
        return sum(name == call for name, _ in self.asked)

    def _next(self, call: str, script: Script, order: Order) -> Answer:
        self.asked.append((call, order))
        answer = script.pop(0) if len(script) > 1 else script[0]
        return answer(order) if callable(answer) else answer

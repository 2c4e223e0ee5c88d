"""Two payment companies that a channel may talk to, with the same levers: one in memory, one over real HTTP."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any, Protocol

import requests

from kiosk.domain.money import won
from kiosk.payments.channel import Channel, Declined, Doubt, Order, Unknown
from kiosk.payments.toss import Toss
from kiosk.sandbox import Sandbox
from tests.fakes.channel import FakeChannel
from tests.fakes.machine import FakeClock

PRICE = 23_500


class World(Protocol):
    """A company, its channel, and what a test may do to it behind the channel's back."""

    @property
    def channel(self) -> Channel: ...

    def new_order(self, amount: int = PRICE) -> Order:
        """An order whose customer has authenticated and whom nobody has confirmed."""
        ...

    def strange_order(self) -> Order:
        """An order that the company has never heard of."""
        ...

    def decline(self, order: Order, code: str) -> None:
        """The issuer will refuse this one."""
        ...

    def expire(self, order: Order) -> None:
        """Its time is over."""
        ...

    def lose(self, call: str) -> None:
        """The next confirm or cancel is carried out and its answer is lost."""
        ...

    def drop(self, call: str) -> None:
        """The next confirm or cancel is lost before it is carried out."""
        ...

    def authenticate(self, order_id: str, amount: int) -> str:
        """A customer has authenticated an order of ours; gives its payment key."""
        ...

    def refuse_cancel(self, code: str) -> None:
        """The next cancel is refused with this code, and nothing goes back."""
        ...

    def cancel_in_console(self, order_id: str, amount: int | None = None, reason: str = "console") -> None:
        """Somebody gives money back with a login at the company, past all that is ours."""
        ...

    def forget_keys(self) -> None:
        """From now on a second key charges again: worse than the real company."""
        ...

    def charges(self) -> int:
        """How often money was taken."""
        ...

    def net_won(self) -> int:
        """What the shop has of it all."""
        ...


@dataclass
class InMemory:
    """The fake that the tests of the services use."""

    channel: FakeChannel = field(default_factory=FakeChannel)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def new_order(self, amount: int = PRICE) -> Order:
        order = self.strange_order()
        order = Order(order.order_id, order.payment_key, won(amount), order.confirm_key)
        self.channel.authenticate(order)
        return order

    def strange_order(self) -> Order:
        number = next(self._numbers)
        return Order(f"contract-{number:04}", f"payment-key-{number}", won(PRICE), f"confirm-{number}")

    def decline(self, order: Order, code: str) -> None:
        self.channel.entries[order.order_id].refused = code

    def expire(self, order: Order) -> None:
        self.channel.expire(order)

    def lose(self, call: str) -> None:
        self.channel.lose_next(call)

    def drop(self, call: str) -> None:
        self.channel.answer_next(call, Unknown(Doubt.CUT_OFF))

    def authenticate(self, order_id: str, amount: int) -> str:
        order = Order(order_id, f"payment-key-of-{order_id}", won(amount), "")
        self.channel.authenticate(order)
        return order.payment_key

    def refuse_cancel(self, code: str) -> None:
        self.channel.answer_next("cancel", Declined(code))

    def cancel_in_console(self, order_id: str, amount: int | None = None, reason: str = "console") -> None:
        left = self.channel.entries[order_id].record.balance
        self.channel.give_back(order_id, left if amount is None else amount, reason)

    def forget_keys(self) -> None:
        self.channel.forgets_keys = True

    def charges(self) -> int:
        return self.channel.charges

    def net_won(self) -> int:
        return self.channel.net_won


@dataclass
class OverHttp:
    """The real client against the local sandbox."""

    sandbox: Sandbox
    channel: Toss = field(init=False)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.channel = Toss(self.sandbox.secret_key, self.sandbox.url, FakeClock(), connect_s=2, read_s=5)

    def new_order(self, amount: int = PRICE) -> Order:
        number = next(self._numbers)
        order_id = f"contract-{number:04}"
        told = self._post("/sandbox/authenticate", {"orderId": order_id, "amount": amount})
        return Order(order_id, told["paymentKey"], won(amount), f"confirm-{number}")

    def strange_order(self) -> Order:
        number = next(self._numbers)
        return Order(f"contract-{number:04}", f"payment-key-{number}", won(PRICE), f"confirm-{number}")

    def decline(self, order: Order, code: str) -> None:
        self._post(
            "/sandbox/faults", {"kind": "error", "code": code, "orderId": order.order_id, "abort": True}
        )

    def expire(self, order: Order) -> None:
        self._post("/sandbox/clock", {"advance_seconds": 3_600})

    def lose(self, call: str) -> None:
        self._post("/sandbox/faults", {"kind": "effect_then_drop", "endpoint": call})

    def drop(self, call: str) -> None:
        self._post("/sandbox/faults", {"kind": "drop", "endpoint": call})

    def authenticate(self, order_id: str, amount: int) -> str:
        told = self._post("/sandbox/authenticate", {"orderId": order_id, "amount": amount})
        return str(told["paymentKey"])

    def refuse_cancel(self, code: str) -> None:
        self._post("/sandbox/faults", {"kind": "error", "endpoint": "cancel", "code": code})

    def cancel_in_console(self, order_id: str, amount: int | None = None, reason: str = "console") -> None:
        self._post("/sandbox/cancel", {"orderId": order_id, "amount": amount, "reason": reason})

    def forget_keys(self) -> None:
        self._post("/sandbox/faults", {"kind": "second_key_charges_again"})

    def charges(self) -> int:
        return sum(int(row["charges"]) for row in self._ledger()["payments"])

    def net_won(self) -> int:
        return int(self._ledger()["net_won"])

    def _ledger(self) -> dict[str, Any]:
        ledger: dict[str, Any] = requests.get(self.sandbox.url + "/sandbox/payments", timeout=5).json()
        return ledger

    def _post(self, path: str, told: dict[str, Any]) -> dict[str, Any]:
        answer = requests.post(self.sandbox.url + path, json=told, timeout=5)
        assert answer.ok, answer.text
        found: dict[str, Any] = answer.json()
        return found

"""The client under test: the product's own over a line that is struck once, and known-bad ones for the controls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from kiosk.app.machine import MachineClock
from kiosk.domain.money import Won
from kiosk.payments.channel import (
    Answer,
    Approved,
    Canceled,
    Channel,
    Declined,
    Doubt,
    Order,
    Record,
    RefundAnswer,
    Standing,
    Unknown,
)
from kiosk.prove.wire.line import Line, Plan

Belief = Callable[[Order, RefundAnswer], RefundAnswer]
"""What a client makes of what was answered."""

_BROKEN_OFF = (Doubt.TIMED_OUT, Doubt.CUT_OFF)
_BAD_REQUEST, _SERVERS = 400, 500
_OK = 200


def honest(order: Order, answer: RefundAnswer) -> RefundAnswer:
    """The product."""
    return answer


def error_is_refusal(order: Order, answer: RefundAnswer) -> RefundAnswer:
    """Known bad: whatever goes wrong on the line counts as a declined card."""
    if isinstance(answer, Unknown) and answer.doubt in _BROKEN_OFF:
        return Declined("NETWORK_ERROR")
    return answer


def half_is_whole(order: Order, answer: RefundAnswer) -> RefundAnswer:
    """Known bad: a 200 whose body broke off counts as the good answer that it began to be."""
    if isinstance(answer, Unknown) and answer.http_status == _OK and answer.doubt in _BROKEN_OFF:
        return Approved(
            Record(order.order_id, order.payment_key, "DONE", order.amount, order.amount, "KRW", "카드")
        )
    return answer


def unlisted_is_refusal(order: Order, answer: RefundAnswer) -> RefundAnswer:
    """Known bad: a code of the 400s that no list has counts as a declined card."""
    if (
        isinstance(answer, Unknown)
        and answer.doubt is Doubt.UNLISTED
        and _BAD_REQUEST <= answer.http_status < _SERVERS
    ):
        return Declined(answer.code)
    return answer


def any_200_is_paid(order: Order, answer: RefundAnswer) -> RefundAnswer:
    """Known bad: a 200 counts as paid, whatever it says."""
    if isinstance(answer, Unknown) and answer.http_status == _OK:
        return Approved(
            Record(order.order_id, order.payment_key, "DONE", order.amount, order.amount, "KRW", "카드")
        )
    return answer


BELIEFS: Final[Mapping[str, Belief]] = {
    "the product": honest,
    "an error on the line is a refusal": error_is_refusal,
    "a 200 that broke off is whole": half_is_whole,
    "an unlisted code of the 400s is a refusal": unlisted_is_refusal,
    "any 200 is paid": any_200_is_paid,
}
PRODUCT: Final = "the product"


@dataclass(slots=True)
class Struck:
    """Implements ``Channel``: the first ``call`` goes over the armed line, everything else over the same line, unharmed."""

    inner: Channel
    line: Line
    plan: Plan | None
    call: str
    skip: int
    belief: Belief
    answer: RefundAnswer | None = None
    seconds: float = 0.0
    _clock: MachineClock = field(default_factory=MachineClock)

    def confirm(self, order: Order) -> Answer:
        """N2."""
        answer = self._asked("confirm", order, lambda: self.inner.confirm(order))
        assert not isinstance(answer, Canceled)
        return answer

    def inquire(self, order: Order) -> Answer:
        """N3."""
        answer = self._asked("inquire", order, lambda: self.inner.inquire(order))
        assert not isinstance(answer, Canceled)
        return answer

    def cancel(self, order: Order, *, reason: str, key: str, amount: Won | None = None) -> RefundAnswer:
        """N4."""
        return self._asked(
            "cancel", order, lambda: self.inner.cancel(order, reason=reason, key=key, amount=amount)
        )

    def prove_canceled(self, order: Order) -> RefundAnswer:
        """T5's proof."""
        return self._asked("prove_canceled", order, lambda: self.inner.prove_canceled(order))

    def look_up(self, order: Order) -> Standing:
        """The record as it is."""
        return self.inner.look_up(order)

    def _asked(self, call: str, order: Order, ask: Callable[[], RefundAnswer]) -> RefundAnswer:
        if call != self.call or self.answer is not None:
            return ask()
        self.line.arm(self.plan, self.skip)
        before = self._clock.monotonic()
        answer = ask()
        self.seconds = self._clock.monotonic() - before
        self.answer = self.belief(order, answer)
        return self.answer

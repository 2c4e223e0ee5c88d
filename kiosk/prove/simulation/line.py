"""The wire between a terminal and the company: the real Toss client, with the exchange itself in memory.

Time passes on the way, others act meanwhile, and the program may die before or after any call.
"""

import json
from collections.abc import Callable
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

import requests

from kiosk.domain.ports import Clock
from kiosk.payments.channel import Doubt, NotSent, Unknown
from kiosk.payments.toss import Toss
from kiosk.payments.wire import LARGEST_BODY, Reply
from kiosk.prove.chance import Random
from kiosk.prove.simulation.clocks import Course
from kiosk.prove.simulation.company import Company, Said

_KEY = "test_sk_" + "simulation" * 3
_ADDRESS = "https://company.invalid"
_ORDERS = "/v1/payments/orders/"
_PAYMENTS = "/v1/payments/"


class Died(BaseException):
    """The program was killed. Nothing of ours may catch this."""


class Line(Toss):
    """Implements ``Channel`` with the product's own client; ``risk`` is asked before and after each call."""

    def __init__(
        self, clock: Clock, course: Course, company: Company, chance: Random, risk: Callable[[], int]
    ) -> None:
        super().__init__(_KEY, _ADDRESS, clock)
        self._course, self._company, self._chance, self._risk = course, company, chance, risk

    def _exchange(
        self,
        request: requests.Request,
        *,
        largest: int = LARGEST_BODY,  # noqa: ARG002 - the real thing's signature
    ) -> Reply | NotSent | Unknown:
        life = self._risk()
        self._wait(0.2)
        said = self._company.trouble() or self._serve(request)
        self._wait(60.0 if said.none == "timed_out" else 0.3)
        if self._risk() != life:
            raise Died("the program died while it waited")
        match said.none:
            case "not_sent":
                return NotSent("refused")
            case "timed_out":
                return Unknown(Doubt.TIMED_OUT)
            case "cut_off":
                return Unknown(Doubt.CUT_OFF)
            case _:
                reply = Reply(said.status, said.body, format_datetime(self._course.now, usegmt=True))
                self._note_clock(reply.date)
                return reply

    def _serve(self, request: requests.Request) -> Said:
        path = urlsplit(str(request.url)).path
        if request.method == "GET":
            if path.startswith(_ORDERS):
                return self._company.find(order_id=unquote(path.removeprefix(_ORDERS)))
            return self._company.find(payment_key=unquote(path.removeprefix(_PAYMENTS)))
        asked = json.loads(request.data)
        key = dict(request.headers)["Idempotency-Key"]
        if path == "/v1/payments/confirm":
            said = self._company.confirm(asked["orderId"], asked["paymentKey"], asked["amount"], key)
            return self._company.lose(said, asked["paymentKey"])
        payment_key = unquote(path.removeprefix(_PAYMENTS).removesuffix("/cancel"))
        said = self._company.cancel(payment_key, asked["cancelReason"], asked.get("cancelAmount"), key)
        return self._company.lose(said, payment_key)

    def _wait(self, most_s: float) -> None:
        """The others act while this one waits."""
        self._course.run(
            self._course.seconds + (0.0 if self._company.is_honest else self._chance.random() * most_s)
        )

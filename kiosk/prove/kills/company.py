"""The payment company of a case: a real sandbox in a process of its own, on real sockets, and a line to tell it what to be like.

It is worse than the real one: a second key charges again, answers get lost, and effects come late.
"""

import json
import os
import socket
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from kiosk.prove.chance import FRIDAY_EVENING
from kiosk.sandbox import Sandbox
from kiosk.sandbox.answers import error
from kiosk.sandbox.errors import Refusal
from kiosk.sandbox.http import Answer, Asked
from kiosk.sandbox.idempotency import Idempotency
from kiosk.sandbox.ledger import Opening
from kiosk.sandbox.payment import Payment
from kiosk.services.invariants import CompanyEntry

REFUSAL: Final = "REJECT_CARD_PAYMENT"
RUNNING: Final = "IDEMPOTENT_REQUEST_PROCESSING"
_PATIENCE_S: Final = 10.0
Told = dict[str, Any]


class _Company(Sandbox):
    """A sandbox whose cards can be refused, that can take another sum, and that can say it is still at it."""

    def __init__(self) -> None:
        super().__init__()
        self._refused: set[str] = set()
        self._cards_to_refuse = 0
        self._too_much = 0
        self._busy = ""
        self._confirm = self.ledger.confirm
        # The ledger is the sandbox's own; only here it has a card company behind it.
        self.ledger.confirm = self._asked_of_the_issuer  # type: ignore[method-assign]

    def begin(self, told: Told) -> None:
        """Forget the last case."""
        self.clock.set(FRIDAY_EVENING)
        self.faults.clear()
        self.ledger.payments.clear()
        self.ledger.transactions.clear()
        self.ledger.requests.clear()
        self.ledger.confirm_keys.clear()
        self.ledger.second_key_charges_again = True
        self.ledger.hides_unapproved = bool(told["hides"])
        self.rest.idempotency = Idempotency(self.clock)
        self._refused.clear()
        self._cards_to_refuse, self._too_much = int(told["refuses"]), int(told["too_much"])
        self._busy = ""
        for fault in told["faults"]:
            if fault["kind"] == "busy_then_late":
                self._busy = str(fault["endpoint"])
                fault = {"kind": "late", "endpoint": self._busy}  # noqa: PLW2901 - the same fault, in the sandbox's words
            self.faults.switch_on(fault)

    def answer(self, asked: Asked) -> Answer:
        """What it says while it is still at it is a 409, not silence."""
        found = super().answer(asked)
        is_it = bool(self._busy) and asked.method == "POST" and asked.path.endswith(f"/{self._busy}")
        if is_it:
            self._busy = ""
            return error(Refusal(RUNNING))
        return found

    def _asked_of_the_issuer(
        self, payment_key: str, order_id: str, amount: int, client_key: str, key: str = ""
    ) -> Payment:
        with self.ledger.lock:
            seen = self.ledger.payments.get(payment_key)
            if seen is not None and seen.status == "IN_PROGRESS" and self._is_refused(order_id):
                self.ledger.abort(payment_key, REFUSAL, "한도초과")
                raise Refusal(REFUSAL)
            paid = self._confirm(payment_key, order_id, amount, client_key, key)
            if self._too_much and paid.charges:
                paid.amount, self._too_much = paid.amount + self._too_much, 0
            return paid

    def _is_refused(self, order_id: str) -> bool:
        if order_id not in self._refused and self._cards_to_refuse:
            self._cards_to_refuse -= 1
            self._refused.add(order_id)
        return order_id in self._refused

    def settle_down(self) -> None:
        """Wait until nothing that a dead caller has sent is still being worked on."""
        host = urlsplit(self.url)
        with socket.create_connection((host.hostname or "", host.port or 0), _PATIENCE_S) as line:
            # Connections are taken in order: when this one is answered, every earlier one has its thread.
            line.sendall(b"GET /sandbox/clock HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            while line.recv(1 << 12):
                pass
        for thread in threading.enumerate():
            if thread not in self.always:
                thread.join(_PATIENCE_S)

    def serve(self, line: socket.socket) -> None:
        """Do as told until nobody is left to tell."""
        self.start()
        self.always = threading.enumerate()
        told = _heard(line)
        while told is not None:
            _say(line, self._do(told))
            told = _heard(line)

    def _do(self, told: Told) -> Told:
        match told["do"]:
            case "begin":
                self.begin(told)
            case "clock":
                self.clock.set(datetime.fromisoformat(told["now"]))
            case "authenticate":
                opening = Opening(told["order"], "자리", told["amount"], told["method"], self.client_key)
                return {"key": self.ledger.authenticate(self.ledger.open(opening).payment_key).payment_key}
            case "settle_down":
                self.settle_down()
            case "keys":
                return {"url": self.url, "secret": self.secret_key}
            case "ledger":
                rows = [_row(payment) for payment in self.ledger.sweep()]
                return {"rows": rows, "requests": dict(self.ledger.requests)}
        return {}


@dataclass(frozen=True, slots=True)
class Company:
    """The line to it, for the forge and all that it forks: one at a time."""

    line: socket.socket
    url: str
    secret_key: str
    process: int

    @classmethod
    def fork(cls) -> "Company":
        """Start it. It ends when every process that holds this line has ended."""
        ours, theirs = socket.socketpair()
        process = os.fork()
        if process == 0:
            ours.close()
            try:
                _Company().serve(theirs)
            finally:
                os._exit(0)
        theirs.close()
        told = _asked(ours, do="keys")
        return cls(ours, told["url"], told["secret"], process)

    def close(self) -> None:
        """End it."""
        self.line.close()
        os.waitpid(self.process, 0)

    def begin(
        self, faults: Sequence[Mapping[str, object]], *, refuses: int, too_much: int, hides: bool
    ) -> None:
        """A new case: what goes wrong, how many cards are refused, and how much is taken beyond the price."""
        _asked(
            self.line,
            do="begin",
            faults=[dict(fault) for fault in faults],
            refuses=refuses,
            too_much=too_much,
            hides=hides,
        )

    def set_clock(self, now: datetime) -> None:
        """Its clock goes with ours."""
        _asked(self.line, do="clock", now=now.isoformat())

    def authenticate(self, order_id: str, amount: int, method: str) -> str:
        """N1: the guest proves who pays; gives the payment key."""
        return str(_asked(self.line, do="authenticate", order=order_id, amount=amount, method=method)["key"])

    def settle_down(self) -> None:
        """Wait until nothing that a dead caller has sent is still being worked on."""
        _asked(self.line, do="settle_down")

    def ledger(self) -> tuple[list[CompanyEntry], dict[str, int], list[str]]:
        """Its ledger, how often each call was asked for, and the payment keys."""
        told = _asked(self.line, do="ledger")
        entries = [
            CompanyEntry(
                row["order"],
                row["charged"],
                row["refunded"],
                row["charges"],
                datetime.fromisoformat(row["at"]) if row["at"] else None,
                [(datetime.fromisoformat(at), amount) for at, amount in row["back"]],
            )
            for row in told["rows"]
        ]
        return entries, told["requests"], [row["key"] for row in told["rows"]]


def _row(payment: Payment) -> Told:
    return {
        "order": payment.order_id,
        "key": payment.payment_key,
        "charged": payment.charged,
        "refunded": payment.refunded,
        "charges": payment.charges,
        "at": payment.approved_at.isoformat() if payment.approved_at else "",
        "back": [(cancel.at.isoformat(), cancel.amount) for cancel in payment.cancels if payment.charges],
    }


def _asked(line: socket.socket, **told: object) -> Told:
    _say(line, told)
    answer = _heard(line)
    assert answer is not None, "the company is gone"
    return answer


def _say(line: socket.socket, told: Mapping[str, object]) -> None:
    line.sendall(json.dumps(told).encode() + b"\n")


def _heard(line: socket.socket) -> Told | None:
    """One line; None when the other side is gone. There is never more than one under way."""
    heard = b""
    while not heard.endswith(b"\n"):
        more = line.recv(1 << 16)
        if not more:
            return None
        heard += more
    read: Told = json.loads(heard)
    return read

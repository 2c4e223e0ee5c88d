"""Toss Payments over HTTPS: which request goes where. One call is one exchange; retrying is the settler's decision.

The secret key is used here and nowhere else: it is in no log, no exception and no repr.
"""

import json
from base64 import b64encode
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

import requests

from kiosk.domain.money import Won
from kiosk.domain.ports import Clock
from kiosk.payments.answers import (
    judge_cancel,
    judge_confirm,
    judge_inquiry,
    judge_proof,
    judge_standing,
    names_other_order,
)
from kiosk.payments.channel import Answer, NotSent, Order, Record, RefundAnswer, Standing, Unknown
from kiosk.payments.keys import SecretKey
from kiosk.payments.records import read_object, record_in
from kiosk.payments.wire import LARGEST_BODY, Reply, exchange

API: Final = "https://api.tosspayments.com"
CONNECT_SECONDS: Final = 5.0
READ_SECONDS: Final = 60.0
"""What Toss recommends for calls that move money (Toss docs, glossary, timeout)."""

_CANCELABLE = ("DONE", "PARTIAL_CANCELED", "WAITING_FOR_DEPOSIT")
_LONGEST_REASON = 200


class WrongAddress(ValueError):
    """Key and address do not go together; the message says why and what to do, never the key."""


class Toss:
    """The channel to Toss Payments, or to a sandbox on this machine. Implements ``kiosk.payments.channel.Channel``.

    Raises KeyProblem for a secret key that is none, and WrongAddress for an address the key must not be sent to.
    """

    def __init__(
        self,
        secret_key: SecretKey | str,
        base_url: str,
        clock: Clock,
        *,
        connect_s: float = CONNECT_SECONDS,
        read_s: float = READ_SECONDS,
        ca_file: Path | None = None,
    ) -> None:
        """``connect_s`` and ``read_s`` together bound one exchange; the read limit also holds for each silence.

        ``ca_file`` (PEM) is the private authority of a sandbox that speaks HTTPS: no other certificate is accepted then.
        A live key goes only where a public authority vouches.
        """
        self._secret = secret_key if isinstance(secret_key, SecretKey) else SecretKey(secret_key)
        if ca_file is not None and self._secret.is_live:
            raise WrongAddress(
                "A live key is sent only where a public certificate authority vouches for the address."
            )
        self._ca_file = ca_file
        self._base = _checked(base_url.rstrip("/"), is_live=self._secret.is_live)
        self._clock = clock
        self._connect_s, self._read_s = connect_s, read_s
        self._skew_s: float | None = None

    def __repr__(self) -> str:
        return f"Toss({self._base})"

    @property
    def clock_skew_s(self) -> float | None:
        """How many seconds this machine's clock is ahead of Toss's, by their last answer; None before the first."""
        return self._skew_s

    def confirm(self, order: Order) -> Answer:
        """N2: our amount under the stored key. The same order always makes the same bytes (Toss docs, confirm)."""
        body = {"amount": order.amount, "orderId": order.order_id, "paymentKey": order.payment_key}
        reply = self._post("/v1/payments/confirm", body, order.confirm_key)
        return judge_confirm(order, reply.status, reply.body) if isinstance(reply, Reply) else reply

    def inquire(self, order: Order) -> Answer:
        """N3: by payment key, or by order id where no key came back (Toss docs, payment inquiry)."""
        reply = self._get(_address_of(order))
        by_order = isinstance(reply, Reply) and names_other_order(order, reply.body)
        if by_order:
            reply = self._get(_by_order(order))
        if not isinstance(reply, Reply):
            return reply
        return judge_inquiry(order, reply.status, reply.body, by_order=by_order)

    def cancel(self, order: Order, *, reason: str, key: str, amount: Won | None = None) -> RefundAnswer:
        """N4: all of it or ``amount``, under the cancel's own key (Toss docs, cancel). Looks first, and cancels only what is ours.

        A payment key comes from a redirect that anybody can write. Sent unseen, a forged one would give the money of
        somebody else's meal back.
        """
        seen = self._look_up(order)
        if not isinstance(seen, Reply):
            return seen
        record = _record(seen)
        if record is None or record.order_id != order.order_id or record.status not in _CANCELABLE:
            return judge_proof(order, seen.status, seen.body)
        path = f"/v1/payments/{quote(record.payment_key, safe='')}/cancel"
        body: dict[str, object] = {"cancelReason": reason[:_LONGEST_REASON]}
        if amount is not None:
            body["cancelAmount"] = amount
        reply = self._post(path, body, key)
        return judge_cancel(order, reply.status, reply.body) if isinstance(reply, Reply) else reply

    def prove_canceled(self, order: Order) -> RefundAnswer:
        """Whether all of it was given back; Approved means the money is still with us."""
        reply = self._look_up(order)
        return judge_proof(order, reply.status, reply.body) if isinstance(reply, Reply) else reply

    def look_up(self, order: Order) -> Standing:
        """The company's record of our order, whatever it says (Toss docs, payment inquiry)."""
        reply = self._look_up(order)
        return judge_standing(order, reply.status, reply.body) if isinstance(reply, Reply) else reply

    def fetch(self, path: str, largest: int) -> Reply | NotSent | Unknown:
        """A page of a list, of at most so many bytes, unjudged: ``kiosk.payments.statements`` reads it."""
        return self._exchange(
            requests.Request("GET", self._base + path, headers=self._headers()), largest=largest
        )

    def _look_up(self, order: Order) -> Reply | NotSent | Unknown:
        """The company's record of our order. A key that leads to another order is not ours, and tells nothing of ours."""
        reply = self._get(_address_of(order))
        if isinstance(reply, Reply) and names_other_order(order, reply.body):
            return self._get(_by_order(order))
        return reply

    def _get(self, path: str) -> Reply | NotSent | Unknown:
        return self._exchange(requests.Request("GET", self._base + path, headers=self._headers()))

    def _post(self, path: str, body: dict[str, object], key: str) -> Reply | NotSent | Unknown:
        data = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        headers = self._headers() | {"Content-Type": "application/json", "Idempotency-Key": key}
        return self._exchange(requests.Request("POST", self._base + path, headers=headers, data=data))

    def _headers(self) -> dict[str, str]:
        # User name = key, no password: the colon is needed all the same (Toss docs, authorization).
        basic = b64encode(f"{self._secret.reveal()}:".encode()).decode()
        return {
            "Authorization": f"Basic {basic}",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Connection": "close",
            "User-Agent": "jari",
        }

    def _exchange(
        self, request: requests.Request, *, largest: int = LARGEST_BODY
    ) -> Reply | NotSent | Unknown:
        reply = exchange(
            request.prepare(),
            connect_s=self._connect_s,
            read_s=self._read_s,
            ca_file=self._ca_file,
            largest=largest,
        )
        if isinstance(reply, Reply):
            self._note_clock(reply.date)
        return reply

    def _note_clock(self, date: str) -> None:
        """A second witness against a wrong clock: deadlines and the till's day both stand on ours."""
        try:
            theirs = parsedate_to_datetime(date)
        except ValueError:
            return
        if theirs.tzinfo is not None:
            self._skew_s = (self._clock.now() - theirs).total_seconds()


def _address_of(order: Order) -> str:
    if not order.payment_key.strip("."):
        return _by_order(order)
    return f"/v1/payments/{quote(order.payment_key, safe='')}"


def _by_order(order: Order) -> str:
    return f"/v1/payments/orders/{quote(order.order_id, safe='')}"


def _record(reply: Reply) -> Record | None:
    return record_in(read_object(reply.body) or {})


def _checked(base_url: str, *, is_live: bool) -> str:
    parts = urlsplit(base_url)
    local = _is_loopback(parts.hostname or "")
    if "@" in parts.netloc or parts.query or parts.fragment or not parts.hostname:
        raise WrongAddress(f"The address of the payment company is not usable. It is {API}.")
    if is_live and base_url != API:
        raise WrongAddress(
            f"A live key is sent to {API} only, not to {parts.scheme}://{parts.hostname}. Use a test key there."
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise WrongAddress(
            f"{parts.scheme}://{parts.hostname} is not https. Only a sandbox on this machine may do without it."
        )
    return base_url


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

"""Toss Payments over HTTPS: one request, one answer, no retries. Retrying is the settler's decision.

The secret key lives here and nowhere else: not in a log, an exception or a repr.
"""

import json
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import TypeVar
from urllib.parse import quote, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NameResolutionError, NewConnectionError

from kiosk.domain.ports import Clock
from kiosk.payments.answers import judge_cancel, judge_confirm, judge_inquiry, judge_proof
from kiosk.payments.channel import Answer, Doubt, NotSent, Order, RefundAnswer, Unknown

API = "https://api.tosspayments.com"
CONNECT_SECONDS = 5.0
READ_SECONDS = 60.0
"""What Toss recommends for calls that move money (Toss docs, glossary, timeout)."""

LARGEST_BODY = 1_000_000
_SLICE = 8_192

Judged = TypeVar("Judged")


class WrongAddress(ValueError):
    """Keys and address do not go together; the message says which and what to do, never the key."""


class Toss:
    """The channel to Toss Payments, or to a sandbox on this machine. Implements ``kiosk.payments.channel.Channel``."""

    def __init__(
        self,
        secret_key: str,
        base_url: str,
        clock: Clock,
        *,
        connect_s: float = CONNECT_SECONDS,
        read_s: float = READ_SECONDS,
    ) -> None:
        _check_address(base_url, live=secret_key.startswith("live_"))
        self._authorization = "Basic " + b64encode(f"{secret_key}:".encode()).decode()
        self._base_url = base_url.rstrip("/")
        self._clock = clock
        self._connect_s, self._read_s = connect_s, read_s
        self.clock_skew_s: float | None = None

    def __repr__(self) -> str:
        return f"Toss({self._base_url})"

    def confirm(self, order: Order) -> Answer:
        """N2: our amount under the stored key. The same order always makes the same bytes."""
        body = {"paymentKey": order.payment_key, "orderId": order.order_id, "amount": order.amount}
        return self._ask(
            "POST",
            "/v1/payments/confirm",
            body,
            order.confirm_key,
            lambda status, answer: judge_confirm(order, status, answer),
        )

    def inquire(self, order: Order) -> Answer:
        """N3: by payment key, or by order id where no key came back."""
        return self._ask(
            "GET",
            _record_path(order),
            None,
            None,
            lambda status, answer: judge_inquiry(order, status, answer),
        )

    def cancel(self, order: Order, *, reason: str, key: str) -> RefundAnswer:
        """N4: all of it, with the cancel's own key."""
        return self._ask(
            "POST",
            f"/v1/payments/{quote(order.payment_key, safe='')}/cancel",
            {"cancelReason": reason},
            key,
            lambda status, answer: judge_cancel(order, status, answer),
        )

    def prove_canceled(self, order: Order) -> RefundAnswer:
        """Whether all of it was given back."""
        return self._ask(
            "GET", _record_path(order), None, None, lambda status, answer: judge_proof(order, status, answer)
        )

    def _ask(
        self,
        method: str,
        path: str,
        body: dict[str, object] | None,
        key: str | None,
        judge: Callable[[int, bytes], Judged],
    ) -> Judged | NotSent | Unknown:
        try:
            status, answer = self._send(method, path, body, key)
        except (requests.ConnectionError, requests.Timeout) as failed:
            return _what_may_have_left(failed)
        except (requests.RequestException, HTTPError):
            return Unknown(Doubt.CUT_OFF)
        if answer is None:
            return Unknown(Doubt.TIMED_OUT, http_status=status)
        return judge(status, answer)

    def _send(
        self, method: str, path: str, body: dict[str, object] | None, key: str | None
    ) -> tuple[int, bytes | None]:
        headers = {"Authorization": self._authorization, "Accept": "application/json", "Connection": "close"}
        if key is not None:
            headers["Idempotency-Key"] = key
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        ends = self._clock.monotonic() + self._connect_s + self._read_s
        with _session() as session:
            answer = session.request(
                method,
                self._base_url + path,
                data=data,
                headers=headers,
                timeout=(self._connect_s, self._read_s),
                allow_redirects=False,
                stream=True,
            )
            with answer:
                self._note_clock(answer.headers.get("Date"))
                return answer.status_code, self._read(answer, ends)

    def _read(self, answer: requests.Response, ends: float) -> bytes | None:
        """The body, or None when it drips so slowly, or is so large, that it is no answer."""
        parts, size = [], 0
        for part in answer.iter_content(_SLICE):
            parts.append(part)
            size += len(part)
            if size > LARGEST_BODY or self._clock.monotonic() > ends:
                return None
        return b"".join(parts)

    def _note_clock(self, date: str | None) -> None:
        """How far our clock is from theirs: a second witness against a wrong wall clock."""
        try:
            theirs: datetime = parsedate_to_datetime(date or "")
        except ValueError:
            return
        if theirs.tzinfo is not None:
            self.clock_skew_s = (self._clock.now() - theirs).total_seconds()


def _session() -> requests.Session:
    session = requests.Session()
    # No proxy, .netrc or certificate setting of the machine may reroute a request that carries the key.
    session.trust_env = False
    for scheme in ("https://", "http://"):
        session.mount(scheme, HTTPAdapter(max_retries=0))
    return session


def _record_path(order: Order) -> str:
    if order.payment_key:
        return f"/v1/payments/{quote(order.payment_key, safe='')}"
    return f"/v1/payments/orders/{quote(order.order_id, safe='')}"


def _what_may_have_left(failed: requests.RequestException) -> NotSent | Unknown:
    """``ConnectionError`` means two opposite things: refused before a byte left, or cut after it did."""
    cause = failed.args[0] if failed.args else None
    reason = getattr(cause, "reason", cause)
    if isinstance(failed, requests.ConnectTimeout) or isinstance(reason, ConnectTimeoutError):
        return NotSent("connect timeout")
    if isinstance(reason, NameResolutionError):
        return NotSent("name not found")
    if isinstance(reason, NewConnectionError):
        return NotSent("refused")
    if isinstance(failed, requests.exceptions.SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(failed):
        # The handshake did not end, so the request was never written. Other TLS errors can come later.
        return NotSent("certificate refused")
    if isinstance(failed, requests.Timeout):
        return Unknown(Doubt.TIMED_OUT)
    return Unknown(Doubt.CUT_OFF)


def _check_address(base_url: str, *, live: bool) -> None:
    parts = urlsplit(base_url)
    loopback = _is_loopback(parts.hostname or "")
    if parts.scheme == "https" and not loopback:
        return
    if not loopback:
        msg = f"{base_url} is not https; only a sandbox on this machine may be called without it"
        raise WrongAddress(msg)
    if live:
        msg = f"a live key is not for the sandbox at {base_url}; use test keys, or the address {API}"
        raise WrongAddress(msg)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

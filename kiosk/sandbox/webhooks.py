"""Webhooks: told once to a loopback address, and again by Toss's table when nobody answers 200. Unsigned, as Toss's are."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPException
from ipaddress import ip_address
from threading import Thread
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from kiosk.sandbox.clock import SEOUL, SandboxClock, token

RETRY_MINUTES = (1, 4, 16, 64, 256, 1024, 4096)
ANSWER_WITHIN = 10.0
_TOLD = ("DONE", "ABORTED", "EXPIRED", "CANCELED", "PARTIAL_CANCELED")


def check_url(url: str) -> str:
    """Only this machine is ever told. Raises ValueError."""
    if urlsplit(url).scheme != "http":
        msg = f"a webhook's url begins with http://, not {url}"
        raise ValueError(msg)
    host = urlsplit(url).hostname or ""
    if host != "localhost":
        try:
            loopback = ip_address(host).is_loopback
        except ValueError:
            loopback = False
        if not loopback:
            msg = f"webhooks go to this machine only, not to {host or url}"
            raise ValueError(msg)
    return url


class _StayHere(HTTPRedirectHandler):
    """A redirect could lead off this machine; Toss takes it as not taken, too."""

    def redirect_request(self, *args: Any) -> None:
        """Never follow."""


@dataclass
class Webhooks:
    """Sends each event on a thread of its own until it is taken or the table ends."""

    clock: SandboxClock
    url: str = ""
    sent: list[dict[str, Any]] = field(default_factory=list)

    def payment_changed(self, status: str, shown: dict[str, Any]) -> None:
        """PAYMENT_STATUS_CHANGED, for the states Toss tells of."""
        if status in _TOLD:
            self._tell({"eventType": "PAYMENT_STATUS_CHANGED", "createdAt": self._now(), "data": shown})

    def deposit(self, shown: dict[str, Any]) -> None:
        """DEPOSIT_CALLBACK: without an eventType, with the payment's own secret."""
        self._tell(
            {
                "createdAt": self._now(),
                "secret": shown["secret"],
                "status": shown["status"],
                "transactionKey": shown["lastTransactionKey"],
                "orderId": shown["orderId"],
            }
        )

    def _now(self) -> str:
        return self.clock.now().astimezone(SEOUL).strftime("%Y-%m-%dT%H:%M:%S.%f")

    def _tell(self, event: dict[str, Any]) -> None:
        if self.url:
            Thread(target=self._deliver, args=(event, f"whtrans_{token(20)}"), daemon=True).start()

    def _deliver(self, event: dict[str, Any], transmission: str) -> None:
        due = self.clock.now()
        for tries, minutes in enumerate((0, *RETRY_MINUTES)):
            due += timedelta(minutes=minutes)
            if not self.clock.wait_until(due) or self._post(event, transmission, tries):
                return

    def _post(self, event: dict[str, Any], transmission: str, tries: int) -> bool:
        request = Request(  # noqa: S310 - check_url let only this machine's addresses through
            self.url,
            data=json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode(),
            headers={
                "Content-Type": "application/json",
                "tosspayments-webhook-transmission-time": self._now(),
                "tosspayments-webhook-transmission-retried-count": str(tries),
                "tosspayments-webhook-transmission-id": transmission,
            },
        )
        try:
            with build_opener(ProxyHandler({}), _StayHere()).open(request, timeout=ANSWER_WITHIN) as answer:
                taken = bool(answer.status == 200)  # noqa: PLR2004 - Toss wants exactly this one
        except (URLError, OSError, HTTPException):
            taken = False
        self.sent.append({"event": event, "tries": tries, "taken": taken})
        return taken

"""The sandbox's admin door, for ``kiosk tour`` and tests: faults, clock, and its ledger. Loopback only, sandbox only."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

from kiosk.services.invariants import CompanyEntry


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the sandbox holds: one entry a payment, and how many confirms it was asked for."""

    entries: tuple[CompanyEntry, ...]
    payment_keys: tuple[str, ...]
    confirm_requests: int
    net_won: int


@dataclass(frozen=True, slots=True)
class SandboxAdmin:
    """The admin calls of one running sandbox."""

    url: str

    def fault(self, **fault: object) -> None:
        """Switch a fault on; the fields are the sandbox's own."""
        self._ask("POST", "/sandbox/faults", fault)

    def no_faults(self) -> None:
        """Switch every fault off."""
        self._ask("DELETE", "/sandbox/faults", None)

    def advance(self, seconds: float) -> None:
        """Move the sandbox's clock on."""
        self._ask("POST", "/sandbox/clock", {"advance_seconds": seconds})

    def authenticate(self, order_id: str, amount: int, client_key: str) -> str:
        """As the company's page does once a customer has paid there; gives the payment key."""
        asked: dict[str, object] = {
            "orderId": order_id,
            "orderName": "자리 예약금",
            "amount": amount,
            "method": "카드",
            "clientKey": client_key,
        }
        return str(self._ask("POST", "/sandbox/authenticate", asked)["paymentKey"])

    def ledger(self) -> Ledger:
        """Everything it has charged and given back."""
        told = self._ask("GET", "/sandbox/payments", None)
        rows = told["payments"]
        return Ledger(
            entries=tuple(_entry(row) for row in rows),
            payment_keys=tuple(row["paymentKey"] for row in rows),
            confirm_requests=told["confirm_requests"],
            net_won=told["net_won"],
        )

    def _ask(self, method: str, path: str, body: dict[str, object] | None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(  # noqa: S310 - the URL is the loopback sandbox this program started
            self.url + path, data=data, method=method, headers={"Content-Type": "application/json"}
        )
        with build_opener(ProxyHandler({})).open(request, timeout=10) as answer:
            return json.loads(answer.read() or b"{}")


def _entry(row: dict[str, Any]) -> CompanyEntry:
    approved = row.get("approvedAt")
    return CompanyEntry(
        order_id=row["orderId"],
        charged=row["charged_won"],
        refunded=row["refunded_won"],
        charges=row["charges"],
        charged_at=datetime.fromisoformat(approved) if approved else None,
        given_back=tuple(
            (datetime.fromisoformat(cancel["canceledAt"]), cancel["cancelAmount"])
            for cancel in (row["cancels"] or () if row["charges"] else ())
        ),
    )

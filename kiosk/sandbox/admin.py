"""The door for tests and rehearsals under /sandbox/: pay without a browser, switch faults, move the clock, read the ledger."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.sandbox.checkout import METHODS
from kiosk.sandbox.clock import SEOUL, SandboxClock, iso
from kiosk.sandbox.faults import BadFault, Faults
from kiosk.sandbox.http import Answer, Asked, Unreadable, as_json
from kiosk.sandbox.keys import Keys
from kiosk.sandbox.ledger import Ledger, Opening
from kiosk.sandbox.limits import Limits
from kiosk.sandbox.listing import Listing
from kiosk.sandbox.payment import Payment
from kiosk.sandbox.webhooks import Webhooks, check_url


class BadAsk(ValueError):
    """An admin request that makes no sense; the message names the field and the cure."""


@dataclass(frozen=True, slots=True)
class Admin:
    """Routes of the admin door."""

    keys: Keys
    ledger: Ledger
    faults: Faults
    clock: SandboxClock
    webhooks: Webhooks
    url: Callable[[], str]
    limits: Limits
    listing: Listing

    def answer(self, asked: Asked) -> Answer | None:
        """An admin answer, or None when the path is not one of ours."""
        try:
            return self._routed(asked)
        except (BadAsk, BadFault, Unreadable) as wrong:
            return as_json({"error": str(wrong)}, 400)

    def _routed(self, asked: Asked) -> Answer | None:
        match asked.method, asked.path:
            case "POST", "/sandbox/authenticate":
                return self._authenticate(asked.object())
            case "GET", "/sandbox/faults":
                return as_json({"faults": self.faults.shown()})
            case "POST", "/sandbox/faults":
                return self._fault(asked.object())
            case "DELETE", "/sandbox/faults":
                self.faults.clear()
                self.ledger.second_key_charges_again = False
                self.ledger.mismatch_code = "FORBIDDEN_REQUEST"
                self.ledger.hides_unapproved = False
                self.limits.per_minute = None
                return as_json({"faults": []})
            case "GET", "/sandbox/clock":
                return as_json({"now": iso(self.clock.now())})
            case "POST", "/sandbox/clock":
                return self._clock(asked.object())
            case "GET", "/sandbox/payments":
                return as_json(self.shown())
            case "POST", "/sandbox/deposit":
                return self._deposit(asked.object())
            case "POST", "/sandbox/cancel":
                return self._cancel(asked.object())
            case "POST", "/sandbox/webhooks":
                return self._webhooks(asked.object())
            case "GET", "/sandbox/webhooks":
                return as_json({"url": self.webhooks.url, "sent": self.webhooks.sent})
            case "POST", "/sandbox/settlements":
                self.listing.settlements_on = bool(asked.object().get("on", True))
                return as_json({"on": self.listing.settlements_on})
            case "POST", "/sandbox/limit":
                return self._limit(asked.object())
            case _:
                return None

    def shown(self) -> dict[str, Any]:
        """The ledger, with what no payment object shows: how often money was really taken."""
        with self.ledger.lock:
            payments = self.ledger.sweep()
            return {
                "payments": [self._row(payment) for payment in payments],
                "net_won": sum(payment.charged - payment.refunded for payment in payments),
                "confirm_requests": self.ledger.requests["confirm"],
                "requests": dict(self.ledger.requests),
            }

    def _row(self, payment: Payment) -> dict[str, Any]:
        return payment.shown(self.url(), self.clock.now()) | {
            "charges": payment.charges,
            "charged_won": payment.charged,
            "refunded_won": payment.refunded,
        }

    def _authenticate(self, told: dict[str, Any]) -> Answer:
        client_key = str(told.get("clientKey") or self.keys.client_key)
        if not self.keys.knows_client(client_key):
            raise BadAsk("clientKey is not one of this sandbox's keys; they are printed when it starts")
        amount = told.get("amount")
        if type(amount) is not int:
            raise BadAsk("amount must be a whole number of won")
        method = str(told.get("method", "CARD"))
        if method not in METHODS and method not in METHODS.values():
            raise BadAsk(f"method must be one of {', '.join(METHODS)}")
        payment = self.ledger.open(
            Opening(
                order_id=str(told.get("orderId", "")),
                order_name=str(told.get("orderName", "sandbox order")),
                amount=amount,
                method=METHODS.get(method, method),
                client_key=client_key,
                metadata=told.get("metadata"),
                customer_name=str(told.get("customerName", "")),
            )
        )
        self.ledger.authenticate(payment.payment_key)
        return as_json({"paymentKey": payment.payment_key, "orderId": payment.order_id, "amount": amount})

    def _cancel(self, told: dict[str, Any]) -> Answer:
        """What somebody does in the company's own console: the same rules, and no request of the shop's."""
        order_id = str(told.get("orderId", ""))
        if not order_id:
            raise BadAsk("name the payment by its orderId; amount (won) cancels a part of it")
        body = {"cancelReason": told.get("reason", "canceled in the console")}
        if told.get("amount") is not None:
            body["cancelAmount"] = told["amount"]
        payment = self.ledger.cancel(self.ledger.find_order(order_id).payment_key, body)
        return as_json(payment.shown(self.url(), self.clock.now()))

    def _deposit(self, told: dict[str, Any]) -> Answer:
        key, order_id = told.get("paymentKey"), told.get("orderId")
        if not (key or order_id):
            raise BadAsk(
                "name the payment by its paymentKey or its orderId; revert: true takes a deposit back"
            )
        key = str(key or self.ledger.find_order(str(order_id)).payment_key)
        payment = self.ledger.deposit(key, revert=told.get("revert") is True)
        return as_json(payment.shown(self.url(), self.clock.now()))

    def _fault(self, told: dict[str, Any]) -> Answer:
        if told.get("kind") == "second_key_charges_again":
            self.ledger.second_key_charges_again = bool(told.get("on", True))
        elif told.get("kind") == "unapproved_not_found":
            self.ledger.hides_unapproved = bool(told.get("on", True))
        elif told.get("kind") == "amount_mismatch":
            if told.get("code") not in ("FORBIDDEN_REQUEST", "INVALID_REQUEST"):
                raise BadAsk("code must be FORBIDDEN_REQUEST or INVALID_REQUEST")
            self.ledger.mismatch_code = str(told["code"])
        else:
            self.faults.switch_on(told)
        return as_json({"faults": self.faults.shown()})

    def _limit(self, told: dict[str, Any]) -> Answer:
        most = told.get("per_minute")
        if most is not None and (type(most) is not int or most < 1):
            raise BadAsk("per_minute must be a whole number above 0 (Toss: 100), or null for no limit")
        self.limits.per_minute = most
        return as_json({"per_minute": most})

    def _clock(self, told: dict[str, Any]) -> Answer:
        try:
            if "set" in told:
                self.clock.set(_instant(str(told["set"])))
            if "advance_seconds" in told:
                self.clock.advance(float(told["advance_seconds"]))
            if "scale" in told:
                self.clock.rescale(float(told["scale"]))
        except (ValueError, TypeError, OverflowError) as wrong:
            raise BadAsk(f"give set (ISO date-time), advance_seconds or scale (numbers): {wrong}") from None
        self.ledger.sweep()
        return as_json({"now": iso(self.clock.now())})

    def _webhooks(self, told: dict[str, Any]) -> Answer:
        try:
            self.webhooks.url = check_url(str(told["url"])) if told.get("url") else ""
        except ValueError as wrong:
            raise BadAsk(str(wrong)) from None
        return as_json({"url": self.webhooks.url})


def _instant(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=SEOUL)

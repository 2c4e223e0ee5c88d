"""The pages a customer meets: the SDK script, the checkout window, the popup of a card company, and their redirects."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from kiosk.sandbox.answers import lost, spoiled
from kiosk.sandbox.clock import SandboxClock
from kiosk.sandbox.errors import CODES, Refusal
from kiosk.sandbox.faults import LOST, Fault, Faults
from kiosk.sandbox.http import Answer, Asked, Break, as_json, moved
from kiosk.sandbox.keys import Keys
from kiosk.sandbox.ledger import Ledger, Opening
from kiosk.sandbox.payment import Payment
from kiosk.sandbox.refunds import whole

WEB = Path(__file__).with_name("web")
_MONTHS = tuple(str(month) for month in range(13))
OPEN_PATH = "/sandbox/checkout/open"
SDK_PATHS = ("/v2/standard", "/v2", "/v1", "/v1/payment")
HTML = "text/html; charset=utf-8"
_TWICE = """<!doctype html><meta charset="utf-8"><title>SANDBOX</title><script>
const url = __URL__;
location.href = url;
setTimeout(() => { location.href = url; }, 150);
</script>"""
METHODS = {
    "CARD": "카드",
    "EASY_PAY": "간편결제",
    "VIRTUAL_ACCOUNT": "가상계좌",
    "TRANSFER": "계좌이체",
    "MOBILE_PHONE": "휴대폰",
    "CULTURE_GIFT_CERTIFICATE": "문화상품권",
    "BOOK_GIFT_CERTIFICATE": "도서문화상품권",
    "GAME_GIFT_CERTIFICATE": "게임문화상품권",
    "FOREIGN_EASY_PAY": "간편결제",
}
_CODES = {name: code for code, name in reversed(METHODS.items())}


@dataclass(frozen=True, slots=True)
class Checkout:
    """Routes of the customer's pages."""

    keys: Keys
    ledger: Ledger
    faults: Faults
    clock: SandboxClock
    url: Callable[[], str]

    def answer(self, asked: Asked) -> Answer | None:
        """A page, or None when the path is not one of ours."""
        if asked.method in ("GET", "HEAD") and asked.path in SDK_PATHS:
            script = (WEB / "sdk.js").read_text("utf-8").replace("__BASE_URL__", self.url())
            script = script.replace("__VERSION__", asked.path.split("/")[1])
            return Answer(body=script.encode(), kind="text/javascript; charset=utf-8", for_shops=True)
        match asked.method, asked.path.strip("/").split("/"):
            case "OPTIONS", ["sandbox", "checkout", "open"]:
                return Answer(204, for_shops=True)
            case "POST", ["sandbox", "checkout", "open"]:
                return self._open(asked)
            case "GET", ["sandbox", "checkout", payment_key]:
                return self._page("checkout.html", self.ledger.find(payment_key))
            case "GET", ["sandbox", "popup", payment_key]:
                return self._page("popup.html", self.ledger.find(payment_key))
            case "POST", ["sandbox", "popup"]:
                # The pattern of Korean card windows: a form posted into a popup by its name.
                return self._page("popup.html", self.ledger.find(asked.form().get("paymentKey", "")))
            case "POST", ["sandbox", "checkout", payment_key, "pay"]:
                return self._pay(asked, payment_key)
            case "POST", ["sandbox", "checkout", payment_key, "fail"]:
                return self._fail(asked, self.ledger.find(payment_key))
            case "GET", ["sandbox", "receipt", payment_key]:
                return self._page("receipt.html", self.ledger.find(payment_key))
            case "GET", ["v1", "payments", payment_key, "checkout"]:
                return self._page("checkout.html", self.ledger.find(payment_key))
            case _:
                return None

    def _open(self, asked: Asked) -> Answer:
        """From the SDK, by fetch (iframe and Promise mode) or by a form (self mode)."""
        form = asked.form()
        told = json.loads(form["order"]) if "order" in form else json.loads(asked.body)
        try:
            payment = self._opened(told)
        except Refusal as refused:
            fail_url = str(told.get("failUrl") or "")
            if "order" not in form or not fail_url:
                raise
            message = refused.entry.en if told.get("language") == "en" else refused.entry.ko
            pairs = [("code", refused.code), ("message", message), ("orderId", str(told.get("orderId", "")))]
            return moved(_with(fail_url, pairs))
        looks = urlencode({"lang": told.get("language", "ko"), "mode": told.get("mode", "self")})
        page = f"{self.url()}/sandbox/checkout/{quote(payment.payment_key)}?{looks}"
        opened = as_json({"paymentKey": payment.payment_key, "page": page})
        return moved(page) if "order" in form else replace(opened, for_shops=True)

    def _opened(self, told: dict[str, Any]) -> Payment:
        client_key = str(told.get("clientKey", ""))
        if not self.keys.knows_client(client_key):
            raise Refusal("UNAUTHORIZED_KEY")
        return self.ledger.open(
            Opening(
                order_id=str(told["orderId"]),
                order_name=str(told["orderName"]),
                amount=whole(told["amount"]),
                method=METHODS.get(str(told.get("method", "CARD")), "카드"),
                client_key=client_key,
                success_url=str(told.get("successUrl") or ""),
                fail_url=str(told.get("failUrl") or ""),
                metadata=told.get("metadata") or None,
                customer_name=str(told.get("customerName") or ""),
            )
        )

    def _page(self, name: str, payment: Payment) -> Answer:
        data = {
            "paymentKey": payment.payment_key,
            "orderId": payment.order_id,
            "orderName": payment.order_name,
            "amount": payment.amount,
            "method": _CODES.get(payment.method, "CARD"),
            "methodName": payment.method,
            "status": payment.status,
            "refundedWon": payment.refunded,
        }
        page = (WEB / name).read_text("utf-8").replace("__PAYMENT__", _in_script(data))
        return Answer(body=page.encode(), kind=HTML)

    def _pay(self, asked: Asked, payment_key: str) -> Answer:
        """The customer has authenticated; the redirect says so. No money has moved."""
        form = asked.form()
        payment = self.ledger.find(payment_key)
        fault = self.faults.strike("authenticate", payment.order_id)
        if fault and fault.kind in LOST:
            return lost(fault, english=asked.english)
        if fault and fault.kind == "error":
            return self._refused(payment, fault.code, english=form.get("lang") == "en")
        if fault and fault.kind in ("busy", "delay_before"):
            self.clock.wait(fault.seconds)
        answer = self._authenticated(payment, form)
        if form.get("outcome") == "lost":
            return Answer(broken=Break.DROP)
        return spoiled(fault, answer, self.clock, english=asked.english) if fault else answer

    def _authenticated(self, payment: Payment, form: dict[str, str]) -> Answer:
        in_promise = form.get("mode") == "promise"
        if payment.status != "READY":
            refused = Refusal(
                "EXPIRED_PAYMENT" if payment.status == "EXPIRED" else "ALREADY_PROCESSED_PAYMENT"
            )
            if in_promise or not payment.fail_url:
                raise refused
            return self._failed(payment, refused.code, english=form.get("lang") == "en")
        payment.method = METHODS.get(form.get("method", "CARD"), payment.method)
        payment.issuer = form.get("issuer", payment.issuer)[:2] or payment.issuer
        payment.installments = int(form["months"]) if form.get("months", "") in _MONTHS else 0
        payment.provider = form.get("provider", payment.provider)
        payment = self.ledger.authenticate(payment.payment_key)
        if in_promise:
            return as_json(
                {"paymentKey": payment.payment_key, "orderId": payment.order_id, "amount": payment.amount}
            )
        return self._returned(payment)

    def _returned(self, payment: Payment) -> Answer:
        """The success redirect, honest unless a fault tampers with it."""
        pairs = [
            ("paymentType", "NORMAL"),
            ("orderId", payment.order_id),
            ("paymentKey", payment.payment_key),
            ("amount", str(payment.amount)),
        ]
        fault = self.faults.strike("redirect", payment.order_id)
        url = _with(payment.success_url, _tampered(pairs, fault) if fault else pairs)
        if fault and fault.changes.get("twice"):
            return Answer(body=_TWICE.replace("__URL__", _in_script(url)).encode(), kind=HTML)
        return moved(url)

    def _fail(self, asked: Asked, payment: Payment) -> Answer:
        form = asked.form()
        code = form.get("code", "PAY_PROCESS_CANCELED")
        known = code if code in CODES else "PAY_PROCESS_ABORTED"
        return self._refused(payment, known, english=form.get("lang") == "en")

    def _refused(self, payment: Payment, code: str, *, english: bool) -> Answer:
        """A refusal in the window ends the payment; a customer who closes it changes nothing."""
        if code != "PAY_PROCESS_CANCELED":
            self.ledger.abort(payment.payment_key, code, CODES[code].ko)
        if not payment.fail_url:
            raise Refusal(code)
        return self._failed(payment, code, english=english)

    @staticmethod
    def _failed(payment: Payment, code: str, *, english: bool) -> Answer:
        pairs = [("code", code), ("message", CODES[code].en if english else CODES[code].ko)]
        if code != "PAY_PROCESS_CANCELED":
            # On a cancel by the customer Toss passes no orderId (Toss docs, failUrl).
            pairs.append(("orderId", payment.order_id))
        return moved(_with(payment.fail_url, pairs))


def _in_script(value: object) -> str:
    """JSON that cannot end the script element it stands in."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def _with(url: str, pairs: list[tuple[str, str]]) -> str:
    """The URL with parameters appended; its own are kept."""
    parts = urlsplit(url)
    query = "&".join(filter(None, (parts.query, urlencode(pairs, quote_via=quote))))
    return urlunsplit(parts._replace(query=query))


def _tampered(pairs: list[tuple[str, str]], fault: Fault) -> list[tuple[str, str]]:
    changes = fault.changes
    changed = [
        (name, str(changes.get(name, value))) for name, value in pairs if name != changes.get("missing")
    ]
    if changes.get("repeat"):
        changed += [pair for pair in changed if pair[0] == changes["repeat"]]
    return list(reversed(changed)) if changes.get("shuffle") else changed

"""The REST API under /v1: authentication, test codes, idempotency and faults around the ledger's own answers."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from threading import Lock, Timer
from typing import Any

from kiosk.sandbox.clock import SEOUL, SandboxClock, pause
from kiosk.sandbox.errors import CODES, Refusal
from kiosk.sandbox.faults import Fault, Faults
from kiosk.sandbox.http import Answer, Asked, Break, as_json
from kiosk.sandbox.idempotency import Idempotency
from kiosk.sandbox.keys import Keys, authenticate
from kiosk.sandbox.ledger import Ledger, whole
from kiosk.sandbox.payment import Payment

MOST_ROWS = 5_000
BUSY_MESSAGE = "[S008] 기존 요청을 처리중입니다."
PROXY_PAGE = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_REFUSED_BY_ISSUER = (
    "REJECT_",
    "INVALID_CARD",
    "INVALID_STOPPED",
    "INVALID_REJECT",
    "EXCEED_MAX",
    "FDS_ERROR",
)


@dataclass
class Rest:
    """Routes of the REST API."""

    keys: Keys
    ledger: Ledger
    faults: Faults
    idempotency: Idempotency
    clock: SandboxClock
    url: Callable[[], str]
    settlements_on: bool = False

    def __post_init__(self) -> None:
        self._running: set[str] = set()
        self._late: list[Callable[[], None]] = []
        self._lock = Lock()

    def answer(self, asked: Asked) -> Answer:
        """Any request under /v1. Errors become error objects."""
        try:
            client_key = authenticate(asked.headers.get("authorization"), self.keys)
            code = asked.headers.get("tosspayments-test-code")
            if code:
                raise Refusal(code if code in CODES else "INVALID_TEST_CODE")
            return self._routed(asked, client_key)
        except Refusal as refused:
            return error(refused, english=asked.english)

    def _routed(self, asked: Asked, client_key: str) -> Answer:
        parts = asked.path.removeprefix("/v1/").split("/")
        match asked.method, parts:
            case "POST", ["payments", "confirm"]:
                return self._confirm(asked, client_key, self._body(asked))
            case "POST", ["payments", payment_key]:
                return self._confirm(asked, client_key, self._body(asked) | {"paymentKey": payment_key})
            case "POST", ["payments", payment_key, "cancel"]:
                return self._cancel(asked, client_key, payment_key)
            case "GET", ["payments", "orders", order_id]:
                return self._inquiry(asked, order_id, lambda: self.ledger.find_order(order_id))
            case "GET", ["payments", payment_key]:
                return self._inquiry(asked, "", lambda: self.ledger.find(payment_key))
            case "GET", ["transactions"]:
                return self._transactions(asked)
            case "GET", ["settlements"]:
                return self._settlements(asked)
            case _:
                raise Refusal("NOT_FOUND_HTTP_METHOD")

    # --- confirm and cancel -------------------------------------------------------------------------------------

    def _confirm(self, asked: Asked, client_key: str, body: dict[str, Any]) -> Answer:
        order_id = str(body.get("orderId", ""))

        def effect() -> Payment:
            for name in ("paymentKey", "orderId", "amount"):
                if name not in body:
                    raise Refusal("INVALID_REQUEST")
            return self.ledger.confirm(
                str(body["paymentKey"]),
                order_id,
                whole(body["amount"]),
                client_key,
                asked.headers.get("idempotency-key", ""),
            )

        def refuse(fault: Fault) -> None:
            if fault.abort or fault.code.startswith(_REFUSED_BY_ISSUER):
                self.ledger.abort(str(body.get("paymentKey")), fault.code, CODES[fault.code].ko)

        return self._once(asked, "confirm", order_id, effect, refuse)

    def _cancel(self, asked: Asked, client_key: str, payment_key: str) -> Answer:
        body = self._body(asked)
        order_id = self.ledger.find(payment_key).order_id

        def effect() -> Payment:
            if self.ledger.find(payment_key).client_key != client_key:
                raise Refusal("FORBIDDEN_REQUEST")
            return self.ledger.cancel(payment_key, body)

        return self._once(asked, "cancel", order_id, effect, lambda _: None)

    def _once(
        self,
        asked: Asked,
        endpoint: str,
        order_id: str,
        effect: Callable[[], Payment],
        refuse: Callable[[Fault], None],
    ) -> Answer:
        """A POST: counted, made idempotent, struck by faults."""
        self.ledger.requests[endpoint] += 1
        key = asked.headers.get("idempotency-key")
        identity = (key or "", asked.headers["authorization"], asked.path, asked.method)
        if key is not None:
            stored = self.idempotency.begin(identity)
            if stored is not None:
                return Answer(*stored)
        fault = self.faults.strike(endpoint, order_id)
        answer = self._struck(asked, fault, f"{endpoint} {order_id}", effect, refuse)
        if key is not None:
            without_effect = fault is not None and fault.kind in (
                "drop",
                "reset",
                "html_502",
                "too_many",
                "late",
            )
            if without_effect:
                self.idempotency.forget(identity)
            else:
                self.idempotency.finish(identity, (answer.status, answer.body))
        return answer

    def _struck(
        self,
        asked: Asked,
        fault: Fault | None,
        running: str,
        effect: Callable[[], Payment],
        refuse: Callable[[Fault], None],
    ) -> Answer:
        kind = fault.kind if fault else ""
        if fault and kind in ("drop", "reset", "html_502", "too_many", "late", "error"):
            return self._without_effect(asked, fault, effect, refuse)
        if fault and kind == "delay_before":
            pause(self.clock.real_seconds(fault.seconds))
        with self._lock:
            if running in self._running:
                return error(Refusal("FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING", BUSY_MESSAGE))
            self._running.add(running)
        try:
            if fault and kind == "busy":
                pause(self.clock.real_seconds(fault.seconds))
            done = self._shown(asked, effect)
        finally:
            with self._lock:
                self._running.discard(running)
        return _after_effect(fault, done, self.clock, english=asked.english)

    def _without_effect(
        self, asked: Asked, fault: Fault, effect: Callable[[], Payment], refuse: Callable[[Fault], None]
    ) -> Answer:
        match fault.kind:
            case "drop":
                return Answer(broken=Break.DROP)
            case "reset":
                return Answer(broken=Break.RESET)
            case "html_502":
                return Answer(502, PROXY_PAGE, "text/html")
            case "too_many":
                raise Refusal("TOO_MANY_REQUESTS")
            case "late":
                self._do_late(fault, effect)
                return Answer(broken=Break.DROP)
            case _:
                refuse(fault)
                return error(Refusal(fault.code), english=asked.english)

    def _do_late(self, fault: Fault, effect: Callable[[], Payment]) -> None:
        def quietly() -> None:
            try:
                effect()
            except Refusal:
                return

        if fault.seconds:
            timer = Timer(self.clock.real_seconds(fault.seconds), quietly)
            timer.daemon = True
            timer.start()
        else:
            with self._lock:
                self._late.append(quietly)

    # --- reading ------------------------------------------------------------------------------------------------

    def _inquiry(self, asked: Asked, order_id: str, find: Callable[[], Payment]) -> Answer:
        self.ledger.requests["inquiry"] += 1
        fault = self.faults.strike("inquiry", order_id)
        try:
            return self._struck(asked, fault, f"inquiry {id(asked)}", find, lambda _: None)
        finally:
            with self._lock:
                late, self._late = self._late, []
            for effect in late:
                effect()

    def _transactions(self, asked: Asked) -> Answer:
        self.ledger.requests["transactions"] += 1
        start, end = read_date(asked.one("startDate")), read_date(asked.one("endDate"), last=True)
        limit = asked.one("limit", "100")
        if not limit.isdigit() or not 1 <= int(limit) <= MOST_ROWS:
            raise Refusal("EXCEED_MAX_QUERY_LIMIT")
        rows = self.ledger.listed(start, end)
        after = asked.one("startingAfter")
        if after:
            keys = [row["transactionKey"] for row in rows]
            if after not in keys:
                raise Refusal("INVALID_PAGING_KEY")
            rows = rows[keys.index(after) + 1 :]
        page = as_json(rows[: int(limit)])
        fault = self.faults.strike("transactions")
        return _after_effect(fault, page, self.clock, english=asked.english) if fault else page

    def _settlements(self, asked: Asked) -> Answer:
        self.ledger.requests["settlements"] += 1
        start, end = read_date(asked.one("startDate")), read_date(asked.one("endDate"), last=True)
        if asked.one("dateType", "soldDate") not in ("soldDate", "paidOutDate"):
            raise Refusal("INVALID_REQUEST")
        if not self.settlements_on:
            return as_json([])
        page, size = int(asked.one("page", "1")), int(asked.one("size", "100"))
        rows = [_settled(row) for row in self.ledger.listed(start, end)]
        return as_json(rows[(page - 1) * size : page * size])

    def _shown(self, asked: Asked, effect: Callable[[], Payment]) -> Answer:
        try:
            payment = effect()
        except Refusal as refused:
            return error(refused, english=asked.english)
        return as_json(payment.shown(self.url(), self.clock.now(), english=asked.english))

    @staticmethod
    def _body(asked: Asked) -> dict[str, Any]:
        try:
            body = json.loads(asked.body or b"{}")
        except ValueError:
            raise Refusal("INVALID_REQUEST") from None
        if not isinstance(body, dict):
            raise Refusal("INVALID_REQUEST")
        return body


def error(refused: Refusal, *, english: bool = False) -> Answer:
    """An error object."""
    entry = refused.entry
    message = refused.message or (entry.en if english else entry.ko)
    return as_json({"code": refused.code, "message": message}, entry.status)


def read_date(text: str, *, last: bool = False) -> datetime:
    """A date, a date-time, or one with milliseconds, in Seoul's time. ``last`` makes a bare date its last instant."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal("INVALID_DATE") from None
    if last and len(text) == len("2026-01-01"):
        read = datetime.combine(read.date(), time(), None) + timedelta(days=1, microseconds=-1)
    elif last and read.microsecond == 0:
        read += timedelta(microseconds=999_999)
    return read if read.tzinfo else read.replace(tzinfo=SEOUL)


def _after_effect(fault: Fault | None, done: Answer, clock: SandboxClock, *, english: bool) -> Answer:
    match fault.kind if fault else "":
        case "effect_then_drop":
            return Answer(done.status, done.body, broken=Break.DROP)
        case "effect_then_reset":
            return Answer(done.status, done.body, broken=Break.RESET)
        case "half_body":
            return Answer(done.status, done.body, broken=Break.HALF)
        case "effect_then_html_502":
            return Answer(502, PROXY_PAGE, "text/html")
        case "effect_then_error" if fault:
            return error(Refusal(fault.code), english=english)
        case "delay_after" if fault:
            pause(clock.real_seconds(fault.seconds))
            return done
        case _:
            return done


def _settled(row: dict[str, Any]) -> dict[str, Any]:
    amount = int(row["amount"])
    fee = round(amount * 0.034)
    vat = round(fee / 11)
    return {
        "mId": row["mId"],
        "paymentKey": row["paymentKey"],
        "transactionKey": row["transactionKey"],
        "orderId": row["orderId"],
        "currency": "KRW",
        "method": row["method"],
        "amount": amount,
        "interestFee": 0,
        "fees": [{"type": "BASE", "fee": fee}],
        "supplyAmount": fee - vat,
        "vat": vat,
        "payOutAmount": amount - fee,
        "approvedAt": row["transactionAt"],
        "soldDate": row["transactionAt"][:10],
        "paidOutDate": row["transactionAt"][:10],
        "card": None,
        "easyPay": None,
        "cancel": None,
    }

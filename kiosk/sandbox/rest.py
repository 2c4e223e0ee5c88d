"""The REST API under /v1: authentication, test codes, limits, idempotency and faults around the ledger's own answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock, Thread
from typing import Any

from kiosk.sandbox.answers import error, lost, spoiled
from kiosk.sandbox.clock import SandboxClock
from kiosk.sandbox.errors import CODES, Refusal
from kiosk.sandbox.faults import LOST, SPOILED, Fault, Faults
from kiosk.sandbox.http import Answer, Asked, Break, Unreadable, as_json
from kiosk.sandbox.idempotency import Idempotency, Identity
from kiosk.sandbox.keys import Keys, authenticate
from kiosk.sandbox.ledger import Ledger
from kiosk.sandbox.limits import Limits
from kiosk.sandbox.listing import Listing
from kiosk.sandbox.payment import Payment
from kiosk.sandbox.refunds import whole

BUSY_MESSAGE = "[S008] 기존 요청을 처리중입니다."
_REFUSED_BY_ISSUER = (
    "REJECT_",
    "INVALID_CARD",
    "INVALID_STOPPED",
    "INVALID_REJECT",
    "EXCEED_MAX",
    "FDS_ERROR",
)


@dataclass(frozen=True, slots=True)
class Job:
    """One request on its way: what it does, and what else happens when a fault answers in its place."""

    endpoint: str
    order_id: str
    asked: Asked
    effect: Callable[[], Answer]
    refused: Callable[[Fault], None] = lambda _: None

    @property
    def name(self) -> str:
        """What only one request may be at: a POST of an order. Reading disturbs nobody."""
        return f"{self.endpoint} {self.order_id}" if self.asked.method == "POST" else f"{id(self)}"


@dataclass
class Rest:
    """Routes of the REST API."""

    keys: Keys
    ledger: Ledger
    listing: Listing
    faults: Faults
    limits: Limits
    idempotency: Idempotency
    clock: SandboxClock
    url: Callable[[], str]

    def __post_init__(self) -> None:
        self._running: set[str] = set()
        self._late: dict[str, list[Callable[[], None]]] = {}
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
        except Unreadable:
            return error(Refusal("INVALID_REQUEST"), english=asked.english)

    def _routed(self, asked: Asked, client_key: str) -> Answer:
        parts = asked.path.removeprefix("/v1/").split("/")
        match asked.method, parts:
            case "POST", ["payments", "confirm"]:
                return self._confirm(asked, client_key, asked.object())
            case "POST", ["payments", payment_key]:
                return self._confirm(asked, client_key, asked.object() | {"paymentKey": payment_key})
            case "POST", ["payments", payment_key, "cancel"]:
                return self._cancel(asked, client_key, payment_key)
            case "GET", ["payments", "orders", order_id]:
                return self._inquiry(asked, order_id, lambda: self.ledger.find_order(order_id))
            case "GET", ["payments", payment_key]:
                return self._inquiry(asked, "", lambda: self.ledger.find(payment_key))
            case "GET", ["transactions"]:
                return self._read(Job("transactions", "", asked, lambda: self.listing.transactions(asked)))
            case "GET", ["settlements"]:
                return self._read(Job("settlements", "", asked, lambda: self.listing.settlements(asked)))
            case _:
                raise Refusal("NOT_FOUND_HTTP_METHOD")

    # --- confirm and cancel -------------------------------------------------------------------------------------

    def _confirm(self, asked: Asked, client_key: str, body: dict[str, Any]) -> Answer:
        order_id = str(body.get("orderId", ""))

        def effect() -> Answer:
            for name in ("paymentKey", "orderId", "amount"):
                if name not in body:
                    raise Refusal("INVALID_REQUEST")
            key = asked.headers.get("idempotency-key", "")
            confirmed = self.ledger.confirm(
                str(body["paymentKey"]), order_id, whole(body["amount"]), client_key, key
            )
            return self._shown(asked, confirmed)

        def refused(fault: Fault) -> None:
            if fault.abort or fault.code.startswith(_REFUSED_BY_ISSUER):
                self.ledger.abort(str(body.get("paymentKey")), fault.code, CODES[fault.code].ko)

        return self._once(Job("confirm", order_id, asked, effect, refused), client_key)

    def _cancel(self, asked: Asked, client_key: str, payment_key: str) -> Answer:
        body = asked.object()
        order_id = self.ledger.find(payment_key).order_id

        def effect() -> Answer:
            if self.ledger.find(payment_key).client_key != client_key:
                raise Refusal("FORBIDDEN_REQUEST")
            return self._shown(asked, self.ledger.cancel(payment_key, body))

        return self._once(Job("cancel", order_id, asked, effect), client_key)

    def _once(self, job: Job, client_key: str) -> Answer:
        """A POST: counted, struck by faults, made idempotent. The key's owner counts, not how it was encoded."""
        self._count(job)
        english = job.asked.english
        fault = self.faults.strike(job.endpoint, job.order_id, LOST)
        if fault is not None:
            return lost(fault, english=english)
        key = job.asked.headers.get("idempotency-key")
        if not key:
            return self._first(job, None)
        identity = (key, client_key, job.asked.path, job.asked.method)
        stored = self.idempotency.begin(identity)
        if stored is None:
            return self._first(job, identity)
        fault = self.faults.strike(job.endpoint, job.order_id, SPOILED)
        return spoiled(fault, Answer(*stored), self.clock, english=english) if fault else Answer(*stored)

    def _first(self, job: Job, identity: Identity | None) -> Answer:
        """A request that is no repeat. What Toss answered is remembered, not what a fault made of it on the way."""
        fault, english = self.faults.strike(job.endpoint, job.order_id), job.asked.english
        answer = None
        try:
            if fault and fault.kind == "error":
                job.refused(fault)
                answer = lost(fault, english=english)
                return answer
            if fault and fault.kind == "late":
                self._do_late(job, fault, identity)
                identity = None
                return Answer(broken=Break.DROP)
            answer = self._done_alone(job, fault)
            if fault and fault.kind == "effect_then_error":
                answer = spoiled(fault, answer, self.clock, english=english)
            return spoiled(fault, answer, self.clock, english=english) if fault else answer
        finally:
            self._remember(identity, answer)

    def _remember(self, identity: Identity | None, answer: Answer | None) -> None:
        if identity is None:
            return
        if answer is None:
            self.idempotency.forget(identity)
        else:
            self.idempotency.finish(identity, (answer.status, answer.body))

    def _count(self, job: Job) -> None:
        self.ledger.requests[job.endpoint] += 1
        self.limits.take(job.endpoint)

    # --- reading ------------------------------------------------------------------------------------------------

    def _inquiry(self, asked: Asked, order_id: str, find: Callable[[], Payment]) -> Answer:
        if not order_id:
            order_id = self._order_of(find)
        try:
            return self._read(Job("inquiry", order_id, asked, lambda: self._shown(asked, self._told(find))))
        finally:
            with self._lock:
                late = self._late.pop(order_id, [])
            for effect in late:
                effect()

    def _read(self, job: Job) -> Answer:
        self._count(job)
        return self._struck(job, self.faults.strike(job.endpoint, job.order_id))

    def _told(self, find: Callable[[], Payment]) -> Payment:
        payment = find()
        if self.ledger.hides_unapproved and payment.status in ("READY", "IN_PROGRESS"):
            raise Refusal("NOT_FOUND_PAYMENT")
        return payment

    @staticmethod
    def _order_of(find: Callable[[], Payment]) -> str:
        try:
            return find().order_id
        except Refusal:
            return ""

    # --- faults -------------------------------------------------------------------------------------------------

    def _struck(self, job: Job, fault: Fault | None) -> Answer:
        english = job.asked.english
        if fault and fault.kind in (*LOST, "error"):
            return lost(fault, english=english)
        done = self._done_alone(job, fault)
        return spoiled(fault, done, self.clock, english=english) if fault else done

    def _done_alone(self, job: Job, fault: Fault | None) -> Answer:
        """Do it. A second POST for the same order while it is being done gets S008, as Toss's does."""
        if not self._begin(job):
            return error(Refusal("FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING", BUSY_MESSAGE))
        try:
            if fault and fault.kind in ("busy", "delay_before"):
                self.clock.wait(fault.seconds)
            return job.effect()
        except Refusal as refused:
            return error(refused, english=job.asked.english)
        finally:
            self._end(job)

    def _begin(self, job: Job) -> bool:
        with self._lock:
            if job.name in self._running:
                return False
            self._running.add(job.name)
            return True

    def _end(self, job: Job) -> None:
        with self._lock:
            self._running.discard(job.name)

    def _do_late(self, job: Job, fault: Fault, identity: Identity | None) -> None:
        """It has arrived and takes its time: until it is done, its key is answered with 409 and others with S008."""
        self._begin(job)

        def do() -> None:
            self._end(job)
            self._remember(identity, self._done_alone(job, None))

        def at(due: datetime) -> None:
            if self.clock.wait_until(due):
                do()

        if fault.seconds:
            due = self.clock.now() + timedelta(seconds=fault.seconds)
            Thread(target=at, args=(due,), daemon=True).start()
        else:
            with self._lock:
                self._late.setdefault(job.order_id, []).append(do)

    def _shown(self, asked: Asked, payment: Payment) -> Answer:
        return as_json(payment.shown(self.url(), self.clock.now(), english=asked.english))

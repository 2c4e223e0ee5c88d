"""Everything the sandbox knows of money: payments and transactions, under one lock. Answers or raises Refusal."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import RLock
from typing import Any

from kiosk.sandbox.clock import SEOUL, SandboxClock, iso, token
from kiosk.sandbox.errors import Refusal
from kiosk.sandbox.payment import Cancel, Payment
from kiosk.sandbox.refunds import refund_of

_ORDER_ID = re.compile(r"[A-Za-z0-9_=-]{6,64}")
LONGEST_NAME = 100
LEAST_WON = {"카드": 100, "가상계좌": 200, "계좌이체": 200}
MOST_TRANSFER_WON = 10_000_000
_FINAL = ("DONE", "PARTIAL_CANCELED", "CANCELED", "WAITING_FOR_DEPOSIT")


@dataclass(frozen=True, slots=True)
class Opening:
    """What a checkout is opened with."""

    order_id: str
    order_name: str
    amount: int
    method: str
    client_key: str
    success_url: str = ""
    fail_url: str = ""
    metadata: dict[str, str] | None = None
    customer_name: str = ""


@dataclass(frozen=True, slots=True)
class Transaction:
    """One approval or one cancel."""

    key: str
    payment: Payment
    status: str
    amount: int
    at: datetime


@dataclass
class Ledger:
    """The one shop's payments. ``changed`` is told of each change of state that Toss would send a webhook for."""

    clock: SandboxClock
    mismatch_code: str = "FORBIDDEN_REQUEST"
    second_key_charges_again: bool = False
    hides_unapproved: bool = False
    changed: Callable[[Payment], None] = lambda _: None
    lock: RLock = field(default_factory=RLock)
    payments: dict[str, Payment] = field(default_factory=dict)
    transactions: list[Transaction] = field(default_factory=list)
    requests: Counter[str] = field(default_factory=Counter)
    confirm_keys: dict[str, set[str]] = field(default_factory=dict)

    def open(self, opening: Opening) -> Payment:
        """A new payment, READY: its window has opened."""
        if not _ORDER_ID.fullmatch(opening.order_id):
            raise Refusal("INVALID_ORDER_ID")
        if not 1 <= len(opening.order_name) <= LONGEST_NAME:
            raise Refusal("INVALID_ORDER_NAME")
        if opening.amount <= 0:
            raise Refusal("BELOW_ZERO_AMOUNT")
        now = self.clock.now()
        with self.lock:
            self._refuse_used(opening.order_id)
            payment = Payment(
                payment_key=f"jaris{now.astimezone(SEOUL):%Y%m%d%H%M%S}{token(5)}{token(6)}",
                order_id=opening.order_id,
                order_name=opening.order_name,
                amount=opening.amount,
                client_key=opening.client_key,
                method=opening.method,
                requested_at=now,
                metadata=opening.metadata,
                customer_name=opening.customer_name,
                success_url=opening.success_url,
                fail_url=opening.fail_url,
            )
            self.payments[payment.payment_key] = payment
        return payment

    def authenticate(self, payment_key: str) -> Payment:
        """The customer has proven who pays: READY becomes IN_PROGRESS. No money moves."""
        with self.lock:
            payment = self.find(payment_key)
            if payment.status != "READY":
                raise Refusal(
                    "NOT_FOUND_PAYMENT_SESSION"
                    if payment.status == "EXPIRED"
                    else "ALREADY_PROCESSED_PAYMENT"
                )
            payment.status, payment.authenticated_at = "IN_PROGRESS", self.clock.now()
            return payment

    def confirm(
        self, payment_key: str, order_id: str, amount: int, client_key: str, key: str = ""
    ) -> Payment:
        """The only thing that takes money."""
        with self.lock:
            payment = self._session(payment_key)
            if payment.client_key != client_key:
                raise Refusal("NOT_FOUND_PAYMENT_SESSION")
            if payment.order_id != order_id:
                raise Refusal("FORBIDDEN_REQUEST")
            if payment.amount != amount:
                raise Refusal(self.mismatch_code)
            known = self.confirm_keys.setdefault(payment_key, set())
            if payment.status in (*_FINAL, "ABORTED"):
                repeated = bool(key) and key in known
                if self.second_key_charges_again and payment.status == "DONE" and not repeated:
                    known.add(key)
                    self._charge(payment)
                    return payment
                raise Refusal("ALREADY_PROCESSED_PAYMENT")
            if payment.status != "IN_PROGRESS":
                raise Refusal("NOT_FOUND_PAYMENT_SESSION")
            self._refuse_used(order_id)
            _check_amount(payment)
            known.add(key)
            if payment.method == "가상계좌":
                self._issue_account(payment)
            else:
                self._charge(payment)
        self.changed(payment)
        return payment

    def abort(self, payment_key: str, code: str, message: str) -> None:
        """The issuer refused: this payment is dead."""
        with self.lock:
            payment = self.payments.get(payment_key)
            if payment is None or self._fresh(payment).status not in ("READY", "IN_PROGRESS"):
                return
            payment.status, payment.failure = "ABORTED", (code, message)
        self.changed(payment)

    def cancel(self, payment_key: str, body: dict[str, Any]) -> Payment:
        """Give back all of it, or a part."""
        with self.lock:
            payment = self.find(payment_key)
            now, key = self.clock.now(), token(32).upper()
            amount, reason = refund_of(payment, body, now)
            payment.cancels.append(Cancel(amount, reason, now, key, payment.balance - amount))
            payment.last_transaction = key
            payment.status = "CANCELED" if payment.balance == 0 else "PARTIAL_CANCELED"
            if payment.charges:
                self.transactions.append(Transaction(key, payment, payment.status, -amount, now))
        self.changed(payment)
        return payment

    def find(self, payment_key: str) -> Payment:
        """A payment by its key, expired if its time is over. Raises NOT_FOUND_PAYMENT."""
        with self.lock:
            payment = self.payments.get(payment_key)
            if payment is None:
                raise Refusal("NOT_FOUND_PAYMENT")
            return self._fresh(payment)

    def find_order(self, order_id: str) -> Payment:
        """The newest payment of an order. Raises NOT_FOUND_PAYMENT."""
        with self.lock:
            found = [payment for payment in self.payments.values() if payment.order_id == order_id]
            if not found:
                raise Refusal("NOT_FOUND_PAYMENT")
            return self._fresh(found[-1])

    def deposit(self, payment_key: str, *, revert: bool = False) -> Payment:
        """Money arrives on a virtual account, or the bank takes it back."""
        with self.lock:
            payment = self.find(payment_key)
            if (
                payment.status != ("DONE" if revert else "WAITING_FOR_DEPOSIT")
                or payment.method != "가상계좌"
                or (not revert and payment.is_deposit_late(self.clock.now()))
            ):
                raise Refusal("INVALID_REQUEST")
            if revert:
                payment.status, payment.approved_at, payment.charges = "WAITING_FOR_DEPOSIT", None, 0
                self.transactions = [t for t in self.transactions if t.payment is not payment]
            else:
                self._charge(payment)
        self.changed(payment)
        return payment

    def listed(self, start: datetime, end: datetime) -> list[dict[str, Any]]:
        """Transactions of a span, oldest first, as Toss lists them."""
        with self.lock:
            return [_shown(t) for t in self.transactions if start <= t.at <= end]

    def sweep(self) -> list[Payment]:
        """All payments, those whose time is over expired."""
        with self.lock:
            return [self._fresh(payment) for payment in self.payments.values()]

    def _refuse_used(self, order_id: str) -> None:
        if any(p.order_id == order_id and p.status in _FINAL for p in self.payments.values()):
            raise Refusal("DUPLICATED_ORDER_ID")

    def _session(self, payment_key: str) -> Payment:
        try:
            return self.find(payment_key)
        except Refusal:
            raise Refusal("NOT_FOUND_PAYMENT_SESSION") from None

    def _fresh(self, payment: Payment) -> Payment:
        if payment.expire(self.clock.now()):
            self.changed(payment)
        return payment

    def _charge(self, payment: Payment) -> None:
        now, key = self.clock.now(), token(32).upper()
        payment.status, payment.approved_at, payment.last_transaction = (
            "DONE",
            payment.approved_at or now,
            key,
        )
        payment.charges += 1
        self.transactions.append(Transaction(key, payment, "DONE", payment.amount, now))

    def _issue_account(self, payment: Payment) -> None:
        payment.status = "WAITING_FOR_DEPOSIT"
        payment.secret = f"ps_{token(20)}"
        payment.account = "X" + str(int(token(12), 16) % 10**13).zfill(13)
        payment.deposit_due = self.clock.now() + timedelta(hours=24)
        payment.last_transaction = token(32).upper()


def _check_amount(payment: Payment) -> None:
    if payment.amount < LEAST_WON.get(payment.method, 1):
        raise Refusal("BELOW_MINIMUM_AMOUNT")
    if payment.method == "계좌이체" and payment.amount > MOST_TRANSFER_WON:
        raise Refusal("EXCEEDS_TRANSFER_AMOUNT_MAXIMUM")


def _shown(transaction: Transaction) -> dict[str, Any]:
    payment = transaction.payment
    return {
        "mId": "jarisandbox",
        "transactionKey": transaction.key,
        "paymentKey": payment.payment_key,
        "orderId": payment.order_id,
        "method": payment.method,
        "customerKey": "ANONYMOUS",
        "useEscrow": False,
        "receiptUrl": None,
        "status": transaction.status,
        "transactionAt": iso(transaction.at),
        "currency": "KRW",
        "amount": transaction.amount,
    }

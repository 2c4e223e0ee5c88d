"""One payment as Toss keeps it: its states, its cancels, and the object that every answer shows."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from kiosk.sandbox.clock import iso

WINDOW = timedelta(minutes=30)
"""From opening the window to authentication (Toss docs, time limits)."""

CONFIRM_WITHIN = timedelta(minutes=10)
"""From authentication to confirm (the same)."""

METHODS_EN = {
    "카드": "CARD",
    "가상계좌": "VIRTUAL_ACCOUNT",
    "간편결제": "EASY_PAY",
    "휴대폰": "MOBILE_PHONE",
    "계좌이체": "TRANSFER",
    "문화상품권": "CULTURE_GIFT_CERTIFICATE",
    "도서문화상품권": "BOOK_GIFT_CERTIFICATE",
    "게임문화상품권": "GAME_GIFT_CERTIFICATE",
}


@dataclass(frozen=True, slots=True)
class Cancel:
    """One cancel that was executed."""

    amount: int
    reason: str
    at: datetime
    transaction_key: str
    refundable: int


@dataclass(slots=True)
class Payment:
    """A payment. ``charges`` counts how often money was really taken: with a sound caller it is 0 or 1."""

    payment_key: str
    order_id: str
    order_name: str
    amount: int
    client_key: str
    method: str
    requested_at: datetime
    status: str = "READY"
    authenticated_at: datetime | None = None
    approved_at: datetime | None = None
    charges: int = 0
    cancels: list[Cancel] = field(default_factory=list)
    metadata: dict[str, str] | None = None
    success_url: str = ""
    fail_url: str = ""
    issuer: str = "61"
    installments: int = 0
    provider: str = "토스페이"
    failure: tuple[str, str] | None = None
    last_transaction: str | None = None
    secret: str | None = None
    account: str = ""
    deposit_due: datetime | None = None
    customer_name: str = ""

    @property
    def charged(self) -> int:
        """Won taken in all, double charges included."""
        return self.amount * self.charges

    @property
    def refunded(self) -> int:
        """Won given back in all (a virtual account canceled before its deposit gives nothing back)."""
        return sum(cancel.amount for cancel in self.cancels) if self.charges else 0

    @property
    def balance(self) -> int:
        """What can still be canceled."""
        return self.amount - sum(cancel.amount for cancel in self.cancels)

    def expire(self, now: datetime) -> bool:
        """Let it expire when its time is over; True when that has just happened."""
        late_window = self.status == "READY" and now - self.requested_at >= WINDOW
        late_confirm = (
            self.status == "IN_PROGRESS"
            and self.authenticated_at is not None
            and now - self.authenticated_at >= CONFIRM_WITHIN
        )
        if not (late_window or late_confirm):
            return False
        self.status = "EXPIRED"
        self.failure = ("EXPIRED_PAYMENT", "결제가 만료되었습니다. 다시 시도해주세요.")
        return True

    def shown(self, url: str, now: datetime, *, english: bool = False) -> dict[str, Any]:
        """The Payment object with every field of API version 2022-11-16."""
        vat = round(self.balance / 11)
        method = METHODS_EN.get(self.method, self.method) if english else self.method
        expired = self.status == "EXPIRED"
        return {
            "mId": "jarisandbox",
            "lastTransactionKey": self.last_transaction,
            "paymentKey": self.payment_key,
            "orderId": self.order_id,
            "orderName": self.order_name,
            "taxExemptionAmount": 0,
            "status": self.status,
            "requestedAt": iso(self.requested_at),
            "approvedAt": iso(self.approved_at) if self.approved_at else None,
            "useEscrow": None if expired else False,
            "cultureExpense": False,
            "card": self._card(),
            "virtualAccount": self._virtual_account(now),
            "transfer": self._settled_alone("계좌이체", {"bankCode": "20"}),
            "mobilePhone": self._settled_alone(
                "휴대폰", {"customerMobilePhone": "01000000000", "receiptUrl": None}
            ),
            "giftCertificate": self._settled_alone("상품권", {"approveNo": "00000000"}),
            "cashReceipt": self._cash_receipt(),
            "cashReceipts": None,
            "discount": None,
            "cancels": [_cancel(cancel) for cancel in self.cancels] or None,
            "secret": self.secret,
            "type": "NORMAL",
            "easyPay": self._easy_pay(),
            "country": "KR",
            "failure": {"code": self.failure[0], "message": self.failure[1]} if self.failure else None,
            "isPartialCancelable": True,
            "receipt": {"url": f"{url}/sandbox/receipt/{self.payment_key}"} if self.approved_at else None,
            "checkout": {"url": f"{url}/v1/payments/{self.payment_key}/checkout"},
            "currency": "KRW",
            "totalAmount": self.amount,
            "balanceAmount": self.balance,
            "suppliedAmount": self.balance - vat,
            "vat": vat,
            "taxFreeAmount": 0,
            "metadata": self.metadata,
            "method": None if expired and self.authenticated_at is None else method,
            "version": "2022-11-16",
        }

    def _card(self) -> dict[str, Any] | None:
        if self.method != "카드" or self.approved_at is None:
            return None
        return {
            "issuerCode": self.issuer,
            "acquirerCode": self.issuer,
            "number": "43301234****123*",
            "installmentPlanMonths": self.installments,
            "isInterestFree": False,
            "interestPayer": None,
            "approveNo": "00000000",
            "useCardPoint": False,
            "cardType": "신용",
            "ownerType": "개인",
            "acquireStatus": "CANCELED" if self.status == "CANCELED" else "READY",
            "amount": self.amount,
        }

    def _easy_pay(self) -> dict[str, Any] | None:
        if self.method != "간편결제" or self.approved_at is None:
            return None
        return {"provider": self.provider, "amount": self.amount, "discountAmount": 0}

    def _cash_receipt(self) -> dict[str, Any] | None:
        """Whoever pays by transfer here always asks for one; the real window lets them choose."""
        if self.method != "계좌이체" or self.approved_at is None:
            return None
        return {
            "type": "소득공제",
            "receiptKey": f"cash-{self.payment_key}",
            "issueNumber": "000000000",
            "receiptUrl": "",
            "amount": self.amount,
            "taxFreeAmount": 0,
        }

    def _settled_alone(self, method: str, shown: dict[str, Any]) -> dict[str, Any] | None:
        if not self.method.endswith(method) or self.approved_at is None:
            return None
        return shown | {"settlementStatus": "INCOMPLETED"}

    def is_deposit_late(self, now: datetime) -> bool:
        """Whether the virtual account takes no more money."""
        return self.deposit_due is not None and now >= self.deposit_due

    def _virtual_account(self, now: datetime) -> dict[str, Any] | None:
        if self.method != "가상계좌" or self.deposit_due is None:
            return None
        return {
            "accountType": "일반",
            "accountNumber": self.account,
            "bankCode": "20",
            "customerName": self.customer_name or "고객",
            "depositorName": self.customer_name or "고객",
            "dueDate": iso(self.deposit_due),
            "expired": self.status == "WAITING_FOR_DEPOSIT" and self.is_deposit_late(now),
            "settlementStatus": "INCOMPLETED",
            "refundStatus": "NONE",
            "refundReceiveAccount": None,
        }


def _cancel(cancel: Cancel) -> dict[str, Any]:
    return {
        "cancelAmount": cancel.amount,
        "cancelReason": cancel.reason,
        "taxFreeAmount": 0,
        "taxExemptionAmount": 0,
        "refundableAmount": cancel.refundable,
        "transferDiscountAmount": 0,
        "easyPayDiscountAmount": 0,
        "canceledAt": iso(cancel.at),
        "transactionKey": cancel.transaction_key,
        "receiptKey": None,
        "cancelStatus": "DONE",
        "cancelRequestId": None,
    }

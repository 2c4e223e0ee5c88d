"""An order and the company's papers about it, as bytes, with any field changed."""

import json
from typing import Any

from kiosk.domain.money import won
from kiosk.payments.channel import Order

ORDER = Order("jari-order-0001", "tjari20260313184207Qw7X2", won(23_500), "confirm-key-1")
ABSENT = object()


def payment(order: Order = ORDER, **changes: Any) -> dict[str, Any]:
    """A payment object as Toss sends it (Toss docs, payment); ABSENT takes a field out."""
    whole: dict[str, Any] = {
        "mId": "tjarishop00001",
        "version": "2022-11-16",
        "paymentKey": order.payment_key,
        "orderId": order.order_id,
        "orderName": "7번 테이블 2석",
        "status": "DONE",
        "requestedAt": "2026-03-13T18:41:00+09:00",
        "approvedAt": "2026-03-13T18:42:07+09:00",
        "type": "NORMAL",
        "method": "카드",
        "card": {"approveNo": "00012345", "number": "43301234****123*", "amount": order.amount},
        "easyPay": None,
        "cancels": None,
        "failure": None,
        "receipt": {"url": "https://dashboard.example/receipt"},
        "currency": "KRW",
        "totalAmount": order.amount,
        "balanceAmount": order.amount,
        "futureField": {"anything": [1, 2]},
    }
    whole |= changes
    return {name: value for name, value in whole.items() if value is not ABSENT}


def canceled(order: Order = ORDER, **changes: Any) -> dict[str, Any]:
    """The same payment, given back whole."""
    entry = {
        "cancelAmount": order.amount,
        "cancelReason": "x",
        "cancelStatus": "DONE",
        "transactionKey": "T1",
    }
    return payment(order, **({"status": "CANCELED", "balanceAmount": 0, "cancels": [entry]} | changes))


def paper(content: Any) -> bytes:
    """Compact UTF-8 JSON, as Toss writes it."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def error(code: str, message: str = "일시적인 오류가 발생했습니다.") -> bytes:
    """An error of the payment APIs."""
    return paper({"code": code, "message": message})

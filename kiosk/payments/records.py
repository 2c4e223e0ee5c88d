"""Reads Toss Payments' JSON: a payment object, or an error. Strict where money depends on it, deaf to everything else.

Never raises: what cannot be read is None or "".
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Never

from kiosk.payments.channel import CashReceipt, GivenBack, Record

_CODE = re.compile(r"[A-Z0-9_]{1,64}")
_LONGEST_WORD = 40
Json = dict[str, Any]


def read_object(body: bytes) -> Json | None:
    """The JSON object in a body, or None. A name that comes twice makes the whole unreadable: which one would count?"""
    found = _read(body)
    return found if isinstance(found, dict) else None


def read_array(body: bytes) -> list[Any] | None:
    """The JSON array in a body, or None; as strict as ``read_object``."""
    found = _read(body)
    return found if isinstance(found, list) else None


def _read(body: bytes) -> object:
    try:
        return json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None


def code_in(found: Mapping[str, Any]) -> str:
    """The code of an error: of the payment APIs, or nested as in the newer ones (Toss docs, error object)."""
    inner = found.get("error")
    code = _text(inner if isinstance(inner, dict) else found, "code")
    return code if _CODE.fullmatch(code) else ""


def failure_in(found: Mapping[str, Any]) -> str:
    """Why a payment is ABORTED or EXPIRED, as the company's code, or "" (Toss docs, payment, ``failure``)."""
    code = _text(found.get("failure"), "code")
    return code if _CODE.fullmatch(code) else ""


def given_back_in(found: Mapping[str, Any]) -> bool:
    """Whether ``cancels`` has an entry that is done; an entry may also be running or have failed (Toss docs, cancel)."""
    cancels = found.get("cancels")
    if not isinstance(cancels, list):
        return False
    return any(isinstance(entry, dict) and entry.get("cancelStatus") in (None, "DONE") for entry in cancels)


def record_in(found: Mapping[str, Any]) -> Record | None:
    """The record, if every field that decides has just its type: 10000.0, "10000" and true are not amounts of won."""
    order_id, payment_key = found.get("orderId"), found.get("paymentKey")
    status, currency = found.get("status"), found.get("currency")
    total, balance = found.get("totalAmount"), found.get("balanceAmount")
    if not (isinstance(order_id, str) and isinstance(payment_key, str)):
        return None
    if not (isinstance(status, str) and isinstance(currency, str)):
        return None
    if type(total) is not int or type(balance) is not int:
        return None
    return Record(
        order_id=order_id,
        payment_key=payment_key,
        status=status,
        total=total,
        balance=balance,
        currency=currency,
        method=_text(found, "method"),
        approved_at=_instant(_text(found, "approvedAt")),
        # Easy pay by balance, transfers and phones have no card (Toss docs, easy pay response).
        approval_number=_text(found.get("card"), "approveNo"),
        receipt_url=_text(found.get("receipt"), "url"),
        cash_receipt=_cash_receipt(found.get("cashReceipt")),
        given_back=_given_back(found.get("cancels")),
        metadata=_metadata(found.get("metadata")),
    )


def _cash_receipt(found: object) -> CashReceipt | None:
    """Transfers and deposits only, and only where the customer asked for one (Toss docs, payment, ``cashReceipt``)."""
    kind, number = _text(found, "type"), _text(found, "issueNumber")
    return CashReceipt(kind[:_LONGEST_WORD], number[:_LONGEST_WORD]) if kind and number else None


def _given_back(cancels: object) -> tuple[GivenBack, ...]:
    """The entries that are done; one without a whole amount and a key of its own is no proof of anything."""
    return tuple(
        GivenBack(
            entry["cancelAmount"],
            _text(entry, "cancelReason"),
            _text(entry, "transactionKey"),
            _instant(_text(entry, "canceledAt")),
        )
        for entry in (cancels if isinstance(cancels, list) else ())
        if isinstance(entry, dict)
        and type(entry.get("cancelAmount")) is int
        and _text(entry, "transactionKey")
        and entry.get("cancelStatus") in (None, "DONE")
    )


def _metadata(found: object) -> dict[str, str]:
    if not isinstance(found, dict):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, str)}


def _once(pairs: list[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) != len(pairs):
        msg = "a name is there twice"
        raise ValueError(msg)
    return found


def _no_number(word: str) -> Never:
    msg = f"{word} is not JSON"
    raise ValueError(msg)


def _text(holder: object, name: str) -> str:
    value = holder.get(name) if isinstance(holder, dict) else None
    return value if isinstance(value, str) else ""


def _instant(written: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(written)
    except ValueError:
        return None
    return instant if instant.tzinfo else None

"""Reads what a checkout's redirect says. Pure and total: any text at all gets an answer, and nothing is believed.

The query is not signed (Toss docs, redirects): whoever can edit a URL can write it.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from kiosk.domain.money import Won, read_won

_ORDER_ID = re.compile(r"[A-Za-z0-9_-]{6,64}")
_PAYMENT_KEY = re.compile(r"[!-~]{1,200}")
_LONGEST = 8_000


@dataclass(frozen=True, slots=True)
class Returned:
    """A success redirect whose parts have the right form; whether they are true is for T3 to find out."""

    order_id: str
    payment_key: str
    amount: Won
    payment_type: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """A fail redirect. ``message`` is foreign text: never shown, never put into HTML; ``code`` decides the words."""

    code: str
    message: str
    order_id: str | None


@dataclass(frozen=True, slots=True)
class Broken:
    """Not a redirect that we understand."""

    why: str


def read_redirect(url: str) -> Returned | Failed | Broken:
    """What a return URL says. Parameters may come in any order, and further ones are ignored."""
    query = _query(url)
    if query is None:
        return Broken("unreadable")
    twice = [name for name in ("orderId", "paymentKey", "amount", "code") if len(query.get(name, ())) > 1]
    if twice:
        return Broken(f"repeated {twice[0]}")
    if "code" in query and "paymentKey" not in query:
        return Failed(query["code"][0], query.get("message", [""])[0], query.get("orderId", [None])[0])
    return _returned(query)


def _returned(query: dict[str, list[str]]) -> Returned | Broken:
    missing = [name for name in ("orderId", "paymentKey", "amount") if name not in query]
    if missing:
        return Broken(f"missing {missing[0]}")
    order_id, payment_key = query["orderId"][0], query["paymentKey"][0]
    amount = read_won(query["amount"][0])
    if not _ORDER_ID.fullmatch(order_id):
        return Broken("orderId")
    if not _PAYMENT_KEY.fullmatch(payment_key):
        return Broken("paymentKey")
    if amount is None:
        return Broken("amount")
    return Returned(order_id, payment_key, amount, query.get("paymentType", [""])[0])


def _query(url: str) -> dict[str, list[str]] | None:
    if len(url) > _LONGEST:
        return None
    try:
        return parse_qs(urlsplit(url).query, keep_blank_values=True, errors="strict", max_num_fields=50)
    except ValueError:
        return None

"""What a checkout's redirect says, and whether a URL is one. Pure and total: any text at all gets an answer.

The query is not signed (Toss docs, redirects): whoever can edit a URL can write it, so nothing here is believed.
"""

import re
from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import SplitResult, parse_qsl, urlsplit

from kiosk.domain.money import Won, read_won

_ORDER_ID = re.compile(r"[A-Za-z0-9_-]{6,64}")
_PAYMENT_KEY = re.compile(r"(?!\.+\Z)[!-~]{1,200}")
"""Opaque, at most 200 characters (Toss docs, payment); dots alone would change the address it is asked at."""

_CODE = re.compile(r"[A-Za-z0-9_]{1,64}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_OURS: Final = ("orderId", "paymentKey", "amount", "paymentType", "code", "message")
_TYPES: Final = ("", "NORMAL", "KEYIN")
"""BRANDPAY is confirmed at another address, and this kiosk never offers it."""

_LONGEST_URL, _LONGEST_MESSAGE, _MOST_FIELDS = 8_000, 500, 50
_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Returned:
    """A success redirect whose parts have the right form; whether they are ours is for T3 to find out."""

    order_id: str
    payment_key: str = field(repr=False)
    amount: Won
    payment_type: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """A fail redirect. ``message`` is foreign text: for the log only; ``code`` decides the words.

    A customer who cancels comes back without an order id (Toss docs, PAY_PROCESS_CANCELED).
    """

    code: str
    message: str
    order_id: str | None


@dataclass(frozen=True, slots=True)
class Broken:
    """Not a redirect that we understand. ``why`` names the part and never repeats its content."""

    why: str


def read_redirect(url: str) -> Returned | Failed | Broken:
    """What a return URL says. Parameters come in any order, ours at most once; further ones are ignored."""
    found = _parameters(url)
    if isinstance(found, Broken):
        return found
    if "code" not in found:
        return _returned(found)
    return Broken("both a success and a failure") if "paymentKey" in found else _failed(found)


def _returned(found: dict[str, str]) -> Returned | Broken:
    missing = [name for name in ("orderId", "paymentKey", "amount") if name not in found]
    if missing:
        return Broken(f"{missing[0]} is missing")
    amount = read_won(found["amount"])
    if amount is None:
        return Broken("amount is not plain digits")
    if not _ORDER_ID.fullmatch(found["orderId"]):
        return Broken("orderId has a wrong form")
    if not _PAYMENT_KEY.fullmatch(found["paymentKey"]):
        return Broken("paymentKey has a wrong form")
    payment_type = found.get("paymentType", "")
    if payment_type not in _TYPES:
        return Broken("paymentType is not one of ours")
    return Returned(found["orderId"], found["paymentKey"], amount, payment_type)


def _failed(found: dict[str, str]) -> Failed | Broken:
    if not _CODE.fullmatch(found["code"]):
        return Broken("code has a wrong form")
    order_id = found.get("orderId") or None
    if order_id is not None and not _ORDER_ID.fullmatch(order_id):
        return Broken("orderId has a wrong form")
    message = _CONTROL.sub(" ", found.get("message", ""))[:_LONGEST_MESSAGE]
    return Failed(found["code"], message, order_id)


def _parameters(url: str) -> dict[str, str] | Broken:
    # Python's own URL reading drops tabs and line ends first, so that "amount=15<LF>000" would read as 15000.
    if len(url) > _LONGEST_URL or _CONTROL.search(url):
        return Broken("the URL is too long or has control characters")
    try:
        pairs = parse_qsl(
            urlsplit(url).query, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
    except ValueError:
        return Broken("the URL cannot be read")
    names = [name for name, _ in pairs]
    twice = [name for name in _OURS if names.count(name) > 1]
    return Broken(f"{twice[0]} is there more than once") if twice else dict(pairs)


@dataclass(frozen=True, slots=True)
class ReturnAddresses:
    """Where the checkout of a payment comes back to. Matched part by part, never as the beginning of a text.

    Raises ValueError for an address that is not plain http(s) with a host and a path: no user, query or fragment.
    The host should be one that cannot resolve (RFC 2606, ``.invalid``), so that a missed redirect tells nobody anything.
    """

    success: str
    fail: str

    def __post_init__(self) -> None:
        """Check both once, so that ``which`` can be total."""
        for address in (self.success, self.fail):
            parts = _split(address)
            if parts is None or parts.query or parts.fragment or not parts.path.startswith("/"):
                msg = f"not a return address: {address!r}; it is http(s)://host/path and nothing more"
                raise ValueError(msg)
        if _place(self.success) == _place(self.fail):
            msg = "success and failure must come back to two addresses"
            raise ValueError(msg)

    def which(self, url: str) -> Literal["success", "fail"] | None:
        """Whether this URL is one of the two, whatever its query. None for everything else, however alike it looks."""
        place = _place(url)
        if place is None:
            return None
        if place == _place(self.success):
            return "success"
        return "fail" if place == _place(self.fail) else None


def _place(url: str) -> tuple[str, str, int, str] | None:
    """Scheme, host, port and path as they were written; None for what is not a plain http(s) address."""
    parts = _split(url)
    if parts is None:
        return None
    return parts.scheme, parts.hostname or "", parts.port or _PORTS[parts.scheme], parts.path


def _split(url: str) -> SplitResult | None:
    before_query = re.split(r"[?#]", url, maxsplit=1)[0]
    # Only what a browser hands over as it is: lower() of "\u212a" is "k", and a browser reads "\\" as "/".
    if not before_query.isascii() or re.search(r"[\x00-\x20\x7f\\@]", before_query):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    return parts if parts.scheme in _PORTS and parts.hostname and port != 0 else None

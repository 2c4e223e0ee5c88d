"""What a redirect deserves, found out in another way than the product's: character by character, without its libraries.

Knows what the checkout would have sent; whatever says something else is bad. Also another spelling of the same may be
refused, so for those there is no "must".
"""

from enum import Enum
from typing import Final

from kiosk.prove.wire.house import SUCCESS, Ticket, success_url

_HEX: Final = "0123456789abcdef"
_LONGEST_KEY: Final = 200
_TYPES: Final = ("", "NORMAL", "KEYIN")
_PRINTABLE: Final = range(0x21, 0x7F)
_CONTROLS: Final = (*range(0x20), 0x7F)


class Verdict(Enum):
    """GOOD has to be confirmed, once; BAD must never be; an ODD one says the same as a good one, in another spelling."""

    GOOD = "good"
    ODD = "odd"
    BAD = "bad"


def verdict_of(url: str, ticket: Ticket) -> Verdict:
    """For a payment that is open, and has not been paid."""
    if url == success_url(ticket, ticket.payment_key):
        return Verdict.GOOD
    if any(ord(letter) in _CONTROLS for letter in url):
        return Verdict.BAD
    before_fragment = url.split("#", 1)[0]
    place, mark, query = before_fragment.partition("?")
    if not mark or _same_place(place) != SUCCESS:
        return Verdict.BAD
    return Verdict.ODD if _says_the_same(query, ticket) else Verdict.BAD


def _same_place(place: str) -> str:
    """Scheme and host in small letters, without the port that goes without saying, and letters that need no %XX as such."""
    scheme, colon, rest = place.partition("://")
    host, slash, path = rest.partition("/")
    plain = "".join(
        letter if letter.isascii() and (letter.isalnum() or letter in "-._~") else escaped
        for letter, escaped in _unescaped(path)
    )
    return f"{scheme.lower()}{colon}{host.lower().removesuffix(':443')}{slash}{plain}"


def _unescaped(path: str) -> list[tuple[str, str]]:
    """Each character with the way it was written."""
    found, at = [], 0
    while at < len(path):
        code = path[at + 1 : at + 3].lower()
        if path[at] == "%" and len(code) == 2 and all(digit in _HEX for digit in code):  # noqa: PLR2004 - %XX
            found.append((chr(int(code, 16)), path[at : at + 3]))
            at += 3
        else:
            found.append((path[at], path[at]))
            at += 1
    return found


def _says_the_same(query: str, ticket: Ticket) -> bool:
    said: dict[str, list[str]] = {}
    for part in query.split("&"):
        name, _, value = part.partition("=")
        read_name, read_value = _decoded(name), _decoded(value)
        if read_name is None or read_value is None:
            return False
        said.setdefault(read_name, []).append(read_value)
    key = said.get("paymentKey", [])
    return (
        said.get("orderId") == [ticket.order_id]
        and said.get("amount") == [str(int(ticket.amount))]
        and len(key) == 1
        and 0 < len(key[0]) <= _LONGEST_KEY
        and all(ord(letter) in _PRINTABLE for letter in key[0])
        and key[0].strip(".") != ""
        and said.get("paymentType", [""]) in ([kind] for kind in _TYPES)
        and "code" not in said
    )


def _decoded(text: str) -> str | None:
    """A query's text as bytes and then as UTF-8; None for what is neither."""
    raw = bytearray()
    for letter, written in _unescaped(text.replace("+", " ")):
        raw += bytes([ord(letter)]) if written.startswith("%") and len(written) > 1 else letter.encode()
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None

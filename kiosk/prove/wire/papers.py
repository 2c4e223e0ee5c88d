"""Answers that no company should give, as bytes on the wire: unreadable, half, misaddressed, or of something else.

None of them is a well-formed lie: the company's own whole record of our order is the one thing that has to be believed.
"""

import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

Good = Mapping[str, Any]
"""The record that a truthful company would send."""

BOTH: Final = ("before", "after")
CALLS: Final = ("confirm", "inquiry", "cancel")
_ABSENT = object()
_LISTED = "REJECT_CARD_PAYMENT"


@dataclass(frozen=True, slots=True)
class Paper:
    """One such answer. ``is_alarming``: it speaks of money that is not as we asked, so what was paid may be given back."""

    name: str
    build: Callable[[Good], bytes]
    calls: tuple[str, ...] = CALLS
    whens: tuple[str, ...] = BOTH
    is_alarming: bool = False


def http(status: int, body: bytes, *headers: str, length: int | None = None) -> bytes:
    """An answer as it goes over the wire."""
    size = len(body) if length is None else length
    lines = (f"HTTP/1.1 {status} X", f"Content-Length: {size}", "Content-Type: application/json", *headers)
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def paper(found: Any) -> bytes:
    """Compact JSON."""
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def _error(code: Any) -> bytes:
    return paper({"code": code, "message": "일시적인 오류가 발생했습니다."})


def _with(good: Good, changes: Mapping[str, Any]) -> bytes:
    changed = dict(good) | dict(changes)
    return paper({name: value for name, value in changed.items() if value is not _ABSENT})


def _changed(name: str, changes: Mapping[str, Any], **more: Any) -> Paper:
    return Paper(name, lambda good: http(200, _with(good, changes)), **more)


def _body(name: str, make: Callable[[bytes], bytes], *headers: str, **more: Any) -> Paper:
    return Paper(name, lambda good: http(200, make(paper(good)), *headers), **more)


def _status(status: int, body: bytes, name: str, *headers: str) -> Paper:
    return Paper(f"{status}-{name}", lambda _: http(status, body, *headers))


def _twice(name: str, value: bytes) -> Callable[[bytes], bytes]:
    return lambda good: good[:-1] + b',"' + name.encode() + b'":' + value + b"}"


def _good_but(status: int) -> Paper:
    return Paper(f"{status}-good", lambda good: http(status, paper(good)))


_HTML = b"<!doctype html><title>portal</title><h1>log in</h1>"
_BODIES: Final = (
    _body("empty", lambda _: b""),
    _body("html", lambda _: _HTML),
    _body("a-space", lambda _: b" "),
    _body("null", lambda _: b"null"),
    _body("a-string", lambda _: b'"DONE"'),
    _body("a-number", lambda _: b"1"),
    _body("an-array", lambda good: b"[" + good + b"]"),
    _body("an-empty-object", lambda _: b"{}"),
    _body("its-first-half", lambda good: good[: len(good) // 2]),
    _body("all-but-its-last-byte", lambda good: good[:-1]),
    _body("rubbish-after-it", lambda good: good + b"x"),
    _body("two-objects", lambda good: good + good),
    _body("utf-16", lambda good: good.decode().encode("utf-16")),
    _body("utf-32", lambda good: good.decode().encode("utf-32")),
    _body("cp949", lambda good: good.replace(b'"method":', '"메모":"카드","method":'.encode("cp949"))),
    _body("a-byte-order-mark", lambda good: b"\xef\xbb\xbf" + good),
    _body("nul-bytes", lambda good: b"\x00" * 16 + good),
    _body("gzip", gzip.compress, "Content-Encoding: gzip"),
    _body("status-twice", _twice("status", b'"DONE"')),
    _body("total-twice", _twice("totalAmount", b"10000")),
    _body("order-twice", _twice("orderId", b'"other"')),
    _body("nan", _twice("more", b"NaN")),
    _body("infinity", _twice("more", b"-Infinity")),
    _body("a-number-of-5000-digits", _twice("more", b"9" * 5_000)),
    _body("too-deep", _twice("more", b"[" * 100_000 + b"]" * 100_000)),
    _body("too-large", lambda good: good + b" " * 300_000),
    _body("a-refusal-with-200", lambda _: _error(_LISTED)),
    _body("comments", lambda good: b"/* ok */" + good),
    _body("single-quotes", lambda good: good.replace(b'"', b"'")),
)

_WRONG_TYPES: Final = tuple(
    _changed(f"{name}-{word}", {name: value})
    for name, values in {
        "totalAmount": {"text": "10000", "float": 10000.0, "true": True, "null": None, "list": [10000]},
        "balanceAmount": {"text": "10000", "float": 10000.0, "null": None, "absent": _ABSENT},
        "orderId": {"null": None, "number": 7, "list": ["x"], "absent": _ABSENT},
        "paymentKey": {"null": None, "number": 7, "absent": _ABSENT},
        "status": {"null": None, "list": ["DONE"], "absent": _ABSENT},
        "currency": {"null": None, "number": 410, "absent": _ABSENT},
    }.items()
    for word, value in values.items()
)

_ALARMS: Final = (
    _changed("other-order", {"orderId": "jari-somebody-elses"}, is_alarming=True),
    _changed("other-key", {"paymentKey": "somebody-elses"}, is_alarming=True),
    _changed("one-won-less", {"totalAmount": 9_999, "balanceAmount": 9_999}, is_alarming=True),
    _changed("one-won-more", {"totalAmount": 10_001, "balanceAmount": 10_001}, is_alarming=True),
    _changed("nothing", {"totalAmount": 0, "balanceAmount": 0}, is_alarming=True),
    _changed("less-than-nothing", {"totalAmount": -10_000, "balanceAmount": -10_000}, is_alarming=True),
    _changed("far-too-much", {"totalAmount": 10**12, "balanceAmount": 10**12}, is_alarming=True),
    _changed("dollars", {"currency": "USD"}, is_alarming=True),
    _changed("won-in-small-letters", {"currency": "krw"}, is_alarming=True),
    _changed("done-with-no-balance", {"balanceAmount": 0}, calls=("confirm", "inquiry"), is_alarming=True),
    _changed("done-with-half-the-balance", {"balanceAmount": 5_000}, is_alarming=True),
    _changed("waiting-for-deposit", {"status": "WAITING_FOR_DEPOSIT"}, is_alarming=True),
    _changed("given-back-in-part", {"status": "PARTIAL_CANCELED", "balanceAmount": 1}, is_alarming=True),
)

_OTHER_STATES: Final = (
    _changed("ready", {"status": "READY"}),
    _changed("in-progress", {"status": "IN_PROGRESS"}),
    _changed("a-new-status", {"status": "HELD_BY_ISSUER"}),
    _changed("done-in-small-letters", {"status": "done"}),
    _changed("no-status-text", {"status": ""}),
    _changed("aborted", {"status": "ABORTED"}, calls=("confirm",)),
    _changed("expired", {"status": "EXPIRED"}, calls=("confirm",)),
)

_NO_200: Final = (
    *(_status(status, _HTML, "html") for status in (*range(500, 512), *range(520, 528), 599)),
    *(_status(status, b"", "empty") for status in (500, 502, 503, 504)),
    *(_status(status, _error(_LISTED), "refusal") for status in (500, 502, 503, 504, 402, 422, 409, 418)),
    *(
        _status(status, b"", "moved", "Location: https://evil.invalid/v1/payments")
        for status in (301, 302, 303, 307, 308)
    ),
    _status(304, b"", "not-modified"),
    _status(429, b"", "empty", "Retry-After: 3600"),
    _status(429, _HTML, "html"),
    _status(429, _error(_LISTED), "refusal"),
    *(
        _status(status, _error("NEVER_HEARD_OF"), "unlisted")
        for status in (400, 403, 404, 406, 410, 422, 451)
    ),
    *(_status(status, _HTML, "html") for status in (400, 401, 403, 404, 407, 408, 413)),
    *(_status(status, _error("reject_card_payment"), "small-letters") for status in (400, 403)),
    *(
        _status(403, _error(code), word)
        for word, code in (("null", None), ("list", [_LISTED]), ("long", "X" * 99))
    ),
    _status(403, paper({"error": _LISTED}), "error-as-text"),
    *(_good_but(status) for status in (201, 202, 203, 206)),
    Paper("204-good", lambda good: http(204, paper(good))),
)

_BROKEN_HTTP: Final = (
    Paper("nothing-at-all", lambda _: b""),
    Paper("no-http", lambda _: b"220 smtp ready\r\n"),
    Paper("only-a-body", paper),
    Paper("half-a-head", lambda _: b"HTTP/1.1 200 OK\r\nContent-"),
    Paper("no-status", lambda good: b"HTTP/1.1\r\n\r\n" + paper(good)),
    Paper("a-strange-status", lambda good: b"HTTP/1.1 OK 200\r\n\r\n" + paper(good)),
    Paper("more-promised-than-sent", lambda good: http(200, paper(good), length=len(paper(good)) + 1)),
    Paper("less-promised-than-sent", lambda good: http(200, paper(good), length=len(paper(good)) - 1)),
    Paper("promised-nothing", lambda good: http(200, paper(good), length=0)),
    Paper("half-a-chunk", lambda good: _chunked(good)[:-60]),
    Paper("a-chunk-of-no-size", lambda good: _chunked(good).replace(b"\r\n\r\n", b"\r\n\r\nzz\r\n", 1)),
    Paper("a-head-without-end", lambda _: b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000),
    Paper(
        "a-thousand-headers", lambda good: http(200, paper(good), *(f"X-{nth}: x" for nth in range(1_000)))
    ),
)


def _chunked(good: Good) -> bytes:
    body = paper(good)
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + b"%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n"


_ODD_BUT_TRUE: Final = (
    _body("as-plain-text", lambda good: good, "Content-Type: text/plain", whens=("after",)),
    _body("spaces-around-it", lambda good: b" \n" + good + b"\n ", whens=("after",)),
    Paper("chunked", _chunked, whens=("after",)),
    Paper("without-a-length", lambda good: b"HTTP/1.1 200 OK\r\n\r\n" + paper(good), whens=("after",)),
    _changed(
        "without-what-is-optional", {"card": _ABSENT, "receipt": None, "method": None}, whens=("after",)
    ),
    _changed("with-more-than-we-know", {"future": {"a": [1, None]}}, whens=("after",)),
)
"""The truth in an unusual form: believed only where it is true."""

PAPERS: Final[Mapping[str, Paper]] = {
    one.name: one
    for one in chain(_BODIES, _WRONG_TYPES, _ALARMS, _OTHER_STATES, _NO_200, _BROKEN_HTTP, _ODD_BUT_TRUE)
}

"""Redirects that somebody has written: each with its name, and made from a good one for the payment at hand.

Grouped by what is wrong. A ``Forgery`` gets the payment's own ticket and the ticket of somebody else's payment.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final
from urllib.parse import quote, urlencode

from kiosk.prove.wire.house import SUCCESS, Ticket, success_url
from kiosk.prove.wire.spellings import AMOUNTS, BASE, DIGITS, HOST, KEYS, ORDERS, PATH, PLACES, TYPES

Forgery = Callable[[Ticket, Ticket], str]


def _fields(own: Ticket) -> dict[str, str]:
    return {
        "paymentType": "NORMAL",
        "orderId": own.order_id,
        "paymentKey": own.payment_key,
        "amount": str(int(own.amount)),
    }


def _but(own: Ticket, **changes: str) -> str:
    return f"{SUCCESS}?{urlencode(_fields(own) | changes)}"


def _raw(own: Ticket, name: str, value: str) -> str:
    """A value that is written as it is, not percent-encoded."""
    others = {key: text for key, text in _fields(own).items() if key != name}
    return f"{SUCCESS}?{urlencode(others)}&{name}={value}"


def _query(own: Ticket) -> str:
    return success_url(own, own.payment_key).partition("?")[2]


def _with(name: str, make: Callable[[str], str]) -> Forgery:
    """One field made of its good value."""
    return lambda own, _: _but(own, **{name: make(_fields(own)[name])})


def _saying(name: str, value: str) -> Forgery:
    return lambda own, _: _but(own, **{name: value})


def _writing(name: str, make: Callable[[str], str]) -> Forgery:
    """The same without percent-encoding."""
    return lambda own, _: _raw(own, name, make(_fields(own)[name]))


def _adding(before: str, after: Callable[[Ticket], str]) -> Forgery:
    return lambda own, _: f"{SUCCESS}?{before}{_query(own)}{after(own)}"


def _calling(name: str, other: str) -> Forgery:
    return lambda own, _: _renamed(own, name, other)


def _hiding(name: str) -> Forgery:
    return lambda own, _: f"{_without(own, name)}#{name}={quote(_fields(own)[name])}"


def _missing(name: str) -> Forgery:
    return lambda own, _: _without(own, name)


def _at(place: str) -> Forgery:
    return lambda own, _: f"{place}?{_query(own)}"


def _always(text: str) -> Callable[[str], str]:
    return lambda _: text


def _amounts() -> Iterator[tuple[str, Forgery]]:
    for name, text in AMOUNTS.items():
        yield f"amount-{name}", _saying("amount", text)
        if not text.isascii() or set(text) & set("\t\n\r\x00 +"):
            yield f"amount-raw-{name}", _writing("amount", _always(text))
    for script, digits in DIGITS.items():
        yield f"amount-{script}", _with("amount", _in_digits(digits))
        yield f"amount-raw-{script}", _writing("amount", _in_digits(digits))
        yield f"amount-mixed-{script}", _with("amount", _ending_in(digits[0]))


def _in_digits(digits: str) -> Callable[[str], str]:
    table = str.maketrans("0123456789", digits)
    return lambda good: good.translate(table)


def _ending_in(digit: str) -> Callable[[str], str]:
    return lambda good: good[:-1] + digit


def _parts() -> Iterator[tuple[str, Forgery]]:
    for name, change in ORDERS.items():
        yield f"order-{name}", _with("orderId", change)
    yield "order-of-somebody-else", lambda own, other: _but(own, orderId=other.order_id)
    yield "all-of-somebody-else", lambda _, other: success_url(other, other.payment_key)
    for name, key in KEYS.items():
        yield f"key-{name}", _saying("paymentKey", key)
    for nth, kind in enumerate(TYPES):
        yield f"type-{nth}", _saying("paymentType", kind)


def _counts() -> Iterator[tuple[str, Forgery]]:
    bad = {"orderId": "jari-other", "paymentKey": "pk-other", "amount": "1", "paymentType": "BRANDPAY"}
    for name, other in bad.items():
        encoded = f"&%{ord(name[0]):x}{name[1:]}={other}"
        yield f"{name}-missing", _missing(name)
        yield f"{name}-twice-same", _adding("", _same(name))
        yield f"{name}-twice-bad-last", _adding("", _more(f"&{name}={other}"))
        yield f"{name}-twice-bad-first", _adding(f"{name}={other}&", _more(""))
        yield f"{name}-twice-empty", _adding("", _more(f"&{name}="))
        yield f"{name}-twice-bare", _adding("", _more(f"&{name}"))
        yield f"{name}-twice-encoded-name", _adding("", _more(encoded))
        for word, called in {
            "in-brackets": f"{name}[]",
            "indexed": f"{name}[0]",
            "upper": name.upper(),
            "title": name.title(),
            "spaced": f"{name} ",
            "nul": f"{name}\x00",
        }.items():
            yield f"{name}-{word}", _calling(name, called)
        yield f"{name}-only-in-the-fragment", _hiding(name)


def _same(name: str) -> Callable[[Ticket], str]:
    return lambda own: f"&{name}={quote(_fields(own)[name])}"


def _more(text: str) -> Callable[[Ticket], str]:
    return lambda _: text


def _without(own: Ticket, name: str) -> str:
    return f"{SUCCESS}?{urlencode({key: text for key, text in _fields(own).items() if key != name})}"


def _renamed(own: Ticket, name: str, other: str) -> str:
    return f"{SUCCESS}?{urlencode([(other if key == name else key, text) for key, text in _fields(own).items()])}"


def _wholes() -> Iterator[tuple[str, Forgery]]:
    yield "no-query", lambda _own, _: SUCCESS
    yield "empty-query", lambda _own, _: f"{SUCCESS}?"
    yield "only-a-fragment", lambda own, _: f"{SUCCESS}#{_query(own)}"
    yield "two-question-marks", lambda own, _: f"{SUCCESS}??{_query(own)}"
    yield "a-path-in-the-query", lambda own, _: f"{SUCCESS}?{SUCCESS}?{_query(own)}"
    yield "semicolons", lambda own, _: f"{SUCCESS}?{_query(own).replace('&', ';')}"
    yield "html-ampersands", lambda own, _: f"{SUCCESS}?{_query(own).replace('&', '&amp;')}"
    yield "encoded-ampersands", lambda own, _: f"{SUCCESS}?{_query(own).replace('&', '%26')}"
    yield "encoded-equals", lambda own, _: f"{SUCCESS}?{_query(own).replace('=', '%3D')}"
    yield "encoded-whole", lambda own, _: f"{SUCCESS}?{quote(_query(own), safe='')}"
    yield "commas", lambda own, _: f"{SUCCESS}?{_query(own).replace('&', ',')}"
    yield "new-lines", lambda own, _: f"{SUCCESS}?{_query(own).replace('&', chr(10))}"
    yield "json", lambda own, _: f"{SUCCESS}?" + quote(f'{{"orderId":"{own.order_id}","amount":10000}}')
    yield "a-failure-too", lambda own, _: f"{_but(own)}&code=PAY_PROCESS_ABORTED&message=x"
    yield "only-a-failure", lambda own, _: f"{SUCCESS}?code=PAY_PROCESS_CANCELED&orderId={own.order_id}"
    yield "an-empty-failure", lambda own, _: f"{_but(own)}&code="
    yield "too-many-fields", lambda own, _: f"{_but(own)}&" + "&".join(f"x{nth}=1" for nth in range(60))
    yield "far-too-many-fields", lambda own, _: f"{_but(own)}&" + "x=1&" * 20_000
    yield "too-long", lambda own, _: f"{_but(own)}&x=" + "x" * 8_000
    yield "far-too-long", lambda own, _: f"{_but(own)}&x=" + "x" * 100_000
    yield "cut-in-the-amount", lambda own, _: _but(own)[:-2]
    yield "cut-in-the-order", lambda own, _: _but(own)[: len(SUCCESS) + 30]
    yield "broken-utf-8", lambda own, _: _raw(own, "amount", "%ff10000")
    yield "overlong-utf-8", lambda own, _: _raw(own, "amount", "%c0%b110000")
    yield "half-an-escape", lambda own, _: _raw(own, "amount", "10000%")
    yield "half-a-digit", lambda own, _: _raw(own, "amount", "1000%3")
    yield "utf-7", lambda own, _: _raw(own, "amount", "+ADE-0000")
    yield "utf-16-escapes", lambda own, _: _raw(own, "amount", "%u0031%u0030%u0030%u0030%u0030")
    yield (
        "the-order-in-two-places",
        lambda own, other: f"{_without(own, 'orderId')}&orderId={other.order_id}#orderId={own.order_id}",
    )
    for name, place in PLACES.items():
        yield f"place-{name}", _at(place)


HOSTILE: Final[Mapping[str, Forgery]] = dict(
    pair for group in (_amounts(), _parts(), _counts(), _wholes()) for pair in group
)
"""Some say no more than a good one, only strangely (``verdict_of``); none of the others may ever be confirmed."""

GOOD: Final[Mapping[str, Forgery]] = {
    "as-it-is": lambda own, _: _but(own),
    "another-order-of-parameters": lambda own, _: f"{SUCCESS}?{urlencode(list(_fields(own).items())[::-1])}",
    "parameters-of-the-future": lambda own, _: f"{_but(own)}&future=1&more=%EA%B0%80",
    "keyed-in": lambda own, _: _but(own, paymentType="KEYIN"),
    "a-fragment": lambda own, _: f"{_but(own)}#top",
    "the-port-that-goes-without-saying": lambda own, _: f"https://{HOST}:443{PATH}?{_query(own)}",
    "a-host-in-large-letters": lambda own, _: f"https://{HOST.upper()}{PATH}?{_query(own)}",
    "an-encoded-letter": lambda own, _: f"{BASE}/pay/%73uccess?{_query(own)}",
    "encoded-digits": lambda own, _: _raw(own, "amount", "%31%30%30%30%30"),
    "an-encoded-name": lambda own, _: _renamed(own, "amount", "amount").replace("amount", "%61mount"),
}
"""Spellings of the same that a browser or the company may well use: these have to be paid."""

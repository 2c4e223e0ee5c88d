"""Redirects that somebody has written: each with its name, and made from a good one for the payment at hand.

Grouped by what is wrong. A ``Forgery`` gets the payment's own ticket and the ticket of somebody else's payment.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final
from urllib.parse import quote, urlencode

from kiosk.prove.wire.house import SUCCESS, Ticket, success_url

Forgery = Callable[[Ticket, Ticket], str]

_BASE, _PATH = SUCCESS.removesuffix("/pay/success"), "/pay/success"
_HOST = _BASE.removeprefix("https://")
_DIGITS: Final[Mapping[str, str]] = {
    "full-width": "０１２３４５６７８９",
    "arabic": "٠١٢٣٤٥٦٧٨٩",
    "persian": "۰۱۲۳۴۵۶۷۸۹",
    "devanagari": "०१२३४५६७८९",
    "bengali": "০১২৩৪৫৬৭৮৯",
    "thai": "๐๑๒๓๔๕๖๗๘๙",
    "tibetan": "༠༡༢༣༤༥༦༧༨༩",
    "khmer": "០១២៣៤៥៦៧៨៩",
    "mathematical-bold": "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
    "mathematical-mono": "𝟶𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾𝟿",
    "superscript": "⁰¹²³⁴⁵⁶⁷⁸⁹",
    "subscript": "₀₁₂₃₄₅₆₇₈₉",
    "circled": "⓪①②③④⑤⑥⑦⑧⑨",
}

_AMOUNTS: Final[Mapping[str, str]] = {
    "one-less": "9999",
    "one-more": "10001",
    "nothing": "0",
    "one": "1",
    "minus-one": "-1",
    "minus": "-10000",
    "minus-nothing": "-0",
    "1e9": "1e9",
    "1e3": "1e3",
    "1e4": "1e4",
    "1E4": "1E4",
    "a-thousand-million": "1000000000",
    "the-largest": "100000000",
    "more-than-the-largest": "100000001",
    "32-bits": "4294977296",
    "64-bits": "18446744073709561616",
    "googol": "1" + "0" * 100,
    "5000-digits": "9" * 5_000,
    "point-nothing": "10000.0",
    "point": "10000.",
    "point-nothing-nothing": "10000.00",
    "comma": "10,000",
    "comma-end": "10000,",
    "underscore": "10_000",
    "apostrophe": "10'000",
    "inner-space": "10 000",
    "no-break-space": "10\u00a0000",
    "narrow-space": "10\u202f000",
    "ideographic-space": "10000\u3000",
    "space-before": " 10000",
    "space-after": "10000 ",
    "tab-before": "\t10000",
    "tab-after": "10000\t",
    "line-after": "10000\n",
    "return-after": "10000\r\n",
    "form-feed": "10000\x0c",
    "nul-after": "10000\x00",
    "nul-before": "\x0010000",
    "nul-and-more": "10000\x001",
    "escape": "10000\x1b",
    "delete": "10000\x7f",
    "zero-width-space": "10000\u200b",
    "zero-width-joiner": "10\u200d000",
    "byte-order-mark": "\ufeff10000",
    "right-to-left": "\u202e10000",
    "soft-hyphen": "10\u00ad000",
    "combining": "10000\u0301",
    "plus": "+10000",
    "plus-plus": "++10000",
    "minus-minus": "--10000",
    "leading-zero": "010000",
    "leading-zeros": "0000010000",
    "hex": "0x2710",
    "hex-bare": "2710h",
    "octal": "0o23420",
    "binary": "0b10011100010000",
    "won-sign": "₩10000",
    "won-word": "10000원",
    "krw": "10000KRW",
    "man": "1만",
    "hanja": "一万",
    "fraction": "½",
    "roman": "Ⅹ",
    "a-sum": "9999+1",
    "a-product": "10000*1",
    "a-range": "1-10000",
    "or": "10000|1",
    "and-more": "10000;1",
    "list": "[10000]",
    "object": '{"value":10000}',
    "quoted": '"10000"',
    "nan": "NaN",
    "infinity": "Infinity",
    "null": "null",
    "none": "None",
    "true": "true",
    "undefined": "undefined",
    "empty": "",
    "a-space": " ",
    "a-word": "amount",
    "percent": "%",
    "encoded-twice": "%31%30%30%30%30",
    "format": "%d",
    "template": "${amount}",
    "sql": "10000 OR 1=1",
    "script": "<script>10000</script>",
    "path": "../10000",
}

_ORDERS: Final[Mapping[str, Callable[[str], str]]] = {
    "upper": str.upper,
    "space-after": lambda own: own + " ",
    "space-before": lambda own: " " + own,
    "line-after": lambda own: own + "\n",
    "nul-after": lambda own: own + "\x00",
    "nul-and-more": lambda own: own + "\x00x",
    "longer": lambda own: own + "0",
    "shorter": lambda own: own[:-1],
    "first-only": lambda own: own[:6],
    "doubled": lambda own: own + own,
    "too-long": lambda own: own + "x" * 64,
    "too-short": lambda _: "abc",
    "empty": lambda _: "",
    "wildcard": lambda _: "%",
    "star": lambda _: "*",
    "underscores": lambda own: "_" * len(own),
    "sql": lambda own: own + "' OR '1'='1",
    "sql-comment": lambda own: own + "--",
    "path": lambda own: "../" + own,
    "slash": lambda own: own + "/",
    "query-in-it": lambda own: own + "?x=1",
    "look-alike": lambda own: own.replace("o", "\u043e"),
    "full-width": lambda own: own.replace("-", "\uff0d"),
    "zero-width": lambda own: own + "\u200b",
    "reversed": lambda own: own[::-1],
    "a-payment-id": lambda own: own.replace("order", "payment"),
    "list": lambda own: f"[{own}]",
    "quoted": lambda own: f'"{own}"',
    "null": lambda _: "null",
    "equals": lambda own: own + "=",
}

_KEYS: Final[Mapping[str, str]] = {
    "empty": "",
    "a-space": " ",
    "a-dot": ".",
    "two-dots": "..",
    "many-dots": "." * 30,
    "spaces": "pk with spaces",
    "line": "pk\nX-Evil: 1",
    "return": "pk\r\nX-Evil: 1",
    "nul": "pk\x00",
    "delete": "pk\x7f",
    "too-long": "k" * 201,
    "far-too-long": "k" * 7_000,
    "hangul": "결제키",
    "emoji": "🔑",
    "zero-width": "pk\u200b",
    "latin": "pké",
    "no-break-space": "pk\u00a0",
}

_TYPES: Final = (
    "BRANDPAY", "BILLING", "normal", "Normal", "NORMAL ", " NORMAL", "NORMAL\x00", "NORMAL,KEYIN", "ＮＯＲＭＡＬ",
    "CARD", "VIRTUAL_ACCOUNT", "null", "0", "true", "NORMAL\u200b", "NORMAL'", "UNKNOWN",
)  # fmt: skip

_PLACES: Final[Mapping[str, str]] = {
    "http": f"http://{_HOST}{_PATH}",
    "ftp": f"ftp://{_HOST}{_PATH}",
    "ws": f"ws://{_HOST}{_PATH}",
    "wss": f"wss://{_HOST}{_PATH}",
    "file": f"file://{_HOST}{_PATH}",
    "javascript": f"javascript://{_HOST}{_PATH}",
    "data": f"data:text/html,{SUCCESS}",
    "blob": f"blob:{SUCCESS}",
    "view-source": f"view-source:{SUCCESS}",
    "an-app": f"supertoss://{_HOST}{_PATH}",
    "an-intent": f"intent://{_HOST}{_PATH}",
    "no-scheme": f"//{_HOST}{_PATH}",
    "only-a-path": _PATH,
    "nothing": "",
    "one-slash": f"https:/{_HOST}{_PATH}",
    "three-slashes": f"https:///{_HOST}{_PATH}",
    "backslashes": f"https:\\\\{_HOST}{_PATH}",
    "backslash-path": f"https://{_HOST}\\pay\\success",
    "other-host": f"https://evil.invalid{_PATH}",
    "host-before": f"https://evil-{_HOST}{_PATH}",
    "host-after": f"https://{_HOST}.evil.invalid{_PATH}",
    "host-under": f"https://evil.{_HOST}{_PATH}",
    "host-above": f"https://jari.invalid{_PATH}",
    "host-dot": f"https://{_HOST}.{_PATH}",
    "host-dash": f"https://kiosk-jari.invalid{_PATH}",
    "host-look-alike": f"https://k\u0456osk.jari.invalid{_PATH}",
    "host-dotless": f"https://k\u0131osk.jari.invalid{_PATH}",
    "host-punycode": f"https://xn--kosk-5za.jari.invalid{_PATH}",
    "host-full-stop": f"https://kiosk\u3002jari\u3002invalid{_PATH}",
    "host-space": f"https://{_HOST} {_PATH}",
    "host-encoded-slash": f"https://{_HOST}%2f@evil.invalid{_PATH}",
    "host-empty": f"https://{_PATH}",
    "host-ipv4": f"https://127.0.0.1{_PATH}",
    "host-ipv6": f"https://[::1]{_PATH}",
    "host-broken-ipv6": f"https://[{_HOST}{_PATH}",
    "localhost": f"https://localhost{_PATH}",
    "user": f"https://somebody@{_HOST}{_PATH}",
    "user-and-word": f"https://somebody:word@{_HOST}{_PATH}",
    "empty-user": f"https://@{_HOST}{_PATH}",
    "host-as-user": f"https://{_HOST}@evil.invalid{_PATH}",
    "place-as-user": f"https://{_HOST}{quote(_PATH, safe='')}@evil.invalid{_PATH}",
    "port-80": f"https://{_HOST}:80{_PATH}",
    "port-444": f"https://{_HOST}:444{_PATH}",
    "port-0": f"https://{_HOST}:0{_PATH}",
    "port-too-large": f"https://{_HOST}:65536{_PATH}",
    "port-negative": f"https://{_HOST}:-443{_PATH}",
    "port-a-word": f"https://{_HOST}:https{_PATH}",
    "port-other-digits": f"https://{_HOST}:\uff14\uff14\uff13{_PATH}",
    "path-slash": f"{SUCCESS}/",
    "path-two-slashes": f"{_BASE}//pay/success",
    "path-inner-slashes": f"{_BASE}/pay//success",
    "path-upper": f"{_BASE}/PAY/SUCCESS",
    "path-dot": f"{_BASE}/pay/./success",
    "path-dots": f"{_BASE}/pay/x/../success",
    "path-up": f"{_BASE}/../pay/success",
    "path-parameter": f"{SUCCESS};a=1",
    "path-encoded-slash": f"{_BASE}/pay%2fsuccess",
    "path-nul": f"{SUCCESS}%00",
    "path-line": f"{SUCCESS}%0a",
    "path-space": f"{SUCCESS}%20",
    "path-longer": f"{SUCCESS}ful",
    "path-shorter": SUCCESS[:-1],
    "path-fail": f"{_BASE}/pay/fail",
    "path-rejected": f"{_BASE}/pay/rejected",
    "path-none": _BASE,
    "path-root": f"{_BASE}/",
    "path-under": f"{SUCCESS}/more",
    "path-before": f"{_BASE}/x/pay/success",
    "path-other-letters": f"{_BASE}/pay/\uff53uccess",
    "path-encoded-twice": f"{_BASE}/pay/%2573uccess",
    "ours-in-the-query": f"https://evil.invalid/?next={SUCCESS}",
    "ours-in-the-fragment": f"https://evil.invalid/#{SUCCESS}",
    "ours-in-the-path": f"https://evil.invalid/{SUCCESS}",
    "space-before": f" {SUCCESS}",
    "line-before": f"\n{SUCCESS}",
    "nul-inside": f"{_BASE}/pay/\x00success",
    "tab-inside": f"{_BASE}/pay/\tsuccess",
    "line-inside": f"https://kiosk\n.jari.invalid{_PATH}",
}


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
    for name, text in _AMOUNTS.items():
        yield f"amount-{name}", _saying("amount", text)
        if not text.isascii() or set(text) & set("\t\n\r\x00 +"):
            yield f"amount-raw-{name}", _writing("amount", _always(text))
    for script, digits in _DIGITS.items():
        yield f"amount-{script}", _with("amount", _in_digits(digits))
        yield f"amount-raw-{script}", _writing("amount", _in_digits(digits))
        yield f"amount-mixed-{script}", _with("amount", _ending_in(digits[0]))


def _in_digits(digits: str) -> Callable[[str], str]:
    table = str.maketrans("0123456789", digits)
    return lambda good: good.translate(table)


def _ending_in(digit: str) -> Callable[[str], str]:
    return lambda good: good[:-1] + digit


def _parts() -> Iterator[tuple[str, Forgery]]:
    for name, change in _ORDERS.items():
        yield f"order-{name}", _with("orderId", change)
    yield "order-of-somebody-else", lambda own, other: _but(own, orderId=other.order_id)
    yield "all-of-somebody-else", lambda _, other: success_url(other, other.payment_key)
    for name, key in _KEYS.items():
        yield f"key-{name}", _saying("paymentKey", key)
    for nth, kind in enumerate(_TYPES):
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
    for name, place in _PLACES.items():
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
    "the-port-that-goes-without-saying": lambda own, _: f"https://{_HOST}:443{_PATH}?{_query(own)}",
    "a-host-in-large-letters": lambda own, _: f"https://{_HOST.upper()}{_PATH}?{_query(own)}",
    "an-encoded-letter": lambda own, _: f"{_BASE}/pay/%73uccess?{_query(own)}",
    "encoded-digits": lambda own, _: _raw(own, "amount", "%31%30%30%30%30"),
    "an-encoded-name": lambda own, _: _renamed(own, "amount", "amount").replace("amount", "%61mount"),
}
"""Spellings of the same that a browser or the company may well use: these have to be paid."""

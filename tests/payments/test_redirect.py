"""Redirects that somebody else wrote: each of the hostile ones has a name, and the rest is left to chance."""

from itertools import permutations
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.money import won
from kiosk.payments.redirect import Broken, Failed, Returned, read_redirect

BASE = "https://kiosk.jari.invalid/pay/success"
GOOD = {"orderId": "jari-order-0001", "paymentKey": "tgen_20260313184207pNsc4", "amount": "15000"}
OURS = Returned("jari-order-0001", "tgen_20260313184207pNsc4", won(15_000))


def url(query: str) -> str:
    return f"{BASE}?{query}"


def with_raw(**raw: str) -> str:
    """The good redirect with values that are already written for a URL."""
    return url("&".join(f"{name}={value}" for name, value in (GOOD | raw).items()))


# --- what is good -------------------------------------------------------------------------------------------------

GOOD_URLS = {
    **{
        f"order {','.join(names)}": url(urlencode({n: GOOD[n] for n in names}))
        for names in permutations(GOOD)
    },
    "a payment type": with_raw(paymentType="NORMAL"),
    "keyed in": with_raw(paymentType="KEYIN"),
    "no payment type": with_raw(),
    "an extra parameter": with_raw(card="prime"),
    "an extra one twice": url(urlencode(GOOD) + "&star=1&star=2"),
    "an empty extra one": with_raw(star=""),
    "an extra one without a value": url(urlencode(GOOD) + "&star"),
    "our own query before": url("terminal=K1&" + urlencode(GOOD)),
    "a fragment": with_raw() + "#done",
    "written in percent": with_raw(amount="%31%35000"),
    "a name written in percent": url(urlencode(GOOD).replace("amount", "%61mount")),
    "empty pairs": url("&&" + urlencode(GOOD) + "&"),
    "another case is another parameter": with_raw(Amount="1", AMOUNT="2"),
}


@pytest.mark.parametrize("name", GOOD_URLS)
def test_a_good_redirect_is_read(name: str) -> None:
    found = read_redirect(GOOD_URLS[name])
    assert isinstance(found, Returned)
    assert (found.order_id, found.payment_key, found.amount) == (OURS.order_id, OURS.payment_key, OURS.amount)


@pytest.mark.parametrize("key", ["a", "a" * 200, "!-~%2F", "%3Cscript%3E", "a.b", "..a", "%2B"])
def test_a_payment_key_is_opaque(key: str) -> None:
    assert isinstance(read_redirect(with_raw(paymentKey=key)), Returned)


# --- what is not --------------------------------------------------------------------------------------------------

BAD_AMOUNTS = {
    "empty": "",
    "full-width": "１５０００",
    "arabic": "١٥٠٠٠",
    "devanagari": "१५०००",
    "superscript": "15000²",
    "bold digits": "𝟏𝟓𝟎𝟎𝟎",
    "circled": "①⑤⓪⓪⓪",
    "hangul": "만오천",
    "roman": "ⅩⅤ",
    "space before": " 15000",
    "space after": "15000 ",
    "space inside": "15 000",
    "no-break space": "15000\u00a0",
    "ideographic space": "\u300015000",
    "zero-width space": "15000\u200b",
    "byte order mark": "\ufeff15000",
    "right-to-left": "\u202e00051",
    "tab": "15000\t",
    "line feed": "15000\n",
    "carriage return": "15000\r",
    "nul": "15000\x00",
    "plus": "+15000",
    "minus": "-15000",
    "minus zero": "-0",
    "long minus": "−15000",
    "exponent": "15e3",
    "short exponent": "1e3",
    "decimal": "15000.0",
    "decimals": "15000.00",
    "point": "15000.",
    "comma": "15,000",
    "underscore": "15_000",
    "apostrophe": "15'000",
    "hex": "0x3A98",
    "octal": "0o35230",
    "binary": "0b11",
    "hex digits": "3A98",
    "leading zero": "015000",
    "zeros": "0015000",
    "infinity": "Infinity",
    "inf": "inf",
    "nan": "NaN",
    "null": "null",
    "none": "None",
    "true": "true",
    "undefined": "undefined",
    "won": "15000원",
    "won sign": "₩15000",
    "KRW": "15000KRW",
    "list": "[15000]",
    "json": '{"value":15000}',
    "formula": "=15000",
    "sum": "7500+7500",
    "fraction": "30000/2",
    "sql": "15000;--",
    "or": "15000 OR 1=1",
    "html": "<b>15000</b>",
    "percent": "%15000",
    "too large": "100000001",
    "far too large": "9" * 40,
    "ten thousand digits": "1" * 7000,
    "2**32": str(2**32 + 15_000),
    "2**64": str(2**64 + 15_000),
}
BAD_ORDERS = {
    "empty": "",
    "five letters": "abcde",
    "65 letters": "a" * 65,
    "equals sign": "jari-order=01",
    "space": "jari order 0001",
    "dot": "jari.order.0001",
    "slash": "jari/order/0001",
    "back": "../../../orders",
    "hangul": "주문번호-0001",
    "full-width": "ｊａｒｉ-0001",
    "nul": "jari-order-0001\x00",
    "line feed": "jari-order-0001\n",
    "line feed first": "\njari-order-0001",
    "quote": "jari-order-'0001",
    "html": "<script>alert(1)</script>",
    "semicolon": "jari-order;0001",
    "star": "jari-order-*",
    "percent": "jari-order-%",
    "tilde": "jari~order~0001",
    "kelvin": "jari-order-000\u212a",
    "cyrillic": "jаri-order-0001",
    "soft hyphen": "jari\u00adorder-0001",
    "emoji": "jari-order-🍜",
}
BAD_KEYS = {
    "empty": "",
    "201 letters": "a" * 201,
    "space": "tgen 2026",
    "space after": "tgen_2026 ",
    "plus read as a space": "tgen_2026 x",
    "tab": "tgen\t2026",
    "line feed": "tgen_2026\n",
    "a header": "tgen\r\nX-Evil: 1",
    "nul": "tgen\x002026",
    "delete": "tgen\x7f",
    "hangul": "거래번호",
    "full-width": "ｔｇｅｎ",
    "no-break space": "tgen\u00a0",
    "zero-width": "tgen\u200b",
    "emoji": "🔑",
    "one dot": ".",
    "two dots": "..",
    "many dots": "." * 40,
}
BAD_TYPES = {
    "brandpay": "BRANDPAY",
    "billing": "BILLING",
    "small letters": "normal",
    "space": "NORMAL ",
    "unknown": "SOMETHING",
    "html": "<b>",
    "hangul": "일반",
    "nul": "NORMAL\x00",
}
BAD_VALUES = {
    f"{name}: {what}": url(urlencode(GOOD | {name: value}))
    for name, table in (
        ("amount", BAD_AMOUNTS),
        ("orderId", BAD_ORDERS),
        ("paymentKey", BAD_KEYS),
        ("paymentType", BAD_TYPES),
    )
    for what, value in table.items()
}
NOT_QUOTED = {
    f"{name}, not quoted: {what}": with_raw(**{name: value})
    for name, table in (("amount", BAD_AMOUNTS), ("orderId", BAD_ORDERS), ("paymentKey", BAD_KEYS))
    for what, value in table.items()
    if "&" not in value and "#" not in value and value != "+15000"
}
MISSING = {
    f"only {','.join(names) or 'nothing'}": url(urlencode({name: GOOD[name] for name in names}))
    for count in range(3)
    for names in permutations(GOOD, count)
}
REPEATED = {
    f"{name} twice, {order}, {what}": url(
        f"{name}={value}&{urlencode(GOOD)}" if order == "before" else f"{urlencode(GOOD)}&{name}={value}"
    )
    for name in GOOD
    for order in ("before", "after")
    for what, value in (
        ("the same", GOOD[name]),
        ("other", "100"),
        ("empty", ""),
        ("encoded", quote(GOOD[name])),
    )
}
OTHERS = {
    "amount twice, one name in percent": url(urlencode(GOOD) + "&%61mount=100"),
    "payment type twice": url(urlencode(GOOD) + "&paymentType=NORMAL&paymentType=NORMAL"),
    "success and failure at once": with_raw(code="PAY_PROCESS_CANCELED"),
    "success and an empty code": with_raw(code=""),
    "code twice": url("code=A&code=B"),
    "message twice": url("code=A&message=a&message=b"),
    "nothing": "",
    "no query": BASE,
    "an empty query": BASE + "?",
    "only a question mark": "?",
    "all in the fragment": BASE + "#" + urlencode(GOOD),
    "the query twice": url("?" + urlencode(GOOD)),
    "semicolons": url(urlencode(GOOD).replace("&", ";")),
    "amp entities": url(urlencode(GOOD).replace("&", "&amp;")),
    "encoded ampersands": url(urlencode(GOOD).replace("&", "%26")),
    "encoded equals signs": url(urlencode(GOOD).replace("=", "%3D")),
    "array names": url(urlencode({f"{name}[]": value for name, value in GOOD.items()})),
    "names with spaces": url(urlencode({f"{name} ": value for name, value in GOOD.items()})),
    "full-width names": url(urlencode(GOOD).replace("amount", "ａｍｏｕｎｔ")),
    "a line feed in the amount": with_raw(amount="15\n000"),
    "a tab in a name": url(urlencode(GOOD).replace("amount", "amo\tunt")),
    "half a character": with_raw(amount="15000%E3%81"),
    "overlong zero": with_raw(amount="1500%C0%B0"),
    "a lone surrogate": with_raw(amount="\ud83d"),
    "encoded twice": with_raw(amount="%2531%2535000"),
    "a bad percent": with_raw(amount="1500%0"),
    "a letter percent": with_raw(amount="%zz15000"),
    "51 parameters": url(urlencode(GOOD) + "&a=1" * 48),
    "8001 characters": with_raw(star="a" * 8_000),
    "a megabyte": with_raw(star="a" * 1_000_000),
    "a bad address": "https://[::1/pay/success?" + urlencode(GOOD),
    "a bad bracket": "https://]/pay?" + urlencode(GOOD),
    "no normal form": "https://a\u2100b/pay?" + urlencode(GOOD),
    "a failure without a code": url("message=x&orderId=jari-order-0001"),
    "a failure with an empty code": url("code=&message=x"),
    "a failure with a code of two lines": url("code=A%0AB"),
    "a failure with a code of html": url("code=%3Cb%3E"),
    "a failure with a code of 65": url("code=" + "A" * 65),
    "a failure with a bad order": url("code=A&orderId=%3Cb%3E"),
    "a failure with a short order": url("code=A&orderId=abc"),
}
BAD_FAILURES = {
    f"failure, orderId: {what}": url(urlencode({"code": "PAY_PROCESS_ABORTED", "orderId": value}))
    for what, value in BAD_ORDERS.items()
    if value
}
HOSTILE = BAD_FAILURES | BAD_VALUES | NOT_QUOTED | MISSING | REPEATED | OTHERS


def test_there_are_enough_hostile_redirects() -> None:
    assert len(HOSTILE) >= 300


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_redirect_is_broken(name: str) -> None:
    found = read_redirect(HOSTILE[name])
    assert isinstance(found, Broken)
    assert "tgen" not in found.why
    assert len(found.why) < 80


def test_python_alone_would_have_taken_many_of_them() -> None:
    """Negative control: ``int`` and ``float`` read what the rule of plain digits refuses."""

    def python_reads(text: str) -> bool:
        try:
            return int(float(text)) == 15_000
        except (ValueError, OverflowError):
            return False

    assert sum(python_reads(text) for text in BAD_AMOUNTS.values()) >= 15


# --- failures -----------------------------------------------------------------------------------------------------


def test_a_customer_who_cancels_comes_back_without_an_order() -> None:
    found = read_redirect(url("code=PAY_PROCESS_CANCELED&message=" + quote("사용자에 의해 취소되었습니다.")))
    assert found == Failed("PAY_PROCESS_CANCELED", "사용자에 의해 취소되었습니다.", None)


def test_a_failure_names_its_order() -> None:
    assert read_redirect(url("code=REJECT_CARD_COMPANY&message=a+b&orderId=jari-order-0001")) == Failed(
        "REJECT_CARD_COMPANY", "a b", "jari-order-0001"
    )
    assert read_redirect(url("code=X&orderId=")) == Failed("X", "", None)


def test_the_message_of_a_failure_is_kept_short_and_in_one_line() -> None:
    found = read_redirect(url("code=X&message=a%0Ab%1b%5B31m" + "c" * 900))
    assert isinstance(found, Failed)
    assert found.message.startswith("a b [31m")
    assert len(found.message) == 500


# --- anything at all ----------------------------------------------------------------------------------------------


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text: str) -> None:
    assert isinstance(read_redirect(text), Returned | Failed | Broken)


_NAMES = st.sampled_from(["orderId", "paymentKey", "amount", "paymentType", "code", "message", "x"])
_VALUES = st.sampled_from(sorted(GOOD.values())) | st.text(max_size=20)


@given(st.lists(st.tuples(_NAMES, _VALUES), max_size=8), st.booleans())
def test_what_passes_has_each_part_once_and_in_its_form(pairs: list[tuple[str, str]], encoded: bool) -> None:
    query = urlencode(pairs, errors="surrogatepass") if encoded else "&".join(f"{n}={v}" for n, v in pairs)
    found = read_redirect(url(query))
    if isinstance(found, Returned):
        assert found.payment_key.isascii()
        assert found.payment_key.isprintable()
        assert " " not in found.payment_key
        if encoded:
            assert [value for name, value in pairs if name == "amount"] == [str(found.amount)]
            assert [value for name, value in pairs if name == "orderId"] == [found.order_id]
            assert [value for name, value in pairs if name == "paymentKey"] == [found.payment_key]


@given(amount=st.integers(0, 100_000_000), order=st.from_regex(r"\A[A-Za-z0-9_-]{6,64}\Z"))
def test_every_good_redirect_is_read_back(amount: int, order: str) -> None:
    found = read_redirect(url(urlencode(GOOD | {"amount": str(amount), "orderId": order})))
    assert found == Returned(order, GOOD["paymentKey"], won(amount))

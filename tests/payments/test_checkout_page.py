"""The checkout page's content: nothing in an order can become a part of the page, and nothing secret gets into it."""

import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.money import Won, won
from kiosk.payments.checkout import CheckoutOrder, checkout_html, content_policy, in_script, problems_of

TEMPLATE = """<!doctype html><html lang="__LANG__">
<meta http-equiv="Content-Security-Policy" content="__CSP__">
<script id="order" type="application/json">__CHECKOUT_JSON__</script>
<script>const order = JSON.parse(document.getElementById("order").textContent);</script>
<script src="__SDK_URL__"></script></html>"""
ORDER = CheckoutOrder(
    order_id="jari-order-0001",
    order_name="모퉁이식당 7번 2석",
    amount=won(23_500),
    client_key="test_ck_madeup",
    sdk_url="https://js.tosspayments.com/v2/standard",
    success_url="https://kiosk.jari.invalid/pay/success",
    fail_url="https://kiosk.jari.invalid/pay/fail",
    customer_key="@@ANONYMOUS",
    language="ko",
    metadata={"booking": "b1"},
)


def content_of(page: str) -> dict[str, Any]:
    found = re.search(r'type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found
    content: dict[str, Any] = json.loads(found.group(1))
    return content


def policy_of(page: str) -> dict[str, list[str]]:
    found = re.search(r'content="([^"]*)"', page)
    assert found
    rules = [rule.split() for rule in unescape(found.group(1)).split(";")]
    return {name: values for name, *values in rules}


def test_the_page_has_the_order_and_nothing_more() -> None:
    page = checkout_html(TEMPLATE, ORDER)
    assert content_of(page) == {
        "orderId": "jari-order-0001",
        "orderName": "모퉁이식당 7번 2석",
        "amount": 23_500,
        "clientKey": "test_ck_madeup",
        "successUrl": "https://kiosk.jari.invalid/pay/success",
        "failUrl": "https://kiosk.jari.invalid/pay/fail",
        "rejectedUrl": "https://kiosk.jari.invalid/pay/rejected",
        "customerKey": "@@ANONYMOUS",
        "language": "ko",
        "metadata": {"booking": "b1"},
    }
    assert '<html lang="ko">' in page
    assert '<script src="https://js.tosspayments.com/v2/standard">' in page
    assert "__" not in page


HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]>",
    '"};alert(1);//',
    "\u2028alert(1)\u2029",
    "__SDK_URL__ __CSP__ __CHECKOUT_JSON__",
    "&lt;/script&gt;",
    "\\u003c/script>",
    "'`${1}",
    "\x00\n\r\t",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    page = checkout_html(TEMPLATE, replace(ORDER, order_name=text, metadata={"note": text}))
    assert content_of(page)["orderName"] == text
    assert content_of(page)["metadata"] == {"note": text}
    assert page.count("<script") == TEMPLATE.count("<script")
    assert "\u2028" not in page


@given(st.text(min_size=1, max_size=100).filter(str.strip))
def test_any_name_comes_out_as_it_went_in(text: str) -> None:
    written = in_script({"orderName": text})
    assert json.loads(written) == {"orderName": text}
    assert not set(written) & set("<>&\u2028\u2029")


def test_plain_json_would_have_ended_the_script() -> None:
    """Negative control."""
    assert "</script>" in json.dumps({"orderName": "</script>"})
    assert "</script>" not in in_script({"orderName": "</script>"})


def test_the_policy_lets_in_one_script_and_our_own_by_their_content() -> None:
    page = checkout_html(TEMPLATE, ORDER)
    rules = policy_of(page)
    assert rules["default-src"] == ["'none'"]
    ours = re.findall(r"<script(?! src)[^>]*>(.*?)</script>", page, re.DOTALL)
    hashes = [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in ours]
    assert rules["script-src"] == [*hashes, "https://js.tosspayments.com"]
    for name in ("connect-src", "frame-src"):
        assert rules[name] == ["https://*.tosspayments.com", "https://*.toss.im"]
    # A refused order's form is answered with a redirect to the fail address, and the policy holds for that too.
    assert rules["form-action"] == [
        "https://*.tosspayments.com",
        "https://*.toss.im",
        "https://kiosk.jari.invalid",
    ]
    assert rules["base-uri"] == ["'none'"]
    assert "'unsafe-inline'" not in rules["script-src"]


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://127.0.0.1:8123/v2/standard", "http://127.0.0.1:8123"),
        ("https://tosspayments.com.evil.example/v2", "https://tosspayments.com.evil.example"),
        ("https://eviltosspayments.com/v2", "https://eviltosspayments.com"),
    ],
)
def test_another_scripts_page_reaches_that_scripts_origin_only(url: str, origin: str) -> None:
    page = checkout_html(TEMPLATE, replace(ORDER, sdk_url=url))
    rules = policy_of(page)
    for name in ("connect-src", "frame-src"):
        assert rules[name] == [origin]
    assert rules["form-action"] == [origin, "https://kiosk.jari.invalid"]
    assert content_policy(url, []).count("tosspayments.com ") == 0


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"order_name": ""}, "order name must have 1 to 100 characters, not 0"),
        ({"order_name": "   "}, "order name"),
        ({"order_name": "가" * 101}, "not 101"),
        ({"amount": 0}, "costs nothing"),
        ({"amount": -1}, "above 0"),
        ({"order_id": "short"}, "order id"),
        ({"order_id": "jari=order"}, "order id"),
        ({"order_id": "a" * 65}, "order id"),
        ({"customer_key": "a"}, "customer key"),
        ({"customer_key": "010 1234"}, "customer key"),
        ({"language": "kor"}, "language"),
        ({"metadata": {str(n): "" for n in range(6)}}, "at most 5 metadata pairs, not 6"),
        ({"metadata": {"a" * 41: "v"}}, "metadata key"),
        ({"metadata": {"": "v"}}, "metadata key"),
        ({"metadata": {"a[0]": "v"}}, "brackets"),
        ({"metadata": {"a]": "v"}}, "brackets"),
        ({"metadata": {"a": "v" * 2001}}, "longer than 2000"),
        ({"client_key": "test_sk_canary"}, "client key only"),
        ({"client_key": "live_gsk_canary"}, "client key only"),
        ({"client_key": "canary"}, "client key only"),
        ({"sdk_url": "http://js.tosspayments.com/v2"}, "must be https"),
        ({"sdk_url": "https://js.tosspayments.com/v2;script-src *"}, "must be https"),
        ({"sdk_url": "https://a b/"}, "must be https"),
        ({"sdk_url": "javascript:alert(1)"}, "must be https"),
        ({"sdk_url": "http://127.0.0.1.evil.example/"}, "must be https"),
        ({"success_url": "/pay/success"}, "success address"),
        ({"fail_url": "custom://fail"}, "fail address"),
    ],
)
def test_what_the_company_would_refuse_is_refused_here_with_its_reason(
    changes: dict[str, Any], says: str
) -> None:
    wrong = replace(ORDER, **changes)
    assert len(problems_of(wrong)) == 1
    with pytest.raises(ValueError, match=re.escape(says)) as refused:
        checkout_html(TEMPLATE, wrong)
    assert "canary" not in str(refused.value)


def test_the_limits_themselves_are_allowed() -> None:
    full = replace(
        ORDER,
        order_name="가" * 100,
        amount=Won(1),
        order_id="a" * 64,
        metadata={"a" * 39 + str(n): "v" * 2000 for n in range(5)},
        sdk_url="http://[::1]:80/v2",
        client_key="live_gck_a",
    )
    assert problems_of(full) == []


def test_a_template_without_its_markers_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="__CSP__; the template lacks __SDK_URL__"):
        checkout_html("<html lang='__LANG__'>__CHECKOUT_JSON__", ORDER)

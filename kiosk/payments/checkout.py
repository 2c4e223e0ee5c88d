"""The checkout page's content: our template with one order put in safely. Carries no secret; talks to nobody.

Limits are those of the payment request (Toss docs, requestPayment).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from urllib.parse import urlsplit, urlunsplit

from kiosk.domain.money import Won

LONGEST_NAME = 100
MOST_METADATA, LONGEST_META_KEY, LONGEST_META_VALUE = 5, 40, 2_000
_MARKERS = ("__CHECKOUT_JSON__", "__CSP__", "__SDK_URL__", "__LANG__")


@dataclass(frozen=True, slots=True)
class CheckoutOrder:
    """One order as the checkout page needs it; ``sdk_url`` is the payment company's script."""

    order_id: str
    order_name: str
    amount: Won
    client_key: str
    sdk_url: str
    success_url: str
    fail_url: str
    customer_key: str
    language: str
    metadata: Mapping[str, str] = field(default_factory=dict)


def checkout_html(template: str, order: CheckoutOrder) -> str:
    """The page for one order. Raises ValueError for an order that the payment company would refuse."""
    problems = problems_of(order)
    problems += [f"the template lacks {marker}" for marker in _MARKERS if marker not in template]
    if problems:
        raise ValueError("; ".join(problems))
    values = {
        "__CHECKOUT_JSON__": _in_script(order),
        "__CSP__": escape(content_policy(order.sdk_url), quote=True),
        "__SDK_URL__": escape(order.sdk_url, quote=True),
        "__LANG__": escape(order.language, quote=True),
    }
    for marker, value in values.items():
        template = template.replace(marker, value)
    return template


def problems_of(order: CheckoutOrder) -> list[str]:
    """What the payment company would refuse, one sentence each."""
    found = []
    if not 1 <= len(order.order_name) <= LONGEST_NAME:
        found.append(f"the order name must have 1 to {LONGEST_NAME} characters, not {len(order.order_name)}")
    if order.amount <= 0:
        found.append("the amount must be above 0: an order that costs nothing skips the payment")
    if len(order.metadata) > MOST_METADATA:
        found.append(f"at most {MOST_METADATA} metadata pairs, not {len(order.metadata)}")
    for key, value in order.metadata.items():
        if len(key) > LONGEST_META_KEY or "[" in key or "]" in key:
            found.append(f"metadata key {key!r} is longer than {LONGEST_META_KEY} or has a bracket")
        if len(value) > LONGEST_META_VALUE:
            found.append(f"the metadata value of {key!r} is longer than {LONGEST_META_VALUE} characters")
    return found


def content_policy(sdk_url: str) -> str:
    """What the page may load: the payment company's script and whatever frames it opens; nothing else of anybody's."""
    parts = urlsplit(sdk_url)
    origin = f"{parts.scheme}://{parts.netloc}"
    loopback = origin.startswith("http://")
    anywhere = "http: https:" if loopback else "https:"
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'unsafe-inline' {origin} {'' if loopback else 'https://*.tosspayments.com'}".rstrip(),
            "style-src 'unsafe-inline'",
            f"img-src data: {anywhere}",
            f"connect-src {anywhere}",
            f"frame-src {anywhere}",
            f"form-action {anywhere}",
            "base-uri 'none'",
        )
    )


def _in_script(order: CheckoutOrder) -> str:
    """JSON that cannot end the script element it stands in, nor a line of it."""
    fail = urlsplit(order.fail_url)
    data = {
        "orderId": order.order_id,
        "orderName": order.order_name,
        "amount": order.amount,
        "clientKey": order.client_key,
        "successUrl": order.success_url,
        "failUrl": order.fail_url,
        "rejectedUrl": urlunsplit((fail.scheme, fail.netloc, "/pay/rejected", "", "")),
        "customerKey": order.customer_key,
        "language": order.language,
        "metadata": dict(order.metadata),
    }
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return written

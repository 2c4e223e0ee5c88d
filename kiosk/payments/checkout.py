"""The checkout page's content: our template with one order put in safely. Carries no secret; talks to nobody.

Limits are those of the payment request (Toss docs, requestPayment).
"""

import json
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from kiosk.domain.money import Won
from kiosk.payments.keys import Side, form_of

LONGEST_NAME: Final = 100
MOST_METADATA, LONGEST_META_KEY, LONGEST_META_VALUE = 5, 40, 2_000

_ORDER_ID = re.compile(r"[A-Za-z0-9_-]{6,64}")
_CUSTOMER_KEY = re.compile(r"[A-Za-z0-9_=.@-]{2,50}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_MARKER = re.compile(r"__(?:CHECKOUT_JSON|CSP|SDK_URL|LANG)__")
_SCRIPT = re.compile(r"<script(?![^>]*\ssrc\s*=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_COMPANY: Final = ".tosspayments.com"
_COMPANY_SITES: Final = "https://*.tosspayments.com https://*.toss.im"


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
    """The page for one order. Raises ValueError for an order that the payment company would refuse, saying why.

    The template has each of the markers ``__CHECKOUT_JSON__`` (inside a script element), ``__SDK_URL__``,
    ``__LANG__`` and ``__CSP__`` (the content of a Content-Security-Policy meta element).
    """
    problems = problems_of(order)
    found = set(_MARKER.findall(template))
    wanted = ("__CHECKOUT_JSON__", "__CSP__", "__LANG__", "__SDK_URL__")
    problems += [f"the template lacks {marker}" for marker in wanted if marker not in found]
    if problems:
        raise ValueError("; ".join(problems))
    values = {
        "__CHECKOUT_JSON__": in_script(_content(order)),
        "__SDK_URL__": escape(order.sdk_url, quote=True),
        "__LANG__": escape(order.language, quote=True),
    }
    # In one pass, so that a marker in somebody's order name stays a name; the policy last, as it counts the scripts.
    scripts = _SCRIPT.findall(_fill(template, values))
    policy = content_policy(order.sdk_url, scripts, (order.success_url, order.fail_url))
    return _fill(template, values | {"__CSP__": escape(policy, quote=False)})


def problems_of(order: CheckoutOrder) -> list[str]:
    """What the payment company would refuse, or what must never be in a page; one sentence each."""
    found = []
    if not _ORDER_ID.fullmatch(order.order_id):
        found.append("the order id must be 6 to 64 of A-Z a-z 0-9 - _")
    if not order.order_name.strip() or len(order.order_name) > LONGEST_NAME:
        found.append(f"the order name must have 1 to {LONGEST_NAME} characters, not {len(order.order_name)}")
    if order.amount <= 0:
        found.append("the amount must be above 0: an order that costs nothing skips the payment")
    if not _CUSTOMER_KEY.fullmatch(order.customer_key):
        found.append("the customer key must be 2 to 50 of A-Z a-z 0-9 - _ = . @")
    if not _LANGUAGE.fullmatch(order.language):
        found.append(f"the language must be two small letters, not {order.language!r}")
    return found + _problems_of_metadata(order.metadata) + _problems_of_addresses(order)


def content_policy(sdk_url: str, scripts: list[str], returns: Sequence[str] = ()) -> str:
    """What the page may load: the company's script from its one origin, our own scripts by their content, nothing else.

    The company's script talks to and frames its own sites only; issuers' pages are whole pages of their own.
    A form's policy holds for the redirects that answer it, too: one straight to a return address (an order refused
    at once) would be dropped without a word before the kiosk could see it, so ``returns`` are allowed there.
    """
    origin = _origin(sdk_url)
    back = " ".join(sorted({_origin(address) for address in returns}))
    sites = _COMPANY_SITES if (urlsplit(sdk_url).hostname or "").endswith(_COMPANY) else origin
    ours = [f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts]
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(["script-src", *ours, origin]),
            "style-src 'unsafe-inline'",
            f"img-src data: {sites}",
            f"connect-src {sites}",
            f"frame-src {sites}",
            f"form-action {sites} {back}".rstrip(),
            "base-uri 'none'",
        )
    )


def in_script(content: Mapping[str, object]) -> str:
    """JSON that can neither end the script element it stands in nor start another, nor end a line of it."""
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return written


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _content(order: CheckoutOrder) -> dict[str, object]:
    fail = urlsplit(order.fail_url)
    return {
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


def _fill(template: str, values: Mapping[str, str]) -> str:
    return _MARKER.sub(lambda marker: values.get(marker.group(), marker.group()), template)


def _problems_of_metadata(metadata: Mapping[str, str]) -> list[str]:
    found = []
    if len(metadata) > MOST_METADATA:
        found.append(f"at most {MOST_METADATA} metadata pairs, not {len(metadata)}")
    for key, value in metadata.items():
        if not 1 <= len(key) <= LONGEST_META_KEY or "[" in key or "]" in key:
            found.append(
                f"the metadata key {key!r} must have 1 to {LONGEST_META_KEY} characters and no brackets"
            )
        if len(value) > LONGEST_META_VALUE:
            found.append(f"the metadata value of {key!r} is longer than {LONGEST_META_VALUE} characters")
    return found


def _problems_of_addresses(order: CheckoutOrder) -> list[str]:
    found = []
    form = form_of(order.client_key)
    if form is None or form.side is not Side.CLIENT:
        found.append("the page may have a client key only (test_ck_, test_gck_, live_ck_ or live_gck_)")
    if not re.fullmatch(
        r"https://[^\s\"';,]+|http://(?:127\.0\.0\.1|localhost|\[::1\])[:/][^\s\"';,]*", order.sdk_url
    ):
        found.append("the script's address must be https, or a sandbox on this machine")
    for name, address in (("success", order.success_url), ("fail", order.fail_url)):
        if not re.fullmatch(r"https?://[^\s/]+/\S*", address):
            found.append(f"the {name} address must be a whole http(s) address")
    return found

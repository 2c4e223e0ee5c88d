"""The checkout without a browser: opening, authenticating, and the redirects to the shop's own addresses."""

import json
from urllib.parse import parse_qsl, urlsplit

import pytest

SUCCESS, FAIL = "http://127.0.0.1:9/ok?table=T4&lang=ko#here", "http://127.0.0.1:9/no"


@pytest.fixture
def opened(talk):
    told = {
        "clientKey": talk.sandbox.client_key, "orderId": "order-page", "orderName": "</script>창가", "amount": 1_000,
        "method": "CARD", "successUrl": SUCCESS, "failUrl": FAIL, "language": "ko", "mode": "self",
    }  # fmt: skip
    said = talk.form("/sandbox/checkout/open", order=json.dumps(told))
    assert said.status == 302
    return urlsplit(said.headers["location"])


def _query(url: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(url).query, keep_blank_values=True)


def test_the_page_says_that_it_is_a_sandbox_and_takes_no_script_from_names(talk, opened):
    page = talk.ask("GET", f"{opened.path}?{opened.query}").raw.decode()
    assert "SANDBOX" in page
    assert "실제 결제 아님" in page
    assert "</script>창가" not in page


def test_paying_redirects_with_the_shops_own_parameters_first(talk, opened):
    said = talk.form(f"{opened.path}/pay", method="CARD", issuer="51", months="0")
    url = said.headers["location"]
    assert said.status == 302
    assert urlsplit(url).fragment == "here"
    key = opened.path.rsplit("/", 1)[1]
    assert _query(url) == [
        ("table", "T4"), ("lang", "ko"), ("paymentType", "NORMAL"), ("orderId", "order-page"), ("paymentKey", key), ("amount", "1000"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"amount": 100}, ["paymentType=NORMAL", "orderId=order-page", "amount=100"]),
        ({"orderId": "another"}, ["paymentType=NORMAL", "orderId=another", "amount=1000"]),
        ({"missing": "amount"}, ["paymentType=NORMAL", "orderId=order-page"]),
        ({"repeat": "amount"}, ["paymentType=NORMAL", "orderId=order-page", "amount=1000", "amount=1000"]),
        ({"shuffle": True}, ["amount=1000", "orderId=order-page", "paymentType=NORMAL"]),
    ],
)
def test_a_redirect_can_be_tampered_with(talk, opened, changes, expected):
    talk.admin("faults", kind="tamper", endpoint="redirect", changes=changes)
    pairs = _query(talk.form(f"{opened.path}/pay").headers["location"])
    ours = [f"{name}={value}" for name, value in pairs if name not in ("table", "lang", "paymentKey")]
    assert ours == expected


def test_a_cancel_goes_to_the_fail_url_without_an_order_id(talk, opened):
    pairs = _query(talk.form(f"{opened.path}/fail", code="PAY_PROCESS_CANCELED").headers["location"])
    assert pairs == [("code", "PAY_PROCESS_CANCELED"), ("message", "사용자에 의해 결제가 취소되었습니다.")]


def test_a_refusal_goes_to_the_fail_url_with_its_order_id_in_the_pages_language(talk, opened):
    url = talk.form(f"{opened.path}/fail", code="REJECT_CARD_COMPANY", lang="en").headers["location"]
    assert dict(_query(url)) == {
        "code": "REJECT_CARD_COMPANY",
        "message": "Payment was rejected.",
        "orderId": "order-page",
    }


def test_an_expired_window_leads_to_the_fail_url(talk, opened):
    talk.admin("clock", advance_seconds=1_800)
    assert dict(_query(talk.form(f"{opened.path}/pay").headers["location"]))["code"] == "EXPIRED_PAYMENT"


def test_paying_twice_in_the_page_changes_nothing_of_the_payment(talk, opened):
    talk.form(f"{opened.path}/pay", method="CARD", issuer="51")
    again = talk.form(f"{opened.path}/pay", method="VIRTUAL_ACCOUNT", issuer="11")
    assert dict(_query(again.headers["location"]))["code"] == "ALREADY_PROCESSED_PAYMENT"
    key = opened.path.rsplit("/", 1)[1]
    assert talk.rest("GET", f"/v1/payments/{key}").json["method"] == "카드"


def test_an_unknown_client_key_opens_nothing_and_leads_to_the_fail_url(talk):
    order = {
        "clientKey": "test_ck_of_others",
        "orderId": "order-page",
        "orderName": "x",
        "amount": 1,
        "failUrl": FAIL,
    }
    said = talk.form("/sandbox/checkout/open", order=json.dumps(order))
    assert dict(_query(said.headers["location"]))["code"] == "UNAUTHORIZED_KEY"
    assert talk.ask("POST", "/sandbox/checkout/open", order).code == "UNAUTHORIZED_KEY"


@pytest.mark.parametrize("path", ["/v2/standard", "/v2", "/v1", "/v1/payment"])
def test_the_script_is_served_where_toss_serves_it(talk, path):
    said = talk.ask("GET", path)
    assert said.status == 200
    assert "javascript" in said.headers["content-type"]
    assert b"__" not in said.raw.replace(b"@@ANONYMOUS", b"")


def test_a_receipt_says_that_it_is_none(talk):
    order = talk.paid_window()
    url = urlsplit(talk.confirm(order).json["receipt"]["url"])
    assert "SANDBOX" in talk.ask("GET", url.path).raw.decode()

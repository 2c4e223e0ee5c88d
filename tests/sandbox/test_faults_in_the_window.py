"""The authentication itself can go wrong: the line, the company, the way back."""

import json
from urllib.parse import parse_qsl, urlsplit

import pytest

FAIL = "http://127.0.0.1:9/no"


@pytest.fixture
def window(talk):
    told = {
        "clientKey": talk.sandbox.client_key, "orderId": "order-window", "orderName": "x", "amount": 1_000,
        "successUrl": "http://127.0.0.1:9/ok", "failUrl": FAIL,
    }  # fmt: skip
    return urlsplit(talk.form("/sandbox/checkout/open", order=json.dumps(told)).headers["location"]).path


def _status(talk, window):
    return talk.rest("GET", f"/v1/payments/{window.rsplit('/', 1)[1]}").json["status"]


@pytest.mark.parametrize(("kind", "status"), [("drop", "READY"), ("effect_then_drop", "IN_PROGRESS")])
def test_the_line_may_break_before_or_after_the_authentication(talk, window, kind, status):
    talk.admin("faults", kind=kind, endpoint="authenticate", orderId="order-window")
    with pytest.raises(ConnectionError):
        talk.form(f"{window}/pay")
    assert _status(talk, window) == status


def test_the_button_that_loses_the_line_authenticates_first(talk, window):
    with pytest.raises(ConnectionError):
        talk.form(f"{window}/pay", outcome="lost")
    assert _status(talk, window) == "IN_PROGRESS"


def test_an_error_while_authenticating_leads_to_the_fail_url_and_ends_the_payment(talk, window):
    talk.admin("faults", kind="error", endpoint="authenticate", code="EXCEED_MAX_AUTH_COUNT")
    url = talk.form(f"{window}/pay").headers["location"]
    assert url.startswith(FAIL)
    assert dict(parse_qsl(urlsplit(url).query))["code"] == "EXCEED_MAX_AUTH_COUNT"
    assert _status(talk, window) == "ABORTED"


@pytest.mark.parametrize(
    ("code", "status"), [("PAY_PROCESS_CANCELED", "READY"), ("PAY_PROCESS_ABORTED", "ABORTED")]
)
def test_a_closed_window_changes_nothing_and_a_refusal_ends_the_payment(talk, window, code, status):
    talk.form(f"{window}/fail", code=code)
    assert _status(talk, window) == status


def test_the_success_address_may_be_visited_twice(talk, window):
    talk.admin("faults", kind="tamper", endpoint="redirect", changes={"twice": True})
    said = talk.form(f"{window}/pay")
    assert said.status == 200
    assert said.raw.count(b"location.href = url") == 2
    assert b"http://127.0.0.1:9/ok?paymentType=NORMAL" in said.raw


@pytest.mark.parametrize(
    ("told", "word"),
    [({"kind": "drop", "order_id": "x"}, "orderId"), ({"kind": "late", "endpoint": "inquiry"}, "confirm")],
)
def test_a_fault_that_would_strike_elsewhere_than_meant_is_refused(talk, told, word):
    said = talk.ask("POST", "/sandbox/faults", told)
    assert (said.status, word in said.json["error"]) == (400, True)


def test_what_is_not_approved_may_be_hidden_from_inquiries(talk):
    order = talk.paid_window()
    assert talk.status(order) == "IN_PROGRESS"
    talk.admin("faults", kind="unapproved_not_found")
    assert talk.find(order).code == "NOT_FOUND_PAYMENT"
    talk.confirm(order)
    assert talk.status(order) == "DONE"

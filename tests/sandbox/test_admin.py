"""The door for tests: every wrong request is told which field is wrong and what is possible."""

import pytest


@pytest.mark.parametrize(
    ("told", "word"),
    [
        ({}, "kind"),
        ({"kind": "meteor"}, "kind"),
        ({"kind": "drop", "endpoint": "nowhere"}, "endpoint"),
        ({"kind": "drop", "count": 0}, "count"),
        ({"kind": "drop", "count": True}, "count"),
        ({"kind": "delay_after", "seconds": -1}, "seconds"),
        ({"kind": "delay_after", "seconds": "soon"}, "seconds"),
        ({"kind": "delay_after", "seconds": True}, "seconds"),
        ({"kind": "delay_after", "seconds": 601}, "seconds"),
        ({"kind": "error"}, "code"),
        ({"kind": "error", "code": "NO_SUCH"}, "code"),
        ({"kind": "tamper"}, "redirect"),
        ({"kind": "drop", "endpoint": "redirect"}, "redirect"),
        ({"kind": "tamper", "endpoint": "redirect", "changes": []}, "changes"),
        ({"kind": "tamper", "endpoint": "redirect", "changes": {"price": 1}}, "changes"),
        ({"kind": "tamper", "endpoint": "redirect", "changes": {"missing": "price"}}, "missing"),
        ({"kind": "amount_mismatch", "code": "COMMON_ERROR"}, "code"),
    ],
)
def test_a_fault_that_makes_no_sense_is_told_so_and_not_switched_on(talk, told, word):
    said = talk.ask("POST", "/sandbox/faults", told)
    assert said.status == 400
    assert word in said.json["error"]
    assert talk.ask("GET", "/sandbox/faults").json == {"faults": []}


def test_faults_that_are_on_can_be_read(talk):
    talk.admin("faults", kind="delay_after", seconds=2, count=3, orderId="order-1")
    assert talk.ask("GET", "/sandbox/faults").json["faults"] == [
        {
            "kind": "delay_after",
            "endpoint": "confirm",
            "orderId": "order-1",
            "count": 3,
            "seconds": 2.0,
            "code": "",
            "changes": {},
        }
    ]


@pytest.mark.parametrize(
    ("told", "word"),
    [
        ({"orderId": "order-x", "amount": "1000"}, "amount"),
        ({"orderId": "order-x", "amount": True}, "amount"),
        ({"orderId": "order-x", "amount": 1_000, "method": "CASH"}, "method"),
        ({"orderId": "order-x", "amount": 1_000, "clientKey": "test_ck_of_others"}, "clientKey"),
    ],
)
def test_an_authentication_that_makes_no_sense_is_told_so(talk, told, word):
    said = talk.ask("POST", "/sandbox/authenticate", told)
    assert said.status == 400
    assert word in said.json["error"]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"orderId": "short", "amount": 1_000}, "INVALID_ORDER_ID"),
        ({"orderId": "order x", "amount": 1_000}, "INVALID_ORDER_ID"),
        ({"orderId": "order-x", "amount": 0}, "BELOW_ZERO_AMOUNT"),
        ({"orderId": "order-x", "amount": 1_000, "orderName": "x" * 101}, "INVALID_ORDER_NAME"),
    ],
)
def test_an_order_that_toss_would_refuse_is_refused(talk, told, code):
    assert talk.ask("POST", "/sandbox/authenticate", told).code == code


@pytest.mark.parametrize("body", [b"{", b"[1]"])
def test_a_body_that_is_no_json_object_is_told_so(talk, body):
    assert "JSON" in talk.ask("POST", "/sandbox/faults", body).json["error"]


@pytest.mark.parametrize("most", [0, "many", True])
def test_a_limit_that_makes_no_sense_is_told_so(talk, most):
    assert "per_minute" in talk.ask("POST", "/sandbox/limit", {"per_minute": most}).json["error"]


def test_what_is_not_there_is_404(talk):
    said = talk.ask("GET", "/sandbox/nothing")
    assert (said.status, "/sandbox/nothing" in said.json["error"]) == (404, True)


def test_the_ledger_counts_requests_and_won(talk):
    order = talk.paid_window(10_000)
    talk.confirm(order)
    talk.cancel(order, cancelAmount=4_000)
    shown = talk.ask("GET", "/sandbox/payments").json
    assert (shown["net_won"], shown["confirm_requests"], shown["requests"]["cancel"]) == (6_000, 1, 1)

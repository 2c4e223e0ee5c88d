"""The rules of Toss's REST API, over real HTTP."""

import base64
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.sandbox.talk import Talk, basic


def test_a_confirm_takes_the_money_once_and_shows_the_payment(talk):
    order = talk.paid_window(23_500)
    said = talk.confirm(order)
    assert said.status == 200
    shown = said.json
    assert (shown["status"], shown["totalAmount"], shown["orderId"]) == ("DONE", 23_500, order["orderId"])
    assert shown["card"]["amount"] == 23_500
    assert shown["version"] == "2022-11-16"
    assert talk.charges(order) == 1


def test_answers_are_compact_json_in_utf_8_and_say_that_they_are_a_sandbox(talk):
    said = talk.find({"paymentKey": "nobody"})
    assert b'"code":"NOT_FOUND_PAYMENT"' in said.raw
    assert "존재하지" in said.raw.decode()
    assert said.headers["content-type"].startswith("application/json")
    assert said.headers["x-sandbox"] == "1"


def test_amounts_may_be_numeric_text_as_the_official_samples_send_them(talk):
    order = talk.paid_window()
    assert talk.confirm(order | {"amount": "20000"}).json["status"] == "DONE"


def test_the_old_form_of_confirm_works_too(talk):
    order = talk.paid_window()
    path = f"/v1/payments/{order['paymentKey']}"
    assert talk.rest("POST", path, {"orderId": order["orderId"], "amount": 20_000}).json["status"] == "DONE"


@pytest.mark.parametrize(
    ("total", "supplied", "vat"), [(15_000, 13_636, 1_364), (30_000, 27_273, 2_727), (9_026, 8_205, 821)]
)
def test_vat_is_an_eleventh_rounded(talk, total, supplied, vat):
    shown = talk.confirm(talk.paid_window(total)).json
    assert (shown["suppliedAmount"], shown["vat"]) == (supplied, vat)


def test_a_key_without_its_colon_is_told_so(talk):
    said = talk.rest("GET", "/v1/payments/x", Authorization=basic(talk.sandbox.secret_key, colon=""))
    assert (said.status, said.code) == (403, "INCORRECT_BASIC_AUTH_FORMAT")


@pytest.mark.parametrize("header", ["", "Bearer x", "Basic !!!", basic("test_sk_unknown")])
def test_an_unknown_secret_is_unauthorized(talk, header):
    said = talk.rest("GET", "/v1/payments/x", Authorization=header)
    assert (said.status, said.code) == (401, "UNAUTHORIZED_KEY")


def test_a_live_secret_is_refused_in_plain_words(talk):
    said = talk.rest("GET", "/v1/payments/x", Authorization=basic("live_sk_abcdef"))
    assert (said.status, said.code) == (401, "UNAUTHORIZED_KEY")
    assert "live" in said.json["message"]


def test_a_lower_case_scheme_and_missing_padding_are_taken(talk):
    encoded = base64.b64encode(f"{talk.sandbox.secret_key}:".encode()).decode().rstrip("=")
    assert talk.rest("GET", "/v1/payments/x", Authorization=f"basic {encoded}").code == "NOT_FOUND_PAYMENT"


def test_a_tampered_amount_is_blocked_and_charges_nothing(talk):
    order = talk.paid_window()
    assert talk.confirm(order | {"amount": 100}).code == "FORBIDDEN_REQUEST"
    assert talk.charges(order) == 0


def test_which_code_blocks_a_tampered_amount_can_be_chosen(talk):
    talk.admin("faults", kind="amount_mismatch", code="INVALID_REQUEST")
    assert talk.confirm(talk.paid_window() | {"amount": 100}).code == "INVALID_REQUEST"


def test_another_order_id_is_forbidden(talk):
    assert talk.confirm(talk.paid_window() | {"orderId": "another-order"}).code == "FORBIDDEN_REQUEST"


def test_a_made_up_payment_key_has_no_session(talk):
    said = talk.confirm({"paymentKey": "nobody", "orderId": "order-x", "amount": 1})
    assert (said.status, said.code) == (404, "NOT_FOUND_PAYMENT_SESSION")


def test_the_secret_of_the_other_pair_finds_no_session(talk):
    order = talk.paid_window()
    said = talk.confirm(order, Authorization=basic(talk.sandbox.widget_secret_key))
    assert (said.status, said.code) == (404, "NOT_FOUND_PAYMENT_SESSION")


def test_a_second_confirm_is_already_processed(talk):
    order = talk.paid_window()
    talk.confirm(order)
    again = talk.confirm(order)
    assert (again.status, again.code) == (400, "ALREADY_PROCESSED_PAYMENT")
    assert talk.charges(order) == 1


def test_an_order_id_that_was_paid_is_not_confirmed_for_another_payment(talk):
    first, second = talk.paid_window(orderId="same-order"), talk.paid_window(orderId="same-order")
    assert talk.confirm(first).status == 200
    said = talk.confirm(second)
    assert (said.status, said.code) == (400, "DUPLICATED_ORDER_ID")
    assert talk.charges(second) == 0


def test_an_order_id_stays_used_after_its_cancel(talk):
    first, second = talk.paid_window(orderId="same-order"), talk.paid_window(orderId="same-order")
    talk.confirm(first)
    talk.cancel(first)
    assert talk.confirm(second).code == "DUPLICATED_ORDER_ID"


@pytest.mark.parametrize(
    ("method", "amount", "code"),
    [
        ("CARD", 99, "BELOW_MINIMUM_AMOUNT"),
        ("TRANSFER", 199, "BELOW_MINIMUM_AMOUNT"),
        ("TRANSFER", 10_000_001, "EXCEEDS_TRANSFER_AMOUNT_MAXIMUM"),
    ],
)
def test_amounts_beyond_a_methods_limits_are_refused(talk, method, amount, code):
    assert talk.confirm(talk.paid_window(amount, method=method)).code == code


@pytest.mark.parametrize("body", [b"{", b"[]", b"{}", b'{"paymentKey":"x","orderId":"y","amount":true}'])
def test_a_body_that_makes_no_sense_is_an_invalid_request(talk, body):
    said = talk.rest("POST", "/v1/payments/confirm", body)
    assert (said.status, said.code) == (400, "INVALID_REQUEST")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_http_methods_do_not_exist(talk, method):
    assert talk.rest(method, "/v1/payments/confirm", {}).code == "NOT_FOUND_HTTP_METHOD"


def test_messages_are_english_when_asked_for(talk):
    said = talk.find({"paymentKey": "nobody"}, Accept_Language="en-US")
    assert said.json == {"code": "NOT_FOUND_PAYMENT", "message": "The payment does not exist."}


def test_a_test_code_comes_before_the_body_is_read(talk):
    said = talk.rest("POST", "/v1/payments/confirm", b"{", TossPayments_Test_Code="REJECT_CARD_PAYMENT")
    assert (said.status, said.code) == (403, "REJECT_CARD_PAYMENT")


def test_a_test_code_comes_after_the_key_is_proven(talk):
    said = talk.ask("POST", "/v1/payments/confirm", {}, TossPayments_Test_Code="REJECT_CARD_PAYMENT")
    assert said.code == "UNAUTHORIZED_KEY"


def test_an_unknown_test_code_is_told_so(talk):
    assert talk.confirm({}, TossPayments_Test_Code="NO_SUCH_CODE").code == "INVALID_TEST_CODE"


def test_a_payment_is_found_by_its_key_and_by_its_order(talk):
    order = talk.paid_window()
    talk.confirm(order)
    by_order = talk.rest("GET", f"/v1/payments/orders/{order['orderId']}").json
    assert by_order == talk.find(order).json


def test_easy_pay_has_no_card(talk):
    shown = talk.confirm(talk.paid_window(method="EASY_PAY")).json
    assert shown["card"] is None
    assert shown["easyPay"] == {"provider": "토스페이", "amount": 20_000, "discountAmount": 0}


def test_cancels_add_up_and_then_there_is_nothing_left(talk):
    order = talk.paid_window(10_000)
    talk.confirm(order)
    part = talk.cancel(order, cancelAmount=1_000).json
    assert (part["status"], part["balanceAmount"]) == ("PARTIAL_CANCELED", 9_000)
    rest = talk.cancel(order).json
    assert (rest["status"], rest["balanceAmount"], rest["suppliedAmount"], rest["vat"]) == (
        "CANCELED",
        0,
        0,
        0,
    )
    assert [cancel["refundableAmount"] for cancel in rest["cancels"]] == [9_000, 0]
    assert rest["lastTransactionKey"] == rest["cancels"][-1]["transactionKey"]
    assert talk.cancel(order).code == "ALREADY_CANCELED_PAYMENT"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"cancelReason": ""}, "INVALID_REQUEST"),
        ({"cancelReason": "x" * 201}, "INVALID_REQUEST"),
        ({"cancelAmount": 20_001}, "NOT_CANCELABLE_AMOUNT"),
        ({"cancelAmount": 0}, "NOT_CANCELABLE_AMOUNT"),
        ({"refundableAmount": 1}, "NOT_MATCHES_REFUNDABLE_AMOUNT"),
    ],
)
def test_a_cancel_that_makes_no_sense_is_refused(talk, told, code):
    order = talk.paid_window()
    talk.confirm(order)
    assert talk.cancel(order, **told).code == code


def test_what_was_not_paid_cannot_be_canceled(talk):
    assert talk.cancel(talk.paid_window()).code == "NOT_CANCELABLE_PAYMENT"


def test_a_confirm_while_another_runs_is_told_s008_and_charges_once(talk):
    order = talk.paid_window()
    talk.admin("faults", kind="busy", seconds=0.4)
    with ThreadPoolExecutor(2) as two:
        answers = list(two.map(talk.confirm, [order, order]))
    assert sorted(answer.status for answer in answers) == [200, 500]
    refused = next(answer for answer in answers if answer.status == 500).json
    assert refused["code"] == "FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING"
    assert refused["message"].startswith("[S008]")
    assert talk.charges(order) == 1


def test_more_requests_a_minute_than_the_limit_are_429_until_the_next_minute(talk):
    talk.admin("clock", set="2026-01-15T12:00:00+09:00")
    talk.admin("limit", per_minute=2)
    assert [talk.find({"paymentKey": "x"}).status for _ in range(3)] == [404, 404, 429]
    assert talk.confirm({}).status == 400, "each API has a limit of its own"
    talk.admin("clock", advance_seconds=60)
    assert talk.find({"paymentKey": "x"}).status == 404


def test_without_the_switch_there_is_no_limit(talk):
    assert {talk.find({"paymentKey": "x"}).status for _ in range(110)} == {404}


def test_a_body_without_a_length_or_far_too_long_is_not_read(talk):
    assert talk.rest("POST", "/v1/payments/confirm", b"", Content_Length="many").status == 413
    assert talk.rest("POST", "/v1/payments/confirm", b"", Content_Length="99999999").status == 413


def test_two_slashes_are_no_host(talk):
    assert talk.rest("GET", "//v1/payments/x").code == "NOT_FOUND_PAYMENT"


def test_metadata_comes_back(talk: Talk) -> None:
    order = talk.paid_window(metadata={"table": "T4"})
    assert talk.confirm(order).json["metadata"] == {"table": "T4"}
    assert json.loads(talk.find(order).raw)["metadata"] == {"table": "T4"}

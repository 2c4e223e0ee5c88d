"""Idempotency keys: key, API key, URL and method make the identity; fifteen days; errors are remembered too."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.sandbox.talk import basic


def test_a_repeat_gives_the_first_answer_byte_for_byte(talk):
    order = talk.paid_window()
    first = talk.confirm(order, Idempotency_Key="k")
    assert talk.confirm(order, Idempotency_Key="k").raw == first.raw
    assert talk.charges(order) == 1


def test_the_body_is_no_part_of_the_identity(talk):
    first, second = talk.paid_window(), talk.paid_window()
    talk.confirm(first, Idempotency_Key="k")
    assert talk.confirm(second, Idempotency_Key="k").json["orderId"] == first["orderId"]
    assert talk.charges(second) == 0


def test_how_the_secret_was_encoded_is_no_part_of_the_identity(talk):
    order = talk.paid_window()
    talk.confirm(order, Idempotency_Key="k")
    loose = basic(talk.sandbox.secret_key).replace("Basic", "basic")
    assert talk.confirm(order, Idempotency_Key="k", Authorization=loose).status == 200


def test_another_api_key_is_another_identity(talk):
    order = talk.paid_window()
    talk.confirm(order, Idempotency_Key="k")
    other = talk.confirm(order, Idempotency_Key="k", Authorization=basic(talk.sandbox.widget_secret_key))
    assert other.code == "NOT_FOUND_PAYMENT_SESSION"


def test_another_url_is_another_identity(talk):
    order = talk.paid_window()
    talk.confirm(order, Idempotency_Key="k")
    path = f"/v1/payments/{order['paymentKey']}/cancel"
    said = talk.rest("POST", path, {"cancelReason": "r"}, Idempotency_Key="k")
    assert said.json["status"] == "CANCELED"


def test_errors_are_replayed(talk):
    order = talk.paid_window()
    talk.admin("faults", kind="error", code="COMMON_ERROR")
    assert talk.confirm(order, Idempotency_Key="k").code == "COMMON_ERROR"
    assert talk.confirm(order, Idempotency_Key="k").code == "COMMON_ERROR"
    assert talk.confirm(order, Idempotency_Key="k2").json["status"] == "DONE"


def test_a_key_lives_fifteen_days(talk):
    order = talk.paid_window()
    talk.confirm(order, Idempotency_Key="k")
    talk.admin("clock", advance_seconds=15 * 86_400 - 60)
    assert talk.confirm(order, Idempotency_Key="k").status == 200
    talk.admin("clock", advance_seconds=120)
    assert talk.confirm(order, Idempotency_Key="k").code == "ALREADY_PROCESSED_PAYMENT"


def test_a_key_has_at_most_300_characters(talk):
    order = talk.paid_window()
    assert talk.confirm(order, Idempotency_Key="k" * 301).code == "INVALID_IDEMPOTENCY_KEY"
    assert talk.confirm(order, Idempotency_Key="k" * 300).status == 200


def test_while_the_first_one_runs_a_repeat_is_409(talk):
    order = talk.paid_window()
    talk.admin("faults", kind="delay_before", seconds=0.4)
    with ThreadPoolExecutor(2) as two:
        answers = list(two.map(lambda _: talk.confirm(order, Idempotency_Key="k"), range(2)))
    assert sorted(answer.status for answer in answers) == [200, 409]
    assert "IDEMPOTENT_REQUEST_PROCESSING" in {answer.code for answer in answers}
    assert talk.charges(order) == 1


@pytest.mark.parametrize("kind", ["too_many", "html_502"])
def test_what_never_reached_toss_leaves_no_key_behind(talk, kind):
    order = talk.paid_window()
    talk.admin("faults", kind=kind)
    assert talk.confirm(order, Idempotency_Key="k").status in (429, 502)
    assert talk.confirm(order, Idempotency_Key="k").json["status"] == "DONE"


def test_a_key_on_a_get_is_ignored(talk):
    order = talk.paid_window()
    assert talk.find(order, Idempotency_Key="k").json["status"] == "IN_PROGRESS"
    talk.confirm(order)
    assert talk.find(order, Idempotency_Key="k").json["status"] == "DONE"

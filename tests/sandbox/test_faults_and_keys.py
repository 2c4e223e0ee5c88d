"""Faults together with idempotency keys: what Toss answered is remembered, not what the network made of it."""

from contextlib import suppress
from http.client import IncompleteRead

import pytest

KEY = {"Idempotency_Key": "k"}


@pytest.mark.parametrize("kind", ["effect_then_html_502", "half_body"])
def test_a_repeat_gets_the_answer_that_was_spoiled_the_first_time(talk, kind):
    order = talk.paid_window()
    talk.admin("faults", kind=kind)
    with suppress(IncompleteRead):
        talk.confirm(order, **KEY)
    again = talk.confirm(order, **KEY)
    assert (again.status, again.json["status"], again.headers["content-type"]) == (
        200,
        "DONE",
        "application/json",
    )
    assert talk.charges(order) == 1


def test_an_error_that_toss_gave_after_the_effect_is_what_a_repeat_gets(talk):
    order = talk.paid_window()
    talk.admin("faults", kind="effect_then_error", code="UNKNOWN_PAYMENT_ERROR")
    assert [talk.confirm(order, **KEY).code for _ in range(2)] == ["UNKNOWN_PAYMENT_ERROR"] * 2
    assert talk.charges(order) == 1


@pytest.mark.parametrize("kind", ["effect_then_drop", "drop"])
def test_a_network_that_stays_down_is_down_for_repeats_too(talk, kind):
    order = talk.paid_window()
    talk.admin("faults", kind=kind, count=None)
    for _ in range(3):
        with pytest.raises(ConnectionError):
            talk.confirm(order, **KEY)
    talk.ask("DELETE", "/sandbox/faults")
    assert talk.confirm(order, **KEY).json["status"] == "DONE"
    assert talk.charges(order) == 1


def test_a_late_confirm_runs_until_it_is_done_and_then_its_answer_is_there(talk):
    order = talk.paid_window()
    talk.admin("faults", kind="late")
    with pytest.raises(ConnectionError):
        talk.confirm(order, **KEY)
    assert talk.confirm(order, **KEY).code == "IDEMPOTENT_REQUEST_PROCESSING"
    assert "S008" in talk.confirm(order, Idempotency_Key="another").json["message"]
    assert talk.status(order) == "IN_PROGRESS"
    assert talk.confirm(order, **KEY).json["status"] == "DONE"
    assert talk.charges(order) == 1


def test_a_late_confirm_waits_for_an_inquiry_of_its_own_order(talk):
    late, other = talk.paid_window(), talk.paid_window()
    talk.admin("faults", kind="late")
    talk.bare(late)
    talk.find(other)
    assert talk.charges(late) == 0
    talk.rest("GET", f"/v1/payments/orders/{late['orderId']}")
    assert talk.charges(late) == 1


def test_a_late_confirm_may_wait_for_its_time_instead(talk):
    order = talk.paid_window()
    talk.admin("faults", kind="late", seconds=300)
    talk.bare(order)
    assert talk.status(order) == "IN_PROGRESS"
    talk.admin("clock", advance_seconds=301)
    for _ in range(200):
        if talk.status(order) == "DONE":
            break
    assert talk.charges(order) == 1


def test_a_company_worse_than_toss_charges_again_without_any_key(talk):
    order = talk.paid_window()
    assert [talk.confirm(order).status for _ in range(2)] == [200, 400]
    talk.admin("faults", kind="second_key_charges_again")
    assert talk.confirm(order).status == 200
    assert talk.charges(order) == 2


def test_a_refusal_of_what_is_paid_changes_nothing_of_it(talk):
    order = talk.paid_window()
    talk.confirm(order)
    talk.admin("faults", kind="error", code="REJECT_CARD_PAYMENT")
    assert talk.confirm(order).code == "REJECT_CARD_PAYMENT"
    assert talk.status(order) == "DONE"

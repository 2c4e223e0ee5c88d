"""Every fault as the caller's socket sees it, and what it did or did not do to the money."""

import pytest

from kiosk.sandbox.faults import KINDS


def test_without_a_fault_the_whole_answer_comes(talk):
    order = talk.paid_window()
    head, _, body = talk.bare(order).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert body.endswith(b"}")
    assert talk.charges(order) == 1


@pytest.mark.parametrize(("kind", "charges"), [("drop", 0), ("effect_then_drop", 1), ("late", 0)])
def test_a_dropped_connection_ends_without_a_byte(talk, kind, charges):
    order = talk.paid_window()
    talk.admin("faults", kind=kind)
    assert talk.bare(order) == b""
    assert talk.charges(order) == charges


@pytest.mark.parametrize(("kind", "charges"), [("reset", 0), ("effect_then_reset", 1)])
def test_a_reset_connection_is_reset(talk, kind, charges):
    order = talk.paid_window()
    talk.admin("faults", kind=kind)
    with pytest.raises(ConnectionResetError):
        talk.bare(order)
    assert talk.charges(order) == charges


def test_half_a_body_is_shorter_than_it_said(talk):
    order = talk.paid_window()
    talk.admin("faults", kind="half_body")
    head, _, body = talk.bare(order).partition(b"\r\n\r\n")
    said = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
    assert 0 < len(body) < said
    assert talk.charges(order) == 1


@pytest.mark.parametrize(("kind", "charges"), [("html_502", 0), ("effect_then_html_502", 1)])
def test_a_broken_proxy_answers_in_html(talk, kind, charges):
    order = talk.paid_window()
    talk.admin("faults", kind=kind)
    said = talk.confirm(order)
    assert (said.status, said.headers["content-type"]) == (502, "text/html")
    assert b"<html>" in said.raw
    assert talk.charges(order) == charges


@pytest.mark.parametrize(("kind", "charges"), [("error", 0), ("effect_then_error", 1)])
def test_an_error_may_come_before_or_after_the_effect(talk, kind, charges):
    order = talk.paid_window()
    talk.admin("faults", kind=kind, code="UNKNOWN_PAYMENT_ERROR")
    assert talk.confirm(order).code == "UNKNOWN_PAYMENT_ERROR"
    assert talk.charges(order) == charges


def test_a_refusal_by_the_issuer_aborts_the_payment(talk):
    order = talk.paid_window()
    talk.admin("faults", kind="error", code="REJECT_CARD_PAYMENT")
    assert talk.confirm(order).status == 403
    assert talk.find(order).json["failure"]["code"] == "REJECT_CARD_PAYMENT"
    assert talk.status(order) == "ABORTED"


def test_any_error_may_abort_when_told_to(talk):
    order = talk.paid_window()
    talk.admin("faults", kind="error", code="PROVIDER_ERROR", abort=True)
    talk.confirm(order)
    assert talk.status(order) == "ABORTED"


def test_too_many_is_429(talk):
    talk.admin("faults", kind="too_many")
    assert talk.confirm(talk.paid_window()).status == 429


@pytest.mark.parametrize("kind", ["delay_before", "delay_after", "busy"])
def test_a_delay_delays_and_then_it_is_done(talk, kind):
    order = talk.paid_window()
    talk.admin("faults", kind=kind, seconds=0.05)
    assert talk.confirm(order).json["status"] == "DONE"


def test_a_late_confirm_takes_the_money_after_the_next_inquiry(talk):
    order = talk.paid_window()
    talk.admin("faults", kind="late")
    talk.bare(order)
    assert talk.status(order) == "IN_PROGRESS"
    assert talk.status(order) == "DONE"
    assert talk.charges(order) == 1


@pytest.mark.parametrize("endpoint", ["inquiry", "cancel", "transactions", "settlements"])
def test_every_endpoint_can_be_struck(talk, endpoint):
    order = talk.paid_window()
    talk.confirm(order)
    ways = {
        "inquiry": ("GET", f"/v1/payments/{order['paymentKey']}", None),
        "cancel": ("POST", f"/v1/payments/{order['paymentKey']}/cancel", {"cancelReason": "r"}),
        "transactions": ("GET", "/v1/transactions?startDate=2020-01-01&endDate=2099-01-01", None),
        "settlements": ("GET", "/v1/settlements?startDate=2020-01-01&endDate=2099-01-01", None),
    }
    talk.admin("faults", kind="html_502", endpoint=endpoint)
    assert talk.rest(*ways[endpoint]).status == 502
    assert talk.rest(*ways[endpoint]).status == 200


def test_a_fault_may_strike_one_order_only_and_so_often(talk):
    struck, spared = talk.paid_window(), talk.paid_window()
    talk.admin("faults", kind="too_many", orderId=struck["orderId"], count=2)
    assert talk.confirm(spared).status == 200
    assert [talk.confirm(struck).status for _ in range(3)] == [429, 429, 200]


def test_an_inquiry_by_payment_key_is_struck_by_its_order_too(talk):
    order = talk.paid_window()
    talk.admin("faults", kind="too_many", endpoint="inquiry", orderId=order["orderId"])
    assert talk.find(order).status == 429


def test_a_fault_without_a_count_strikes_until_it_is_switched_off(talk):
    order = talk.paid_window()
    talk.admin("faults", kind="too_many", count=None)
    assert [talk.confirm(order).status for _ in range(4)] == [429] * 4
    talk.ask("DELETE", "/sandbox/faults")
    assert talk.confirm(order).status == 200


def test_a_company_worse_than_toss_charges_again_for_a_second_key(talk):
    order = talk.paid_window()
    talk.admin("faults", kind="second_key_charges_again")
    talk.confirm(order, Idempotency_Key="a")
    talk.confirm(order, Idempotency_Key="b")
    assert talk.charges(order) == 2


def test_every_kind_of_fault_is_tested_here():
    here = {
        "delay_before", "delay_after", "effect_then_drop", "drop", "reset", "effect_then_reset", "half_body",
        "html_502", "effect_then_html_502", "late", "error", "effect_then_error", "busy", "too_many",
    }  # fmt: skip
    assert set(KINDS) == here | {"tamper"}

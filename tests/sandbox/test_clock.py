"""The sandbox's time: thirty minutes for the window, ten for the confirm, moved by the clock's door."""

import pytest

from kiosk.sandbox.clock import SandboxClock
from tests.sandbox.talk import Talk


def _open(talk: Talk, order_id: str = "order-open") -> dict[str, object]:
    told = {"clientKey": talk.sandbox.client_key, "orderId": order_id, "orderName": "x", "amount": 1_000}
    made = talk.ask("POST", "/sandbox/checkout/open", told).json
    return {"paymentKey": made["paymentKey"], "orderId": order_id, "amount": 1_000}


def test_a_confirm_within_ten_minutes_of_the_authentication_succeeds(talk):
    order = talk.paid_window()
    talk.admin("clock", advance_seconds=9 * 60 + 50)
    assert talk.confirm(order).status == 200


def test_a_confirm_after_ten_minutes_finds_no_session_and_charges_nothing(talk):
    order = talk.paid_window()
    talk.admin("clock", advance_seconds=10 * 60)
    said = talk.confirm(order)
    assert (said.status, said.code) == (404, "NOT_FOUND_PAYMENT_SESSION")
    shown = talk.find(order).json
    assert (shown["status"], shown["failure"]["code"]) == ("EXPIRED", "EXPIRED_PAYMENT")
    assert talk.charges(order) == 0


def test_a_window_lives_thirty_minutes(talk):
    order = _open(talk)
    talk.admin("clock", advance_seconds=29 * 60)
    assert talk.status(order) == "READY"
    talk.admin("clock", advance_seconds=60)
    shown = talk.find(order).json
    assert (shown["status"], shown["method"], shown["useEscrow"]) == ("EXPIRED", None, None)


def test_the_ledger_shows_what_expired_without_being_asked_for_it(talk):
    _open(talk)
    talk.admin("clock", advance_seconds=30 * 60)
    assert [row["status"] for row in talk.ask("GET", "/sandbox/payments").json["payments"]] == ["EXPIRED"]


def test_the_clock_is_set_in_seouls_time_when_no_zone_is_given(talk):
    assert talk.admin("clock", set="2026-01-15T14:32:07")["now"] == "2026-01-15T14:32:07+09:00"
    order = talk.paid_window()
    assert order["paymentKey"].startswith("jaris20260115143207")


def test_the_clock_can_run_faster(talk):
    talk.admin("clock", set="2026-01-15T00:00:00", scale=1_000_000)
    assert talk.ask("GET", "/sandbox/clock").json["now"] > "2026-01-15T00:00:00+09:00"
    assert talk.sandbox.clock.real_seconds(60) == pytest.approx(0.00006)


@pytest.mark.parametrize(
    "told",
    [{"set": "noon"}, {"advance_seconds": "x"}, {"scale": 0}, {"scale": 1e9}, {"advance_seconds": 1e300}],
)
def test_a_time_that_makes_no_sense_is_told_so(talk, told):
    said = talk.ask("POST", "/sandbox/clock", told)
    assert said.status == 400
    assert "advance_seconds" in said.json["error"]


@pytest.mark.parametrize("scale", [0, -1, float("nan"), float("inf")])
def test_a_clock_that_stands_still_is_refused(scale):
    with pytest.raises(ValueError, match="scale"):
        SandboxClock(scale)

"""Virtual accounts: issued, paid, taken back, expired, canceled; and the webhooks that tell of it."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Empty, Queue
from threading import Thread
from typing import Any

import pytest

from kiosk.sandbox.webhooks import RETRY_MINUTES

ACCOUNT = {"bank": "20", "accountNumber": "1002", "holderName": "박토스"}


@pytest.fixture
def issued(talk):
    order = talk.paid_window(method="VIRTUAL_ACCOUNT", customerName="박토스")
    talk.confirm(order)
    return order


def test_a_confirm_issues_an_account_and_takes_no_money(talk, issued):
    shown = talk.find(issued).json
    assert (shown["status"], shown["approvedAt"], shown["card"]) == ("WAITING_FOR_DEPOSIT", None, None)
    assert shown["secret"].startswith("ps_")
    assert shown["virtualAccount"]["accountNumber"].startswith("X")
    assert shown["virtualAccount"]["customerName"] == "박토스"
    assert talk.charges(issued) == 0


def test_a_deposit_pays_and_the_bank_may_take_it_back(talk, issued):
    key = issued["paymentKey"]
    assert talk.admin("deposit", paymentKey=key)["status"] == "DONE"
    assert talk.admin("deposit", paymentKey=key, revert=True)["status"] == "WAITING_FOR_DEPOSIT"
    assert talk.charges(issued) == 0


def test_an_expired_account_keeps_waiting_and_takes_no_deposit(talk, issued):
    talk.admin("clock", advance_seconds=24 * 3600)
    shown = talk.find(issued).json
    assert (shown["status"], shown["virtualAccount"]["expired"]) == ("WAITING_FOR_DEPOSIT", True)
    said = talk.ask("POST", "/sandbox/deposit", {"paymentKey": issued["paymentKey"]})
    assert said.code == "INVALID_REQUEST"


def test_before_the_deposit_only_all_of_it_is_canceled_and_nothing_given_back(talk, issued):
    assert talk.cancel(issued, cancelAmount=1_000).code == "NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT"
    assert talk.cancel(issued).json["status"] == "CANCELED"
    assert talk.ask("GET", "/sandbox/payments").json["net_won"] == 0


def test_after_the_deposit_a_cancel_needs_an_account(talk, issued):
    talk.admin("deposit", paymentKey=issued["paymentKey"])
    assert talk.cancel(issued).code == "INVALID_REFUND_ACCOUNT_INFO"
    assert talk.cancel(issued, refundReceiveAccount=ACCOUNT).json["status"] == "CANCELED"


class Listener:
    """The shop's own server: writes down what it is told and answers as told."""

    def __init__(self) -> None:
        self.told: Queue[tuple[dict[str, str], Any]] = Queue()
        self.answers: list[int] = []
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                listener.told.put(({k.lower(): v for k, v in self.headers.items()}, body))
                status = listener.answers.pop(0) if listener.answers else 200
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "http://192.0.2.1/")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                """Quiet."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"
        self.thread = Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()

    def next(self) -> tuple[dict[str, str], Any]:
        return self.told.get(timeout=10)

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def listener(talk) -> Iterator[Listener]:
    listener = Listener()
    talk.admin("webhooks", url=listener.url)
    yield listener
    listener.stop()


def test_a_paid_card_is_told_with_the_three_headers_and_no_signature(talk, listener):
    order = talk.paid_window()
    talk.confirm(order)
    headers, event = listener.next()
    assert event["eventType"] == "PAYMENT_STATUS_CHANGED"
    assert event["data"]["status"] == "DONE"
    assert len(event["createdAt"]) == len("2026-01-15T14:32:42.000000")
    assert headers["tosspayments-webhook-transmission-id"].startswith("whtrans_")
    assert headers["tosspayments-webhook-transmission-retried-count"] == "0"
    assert "tosspayments-webhook-transmission-time" in headers
    assert "tosspayments-webhook-signature" not in headers


def test_an_issued_account_is_told_without_an_event_type_and_with_its_secret(talk, listener, issued):
    _, event = listener.next()
    assert "eventType" not in event
    assert (event["status"], event["secret"]) == ("WAITING_FOR_DEPOSIT", talk.find(issued).json["secret"])


def test_a_deposit_is_told_twice_when_both_events_are_registered(talk, listener, issued):
    listener.next()
    talk.admin("deposit", paymentKey=issued["paymentKey"])
    assert {event.get("eventType") for _, event in (listener.next(), listener.next())} == {
        None, "PAYMENT_STATUS_CHANGED",
    }  # fmt: skip


@pytest.mark.parametrize("refusal", [500, 302, 204])
def test_what_is_not_answered_with_200_comes_again_with_the_same_id(talk, listener, refusal):
    listener.answers = [refusal, refusal]
    talk.admin("clock", scale=100_000)
    talk.confirm(talk.paid_window())
    tries = [listener.next()[0] for _ in range(3)]
    assert [head["tosspayments-webhook-transmission-retried-count"] for head in tries] == ["0", "1", "2"]
    assert len({head["tosspayments-webhook-transmission-id"] for head in tries}) == 1


def test_the_table_of_retries_is_tosss_and_ends():
    assert RETRY_MINUTES == (1, 4, 16, 64, 256, 1_024, 4_096)


def test_an_authentication_is_not_told(talk, listener):
    talk.paid_window()
    with pytest.raises(Empty):
        listener.told.get(timeout=0.2)


@pytest.mark.parametrize(
    "url", ["http://192.0.2.1/hook", "https://127.0.0.1/x", "file:///etc/hosts", "example"]
)
def test_webhooks_go_to_this_machine_only(talk, url):
    said = talk.ask("POST", "/sandbox/webhooks", {"url": url})
    assert said.status == 400
    assert said.json["error"]

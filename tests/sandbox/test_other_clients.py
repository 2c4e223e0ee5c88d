"""Clients of Toss that others wrote, unchanged but for the address: what they expect of Toss, the sandbox does."""

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

import pytest

tosspayments = import_module("tosspayments")


def _server_sdk_client() -> Any:
    """The SDK's client module. Its package cannot be imported as released (1.0.4 to 1.0.6): ``__init__`` asks its own
    exceptions for names that are not there. The modules themselves are whole, so they are loaded without it.
    """
    name = "tosspayments_server_sdk"
    spec = find_spec(name)
    assert spec is not None
    package = ModuleType(name)
    package.__path__ = list(spec.submodule_search_locations or ())
    sys.modules[name] = package
    return import_module(f"{name}.client")


server_sdk = _server_sdk_client()


@pytest.fixture
def plain(talk):
    """python-tosspayments."""
    client = tosspayments.TossPayments(talk.sandbox.secret_key)
    client._TossPayments__base_url = talk.sandbox.url + "/"
    return client


@pytest.fixture
def sdk(talk):
    """tosspayments-python-server-sdk."""
    client = server_sdk.Client(talk.sandbox.secret_key)
    client.config.api_base = talk.sandbox.url
    yield client
    client._http_client.session.close()


def test_python_tosspayments_confirms_inquires_and_cancels(talk, plain):
    order = talk.paid_window()
    paid = plain.confirm(order["paymentKey"], order["orderId"], order["amount"], idempotency_key="k")
    assert paid["status"] == "DONE"
    assert plain.get_payment_by_payment_key(order["paymentKey"]) == paid
    assert plain.get_payment_by_order_id(order["orderId"]) == paid
    canceled = plain.cancel(order["paymentKey"], {"cancelReason": "a reason", "cancelAmount": 5_000})
    assert (canceled["status"], canceled["balanceAmount"]) == ("PARTIAL_CANCELED", 15_000)
    assert [row["amount"] for row in plain.get_transaction("2020-01-01", "2099-01-01", limit=10)] == [
        20_000,
        -5_000,
    ]


def test_python_tosspayments_reads_our_errors(plain):
    with pytest.raises(Exception, match="NOT_FOUND_PAYMENT") as refused:
        plain.get_payment_by_payment_key("nobody")
    assert refused.value.code == 404  # type: ignore[attr-defined]


def test_the_server_sdk_confirms_inquires_and_cancels(talk, sdk):
    order = talk.paid_window()
    paid = sdk.payments.confirm(order["paymentKey"], order["orderId"], order["amount"])
    assert paid.is_paid()
    assert sdk.payments.retrieve(order["paymentKey"]).total_amount == 20_000
    assert sdk.payments.retrieve_by_order_id(order["orderId"]).is_paid()
    assert sdk.payments.cancel(order["paymentKey"], "a reason", 5_000).get_cancelable_amount() == 15_000
    assert sdk.payments.cancel(order["paymentKey"], "a reason").is_canceled()


@pytest.mark.parametrize(("kind", "wrong"), [("too_many", "RateLimitError"), ("drop", "NetworkError")])
def test_the_server_sdk_tells_our_faults_apart(talk, sdk, kind, wrong):
    order = talk.paid_window()
    talk.admin("faults", kind=kind)
    with pytest.raises(Exception, match=r".") as refused:
        sdk.payments.confirm(order["paymentKey"], order["orderId"], order["amount"])
    assert type(refused.value).__name__ == wrong


def test_the_server_sdk_reads_our_errors(sdk):
    with pytest.raises(Exception, match="NOT_FOUND_PAYMENT") as refused:
        sdk.payments.retrieve("nobody")
    assert type(refused.value).__name__ == "PaymentNotFoundError"

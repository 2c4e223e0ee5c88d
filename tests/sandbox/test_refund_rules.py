"""What may be canceled when, and where the money of a virtual account goes."""

import pytest

ACCOUNT = {"bank": "20", "accountNumber": "1000123456789", "holderName": "박토스"}
DAY = 86_400


@pytest.mark.parametrize(
    ("account", "code"),
    [
        (ACCOUNT | {"bank": "nowhere"}, "INVALID_BANK"),
        (ACCOUNT | {"accountNumber": "12-34"}, "INVALID_REFUND_ACCOUNT_NUMBER"),
        (ACCOUNT | {"accountNumber": "1" * 21}, "INVALID_REFUND_ACCOUNT_NUMBER"),
        ({"bank": "20"}, "INVALID_REFUND_ACCOUNT_INFO"),
    ],
)
def test_a_deposit_goes_back_to_a_whole_and_real_account_only(talk, account, code):
    order = talk.paid_window(method="VIRTUAL_ACCOUNT")
    talk.confirm(order)
    talk.admin("deposit", orderId=order["orderId"])
    assert talk.cancel(order, refundReceiveAccount=account).code == code
    assert talk.cancel(order, refundReceiveAccount=ACCOUNT | {"bank": "우리"}).json["status"] == "CANCELED"


@pytest.mark.parametrize(
    ("method", "days"), [("TRANSFER", 181), ("VIRTUAL_ACCOUNT", 366), ("MOBILE_PHONE", 31)]
)
def test_a_method_can_be_canceled_for_its_time_only(talk, method, days):
    order = talk.paid_window(method=method)
    talk.confirm(order)
    if method == "VIRTUAL_ACCOUNT":
        talk.admin("deposit", orderId=order["orderId"])
    talk.admin("clock", advance_seconds=days * DAY)
    assert talk.cancel(order, refundReceiveAccount=ACCOUNT).code == "EXCEED_MAX_REFUND_DUE"


def test_a_card_can_be_canceled_much_later(talk):
    order = talk.paid_window()
    talk.confirm(order)
    talk.admin("clock", advance_seconds=400 * DAY)
    assert talk.cancel(order).json["status"] == "CANCELED"


@pytest.mark.parametrize("told", [{}, {"revert": True}])
def test_a_deposit_names_its_payment(talk, told):
    said = talk.ask("POST", "/sandbox/deposit", told)
    assert (said.status, "paymentKey" in said.json["error"]) == (400, True)


def test_the_console_cancels_without_a_request_of_the_shops(talk):
    order = talk.paid_window()
    talk.confirm(order)
    part = talk.admin("cancel", orderId=order["orderId"], amount=5_000)
    assert (part["status"], part["balanceAmount"]) == ("PARTIAL_CANCELED", 15_000)
    whole = talk.admin("cancel", orderId=order["orderId"], reason="the guest called")
    assert (whole["status"], [cancel["cancelReason"] for cancel in whole["cancels"]]) == (
        "CANCELED",
        ["canceled in the console", "the guest called"],
    )


def test_the_console_says_what_it_cannot_do(talk):
    assert talk.ask("POST", "/sandbox/cancel", {}).status == 400
    assert talk.ask("POST", "/sandbox/cancel", {"orderId": "nothing-here"}).code == "NOT_FOUND_PAYMENT"

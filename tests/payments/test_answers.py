"""One test per row of the company's own lists of codes, and every way in which a good answer can be not ours."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.money import won
from kiosk.payments import answers, codes
from kiosk.payments.answers import (
    judge_cancel,
    judge_confirm,
    judge_inquiry,
    judge_proof,
    names_other_order,
    reason_of,
)
from kiosk.payments.channel import (
    Approved,
    Canceled,
    Declined,
    Doubt,
    Misconfigured,
    Mismatch,
    Order,
    RefundAnswer,
    Unknown,
)
from tests.payments.papers import ABSENT, ORDER, canceled, error, paper, payment

D, C = "declined", "misconfigured"

CONFIRM = """
400 ALREADY_PROCESSED_PAYMENT already_processed
400 ALREADY_PROCESSING_REQUEST still_running
400 PROVIDER_ERROR try_later
400 EXCEED_MAX_CARD_INSTALLMENT_PLAN declined
400 INVALID_REQUEST unclear
400 NOT_ALLOWED_POINT_USE declined
400 INVALID_API_KEY misconfigured
400 INVALID_REJECT_CARD declined
400 BELOW_MINIMUM_AMOUNT declined
400 INVALID_CARD_EXPIRATION declined
400 INVALID_STOPPED_CARD declined
400 EXCEED_MAX_DAILY_PAYMENT_COUNT declined
400 NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT declined
400 INVALID_CARD_INSTALLMENT_PLAN declined
400 NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN declined
400 EXCEED_MAX_PAYMENT_AMOUNT declined
400 NOT_FOUND_TERMINAL_ID misconfigured
400 INVALID_AUTHORIZE_AUTH declined
400 INVALID_CARD_LOST_OR_STOLEN declined
400 RESTRICTED_TRANSFER_ACCOUNT declined
400 INVALID_CARD_NUMBER declined
400 INVALID_UNREGISTERED_SUBMALL misconfigured
400 NOT_REGISTERED_BUSINESS misconfigured
400 EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT declined
400 EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT declined
400 CARD_PROCESSING_ERROR unclear
400 EXCEED_MAX_AMOUNT declined
400 INVALID_ACCOUNT_INFO_RE_REGISTER declined
400 NOT_AVAILABLE_PAYMENT try_later
400 UNAPPROVED_ORDER_ID unclear
400 EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT declined
400 DUPLICATED_ORDER_ID already_processed
400 INVALID_IDEMPOTENCY_KEY unclear
401 UNAUTHORIZED_KEY misconfigured
403 REJECT_ACCOUNT_PAYMENT declined
403 REJECT_CARD_PAYMENT declined
403 REJECT_CARD_COMPANY declined
403 FORBIDDEN_REQUEST unclear
403 REJECT_TOSSPAY_INVALID_ACCOUNT declined
403 EXCEED_MAX_AUTH_COUNT declined
403 EXCEED_MAX_ONE_DAY_AMOUNT declined
403 NOT_AVAILABLE_BANK try_later
403 INVALID_PASSWORD declined
403 INCORRECT_BASIC_AUTH_FORMAT misconfigured
403 FDS_ERROR declined
404 NOT_FOUND_PAYMENT not_found
404 NOT_FOUND_PAYMENT_SESSION not_found
409 IDEMPOTENT_REQUEST_PROCESSING still_running
429 TOO_MANY_REQUESTS try_later
500 FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING unclear
500 FAILED_INTERNAL_SYSTEM_PROCESSING unclear
500 UNKNOWN_PAYMENT_ERROR unclear
500 COMMON_ERROR unclear
500 UNKNOWN_ERROR unclear
400 INVALID_CLIENT_KEY misconfigured
404 NOT_FOUND_MERCHANT misconfigured
400 API_VERSION_UPDATE_NEEDED misconfigured
400 MAINTAINED_METHOD try_later
403 FORBIDDEN_CONSECUTIVE_REQUEST try_later
500 FAILED_METHOD_HANDLING unclear
500 FAILED_DB_PROCESSING unclear
400 INVALID_TEST_CODE unlisted
400 INVALID_PAYMENT_KEY unlisted
400 NOT_SUPPORTED_CARD_TYPE unlisted
403 REFUND_REJECTED unlisted
404 NOT_FOUND unlisted
"""

INQUIRY = """
400 NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT unclear
401 UNAUTHORIZED_KEY misconfigured
400 INVALID_API_KEY misconfigured
403 FORBIDDEN_CONSECUTIVE_REQUEST try_later
403 INCORRECT_BASIC_AUTH_FORMAT misconfigured
404 NOT_FOUND_PAYMENT not_found
404 NOT_FOUND not_found
500 FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING unclear
429 TOO_MANY_REQUESTS try_later
403 REJECT_CARD_PAYMENT unlisted
404 NOT_FOUND_PAYMENT_SESSION unlisted
"""

CANCEL = """
400 ALREADY_CANCELED_PAYMENT already_processed
400 INVALID_REFUND_ACCOUNT_INFO declined
400 EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT declined
400 INVALID_REQUEST unclear
400 INVALID_REFUND_ACCOUNT_NUMBER declined
400 INVALID_BANK declined
400 NOT_MATCHES_REFUNDABLE_AMOUNT unclear
400 PROVIDER_ERROR try_later
400 REFUND_REJECTED declined
400 ALREADY_REFUND_PAYMENT already_processed
400 FORBIDDEN_BANK_REFUND_REQUEST declined
401 UNAUTHORIZED_KEY misconfigured
403 NOT_CANCELABLE_AMOUNT declined
403 FORBIDDEN_CONSECUTIVE_REQUEST try_later
403 FORBIDDEN_REQUEST misconfigured
403 NOT_CANCELABLE_PAYMENT declined
403 EXCEED_MAX_REFUND_DUE declined
403 NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT declined
403 NOT_ALLOWED_PARTIAL_REFUND declined
403 NOT_AVAILABLE_BANK try_later
403 INCORRECT_BASIC_AUTH_FORMAT misconfigured
403 NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER declined
403 EXCEED_CANCEL_LIMIT try_later
403 EXCEED_MAX_REFUND_AMOUNT declined
403 NOT_SUPPORTED_REFUND declined
404 NOT_FOUND_PAYMENT not_found
500 FAILED_INTERNAL_SYSTEM_PROCESSING unclear
500 FAILED_REFUND_PROCESS unclear
500 FAILED_METHOD_HANDLING_CANCEL unclear
500 FAILED_PARTIAL_REFUND unclear
500 COMMON_ERROR unclear
500 FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING unclear
400 INVALID_IDEMPOTENCY_KEY unclear
409 IDEMPOTENT_REQUEST_PROCESSING still_running
403 REJECT_CARD_PAYMENT unlisted
"""


def changed_payment(changes: dict[str, Any]) -> dict[str, Any]:
    return payment(**changes)


def rows(table: str) -> list[Any]:
    found = [line.split() for line in table.split("\n") if line]
    return [pytest.param(int(http), code, what, id=code) for http, code, what in found]


def expected(http: int, code: str, what: str) -> RefundAnswer:
    match what:
        case "declined":
            return Declined(code)
        case "misconfigured":
            return Misconfigured(code)
        case _:
            return Unknown(Doubt(what), code, http)


@pytest.mark.parametrize(("http", "code", "what"), rows(CONFIRM))
def test_a_code_of_a_confirm_means_what_the_company_says(http: int, code: str, what: str) -> None:
    assert judge_confirm(ORDER, http, error(code)) == expected(http, code, what)


@pytest.mark.parametrize(("http", "code", "what"), rows(INQUIRY))
def test_a_code_of_an_inquiry_proves_nothing_about_the_money(http: int, code: str, what: str) -> None:
    assert judge_inquiry(ORDER, http, error(code)) == expected(http, code, what)
    assert judge_proof(ORDER, http, error(code)) == expected(http, code, what)


@pytest.mark.parametrize(("http", "code", "what"), rows(CANCEL))
def test_a_code_of_a_cancel_means_what_the_company_says(http: int, code: str, what: str) -> None:
    assert judge_cancel(ORDER, http, error(code)) == expected(http, code, what)


def test_every_row_of_the_tables_is_tested() -> None:
    for table, listed in ((CONFIRM, codes.CONFIRM), (CANCEL, codes.CANCEL), (INQUIRY, codes.INQUIRY)):
        tested = {row.values[1] for row in rows(table)}
        everywhere = {row.values[1] for row in rows(CONFIRM)}
        assert set(listed) <= tested | everywhere


REFUSALS = sorted(code for code, meaning in codes.CONFIRM.items() if isinstance(meaning, codes.Ending))


@pytest.mark.parametrize(
    "http", [100, 201, 202, 204, 301, 302, 402, 408, 409, 422, 429, 500, 502, 503, 504, 599]
)
@pytest.mark.parametrize("code", REFUSALS)
def test_a_refusal_with_the_status_of_something_else_is_no_refusal(http: int, code: str) -> None:
    assert isinstance(judge_confirm(ORDER, http, error(code)), Unknown)


def test_an_error_inside_a_two_hundred_is_unknown() -> None:
    assert judge_confirm(ORDER, 200, error("REJECT_CARD_PAYMENT")) == Unknown(
        Doubt.UNREADABLE, http_status=200
    )


def test_an_error_in_the_newer_shape_is_read_too() -> None:
    nested = paper({"version": "x", "traceId": "t", "error": {"code": "REJECT_CARD_PAYMENT", "message": "m"}})
    assert judge_confirm(ORDER, 403, nested) == Declined("REJECT_CARD_PAYMENT")


def test_an_unlisted_code_of_a_401_still_means_our_key() -> None:
    assert judge_confirm(ORDER, 401, error("SOMETHING_NEW")) == Misconfigured("SOMETHING_NEW")
    assert judge_confirm(ORDER, 401, b"<html>") == Unknown(Doubt.UNREADABLE, http_status=401)


def test_too_many_requests_wait_whatever_they_carry() -> None:
    for body in (b"", b"<html>", error("NEW_CODE"), error("REJECT_CARD_PAYMENT")):
        answer = judge_confirm(ORDER, 429, body)
        assert isinstance(answer, Unknown)
        assert answer.doubt is Doubt.TRY_LATER


@pytest.mark.parametrize("code", ["reject_card_payment", "REJECT CARD", "<b>", "X" * 65, "", 7, None, ["A"]])
def test_a_code_that_is_none_is_not_carried_on(code: object) -> None:
    answer = judge_confirm(ORDER, 403, paper({"code": code, "message": "m"}))
    assert answer == Unknown(Doubt.UNREADABLE, http_status=403)


NO_JSON = {
    "empty": b"",
    "html": b"<!doctype html><title>502</title>",
    "cut": paper(payment())[:-1],
    "cut in a letter": paper(payment(method="카"))[: paper(payment(method="카")).index("카".encode()) + 1],
    "array": b"[]",
    "string": b'"DONE"',
    "null": b"null",
    "number": b"1",
    "empty object": b"{}",
    "NaN": b'{"totalAmount":NaN}',
    "Infinity": b'{"totalAmount":Infinity}',
    "byte order mark": b"\xef\xbb\xbf" + paper(payment()),
    "utf-16": paper(payment()).decode().encode("utf-16"),
    "latin-1": '{"status":"DONÉ"}'.encode("latin-1"),
    "two objects": paper(payment()) + paper(payment()),
    "too deep": b"[" * 100_000,
    "a number of 5000 digits": b'{"totalAmount":' + b"9" * 5000 + b"}",
    "amount twice": paper(payment())[:-1] + b',"totalAmount":23500}',
    "status twice": paper(payment(status="ABORTED"))[:-1] + b',"status":"DONE"}',
}


@pytest.mark.parametrize("name", NO_JSON)
@pytest.mark.parametrize("judge", [judge_confirm, judge_inquiry, judge_cancel, judge_proof])
@pytest.mark.parametrize("http", [200, 400, 502])
def test_what_cannot_be_read_is_unknown(name: str, judge: Any, http: int) -> None:
    assert judge(ORDER, http, NO_JSON[name]) == Unknown(Doubt.UNREADABLE, http_status=http)


def test_done_that_is_ours_in_every_part_is_approved() -> None:
    for judge in (judge_confirm, judge_inquiry):
        answer = judge(ORDER, 200, paper(payment()))
        assert isinstance(answer, Approved)
        record = answer.record
        assert (record.total, record.balance, record.currency) == (23_500, 23_500, "KRW")
        assert (record.method, record.approval_number) == ("카드", "00012345")
        assert record.receipt_url == "https://dashboard.example/receipt"
        assert record.approved_at is not None
        assert record.approved_at.isoformat() == "2026-03-13T18:42:07+09:00"


@pytest.mark.parametrize(
    "changes",
    [
        {"card": None, "easyPay": {"provider": "토스페이", "amount": 23_500}, "method": "간편결제"},
        {"card": "a string where an object should be"},
        {"card": {"approveNo": None}},
        {"receipt": None, "method": None},
        {"receipt": ABSENT, "method": ABSENT, "card": ABSENT, "approvedAt": ABSENT},
        {"approvedAt": "not a time"},
        {"approvedAt": "2026-03-13T18:42:07"},
        {"approvedAt": 17},
    ],
    ids=[
        "easy pay",
        "odd card",
        "no number",
        "no receipt",
        "nothing optional",
        "odd time",
        "naive time",
        "number",
    ],
)
def test_paid_is_paid_whatever_the_method_leaves_out(changes: dict[str, Any]) -> None:
    assert isinstance(judge_confirm(ORDER, 200, paper(payment(**changes))), Approved)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"orderId": "jari-order-0002"}, "order"),
        ({"orderId": ORDER.order_id.upper()}, "order"),
        ({"paymentKey": "another"}, "payment key"),
        ({"totalAmount": 23_499, "balanceAmount": 23_499}, "total"),
        ({"totalAmount": 23_501, "balanceAmount": 23_501}, "total"),
        ({"totalAmount": 0, "balanceAmount": 0}, "total"),
        ({"totalAmount": -23_500, "balanceAmount": -23_500}, "total"),
        ({"currency": "USD"}, "currency"),
        ({"currency": "krw"}, "currency"),
        ({"balanceAmount": 23_499}, "balance"),
        ({"balanceAmount": 0}, "balance"),
        ({"orderId": "jari-order-0002", "totalAmount": 1}, "order, total, balance"),
    ],
)
@pytest.mark.parametrize("judge", [judge_confirm, judge_inquiry])
def test_done_that_is_not_as_we_asked_is_a_mismatch(judge: Any, changes: dict[str, Any], what: str) -> None:
    answer = judge(ORDER, 200, paper(payment(**changes)))
    assert isinstance(answer, Mismatch)
    assert answer.what == what


@pytest.mark.parametrize("name", ["totalAmount", "balanceAmount"])
@pytest.mark.parametrize("value", [23_500.0, "23500", True, None, [23_500], {"value": 23_500}, ABSENT])
def test_an_amount_that_is_not_a_whole_number_is_unreadable(name: str, value: object) -> None:
    answer = judge_confirm(ORDER, 200, paper(changed_payment({name: value})))
    assert answer == Unknown(Doubt.UNREADABLE, http_status=200)


def test_true_is_not_one_won() -> None:
    """Python thinks that True == 1: an order of one won is the place where it shows."""
    one = Order("jari-order-0001", "key", won(1), "k")
    assert judge_confirm(one, 200, paper(payment(one, totalAmount=True))) == Unknown(
        Doubt.UNREADABLE, http_status=200
    )
    assert isinstance(judge_confirm(one, 200, paper(payment(one))), Approved)


@pytest.mark.parametrize("name", ["orderId", "paymentKey", "status", "currency"])
@pytest.mark.parametrize("value", [None, 7, ["DONE"], {}, ABSENT])
def test_a_record_without_its_names_is_unreadable(name: str, value: object) -> None:
    for judge in (judge_confirm, judge_inquiry, judge_proof):
        assert judge(ORDER, 200, paper(changed_payment({name: value}))) == Unknown(
            Doubt.UNREADABLE, http_status=200
        )


UNDECIDED = [
    ("READY", Doubt.NOT_CONFIRMED_YET),
    ("IN_PROGRESS", Doubt.NOT_CONFIRMED_YET),
    ("WAITING_FOR_DEPOSIT", Doubt.WAITING_FOR_DEPOSIT),
    ("SOMETHING_NEW", Doubt.UNCLEAR),
    ("done", Doubt.UNCLEAR),
    ("", Doubt.UNCLEAR),
]


@pytest.mark.parametrize(("status", "doubt"), UNDECIDED)
@pytest.mark.parametrize("judge", [judge_confirm, judge_inquiry, judge_proof])
def test_a_status_without_money_is_unknown(judge: Any, status: str, doubt: Doubt) -> None:
    assert judge(ORDER, 200, paper(payment(status=status))) == Unknown(doubt, http_status=200)


@pytest.mark.parametrize("status", ["ABORTED", "EXPIRED", "CANCELED", "PARTIAL_CANCELED"])
def test_an_end_in_the_answer_to_a_confirm_is_left_to_the_inquiry(status: str) -> None:
    assert judge_confirm(ORDER, 200, paper(payment(status=status))) == Unknown(Doubt.UNCLEAR, http_status=200)


@pytest.mark.parametrize("status", ["ABORTED", "EXPIRED"])
@pytest.mark.parametrize(
    ("failure", "code"),
    [
        ({"code": "REJECT_CARD_COMPANY", "message": "m"}, "REJECT_CARD_COMPANY"),
        (None, ""),
        ("text", ""),
        ({"code": None}, ""),
        ({"code": "<script>"}, ""),
        (ABSENT, ""),
    ],
)
def test_an_inquiry_that_shows_the_end_is_a_refusal(status: str, failure: object, code: str) -> None:
    answer = judge_inquiry(ORDER, 200, paper(payment(status=status, failure=failure)))
    assert answer == Declined(code or status)


@pytest.mark.parametrize("other", [{"orderId": "jari-order-0002"}, {"paymentKey": "another"}])
@pytest.mark.parametrize(
    "status",
    ["READY", "IN_PROGRESS", "WAITING_FOR_DEPOSIT", "ABORTED", "EXPIRED", "CANCELED", "PARTIAL_CANCELED"],
)
def test_the_record_of_another_payment_ends_nothing_of_ours(other: dict[str, str], status: str) -> None:
    answer = judge_inquiry(ORDER, 200, paper(changed_payment({"status": status, **other})))
    assert answer == Unknown(Doubt.UNCLEAR, http_status=200)


@pytest.mark.parametrize("whole", [canceled(), payment(status="PARTIAL_CANCELED", balanceAmount=500)])
def test_money_given_back_that_we_did_not_give_back_is_a_mismatch(whole: dict[str, Any]) -> None:
    answer = judge_inquiry(ORDER, 200, paper(whole))
    assert isinstance(answer, Mismatch)
    assert answer.what == "canceled"


def test_an_order_without_a_payment_key_has_none_to_compare() -> None:
    bare = Order(ORDER.order_id, "", ORDER.amount, "k")
    assert isinstance(judge_inquiry(bare, 200, paper(payment())), Approved)
    assert judge_inquiry(bare, 200, paper(payment(status="EXPIRED"))) == Declined("EXPIRED")


# --- refunds ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("judge", [judge_proof, judge_cancel])
def test_given_back_is_canceled_with_nothing_left_and_an_entry(judge: Any) -> None:
    answer = judge(ORDER, 200, paper(canceled()))
    assert isinstance(answer, Canceled)
    assert answer.record.balance == 0
    without = [{"cancelAmount": 23_500}]
    assert isinstance(judge(ORDER, 200, paper(canceled(cancels=without))), Canceled)


@pytest.mark.parametrize(
    "changes",
    [
        {"balanceAmount": 1},
        {"cancels": None},
        {"cancels": []},
        {"cancels": ABSENT},
        {"cancels": "yes"},
        {"cancels": ["DONE"]},
        {"cancels": [{"cancelStatus": "IN_PROGRESS"}]},
        {"cancels": [{"cancelStatus": "ABORTED"}]},
    ],
)
def test_each_part_of_the_proof_is_needed(changes: dict[str, Any]) -> None:
    """The whole proof passes above; here each guard is the only one that speaks."""
    assert judge_proof(ORDER, 200, paper(canceled(**changes))) == Unknown(Doubt.UNCLEAR, http_status=200)


@pytest.mark.parametrize("status", ["ABORTED", "EXPIRED"])
def test_what_was_never_taken_need_not_be_given_back(status: str) -> None:
    answer = judge_proof(ORDER, 200, paper(payment(status=status)))
    assert isinstance(answer, Canceled)
    assert answer.record.status == status


def test_money_that_is_still_with_us_is_told_whatever_its_amount() -> None:
    for whole in (payment(), payment(totalAmount=1, balanceAmount=1), payment(status="PARTIAL_CANCELED")):
        assert isinstance(judge_proof(ORDER, 200, paper(whole)), Approved)


def test_the_refund_of_another_order_proves_nothing() -> None:
    for whole in (canceled(orderId="jari-order-0002"), payment(orderId="jari-order-0002", status="EXPIRED")):
        answer = judge_proof(ORDER, 200, paper(whole))
        assert isinstance(answer, Mismatch)
        assert answer.what == "order"


def test_another_orders_record_is_recognised() -> None:
    assert names_other_order(ORDER, paper(payment(orderId="jari-order-0002")))
    assert not names_other_order(ORDER, paper(payment()))
    assert not names_other_order(ORDER, b"<html>")
    assert not names_other_order(ORDER, error("NOT_FOUND_PAYMENT"))


# --- the customer's sentence --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("REJECT_CARD_PAYMENT", "limit"),
        ("EXCEED_MAX_AMOUNT", "limit"),
        ("INVALID_STOPPED_CARD", "unusable"),
        ("INVALID_CARD_LOST_OR_STOLEN", "unusable"),
        ("NOT_AVAILABLE_BANK", "bank_closed"),
        ("REJECT_CARD_COMPANY", "ask_issuer"),
        ("FDS_ERROR", "ask_issuer"),
        ("EXPIRED_PAYMENT", "expired"),
        ("EXPIRED", "expired"),
        ("NOT_FOUND_PAYMENT", "expired"),
        ("late", "expired"),
        ("INVALID_PASSWORD", "other"),
        ("NEVER_HEARD_OF", "other"),
        ("", "other"),
    ],
)
def test_a_code_has_one_of_the_few_sentences(code: str, reason: str) -> None:
    assert reason_of(code) == reason


# --- anything at all ----------------------------------------------------------------------------------------------

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(http=st.integers(-1, 999), body=st.binary(max_size=200) | _JSON.map(paper))
def test_any_answer_at_all_is_judged_and_none_of_it_is_money(http: int, body: bytes) -> None:
    for judge in (judge_confirm, judge_inquiry, judge_cancel, judge_proof):
        assert isinstance(judge(ORDER, http, body), Unknown)


@given(name=st.sampled_from(sorted(payment())), value=_JSON)
def test_one_changed_field_never_makes_a_wrong_payment_paid(name: str, value: object) -> None:
    answer = judge_confirm(ORDER, 200, paper(changed_payment({name: value})))
    if isinstance(answer, Approved):
        changed = changed_payment({name: value})
        for part in ("orderId", "paymentKey", "status", "currency", "totalAmount", "balanceAmount"):
            assert changed[part] == payment()[part], part
            assert type(changed[part]) is type(payment()[part]), part


@given(
    total=st.integers(-10, 10).map(lambda more: ORDER.amount + more),
    status=st.sampled_from(["DONE", "ABORTED", "EXPIRED", "CANCELED", "IN_PROGRESS", "PARTIAL_CANCELED"]),
    order_id=st.sampled_from([ORDER.order_id, "jari-order-0002"]),
    http=st.sampled_from([200, 201, 400, 403, 500]),
)
def test_only_our_done_is_ever_approved(total: int, status: str, order_id: str, http: int) -> None:
    body = paper(payment(totalAmount=total, balanceAmount=total, status=status, orderId=order_id))
    ours = (total, status, order_id, http) == (ORDER.amount, "DONE", ORDER.order_id, 200)
    for judge in (judge_confirm, judge_inquiry):
        assert isinstance(judge(ORDER, http, body), Approved) is ours


def test_the_comparison_of_the_amount_is_what_stops_a_wrong_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: with the comparison off, money of a wrong amount does pass for ours."""
    wrong = paper(payment(totalAmount=100, balanceAmount=100))
    assert isinstance(judge_confirm(ORDER, 200, wrong), Mismatch)
    monkeypatch.setattr(answers, "_done", lambda order, record: Approved(record))
    assert isinstance(judge_confirm(ORDER, 200, wrong), Approved)

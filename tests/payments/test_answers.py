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
    judge_standing,
    names_other_order,
    reason_of,
)
from kiosk.payments.channel import (
    Approved,
    Canceled,
    CashReceipt,
    Declined,
    Doubt,
    Misconfigured,
    Mismatch,
    Order,
    RefundAnswer,
    Unknown,
)
from tests.payments.papers import ABSENT, ORDER, canceled, error, paper, payment

LETTERS: dict[str, str] = {
    "D": "declined",  # this attempt is dead, nothing was charged
    "C": "misconfigured",  # our key or contract; the outcome stays unknown
    "B": "unclear",  # our request was wrong: a mistake of ours proves nothing
    "T": "try_later",  # they say that they did not process it, and may yet
    "P": "still_running",
    "A": "already_processed",  # for better or worse
    "U": "unclear",
    "X": "not_found",
    "C/B": "unclear",  # something is another's: order, key or amount; the record has to say
    "-": "unlisted",
}
"""The class of a code, and the only thing that it may mean."""

CONFIRM = """
400 ALREADY_PROCESSED_PAYMENT A
400 ALREADY_PROCESSING_REQUEST P
400 PROVIDER_ERROR T
400 EXCEED_MAX_CARD_INSTALLMENT_PLAN D
400 INVALID_REQUEST B
400 NOT_ALLOWED_POINT_USE D
400 INVALID_API_KEY C
400 INVALID_REJECT_CARD D
400 BELOW_MINIMUM_AMOUNT B
400 INVALID_CARD_EXPIRATION D
400 INVALID_STOPPED_CARD D
400 EXCEED_MAX_DAILY_PAYMENT_COUNT D
400 NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT D
400 INVALID_CARD_INSTALLMENT_PLAN D
400 NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN D
400 EXCEED_MAX_PAYMENT_AMOUNT D
400 NOT_FOUND_TERMINAL_ID C
400 INVALID_AUTHORIZE_AUTH D
400 INVALID_CARD_LOST_OR_STOLEN D
400 RESTRICTED_TRANSFER_ACCOUNT D
400 INVALID_CARD_NUMBER D
400 INVALID_UNREGISTERED_SUBMALL C
400 NOT_REGISTERED_BUSINESS C
400 EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT D
400 EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT D
400 CARD_PROCESSING_ERROR U
400 EXCEED_MAX_AMOUNT D
400 INVALID_ACCOUNT_INFO_RE_REGISTER D
400 NOT_AVAILABLE_PAYMENT T
400 UNAPPROVED_ORDER_ID U
400 EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT D
400 DUPLICATED_ORDER_ID A
400 INVALID_IDEMPOTENCY_KEY B
401 UNAUTHORIZED_KEY C
403 REJECT_ACCOUNT_PAYMENT D
403 REJECT_CARD_PAYMENT D
403 REJECT_CARD_COMPANY D
403 FORBIDDEN_REQUEST C/B
403 REJECT_TOSSPAY_INVALID_ACCOUNT D
403 EXCEED_MAX_AUTH_COUNT D
403 EXCEED_MAX_ONE_DAY_AMOUNT D
403 NOT_AVAILABLE_BANK T
403 INVALID_PASSWORD D
403 INCORRECT_BASIC_AUTH_FORMAT C
403 FDS_ERROR D
404 NOT_FOUND_PAYMENT X
404 NOT_FOUND_PAYMENT_SESSION X
409 IDEMPOTENT_REQUEST_PROCESSING P
429 TOO_MANY_REQUESTS T
500 FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING U
500 FAILED_INTERNAL_SYSTEM_PROCESSING U
500 UNKNOWN_PAYMENT_ERROR U
500 COMMON_ERROR U
500 UNKNOWN_ERROR U
"""

CANCEL = """
400 ALREADY_CANCELED_PAYMENT A
400 INVALID_REFUND_ACCOUNT_INFO D
400 EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT D
400 INVALID_REQUEST B
400 INVALID_REFUND_ACCOUNT_NUMBER D
400 INVALID_BANK D
400 NOT_MATCHES_REFUNDABLE_AMOUNT U
400 PROVIDER_ERROR T
400 REFUND_REJECTED D
400 ALREADY_REFUND_PAYMENT A
400 FORBIDDEN_BANK_REFUND_REQUEST D
401 UNAUTHORIZED_KEY C
403 NOT_CANCELABLE_AMOUNT D
403 FORBIDDEN_CONSECUTIVE_REQUEST T
403 FORBIDDEN_REQUEST C
403 NOT_CANCELABLE_PAYMENT D
403 EXCEED_MAX_REFUND_DUE D
403 NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT D
403 NOT_ALLOWED_PARTIAL_REFUND D
403 NOT_AVAILABLE_BANK T
403 INCORRECT_BASIC_AUTH_FORMAT C
403 NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER D
403 EXCEED_CANCEL_LIMIT T
403 EXCEED_MAX_REFUND_AMOUNT D
403 NOT_SUPPORTED_REFUND D
404 NOT_FOUND_PAYMENT X
500 FAILED_INTERNAL_SYSTEM_PROCESSING U
500 FAILED_REFUND_PROCESS U
500 FAILED_METHOD_HANDLING_CANCEL U
500 FAILED_PARTIAL_REFUND U
500 COMMON_ERROR U
500 FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING U
400 INVALID_IDEMPOTENCY_KEY B
409 IDEMPOTENT_REQUEST_PROCESSING P
429 TOO_MANY_REQUESTS T
403 REJECT_CARD_PAYMENT -
404 NOT_FOUND_PAYMENT_SESSION -
"""

INQUIRY = """
400 NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT U
401 UNAUTHORIZED_KEY C
403 FORBIDDEN_CONSECUTIVE_REQUEST T
403 INCORRECT_BASIC_AUTH_FORMAT C
404 NOT_FOUND_PAYMENT X
404 NOT_FOUND X
500 FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING U
429 TOO_MANY_REQUESTS T
403 REJECT_CARD_PAYMENT -
404 NOT_FOUND_PAYMENT_SESSION -
400 ALREADY_PROCESSED_PAYMENT -
"""

EVERYWHERE = """
400 INVALID_API_KEY C
400 INVALID_CLIENT_KEY C
400 API_VERSION_UPDATE_NEEDED C
400 MAINTAINED_METHOD T
400 INVALID_REQUEST B
400 INVALID_IDEMPOTENCY_KEY B
401 UNAUTHORIZED_KEY C
403 FORBIDDEN_CONSECUTIVE_REQUEST T
403 INCORRECT_BASIC_AUTH_FORMAT C
404 NOT_FOUND_MERCHANT C
404 NOT_FOUND_PAYMENT X
409 IDEMPOTENT_REQUEST_PROCESSING P
500 COMMON_ERROR U
500 UNKNOWN_ERROR U
500 FAILED_DB_PROCESSING U
500 FAILED_INTERNAL_SYSTEM_PROCESSING U
500 FAILED_METHOD_HANDLING U
500 FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING U
400 INVALID_ORDER_ID -
400 INVALID_ORDER_NAME -
400 INVALID_PAYMENT_KEY -
400 INVALID_REQUIRED_PARAM -
400 REQUIRED_AMOUNT -
400 BELOW_ZERO_AMOUNT -
400 INVALID_CURRENCY -
400 INVALID_DATE -
400 INVALID_ISO_DATE_FORMAT -
400 INVALID_PAGING_KEY -
400 EXCEED_MAX_QUERY_LIMIT -
400 INVALID_SUCCESS_URL -
400 INVALID_URL -
400 INVALID_EMAIL -
400 INVALID_FLOW_MODE_PARAMETERS -
400 EXCEED_MAX_VALID_HOURS -
400 NOT_SUPPORTED_METHOD -
400 NOT_SUPPORTED_CARD_TYPE -
400 NOT_ALLOWED_INSTALLMENT_BELOW_AMOUNT -
400 EXCEEDS_TRANSFER_AMOUNT_MAXIMUM -
400 USER_ACCOUNT_ON_HOLD -
400 INVALID_TEST_CODE -
404 NOT_FOUND_HTTP_METHOD -
403 NEVER_HEARD_OF -
"""
"""The rows of the company's whole list that any call may meet, and those that mean nothing to us."""


def changed_payment(changes: dict[str, Any]) -> dict[str, Any]:
    return payment(**changes)


def rows(table: str) -> list[Any]:
    found = [line.split() for line in table.split("\n") if line]
    return [pytest.param(int(http), code, letter, id=code) for http, code, letter in found]


def listed(*tables: str) -> set[str]:
    """The codes of these tables that mean something, without the one that is only a status."""
    found = [row.values for table in tables for row in rows(table)]
    return {code for _, code, letter in found if letter != "-"} - {"TOO_MANY_REQUESTS"}


def expected(http: int, code: str, letter: str) -> RefundAnswer:
    match LETTERS[letter]:
        case "declined":
            return Declined(code)
        case "misconfigured":
            return Misconfigured(code)
        case doubt:
            return Unknown(Doubt(doubt), code, http)


@pytest.mark.parametrize(("http", "code", "letter"), rows(CONFIRM))
def test_a_code_of_a_confirm_means_what_the_company_says(http: int, code: str, letter: str) -> None:
    assert judge_confirm(ORDER, http, error(code)) == expected(http, code, letter)


@pytest.mark.parametrize(("http", "code", "letter"), rows(INQUIRY))
def test_a_code_of_an_inquiry_proves_nothing_about_the_money(http: int, code: str, letter: str) -> None:
    for judge in (judge_inquiry, judge_proof, judge_standing):
        assert judge(ORDER, http, error(code)) == expected(http, code, letter)


@pytest.mark.parametrize(("http", "code", "letter"), rows(CANCEL))
def test_a_code_of_a_cancel_means_what_the_company_says(http: int, code: str, letter: str) -> None:
    assert judge_cancel(ORDER, http, error(code)) == expected(http, code, letter)


@pytest.mark.parametrize(("http", "code", "letter"), rows(EVERYWHERE))
@pytest.mark.parametrize("judge", [judge_confirm, judge_inquiry, judge_cancel, judge_proof, judge_standing])
def test_a_code_that_any_call_may_get_means_the_same_everywhere(
    judge: Any, http: int, code: str, letter: str
) -> None:
    assert judge(ORDER, http, error(code)) == expected(http, code, letter)


def test_the_tables_of_the_program_have_these_rows_and_no_others() -> None:
    assert set(codes.CONFIRM) == listed(CONFIRM, EVERYWHERE)
    assert set(codes.INQUIRY) == listed(INQUIRY, EVERYWHERE)
    assert set(codes.CANCEL) == listed(CANCEL, EVERYWHERE)


def test_only_a_refusal_by_the_issuer_or_our_contract_is_more_than_a_doubt() -> None:
    """A mistake of ours (B) and a passing trouble of theirs (T) never prove that nothing was charged."""
    for table, program in ((CONFIRM, codes.CONFIRM), (INQUIRY, codes.INQUIRY), (CANCEL, codes.CANCEL)):
        letters = {code: letter for _, code, letter in (row.values for row in rows(table + EVERYWHERE))}
        proofs = {code for code, meaning in program.items() if isinstance(meaning, codes.Ending)}
        assert {letters[code] for code in proofs} <= {"D", "C"}
    assert not [code for code, meaning in codes.INQUIRY.items() if meaning is codes.Ending.DECLINED]


THE_PROTOCOL: dict[str, tuple[int, bytes, type[Any]]] = {
    "DONE, all of it ours": (200, paper(payment()), Approved),
    "DONE, another total": (200, paper(payment(totalAmount=100, balanceAmount=100)), Mismatch),
    "DONE, another order": (200, paper(payment(orderId="jari-order-0002")), Mismatch),
    "DONE, another currency": (200, paper(payment(currency="USD")), Mismatch),
    "a virtual account": (200, paper(payment(status="WAITING_FOR_DEPOSIT")), Unknown),
    "anything else": (200, paper(payment(status="PARTIAL_CANCELED")), Unknown),
    "empty": (200, b"", Unknown),
    "cut": (200, paper(payment())[:-1], Unknown),
    "not JSON": (200, b"<html>", Unknown),
    "a listed refusal": (403, error("REJECT_CARD_PAYMENT"), Declined),
    "the window is over, by 404": (404, error("NOT_FOUND_PAYMENT_SESSION"), Unknown),
    "the window is over, by 400": (400, error("NOT_FOUND_PAYMENT_SESSION"), Unknown),
    "processed before": (400, error("ALREADY_PROCESSED_PAYMENT"), Unknown),
    "an order id used before": (400, error("DUPLICATED_ORDER_ID"), Unknown),
    "the same key is running": (409, error("IDEMPOTENT_REQUEST_PROCESSING"), Unknown),
    "401": (401, error("ANYTHING"), Misconfigured),
    "a wrong key": (401, error("UNAUTHORIZED_KEY"), Misconfigured),
    "a wrong pair of keys": (400, error("INVALID_API_KEY"), Misconfigured),
    "429": (429, b"", Unknown),
    "500": (500, b"", Unknown),
    "502": (502, b"<html>", Unknown),
    "503 with a refusal in it": (503, error("REJECT_CARD_PAYMENT"), Unknown),
    "the provider has trouble": (400, error("PROVIDER_ERROR"), Unknown),
    "the company has trouble": (500, error("FAILED_INTERNAL_SYSTEM_PROCESSING"), Unknown),
    "a code that is not listed": (403, error("NEVER_HEARD_OF"), Unknown),
}
"""What an answer to a confirm may mean at all. The rows without an answer (refused, reset, cut) are in test_wire."""


@pytest.mark.parametrize("row", THE_PROTOCOL)
def test_a_row_of_the_protocol_is_kept(row: str) -> None:
    http, body, kind = THE_PROTOCOL[row]
    assert isinstance(judge_confirm(ORDER, http, body), kind)


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
        assert record.cash_receipt is None
        assert record.approved_at is not None
        assert record.approved_at.isoformat() == "2026-03-13T18:42:07+09:00"


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ({"type": "소득공제", "issueNumber": "123456789"}, CashReceipt("소득공제", "123456789")),
        ({"type": "소득공제", "issueNumber": "1" * 99}, CashReceipt("소득공제", "1" * 40)),
        ({"type": "소득공제"}, None),
        ({"issueNumber": "123456789"}, None),
        ({"type": 1, "issueNumber": 2}, None),
        ("미발행", None),
    ],
)
def test_a_cash_receipt_is_read_where_it_is_whole(told: object, read: CashReceipt | None) -> None:
    answer = judge_confirm(ORDER, 200, paper(payment(cashReceipt=told)))
    assert isinstance(answer, Approved)
    assert answer.record.cash_receipt == read


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

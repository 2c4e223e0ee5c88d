"""What the company's record tells of money that went back, and how a part of it is asked for."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.domain.money import won
from kiosk.payments.answers import judge_standing
from kiosk.payments.channel import Canceled, Doubt, GivenBack, Misconfigured, NotSent, Record, Unknown
from tests.payments.papers import ABSENT, ORDER, canceled, error, paper, payment
from tests.payments.raw_server import Line, raw_server
from tests.payments.test_toss import says, toss

ENTRY: dict[str, Any] = {
    "cancelAmount": 3_500,
    "cancelReason": "guest changed plans [refund-1]",
    "cancelStatus": "DONE",
    "canceledAt": "2026-03-13T19:00:00+09:00",
    "transactionKey": "T1",
}


def entry(**changes: Any) -> dict[str, Any]:
    return {name: value for name, value in (ENTRY | changes).items() if value is not ABSENT}


def standing(**changes: Any) -> Record:
    record = judge_standing(ORDER, 200, paper(payment(**changes)))
    assert isinstance(record, Record), record
    return record


# --- the record as it is ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["READY", "DONE", "PARTIAL_CANCELED", "CANCELED", "EXPIRED", "NEW_STATUS"])
def test_the_record_of_our_order_is_told_whatever_it_says(status: str) -> None:
    assert standing(status=status, totalAmount=1).status == status


def test_the_record_of_another_order_tells_nothing_of_ours() -> None:
    other = replace(ORDER, order_id="jari-order-0002")
    answer = judge_standing(ORDER, 200, paper(payment(other)))
    assert answer == Unknown(Doubt.UNCLEAR, http_status=200)


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"<html>", paper(payment(balanceAmount="23500"))])
def test_a_record_that_cannot_be_read_is_unknown(body: bytes) -> None:
    assert judge_standing(ORDER, 200, body) == Unknown(Doubt.UNREADABLE, http_status=200)


@pytest.mark.parametrize(
    ("http", "code", "answer"),
    [
        (404, "NOT_FOUND_PAYMENT", Unknown(Doubt.NOT_FOUND, "NOT_FOUND_PAYMENT", 404)),
        (401, "UNAUTHORIZED_KEY", Misconfigured("UNAUTHORIZED_KEY")),
        (500, "FAILED_DB_PROCESSING", Unknown(Doubt.UNCLEAR, "FAILED_DB_PROCESSING", 500)),
    ],
)
def test_an_error_says_why_there_is_no_record(http: int, code: str, answer: object) -> None:
    assert judge_standing(ORDER, http, error(code)) == answer


# --- what went back -----------------------------------------------------------------------------------------------


def test_every_entry_that_is_done_is_read_with_amount_reason_key_and_time() -> None:
    second = entry(cancelAmount=1_000, transactionKey="T2", canceledAt=ABSENT, cancelReason=ABSENT)
    assert standing(cancels=[entry(), second]).given_back == (
        GivenBack(3_500, "guest changed plans [refund-1]", "T1", datetime(2026, 3, 13, 10, 0, tzinfo=UTC)),
        GivenBack(1_000, "", "T2"),
    )


@pytest.mark.parametrize("status", ["DONE", None, ABSENT])
def test_an_entry_without_a_status_is_done(status: object) -> None:
    assert len(standing(cancels=[entry(cancelStatus=status)]).given_back) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"cancelStatus": "IN_PROGRESS"},
        {"cancelStatus": "ABORTED"},
        {"cancelAmount": "3500"},
        {"cancelAmount": 3500.0},
        {"cancelAmount": True},
        {"cancelAmount": ABSENT},
        {"transactionKey": ""},
        {"transactionKey": None},
        {"transactionKey": ABSENT},
    ],
)
def test_an_entry_that_proves_nothing_is_left_out(changes: dict[str, Any]) -> None:
    assert standing(cancels=[entry(**changes)]).given_back == ()


@pytest.mark.parametrize("cancels", [None, ABSENT, {}, "T1", 3, ["T1", None, []]])
def test_cancels_that_are_no_list_of_entries_are_none(cancels: object) -> None:
    assert standing(cancels=cancels).given_back == ()


# --- what we sent along -------------------------------------------------------------------------------------------


def test_what_we_sent_along_comes_back() -> None:
    assert standing(metadata={"booking": "b1", "anchor": "K1-3-aa"}).metadata == {
        "booking": "b1",
        "anchor": "K1-3-aa",
    }


@pytest.mark.parametrize("metadata", [None, ABSENT, [], "x", {"booking": 3, "seats": None}])
def test_what_we_cannot_have_sent_is_left_out(metadata: object) -> None:
    assert standing(metadata=metadata).metadata == {}


# --- over the wire ------------------------------------------------------------------------------------------------


def test_a_look_is_one_question_by_payment_key() -> None:
    with raw_server(says(200, paper(payment(cancels=[entry()])))) as server:
        record = toss(server).look_up(ORDER)
    assert isinstance(record, Record)
    assert record.given_back[0].amount == 3_500
    assert [request.split(b" HTTP")[0] for request in server.requests] == [
        f"GET /v1/payments/{ORDER.payment_key}".encode()
    ]


def test_a_look_that_gets_no_answer_says_so() -> None:
    with raw_server(Line.reset) as server:
        channel = toss(server)
        assert isinstance(channel.look_up(ORDER), Unknown)
    assert channel.look_up(ORDER) == NotSent("refused")


def _body(request: bytes) -> Any:
    return json.loads(request.partition(b"\r\n\r\n")[2])


def test_a_part_is_asked_for_by_its_amount_and_all_of_it_by_none() -> None:
    part = paper(payment(status="PARTIAL_CANCELED", balanceAmount=20_000, cancels=[entry()]))
    with raw_server(says(200, paper(payment())), says(200, part)) as server:
        toss(server).cancel(ORDER, reason="x", key="refund-key-1", amount=won(3_500))
        assert b"Idempotency-Key: refund-key-1" in server.requests[1]
        assert _body(server.requests[1]) == {"cancelAmount": 3_500, "cancelReason": "x"}
    with raw_server(says(200, paper(payment())), says(200, paper(canceled()))) as server:
        assert isinstance(toss(server).cancel(ORDER, reason="x", key="k"), Canceled)
        assert _body(server.requests[1]) == {"cancelReason": "x"}


def test_a_part_asked_for_again_is_the_same_bytes() -> None:
    bodies = set()
    for _ in range(3):
        with raw_server(says(200, paper(payment())), says(500, error("COMMON_ERROR"))) as server:
            toss(server).cancel(ORDER, reason="사유", key="k", amount=won(3_500))
            bodies.add(server.requests[1].partition(b"\r\n\r\n")[2])
    assert len(bodies) == 1

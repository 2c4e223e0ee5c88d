"""The company's lists are read whole, page by page, in Seoul's days, or not at all."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from kiosk.domain.reconciling import Transaction
from kiosk.domain.settlements import Settlement
from kiosk.payments import statements
from kiosk.payments.channel import Doubt, NotSent, Unknown
from kiosk.payments.statements import Statements, TossStatements, Unavailable
from kiosk.payments.toss import Toss
from kiosk.payments.wire import Reply
from kiosk.sandbox import Sandbox
from tests.fakes.machine import FakeClock
from tests.payments.raw_server import Line, raw_server

START = datetime(2026, 3, 12, 13, 0, tzinfo=UTC)
END = datetime(2026, 3, 13, 17, 0, tzinfo=UTC)
ROW: dict[str, Any] = {
    "mId": "jari",
    "transactionKey": "t1",
    "paymentKey": "pk1",
    "orderId": "order-1",
    "method": "카드",
    "customerKey": "ANONYMOUS",
    "useEscrow": False,
    "receiptUrl": None,
    "status": "DONE",
    "transactionAt": "2026-03-13T18:42:07+09:00",
    "currency": "KRW",
    "amount": 20_000,
}
SETTLED: dict[str, Any] = {
    "mId": "jari",
    "paymentKey": "pk1",
    "transactionKey": "t1",
    "orderId": "order-1",
    "currency": "KRW",
    "method": "카드",
    "amount": 20_000,
    "interestFee": 0,
    "fees": [{"type": "BASE", "fee": 600}, {"type": "ETC", "fee": 80}],
    "supplyAmount": 618,
    "vat": 62,
    "payOutAmount": 19_320,
    "approvedAt": "2026-03-13T18:42:07+09:00",
    "soldDate": "2026-03-13",
    "paidOutDate": "2026-03-17",
}


def row(**changes: Any) -> dict[str, Any]:
    return ROW | changes


def page(*rows: object, status: int = 200) -> Reply:
    return Reply(status, json.dumps(rows).encode(), "")


class Company:
    """Answers with the next page and remembers what it was asked."""

    def __init__(self, *answers: Reply | NotSent | Unknown) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def fetch(self, path: str, largest: int) -> Reply | NotSent | Unknown:
        self.asked.append(path)
        assert largest == statements.LARGEST_PAGE
        return self.answers.pop(0) if self.answers else page()

    def query(self, nth: int) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.asked[nth]).query).items()}


def listed(*answers: Reply | NotSent | Unknown) -> tuple[Transaction, ...] | Unavailable:
    reading: Statements = TossStatements(Company(*answers).fetch)
    return reading.transactions(START, END)


def test_a_row_is_read_as_it_is() -> None:
    assert listed(page(ROW)) == (
        Transaction(
            "t1",
            "order-1",
            datetime(2026, 3, 13, 9, 42, 7, tzinfo=UTC),
            20_000,
            "jari",
            is_deposit=False,
            method="카드",
        ),
    )


def test_times_are_asked_for_in_seoul_without_a_zone_and_pages_follow_the_last_key() -> None:
    company = Company(page(ROW, row(transactionKey="t2")), page(row(transactionKey="t3")))
    found = TossStatements(company.fetch).transactions(START, END)
    assert isinstance(found, tuple)
    assert [each.key for each in found] == ["t1", "t2", "t3"]
    assert company.query(0) == {
        "startDate": "2026-03-12T22:00:00",
        "endDate": "2026-03-14T02:00:01",
        "limit": "1000",
    }
    assert [company.query(nth).get("startingAfter") for nth in range(3)] == [None, "t2", "t3"]


def test_a_page_that_is_shorter_than_asked_for_is_not_the_end() -> None:
    """Where a company gives fewer rows than it was asked for, stopping there would lose the rest."""
    found = listed(page(ROW), page(row(transactionKey="t2")), page())
    assert isinstance(found, tuple)
    assert len(found) == 2


def test_what_lies_beyond_the_span_is_left_out() -> None:
    at_the_end = row(transactionKey="t2", transactionAt="2026-03-14T02:00:00.000+09:00")
    beyond = row(transactionKey="t3", transactionAt="2026-03-14T02:00:00.001+09:00")
    before = row(transactionKey="t4", transactionAt="2026-03-12T21:59:59.999+09:00")
    found = listed(page(ROW, at_the_end, beyond, before))
    assert isinstance(found, tuple)
    assert [each.key for each in found] == ["t1", "t2"]


@pytest.mark.parametrize(
    ("changes", "won", "whole", "deposit"),
    [
        ({"status": "CANCELED", "amount": -20_000}, -20_000, True, False),
        ({"status": "CANCELED", "amount": 20_000}, -20_000, True, False),
        ({"status": "PARTIAL_CANCELED", "amount": 5_000}, -5_000, False, False),
        ({"method": "가상계좌"}, 20_000, False, True),
        ({"method": "VIRTUAL_ACCOUNT"}, 20_000, False, True),
        ({"status": "WAITING_FOR_DEPOSIT", "method": None}, 0, False, True),
        ({"status": "EXPIRED"}, 0, False, False),
        ({"currency": "USD", "amount": 12.5}, 0, False, False),
    ],
)
def test_what_moved_has_our_sign(changes: dict[str, Any], won: int, whole: bool, deposit: bool) -> None:
    found = listed(page(row(**changes)))
    assert isinstance(found, tuple)
    (only,) = found
    assert (only.won, only.is_whole, only.is_deposit) == (won, whole, deposit)
    assert only.is_foreign == ("currency" in changes)


def test_a_time_without_a_zone_is_seouls() -> None:
    found = listed(page(row(transactionAt="2026-03-13T23:59:59.999")))
    assert isinstance(found, tuple)
    assert found[0].at == datetime(2026, 3, 13, 14, 59, 59, 999_000, tzinfo=UTC)


@pytest.mark.parametrize(
    "changes",
    [
        *(
            {name: None}
            for name in ("transactionKey", "orderId", "transactionAt", "currency", "mId", "status")
        ),
        {"transactionKey": ""},
        {"orderId": "two words"},
        {"transactionAt": "yesterday"},
        {"status": "FLOWN"},
        *({"amount": wrong} for wrong in (None, "20000", 20_000.0, True, 0, -1)),
        {"status": "CANCELED", "amount": 0},
    ],
)
def test_one_row_that_cannot_be_read_makes_the_whole_unavailable(changes: dict[str, Any]) -> None:
    found = listed(page(ROW), page(row(transactionKey="t2"), row(transactionKey="t3") | changes))
    assert isinstance(found, Unavailable)
    assert "cannot be read" in found.why


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"null",
        b"[1]",
        b"[",
        b"<html>",
        b'[{"a":1,"a":2}]',
        b"[NaN]",
        "[가]".encode("euc-kr"),
        b"[" * 5000,
    ],
)
def test_a_page_that_is_no_list_makes_the_whole_unavailable(body: bytes) -> None:
    assert isinstance(listed(page(ROW), Reply(200, body, "")), Unavailable)


def test_a_row_that_comes_twice_makes_the_whole_unavailable() -> None:
    """Pages that overlap, or a company that gives the first page again and again."""
    assert isinstance(listed(page(ROW), page(ROW)), Unavailable)
    assert isinstance(listed(page(ROW, ROW)), Unavailable)


@pytest.mark.parametrize(
    ("answer", "why", "code"),
    [
        (NotSent("refused"), "cannot be reached: refused", ""),
        (Unknown(Doubt.TIMED_OUT), "did not arrive whole: timed_out", ""),
        (
            Reply(401, b'{"code":"UNAUTHORIZED_KEY","message":"x"}', ""),
            "401 UNAUTHORIZED_KEY",
            "UNAUTHORIZED_KEY",
        ),
        (Reply(500, b"<html>", ""), "answered 500", ""),
    ],
)
def test_a_company_that_does_not_answer_is_said_to(
    answer: Reply | NotSent | Unknown, why: str, code: str
) -> None:
    found = listed(page(ROW), answer)
    assert isinstance(found, Unavailable)
    assert found.why.endswith(why)
    assert found.code == code


def test_a_list_without_an_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "MOST_PAGES", 3)
    endless = Company(*(page(row(transactionKey=f"t{nth}")) for nth in range(9)))
    assert isinstance(TossStatements(endless.fetch).transactions(START, END), Unavailable)
    settled = Company(*(page(SETTLED | {"transactionKey": f"t{nth}"}) for nth in range(9)))
    assert isinstance(
        TossStatements(settled.fetch).settlements(date(2026, 3, 13), date(2026, 3, 13)), Unavailable
    )


# --- settlements ----------------------------------------------------------------------------------------------------


def settled(*answers: Reply | NotSent | Unknown) -> tuple[Settlement, ...] | Unavailable:
    return TossStatements(Company(*answers).fetch).settlements(date(2026, 3, 13), date(2026, 3, 13))


def test_settlements_are_asked_for_by_day_of_sale_in_numbered_pages() -> None:
    company = Company(page(SETTLED), page(SETTLED | {"transactionKey": "t2"}))
    found = TossStatements(company.fetch, page_rows=1).settlements(date(2026, 3, 13), date(2026, 3, 14))
    assert found == (
        Settlement("t1", "order-1", date(2026, 3, 13), 20_000, 680, 618, 62, 0, 19_320),
        Settlement("t2", "order-1", date(2026, 3, 13), 20_000, 680, 618, 62, 0, 19_320),
    )
    assert company.query(1) == {
        "startDate": "2026-03-13",
        "endDate": "2026-03-14",
        "dateType": "soldDate",
        "page": "2",
        "size": "1",
    }


def test_no_settlements_are_no_error() -> None:
    assert settled(page()) == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"fees": None},
        {"fees": [600]},
        {"fees": [{"type": "BASE"}]},
        {"payOutAmount": 19_320.0},
        {"soldDate": "soon"},
        {"transactionKey": ""},
        {"vat": "62"},
    ],
)
def test_a_settlement_that_cannot_be_read_makes_the_whole_unavailable(changes: dict[str, Any]) -> None:
    assert isinstance(settled(page(SETTLED | changes)), Unavailable)


def test_settlements_that_cannot_be_had_are_said_to() -> None:
    assert isinstance(settled(NotSent("refused")), Unavailable)


# --- over real HTTP -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page_rows", [1, 2, 5_000])
def test_the_sandboxs_lists_come_whole_whatever_the_page(page_rows: int) -> None:
    with Sandbox() as sandbox:
        sandbox.clock.set(datetime(2026, 3, 13, 9, 42, tzinfo=UTC))
        orders = [_paid(sandbox, nth) for nth in range(5)]
        sandbox.ledger.cancel(orders[0], {"cancelReason": "test", "cancelAmount": 1_000})
        sandbox.rest.listing.settlements_on = True
        toss = Toss(sandbox.secret_key, sandbox.url, FakeClock(), connect_s=2, read_s=5)
        reading = TossStatements(toss.fetch, page_rows=page_rows)
        found = reading.transactions(START, END)
        paid_out = reading.settlements(date(2026, 3, 13), date(2026, 3, 13))
    assert isinstance(found, tuple)
    assert sorted(each.won for each in found) == [-1_000, 10_000, 10_001, 10_002, 10_003, 10_004]
    assert isinstance(paid_out, tuple)
    assert all(each.adds_up for each in paid_out)
    assert sum(each.amount for each in paid_out) == sum(each.won for each in found)


def _paid(sandbox: Sandbox, nth: int) -> str:
    from kiosk.sandbox.ledger import Opening

    opening = Opening(f"order-{nth}", "seats", 10_000 + nth, "카드", sandbox.client_key)
    payment = sandbox.ledger.open(opening)
    sandbox.ledger.authenticate(payment.payment_key)
    sandbox.ledger.confirm(payment.payment_key, opening.order_id, opening.amount, sandbox.client_key)
    return payment.payment_key


def _says(body: bytes) -> Callable[[Line], None]:
    return lambda line: line.answer(200, body)


def test_a_page_may_be_larger_than_a_payment_and_has_its_own_bound() -> None:
    large = b"[" + b" " * (300 * 1024) + b"]"
    with raw_server(_says(large)) as server:
        toss = Toss("test_sk_canary1", server.url, FakeClock(), connect_s=1, read_s=5)
        assert isinstance(toss.fetch("/v1/transactions", 400 * 1024), Reply)
        assert toss.fetch("/v1/transactions", 200 * 1024) == Unknown(Doubt.UNREADABLE, http_status=200)


def test_a_span_need_not_be_a_day() -> None:
    company = Company()
    TossStatements(company.fetch).transactions(START, START + timedelta(hours=1))
    assert company.query(0)["endDate"] == "2026-03-12T23:00:01"

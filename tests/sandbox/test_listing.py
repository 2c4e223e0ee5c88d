"""Transactions and settlements: spans of Seoul's time, pages, and what a wrong question is told."""

import pytest

DAY = "startDate=2026-01-15&endDate=2026-01-15"


@pytest.fixture
def three(talk):
    """Two payments and one cancel on a day."""
    talk.admin("clock", set="2026-01-15T12:00:00")
    first, second = talk.paid_window(10_000), talk.paid_window(20_000)
    talk.confirm(first)
    talk.confirm(second)
    talk.cancel(second, cancelAmount=5_000)
    return talk


def test_there_is_a_row_for_each_approval_and_each_cancel(three):
    rows = three.rest("GET", f"/v1/transactions?{DAY}").json
    assert [(row["status"], row["amount"]) for row in rows] == [
        ("DONE", 10_000), ("DONE", 20_000), ("PARTIAL_CANCELED", -5_000),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-01-15", "2026-01-15"),
        ("2026-01-15T00:00:00", "2026-01-15T23:59:59"),
        ("2026-01-15T00:00:00.000", "2026-01-15T23:59:59.999"),
    ],
)
def test_dates_come_in_three_forms(three, start, end):
    assert len(three.rest("GET", f"/v1/transactions?startDate={start}&endDate={end}").json) == 3


def test_a_day_ends_at_midnight_in_seoul(three):
    assert three.rest("GET", "/v1/transactions?startDate=2026-01-16&endDate=2026-01-16").json == []
    assert three.rest("GET", "/v1/transactions?startDate=2026-01-14&endDate=2026-01-14").json == []


def test_pages_follow_the_last_key_to_the_end(three):
    rows, after = [], ""
    while page := three.rest("GET", f"/v1/transactions?{DAY}&limit=2{after}").json:
        rows += page
        after = f"&startingAfter={page[-1]['transactionKey']}"
    assert [row["amount"] for row in rows] == [10_000, 20_000, -5_000]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "INVALID_DATE"),
        ("startDate=2026-01-15", "INVALID_DATE"),
        ("startDate=yesterday&endDate=2026-01-15", "INVALID_DATE"),
        ("startDate=2026-01-16&endDate=2026-01-15", "INVALID_DATE"),
        (f"{DAY}&limit=5001", "EXCEED_MAX_QUERY_LIMIT"),
        (f"{DAY}&limit=0", "EXCEED_MAX_QUERY_LIMIT"),
        (f"{DAY}&limit=many", "EXCEED_MAX_QUERY_LIMIT"),
        (f"{DAY}&startingAfter=nobody", "INVALID_PAGING_KEY"),
    ],
)
def test_a_question_that_makes_no_sense_is_told_so(talk, query, code):
    said = talk.rest("GET", f"/v1/transactions?{query}")
    assert (said.status, said.code) == (400, code)


def test_settlements_are_empty_as_in_tosss_test_environment(three):
    assert three.rest("GET", f"/v1/settlements?{DAY}").json == []


def test_settlements_add_up_when_switched_on(three):
    three.admin("settlements", on=True)
    rows = three.rest("GET", f"/v1/settlements?{DAY}").json
    assert [row["amount"] for row in rows] == [10_000, 20_000, -5_000]
    for row in rows:
        fee = row["supplyAmount"] + row["vat"]
        assert row["payOutAmount"] == row["amount"] - fee == row["amount"] - row["fees"][0]["fee"]
    assert len(three.rest("GET", f"/v1/settlements?{DAY}&page=2&size=2").json) == 1


@pytest.mark.parametrize("query", [f"{DAY}&dateType=someday", f"{DAY}&page=0", f"{DAY}&page=x"])
def test_a_wrong_question_about_settlements_is_an_invalid_request(talk, query):
    assert talk.rest("GET", f"/v1/settlements?{query}").code == "INVALID_REQUEST"

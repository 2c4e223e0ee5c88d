"""Runs are kept as they were, the newest of a day is found, and our own books come whole, however many orders there are."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from kiosk.storage import bookings, payments
from kiosk.storage.engine import Database, open_database
from kiosk.storage.reconciliations import (
    FindingRow,
    RunRow,
    books_of,
    findings_of,
    insert_run,
    last_of,
    read_setting,
    write_setting,
)
from tests.fakes.machine import FRIDAY_EVENING

DAY = date(2026, 3, 13)
RUN = RunRow(
    restaurant_id="corner",
    run_id="r1",
    day=DAY,
    at=FRIDAY_EVENING,
    terminal="K1",
    our_rows=2,
    our_charged_won=20_000,
    our_refunded_won=5_000,
    their_rows=1,
    their_charged_won=20_000,
    their_refunded_won=0,
    matched=1,
    differences=1,
    settled_rows=0,
    payout_won=-300,
    journal_head="K1-7-0a1b2c3d",
)
FINDINGS = [
    FindingRow("refund_ours_only", "c1", 0, -5_000, "told"),
    FindingRow("under_way", "o2", 1, 0, "waits"),
]


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    yield opened
    opened.close()


def test_a_run_comes_back_as_it_was_kept(database: Database) -> None:
    with database.write() as session:
        insert_run(session, RUN, FINDINGS)
    with database.read() as session:
        assert last_of(session, "corner", DAY) == RUN
        assert findings_of(session, RUN) == FINDINGS
        assert last_of(session, "bakery", DAY) is None
        assert last_of(session, "corner", DAY - timedelta(days=1)) is None


def test_the_newest_run_of_a_day_is_found(database: Database) -> None:
    newer = replace(RUN, run_id="r0", at=FRIDAY_EVENING + timedelta(hours=1))
    with database.write() as session:
        insert_run(session, newer, [])
        insert_run(session, RUN, [])
        assert last_of(session, "corner", DAY) == newer


def test_a_setting_is_set_and_set_again(database: Database) -> None:
    with database.write() as session:
        assert read_setting(session, "corner", "number") is None
        for value in ("1", "2"):
            write_setting(session, "corner", "number", value)
        assert read_setting(session, "corner", "number") == "2"


def test_more_orders_than_one_statement_takes_are_all_looked_for(database: Database) -> None:
    orders = [f"o{nth}" for nth in range(3 * payments.IN_ONE_QUESTION + 1)]
    with database.read() as session:
        assert books_of(session, "corner", orders, FRIDAY_EVENING, FRIDAY_EVENING + timedelta(days=1)) == []


def test_a_counter_goes_on_behind_what_was_given_away_and_never_back(database: Database) -> None:
    with database.write() as session:
        bookings.pass_number(session, "corner", "n", 1005)
        assert bookings.next_number(session, "corner", "n", 1001) == 1006
        bookings.pass_number(session, "corner", "n", 1003)
        assert bookings.next_number(session, "corner", "n", 1001) == 1007
        bookings.pass_number(session, "corner", "n", 1010)
        assert bookings.next_number(session, "corner", "n", 1001) == 1011

"""Each way in which our books and the company's list can differ is found, classed, and worth its won; nothing else is."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kiosk.domain.reconciling import (
    Books,
    Comparison,
    Finding,
    Kind,
    Payment,
    Refund,
    Scope,
    Transaction,
    compare,
    merchant_of,
    unknown_orders,
)

DAY = date(2026, 3, 13)
NOON = datetime(2026, 3, 13, 3, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 12, 15, 0, tzinfo=UTC)
"""When the day begins in Seoul."""
NEXT = MIDNIGHT + timedelta(days=1)
LATER = NEXT + timedelta(hours=5)
SCOPE = Scope(DAY, LATER, "jari")
MS = timedelta(milliseconds=1)


def row(
    key: str, won: int = 20_000, at: datetime = NOON, order: str = "o1", **changes: object
) -> Transaction:
    return replace(Transaction(key, order, at, won, "jari"), **changes)  # type: ignore[arg-type]  # fields by name


def ours(books: Books = Books.KEPT, at: datetime | None = NOON, **changes: object) -> Payment:
    return replace(Payment("o1", "p1", 20_000, books, at), **changes)  # type: ignore[arg-type]  # the same


def kinds(found: Comparison) -> list[tuple[Kind, int]]:
    return [(finding.kind, finding.won) for finding in found.findings]


def test_what_both_have_is_no_finding() -> None:
    found = compare(SCOPE, [ours()], [row("t1")])
    assert found.findings == found.differences == ()
    assert (found.matched, found.ours.net, found.theirs.net) == (1, 20_000, 20_000)


def test_nothing_on_both_sides_agrees() -> None:
    assert compare(SCOPE, [], []).findings == ()


@pytest.mark.parametrize(
    ("at", "is_of_the_day"),
    [(MIDNIGHT - MS, False), (MIDNIGHT, True), (NEXT - MS, True), (NEXT, False)],
)
def test_a_day_has_its_first_instant_and_not_the_next_days(at: datetime, is_of_the_day: bool) -> None:
    found = compare(SCOPE, [ours(at=at)], [row("t1", at=at)])
    assert (found.theirs.charges, found.ours.charges) == (is_of_the_day, is_of_the_day)
    assert found.findings == ()


@pytest.mark.parametrize(("theirs", "mine"), [(MIDNIGHT - MS, MIDNIGHT + MS), (NEXT, NEXT - MS)])
def test_one_sale_on_two_sides_of_a_midnight_is_no_difference(theirs: datetime, mine: datetime) -> None:
    found = compare(SCOPE, [ours(at=mine)], [row("t1", at=theirs)])
    assert kinds(found) == [(Kind.OTHER_DAY, 0)]
    assert found.differences == ()
    assert (found.ours.net, found.theirs.net) == (0, 0)


def test_the_company_day_counts_when_our_books_say_the_next() -> None:
    found = compare(SCOPE, [ours(at=NEXT + MS)], [row("t1", at=NEXT - MS)])
    assert found.findings == ()
    assert found.ours.net == found.theirs.net == 20_000


def test_a_sale_that_only_we_have_is_a_difference_once_the_list_had_its_time() -> None:
    assert kinds(compare(SCOPE, [ours()], [])) == [(Kind.OURS_ONLY, -20_000)]
    soon = Scope(DAY, NOON + timedelta(minutes=59), "jari")
    found = compare(soon, [ours()], [])
    assert kinds(found) == [(Kind.NOT_LISTED_YET, -20_000)]
    assert found.differences == ()


def test_an_order_that_only_they_have_is_lost_if_its_metadata_are_ours_and_unknown_else() -> None:
    rows = [row("t1"), row("t2", 10_000, order="o2")]
    found = compare(SCOPE, [], rows, lost=frozenset({"o2"}))
    assert kinds(found) == [(Kind.UNKNOWN_ORDER, 20_000), (Kind.LOST_ORDER, 10_000)]
    assert unknown_orders([ours()], rows) == ["o2"]


def test_a_lost_order_paid_by_deposit_is_for_a_person() -> None:
    rows = [row("t1", is_deposit=True)]
    assert kinds(compare(SCOPE, [], rows, lost=frozenset({"o1"}))) == [(Kind.DEPOSIT, 20_000)]
    assert kinds(compare(SCOPE, [], rows)) == [(Kind.UNKNOWN_ORDER, 20_000)]


def test_a_strangers_deposit_that_is_only_waited_for_is_nobodys() -> None:
    assert kinds(compare(SCOPE, [], [row("t1", 0, is_deposit=True)])) == []


@pytest.mark.parametrize("books", [Books.NOT_PAID, None])
def test_money_that_came_and_went_whole_is_no_difference(books: Books | None) -> None:
    rows = [row("t1"), row("t2", -20_000, is_whole=True)]
    found = compare(SCOPE, [ours(books, None)] if books else [], rows)
    assert kinds(found) == [(Kind.CAME_AND_WENT, 0)]


def test_coming_today_and_going_tomorrow_is_explained_on_both_days() -> None:
    rows = [row("t1", at=NEXT - MS), row("t2", -20_000, at=NEXT, is_whole=True)]
    assert kinds(compare(SCOPE, [], rows)) == [(Kind.CAME_AND_WENT, 20_000)]
    assert kinds(compare(replace(SCOPE, day=date(2026, 3, 14)), [], rows)) == [(Kind.CAME_AND_WENT, -20_000)]


@pytest.mark.parametrize("kept", [True, False])
def test_another_shops_row_is_said_to_be_one_whoevers_order_it_names(kept: bool) -> None:
    rows = [row("t1"), row("t2", 5_000, merchant="other")]
    found = compare(SCOPE, [ours()] if kept else [], rows)
    assert (Kind.OTHER_SHOP, 5_000) in kinds(found)
    assert (Kind.UNKNOWN_ORDER, 20_000) in kinds(found) or kept


def test_our_number_is_the_one_that_our_own_orders_bear() -> None:
    rows = [row("t1"), row("t2", merchant="other", order="o2"), row("t3", merchant="other", order="o3")]
    assert merchant_of([ours()], rows) == "jari"
    assert merchant_of([], rows) == ""
    unknown = replace(SCOPE, merchant="")
    assert kinds(compare(unknown, [], [row("t1", merchant="other")])) == [(Kind.UNKNOWN_ORDER, 20_000)]


def test_money_for_an_order_that_we_call_not_paid_is_found() -> None:
    assert kinds(compare(SCOPE, [ours(Books.NOT_PAID, None)], [row("t1")])) == [(Kind.NOT_KEPT, 20_000)]
    assert compare(SCOPE, [ours(Books.NOT_PAID, None)], []).findings == ()


@pytest.mark.parametrize("won", [0, 20_000])
def test_a_deposit_for_an_order_that_we_call_not_paid_is_found_before_and_after_it_came(won: int) -> None:
    rows = [row("t1", won, is_deposit=True)]
    assert kinds(compare(SCOPE, [ours(Books.NOT_PAID, None)], rows)) == [(Kind.DEPOSIT, won)]


def test_what_is_undecided_is_under_way() -> None:
    found = compare(SCOPE, [ours(Books.UNDECIDED, None)], [row("t1")])
    assert kinds(found) == [(Kind.UNDER_WAY, 20_000)]


@pytest.mark.parametrize("won", [19_999, 20_001, 200_000])
def test_another_amount_is_found_by_the_won(won: int) -> None:
    assert kinds(compare(SCOPE, [ours()], [row("t1", won)])) == [(Kind.AMOUNT, won - 20_000)]


def test_another_amount_is_told_on_the_companys_day_only() -> None:
    assert compare(SCOPE, [ours(at=NEXT - MS)], [row("t1", 1, at=NEXT)]).findings == ()


def test_another_currency_is_found_and_counted_on_no_side() -> None:
    dollars = row("t1", 0, currency="USD")
    assert kinds(compare(SCOPE, [ours()], [dollars])) == [(Kind.AMOUNT, 0), (Kind.OURS_ONLY, -20_000)]
    assert kinds(compare(SCOPE, [], [dollars])) == [(Kind.UNKNOWN_ORDER, 0)]


def test_a_second_charge_of_one_order_is_found() -> None:
    found = compare(SCOPE, [ours()], [row("t1"), row("t2", at=NOON + MS)])
    assert kinds(found) == [(Kind.CHARGED_TWICE, 20_000)]
    assert found.matched == 1


# --- giving back ----------------------------------------------------------------------------------------------------


def test_a_refund_of_ours_is_matched_by_its_key() -> None:
    payment = ours(refunds=(Refund("c1", 5_000, True, NOON), Refund("c2", 5_000, True, NOON)))
    rows = [row("t1"), row("c2", -5_000), row("c1", -5_000)]
    found = compare(SCOPE, [payment], rows)
    assert found.findings == ()
    assert found.ours.net == found.theirs.net == 10_000


def test_a_refund_that_is_sent_and_not_proven_yet_is_under_way() -> None:
    payment = ours(refunds=(Refund("", 5_000, False, None),))
    assert kinds(compare(SCOPE, [payment], [row("t1"), row("c1", -5_000)])) == [(Kind.UNDER_WAY, -5_000)]
    assert compare(SCOPE, [payment], [row("t1")]).findings == ()


def test_a_refund_of_another_amount_is_found() -> None:
    payment = ours(refunds=(Refund("c1", 5_000, True, NOON),))
    found = compare(SCOPE, [payment], [row("t1"), row("c1", -4_000)])
    assert found.findings == (Finding(Kind.AMOUNT, "c1", -4_000, -5_000, "o1", "p1"),)
    assert compare(SCOPE, [payment], [row("t1"), row("c1", -4_000, at=NEXT)]).findings == ()


def test_a_refund_on_two_sides_of_a_midnight_is_no_difference() -> None:
    payment = ours(refunds=(Refund("c1", 5_000, True, NEXT - MS),))
    assert kinds(compare(SCOPE, [payment], [row("t1"), row("c1", -5_000, at=NEXT)])) == [(Kind.OTHER_DAY, 0)]


def test_a_refund_that_only_we_have_is_found_once_the_list_had_its_time() -> None:
    payment = ours(refunds=(Refund("c1", 5_000, True, NOON), Refund("c9", 1, True, NOON - timedelta(days=9))))
    found = compare(SCOPE, [payment], [row("t1")])
    assert [(f.kind, f.subject, f.won) for f in found.findings] == [(Kind.REFUND_OURS_ONLY, "c1", 5_000)]
    assert kinds(compare(replace(SCOPE, now=NOON), [payment], [row("t1")])) == [(Kind.NOT_LISTED_YET, 5_000)]


def test_canceled_in_the_console_whole_or_in_part() -> None:
    part, whole = row("c1", -5_000), row("c2", -15_000, is_whole=True)
    assert kinds(compare(SCOPE, [ours()], [row("t1"), part])) == [(Kind.PARTLY_CANCELED_THERE, -5_000)]
    assert kinds(compare(SCOPE, [ours()], [row("t1"), part, whole])) == [(Kind.CANCELED_THERE, -20_000)]


def test_canceled_in_the_console_days_after_the_sale() -> None:
    earlier = ours(at=NOON - timedelta(days=3))
    found = compare(SCOPE, [earlier], [row("c2", -20_000, is_whole=True)])
    assert kinds(found) == [(Kind.CANCELED_THERE, -20_000)]
    assert (found.ours.net, found.theirs.net) == (0, -20_000)


def test_what_the_settler_gives_back_needs_no_refund_of_its_own() -> None:
    rows = [row("t1"), row("c1", -20_000, is_whole=True)]
    found = compare(SCOPE, [ours(Books.RETURNED)], rows)
    assert found.findings == ()
    assert found.matched == 2
    assert kinds(compare(SCOPE, [ours(Books.RETURNING, None)], rows)) == [(Kind.UNDER_WAY, -20_000)]
    assert compare(SCOPE, [ours(Books.RETURNING, None)], rows[:1]).findings == ()


def test_given_back_by_our_books_only() -> None:
    found = compare(SCOPE, [ours(Books.RETURNED)], [row("t1")])
    assert kinds(found) == [(Kind.REFUND_OURS_ONLY, 20_000)]
    yesterday = compare(SCOPE, [ours(Books.RETURNED)], [])
    assert kinds(yesterday) == [(Kind.REFUND_OURS_ONLY, 20_000)]
    assert kinds(compare(replace(SCOPE, now=NOON), [ours(Books.RETURNED)], [])) == [
        (Kind.NOT_LISTED_YET, 20_000)
    ]


def test_what_was_never_taken_need_not_go_back() -> None:
    assert compare(SCOPE, [ours(Books.RETURNED, was_taken=False)], []).findings == ()


def test_a_deposit_that_comes_after_all_is_found_on_the_day_it_comes() -> None:
    gone = ours(Books.RETURNED, NOON - timedelta(days=1), was_taken=False)
    found = compare(SCOPE, [gone], [row("t1", is_deposit=True)])
    assert kinds(found) == [(Kind.DEPOSIT, 20_000)]
    next_day = compare(replace(SCOPE, day=date(2026, 3, 14)), [gone], [row("t1", is_deposit=True)])
    assert next_day.findings == ()


def test_more_went_back_than_was_taken() -> None:
    rows = [row("t1"), row("c1", -20_000, is_whole=True), row("c2", -1_000)]
    assert kinds(compare(SCOPE, [ours(Books.RETURNED)], rows)) == [(Kind.PARTLY_CANCELED_THERE, -1_000)]


def test_every_won_of_the_difference_belongs_to_a_finding() -> None:
    books = [
        ours(),
        ours(order_id="o2"),
        ours(order_id="o3", won=7_000),
        ours(Books.RETURNED, order_id="o4"),
        ours(order_id="o5", refunds=(Refund("c5", 4_000, True, NOON),)),
    ]
    rows = [
        row("t1"),
        row("t1b"),
        row("t3", 8_000, order="o3"),
        row("t4", order="o4"),
        row("t5", order="o5"),
        row("c5b", -2_000, order="o5"),
        row("t6", order="o6"),
    ]
    found = compare(SCOPE, books, rows)
    assert found.theirs.net - found.ours.net == sum(won for _, won in kinds(found))
    assert {kind for kind, _ in kinds(found)} == {
        Kind.CHARGED_TWICE,
        Kind.OURS_ONLY,
        Kind.AMOUNT,
        Kind.REFUND_OURS_ONLY,
        Kind.PARTLY_CANCELED_THERE,
        Kind.UNKNOWN_ORDER,
    }


def test_only_what_passes_by_itself_is_no_difference() -> None:
    harmless = {kind for kind in Kind if not kind.is_difference}
    assert harmless == {Kind.UNDER_WAY, Kind.NOT_LISTED_YET, Kind.OTHER_DAY, Kind.CAME_AND_WENT}


def test_the_list_is_read_two_hours_beyond_both_midnights() -> None:
    assert SCOPE.span() == (MIDNIGHT - timedelta(hours=2), NEXT + timedelta(hours=2))

"""Refunds at the desk: who may, how much, and how far they have come. And money taken past the payment company."""

import pytest

from kiosk.domain import staff as staff_rules
from kiosk.domain.money import won
from kiosk.domain.staff import Role
from kiosk.domain.states import BookingStatus
from kiosk.services import giving_back, offsites, staffing
from kiosk.services.giving_back import Outcome
from kiosk.services.invariants import Evidence, violations
from kiosk.services.offsites import Method, Recorded
from kiosk.services.refunding import Asked
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import Person
from kiosk.storage import bookings, journal, refunds, seatings
from tests.services.desk_crew import by, hire
from tests.services.road import Road


@pytest.fixture
def manager(shop: Shop) -> Person:
    return hire(shop, Role.MANAGER, "매니저")


@pytest.fixture
def paid(road: Road) -> str:
    """20,000 won."""
    payment = road.accepted()
    road.settler.settle(payment.payment_id)
    return payment.booking_id


def _back(shop: Shop, who: staffing.By, booking_id: str, amount: int, reason: str = "인원 줄임") -> object:
    return giving_back.give_back(shop, who, booking_id, won(amount), reason, gives_up_seats=False)


def test_a_part_goes_back_and_is_not_done_before_the_record_shows_it(
    shop: Shop, manager: Person, paid: str
) -> None:
    assert isinstance(_back(shop, by(shop, manager), paid, 10_000), Asked)
    (refund,) = giving_back.refunds_of(shop, paid)
    assert (refund.outcome, refund.amount, refund.asked_by) == (Outcome.WAITING, 10_000, "매니저")
    money = giving_back.money_of(shop, paid)
    assert money is not None
    assert (money.paid, money.back, money.under_way, money.left) == (20_000, 0, 10_000, 10_000)


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ({"status": "DUE", "sent_at": True}, Outcome.UNKNOWN),
        ({"status": "DONE", "sent_at": True}, Outcome.DONE),
        ({"status": "REFUSED", "sent_at": True}, Outcome.REFUSED),
    ],
)
def test_a_refund_tells_how_far_it_has_come(
    shop: Shop, manager: Person, paid: str, values: dict[str, object], outcome: Outcome
) -> None:
    from sqlalchemy import update

    from kiosk.storage import tables

    _back(shop, by(shop, manager), paid, 10_000)
    with shop.database.write() as session:
        session.execute(update(tables.refund).values(status=values["status"], sent_at=shop.clock.now()))
    (refund,) = giving_back.refunds_of(shop, paid)
    assert refund.outcome is outcome


def test_a_waiter_gives_nothing_back_and_a_manager_only_with_the_pin(
    shop: Shop, manager: Person, paid: str
) -> None:
    waiter = hire(shop, Role.WAITER)
    assert _back(shop, by(shop, waiter), paid, 1_000) == Refused("not_allowed")
    assert _back(shop, by(shop, manager, proven=False), paid, 1_000) == Refused("pin_again")
    assert giving_back.cancel_without_refund(shop, by(shop, waiter), paid) == Refused("not_allowed")
    assert giving_back.refunds_of(shop, paid) == ()


def test_above_the_limit_a_second_person_who_may_has_to_agree(
    shop: Shop, manager: Person, paid: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        staff_rules, "REFUND_ALONE", {Role.MANAGER: 5_000, Role.OWNER: 50_000, Role.WAITER: 0}
    )
    waiter, other = hire(shop, Role.WAITER), hire(shop, Role.MANAGER, "other")
    assert _back(shop, by(shop, manager), paid, 6_000) == Refused("second_person")
    assert _back(shop, by(shop, manager, manager), paid, 6_000) == Refused("second_person")
    assert _back(shop, by(shop, manager, waiter), paid, 6_000) == Refused("second_person")
    asked = _back(shop, by(shop, manager, other), paid, 6_000)
    assert isinstance(asked, Asked)
    with shop.database.read() as session:
        told = [row.body for row in journal.entries(session, shop.restaurant_id) if row.kind == "agreement"]
    assert len(told) == 1
    assert other.staff_id in told[0]


def test_small_sums_one_after_the_other_reach_the_limit_all_the_same(
    shop: Shop, manager: Person, paid: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        staff_rules, "REFUND_ALONE", {Role.MANAGER: 5_000, Role.OWNER: 50_000, Role.WAITER: 0}
    )
    assert isinstance(_back(shop, by(shop, manager), paid, 5_000), Asked)
    assert _back(shop, by(shop, manager), paid, 1_000) == Refused("second_person")


def test_too_much_is_refused_and_a_reason_is_needed(shop: Shop, manager: Person, paid: str) -> None:
    assert _back(shop, by(shop, manager), paid, 30_000) == Refused("more_than_left")
    assert _back(shop, by(shop, manager), paid, 10_000, " ") == Refused("reason")
    assert giving_back.give_back(
        shop, by(shop, manager), paid, won(0), "none", gives_up_seats=False
    ) == Refused("amount")


def test_seats_are_given_up_with_the_money_or_without(shop: Shop, manager: Person, paid: str) -> None:
    asked = giving_back.give_back(
        shop, by(shop, manager), paid, won(20_000), "손님 사정", gives_up_seats=True
    )
    assert isinstance(asked, Asked)
    with shop.database.read() as session:
        row = bookings.find(session, shop.restaurant_id, paid)
    assert row is not None
    assert row.status is BookingStatus.CANCELED
    assert giving_back.cancel_without_refund(shop, by(shop, manager), paid) is False


def test_a_cancelation_without_money_leaves_the_money(shop: Shop, manager: Person, paid: str) -> None:
    assert giving_back.cancel_without_refund(shop, by(shop, manager), paid) is True
    assert giving_back.refunds_of(shop, paid) == ()


def test_a_booking_without_money_has_none(shop: Shop, road: Road) -> None:
    assert giving_back.money_of(shop, road.hold().booking_id) is None


def test_what_was_found_at_the_company_is_told_with_its_own_word(
    shop: Shop, manager: Person, paid: str
) -> None:
    _back(shop, by(shop, manager), paid, 10_000)
    from sqlalchemy import update

    from kiosk.storage import tables

    with shop.database.write() as session:
        session.execute(update(tables.refund).values(asked_by="company console"))
        assert refunds.with_status(session, shop.restaurant_id, ["DUE"])  # type: ignore[list-item]
    assert giving_back.refunds_of(shop, paid)[0].asked_by == "company console"


# --- past the payment company -----------------------------------------------------------------------------------------


def test_cash_is_recorded_as_such_and_the_companys_books_stay_right(
    shop: Shop, manager: Person, road: Road
) -> None:
    held = road.hold()
    signed = by(shop, manager)
    taken = offsites.record(shop, signed, held.booking_id, Method.CASH, 15_000, "음료")
    assert isinstance(taken, Recorded)
    assert isinstance(offsites.record(shop, signed, held.booking_id, Method.CARD, -5_000), Recorded)
    with shop.database.read() as session:
        rows = seatings.offsites_of(session, shop.restaurant_id, held.booking_id)
    assert [(row.method, row.amount_won, row.taken_by) for row in rows] == [
        ("cash", 15_000, manager.staff_id),
        ("card", -5_000, manager.staff_id),
    ]
    assert not any(violations(shop, Evidence()).values())


def test_a_mistake_is_voided_once_and_stays_in_the_books(shop: Shop, manager: Person, road: Road) -> None:
    held, signed = road.hold(), by(shop, manager)
    taken = offsites.record(shop, signed, held.booking_id, Method.CASH, 15_000)
    assert isinstance(taken, Recorded)
    assert offsites.void(shop, signed, taken.offsite_id) == taken
    assert offsites.void(shop, signed, taken.offsite_id) == Refused("voided_before")
    now = shop.clock.now()
    with shop.database.read() as session:
        assert len(seatings.offsites_of(session, shop.restaurant_id, held.booking_id)) == 1
        assert seatings.offsites_between(session, shop.restaurant_id, now, now.replace(year=2027)) == []


@pytest.mark.parametrize(
    ("amount", "why", "code"), [(0, "", "amount"), (10**9, "", "amount"), (1, "x" * 61, "why")]
)
def test_a_sum_that_cannot_be_is_refused(
    shop: Shop, manager: Person, amount: int, why: str, code: str
) -> None:
    assert offsites.record(shop, by(shop, manager), "b", Method.CASH, amount, why) == Refused(code)


def test_money_for_nothing_known_or_by_nobody_is_refused(shop: Shop, manager: Person) -> None:
    assert offsites.record(shop, by(shop, manager), "b", Method.CASH, 1) == Refused("unknown")
    assert offsites.record(shop, staffing.By("K1"), "b", Method.CASH, 1) == Refused("not_allowed")
    assert offsites.void(shop, by(shop, manager), "o") == Refused("unknown")
    assert offsites.void(shop, staffing.By("K1"), "o") == Refused("not_allowed")

"""Reports read what is stored, of exactly the days asked for, and keep nothing about anybody."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain.best import Needs
from kiosk.domain.reports import OUTCOMES, STEPS, Ended, Span, Taken
from kiosk.domain.seated import SeatedState
from kiosk.domain.sittings import day_bounds, seoul_day
from kiosk.domain.staff import Role
from kiosk.payments.channel import Declined
from kiosk.services import queueing, reporting, staffing, waitlist
from kiosk.services.at_desk import Done
from kiosk.services.placing import HouseKind, Wanted
from kiosk.services.reporting import Report, read_report
from kiosk.services.results import Joined, Refused
from kiosk.services.shop import Shop
from kiosk.storage import seatings
from tests.fakes.machine import FRIDAY_EVENING, FakeClock
from tests.services import desk_crew
from tests.services.road import Road
from tests.services.till import Till

DAY = seoul_day(FRIDAY_EVENING)
TODAY = Span(DAY, DAY)


def report_of(shop: Shop, span: Span) -> Report:
    known = staffing.people(shop) or (desk_crew.hire(shop, Role.MANAGER),)
    report = read_report(shop, desk_crew.by(shop, known[0]), span)
    assert isinstance(report, Report), report
    return report


def test_without_bookings_a_report_is_empty_and_still_whole(shop: Shop) -> None:
    report = report_of(shop, TODAY)
    assert report.is_empty
    assert (report.now.guests, report.now.won, report.now.taken) == (0, 0, ())
    assert report.fullness == {}
    assert report.turns("1") == 0


def test_a_paid_booking_is_in_the_report_of_its_day_only(road: Road) -> None:
    till = Till(road)
    report = report_of(till.shop, TODAY)
    assert (report.now.guests, report.now.bookings, report.now.won) == (2, 1, 20_000)
    assert report.now.taken == (Taken("카드", 1, 20_000),)
    assert report.now.arrivals == {18 * 60 + 30: 2}
    assert report.bookings_by_table == {"1": 1}
    assert report.bookings_by_terminal == {"K1": 1}
    assert report.turns("1") == 1
    assert not report.is_empty
    tomorrow = DAY + timedelta(days=1)
    after = report_of(till.shop, Span(tomorrow, tomorrow))
    assert (after.now.bookings, after.before.bookings) == (0, 1)
    week = report_of(till.shop, Span(DAY - timedelta(days=6), DAY))
    assert week.now.bookings == 1
    assert week.turns("1") == pytest.approx(1 / 7)


def test_what_went_back_is_told_beside_what_came_in(road: Road) -> None:
    till = Till(road)
    till.refunder.settle(till.ask(5_000).refund_id)
    report = report_of(till.shop, TODAY)
    assert (report.now.won, report.now.given_back) == (20_000, 5_000)


def test_refusals_are_counted_by_the_companys_code(road: Road) -> None:
    payment = road.accepted()
    road.channel.confirms = [Declined("REJECT_CARD_COMPANY")]
    road.settler.settle(payment.payment_id)
    report = report_of(road.shop, TODAY)
    assert report.refusals == {"REJECT_CARD_COMPANY": 1}
    assert not report.is_empty


def test_visits_are_counters_by_day_terminal_step_and_outcome(shop: Shop, clock: FakeClock) -> None:
    other = replace(shop, terminal="K2")
    for where, step, outcome in (
        (shop, "floor", "left"),
        (shop, "floor", "left"),
        (other, "floor", "left"),
        (other, "done", "paid"),
    ):
        reporting.note_visit(where, step, outcome)
    clock.instant = day_bounds(DAY)[1]
    reporting.note_visit(shop, "party", "left")
    assert report_of(shop, TODAY).visits == (Ended("done", "paid", 1), Ended("floor", "left", 3))
    tomorrow = DAY + timedelta(days=1)
    assert report_of(shop, Span(tomorrow, tomorrow)).visits == (Ended("party", "left", 1),)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_way_in_which_a_visit_can_end_is_counted(shop: Shop, step: str, outcome: str) -> None:
    reporting.note_visit(shop, step, outcome)
    assert report_of(shop, TODAY).visits == (Ended(step, outcome, 1),)


def test_waits_are_told_by_how_they_ended_with_the_minutes_told_and_real(
    shop: Shop, clock: FakeClock
) -> None:
    waiter = desk_crew.by(shop, desk_crew.hire(shop, Role.MANAGER))
    visits = ("called", "seated", "left", "off", "gone", "waits")
    for visit in visits:
        assert isinstance(queueing.join(shop, visit, Needs(2), "", "ko"), Joined)
    joined = clock.now()
    queueing.leave(shop, "left")
    waitlist.remove(shop, waiter, "off", 1)
    for seen in (1, 3):
        waitlist.call(shop, waiter, "gone", seen)
        waitlist.unanswered(shop, waiter, "gone", seen + 1)
    clock.advance(12 * 60)
    waitlist.call(shop, waiter, "called", 1)
    clock.advance(5 * 60)
    for visit, seen, table in (("called", 2, "1"), ("seated", 1, "2")):
        seats = frozenset({f"{table}-1", f"{table}-2"})
        wanted = Wanted(HouseKind.WALK_IN, seats, 2, clock.now(), clock.now() + timedelta(hours=1))
        assert isinstance(waitlist.seat(shop, waiter, visit, seen, wanted), Done)
    report = report_of(shop, TODAY)
    assert [(each.joined_at, each.waited) for each in report.waits.seated] == [(joined, 12), (joined, 17)]
    assert all(each.told % 5 == 0 for each in report.waits.seated)
    assert (report.waits.left, report.waits.taken_off, report.waits.gone) == (1, 1, 1)
    assert not report.is_empty
    day_after = DAY + timedelta(days=1)
    assert report_of(shop, Span(day_after, day_after)).waits.teams == 0


@pytest.mark.parametrize(("step", "outcome"), [("kitchen", "left"), ("floor", "bored")])
def test_only_words_of_the_reports_are_counted(shop: Shop, step: str, outcome: str) -> None:
    with pytest.raises(ValueError, match="a visit ends at one of"):
        reporting.note_visit(shop, step, outcome)


def test_a_party_that_never_came_is_in_the_report(road: Road) -> None:
    till = Till(road)
    with till.shop.database.write() as session:
        row = seatings.of_booking(session, "corner", till.booking_id)
        seatings.store(
            session, replace(row, state=SeatedState.NO_SHOW), FRIDAY_EVENING, "seen", "staff-7", "D1"
        )
    part = report_of(till.shop, TODAY).now
    assert (part.no_shows, part.no_show_percent) == (1, 100.0)
    assert report_of(till.shop, TODAY).before.no_show_percent == 0.0


@pytest.mark.parametrize("role", list(Role))
def test_reports_are_for_those_who_may_read_them(shop: Shop, role: Role) -> None:
    by = desk_crew.by(shop, desk_crew.hire(shop, role))
    assert isinstance(read_report(shop, by, TODAY), Refused) == (role is Role.WAITER)

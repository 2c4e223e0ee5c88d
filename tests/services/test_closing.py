"""A day is closed once everything is compared and explained, under a signature, and never changed afterwards."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from kiosk.domain.closing import BothSides, Elsewhere, Step
from kiosk.domain.seated import SeatedState
from kiosk.domain.sittings import day_bounds, seoul_day
from kiosk.domain.staff import Role
from kiosk.domain.tallies import WHOLE
from kiosk.services import attention, checkout, offsites, selling
from kiosk.services.closing import (
    DayView,
    NotYet,
    close_day,
    explain,
    read_day,
    resume_sales,
    stop_sales,
)
from kiosk.services.invariants import Evidence, violations
from kiosk.services.offsites import Method, Recorded
from kiosk.services.reconciling import Reconciler, ask_for
from kiosk.services.results import Refused
from kiosk.services.staffing import By, Person
from kiosk.storage import closings, day_tables, journal, seatings
from kiosk.storage.closings import Signed
from kiosk.storage.engine import Conflict
from kiosk.storage.seatings import HouseRow
from tests.fakes.machine import FRIDAY_EVENING, FakeClock
from tests.fakes.statements import FakeStatements, row
from tests.services import desk_crew
from tests.services.road import Road
from tests.services.till import Till

DAY = seoul_day(FRIDAY_EVENING)
END = day_bounds(DAY)[1]


@dataclass
class House:
    """A till with one booking paid, the company's list of it, and the day it was paid on."""

    till: Till
    clock: FakeClock
    lists: FakeStatements = field(default_factory=FakeStatements)
    crew: dict[Role, Person] = field(default_factory=dict)

    @property
    def reconciler(self) -> Reconciler:
        return Reconciler(self.till.shop, self.till.company, self.lists)

    def compared(self) -> None:
        self.clock.advance(1)
        self.lists.take_down(self.till.company, FRIDAY_EVENING)
        self.reconciler.reconcile(DAY)

    def view(self) -> DayView:
        return read_day(self.till.shop, DAY)

    def by(self, role: Role = Role.MANAGER) -> By:
        """Somebody of that role, who has just shown their PIN."""
        if role not in self.crew:
            self.crew[role] = desk_crew.hire(self.till.shop, role)
        return desk_crew.by(self.till.shop, self.crew[role])

    def close(self) -> Signed | NotYet | Refused:
        return close_day(self.till.shop, self.by(), DAY)

    def stop(self) -> None:
        assert stop_sales(self.till.shop, self.by(), END) is None

    def explained(self, matter_id: str, reason: str) -> None:
        assert explain(self.till.shop, self.by(), matter_id, reason) is True

    def closed(self) -> Signed:
        signed = self.close()
        assert isinstance(signed, Signed), signed
        return signed

    def past_midnight(self) -> None:
        self.clock.advance((END - self.clock.now()).total_seconds() + 3_600)


@pytest.fixture
def house(road: Road, clock: FakeClock) -> House:
    return House(Till(road), clock)


def test_a_fresh_day_has_every_step_before_it(house: House) -> None:
    house.clock.advance(600)
    view = house.view()
    assert view.sheet is None
    assert view.missing == (Step.GUESTS_LEFT, Step.SALES_STOPPED, Step.COMPARED)
    assert house.close() == NotYet(view.missing)


def test_a_day_is_closed_in_the_evening_once_the_guests_are_gone_and_the_sale_is_stopped(
    house: House,
) -> None:
    house.clock.advance(7_200)
    house.stop()
    house.compared()
    assert house.view().missing == ()
    signed = house.closed()
    assert signed.row.sheet.lines == (BothSides("카드", 1, 20_000, 1, 20_000),)
    assert (signed.row.sheet.parties, signed.row.sheet.guests) == (1, 2)
    assert signed.row.sheet.vat == 1_818
    assert house.view().is_closed
    assert house.view().is_intact


def test_a_whole_refund_has_a_line_of_its_own(house: House) -> None:
    refund = house.till.ask()
    house.till.refunder.settle(refund.refund_id)
    house.past_midnight()
    house.compared()
    sheet = house.closed().row.sheet
    assert sheet.lines == (BothSides(WHOLE, 1, -20_000, 1, -20_000), BothSides("카드", 1, 20_000, 1, 20_000))
    assert sheet.takings == sheet.vat == 0


def test_the_signature_has_the_head_of_every_chain_and_is_in_the_journal(house: House) -> None:
    other = replace(house.till.shop, terminal="K2")
    assert resume_sales(other, house.by()) is None
    house.past_midnight()
    house.compared()
    with house.till.shop.database.read() as session:
        heads = {entry.terminal: entry.hash for entry in journal.heads(session, "corner")}
    signed = house.closed()
    assert set(heads) == {"K1", "K2"}
    assert signed.row.heads == heads
    with house.till.shop.database.read() as session:
        (entry,) = journal.about(session, "corner", f"{DAY}/1")
    assert entry.anchor == signed.anchor
    assert signed.digest in entry.body
    assert f'"by":"{house.by().staff_id}"' in entry.body
    assert violations(house.till.shop, Evidence())[8] == []


def test_a_close_that_somebody_has_changed_is_seen(house: House) -> None:
    house.past_midnight()
    house.compared()
    signed = house.closed()
    for changes in ({"closed_by": "somebody"}, {"closed_by": "somebody", "digest": "forged"}):
        with house.till.shop.database.write() as session:
            session.execute(update(day_tables.day_close).values(**changes))
        assert not house.view().is_intact
    forged = replace(signed.row, closed_by="somebody")
    with house.till.shop.database.write() as session:
        session.execute(update(day_tables.day_close).values(digest=forged.digest))
    assert not house.view().is_intact, "the digest fits, but the journal knows another"


def test_a_day_is_not_closed_twice_unless_something_came_later(house: House) -> None:
    house.past_midnight()
    house.compared()
    first = house.closed()
    assert house.close() == NotYet(())
    house.compared()
    assert house.close() == NotYet(()), "a later comparison that says the same is nothing new"
    house.lists.rows.append(row("t9", "order-elsewhere", 5_000, FRIDAY_EVENING))
    house.clock.advance(1)
    house.reconciler.reconcile(DAY)
    assert not house.view().is_closed
    (item,) = house.view().items
    house.explained(item.matter_id, "the shop next door")
    second = house.closed()
    assert second.row.revision == 2
    with house.till.shop.database.read() as session:
        assert closings.of_day(session, "corner", DAY) == [first, second], "the first one stays as it was"


def test_a_second_close_of_the_same_revision_is_refused_by_the_database(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.past_midnight()
    house.compared()
    signed = house.closed()
    with pytest.raises(Conflict), house.till.shop.database.write() as session:
        closings.insert_close(session, signed.row)
    # The desk that was slower has read before the faster one has signed.
    monkeypatch.setattr(closings, "of_day", lambda *_: [])
    assert house.close() == NotYet(())


def test_a_difference_keeps_its_day_open_until_somebody_has_given_a_reason(house: House) -> None:
    house.past_midnight()
    house.compared()
    house.lists.rows.append(row("t9", "order-elsewhere", 5_000, FRIDAY_EVENING))
    house.clock.advance(1)
    house.reconciler.reconcile(DAY)
    view = house.view()
    assert [(item.kind, item.won) for item in view.items] == [("reconcile_unknown_order", 5_000)]
    assert house.close() == NotYet((Step.CLEARED,))
    assert read_day(house.till.shop, DAY - timedelta(days=1)).items == (), "it is of another day"
    house.explained(view.items[0].matter_id, "the shop next door")
    (told,) = house.closed().row.sheet.explained
    assert (told.kind, told.subject, told.their_won, told.our_won, told.by, told.decision) == (
        *("unknown_order", "order-elsewhere", 5_000, 0, house.by().staff_id, "the shop next door"),
    )


def test_what_the_program_has_put_right_itself_is_told_as_such(house: House) -> None:
    house.till.given_back_elsewhere(20_000)
    house.past_midnight()
    house.compared()
    (matter,) = attention.open_matters(house.till.shop)
    house.explained(matter.matter_id, "keep the seats")
    sheet = house.closed().row.sheet
    assert [(each.by, each.decision) for each in sheet.explained] == [("jari", "noticed")]


def test_an_undecided_payment_keeps_the_day_open_even_without_a_matter(house: House) -> None:
    other = replace(house.till.road, visit="v2", seats=frozenset({"2-1", "2-2"}))
    payment = other.accepted()
    house.past_midnight()
    house.compared()
    assert [(item.kind, item.subject) for item in house.view().items] == [
        ("unknown_payment", payment.payment_id)
    ]
    assert house.close() == NotYet((Step.CLEARED,))


def test_a_refund_under_way_keeps_the_day_open(house: House) -> None:
    refund = house.till.ask(5_000)
    house.past_midnight()
    house.compared()
    assert [(item.kind, item.subject, item.won) for item in house.view().items] == [
        ("refund_stuck", refund.refund_id, 5_000)
    ]


def test_what_a_person_was_told_of_is_not_told_twice(house: House) -> None:
    refund = house.till.ask(5_000)
    with house.till.shop.database.write() as session:
        kind = attention.Kind.REFUND_STUCK
        attention.open_matter(session, house.till.shop, kind, refund.refund_id, amount=5_000)
        attention.open_matter(session, house.till.shop, attention.Kind.IMPOSSIBLE, "b9", amount="a word")
        attention.open_matter(session, house.till.shop, attention.Kind.CLOCK_WRONG, attention.CHANNEL)
    house.past_midnight()
    house.compared()
    assert [(item.kind, item.won) for item in house.view().items] == [
        ("refund_stuck", 5_000),
        ("impossible", 0),
    ]


def test_what_the_company_does_not_list_yet_keeps_the_day_open(house: House) -> None:
    house.clock.advance(1)
    house.reconciler.reconcile(DAY)
    (item,) = house.view().items
    assert (item.kind, item.matter_id) == ("not_listed_yet", "")


def test_a_payment_after_the_comparison_asks_for_another(house: House) -> None:
    house.compared()
    assert Step.COMPARED not in house.view().missing
    later = Till(replace(house.till.road, visit="v2", seats=frozenset({"2-1", "2-2"})))
    assert later.payment.settled_at is not None
    assert Step.COMPARED in house.view().missing


def test_the_desk_asks_for_a_comparison_and_the_one_with_the_key_makes_it(house: House) -> None:
    day = DAY - timedelta(days=3)
    house.compared()
    assert day not in house.reconciler.due_days()
    ask_for(house.till.shop, day)
    house.clock.advance(1)
    assert day in house.reconciler.due_days()
    assert house.reconciler.asked_days() == [day]
    house.reconciler.reconcile(day)
    assert house.reconciler.asked_days() == []
    assert day not in house.reconciler.due_days()


def test_nothing_new_is_sold_while_the_sale_is_stopped(house: House) -> None:
    shop = house.till.shop
    held = replace(house.till.road, visit="v2", seats=frozenset({"2-1", "2-2"})).hold()
    house.stop()
    assert checkout.open_payment(shop, "v2", held.booking_id) == Refused("sales_stopped")
    assert resume_sales(shop, house.by()) is None
    assert isinstance(checkout.open_payment(shop, "v2", held.booking_id), checkout.Opened)


def test_a_stopped_sale_begins_again_by_itself(house: House) -> None:
    shop = house.till.shop
    house.stop()
    house.past_midnight()
    with shop.database.read() as session:
        assert selling.stopped_until(session, shop) is None
        assert selling.closed_because(session, shop) == ""


# --- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", list(Role))
def test_closing_explaining_and_stopping_are_for_those_who_may(house: House, role: Role) -> None:
    house.past_midnight()
    house.compared()
    shop, by = house.till.shop, house.by(role)
    answers = [
        stop_sales(shop, by, END),
        resume_sales(shop, by),
        explain(shop, by, "nothing", "why"),
        close_day(shop, by, DAY),
    ]
    refused = [isinstance(answer, Refused) for answer in answers]
    assert refused == [role is Role.WAITER] * 4


def test_closing_asks_for_the_pin_again(house: House) -> None:
    house.past_midnight()
    house.compared()
    person = desk_crew.hire(house.till.shop, Role.OWNER)
    unproven = desk_crew.by(house.till.shop, person, proven=False)
    assert close_day(house.till.shop, unproven, DAY) == Refused("pin_again")


def test_a_reason_has_words(house: House) -> None:
    assert explain(house.till.shop, house.by(), "m1", "  ") == Refused("reason")


# --- who came, and what was taken at the till ---------------------------------------------------------------------------


def seat(house: House, state: SeatedState, left_at: datetime | None = None) -> None:
    shop, now = house.till.shop, house.clock.now()
    with shop.database.write() as session:
        row = seatings.of_booking(session, "corner", house.till.booking_id)
        seatings.store(session, replace(row, state=state, left_at=left_at), now, "seen", "staff-7", "D1")


def test_guests_who_sit_on_are_here_and_guests_who_left_early_are_not(house: House) -> None:
    house.clock.advance(600)
    assert house.view().visitors.here == 1, "nobody has seen them leave"
    left = house.clock.now()
    seat(house, SeatedState.LEFT, left_at=left)
    assert (house.view().visitors.here, house.view().visitors.last_left) == (0, left)
    seat(house, SeatedState.SEATED)
    house.clock.advance(7_200)
    assert house.view().visitors.here == 1, "their time is over, but they sit on"


def test_a_party_that_never_came_is_a_no_show_and_no_guest(house: House) -> None:
    seat(house, SeatedState.NO_SHOW)
    house.past_midnight()
    house.compared()
    sheet = house.closed().row.sheet
    assert (sheet.parties, sheet.guests, sheet.no_shows) == (0, 0, 1)


def test_seats_that_staff_have_blocked_are_nobodys(house: House) -> None:
    with house.till.shop.database.write() as session:
        made = HouseRow("corner", house.till.booking_id, "block", "", house.clock.now(), "staff-7")
        seatings.insert_house(session, made, "D1")
    assert house.view().visitors.parties == 0


def test_money_taken_past_the_company_is_takings_by_method_and_on_neither_side(house: House) -> None:
    shop, by = house.till.shop, house.by()
    for method, won in ((Method.CASH, 5_000), (Method.CASH, 6_000), (Method.CARD, 1_000)):
        assert isinstance(offsites.record(shop, by, house.till.booking_id, method, won), Recorded)
    house.past_midnight()
    house.compared()
    sheet = house.closed().row.sheet
    assert sheet.elsewhere == (Elsewhere("card", 1, 1_000), Elsewhere("cash", 2, 11_000))
    assert (sheet.total.our_won, sheet.takings) == (20_000, 32_000)

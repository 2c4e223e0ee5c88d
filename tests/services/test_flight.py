"""Before money is asked for, this machine writes it down: what a lost database no longer knows is found, and nothing is sent unwritten."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.domain.flight import NoRecorder, NotRecorded, Recorder, Sent
from kiosk.domain.sittings import seoul_day
from kiosk.domain.states import PaymentStatus
from kiosk.payments.channel import Answer, NotSent, Order
from kiosk.services import attention, checkout, holding, selling
from kiosk.services.adopting import Deed
from kiosk.services.attention import Kind
from kiosk.services.exchanges import order_of
from kiosk.services.flight import NOT_RECORDED, RecordedChannel
from kiosk.services.reconciling import Reconciler, Report
from kiosk.services.results import Held, NotPaid, Paid, Refused
from kiosk.services.settling import Settler
from kiosk.services.shop import Shop
from kiosk.storage.engine import Database
from tests.fakes.channel import FakeChannel
from tests.fakes.machine import FRIDAY_EVENING, FakeClock
from tests.fakes.scripted import ScriptedChannel
from tests.fakes.statements import FakeStatements
from tests.services.road import Road
from tests.storage.houses import furnished

DAY = seoul_day(FRIDAY_EVENING)


@dataclass
class Memory:
    """A recorder in memory, which can be full."""

    sent: list[Sent] = field(default_factory=list)
    is_full: bool = False
    damaged: list[str] = field(default_factory=list)

    def note(self, sent: Sent) -> None:
        if self.is_full:
            raise NotRecorded("full")
        if sent.order_id not in [each.order_id for each in self.sent]:
            self.sent.append(sent)

    def since(self, instant: datetime) -> Sequence[Sent]:
        return [each for each in self.sent if each.at >= instant]

    def check(self, at: datetime) -> None:
        if self.is_full:
            raise NotRecorded("full")

    def put_aside(self) -> Sequence[str]:
        return self.damaged


@pytest.fixture
def memory() -> Memory:
    return Memory()


def _die(_order: Order) -> Answer:
    raise KeyboardInterrupt


def recorded(road: Road, memory: Recorder, channel: ScriptedChannel | None = None) -> RecordedChannel:
    return RecordedChannel(channel or road.channel, memory, road.shop)


def recorded_over(company: FakeChannel, road: Road, memory: Recorder) -> RecordedChannel:
    return RecordedChannel(company, memory, road.shop)


def test_an_order_is_written_down_before_money_is_asked_for(road: Road, memory: Memory) -> None:
    payment = road.accepted()
    seen: list[int] = []

    def look(_order: Order) -> Answer:
        seen.append(len(memory.sent))
        return NotSent("looked")

    recorded(road, memory, ScriptedChannel(confirms=[look])).confirm(order_of(payment))
    assert seen == [1]
    (sent,) = memory.sent
    assert (sent.order_id, sent.payment_key, sent.amount, sent.confirm_key) == (
        payment.order_id, payment.payment_key, payment.amount, payment.confirm_key,
    )  # fmt: skip


def test_asked_twice_it_is_one_entry(road: Road, memory: Memory) -> None:
    payment = road.accepted()
    channel = recorded(road, memory)
    for _ in range(2):
        channel.confirm(order_of(payment))
    assert len(memory.sent) == 1


def test_what_cannot_be_written_down_is_not_sent_and_nothing_new_is_sold_until_it_can(
    road: Road, memory: Memory, clock: FakeClock
) -> None:
    payment, company = road.accepted(), FakeChannel()
    entry = company.authenticate(order_of(payment))
    memory.is_full = True
    settler = Settler(road.shop, RecordedChannel(company, memory, road.shop))
    settler.settle(payment.payment_id)
    assert entry.charges == 0
    assert [each.kind for each in attention.open_matters(road.shop)] == [Kind.NOT_RECORDED]
    held = holding.hold(road.shop, "next", road.sitting, frozenset({"2-1", "2-2"}), 2)
    assert isinstance(held, Held), "seats can still be held"
    assert checkout.open_payment(road.shop, "next", held.booking.booking_id) == Refused("payments_closed")
    memory.is_full = False
    clock.advance(600)
    assert isinstance(settler.settle(payment.payment_id), Paid)
    assert selling.why_closed(road.shop) == ""
    assert attention.open_matters(road.shop) == ()


def test_payments_open_again_even_when_what_was_not_sent_has_ended_without_another_try(
    road: Road, memory: Memory, clock: FakeClock
) -> None:
    payment, company = road.accepted(), FakeChannel()
    company.authenticate(order_of(payment))
    channel, memory.is_full = recorded_over(company, road, memory), True
    settler = Settler(road.shop, channel)
    settler.settle(payment.payment_id)
    company.expire(order_of(payment))
    clock.advance(7_200)
    channel.watch_if_closed()
    assert selling.why_closed(road.shop) == "payments_closed", "it still cannot be written"
    memory.is_full = False
    assert isinstance(settler.settle(payment.payment_id), NotPaid)
    assert selling.why_closed(road.shop) == "payments_closed", (
        "the negative control: settling alone opens nothing"
    )
    channel.watch_if_closed()
    assert selling.why_closed(road.shop) == ""
    assert company.charges == 0


def test_what_cannot_be_written_closes_payments_before_the_first_guest_pays(
    road: Road, memory: Memory
) -> None:
    memory.is_full = True
    channel = recorded(road, memory)
    channel.watch_if_closed()
    assert selling.why_closed(road.shop) == "", "nobody has tried"
    channel.watch()
    assert selling.why_closed(road.shop) == "payments_closed"


def test_staff_are_told_once_of_a_record_that_was_damaged(road: Road, memory: Memory) -> None:
    memory.damaged = ["flight.db.damaged-20260313-184200"]
    channel = recorded(road, memory)
    channel.watch()
    (told,) = attention.open_matters(road.shop)
    assert (told.kind, told.subject) == (Kind.RECORD_DAMAGED, memory.damaged[0])
    assert selling.why_closed(road.shop) == "", "another one is begun: it can be sold"
    attention.take(road.shop, told.matter_id, "Kim", "disk replaced")
    channel.watch()
    assert attention.open_matters(road.shop) == ()


def test_it_is_told_once_however_often_it_fails(road: Road, memory: Memory) -> None:
    payment = road.accepted()
    memory.is_full = True
    channel = recorded(road, memory)
    for _ in range(3):
        assert channel.confirm(order_of(payment)) == NotSent(NOT_RECORDED)
    assert len(attention.open_matters(road.shop)) == 1


def test_everything_else_is_asked_as_ever(road: Road, memory: Memory) -> None:
    order, channel = order_of(road.accepted()), recorded(road, memory)
    for ask in (channel.inquire, channel.prove_canceled, channel.look_up):
        ask(order)
    channel.cancel(order, reason="plans changed", key="k", amount=None)
    assert memory.sent == []
    assert [name for name, _ in road.channel.asked] == ["inquire", "prove", "look_up", "cancel"]


# --- a database that knows less -----------------------------------------------------------------------------------------


@dataclass
class Lost:
    """A sale that one database has, and the company; and another database, which somebody has put in its place."""

    shop: Shop
    company: FakeChannel
    lists: FakeStatements
    memory: Memory
    order_id: str

    def reconciler(self, recorder: Recorder) -> Reconciler:
        return Reconciler(self.shop, self.company, self.lists, recorder)


@pytest.fixture
def lost(road: Road, memory: Memory, clock: FakeClock, tmp_path: Path) -> Lost:
    company, lists = FakeChannel(), FakeStatements()
    payment = road.accepted()
    company.authenticate(order_of(payment))
    Settler(road.shop, RecordedChannel(company, memory, road.shop)).settle(payment.payment_id)
    assert road.payment(payment.payment_id).status is PaymentStatus.DONE
    lists.take_down(company, FRIDAY_EVENING)
    clock.advance(7_200)
    other: Database = furnished(tmp_path / "other.db", 0)
    shop = replace(road.shop, database=other.of("corner"))
    return Lost(shop, company, lists, memory, payment.order_id)


def test_in_another_database_the_days_of_its_orders_are_compared_before_anything_is_sold(lost: Lost) -> None:
    ours = lost.reconciler(lost.memory)
    assert [sent.order_id for sent in ours.unknown_here()] == [lost.order_id]
    assert ours.must_come_first() == [DAY]
    assert DAY in ours.due_days()
    report = ours.reconcile(DAY)
    assert isinstance(report, Report)
    assert [item.deed for item in report.items] != []
    assert {item.deed for item in report.items} <= {Deed.ADOPTED, Deed.GIVING_BACK, Deed.TOLD}
    assert ours.must_come_first() == [], "compared once, a person knows"


def test_without_a_recorder_nobody_looks_before_the_sale(lost: Lost) -> None:
    """The negative control: the money is still found, but only when the day is compared anyway."""
    nothing = NoRecorder()
    nothing.check(FRIDAY_EVENING)
    assert nothing.put_aside() == ()
    blind = lost.reconciler(nothing)
    assert blind.unknown_here() == []
    assert blind.must_come_first() == []


def test_what_the_database_knows_makes_no_day_due(road: Road, memory: Memory) -> None:
    payment = road.accepted()
    company = FakeChannel()
    company.authenticate(order_of(payment))
    Settler(road.shop, RecordedChannel(company, memory, road.shop)).settle(payment.payment_id)
    reconciler = Reconciler(road.shop, company, FakeStatements(), memory)
    assert reconciler.unknown_here() == []
    assert reconciler.must_come_first() == []


def test_in_an_older_copy_that_knows_the_order_as_opened_only_its_day_comes_first_and_it_is_adopted(
    road: Road, memory: Memory, clock: FakeClock
) -> None:
    """A copy of the file laid back by hand from when the guest was at the payment page: no mark of a restore is in it."""
    company, lists = FakeChannel(), FakeStatements()
    payment = road.open().payment
    order = replace(order_of(payment), payment_key="pk")
    company.authenticate(order)
    recorded_over(company, road, memory).confirm(order)
    lists.take_down(company, FRIDAY_EVENING)
    clock.advance(3_600)
    assert Reconciler(road.shop, company, lists, NoRecorder()).must_come_first() == [], "the negative control"
    reconciler = Reconciler(road.shop, company, lists, memory)
    assert [sent.order_id for sent in reconciler.unknown_here()] == [payment.order_id]
    assert reconciler.must_come_first() == [DAY]
    report = reconciler.reconcile(DAY)
    assert isinstance(report, Report)
    assert [item.deed for item in report.items] == [Deed.ADOPTED]
    assert road.payment(payment.payment_id).status is PaymentStatus.DONE
    assert reconciler.unknown_here() == []
    assert company.charges == 1


def test_written_down_and_never_sent_leaves_nothing_to_adopt(
    road: Road, memory: Memory, clock: FakeClock
) -> None:
    """Killed in between: the recorder alone is never believed."""
    payment, company = road.accepted(), FakeChannel()
    entry = company.authenticate(order_of(payment))
    killed = ScriptedChannel(confirms=[_die])
    with pytest.raises(KeyboardInterrupt):
        Settler(road.shop, recorded(road, memory, killed)).settle(payment.payment_id)
    assert [sent.order_id for sent in memory.sent] == [payment.order_id]
    assert entry.charges == 0
    assert Reconciler(road.shop, company, FakeStatements(), memory).unknown_here() == [], "it is marked sent"
    clock.advance(60)
    assert isinstance(
        Settler(road.shop, recorded_over(company, road, memory)).settle(payment.payment_id), Paid
    )
    assert (entry.charges, len(memory.sent)) == (1, 1)


def test_what_is_older_than_two_weeks_is_not_looked_for(lost: Lost, clock: FakeClock) -> None:
    clock.advance(timedelta(days=15).total_seconds())
    assert lost.reconciler(lost.memory).unknown_here() == []

"""The crash table, row by row: where the process dies, what the company knows, and what recovery makes of both.

A crash is an exception that nothing catches at the named place; recovery is a new settler over the same file, as after
a restart. Each row ends with the company's ledger and the ten promises.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import pytest

from kiosk.domain.sittings import open_sittings
from kiosk.domain.states import BookingStatus, PaymentStatus
from kiosk.payments.channel import Answer, Declined, Doubt, Order, Unknown
from kiosk.services import attention, checkout, holding
from kiosk.services.checkout import Opened
from kiosk.services.invariants import CompanyEntry, Evidence, violations
from kiosk.services.results import Accepted, Held, NotAccepted, Paid, Refused, StillUnknown
from kiosk.services.settling import Settler
from kiosk.services.shop import Shop
from kiosk.storage import bookings, claims, payments
from kiosk.storage.engine import CommitUnclear, Database, Session
from kiosk.storage.payments import PaymentRow
from tests.fakes.channel import FakeChannel
from tests.fakes.machine import FakeClock
from tests.fakes.restaurants import ALL_DAY
from tests.services.road import SEATS, redirect

READY, PAID, EXPIRED = BookingStatus.READY, BookingStatus.PAID, BookingStatus.EXPIRED
OPENED, CONFIRMING, DONE = PaymentStatus.OPENED, PaymentStatus.CONFIRMING, PaymentStatus.DONE
DECLINED, VOID = PaymentStatus.DECLINED, PaymentStatus.VOID
REFUND_DUE, REFUNDED = PaymentStatus.REFUND_DUE, PaymentStatus.REFUNDED


class Died(Exception):
    """The process ends here."""


@dataclass(frozen=True)
class DyingDatabase(Database):
    """Dies at its n-th write: before the commit, or after it and before anybody hears of it."""

    at: list[int] = field(default_factory=list)
    after: bool = False
    error: type[Exception] = Died

    @contextmanager
    def write(self) -> Iterator[Session]:
        self.at[0] -= 1
        with super().write() as session:
            yield session
            if self.at[0] == 0 and not self.after:
                raise self.error("before the commit")
        if self.at[0] == 0 and self.after:
            raise self.error("after the commit")


@dataclass
class Scene:
    """One guest, one company, and the shop before and after the crash."""

    shop: Shop
    channel: FakeChannel
    clock: FakeClock

    def dying(self, write: int, *, after: bool = False, error: type[Exception] = Died) -> Shop:
        """The same shop, whose database dies at its n-th write from now."""
        database = self.shop.database
        return replace(
            self.shop,
            database=DyingDatabase(database.writers, database.readers, at=[write], after=after, error=error),
        )

    def hold(self, shop: Shop | None = None) -> str:
        sitting = open_sittings(self.clock.now(), ALL_DAY)[0]
        held = holding.hold(shop or self.shop, "v1", sitting, SEATS, len(SEATS))
        assert isinstance(held, Held)
        return held.booking.booking_id

    def open(self) -> PaymentRow:
        opened = checkout.open_payment(self.shop, "v1", self.hold())
        assert isinstance(opened, Opened)
        row = opened.payment
        key = f"pk_{row.order_id}"
        self.channel.authenticate(Order(row.order_id, key, row.amount, row.confirm_key))
        return row

    def intent(self) -> PaymentRow:
        row = self.open()
        assert isinstance(self.come_back(row), Accepted)
        return row

    def come_back(self, row: PaymentRow, shop: Shop | None = None) -> Accepted | NotAccepted:
        return checkout.accept_return(shop or self.shop, "v1", row.payment_id, redirect(row))

    def die_settling(self, row: PaymentRow, write: int, *, after: bool = False) -> None:
        with pytest.raises(Died):
            Settler(self.dying(write, after=after), self.channel).settle(row.payment_id)

    def recover(self) -> None:
        """The next start: whatever is open is driven by what is stored, until it is quiet."""
        attention.tell_undecided(self.shop)
        for _ in range(10):
            holding.sweep(self.shop)
            if Settler(self.shop, self.channel).settle_all() == 0:
                break
            self.clock.advance(61)

    def order(self, row: PaymentRow) -> Order:
        return Order(row.order_id, f"pk_{row.order_id}", row.amount, row.confirm_key)

    def states(self, row: PaymentRow) -> tuple[BookingStatus, PaymentStatus]:
        with self.shop.database.read() as session:
            payment = payments.find(session, "corner", row.payment_id)
            booking = bookings.find(session, "corner", row.booking_id)
        assert payment is not None
        assert booking is not None
        return booking.status, payment.status

    def claimed(self) -> int:
        with self.shop.database.read() as session:
            ready = bookings.with_status(session, "corner", BookingStatus)
            return sum(claims.count(session, "corner", row.booking_id, row.seat_ids) for row in ready)

    def broken(self) -> dict[int, list[str]]:
        company = [
            CompanyEntry(order_id, entry.charged, entry.refunded, entry.charges, self.clock.now())
            for order_id, entry in self.channel.entries.items()
        ]
        found = violations(self.shop, Evidence(company=company))
        return {number: what for number, what in found.items() if what}


@pytest.fixture
def scene(shop: Shop, clock: FakeClock) -> Scene:
    return Scene(shop, FakeChannel(forgets_keys=True), clock)


def test_before_t1_commits_there_is_nothing(scene: Scene) -> None:
    with pytest.raises(Died):
        scene.hold(scene.dying(1))
    assert scene.claimed() == 0
    scene.recover()
    assert scene.broken() == {}


def test_after_t1_the_timer_frees_the_seats(scene: Scene) -> None:
    with pytest.raises(Died):
        scene.hold(scene.dying(1, after=True))
    assert scene.claimed() > 0
    scene.clock.advance(601)
    scene.recover()
    assert (scene.claimed(), scene.broken()) == (0, {})


def test_after_t2_and_before_the_checkout_opens_nothing_is_charged(scene: Scene) -> None:
    booking_id = scene.hold()
    with pytest.raises(Died):
        checkout.open_payment(scene.dying(1, after=True), "v1", booking_id)
    scene.clock.advance(601)
    scene.recover()
    assert (scene.claimed(), scene.channel.charges, scene.broken()) == (0, 0, {})


def test_while_the_card_page_is_open_nothing_is_charged(scene: Scene) -> None:
    row = scene.open()
    scene.clock.advance(601)
    scene.recover()
    assert scene.states(row) == (EXPIRED, VOID)
    assert (scene.channel.charges, scene.broken()) == (0, {})


def test_before_t3_commits_the_redirect_may_come_again_inside_its_window(scene: Scene) -> None:
    row = scene.open()
    with pytest.raises(Died):
        scene.come_back(row, scene.dying(1))
    assert scene.states(row) == (READY, OPENED)
    assert isinstance(scene.come_back(row), Accepted)
    scene.recover()
    assert scene.states(row) == (PAID, DONE)
    assert (scene.channel.charges, scene.broken()) == (1, {})


@pytest.mark.parametrize("stored", [True, False])
def test_a_lost_answer_to_t3s_commit_goes_on_only_if_the_intent_is_seen(scene: Scene, stored: bool) -> None:
    row = scene.open()
    answer = scene.come_back(row, scene.dying(1, after=stored, error=CommitUnclear))
    assert isinstance(answer, Accepted if stored else NotAccepted)
    scene.recover()
    assert scene.states(row) == ((PAID, DONE) if stored else (READY, OPENED))
    assert (scene.channel.charges, scene.broken()) == (int(stored), {})


def test_after_t3_and_before_n2_a_guest_who_is_still_there_pays_once(scene: Scene) -> None:
    row = scene.intent()
    scene.clock.advance(60)
    scene.recover()
    assert scene.states(row) == (PAID, DONE)
    assert (scene.channel.charges, scene.broken()) == (1, {})


def test_after_t3_and_before_n2_a_guest_who_has_gone_is_not_charged(scene: Scene) -> None:
    row = scene.intent()
    scene.clock.advance(121)
    scene.recover()
    assert scene.states(row)[1] is VOID
    assert (scene.channel.count("confirm"), scene.channel.charges, scene.broken()) == (0, 0, {})


def test_the_same_death_between_the_mark_and_the_call_is_repeated_with_the_same_key(scene: Scene) -> None:
    row = scene.intent()
    scene.die_settling(row, 1, after=True)
    assert scene.channel.count("confirm") == 0
    scene.clock.advance(300)
    scene.recover()
    assert scene.states(row) == (PAID, DONE)
    assert (set(scene.channel.keys), scene.channel.charges) == ({row.confirm_key}, 1)
    assert scene.broken() == {}


def test_bytes_that_were_only_partly_sent_are_sent_again_under_the_same_key(scene: Scene) -> None:
    row = scene.intent()

    def cut(order: Order) -> Answer:
        raise Died("while sending")

    scene.channel.answer_next("confirm", cut)
    with pytest.raises(Died):
        Settler(scene.shop, scene.channel).settle(row.payment_id)
    scene.recover()
    assert scene.states(row) == (PAID, DONE)
    assert (set(scene.channel.keys), scene.channel.charges) == ({row.confirm_key}, 1)
    assert scene.broken() == {}


def test_executed_and_the_answer_lost_is_found_by_asking(scene: Scene) -> None:
    row = scene.intent()
    scene.channel.lose_next("confirm")
    scene.channel.answer_next("inquire", Unknown(Doubt.TIMED_OUT))
    assert isinstance(Settler(scene.shop, scene.channel).settle(row.payment_id), StillUnknown)
    scene.recover()
    assert scene.states(row) == (PAID, DONE)
    assert (scene.channel.count("confirm"), scene.channel.charges, scene.broken()) == (1, 1, {})


def test_a_confirm_that_still_runs_while_we_ask_is_charged_once(scene: Scene) -> None:
    """The company says "not confirmed yet", executes the first call only then, and forgets what a second key means."""
    row = scene.intent()
    order = scene.order(row)
    scene.channel.answer_next("confirm", Unknown(Doubt.TIMED_OUT))

    def not_yet_and_then_run(_: Order) -> Answer:
        scene.channel.confirm(order)
        return Unknown(Doubt.NOT_CONFIRMED_YET)

    scene.channel.answer_next("inquire", not_yet_and_then_run)
    Settler(scene.shop, scene.channel).settle(row.payment_id)
    scene.recover()
    assert scene.states(row) == (PAID, DONE)
    assert (set(scene.channel.keys), scene.channel.charges, scene.broken()) == ({row.confirm_key}, 1, {})


def test_in_the_same_place_a_new_key_for_each_try_charges_twice(scene: Scene) -> None:
    """The negative control of the row above: the company is worse than the real one, and the key is what saves us."""
    row = scene.intent()
    order = scene.order(row)
    scene.channel.answer_next("confirm", Unknown(Doubt.TIMED_OUT))
    scene.channel.confirm(order)
    scene.channel.confirm(order)
    scene.channel.confirm(replace(order, confirm_key="another key"))
    assert scene.channel.charges == 2
    assert 4 in scene.broken()


def test_before_t4_commits_the_answer_is_asked_for_again(scene: Scene) -> None:
    row = scene.intent()
    scene.die_settling(row, 3)
    assert scene.states(row) == (READY, CONFIRMING)
    assert scene.channel.charges == 1
    scene.recover()
    assert scene.states(row) == (PAID, DONE)
    assert (scene.channel.charges, scene.broken()) == (1, {})


def test_after_t4_the_receipt_is_shown_again_and_nothing_is_sent(scene: Scene) -> None:
    row = scene.intent()
    scene.die_settling(row, 3, after=True)
    assert scene.states(row) == (PAID, DONE)
    assert isinstance(Settler(scene.shop, scene.channel).settle(row.payment_id), Paid)
    assert (scene.channel.charges, scene.channel.count("confirm"), scene.broken()) == (1, 1, {})


def test_while_t4_cannot_be_written_the_seat_is_kept_and_nothing_else_can_be_paid(scene: Scene) -> None:
    row = scene.intent()
    scene.die_settling(row, 3)
    again = checkout.open_payment(scene.shop, "v1", row.booking_id)
    assert again == Refused("payment_alive")
    scene.clock.advance(3_600)
    holding.sweep(scene.shop)
    assert scene.states(row) == (READY, CONFIRMING), "no timer frees what may be paid"
    scene.recover()
    assert scene.states(row) == (PAID, DONE)
    assert scene.broken() == {}


@pytest.mark.parametrize("effect", [False, True])
@pytest.mark.parametrize("write", [4, 5, 6])
def test_around_the_refund_the_money_goes_back_once(scene: Scene, effect: bool, write: int) -> None:
    """Captured another amount: REFUND_DUE. Dies at each write around N4, with the cancel executed or lost."""
    row = scene.intent()
    scene.channel.entries[row.order_id].charges = 1
    scene.channel.entries[row.order_id].charged = row.amount + 1
    scene.channel.change(scene.order(row), status="DONE", total=row.amount + 1, balance=row.amount + 1)
    scene.channel.answer_next("confirm", Unknown(Doubt.TIMED_OUT))
    if effect:
        scene.channel.lose_next("cancel")
    try:
        Settler(scene.dying(write), scene.channel).settle(row.payment_id)
    except Died:
        assert scene.states(row)[1] in (CONFIRMING, REFUND_DUE)
    scene.recover()
    assert scene.states(row)[1] is REFUNDED
    assert scene.channel.net_of(row.order_id) == 0
    assert (scene.channel.refunds, scene.broken()) == (1, {})


def test_a_refused_cancel_is_tried_until_it_works_and_a_person_is_told(scene: Scene) -> None:
    row = scene.intent()
    scene.channel.change(scene.order(row), currency="USD", status="DONE")
    scene.channel.entries[row.order_id].charges = 1
    scene.channel.entries[row.order_id].charged = row.amount
    scene.channel.answer_next("confirm", Unknown(Doubt.TIMED_OUT))
    scene.channel.answer_next("cancel", *[Declined("REFUND_REJECTED")] * 6)
    for _ in range(6):
        Settler(scene.shop, scene.channel).settle(row.payment_id)
        scene.clock.advance(3_700)
    assert scene.states(row)[1] is REFUND_DUE
    assert "refund_stuck" in {matter.kind for matter in attention.open_matters(scene.shop)}
    scene.recover()
    assert scene.states(row)[1] is REFUNDED
    assert scene.broken() == {}


def test_two_terminals_that_recover_one_payment_do_no_harm(scene: Scene) -> None:
    row = scene.intent()
    other = Settler(replace(scene.shop, terminal="K2"), scene.channel)

    def meanwhile(order: Order) -> Answer:
        scene.clock.advance(1)
        other.settle(row.payment_id)
        return Unknown(Doubt.TIMED_OUT)

    scene.channel.answer_next("confirm", meanwhile)
    Settler(scene.shop, scene.channel).settle(row.payment_id)
    scene.recover()
    assert scene.states(row) == (PAID, DONE)
    assert (scene.channel.charges, scene.broken()) == (1, {})


def test_without_recovery_the_crash_rows_break_their_promises(scene: Scene) -> None:
    """The negative control of the whole table."""
    row = scene.intent()
    scene.die_settling(row, 3)
    assert {3, 5, 7} & scene.broken().keys()

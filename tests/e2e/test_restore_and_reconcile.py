"""A day is sold, the disk is lost, an old copy is restored: reconciling explains every won, and no promise is broken."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.reconciling import Kind
from kiosk.domain.sittings import seoul_day
from kiosk.domain.states import BookingStatus, PaymentStatus
from kiosk.sandbox import Sandbox
from kiosk.services.adopting import Deed
from kiosk.services.reconciling import NotReconciled, Report
from kiosk.storage import bookings
from kiosk.storage.backup import make
from kiosk.storage.restoring import restore
from tests.e2e.till_over_sandbox import Till
from tests.fakes.machine import FakeClock, FakeIds


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    with Sandbox() as sandbox:
        till = Till(tmp_path / "jari.db", sandbox, FakeClock(), FakeIds())
        yield till
        till.close()


def report(till: Till) -> Report:
    found = till.reconciler.reconcile(seoul_day(till.clock.now()))
    assert isinstance(found, Report), found
    return found


def deeds(found: Report) -> dict[tuple[Kind, Deed], int]:
    counted: dict[tuple[Kind, Deed], int] = {}
    for item in found.differences:
        kind = item.finding.kind, item.deed
        counted[kind] = counted.get(kind, 0) + 1
    return counted


def test_a_quiet_day_agrees_to_the_won(till: Till) -> None:
    for nth, seats in enumerate(("1-1 1-2", "2-1", "3-1 3-2 3-3", "bar-0")):
        till.sell(seats, nth % 2)
    found = report(till)
    assert found.differences == ()
    assert (found.comparison.ours.net, found.comparison.theirs.net) == (70_000, 70_000)
    assert till.broken_promises() == {}


def restored(till: Till, copy: Path) -> None:
    """The database is lost; the copy is put in its place, an hour later."""
    till.close()
    till.clock.advance(3_600)
    till.tell_the_time()
    restore(copy, till.file, "K1", till.clock.now())
    till.clock.advance(1)
    till.reopen()


def copied(till: Till) -> Path:
    return make(till.shop.database, till.file.parent / "backups", "test", till.clock.now())[0].file


def test_what_was_sold_after_the_copy_is_adopted_with_its_seats_and_its_number(till: Till) -> None:
    before = till.sell("1-1 1-2")
    copy = copied(till)
    till.clock.advance(60)
    lost = till.sell("2-1 2-2")
    order, booking_id = till.payment(lost).order_id, till.payment(lost).booking_id
    with till.shop.database.read() as session:
        was = bookings.find(session, "corner", booking_id)
    assert was is not None
    restored(till, copy)
    assert till.broken_promises()[2], "the company holds money that the restored books know nothing of"

    found = report(till)

    assert deeds(found) == {(Kind.LOST_ORDER, Deed.ADOPTED): 1}
    with till.shop.database.read() as session:
        now = bookings.find(session, "corner", booking_id)
    assert now is not None
    assert (now.status, now.number, now.seat_ids) == (BookingStatus.PAID, was.number, was.seat_ids)
    assert (now.sitting, now.amount, now.terminal) == (was.sitting, was.amount, was.terminal)
    assert till.by_order(order).status is PaymentStatus.DONE
    assert till.payment(before).status is PaymentStatus.DONE
    assert report(till).differences == ()
    assert till.broken_promises() == {}
    next_one = till.open("3-1")
    assert int(next_one.booking.number) > int(was.number), "no two guests get one number"


def test_what_was_sold_again_before_anybody_looked_is_given_back(till: Till) -> None:
    copy = copied(till)
    till.clock.advance(60)
    lost = till.sell("2-1 2-2", 5)
    order = till.payment(lost).order_id
    restored(till, copy)
    till.sell("2-1", 1)
    held = till.net_won()

    found = report(till)

    assert deeds(found) == {(Kind.LOST_ORDER, Deed.GIVING_BACK): 1}
    assert till.by_order(order).status is PaymentStatus.REFUNDED
    assert till.net_won() == held - 20_000
    again = report(till)
    assert again.differences == ()
    assert till.broken_promises() == {}


def test_every_state_that_a_copy_can_hold_is_brought_up_to_date(till: Till) -> None:
    """Held, opened, on its way and paid at the moment of the copy; paid, canceled or given up after it."""
    opened, lapsing = till.open("1-1 1-2"), till.open("2-1")
    on_its_way = till.open("3-1 3-2")
    till.come_back(on_its_way, till.authenticate(on_its_way))
    paid = till.sell("bar-0")
    copy = copied(till)

    till.clock.advance(30)
    till.come_back(opened, till.authenticate(opened))
    till.settler.settle(opened.payment_id)
    till.settler.settle(on_its_way.payment_id)
    till.counter.release(lapsing.booking.visit_id, lapsing.booking.booking_id)
    till.cancel_in_console(paid)
    till.sell("bar-1")
    till.sell("1-1 1-2 1-3", 7)
    restored(till, copy)

    assert sorted(deeds(report(till)).items()) == [
        ((Kind.CANCELED_THERE, Deed.NOTICED), 1),
        ((Kind.LOST_ORDER, Deed.ADOPTED), 2),
        ((Kind.NOT_KEPT, Deed.ADOPTED), 1),
    ]
    assert till.payment(opened.payment_id).status is PaymentStatus.DONE
    assert till.payment(on_its_way.payment_id).status is PaymentStatus.DONE
    assert report(till).differences == ()
    assert till.broken_promises() == {}


def test_before_anything_is_sold_the_days_that_the_copy_lacks_are_due(till: Till) -> None:
    till.sell("1-1")
    copy = copied(till)
    till.set_time(till.clock.now() + timedelta(days=3))
    till.sell("2-1")
    restored(till, copy)
    today = seoul_day(till.clock.now())
    due = [today - timedelta(days=nth) for nth in (3, 2, 1, 0)]
    assert till.reconciler.must_come_first() == till.reconciler.due_days() == due
    for day in due:
        assert isinstance(till.reconciler.reconcile(day), Report)
    assert till.reconciler.must_come_first() == till.reconciler.due_days() == []
    assert till.broken_promises() == {}


def test_while_the_company_is_away_nothing_counts_as_reconciled(till: Till) -> None:
    till.sell("1-1")
    copy = copied(till)
    till.sell("2-1")
    restored(till, copy)
    due = till.reconciler.must_come_first()
    till.sandbox.faults.switch_on({"kind": "drop", "endpoint": "transactions"})
    away = till.reconciler.reconcile(due[-1])
    assert isinstance(away, NotReconciled)
    assert "company" in away.why
    assert till.reconciler.must_come_first() == due
    till.sandbox.faults.switch_on({"kind": "drop", "endpoint": "inquiry"})
    halfway = till.reconciler.reconcile(due[-1])
    assert isinstance(halfway, NotReconciled)
    assert till.reconciler.must_come_first() == due
    assert deeds(report(till)) == {(Kind.LOST_ORDER, Deed.ADOPTED): 1}


def test_a_crash_inside_adopting_leaves_all_of_it_or_nothing(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = copied(till)
    till.sell("2-1")
    restored(till, copy)

    def dies(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken, pytest.raises(ZeroDivisionError):
        broken.setattr(bookings, "move", dies)
        till.reconciler.reconcile(seoul_day(till.clock.now()))
    with till.shop.database.read() as session:
        assert bookings.with_status(session, "corner", BookingStatus) == []
    report(till)
    assert report(till).differences == ()
    assert till.broken_promises() == {}

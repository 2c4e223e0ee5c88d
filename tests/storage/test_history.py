"""However long the history: what is asked on the customer's road and in every round of the settler goes by an index that narrows."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from kiosk.domain.sittings import open_sittings
from kiosk.services import checkout, holding
from kiosk.services.checkout import Opened
from kiosk.services.restaurants import install
from kiosk.services.results import Held
from kiosk.services.settling import Settler
from kiosk.services.shop import Shop
from kiosk.storage.engine import open_database
from kiosk.storage.schema import bring_up_to_date
from tests.fakes.channel import FakeChannel
from tests.fakes.machine import FakeClock, FakeIds
from tests.fakes.restaurants import ALL_DAY, restaurant
from tests.services.road import redirect

GROWING = ("booking", "booking_seat", "claim", "payment", "answer", "journal", "refund")
FEW = ("uq_booking_ready_of_visit", "ix_booking_ready", "uq_payment_alive", "uq_refund_under_way")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    database = open_database(f"sqlite:///{tmp_path / 'jari.db'}")
    bring_up_to_date(database)
    install(database, restaurant())
    yield Shop(database, FakeClock(), FakeIds(), "corner", "K1")
    database.close()


@contextmanager
def steps_of(shop: Shop) -> Iterator[set[str]]:
    """Fills with every step of every plan of what is asked inside."""
    asked: set[tuple[str, int]] = set()
    steps: set[str] = set()

    def listen(_connection, _cursor, statement: str, parameters, _context, many: bool) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            asked.add((statement, len(parameters[0] if many else parameters)))

    event.listen(shop.database.writers, "before_cursor_execute", listen)
    event.listen(shop.database.readers, "before_cursor_execute", listen)
    yield steps
    with shop.database.read() as session:
        for statement, many in sorted(asked):
            plan = session.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", (None,) * many)
            steps.update(str(row[3]) for row in plan)


def goes_through_all(step: str) -> bool:
    found = re.match(r"(SCAN|SEARCH) (\w+)", step)
    if not found or found[2] not in GROWING or any(index in step for index in FEW):
        return False
    return found[1] == "SCAN" or step.endswith("(restaurant_id=?)")


def test_a_customer_does_not_wait_longer_with_every_year(shop: Shop) -> None:
    channel = FakeChannel()
    with steps_of(shop) as steps:
        sitting = open_sittings(shop.clock.now(), ALL_DAY)[0]
        held = holding.hold(shop, "v1", sitting, frozenset({"1-1"}), 1)
        assert isinstance(held, Held)
        opened = checkout.open_payment(shop, "v1", held.booking.booking_id)
        assert isinstance(opened, Opened)
        checkout.accept_return(shop, "v1", opened.payment.payment_id, redirect(opened.payment))
        settler = Settler(shop, channel)
        settler.settle(opened.payment.payment_id)
        settler.settle_all()
        holding.sweep(shop)
        holding.look_again(shop, "v1", held.booking.booking_id)
    assert len(steps) > 15
    assert [step for step in sorted(steps) if goes_through_all(step)] == []


def test_a_question_that_goes_through_all_would_be_seen(shop: Shop) -> None:
    with steps_of(shop) as steps, shop.database.read() as session:
        session.exec_driver_sql("SELECT * FROM payment WHERE restaurant_id = ? AND status = ?", ("r", "x"))
    assert any(goes_through_all(step) for step in steps)

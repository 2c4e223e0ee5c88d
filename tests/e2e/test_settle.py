"""A kiosk without a secret key, a settler in a process of its own, and a sandbox: paid, and safe when the settler dies."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from kiosk.app.backend import Backend
from kiosk.app.machine import MachineClock, MachineIds
from kiosk.app.opening import open_all
from kiosk.app.sandbox_admin import SandboxAdmin
from kiosk.app.settings import load
from kiosk.domain.states import PaymentStatus
from kiosk.sandbox import Sandbox
from kiosk.services.presence import SILENT_AFTER, is_anybody_settling
from kiosk.services.results import Accepted, Held, Paid, PaymentOpened, Refused, StillUnknown
from kiosk.storage import payments
from kiosk.storage.flight import FlightFile
from kiosk.storage.payments import PaymentRow
from tests.services.road import redirect

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 45.0
CLIENT, SECRET = "toss_client_key", "KIOSK_TOSS_SECRET_KEY"


class LateClock(MachineClock):
    """The machine's clock, a little ahead when a test says so."""

    ahead = timedelta()

    def now(self) -> datetime:
        return super().now() + self.ahead


@dataclass
class Restaurant:
    """One database, one company, and any number of processes."""

    url: str
    sandbox: Sandbox
    folder: Path

    def environment(self, **more: str) -> dict[str, str]:
        return {
            "KIOSK_DATABASE_URL": self.url,
            "KIOSK_TOSS_CLIENT_KEY": self.sandbox.client_key,
            "KIOSK_MODE": "test",
            "KIOSK_COMPANY_URL": self.sandbox.url,
            "KIOSK_LOG_DIR": str(self.folder / "log"),
            "KIOSK_STATE_DIR": str(self.folder / "state"),
            "KIOSK_BACKUP_NIGHTLY": "false",
        } | more

    def settler(self, name: str) -> "subprocess.Popen[str]":
        """``kiosk settle``, once it says that it settles."""
        started = subprocess.Popen(
            [sys.executable, "-m", "kiosk", "settle", "--terminal", name],
            cwd=ROOT,
            env=os.environ | self.environment(**{SECRET: self.sandbox.secret_key}, KIOSK_SETTLER="here"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert started.stdout is not None
        said = started.stdout.readline()
        assert "settles payments, mode test: no money moves" in said
        assert self.sandbox.secret_key not in said
        return started


@pytest.fixture
def here(database_url: str, tmp_path: Path) -> Iterator[Restaurant]:
    with Sandbox() as sandbox:
        yield Restaurant(database_url, sandbox, tmp_path)


@pytest.fixture
def clock() -> LateClock:
    return LateClock()


@pytest.fixture
def kiosk(here: Restaurant, clock: LateClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Backend]:
    for name, value in here.environment(KIOSK_SETTLER="elsewhere").items():
        monkeypatch.setenv(name, value)
    backend = open_all(load(), clock, MachineIds(), None)
    yield backend
    backend.close()


@pytest.fixture
def settler(here: Restaurant, kiosk: Backend) -> Iterator["subprocess.Popen[str]"]:
    started = here.settler("settler-1")
    wait_until(kiosk, lambda: kiosk.counter.why_closed() == "")
    yield started
    end(started)


def end(process: "subprocess.Popen[str]", number: int = signal.SIGTERM) -> int:
    if process.poll() is None:
        process.send_signal(number)
    code = process.wait(90)
    assert process.stdout is not None
    process.stdout.close()
    return code


def wait_until(kiosk: Backend, holds: "object") -> None:
    """Woken by what others write, as a kiosk is."""
    clock = MachineClock()
    ends = clock.monotonic() + PATIENCE_S
    while not holds():  # type: ignore[operator]
        assert clock.monotonic() < ends, "it did not come about in time"
        kiosk.feed.changed(0.2)


def hold(kiosk: Backend) -> Held:
    """Two seats of the first table that is free: shortly before midnight every guest of a test wants the same hour."""
    counter, came = kiosk.counter, []
    for table in counter.restaurant().plan.tables:
        seats = frozenset(seat.seat_id for seat in table.usable_seats[:2])
        if len(seats) > 1:
            came.append(counter.hold(counter.new_visit(), counter.sittings()[0], seats, len(seats)))
            if isinstance(came[-1], Held):
                return came[-1]
    pytest.fail(f"no table could be held: {came}")


def authenticated(kiosk: Backend, here: Restaurant) -> tuple[str, PaymentRow, str]:
    """As far as the company's redirect: the visit, its payment, and the URL that came back."""
    booking = hold(kiosk).booking
    opened = kiosk.counter.open_payment(booking.visit_id, booking.booking_id, "ko")
    assert isinstance(opened, PaymentOpened), opened
    with kiosk.database.read() as session:
        payment = payments.find(session, kiosk.shop.restaurant_id, opened.payment_id)
    assert payment is not None
    key = authenticate(here.sandbox, payment)
    return booking.visit_id, payment, redirect(payment, paymentKey=key)


def authenticate(sandbox: Sandbox, payment: PaymentRow) -> str:
    """As the company's page does once the customer has; gives the payment key."""
    asked = {
        "orderId": payment.order_id,
        "orderName": "자리 예약금",
        "amount": int(payment.amount),
        "method": "카드",
        "clientKey": sandbox.client_key,
    }
    request = Request(
        f"{sandbox.url}/sandbox/authenticate",
        data=json.dumps(asked).encode(),
        method="POST",
        headers={"Content-Type": "application/json"},
    )
    with build_opener(ProxyHandler({})).open(request, timeout=10) as answer:
        return str(json.loads(answer.read())["paymentKey"])


def pay(kiosk: Backend, here: Restaurant) -> object:
    visit, payment, url = authenticated(kiosk, here)
    assert kiosk.counter.accept_return(visit, payment.payment_id, url) == Accepted(payment.payment_id)
    return kiosk.counter.settle(payment.payment_id)


def status(kiosk: Backend, payment_id: str) -> PaymentStatus:
    with kiosk.database.read() as session:
        row = payments.find(session, kiosk.shop.restaurant_id, payment_id)
    assert row is not None
    return row.status


@pytest.mark.usefixtures("settler")
def test_a_guest_pays_at_a_kiosk_that_has_no_secret(kiosk: Backend, here: Restaurant) -> None:
    assert kiosk.settler is None
    assert isinstance(pay(kiosk, here), Paid)
    flight = FlightFile(here.folder / "state")
    (sent,) = flight.since(MachineClock().now() - timedelta(hours=1))
    with kiosk.database.read() as session:
        stored = payments.find_by_order(session, kiosk.shop.restaurant_id, sent.order_id)
    assert stored is not None, (
        "whoever asked for the money has written the order down on its own machine, too"
    )
    assert here.sandbox.secret_key not in (repr(kiosk) + repr(vars(load())))


def test_without_a_settler_nothing_is_sold_and_what_was_begun_is_settled_by_the_next(
    kiosk: Backend, here: Restaurant, settler: "subprocess.Popen[str]", clock: LateClock
) -> None:
    visit, payment, url = authenticated(kiosk, here)
    end(settler, signal.SIGKILL)
    assert kiosk.counter.accept_return(visit, payment.payment_id, url) == Accepted(payment.payment_id)
    assert isinstance(kiosk.counter.settle(payment.payment_id), StillUnknown)
    clock.ahead = SILENT_AFTER + timedelta(seconds=10)
    assert kiosk.counter.why_closed() == "settler_away"
    booking = kiosk.counter.hold(
        kiosk.counter.new_visit(),
        kiosk.counter.sittings()[-1],
        frozenset(seat.seat_id for seat in kiosk.counter.restaurant().plan.tables[0].usable_seats[:1]),
        1,
    )
    assert isinstance(booking, Held), "seats can be held all the same"
    refused = kiosk.counter.open_payment(booking.booking.visit_id, booking.booking.booking_id, "ko")
    assert refused == Refused("settler_away")
    clock.ahead = timedelta()
    another = here.settler("settler-2")
    wait_until(kiosk, lambda: status(kiosk, payment.payment_id) is PaymentStatus.DONE)
    assert end(another) == 0


def test_two_settlers_settle_each_payment_once(
    kiosk: Backend, here: Restaurant, settler: "subprocess.Popen[str]"
) -> None:
    another = here.settler("settler-2")
    assert isinstance(pay(kiosk, here), Paid)
    assert end(another) == 0
    ledger = SandboxAdmin(here.sandbox.url).ledger()
    assert [entry.charges for entry in ledger.entries] == [1]


def test_a_settler_that_ends_in_order_is_missed_at_once(
    kiosk: Backend, here: Restaurant, settler: "subprocess.Popen[str]"
) -> None:
    assert end(settler) == 0
    with kiosk.database.read() as session:
        assert not is_anybody_settling(session, kiosk.shop)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_cannot_settle_says_why(here: Restaurant) -> None:
    for more, said in (
        ({"KIOSK_SETTLER": "elsewhere"}, "There is no secret key here to settle with"),
        (
            {"KIOSK_SETTLER": "elsewhere", SECRET: here.sandbox.secret_key},
            "the secret key is here all the same",
        ),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "kiosk", "settle"],
            cwd=ROOT,
            env=os.environ | here.environment(**more),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 2
        assert said in done.stderr

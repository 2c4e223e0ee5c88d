"""A shop on a database file and the payment sandbox behind it: guests who pay over real HTTP, and the company's ledger."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

from kiosk.app.sandbox_admin import SandboxAdmin
from kiosk.payments.statements import TossStatements
from kiosk.payments.toss import Toss
from kiosk.sandbox import Sandbox
from kiosk.services import invariants
from kiosk.services.counter import Counter
from kiosk.services.invariants import Evidence
from kiosk.services.pages import CheckoutPages
from kiosk.services.reconciling import Reconciler
from kiosk.services.restaurants import install, installed
from kiosk.services.results import Accepted, Held, PaymentOpened
from kiosk.services.settling import Settler
from kiosk.services.shop import Shop
from kiosk.storage import payments
from kiosk.storage.engine import open_database
from kiosk.storage.payments import PaymentRow
from kiosk.storage.schema import bring_up_to_date
from tests.fakes.machine import FakeClock
from tests.fakes.restaurants import restaurant
from tests.services.road import redirect

TEMPLATE = '<html lang="__LANG__"><meta content="__CSP__"><script src="__SDK_URL__"></script><b>__CHECKOUT_JSON__</b>'


@dataclass
class Till:
    """One terminal. ``reopen`` takes whatever database file is there now."""

    file: Path
    sandbox: Sandbox
    clock: FakeClock
    ids: Any

    def __post_init__(self) -> None:
        self.reopen()
        self.tell_the_time()

    def reopen(self) -> None:
        database = open_database(f"sqlite:///{self.file}")
        bring_up_to_date(database)
        if not installed(database):
            install(database, restaurant())
        self.shop = Shop(database, self.clock, self.ids, "corner", "K1")
        self.toss = Toss(self.sandbox.secret_key, self.sandbox.url, self.clock, connect_s=2, read_s=5)
        self.settler = Settler(self.shop, self.toss)
        self.reconciler = Reconciler(self.shop, self.toss, TossStatements(self.toss.fetch, page_rows=3))
        pages = CheckoutPages(TEMPLATE, self.sandbox.client_key, "http://127.0.0.1:1/v2/standard")
        self.counter = Counter(self.shop, self.settler.settle, pages)

    def close(self) -> None:
        self.shop.database.close()

    def set_time(self, instant: datetime) -> None:
        self.clock.instant = instant
        self.tell_the_time()

    def tell_the_time(self) -> None:
        self.sandbox.clock.set(self.clock.now())

    # --- a guest ------------------------------------------------------------------------------------------------

    def open(self, seats: str, nth: int = 0) -> PaymentOpened:
        """As far as the checkout page; ``nth`` sitting from now."""
        visit, wanted = self.counter.new_visit(), frozenset(seats.split())
        held = self.counter.hold(visit, self.counter.sittings()[nth], wanted, len(wanted))
        assert isinstance(held, Held), held
        opened = self.counter.open_payment(visit, held.booking.booking_id, "ko")
        assert isinstance(opened, PaymentOpened), opened
        return opened

    def authenticate(self, opened: PaymentOpened) -> str:
        """The guest at the company's window; gives the success redirect."""
        found = re.search("<b>(.*)</b>", opened.html)
        assert found is not None
        page = json.loads(found.group(1))
        told = {name: page[name] for name in ("orderId", "amount", "metadata")}
        key = self.ask("authenticate", told)["paymentKey"]
        return redirect(self.payment(opened.payment_id), paymentKey=key)

    def come_back(self, opened: PaymentOpened, url: str) -> None:
        answer = self.counter.accept_return(opened.booking.visit_id, opened.payment_id, url)
        assert isinstance(answer, Accepted), answer

    def sell(self, seats: str, nth: int = 0) -> str:
        """The whole road; gives the payment's id."""
        opened = self.open(seats, nth)
        self.come_back(opened, self.authenticate(opened))
        self.settler.settle(opened.payment_id)
        return opened.payment_id

    # --- what there is to see -----------------------------------------------------------------------------------

    def payment(self, payment_id: str) -> PaymentRow:
        with self.shop.database.read() as session:
            row = payments.find(session, "corner", payment_id)
        assert row is not None
        return row

    def by_order(self, order_id: str) -> PaymentRow:
        with self.shop.database.read() as session:
            row = payments.find_by_order(session, "corner", order_id)
        assert row is not None
        return row

    def broken_promises(self) -> dict[int, list[str]]:
        ledger = SandboxAdmin(self.sandbox.url).ledger()
        found = invariants.violations(self.shop, Evidence(company=ledger.entries))
        return {number: broken for number, broken in found.items() if broken}

    def net_won(self) -> int:
        return SandboxAdmin(self.sandbox.url).ledger().net_won

    def cancel_in_console(self, payment_id: str, amount: int | None = None) -> None:
        body: dict[str, Any] = {"cancelReason": "console"} | ({"cancelAmount": amount} if amount else {})
        self.sandbox.ledger.cancel(str(self.payment(payment_id).payment_key), body)

    def ask(self, path: str, told: dict[str, Any]) -> dict[str, Any]:
        request = Request(
            f"{self.sandbox.url}/sandbox/{path}",
            data=json.dumps(told).encode(),
            headers={"Content-Type": "application/json"},
        )
        with build_opener(ProxyHandler({})).open(request, timeout=10) as answer:
            found: dict[str, Any] = json.loads(answer.read())
            return found

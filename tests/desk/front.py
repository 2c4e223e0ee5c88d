"""A desk over real services and a real database, with lanes that the test runs and a clock that it owns."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache

from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from kiosk.app.desk import desk_texts
from kiosk.desk.controller import DeskController, Means
from kiosk.desk.window import DeskWindow
from kiosk.domain.best import Needs
from kiosk.domain.sittings import open_sittings
from kiosk.domain.staff import Role
from kiosk.services import holding, queueing, staffing
from kiosk.services.restaurants import install, load
from kiosk.services.results import Booking, Held, Joined
from kiosk.services.shop import Shop
from kiosk.services.staffing import Person
from kiosk.storage.engine import open_database
from kiosk.ui.text import Text
from tests.desk.stage import look
from tests.fakes.lanes import ManualLanes
from tests.fakes.machine import FakeClock, FakeIds
from tests.fakes.restaurants import ALL_DAY, restaurant
from tests.fakes.scripted import ScriptedChannel
from tests.services.desk_crew import CHEAP, PINS, hire
from tests.services.road import SEATS, Road


@cache
def words(language: str = "ko") -> Text:
    return desk_texts()[language]


class Front:
    """One desk as its staff see it."""

    def __init__(
        self, shop: Shop, clock: FakeClock, size: tuple[int, int] = (1920, 1080), *, prints: bool = False
    ) -> None:
        self.shop, self.clock, self.lanes = shop, clock, ManualLanes()
        self.people = {role: hire(shop, role, name) for role, name in NAMES.items()}
        self.window = DeskWindow(look(size=size), words())
        house = load(shop.database, shop.restaurant_id)
        self.logged: list[str] = []
        means = Means(
            shop, self.lanes, lambda name, facts: self.logged.append(f"{name} {facts}"), prints=prints
        )
        self.controller = DeskController(house, means, self.window, words())
        self.window.resize(*size)
        self.window.show()
        self.controller.start()
        self.lanes.run_all()

    def settle(self) -> None:
        """Let the lanes run, and controls that were added be shown."""
        self.lanes.run_all()
        QApplication.processEvents()

    @property
    def state(self):
        return self.controller.state

    def key(self, name: str, inside: QWidget | None = None) -> QAbstractButton:
        """The one control of that name that can be seen on the topmost layer."""
        layer = inside or self.top
        named = [
            each
            for each in layer.findChildren(QAbstractButton)
            if each.accessibleName() == name and each.isVisible()
        ]
        assert len(named) == 1, f"{len(named)} controls are called {name!r}; there are {self.names()}"
        return named[0]

    @property
    def top(self) -> QWidget:
        for layer in (self.window.again, self.window.booking):
            if layer.isVisible():
                return layer
        return self.window.pin if self.window.pin.isVisible() else self.window.frame

    def names(self) -> list[str]:
        return [each.accessibleName() for each in self.top.findChildren(QAbstractButton) if each.isVisible()]

    def touch(self, name: str) -> None:
        self.key(name).click()
        self.settle()

    def type_pin(self, pin: str) -> None:
        for digit in pin:
            self.touch(digit)

    def sign_in(self, role: Role) -> None:
        self.touch(NAMES[role])
        self.type_pin(PINS[role])

    def row(self, part: str) -> None:
        """Touch the row of the list that has these words."""
        found = [row for row in self.window.now.list.rows if part in row.spoken and not row.is_head]
        assert len(found) == 1, [row.spoken for row in self.window.now.list.rows]
        self.window.now.list.touched.emit(found[0].booking_id)
        self.settle()

    def table(self, table_id: str) -> None:
        self.window.now.plan.table_touched.emit(table_id)
        self.settle()

    def said(self) -> str:
        said = self.state.said
        return said.key if said else ""

    def refresh(self) -> None:
        self.controller.read_day()
        self.lanes.run_all()

    def hold(self) -> Booking:
        held = holding.hold(self.kiosk, "guest", open_sittings(self.clock.now(), ALL_DAY)[0], SEATS, 2)
        assert isinstance(held, Held)
        return held.booking

    @property
    def kiosk(self) -> Shop:
        return replace(self.shop, terminal="K1")

    def paid(self) -> str:
        """Two guests at table 1 with 20,000 won paid, as a kiosk leaves them."""
        road = Road(self.kiosk, open_sittings(self.clock.now(), ALL_DAY)[0], ScriptedChannel())
        payment = road.accepted()
        road.settler.settle(payment.payment_id)
        self.refresh()
        return payment.booking_id

    def joins(self, party: int, phone: str = "", *, wheelchair: bool = False) -> str:
        """A team waits, as a kiosk leaves it; gives its id."""
        visit = self.shop.ids.visit_id()
        joined = queueing.join(self.kiosk, visit, Needs(party, wheelchair), phone, "ko")
        assert isinstance(joined, Joined), joined
        self.refresh()
        return visit

    def close(self) -> None:
        self.controller.stop()
        self.window.close()
        self.window.deleteLater()


NAMES = {Role.WAITER: "홀 1", Role.MANAGER: "매니저", Role.OWNER: "사장님"}


def person(front: Front, role: Role) -> Person:
    return front.people[role]


@contextmanager
def opened(database_url: str, *, prints: bool = False) -> Iterator[Front]:
    """A desk on an empty database at the newest schema."""
    before, staffing.HASHER = staffing.HASHER, CHEAP  # type: ignore[misc]  # argon2 as it is takes a tenth of a second
    database = open_database(database_url)
    install(database, restaurant())
    clock = FakeClock()
    front = Front(Shop(database.of("corner"), clock, FakeIds(), "corner", "desk-1"), clock, prints=prints)
    try:
        yield front
    finally:
        front.close()
        database.close()
        staffing.HASHER = before  # type: ignore[misc]

"""A screen reader of our own: walks the tree that the kiosk shows on the accessibility bus (AT-SPI), and presses by it.

A client like any other: it knows names, roles and states, and nothing of the program.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, MatchRule, MessageType, Properties, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from kiosk.app.machine import MachineClock

ACCESSIBLE = "org.a11y.atspi.Accessible"
ACTION = "org.a11y.atspi.Action"
ROOT = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
CHECKED, SENSITIVE, SHOWING = 4, 24, 25
"""Bits of a state (AtspiStateType)."""
PATIENCE_S = 20.0
CLOCK = MachineClock()

Ref = tuple[str, str]


class Gone(Exception):
    """What was asked is not there any more."""


@dataclass(frozen=True)
class Thing:
    """One node of the tree, as it was when it was looked at."""

    ref: Ref
    role: str
    name: str
    state: int

    def has(self, bit: int) -> bool:
        return bool(self.state >> bit & 1)


class Reader:
    """Connected to the accessibility bus of one session."""

    def __init__(self, session: str) -> None:
        ask = open_dbus_connection(session)
        door = DBusAddress("/org/a11y/bus", bus_name="org.a11y.Bus", interface="org.a11y.Bus")
        address = ask.send_and_get_reply(new_method_call(door, "GetAddress"), timeout=PATIENCE_S).body[0]
        ask.close()
        self._bus: DBusConnection = open_dbus_connection(address)
        self.heard: list[str] = []
        self._bus.send_and_get_reply(
            message_bus.AddMatch(MatchRule(type="signal", interface="org.a11y.atspi.Event.Object"))
        )
        listens = DBusAddress(
            "/org/a11y/atspi/registry", "org.a11y.atspi.Registry", "org.a11y.atspi.Registry"
        )
        for event in ("object:announcement", "object:state-changed:focused"):
            self._bus.send_and_get_reply(new_method_call(listens, "RegisterEvent", "s", (event,)))

    def close(self) -> None:
        self._bus.close()

    def find(self, role: str, begins: str) -> Thing:
        """The one that is on the screen; waits for it."""
        found: Thing = self._wait(
            lambda: next(
                (one for one in self.things() if one.role == role and one.name.startswith(begins)), None
            ),
            f"a {role} called {begins}",
            lambda: (
                "; there are " + ", ".join(f"{one.role} {one.name!r}" for one in self.things() if one.name)
            ),
        )
        return found

    def press(self, role: str, begins: str) -> Thing:
        """Only by what the tree offers: its first action."""
        thing = self.find(role, begins)
        assert thing.has(SENSITIVE), f"{thing} is off"
        assert self._call(thing.ref, ACTION, "DoAction", "i", (0,)) == (True,)
        return thing

    def hears(self, words: str) -> str:
        """Waits until something with these words was announced."""
        heard: str = self._wait(
            lambda: next((said for said in self._listened() if words in said), None), f"hearing {words!r}"
        )
        return heard

    def things(self) -> Iterator[Thing]:
        """Everything that is to be seen, depth first."""
        for application in self._call(ROOT, ACCESSIBLE, "GetChildren")[0]:
            yield from self._below(tuple(application), is_top=True)

    def _below(self, ref: Any, *, is_top: bool = False) -> Iterator[Thing]:
        try:
            low, high = self._call(ref, ACCESSIBLE, "GetState")[0]
            state = low | high << 32
            if not is_top and not state >> SHOWING & 1:
                return
            thing = Thing(ref, self._call(ref, ACCESSIBLE, "GetRoleName")[0], self._name(ref), state)
            children = self._call(ref, ACCESSIBLE, "GetChildren")[0]
        except Gone:
            return
        yield thing
        for child in children:
            yield from self._below(tuple(child))

    def _name(self, ref: Ref) -> str:
        return str(self._ask(Properties(DBusAddress(ref[1], ref[0], ACCESSIBLE)).get("Name"))[0][1])

    def _call(self, ref: Ref, interface: str, method: str, kind: str | None = None, body: Any = ()) -> Any:
        return self._ask(new_method_call(DBusAddress(ref[1], ref[0], interface), method, kind, body))

    def _ask(self, message: Any) -> Any:
        reply = self._bus.send_and_get_reply(message, timeout=PATIENCE_S)
        if reply.header.message_type is MessageType.error:
            raise Gone(reply.body)
        return reply.body

    def _listened(self) -> list[str]:
        while True:
            try:
                message = self._bus.receive(timeout=0.1)
            except TimeoutError:
                return self.heard
            if message.header.fields.get(3) == "Announcement":
                self.heard.append(str(message.body[3][1]))

    @staticmethod
    def _wait(look: Callable[[], Any], what: str, there: Callable[[], str] = str) -> Any:
        ends = CLOCK.monotonic() + PATIENCE_S
        while True:
            found = look()
            if found is not None:
                return found
            assert CLOCK.monotonic() < ends, f"waited for {what}{there()}"
            CLOCK.sleep(0.1)

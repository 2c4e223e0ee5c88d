"""One restaurant of several processes: a company, a database, three terminals and two settlers, which die and come back.

What should live and does not is started again, as an init system does.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import time, timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit

from kiosk.app.machine import MachineClock, MachineIds
from kiosk.app.sandbox_admin import SandboxAdmin
from kiosk.domain.floor import Plan, Seat, SeatKind, Shape, Table
from kiosk.domain.money import won
from kiosk.domain.sittings import WeeklyRule
from kiosk.prove.outages.plan import KIOSKS, SERVER, SESSION, SETTLERS, WHOLE, Act, company_line
from kiosk.prove.server import PostgresServer
from kiosk.services.floor_text import write_restaurant
from kiosk.services.restaurants import install
from kiosk.services.results import Restaurant
from kiosk.services.shop import Shop
from kiosk.storage.engine import Database, open_database
from kiosk.storage.schema import bring_up_to_date

RESTAURANT: Final = "outages"
SOUND: Final = "sound"
_SEATS: Final = 6
_TABLES: Final = 6
_READY_S: Final = 60.0
_FAREWELL_S: Final = 90.0
_SLOW: Final = (("confirm", 0.12), ("inquiry", 0.03), ("cancel", 0.05))
"""How long the company takes after the effect of each call, in seconds: long enough to die in between."""

_LATE: Final = 3
"""So many confirms have no answer, and their effect comes only after somebody has asked: whoever tries again under another
key pays twice."""

SERVER_SETTINGS: Final = {"synchronous_commit": "on"}
"""What was committed outlives the server's death; only the machine's own would need fsync, and it does not die here."""


class WorldLost(RuntimeError):
    """A part of the world could not be started: the campaign cannot go on."""


@dataclass
class World:
    """The processes of one storm. ``settler`` names the program that settles: the sound one, or a known-bad one."""

    folder: Path
    engine: str
    server: PostgresServer | None
    database_name: str
    has_gates: bool
    settler: str
    seed: str
    clock: MachineClock = field(default_factory=MachineClock)
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    wanted: set[str] = field(default_factory=set)
    returns: int = 0
    ports: dict[str, int] = field(default_factory=dict)

    def open(self, stack: ExitStack) -> None:
        """Everything there is, and a first look around. Raises WorldLost."""
        self._open_company(stack)
        self._floor.write_text(write_restaurant(_restaurant()), encoding="utf-8")
        self.database = _filled(self._url())
        stack.callback(self.database.close)
        self.shop = Shop(self.database.of(RESTAURANT), self.clock, MachineIds(), RESTAURANT, "judge")
        if self.has_gates:
            self._open_gates(stack)
        stack.callback(self.end_all)
        for name in (*SETTLERS, *KIOSKS):
            self.start(name)
        self._wait_for_the_first_guest()

    def _wait_for_the_first_guest(self) -> None:
        """Blows before anything is sold prove nothing."""
        ends = self.clock.monotonic() + _READY_S
        while not self.company.ledger().net_won:
            if self.clock.monotonic() > ends:
                raise WorldLost(f"nothing was sold within {_READY_S:.0f} s")
            self.look_after()
            self.clock.sleep(0.05)

    # --- acts ---------------------------------------------------------------------------------------------------

    def do(self, act: Act) -> None:
        """Kill, start, cut or mend."""
        match act.does:
            case "kill":
                self._kill(act.whom, act.how)
            case "start":
                self.start(act.whom)
            case _:
                self._tell_gate(do=act.does, line=act.whom, how=act.how)

    def _kill(self, whom: str, how: str) -> None:
        if whom == SERVER:
            self._kill_server(how)
            return
        self.wanted.discard(whom)
        process = self.running.pop(whom, None)
        if process is not None:
            process.kill()
            process.wait()

    def _kill_server(self, how: str) -> None:
        assert self.server is not None, "a file has no server"
        if how == SESSION:
            # It may have just been killed, and not be back yet.
            with suppress(Exception):
                self.server.kill_one_session()
        else:
            self.server.kill(whole=how == WHOLE)

    def start(self, whom: str) -> None:
        """Let it live. A server that recovers by itself is left to it."""
        if whom == SERVER:
            assert self.server is not None, "a file has no server"
            self.server.start_again()
            return
        self.wanted.add(whom)
        self.running[whom] = self._kiosk(whom) if whom in KIOSKS else self._settler(whom)

    def look_after(self) -> None:
        """Start again what has ended by itself."""
        for name in list(self.wanted):
            if self.running[name].poll() is not None:
                self.returns += 1
                self.start(name)

    # --- the end ------------------------------------------------------------------------------------------------

    def send_guests_home(self) -> None:
        """No new guest; whoever is there may finish."""
        for name in KIOSKS:
            self.end(name)

    def end(self, whom: str) -> int:
        """In order; gives the exit code, and -9 for one that had to be killed."""
        self.wanted.discard(whom)
        process = self.running.pop(whom, None)
        if process is None:
            return 0
        process.send_signal(signal.SIGTERM)
        try:
            return process.wait(_FAREWELL_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return -9

    def end_all(self) -> None:
        """Whatever still runs."""
        for name in list(self.running):
            self._kill(name, "")

    def notes(self) -> list[dict[str, Any]]:
        """What screens have said."""
        found = []
        for file in sorted(self.folder.glob("notes-*")):
            found += [json.loads(line) for line in file.read_text().splitlines() if line.endswith("}")]
        return found

    # --- parts --------------------------------------------------------------------------------------------------

    def _open_company(self, stack: ExitStack) -> None:
        process = self._program(stack, ["-m", "kiosk", "sandbox", "--port", "0", "--until-input-ends"])
        assert process.stdout is not None
        words = process.stdout.readline().decode().split()
        if not words:
            raise WorldLost("the sandbox did not start")
        self.company_url = words[1]
        self.keys = dict(word.split("=", 1) for word in words[2:])
        self.company = SandboxAdmin(self.company_url)
        self.company.fault(kind="second_key_charges_again")
        self.company.fault(kind="late", endpoint="confirm", count=_LATE)
        for endpoint, seconds in _SLOW:
            self.company.fault(kind="delay_after", endpoint=endpoint, count=None, seconds=seconds)

    def _open_gates(self, stack: ExitStack) -> None:
        self._gate = self._program(stack, ["-m", "kiosk.prove.outages.gate"])
        assert self.server is not None, "a file has no line"
        socket = str(self.server.folder / "socket" / ".s.PGSQL.5432")
        company = urlsplit(self.company_url)
        for name in (*KIOSKS, *SETTLERS):
            self.ports[name] = self._tell_gate(do="open", line=name, kind="unix", where=socket)["port"]
        for name in map(company_line, SETTLERS):
            told = self._tell_gate(do="open", line=name, kind=company.hostname, where=str(company.port))
            self.ports[name] = told["port"]

    def _tell_gate(self, **told: object) -> dict[str, Any]:
        assert self._gate.stdin is not None
        assert self._gate.stdout is not None
        self._gate.stdin.write(json.dumps(told).encode() + b"\n")
        self._gate.stdin.flush()
        answer = self._gate.stdout.readline()
        if not answer:
            raise WorldLost("the gate has ended")
        read: dict[str, Any] = json.loads(answer)
        return read

    def _program(self, stack: ExitStack, words: list[str]) -> "subprocess.Popen[bytes]":
        """A helper that ends when its input does."""
        process = subprocess.Popen(
            [sys.executable, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment({})
        )
        stack.callback(_farewell, process)
        return process

    def _kiosk(self, name: str) -> "subprocess.Popen[bytes]":
        words = [str(self.folder / f"notes-{name}"), self.company_url, self.keys["client_key"]]
        seed = f"{self.seed} {name} {self.returns}"
        return self._start(
            name, ["-m", "kiosk.prove.outages.guests", *words, seed], {"KIOSK_SETTLER": "elsewhere"}
        )

    def _settler(self, name: str) -> "subprocess.Popen[bytes]":
        secret = {"KIOSK_TOSS_SECRET_KEY": self.keys["secret_key"]}
        if self.settler == SOUND:
            return self._start(name, ["-m", "kiosk", "settle", "--terminal", name], secret)
        return self._start(name, ["-m", "kiosk.prove.outages.bad_settler", self.settler], secret)

    def _start(self, name: str, words: list[str], more: Mapping[str, str]) -> "subprocess.Popen[bytes]":
        company = self.ports.get(company_line(name))
        told = {
            "KIOSK_DATABASE_URL": self._url(self.ports.get(name)),
            "KIOSK_TERMINAL": name,
            "KIOSK_TOSS_CLIENT_KEY": self.keys["client_key"],
            "KIOSK_RESTAURANT": str(self._floor),
            "KIOSK_MODE": "test",
            "KIOSK_COMPANY_URL": f"http://127.0.0.1:{company}" if company else self.company_url,
            "KIOSK_LOG_DIR": str(self.folder / f"log-{name}"),
            "KIOSK_STATE_DIR": str(self.folder / f"state-{name}"),
            "KIOSK_BACKUP_NIGHTLY": "false",
        }
        with (self.folder / f"out-{name}").open("ab") as out:
            return subprocess.Popen(
                [sys.executable, *words],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                env=_environment(told | dict(more)),
            )

    @property
    def _floor(self) -> Path:
        return self.folder / "restaurant.toml"

    def _url(self, port: int | None = None) -> str:
        if self.server is None:
            return f"sqlite:///{self.folder / 'jari.db'}"
        if port is None:
            return self.server.url(self.database_name)
        return f"postgresql://owner@/{self.database_name}?host={quote('127.0.0.1')}&port={port}"


@contextmanager
def opened(
    folder: Path,
    engine: str,
    server: PostgresServer,
    *,
    has_gates: bool = False,
    settler: str = SOUND,
    seed: str = "",
) -> Iterator[World]:
    """A world on a new database. Everything has ended when it is left."""
    is_server = engine == "postgresql"
    name = server.new_database() if is_server else ""
    with ExitStack() as stack:
        world = World(folder, engine, server if is_server else None, name, has_gates, settler, seed)
        world.open(stack)
        yield world
    if is_server:
        server.drop(name)


def _filled(url: str) -> Database:
    database = open_database(url)
    bring_up_to_date(database)
    install(database, _restaurant())
    return database


def _restaurant() -> Restaurant:
    """Few seats, so that guests meet; a sitting every hour, day and night."""
    tables = tuple(_table(nth) for nth in range(_TABLES))
    plan = Plan(width=_TABLES * 120 + 200, height=_SEATS * 60 + 200, here=(50, 50), tables=tables)
    hour = timedelta(hours=1)
    rules = tuple(WeeklyRule(day, time(0), time(23), hour, hour, won(9_000)) for day in range(7))
    return Restaurant(RESTAURANT, {"ko": "증명식당", "en": "Proof"}, plan, rules, largest_party=4)


def _table(nth: int) -> Table:
    x = 160 + nth * 120
    seats = tuple(
        Seat(f"s{nth}-{place}", f"t{nth}", str(place), x - 50, 100 + place * 60, 90.0, SeatKind.STOOL)
        for place in range(_SEATS)
    )
    return Table(f"t{nth}", str(nth), Shape.BAR, x, 260, 60, _SEATS * 60, "bar", seats, shared=True)


def _environment(told: Mapping[str, str]) -> dict[str, str]:
    mine = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
    return mine | {"PYTHONHASHSEED": "0"} | dict(told)


def _farewell(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()

"""A line between the client and the company on this machine that can be cut at any byte, or answer in the company's place.

Knows nothing of HTTP or payments: bytes only, so that over TLS the handshake is cut as well.
"""

import socket
import struct
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from select import select
from threading import Event, Thread
from types import TracebackType
from typing import Final, Self

LONGEST_S: Final = 8.0
"""Nothing is held longer than this: a client that does not end by itself is then let go, and seen to be late."""

_PIECE = 65_536


class Side(StrEnum):
    """Which way the bytes go."""

    REQUEST = "request"
    RESPONSE = "response"


class Way(StrEnum):
    """What happens at the byte."""

    FIN = "fin"
    RST = "rst"
    STALL = "stall"
    SLICE = "slice"
    """Nothing is lost: from here on every byte comes alone."""


@dataclass(frozen=True, slots=True)
class Cut:
    """After ``at`` bytes of one direction."""

    side: Side
    at: int
    way: Way


@dataclass(frozen=True, slots=True)
class Say:
    """Answer these bytes in the company's place; it gets the request first if it ``hears`` it."""

    answer: bytes
    hears: bool


Plan = Cut | Say


@dataclass(slots=True)
class Passed:
    """What went over the line that was armed. ``whole`` is how much of an answer the company had to give."""

    request: int = 0
    response: int = 0
    whole: int = 0
    was_struck: bool = False

    @property
    def answer_arrived(self) -> bool:
        """Whether the client was given every byte of an answer."""
        return 0 < self.whole <= self.response


class Line:
    """One address for the client, one connection at a time. ``arm`` decides about one connection; all others just pass."""

    def __init__(self, port: int) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._company = port
        self._plan: Plan | None = None
        self._skip = 0
        self._passed = Passed()
        self._over, self._done = Event(), Event()
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """Where the client connects to."""
        return int(self._listener.getsockname()[1])

    def arm(self, plan: Plan | None, skip: int = 0) -> None:
        """The next connection but ``skip`` is struck; None only counts it."""
        self._passed = Passed()
        self._done.clear()
        self._plan, self._skip = plan, skip + 1

    def passed(self) -> Passed:
        """What became of the armed connection, once it is over."""
        self._done.wait(LONGEST_S * 2)
        return self._passed

    def close(self) -> None:
        """End the line and its thread."""
        self._over.set()
        with socket.socket() as knock:
            knock.connect_ex(("127.0.0.1", self.port))
        self._thread.join(LONGEST_S)
        self._listener.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _serve(self) -> None:
        while True:
            client, _ = self._listener.accept()
            with client:
                if self._over.is_set():
                    return
                self._skip -= 1
                is_armed = self._skip == 0
                with suppress(OSError):
                    self._attend(
                        client, self._plan if is_armed else None, self._passed if is_armed else Passed()
                    )
                if is_armed:
                    self._done.set()

    def _attend(self, client: socket.socket, plan: Plan | None, passed: Passed) -> None:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with socket.create_connection(("127.0.0.1", self._company), timeout=LONGEST_S) as company:
            company.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if isinstance(plan, Say):
                _answer(client, company, plan, passed)
            else:
                _Carrier(client, company, plan, passed).carry()


@dataclass(slots=True)
class _Carrier:
    """One connection, carried piece by piece until an end or the cut."""

    client: socket.socket
    company: socket.socket
    cut: Cut | None
    passed: Passed

    def carry(self) -> None:
        sides = {self.client: Side.REQUEST, self.company: Side.RESPONSE}
        while ready := select(list(sides), [], [], LONGEST_S)[0]:
            # An answer comes before whatever its client does next.
            for source in sorted(ready, key=lambda one: one is self.client):
                piece = _received(source)
                if not piece:
                    return
                if self._pass_on(sides[source], piece):
                    self.passed.was_struck = True
                    self._strike(sides[source])
                    return

    def _pass_on(self, side: Side, piece: bytes) -> bool:
        """True when the byte of the cut was reached."""
        target = self.company if side is Side.REQUEST else self.client
        gone = self.passed.request if side is Side.REQUEST else self.passed.response
        if side is Side.RESPONSE:
            self.passed.whole += len(piece)
        cut = self.cut if self.cut and self.cut.side is side else None
        room = len(piece) if cut is None else min(len(piece), max(0, cut.at - gone))
        target.sendall(piece[:room])
        self._count(side, room)
        if cut is None or gone + len(piece) < cut.at:
            return False
        if cut.way is not Way.SLICE:
            return True
        for at in range(room, len(piece)):
            target.sendall(piece[at : at + 1])
        self._count(side, len(piece) - room)
        self.passed.was_struck = True
        return False

    def _count(self, side: Side, more: int) -> None:
        if side is Side.REQUEST:
            self.passed.request += more
        else:
            self.passed.response += more

    def _strike(self, side: Side) -> None:
        assert self.cut is not None
        if self.cut.way is Way.STALL:
            _wait_for_end(self.client)
        _hang_up(self.client, reset=self.cut.way is Way.RST)
        if side is Side.REQUEST and self.cut.way is Way.RST:
            _hang_up(self.company, reset=True)
        else:
            self.company.shutdown(socket.SHUT_WR)
        # Until the company has done what it does: how much it had to say, and nothing of this case goes on in the next.
        while piece := _received(self.company):
            self.passed.whole += len(piece)


def _answer(client: socket.socket, company: socket.socket, said: Say, passed: Passed) -> None:
    request = _whole_request(client)
    passed.request, passed.was_struck = len(request), True
    if said.hears:
        company.sendall(request)
        while piece := _received(company):
            passed.whole += len(piece)
    client.sendall(said.answer)
    passed.response = len(said.answer)
    client.shutdown(socket.SHUT_WR)
    _wait_for_end(client)


def _whole_request(client: socket.socket) -> bytes:
    client.settimeout(LONGEST_S)
    got = b""
    while b"\r\n\r\n" not in got and (piece := _received(client)):
        got += piece
    head, _, body = got.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    length = int(lengths[0].partition(b":")[2]) if lengths else 0
    while len(body) < length and (piece := _received(client)):
        got, body = got + piece, body + piece
    return got


def _received(source: socket.socket) -> bytes:
    try:
        return source.recv(_PIECE)
    except OSError:
        return b""


def _wait_for_end(client: socket.socket) -> None:
    """Until the client lets go, but not for ever."""
    client.settimeout(LONGEST_S)
    while _received(client):
        continue


def _hang_up(connection: socket.socket, *, reset: bool) -> None:
    with suppress(OSError):
        if reset:
            # Lingering for no time makes the system send RST instead of FIN.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        else:
            connection.shutdown(socket.SHUT_RDWR)
        connection.close()

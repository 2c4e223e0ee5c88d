"""A server of bare sockets on this machine: it says exactly the bytes a test wants, when and as slowly as it wants."""

import socket
import ssl
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

Play = Callable[["Line"], None]


@dataclass
class Line:
    """One connection as the server sees it."""

    socket: socket.socket
    over: Event

    def request(self) -> bytes:
        """Read a whole request: the head, and as much body as it announces."""
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._more()
        head, _, body = got.partition(b"\r\n\r\n")
        length = 0
        for line in head.split(b"\r\n"):
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        while len(body) < length:
            body += self._more()
        return head + b"\r\n\r\n" + body

    def say(self, *parts: bytes) -> None:
        self.socket.sendall(b"".join(parts))

    def answer(self, status: int, body: bytes, *headers: bytes) -> None:
        """A plain, whole answer."""
        head = [b"HTTP/1.1 %d X" % status, b"Content-Length: %d" % len(body), *headers]
        self.say(b"\r\n".join(head), b"\r\n\r\n", body)

    def reset(self) -> None:
        """Close with a RST instead of a FIN."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def drip(self, part: bytes) -> None:
        """Say the same part again and again, slowly, until nobody listens."""
        while not self.over.wait(0.02):
            self.socket.sendall(part)

    def _more(self) -> bytes:
        part = self.socket.recv(65536)
        if not part:
            raise ConnectionError
        return part


@dataclass
class RawServer:
    """Plays one script for every connection; ``requests`` holds what arrived whole, ``connections`` counts all."""

    url: str
    port: int
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0


@contextmanager
def raw_server(
    *plays: Play, read_first: bool = True, tls: ssl.SSLContext | None = None
) -> Iterator[RawServer]:
    """Serve on a free port; connection n gets play n, the last one is repeated. Everything ends with the block."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    server = RawServer(f"{'https' if tls else 'http'}://127.0.0.1:{port}", port)
    over = Event()

    def serve() -> None:
        while not over.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            play = plays[min(server.connections, len(plays) - 1)]
            server.connections += 1
            _attend(connection, server, over, play, read_first=read_first, tls=tls)

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        over.set()
        with socket.socket() as knock:
            knock.connect_ex(("127.0.0.1", port))
        thread.join(5)
        listener.close()
        assert not thread.is_alive()


def _attend(
    connection: socket.socket,
    server: RawServer,
    over: Event,
    play: Play,
    *,
    read_first: bool,
    tls: ssl.SSLContext | None,
) -> None:
    connection.settimeout(5)
    try:
        if tls is not None:
            connection = tls.wrap_socket(connection, server_side=True)
        line = Line(connection, over)
        if read_first:
            server.requests.append(line.request())
        play(line)
    except OSError:
        return
    finally:
        connection.close()

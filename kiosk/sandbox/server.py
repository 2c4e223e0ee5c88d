"""The sandbox as an HTTP server on this machine: one thread a connection, loopback only, keep-alive."""

import socket
import ssl
import struct
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import UTC
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Any, Self

from kiosk.sandbox.admin import Admin
from kiosk.sandbox.answers import error
from kiosk.sandbox.checkout import OPEN_PATH, Checkout
from kiosk.sandbox.clock import SandboxClock
from kiosk.sandbox.errors import Refusal
from kiosk.sandbox.faults import Faults
from kiosk.sandbox.http import Answer, Asked, Break, as_json
from kiosk.sandbox.idempotency import Idempotency
from kiosk.sandbox.keys import Keys
from kiosk.sandbox.ledger import Ledger
from kiosk.sandbox.limits import Limits
from kiosk.sandbox.listing import Listing
from kiosk.sandbox.payment import Payment
from kiosk.sandbox.rest import Rest
from kiosk.sandbox.webhooks import Webhooks

LARGEST_BODY = 1_000_000


class Sandbox:
    """A local Toss Payments. ``start`` serves on a thread; ``serve_forever`` in this one. Port 0 takes a free one.

    With ``tls`` (a server's context with its certificate) it speaks HTTPS, as the real one only does.
    Raises OSError when the port is in use.
    """

    def __init__(
        self,
        port: int = 0,
        clock_scale: float = 1.0,
        keys: Keys | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.keys = keys or Keys()
        self.clock = SandboxClock(clock_scale)
        self.faults = Faults()
        self.webhooks = Webhooks(self.clock)
        self.ledger = Ledger(self.clock, changed=self._changed)
        limits, listing = Limits(self.clock), Listing(self.ledger)
        self.rest = Rest(
            keys=self.keys,
            ledger=self.ledger,
            listing=listing,
            faults=self.faults,
            limits=limits,
            idempotency=Idempotency(self.clock),
            clock=self.clock,
            url=self._url,
        )
        self._pages = Checkout(self.keys, self.ledger, self.faults, self.clock, self._url)
        self._admin = Admin(
            keys=self.keys,
            ledger=self.ledger,
            faults=self.faults,
            clock=self.clock,
            webhooks=self.webhooks,
            url=self._url,
            limits=limits,
            listing=listing,
        )
        self._server = _Server(("127.0.0.1", port), _Handler)
        if tls is not None:
            tls.sslsocket_class = _TlsSocket
        self._server.sandbox, self._server.tls = self, tls
        self._thread: Thread | None = None

    @property
    def url(self) -> str:
        """Where it answers, without a slash at the end."""
        return self._url()

    @property
    def client_key(self) -> str:
        """The public key of the individual integration."""
        return self.keys.client_key

    @property
    def secret_key(self) -> str:
        """Its secret key."""
        return self.keys.secret_key

    @property
    def widget_client_key(self) -> str:
        """The public key of the widget integration."""
        return self.keys.widget_client_key

    @property
    def widget_secret_key(self) -> str:
        """Its secret key."""
        return self.keys.widget_secret_key

    def start(self) -> None:
        """Serve on a thread of its own."""
        self._thread = Thread(target=self.serve_forever, daemon=True)
        self._thread.start()

    def serve_forever(self) -> None:
        """Serve until ``stop``."""
        self._server.serve_forever(poll_interval=0.05)

    def stop(self) -> None:
        """End the server and its webhooks."""
        self.clock.end()
        if self._thread is not None:
            self._server.shutdown()
            self._thread.join(5)
        self._server.server_close()
        self._server.hang_up()

    def answer(self, asked: Asked) -> Answer:
        """What any request gets."""
        try:
            found = self._pages.answer(asked) or self._admin.answer(asked)
            if found is not None:
                return found
            if asked.path.startswith("/v1/"):
                return self.rest.answer(asked)
        except Refusal as refused:
            # Also for the shop's page: the SDK opens its window from there, and has to read why it was refused.
            return replace(error(refused, english=asked.english), for_shops=asked.path == OPEN_PATH)
        except (ValueError, KeyError, TypeError) as wrong:
            return as_json({"error": f"the request cannot be read: {type(wrong).__name__}: {wrong}"}, 400)
        return as_json({"error": f"there is no {asked.method} {asked.path} here"}, 404)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _url(self) -> str:
        scheme = "https" if self._server.tls else "http"
        return f"{scheme}://127.0.0.1:{self._server.server_address[1]}"

    def _changed(self, payment: Payment) -> None:
        shown = payment.shown(self._url(), self.clock.now())
        self.webhooks.payment_changed(payment.status, shown)
        if payment.secret:
            self.webhooks.deposit(shown)


class _TlsSocket(ssl.SSLSocket):
    """Python looks whether a connection is still there when it puts TLS over it, and leaves it open if it was reset."""

    def recv(self, *limits: int) -> bytes:
        """Some bytes; after a failure the socket is closed."""
        try:
            return super().recv(*limits)
        except OSError:
            self.close()
            raise


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    # Windows would let a second program have the same port.
    allow_reuse_address = sys.platform != "win32"
    sandbox: Sandbox
    tls: ssl.SSLContext | None = None

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self._lines: set[socket.socket] = set()
        self._lock = Lock()
        super().__init__(address, handler)

    def get_request(self) -> tuple[Any, Any]:
        """The handshake is left to the connection's own thread: a slow one holds nobody up."""
        connection, address = super().get_request()
        if self.tls is not None:
            connection = self.tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        return connection, address

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection for as long as it lives."""
        with self._lock:
            self._lines.add(request)
        super().process_request(request, client_address)

    def close_request(self, request: Any) -> None:
        """Forget it."""
        with self._lock:
            self._lines.discard(request)
        super().close_request(request)

    def hang_up(self) -> None:
        """End the connections that are kept alive: they would go on being answered after the end."""
        with self._lock:
            lines = list(self._lines)
        for line in lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def server_bind(self) -> None:
        """Bind without asking a name server who 127.0.0.1 is."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that goes away is no news here."""


class _Heard:
    """A connection's reading side that remembers its last line: a head that breaks off has no empty one at its end."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self.last = b""

    def readline(self, limit: int) -> bytes:
        """One line, or what came of it."""
        self.last = bytes(self._reader.readline(limit))
        return self.last

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "JariSandbox"
    sys_version = ""
    timeout = 120
    disable_nagle_algorithm = True

    def setup(self) -> None:
        """Listen to where each head ends."""
        super().setup()
        self._heard = _Heard(self.rfile)
        self.rfile = self._heard  # type: ignore[assignment]  # it reads lines and bytes, which is all that is used

    def date_time_string(self, timestamp: float | None = None) -> str:  # noqa: ARG002 - the library's signature
        """The Date header, by the sandbox's own clock: clients take it for a second clock."""
        server = self.server
        assert isinstance(server, _Server)
        return format_datetime(server.sandbox.clock.now().astimezone(UTC), usegmt=True)

    def parse_request(self) -> bool:
        """A request whose head breaks off is none, whatever it could be taken for: nothing is done, nothing said."""
        readable = super().parse_request()
        if readable and self._heard.last not in (b"\r\n", b"\n"):
            self.close_connection = True
            return False
        return readable

    def do_GET(self) -> None:
        self._serve()

    def do_HEAD(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_PUT(self) -> None:
        self._serve()

    def do_PATCH(self) -> None:
        self._serve()

    def do_DELETE(self) -> None:
        self._serve()

    def do_OPTIONS(self) -> None:
        self._serve()

    def end_headers(self) -> None:
        """The mark is on everything, errors of HTTP itself included."""
        self.send_header("X-Sandbox", "1")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Nothing is logged: URLs and headers carry keys."""

    def _serve(self) -> None:
        said = self.headers.get("Content-Length") or "0"
        length = int(said) if said.isascii() and said.isdigit() else LARGEST_BODY + 1
        if length > LARGEST_BODY or "Transfer-Encoding" in self.headers:
            self.close_connection = True
            self._send(as_json({"error": f"say Content-Length, at most {LARGEST_BODY}"}, 413))
            return
        body = self.rfile.read(length) if length else b""
        if len(body) < length:
            self.close_connection = True
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        server = self.server
        assert isinstance(server, _Server)
        self._send(server.sandbox.answer(Asked.of(self.command, self.path, headers, body)))

    def _send(self, answer: Answer) -> None:
        if answer.broken in (Break.DROP, Break.RESET):
            self._cut(reset=answer.broken is Break.RESET)
            return
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Cache-Control", "no-store")
        if answer.for_shops:
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Access-Control-Allow-Headers", "*")
        self.send_header("Cross-Origin-Opener-Policy", "same-origin-allow-popups")
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if answer.broken is Break.HALF:
            self.wfile.write(answer.body[: len(answer.body) // 2])
            self.wfile.flush()
            self._cut(reset=False)
        elif self.command != "HEAD":
            self.wfile.write(answer.body)

    def _cut(self, *, reset: bool) -> None:
        self.close_connection = True
        if reset:
            # Lingering for zero seconds makes the kernel send RST instead of FIN.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        with suppress(OSError):
            if not reset:
                self.connection.shutdown(socket.SHUT_RDWR)
            self.connection.close()

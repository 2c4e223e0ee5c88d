"""Two small hosts on this machine: one plays the payment company, one counts whatever reaches the return address."""

import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Reply:
    """What a path answers: a page, or with ``to`` a redirect there. ``status`` 0 drops the connection."""

    html: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    to: str = ""


class Company:
    """Serves ``pages`` by path, ``/to?url=...&status=302`` as a redirect, and remembers what was asked.

    ``raw`` is what a path answers instead of a page's HTML.
    """

    def __init__(self) -> None:
        self.pages: dict[str, Reply | str] = {}
        self.raw: dict[str, bytes] = {}
        self.asked: list[tuple[str, str]] = []
        self._queries: list[tuple[str, str]] = []
        company = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                company.answer(self)

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                company.answer(self)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        self._queries.append((parts.path, parts.query))
        self.asked.append((parts.path, str(handler.headers.get("Cookie") or "")))
        reply = self.pages.get(parts.path, Reply("", 404))
        if parts.path == "/to":
            query = parse_qs(parts.query)
            reply = Reply(status=int(query["status"][0]), to=query["url"][0])
        if isinstance(reply, str):
            reply = Reply(reply)
        if not reply.status:
            handler.close_connection = True
            return
        body = self.raw.get(parts.path, f"<!doctype html><meta charset=utf-8>{reply.html}".encode())
        handler.send_response(reply.status)
        headers = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"} | reply.headers
        for name, value in (headers | ({"Location": reply.to} if reply.to else {})).items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        with suppress(OSError):
            handler.wfile.write(body)

    def wrap(self, context: ssl.SSLContext) -> None:
        """Speak TLS."""
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    def queries(self, path: str) -> list[str]:
        """The queries with which a path was asked for."""
        return [query for asked, query in self._queries if asked == path]

    def times(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(asked == path for asked, _ in list(self.asked))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class ReturnHost:
    """Where the return addresses point to. Counts connections and requests; nothing should ever come."""

    def __init__(self) -> None:
        self.connections = 0
        self.requests: list[str] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.success, self.fail = f"{self.url}/pay/success", f"{self.url}/pay/fail"
        self._thread = Thread(target=self._serve, daemon=True)

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                self.connections += 1
                Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(5)
            asked = connection.recv(65_536)
            if asked:
                self.requests.append(asked.split(b"\r\n", 1)[0].decode("latin-1"))
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        # A blocked accept does not notice a close; a last visitor wakes it.
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(2)


Trigger = Callable[[Company, Company, str], str]
"""Sets up pages on the company and the issuer so that the returned URL, once opened, leads to the given address."""

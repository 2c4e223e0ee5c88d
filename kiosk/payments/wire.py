"""One HTTP exchange: a request out, its answer back, within a time and a size, and whether anything left at all.

Knows nothing of payments. No retries, redirects, proxies, cookies or kept connections: each could send twice.
"""

import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from socket import SHUT_RDWR, socket
from threading import Lock, Timer
from typing import Any, ClassVar

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NameResolutionError, ReadTimeoutError, SSLError

from kiosk.payments.channel import Doubt, NotSent, Unknown

LARGEST_BODY = 256 * 1024
"""A payment is some 2 KiB; a larger answer is none. A page of a list says its own bound."""

_SLICE = 16 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer; ``date`` is its Date header, or ""."""

    status: int
    body: bytes
    date: str


def exchange(
    request: requests.PreparedRequest,
    *,
    connect_s: float,
    read_s: float,
    ca_file: Path | None = None,
    largest: int = LARGEST_BODY,
) -> Reply | NotSent | Unknown:
    """Send a request once. Never raises for what the network does.

    ``ca_file`` (PEM) names the only authorities whose certificates are accepted, instead of the public ones; there is no
    way to accept a certificate unseen.

    NotSent only when not one byte of the request was handed to the system. ``connect_s + read_s`` bounds the whole,
    however slowly an answer drips; looking a name up ends in its own time, but nothing is sent after the bound.
    """
    line = _Line()
    seen = 0
    try:
        with (
            line.cut_after(connect_s + read_s),
            _answer_to(request, line, (connect_s, read_s), ca_file) as answer,
        ):
            seen = answer.status_code
            body = _read(answer.raw, largest)
    except (requests.RequestException, HTTPError, HTTPException, OSError, ValueError) as failed:
        return _what_is_known(failed, line, seen)
    if line.is_cut:
        # Without a length, an answer that we cut ourselves looks like a whole one.
        return Unknown(Doubt.TIMED_OUT, http_status=seen)
    if len(body) > largest:
        return Unknown(Doubt.UNREADABLE, http_status=seen)
    return Reply(seen, body, answer.headers.get("Date", ""))


@contextmanager
def _answer_to(
    request: requests.PreparedRequest, line: "_Line", limits: tuple[float, float], ca_file: Path | None
) -> Iterator[requests.Response]:
    # The adapter alone, without a session: nothing of the machine (proxies, .netrc) can reroute a request with the key.
    adapter = _Adapter(line)
    try:
        # An empty name would mean "verify nothing" to requests, so only a Path gets here: an empty one is ".".
        authorities = True if ca_file is None else str(ca_file)
        with adapter.send(request, stream=True, timeout=limits, verify=authorities) as answer:
            yield answer
    finally:
        adapter.close()


def _read(raw: Any, largest: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while size <= largest and (part := raw.read(_SLICE, decode_content=False)):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


class _Line:
    """What is known of one connection: whether bytes of the request left on it, and whether its time was up."""

    def __init__(self) -> None:
        self.has_sent = False
        self.is_cut = False
        self._lock = Lock()
        self._tap: socket | None = None

    @contextmanager
    def cut_after(self, seconds: float) -> Iterator[None]:
        """Shut the connection down when the time is up, whatever is being waited for."""
        timer = Timer(seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            with self._lock:
                if self._tap is not None:
                    self._tap.close()
                    self._tap = None

    def opened(self, connection: socket) -> None:
        """Keep a second handle: TLS takes the first one over, and a handshake can drip as well."""
        with self._lock:
            self._tap = connection.dup()
        self._refuse_if_late()

    def sending(self) -> None:
        """From here on the request may have arrived."""
        self._refuse_if_late()
        self.has_sent = True

    def _refuse_if_late(self) -> None:
        if self.is_cut:
            msg = "the time for this request is over"
            raise TimeoutError(msg)

    def _cut(self) -> None:
        with self._lock:
            self.is_cut = True
            if self._tap is not None:
                _shut(self._tap)


def _shut(tap: socket) -> None:
    try:
        tap.shutdown(SHUT_RDWR)
    except OSError:
        # The other side was faster.
        return


class _Watched(HTTPConnection):
    """A connection that tells its line what happens on it. ``requests`` itself tells refused from cut too late."""

    line: ClassVar[_Line]

    def _new_conn(self) -> socket:
        connection = super()._new_conn()
        try:
            self.line.opened(connection)
        except TimeoutError:
            connection.close()
            raise
        return connection

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        self.line.sending()
        super().send(data)


class _WatchedTls(_Watched, HTTPSConnection):
    """The same, over TLS: the handshake is part of connecting, so a refused certificate has sent nothing."""


class _Adapter(HTTPAdapter):
    def __init__(self, line: _Line) -> None:
        self._line = line
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> HTTPConnectionPool:
        pool = super().get_connection_with_tls_context(*args, **kwargs)
        assert isinstance(pool, HTTPConnectionPool)
        base = _WatchedTls if pool.scheme == "https" else _Watched
        pool.ConnectionCls = type("Watched", (base,), {"line": self._line})
        return pool


def _what_is_known(failed: Exception, line: _Line, seen: int) -> NotSent | Unknown:
    causes = list(_causes(failed))
    if not line.has_sent:
        return NotSent(_why(causes))
    timed_out = line.is_cut or any(isinstance(cause, ReadTimeoutError | TimeoutError) for cause in causes)
    return Unknown(Doubt.TIMED_OUT if timed_out else Doubt.CUT_OFF, http_status=seen)


def _why(causes: list[BaseException]) -> str:
    words: tuple[tuple[str, tuple[type[BaseException], ...]], ...] = (
        ("name not found", (NameResolutionError,)),
        ("refused", (ConnectionRefusedError,)),
        ("no connection in time", (TimeoutError,)),
        ("TLS not agreed", (ssl.SSLError, SSLError)),
    )
    return next(
        (why for why, kinds in words if any(isinstance(cause, kinds) for cause in causes)), "no connection"
    )


def _causes(failed: BaseException | None) -> Iterator[BaseException]:
    while failed is not None:
        yield failed
        failed = failed.__cause__ or failed.__context__


def _drop(_record: logging.LogRecord) -> bool:
    return False


for _name in ("urllib3.connectionpool", "urllib3.util.retry"):
    # They log the address of each request, and ours carry payment keys.
    logging.getLogger(_name).addFilter(_drop)
